// Takes files that are dropped or chosen, sends them to Python to be checked, and shows the report that comes.

function render({ model, el }) {
  const limit = model.get("limit");
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;
  const status = make("p", { className: "ml-waiting", role: "status" });
  const watch = watchKernel(status);
  const result = make("div", { className: "ml-report" });
  const help = make("p", {
    className: "ml-help",
    id: newId(),
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
      watch.start();
    } catch {
      status.textContent = "A file could not be read. A folder cannot be dropped here, and a file that was changed must be chosen again.";
    }
    // Otherwise a file that was mended and is chosen again would count as no change.
    field.value = "";
  }

  function show() {
    const { sentence, result: report } = model.get("reply");
    watch.stop();
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
    watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
