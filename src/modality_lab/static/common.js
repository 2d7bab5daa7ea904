// What the kit's widgets share. Python puts this text before the script of each: a widget can load one script only.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const newId = () => `ml-${crypto.randomUUID?.() ?? Math.random()}`;

// JupyterLab leaves the keys of an element with this mark alone: arrows choose, "d d" deletes nothing.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

// A kernel that is busy or has stopped would leave an old result standing: the status says so.
function watchKernel(status) {
  let timer;
  const stop = () => clearTimeout(timer);
  function start() {
    stop();
    timer = setTimeout(() => {
      status.textContent =
        "The kit has not answered for five seconds, so what stands below may be old. " +
        "Wait a moment; if this stays, choose Run > Restart Kernel and Run All Cells, or reload the page.";
    }, 5000);
  }
  return { start, stop };
}
