"""What is said of the files of a folder by their names and first rows, word for word."""

import json
import os

import pytest

from modality_lab.tables import folder as folders
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.file_endings import ending_of, is_bundle, not_a_table, sort_of, why_not_read
from modality_lab.tables.file_names import (
    goes_with_a_folder,
    is_leftover,
    table_meant,
    table_named,
    table_of_first_row,
)
from modality_lab.tables.folder import File, check_names, check_presence, files_in, read_folder, shown_name
from modality_lab.tables.problem import Kind, TableError
from modality_lab.words import listed

NAMES = [*(f"{table}.csv" for table in dictionary())]
GLOSSARY = "term,meaning,source_id,source_section\n"


def of_size(size, *names):
    """Files of a size, by their names; those that end in a slash are folders."""
    return tuple(File(name.rstrip("/"), 0, -1 if name.endswith("/") else size, name.endswith("/")) for name in names)


def unread(folder, *names):
    """What is said of files that are not there to be opened: what is to be mended, and what is odd."""
    found = check_names(folder, of_size(5, *names))
    everything = [*found.problems, *found.odd]
    assert all(each.kind in (Kind.NO_TABLE, Kind.FILE) and (each.line, each.column) == (0, "") for each in everything)
    return [(each.file, each.text) for each in found.problems], [(each.file, each.text) for each in found.odd]


# What lies in a folder


def test_the_files_of_a_folder_are_listed_by_name_with_their_size(tmp_path):
    for name in ("sessions.csv", "Notes.txt", "~$a.xlsx", ".hidden"):
        (tmp_path / name).write_text("12345")
    (tmp_path / "old").mkdir()
    (tmp_path / "nowhere.csv").symlink_to(tmp_path / "gone")
    os.utime(tmp_path / "sessions.csv", ns=(7, 8_000_000_000))
    found = files_in(tmp_path)
    assert [(each.name, each.size, each.is_folder) for each in found] == [
        ("Notes.txt", 5, False), ("nowhere.csv", -1, False), ("old", -1, True), ("sessions.csv", 5, False),
    ]  # fmt: skip
    assert found[3].changed == 8_000_000_000 and found[1].changed == 0
    assert File("Sessions.CSV", 0, 0, is_folder=False).table == "sessions" and found[0].table is None


