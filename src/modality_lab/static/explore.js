// Draws what can be chosen of a table, shows the picture that comes, and beside it the lines of pandas that do the same.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { ExploreModel, Question, Request } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, newId } from "./common.js";
import { takeDrops } from "./drops.js";
import { drawField } from "./fields.js";
import { copied } from "./line.js";
import { searchLongTables } from "./long_table.js";
import { ReportCard, showReports } from "./report.js";

/** @typedef {import("./fields.js").Field} Field */

const PHONE = matchMedia("(max-width: 600px)");

/** @extends {ReportCard<ExploreModel>} */
class ExploreCard extends ReportCard {
  /** @param {Model<ExploreModel>} model */
  constructor(model) {
    const help = "A CSV file: its first row names the columns. It is only read, and nothing of it is kept.";
    const files = "Choose a file, or drop it on this card:";
    super(model, { heading: "Explore a table", help, files, report: "Result" }, { accept: ".csv,text/csv" });
    this.id = newId();
    /** @type {Map<string, Field>} */
    this.fields = new Map(); // By the question as Python has sent it: one that stays the same keeps its place and the focus.
    this.questions = make("div");
    this.spoken = make("p", { className: "ml-bar", role: "status" });
    this.lines = make("code");
    this.copy = makeButton("Copy the lines", () => this.copyLines());
    this.said = make("span", { role: "status", className: "ml-help" });
  }

  /**
   * @override
   * @param {File[]} files
   */
  refusal(files) {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size <= this.model.get("limit")) return "";
    const limit = this.model.get("limit") / 1e6;
    return `These files are too large. Allowed: ${limit} MB together. Keep the rows that you need.`;
  }

  /**
   * @override
   * @param {HTMLElement} place
   */
  draw(place) {
    makeCard(place, "ml-form");
    place.append(make("div", { className: "ml-columns" }, this.drawControls(), this.drawPanels()), this.spoken);
    takeDrops(place, (dropped) => this.takeFiles(dropped));
    PHONE.addEventListener("change", () => this.fitPicture());
    this.fitPicture();
    this.show();
  }

  /** Asks for the picture that can be read on a page as wide as this. */
  fitPicture() {
    this.model.set("is_narrow", PHONE.matches);
    this.model.save_changes();
  }

  drawControls() {
    const own = make("fieldset", {}, make("legend", { textContent: "A table of your own" }));
    own.append(make("label", { className: "ml-files" }, this.words.files, this.field), this.help);
    const reset = make(
      "div",
      {},
      makeButton("Reset", () => this.ask(this.model.get("start"))),
    );
    const controls = make("form", { autocomplete: "off" }, this.questions, reset, own);
    controls.addEventListener("submit", (event) => event.preventDefault());
    return controls;
  }

  drawPanels() {
    const { heading, report } = this.words;
    const result = { className: "ml-panel", role: "group", "aria-label": report, tabIndex: 0 };
    const code = { className: "ml-panel", role: "group", "aria-label": "The code" };
    const lines = make("pre", { tabIndex: 0, role: "group", "aria-label": "The lines of code" }, this.lines);
    return make(
      "div",
      { className: "ml-explored" },
      make("div", result, make("h2", { textContent: heading }), this.status, this.result),
      make("div", code, make("h2", { textContent: "The code that does just this" }), lines, this.copy, this.said),
    );
  }

  /** @param {Request["answers"]} answers */
  ask(answers) {
    this.watch.start();
    this.model.set("request", { number: this.model.get("request").number + 1, answers });
    this.model.save_changes();
  }

  /** @returns {Request["answers"]} */
  given() {
    return Object.assign({}, ...[...this.fields.values()].map((field) => field.given()));
  }

  /** @param {Question[]} questions */
  drawQuestions(questions) {
    const drawn = this.fields;
    this.fields = new Map(questions.map((question) => [JSON.stringify(question), this.fieldOf(question, drawn)]));
    for (const [words, { element }] of drawn) if (!this.fields.has(words)) element.remove();
    let next = this.questions.firstElementChild;
    for (const { element } of this.fields.values()) {
      if (element === next) next = element.nextElementSibling;
      else this.questions.insertBefore(element, next);
    }
  }

  /**
   * @param {Question} question
   * @param {Map<string, Field>} drawn
   */
  fieldOf(question, drawn) {
    const tell = () => this.ask(this.given());
    return drawn.get(JSON.stringify(question)) ?? drawField(this.id, question, { drawing: "", words: {} }, tell);
  }

  /** @override */
  show() {
    const { number, answers, questions, sentence, result, lines } = this.model.get("reply");
    // A late reply to an earlier change must not undo what was chosen since.
    if (number < this.model.get("request").number) return;
    this.watch.stop();
    changeCard(this.result, () => {
      this.drawQuestions(questions);
      for (const field of this.fields.values()) field.fill(answers);
      this.result.innerHTML = result;
      searchLongTables();
    });
    if (this.lines.textContent !== lines.join("\n")) this.said.textContent = "";
    this.lines.textContent = lines.join("\n");
    this.copy.disabled = !lines.length;
    this.spoken.textContent = sentence;
    this.status.textContent = "";
  }

  async copyLines() {
    const isCopied = await copied(this.lines.textContent ?? "");
    if (!isCopied) getSelection()?.selectAllChildren(this.lines);
    this.said.textContent = isCopied ? "Copied." : "Press Ctrl+C (on a Mac Command+C) to copy them.";
  }
}

/** @param {View<ExploreModel>} view */
function render(view) {
  const card = new ExploreCard(view.model);
  card.draw(view.el);
  return showReports(view, card);
}

export default { render };
