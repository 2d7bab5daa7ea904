// Draws a table that Python sends, to search and to sort. Only so many rows are drawn at a time, so that a long table is quick.

const AT_FIRST = 25;
const LONG_TEXT = 60; // Letters that would make a thin, tall column.
const order = new Intl.Collator("en", { numeric: true });
const EMPTY = ["", "not stated", "none that can be compared"];
const NUMBER = /^[-\u2212]?\d+(\.\d+)?(?=$|\s)/; // With a hyphen or a minus sign.

// A cell is a text, or a text with the address that it leads to.
const textOf = (cell) => (Array.isArray(cell) ? cell[0] : cell);

function filled(cell) {
  if (!Array.isArray(cell) || !/^https?:/.test(cell[1])) return textOf(cell);
  return make("a", { href: cell[1], target: "_blank", rel: "noopener", textContent: cell[0], ...OWN_KEYS });
}

const drawn = (cell) => make("td", { className: textOf(cell).length > LONG_TEXT ? "ml-long" : "" }, filled(cell));

const numberOf = (text) => (NUMBER.test(text) ? parseFloat(text.replace("\u2212", "-")) : NaN);

// The collator knows whole numbers only, neither signs nor decimals.
const inOrder = (a, b) => numberOf(a) - numberOf(b) || order.compare(a, b);

function render({ model, el }) {
  let texts, found;
  let shown = AT_FIRST;
  let sorted = { column: -1, down: false };

  const search = make("input", { type: "search", oninput: () => choose(), ...OWN_KEYS });
  const count = make("p", { className: "ml-count-of-rows", role: "status" });
  const head = make("tr");
  const body = make("tbody");
  const caption = make("caption");
  const more = make("button", { type: "button", textContent: "Show more rows", onclick: () => draw(shown + 100), ...OWN_KEYS });
  const all = make("button", { type: "button", textContent: "Show all rows", onclick: () => draw(found.length), ...OWN_KEYS });

  function receive() {
    texts = model.get("rows").map((row) => row.map(textOf).join(" ").toLowerCase());
    caption.textContent = model.get("caption");
    choose();
  }

  function choose() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = model.get("rows").filter((row, n) => words.every((word) => texts[n].includes(word)));
    if (sorted.column >= 0) rows.sort(compare);
    found = rows;
    draw(AT_FIRST);
  }

  function compare(one, other) {
    const [a, b] = [one, other].map((row) => textOf(row[sorted.column]));
    // What is not stated goes to the end, whichever way round the rest stands.
    if (EMPTY.includes(a) !== EMPTY.includes(b)) return EMPTY.includes(a) ? 1 : -1;
    return sorted.down ? inOrder(b, a) : inOrder(a, b);
  }

  function sort(column) {
    sorted = { column, down: sorted.column === column && !sorted.down };
    [...head.children].forEach((cell, n) => {
      if (n === column) cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    choose();
  }

  function draw(number) {
    shown = Math.min(number, found.length);
    body.replaceChildren(...found.slice(0, shown).map((row) => make("tr", {}, ...row.map(drawn))));
    const total = model.get("rows").length;
    const matching = found.length === total ? "" : `, of ${total} in all`;
    count.textContent = `Shown: ${shown} of ${found.length} rows${matching}.`;
    more.hidden = all.hidden = shown === found.length;
  }

  model.get("head").forEach((name, column) => {
    const button = make("button", { type: "button", textContent: name, title: "Sort by this column", onclick: () => sort(column), ...OWN_KEYS });
    head.append(make("th", { scope: "col" }, button));
  });
  const table = make("table", {}, caption, make("thead", {}, head), body);
  const name = { role: "region", "aria-label": model.get("caption") };
  const frame = make("div", { className: "ml-table-frame", tabIndex: 0, ...name, ...OWN_KEYS }, table);
  const hint = make("p", { className: "ml-hint", textContent: "Move the table sideways to see all of it \u2192", hidden: true });
  const widths = new ResizeObserver(() => (hint.hidden = frame.scrollWidth <= frame.clientWidth));
  widths.observe(table);
  widths.observe(frame);
  const bar = make("div", { className: "ml-table-bar" }, make("label", {}, "Search in the table ", search), count);
  el.classList.add("ml-table");
  el.append(bar, hint, frame, make("div", { className: "ml-table-bar" }, more, all));

  // On paper all rows stand.
  const before = () => draw(found.length);
  window.addEventListener("beforeprint", before);
  model.on("change:rows", receive);
  receive();
  return () => {
    widths.disconnect();
    window.removeEventListener("beforeprint", before);
    model.off("change:rows", receive);
  };
}

export default { render };
