"""What the tables' own modules say, word for word and row by row, in sheets of a few cells."""

import pandas as pd
import pytest

from modality_lab.tables.frames import frame_of, sheet_of
from modality_lab.tables.kit_rules import RULES
from modality_lab.tables.problem import Kind
from modality_lab.tables.sheet import Sheet


def sheet_from(text):
    """A sheet from its head and its rows, parted by bars."""
    head, *rows = [line.strip().split(",") for line in text.split("|")]
    columns = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in head]
    return Sheet(list(range(2, len(rows) + 2)), dict(zip(head, columns, strict=True)))


def broken_rules(**tables):
    """What the rules of the kit find in these tables: place and sentence."""
    sheets = {name: sheet_from(text) for name, text in tables.items()}
    found = [problem for rule in RULES for problem in rule(sheets)]
    return [(each.kind, each.file, each.line, each.column, each.text) for each in found]


ASKED = "question,kind,answers_from,minimum,maximum|flags,several,cautions,,|"
FLAGS = "flag,label,group,answer|clot,a clot,Today,"


@pytest.mark.parametrize("tables, file, line, column, says", [
    ({"sessions": "min_minutes,max_minutes|60,60|61,60.5|,5|9,|45,90"}, "sessions.csv", 3, "max_minutes",
     'found "60.5", below the shortest session of 61 minutes. Are the two swapped?'),
    ({"evidence": "effect,unit|5,points|,|,points|-1.5,"}, "evidence.csv", 5, "unit",
     "the cell is empty, but the row has a number. Say what it counts, or leave the number out."),
    ({"evidence": "effect,low,high,unit|1,1,9,u|9,1,9,u|0.5,1,9,u|,1,9,u|5,,4,u|5,6,,u"}, "evidence.csv", 4, "low",
     'found "1" to "9", and the number 0.5 does not lie between them.'),
    ({"evidence": "effect,low,high,unit|1,1,9,u|9.5,1,9,u"}, "evidence.csv", 3, "low",
     'found "1" to "9", and the number 9.5 does not lie between them.'),
    ({"questions": f"{ASKED}time,minutes,,10,60|pain,one,,,", "cautions": FLAGS,
      "answers": "question,answer,label|time,fits_session,fits|time,an_hour,an hour|pain,an_hour,an hour"},
     "answers.csv", 3, "answer", 'found "an_hour". Allowed for a question of minutes: fits_session.'),
    ({"questions": f"{ASKED}a,minutes,,10,60|b,minutes,,60,60"}, "questions.csv", 4, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}a,minutes,,,60|pain,one,,,"}, "questions.csv", 3, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}a,minutes,,10,"}, "questions.csv", 3, "minimum",
     "a question of minutes needs a smallest number here and a larger one in the next column."),
    ({"questions": f"{ASKED}pain,one,,,|,one,,,|goals,one,,,", "cautions": FLAGS,
      "answers": "question,answer,label|pain,spot,in a spot"},
     "questions.csv", 5, "question", '"goals" has no answer yet. Add its answers as rows of answers.csv.'),
    ({"questions": f"{ASKED}areas,several,regions,,|where,several,regions,,", "cautions": FLAGS,
      "regions": "region,name|jaw,jaw", "answers": "question,answer,label|areas,jaw,jaw"}, "answers.csv", 2, "question",
     '"areas" takes its answers from regions.csv. Delete this row here and add it there.'),
    ({"rules": "question,basis,points,weight_note|a,why,2,|a,why,3,|a,why,3,|a,why,4,more|a,how,1,|a,why,x,"},
     "rules.csv", 2, "weight_note", 'the cell is empty, but this rule gives "2" points where the others of "why" give '
     '"3". Write why, or give the same.'),
    ({"questions": "question,kind,answers_from|pain,one,answers"}, "questions.csv", 0, "answers_from",
     'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: a client is asked about '
     "safety first."),
    ({"questions": "question,kind,answers_from|a,several,cautions|b,one,cautions|c,one,answers"}, "questions.csv", 3,
     "kind", 'found "one". Allowed for a question about safety: several, as a client may have more than one of the '
     "flags."),
    ({"questions": ASKED.strip("|"), "rules": "question|pain|flags|"}, "rules.csv", 3, "question",
     '"flags" is about safety and gives no points. Delete this row; what to do stands in cautions.csv.'),
    ({"cautions": "kind,applies_to|red_flag,all_massage|adapt,deep_pressure|red_flag,deep_pressure"}, "cautions.csv",
     4, "applies_to", 'found "deep_pressure". Allowed for a red_flag: all_massage.'),
    ({"cautions": "kind,applies_to|red_flag,trigger_point_work"}, "cautions.csv", 2, "applies_to",
     'found "trigger_point_work". Allowed for a red_flag: all_massage.'),
    ({"cautions": "flag,label,group,answer|a,a,g,jaw|b,b,g,jwa|c,c,g,", "regions": "region,name|jaw,jaw",
      "questions": f"{ASKED}areas,several,regions,,"}, "cautions.csv", 3, "answer",
     'found "jwa". Allowed: an answer of the form. Did you mean "jaw"?'),
    ({"cautions": "flag,label|a,one|b,two|a,|b,three"}, "cautions.csv", 5, "label",
     'found "three", but row 3 has "two" for the same flag. Write the same in both.'),
    ({"cautions": "flag,group|a,one|a,one|a,two"}, "cautions.csv", 4, "group",
     'found "two", but row 2 has "one" for the same flag. Write the same in both.'),
    ({"regions": "region,view|calf,back|jaw,front|hip,both",
      "trigger_points": "region,view|calf,back|hip,front|calf,front|calf,both|other,front"}, "trigger_points.csv", 4,
     "view", 'found "front", but regions.csv has "calf" on the back only. Allowed: back.'),
    ({"regions": "region,view|jaw,front", "referred_pain": "region,view|jaw,back"}, "referred_pain.csv", 2, "view",
     'found "back", but regions.csv has "jaw" on the front only. Allowed: front.'),
    ({"regions": "region,view|jaw,front", "caution_sites": "region,view|jaw,back"}, "caution_sites.csv", 2, "view",
     'found "back", but regions.csv has "jaw" on the front only. Allowed: front.'),
])  # fmt: skip
def test_a_rule_of_the_kit_says_what_is_wrong_in_which_cell(tables, file, line, column, says):
    kind = Kind.CELL if line else Kind.COLUMN
    assert broken_rules(**tables) == [(kind, file, line, column, says)]


