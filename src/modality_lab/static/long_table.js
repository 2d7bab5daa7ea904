// Gives long tables their search. Where no card is alive on a page, the rows behind the first ones stay in their fold.

/** Gives each long table of the page its search, once. */
export function searchLongTables() {
  for (const place of document.querySelectorAll(".ml-long-table")) giveSearch(place);
}

/** @param {Element} place What holds the table and the fold with the other rows. */
function giveSearch(place) {
  const [table, others] = place.querySelectorAll("table");
  const fold = place.querySelector("details");
  if (!fold || !others) return;
  const body = table.tBodies[0];
  const atFirst = body.rows.length;
  body.append(...others.tBodies[0].rows);
  const rows = [...body.rows];
  const texts = rows.map((row) => (row.textContent ?? "").toLowerCase());
  let isWhole = false;

  const search = Object.assign(document.createElement("input"), { type: "search", oninput: choose });
  const label = document.createElement("label");
  label.append("Search in the table ", search);
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  const more = document.createElement("button");
  more.onclick = () => {
    showAll();
    rows[atFirst].focus();
  };
  rows[atFirst].tabIndex = -1;
  more.textContent = fold.querySelector("summary")?.textContent ?? "";
  // JupyterLab leaves the keys alone that are pressed in what has this mark.
  for (const each of [search, more, rows[atFirst]]) each.setAttribute("data-lm-suppress-shortcuts", "true");

  function choose() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = words.length || isWhole ? rows.length : atFirst;
    for (const [number, row] of rows.entries()) {
      row.hidden = number >= shown || !words.every((word) => texts[number].includes(word));
    }
    more.hidden = shown === rows.length;
    count.textContent = `Shown: ${rows.filter((row) => !row.hidden).length} of ${rows.length} rows.`;
  }

  function showAll() {
    isWhole = true;
    choose();
  }

  window.addEventListener("beforeprint", showAll);
  table.before(label, count);
  fold.replaceWith(more);
  choose();
}
