// What the kit's widgets share.

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes Properties of the element, by their names in script, and else attributes.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Makes a button whose keys JupyterLab leaves alone.
 *
 * @param {string} label
 * @param {() => void} onclick
 */
export const makeButton = (label, onclick) =>
  make("button", { type: "button", textContent: label, ...OWN_KEYS, onclick });

/** An id that no other widget on the page has. */
export const newId = () => `ml-${crypto.randomUUID?.() ?? Math.random()}`;

// JupyterLab leaves the keys of an element with this mark alone: arrows choose, "d d" deletes nothing.
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

const SILENCE =
  "The kit has not answered for five seconds, so what stands below may be old. " +
  "Wait a moment; if this stays, choose Run > Restart Kernel and Run All Cells, or reload the page.";

/**
 * Watches for a kernel that is busy or has stopped and would leave an old result standing: the status says so.
 *
 * @param {HTMLElement} status
 */
export function watchKernel(status) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => clearTimeout(timer);
  function start() {
    stop();
    timer = setTimeout(() => {
      status.textContent = SILENCE;
    }, 5000);
  }
  return { start, stop };
}
