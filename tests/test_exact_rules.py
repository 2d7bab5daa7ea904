"""The kit's own rules of the cases and of the quiz: word for word, in sheets of a few cells."""

import pytest
from small_sheets import said, sheets_from

from modality_lab.tables.rules_of_cases import RULES_OF_CASES
from modality_lab.tables.rules_of_quiz import RULES_OF_QUIZ


def found_by(rules, **tables):
    """What is wrong with some tables: file, row, column and sentence."""
    sheets = sheets_from(**tables)
    return said(problem for rule in rules for problem in rule(sheets))


# Cases


def test_a_case_names_as_many_modalities_as_its_decision_speaks_of():
    right = "a,refer,,|b,neither,,|c,one,deep,|d,either,deep,slow|e,ask_first,deep,slow"
    wrong = "f,refer,deep,|g,neither,deep,slow|h,one,,|i,one,deep,slow|j,one,,slow|k,either,deep,|l,either,deep,deep"
    needed = {"refer": "no modality stands", "one": "one modality stands", "either": "two modalities stand"}
    needed["neither"] = needed["refer"]
    expected = []
    for line, case in enumerate(wrong.split("|"), 7):
        _, decision, first, other = case.split(",")
        says = f'for which {needed[decision]} here and in the next column; found "{first}" and "{other}".'
        expected.append(("cases.csv", line, "modality", f'the decision is "{decision}", {says}'))
    cases = f"case,decision,modality,other_modality|{right}|{wrong}"
    assert found_by(RULES_OF_CASES, cases=cases) == expected


def test_what_nobody_has_asked_in_a_case_is_a_group_of_flags():
    cases = "case,not_asked|a,Today|b,Today; Hed|c,|d,Knee; Head"
    says = 'found "{}". Allowed: a group of cautions.csv, several parted by a semicolon.{}'
    assert found_by(RULES_OF_CASES, cases=cases, cautions="flag,group|clot,Today|ache,Head") == [
        ("cases.csv", 3, "not_asked", says.format("Hed", ' Did you mean "Head"?')),
        ("cases.csv", 5, "not_asked", says.format("Knee", "")),
    ]
    assert found_by(RULES_OF_CASES, cases=cases) == []


def test_a_case_has_an_answer_on_the_form():
    says = '"ben" has no answer yet. Add what this client says as rows of case_answers.csv.'
    expected = [("cases.csv", 3, "case", says)]
    assert found_by(RULES_OF_CASES, cases="case|ana|ben|", case_answers="case|ana") == expected
    assert found_by(RULES_OF_CASES, cases="case|ana|ben") == []


def test_a_case_answers_a_question_once_where_one_answer_is_taken():
    answers = "ana,pressure,deep|ana,goals,calm|ben,pressure,light|ana,pressure,light|ana,goals,sleep|ana,pressure,firm"
    says = (
        'found "{}", but row 2 answers "pressure" for this client already, and the form takes one answer. Keep one row.'
    )
    assert found_by(
        RULES_OF_CASES,
        questions="question,kind|pressure,one|goals,several",
        case_answers=f"case,question,answer|{answers}",
    ) == [
        ("case_answers.csv", 5, "answer", says.format("light")),
        ("case_answers.csv", 7, "answer", says.format("firm")),
    ]


@pytest.mark.parametrize("question, minutes, says", [
    ("time", "10", ""), ("time", "240", ""), ("time", "an hour", ""), ("goals", "", ""), ("other", "45", ""),
    ("from", "5", ""), ("to", "500", ""),
    ("time", "9", 'found "9". Needed: how many minutes are free, from 10 to 240.'),
    ("time", "241", 'found "241". Needed: how many minutes are free, from 10 to 240.'),
    ("time", "", "the cell is empty. Needed: how many minutes are free, from 10 to 240."),
    ("goals", "45", 'found "45", but "goals" does not ask for minutes. Leave it empty.'),
])  # fmt: skip
def test_the_minutes_of_a_case_answer_a_question_of_minutes(question, minutes, says):
    problems = found_by(
        RULES_OF_CASES,
        questions="question,kind,minimum,maximum|time,minutes,10,240|goals,several,1,3|from,minutes,10,|to,minutes,,240",
        case_answers=f"question,minutes|{question},{minutes}",
    )
    assert problems == ([("case_answers.csv", 2, "minutes", says)] if says else [])


