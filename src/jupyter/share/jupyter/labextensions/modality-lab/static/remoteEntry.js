// What JupyterLab does otherwise with a lesson. This file is what JupyterLab loads; nothing builds it.

const HERE = document.currentScript.src;
// With a dark theme, cards and pictures are dark too; on paper they are light.
const STYLE = `
  .ml-jupyterlab button {
    min-height: 44px;
    padding: 8px 20px;
    border: 0;
    border-radius: 6px;
    background: #005a8d;
    color: #fff;
    font: 600 17px/1.4 system-ui, sans-serif;
    cursor: pointer;
  }
  .ml-jupyterlab button:hover { background: #00466e; }
  .ml-jupyterlab button:focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
  @media print { .ml-jupyterlab { display: none; } }
  @media screen {
    body[data-jp-theme-light="false"] :is(.ml-form, .ml-table) {
      --ml-ink: #e6e6e6;
      --ml-quiet: #b5b5b5;
      --ml-line: #5c5c5c;
      --ml-accent: #80c7f7;
      --ml-paper: #111;
      --ml-shade: #1e2a33;
      --ml-warning: #ffa285;
      --ml-waiting: #ffbd70;
      --ml-right: #62d6a5;
      color-scheme: dark;
    }
    /* White becomes the paper above, and each colour keeps its kind. */
    body[data-jp-theme-light="false"] :is(:is(figure, .ml-form) img, .ml-points span, .ml-shares svg, .ml-body, .ml-legend svg) {
      filter: invert(93.3%) hue-rotate(180deg);
    }
  }
`;

/** Runs a lesson without a jump: Jupyter makes the last cell the active one and moves there. */
function stayInPlace(app) {
  let place = null;
  const scroller = (notebook) => notebook.node.querySelector(".jp-WindowedPanel-outer") ?? notebook.node;
  const note = () => {
    const notebook = app.shell.currentWidget?.content;
    if (!notebook?.widgets || !("activeCellIndex" in notebook)) return;
    place = { notebook, cell: notebook.activeCellIndex, top: scroller(notebook).scrollTop };
  };
  const goBack = () => {
    scroller(place.notebook).scrollTop = place.top;
  };
  for (const kind of ["pointerdown", "keydown", "click"]) document.addEventListener(kind, note, true);
  app.commands.commandExecuted.connect((_, { id }) => {
    if (id !== "notebook:run-all-cells" || !place || place.notebook.isDisposed) return;
    place.notebook.activeCellIndex = place.cell;
    // Jupyter moves a moment later.
    for (const wait of [0, 50, 200]) setTimeout(goBack, wait);
  });
}

/** Lets the button wait until Python is there: what runs earlier stays blank (github.com/jupyterlab/jupyterlab/issues/8490). */
function waitForPython(app) {
  const passed = new WeakSet();
  const hold = (event) => {
    const button = event.target.closest?.("[data-commandlinker-command='notebook:run-all-cells']");
    const session = app.shell.currentWidget?.sessionContext;
    if (!button || !session || passed.delete(button)) return;
    event.stopPropagation();
    button.disabled = true;
    session.ready
      .then(() => session.session?.kernel?.info)
      .finally(() => {
        button.disabled = false;
        passed.add(button);
        button.click();
      });
  };
  document.addEventListener("click", hold, true);
}

/** Folds the list of files away where it would squeeze the lesson; who wants it opens it. */
function keepRoomForTheLesson(app) {
  const narrow = window.matchMedia("(max-width: 1100px)");
  const fold = () => {
    if (!narrow.matches) return;
    app.shell.collapseLeft?.();
    app.shell.collapseRight?.();
  };
  app.restored.then(fold);
  narrow.addEventListener("change", fold);
}

const plugin = {
  id: "modality-lab:lesson",
  autoStart: true,
  activate(app) {
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);
    stayInPlace(app);
    waitForPython(app);
    keepRoomForTheLesson(app);
    import(new URL("words.js", HERE));
  },
};

window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB["modality-lab"] = {
  init() {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