def test_the_tables_of_a_folder_are_read_and_their_rows_counted(tmp_path):
    texts = {
        "Glossary.csv": f"{GLOSSARY}stroke,long,us,1\nhold,short,us,2\n",
        "soap.csv": "<html>",
        "quiz.csv": "",
        "posture_terms.csv": "term,meaning,tight,weak,source_id,source_section\n#REF!,b,c,d,us,1\n,b,c,d,us,1\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    contents = read_folder(tmp_path, (*files_in(tmp_path), *of_size(5, "notes.txt", "aims.csv/")))
    assert list(contents.sheets) == ["glossary"] and contents.sheets["glossary"].cells("term") == ["stroke", "hold"]
    assert contents.rows == {"glossary.csv": 2, "posture_terms.csv": 1, "quiz.csv": 0, "soap.csv": 0}
    assert [(each.file, each.line, each.column) for each in contents.problems] == [
        ("posture_terms.csv", 2, "term"), ("posture_terms.csv", 3, "term"), ("quiz.csv", 0, ""), ("soap.csv", 0, ""),
    ]  # fmt: skip


def test_tables_that_are_too_large_together_are_not_read(tmp_path):
    large = (*of_size(7_000_000, "aims.csv", "soap.csv"), *of_size(6_500_000, "glossary.csv"))
    with pytest.raises(TableError) as caught:
        read_folder(tmp_path, large)
    text = "its tables are too large: 20 megabytes together. Allowed: 20 megabytes. Keep the rows that the class needs."
    assert [(each.file, each.text) for each in caught.value.problems] == [(tmp_path.name, text)]
    assert caught.value.folder == tmp_path
    with pytest.raises(TableError, match="1,234 megabytes together"):
        read_folder(tmp_path, of_size(1_234_000_000, "aims.csv"))
    assert read_folder(tmp_path, of_size(20_000_001, "notes.csv", "big.txt")).rows == {}
    assert read_folder(tmp_path, of_size(20_000_000, "aims.csv")).problems[0].text.startswith("the file cannot be read")


def test_a_file_that_the_kit_lacks_is_named():
    there = of_size(5, *(name.upper() for name in NAMES if name != "soap.csv"))
    text = "the file is missing in the kit itself. Get it again from where the kit came from."
    assert [(each.file, each.text) for each in check_presence(there)] == [("soap.csv", text)]
    assert check_presence(of_size(5, *NAMES)) == [] and len(check_presence(())) == len(NAMES)


# What is not read


NOT_USED = "this is not the name of a table, so nothing in the file is used."
NAME_IT = "Give it that name, or take it out of this folder."
THEN = "; then take this one out of the folder."
NOT_CSV = f"this file is not read, as it is not CSV. Open it, choose Save as, CSV UTF-8, under the name aims.csv{THEN}"


@pytest.mark.parametrize("name, says", [
    ("aim.csv", f'this file is not read. Is it "aims.csv"? {NAME_IT}'),
    ("aims .csv", f'this file is not read. There is a space too many in its name. Is it "aims.csv"? {NAME_IT}'),
    ("aims.csv.txt", 'this file is not read. Its name ends in ".txt", which your computer may not show. Is it '
        '"aims.csv"? '
        f"{NAME_IT}"),
    ("aims.xlsx", NOT_CSV), ("aims.html", NOT_CSV),
    ("aims.gsheet", "this file is not read, as it only leads to a file elsewhere. Save that one as CSV UTF-8 in this "
        f"folder, as aims.csv{THEN}"),
    ("aims.zip", f"this file is not read, as it is packed. Unpack it, so that aims.csv itself lies in this "
        f"folder{THEN}"),
    ("aims.csv.crdownload", "this file is not read, as its download has not come to an end. Download it again, under "
        f"the name aims.csv{THEN}"),
    (".aims.csv.icloud", "this file is not read, as it is in iCloud and not on this computer. Open it once, so that "
        "it comes here as aims.csv."),
])  # fmt: skip
def test_a_file_that_is_meant_as_a_table_says_what_to_do(tmp_path, name, says):
    shown = f'"{name}"' if "  " in name else name
    assert unread(tmp_path, "soap.csv", name) == ([(shown, says)], [])
    both = "this file is not read, as aims.csv is there too. Keep one of them in this folder."
    assert unread(tmp_path, "Aims.csv", name) == ([(shown, both)], [])


@pytest.mark.parametrize("name, says", [
    ("prices.csv", NOT_USED), ("prices.dat", f"{NOT_USED} A table is a CSV file."),
    ("Book1.xlsx", f"{NOT_USED} A workbook must be saved as CSV UTF-8 first."),
    ("prices.webloc", f"{NOT_USED} It only leads to a file elsewhere. A table is a CSV file."),
    ("prices.zip", f"{NOT_USED} It is packed: tables must be unpacked first."),
    ("prices.part", f"{NOT_USED} Its download has not come to an end."),
    (".prices.csv.icloud", f"{NOT_USED} It is in iCloud and not on this computer."),
    ("aims.docx", f'{NOT_USED} A table is a CSV file. Did you mean "aims.csv"?'),
    ("prices.html", f"{NOT_USED} A table is a CSV file."), ("Notes - sessions.txt", None), ("prices/", None),
    ("README.md", None), ("hand.jpg", None),
])  # fmt: skip
def test_a_file_that_is_not_called_like_a_table_is_named(tmp_path, name, says):
    assert unread(tmp_path, "soap.csv", name) == ([], [(name, says)] if says else [])


def test_two_files_of_one_name_and_what_is_no_file_are_told(tmp_path):
    twice, no_file = "two files have this name, with other capitals. Keep one.", (
        "this is not a file that can be opened. A table is a CSV file."
    )  # fmt: skip
    assert check_names(tmp_path, of_size(0, "aims.csv")) == ([], [])
    assert unread(
        tmp_path, "README.md", "Aims.csv", "aims.csv", "soap.csv", "glossary.csv/", "Quiz.csv/", "quiz.csv"
    ) == (
        [
            ("Aims.csv", twice),
            ("aims.csv", twice),
            ("glossary.csv", no_file),
            ("Quiz.csv", no_file),
            ("quiz.csv", twice),
        ],
        [],
    )


def test_a_folder_without_a_table_says_how_tables_are_called(tmp_path):
    text = (
        f"no table of the kit is in this folder. A table is a CSV file with one of these names: {listed(NAMES, 'or')}."
    )
    assert unread(tmp_path, "prices.csv") == ([("the folder", text), ("prices.csv", NOT_USED)], [])
    assert unread(tmp_path) == ([("the folder", text)], [])
    assert unread(tmp_path, "switchboard.csv") == ([], [])
    assert [file for file, _ in unread(tmp_path, "aim.csv", "prices.csv")[0]] == ["aim.csv"]


def test_of_many_files_the_first_are_named_and_the_others_counted(tmp_path, monkeypatch):
    names = [f"price{number}.csv" for number in range(22)]
    more = "more files in it are not called like a table, and are not read."
    assert [file for file, _ in unread(tmp_path, "aims.csv", *names[:20])[1]] == names[:20]
    assert unread(tmp_path, "aims.csv", *names)[1][19:] == [(names[19], NOT_USED), ("the folder", f"2 {more}")]
    monkeypatch.setattr(folders, "MOST_LOOKED_INTO", 3)
    assert unread(tmp_path, "aims.csv", *names)[1][2:] == [(names[2], NOT_USED), ("the folder", f"19 {more}")]
    assert len(unread(tmp_path, "aims.csv", *names[:3])[1]) == 3


def test_a_file_of_any_name_is_known_by_its_first_row(tmp_path):
    (tmp_path / "words.csv").write_text(GLOSSARY)
    (tmp_path / "words.md").write_text(GLOSSARY)
    (tmp_path / "late.csv").write_text("x" * 4096 + "\n" + GLOSSARY)
    says = f'this file is not read. Is it "glossary.csv"? {NAME_IT}'
    assert unread(tmp_path, "soap.csv", "words.csv", "words.md", "late.csv") == (
        [("words.csv", says)],
        [("late.csv", NOT_USED)],
    )
    assert check_names(tmp_path, (*of_size(0, "words.csv"), *of_size(5, "soap.csv"))).problems == []
    (tmp_path / "notes.txt").write_text(GLOSSARY)
    assert [name for name, _ in unread(tmp_path, "soap.csv", "notes.txt")[0]] == ["notes.txt"]


def test_a_copy_of_the_dictionary_needs_no_word(tmp_path):
    (tmp_path / "datapackage.json").write_bytes((folders.KIT_FOLDER / "datapackage.json").read_bytes())
    assert unread(tmp_path, "soap.csv", "datapackage.json") == ([], [])
    [after] = unread(tmp_path, "soap.csv", "datapackage.json", "prices.csv")[1]
    assert after[0] == "prices.csv", "what comes after it is still told"
    (tmp_path / "datapackage.json").write_text(json.dumps({}))
    other = [("datapackage.json", f"{NOT_USED} A table is a CSV file.")]
    assert unread(tmp_path, "soap.csv", "datapackage.json") == ([], other)
    (tmp_path / "datapackage.json").unlink()
    assert unread(tmp_path, "soap.csv", "datapackage.json") == ([], other)


def test_tables_in_a_folder_within_are_told_and_where_they_belong(tmp_path):
    def put(*names):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("")

    put(
        "a/aims.csv",
        "a/quiz.csv",
        "a/Soap.csv",
        "a/notes.txt",
        "a/in/rules.csv",
        "b/x/y/scope.csv",
        "c/x/y/z/scope.csv",
    )
    put("d/Numbers.numbers/aims.csv", "e/aims.csv", "e/quiz.csv", "e/rules.csv", "e/soap.csv", "f.xlsx/aims.csv")
    (tmp_path / "g/aims.csv").mkdir(parents=True)
    says = (
        "what lies in this folder is not read: {}. If it is meant for the class, move it one folder up, beside the "
        "other tables."
    )
    assert unread(tmp_path, "soap.csv", "a/", "b/", "c/", "d/", "e/", "f.xlsx/", "g/", "gone/") == ([], [
        ("a/", says.format("Soap.csv, aims.csv and quiz.csv")), ("y/", says.format("scope.csv")),
        ("e/", says.format("aims.csv, quiz.csv and rules.csv and more")),
        ("f.xlsx", f"{NOT_USED} A workbook must be saved as CSV UTF-8 first."),
    ])  # fmt: skip
    put(*(f"h/{number:02}/aims.csv" for number in range(21)))
    assert len(unread(tmp_path, "soap.csv", "h/")[1]) == 20


def test_a_name_is_shown_on_one_line_and_not_too_long():
    assert shown_name("a" * 100) == "a" * 100 and shown_name("a" * 101) == f"{'a' * 97}…"
    assert shown_name("") == '""' and shown_name("aims .csv") == "aims .csv" and shown_name("a  b") == '"a  b"'
    assert shown_name("a\nb") == "a b"


# Names of files


@pytest.mark.parametrize("name, table", [
    ("AIMS.csv", "aims"), ("Switchboard.csv", "switchboard"), ("aims", None), ("aim.csv", None),
])  # fmt: skip
def test_a_table_is_called_by_its_name(name, table):
    assert table_named(name) == table


@pytest.mark.parametrize("name, table", [
    ("aims", "aims"), ("Aim.CSV", "aims"), ("aims.csv.zip", "aims"), ("aims.csv.bak", "aims"), ("aims.old.csv", "aims"),
    ("sesions.csv", "sessions"), ("Sessións.csv", "sessions"), ("survey pages.csv", "survey_pages"),
    ("survey-page (2).csv", "survey_pages"), ("Copy of survey_pages v2.csv", "survey_pages"),
    ("Our school - Sessions.csv", "sessions"), ("[new] sessions {x}.csv", "sessions"),
    ("sessions (of ana).csv", "sessions"),
    ("sessions-PC01.csv", "sessions"), ("sessions-Anas-MacBook-Pro.csv", "sessions"),
    ("sessions_ana laptop.csv", "sessions"),
    ("sessions (conflicted copy of ana).csv", "sessions"), ("trigger_points Ana's conflict 2026.csv", "trigger_points"),
    ("Konflikt trigger_point_notes.csv", "trigger_point_notes"), ("switchbord.csv", "switchboard"),
    ("sessions ana.csv", None), ("prices.csv", None), ("session plan.csv", None), ("ana conflict.csv", None),
    ("1.csv", None),
    ("v. sessions", "sessions"), ("1.sessions2.csv", "sessions"), ("aims.ods.zip", "aims"), ("aims.z.csv", "aims"),
    ("sesson.csv", "sessions"), ("survy pge.csv", "survey_pages"), ("session conflict ana.csv", "sessions"),
    ("trigger_point_notes conflict ana.csv", "trigger_point_notes"),
    ("copy of.csv", None), ("", None), (".csv", None), ("aims. 2.csv", "aims"), ("x" * 400, None),
    (f"{'y' * 290}.aims.csv", None), ("benefit_word.csv", "benefit_words"), ("the sessions.of 2026.csv", "sessions"),
])  # fmt: skip
def test_the_table_that_a_name_is_nearly_like(name, table):
    assert table_meant(name) == table


@pytest.mark.parametrize("names, leftover", [
    (["._aims.csv", ".~lock.aims.csv#", "~$aims.xlsx", ".#aims.csv", "#aims.csv#", "~wr.tmp", "Desktop.ini",
        "Thumbs.db",
        "__MACOSX", "Icon\r", "$RECYCLE.BIN", "@eaDir", "__pycache__", ".git", ".a", ".DS_Store", ".aims.txt"], True),
    ([".", "aims.csv", ".aims.csv", ".aims.xlsx", ".aims.csv.icloud", "icons", "a._b", "tmp"], False),
])  # fmt: skip
def test_what_programs_leave_for_themselves(names, leftover):
    assert [name for name in names if is_leftover(name) != leftover] == []


@pytest.mark.parametrize("names, goes_along", [
    (["README", "Read_me.txt", "licence.txt", "notes 2.txt", "TODO", "Makefile", "a.png", "b.ipynb", "c.py", "d.mp3",
        "plan.docx", "plan.pdf"], True),
    (["readmes.txt", "my notes.txt", "aims.docx", "session.pdf", "README.csv", "notes.xlsx",
        "plan.zip", "plan"], False),
])  # fmt: skip
def test_what_goes_with_a_folder(names, goes_along):
    assert [name for name in names if goes_with_a_folder(name) != goes_along] == []


def test_the_ending_of_a_name_says_what_a_file_is():
    assert [ending_of(name) for name in ("A.CSV", "a.csv~", "a", "a.b.xlsx ", ".csv", "x" * 300 + ".txt")] == [
        ".csv", ".csv", "", ".xlsx", "", ".txt",
    ]  # fmt: skip
    assert [sort_of(name).name for name in ("a.ODS", "a.md", "a.xml", "a.lnk", "a.rar", "a.part", "a.icloud")] == [
        "WORKBOOK", "DOCUMENT", "OTHER_DATA", "LINK", "PACKED", "UNFINISHED", "IN_THE_CLOUD",
    ]  # fmt: skip
    assert [is_bundle(name) for name in ("a.numbers", "a.download", "a.app", "a.zip")] == [True, True, False, False]
    assert why_not_read("x.csv", "aims.csv") == f'this file is not read. Is it "aims.csv"? {NAME_IT}'
    assert not_a_table("x.CSV", "aims") == f'{NOT_USED} Did you mean "aims.csv"?'


@pytest.mark.parametrize("text, table", [
    (GLOSSARY, "glossary"), ("Term;MEANING;source_id;source_section", "glossary"), ('"term"\t\'meaning\'', "glossary"),
    ("Our words\n\n\n\nterm|meaning", "glossary"), ("\n\n\n\n\nterm,meaning,source_id", None),
    ("term,meaning,,x,y", "glossary"), ("term,meaning,x,y,z", None), ("min_minutes,max_minutes,frequency", None),
    ("source_id,source_section,source_points", None), ("term", None), ("term,a,b,c,d", None), ("", None),
    ("setting,id,value,note", "switchboard"), ("modality,min_minutes,max_minutes,frequency,scope", "sessions"),
    ("item,choice,text,key,feedback", "quiz_choices"), ("term,meaning,tight,weak", "posture_terms"),
])  # fmt: skip
def test_the_table_whose_columns_stand_in_a_first_row(text, table):
    assert table_of_first_row(text.encode()) == table
    assert table_of_first_row(text.encode("utf-8-sig")) == table
    assert table_of_first_row(text.encode("utf-16")) == table
    assert table_of_first_row(b"\xfe\xff" + text.encode("utf-16-be")) == table


def test_a_first_row_of_bytes_that_are_no_text_is_no_table():
    assert (
        table_of_first_row(b"\x89PNG\xff\xfe\n") is None
        and table_of_first_row(b"term,\xff,meaning,source_id") == "glossary"
    )
