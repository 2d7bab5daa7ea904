// Takes files that are dropped or chosen, sends them to Python to be checked, and shows the report that comes.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// JupyterLab leaves the keys of an element with this mark alone: "d d" deletes nothing.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

function render({ model, el }) {
  const limit = model.get("limit");
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;
  const status = make("p", { className: "ml-waiting", role: "status" });
  const result = make("div", { className: "ml-report" });
  const help = make("p", {
    className: "ml-help",
    id: `ml-${crypto.randomUUID?.() ?? Math.random()}`,
    textContent: `Several at once are fine, together at most ${megabytes(limit)}. Your files are only read. A table that is not among them is taken from the kit.`,
  });
  const field = make("input", {
    type: "file",
    multiple: true,
    accept: ".csv,text/csv",
    "aria-describedby": help.id,
    ...OWN_KEYS,
  });
  const label = make("label", { className: "ml-files" }, "Choose your CSV files, or drop them on this card:", field);

  async function check(files) {
    files = [...files];
    if (!files.length) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > limit) {
      status.textContent = `These files have ${megabytes(size)}. Allowed: together at most ${megabytes(limit)}. Choose fewer files, or check the folder with the command modality-lab check.`;
      return;
    }
    status.textContent = `Checking ${files.length === 1 ? "1 file" : `${files.length} files`} …`;
    try {
      const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
      model.send({ names: files.map((file) => file.name) }, undefined, contents);
      watch();
    } catch {
      status.textContent = "A file could not be read. A folder cannot be dropped here, and a file that was changed must be chosen again.";
    }
    // Otherwise a file that was mended and is chosen again would count as no change.
    field.value = "";
  }

  // A kernel that is busy or has stopped would leave a reader waiting: say so.
  let timer;
  function watch() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent =
        "The kit has not answered for five seconds, so what stands below may be old. " +
        "Wait a moment; if this stays, choose Run > Restart Kernel and Run All Cells, or reload the page.";
    }, 5000);
  }

  function show() {
    const { sentence, result: report } = model.get("reply");
    clearTimeout(timer);
    result.innerHTML = report;
    status.textContent = sentence;
  }

  function over(event) {
    event.preventDefault();
    event.stopPropagation();
    card.classList.toggle("ml-over", event.type === "dragover");
  }

  const card = make(
    "section",
    { className: "ml-panel", "aria-label": "Check your tables" },
    make("h2", { textContent: "Check your tables" }),
    label,
    help,
    status,
    make("div", { role: "region", "aria-label": "Result", tabIndex: 0, ...OWN_KEYS }, result),
  );
  card.addEventListener("dragover", over);
  card.addEventListener("dragleave", over);
  card.addEventListener("drop", (event) => {
    over(event);
    check(event.dataTransfer.files);
  });
  field.addEventListener("change", () => check(field.files));
  el.classList.add("ml-form");
  el.append(card);

  model.on("change:reply", show);
  result.innerHTML = model.get("reply").result;
  return () => {
    clearTimeout(timer);
    model.off("change:reply", show);
  };
}

export default { render };
