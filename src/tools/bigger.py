"""Write a copy of the kit's tables with the survey ten times as long, to measure what more rows cost."""

import csv
import shutil
from pathlib import Path

import nbformat

from modality_lab.tables.dictionary import KIT_FOLDER


def write(folder: Path, times: int = 10) -> Path:
    """Write the copy into a new folder and return it; every page and its statements stand there `times` times."""
    shutil.copytree(KIT_FOLDER, folder)
    repeat(folder / "survey_pages.csv", times, ["page", "domain"])
    repeat(folder / "survey_statements.csv", times, ["page"])
    return folder


def repeat(path: Path, times: int, ids: list[str]) -> None:
    """Repeat the rows of a table, each time with other ids; the first time as they are."""
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    places = [head.index(name) for name in ids]
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(head)
        for time in range(times):
            ending = f"x{time}" if time else ""
            writer.writerows(
                [cell + ending if place in places else cell for place, cell in enumerate(row)] for row in rows
            )


def write_page(folder: Path) -> str:
    """Write a notebook with the explorer over ten times the rows into a folder, and return its name."""
    data = write(folder / "data")
    code = (
        "from modality_lab import SurveyExplorer, load_tables\n"
        f'SurveyExplorer(load_tables("{data.as_posix()}"), {{"attribute": "benefit"}})'
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, folder / "ten.ipynb")
    return "ten.ipynb"
