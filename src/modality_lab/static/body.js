// Draws the body: its areas are buttons and bear marks.

/** @import { Mark } from "./contract.d.ts" */
import { make } from "./common.js";

/**
 * An area of the body, seen from one side.
 *
 * @typedef {object} Area
 * @property {SVGElement} group
 * @property {string} region Its id.
 * @property {string} view "front" or "back".
 * @property {SVGElement[]} outlines The paths around it, one for each side of the body.
 */

const SVG = "http://www.w3.org/2000/svg";

// Marks, in the order in which they are painted; the drawing says what each looks like.
const PAINTED = ["chosen", "pressed", "felt", "caution"];

/**
 * Draws the body with a legend below it.
 *
 * @param {string} drawing The body as SVG.
 * @param {Record<string, string>} names The name of each area that can be chosen, by its id.
 * @param {Record<string, string>} words What each mark means.
 * @param {(region: string) => void} choose Is told which area was chosen.
 */
export function drawBody(drawing, names, words, choose) {
  const body = readDrawing(drawing);
  const areas = areasOf(body).filter(({ region }) => region in names);
  const legend = make("p", { className: "ml-legend" });
  for (const area of areas) actAsButton(area, choose);
  moveByKeys(body, areas, choose);

  /**
   * Shows what is chosen, and the marks beside it.
   *
   * @param {string[]} chosen
   * @param {Mark[]} marks
   */
  function paint(chosen, marks) {
    for (const old of body.querySelectorAll(".ml-mark")) old.remove();
    /** @type {Set<string>} */
    const used = new Set();
    for (const area of areas) {
      const shown = marksOf(area, chosen, marks);
      paintArea(body, area, shown);
      const said = shown.filter((mark) => mark !== "chosen").map((mark) => words[mark]);
      area.group.setAttribute("aria-pressed", String(chosen.includes(area.region)));
      area.group.setAttribute("aria-label", [names[area.region], area.view, ...said].join(", "));
      for (const mark of shown) used.add(mark);
    }
    const meanings = Object.entries(words).filter(([mark]) => used.has(mark));
    legend.replaceChildren(...meanings.map(([mark, meaning]) => sample(body, mark, meaning)));
  }

  return { figure: make("div", {}, body, legend), paint };
}

/** @param {string} drawing */
function readDrawing(drawing) {
  const read = new DOMParser().parseFromString(drawing, "image/svg+xml").querySelector("svg");
  if (!read) throw new Error("The drawing of the body is no SVG.");
  const body = document.importNode(read, true);
  body.classList.add("ml-body");
  setAttributes(body, {
    role: "group",
    "aria-label": "The body from the front and from the back. Arrow keys move, the space bar chooses.",
  });
  body.querySelector("title")?.remove(); // A browser would show it wherever the mouse rests.
  return body;
}

/**
 * @param {SVGElement} body
 * @returns {Area[]}
 */
function areasOf(body) {
  /** @type {NodeListOf<SVGElement>} */
  const groups = body.querySelectorAll("[data-region]");
  return [...groups].map((group) => ({
    group,
    region: group.dataset.region ?? "",
    view: group.dataset.view ?? "",
    outlines: [...group.querySelectorAll("path")],
  }));
}

/**
 * @param {Area} area
 * @param {(region: string) => void} choose
 */
function actAsButton({ group, region }, choose) {
  setAttributes(group, { role: "button", tabindex: -1 });
  group.addEventListener("click", () => choose(region));
}

/**
 * Makes the body one stop of the Tab key: within it, arrows move from area to area.
 *
 * @param {SVGElement} body
 * @param {Area[]} areas
 * @param {(region: string) => void} choose
 */
function moveByKeys(body, areas, choose) {
  areas[0]?.group.setAttribute("tabindex", "0");
  body.addEventListener("pointerdown", () => body.classList.remove("ml-by-key"));
  body.addEventListener("keydown", (event) => {
    body.classList.add("ml-by-key");
    const here = areas.findIndex(({ group }) => group === event.target);
    const next = stepFrom(here, event.key);
    if (next !== undefined) areas.at(next % areas.length)?.group.focus();
    else if (event.key === " " || event.key === "Enter") choose(areas[here].region);
    else return;
    event.preventDefault();
  });
  body.addEventListener("focusin", (event) => {
    for (const { group } of areas) group.setAttribute("tabindex", group === event.target ? "0" : "-1");
  });
}

/**
 * The number of the area to which a key moves; -1 is the last one.
 *
 * @param {number} here
 * @param {string} key
 */
function stepFrom(here, key) {
  if (key === "ArrowDown" || key === "ArrowRight") return here + 1;
  if (key === "ArrowUp" || key === "ArrowLeft") return here - 1;
  if (key === "Home") return 0;
  if (key === "End") return -1;
  return undefined;
}

/**
 * @param {Area} area
 * @param {string[]} chosen
 * @param {Mark[]} marks
 */
function marksOf({ region, view }, chosen, marks) {
  const own = marks.filter(([place, side]) => place === region && side === view).map(([, , mark]) => mark);
  if (chosen.includes(region)) own.push("chosen");
  return PAINTED.filter((mark) => own.includes(mark));
}

/**
 * Fills an area for each of its marks, and then sets their signs on top.
 *
 * @param {SVGElement} body
 * @param {Area} area
 * @param {string[]} marks
 */
function paintArea(body, { group, outlines }, marks) {
  for (const mark of marks) group.append(...outlines.map((outline) => filled(body, mark, outline)));
  for (const mark of marks) group.append(...places(group, mark).map((place) => sign(mark, place)));
  group.dataset.marks = marks.join(" ");
}

/**
 * A small square that looks like an area with the mark, and what the mark means.
 *
 * @param {SVGElement} body
 * @param {string} mark
 * @param {string} meaning
 */
function sample(body, mark, meaning) {
  const svg = makeSvg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, "aria-hidden": true });
  const square = makeSvg("path", { d: "M-10,-10 L10,-10 L10,10 L-10,10 Z" });
  svg.append(filled(body, mark, square), sign(mark, "0,0"));
  return make("span", {}, svg, meaning);
}

/**
 * A copy of an outline, filled and edged as the drawing says of the mark.
 *
 * @param {SVGElement} body
 * @param {string} mark
 * @param {SVGElement} outline
 */
function filled(body, mark, outline) {
  const copy = /** @type {SVGElement} */ (outline.cloneNode());
  const look = body.querySelector(`#ml-body-${mark}`);
  for (const name of ["fill", "fill-opacity", "stroke", "stroke-width"]) {
    const value = look?.getAttribute(name);
    if (value != null) copy.setAttribute(name, value);
  }
  copy.classList.add("ml-mark");
  return copy;
}

/**
 * Where the signs of a mark stand in an area, each place as "x,y".
 *
 * @param {SVGElement} group
 * @param {string} mark
 */
function places(group, mark) {
  const { at = "", cautionAt = "" } = group.dataset;
  return (mark === "caution" ? cautionAt : at).split(" ");
}

/**
 * @param {string} mark
 * @param {string} place
 */
function sign(mark, place) {
  const [x, y] = place.split(",");
  return makeSvg("use", { href: `#ml-body-${mark}`, class: "ml-mark", x, y });
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes
 */
function makeSvg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, unknown>} attributes
 */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
