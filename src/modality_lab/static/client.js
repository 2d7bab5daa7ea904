// Chooses a client: one of a list, or one whose code was pasted.

/** @import { Question } from "./contract.d.ts" */
/** @import { Control } from "./fields.js" */
import { make, makeButton } from "./common.js";

/**
 * @param {Question} question
 * @returns {Control}
 */
export function clientControl({ question, label, answers }) {
  let chosen = "";
  const select = make("select", {
    className: "ml-client",
    "data-question": question,
    "aria-label": `${label} (from the list)`,
  });
  const open = make("option", { value: "", textContent: "choose a client" });
  select.append(open, ...answers.map(({ answer, label }) => make("option", { value: answer, textContent: label })));
  const code = make("input", { type: "text", autocomplete: "off", spellcheck: false });
  const take = makeButton("Use the code", () => choose(code.value.trim()));

  /** @param {string} client */
  function choose(client) {
    chosen = client;
    select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  select.addEventListener("change", () => {
    code.value = "";
    choose(select.value);
  });
  for (const element of [select, code]) {
    // A letter that is typed is no choice yet.
    element.addEventListener("input", (event) => event.isTrusted && event.stopPropagation());
  }
  code.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose(code.value.trim());
  });
  return {
    elements: [select, make("div", { className: "ml-code" }, make("label", {}, "or paste a code:", code), take)],
    given: () => chosen || undefined,
    fill: (given) => {
      chosen = String(given ?? "");
      select.value = answers.some(({ answer }) => answer === chosen) ? chosen : "";
      // A code that was typed stays, so that a slip in it can be mended.
      if (chosen) code.value = select.value ? "" : chosen;
    },
    restart: () => {
      code.value = "";
    },
    chosen: () => [],
    toggle: () => {},
    count: () => {},
  };
}
