// A line that holds what a student has decided, to copy or to keep as a file: it goes nowhere by itself.

import { make, makeButton, saveFile } from "./common.js";

/**
 * @param {string} file The name of the file.
 */
export function drawLine(file) {
  const field = make("input", { type: "text", readOnly: true, onfocus: () => field.select() });
  const said = make("span", { role: "status", className: "ml-help" });
  const label = make("label", {}, "Your line for the instructor. It holds no name, and goes nowhere by itself.", field);
  const copy = makeButton("Copy the line", async () => {
    field.select();
    said.textContent = (await copied(field.value)) ? "Copied." : "Press Ctrl+C (on a Mac Command+C) to copy it.";
  });
  const keep = makeButton("Keep it as a file", () => saveFile(`${field.value}\n`, file, "text/plain"));
  const element = make("div", { className: "ml-line", hidden: true }, label, copy, keep, said);
  return {
    element,
    /** @param {string} line */
    show(line) {
      field.value = line;
      element.hidden = line === "";
      said.textContent = "";
    },
  };
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
