// Shows a client, takes what a student ticks and decides, and shows the kit's answer only after that.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { CaseModel, CaseStory, Question } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, newId, watchKernel } from "./common.js";
import { drawField } from "./fields.js";
import { drawLine } from "./line.js";

const LONGEST_REASON = 300;

class CaseCard {
  /** @param {Model<CaseModel>} model */
  constructor(model) {
    this.model = model;
    this.id = newId();
    const picture = { drawing: model.get("drawing"), words: model.get("mark_words") };
    const draw = (/** @type {Question} */ question) => drawField(this.id, question, picture, () => this.paint());
    this.fields = model.get("questions").map(draw);
    this.choices = model.get("choices").map(draw);
    this.story = make("div", { className: "ml-story", role: "status" });
    this.result = make("section", { className: "ml-panel ml-result", tabIndex: -1, hidden: true });
    this.result.setAttribute("aria-label", "Your decision and a careful one");
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.line = drawLine("modality-lab-decisions.txt");
    this.watch = watchKernel(this.status);
  }

  /** @param {HTMLElement} place */
  draw(place) {
    makeCard(place, "ml-form");
    const form = make("form", { autocomplete: "off", className: "ml-case" }, ...this.drawSteps());
    form.addEventListener("submit", (event) => event.preventDefault());
    place.append(this.drawChooser(), this.story, form, this.status, this.result, this.line.element);
    this.begin(this.model.get("request").case);
  }

  drawChooser() {
    const options = this.model
      .get("stories")
      .map(({ case: name, title, level }) => make("option", { value: name, textContent: `${title} (${level})` }));
    this.chooser = make("select", { onchange: () => this.begin(this.chooser?.value ?? "") }, ...options);
    const next = makeButton("Next client", () => this.next());
    const label = make("label", {}, make("strong", { textContent: "Client: " }), this.chooser);
    return make("div", { className: "ml-chooser" }, label, next);
  }

  drawSteps() {
    this.reason = make("textarea", { rows: 2, maxLength: LONGEST_REASON });
    return [
      make("h3", { textContent: "1. What did the client say? Safety first." }),
      make("p", { className: "ml-help", textContent: "Tick only what the story says. Leave the rest open." }),
      ...this.fields.map(({ element }) => element),
      make("h3", { textContent: "2. Decide" }),
      ...this.choices.map(({ element }) => element),
      make("label", { className: "ml-reason" }, "Why? One sentence is enough.", this.reason),
      make(
        "div",
        {},
        makeButton("Commit, and see what the kit says", () => this.commit()),
      ),
    ];
  }

  next() {
    const names = this.model.get("stories").map(({ case: name }) => name);
    const place = names.indexOf(this.chooser?.value ?? "");
    this.begin(names[(place + 1) % names.length] ?? "");
  }

  /**
   * Begins with a client: nothing is filled in beforehand.
   *
   * @param {string} name
   */
  begin(name) {
    /** @type {CaseStory | undefined} */
    const told = this.model.get("stories").find((each) => each.case === name);
    if (!told || !this.chooser || !this.reason) return;
    this.chooser.value = name;
    this.story.replaceChildren(make("h2", { textContent: told.title }), make("blockquote", {}, told.story));
    if (told.still_to_ask) this.story.append(make("p", { textContent: told.still_to_ask }));
    for (const field of [...this.fields, ...this.choices]) {
      field.restart();
      field.fill({});
    }
    this.reason.value = "";
    this.result.hidden = true;
    this.status.textContent = "";
    this.paint();
  }

  paint() {
    for (const field of [...this.fields, ...this.choices]) field.paint([]);
  }

  commit() {
    const together = (/** @type {typeof this.fields} */ fields) =>
      Object.assign({}, ...fields.map((field) => field.given()));
    this.watch.start();
    this.model.set("request", {
      number: this.model.get("request").number + 1,
      case: this.chooser?.value ?? "",
      answers: together(this.fields),
      choice: together(this.choices),
      reason: this.reason?.value ?? "",
    });
    this.model.save_changes();
  }

  show() {
    const reply = this.model.get("reply");
    this.watch.stop();
    this.status.textContent = "";
    if (reply.case !== this.chooser?.value) return;
    changeCard(this.result, () => {
      this.result.innerHTML = reply.result;
    });
    this.result.hidden = false;
    this.line.show(reply.line);
    this.result.focus({ preventScroll: true });
    this.result.scrollIntoView({ block: "start", behavior: "smooth" });
  }
}

/** @param {View<CaseModel>} view */
function render({ model, el }) {
  const card = new CaseCard(model);
  const show = () => card.show();
  card.draw(el);
  model.on("change:reply", show);
  return () => {
    card.watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
