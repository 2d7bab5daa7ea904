"""The forms, driven as a page drives them; test_pages.py does it in a real browser."""

import datetime as dt
import itertools
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pandas as pd
import pytest

from modality_lab import (
    EvidenceExplorer,
    KitError,
    RecommendationForm,
    SurveyExplorer,
    WeightsForm,
    body_map,
    load_tables,
    recommend,
)
from modality_lab.forms import recommendation_form
from modality_lab.forms.contract import Answer, Group, Kind, Question, Reply
from modality_lab.forms.form import Form
from modality_lab.forms.widget import RUN_HINT
from modality_lab.recommender import TEACHING_NOTE, result_page

TABLES = load_tables()
SCRIPT = "<script>alert('x')</script>"


def ask(some_form, answers):
    """Do what the page does: one more request, with all answers."""
    some_form.request = {"number": some_form.request["number"] + 1, "answers": answers}
    return some_form.reply


def test_every_question_and_answer_has_its_control():
    questions = RecommendationForm().questions
    assert [question["question"] for question in questions] == TABLES.questions["question"].to_list()
    offered = [(question["question"], answer["answer"]) for question in questions for answer in question["answers"]]
    # Minutes are typed, not chosen.
    chosen = TABLES.questions.loc[TABLES.questions["kind"] != "minutes", "question"]
    rows = TABLES.offered_answers[TABLES.offered_answers["question"].isin(chosen)]
    assert offered == list(rows[["question", "answer"]].itertuples(index=False, name=None))


FORMS = [
    RecommendationForm(),
    WeightsForm({"goals": ["flexibility"]}),
    body_map(),
    EvidenceExplorer().form,
    SurveyExplorer().form,
]


@pytest.mark.parametrize("some_form", FORMS, ids=lambda some_form: some_form.heading)
def test_what_the_page_is_sent_is_what_the_contract_says(some_form):
    for question in some_form.questions:
        assert question.keys() == Question.__annotations__.keys()
        assert question["kind"] in get_args(Kind)
        assert all(answer.keys() == Answer.__annotations__.keys() for answer in question["answers"])
        assert all(group.keys() == Group.__annotations__.keys() for group in question["groups"])
    reply = ask(some_form, {})
    assert get_type_hints(Reply).keys() - {"marks"} <= reply.keys() <= get_type_hints(Reply).keys()
    assert json.loads(json.dumps([some_form.questions, reply])), "what is sent holds something that no page can read"


@pytest.mark.parametrize("explorer", [EvidenceExplorer, SurveyExplorer])
def test_first_answers_that_are_no_choices_are_explained(explorer):
    with pytest.raises(KitError, match="The answers came as list"):
        explorer(answers=["nmt"])


def test_a_body_after_a_wrong_choice_has_no_marks():
    some_form = body_map(muscle="soleus")
    assert len(some_form.picture.table) > 1
    ask(some_form, {"muscle": "no_such_muscle"})
    assert some_form.picture.table.empty and "There is no muscle" in some_form.plain_html()


def test_the_table_of_the_body_has_a_heading_over_each_column_and_no_other():
    page = body_map(muscle="soleus").picture.table._repr_html_()
    assert re.findall("<th[^>]*>([^<]*)</th>", page) == ["Region", "View", "Mark"]


def test_a_number_says_its_ends_its_unit_and_its_step():
    [minutes] = [question for question in RecommendationForm().questions if question["kind"] == "minutes"]
    row = TABLES.questions.set_index("kind").loc["minutes"]
    assert (minutes["minimum"], minutes["maximum"], minutes["unit"]) == (row["minimum"], row["maximum"], row["unit"])
    assert minutes["step"] == 5 and minutes["help"] == row["help"]


def test_a_new_row_grows_a_control():
    source = {"source_id": "teaching_note", "source_section": "test"}
    question = {"question": "clothes", "kind": "one", "label": "Dressed or not?", "help": "", "unit": "", **source}
    answer = {"question": "clothes", "answer": "dressed", "label": "dressed", **source}
    tables = TABLES.replace(
        questions=pd.concat([TABLES.questions, pd.DataFrame([question])]),
        answers=pd.concat([TABLES.answers, pd.DataFrame([answer])]),
    )
    last = RecommendationForm(tables).questions[-1]
    assert (last["label"], last["answers"]) == (
        "Dressed or not?",
        [{"answer": "dressed", "label": "dressed", "group": ""}],
    )


