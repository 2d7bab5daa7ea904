// One step of a lesson: puts rows into a table, opens its file where JupyterLab can, and shows what follows.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { RowsModel, RowsWish } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, watchKernel } from "./common.js";

class RowsCard {
  /** @param {Model<RowsModel>} model */
  constructor(model) {
    this.model = model;
    this.file = model.get("file");
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.watch = watchKernel(this.status);
    this.result = make("div");
    // A chart that is wider than a phone is moved in its own frame.
    const name = { role: "region", "aria-label": `What follows from ${this.file}` };
    this.follows = make("div", { className: "ml-follows", tabIndex: 0, ...name });
    this.opener = makeButton("Open the file", () => this.open());
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const buttons = make(
      "p",
      { className: "ml-buttons" },
      makeButton("Add the rows for me", () => this.ask({ add: true })),
      this.opener,
      makeButton("Look again", () => this.ask({ add: false })),
    );
    const card = make(
      "section",
      { className: "ml-panel", "aria-label": `Rows for ${this.file}` },
      this.result,
      buttons,
      this.status,
      this.follows,
    );
    this.put();
    makeCard(place, "ml-form");
    place.append(card);
  }

  /** @param {RowsWish} wish */
  ask(wish) {
    this.model.send(wish);
    this.watch.start();
  }

  // JupyterLab itself opens the file, after this, where it finds what to do written on the button.
  open() {
    const path = pathInJupyterLab(this.opener, this.file);
    if (path === undefined) {
      this.status.textContent =
        `This page cannot open files. Open ${this.file} in a spreadsheet on the computer where the kit is, ` +
        "or open this lesson in JupyterLab. The rows above can be copied.";
      return;
    }
    this.opener.dataset.commandlinkerCommand = "docmanager:open";
    this.opener.dataset.commandlinkerArgs = JSON.stringify({ path, factory: "Editor" });
    this.status.textContent = "When you have changed and saved the file, choose Look again.";
  }

  show() {
    this.watch.stop();
    changeCard(this.result, () => this.put());
    this.status.textContent = this.model.get("reply").sentence;
  }

  put() {
    const { result, follows } = this.model.get("reply");
    this.result.innerHTML = result;
    this.follows.innerHTML = follows;
    this.follows.hidden = !follows;
  }
}

/**
 * Returns the way to a file as JupyterLab knows it, or nothing on any other page.
 *
 * Where a lesson lies, JupyterLab says nowhere but in what it shows over the lesson's tab.
 *
 * @param {HTMLElement} element Something in the lesson.
 * @param {string} file As seen from the lesson.
 */
function pathInJupyterLab(element, file) {
  const lesson = element.closest(".jp-NotebookPanel");
  const tab = lesson && document.getElementById(lesson.getAttribute("aria-labelledby") ?? "");
  const paths = [...(tab?.title ?? "").matchAll(/: (.+\.ipynb)$/gm)];
  return paths.length ? paths[paths.length - 1][1].replace(/[^/]+$/, file) : undefined;
}

/** @param {View<RowsModel>} view */
function render({ model, el }) {
  const card = new RowsCard(model);
  const show = () => card.show();
  card.draw(el);
  model.on("change:reply", show);
  return () => {
    card.watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
