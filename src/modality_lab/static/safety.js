// Asks about safety: a first question for each group of flags, of which only a yes opens the flags, and a search.

/** @import { Asked, Group, Question } from "./contract.d.ts" */
/** @import { Control } from "./fields.js" */
import { choices, fold } from "./choices.js";
import { make } from "./common.js";

// The name under which answers say what was asked, as in forms/safety_asked.py.
export const SAFETY_ASKED = "safety_asked";

const NOT_ASKED = "";

/** @typedef {Asked | typeof NOT_ASKED} FirstAnswer */

/** @type {[FirstAnswer, string][]} */
const FIRST_ANSWERS = [
  ["none", "none of these"],
  ["yes", "yes"],
  [NOT_ASKED, "not asked yet"],
];

/** A group of flags with its first question. A flag that is ticked means yes. */
class FlagGroup {
  /**
   * @param {string} form
   * @param {Question} question
   * @param {Group} group
   * @param {number} number
   */
  constructor(form, question, group, number) {
    this.name = group.group;
    this.words = searchable([group.group, group.question, group.words]);
    const name = `${form}-${question.question}-${number}`;
    this.answers = FIRST_ANSWERS.map(([answer, words]) => firstAnswer(name, answer, words));
    const answers = question.answers.filter((answer) => answer.group === group.group);
    const list = choices(form, question, answers);
    this.flags = [...list.querySelectorAll("input")].map((input, at) => ({
      input,
      row: /** @type {HTMLElement} */ (input.parentElement),
      words: searchable([answers[at].label, answers[at].answer]),
    }));
    this.fold = fold("Tick what applies", list);
    this.fold.element.hidden = true;
    const line = make("div", { className: "ml-asked" }, ...this.answers.map(({ label }) => label));
    this.element = make("fieldset", { className: "ml-ask" }, drawLegend(group), line, this.fold.element);
    this.element.addEventListener("input", ({ target }) => this.settle(target));
  }

  get answer() {
    return this.answers.find(({ input }) => input.checked)?.answer ?? NOT_ASKED;
  }

  set answer(chosen) {
    for (const { answer, input } of this.answers) input.checked = answer === chosen;
  }

  get ticked() {
    return this.flags.filter(({ input }) => input.checked).map(({ input }) => input.value);
  }

  /**
   * Lets the first question and the flags say the same after one of them has changed.
   *
   * @param {EventTarget | null} changed
   */
  settle(changed) {
    if (this.flags.some(({ input }) => input === changed)) this.answer = this.ticked.length ? "yes" : this.answer;
    else if (this.answer !== "yes") for (const { input } of this.flags) input.checked = false;
  }

  /**
   * @param {string[]} flags
   * @param {FirstAnswer} asked
   */
  fill(flags, asked) {
    for (const { input } of this.flags) input.checked = flags.includes(input.value);
    this.answer = this.ticked.length ? "yes" : asked;
  }

  /**
   * Shows the question and its flags, and while something is searched for only what is found.
   *
   * @param {string[]} sought
   * @returns {number} How many flags were found.
   */
  show(sought) {
    const found = this.find(sought);
    for (const flag of this.flags) flag.row.hidden = !found.includes(flag);
    this.element.hidden = !found.length;
    const { element, count } = this.fold;
    const isOpen = sought.length > 0 || this.answer === "yes";
    if (isOpen && element.hidden) element.open = true;
    element.hidden = !isOpen;
    count();
    return found.length;
  }

  /**
   * The flags that hold what is sought; where none does but the question, all of them.
   *
   * @param {string[]} sought
   */
  find(sought) {
    const found = this.flags.filter(({ words }) => holds(words, sought));
    return found.length || !holds(this.words, sought) ? found : this.flags;
  }
}

/** @param {string[]} texts */
const searchable = (texts) => texts.join(" ").replaceAll("_", " ").toLowerCase();

/**
 * @param {string} words
 * @param {string[]} sought
 */
const holds = (words, sought) => sought.every((word) => words.includes(word));

/**
 * @param {string} name
 * @param {FirstAnswer} answer
 * @param {string} words
 */
function firstAnswer(name, answer, words) {
  const input = make("input", { type: "radio", name, value: answer, checked: answer === NOT_ASKED });
  return { answer, input, label: make("label", {}, input, words) };
}

/** @param {Group} group */
function drawLegend({ group, question, red_flags }) {
  const legend = make("legend", {}, make("b", { textContent: group }));
  if (red_flags) legend.append(" ", make("span", { className: "ml-tag", textContent: "red flags" }));
  if (question) legend.append(" ", question);
  return legend;
}

/**
 * A field in which a word is typed, and a status that says what is found.
 *
 * @param {() => void} typed
 */
function drawSearch(typed) {
  const input = make("input", { type: "search" });
  const status = make("p", { className: "ml-help", role: "status" });
  const element = make("div", { className: "ml-search" });
  element.append(make("label", {}, "Find a word, such as clot: ", input), status);
  // What is sought is no answer, and Enter sends nothing.
  element.addEventListener("input", (event) => {
    event.stopPropagation();
    typed();
  });
  return { element, input, status };
}

/**
 * @param {string} form
 * @param {Question} question
 * @returns {Control}
 */
export function safetyControl(form, question) {
  const groups = question.groups.map((group, number) => new FlagGroup(form, question, group, number));
  const search = drawSearch(show);

  function show() {
    const sought = search.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const numbers = groups.map((group) => group.show(sought)).filter(Boolean);
    search.status.textContent = sought.length ? sayFound(numbers) : "";
  }

  return {
    elements: [search.element, ...groups.map(({ element }) => element)],
    given: () => {
      const ticked = groups.flatMap((group) => group.ticked);
      return ticked.length ? ticked : undefined;
    },
    asked: () => {
      /** @type {Record<string, Asked>} */
      const asked = {};
      for (const { name, answer } of groups) if (answer !== NOT_ASKED) asked[name] = answer;
      return asked;
    },
    fill: (given, answers) => {
      const flags = [given ?? []].flat().map(String);
      const asked = Object(answers[SAFETY_ASKED] ?? {});
      for (const group of groups) group.fill(flags, knownAnswer(asked[group.name]));
    },
    restart: () => {
      search.input.value = "";
      show();
    },
    chosen: () => groups.flatMap((group) => group.ticked),
    toggle: () => {},
    count: show,
  };
}

/** @param {unknown} given */
const knownAnswer = (given) => FIRST_ANSWERS.find(([answer]) => answer === given)?.[0] ?? NOT_ASKED;

/** @param {number[]} numbers How many flags were found under each question that is left. */
function sayFound(numbers) {
  if (!numbers.length) return "Nothing found. Try another word, or empty the field and ask each question.";
  const questions = numbers.length === 1 ? "1 question" : `${numbers.length} questions`;
  return `Found: ${numbers.reduce((sum, number) => sum + number)} under ${questions}.`;
}