def test_a_change_updates_the_result():
    some_form = RecommendationForm()
    assert some_form.sentence.startswith("No question is answered yet")
    reply = ask(some_form, {"conditions": ["fibromyalgia"], "minutes": 45})
    assert reply["number"] == some_form.request["number"]
    assert reply["sentence"] == "Neuromuscular therapy fits these answers better: 3 of 3 points."
    assert reply["sentence"] in reply["result"] and "■■■" in reply["result"]


def test_the_panel_holds_reasons_sources_conflicts_and_what_would_change():
    reply = ask(RecommendationForm(), {"conditions": ["fibromyalgia"], "pain_pattern": "widespread"})
    page = reply["result"]
    assert "Fibromyalgia is a reason to choose it." in page
    assert "Kendall Lockwood (20 October, year not stated). Neuromuscular Therapy vs Deep Tissue Massage" in page
    assert "These answers pull in different directions" in page
    assert "What would change this" in page and "No longer &quot;fibromyalgia&quot;" in page
    assert TEACHING_NOTE in page


def test_a_number_that_cannot_be_used_is_explained_and_the_rest_still_counts():
    reply = ask(RecommendationForm(), {"conditions": ["fibromyalgia"], "minutes": 999})
    assert reply["sentence"].startswith('"999" cannot be used for "How many minutes are free for a session?"')
    assert "It is left out of the result below." in reply["result"]
    assert "Neuromuscular therapy fits these answers better: 2 of 2 points." in reply["result"]


def test_an_answer_that_the_tables_do_not_know_is_explained():
    reply = ask(RecommendationForm(), {"conditions": ["sciatca"], "goal": "posture"})
    assert (
        "Did you mean &quot;sciatica&quot;?" in reply["result"] and "Did you mean &quot;goals&quot;?" in reply["result"]
    )


@pytest.mark.parametrize("client", [
    {"health_flags": ["dark_urine", "no_such_flag"]},
    {"health_flag": ["dark_urine"]},
    {"conditions": ["dark_urine"]},
    {"safety_asked": {"Symptoms right now": ["dark_urine"]}},
])  # fmt: skip
def test_an_answer_about_safety_that_cannot_be_used_leaves_no_result(client):
    reply = ask(RecommendationForm(), {**client, "minutes": 45})
    assert reply["sentence"].startswith("There is no result as long as an answer about safety cannot be used.")
    assert "fits these answers" not in reply["result"]


# What was asked about safety


def safety(some_form):
    """Return the question about safety."""
    return next(question for question in some_form.questions if question["answers_from"] == "cautions")


def test_safety_is_asked_in_the_order_of_its_table_and_each_flag_stands_under_one_question():
    question = safety(RecommendationForm(TABLES.replace(safety_questions=TABLES.safety_questions.iloc[::-1])))
    rows = TABLES.safety_questions.sort_values("position")
    assert [group["question"] for group in question["groups"]] == rows["question"].to_list()
    assert [group["red_flags"] for group in question["groups"]] == (rows["red_flags"] == "yes").to_list()
    names = [group["group"] for group in question["groups"]]
    assert len(set(names)) == len(names) and {answer["group"] for answer in question["answers"]} == set(names)
    assert all(each["groups"] == [] for each in RecommendationForm().questions if each["question"] != "health_flags")


def test_a_group_without_a_first_question_comes_last_and_one_without_flags_not_at_all():
    cautions = TABLES.cautions
    own = cautions[cautions["group"] == "Headache"].assign(group="Our school")
    # The kit's client cases speak of the group that is not there any more.
    without_cases = {name: getattr(TABLES, name).head(0) for name in ("cases", "case_answers")}
    tables = TABLES.replace(cautions=pd.concat([own, cautions[cautions["group"] != "Headache"]]), **without_cases)
    groups = safety(RecommendationForm(tables))["groups"]
    assert groups[-1] == {"group": "Our school", "question": "", "red_flags": True, "words": ""}
    assert "Headache" not in [group["group"] for group in groups]
    assert len(groups) == len(TABLES.safety_questions)


