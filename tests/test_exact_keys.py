"""What stands twice, what points at nothing, and where answers stand: word for word, in sheets of a few cells."""

from collections import Counter

import pytest
from small_sheets import said, sheet_from, sheets_from

from modality_lab.tables import answers
from modality_lab.tables.constraints import (
    check_columns,
    check_sheets,
    check_table,
    check_unique,
    with_what_they_are_part_of,
    without_rows_that_point_at_nothing,
)
from modality_lab.tables.sheet import Sheet

QUESTIONS = "question,answers_from|goals,answers|areas,regions|where,regions|flags,cautions|rest,"
SHEETS = {
    "questions": QUESTIONS,
    "answers": "question,answer,label|goals,sleep,to sleep|goals,calm,to be calm|rest,long,long",
    "regions": "region,name|jaw,jaw|hip,hip",
    "cautions": "flag,label,group|clot,a clot,Today|clot,a clot,Today|fever,fever,Today",
}


# Cells of a sheet


COLUMNS = {"fields": [
    {"name": "id", "title": "the id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
    {"name": "points", "title": "how many", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
    {"name": "side", "title": "which", "type": "string", "constraints": {"enum": ["left", "right"]}},
    {"name": "why", "title": "why", "type": "string"},
]}  # fmt: skip


def test_each_column_of_a_sheet_is_checked_cell_by_cell():
    sheet = sheet_from(
        "id,points,side,why,more|jaw,1,left,because,|,10,,,|Hip,x,up,a\x07,|Hip,9,right,,!|neck,,left,so,"
    )
    an_id = "Allowed: an id of small letters a to z, digits and underscores, such as low_back."
    assert said(check_columns("rules", sheet, COLUMNS)) == [
        ("rules.csv", 3, "id", f"the cell is empty. Needed: the id. {an_id}"),
        ("rules.csv", 4, "id", f'found "Hip". {an_id} Did you mean "hip"? The same goes for row 5.'),
        ("rules.csv", 3, "points", 'found "10". Allowed: a whole number from 1 to 9, in digits only.'),
        ("rules.csv", 4, "points", 'found "x". Allowed: a whole number from 1 to 9, in digits only.'),
        ("rules.csv", 4, "side", 'found "up". Allowed: left or right.'),
        ("rules.csv", 4, "why", "the cell holds a mark that nobody can see and that belongs to machines (U+0007). "
         "Empty the cell and type its text again."),
    ]  # fmt: skip
    assert [each.column for each in check_columns("rules", sheet, COLUMNS, {"id"})][:2] == ["id", "points"]
    assert check_columns("rules", sheet_from("other|x"), COLUMNS) == []


def test_an_empty_cell_is_named_beside_a_mark_that_nobody_sees_too():
    needed = {"fields": [{"name": "why", "title": "why", "type": "string", "constraints": {"required": True}}]}
    sheet = Sheet([2, 3, 4], {"why": ["", "a\x07", "so"]})
    empty, hidden = said(check_columns("rules", sheet, needed))
    assert empty == ("rules.csv", 2, "why", "the cell is empty. Needed: why.")
    assert hidden[1] == 3 and "U+0007" in hidden[3]


def test_a_cell_of_ten_thousand_letters_is_the_longest():
    long = {
        "fields": [
            {"name": "why", "type": "string"},
            {"name": "id", "type": "string", "constraints": {"pattern": "a+"}},
        ]
    }
    sheet = Sheet([2, 3], {"why": ["a" * 10_000, "a" * 10_001], "id": ["a" * 10_000, "a" * 10_001]})
    text = "the cell holds 10,001 letters. Allowed: 10,000."
    assert said(check_columns("rules", sheet, long)) == [("rules.csv", 3, name, text) for name in ("why", "id")]


def test_a_cell_that_points_at_another_table_may_look_as_it_will():
    tables = {"modalities": "modality|Deep", "sources": "source_id|us"}
    assert check_table("aims", sheets_from(aims="modality,source_id|Deep,us", **tables)) == []


# What stands once


def test_what_stands_a_second_time_is_said_with_its_first_row():
    sheet = sheet_from("a,b,c|x,1,p|x,2,q|y,1,|x,1,r|,,|,,|x,1,s|y,,|y,,")
    again = '"x" with "1" a second time; it stands in row 2 already. Keep one row. The same goes for row 8.'
    assert said(check_unique("rules", sheet, ["a", "b"])) == [("rules.csv", 5, "b", f"found {again}")]
    assert check_unique("rules", sheet, ["c"]) == [] == check_unique("rules", sheet, ["a", "d"])
    once = 'found "x" a second time; it stands in row 2 already. Keep one row. The same goes for rows 5 and 8.'
    assert said(check_unique("rules", sheet, ["a"]))[0] == ("rules.csv", 3, "a", once)


def test_both_the_key_and_each_column_of_its_own_stand_once():
    sheet = sheet_from("modality,name|a,Deep|b,Slow|a,Deep|B B,Odd")
    assert {each.file for each in check_table("modalities", {"modalities": sheet})} == {"modalities.csv"}
    found = [
        (each.column, each.line) for each in check_table("modalities", {"modalities": sheet}) if "second" in each.text
    ]
    assert found == [("modality", 4), ("name", 4)]


# What points at another table


def pointing(table, rows, **others):
    """What is said of the keys of a table, and not of its other cells."""
    sheets = sheets_from(**(SHEETS | others), **{table: rows})
    return [each[1:] for each in said(check_table(table, sheets)) if "To use a new one" in each[3]]


NEW = "To use a new one"


@pytest.mark.parametrize("others, table, rows, expected", [
    ({"modalities": "modality|deep|slow"}, "aims", "modality|deap|deep|deap||SLOW", [
        (2, "modality", f'found "deap". {NEW}, add its row in modalities.csv first. Did you mean "deep"? Allowed now: '
         "deep or slow. The same goes for row 4."),
        (6, "modality", f'found "SLOW". {NEW}, add its row in modalities.csv first. Did you mean "slow"? Allowed now: '
         "deep or slow."),
    ]),
    ({"modalities": "modality|" + "|".join(f"m{number}" for number in range(6))}, "aims", "modality|zz", [
        (2, "modality", f'found "zz". {NEW}, add its row in modalities.csv first. Allowed now: m0, m1, m2, m3, m4 or '
        f'm5.')]),
    ({"modalities": "modality|" + "|".join(f"m{number}" for number in range(7))}, "aims", "modality|zz", [
        (2, "modality", f'found "zz". {NEW}, add its row in modalities.csv first. The ids stand in column "modality" '
         "of modalities.csv.")]),
    ({"modalities": "modality"}, "aims", "modality|zz", [
        (2, "modality", f'found "zz". {NEW}, add its row in modalities.csv first. It has no rows yet.')]),
    ({"modalities": "name|Deep"}, "aims", "modality|zz", []),
    ({}, "aims", "modality|zz", []),
    ({}, "rules", "question,answer|goals,slep|goals,jaw|areas,jaw|where,hop|nothing,x|goals,|rest,long|rest,calm", [
        (6, "question", f'found "nothing". {NEW}, add its row in questions.csv first. Allowed now: goals, areas, '
         "where, flags or rest."),
        (2, "answer", f'found "slep". {NEW} for "goals", add its row in answers.csv first. Did you mean "sleep"? '
         "Allowed now: sleep or calm."),
        (3, "answer", f'found "jaw". It belongs to "areas". {NEW} for "goals", add its row in answers.csv first. '
         "Allowed now: sleep or calm."),
        (5, "answer", f'found "hop". {NEW} for "where", add its row in regions.csv first. Did you mean "hip"? Allowed '
         "now: jaw or hip."),
        (9, "answer", f'found "calm". It belongs to "goals". {NEW} for "rest", add its row in answers.csv first. '
         "Allowed now: long."),
    ]),
    ({"regions": "region,name|" + "|".join(f"r{number},r" for number in range(7))}, "rules",
        "question,answer|areas,zz", [
        (2, "answer", f'found "zz". {NEW} for "areas", add its row in regions.csv first. The ids stand in column '
        f'"region" '
         "of regions.csv.")]),
    ({}, "rules", "question,answer|flags,zz", [
        (2, "answer", f'found "zz". {NEW} for "flags", add its row in cautions.csv first. Allowed now: clot or '
        f'fever.')]),
    ({"answers": "question,answer,label"}, "rules", "question,answer|goals,zz|areas,zz", [
        (3, "answer", f'found "zz". {NEW} for "areas", add its row in regions.csv first. Allowed now: jaw or hip.')]),
])  # fmt: skip
def test_an_id_that_stands_nowhere_is_told_where_it_would_belong(others, table, rows, expected):
    assert pointing(table, rows, **others) == expected


def test_long_ids_are_quoted_in_short():
    long, found = f"{'m' * 57}…", f"{'z' * 57}…"
    says = f'found "{found}". {NEW}, add its row in modalities.csv first. Allowed now: {long}.'
    assert pointing("aims", f"modality|{'z' * 70}", modalities=f"modality|{'m' * 70}") == [(2, "modality", says)]


def test_all_tables_are_checked_and_then_the_rules_of_the_kit():
    sheets = sheets_from(
        sessions="modality,min_minutes,max_minutes|deep,60,30|slow,90,80", modalities="modality|deep", **SHEETS
    )
    problems = [each for each in check_sheets(sheets) if each.file == "sessions.csv"]
    assert [(each.line, each.column) for each in problems] == [
        (3, "modality"), (2, "max_minutes"), (3, "max_minutes"),
    ]  # fmt: skip
    same = sheets_from(sessions="modality,min_minutes,max_minutes|deep,60,30|slow,60,30", **SHEETS)
    text = 'found "30", below the shortest session of 60 minutes. Are the two swapped? The same goes for row 3.'
    assert (2, "max_minutes", text) in [each[1:] for each in said(check_sheets(same)) if each[0] == "sessions.csv"]


# Rows that go


def test_rows_that_point_at_nothing_go_and_with_them_what_points_at_these():
    sheets = sheets_from(
        modalities="modality|deep",
        trigger_points="muscle,region|jaw_one,jaw|gone,nowhere|too,nowhere",
        referred_pain="muscle,region|jaw_one,hip|gone,hip|jaw_one,lost|gone,jaw",
        aims="modality|deep|slow",
        regions=SHEETS["regions"],
    )
    kept, left_out = without_rows_that_point_at_nothing(sheets, iter(["trigger_points", "referred_pain"]))
    assert kept["trigger_points"].cells("muscle") == ["jaw_one"] and kept["trigger_points"].lines == [2]
    assert kept["referred_pain"].lines == [2] and left_out == Counter(trigger_points=2, referred_pain=3)
    assert kept["aims"] == sheets["aims"] and sheets["trigger_points"].lines == [2, 3, 4], "a new dictionary"
    assert without_rows_that_point_at_nothing(sheets, ["history"]) == (sheets, Counter())
    assert without_rows_that_point_at_nothing(sheets, ["aims"])[1] == Counter(aims=1)


def test_a_case_goes_with_the_answer_that_is_gone_and_with_it_its_other_answers():
    sheets = sheets_from(
        cases="case|ana|ben|cle",
        case_answers="case,question,answer|ana,goals,sleep|ben,goals,gone|ben,goals,calm|cle,rest,long",
        **SHEETS,
    )
    tables = ["case_answers", "cases"]
    kept, left_out = without_rows_that_point_at_nothing(sheets, tables)
    assert kept["cases"].cells("case") == ["ana", "cle"] and kept["case_answers"].lines == [2, 5]
    assert left_out == Counter(cases=1, case_answers=2)
    lines = {"case_answers": {3}, "cases": {2}}
    assert with_what_they_are_part_of(lines, sheets, tables) == {"case_answers": {3}, "cases": {2, 3}}
    assert lines == {"case_answers": {3}, "cases": {2}}, "what was given stays"
    assert with_what_they_are_part_of({"case_answers": {3}}, sheets, ["case_answers"]) == {"case_answers": {3}}
    assert with_what_they_are_part_of({"rules": {3}}, sheets, tables) == {"rules": {3}}


# Where answers stand


def test_the_answers_of_a_question_stand_in_the_table_that_it_names():
    sheets = sheets_from(**SHEETS)
    assert answers.tables_of_answers(sheets) == {
        "goals": "answers", "areas": "regions", "where": "regions", "flags": "cautions", "rest": "answers",
    }  # fmt: skip
    assert answers.safety_questions(sheets) == {"flags"}
    by_question = answers.answers_by_question(sheets)
    regions, flags = (
        [("jaw", "jaw", ""), ("hip", "hip", "")],
        [("clot", "a clot", "Today"), ("fever", "fever", "Today")],
    )
    assert by_question == {
        "goals": [("sleep", "to sleep", ""), ("calm", "to be calm", "")],
        "areas": regions,
        "where": regions,
        "flags": flags,
        "rest": [("long", "long", "")],
    }
    assert by_question["areas"] is by_question["where"]
    assert list(answers.offered_ids(sheets)) == ["sleep", "calm", "jaw", "hip", "clot", "fever", "long"]
    offered = answers.offered_answers(sheets)
    assert offered[:3] == [
        ("goals", "sleep", "to sleep", ""),
        ("goals", "calm", "to be calm", ""),
        ("areas", "jaw", "jaw", ""),
    ]
    assert [each.question for each in offered] == [
        "goals", "goals", "areas", "areas", "where", "where", "flags", "flags", "rest",
    ]  # fmt: skip


def test_without_tables_nothing_is_offered():
    assert answers.tables_of_answers({}) == answers.answers_by_question({}) == answers.offered_ids({}) == {}
    assert answers.safety_questions({}) == set() and answers.offered_answers({}) == []
    by_question = answers.answers_by_question(sheets_from(questions=QUESTIONS))
    assert list(by_question) == ["goals", "areas", "where", "flags", "rest"] and not any(by_question.values())


def test_two_flags_may_have_one_label():
    cautions = "flag,label,group|a,other,Now|b,other,Ago"
    sheets = sheets_from(questions="question,answers_from|flags,cautions", cautions=cautions)
    assert list(answers.offered_ids(sheets)) == ["a", "b"]


def test_groups_of_flags_are_parted_by_semicolons():
    assert answers.groups_in("Head; Neck ;", ["Head"]) == ["Head", "Neck"] and answers.groups_in("", []) == []
    assert answers.groups_in("Head; Neck", ["Head; Neck"]) == ["Head; Neck"]


def test_a_caution_reminds_of_answers_that_are_offered_only():
    cautions = "flag,label,group,answer|clot,a clot,Today,jaw|fever,fever,Today,gone|cold,a cold,Today,"
    sheets = sheets_from(**SHEETS | {"cautions": cautions})
    mended = answers.with_every_caution(sheets)
    assert mended["cautions"].cells("answer") == ["jaw", "", ""] and mended["regions"] == sheets["regions"]
    assert answers.with_every_caution(sheets_from(**SHEETS)) == sheets_from(**SHEETS)
    assert answers.with_every_caution({}) == {}
