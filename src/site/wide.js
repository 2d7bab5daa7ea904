// On a page to read: what is wider than the page is moved in a frame of its own, by finger or by the arrow keys.
const frames = [];
for (const wide of document.querySelectorAll("main table, main figure")) {
  if (wide.parentElement?.closest("table, figure")) continue;
  const frame = document.createElement("div");
  wide.before(frame);
  frame.append(wide);
  frames.push(frame);
}
for (const cell of document.querySelectorAll("main td")) {
  cell.classList.toggle("long", (cell.textContent ?? "").length > 60);
}
const marks = { class: "wide", tabindex: "0", role: "group", "aria-label": "Wider than the page: arrow keys move it" };
const watch = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    // The mark itself makes a frame scroll, so it is asked as what it holds, not as what it is.
    const isWide = target.scrollWidth > target.clientWidth;
    for (const [name, value] of Object.entries(marks)) {
      if (isWide) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});
for (const frame of frames) watch.observe(frame);

// On paper every fold stands open.
let folds = [];
window.addEventListener("beforeprint", () => {
  folds = [...document.querySelectorAll(".more:not([open])")];
  for (const fold of folds) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of folds) fold.open = false;
});
