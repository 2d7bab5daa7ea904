"""The notebooks as they ship. That their stored output is what they give now, nbval checks in the same run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# A reader types into these; the code of all others is hidden.
TYPED_INTO = {"13-08"}
LONGEST_CELL = 12  # lines of code


def name_of(path):
    return path.stem


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_lessons_are_there():
    assert [name_of(path) for path in NOTEBOOKS] == [
        "00-start-here",
        "01-meet-the-modalities",
        "02-compare-the-modalities",
        "03-which-modality",
        "04-how-the-recommendation-works",
        "05-how-strong-is-the-evidence",
        "06-what-do-websites-say",
        "07-add-a-modality",
        "08-press-here-felt-there",
        "09-break-it",
        "10-decide-first",
        "11-review",
        "12-for-the-class",
        "13-explore",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_is_stored_executed_and_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata == {
        "title": notebook.cells[0].source.splitlines()[0].removeprefix("# "),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }, "run: make notebooks"
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert cell.outputs, "a cell without an output shows a reader nothing but code"
        assert "The kit has made a mistake here" not in str(cell.outputs)
        for output in cell.outputs:
            assert output.output_type == "execute_result", output
            assert "application/vnd.jupyter.widget-view+json" not in output.data
            assert "text/html" in output.data and output.data["text/plain"].strip()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_is_thin(path):
    for cell in code_cells(path):
        assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == (cell.id not in TYPED_INTO)
        assert len(cell.source.splitlines()) <= LONGEST_CELL


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_each_later_cell_works_after_the_first_one_alone(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # A lesson may make a folder to work in, beside its page.
    first, *later = code_cells(path)
    for cell in later:
        shell = InteractiveShell()
        for source in (first.source, cell.source):
            shell.run_cell(source, store_history=False).raise_error()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_every_picture_has_words(path):
    text = path.read_text(encoding="utf-8")
    for picture in re.findall(r"<img [^>]*>", text):
        assert re.search(r'alt=\\"[^"]{40,}\\"', picture)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_every_column_of_a_table_has_a_heading(path):
    assert not re.search(r"<th[^>]*>(\\u00a0|\s)*</th>", path.read_text(encoding="utf-8"))


def nbval(sample):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--nbval",
        f"--nbval-sanitize-with={ROOT}/tests/nbval_sanitize.cfg",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [*command, "-c", os.devnull, sample],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
        cwd=ROOT / "tests",
    )


def test_the_check_of_stored_output_can_go_red():
    run = nbval(ROOT / "tests/must_fail/stored-output.ipynb")
    assert run.returncode == 1, run.stdout + run.stderr
    # The number, the sentence beside a picture, and the error: each is found; other pixels are not.
    assert "3 failed, 1 passed" in run.stdout, run.stdout