# The quiz


def test_a_question_of_the_quiz_has_choices_or_is_worked_out():
    quiz = "item,computed|worked,sum|written,|both,sum|neither,|,"
    choices = "item|written|both"
    both = 'found "sum", but "both" has rows in quiz_choices.csv too. Empty this cell, or delete those rows.'
    neither = '"neither" has no choices yet. Add them as rows of quiz_choices.csv.'
    assert found_by(RULES_OF_QUIZ, quiz=quiz, quiz_choices=choices) == [
        ("quiz.csv", 4, "computed", both),
        ("quiz.csv", 5, "item", neither),
    ]
    assert found_by(RULES_OF_QUIZ, quiz=quiz) == []


def quiz_of(kind, *choices, **tables):
    """What is wrong with a question of some kind: a choice is its id, its text and its key."""
    rows = "".join(f"|first,{choice}" for choice in choices)
    quiz = f"item,kind|other,{kind}|first,{kind}"
    return found_by(RULES_OF_QUIZ, quiz=quiz, quiz_choices=f"item,choice,text,key{rows}", **tables)


@pytest.mark.parametrize("kind, choices, expected", [
    ("one", ["a,A,wrong", "b,B,right"], []), ("several", ["a,A,right", "b,B,right"], []),
    ("order", ["a,A,2", "b,B,1", "c,C,3"], []), ("match", ["a,A,x", "b,B,x"], []), ("number", ["a,4.5,right"], []),
    ("one", ["a,A,wrong", "b,B,wrong"],
        [("quiz.csv", 3, "item", '"first" has 0 right choices in quiz_choices.csv. Needed: exactly one.')]),
    ("one", ["a,A,right", "b,B,right"],
        [("quiz.csv", 3, "item", '"first" has 2 right choices in quiz_choices.csv. Needed: exactly one.')]),
    ("several", ["a,A,wrong"],
        [("quiz.csv", 3, "item", '"first" has 0 right choices in quiz_choices.csv. Needed: at least one.')]),
    ("one", ["a,A,yes", "b,B,no"], [
        ("quiz_choices.csv", 2, "key", 'found "yes". Allowed where "first" asks for one: right or wrong.'),
        ("quiz_choices.csv", 3, "key", 'found "no". Allowed where "first" asks for one: right or wrong.'),
    ]),
    ("order", ["a,A,1", "b,B,2", "c,C,2"], [
        ("quiz_choices.csv", 3, "key", 'found "2". Allowed in the order "first": 1 to 3, each once.'),
        ("quiz_choices.csv", 4, "key", 'found "2". Allowed in the order "first": 1 to 3, each once.'),
    ]),
    ("order", ["a,A,0", "b,B,3"], [
        ("quiz_choices.csv", 2, "key", 'found "0". Allowed in the order "first": 1 to 2, each once.'),
        ("quiz_choices.csv", 3, "key", 'found "3". Allowed in the order "first": 1 to 2, each once.'),
    ]),
    ("number", ["a,45,right", "b,many,wrong"],
        [("quiz_choices.csv", 3, "text", 'found "many". "first" asks for a number. Allowed: digits, such as 45.')]),
])  # fmt: skip
def test_a_key_of_the_quiz_fits_what_is_asked_for(kind, choices, expected):
    assert quiz_of(kind, *choices) == expected


def test_a_question_of_the_quiz_that_asks_for_areas_offers_areas_of_the_body():
    choices = ["jaw,Jaw,right", "hipp,Hip,wrong", "sky,Sky,wrong"]
    says = 'found "{}". Allowed: an area of regions.csv.{}'
    assert quiz_of("region", *choices, regions="region|jaw|hip") == [
        ("quiz_choices.csv", 3, "choice", says.format("hipp", ' Did you mean "hip"?')),
        ("quiz_choices.csv", 4, "choice", says.format("sky", "")),
    ]
    assert quiz_of("region", *choices) == quiz_of("one", *choices, regions="region|jaw|hip") == []
