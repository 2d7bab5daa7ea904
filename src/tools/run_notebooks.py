"""Run every notebook from top to bottom and store it as the kit ships it: executed, without widget state.

Usage: python src/tools/run_notebooks.py [NOTEBOOK ...]
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from explain_words import explained, meanings
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
AT_ONCE = min(os.cpu_count() or 1, 4)
"""So many notebooks are run at once: each has a Python of its own, of some two hundred megabytes."""


def run_all(paths: Iterable[Path], at_once: int = AT_ONCE) -> None:
    """Run notebooks and store them, and say how long each took."""
    # A lesson that makes a folder of the reader's own makes a fresh one, wherever a reader's folder is.
    with tempfile.TemporaryDirectory() as os.environ["MODALITY_LAB_WORK"], ThreadPoolExecutor(at_once) as runners:
        for said in runners.map(run, paths):
            print(said, flush=True)


def run(path: Path) -> str:
    """Run one notebook, store it, and say how long it took; an error in a cell stops with that error."""
    start = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    explain(notebook)
    # At once: a kernel that has nothing to put away need not be asked to end.
    client = NotebookClient(
        notebook, timeout=120, shutdown_kernel="immediate", resources={"metadata": {"path": path.parent}}
    )
    client.execute()
    notebook.metadata = {
        "title": notebook.cells[0].source.splitlines()[0].removeprefix("# "),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            # A stored view has no widget behind it; without it, the stored words and HTML are shown.
            output.get("data", {}).pop(WIDGET_VIEW, None)
    nbformat.write(notebook, path)
    return f"{path.name}: {time.perf_counter() - start:.1f} s"


def explain(notebook: nbformat.NotebookNode) -> None:
    """Fill in what the glossary says of the words that a notebook marks."""
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell, text in zip(told, explained([cell.source for cell in told], meanings()), strict=True):
        cell.source = text


if __name__ == "__main__":
    run_all([Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")))
