"""Whatever lies in a school's folder: read, named by check and lesson alike, or a leftover that needs no word."""

import contextlib
import io
import os
import shutil
import subprocess
import sys

import build_site
import pytest
from damage import change, copy_kit

from modality_lab import Exercise, TableError, check_tables, load_tables
from modality_lab.check.report import check_files
from modality_lab.command import main
from modality_lab.tables import folder as folder_module
from modality_lab.tables import loading
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.problem import SHOWN, Kind
from modality_lab.words import KitError, writable

SESSIONS = (KIT_FOLDER / "sessions.csv").read_bytes()

COPIES = [
    "Copia de sessions.csv", "Cópia de sessions.csv", "Kopie von sessions.csv", "sessions - Kopie.csv",
    "sessions - Copy (2).csv", "sessions copy 2.csv", "sessions (Ann's conflicted copy 2026-03-01).csv",
    "sessions-DESKTOP-7QK2.csv", "sessions-Anns-MacBook-Pro.csv", "sessions (raspberrypi).csv",
    "sessions.sync-conflict-20260301-101010-ABC.csv", "sessions (conflicted copy 2026-03-01 101010).csv",
    "sessions [Conflict].csv", "sessions-Tabelle 1.csv", "Our tables - sessions.csv", "sessions_v2.csv",
    "FINAL sessions.csv", "our sessions.csv", "sessions_backup.csv", "session.csv",
]  # fmt: skip
ENDINGS = [
    "sessions.csv.csv", "sessions.csv.txt", "sessions.txt", "sessions.tsv", "sessions", "sessions.bak",
    "sessions.csv.bak", "sessions.csv~", "sessions.tmp", "sessions.csv.orig", "sessions.json", "sessions.xlsx",
    "sessions.xls", "sessions.xlsb", "sessions.ods", "sessions.fods", "sessions.numbers", "sessions.gsheet",
    "sessions.url", "sessions.webloc", "sessions.csv - Shortcut.lnk", "sessions.htm", "sessions.html", "sessions.prn",
    "sessions.zip", "sessions.csv.zip", "sessions.csv.download", "sessions.csv.crdownload", "sessions.csv.part",
    ".sessions.csv.icloud", ".sessions.csv", " sessions.csv", "sessions.csv ", "sessions .csv",
]  # fmt: skip
OTHERS = {
    "modality.csv": "modalities", "modalitys.xlsx": "modalities", "safety question.csv": "safety_questions",
    "switchboard (1).csv": "switchboard", "Switchbord.CSV": "switchboard", "both ways.csv": "both_ways",
}  # fmt: skip
MAY_HOLD_TABLES = [
    "Book1.xlsx", "Massage tables.xlsx", "Classeur1.ods", "tables.zip", "prices.csv", "class list.txt", "data.json",
    "index.html", "tables.gsheet", "Unconfirmed 1234.crdownload", ".Book1.xlsx.icloud", "rules.docx", "focus group.csv",
]  # fmt: skip
LEFTOVERS = [
    "._sessions.csv", ".DS_Store", "desktop.ini", "Desktop.ini", "Thumbs.db", "~$Book1.xlsx", "~$sessions.xlsx",
    ".~lock.sessions.csv#", ".#sessions.csv", "#sessions.csv#", ".sessions.csv.swp", "Icon\r", ".gitignore",
    ".directory", ".nextcloudsync.log", ".syncthing.sessions.csv.tmp", "~WRL0001.tmp",
]  # fmt: skip
DOCUMENTS = ["README.md", "LICENSE", "notes.txt", "hands.JPG", "course.pdf", "handout.docx", "sessions.png", "tidy.py"]


@pytest.fixture
def school(tmp_path):
    """A folder with two of the kit's tables."""
    return copy_kit(tmp_path / "school", "sessions.csv", "glossary.csv")


def write_all(folder, names, content=b""):
    """Write files of many names at once; Windows has no names such as "Icon\\r" or with a space at their end."""
    names = [name for name in names if os.name != "nt" or not name.endswith((" ", "\r"))]
    for name in names:
        (folder / name).write_bytes(content)
    return set(names)


