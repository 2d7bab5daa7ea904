"""Every lesson under every switch: whatever a school hides, no lesson shows an error."""

import ast
import errno
import os
import threading
from pathlib import Path

import nbformat
import pytest

from modality_lab import load_tables, practice_folder
from modality_lab.charts.chart import Chart
from modality_lab.lessons import EXAMPLES, Exercise, copy_tables
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


DRAWN = {}


def drawn_once(picture):
    """Return a picture that is made once: with the same words over the same rows it is the same for every switch."""

    def drawn(chart):
        key = picture.attrname, chart.description, chart.note, chart.table.to_csv()
        if key not in DRAWN:
            DRAWN[key] = picture.func(chart)
        return DRAWN[key]

    return property(drawn)


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
        for name in ("png", "narrow_png"):
            patch.setattr(Chart, name, drawn_once(vars(Chart)[name]))
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


# Folders to work in: there whole, or a sentence

BROKEN = sorted(path.name for path in (EXAMPLES / "broken-tables").iterdir())
MAKERS = {
    "practice_folder": (lambda folder: practice_folder("broken-tables", folder), BROKEN),
    "Exercise": (
        lambda folder: Exercise("swedish", folder),
        sorted(path.name for path in (EXAMPLES / "eight-modalities").iterdir()),
    ),
}
each_maker = pytest.mark.parametrize("make, files", MAKERS.values(), ids=MAKERS)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@each_maker
def test_a_lesson_that_runs_twice_at_once_makes_one_whole_folder(make, files, tmp_path):
    wrong = []

    def run(folder, start):
        start.wait()
        try:
            make(folder)
            assert names(folder) == files
        except Exception as error:  # noqa: BLE001 - What a thread raises nobody would see.
            wrong.append(error)

    for turn in range(5):
        start, folder = threading.Barrier(6), tmp_path / f"my-folder-{turn}"
        runs = [threading.Thread(target=run, args=(folder, start)) for _ in range(6)]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
    assert wrong == []
    assert names(tmp_path) == [f"my-folder-{turn}" for turn in range(5)], "a draft is left"


@each_maker
def test_what_a_run_that_was_killed_has_left_is_cleared(make, files, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *_: os.kill(os.getpid(), 9))
    child = os.fork()
    if not child:
        make(tmp_path / "mine")
    os.waitpid(child, 0)
    monkeypatch.undo()
    [draft] = names(tmp_path)
    assert draft.startswith(".mine."), "the run was not killed while it worked"
    (tmp_path / ".mine.draft").mkdir()  # As an earlier version left it.
    (tmp_path / ".mine.too.draft").mkdir()
    make(tmp_path / "mine")
    assert names(tmp_path) == [".mine.too.draft", "mine"] and names(tmp_path / "mine") == files


@each_maker
@pytest.mark.parametrize("in_the_way, says", [
    ("file", '"mine" is a file, but a folder of that name is needed. Rename or delete it, and run this again.'),
    ("link", '"mine" is a link that leads nowhere, but a folder of that name is needed. Rename or delete it'),
])  # fmt: skip
def test_what_has_the_name_of_the_folder_is_named_and_left(make, files, in_the_way, says, tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("my work") if in_the_way == "file" else mine.symlink_to(tmp_path / "nowhere")
    with pytest.raises(KitError) as caught:
        make(mine)
    assert str(caught.value).startswith(says)
    assert names(tmp_path) == ["mine"] and (mine.is_symlink() or mine.read_text() == "my work")


@each_maker
@pytest.mark.parametrize("wrong", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_or_no_right_to_write_leaves_a_sentence_and_nothing_else(make, files, wrong, tmp_path, monkeypatch):
    write = Path.write_bytes

    def write_some(path, content):
        if path.name == files[2]:
            raise OSError(wrong, os.strerror(wrong))
        write(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_some)
    with pytest.raises(KitError, match=rf"cannot be made here: {os.strerror(wrong)}\."):
        make(tmp_path / "mine")
    assert names(tmp_path) == []


@each_maker
@pytest.mark.parametrize("name", ["x" * 300, "nul\0", "file/mine"])
def test_what_can_be_no_folder_is_said(make, files, name, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KitError, match="cannot be made here"):
        make(tmp_path / name)
    assert names(tmp_path) == ["file"]


def test_a_link_in_the_folder_is_left_as_it_is(tmp_path):
    make, files = MAKERS["Exercise"]
    link = tmp_path / "mine" / files[0]
    link.parent.mkdir()
    link.symlink_to(tmp_path / "nowhere")
    make(link.parent)
    assert link.is_symlink() and names(link.parent) == files


def test_tables_are_not_copied_to_a_link_that_leads_nowhere(tmp_path):
    (tmp_path / "mine").symlink_to(tmp_path / "nowhere")
    with pytest.raises(KitError, match="is there already, and was left as it is"):
        copy_tables(tmp_path / "mine", ["sessions"])
