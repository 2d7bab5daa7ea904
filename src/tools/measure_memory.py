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

PROMISED = 1500


def of_processes() -> tuple[float, int]:
    """Return the megabytes of the JupyterLab that this program has started and of its kernels, and how many kernels."""
    servers = [child for child in psutil.Process().children() if "jupyterlab" in child.cmdline()]
    kernels = [kernel for server in servers for kernel in server.children(recursive=True)]
    return sum(process.memory_full_info().pss for process in servers + kernels) / 1e6, len(kernels)


def main() -> int:
    """Open and run every lesson, and show the memory after each. Returns the exit code."""
    most = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        browser.open_browser() as chromium,
        browser.serve_lab(Path(folder)) as address,
    ):
        page = chromium.new_page()
        print(f"{'JupyterLab alone':<40} {of_processes()[0]:>6.0f} MB", flush=True)
        for lesson in sorted((browser.ROOT / "notebooks").glob("*.ipynb")):
            browser.open_notebook(page, address, lesson.stem)
            browser.run_all_cells(page)
            browser.wait_until_run(page)
            now, kernels = of_processes()
            most = max(most, now)
            print(f"{lesson.stem:<40} {now:>6.0f} MB, kernels: {kernels}", flush=True)
    print(f"{'most':<40} {most:>6.0f} MB, promised: under {PROMISED}")
    return 1 if most >= PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