def test_what_was_asked_is_shown_and_accepted():
    client = {"health_flags": ["dark_urine"], "safety_asked": {"Symptoms right now": "yes", "Headache": "none"}}
    some_form = RecommendationForm(answers=client)
    assert some_form.answers == some_form.reply["answers"] == client
    assert "dark or brown urine" in some_form.sentence
    some_form.answers = {"conditions": ["sciatica"]}
    assert some_form.sentence == recommend({"conditions": ["sciatica"]}, TABLES).sentence
    assert some_form.start == {"safety_asked": {}}, "Reset begins a client who was not asked yet"


@pytest.mark.parametrize("asked, says", [
    (["Headache"], "What was asked about safety came as list."),
    (7, "What was asked about safety came as int."),
    ({"Headache": "perhaps", "Pregnancy": "none"}, '"perhaps" cannot be used for "Headache" about safety. '
     "Allowed: none or yes."),
    ({"Headache": [["none"]]}, '"[[\'none\']]" cannot be used for "Headache" about safety.'),
    ({"Hedache": "none"}, 'There is no group "Hedache" of questions about safety. Did you mean "Headache"? '
     "The groups are: Symptoms right now; Headache;"),
])  # fmt: skip
def test_damage_in_what_was_asked_is_explained_and_loses_no_flag(asked, says):
    some_form = RecommendationForm()
    reply = ask(some_form, {"health_flags": ["dark_urine"], "safety_asked": asked, "conditions": ["sciatica"]})
    assert reply["sentence"].startswith(says)
    assert "dark or brown urine" in reply["sentence"] and "It is left out of the result below." in reply["result"]
    assert "Traceback" not in reply["result"] and "mistake" not in reply["sentence"]
    sent = []
    some_form.send = sent.append
    some_form._handle_custom_msg("view 1", [])  # noqa: SLF001 - As ipywidgets calls it when the page asks.
    assert "dark or brown urine" in sent[0]["page"]


def test_a_group_with_nothing_behind_it_was_not_asked():
    shown = [ask(RecommendationForm(), {"safety_asked": asked})["result"] for asked in ({"Headache": None}, {})]
    assert "left out of the result" not in shown[0] and shown[0] == shown[1]


@pytest.mark.parametrize("damaged, says", [
    ({"number": 9, "answers": ["sciatica"]}, "The answers came as list."),
    ({"number": 9, "answers": None}, "No question is answered yet"),
    ({"number": 9}, "No question is answered yet"),
    ({"number": "x", "answers": {}}, "No question is answered yet"),
    ({}, "No question is answered yet"),
])  # fmt: skip
def test_a_damaged_request_gets_a_sentence_and_the_form_goes_on(damaged, says):
    some_form = RecommendationForm()
    some_form.request = damaged
    assert some_form.sentence.startswith(says)
    some_form.answers = {"conditions": ["fibromyalgia"]}
    assert some_form.sentence == "Neuromuscular therapy fits these answers better: 2 of 2 points."


def test_a_mistake_of_the_kit_is_said_and_not_lost(monkeypatch):
    some_form = RecommendationForm()
    monkeypatch.setattr(recommendation_form, "recommend", lambda *_: 1 / 0)
    reply = ask(some_form, {"minutes": 45})
    assert reply["sentence"].startswith("The kit has made a mistake here, not you. Choose Reset to go on.")
    assert "ZeroDivisionError: division by zero" in reply["result"]
    monkeypatch.undo()
    assert "Neuromuscular" in ask(some_form, {"minutes": 45})["sentence"]


def test_the_download_is_one_page_on_its_own():
    some_form = RecommendationForm(answers={"conditions": ["sciatica"], "minutes": 45})
    sent = []
    some_form.send = sent.append
    some_form._handle_custom_msg("view 1", [])  # noqa: SLF001 - As ipywidgets calls it when the page asks.
    [message] = sent
    assert message["view"] == "view 1"
    page = message["page"]
    assert message["name"].endswith(".html") and page.startswith("<!DOCTYPE html>")
    assert "<dd>sciatica</dd>" in page and "<dd>45 minutes</dd>" in page and some_form.sentence in page
    assert "http://" not in page and "https://" not in page and "@media print" in page


