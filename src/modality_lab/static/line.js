// A line or code to copy, or to keep as a file: it goes nowhere by itself.

import { make, makeButton, saveFile } from "./common.js";

// What the code is called in an address.
const CLIENT = "client";

/**
 * @param {string} words What the line is.
 * @param {string} copyWords The words of the button that copies it.
 */
function drawCopied(words, copyWords) {
  const field = make("input", { type: "text", readOnly: true, onfocus: () => field.select() });
  const said = make("span", { role: "status", className: "ml-help" });
  const copy = makeButton(copyWords, async () => {
    field.select();
    said.textContent = (await copied(field.value)) ? "Copied." : "Press Ctrl+C (on a Mac Command+C) to copy it.";
  });
  const element = make("div", { className: "ml-line", hidden: true }, make("label", {}, words, field), copy, said);
  return {
    element,
    field,
    copy,
    said,
    /** @param {string} line */
    show(line) {
      if (line !== field.value) said.textContent = "";
      field.value = line;
      element.hidden = line === "";
    },
  };
}

/**
 * The line of what a student has decided.
 *
 * @param {string} file The name of the file that it can be kept as.
 */
export function drawLine(file) {
  const words = "Your line for the instructor. It holds no name, and goes nowhere by itself.";
  const line = drawCopied(words, "Copy the line");
  line.copy.after(makeButton("Keep it as a file", () => saveFile(`${line.field.value}\n`, file, "text/plain")));
  return line;
}

/** The code of a filled form, and where this page has an address that others can open, that address. */
export function drawCode() {
  const line = drawCopied("These answers as a code. It holds no name, and goes nowhere by itself.", "Copy the code");
  if (hasAddress()) {
    const copyAddress = makeButton("Copy the address", async () => {
      const address = addressWith(line.field.value);
      line.said.textContent = (await copied(address)) ? "The address is copied." : address;
    });
    line.copy.after(copyAddress);
  }
  return line;
}

// A page of Voila and one of the site that needs no server have an address for others; JupyterLab has none.
const hasAddress = () => location.pathname.includes("/voila/") || new URLSearchParams(location.search).has("path");

/** @param {string} code */
function addressWith(code) {
  const address = new URL(location.href);
  address.searchParams.delete("token");
  address.searchParams.set(CLIENT, code);
  address.hash = "";
  return address.href;
}

/** The code in the address of this page, the first time that it is asked for. */
export function takeCodeOfAddress() {
  const code = new URLSearchParams(location.search).get(CLIENT) ?? "";
  const { dataset } = document.documentElement;
  if (dataset.mlClient === code) return "";
  dataset.mlClient = code;
  return code;
}

/**
 * Copies a text, and says whether the browser lets it.
 *
 * @param {string} text
 */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
