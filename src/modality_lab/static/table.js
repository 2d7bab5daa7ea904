// Draws a table that Python sends, to search and to sort. Only so many rows are drawn at a time: a long table is quick.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { Cell, TableModel } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard } from "./common.js";

const AT_FIRST = 10;
const MORE = 100;
const LONG_TEXT = 60; // Letters that would make a thin, tall column.
const EMPTY = ["", "not stated", "none that can be compared"];
const NUMBER = /^[-\u2212]?\d+(\.\d+)?(?=$|\s)/; // With a hyphen or a minus sign.
const collator = new Intl.Collator("en", { numeric: true });

class LiveTable {
  /** @param {Model<TableModel>} model */
  constructor(model) {
    this.model = model;
    /** @type {string[]} */
    this.texts = []; // What is searched, a text for each row.
    /** @type {Cell[][]} */
    this.found = [];
    this.shown = AT_FIRST; // Rows that are drawn.
    this.sorted = { column: -1, down: false };

    this.search = make("input", { type: "search", oninput: () => this.choose() });
    this.count = make("p", { className: "ml-count-of-rows", role: "status" });
    this.caption = make("caption");
    this.heads = model.get("head").map((name, column) => this.makeHead(name, column));
    this.body = make("tbody");
    this.more = makeButton("Show more rows", () => this.drawRows(this.shown + MORE));
    this.all = makeButton("Show all rows", () => this.drawAll());
  }

  /**
   * @param {string} name
   * @param {number} column
   */
  makeHead(name, column) {
    const sorter = makeButton(name, () => this.sort(column));
    sorter.title = "Sort by this column";
    return make("th", { scope: "col" }, sorter);
  }

  /**
   * Draws the table, and returns what ends the watch over its width.
   *
   * @param {HTMLElement} place
   */
  draw(place) {
    const head = make("thead", {}, make("tr", {}, ...this.heads));
    const table = make("table", {}, this.caption, head, this.body);
    const name = { role: "region", "aria-label": this.model.get("caption") };
    const frame = make("div", { className: "ml-table-frame", tabIndex: 0, ...name }, table);
    const hint = makeHint();
    const bar = make("div", { className: "ml-table-bar" }, make("label", {}, "Search in the table ", this.search));
    bar.append(this.count);
    makeCard(place, "ml-table");
    place.append(bar, hint, frame, make("div", { className: "ml-table-bar" }, this.more, this.all));
    return hintWhereWide(table, frame, hint);
  }

  receive() {
    this.texts = this.model.get("rows").map((row) => row.map(textOf).join(" ").toLowerCase());
    this.caption.textContent = this.model.get("caption");
    this.choose();
  }

  // Finds the rows that hold every word that is searched, and puts them in order.
  choose() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.found = this.model.get("rows").filter((_, n) => words.every((word) => this.texts[n].includes(word)));
    if (this.sorted.column >= 0) this.found.sort((one, other) => this.compare(one, other));
    this.drawRows(AT_FIRST);
  }

  /**
   * @param {Cell[]} one
   * @param {Cell[]} other
   */
  compare(one, other) {
    const { column, down } = this.sorted;
    const [a, b] = [textOf(one[column]), textOf(other[column])];
    // What is not stated goes to the end, whichever way round the rest stands.
    if (EMPTY.includes(a) !== EMPTY.includes(b)) return EMPTY.includes(a) ? 1 : -1;
    return down ? inOrder(b, a) : inOrder(a, b);
  }

  /** @param {number} column */
  sort(column) {
    const down = this.sorted.column === column && !this.sorted.down;
    this.sorted = { column, down };
    for (const head of this.heads) head.removeAttribute("aria-sort");
    this.heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    this.choose();
  }

  /** @param {number} number */
  drawRows(number) {
    this.shown = Math.min(number, this.found.length);
    this.count.textContent = this.countText();
    changeCard(this.body, () => {
      this.body.replaceChildren(...this.found.slice(0, this.shown).map(drawRow));
      this.more.hidden = this.all.hidden = this.shown === this.found.length;
    });
  }

  countText() {
    const total = this.model.get("rows").length;
    const matching = this.found.length === total ? "" : `, of ${total} in all`;
    return `Shown: ${this.shown} of ${this.found.length} rows${matching}.`;
  }

  drawAll() {
    this.drawRows(this.found.length);
  }
}

/** @param {Cell} cell */
const textOf = (cell) => (Array.isArray(cell) ? cell[0] : cell);

/** @param {string} text */
const numberOf = (text) => (NUMBER.test(text) ? Number.parseFloat(text.replace("\u2212", "-")) : Number.NaN);

/**
 * The collator knows whole numbers only, neither signs nor decimals.
 *
 * @param {string} a
 * @param {string} b
 */
const inOrder = (a, b) => numberOf(a) - numberOf(b) || collator.compare(a, b);

/** @param {Cell[]} row */
const drawRow = (row) => make("tr", {}, ...row.map(drawCell));

/** @param {Cell} cell */
function drawCell(cell) {
  const text = textOf(cell);
  return make("td", { className: text.length > LONG_TEXT ? "ml-long" : "" }, isLink(cell) ? link(cell) : text);
}

/**
 * @param {Cell} cell
 * @returns {cell is string[]}
 */
const isLink = (cell) => Array.isArray(cell) && /^https?:/.test(cell[1]);

/** @param {string[]} cell */
function link([text, address]) {
  return make("a", { href: address, target: "_blank", rel: "noopener", textContent: text });
}

function makeHint() {
  const textContent = "Move the table sideways to see all of it \u2192";
  return make("p", { className: "ml-hint", textContent, hidden: true });
}

/**
 * Shows the hint as long as the table is wider than its frame.
 *
 * @param {HTMLElement} table
 * @param {HTMLElement} frame
 * @param {HTMLElement} hint
 */
function hintWhereWide(table, frame, hint) {
  const widths = new ResizeObserver(() => {
    hint.hidden = frame.scrollWidth <= frame.clientWidth;
  });
  widths.observe(table);
  widths.observe(frame);
  return () => widths.disconnect();
}

/** @param {View<TableModel>} view */
function render({ model, el }) {
  const table = new LiveTable(model);
  const receive = () => table.receive();
  // On paper all rows stand.
  const drawAll = () => table.drawAll();
  const stopHint = table.draw(el);
  window.addEventListener("beforeprint", drawAll);
  model.on("change:rows", receive);
  table.receive();
  return () => {
    stopHint();
    window.removeEventListener("beforeprint", drawAll);
    model.off("change:rows", receive);
  };
}

export default { render };