def test_every_word_of_the_tables_is_escaped():
    tables = TABLES.replace(
        modalities=TABLES.modalities.assign(name=[SCRIPT, "Deep & slow"]),
        rules=TABLES.rules.assign(reason=SCRIPT, source_section=SCRIPT),
        answers=TABLES.answers.assign(label=SCRIPT),
        questions=TABLES.questions.assign(label=SCRIPT, help=SCRIPT),
        sources=TABLES.sources.assign(title=SCRIPT),
    )
    answers = {"conditions": ["fibromyalgia", "sports_injury"], "pain_pattern": "widespread", "minutes": 20}
    result = recommend(answers, tables)
    for page in (result._repr_html_(), result_page(result)):
        assert "<script" not in page and "&lt;script&gt;" in page
    reply = ask(RecommendationForm(tables), {"minutes": SCRIPT})
    assert "<script" not in reply["result"]


def test_a_notebook_that_was_not_run_shows_an_example():
    shown, _ = RecommendationForm(answers={"conditions": ["fibromyalgia"]})._repr_mimebundle_()
    assert RUN_HINT.replace(">", "&gt;") in shown["text/html"] and "■■" in shown["text/html"]
    assert shown["text/plain"].startswith("Neuromuscular therapy fits these answers better: 2 of 2 points.")
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_weights_move_the_result():
    some_form = WeightsForm({"goals": ["flexibility", "release_trigger_points"]})
    assert some_form.sentence == "Neuromuscular therapy fits these answers better: 2 of 3 points."
    ask(some_form, {"reason_to_choose": 1, "named_elsewhere": 3})
    assert some_form.sentence == "Deep tissue massage fits these answers better: 3 of 4 points."
    assert "With the weights of the tables: Neuromuscular therapy" in some_form.reply["result"]


@pytest.mark.parametrize("points", [0, 1.5, -1, 101, "text that is not a number"])
def test_weights_that_cannot_be_used_are_explained(points):
    reply = ask(WeightsForm({"goals": ["flexibility"]}), {"reason_to_choose": 2, "named_elsewhere": points})
    assert (
        reply["sentence"]
        == f'The points for "named elsewhere" cannot be "{points}". Allowed: a whole number from 1 to 100.'
    )


@pytest.mark.parametrize("client, says", [
    (["flexibility"], "The answers came as list."),
    ({"goal": ["flexibility"]}, 'There is no question "goal". Did you mean "goals"?'),
    ({"goals": ["flexibilty"]}, 'Did you mean "flexibility"?'),
    ({"minutes": "an hour"}, "is not a number. Allowed: a number from 0 to 240, in minutes."),
])  # fmt: skip
def test_a_client_that_cannot_be_weighed_is_explained_at_once(client, says):
    with pytest.raises(KitError) as caught:
        WeightsForm(client)
    assert says in str(caught.value)


def test_points_for_nothing_that_there_is_are_explained():
    reply = ask(WeightsForm({"goals": ["flexibility"]}), {"reason_to_chose": 2})
    assert reply["sentence"] == (
        'There are no points for "reason_to_chose". Did you mean "reason_to_choose"? '
        "Allowed: reason_to_choose or named_elsewhere."
    )


@pytest.mark.parametrize(
    "typed", ["7,5", "+5", "1e1", "1 000", "\N{ARABIC-INDIC DIGIT THREE}", "\N{FULLWIDTH DIGIT ONE}"]
)
def test_points_in_other_letters_are_not_guessed_at(typed):
    reply = ask(WeightsForm({"goals": ["flexibility"]}), {"reason_to_choose": typed, "named_elsewhere": 1})
    assert reply["sentence"].startswith(f'The points for "reason to choose" cannot be "{typed}".')
    assert ask(RecommendationForm(), {"minutes": typed})["sentence"].startswith("What stands in")