@pytest.mark.parametrize("table, advice", [
    ("modalities", "Add at least one modality."),
    ("cautions", "Leave the file out to use the kit's: a client is asked about safety first."),
])  # fmt: skip
def test_what_cannot_be_missing_is_a_problem_of_its_file(table, advice):
    expected = [(Kind.FILE, f"{table}.csv", 0, "", f"the table has no rows. {advice}")]
    assert broken_rules(**{table: "name,flag"}) == expected
    assert broken_rules(questions="question,kind,answers_from") == []


def test_tables_and_columns_that_are_missing_break_no_rule():
    assert broken_rules() == []
    named = ["sessions", "evidence", "answers", "questions", "rules", "cautions", "regions", "trigger_points"]
    assert broken_rules(**dict.fromkeys(named, "other|cell")) == [
        (Kind.COLUMN, "questions.csv", 0, "answers_from", "no question asks for the flags of cautions.csv. Add one "
         'with "cautions" in this column: a client is asked about safety first.'),
    ]  # fmt: skip
    asked = f"{ASKED}areas,several,regions,,|pain,one,,,"
    assert broken_rules(questions=asked, cautions=FLAGS) == [], "answers of a table that is not there are not missed"


# Sheets


TWO = sheet_from("a,b|1,x|2,y|3,x")


def test_cells_of_a_sheet_side_by_side_and_with_their_lines():
    assert TWO.has("a") and TWO.has("b", "a") and TWO.has() and not TWO.has("a", "c")
    assert (TWO.cells("b"), TWO.cells("c")) == (["x", "y", "x"], [])
    assert TWO.together("b", "a") == [("x", "1"), ("y", "2"), ("x", "3")] and TWO.together("a", "c") == []
    assert TWO.rows("b") == [(2, "x"), (3, "y"), (4, "x")] and TWO.rows("a", "c") == []


def test_rows_that_leave_a_sheet_take_their_lines_along():
    assert TWO.without("b", {"x"}) == Sheet([3], {"a": ["2"], "b": ["y"]})
    assert TWO.without_lines({3, 9}) == Sheet([2, 4], {"a": ["1", "3"], "b": ["x", "x"]})
    assert TWO.changed("b", ["", "", "z"]) == Sheet([2, 3, 4], {"a": ["1", "2", "3"], "b": ["", "", "z"]})


def test_of_two_sheets_the_columns_that_both_have_stand_in_the_order_of_the_second():
    other = Sheet([7], {"c": ["!"], "b": ["z"], "a": ["9"]})
    joined = TWO.followed_by(other)
    assert joined == Sheet([2, 3, 4, 7], {"b": ["x", "y", "x", "z"], "a": ["1", "2", "3", "9"]})
    assert list(joined.columns) == ["b", "a"]


def test_a_frame_becomes_a_sheet_of_text():
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    frame = pd.DataFrame({"n": [1, 0.25, None], "text": [" deep ", None, f"{mark}light"], "many": [["a"], 7, pd.NA]})
    assert sheet_of(frame) == Sheet(
        [2, 3, 4], {"n": ["1", "0.25", ""], "text": ["deep", "", "light"], "many": ["['a']", "7", ""]}
    )


def test_a_sheet_becomes_a_frame_of_the_types_of_the_dictionary():
    columns = {"modality": ["nmt", ""], "min_minutes": ["30.0", ""], "max_minutes": ["60", "90"]}
    others = dict.fromkeys(
        ["frequency", "frequency_note", "scope", "scope_note", "source_id", "source_section", "source_points"], ["", ""]
    )
    frame = frame_of("sessions", Sheet([2, 3], columns | others))
    assert frame["min_minutes"].to_list() == [30, pd.NA] and frame["max_minutes"].to_list() == [60, 90]
    assert frame["modality"].to_list() == ["nmt", ""]
    assert [str(frame[name].dtype) for name in columns] == ["str", "Int64", "Int64"]
