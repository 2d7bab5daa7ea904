"""A filled form as a code: read again as it was, whatever a chat has made of it, and honest about other tables."""

from urllib.parse import quote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CAUTIONS, TABLES, answers

from modality_lab import KitError, RecommendationForm, TwoClients, recommend
from modality_lab.cases import cases
from modality_lab.classroom import client_code, read_client
from modality_lab.recommender import SAFETY_ASKED, plain_answers

CASES = cases(TABLES)
GROUPS = CAUTIONS["group"].unique().tolist()
ASKED = st.dictionaries(st.sampled_from(GROUPS), st.sampled_from(["none", "yes"]))
THEO = CASES["theo_one_spot"]
CODE = client_code(THEO.answers, TABLES)


def start_from(form, text, **others):
    """Do what the page does when a client is chosen or a code is used."""
    form.request = {"number": form.request["number"] + 1, "answers": {**others, "start_from": text}}
    return form.reply


# There and back


@given(answers(), ASKED, st.sampled_from([str, lambda code: f"?client={quote(code, safe='')}&x=1"]))
def test_a_filled_form_is_read_from_its_code_as_it_was(given_answers, asked, sent):
    filled = plain_answers({**given_answers, SAFETY_ASKED: asked})
    code = client_code(filled, TABLES)
    if not code:
        return
    assert code.isascii() and " " not in code
    read = read_client(sent(code), TABLES)
    assert (read.left_out, read.left_out_about_safety) == ((), ())
    there, back = recommend(filled, TABLES), recommend(read.answers, TABLES)
    assert (back, back.sentence) == (there, there.sentence)
    assert client_code(read.answers, TABLES) == code


def test_the_code_of_every_case_is_short_and_says_the_same():
    for case in CASES.values():
        code = client_code(case.answers, TABLES)
        assert len(code) < 400
        assert recommend(read_client(code, TABLES).answers, TABLES) == recommend(case.answers, TABLES)


def test_nothing_filled_in_has_no_code():
    assert client_code({}, TABLES) == client_code({"goals": [], SAFETY_ASKED: {}}, TABLES) == ""


# What a chat makes of it


@given(st.data())
@settings(max_examples=40)
def test_lines_that_a_program_broke_and_marks_that_it_put_around_do_no_harm(data):
    places = data.draw(st.lists(st.integers(0, len(CODE)), max_size=5))
    breaks = data.draw(st.sampled_from(["\n", "\r\n> ", " ", "\u200b", "\n>> ", "\xa0", "\xad"]))
    text = "".join((breaks if place in places else "") + letter for place, letter in enumerate(CODE))
    around = data.draw(st.sampled_from(["{}", "[10:02] Kim: {} what would you do?", "“{}”", "`{}`", "*{}*", "<{}>"]))
    assert read_client(around.format(text), TABLES).answers == read_client(CODE, TABLES).answers


@given(st.integers(0, len(CODE) - 1), st.sampled_from("aez19"))
def test_a_code_that_was_cut_or_mistyped_gets_a_sentence(place, letter):
    cut, mistyped = CODE[:place], CODE[:place] + letter + CODE[place + 1 :]
    for text in (cut, *([mistyped] if mistyped != CODE else [])):
        with pytest.raises(KitError, match=r"Not all of this|no code of a|later version"):
            read_client(text, TABLES)


@pytest.mark.parametrize("text, says", [
    ("", "This is no code of a filled form. Such a code begins with MC1/"),
    ("see you at ten", "This is no code of a filled form"),
    ("ML1 id=3f9a1c case.ana=dtm/3/ #3dd6", "This is a student's line for the class"),
    ("MC7/minutes=45/e2ba", "made by a later version of the kit"),
    ("M" * 100_000, "This is no code"),
])  # fmt: skip
def test_what_is_no_code_is_told_apart(text, says):
    with pytest.raises(KitError, match=says):
        read_client(text, TABLES)


# Other tables


