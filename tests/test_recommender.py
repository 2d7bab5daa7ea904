"""The recommendation: the examples of the article, and what must hold for any answers at all."""

import ast
import html
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANSWERS, QUESTIONS, TABLES, answers

from modality_lab import AnswerError, recommend, recommender
from modality_lab.recommender.what_if import Change
from modality_lab.words import KitError

# What the article says


REASONS_TO_CHOOSE = TABLES.rules.loc[TABLES.rules["basis"] == "reason_to_choose", ["question", "answer", "modality"]]


@pytest.mark.parametrize("question, answer, modality", list(REASONS_TO_CHOOSE.itertuples(index=False)))
def test_each_reason_to_choose_leads_there_alone(question, answer, modality):
    result = recommend({question: answer})
    assert (result.outcome, result.modalities) == ("recommended", (modality,))


@pytest.mark.parametrize("answers, modality", [
    ({"pain_pattern": "specific_spot", "conditions": ["sciatica"], "minutes": 45}, "nmt"),
    ({"pain_pattern": "widespread", "goals": ["relaxation"], "minutes": 90}, "dtm"),
    ({"minutes": 45}, "nmt"),
    ({"minutes": 75}, "dtm"),
    ({"minutes": 30}, "nmt"),
    ({"minutes": 90}, "dtm"),
])  # fmt: skip
def test_examples(answers, modality):
    assert recommend(answers).modalities == (modality,)


def test_an_hour_speaks_for_neither_over_the_other():
    result = recommend({"minutes": 60})
    assert result.outcome == "tie" and set(result.modalities) == {"nmt", "dtm"}


@pytest.mark.parametrize("minutes, says", [
    (20, "20 minutes is less than any usual session. The shortest lasts 30 minutes (Neuromuscular therapy)."),
    (120, "120 minutes is more than any usual session, so there is time for each. The longest lasts 90 minutes (Deep "
        "tissue massage)."),
])  # fmt: skip
def test_a_time_that_fits_no_session_is_explained(minutes, says):
    result = recommend({"minutes": minutes})
    assert result.notes == (says,)
    assert result.scores["points"].sum() == 0 and result.outcome == "tie"
    assert str(result) == "Nothing in these answers points to one modality more than to another."


def test_fibromyalgia_with_widespread_pain_names_the_conflict():
    result = recommend({"conditions": ["fibromyalgia"], "pain_pattern": "widespread"})
    assert result.outcome == "tie"
    assert any("fibromyalgia" in text and "throughout the body" in text for text in result.conflicts)


def test_an_answer_on_which_the_source_speaks_for_both_is_named():
    result = recommend({"conditions": "sports_injury"})
    assert result.conflicts == (
        '"Sports injury" counts for more than one modality: '
        "Neuromuscular therapy (1 point) and Deep tissue massage (1 point).",
    )


def test_an_answer_that_suits_both_pulls_in_neither_direction():
    result = recommend({"conditions": ["fibromyalgia", "sports_injury"], "pain_pattern": "widespread", "minutes": 60})
    assert result.conflicts[-1] == (
        'These answers pull in different directions: "throughout the body" points to Deep tissue massage; '
        '"fibromyalgia" points to Neuromuscular therapy.'
    )


def test_a_time_that_suits_both_is_no_conflict():
    assert recommend({"minutes": 60}).conflicts == ()


def test_clear_answers_have_no_conflict():
    assert recommend({"conditions": ["sciatica"], "minutes": 45}).conflicts == ()


# What must hold for any answers


@given(answers())
def test_the_reasons_add_up_to_the_scores(given_answers):
    result = recommend(given_answers, TABLES)
    summed = result.reasons.groupby("modality")["points"].sum()
    for modality, points in result.scores[["modality", "points"]].itertuples(index=False):
        assert summed.get(modality, 0) == points
    total = result.scores["points"].sum()
    assert math.isclose(result.scores["share"].sum(), 1 if total else 0)
    assert result.tally.loc["sum"].to_list() == result.scores["points"].to_list()


@given(answers(), st.randoms())
def test_order_and_repetition_do_not_matter(given_answers, random):
    shuffled = list(given_answers.items())
    random.shuffle(shuffled)
    again = {
        question: random.sample(answer * 2, 2 * len(answer)) if isinstance(answer, list) else answer
        for question, answer in shuffled
    }
    one, two = recommend(given_answers, TABLES), recommend(again, TABLES)
    assert one == two and one.changes == two.changes


