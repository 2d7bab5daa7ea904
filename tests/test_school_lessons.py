"""Every lesson under every switch: whatever a school hides, no lesson shows an error."""

import ast

import nbformat
import pytest

from modality_lab import load_tables
from modality_lab.tables import loading
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.words import KitError

LESSONS = sorted((KIT_FOLDER.parent / "notebooks").glob("*.ipynb"))
KIT = load_tables(KIT_FOLDER)
ASKED = KIT.questions.loc[KIT.questions["answers_from"] != "cautions", "question"]
SWITCHES = [
    "",
    *(f"hide_modality,{each}" for each in KIT.modalities["modality"]),
    *(f"hide_question,{each}" for each in ASKED),
]


def show(source, names):
    """Run a cell, and make all faces of what it shows."""
    tree = ast.parse(source)
    shown = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "cell", "exec"), names)
    result = eval(compile(shown, "cell", "eval"), names)
    for face in ("__repr__", "_repr_html_", "_repr_mimebundle_"):
        getattr(result, face, str)()


def errors_of(lesson):
    """Return the sentences of all errors that come up in a lesson, also of those that it shows as a message."""
    said, names = [], {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KitError, "__init__", lambda self, text="", *rest: said.append(f"{type(self).__name__}: {text}"))
        for cell in nbformat.read(lesson, as_version=4).cells:
            if cell.cell_type == "code":
                try:
                    show(cell.source, names)
                except Exception as error:  # noqa: BLE001 - Whatever a reader would see is to be said.
                    said.append(f"{cell.source}: {error!r}")
    return said


@pytest.mark.parametrize("switch", SWITCHES)
def test_no_lesson_shows_an_error_whatever_is_hidden(switch, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if switch:
        (tmp_path / "switchboard.csv").write_text(f"setting,id,value,note\n{switch},,\n")
        monkeypatch.setattr(loading, "_class_folder", lambda: tmp_path)
    said = {lesson.stem: errors_of(lesson) for lesson in LESSONS}
    # The last one is about errors in tables.
    said["09-break-it"] = [error for error in said["09-break-it"] if not error.startswith("TableError")]
    assert not any(said.values()), {lesson: errors for lesson, errors in said.items() if errors}
