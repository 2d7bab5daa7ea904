"""Let many visitors open a lesson as a page at the same time, and measure what they and the server feel.

    make visitors                                              30 visitors within 30 seconds, on this computer only
    make visitors OPTIONS="--visitors=10 --seconds=10 --page=06-what-do-websites-say"

Each visitor is a browser window of its own, with its own cookies. It opens the page, waits until the form or the first
chart stands there, ticks an answer where there is one, waits for what changes, and stays until the last one is done.
Then all leave, and the computing that was done for them must end. The server is started here, on 127.0.0.1, as `make
page` starts it; no other computer is asked. Nobody waits longer than two minutes for anything.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import browser
import psutil  # type: ignore[import-untyped]
from get_browser import find_chromium
from playwright.async_api import Browser, Error, Page, async_playwright

LONGEST = 120_000
"""The longest that a visitor waits, in milliseconds."""
SHOWN = "#rendered_cells :is(.ml-form input, figure img)"
TICK = ".ml-form input[value=relaxation]"


@dataclass
class Visit:
    """What one visitor felt: seconds until the page was there, until an answer counted, loads, and what went wrong."""

    shown: float = 0.0
    answered: float = 0.0
    loads: int = 0
    wrong: list[str] = field(default_factory=list)

    def load(self) -> None:
        """Count a load; one that the page has begun by itself makes good what went wrong before."""
        self.loads += 1
        self.wrong.clear()


def memory(process: psutil.Process) -> tuple[int, float]:
    """Return how many kernels a server has, and the gigabytes of it and of them; what they share counts once."""
    family = [process, *process.children(recursive=True)]
    kernels = sum("ipykernel_launcher" in " ".join(one.cmdline()) for one in family)
    return kernels, sum(one.memory_full_info().pss for one in family) / 1e9


async def visit(engine: Browser, address: str, wait: float, leave: asyncio.Event, visits: list[Visit]) -> None:
    """Open the page after some seconds, answer, and stay until all may leave."""
    await asyncio.sleep(wait)
    said = Visit()
    window = await engine.new_context()
    page = await window.new_page()
    page.on("domcontentloaded", lambda _: said.load())
    page.on("console", lambda message: said.wrong.append(message.text) if message.type == "error" else None)
    try:
        start = time.perf_counter()
        answer = await page.goto(address, timeout=LONGEST)
        if answer is None or not answer.ok:
            said.wrong.append(f"The server answered {answer.status if answer else 'nothing'}.")
        await page.locator(SHOWN).first.wait_for(timeout=LONGEST)
        said.shown = time.perf_counter() - start
        await tick(page, said)
    except Error as error:
        said.wrong.append(str(error).splitlines()[0])
    visits.append(said)
    await leave.wait()
    await page.close(run_before_unload=True)
    await window.close()


async def tick(page: Page, said: Visit) -> None:
    """Tick the last answer of the form, where there is one, and wait until the result has changed."""
    ticks = page.locator(TICK)
    if not await ticks.count():
        return
    # Without the braces this would wait for the change before anybody has ticked.
    await page.evaluate(
        """() => { window.changed = new Promise((resolve) => new MutationObserver(resolve).observe(
            document.querySelector(".ml-panel"), { childList: true, subtree: true, characterData: true })); }"""
    )
    start = time.perf_counter()
    await ticks.last.click(timeout=10_000)
    await page.wait_for_function("window.changed.then(() => true)", timeout=LONGEST)
    said.answered = time.perf_counter() - start


async def all_visits(address: str, visitors: int, seconds: float, server: psutil.Process) -> list[Visit]:
    """Let them all come, and print what the server holds when the last is there and when all have left."""
    visits: list[Visit] = []
    leave = asyncio.Event()
    async with async_playwright() as playwright:
        engine = await playwright.chromium.launch(executable_path=find_chromium(), args=browser.QUIET)
        coming = [
            asyncio.create_task(visit(engine, address, number * seconds / visitors, leave, visits))
            for number in range(visitors)
        ]
        while len(visits) < visitors:
            await asyncio.sleep(0.2)
        kernels, gigabytes = memory(server)
        print(f"Memory of the server with all of them there: {gigabytes:.2f} GB in {kernels} kernels")
        leave.set()
        await asyncio.gather(*coming)
        await engine.close()
    return visits


def report(name: str, seconds: list[float]) -> str:
    """Return a line with the fastest, the middle and the slowest of some times."""
    if not seconds:
        return f"{name}: nobody got that far"
    return (
        f"{name}: {min(seconds):.1f} s, in the middle {statistics.median(seconds):.1f} s, at most {max(seconds):.1f} s"
    )


def main() -> int:
    """Do what the command line says. Returns the exit code: 1 when anything went wrong for a visitor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=30.0, help="within which all of them come")
    parser.add_argument("--page", default="03-which-modality")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, browser.serve("voila", "notebooks", folder=Path(folder)) as address:
        server = next(one for one in psutil.Process().children() if "voila" in " ".join(one.cmdline()))
        time.sleep(10)  # Until the kernels that wait for visitors are ready.
        kernels, before = memory(server)
        print(f"Memory of the server before anybody comes: {before:.2f} GB in {kernels} kernels")
        page = f"{address}/voila/render/notebooks/{options.page}.ipynb"
        visits = asyncio.run(all_visits(page, options.visitors, options.seconds, server))
        time.sleep(10)
        kernels, after = memory(server)
        print(f"Memory of the server ten seconds after all have left: {after:.2f} GB in {kernels} kernels")
    print(report("Until the page was there", [one.shown for one in visits if one.shown]))
    print(report("From a tick to the new result", [one.answered for one in visits if one.answered]))
    failed = [one for one in visits if one.wrong or not one.shown]
    print(f"Pages that were loaded again by themselves: {sum(max(one.loads - 1, 0) for one in visits)}")
    print(f"{len(visits)} visitors came, something went wrong for {len(failed)}")
    for one in failed:
        print(" ", *one.wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