def changes_are_whole(given_answers):
    """Whether each change comes true, and none is left out that can be made by hand."""
    result = recommend(given_answers, TABLES)
    now, said = (result.outcome, result.modalities), set()
    for change in result.changes:
        then = recommend(changed(result.answers, change), TABLES)
        assert (then.outcome, then.modalities) == (change.outcome, change.modalities) != now
        assert all(then.points[modality] == change.points for modality in then.modalities)
        said.add((change.question, change.answer_now, change.answer_then))
    for question, kind in QUESTIONS.items():
        for now_one, then_one in single_changes(kind, ANSWERS[question], result.answers.get(question, ())):
            change = Change(question, now_one, then_one, "", (), 0)
            then = recommend(changed(result.answers, change), TABLES)
            if kind != "minutes":
                assert ((then.outcome, then.modalities) != now) == ((question, now_one, then_one) in said)


@given(answers())
def test_every_what_if_comes_true_and_none_is_left_out(given_answers):
    changes_are_whole(given_answers)


@pytest.mark.parametrize("given_answers", [
    {}, {"minutes": 45}, {"pressure": "light"}, {"pressure": "light", "goals": ["relaxation"]},
    {"pressure": "light", "goals": ["relaxation"], "minutes": 60}, {"goals": ["relaxation"], "minutes": 20},
    {"pressure": "deep", "goals": ["relaxation"]}, {"pressure": "light", "minutes": 20},
    {"visits": "regular", "goals": ["relaxation", "posture"], "minutes": 15},
    {"pressure": "light", "pain_pattern": "specific_spot"}, {"health_flags": ["clot_history"], "goals": ["relaxation"]},
    {"health_flags": ["clot_history"], "pressure": "light", "minutes": 90},
])  # fmt: skip
def test_wishes_that_set_a_modality_aside_are_what_ifs_too(given_answers):
    changes_are_whole(given_answers)


def single_changes(kind, allowed, given_now):
    if kind == "several":
        return [(answer, None) if answer in given_now else (None, answer) for answer in allowed]
    if kind == "minutes":
        return []
    now = given_now[0] if given_now else None
    return [(now, answer) for answer in [None, *allowed] if answer != now]


def changed(given_now, change):
    left = [answer for answer in given_now.get(change.question, ()) if answer != change.answer_now]
    return {**given_now, change.question: [*left, *([change.answer_then] if change.answer_then is not None else [])]}


@given(st.integers(0, 240))
def test_every_time_that_would_change_the_outcome_is_stood_for(minutes):
    now = recommend({"minutes": 45}, TABLES)
    then = recommend({"minutes": minutes}, TABLES)
    stated = {
        change.modalities for change in now.changes if change.answer_then is not None and change.question == "minutes"
    }
    assert then.modalities == now.modalities or then.modalities in stated


@given(answers())
def test_the_result_can_be_shown(given_answers):
    result = recommend(given_answers, TABLES)
    assert str(result) in html.unescape(result._repr_html_())


@pytest.mark.parametrize("blank", [None, "", " ", [], (), float("nan"), np.nan, pd.NA, pd.NaT, [None, ""]])
def test_blank_answers_count_as_unanswered(blank):
    result = recommend(dict.fromkeys(QUESTIONS, blank))
    assert result.outcome == "no_answers" and result.modalities == () and result.answers == {}


def test_nothing_answered():
    assert recommend({}).outcome == recommend(None).outcome == "no_answers"
    assert recommend({}).scores["share"].to_list() == [0, 0]


def test_a_lead_without_a_rival_goes_with_the_answer_that_gave_it():
    """All others are left out, and the answer gives those more points still."""
    result = recommend({"health_flags": ["clot_history"], "goals": ["relaxation"], "visits": "regular"})
    assert (result.outcome, result.modalities, result.left_out) == ("recommended", ("nmt",), ("dtm",))
    then = [change.outcome for change in result.changes if change.answer_now == "relaxation"]
    assert then == ["tie"]


