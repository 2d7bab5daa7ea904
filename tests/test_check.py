"""The check of tables: on a folder, on uploaded files, by the command, and with the broken tables to practise on."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import write_damage_table
from damage import DAMAGES, FAULTS, ODD_FAULT, change, copy_kit, write_broken_tables

from modality_lab import CheckForm, TableError, check_tables, load_tables, practice_folder
from modality_lab.check.report import SHOWN, UPLOAD_LIMIT, check_files
from modality_lab.command import main
from modality_lab.forms import check_form
from modality_lab.lessons.practice import EXAMPLES
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.tables.writing import csv_text, runs_as_formula, write_whole
from modality_lab.words import KitError

ROOT = Path(__file__).parents[1]
BROKEN = ROOT / "examples" / "broken-tables"


@pytest.fixture
def school(tmp_path):
    """A folder with three of the kit's tables, to change at will."""
    return copy_kit(tmp_path / "school", "sessions.csv", "benefits.csv", "techniques.csv")


def contents(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


# What a check says


def test_the_kit_is_all_good_and_the_report_says_what_was_checked():
    report = check_tables(KIT_FOLDER)
    assert report.is_good and report.sentence.startswith('All good: there is nothing to mend in "data".')
    rows = sum(len(pd.read_csv(path)) for path in KIT_FOLDER.glob("*.csv"))
    assert f"{len(list(KIT_FOLDER.glob('*.csv')))} files with {rows} rows" in repr(report)
    # A lesson may name a source in its text that no table cites; nothing else of the kit is odd.
    assert {problem.file for problem in report.odd} <= {"sources.csv"}


def test_all_good_names_the_tables_that_came_from_the_kit(school):
    text = repr(check_tables(school))
    assert "Checked: 3 files with 27 rows, against the" in text
    assert "Taken from the kit: " in text and "cautions.csv" in text.split("Taken from the kit: ")[1]


def test_a_problem_has_its_file_row_plain_column_and_nearest_match(school):
    change(school, "benefits.csv", "dtm,flexibility,listed", "dtm,flexibility,list")
    change(school, "sessions.csv", "nmt,30", "nmt,half an hour")
    report = check_tables(school)
    assert report.sentence == '2 problems to mend in "school" (2 files).'
    assert (
        'benefits.csv (Benefits)\n  Row 11, column "where the source says it" (basis): found "list". '
        'Allowed: listed or in_text. Did you mean "listed"?' in repr(report)
    )
    assert (
        "<h3>sessions.csv (Sessions)</h3><ul><li><strong>Row 2, column "
        "&quot;shortest usual session&quot; (min_minutes): </strong>found"
    ) in report._repr_html_()


def test_it_is_the_check_that_guards_the_tables(school):
    change(school, "benefits.csv", "dtm,flexibility,listed", "dtm,flexibility,list")
    with pytest.raises(TableError) as caught:
        load_tables(school)
    assert check_tables(school).problems == tuple(caught.value.problems)


def test_many_problems_of_a_file_are_counted_and_not_all_shown(school):
    path = school / "benefits.csv"
    head, row = path.read_text(encoding="utf-8").splitlines()[:2]
    rows = [
        row.replace("targeted_pain_relief", f"benefit_{number}").replace("listed", f"wrong{number}")
        for number in range(90)
    ]
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    text = repr(check_tables(school))
    assert "90 problems to mend" in text and f"{90 - SHOWN} more" in text
    assert text.count('found "wrong') <= SHOWN


def test_every_word_of_a_table_is_escaped_and_every_hidden_mark_is_shown(school):
    change(school, "sessions.csv", "nmt,30", "<img src=x onerror=alert(1)>,30")
    change(school, "benefits.csv", "dtm,flexibility,listed", "dtm,flexibility,\x1b[31mlisted\u202e")
    report = check_tables(school)
    assert "<img" not in report._repr_html_() and "&lt;img" in report._repr_html_()
    for face in (repr(report), report._repr_html_()):
        assert "\x1b" not in face and "\u202e" not in face


# Allowed, but odd


def test_it_is_said_that_no_caution_leaves_a_modality_of_the_kit_out_any_more(tmp_path):
    load_tables().techniques.assign(work="").to_csv(tmp_path / "techniques.csv", index=False)
    [first, _] = check_tables(tmp_path).odd
    assert first.file == "techniques.csv" and first.text.endswith("so no caution about a kind of work leaves it out.")


ODD = {
    "a modality without rules": (
        ("modalities.csv", "\nnmt,", "\ncupping,Cupping,CUP,Our own words.,teaching_note,Example,\nnmt,"),
        '"cupping": no row of rules.csv gives it points, so the form never recommends it.',
    ),
    "a modality without techniques": (
        ("modalities.csv", "\nnmt,", "\ncupping,Cupping,CUP,Our own words.,teaching_note,Example,\nnmt,"),
        '"cupping": it has no row in techniques.csv, so each caution about a kind of work leaves it out, to be safe.',
    ),
    "two ids for one benefit": (
        ("benefits.csv", "dtm,stress_reduction", "dtm,stress_relief"),
        'found "stress_relief", and "stress_reduction" in row 4.',
    ),
    "a session of ten hours": (
        ("sessions.csv", "dtm,60,90", "dtm,60,600"),
        'Row 3, column "longest usual session" (max_minutes): found "600" minutes, which is more than four hours.',
    ),
    "a source that nobody cites": (
        ("sources.csv", "\nteaching_note,", "\nour_book,Our book,Us,2026,our_judgement,not stated,\nteaching_note,"),
        'Row 3, column "source" (source_id): no row of any table cites "our_book".',
    ),
    "a row under two ids": (
        (
            "glossary.csv",
            "\nsession,",
            (
                "\nkind of massage,A kind of massage or bodywork with its own "
                "ideas and techniques.,teaching_note,Words\nsession,"
            ),
        ),
        'Row 3, column "word" (term): the row says the same as row 2, under another term.',
    ),
    "an empty row in the middle": (
        ("sessions.csv", "\ndtm,", "\n\ndtm,"),
        "Row 3: the row is empty and passed over. Is something missing here?",
    ),
    "empty rows in the middle": (
        ("sessions.csv", "\ndtm,", "\n,,,\n\ndtm,"),
        "Row 3: rows 3 to 4 are empty and passed over.",
    ),
    "a name that has lost its last letter": (
        ("regions.csv", "lower back", "lower bac?"),
        'found "bac?", where the question mark asks nothing. Is a letter lost there?',
    ),
    "a letter that is lost before the rest of a sentence": (
        ("glossary.csv", "A kind of massage", "A kind of massag? doux"),
        'found "massag?", where the question mark asks nothing. Is a letter lost there?',
    ),
    "a formula": (
        ("techniques.csv", "Pressure placed exactly on a trigger point.", '"=HYPERLINK(""http://example.org"")"'),
        "which a spreadsheet runs as a formula.",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_allowed_but_odd_is_said_apart_from_problems(tmp_path, what):
    (file, old, new), sentence = ODD[what]
    folder = copy_kit(tmp_path / "school", file)
    usual = set(check_tables(folder).odd)
    change(folder, file, old, new)
    report = check_tables(folder)
    assert report.is_good and set(report.odd) - usual
    assert sentence in repr(report).split("Allowed, but odd. Is it meant so?")[1]


def test_a_file_that_is_no_table_is_named(school):
    (school / "clients.csv").write_text("name\n")
    text = repr(check_tables(school))
    assert (
        "clients.csv\n  This is not the name of a table, so nothing in the "
        "file is used.\n\nThe tables have these names: sources.csv"
    ) in text


def test_what_is_odd_waits_until_nothing_is_left_to_mend(school):
    change(school, "sessions.csv", "dtm,60,90", "dtm,60,600")
    change(school, "sessions.csv", "nmt,30", "nmt,half an hour")
    report = check_tables(school)
    assert len(report.problems) == 1 and not report.odd


# The broken tables


def test_the_broken_tables_and_the_page_of_damages_are_in_step(tmp_path):
    write_broken_tables(tmp_path / "broken")
    assert contents(BROKEN) == contents(tmp_path / "broken"), "run: make damage"
    assert write_damage_table.PAGE.read_text(encoding="utf-8") == write_damage_table.text(), "run: make damage"


def test_each_fault_is_one_problem_and_the_report_shrinks_until_all_is_good(tmp_path, monkeypatch):
    monkeypatch.setenv("MODALITY_LAB_WORK", str(tmp_path))
    shipped = contents(BROKEN)
    folder = practice_folder("broken-tables", "mine").folder
    left = [len(check_tables(folder).problems)]
    for _, file, right, wrong in FAULTS:
        change(folder, file, wrong, right)
        left.append(len(check_tables(folder).problems))
    assert left == list(range(len(FAULTS), -1, -1))
    [odd] = check_tables(folder).odd
    _, file, right, wrong = ODD_FAULT
    assert odd.file == file
    change(folder, file, wrong, right)
    report = check_tables(folder)
    assert report.is_good and not report.odd
    assert contents(folder) == {name: (KIT_FOLDER / name).read_bytes() for name in contents(folder)}
    assert contents(BROKEN) == shipped, "the shipped folder was changed"


def test_the_faults_are_of_different_kinds():
    assert len({what for what, *_ in FAULTS}) == len(FAULTS) >= 12
    assert {file for _, file, _, _ in [*FAULTS, ODD_FAULT]} == {path.name for path in BROKEN.iterdir()}


def test_the_answer_key_of_the_lesson_has_every_fault_with_its_row():
    lesson = nbformat.read(ROOT / "notebooks/09-break-it.ipynb", as_version=4)
    key = "".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    for what, file, right, wrong in FAULTS:
        text = (BROKEN / file).read_text(encoding="utf-8")
        row = text[: text.index(wrong)].count("\n") + 1
        assert f"| {file} | {row} | {what} |" in key
        assert what == "a row twice" or f"| `{wrong}` | `{right}` |" in key
    [stored] = [cell for cell in lesson.cells if cell.source.startswith("check_tables(")]
    assert stored.outputs[0].data["text/plain"].startswith(f"{len(FAULTS)} problems to mend"), "run: make notebooks"


def test_a_folder_to_work_in_is_never_overwritten(tmp_path, monkeypatch):
    monkeypatch.setenv("MODALITY_LAB_WORK", str(tmp_path))
    first = practice_folder("broken-tables", "mine")
    (first.folder / "sessions.csv").write_text("my work")
    assert repr(practice_folder("broken-tables", "mine")) == repr(first)
    assert (first.folder / "sessions.csv").read_text() == "my work"


# Uploaded files


def upload(form, content, buffers):
    """Let a page send files: its message arrives as the widget hands it on."""
    form._answer(form, content, buffers)  # noqa: SLF001 # Only a page can send through the public way.


def test_uploaded_files_are_checked_with_the_tables_of_the_kit():
    report = check_files(
        [
            ("Sessions.csv", (BROKEN / "sessions.csv").read_bytes()),
            ("glossary.csv", (KIT_FOLDER / "glossary.csv").read_bytes()),
        ]
    )
    assert report.sentence == "2 problems to mend in your files."
    assert check_files([("glossary.csv", (KIT_FOLDER / "glossary.csv").read_bytes())]).is_good


@pytest.mark.parametrize(
    "name",
    [
        "../../sessions.txt",
        "C:\\files\\session.csv",
        "",
        ".",
        "nul",
        "a" * 5000,
        "ses\0sions.csv",
        "<script>.csv",
        "sessions.xlsx",
    ],
)
def test_a_name_that_is_no_table_is_said_and_never_written(name, tmp_path):
    report = check_files([(name, b"modality")])
    assert not report.is_good and "this is not the name of a table" in report.problems[0].text
    assert "<script" not in report._repr_html_()


def test_files_that_are_no_tables_are_told_what_tables_are_called():
    text = repr(check_files([("photo.png", b"\x89PNG"), ("homework.csv", b"a"), ("cautionz.csv", b"a")]))
    assert (
        "photo.png\n  This is not the name of a table, so nothing in the file is used. A table is a CSV file.\n" in text
    )
    assert "homework.csv\n  This is not the name of a table, so nothing in the file is used.\n" in text, (
        "nothing is guessed"
    )
    assert (
        "cautionz.csv\n  This is not the name of a table, so nothing in "
        'the file is used. Did you mean "cautions.csv"?\n'
    ) in text
    assert text.count("The tables have these names: sources.csv, modalities.csv, ") == 1
    assert "\nPut these right, and check again." in text and "save it as CSV" not in text


def test_a_picture_with_the_name_of_a_table_is_not_to_be_saved_as_csv():
    text = repr(check_files([("sessions.csv", b"\x89PNG\r\n")]))
    assert "It is a picture or a document, not a table.\n\nPut this right, and check again." in text


def test_with_a_wrong_cell_beside_a_wrong_name_the_spreadsheet_is_asked_for():
    raw = (KIT_FOLDER / "sessions.csv").read_bytes().replace(b"nmt,30", b"nmt,half an hour")
    text = repr(check_files([("photo.png", b"\x89PNG"), ("sessions.csv", raw)]))
    assert "Mend these in your spreadsheet, save it as CSV UTF-8, and check again." in text


def test_two_uploaded_files_of_one_name_are_a_problem():
    raw = (KIT_FOLDER / "sessions.csv").read_bytes()
    assert "Two of the files have this name" in repr(check_files([("sessions.csv", raw), ("Sessions.csv", raw)]))


def test_the_upload_limit_is_enforced_and_said():
    with pytest.raises(KitError, match=r"These files have 8\.0 MB\. Allowed: together at most 8 MB\."):
        check_files([("sessions.csv", bytes(UPLOAD_LIMIT)), ("rules.csv", b"1")])
    form = CheckForm()
    upload(form, {"names": ["sessions.csv"]}, [memoryview(bytes(UPLOAD_LIMIT + 1))])
    assert "together at most 8 MB" in form.sentence and "together at most 8 MB" in form.reply["result"]


@pytest.mark.parametrize(
    "content", [None, [], {}, {"names": None}, {"names": [1]}, {"names": ["a.csv", "b.csv"]}, {"names": []}]
)
def test_an_upload_that_did_not_arrive_whole_gets_a_sentence(content):
    form = CheckForm()
    upload(form, content, [memoryview(b"x")])
    assert form.sentence == "The files did not arrive whole. Choose them again."
    upload(form, {"names": ["glossary.csv"]}, [memoryview((KIT_FOLDER / "glossary.csv").read_bytes())])
    assert form.sentence.startswith("All good") and form.reply["number"] == 2


def test_an_uploaded_switchboard_is_checked_and_leads_to_no_other_folder():
    head = b"setting,id,value,note\n"
    assert 'Did you mean "dtm"?' in repr(check_files([("switchboard.csv", head + b"hide_modality,dtn,,\n")]))
    with pytest.raises(KitError, match="This switchboard names another folder"):
        check_files([("switchboard.csv", head + f"folder,,{KIT_FOLDER},\n".encode())])


def test_a_mistake_of_the_kit_is_said_and_the_card_goes_on(monkeypatch):
    form = CheckForm()
    monkeypatch.setattr(check_form, "check_files", lambda *_: 1 / 0)
    upload(form, {"names": ["<b>"]}, [memoryview(b"x")])
    assert (
        form.sentence.startswith("The kit has made a mistake here, not you.")
        and "ZeroDivisionError" in form.reply["result"]
    )
    monkeypatch.undo()
    upload(form, {"names": ["glossary.csv"]}, [memoryview((KIT_FOLDER / "glossary.csv").read_bytes())])
    assert form.sentence.startswith("All good")


# The command


def test_the_command_is_installed_and_says_what_the_check_says():
    command = Path(sys.executable).with_name("modality-lab" + (".exe" if os.name == "nt" else ""))
    run = subprocess.run(
        [command, "check", BROKEN],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert run.returncode == 1 and run.stdout.startswith(f"{len(FAULTS)} problems to mend") and not run.stderr


def test_the_command_ends_with_a_code_for_scripts(school, capsys):
    assert main(["check", str(school)]) == 0
    assert main(["check", str(school / "nowhere")]) == 2
    with pytest.raises(SystemExit) as ended:
        main(["chek"])
    assert ended.value.code == 2
    capsys.readouterr()


def test_a_new_folder_is_all_good_and_none_is_overwritten(tmp_path, capsys):
    folder = tmp_path / "our school"
    assert main(["new", str(folder), "sessions", "rules"]) == 0
    assert contents(folder).keys() == {"sessions.csv", "rules.csv"}
    assert main(["check", str(folder)]) == 0
    assert main(["new", str(folder)]) == 2 and "is there already" in capsys.readouterr().out
    assert (
        main(["new", str(tmp_path / "other"), "session"]) == 2 and 'Did you mean "sessions"?' in capsys.readouterr().out
    )
    assert not (tmp_path / "other").exists()


# What we write


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://example.org")', "+1+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1+1"]
)
def test_a_formula_is_written_as_text(cell):
    assert runs_as_formula(cell)
    assert csv_text(pd.DataFrame({"text": [cell]})).split("\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", ["-2", "+1.5", "deep work", "a=b", "", "'quoted"])
def test_other_cells_are_written_as_they_are(cell):
    assert csv_text(pd.DataFrame({"text": [cell], "other": ["x"]})) == f"text,other\n{cell},x\n"


def test_no_table_that_we_ship_or_copy_holds_a_formula():
    for path in [*KIT_FOLDER.glob("*.csv"), *EXAMPLES.glob("*/*.csv")]:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if runs_as_formula(cell)], path


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "page.html", "old — whole")
    assert path.read_text(encoding="utf-8") == "old — whole"
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(KitError, match=r"cannot be written: No space left on device\. Nothing was changed\."):
        write_whole(path, "new")
    assert contents(tmp_path) == {"page.html": "old — whole".encode()}


# Every damage of the list


def fingerprint(folder):
    if not folder.is_dir():
        return folder.exists()
    return {
        path.name: (
            path.stat().st_size,
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()[:1_000_000]).hexdigest(),
        )
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("what", DAMAGES)
def test_every_damage_gets_a_sentence_or_a_right_result_and_no_file_is_changed(tmp_path, what):
    folder = tmp_path / "damaged" / "school"
    DAMAGES[what](folder)
    before = fingerprint(folder)
    report = check_tables(folder)
    assert fingerprint(folder) == before
    if report.is_good:
        load_tables(folder)
    else:
        with pytest.raises(TableError):
            load_tables(folder)


@pytest.mark.parametrize("name", ["~nosuchuser/x", "x" * 300])
def test_the_command_takes_any_name_of_a_folder(name, capsys):
    assert main(["check", name]) == 2 and main(["new", name]) == 2
    assert "cannot be the name of a folder" in capsys.readouterr().out


def test_a_folder_with_nothing_but_a_switchboard_is_checked(tmp_path):
    (tmp_path / "switchboard.csv").write_text("setting,id,value,note\nhide_modality,dtm,,\n")
    assert "Checked: 1 file with 1 row, against the" in repr(check_tables(tmp_path))
