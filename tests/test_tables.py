"""The tables: complete, sourced, readable however a spreadsheet saved them, and clear about what is wrong."""

import copy
import csv
import re
import shutil
import zipfile

import pandas as pd
import pytest
import write_dictionary

from modality_lab import TableError, load_tables
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary

TABLES = list(dictionary())


@pytest.fixture
def school(tmp_path):
    """A folder with a copy of the kit's tables, to change at will."""
    return shutil.copytree(KIT_FOLDER, tmp_path / "school")


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"the test expects {old!r} in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(TableError) as caught:
        load_tables(folder)
    return str(caught.value)


# What stands in the kit's own tables


def test_all_66_points_of_the_article_stand_in_the_tables():
    tables = load_tables()
    points = set()
    for name in TABLES:
        frame = getattr(tables, name)
        if "source_points" in frame:
            points |= set(" ".join(frame.loc[frame["source_id"] == "article", "source_points"]).split())
    assert points == {f"A{number:02d}" for number in range(1, 67)}


def test_every_fact_names_a_source_and_where_in_it():
    tables = load_tables()
    # Each page of the survey is the source of its own row and of what was coded from it.
    for name in ("survey_statements", "survey_second_reading"):
        assert set(getattr(tables, name)["page"]) <= set(tables.survey_pages["page"])
    # A choice stands behind the source of its question.
    of_others = {"sources", "survey_pages", "survey_statements", "survey_second_reading", "quiz_choices"}
    for name in set(TABLES) - of_others:
        frame = getattr(tables, name)
        assert (frame["source_id"] != "").all() and (frame["source_section"] != "").all(), name
    article = tables.rules[tables.rules["source_id"] == "article"]
    assert (article["source_points"] != "").all()


def test_claims_of_effect_are_marked_as_claims():
    tables = load_tables()
    claims = tables.claims.set_index("claim")
    assert claims["value"].dropna().to_dict() == {
        "nmt_less_pain_in_fibromyalgia": 70,
        "dtm_better_athletic_performance": 25,
        "dtm_better_athletic_flexibility": 25,
    }
    for frame in (tables.claims, tables.benefits, tables.conditions):
        assert set(frame["citation"]) == {"none given"}


def test_the_article_points_both_ways():
    topics = load_tables().both_ways.groupby("topic")["modality"].nunique()
    assert {"injury", "pain_throughout_the_body", "blood_flow"} <= set(topics.index)
    assert (topics > 1).all()


def test_a_benefit_of_both_has_one_id():
    benefits = load_tables().benefits
    stress = benefits[benefits["benefit"] == "stress_reduction"]
    assert set(stress["modality"]) == {"nmt", "dtm"} and set(stress["basis"]) == {"listed"}
    circulation = benefits[benefits["benefit"] == "circulation"].set_index("modality")["basis"]
    assert circulation.to_dict() == {"nmt": "in_text", "dtm": "listed"}


def test_rules_are_weighted_alike_unless_a_note_says_why():
    rules = load_tables().rules
    usual = rules[rules["weight_note"] == ""].groupby("basis")["points"].unique()
    assert {basis: list(points) for basis, points in usual.items()} == {"reason_to_choose": [2], "named_elsewhere": [1]}


def test_the_readable_dictionary_is_in_step():
    assert (KIT_FOLDER / "README.md").read_text(encoding="utf-8") == write_dictionary.text(), "run: make dictionary"


def test_every_column_has_a_plain_title_and_the_shape_of_table_schema():
    for resource in dictionary().values():
        for field in resource["schema"]["fields"]:
            assert field["title"] and field["type"] in {"string", "integer", "number"}
            # Points, positions and the bounds of a question are named for what they are; their unit stands here.
            if "unit" in field and field["name"] not in {"points", "position"}:
                assert field["unit"] in field["name"]


# Tables are handed out safely


def test_changing_a_table_that_was_taken_out_changes_nothing_here():
    tables = load_tables()
    taken = tables.rules
    taken.loc[0, "points"] = 99
    tables.rules["points"].array[0] = 99
    assert tables.rules.loc[0, "points"] == 2


def test_tables_can_be_copied():
    assert copy.deepcopy(load_tables()).sessions.equals(load_tables().sessions)


def test_the_same_folder_is_read_once_and_again_after_a_change(school):
    first = load_tables(school)
    assert load_tables(school) is first
    change(school, "sessions.csv", "nmt,30,60", "nmt,20,60")
    assert load_tables(school).sessions["min_minutes"].to_list() == [20, 60]


