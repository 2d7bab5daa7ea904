// Takes what students have sent, as files or as pasted lines, and shows what the class has decided.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { ClassModel } from "./contract.d.ts" */
import { make, makeButton } from "./common.js";
import { ReportCard, showReports } from "./report.js";

const WORDS = {
  heading: "What the class thinks",
  help:
    "Drop the files that students sent anywhere on this card, or paste their lines. " +
    "Everything stays on this computer and is forgotten when the page is closed.",
  files: "Files:",
  report: "What the class decided",
};

/** @extends {ReportCard<ClassModel>} */
class ClassCard extends ReportCard {
  /** @param {Model<ClassModel>} model */
  constructor(model) {
    super(model, WORDS);
    this.text = make("textarea", { rows: 4 });
  }

  /**
   * @override
   * @param {HTMLElement} place
   */
  draw(place) {
    super.draw(
      place,
      make("label", { className: "ml-reason" }, "Pasted lines:", this.text),
      makeButton("Add the pasted lines", () => this.ask({ text: this.text.value, clear: false })),
      makeButton("Begin anew", () => this.ask({ text: "", clear: true })),
    );
  }

  /** @param {{ text: string, clear: boolean }} asked */
  ask(asked) {
    this.send({ names: [], ...asked }, []);
  }

  /** @override */
  show() {
    super.show();
    this.text.value = "";
  }
}

/** @param {View<ClassModel>} view */
function render(view) {
  const card = new ClassCard(view.model);
  card.draw(view.el);
  return showReports(view, card);
}

export default { render };
