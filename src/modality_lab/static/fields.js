// Draws the fields of a question, reads the answer off them, and fills them in.

/** @import { Asked, Given, Mark, Question, Request } from "./contract.d.ts" */
import { drawBody } from "./body.js";
import { choices, fold } from "./choices.js";
import { clientControl } from "./client.js";
import { make } from "./common.js";
import { SAFETY_ASKED, safetyControl } from "./safety.js";

/** @typedef {Request["answers"]} Answers */

/**
 * A question as it stands on the form.
 *
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {() => Answers} given What is answered; where it is left open, nothing.
 * @property {(answers: Answers) => void} fill
 * @property {() => void} restart Takes back what is no answer, such as a word that is searched for.
 * @property {(marks: Mark[]) => void} paint Shows on the body and in the folds what is chosen, and the marks.
 */

/**
 * The part of a field in which one types or chooses. Where nothing can be chosen, the last three do nothing.
 *
 * @typedef {object} Control
 * @property {HTMLElement[]} elements
 * @property {() => Given | undefined} given
 * @property {(given: Given | undefined, answers: Answers) => void} fill
 * @property {() => Record<string, Asked>} [asked] The groups of flags that were asked about.
 * @property {() => void} [restart]
 * @property {() => string[]} chosen The ids of what is chosen.
 * @property {(answer: string) => void} toggle
 * @property {() => void} count Says of each fold how many of its answers are ticked.
 */

/**
 * The drawing of the body, and what each mark on it means.
 *
 * @typedef {object} Picture
 * @property {string} drawing
 * @property {Record<string, string>} words
 */

// Which way the keys lead in a field of numbers.
const DIRECTIONS = new Map([
  ["ArrowUp", 1],
  ["ArrowDown", -1],
]);
// A list of more answers than this is folded into one field.
const LONG_LIST = 12;

/**
 * @param {string} form The id of the form.
 * @param {Question} question
 * @param {Picture} picture
 * @param {(question: string) => void} answered Is told the id of the question when it was answered.
 * @returns {Field}
 */
export function drawField(form, question, picture, answered) {
  const control = makeControl(form, question);
  const tell = () => answered(question.question);
  const element = make("fieldset", {}, make("legend", { textContent: question.label }));
  if (question.help) describe(element, `${form}-${question.question}-help`, question.help);
  const hasBody = question.answers_from === "regions" && !isNumber(question);
  const body = hasBody ? map(question, picture, control, tell) : undefined;
  if (body) element.append(body.figure);
  element.append(...control.elements);
  element.addEventListener("input", tell);
  return {
    element,
    given: () => answersOf(question, control),
    fill: (answers) => control.fill(answers[question.question], answers),
    restart: () => control.restart?.(),
    paint: (marks) => {
      body?.paint(control.chosen(), marks);
      control.count();
    },
  };
}

/**
 * @param {Question} question
 * @param {Control} control
 */
function answersOf(question, control) {
  /** @type {Answers} */
  const answers = {};
  const given = control.given();
  if (given !== undefined) answers[question.question] = given;
  if (control.asked) answers[SAFETY_ASKED] = control.asked();
  return answers;
}

/** @param {Question} question */
const isNumber = ({ kind }) => kind === "minutes" || kind === "points";

/**
 * @param {string} form
 * @param {Question} question
 */
function makeControl(form, question) {
  if (isNumber(question)) return numberControl(question);
  if (question.groups.length) return safetyControl(form, question);
  if (question.kind === "client") return clientControl(question);
  if (question.kind === "list") return listControl(question);
  if (question.kind === "one" && question.answers.length > LONG_LIST) return listControl(question);
  return choiceControl(form, question);
}

/**
 * @param {HTMLElement} element
 * @param {string} id
 * @param {string} help
 */
function describe(element, id, help) {
  element.append(make("p", { className: "ml-help", id, textContent: help }));
  element.setAttribute("aria-describedby", id);
}

/**
 * @param {Question} question
 * @param {Picture} picture
 * @param {Control} control
 * @param {() => void} tell
 */
function map(question, { drawing, words }, control, tell) {
  const names = Object.fromEntries(question.answers.map(({ answer, label }) => [answer, label]));
  return drawBody(drawing, names, words, (region) => {
    control.toggle(region);
    tell();
  });
}