def test_asking_changes_nothing():
    asked = {"conditions": ["sciatica", "sciatica"], "minutes": 45}
    recommend(asked)
    assert asked == {"conditions": ["sciatica", "sciatica"], "minutes": 45}


def test_answers_that_contradict_each_other_are_said():
    note = "You said that there is no pain, and marked areas that hurt. Ask the client which is true."
    result = recommend({"pain_pattern": "none", "pain_areas": ["low_back"]})
    assert note in result.notes and note in result._repr_html_()
    for others in (
        {"pain_pattern": "none"},
        {"pain_areas": ["low_back"]},
        {"pain_pattern": "widespread", "pain_areas": ["low_back"]},
    ):
        assert note not in recommend(others).notes


# What cannot be used is explained


@pytest.mark.parametrize("answers, says", [
    ({"condition": "sciatica"}, 'There is no question "condition". Did you mean "conditions"?'),
    ({"conditions": ["sciatca"]}, 'Did you mean "sciatica"? Allowed: fibromyalgia, sciatica,'),
    ({"conditions": [5]}, '"5" cannot be used'),
    ({"conditions": [["sciatica"]]}, "cannot be used"),
    ({"minutes": -5}, "Allowed: a number from 0 to 240, in minutes."),
    ({"minutes": float("inf")}, "Allowed: a number from 0 to 240"),
    ({"minutes": 10**400}, "Allowed: a number from 0 to 240"),
    ({"minutes": "1_0"}, "Allowed: a number from 0 to 240"),
])  # fmt: skip
def test_wrong_answers_are_explained(answers, says):
    with pytest.raises(AnswerError) as caught:
        recommend(answers)
    assert says in str(caught.value)


@pytest.mark.parametrize("minutes", ["45", 45.0, np.array(45), np.int64(45), [45, 45]])
def test_a_number_is_a_number_in_any_coat(minutes):
    assert recommend({"minutes": minutes}) == recommend({"minutes": 45})


def test_a_folder_in_place_of_tables_is_explained():
    with pytest.raises(KitError, match="Load them first: load_tables"):
        recommend({}, "data")


def test_no_points_at_all_is_not_a_tie_of_points():
    page = recommend({"minutes": 45})._repr_html_()
    assert "No modality ahead of another</strong>" in page
    assert "A tie between Neuromuscular therapy and Deep tissue massage</strong>" in page


# A school's rows are enough


def with_swedish_massage(**rule):
    """The kit's tables with a third modality and one rule for it."""
    source = {"source_id": "teaching_note", "source_section": "test", "source_points": ""}
    modality = {"modality": "swedish", "name": "Swedish massage", "short_name": "SM", "definition": "Test.", **source}
    rule = {"modality": "swedish", "basis": "reason_to_choose", "reason": "Test.", **rule, **source}
    return TABLES.replace(
        modalities=pd.concat([TABLES.modalities, pd.DataFrame([modality])]),
        rules=pd.concat([TABLES.rules, pd.DataFrame([rule])]),
    )


def test_a_new_modality_needs_rows_only():
    tables = with_swedish_massage(question="goals", answer="relaxation", points=3, weight_note="Test.")
    result = recommend({"goals": ["relaxation"]}, tables)
    assert result.modalities == ("swedish",)
    assert str(result) == "Swedish massage fits these answers best: 3 of 6 points."


def test_three_modalities_that_pull_apart_are_named():
    tables = with_swedish_massage(question="pain_pattern", answer="widespread", points=2, weight_note="")
    result = recommend({"pain_pattern": "widespread", "conditions": ["sciatica"]}, tables)
    assert result.conflicts == (
        '"Throughout the body" counts for more than one modality: Deep tissue massage (2 points) and '
        "Swedish massage (2 points).",
        'These answers pull in different directions: "throughout the body" points to Deep tissue massage and '
        "Swedish massage; "
        '"sciatica" points to Neuromuscular therapy.',
    )


def test_no_modality_is_named_in_code():
    """`nmt` and `dtm` are rows: code names them in no string but the examples of docstrings."""
    named = []
    for path in Path(recommender.__file__).parents[1].rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            if is_text and any(word in node.value.lower() for word in ("nmt", "dtm", "neuromuscular", "deep tissue")):
                named.append(f"{path.name}:{node.lineno}")
    assert named == []
