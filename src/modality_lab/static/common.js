// What the kit's widgets share.

import { searchLongTables } from "./long_table.js";

/**
 * Makes an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes Properties of the element, by their names in script, and else attributes.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * @param {string} label
 * @param {() => void} onclick
 */
export const makeButton = (label, onclick) => make("button", { type: "button", textContent: label, onclick });

/** An id that no other widget on the page has. */
export const newId = () => `ml-${crypto.randomUUID?.() ?? Math.random()}`;

// JupyterLab leaves the keys alone that are pressed while an element with this mark has the focus: arrows choose,
// "d d" deletes nothing. On an element around it the mark does nothing.
const OWN_KEYS = "data-lm-suppress-shortcuts";

/**
 * Makes a place on the page a card: after a click anywhere in it, no key reaches the notebook.
 *
 * Whatever in it takes the focus is marked. What takes none, such as plain text and in Safari every box and button,
 * leaves it to the card.
 *
 * @param {HTMLElement} place
 * @param {string} look The class of its look.
 */
export function makeCard(place, look) {
  place.classList.add("ml-card", look);
  place.tabIndex = -1;
  // The last card of a lesson stands below its tables.
  requestAnimationFrame(searchLongTables);
  place.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) target.setAttribute(OWN_KEYS, "true");
  });
}

/**
 * Changes what stands in a card. Where that takes away what has the focus, the card has it from then on.
 *
 * @param {HTMLElement} part Something in the card.
 * @param {() => void} change
 */
export function changeCard(part, change) {
  const card = /** @type {HTMLElement | null} */ (part.closest(".ml-card"));
  const focused = card?.contains(document.activeElement) ? document.activeElement : null;
  change();
  if (focused && !focused.getClientRects().length) card?.focus({ preventScroll: true });
}

/**
 * Saves a text as a file on the reader's computer.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
export function saveFile(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/**
 * Returns what to do when the kit is silent. A page without menus hides what is for JupyterLab.
 *
 * @returns {(Node | string)[]}
 */
function silence() {
  const ofMenus = "choose Run > Restart Kernel and Run All Cells, or ";
  return [
    "The kit has not answered for five seconds, so what stands below may be old. Wait a moment; if this stays, ",
    make("span", { className: "ml-jupyterlab", textContent: ofMenus }),
    "reload the page.",
  ];
}

/**
 * Watches for a kernel that is busy or has stopped and would leave an old result standing: the status says so.
 *
 * @param {HTMLElement} status
 */
export function watchKernel(status) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => clearTimeout(timer);
  function start() {
    stop();
    timer = setTimeout(() => {
      status.replaceChildren(...silence());
    }, 5000);
  }
  return { start, stop };
}