def test_replaced_tables_are_checked_too():
    tables = load_tables()
    with pytest.raises(TableError, match=r'found "500".*from 1 to 100'):
        tables.replace(rules=tables.rules.assign(points=500))
    with pytest.raises(TableError, match='column "points": the column is missing'):
        tables.replace(rules=tables.rules.drop(columns="points"))


def test_an_unknown_table_names_the_nearest():
    with pytest.raises(AttributeError, match=r'no table "session"\. Did you mean "sessions"'):
        load_tables().session  # noqa: B018


# However a spreadsheet saved it


def resave(folder, change_text=lambda text: text, encoding="utf-8", separator=","):
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, delimiter=separator).writerows(rows)
        text = path.read_text(encoding="utf-8")
        path.write_bytes(change_text(text).encode(encoding))


SAVED = {
    "byte-order mark": {"encoding": "utf-8-sig"},
    "semicolons": {"separator": ";"},
    "tabs": {"separator": "\t"},
    "Western Windows letters": {"encoding": "cp1252"},
    "Unicode text": {"encoding": "utf-16", "separator": "\t"},
    "Windows line ends": {"change_text": lambda text: text.replace("\n", "\r\n")},
    "old Macintosh line ends": {"change_text": lambda text: text.replace("\n", "\r")},
    "a line that names the separator": {"change_text": lambda text: "sep=;\n" + text, "separator": ";"},
    "blank rows at the end": {"change_text": lambda text: text + "\n\n,,,,\n\n"},
    "a thousand empty columns": {
        "change_text": lambda text: re.sub("$", "," * 1000, text.rstrip("\n"), flags=re.MULTILINE)
    },
    "spaces around cells": {"change_text": lambda text: re.sub("(?m)^nmt,", " nmt ,", text)},
}


@pytest.mark.parametrize("how", SAVED)
def test_files_saved_by_a_spreadsheet_work(school, how):
    # Every text of the kit must survive; cells with a line break inside would not survive a blunt edit.
    resave(school, **SAVED[how])
    tables, original = load_tables(school), load_tables()
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(original, name))


def test_words_that_other_programs_take_for_missing_stay_words(school):
    change(school, "modalities.csv", "A more general kind of massage", "None")
    change(school, "sources.csv", "Kendall Lockwood", "NA")
    tables = load_tables(school)
    assert tables.modalities["definition"][1].startswith("None")
    assert tables.sources["author"][0] == "NA"


# What is wrong is said, with the place as the spreadsheet shows it