def load(folder):
    """Return what the lesson says of a folder: its error, or what is printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            load_tables(folder)
        except TableError as error:
            return str(error), error.problems
    return out.getvalue(), []


# Meant as a table


@pytest.mark.parametrize("names", [COPIES, ENDINGS, OTHERS], ids=["copies", "endings", "other tables"])
@pytest.mark.parametrize("beside", [True, False], ids=["beside the table", "without it"])
def test_a_file_that_is_meant_as_a_table_is_a_problem_for_check_and_lesson_alike(school, names, beside, damage_counts):
    (school / "sessions.csv").unlink()
    if beside:
        copy_kit(school, "sessions.csv", "modalities.csv", "safety_questions.csv", "both_ways.csv")
    names = write_all(school, names)
    said, problems = load(school)
    assert {problem.file.strip('"') for problem in problems} == names
    for problem in problems:
        meant = OTHERS.get(problem.file, "sessions")
        assert problem.kind is Kind.NO_TABLE and f"{meant}.csv" in problem.text
        assert f"{problem.file}: this file is not read" in said
        assert ("is there too" in problem.text) == (beside and meant != "switchboard")
    report = check_tables(school)
    assert list(report.problems) == problems and all(problem.text[1:] in repr(report) for problem in problems)
    damage_counts["files that are meant as a table: named"] += len(names)


@pytest.mark.parametrize("change", [
    bytes, lambda raw: raw.replace(b",", b";"), lambda raw: raw.decode().replace(",", "\t").encode("utf-16"),
    lambda raw: b"sep=,\n" + raw,
], ids=["commas", "semicolons", "Unicode text", "sep line"])  # fmt: skip
def test_a_file_is_meant_as_the_table_whose_columns_stand_in_its_first_row(school, change):
    names = write_all(
        school, ["Sitzungen.csv", "Book1.csv", "ours.txt", "5F3A", "notes.txt", "x.bak"], change(SESSIONS)
    )
    problems = check_tables(school).problems
    assert {each.file for each in problems} == names
    assert all("sessions.csv is there too" in each.text for each in problems)


def test_columns_that_many_tables_have_make_no_table(school):
    write_all(school, ["reading list.csv"], b"title,author,source_id,source_section\n")
    report = check_tables(school)
    assert report.is_good and [each.file for each in report.odd] == ["reading list.csv"]


@pytest.mark.parametrize("name, sentence", [
    (" sessions.csv", '" sessions.csv": this file is not read. There is a space too many in its name.'),
    ("sessions .csv", "There is a space too many in its name."),
    ("sessions.csv.txt", 'Its name ends in ".txt", which your computer may not show. Is it "sessions.csv"?'),
    ("sessions.zip", "as it is packed. Unpack it, so that sessions.csv itself lies in this folder;"),
    ("sessions.xlsb", "as it is not CSV. Open it, choose Save as, CSV UTF-8, under the name sessions.csv;"),
    ("sessions.gsheet", "as it only leads to a file elsewhere. Save that one as CSV UTF-8"),
    ("sessions.csv.part", "as its download has not come to an end. Download it again, under the name sessions.csv;"),
    (".sessions.csv.icloud", "as it is in iCloud and not on this computer. Open it once,"),
])  # fmt: skip
def test_it_is_said_what_to_do(school, name, sentence):
    (school / "sessions.csv").unlink()
    write_all(school, [name])
    assert sentence in load(school)[0]


# What may hold tables, and what nobody means as one


def test_what_may_hold_tables_is_odd_for_the_check_and_one_sentence_in_the_lesson(school, damage_counts):
    names = write_all(school, MAY_HOLD_TABLES)
    odd = check_tables(school).odd
    assert {each.file for each in odd} == names and {each.kind for each in odd} == {Kind.NO_TABLE}
    assert all(each.text.startswith("this is not the name of a table, so nothing in the file is used.") for each in odd)
    said, problems = load(school)
    assert not problems and said.count("\n") == 1 and f"and {len(names) - 5} others. To see why, run check_t" in said
    damage_counts["files that may hold tables: named"] += len(names)


def test_a_lesson_names_what_it_does_not_read(school):
    write_all(school, ["Book1.xlsx", "prices.csv"])
    assert load(school)[0].startswith('Not read in the folder "school": Book1.xlsx and prices.csv. To see why, run che')
    tables = load_tables(school)
    for each in (tables, tables.replace(rules=tables.rules.head(1))):
        assert each.not_read == check_tables(school).odd and repr(each).endswith("Not read: Book1.xlsx and prices.csv.")


def test_leftovers_documents_and_other_capitals_need_no_word(school, damage_counts):
    (school / "sessions.csv").rename(school / "Sessions.CSV")
    names = write_all(school, [*LEFTOVERS, *DOCUMENTS], b"\0\5\x16\7")
    report = check_tables(school)
    assert report.is_good and not report.odd and load(school) == ("", [])
    assert report.rows.keys() == {"sessions.csv", "glossary.csv"}
    damage_counts["files that nobody means: without a word"] += len(names)


def test_folders_of_programs_and_those_without_tables_need_no_word(school):
    for name in ("__MACOSX", ".git", ".ipynb_checkpoints", "$RECYCLE.BIN", "@eaDir"):
        copy_kit(school / name, "sessions.csv")
    (school / "pictures").mkdir()
    write_all(school / "pictures", ["list.csv", "hands.jpg"])
    assert not check_tables(school).odd and load(school) == ("", [])


def test_every_lesson_says_it_as_often_as_it_loads_and_the_exercise_in_its_check(school, capsys):
    write_all(school, ["Book1.xlsx"])
    load_tables(school), load_tables(school)
    assert capsys.readouterr().out.count("Book1.xlsx") == 2
    exercise = Exercise("swedish", school)
    exercise.show(len) if False else exercise.step("sessions")
    assert "Book1.xlsx" in repr(exercise.check()) and not capsys.readouterr().out


def test_what_is_not_read_is_said_also_while_something_is_to_be_mended(school):
    (school / "sessions.csv").write_bytes(SESSIONS.replace(b"nmt,30", b"nmt,half an hour"))
    write_all(school, ["Book1.xlsx"])
    report = check_tables(school)
    assert len(report.problems) == 1 and [each.file for each in report.odd] == ["Book1.xlsx"]
    assert "Book1.xlsx\n  This is not the name of a table" in repr(report)
    assert "the check also names what else is allowed but odd" in repr(report)


def test_in_a_folder_without_a_table_all_that_may_hold_one_is_to_be_mended(tmp_path):
    write_all(tmp_path, ["Book1.xlsx"])
    said, problems = load(tmp_path)
    assert "no table of the kit is in this folder" in said and {each.file for each in problems} == {
        "the folder",
        "Book1.xlsx",
    }


def test_a_whole_copy_of_the_kits_folder_needs_no_word_until_its_dictionary_is_changed(tmp_path):
    copy = shutil.copytree(KIT_FOLDER, tmp_path / "school")
    assert not [each for each in check_tables(copy).odd if each.kind is Kind.NO_TABLE]
    (copy / "datapackage.json").write_text("{}")
    assert [each.file for each in check_tables(copy).odd if each.kind is Kind.NO_TABLE] == ["datapackage.json"]


def test_in_the_kits_own_folder_nothing_is_passed_over_either(tmp_path, monkeypatch):
    kit = shutil.copytree(KIT_FOLDER, tmp_path / "data")
    monkeypatch.setattr(loading, "KIT_FOLDER", kit)
    assert load(None) == ("", [])
    write_all(kit, ["sessions (1).csv"])
    assert "sessions (1).csv: this file is not read, as sessions.csv is there too." in load(None)[0]


def test_very_many_files_are_counted_in_time(school):
    for number in range(1500):
        (school / f"scan {number:04d}.dat").touch()
    odd = check_tables(school).odd
    assert len(odd) == SHOWN + 1 and "1,480 more files in it" in repr(odd)
    assert "1 more" not in load(school)[0] and "16 others" in load(school)[0]


# Folders within the folder


@pytest.mark.parametrize("within", ["school", "old tables", "tables-main/data"])
def test_tables_in_a_folder_within_the_folder_are_named(school, within):
    copy_kit(school / within, "rules.csv", "sessions.csv")
    [odd] = check_tables(school).odd
    assert odd.file.rstrip("/") == within.rpartition("/")[2] and "is not read: rules.csv and sessions.csv." in odd.text
    assert within.rpartition("/")[2] + "/" in load(school)[0]


def test_of_a_folder_that_was_unpacked_twice_it_is_said_where_its_tables_are(tmp_path):
    copy_kit(tmp_path / "school" / "school", "sessions.csv")
    assert "school/: what lies in this folder is not read: sessions.csv." in load(tmp_path / "school")[0]


def test_a_switchboard_that_leads_to_a_folder_within_needs_no_word(tmp_path):
    copy_kit(tmp_path / "school" / "tables" / "2026", "sessions.csv")
    (tmp_path / "school" / "switchboard.csv").write_text("setting,id,value,note\nfolder,,tables/2026,\n")
    assert load(tmp_path / "school") == ("", [])
    assert check_tables(tmp_path / "school").rows.keys() == {"sessions.csv", "switchboard.csv"}


@pytest.mark.parametrize("name, is_problem", [("sessions.xlsx", True), ("Book1.xlsx", False)])
def test_beside_a_switchboard_that_leads_elsewhere_nothing_is_passed_over(tmp_path, name, is_problem):
    copy_kit(tmp_path / "tables", "sessions.csv")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "switchboard.csv").write_text("setting,id,value,note\nfolder,,../tables,\n")
    write_all(tmp_path / "class", [name])
    report = check_tables(tmp_path / "class")
    assert [each.file for each in (report.problems if is_problem else report.odd)] == [name]


def test_a_switchboard_that_is_not_asked_is_named(tmp_path):
    copy_kit(tmp_path / "tables", "sessions.csv")
    for folder, way in (("class", "../tables"), ("tables", ".")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "switchboard.csv").write_text(f"setting,id,value,note\nfolder,,{way},\n")
    assert "switchboard.csv" in load(tmp_path / "class")[0]


# The folder school beside the notebooks


@pytest.mark.parametrize("name", ["School", "SCHOOL", "school ", "sChOOl"])
@pytest.mark.parametrize("is_installed", [True, False])
def test_the_folder_school_is_found_in_any_capitals(tmp_path, monkeypatch, name, is_installed):
    kit = shutil.copytree(KIT_FOLDER, tmp_path / "data")
    copy_kit(tmp_path / name, "sessions.csv")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr(loading, "KIT_FOLDER", kit)
    monkeypatch.setattr(loading, "IS_INSTALLED", is_installed)
    assert load_tables().folder.name == name and "cautions" in load_tables().from_kit


def test_of_two_folders_school_one_is_to_be_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "KIT_FOLDER", shutil.copytree(KIT_FOLDER, tmp_path / "data"))
    for name in ("school", "School"):
        copy_kit(tmp_path / name, "sessions.csv")
    if len(list(tmp_path.iterdir())) == 3:
        assert '"School" and "school" lie beside each other' in load(None)[0]
        assert not check_tables().is_good


def test_the_site_takes_the_tables_of_the_school_along_in_any_capitals(tmp_path):
    copy_kit(tmp_path / "SCHOOL", "sessions.csv")
    (tmp_path / "SCHOOL" / "sessions.csv").rename(tmp_path / "SCHOOL" / "Sessions.CSV")
    assert [path.name for path in build_site.tables_of_school(tmp_path)] == ["Sessions.CSV"]


# Upload


def test_leftovers_among_uploaded_files_are_passed_over():
    assert check_files([("sessions.csv", SESSIONS), *((name, b"\0\5\x16\7") for name in LEFTOVERS)]).is_good
    with pytest.raises(KitError, match="No file has come"):
        check_files([("._sessions.csv", b"\0\5\x16\7")])


def test_any_other_uploaded_file_is_named():
    names = [*COPIES, *ENDINGS, *OTHERS, *MAY_HOLD_TABLES]
    problems = check_files((name, b"x") for name in names).problems
    assert [problem.file.strip('"') for problem in problems] == names
    for problem, name in zip(problems, names, strict=True):
        assert problem.kind is Kind.NO_TABLE
        meant = OTHERS.get(name, "rules" if name == "rules.docx" else "sessions")
        assert (f'Did you mean "{meant}.csv"?' in problem.text) == (name not in MAY_HOLD_TABLES or name == "rules.docx")


def test_an_uploaded_file_is_known_by_its_columns():
    [problem] = check_files([("Book1.csv", SESSIONS)]).problems
    assert problem.text.endswith('Did you mean "sessions.csv"?')


# Once is enough


@pytest.mark.parametrize("damage", [(b"", b""), (b"nmt,30", b"nmt,half an hour"), (b"max_minutes", b"longest")])
def test_the_check_reads_each_file_once(school, monkeypatch, damage):
    (school / "sessions.csv").write_bytes(SESSIONS.replace(*damage))
    read, read_sheet = [], folder_module.read_sheet
    monkeypatch.setattr(folder_module, "read_sheet", lambda path, *rest: read.append(path) or read_sheet(path, *rest))
    report = check_tables(school)
    assert sorted(path.name for path in read if path.parent == school) == ["glossary.csv", "sessions.csv"]
    assert report.rows.keys() == {"glossary.csv", "sessions.csv"} and set(report.from_kit) | set(report.rows) == {
        resource["path"] for resource in dictionary().values()
    }


# The command, wherever its words go


def run(*words, encoding="utf-8", stdout=subprocess.PIPE):
    code = "import sys; from modality_lab.command import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "latin-1", "cp932", "utf-16", "utf-8"])
@pytest.mark.parametrize("make", ["check", "new"])
def test_the_command_writes_in_any_letters(tmp_path, encoding, make):
    folder = tmp_path / "Łódź 按摩"
    if make == "check":
        copy_kit(folder, "sessions.csv")
        (folder / "sessions.csv").write_bytes(SESSIONS.replace(b"nmt,30", "nmt,„½“ Łódź ≥ 按摩\u202e".encode()))
    ran = run(make, str(folder), encoding=encoding)
    said = ran.stdout.decode(encoding)
    assert not ran.stderr and ran.returncode == (make == "check")
    assert ("Łódź" if encoding.startswith("utf") else "dz") in said and ("1 problem" in said) == (make == "check")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is full")  # noqa: PTH110
def test_a_full_disk_is_a_sentence(school):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = run("check", str(school), stdout=full)
    assert ran.returncode == 2 and ran.stderr.decode().count("\n") == 1 and b"cannot be written" in ran.stderr


@pytest.mark.parametrize("is_good", [True, False])
def test_a_pipe_that_closes_ends_the_command_in_peace(school, is_good):
    if not is_good:
        write_all(school, ["sessions.xlsx"])
    reading, writing = os.pipe()
    os.close(reading)
    ran = run("check", str(school), stdout=writing)
    os.close(writing)
    assert not ran.stderr and ran.returncode == (not is_good)


@pytest.mark.parametrize("text, encoding, said", [
    ("“Łódź” – déjà vu …", "ascii", '"Lodz" - deja vu ...'),
    ("“Łódź” – déjà vu …", "cp1252", "“Lódz” – déjà vu …"),
    ("≥ 30 → 45", "ascii", ">= 30 -> 45"),
    ("按 ½", "ascii", "[U+6309] [U+00BD]"),
    ("Łódź 按摩", "utf-8", "Łódź 按摩"),
])  # fmt: skip
def test_letters_that_cannot_be_written_have_stand_ins(text, encoding, said):
    first, *note = writable(text, encoding).splitlines()
    assert first == said and len(note) == (said != text and any(mark.isalpha() for mark in set(text) - set(said)))


def test_a_lesson_names_a_file_whose_letters_cannot_be_shown(school, monkeypatch):
    write_all(school, ["按摩.xlsx"])
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    load_tables(school)
    assert main(["check", str(school)]) == 0
    assert out.buffer.getvalue().count(b"[U+6309][U+6469].xlsx") == 2


# A heading of the safety form that is spelt in two ways


@pytest.mark.parametrize("table, old, new, said", [
    ("cautions", ",Headache,", ",Headaches,", 'found "Headaches", a heading of its own without a question'),
    ("cautions", ",Headache,", ",headache,", 'Did you mean "Headache"?'),
    ("safety_questions", "\nHeadache,", "\nHedache,", 'has this group, so it is not asked. Did you'),
    ("safety_questions", "\nHeadache,", "\nShoes,", 'found "Shoes", and no row of cautions.csv has this group'),
    ("cautions", ",Headache,", ",Feet and shoes,", None),
])  # fmt: skip
def test_a_group_that_is_spelt_in_two_ways_is_odd(tmp_path, table, old, new, said):
    folder = copy_kit(tmp_path / "school", f"{table}.csv")
    usual = check_tables(folder)
    change(folder, f"{table}.csv", old, new)
    report = check_tables(folder)
    odd = [each for each in report.odd if each not in usual.odd]
    assert report.is_good and len(odd) == (said is not None)
    if said:
        assert odd[0].column == "group" and odd[0].line > 1 and said in odd[0].text
