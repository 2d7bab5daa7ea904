"""What is understood of answers, whatever they came as, and what is said of the others: word for word."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from small_school import small_school
from strategies import TABLES

from modality_lab.recommender.answers import AnswerError, number_given, understand, understand_asked
from modality_lab.recommender.cases import answers_of_case
from modality_lab.recommender.given import plain_answers
from modality_lab.recommender.rulebook import rulebook
from modality_lab.words import KitError, listed

RULES = rulebook(TABLES)
MINUTES, PRESSURE, GOALS = (RULES.questions[name] for name in ("minutes", "pressure", "goals"))
ALLOWED = f"Allowed: a number from {MINUTES.minimum} to {MINUTES.maximum}, in {MINUTES.unit}."
NO_NUMBER = f'What stands in "{MINUTES.label}" (question "minutes") is not a number.'
USED = f'cannot be used for "{MINUTES.label}" (question "minutes"). {ALLOWED}'


def said(read, given):
    with pytest.raises(AnswerError) as caught:
        read(given, RULES)
    return caught.value.question, str(caught.value)


@pytest.mark.parametrize("given, understood", [
    ({"minutes": "45"}, {"minutes": (45,)}), ({"minutes": [" 7.5 ", None]}, {"minutes": (7.5,)}),
    ({"minutes": MINUTES.minimum}, {"minutes": (MINUTES.minimum,)}), ({"minutes": ["60", "60"]}, {"minutes": (60,)}),
    ({"minutes": MINUTES.maximum}, {"minutes": (MINUTES.maximum,)}), ({"minutes": ["", " "]}, {}),
    ({"goals": list(reversed(GOALS.answers)), "minutes": 30}, {"goals": tuple(GOALS.answers), "minutes": (30,)}),
    ({"safety_asked": {}, "goals": None}, {}), ({}, {}),
])  # fmt: skip
def test_answers_are_understood_in_the_order_of_the_form(given, understood):
    found = understand(given, RULES)
    assert found == understood and list(found) == list(understood)


TWO = list(PRESSURE.answers)[:2]


@pytest.mark.parametrize("given, question, says", [
    ({"minuts": 5}, "minuts", f'There is no question "minuts". Did you mean "minutes"? The questions are: '
        f"{listed(RULES.questions)}."),
    ({"minutes": "12 minutes"}, "minutes", f"{NO_NUMBER} Write it with the digits 0 to 9 alone. {ALLOWED}"),
    ({"minutes": "1,234,5"}, "minutes", f"{NO_NUMBER} Write it with the digits 0 to 9 alone. {ALLOWED}"),
    ({"minutes": " 00000000000000000007,5 "}, "minutes",
        f"{NO_NUMBER} Write it with a point: 00000000000000000007.5. {ALLOWED}"),
    ({"minutes": "an hour"}, "minutes", f"{NO_NUMBER} {ALLOWED}"),
    ({"minutes": MINUTES.maximum + 1}, "minutes", f'"{MINUTES.maximum + 1}" {USED}'),
    ({"minutes": MINUTES.minimum - 0.5}, "minutes", f'"{MINUTES.minimum - 0.5}" {USED}'),
    ({"minutes": True}, "minutes", f'"True" {USED}'),
    ({"minutes": [30, 45]}, "minutes", f'The question "minutes" takes one number. {ALLOWED}'),
    ({"pressure": TWO}, "pressure", f'The question "pressure" ({PRESSURE.label}) takes one answer, and 2 were given: '
        f"{listed(TWO)}. Choose one."),
    ({"goals": "relaxaton"}, "goals", f'"relaxaton" cannot be used for "{GOALS.label}" (question "goals"). Did you '
        f'mean '
        f'"relaxation"? Allowed: {listed(GOALS.answers, "or")}.'),
    ({"goals": ["relaxation", 7]}, "goals", f'"7" cannot be used for "{GOALS.label}" (question "goals"). Allowed: '
        f"{listed(GOALS.answers, 'or')}."),
])  # fmt: skip
def test_an_answer_that_cannot_be_used_says_what_is_allowed(given, question, says):
    assert said(understand, given) == (question, says)


def test_a_number_is_read_as_people_write_it():
    written = ["45", " 7.5 ", "7,5", "+5", "1e5", "", "x", "5 ", 5, 7.5, True, None]
    assert [number_given(each) for each in written] == [45, 7.5, None, None, None, None, None, 5, 5, 7.5, None, None]


@pytest.mark.parametrize("case, tables, says", [
    ("tess_race_tomorow", TABLES, 'There is no case "tess_race_tomorow". Did you mean "tess_race_tomorrow"? The cases '
        "stand in cases.csv."),
    ("tess_race_tomorrow", small_school(), 'There is no case "tess_race_tomorrow". The cases stand in cases.csv.'),
])  # fmt: skip
def test_a_case_that_is_not_there_is_said_with_the_nearest(case, tables, says):
    with pytest.raises(KitError) as caught:
        answers_of_case(case, tables)
    assert str(caught.value) == says


# What was asked about safety


FIRST = list(RULES.first_questions)


def test_what_was_asked_is_understood_in_the_order_of_the_questions():
    asked = {"safety_asked": {FIRST[2]: "yes", FIRST[0]: "none", FIRST[1]: " "}}
    found = understand_asked(asked, RULES)
    assert found == {FIRST[0]: "none", FIRST[2]: "yes"} and list(found) == [FIRST[0], FIRST[2]]
    assert understand_asked({"safety_asked": {}}, RULES) == {} and understand_asked({}, RULES) is None
    assert understand_asked({"safety_asked": ["", None]}, RULES) is None


@pytest.mark.parametrize("asked, says", [
    (["yes"], f'What was asked about safety ("safety_asked") came as list. Give it as group and answer: '
        f'{{"{FIRST[0]}": '
        '"none"}.'),
    ({f"{FIRST[0]}x": "none"}, f'There is no group "{FIRST[0]}x" of questions about safety. Did you mean "{FIRST[0]}"? '
        f"The groups are: {'; '.join(FIRST)}."),
    ({FIRST[0]: "non"}, f'"non" cannot be used for "{FIRST[0]}" ("safety_asked"). Did you mean "none"? Allowed: none '
        f'or yes.'),
    ({FIRST[0]: 1}, f'"1" cannot be used for "{FIRST[0]}" ("safety_asked"). Allowed: none or yes.'),
])  # fmt: skip
def test_what_was_asked_and_is_not_understood_says_what_is_allowed(asked, says):
    assert said(understand_asked, {"safety_asked": asked}) == ("safety_asked", says)


# Whatever a program hands over


class Odd:
    """Fails when it is looked at."""

    def __repr__(self):
        raise RuntimeError

    __eq__ = __iter__ = __len__ = __repr__
    __hash__ = None


class Listed(list):
    """A list that cannot be gone through."""

    def __iter__(self):
        raise RuntimeError


class Text(str):
    """A text of somebody's own."""