WRONG = {
    "a misspelt modality": (
        ("benefits.csv", "nmt,posture", "ntm,posture"),
        (
            'benefits.csv, row 5, column "modality": found "ntm". To use a new one, add its row in '
            'modalities.csv first. Did you mean "nmt"? Allowed now: nmt or dtm.'
        ),
    ),
    "a misspelt basis": (
        ("benefits.csv", "dtm,flexibility,listed", "dtm,flexibility,list"),
        'benefits.csv, row 11, column "basis": found "list". Allowed: listed or in_text. Did you mean "listed"?',
    ),
    "words for a number": (
        ("sessions.csv", "nmt,30,", "nmt,half an hour,"),
        (
            'sessions.csv, row 2, column "min_minutes": found "half an hour". '
            "Allowed: a whole number from 1 to 1440, in digits only."
        ),
    ),
    "no number at all": (
        ("sessions.csv", "nmt,30,", "nmt,nan,"),
        'sessions.csv, row 2, column "min_minutes": found "nan". Allowed: a whole number',
    ),
    "a part of a minute": (("sessions.csv", "nmt,30,", "nmt,30.5,"), 'row 2, column "min_minutes": found "30.5"'),
    "shortest and longest swapped": (
        ("sessions.csv", "nmt,30,60", "nmt,60,30"),
        (
            'sessions.csv, row 2, column "max_minutes": found "30", below the '
            "shortest session of 60 minutes. Are the two swapped?"
        ),
    ),
    "a position off the scale": (
        ("focus.csv", "nmt,aim,-1", "nmt,aim,-7"),
        'focus.csv, row 5, column "position": found "-7". Allowed: a whole number from -2 to 2, in digits only.',
    ),
    "an empty cell": (
        ("modalities.csv", "Deep tissue massage", ""),
        'modalities.csv, row 3, column "name": the cell is empty. Needed: name.',
    ),
    "an id with capitals and a space": (
        ("techniques.csv", "slow_strokes", "Slow Strokes"),
        'techniques.csv, row 7, column "technique": found "Slow Strokes". Allowed: an id of small letters a to z, '
        'digits and underscores, such as low_back. Did you mean "slow_strokes"?',
    ),
    "a row twice": (
        ("sessions.csv", "dtm,60,90", "nmt,60,90"),
        'sessions.csv, row 3, column "modality": found "nmt" a second time; it stands in row 2 already.',
    ),
    "an answer to another question": (
        ("rules.csv", "conditions,sciatica", "goals,sciatica"),
        'rules.csv, row 8, column "answer": found "sciatica". It belongs to "conditions". '
        'To use a new one for "goals", add its row in answers.csv first. '
        'The ids stand in column "answer" of answers.csv.',
    ),
    "a misspelt question": (
        ("rules.csv", "conditions,sciatica", "condition,sciatica"),
        'rules.csv, row 8, column "question": found "condition". To use a new one, add its row in questions.csv first.',
    ),
    "a source that is not there": (
        ("aims.csv", ",article,Introduction", ",articel,Introduction"),
        'aims.csv, row 2, column "source_id": found "articel". To use a new one, add its row in sources.csv '
        'first. Did you mean "article"? The ids stand in column "source_id" of sources.csv.',
    ),
    "a misspelt column": (
        ("sessions.csv", "min_minutes", "minimum_minutes"),
        'sessions.csv, row 1, column "min_minutes": the column is missing. Is it "minimum_minutes"?',
    ),
    "a column twice": (
        ("sessions.csv", "min_minutes,max_minutes", "min_minutes,min_minutes,max_minutes"),
        'sessions.csv, row 1, column "min_minutes": the columns B and C have the same name. Keep one of them.',
    ),
    "a comma without quotation marks": (
        ("techniques.csv", "In our words: making a muscle longer.,", "In our words: making a muscle, slowly, longer.,"),
        (
            "techniques.csv, row 3: the row has 9 cells and the table 7 columns. "
            "Often a text with a comma in it has no quotation marks"
        ),
    ),
    "a quotation mark left open": (
        (
            "techniques.csv",
            "Named without explanation. In our words: making",
            '"Named without explanation. In our words: making',
        ),
        (
            "techniques.csv, row 3: a quotation mark opens before the text "
            '"Named without explanation. …" and is not closed after it.'
        ),
    ),
    "a quotation mark within a marked text": (
        ("techniques.csv", "\nnmt,stretching,", '\nnmt,stretching,"a "slow" stretch",'),
        (
            "techniques.csv, row 3: a quotation mark opens before the text "
            '"a "slow" stretch",,Named wi…" and is not closed'
        ),
    ),
    "a cell without an end": (
        ("techniques.csv", "Named without explanation. In our words: making", "x" * 200_000),
        "techniques.csv, row 3: a cell of this row is far too long. Allowed: 10,000 letters.",
    ),
    "two rows in one line": (
        ("sessions.csv", "A37 A38 A39 A40\ndtm", "A37 A38 A39 A40dtm"),
        (
            "sessions.csv, row 2: the row has 19 cells and the table 10 columns. Are "
            "these two rows in one line? Put each row on a line of its own."
        ),
    ),
    "two rows in one line with a comma": (
        ("sessions.csv", "A37 A38 A39 A40\ndtm", "A37 A38 A39 A40,dtm"),
        "sessions.csv, row 2: the row has 20 cells and the table 10 columns. Are these two rows in one line?",
    ),
    "a lost comma": (
        ("sessions.csv", "nmt,30,60", "nmt,3060"),
        "sessions.csv, row 2: the row has 9 cells and the table 10 columns. Is a comma missing?",
    ),
    "a cell right of the columns": (
        ("sessions.csv", "A37 A38 A39 A40", "A37 A38 A39 A40,to do"),
        "sessions.csv, row 2: the row has 11 cells and the table 10 columns. Column K has no name: write one",
    ),
    "a column without a name": (
        ("sessions.csv", ",max_minutes,", ",,"),
        "sessions.csv, row 1: column C has cells and no name. Write its name into this row, or empty the column.",
    ),
    "a lost comma in the column names": (
        ("sessions.csv", "min_minutes,max_minutes", "min_minutesmax_minutes"),
        'sessions.csv, row 1, column "max_minutes": the column is missing. Is it "min_minutesmax_minutes"?',
    ),
    "a picture with the name of a table": (
        ("sessions.csv", "modality,", "%PDF,"),
        "sessions.csv: the file cannot be read. It is a picture or a document, not a table.",
    ),
    "points not written as points": (
        ("techniques.csv", "A04", "4th point"),
        'techniques.csv, row 2, column "source_points": found "4th point". Allowed: written like "A37 A38".',
    ),
    "points without the note that they need": (
        ("rules.csv", "conditions,sciatica,nmt,2", "conditions,sciatica,nmt,5"),
        'rules.csv, row 8, column "weight_note": the cell is empty, but this rule gives "5" points where the others of '
        '"reason_to_choose" give "2". Write why, or give the same.',
    ),
    "a smallest number above the largest": (
        ("questions.csv", ",0,240,minutes", ",240,0,minutes"),
        'questions.csv, row 8, column "minimum": a question of minutes needs a smallest number here and a larger one',
    ),
    "minutes counted in hours": (
        ("questions.csv", ",0,240,minutes", ",0,4,hours"),
        'questions.csv, row 8, column "unit": found "hours". Allowed: minutes.',
    ),
    "a question without answers": (
        ("questions.csv", "visits,one", "visit,one"),
        'questions.csv, row 9, column "question": "visit" has no answer yet. Add its answers as rows of answers.csv.',
    ),
    "an interval that misses its number": (
        ("evidence.csv", ",0.62,0.05,1.20,", ",0.62,0.65,1.20,"),
        'evidence.csv, row 2, column "low": found "0.65" to "1.2", and the number 0.62 does not lie between them.',
    ),
    "a number that counts nothing": (
        ("evidence.csv", ",0.62,0.05,1.20,standardised_mean_difference,", ",0.62,0.05,1.20,,"),
        'evidence.csv, row 2, column "unit": the cell is empty, but the row has a number.',
    ),
    "a new source without its row": (
        ("aims.csv", ",article,Introduction", ",our school,Introduction"),
        "To use a new one, add its row in sources.csv first. The ids stand",
    ),
    "minutes with an answer of their own": (
        ("answers.csv", "minutes,fits_session", "minutes,an_hour"),
        'answers.csv, row 29, column "answer": found "an_hour". Allowed for a question of minutes: fits_session.',
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said(school, what):
    edit, sentence = WRONG[what]
    change(school, *edit)
    assert sentence in problems_of(school)


ONLY = [
    "two rows in one line",
    "two rows in one line with a comma",
    "a lost comma",
    "a comma without quotation marks",
    "a column twice",
    "a quotation mark left open",
]


@pytest.mark.parametrize("what", ONLY)
def test_cells_that_have_moved_are_one_problem_and_not_one_a_column(school, what):
    change(school, *WRONG[what][0])
    assert "1 problem to mend" in problems_of(school)


def test_what_points_at_a_row_that_could_not_be_read_is_not_wrong(school):
    change(school, "modalities.csv", "\nnmt,Neuromuscular therapy,", "\nnmt,Neuromuscular therapy")
    change(school, "modalities.csv", "A11,yes\n", "4th point,yes\n")
    text = problems_of(school)
    assert (
        "2 problems to mend" in text
        and "modalities.csv, row 2: the row has 7 cells" in text
        and 'row 3, column "source_points": found "4th point"' in text
    )


@pytest.mark.parametrize("separator, name", [(";", "semicolon"), ("\t", "tab")])
def test_a_lost_separator_is_called_by_its_name(school, separator, name):
    resave(school, separator=separator)
    change(school, "sessions.csv", f"nmt{separator}30{separator}60", f"nmt{separator}3060")
    assert f"Is a {name} missing?" in problems_of(school)


def test_empty_cells_at_the_end_of_a_row_may_be_left_away(school):
    # So some spreadsheets write them. A wrong cell in such a row is said as what it is.
    change(school, "sessions.csv", ",A37 A38 A39 A40\n", "\n")
    assert load_tables(school).sessions["source_points"][0] == ""
    change(school, "sessions.csv", "nmt,30,", "nmt,half an hour,")
    assert 'sessions.csv, row 2, column "min_minutes": found "half an hour"' in problems_of(school)


def test_only_what_is_wrong_within_a_table_is_mended_in_a_spreadsheet(school):
    (school / "session.csv").write_text("")
    assert problems_of(school).endswith("Put this right, and run this again.")
    change(school, "sessions.csv", "nmt,30", "nmt,half an hour")
    assert problems_of(school).endswith("Mend these in your spreadsheet, save as CSV, and run this again.")


def test_every_problem_is_listed_at_once(school):
    for (file, old, new), _ in (WRONG["a misspelt modality"], WRONG["words for a number"], WRONG["an empty cell"]):
        change(school, file, old, new)
    text = problems_of(school)
    assert "3 problems to mend" in text
    assert text.index("benefits.csv, row 5") < text.index("modalities.csv, row 3") < text.index("sessions.csv, row 2")


def test_rows_count_as_the_spreadsheet_counts(school):
    change(
        school,
        "techniques.csv",
        "Named without explanation. In our words: steady pressure held on one point.",
        '"Steady pressure,\nheld on one point."',
    )
    change(school, "techniques.csv", "\nnmt,postural_alignment", "\n\nntm,postural_alignment")
    # Row 2 has a line break inside a cell, row 4 is blank: the wrong cell is in row 5.
    assert 'techniques.csv, row 5, column "modality": found "ntm"' in problems_of(school)


def test_a_wrong_id_is_reported_once(school):
    # It breaks the pattern of ids and the key to another table, but is one mistake.
    change(school, "sessions.csv", "nmt,30", "NMT,30")
    text = problems_of(school)
    assert (
        "1 problem to mend" in text
        and 'found "NMT". To use a new one, add its row in modalities.csv first. Did you mean "nmt"?' in text
    )


def test_marks_that_nobody_can_see_are_left_out(school):
    change(school, "modalities.csv", "dtm,", "\ufeffd\u200btm,")
    assert load_tables(school).modalities["modality"].to_list() == ["nmt", "dtm"]
    change(school, "modalities.csv", "Deep tissue massage", "\u200b")
    assert 'row 3, column "name": the cell is empty' in problems_of(school)


def test_letters_in_two_encodings_are_refused_and_not_garbled(school):
    path = school / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"Kendall", b"Kend\xe9ll"))
    assert "Some of its letters are written in one way and some in another." in problems_of(school)


