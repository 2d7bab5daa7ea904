"""Measure the speed that the kit promises, and end with an error where it is missed.

Usage: python src/tools/benchmark.py [--no-pages]

Each line gives the median of several runs, and what is promised. `--no-pages` leaves out what
needs a browser.
"""

import contextlib
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))  # The very big school is written by a helper of the tests.
ANSWERS = {
    "pain_pattern": "specific_spot",
    "conditions": ["sciatica", "fibromyalgia"],
    "goals": ["relaxation", "circulation"],
    "minutes": 45,
    "visits": "regular",
}


Measure = tuple[str, float, float]
"""What is measured, the milliseconds it took, and how many are promised at most."""


def in_new_python(prepare: str, measured: str, runs: int = 7) -> float:
    """Return the median milliseconds of a statement, each time in a Python of its own, after one to warm up."""
    # Whoever uses the kit has it compiled after the first time; some machines for tests forbid that.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = f"import time\n{prepare}\nstart = time.perf_counter()\n{measured}\nprint(time.perf_counter() - start)"
    times = [
        float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment)) for _ in range(runs + 1)
    ]
    return 1000 * statistics.median(times[1:])


def here(measured: Callable[[], object], runs: int = 200) -> float:
    """Return the median milliseconds of a call in this Python, after one to warm up."""
    measured()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        measured()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def without_pages() -> Iterator[Measure]:
    """Yield what is measured, how long it took and what is promised, in milliseconds."""
    yield (
        "import of the kit, beyond pandas",
        in_new_python("import pandas", "from modality_lab import load_tables, recommend"),
        20,
    )
    first = in_new_python("import pandas\nfrom modality_lab import load_tables", "load_tables()")
    yield "all tables read and checked, the first time", first, 500

    from big_school import write_big_school

    from modality_lab import charts, load_tables, recommend

    yield "all tables read and checked, after that", of_fresh_folders(30), 150
    with tempfile.TemporaryDirectory() as folder:
        big = write_big_school(Path(folder))
        prepare = "import pandas\nfrom modality_lab import load_tables"
        yield (
            "a very big school read and checked, the first time",
            in_new_python(prepare, f"load_tables({str(big)!r})", runs=3),
            2000,
        )
        start = time.perf_counter()
        assert charts.benefit_overlap(load_tables(big)).png
        yield "a chart of it, with its tables read", 1000 * (time.perf_counter() - start), 4000
    kit = load_tables()

    def explained() -> object:
        result = recommend(ANSWERS, kit)
        return result.reason_rows, result.conflicts, result.changes

    def with_every_table() -> object:
        result = recommend(ANSWERS, kit)
        return result.scores, result.reasons, result.conflicts, result.notes, result.what_if, result.cautions

    yield "one decision with reasons and what-ifs", here(explained, 2000), 0.06
    yield "one decision with every table", here(with_every_table, 2000), 0.12
    yield "a hundred thousand statements read and checked", a_hundred_thousand_statements(), 2_000
    yield "lesson 6 run", 1000 * of_lessons("06-*.ipynb"), 3_000
    yield "all lessons run", 1000 * of_lessons(), 15_000


def of_fresh_folders(runs: int) -> float:
    """Return the median milliseconds to read the kit's tables from a folder that this Python has not read yet."""
    from modality_lab import load_tables
    from modality_lab.tables.dictionary import KIT_FOLDER

    times = []
    with tempfile.TemporaryDirectory() as place:
        for run in range(runs + 1):
            folder = shutil.copytree(KIT_FOLDER, Path(place, str(run)))
            start = time.perf_counter()
            load_tables(folder)
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times[1:])


def a_hundred_thousand_statements() -> float:
    """Return the milliseconds to read the tables with a survey of a hundred thousand statements."""
    import bigger

    from modality_lab import load_tables

    with tempfile.TemporaryDirectory() as folder:
        many = bigger.write(Path(folder) / "many", times=35)
        start = time.perf_counter()
        load_tables(many)
        return 1000 * (time.perf_counter() - start)


def of_lessons(named: str = "*.ipynb", at_once: int | None = None) -> float:
    """Return the seconds to run lessons as `make notebooks` does; copies of them, so that the stored ones stay."""
    import run_notebooks as runner

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        copies = [shutil.copy(path, folder) for path in sorted(runner.NOTEBOOKS.glob(named))]
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # Whoever uses the kit has it compiled after the first time.
        start = time.perf_counter()
        runner.run_all(map(Path, copies), at_once or runner.AT_ONCE)
        return time.perf_counter() - start


def with_pages() -> Iterator[Measure]:
    """Yield the same for what reaches the screen of a real browser."""
    import browser

    with tempfile.TemporaryDirectory() as folder, browser.open_browser() as chromium:
        page = chromium.new_page()
        with browser.serve_lab(Path(folder)) as address:
            browser.open_notebook(page, address, "03-which-modality")
            browser.run_all_cells(page)
            page.locator(".ml-panel").wait_for(timeout=60_000)
            times = browser.measure_change(page, "input[value=relaxation]", 30)
            yield "a change in the form to the screen, JupyterLab", statistics.median(times), 150
        with browser.serve_form(Path(folder)) as address:
            page.goto(address)
            page.locator(".ml-panel").wait_for(timeout=60_000)
            times = browser.measure_change(page, "input[value=relaxation]", 30)
            yield "a change in the form to the screen, page", statistics.median(times), 150
    for name in ("05-how-strong-is-the-evidence", "06-what-do-websites-say"):
        yield f"lesson {name[:2]} run, JupyterLab", a_lesson_run(name), 10_000
    for what, times in changes_at_ten_times_the_rows():
        yield what, statistics.median(times), 200


def a_lesson_run(name: str) -> float:
    """Return the milliseconds from the menu's Run All Cells until every cell of a lesson has its result."""
    import browser

    with (
        tempfile.TemporaryDirectory() as folder,
        browser.open_browser() as chromium,
        browser.serve_lab(Path(folder)) as address,
    ):
        page = chromium.new_page()
        browser.open_notebook(page, address, name)
        start = time.perf_counter()
        browser.run_all_cells(page)
        browser.wait_until_run(page)
        return 1000 * (time.perf_counter() - start)


def changes_at_ten_times_the_rows() -> Iterator[tuple[str, list[float]]]:
    """Yield what a change of a filter moves, and how long it took, with the survey ten times as long."""
    import bigger
    import browser

    with (
        tempfile.TemporaryDirectory() as name,
        browser.open_browser() as chromium,
        browser.serve("voila", bigger.write_page(Path(name)), folder=Path(name)) as address,
    ):
        page = chromium.new_page()
        page.goto(address)
        page.locator(".ml-table tbody tr").first.wait_for(timeout=60_000)
        for part, what in ((".ml-panel", "result"), (".ml-table tbody", "table")):
            times = browser.measure_change(page, "input[value=bring_back]", 30, part)
            yield f"a filter at ten times the rows, {what}", times


def main() -> int:
    """Measure, and show it line by line. Returns the exit code."""
    missed = 0
    print(f"{'milliseconds (median)':>52}  promised")
    for measure in [without_pages] if "--no-pages" in sys.argv else [without_pages, with_pages]:
        for name, took, promised in measure():
            missed += took >= promised
            print(f"{name:<46} {took:>10.3f}  {'under' if took < promised else 'MISSED'} {promised}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