/**
 * A field for a number is one of text. In one of numbers a browser drops what it does not like, makes 75 of "7,5" without
 * a word, and lets the wheel change the answer.
 *
 * @param {Question} question
 * @returns {Control}
 */
function numberControl({ question, label, minimum, maximum, step, unit }) {
  const input = make("input", {
    type: "text",
    inputMode: "numeric",
    role: "spinbutton",
    "aria-valuemin": minimum,
    "aria-valuemax": maximum,
    "data-question": question,
    "aria-label": label,
  });
  input.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS.get(event.key);
    const here = readNumber(input.value);
    if (!direction || typeof here === "string") return;
    event.preventDefault();
    input.value = String(nextNumber(here, direction, { minimum, maximum, step }));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return {
    elements: [make("label", { className: "ml-number" }, input, unit)],
    given: () => readNumber(input.value),
    fill: (given) => {
      // What is being typed is not to be changed under the fingers.
      if (document.activeElement !== input) input.value = String(given ?? "");
      showNumber(input);
    },
    chosen: () => [],
    toggle: () => {},
    count: () => {},
  };
}

/**
 * What stands in a field as a number; as it was typed where it is none, so that Python can say so. Nothing where it is empty.
 *
 * @param {string} typed
 */
function readNumber(typed) {
  const text = typed.trim();
  if (text === "") return undefined;
  // As in recommender/answers.py, and no more digits than a number can hold.
  return /^-?\d{1,15}(\.\d{0,15})?$/.test(text) ? Number(text) : text;
}

/**
 * Tells who cannot see the field which number stands there.
 *
 * @param {HTMLInputElement} input
 */
function showNumber(input) {
  const number = readNumber(input.value);
  if (typeof number === "number") input.setAttribute("aria-valuenow", String(number));
  else input.removeAttribute("aria-valuenow");
}

/**
 * The next number up or down that is whole steps away from the lowest. From an empty field it is the lowest.
 *
 * @param {number | undefined} here
 * @param {number} direction
 * @param {Pick<Question, "minimum" | "maximum" | "step">} question
 */
function nextNumber(here, direction, { minimum, maximum, step }) {
  const [lowest, width] = [minimum ?? 0, step ?? 1];
  if (here === undefined) return lowest;
  const steps = (here - lowest) / width;
  const next = lowest + width * (direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1);
  return Math.max(lowest, Math.min(maximum ?? next, next));
}

/**
 * @param {Question} question
 * @returns {Control}
 */
function listControl({ question, label, answers }) {
  const select = make("select", { "data-question": question, "aria-label": label });
  const open = make("option", { value: "", textContent: "leave open" });
  select.append(open, ...answers.map(({ answer, label }) => make("option", { value: answer, textContent: label })));
  return {
    elements: [select],
    given: () => select.value || undefined,
    fill: (given) => {
      select.value = String(given ?? "");
    },
    chosen: () => [select.value],
    toggle: (answer) => {
      select.value = select.value === answer ? "" : answer;
    },
    count: () => {},
  };
}

/**
 * @param {string} form
 * @param {Question} question
 * @returns {Control}
 */
function choiceControl(form, question) {
  const isOne = question.kind === "one";
  const groups = [...new Set(question.answers.map(({ group }) => group))];
  const inGroup = (/** @type {string} */ name) => question.answers.filter(({ group }) => group === name);
  const folds = groups.length > 1 ? groups.map((name) => fold(name, choices(form, question, inGroup(name)))) : [];
  if (folds[0]) folds[0].element.open = true;
  const elements = folds.length ? folds.map(({ element }) => element) : [choices(form, question, question.answers)];
  const inputs = elements.flatMap((element) => [...element.querySelectorAll("input")]);
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
  return {
    elements,
    given: () => {
      const answers = chosen().filter((answer) => answer !== "");
      if (!answers.length) return undefined;
      return isOne ? answers[0] : answers;
    },
    fill: (given) => {
      const answers = isOne ? [given ?? ""] : [given ?? []].flat();
      for (const input of inputs) input.checked = answers.includes(input.value);
    },
    chosen,
    toggle: (answer) => {
      const input = inputs.find(({ value }) => value === answer);
      if (input) input.checked = !input.checked;
    },
    count: () => {
      for (const { count } of folds) count();
    },
  };
}
