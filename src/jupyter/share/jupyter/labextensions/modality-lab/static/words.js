// A glossary word shows its meaning where it stands: under the pointer, at a tap, or when the Tab key comes to it.
// Escape puts it away. JupyterLab, the page and the pages to read load this one file. Where nothing loads it, the
// meaning is the word's title and stands in a fold below its paragraph.
{
  const STYLE = `
    .ml-word { cursor: help; text-decoration: underline dotted; }
    .ml-word:focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
    .ml-meaning {
      position: fixed;
      z-index: 20000;
      box-sizing: border-box;
      width: max-content;
      max-width: min(24rem, calc(100vw - 16px));
      padding: 8px 12px;
      border: 1px solid #767676;
      border-radius: 6px;
      background: #1a1a1a;
      color: #fff;
      font: 16px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
    }
    .ml-meaning[hidden], details.words { display: none; }
    @media print { .ml-meaning { display: none; } }
  `;
  const GAP = 8; // pixels: to the word, and to the edge of the window
  const TIME_TO_CROSS = 200; // milliseconds that the pointer has from the word to its meaning

  const meaning = document.createElement("div");
  meaning.className = "ml-meaning";
  meaning.role = "tooltip";
  meaning.hidden = true;
  let shown = null; // the word
  let leaving = 0;

  const wordAt = (event) => event.target.closest?.(".ml-word");

  const place = () => {
    const line = shown?.getClientRects()[0]; // A word may be broken over two lines.
    if (!line || line.bottom < 0 || line.top > window.innerHeight) return hide();
    const furthest = document.documentElement.clientWidth - meaning.offsetWidth - GAP;
    const below = line.bottom + GAP;
    const fits = below + meaning.offsetHeight <= window.innerHeight;
    meaning.style.left = `${Math.max(GAP, Math.min(line.left, furthest))}px`;
    meaning.style.top = `${fits ? below : Math.max(GAP, line.top - GAP - meaning.offsetHeight)}px`;
  };
  const show = (word) => {
    clearTimeout(leaving);
    shown = word;
    meaning.textContent = word.getAttribute("aria-description");
    meaning.hidden = false;
    place();
  };
  const hide = () => {
    clearTimeout(leaving);
    shown = null;
    meaning.hidden = true;
  };

  /** Makes words ready that have come onto the page: Jupyter takes all but their title away. */
  const prepare = () => {
    for (const word of document.querySelectorAll("abbr[title]")) {
      word.setAttribute("aria-description", word.title);
      word.removeAttribute("title"); // The browser would show it a second time.
      word.classList.add("ml-word");
      word.tabIndex = 0;
      word.dataset.lmSuppressShortcuts = "true"; // JupyterLab takes single letters for commands.
    }
  };

  const on = {
    pointerover(event) {
      if (event.target === meaning) clearTimeout(leaving);
      else if (event.pointerType === "mouse" && wordAt(event)) show(wordAt(event));
    },
    pointerout(event) {
      if (event.pointerType !== "mouse" || !shown || shown === document.activeElement) return;
      clearTimeout(leaving);
      leaving = setTimeout(hide, TIME_TO_CROSS);
    },
    pointerdown(event) {
      if (wordAt(event) || event.target === meaning) return;
      if (shown && shown === document.activeElement) shown.blur(); // Not every phone does it.
      hide();
    },
    click(event) {
      if (wordAt(event)) show(wordAt(event));
    },
    focusin(event) {
      if (wordAt(event)) show(wordAt(event));
    },
    focusout(event) {
      if (wordAt(event)) hide();
    },
    keydown(event) {
      if (event.key !== "Escape" || !shown) return;
      event.stopPropagation();
      hide();
    },
    scroll: place,
  };

  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  document.body.append(meaning);
  for (const [kind, answer] of Object.entries(on)) document.addEventListener(kind, answer, true);
  window.addEventListener("resize", place);
  new MutationObserver(prepare).observe(document.body, { childList: true, subtree: true });
  prepare();
}