def test_an_emptied_weight_is_named():
    reply = ask(WeightsForm({"goals": ["flexibility"]}), {"named_elsewhere": 1})
    assert reply["sentence"] == 'The points for "reason to choose" are empty. Allowed: a whole number from 1 to 100.'


def test_weights_begin_with_the_points_of_the_tables():
    rules = TABLES.rules.assign(points=[points + 5 for points in TABLES.rules["points"]])
    tables = TABLES.replace(rules=rules)
    client = {"pain_pattern": "widespread", "goals": ["circulation"], "minutes": 45}
    assert WeightsForm(client, tables).sentence == recommend(client, tables).sentence


# Odd answers


class Hostile:
    """Raises whatever is asked of it."""

    def _raise(self, *_):
        raise RuntimeError("not with me")

    __eq__ = __hash__ = __repr__ = __str__ = __iter__ = __len__ = __contains__ = __bool__ = __float__ = _raise


class Text(str):
    __slots__ = ()

    def __eq__(self, other):
        raise RuntimeError("not with me")

    __hash__ = str.__hash__


class HostileMapping(dict):
    def items(self):
        raise RuntimeError("not with me")


ODD = [
    *(Decimal("sNaN"), Decimal("NaN"), Decimal("45.5"), Decimal("1e9999"), Fraction(10**400), 10**400, 10**5000, 1j),
    *(np.ma.masked, np.ma.array([45, 60], mask=[True, False]), np.array([[1], [2]]), np.float32(45), np.bool_(True)),
    *(np.datetime64("NaT"), np.void(b"x"), np.str_("sciatica"), np.longdouble(45), np.array(45), np.array("x", object)),
    *(bytearray(b"sciatica"), b"45", memoryview(b"45"), range(10**30), range(10**6), itertools.count(), iter([45])),
    *({"a", 5, None, (1, 2)}, frozenset([45]), {"x": {"y": [1]}}, [{"x": 1}], [[[]]], [Hostile()], {"x": Hostile()}),
    *(float("nan"), float("inf"), -float("inf"), True, pd.NA, pd.NaT, pd.Series([45]), pd.DataFrame({"a": [1]})),
    *(dt.date(2026, 1, 1), dt.time(1), dt.timedelta(1), object(), object, print, Path("sciatica")),
    *(Hostile(), Text("sciatica"), Text("x"), HostileMapping(a=1), "x" * 10**6, "\x1b[2J\u202e", "", "\ud800"),
]  # fmt: skip
QUESTIONS = ["minutes", "conditions", "health_flags", "safety_asked"]
TAKE_ANSWERS = {
    "recommend": lambda odd, question: recommend({question: odd}, TABLES),
    "all answers": lambda odd, _: recommend(odd, TABLES),
    "a name": lambda odd, question: recommend({odd: question} if can_be_a_name(odd) else None, TABLES),
    "RecommendationForm": lambda odd, question: RecommendationForm(TABLES, {question: odd}),
    "WeightsForm": lambda odd, question: WeightsForm({question: odd}, TABLES),
}
EXPLORE = {
    "BodyMap": lambda odd: body_map(TABLES, muscle=odd),
    "EvidenceExplorer": lambda odd: EvidenceExplorer(TABLES, {"topic": odd}).form,
}


def can_be_a_name(odd):
    try:
        return bool(hash(odd)) or True
    except (TypeError, RuntimeError):
        return False


def take(way, *given):
    """Return the sentence that something odd gets, as an error or in the result."""
    try:
        taken = way(*given)
    except KitError as error:
        return str(error)
    if isinstance(taken, Form):
        json.dumps([taken.request, taken.reply, taken.start], allow_nan=False)
    return taken.sentence


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_an_odd_answer_gets_a_sentence(odd):
    said = [take(way, odd, question) for way in TAKE_ANSWERS.values() for question in QUESTIONS]
    said += [take(way, odd) for way in EXPLORE.values()]
    for sentence in said:
        assert sentence.endswith((".", "?")) and "mistake" not in sentence
        assert len(sentence) < 5000 and all(letter.isprintable() for letter in sentence)