OTHER = TABLES.replace(
    cautions=pd.concat(
        [CAUTIONS, CAUTIONS.head(1).assign(flag="own_flag", label="own label", group="At sea", answer="")]
    )
)


def test_what_another_school_does_not_have_is_named():
    answers = TABLES.answers
    fewer = TABLES.replace(
        case_answers=TABLES.case_answers.query("answer != 'precise'"),
        answers=answers[answers["answer"] != "precise"],
        rules=TABLES.rules.query("answer != 'precise'"),
    )
    read = read_client(CODE, fewer)
    assert read.left_out == ('This school does not have "precise" under "Which pressure does the client like?".',)
    assert "pressure" not in read.answers and read.answers["minutes"] == 45
    reply = start_from(RecommendationForm(fewer), CODE)
    assert 'does not have "precise"' in reply["sentence"] and "fits these answers better" in reply["sentence"]


def test_a_flag_that_another_school_does_not_have_is_never_lost_in_silence():
    code = client_code({"health_flags": ["own_flag"], "goals": ["relaxation"], SAFETY_ASKED: {"At sea": "yes"}}, OTHER)
    read = read_client(code, TABLES)
    assert '"own_flag"' in read.left_out_about_safety[0] and read.answers[SAFETY_ASKED] == {}
    form = RecommendationForm(TABLES)
    reply = start_from(form, code)
    assert "own_flag" in reply["sentence"] and "no result before you have asked" in reply["sentence"]
    assert reply["answers"]["goals"] == ["relaxation"] and "fits" not in reply["result"]
    form.request = {"number": 9, "answers": {"goals": ["relaxation"], "minutes": 60}}
    assert "own_flag" in form.sentence and "fits these answers better" in form.sentence
    with pytest.raises(KitError, match="own_flag"):
        TwoClients(code, tables=TABLES)


def test_a_group_of_ones_own_is_never_taken_as_asked_elsewhere():
    asked = dict.fromkeys(GROUPS, "none")
    read = read_client(client_code({SAFETY_ASKED: asked}, TABLES), OTHER)
    assert read.answers[SAFETY_ASKED] == asked and "At sea" not in read.answers[SAFETY_ASKED]


# The forms


def test_any_case_loads_in_one_step_and_gives_its_code():
    form = RecommendationForm(TABLES)
    for case in CASES.values():
        reply = start_from(form, case.case, goals=["posture"])
        assert reply["answers"] == case.answers and reply["sentence"] == recommend(case.answers, TABLES).sentence
        assert read_client(reply["code"], TABLES).answers == plain_answers(case.answers)


def test_a_code_that_cannot_be_read_leaves_the_form_as_it_is_and_the_message_goes_with_the_next_change():
    form = RecommendationForm(TABLES)
    reply = start_from(form, CODE[:20], goals=["posture"])
    assert reply["answers"] == {"goals": ["posture"]}
    assert "Not all of this code has arrived" in reply["result"] and "fits these answers better" in reply["result"]
    form.request = {"number": 9, "answers": {"goals": ["relaxation"]}}
    assert "this code" not in form.reply["result"]


def test_reset_forgets_what_was_left_out():
    form = RecommendationForm(TABLES)
    start_from(form, client_code({"goals": ["relaxation"], "health_flags": ["own_flag"]}, OTHER))
    form.request = {"number": 9, "answers": form.start}
    assert form.sentence.startswith("No question is answered yet") or form.sentence.startswith("Not yet asked")


def test_two_clients_take_a_code_and_name_a_damaged_one():
    both = TwoClients("anneke_end_of_term", CODE, TABLES)
    assert "The other client (from a code)" in both.plain_html() and "differ." in both.sentence
    assert TwoClients("theo_one_spot", CODE, TABLES).sentence == "Nothing on the form differs."
    both.request = {"number": 9, "answers": {"one": "anneke_end_of_term", "other": CODE[:-1]}}
    assert "Not all of this code has arrived" in both.sentence
