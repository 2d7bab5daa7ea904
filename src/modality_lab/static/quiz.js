// Asks the questions of a quiz one below the other, sends each answer to Python, and shows what is said to it.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { Asking, Attempt, Marking, QuizModel } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, newId, watchKernel } from "./common.js";
import { drawField } from "./fields.js";
import { drawLine } from "./line.js";

class Quiz {
  /** @param {Model<QuizModel>} model */
  constructor(model) {
    this.model = model;
    this.id = newId();
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.score = make("p", { className: "ml-score", role: "status" });
    this.line = drawLine("modality-lab-quiz.txt");
    this.watch = watchKernel(this.status);
    this.cards = new Map(model.get("asked").map((asking) => [asking.item, new Card(this, asking)]));
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const cards = [...this.cards.values()].map(({ element }) => element);
    const heading = make("h2", { textContent: this.model.get("heading") });
    const attributes = { className: "ml-quiz", "aria-label": this.model.get("heading") };
    makeCard(place, "ml-form");
    place.append(make("section", attributes, heading, this.status, ...cards, this.score, this.line.element));
    this.score.textContent = this.model.get("reply").sentence;
  }

  picture() {
    return { drawing: this.model.get("drawing"), words: this.model.get("mark_words") };
  }

  /**
   * @param {string} item
   * @param {Attempt["given"]} given
   */
  send(item, given) {
    this.watch.start();
    this.model.set("request", { number: this.model.get("request").number + 1, item, given });
    this.model.save_changes();
  }

  show() {
    const reply = this.model.get("reply");
    this.watch.stop();
    this.status.textContent = "";
    this.score.textContent = reply.sentence;
    this.line.show(reply.line);
    this.cards.get(reply.item)?.show(reply);
  }
}

class Card {
  /**
   * @param {Quiz} quiz
   * @param {Asking} asking
   */
  constructor(quiz, asking) {
    this.quiz = quiz;
    this.asking = asking;
    this.said = make("div", { className: "ml-said", role: "status" });
    const form = `${quiz.id}-${asking.item}`;
    this.fields = asking.questions.map((question) => drawField(form, question, quiz.picture(), () => this.changed()));
    this.element = this.draw();
    this.paint();
  }

  draw() {
    const { title, prompt, help, answer } = this.asking;
    const id = newId();
    const heading = make("h3", { id, textContent: `${title}. ${prompt}` });
    const form = make("form", { autocomplete: "off" }, ...this.fields.map(({ element }) => element));
    form.append(
      make(
        "div",
        {},
        makeButton("Check my answer", () => this.check()),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    const shown = make("div");
    shown.innerHTML = answer;
    const answerFold = make("details", { className: "ml-fold" }, make("summary", {}, "Show the answer"), shown);
    const attributes = { className: "ml-item", "aria-labelledby": id };
    return make("section", attributes, heading, make("p", { className: "ml-help" }, help), form, this.said, answerFold);
  }

  // What was said to an answer is not to stand beside another one.
  changed() {
    this.said.replaceChildren();
    this.element.classList.remove("ml-done");
    this.paint();
  }

  paint() {
    for (const field of this.fields) field.paint([]);
  }

  check() {
    this.quiz.send(this.asking.item, Object.assign({}, ...this.fields.map((field) => field.given())));
  }

  /** @param {Marking} reply */
  show({ result, is_right }) {
    changeCard(this.said, () => {
      this.said.innerHTML = result;
    });
    this.element.classList.toggle("ml-done", is_right);
  }
}

/** @param {View<QuizModel>} view */
function render({ model, el }) {
  const quiz = new Quiz(model);
  const show = () => quiz.show();
  quiz.draw(el);
  model.on("change:reply", show);
  return () => {
    quiz.watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
