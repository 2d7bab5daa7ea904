"""Decide first: a student's reading of a client beside a careful one, and the cards that show it."""

import pytest
from hypothesis import given, settings
from strategies import TABLES, answers

from modality_lab import CaseForm, KitError, RecommendationForm, TwoClients
from modality_lab.cases import case_of, cases, compare, decisions, what_is_different
from modality_lab.classroom import read_lines

CASES = cases(TABLES)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.case)
def test_a_careful_reading_differs_in_nothing_and_is_right(case):
    compared = compare(case, case.answers, case.decision, 3, TABLES)
    assert compared.is_right and not compared.missed and not compared.added and not compared.differences
    assert compared.sentence.startswith("You and a careful educator agree: ")
    assert "every answer is the same" in compared._repr_html_()


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.case)
def test_an_empty_reading_shows_every_flag_that_was_missed(case):
    compared = compare(case, {}, case.wrong_decision, 1, TABLES)
    flags = [flag for question in TABLES.questions_about_safety for flag in case.answers.get(question, [])]
    assert len(compared.missed) == len(flags)
    assert not compared.is_right and compared.mine.outcome == "no_answers"
    shown = compared._repr_html_()
    assert "Many decide as you did" in shown and case.ask_next.split("'")[0][:20] in shown
    for word in ("wrong!", "mistake you", "should have"):
        assert word not in shown


def test_what_was_read_otherwise_stands_side_by_side():
    case = case_of("theo_one_spot", TABLES)
    compared = compare(case, {**case.answers, "minutes": 90, "health_flags": ["fever_or_infection"]}, "dtm", 2, TABLES)
    assert [(each.mine, each.careful) for each in compared.differences] == [("90 minutes", "45 minutes")]
    assert len(compared.added) == 1 and compared.mine.outcome == "refer"
    assert "If in doubt, ask" in compared._repr_html_()


@settings(max_examples=40)
@given(answers())
def test_any_reading_can_be_compared(given_answers):
    case = next(iter(CASES.values()))
    assert compare(case, given_answers, "either", 1, TABLES).sentence


def test_every_decision_has_words_and_every_case_one_of_them():
    words = decisions(TABLES)
    assert {case.decision for case in CASES.values()} == set(words)
    assert {case.wrong_decision for case in CASES.values()} <= set(words)
    assert all(case.decision != case.wrong_decision for case in CASES.values())


def test_two_clients_show_only_what_differs():
    one, other = (case_of(name, TABLES) for name in ("marisol_same_as_ever", "nadia_same_again"))
    shown = what_is_different(one, other, TABLES)
    assert one.story.split(",")[0] in shown.html.replace("&#x27;", "'") and "differ." in shown.sentence
    assert what_is_different(one, one, TABLES).sentence == "Nothing on the form differs."


def test_the_card_wants_a_decision_and_how_sure_before_it_shows_anything():
    form = CaseForm(tables=TABLES)
    case = next(iter(CASES))
    for number, choice in enumerate([{}, {"decision": "dtm"}, {"decision": "nonsense", "sure": "3"}], 1):
        form.request = {"number": number, "case": case, "answers": {}, "choice": choice, "reason": ""}
        assert "ml-message" in form.reply["result"] and form.reply["line"] == ""
        assert CASES[case].good_answer not in form.reply["result"]
    form.request = {
        "number": 4,
        "case": case,
        "answers": {},
        "choice": {"decision": "nmt", "sure": "3"},
        "reason": "x\ny",
    }
    assert form.reply["result"].count("What a good answer holds") == 1
    record = read_lines(form.reply["line"]).records[0]
    assert record.cases[case] == ("nmt", 3, "x y")


def test_the_first_decision_counts():
    form = CaseForm(tables=TABLES)
    case = next(iter(CASES))
    for number, decision in enumerate(["nmt", "dtm"], 1):
        choice = {"decision": decision, "sure": "2"}
        form.request = {"number": number, "case": case, "answers": {}, "choice": choice, "reason": ""}
    assert form.record.cases[case].decision == "nmt"


@pytest.mark.parametrize("request_", [{}, {"case": "gone"}, {"case": 5, "choice": None}, {"case": [], "answers": 3}])
def test_what_the_page_sends_damaged_gets_a_sentence(request_):
    form = CaseForm(tables=TABLES)
    form.request = {"number": 1, **request_}
    assert "ml-message" in form.reply["result"]


def test_nothing_is_filled_in_beforehand():
    form = CaseForm(tables=TABLES)
    assert form.request["answers"] == form.request["choice"] == {} and form.reply["result"] == ""


def test_a_card_begins_with_the_client_that_is_named():
    assert CaseForm("theo_one_spot", TABLES).request["case"] == "theo_one_spot"
    with pytest.raises(KitError, match='There is no case "theo"'):
        CaseForm("theo", TABLES)
    with pytest.raises(KitError, match="Did you mean"):
        TwoClients("theo_one_spt", tables=TABLES)


def test_a_case_loads_into_the_form_in_one_step():
    form = RecommendationForm(TABLES, case_of("dana_wants_elbows", TABLES).answers)
    assert "Deep tissue massage is left out" in form.sentence
