// Draws what can be ticked or chosen.

/** @import { Answer, Question } from "./contract.d.ts" */
import { make } from "./common.js";

/**
 * @param {string} form
 * @param {Question} question
 * @param {Answer[]} answers
 */
export function choices(form, question, answers) {
  const list = make("div", { className: "ml-choices" });
  for (const { answer, label } of answers) list.append(choice(form, question, answer, label));
  if (question.kind === "one") list.append(choice(form, question, "", "leave open"));
  return list;
}

/**
 * @param {string} form
 * @param {Question} question
 * @param {string} answer
 * @param {string} label
 */
export function choice(form, { question, kind }, answer, label) {
  const input = make("input", {
    type: kind === "one" ? "radio" : "checkbox",
    name: `${form}-${question}`,
    value: answer,
    "data-question": question,
  });
  return make("label", {}, input, label);
}

/**
 * Folds away the answers of one group under its name, with the number that is ticked.
 *
 * @param {string} name
 * @param {HTMLElement} list
 */
export function fold(name, list) {
  const number = make("span", { className: "ml-count" });
  const element = make("details", { className: "ml-fold" }, make("summary", {}, name, number), list);
  const count = () => {
    const ticked = list.querySelectorAll("input:checked").length;
    number.textContent = ticked ? ` (${ticked} ticked)` : "";
  };
  return { element, count };
}
