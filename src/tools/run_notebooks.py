"""Run every notebook from top to bottom and store it as the kit ships it: executed, without widget state.

Usage: python src/tools/run_notebooks.py [NOTEBOOK ...]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from explain_words import explained, meanings
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def run(path: Path) -> None:
    """Run one notebook and store it; an error in a cell stops with that error."""
    notebook = nbformat.read(path, as_version=4)
    explain(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
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


def explain(notebook: nbformat.NotebookNode) -> None:
    """Fill in what the glossary says of the words that a notebook marks."""
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell, text in zip(told, explained([cell.source for cell in told], meanings()), strict=True):
        cell.source = text


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
    # A lesson that makes a folder of the reader's own makes a fresh one, wherever a reader's folder is.
    with tempfile.TemporaryDirectory() as os.environ["MODALITY_LAB_WORK"]:
        for path in paths:
            start = time.perf_counter()
            run(path)
            print(f"{path.name}: {time.perf_counter() - start:.1f} s")
