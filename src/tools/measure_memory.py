"""Measure the memory that JupyterLab and its kernels take while all lessons are opened and run, one after the other.

    .venv/bin/python src/tools/measure_memory.py

Binder gives a visitor about 2 GB. Each line gives the memory after one lesson more, as Linux counts it: what several
processes share counts once.
"""

import sys
import tempfile
from pathlib import Path

import browser
import psutil  # type: ignore[import-untyped]
from visitors import memory

PROMISED = 1500


def main() -> int:
    """Open and run every lesson, and show the memory after each. Returns the exit code."""
    most = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.open_browser() as chromium,
        browser.serve_lab(Path(folder)) as address,
    ):
        page = chromium.new_page()
        server = next(one for one in psutil.Process().children() if "jupyterlab" in one.cmdline())
        print(f"{'JupyterLab alone':<40} {1000 * memory(server)[1]:>6.0f} MB", flush=True)
        for lesson in sorted((browser.ROOT / "notebooks").glob("*.ipynb")):
            browser.open_notebook(page, address, lesson.stem)
            browser.run_all_cells(page)
            browser.wait_until_run(page)
            kernels, gigabytes = memory(server)
            now = 1000 * gigabytes
            most = max(most, now)
            print(f"{lesson.stem:<40} {now:>6.0f} MB, kernels: {kernels}", flush=True)
    print(f"{'most':<40} {most:>6.0f} MB, promised: under {PROMISED}")
    return 1 if most >= PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
