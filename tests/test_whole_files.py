"""Whole files: what people really save under the name of a table is read, or said in one sentence."""
# ruff: noqa: E501, SIM905 # The cases are a table: one a line is easier to read.

import csv
import io
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from modality_lab import TableError, check_tables, load_tables
from modality_lab.tables.cells import in_place_of_value
from modality_lab.tables.csv_file import read_sheet
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.folder import files_in, read_folder
from modality_lab.tables.problem import Kind, Problem
from modality_lab.tables.school import fit_kit_to_school, with_sources_of_kit

EIGHT = Path(__file__).parents[1] / "examples" / "eight-modalities"
NAMES = [field["name"] for field in dictionary()["sessions"]["schema"]["fields"]]
ROWS = [
    NAMES,
    ["nmt", "30", "60", "several_visits", "Often, and for long; takes several.", "specific_areas", 'Called "spots".',
     "article", "Duration and Frequency", "A37 A38"],
    ["dtm", "60", "90", "regular", "Regular sessions.", "whole_body", "The whole body.",
     "article", "Duration and Frequency", "A41"],
]  # fmt: skip


def text_of(rows, separator=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


COMMAS, SEMICOLONS = text_of(ROWS), text_of(ROWS, ";")
WITHOUT_NAMES = text_of(ROWS[1:])


def opened_and_saved(text, separator=";"):
    """Return what a spreadsheet makes of a file with another separator, as in a country of semicolons."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    width = max(map(len, rows))
    return text_of([[*row, *[""] * (width - len(row))] for row in rows], separator)


@pytest.fixture
def school(tmp_path):
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def put(folder, text, file="sessions.csv", encoding="utf-8"):
    (folder / file).write_bytes(text.encode(encoding))
    return check_tables(folder)


def said(report):
    return [str(problem) for problem in (*report.problems, *report.odd)]


# Read, without a word

READ = {
    "commas": COMMAS,
    "rows in one cell each": opened_and_saved(COMMAS),
    "rows in one cell each, all in quotation marks": "".join(
        '"' + line.replace('"', '""') + '"\n' for line in COMMAS.splitlines()
    ),
    "rows in one cell each, with separators beyond": "".join(
        f"{line};;;\n" for line in text_of(ROWS[:1] + ROWS[2:]).splitlines()
    ),
    "rows of semicolons in one cell each": opened_and_saved(SEMICOLONS, ","),
    "rows in one cell each, between tabs": opened_and_saved(COMMAS, "\t"),
    **{
        f"a first line {line!r}": f"{line}\n{text_of(ROWS, mark)}"
        for line, mark in [
            ("sep=,", ","), ("sep=;", ";"), ("SEP=;", ";"), ("Sep = ;", ";"), ("sep=|", "|"), ("sep=\t", "\t"),
            ("sep=\\t", "\t"), ("sep=^", "^"), ("sep=~", "~"), ('"sep=,"', ","), ('"sep=;"', ";"), ("sep=,;;;;", ";"),
            ("sep=;,,,,", ","), ("sep=", ","), ("  sep=;  ", ";"), ("\ufeffsep=,", ","), ("sep=:", ":"), ("\nsep=;", ";"),
            ("sep=,", ";"),
        ]
    },
    "bars": text_of(ROWS, "|"),
    "another mark in the names": text_of(ROWS, "~"),
    "a million empty rows": COMMAS + (","*9 + "\n") * 1_048_573,
    "half a million empty rows in quotation marks": COMMAS + ('"",' * 9 + '""\n') * 500_000,
    "empty rows of another separator": COMMAS + ";;;;\n" * 1000,
    "empty columns before, between and after": text_of([["", *row[:3], "", *row[3:], "", ""] for row in ROWS]),
    "an empty column of its own": text_of([[*row, name] for row, name in zip(ROWS, ["colour", "", ""], strict=True)]),
    "empty rows above": ",,,\n\n;;;\n" + COMMAS,
    "names with a space in front": COMMAS.replace(",min", ", min"),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_it_is_read_without_a_word(school, what):
    report = put(school, READ[what])
    assert said(report) == [] or "separators beyond" in what
    sessions = load_tables(school).sessions
    expected = [row for row in ROWS[1:] if row[0] in set(sessions["modality"])]
    assert sessions.astype(str).to_numpy().tolist() == expected and expected[-1][0] == "dtm"


def test_rows_keep_the_number_that_the_spreadsheet_shows(school):
    wrong = COMMAS.replace("dtm,60", "dtm,an hour")
    for text, row in [
        (wrong, 3),
        ("sep=,\n" + wrong, 4),
        ("Our sessions\n\n" + wrong, 5),
        (opened_and_saved(wrong), 3),
        ("\n\n" + opened_and_saved(wrong), 5),
        (wrong.replace("\nnmt", "\n" + "," * 9 + "\nnmt"), 4),
        (wrong.replace("The whole body.", '"The\nwhole body."').replace("Called", "Called\n\n"), 3),
    ]:
        assert said(put(school, text))[0].startswith(f'sessions.csv, row {row}, column "min_minutes": found "an hour"')


# Read, and what is passed over is said once

PASSED_OVER = {
    "a title": ("Table 1,,,,,,,,,\n" + COMMAS, 'row 1: found "Table 1" above the names of the columns in row 2.'),
    "a title without separators": ("Sessions of our school\n" + COMMAS, 'row 1: found "Sessions of our school" above'),
    "a title and blank rows": ("Table 1\n\n\n" + COMMAS, 'row 1: found "Table 1" above the names of the columns in row 4.'),
    "a total": (COMMAS + "Total,90,150,,,,,,,\n", 'row 4: the row holds sums ("Total"). It is passed over.'),
    "sums in German": (COMMAS + "Summe,90,,,,,,,,\n", 'row 4: the row holds sums ("Summe"). It is passed over.'),
    "an average below a blank row": (COMMAS + "\nAverage:,45.5,,,,,,,,\n", 'row 5: the row holds sums ("Average:").'),
    "names again": (COMMAS + text_of(ROWS[:1]), "row 4: the row holds the names of the columns again."),
    "a column of its own": (
        text_of([[*row, cell] for row, cell in zip(ROWS, ["colour", "red", ""], strict=True)]),
        'row 1, column "colour": the table has no column of this name, so its cells are not used.',
    ),
    "columns of its own": (
        text_of([[*row, cell, cell] for row, cell in zip(ROWS, ["colour", "red", ""], strict=True)]).replace("r,c", "r,sh", 1),
        "row 1: the table has no columns of the names colour or sholour, so their cells are not used.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", PASSED_OVER)
def test_what_is_passed_over_is_said_once(school, what):
    text, sentence = PASSED_OVER[what]
    report = put(school, text)
    assert report.is_good and len(report.odd) == 1
    assert said(report)[0].startswith(f"sessions.csv, {sentence}")
    assert load_tables(school).sessions["max_minutes"].to_list() == [60, 90]


# One sentence that says what the file is

TECHNIQUES = (KIT_FOLDER / "techniques.csv").read_text(encoding="utf-8")
ONE_SENTENCE = {
    "a web page": ("<!DOCTYPE html>\n<html><head></head><body>Sign in</body></html>", "this is a web page"),
    "a part of a page": ("\n  <table><tr><td>modality</td></tr></table>", "this is a web page"),
    "a page with a note first": ("<!-- saved -->\n<HTML>", "this is a web page"),
    "XML": ('<?xml version="1.0"?>\n<Workbook><Worksheet/></Workbook>', "(XML)"),
    "JSON": ('[{"modality": "nmt",\n "min_minutes": 30}]', "(JSON)"),
    "a link to a sheet": ('{"url": "https://example.org", "doc_id": "x"}', "(JSON)"),
    "RTF": (r"{\rtf1\ansi modality, min_minutes}", "a document of a word processor"),
    "an e-mail": ("From: a@example.org\nTo: b@example.org\nSubject: tables\n\nHello", "this is an e-mail"),
    "a pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "(Git LFS)"),
    "marks of a merge": (
        COMMAS.replace("dtm", "<<<<<<< HEAD\ndtm") + "=======\n" + text_of(ROWS[2:]) + ">>>>>>> other\n",
        "row 3: rows 3 to 7 hold two versions of the same rows",
    ),
    "a link": ("[InternetShortcut]\nURL=https://example.org\n", "this is a link to a page"),
    "an old spreadsheet": ("ID;PWXL;N;E\nC;Y1;X1", "(SYLK)"),
    "a table of text": ("| modality | min_minutes |\n|---|---|\n| nmt | 30 |\n", "(Markdown)"),
    "a login page in words": ("Please sign in to go on\nPassword:\n", 'it begins with "Please sign in to go on"'),
    "one word": ("404", 'it begins with "404"'),
    "another table": (TECHNIQUES, "row 1: these are the columns of techniques.csv, not of this table."),
    "another table below a title": ("Techniques\n" + TECHNIQUES, "these are the columns of techniques.csv"),
    "on its side": (text_of(zip(*ROWS, strict=True)), "row 1: the table lies on its side"),
    "without names": (WITHOUT_NAMES, "row 1: the names of the columns are missing"),
    "names below the rows": (WITHOUT_NAMES + text_of(ROWS[:1]), "row 3: the names of the columns stand in this row"),
    "names of nobody": ("a,b,c,d\n1,2,3,4\n", 'no row of the file holds the names of the columns: it begins with "a b c d"'),
}  # fmt: skip


@pytest.mark.parametrize("what", ONE_SENTENCE)
def test_what_is_no_table_of_this_name_is_one_sentence(school, what):
    text, sentence = ONE_SENTENCE[what]
    report = put(school, text)
    assert len(report.problems) == 1 and sentence in said(report)[0]
    assert said(report)[0].startswith("sessions.csv")


@pytest.mark.parametrize("table", dictionary())
def test_each_table_is_known_under_the_name_of_another(tmp_path, table):
    names = [field["name"] for field in dictionary()[table]["schema"]["fields"]]
    other = dictionary()["aims" if table != "aims" else "glossary"]
    (tmp_path / other["path"]).write_text(text_of([names, ["x"] * len(names)]))
    sheet, problems = read_sheet(tmp_path / other["path"], other)
    assert sheet is None and len(problems) == 1
    assert f"these are the columns of {table}.csv" in problems[0].text or table == "survey_second_reading"


# What a spreadsheet shows in place of a value

IN_PLACE = [
    *"#NAME? #REF! #VALUE! #N/A #NV #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #GETTING_DATA #BUSY! #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #VALEUR! #NOM? #NOMBRE! #¡REF! #¿NOMBRE? #¡DIV/0! #RIF! #NAAM? #ССЫЛКА! #Н/Д #N/D Loading... Loading… #### ######## Err:502 Err:508 Err:540 Fehler:508 #ERROR! =#REF!".split(),
    "#" * 300,
    "Formula parse error",
    "Wird geladen...",
    "#N/A N/A",
    "#N/A Requesting Data...",
]
FINE = "#1 choice|C#|#1|#|#massage|#Relax!|Room:512|Loading dock|error|and so on...|No. #3!|see #REF!|#12 of 20?".split(
    "|"
)


@pytest.mark.parametrize("shown", IN_PLACE)
def test_what_a_spreadsheet_shows_in_place_of_a_value_is_named(school, shown):
    for column in ("min_minutes", "frequency_note", "scope", "modality", "source_points"):
        rows = [*ROWS[:2], [shown if name == column else cell for name, cell in zip(NAMES, ROWS[2], strict=True)]]
        (school / "sessions.csv").write_text(text_of(rows), encoding="utf-8")
        sheet, problems = read_sheet(school / "sessions.csv", dictionary()["sessions"])
        assert sheet.lines == [2] and [problem.kind for problem in problems] == [Kind.UNREAD]
        assert str(problems[0]).startswith(f'sessions.csv, row 3, column "{column}": found "{shown[:50]}')
        assert "the spreadsheet shows in place of a value" in problems[0].text
    assert [problem.text for problem in check_tables(school).problems] == [problems[0].text]


@pytest.mark.parametrize("text", FINE)
def test_a_text_with_such_a_sign_in_it_is_fine(school, text):
    assert said(put(school, COMMAS.replace("Regular sessions.", text))) == [] and not in_place_of_value(text)


def test_what_points_at_a_cell_without_its_value_is_not_wrong(school):
    for path in EIGHT.glob("*.csv"):
        shutil.copy(path, school)
    text = (school / "modalities.csv").read_text(encoding="utf-8")
    report = put(school, text.replace("\nswedish,", "\n#REF!,", 1), "modalities.csv")
    assert len(report.problems) == 1 and "modalities.csv, row" in said(report)[0]


# Numbers

NUMBERS = {
    "12345678901234567": "more digits than a computer keeps",
    "0.12345678901234567": "more digits than a computer keeps",
    "123456789012345.123456789": "more digits than a computer keeps",
    "99999999999999999999": "more digits than a computer keeps",
    "1e400": "in digits only",
    "1e3": "in digits only",
    "0.1": "", "-0": "", "123456.789012345": "", "1.50": "", "٣": "in digits only",
}  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_would_lose_digits_is_named(school, number):
    text = (KIT_FOLDER / "claims.csv").read_text(encoding="utf-8")
    report = put(school, text.replace(",70,", f",{number},", 1), "claims.csv")
    expected = [f'claims.csv, row 2, column "value": found "{number}"'] if NUMBERS[number] else []
    assert [sentence.split(".csv")[0] for sentence in said(report)] == ["claims"] * len(expected)
    assert all(
        start in sentence and NUMBERS[number] in sentence
        for start, sentence in zip(expected, said(report), strict=True)
    )


# No raw mark in any sentence

MARKS = [
    "\x1b[2J",
    "\x07",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u061c",
    "\u2028",
    "\x85",
    "\t",
    "\n",
    "\r",
    "\x7f",
    "\x9b",
    "\udc80",
]


def is_plain(text):
    return not any(mark in text for mark in MARKS) and text.isprintable()


@pytest.mark.parametrize("mark", MARKS)
def test_no_raw_mark_stands_in_a_sentence(school, mark):
    problem = Problem(Kind.CELL, f"a{mark}b.csv", 2, f"c{mark}d", f"found {mark}.")
    assert is_plain(str(problem)) and is_plain(problem.text) and is_plain(replace(problem, more=2).column)
    error = TableError(Path(f"school{mark}"), [problem])
    assert all(map(is_plain, str(error).split("\n"))) and len(str(error).split("\n")) == 3


@pytest.mark.parametrize("mark", MARKS[:-1])
def test_no_raw_mark_of_a_file_stands_in_a_report(school, mark):
    for old in ("min_minutes", "dtm", "Regular sessions.", "Duration", "regular,"):
        report = put(school, COMMAS.replace(old, f"x{mark}{old}", 1).replace("\nnmt,30", "\nnmt,half"))
        assert report.problems
        for text in (repr(report), report._repr_html_(), *said(report)):
            assert all(map(is_plain, text.split("\n")))
    assert is_plain(repr(check_tables(school, f"my{mark}tables")).split("\n")[0])


# A table that could not be read is no measure for others


@pytest.mark.parametrize("folder", [EIGHT, KIT_FOLDER], ids=lambda folder: folder.name)
def test_a_misspelt_column_is_a_problem_of_its_own_table_alone(folder):
    own, _, problems = read_folder(folder, files_in(folder))
    kit = read_folder(KIT_FOLDER, files_in(KIT_FOLDER)).sheets
    of_kit = {table: sheet for table, sheet in kit.items() if table not in own}
    assert not problems
    for table, sheet in own.items():
        for column in sheet.columns:
            left = {name: cells for name, cells in sheet.columns.items() if name != column}
            misspelt = with_sources_of_kit(own | {table: replace(sheet, columns=left)}, kit)
            fitted = fit_kit_to_school(misspelt, of_kit)
            assert fitted.problems == [], (table, column)


@pytest.mark.parametrize(
    "file", ["cautions.csv", "questions.csv", "answers.csv", "regions.csv", "modalities.csv", "sources.csv"]
)
@pytest.mark.parametrize(
    "change", ["the first name misspelt", "the last name misspelt", "a row without its end", "empty"]
)
def test_a_table_that_cannot_be_read_is_the_only_problem(tmp_path, file, change):
    folder = shutil.copytree(KIT_FOLDER, tmp_path / "school")
    path = folder / file
    head, row, rest = path.read_text(encoding="utf-8").split("\n", 2)
    first, *_, last = head.split(",")
    changed = {
        "the first name misspelt": [head.replace(first, f"{first}x", 1), row, rest],
        "the last name misspelt": [f"{head.removesuffix(last)}{last[:-1]}", row, rest],
        "a row without its end": [head, f'"{row}', rest.replace('"', "'")],
        "empty": [],
    }[change]
    path.write_text("\n".join(changed), encoding="utf-8")
    report = check_tables(folder)
    # A column that may be missing is no problem when it is misspelt, and is named all the same.
    assert [problem.file for problem in report.problems or report.odd] == [file]


def test_a_misspelt_column_does_not_hide_what_else_is_wrong_in_its_own_table(school):
    text = COMMAS.replace("min_minutes", "minimum").replace("dtm", "dtn").replace(",90,", ",ninety,")
    assert len(put(school, text).problems) == 3


@pytest.mark.parametrize("table", dictionary())
def test_what_a_school_does_not_have_is_never_its_problem(school, table):
    raw = (KIT_FOLDER / f"{table}.csv").read_text(encoding="utf-8").split("\n")
    for lines in (
        raw[:1],
        raw[:2],
        ["", *raw[:1], raw[1] + ",x,y"],
        [raw[0].replace("_", "-"), *raw[1:]],
        [raw[0][3:], *raw[1:]],
    ):
        report = put(school, "\n".join(lines) + "\n", f"{table}.csv")
        assert {problem.file for problem in report.problems} <= {f"{table}.csv"}


# In time

LARGE = {
    "marks in one line": lambda: ',"' * 2_000_000,
    "marks in one line below the names": lambda: COMMAS + ',"' * 2_000_000,
    "quotation marks": lambda: '"' * 19_900_000,
    "one cell": lambda: COMMAS + "x" * 19_900_000,
    "one cell in quotation marks": lambda: COMMAS + '"' + "x" * 19_900_000 + '"',
    "wide rows": lambda: ("a," * 16_383 + "a\n") * 300,
    "rows of separators, then a text": lambda: COMMAS + ("," * 9 + "\n") * 1_048_572 + "nmt\n",
    "rows of other separators": lambda: COMMAS + (";" * 9 + "\n") * 1_048_572,
    "separators in one line": lambda: COMMAS + "," * 19_900_000,
    "a hundred thousand sums": lambda: COMMAS + "Total\n" * 90_000,
    "odd marks": lambda: "\n".join("".join(chr(0x2000 + (at + row) % 3000) for at in range(9000)) for row in range(100)),
}  # fmt: skip


@pytest.mark.parametrize("what", LARGE)
def test_each_file_ends_in_two_seconds(school, what, damage_counts):
    check_tables(KIT_FOLDER)
    (school / "sessions.csv").write_text(LARGE[what]())
    start = time.process_time()
    report = check_tables(school)
    assert time.process_time() - start < 2
    damage_counts["large files: " + ("a right result" if report.is_good else "a sentence of the kit")] += 1
