"""What is done on a page in every engine, written once: the form by mouse and keys, the body, files, tables, a phone.

The page is lesson 3 with three more cards below it: the body, the tables and the check of lessons 8, 13 and 9.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from browser import ROOT, SMALL_TARGETS
from engine_windows import SIZE, Window

LESSON = "03-which-modality"
MORE = "from modality_lab import CheckForm, TableExplorer, body_map"
CARDS = ("body_map(tables)", "TableExplorer()", "CheckForm()")
# Where the cards stand among all cards of the page.
FORM, BODY, TABLES, CHECK = 0, -3, -2, -1
BROKEN = ROOT / "examples" / "broken-tables" / "sessions.csv"
RING = "rgb(230, 159, 0)"
PHONE = (390, 844)
LONGEST = 30.0


def write_page(folder: Path) -> None:
    """Write the page into the folder `notebooks` of a folder."""
    lesson = nbformat.read(ROOT / "notebooks" / f"{LESSON}.ipynb", 4)
    lesson.cells.extend(nbformat.v4.new_code_cell(source) for source in (MORE, *CARDS))
    (folder / "notebooks").mkdir()
    nbformat.write(lesson, folder / "notebooks" / "engines.ipynb")


class Visitor:
    """Somebody at a window: looks for things on a card, waits for them, clicks and types.

    Parameters
    ----------
    window : Window
        A window of any engine.
    downloads : Path
        The folder in which its downloads arrive.
    """

    def __init__(self, window: Window, downloads: Path) -> None:
        self.window = window
        self.downloads = downloads

    def opens(self, address: str) -> None:
        """Open the page, and wait until all of its cards are there."""
        self.window.open(address)
        self.awaits(CHECK, "one('input[type=file]') && document.querySelectorAll('.ml-form').length === 5")

    def sees(self, card: int, expression: str) -> Any:
        """Return what an expression in JavaScript is on a card; its names are `card` and `one(selector)`."""
        return self.window.ask(f"""((card) => {{
            const one = (selector) => card?.querySelector(selector);
            return {expression};
        }})([...document.querySelectorAll("#rendered_cells .ml-form")].at({card}))""")

    def awaits(self, card: int, expression: str) -> Any:
        """Wait until an expression is true on a card, and return it."""
        return _until(lambda: self.sees(card, expression), f"not so after {LONGEST:.0f} seconds: {expression}")

    def clicks(self, card: int, selector: str) -> None:
        """Bring something on a card into the window, wait until it stands still and free, and click on it."""
        middle = f"""((target) => {{
            target?.scrollIntoView({{ block: "center" }});
            const box = target?.getBoundingClientRect();
            const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [];
            return target?.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
        }})(one({json.dumps(selector)}))"""
        before = None

        def still() -> Any:
            nonlocal before
            before, now = self.sees(card, middle), before
            return before if before == now else None

        x, y = _until(still, f"cannot be clicked: {selector}")
        self.window.click(x, y)

    def arrived(self) -> list[Path]:
        """Return what has been downloaded whole."""
        self.window.ask("0")  # Playwright saves nothing while nobody asks it anything.
        return [page for page in self.downloads.glob("*.html") if page.stat().st_size]


def _until(ask: Callable[[], Any], otherwise: str) -> Any:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError(otherwise)


def form_by_mouse(visitor: Visitor) -> None:
    """Tick an answer with the mouse: the result changes, and the keys stay in the card."""
    before = visitor.awaits(FORM, "one('.ml-panel').innerText")
    visitor.clicks(FORM, "label:has(input[value=relaxation])")
    visitor.awaits(FORM, f"one('.ml-panel').innerText !== {json.dumps(before)}")
    assert visitor.sees(FORM, "one('input[value=relaxation]').checked"), "what was clicked is not ticked"
    assert visitor.sees(FORM, "card.contains(document.activeElement)"), "a click leaves the keys to the page"


def form_by_keys(visitor: Visitor) -> None:
    """Go on by keys: Tab and the space bar, with a ring around what has them, and a number typed and stepped."""
    visitor.window.press("Tab")
    ticked = "document.activeElement.value"
    answer = visitor.sees(FORM, ticked)
    visitor.window.press(" ")
    visitor.awaits(FORM, f"one('input[value={answer}]').checked")
    assert answer != "relaxation", "the Tab key leads nowhere"
    ring = visitor.sees(FORM, "getComputedStyle(document.activeElement).outlineColor")
    assert ring == RING, "no ring shows where the keys are"
    visitor.clicks(FORM, "[role=spinbutton]")
    visitor.window.press("End", "Backspace", "Backspace", "Backspace", "7", "4", "ArrowUp")
    visitor.awaits(FORM, "one('[role=spinbutton]').value === '75'")


def download(visitor: Visitor) -> None:
    """Download the result, and find the last answers in the file."""
    visitor.clicks(FORM, ".ml-columns form > div:last-child > button:last-child")
    [page] = _until(visitor.arrived, "no file has arrived")
    assert "75 minutes" in page.read_text(encoding="utf-8"), "the file is not the result of the last answers"


def body(visitor: Visitor) -> None:
    """Choose an area of the body with the mouse and another by keys, with a ring from the first key on."""
    visitor.clicks(BODY, "[data-region=head][data-view=front] > path")
    visitor.awaits(BODY, "one('[data-region=head][data-view=front]').getAttribute('aria-pressed') === 'true'")
    ring = f"getComputedStyle(document.activeElement.querySelector('path')).stroke === '{RING}'"
    assert not visitor.sees(BODY, ring), "a click shows a ring"
    visitor.window.press("ArrowDown")
    here = visitor.sees(BODY, "document.activeElement.dataset.region")
    assert here != "head", "an arrow key leads nowhere"
    assert visitor.sees(BODY, ring), "no ring shows where the arrow key has led"
    visitor.window.press(" ")
    visitor.awaits(BODY, "document.activeElement.getAttribute('aria-pressed') === 'true'")
    assert visitor.sees(BODY, "document.activeElement.dataset.region") == here, "the space bar loses the place"


def tables(visitor: Visitor) -> None:
    """Choose a table, see its picture, and search in it."""
    _choose(visitor, "table", "evidence")
    visitor.awaits(TABLES, "one('.ml-bar').innerText.startsWith('Evidence: ')")
    _choose(visitor, "picture", "heat")
    assert visitor.awaits(TABLES, "one('img')?.complete && one('img').naturalWidth > 100"), "the picture is not drawn"
    visitor.clicks(TABLES, "input[type=search]")
    shown = visitor.sees(TABLES, "[...card.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).length")
    visitor.window.press(*"fibro")
    rows = "[...card.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility())"
    visitor.awaits(TABLES, f"{rows}.length < {shown}")
    assert visitor.sees(TABLES, f"{rows}.every((row) => /fibro/i.test(row.innerText))"), (
        "the search finds what is not so"
    )


def _choose(visitor: Visitor, question: str, answer: str) -> None:
    visitor.sees(
        TABLES,
        f"""((list) => {{
            list.value = "{answer}";
            list.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }})(one("select[data-question={question}]"))""",
    )


def check(visitor: Visitor) -> None:
    """Give a file to be checked, and see what is wrong in it."""
    give = f"""((field) => {{
        const files = new DataTransfer();
        files.items.add(new File([{json.dumps(BROKEN.read_text(encoding="utf-8"))}], "sessions.csv"));
        field.files = files.files;
        field.dispatchEvent(new Event("change", {{ bubbles: true }}));
    }})(one("input[type=file]"))"""
    visitor.sees(CHECK, give)
    visitor.awaits(CHECK, "one('[role=status]').innerText.includes('2 problems to mend in your files')")
    visitor.awaits(CHECK, "card.innerText.includes('found \"half an hour\"')")


def phone(visitor: Visitor) -> None:
    """Make the window as narrow as a phone: nothing moves it sideways, and a finger hits everything."""
    visitor.window.resize(*PHONE)
    _until(lambda: visitor.window.ask("innerWidth < 500"), "the window stays wide")
    fits = "document.scrollingElement.scrollWidth <= innerWidth"
    _until(lambda: visitor.window.ask(fits), "the page moves sideways")
    _until(lambda: not visitor.window.ask(SMALL_TARGETS), "these are too low for a finger")
    visitor.window.resize(*SIZE)


STEPS: dict[str, Callable[[Visitor], None]] = {
    "the form by mouse": form_by_mouse,
    "the form by keys": form_by_keys,
    "the download": download,
    "the body by mouse and keys": body,
    "a table to explore": tables,
    "the check of a file": check,
    "a window as narrow as a phone": phone,
}
"""What is done, in this order: each step goes on where the one before it has left the page."""
