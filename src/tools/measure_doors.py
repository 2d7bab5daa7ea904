"""Measure each door to the kit that can be opened on this computer, and note the figures in docs/doors.md.

    .venv/bin/python src/tools/measure_doors.py                              JupyterLab, and the lessons as pages
    .venv/bin/python src/tools/measure_doors.py http://localhost:8490        and the site for a browser alone there

Each door is opened once, by a visitor with an empty browser: until the form of lesson 3 answers a tick, with what was
fetched on the way, and the memory that the server with its Python and the browser's page then hold. A site that fetches
Python from the public network needs one.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import browser
import psutil  # type: ignore[import-untyped]
from launch_addresses import with_block
from playwright.sync_api import Page, Request

LESSON = "03-which-modality"
LIMIT = 180_000
TICK = ".ml-form input[type=checkbox]:visible"
PAGE = browser.ROOT / "docs" / "doors.md"


@dataclass(frozen=True)
class Figures:
    """What was measured at a door: seconds, megabytes fetched, and megabytes held by the server and in the browser."""

    seconds: float
    fetched: float
    server: float
    tab: float

    def row(self, door: str) -> str:
        """Return the figures as a row of the table."""
        server = f"{self.server:.0f} MB" if self.server else "none"
        return f"| {door} | {self.seconds:.0f} s | {self.fetched:.0f} MB | {server} | {self.tab:.0f} MB |"


def held(mark: str) -> float:
    """Return the megabytes of the processes that were started here and have a mark in their command, and of theirs."""
    family: dict[int, psutil.Process] = {}
    for child in psutil.Process().children(recursive=True):
        if mark in " ".join(child.cmdline()):
            family |= {one.pid: one for one in [child, *child.children(recursive=True)]}
    return float(sum(one.memory_full_info().pss for one in family.values()) / 1e6)


def measure(door: Callable[[str, Page], None], address: str, server: str = "") -> Figures:
    """Open lesson 3 at a door, and tick an answer. `server` is the mark of the server's command, where there is one."""
    with browser.open_browser() as chromium:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(LIMIT)
        page = context.new_page()
        done: list[Request] = []
        # Playwright marks what it calls, and a method of a list takes no mark.
        context.on("requestfinished", lambda request: done.append(request))  # noqa: PLW0108
        start = time.perf_counter()
        door(address, page)
        page.locator(TICK).first.wait_for()
        page.evaluate(
            """() => { window.changed = new Promise((resolve) => new MutationObserver(resolve).observe(
                document.querySelector(".ml-panel"), { childList: true, subtree: true, characterData: true })); }"""
        )
        page.locator(TICK).first.click()
        page.wait_for_function("window.changed.then(() => true)")
        seconds = time.perf_counter() - start
        fetched = sum(request.sizes()["responseBodySize"] for request in done if request.url.startswith("http")) / 1e6
        return Figures(seconds, fetched, held(server) if server else 0, held("--type=renderer"))


def in_lab(address: str, page: Page) -> None:
    """Open the lesson in JupyterLab and run it."""
    browser.open_notebook(page, address, LESSON)
    browser.run_all_cells(page)


def as_page(address: str, page: Page) -> None:
    """Open the lesson as a page without code."""
    page.goto(f"{address}/voila/render/notebooks/{LESSON}.ipynb")


def in_site(address: str, page: Page) -> None:
    """Open the lesson at the site for a browser alone and run it."""
    page.goto(f"{address}/lab/index.html?path=notebooks/{LESSON}.ipynb")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def main(arguments: list[str]) -> int:
    """Measure every door and write the table. Returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        with browser.serve_lab(Path(folder)) as lab:
            rows = [measure(in_lab, lab, "jupyterlab").row("JupyterLab (`make lab`)")]
        with browser.serve("voila", "notebooks", folder=Path(folder)) as pages:
            time.sleep(10)  # Until a kernel waits for the visitor.
            rows.append(measure(as_page, pages, "voila").row("Page without code (`make page`)"))
    rows += [measure(in_site, site.rstrip("/")).row("Browser alone, live (`make site`)") for site in arguments]
    head = "| Door | First live answer | Fetched | Memory of the server | Memory of the browser's page |"
    table = "\n".join(["", head, "| --- | --- | --- | --- | --- |", *rows, ""])
    print(table)
    text = with_block(PAGE.read_text(encoding="utf-8"), "doors", table, "docs/doors.md")
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
