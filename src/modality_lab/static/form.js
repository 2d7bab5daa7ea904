// Draws the questions that Python sends, sends back the answers, and shows the result that comes.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { FormModel, Page, Request } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, newId, saveFile, watchKernel } from "./common.js";
import { drawField } from "./fields.js";
import { drawCode, takeCodeOfAddress } from "./line.js";

class Form {
  /** @param {Model<FormModel, Page>} model */
  constructor(model) {
    this.model = model;
    this.id = newId();
    const picture = { drawing: model.get("drawing"), words: model.get("mark_words") };
    const beginnings = model.get("beginnings");
    this.beginning = beginnings[0]?.question;
    this.fields = [...beginnings, ...model.get("questions")].map((question) =>
      drawField(this.id, question, picture, (changed) => this.send(changed)),
    );
    this.code = drawCode();
    this.result = make("div");
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.spoken = make("p", { className: "ml-bar", role: "status" });
    this.watch = watchKernel(this.status);
    this.downloadIsWanted = false;
  }

  /** @param {HTMLElement} place */
  draw(place) {
    makeCard(place, "ml-form");
    place.append(make("div", { className: "ml-columns" }, this.drawControls(), this.drawPanel()), this.spoken);
  }

  drawControls() {
    const controls = make("form", { autocomplete: "off" }, ...this.fields.map(({ element }) => element));
    const buttons = [makeButton("Reset", () => this.reset())];
    if (this.model.get("can_download")) buttons.push(makeButton("Download the result", () => this.askForDownload()));
    controls.append(make("div", {}, ...buttons));
    controls.addEventListener("submit", (event) => event.preventDefault());
    return controls;
  }

  drawPanel() {
    const heading = make("h2", { textContent: this.model.get("heading") });
    const attributes = { className: "ml-panel", "aria-label": "Result", tabIndex: 0 };
    return make("section", attributes, heading, this.status, this.result, this.code.element);
  }

  /**
   * Asks Python for the result of all answers, after a question was answered.
   *
   * @param {string} changed The id of the question.
   */
  send(changed) {
    let answers = this.given();
    if (this.model.get("one_answer") && changed in answers) {
      answers = { [changed]: answers[changed] };
      this.fill(answers);
    }
    this.request(answers);
    this.paint();
  }

  // The address of the page may name a client to begin with.
  begin() {
    const code = this.beginning ? takeCodeOfAddress() : "";
    if (this.beginning && code) this.request({ [this.beginning]: code });
  }

  reset() {
    for (const field of this.fields) field.restart();
    this.request(this.model.get("start"));
  }

  /** @returns {Request["answers"]} */
  given() {
    return Object.assign({}, ...this.fields.map((field) => field.given()));
  }

  /** @param {Request["answers"]} answers */
  request(answers) {
    this.watch.start();
    this.model.set("request", { number: this.model.get("request").number + 1, answers });
    this.model.save_changes();
  }

  /** @param {Request["answers"]} answers */
  fill(answers) {
    for (const field of this.fields) field.fill(answers);
    this.paint();
  }

  // What is chosen shows at once; what Python marks comes with its reply.
  paint() {
    const marks = this.model.get("reply").marks ?? [];
    for (const field of this.fields) field.paint(marks);
  }

  // A late reply to an earlier change must not undo what was chosen since.
  isLate() {
    return this.model.get("reply").number < this.model.get("request").number;
  }

  show() {
    if (this.isLate()) return;
    const { answers, code, result, sentence } = this.model.get("reply");
    this.watch.stop();
    changeCard(this.result, () => {
      this.fill(answers);
      this.result.innerHTML = result;
    });
    this.code.show(code ?? "");
    this.spoken.textContent = sentence;
    this.status.textContent = "";
    if (this.downloadIsWanted) this.askForDownload();
  }

  // Python makes the page of the last answers that it knows, so those on their way come first.
  askForDownload() {
    this.watch.start();
    this.downloadIsWanted = this.isLate();
    if (!this.downloadIsWanted) this.model.send(this.id);
  }

  /** @param {Page} sent */
  download({ view, page, name }) {
    if (view !== this.id) return;
    this.watch.stop();
    saveFile(page, name, "text/html");
  }
}

/** @param {View<FormModel, Page>} view */
function render({ model, el }) {
  const form = new Form(model);
  const show = () => form.show();
  const download = (/** @type {Page} */ sent) => form.download(sent);
  form.draw(el);
  model.on("change:reply", show);
  model.on("msg:custom", download);
  form.show();
  form.begin();
  return () => {
    form.watch.stop();
    model.off("change:reply", show);
    model.off("msg:custom", download);
  };
}

export default { render };