def test_a_blank_line_above_the_column_names_is_passed_over(school):
    resave(school, change_text=lambda text: ";;;;\n" + text, separator=";")
    pd.testing.assert_frame_equal(load_tables(school).rules, load_tables().rules)


def test_large_and_small_numbers_keep_their_digits():
    tables = load_tables()
    claims = tables.claims
    claims.loc[0, "value"] = 1234567.25
    assert tables.replace(claims=claims).replace(rules=tables.rules).claims["value"][0] == 1234567.25


def test_a_saved_workbook_is_named(school):
    (school / "sessions.csv").rename(school / "sessions.xlsx")
    assert (
        "sessions.xlsx: this file is not read, as it is not CSV. Open it, "
        "choose Save as, CSV UTF-8, under the name sessions.csv"
    ) in problems_of(school)


def test_capitals_in_a_file_name_do_not_matter(school):
    (school / "sessions.csv").rename(school / "Sessions.CSV")
    assert len(load_tables(school).sessions) == 2


def test_a_file_that_is_nearly_called_like_a_table_is_not_passed_over(school):
    (school / "sessions.csv").rename(school / "session.csv")
    assert 'session.csv: this file is not read. Is it "sessions.csv"? Give it that name' in problems_of(school)


def test_an_empty_file_says_what_belongs_there(school):
    (school / "sessions.csv").write_text("")
    assert (
        "sessions.csv: the file is empty. Its first row holds the column names: modality, min_minutes"
        in problems_of(school)
    )