@pytest.mark.parametrize("given, plain", [
    (45, 45), (7.5, 7.5), (True, True), (None, None), ("so", "so"), (np.int64(45), 45), (np.float64("nan"), None),
    (np.array(7), 7), (np.array([1, 2]), [1, 2]), (pd.NA, None), (pd.NaT, None), (math.inf, "inf"),
    (Decimal("7.5"), 7.5),
    ({"b", "a"}, ["a", "b"]), (frozenset([3, 20]), [20, 3]), (("b", "a"), ["b", "a"]), ([], []), (b"once", "b'once'"),
    (2**53 - 1, 2**53 - 1), (2**53, "9007199254740992"), (-(2**53), "-9007199254740992"), (1 - 2**53, 1 - 2**53),
    (10**80, f"1{'0' * 56}…"), ({"a": 1, 2: None, None: b"x"}, {"a": 1, "2": None, "": "b'x'"}),
    (list(range(1000)), list(range(1000))), (tuple(range(1000)), list(range(1000))), (Text("so"), "so"),
    (list(range(1001)), "something of the kind list"),
    (Odd(), "something of the kind Odd"), (Listed(["a"]), "something of the kind Listed"),
    ([Odd()], ["something of the kind Odd"]), (object(), "something of the kind object"),
    (memoryview(b"x"), "something of the kind memoryview"), (bytearray(b"x"), "bytearray(b'x')"),
    (iter([1]), "something of the kind list_iterator"), (1j, "1j"), ([[1]], ["[1]"]),
])  # fmt: skip
def test_what_a_program_hands_over_becomes_text_and_numbers(given, plain):
    found = plain_answers({"goals": given})["goals"]
    assert found == plain and type(found) is type(plain)


def test_a_masked_number_is_a_word_and_names_are_texts():
    assert plain_answers({"minutes": np.ma.masked})["minutes"] == "masked"
    assert plain_answers({5: 1, None: 2}) == {"5": 1, "": 2} and plain_answers(None) == {}


def test_answers_that_do_not_come_by_their_question_say_how():
    for given, kind in (([1], "list"), ("so", "str"), (Odd(), "Odd")):
        with pytest.raises(AnswerError) as caught:
            plain_answers(given)
        assert (caught.value.question, str(caught.value)) == (
            None,
            f"The answers came as {kind}. Give them as question and answer: "
            '{"pain_pattern": "widespread", "minutes": 60}.',
        )