def test_a_missing_column_does_not_hide_what_else_is_wrong(school):
    change(school, "sessions.csv", "min_minutes", "minimum_minutes")
    change(school, "sessions.csv", "dtm,60,90", "dtn,60,ninety")
    text = problems_of(school)
    assert "3 problems to mend" in text and 'found "dtn"' in text and 'found "ninety"' in text


def test_a_file_that_cannot_be_read_is_one_problem(school):
    # All other tables point at sources.csv; their rows are not wrong for that.
    (school / "sources.csv").write_text("")
    assert "1 problem to mend" in problems_of(school)


def test_a_workbook_that_was_renamed_is_recognised(school):
    with zipfile.ZipFile(school / "sessions.csv", "w") as workbook:
        workbook.writestr("xl/workbook.xml", "<workbook/>")
    assert "sessions.csv: the file cannot be read. It is a spreadsheet workbook, not CSV." in problems_of(school)


def test_bytes_that_are_no_text_are_refused(school):
    (school / "sessions.csv").write_bytes(bytes(range(256)) * 9)
    assert "It holds bytes that are not text." in problems_of(school)


def test_jupyter_shows_the_sentence_and_no_traceback(school):
    (school / "sessions.csv").write_text("")
    with pytest.raises(TableError) as caught:
        load_tables(school)
    shown = caught.value._render_traceback_()
    assert "sessions.csv: the file is empty" in "\n".join(shown) and "Traceback" not in "\n".join(shown)
