"""Every word of a result, in a small school of three modalities whose tables nobody else changes."""

import html
import re
from dataclasses import replace

import pandas as pd
import pytest
from small_school import SMALL, rows, small_school
from strategies import TABLES

from modality_lab import AnswerError, load_tables, recommend
from modality_lab.recommender import result_html, result_page
from modality_lab.recommender.asking import standing
from modality_lab.recommender.first_questions import first_questions
from modality_lab.recommender.lead import lead_sentence
from modality_lab.recommender.notes import notes
from modality_lab.recommender.session_note import session_note
from modality_lab.recommender.what_would_change import what_would_change
from modality_lab.tables.citations import citation

SCHOOL = small_school()
SCHOOL_RULES = recommend({}, SCHOOL).rulebook
CITED = {source.source_id: f"<li>{citation(source)}</li>" for source in TABLES.sources.itertuples()}
NOTES, ARTICLE = CITED["teaching_note"], CITED["article"]
THREE = ("nmt", "dtm", "swedish")


def rules_with(*more):
    """The rules of the small school with more rows: question, answer, modality and points of each."""
    rows = [
        SMALL["rules"].iloc[0].to_dict() | dict(zip(("question", "answer", "modality", "points"), each, strict=True))
        for each in more
    ]
    return pd.concat([SMALL["rules"], pd.DataFrame(rows)])


def asking_school(question, cautions=SMALL["cautions"], about_this_pain="no"):
    """The small school with first questions; pain in the jaw and the wish for rest bring the one on today."""
    more = {"position": 1, "about": "signs of a clot", "red_flags": "yes", "words": "clot", "answers": "jaw rest"}
    health = {"position": 2, "about": "the rest", "red_flags": "no", "words": "health"}
    today = {"group": "Today", "question": question, "about_this_pain": about_this_pain}
    asks = [today | more, {"group": "Health", "question": "Any else?"} | health]
    return small_school(safety_questions=rows("safety_questions", asks), cautions=cautions)


ASKING = asking_school("If it hurts: is it sudden?", about_this_pain="yes")


# The headline


@pytest.mark.parametrize("answers, says", [
    ({}, "No question is answered yet: answer one, and the recommendation appears here."),
    ({"flags": ["veins"]}, "No other question is answered yet: answer one, and the recommendation appears here."),
    ({"flags": ["thinners"]}, "Neuro work and Deep <work> are left out: no deep pressure (takes thinners). First ask "
        "the treating clinician (takes thinners). "
                              "No other question is answered yet: answer one, and the recommendation appears here."),
    ({"goals": ["company"]}, "Nothing in these answers points to one modality more than to another."),
    ({"goals": ["sport"]}, "Neuro work and Deep <work> fit these answers equally well: 1 point each."),
    ({"pain": "spot", "goals": ["rest", "sport"]}, "Neuro work fits these answers best: 3 of 7 points."),
    ({"flags": ["needles"], "pain": "all_over"}, "Neuro work is left out: no trigger point work (fears points). Deep "
        "<work> fits these answers better: 3 of 3 points."),
    ({"flags": ["needles"], "pain": "spot"}, "Neuro work is left out: no trigger point work (fears points). None of "
        "these fits as it is: ask about gentler work."),
    ({"flags": ["thinners", "veins"], "pain": "all_over", "goals": ["rest"]},
     "Neuro work and Deep <work> are left out: no deep pressure (takes thinners). First ask the treating clinician "
     "(takes thinners). Swedish remains, with 2 of 6 points."),
    ({"flags": ["needles", "bones", "bruise"], "goals": ["sport"]},
     "Neuro work is left out: no trigger point work or deep pressure (fears points and thin bones). Deep <work> is "
     "left out: no deep pressure (thin bones). "
     "None of these fits as it is: ask about gentler work."),
    ({"flags": ["fever", "clot", "bones"], "pain": "spot"}, "Call for help (a clot)."),
    ({"flags": ["fever", "bones"], "pain": "spot"}, "Give no massage today (a fever)."),
])  # fmt: skip
def test_the_headline(answers, says):
    assert recommend(answers, SCHOOL).sentence == says


def test_all_are_left_out_of_a_school_that_only_works_deep():
    deep = small_school(techniques=SMALL["techniques"].assign(work="deep_pressure"))
    result = recommend({"flags": ["veins", "bruise", "bones"], "pain": "spot"}, deep)
    assert (result.outcome, result.modalities, result.left_out) == ("refer", (), THREE)
    assert str(result) == "No modality of these tables is left for this client. Do no deep work at all (thin bones)."
    assert result.points_sentence == "Neuro work fits these answers best: 2 of 2 points."


def test_what_the_points_alone_say_does_not_know_of_flags():
    result = recommend({"flags": ["bones"], "pain": "all_over", "goals": ["rest"]}, SCHOOL)
    assert result.points_sentence == "Deep <work> fits these answers best: 4 of 6 points."
    assert result.by_points == ("recommended", ("dtm",)) and result.modalities == ("swedish",)


def test_what_rules_a_modality_out_is_named_once():
    row = SMALL["cautions"].iloc[4].to_dict()  # It forbids points; the same flag is to forbid deep pressure too.
    twice = small_school(cautions=pd.concat([SMALL["cautions"], pd.DataFrame([row | {"applies_to": "deep_pressure"}])]))
    assert recommend({"flags": ["needles", "bones"], "goals": ["rest"]}, twice).sentence == (
        "Neuro work is left out: no trigger point work or deep pressure (fears points and thin bones). "
        "Deep <work> is left out: no deep pressure (fears points and thin bones). "
        "Swedish remains, with 2 of 3 points."
    )


def test_where_one_modality_is_taught_no_other_is_spoken_of():
    result = replace(recommend({"goals": ["company"]}, SCHOOL), points={"swedish": 0}, modalities=("swedish",))
    assert result.sentence == "Nothing in these answers points to the one that is left."


def test_a_class_that_sees_one_modality_and_not_every_question(tmp_path):
    hidden = "setting,id,value,note\nhide_modality,dtm,,\nhide_question,pain_pattern,,\nhide_question,visits,,\n"
    (tmp_path / "switchboard.csv").write_text(hidden, encoding="utf-8")
    result = recommend({"visits": "regular", "minutes": 120, "pain_pattern": "widespread"}, load_tables(tmp_path))
    assert result.sentence == "Nothing in these answers points to the one that is left."
    assert result.answers == {"minutes": (120,)} and result.notes == (
        '"visits" is not asked here, so that answer is left out.',
        '"pain pattern" is not asked here, so that answer is left out.',
        "120 minutes is more than any usual session, so there is time for each. "
        "The longest lasts 60 minutes (Neuromuscular therapy).",
    )


LIMITS = pd.concat([
    SMALL["cautions"],
    pd.DataFrame([
        SMALL["cautions"].iloc[3].to_dict() | {"flag": f"sore_{number}", "label": f"sore {number}", "action": action}
        for number, action in enumerate(["Go slowly.", "Stay light.", "Move on.", "Ask often.", "Keep off it."], 1)
    ]),
]).sort_values("group", kind="stable")  # fmt: skip


@pytest.mark.parametrize("flags, says", [
    (["bruise"], "keep off it (a bruise)."),
    (["bruise", "sore_1"], "keep off it (a bruise); go slowly (sore 1)."),
    (["bruise", "sore_1", "sore_2"], "keep off it (a bruise); go slowly (sore 1); stay light (sore 2)."),
    (["bruise", "sore_1", "sore_2", "sore_3"], "keep off it (a bruise); go slowly (sore 1); stay light (sore 2); and 1 "
        "more caution below."),
    (["bruise", "sore_1", "sore_2", "sore_3", "sore_4"], "keep off it (a bruise); go slowly (sore 1); stay light "
        "(sore 2); and 2 more cautions below."),
    (["bruise", "sore_5"], "keep off it (a bruise; sore 5)."),  # Both ask for the same.
])  # fmt: skip
def test_a_leader_whose_work_meets_a_caution_is_never_named_alone(flags, says):
    result = recommend({"flags": flags, "pain": "all_over"}, small_school(cautions=LIMITS))
    assert result.sentence == f"Deep <work> fits these answers best: 3 of 3 points, but no deep work: {says}"
    assert result.modalities == ("dtm",)


@pytest.mark.parametrize("answers, says", [
    ({"flags": ["bruise"], "goals": ["sport"]}, "Neuro work and Deep <work> fit these answers equally well: 1 point "
        "each, but no deep work: keep off it (a bruise)."),
    ({"flags": ["bruise", "pressed"], "pain": "spot"}, "Neuro work fits these answers best: 2 of 2 points, but no "
        "deep work: keep off it (a bruise); no firm point pressure: stay light (feels pressed)."),
    ({"flags": ["needles", "bruise"], "pain": "all_over"}, "Neuro work is left out: no trigger point work (fears "
        "points). Deep <work> fits these answers better: 3 of 3 points, but no deep work: keep off it (a bruise)."),
    ({"flags": ["thinners", "burn"], "goals": ["rest"]}, "Neuro work and Deep <work> are left out: no deep pressure "
        "(takes thinners). First ask the treating clinician (takes thinners). Swedish remains, with 2 of 3 points, "
        "but never work on the place (a burn)."),
    ({"flags": ["bones", "frail"], "goals": ["sport"]}, "Neuro work and Deep <work> are left out: no deep pressure "
        "(thin bones and frail). None of these fits as it is: ask about gentler work."),
    ({"flags": ["burn"]}, "No other question is answered yet: answer one, and the recommendation appears here. "
        "Whatever you choose, never work on the place (a burn)."),
])  # fmt: skip
def test_what_stands_beside_the_names(answers, says):
    row = SMALL["cautions"].iloc[3].to_dict() | {"answer": ""}
    more = [
        {"flag": "pressed", "label": "feels pressed", "applies_to": "trigger_point_work", "action": "Stay light."},
        {"flag": "burn", "label": "a burn", "applies_to": "all_massage", "action": "Never work on the place."},
        {"flag": "frail", "label": "frail", "kind": "absolute"},
    ]
    cautions = pd.concat([SMALL["cautions"], pd.DataFrame([row | each for each in more])])
    school = small_school(cautions=cautions.sort_values("group", kind="stable"))
    assert recommend(answers, school).sentence == says


@pytest.mark.parametrize("flags, says", [
    # Each kind of work has its word before a second one of the same.
    (["bruise", "sore", "swollen", "pressed"], "no deep work: keep off it (a bruise); go slowly (sore); no firm point "
        "pressure: stay light (feels pressed); and 1 more caution below"),
    (["bruise", "sore", "swollen", "burn"], "no deep work: keep off it (a bruise); go slowly (sore); wait (swollen); "
        "and 1 more caution below"),
    (["both"], "no deep work: keep off it (both); no firm point pressure: stay light"),
    (["burn", "cut"], "never work on the place (a burn); keep the cut dry (a cut)"),
])  # fmt: skip
def test_limits_of_several_kinds_of_work(flags, says):
    deep = SMALL["cautions"].iloc[3].to_dict() | {"answer": ""}
    firm, everywhere = {"applies_to": "trigger_point_work", "action": "Stay light."}, {"applies_to": "all_massage"}
    more = [
        {"flag": "sore", "label": "sore", "action": "Go slowly."},
        {"flag": "swollen", "label": "swollen", "action": "Wait."},
        {"flag": "pressed", "label": "feels pressed"} | firm,
        {"flag": "both", "label": "both"},
        {"flag": "both", "label": "both"} | firm,
        {"flag": "burn", "label": "a burn", "action": "Never work on the place."} | everywhere,
        {"flag": "cut", "label": "a cut", "action": "Keep the cut dry."} | everywhere,
    ]
    cautions = pd.concat([SMALL["cautions"], pd.DataFrame([deep | each for each in more])])
    school = small_school(cautions=cautions.sort_values("group", kind="stable"))
    result = recommend({"pain": "spot", "flags": flags}, school)
    assert result.sentence == f"Neuro work fits these answers best: 2 of 2 points, but {says}."


def test_a_leader_that_does_no_such_work_is_named_alone():
    result = recommend({"flags": ["bruise"], "goals": ["rest"]}, SCHOOL)
    assert result.sentence == "Swedish fits these answers best: 2 of 3 points."


@pytest.mark.parametrize("flags, says", [
    (["thinners", "old_1"], "(takes thinners; old 1)"),
    (["thinners", "old_1", "old_2", "old_3"], "(takes thinners; old 1; old 2; and 1 more below)"),
])  # fmt: skip
def test_for_whom_a_clinician_is_asked(flags, says):
    row = SMALL["cautions"].iloc[1].to_dict()
    more = [row | {"flag": f"old_{number}", "label": f"old {number} (or older)"} for number in (1, 2, 3)]
    cautions = pd.concat([SMALL["cautions"], pd.DataFrame(more)]).sort_values("group", kind="stable")
    assert recommend({"flags": flags, "goals": ["rest"]}, small_school(cautions=cautions)).sentence == (
        "Neuro work and Deep <work> are left out: no deep pressure (takes thinners). "
        f"First ask the treating clinician {says}. Swedish remains, with 2 of 3 points."
    )


OF_ANY_WORK = small_school(techniques=SMALL["techniques"].tail(1))


def test_a_modality_of_which_no_technique_is_known_may_do_any_work():
    assert recommend({"flags": ["needles"]}, OF_ANY_WORK).left_out == ("nmt", "dtm")


# What was asked about safety


@pytest.mark.parametrize("asked, says, below", [
    ({}, "Not yet asked about: today. ", "<p>Not asked yet: today and health.</p>"),
    ({"Health": "none"}, "Not yet asked about: today. ", "<p>Not asked yet: today.</p><p>Asked, and nothing applies: "
        "health.</p>"),
    ({"Today": "none"}, "", "<p>Not asked yet: health.</p><p>Asked, and nothing applies: today.</p>"),
    ({"Today": "none", "Health": "none"}, "", "<p>Asked, and nothing applies: today and health.</p>"),
    ({"Today": "yes"}, "Yes to today: tick what applies. ", "<p>Yes to today: tick what applies.</p><p>Not asked yet: "
        "health.</p>"),
    ({"Today": "none", "Health": "yes"}, "", "<p>Yes to health: tick what applies.</p><p>Asked, and nothing applies: "
        "today.</p>"),
])  # fmt: skip
def test_what_was_asked_about_safety_and_what_not(asked, says, below):
    result = recommend({"safety_asked": asked, "pain": "all_over"}, ASKING)
    assert result.sentence == f"{says}Deep <work> fits these answers best: 3 of 3 points."
    assert result.points == recommend({"pain": "all_over"}, ASKING).points
    section = f'<div class="ml-safety" role="group" aria-label="Safety"><h3>Safety first</h3>{below}</div>'
    assert f"</strong></p>{section}<table" in result_html(result)


@pytest.mark.parametrize("asked, says, below", [
    ({}, "Not yet asked about: today. ", "Not asked yet: health and today."),
    ({"Today": "none"}, "", "Not asked yet: health.</p><p>Asked, and nothing applies: today."),
    ({"Today": "yes"}, "Yes to today: tick what applies. ", "Yes to today: tick what applies.</p><p>Not asked yet: "
        "health."),
])  # fmt: skip
def test_a_group_without_a_question_of_its_own_is_asked_about_by_its_name(asked, says, below):
    result = recommend({"safety_asked": asked, "goals": ["rest"]}, SCHOOL)
    assert result.sentence == f"{says}Swedish fits these answers best: 2 of 3 points."
    assert result.points == recommend({"goals": ["rest"]}, SCHOOL).points
    assert f"<h3>Safety first</h3><p>{below}</p></div>" in result_html(result)


@pytest.mark.parametrize("groups, says", [
    (("Heart", "Skin", "Bones"), "heart, skin and bones"),
    (("Heart", "Skin and nails"), "heart; skin and nails"),
    (("Head, neck", "Skin"), "head, neck; skin"),
])  # fmt: skip
def test_groups_whose_names_hold_a_comma_or_an_and_are_parted_by_semicolons(groups, says):
    flags = dict(zip(("veins", "thinners", "bruise"), groups, strict=False))
    cautions = SMALL["cautions"][SMALL["cautions"]["flag"].isin(flags)]
    school = small_school(cautions=cautions.assign(group=cautions["flag"].map(flags)))
    result = recommend({"safety_asked": {}, "pain": "spot"}, school)
    assert f"<h3>Safety first</h3><p>Not asked yet: {says}.</p></div>" in result_html(result)


def test_a_red_flag_that_is_ticked_settles_its_question_and_another_flag_does_not():
    answers = {"areas": ["jaw"], "pain": "spot"}
    assert [each.question.group for each in recommend(answers | {"flags": ["fever"]}, ASKING).to_ask] == ["Today"]
    assert recommend(answers | {"flags": ["clot"]}, ASKING).to_ask == ()


def test_a_first_question_may_be_about_red_flags_though_none_of_the_tables_is_behind_it():
    cautions = SMALL["cautions"][SMALL["cautions"]["kind"] != "red_flag"]
    result = recommend({"safety_asked": {}, "pain": "spot"}, asking_school("Well?", cautions))
    assert result.sentence.startswith("Not yet asked about: today. ")


def test_what_a_row_says_of_red_flags_holds_without_any():
    row = {"group": "Today", "question": "Well?", "about": "", "answers": "", "about_this_pain": "no"}
    for said in ("yes", "no"):
        asked = first_questions([row | {"red_flags": said}], SCHOOL_RULES.safety.raised_by(["fever"]))
        assert asked["Today"].is_about_red_flags == (said == "yes")


def test_a_question_without_flags_is_not_asked_and_the_next_one_is():
    cautions = SMALL["cautions"][SMALL["cautions"]["group"] == "Health"]
    assert list(recommend({}, asking_school("Well?", cautions)).rulebook.first_questions) == ["Health"]


def test_a_question_that_only_other_answers_bring_names_no_place():
    result = recommend({"goals": ["rest"]}, ASKING)
    assert result.sentence.startswith("Ask first, because of rest & calm, about signs of a clot. ")


def test_several_flags_that_an_answer_may_mean_are_joined_by_or():
    is_meant = SMALL["cautions"]["flag"].isin(["fever", "bruise", "bones"])
    meant = SMALL["cautions"].assign(group="Today", answer=is_meant.map({True: "rest", False: ""}))
    result = recommend({"goals": ["rest"]}, asking_school("If it hurts: is it sudden?", meant, "yes"))
    assert ", about signs of a clot, and about a bruise, thin bones or a fever. " in result.sentence


def test_where_nobody_says_what_was_asked_no_question_stands_open():
    assert standing(None, SCHOOL_RULES.safety.raised_by(["veins"]), SCHOOL_RULES) == ((), (), ())


def test_a_flag_that_is_ticked_is_the_yes_of_its_group():
    result = recommend({"safety_asked": {}, "flags": ["veins"], "pain": "all_over"}, ASKING)
    assert result.sentence == "Not yet asked about: today. Deep <work> fits these answers best: 3 of 3 points."
    assert "<p>Not asked yet: today.</p>" in result_html(result)


# However the question is worded, the table says whether it is about a pain that was named.
@pytest.mark.parametrize("question", ["If it hurts: is it sudden?", "Where it hurts: is it sudden?"])
@pytest.mark.parametrize("about_this_pain, meant, says", [
    ("yes", {}, ", about signs of a clot."),
    ("yes", {"fever": "rest"}, ", about signs of a clot, and about a fever."),
    ("yes", {"clot": "rest"}, ", about signs of a clot."),
    ("no", {}, ": {question}"),
    ("", {}, ": {question}"),
    ("no", {"clot": "rest"}, ": does this apply? A clot."),
    ("no", {"clot": "rest", "fever": "jaw"}, ": does this apply? A clot; or a fever."),
])  # fmt: skip
def test_what_answers_bring_is_asked_first(question, about_this_pain, meant, says):
    cautions = SMALL["cautions"].assign(answer=[meant.get(flag, "") for flag in SMALL["cautions"]["flag"]])
    school = asking_school(question, cautions, about_this_pain)
    says = says.format(question=f"{question[:1].lower()}{question[1:]}")
    answers = {"areas": ["jaw"], "goals": ["rest"]}
    result = recommend(answers, school)
    led = "Swedish fits these answers best: 2 of 3 points"
    assert (
        result.sentence
        == f"Ask first, because of pain in the jaw and rest & calm{says} {led}, if none of this applies."
    )
    assert (
        '<h3>Safety first</h3><p class="ml-small">Nothing was ticked. That does not mean that all is '
        'well; ask before you begin.</p><p class="ml-kind">Ask first</p><ul><li><strong>Today</strong> (because of '
        f"pain in the jaw and rest &amp; calm): {question}</li></ul></div>"
    ) in result_html(result)
    # An answer to the question settles it; that nobody was asked anything does not.
    assert recommend(answers | {"safety_asked": {"Today": "none"}}, school).sentence == f"{led}."
    assert recommend(answers | {"safety_asked": {}}, school).sentence == result.sentence


def test_what_is_to_be_asked_first_stands_before_a_limit():
    result = recommend({"flags": ["bruise"], "areas": ["jaw"], "pain": "all_over"}, ASKING)
    assert result.sentence == (
        "Ask first, because of pain in the jaw, about signs of a clot. Deep <work> fits these answers best: 3 of 3 "
        "points, if none of this applies, but no deep work: keep off it (a bruise)."
    )
    alone = recommend({"areas": ["jaw"]}, ASKING).sentence
    assert alone == (
        "Ask first, because of pain in the jaw, about signs of a clot. "
        "Nothing in these answers points to one modality more than to another."
    )


# Conflicts and notes


def test_conflicts_name_each_side_and_then_what_pulls_apart():
    assert recommend({"pain": "spot", "goals": ["rest", "sport"], "minutes": 40}, SCHOOL).conflicts == (
        '"Rest & calm" counts for more than one modality: Swedish (2 points) and Deep <work> (1 point).',
        '"Sport" counts for more than one modality: Neuro work (1 point) and Deep <work> (1 point).',
        'These answers pull in different directions: "in a spot" and "40 minutes" point to Neuro work; '
        '"rest & calm" points to Swedish; "sport" points to Neuro work and Deep <work>.',
    )
    assert recommend({"pain": "spot", "minutes": 40}, SCHOOL).conflicts == ()


@pytest.mark.parametrize("flags, says", [
    (["bruise"], "a caution speaks against it: keep off it (a bruise)."),
    (["bruise", "bones"], "cautions speak against it: do no deep work at all (thin bones); keep off it (a bruise)."),
    (["bruise", "bones", "thinners", "sore_1"], "cautions speak against it: do no deep work (takes thinners); do no "
        "deep work at all (thin bones); keep off it (a bruise); and 1 more."),
    (["veins", "needles"], None),
    ([], None),
])  # fmt: skip
def test_a_wish_that_a_caution_speaks_against_is_the_first_conflict(flags, says):
    wish = SMALL["answers"].assign(work=SMALL["answers"]["answer"].map({"sport": "deep_pressure"}).fillna(""))
    found = recommend({"flags": flags, "goals": ["sport"]}, small_school(answers=wish, cautions=LIMITS)).conflicts
    assert found == (
        *([f'The client asks for deep work ("sport"), and {says}'] if says else []),
        '"Sport" counts for more than one modality: Neuro work (1 point) and Deep <work> (1 point).',
    )


def test_two_wishes_for_the_same_work_are_one_conflict():
    points = {"sport": "trigger_point_work", "company": "trigger_point_work"}
    wish = SMALL["answers"].assign(work=SMALL["answers"]["answer"].map(points).fillna(""))
    answers = {"flags": ["needles"], "goals": ["sport", "company"]}
    assert recommend(answers, small_school(answers=wish)).conflicts[0] == (
        'The client asks for firm pressure on a point ("sport" and "company"), and a caution speaks against it: '
        "do no points (fears points)."
    )


def test_notes_come_in_one_order():
    assert recommend({"pain": "none", "areas": ["jaw"], "goals": ["sport"], "minutes": 60}, SCHOOL).notes == (
        "No pain, and areas?",
        'Ask more about "sport": if it is a bruise, tick that under the questions on safety. Keep off it.',
        "60 minutes lies between the usual sessions: Neuro work 30 to 45 and Deep <work> 75 to 90 minutes.",
    )


def test_a_question_that_is_not_asked_here_is_named_in_words():
    says = '"pain pattern" is not asked here, so that answer is left out.'
    assert notes(["pain_pattern"], {}, SCHOOL_RULES) == (says,)


def noting_school(**note):
    """The small school with one note of an educator, on sport where the time is short."""
    note = {
        "question": "goals",
        "answer": "sport",
        "note": "Warm up.",
        "below_minutes": None,
        "basis": "our_rule",
        "certainty": "Ours.",
    } | note
    return small_school(answer_notes=rows("answer_notes", [note]), cautions=SMALL["cautions"].assign(answer=""))


@pytest.mark.parametrize("note, answers, is_said", [
    ({}, {"goals": ["sport"]}, True),
    ({}, {"goals": ["rest"]}, False),
    ({}, {"pain": "spot"}, False),
    ({"below_minutes": 40}, {"goals": ["sport"], "minutes": 39.5}, True),
    ({"below_minutes": 40}, {"goals": ["sport"], "minutes": 40}, False),
    ({"below_minutes": 40}, {"goals": ["sport"]}, False),
    ({"below_minutes": 40}, {"minutes": 39}, False),
    ({"with_question": "pain", "with_answer": "spot"}, {"goals": ["sport"], "pain": "spot"}, True),
    ({"with_question": "pain", "with_answer": "spot"}, {"goals": ["sport"], "pain": "all_over"}, False),
    ({"with_question": "pain", "with_answer": "spot"}, {"goals": ["sport"]}, False),
    ({"with_question": "pain", "with_answer": "spot"}, {"pain": "spot"}, False),
    ({"with_question": "minutes", "with_answer": "fits_session"}, {"goals": ["sport"], "minutes": 33}, True),
    ({"with_question": "minutes", "with_answer": "fits_session"}, {"goals": ["sport"]}, False),
])  # fmt: skip
def test_a_note_of_an_educator_is_said_where_all_that_it_asks_for_is_given(note, answers, is_said):
    expected = ("Warm up.",) if is_said else ()
    assert recommend(answers, noting_school(**note)).notes == expected
    result = recommend(answers, noting_school(in_headline="yes", **note))
    assert result.headline_notes == result.notes == expected
    assert result.sentence.endswith(" Warm up.") == is_said


MEANT = {"clot": "sport", "fever": "sport", "bruise": "sport", "needles": "company"}
MEANING = small_school(cautions=SMALL["cautions"].assign(answer=SMALL["cautions"]["flag"].map(MEANT).fillna("")))


def test_of_the_flags_that_an_answer_may_mean_the_next_one_is_asked_about():
    [note] = recommend({"goals": ["sport"], "flags": ["bruise"]}, MEANING).notes
    assert note.startswith('Ask more about "sport": if it is a fever, ')


def test_a_flag_that_is_ticked_or_noted_is_not_asked_about_and_the_next_one_is():
    ask = 'Ask more about "{}": if it is {}, tick that under the questions on safety. {}'
    fever = ask.format("sport", "a fever", "Give no massage today.")
    bruise = ask.format("sport", "a bruise", "Keep off it.")
    points = ask.format("company", "fears points", "Do no points.")
    assert set(recommend({"goals": ["sport", "company"]}, MEANING).notes) == {fever, bruise, points}
    assert set(recommend({"goals": ["sport", "company"], "flags": ["fever"]}, MEANING).notes) == {bruise, points}
    noted = MEANING.replace(answer_notes=rows("answer_notes", [
        {"question": "goals", "answer": "sport", "note": "Warm up.", "below_minutes": None,
         "basis": "our_rule", "certainty": "Ours."},
    ]))  # fmt: skip
    assert recommend({"goals": ["sport", "company"]}, noted).notes == ("Warm up.", points)


@pytest.mark.parametrize("minutes, says", [
    (29.99999, "29.99999 minutes is less than any usual session. The shortest lasts 30 minutes (Neuro work)."),
    (45.000001, "45.000001 minutes lies between the usual sessions: Neuro work 30 to 45 and Deep <work> 75 to 90 "
        "minutes."),
    (91, "91 minutes is more than any usual session, so there is time for each. The longest lasts 90 minutes (Deep "
        "<work>)."),
])  # fmt: skip
def test_a_time_without_a_session_keeps_its_digits(minutes, says):
    assert recommend({"minutes": minutes}, SCHOOL).notes == (says,)


@pytest.mark.parametrize("minutes", [30, 45, 75, 90])
def test_both_ends_of_a_session_belong_to_it(minutes):
    result = recommend({"minutes": minutes}, SCHOOL)
    assert result.notes == () and sum(result.points.values()) == 1


def test_sessions_of_equal_length_are_named_together():
    alike = small_school(sessions=SMALL["sessions"].assign(min_minutes=30, max_minutes=45))
    less, more = (recommend({"minutes": minutes}, alike).notes[0] for minutes in (20, 60))
    assert less.endswith("The shortest lasts 30 minutes (Neuro work and Deep <work>).")
    assert more.endswith("The longest lasts 45 minutes (Neuro work and Deep <work>).")


def test_a_school_without_sessions_has_no_note_on_time_and_no_point_for_it():
    result = recommend({"minutes": 45}, small_school(sessions=SMALL["sessions"].head(0)))
    assert (result.notes, result.outcome, result.reason_rows) == ((), "tie", ())


# What can be answered


ALLOWED = "Allowed: a number from 10 to 120, in minutes."


@pytest.mark.parametrize("answers, question, says", [
    ({"gols": ["rest"]}, "gols", 'There is no question "gols". Did you mean "goals"? The questions are: flags, pain, '
        'areas, goals and minutes.'),
    ({7: "rest"}, "7", 'There is no question "7". The questions are: flags, pain, areas, goals and minutes.'),
    ({"pain": "spott"}, "pain", '"spott" cannot be used for "Where is the pain?" (question "pain"). Did you mean '
        '"spot"? Allowed: spot, all_over or none.'),
    ({"goals": {"rest": 1}}, "goals", '"{\'rest\': 1}" cannot be used for "What for?" (question "goals"). Allowed: '
        'rest, sport or company.'),
    ({"goals": [["rest", "sport"]]}, "goals", "\"['rest', 'sport']\" cannot be used for \"What for?\" (question "
        "\"goals\"). "
     "Allowed: rest, sport or company."),
    ({"goals": b"rest"}, "goals", '"b\'rest\'" cannot be used for "What for?" (question "goals"). Did you mean '
        '"rest"? Allowed: rest, sport or company.'),
    ({"pain": ["none", "spot"]}, "pain", 'The question "pain" (Where is the pain?) takes one answer, and 2 were '
        'given: spot and none. Choose one.'),
    ({"minutes": [20, 30]}, "minutes", f'The question "minutes" takes one number. {ALLOWED}'),
    ({"minutes": "an hour"}, "minutes", f'What stands in "How long?" (question "minutes") is not a number. {ALLOWED}'),
    ({"minutes": 9.99}, "minutes", f'"9.99" cannot be used for "How long?" (question "minutes"). {ALLOWED}'),
    ({"minutes": "121"}, "minutes", f'"121" cannot be used for "How long?" (question "minutes"). {ALLOWED}'),
    ({"minutes": True}, "minutes", f'"True" cannot be used for "How long?" (question "minutes"). {ALLOWED}'),
    ("rest", None, 'The answers came as str. Give them as question and answer: {"pain_pattern": "widespread", '
        '"minutes": 60}.'),
])  # fmt: skip
def test_what_cannot_be_used_is_said_word_for_word(answers, question, says):
    with pytest.raises(AnswerError) as caught:
        recommend(answers, SCHOOL)
    assert (str(caught.value), caught.value.question) == (says, question)


ASKED = "safety_asked"
GROUPS = 'There is no group "{}" of questions about safety.{} The groups are: Today; Health.'


@pytest.mark.parametrize("asked, says", [
    (["Today"], 'What was asked about safety ("safety_asked") came as list. Give it as group and answer: '
        '{"Today": "none"}.'),
    ("none", 'What was asked about safety ("safety_asked") came as str. Give it as group and answer: '
        '{"Today": "none"}.'),
    ({"Todai": "none"}, GROUPS.format("Todai", ' Did you mean "Today"?')),
    ({7: "none"}, GROUPS.format("7", "")),
    ({"Today": "nome"}, '"nome" cannot be used for "Today" ("safety_asked"). Did you mean "none"? Allowed: none or '
        "yes."),
    ({"Today": ["none"]}, '"[\'none\']" cannot be used for "Today" ("safety_asked"). Did you mean "none"? Allowed: '
        "none or yes."),
    ({"Health": True}, '"True" cannot be used for "Health" ("safety_asked"). Allowed: none or yes.'),
])  # fmt: skip
def test_what_was_asked_about_safety_and_cannot_be_used_is_said_word_for_word(asked, says):
    with pytest.raises(AnswerError) as caught:
        recommend({ASKED: asked}, ASKING)
    assert (str(caught.value), caught.value.question) == (says, ASKED)


@pytest.mark.parametrize("asked, understood", [
    (None, None),
    ("", None),
    ({}, {}),
    ({"Health": "yes", "Today": "none"}, {"Today": "none", "Health": "yes"}),
    ({"Health": "yes", "Today": None}, {"Health": "yes"}),
    ({"Health": " ", "Today": float("nan")}, {}),
])  # fmt: skip
def test_what_was_asked_is_understood_in_the_order_of_the_questions(asked, understood):
    result = recommend({ASKED: asked}, ASKING)
    assert result.asked == understood and list(result.asked or ()) == list(understood or ())


@pytest.mark.parametrize("given, understood", [
    ({"minutes": 10, "goals": ["sport", "rest", "sport"]}, {"goals": ("rest", "sport"), "minutes": (10,)}),
    ({"minutes": " 120 ", "goals": "rest"}, {"goals": ("rest",), "minutes": (120,)}),
    ({"minutes": 45.5, "goals": ("sport",), "pain": ["", None, "spot"]}, {"pain": ("spot",), "goals": ("sport",),
        "minutes": (45.5,)}),
    ({"goals": pd.Series(["sport"]), "pain": ["spot", "spot"]}, {"pain": ("spot",), "goals": ("sport",)}),
])  # fmt: skip
def test_answers_are_understood_in_the_order_of_the_tables(given, understood):
    result = recommend(given, SCHOOL)
    assert result.answers == understood and list(result.answers) == list(understood)
    assert repr(result.answers) == repr(understood)  # 45 is not 45.0.


WITHOUT_ANSWERS = small_school(
    **{table: SMALL[table].head(0) for table in ("answers", "rules", "contradictions")},
    cautions=SMALL["cautions"].assign(answer=""),
)


def test_a_question_without_any_answer_can_stay_unanswered():
    assert recommend({"areas": ["jaw"]}, WITHOUT_ANSWERS).outcome == "tie"
    with pytest.raises(AnswerError, match='"spot" cannot be used for "Where is the pain'):
        recommend({"pain": "spot"}, WITHOUT_ANSWERS)


# Tables


def test_scores_and_reasons_as_tables():
    result = recommend({"minutes": 40, "goals": ["rest"]}, SCHOOL)
    assert result.scores.to_dict("list") == {"modality": list(THREE), "points": [1, 1, 2], "share": [0.25, 0.25, 0.5]}
    assert list(result.reasons.columns) == ["question", "answer", "modality", "points", "reason", "source_id"]
    assert list(result.reasons.itertuples(index=False, name=None)) == [
        ("goals", "rest", "swedish", 2, "rest & swedish.", "teaching_note"),
        ("goals", "rest", "dtm", 1, "rest & dtm.", "article"),
        ("minutes", 40, "nmt", 1, "fits_session & nmt.", "teaching_note"),
    ]
    assert result.reasons["points"].dtype == result.scores["points"].dtype == int


def test_tables_of_a_client_without_points_keep_their_kinds():
    result = recommend({"goals": ["company"]}, SCHOOL)
    assert len(result.reasons) == 0 and result.reasons["points"].dtype == int
    assert result.scores["share"].to_list() == [0, 0, 0]


def test_nothing_that_results_share_can_be_changed_by_hand():
    result = recommend({"flags": ["veins"], "areas": ["jaw"], "goals": ["rest"]}, SCHOOL)
    rules = result.rulebook
    shared = [result, rules, rules.questions["goals"], rules.contradictions[0], rules.safety]
    for each in (*shared, result.reason_rows[0], result.caution_rows[0], result.caution_sites[0], result.changes[0]):
        with pytest.raises(AttributeError):
            setattr(each, next(name for name in dir(each) if not name.startswith("_")), "another")


def test_the_tally_adds_up_by_hand():
    tally = recommend({"flags": ["veins"], "minutes": 40, "goals": ["sport", "rest", "company"]}, SCHOOL).tally
    expected = pd.DataFrame(
        [(0, 1, 2), (1, 1, 0), (0, 0, 0), (1, 0, 0), (2, 2, 2)],
        index=pd.Index(["rest & calm", "sport", "company", "40 minutes", "sum"], name="Answer"),
        columns=["Neuro work", "Deep <work>", "Swedish"],
    )
    pd.testing.assert_frame_equal(pd.DataFrame(tally), expected)
    assert tally._repr_html_().startswith('<table><thead><tr><th scope="col" style="text-align: left">Answer</th>')


def test_cautions_come_the_most_serious_first_and_then_as_the_tables_have_them():
    flags = ["veins", "bruise", "clot", "fever", "thinners", "bones", "needles"]
    rows = recommend({"flags": flags}, SCHOOL).cautions
    assert list(rows.itertuples(index=False, name=None)) == [
        ("clot", "red_flag", "all_massage", "Call for help.", "teaching_note"),
        ("fever", "absolute", "all_massage", "Give no massage today.", "teaching_note"),
        ("thinners", "absolute", "deep_pressure", "Do no deep work.", "teaching_note"),
        ("needles", "absolute", "trigger_point_work", "Do no points.", "teaching_note"),
        ("bones", "absolute", "deep_pressure", "Do no deep work at all.", "teaching_note"),
        ("thinners", "medical_clearance", "all_massage", "Ask the doctor.", "teaching_note"),
        ("bruise", "local", "deep_pressure", "Keep off it.", "teaching_note"),
        ("veins", "adapt", "all_massage", "Be gentle.", "article"),
    ]
    assert list(rows.columns) == ["flag", "kind", "applies_to", "action", "source_id"]


def test_sites_are_those_of_the_areas_given():
    sites = recommend({"areas": ["knee", "neck_front", "jaw"]}, SCHOOL).caution_sites
    assert [(site.region, site.view, site.name, site.structures) for site in sites] == [
        ("jaw", "front", "behind the jaw", "nerve"),
        ("neck_front", "front", "front of the <neck>", "artery"),
    ]


# What would change it: the change, the outcome that follows, and the points of those that lead


@pytest.mark.parametrize("answers, changes", [
    ({}, [
        ("pain", None, "spot", "recommended", ("nmt",), 2), ("pain", None, "all_over", "recommended", ("dtm",), 3), (
            "pain", None, "none", "tie", THREE, 0),
        *(("areas", None, area, "tie", THREE, 0) for area in TABLES.regions["region"]),
        ("goals", None, "rest", "recommended", ("swedish",), 2), ("goals", None, "sport", "tie", ("nmt", "dtm"), 1), (
            "goals", None, "company", "tie", THREE, 0),
        ("minutes", None, 10, "tie", THREE, 0), ("minutes", None, 30, "recommended", ("nmt",), 1), ("minutes", None, 75,
            "recommended", ("dtm",), 1),
    ]),
    ({"goals": ["company"]}, [
        ("pain", None, "spot", "recommended", ("nmt",), 2), ("pain", None, "all_over", "recommended", ("dtm",), 3),
        ("goals", None, "rest", "recommended", ("swedish",), 2), ("goals", None, "sport", "tie", ("nmt", "dtm"), 1), (
            "goals", "company", None, "no_answers", (), 0),
        ("minutes", None, 30, "recommended", ("nmt",), 1), ("minutes", None, 75, "recommended", ("dtm",), 1),
    ]),
    ({"minutes": 59}, [
        ("pain", None, "spot", "recommended", ("nmt",), 2), ("pain", None, "all_over", "recommended", ("dtm",), 3),
        ("goals", None, "rest", "recommended", ("swedish",), 2), ("goals", None, "sport", "tie", ("nmt", "dtm"), 1),
        ("minutes", 59, None, "no_answers", (), 0), ("minutes", 59, 45, "recommended", ("nmt",), 1), ("minutes", 59, 75,
            "recommended", ("dtm",), 1),
    ]),
    ({"minutes": 33}, [
        ("pain", None, "all_over", "recommended", ("dtm",), 3),
        ("goals", None, "rest", "recommended", ("swedish",), 2),
        ("minutes", 33, None, "no_answers", (), 0), ("minutes", 33, 29, "tie", THREE, 0), ("minutes", 33, 75,
            "recommended", ("dtm",), 1),
    ]),
    ({"minutes": 44, "goals": ["company"]}, [
        ("pain", None, "all_over", "recommended", ("dtm",), 3),
        ("goals", None, "rest", "recommended", ("swedish",), 2),
        ("minutes", 44, None, "tie", THREE, 0), ("minutes", 44, 46, "tie", THREE, 0),
        ("minutes", 44, 75, "recommended", ("dtm",), 1),
    ]),
    ({"minutes": 80}, [
        ("pain", None, "spot", "recommended", ("nmt",), 2),
        ("goals", None, "rest", "tie", ("dtm", "swedish"), 2),
        ("minutes", 80, None, "no_answers", (), 0), ("minutes", 80, 45, "recommended", ("nmt",), 1),
        ("minutes", 80, 74, "tie", THREE, 0),
    ]),
    ({"minutes": 37.5}, [
        ("pain", None, "all_over", "recommended", ("dtm",), 3),
        ("goals", None, "rest", "recommended", ("swedish",), 2),
        ("minutes", 37.5, None, "no_answers", (), 0), ("minutes", 37.5, 29, "tie", THREE, 0),
        ("minutes", 37.5, 75, "recommended", ("dtm",), 1),
    ]),
    ({"minutes": 60, "pain": "spot"}, [
        ("pain", "spot", None, "tie", THREE, 0), ("pain", "spot", "all_over", "recommended", ("dtm",), 3), ("pain",
            "spot", "none", "tie", THREE, 0),
        ("goals", None, "rest", "tie", ("nmt", "swedish"), 2),
    ]),
    ({"flags": ["thinners"], "pain": "spot"}, [
        ("pain", "spot", None, "no_answers", (), 0), ("goals", None, "rest", "recommended", ("swedish",), 2),
    ]),
    ({"flags": ["fever"], "pain": "spot"}, []),
])  # fmt: skip
def test_what_would_change_it(answers, changes):
    result = recommend(answers, SCHOOL)
    assert [tuple(change) for change in result.changes] == changes
    assert list(result.what_if.itertuples(index=False, name=None)) == [each[:5] for each in changes]
    assert list(result.what_if.columns) == ["question", "answer_now", "answer_then", "outcome", "modalities"]


def instead(answer, **more):
    """A note that stands instead of a recommendation of deep work."""
    note = {"note": "Test.", "in_headline": "instead", "basis": "our_rule", "certainty": "Ours.", "below_minutes": None}
    return rows("answer_notes", [note | {"question": "goals", "answer": answer} | more])


@pytest.mark.parametrize("tables, answers, changes", [
    # A swap takes from the one what it gives to the other.
    ({"rules": rules_with(("goals", "company", "nmt", 2))}, {"pain": "spot", "goals": ["company"]}, [
        ("pain", "spot", "all_over", "recommended", ("dtm",), 3),
    ]),
    # However far one leads, a wish can set it aside.
    ({"rules": rules_with(("pain", "none", "dtm", 9)), "answer_notes": instead("company")},
     {"pain": "none", "minutes": 80}, [
        ("pain", "none", "spot", "recommended", ("nmt",), 2), ("goals", None, "company", "neither", (), 0),
    ]),
    # A wish that stays keeps it aside.
    ({"answer_notes": pd.concat([instead("rest"), instead("company")])},
     {"goals": ["rest", "company"], "pain": "all_over"}, [
        ("pain", "all_over", None, "recommended", ("swedish",), 2),
        ("pain", "all_over", "none", "recommended", ("swedish",), 2),
    ]),
    # So does too little time, until there is more, or none is named.
    ({"answer_notes": instead("rest", below_minutes=40)},
     {"goals": ["rest", "sport"], "pain": "all_over", "minutes": 30}, [
        ("goals", "rest", None, "recommended", ("dtm",), 4), ("minutes", 30, None, "recommended", ("dtm",), 5),
        ("minutes", 30, 75, "recommended", ("dtm",), 6),
    ]),
])  # fmt: skip
def test_what_would_change_it_in_other_schools(tables, answers, changes):
    assert [tuple(change) for change in recommend(answers, small_school(**tables)).changes] == changes


def test_a_school_of_one_modality_has_a_result_too(tmp_path):
    (tmp_path / "modalities.csv").write_text(TABLES.modalities.head(1).to_csv(index=False), encoding="utf-8")
    result = recommend({"pain_areas": ["knee"]}, load_tables(tmp_path))
    assert (result.outcome, result.modalities) == ("tie", ("nmt",))
    assert {change.modalities for change in result.changes if change.outcome == "recommended"} == {("nmt",)}


@pytest.mark.parametrize("answers, lines", [
    ({"goals": ["relaxation", "posture"]}, [
        'What does the client hope for? Also "release trigger points", "better muscle function" or "relief of one '
            'particular pain", or no longer "relaxation"',
        'What does the client hope for? Also "stress relief", "more flexibility", "better circulation", "recover from '
            'an injury" or 2 more, or no longer "better posture"',
        "How many minutes are free for a session? 61 to 90 minutes",
    ]),
    ({"minutes": 75, "goals": ["posture"]}, [
        "How many minutes are free for a session? Up to 60 minutes, over 90 minutes or no answer, instead of 75 "
            "minutes",
    ]),
    ({"visits": "regular"}, [
        'What does the client hope for? "release trigger points", "better muscle function" or "relief of one '
            'particular pain"',
        'How often can the client come? No answer, instead of "regularly, to stay well"',
        'How often can the client come? "once", instead of "regularly, to stay well"',
        "No modality ahead of another, with one of these changes:",
    ]),
    ({"goals": ["relaxation", "flexibility", "posture"], "visits": "single_visit"}, [
        'What does the client hope for? No longer "relaxation" or "more flexibility"',
        "No recommendation, with one of these changes:",
    ]),
])  # fmt: skip
def test_what_would_change_it_stands_in_a_line_for_each_question(answers, lines):
    result = recommend(answers, TABLES)
    items = re.findall(r"<li>(.*?)(?=<ul>|</li>)", what_would_change(result, result.changes))
    told = [html.unescape(re.sub("<[^>]*>", "", item)) for item in items]
    assert [line for line in lines if line not in told] == []


@pytest.mark.parametrize("most, times", [(74, [10, 30]), (75, [10, 30, 75])])
def test_a_time_that_cannot_be_answered_is_no_what_if(most, times):
    is_minutes = SMALL["questions"]["kind"] == "minutes"
    questions = SMALL["questions"].assign(maximum=SMALL["questions"]["maximum"].mask(is_minutes, most))
    changes = recommend({}, small_school(questions=questions)).changes
    assert [change.answer_then for change in changes if change.question == "minutes"] == times


def test_minutes_that_no_rule_speaks_of_give_no_points():
    rules = SMALL["rules"]
    result = recommend({"minutes": 40}, small_school(rules=rules[rules["question"] != "minutes"]))
    assert (result.outcome, result.reason_rows) == ("tie", ())


# The result as HTML


def test_a_result_of_a_client_who_may_be_massaged():
    result = recommend(
        {"pain": "none", "areas": ["jaw", "neck_front"], "goals": ["sport", "company"], "minutes": 60}, SCHOOL
    )
    assert result_html(result) == result._repr_html_() == (
        '<div class="ml-result"><p class="ml-outcome"><strong>Neuro work and Deep &lt;work&gt; fit these answers '
        'equally well: 1 point each.</strong></p>'
        '<p class="ml-small">Safety first: nothing was ticked. That does not mean that all is well; ask before you '
        'begin.</p>'
        "<details open><summary>Take care within these areas (2)</summary><ul><li><strong>Behind the jaw</strong>: "
        "Push no finger in.</li>"
        "<li><strong>Front of the &lt;neck&gt;</strong>: Do no deep work here.</li></ul></details>"
        "<p>No pain, and areas?</p>"
        "<p>Ask more about &quot;sport&quot;: if it is a bruise, tick that under the questions on safety. Keep off "
        "it.</p>"
        "<p>60 minutes lies between the usual sessions: Neuro work 30 to 45 and Deep &lt;work&gt; 75 to 90 minutes.</p>"
        '<table class="ml-points"><caption>Points (a square is a point)</caption><tbody>'
        '<tr><th scope="row">Neuro work</th><td>1 point</td><td style="text-align: left"><span aria-hidden="true" '
        'style="color: #0072B2">■</span></td></tr>'
        '<tr><th scope="row">Deep &lt;work&gt;</th><td>1 point</td><td style="text-align: left"><span '
        'aria-hidden="true" style="color: #D55E00">■</span></td></tr>'
        '<tr><th scope="row">Swedish</th><td>0 points</td><td style="text-align: left"><span aria-hidden="true" '
        'style="color: #009E73"></span></td></tr></tbody></table>'
        "<p>A tie turns easily: three of your six answers would turn it alone.</p>"
        '<h3>Why</h3><ul><li>Sport: <strong>1 point for Neuro work</strong>. sport &amp; nmt. <span '
        'class="ml-small">[1, A]</span> '
        '<strong>1 point for Deep &lt;work&gt;</strong>. sport &amp; dtm. <span class="ml-small">[1, A]</span>'
        "</li></ul>"
        "<h3>Where this points both ways</h3><ul><li>"
        "&quot;Sport&quot; counts for more than one modality: "
        "Neuro work (1 point) and Deep &lt;work&gt; (1 point).</li></ul>"
        "<h3>What would change this</h3><ul>"
        "<li><strong>A tie between Deep &lt;work&gt; and Swedish</strong>, with one of these changes:<ul><li>What for? "
        "Also &quot;rest &amp; calm&quot;</li></ul></li>"
        "<li><strong>No modality ahead of another</strong>, with one of these "
        "changes:<ul><li>What for? No longer &quot;sport&quot;</li></ul></li>"
        "<li><strong>Neuro work</strong>, with one of these changes:<ul>"
        "<li>How long? 30 to 45 minutes, instead of 60 minutes</li>"
        "<li>Where is the pain? &quot;in a spot&quot;, instead of &quot;no pain&quot;</li></ul></li>"
        "<li><strong>Deep &lt;work&gt;</strong>, with one of these changes:<ul>"
        "<li>How long? 75 to 90 minutes, instead of 60 minutes</li>"
        "<li>Where is the pain? &quot;all over&quot;, instead of &quot;no pain&quot;</li></ul></li></ul>"
        f"<details><summary>Sources (1)</summary><ol>{NOTES}</ol></details>"
        '<p class="ml-small">A teaching aid: it counts what the sources say and diagnoses nothing. '
        "A client with a health question goes to a doctor or another qualified clinician.</p></div>"
    )  # fmt: skip


def kind(words, caution, source=1):
    """The cautions of one kind as HTML: here a single one, with what could go wrong folded under it."""
    label, work, action, flag = caution
    return (
        f'<p class="ml-kind">{words}</p><ul><li><strong>{label}</strong>{work}: {action} '
        f'<span class="ml-small">Our &lt;rule&gt;. [{source}]</span></li></ul>'
        f"<details><summary>Why?</summary><ul><li><strong>{label}</strong>: why {flag} [1].</li></ul>"
        "</details>"
    )


def test_a_result_of_a_client_who_is_referred_on():
    result = recommend(
        {"flags": ["thinners", "veins", "fever", "bruise", "clot"], "pain": "all_over", "goals": ["rest"]}, SCHOOL
    )
    before_points, after_points = result_html(result).split("<table")
    assert before_points == (
        '<div class="ml-result"><p class="ml-outcome ml-refer"><strong>Call for help (a clot).</strong></p>'
        '<div class="ml-safety ml-refer" role="group" aria-label="Safety"><h3>Safety first</h3>'
        f"{kind('Refer on', ('A clot', '', 'Call for help.', 'clot'))}"
        f"{kind('No massage now', ('A fever', '', 'Give no massage today.', 'fever'))}"
        f"{kind('No massage of this kind', ('Takes thinners', ' (deep pressure)', 'Do no deep work.', 'thinners'))}"
        f"{kind('Ask the treating clinician first', ('Takes thinners', '', 'Ask the doctor.', 'thinners'))}"
        f"{kind('Keep off one area', ('A bruise', ' (deep pressure)', 'Keep off it.', 'bruise'))}"
        f"{kind('Adapt', ('Thin &lt;veins&gt;', '', 'Be gentle.', 'veins'), source=2)}</div>"
        "<h3>Set aside: what the sources alone would say</h3><p>Deep &lt;work&gt; fits these answers best: 4 of 6 "
        "points.</p>"
    )  # fmt: skip
    assert f"<details><summary>Sources (2)</summary><ol>{NOTES}{ARTICLE}</ol></details>" in after_points
    assert (
        '<th scope="row">Neuro work (left out)</th>' in after_points and '<th scope="row">Swedish</th>' in after_points
    )
    assert "What would change this" not in after_points and "Where this points both ways" in after_points


def test_flags_beside_a_recommendation_look_less_stern():
    page = result_html(recommend({"flags": ["veins"], "pain": "spot"}, SCHOOL))
    assert (
        '<p class="ml-outcome"><strong>' in page and '<div class="ml-safety" role="group" aria-label="Safety">' in page
    )


def test_what_could_go_wrong_is_said_once_for_each_flag():
    row = SMALL["cautions"].iloc[3].to_dict()
    firm = [{"applies_to": "trigger_point_work"}, {"applies_to": "all_massage", "why": "it is sore"}]
    school = small_school(cautions=pd.concat([SMALL["cautions"], pd.DataFrame([row | each for each in firm])]))
    assert (
        "<summary>Why?</summary><ul><li><strong>A bruise</strong>: why bruise [1]; it is sore [1].</li></ul>"
    ) in result_html(recommend({"flags": ["bruise"]}, school))


@pytest.mark.parametrize("answers", [{}, {"flags": ["veins"]}, {"flags": ["clot"]}])
def test_without_answers_there_are_no_points_to_show(answers):
    page = result_html(recommend(answers, SCHOOL))
    for part in ("<table", "<h3>Why</h3>", "Set aside", "What would change this", "Where this points both ways"):
        assert part not in page
    assert "nothing was ticked" not in page


@pytest.mark.parametrize("points, scale, squares", [
    (39, "a square is a point", 39),
    (40, "a square is 2 points", 20),
    (79, "a square is 2 points", 40),
    (80, "a square is 3 points", 27),
])  # fmt: skip
def test_many_points_are_drawn_with_fewer_squares(points, scale, squares):
    school = small_school(rules=rules_with(("goals", "company", "nmt", points)))
    page = result_html(recommend({"goals": ["company"]}, school))
    assert f"<caption>Points ({scale})</caption>" in page and page.count("■") == squares


@pytest.mark.parametrize("answers, says", [
    ({"pain": "spot"}, "<h3>What would change this</h3><ul><li><strong>A tie between Neuro work and Swedish</strong>, "
        "with one of these changes:<ul><li>What for? &quot;rest &amp; calm&quot;</li></ul></li><li><strong>No "
        "recommendation</strong>, with one of these changes:<ul><li>Where is the pain? No answer, instead of "
        "&quot;in a spot&quot;</li></ul></li>"),
    ({"pain": "spot"}, "<ul><li>What for? &quot;rest &amp; calm&quot;</li></ul>"),
    ({"pain": "spot", "minutes": 80, "goals": ["sport"]},
     "<li>Where is the pain? &quot;all over&quot;, &quot;no pain&quot; or no answer, "
     "instead of &quot;in a spot&quot;</li>"),
    ({"goals": ["sport"]}, "<li>What for? No longer &quot;sport&quot;</li>"),
    ({"goals": ["company"], "minutes": 59}, "<li>How long? 30 to 45 minutes, instead of 59 minutes</li>"),
    ({"goals": ["company"]}, "<li>How long? 30 to 45 minutes</li>"),
    ({"flags": ["needles", "bones"], "goals": ["rest"]}, "<h3>What would change this</h3><ul><li><strong>No "
        "recommendation</strong>"),
])  # fmt: skip
def test_changes_in_words(answers, says):
    assert says in result_html(recommend(answers, SCHOOL))


@pytest.mark.parametrize("sessions, minutes, says", [
    ([(30, 45), (75, 90)], 33,
     "Under 30 minutes, 46 to 74 minutes, over 90 minutes or no answer, instead of 33 minutes"),
    ([(10, 45), (60, 120)], 50, "Up to 45 minutes, instead of 50 minutes"),
    ([(10, 45), (60, 120)], 45, "60 minutes or more, instead of 45 minutes"),
    ([(10, 45), (60, 120)], 45, "46 to 59 minutes or no answer, instead of 45 minutes"),
    ([(10, 45), (120, 150)], 45, "120 minutes, instead of 45 minutes"),
    ([(10, 120), (10, 45)], None, "Over 45 minutes"),
    ([(10, 120), (75, 75)], None, "75 minutes"),
    ([(10, 120), (5, 9)], None, "Any time"),
])  # fmt: skip
def test_times_that_would_change_it_are_said_in_ranges(sessions, minutes, says):
    low, high = zip(*sessions, strict=True)
    school = small_school(sessions=SMALL["sessions"].assign(min_minutes=list(low), max_minutes=list(high)))
    answers = {"goals": ["company"]} | ({} if minutes is None else {"minutes": minutes})
    page = result_html(recommend(answers, school))
    assert f"<li>How long? {says}</li>" in page


def test_of_many_answers_that_would_change_it_four_are_named():
    more = rows("answers", [{"question": "goals", "answer": f"g{n}", "label": f"wish {n}"} for n in range(1, 6)])
    answers = pd.concat([SMALL["answers"], more]).sort_values("question", kind="stable")
    school = small_school(answers=answers, rules=rules_with(*(("goals", f"g{n}", "swedish", 5) for n in range(1, 6))))
    assert (
        "<li><strong>Swedish</strong>, with one of these changes:<ul><li>What for? &quot;wish 1&quot;, &quot;wish "
        "2&quot;, &quot;wish 3&quot;, &quot;wish 4&quot; or 1 more</li></ul></li>"
    ) in result_html(recommend({"pain": "spot"}, school))


def test_where_no_single_answer_would_change_it_the_result_says_so():
    school = small_school(rules=rules_with(("pain", "none", "swedish", 50), ("goals", "company", "swedish", 50)))
    answers = {"goals": ["company"], "pain": "none"}
    assert recommend(answers, school).changes == ()
    assert "<h3>What would change this</h3><p>No single answer would change it.</p>" in result_html(
        recommend(answers, school)
    )


def test_a_pain_more_is_no_wish_to_change():
    school = TABLES.replace(rules=TABLES.rules[TABLES.rules["question"] == "pain_pattern"])
    result = recommend({"minutes": 45, "goals": ["relaxation"]}, school)
    assert {change.question for change in result.changes} == {"pain_pattern"}
    assert "<h3>What would change this</h3><p>No other wish or time would change it.</p>" in result_html(result)


def only_rules(*those):
    """The small school with no other rules than these."""
    return small_school(rules=rules_with(*those).tail(len(those)))


BOTH = [
    ("pain", "none", "nmt", 1),
    ("pain", "none", "dtm", 1),
    ("goals", "sport", "nmt", 1),
    ("goals", "sport", "dtm", 1),
]
NO_TURN = only_rules(*BOTH)
ONE_TURNS = only_rules(*BOTH, ("goals", "rest", "dtm", 1))
EACH_TURNS = only_rules(("goals", "rest", "swedish", 1), ("goals", "sport", "nmt", 1), ("goals", "company", "dtm", 1))
FAR_AHEAD = only_rules(
    ("pain", "none", "nmt", 4),
    ("goals", "company", "nmt", 4),
    ("goals", "sport", "nmt", 1),
    ("goals", "rest", "swedish", 9),
)


@pytest.mark.parametrize("school, answers, line", [
    (SCHOOL, {}, ""),
    (SCHOOL, {"goals": ["company"]}, ""),
    (SCHOOL, {"flags": ["fever"], "pain": "spot"}, ""),
    (SCHOOL, {"flags": ["thinners"], "goals": ["rest"]}, ""),
    (NO_TURN, {"pain": "none", "goals": ["sport"]}, ""),
    (ONE_TURNS, {"pain": "none", "goals": ["sport"]}, "A tie turns easily: one more answer could turn it."),
    (EACH_TURNS, {"goals": ["rest", "sport", "company"]},
     "A tie turns easily: any one of your three answers would turn it alone."),
    (FAR_AHEAD, {"pain": "none", "goals": ["company"]},
     "The lead is fairly clear: neither of your two answers would turn it alone, but one more answer could."),
    (FAR_AHEAD, {"pain": "none", "goals": ["company", "sport"]},
     "The lead is fairly clear: none of your three answers would turn it alone, but one more answer could."),
])  # fmt: skip
def test_how_thin_a_lead_is(school, answers, line):
    result = recommend(answers, school)
    assert lead_sentence(result, result.changes) == line
    page = result_html(result)
    assert line in page and "<p></p>" not in page


ALSO_SHORTER = small_school(sessions=SMALL["sessions"].assign(min_minutes=[10, 30], max_minutes=[120, 60]))


def test_times_that_are_not_answered_yet_are_joined_by_or():
    result = recommend({"goals": ["company"]}, ALSO_SHORTER)
    assert "<li>How long? Under 30 minutes or over 60 minutes</li>" in what_would_change(result, result.changes)


def test_no_reasons_and_no_conflicts_have_no_heading():
    page = result_html(recommend({"goals": ["company"]}, SCHOOL))
    assert "<h3>Why</h3>" not in page and "Sources" not in page and "Where this points both ways" not in page
    assert "Take care within" not in page and "<table" in page


def test_the_page_to_print():
    result = recommend({"goals": ["sport", "rest"], "minutes": 30.5}, SCHOOL)
    page = result_page(result)
    head, rest = page.split("<style>")
    assert head == (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Modality Lab: which modality fits?</title>"
    )
    style, body = rest.split("</style></head>")
    assert ".ml-page .ml-points" in style
    assert body == (
        '<body class="ml-page"><main><h1>Which modality fits?</h1>'
        '<p class="ml-small">Client or student: ______________________________ Date: ______________</p>'
        "<h2>The answers</h2><dl><dt>What for?</dt><dd>rest &amp; calm and sport</dd><dt>How long?</dt><dd>30.5 "
        "minutes</dd></dl>"
        f"<h2>What they point to</h2>{result_html(result, is_on_paper=True)}{session_note(result)}</main></body></html>"
    )
    assert "<dl><dt>None yet</dt></dl>" in result_page(recommend({}, SCHOOL))


LINE = f"<p>{'_' * 84}</p>"


def hint(part):
    """What belongs in a part of the note, as HTML."""
    belongs = TABLES.soap.set_index("part")["belongs"][part]
    return f'<p class="ml-small">Write here: {html.escape(belongs)}</p>'


def test_the_note_after_the_session():
    flags = ["thinners", "bruise", "veins"]
    assert session_note(recommend({"flags": flags, "goals": ["rest"], "minutes": 30.5}, SCHOOL)) == (
        '<section style="break-before: page"><h2>Note after the session</h2>'
        f"<h3>Subjective: what the client says</h3>{hint('subjective')}"
        "<ul><li>Safety first? thin &lt;veins&gt;, takes thinners and a bruise.</li>"
        "<li>What for? rest &amp; calm.</li><li>How long? 30.5 minutes.</li></ul>"
        f"<p>In the client&#x27;s own words, with a number from 0 to 10:</p>{LINE}"
        f"<h3>Objective: what you see, feel and measure</h3>{hint('objective')}{LINE * 4}"
        f"<h3>Assessment: what the sources say</h3>{hint('assessment')}"
        "<p>Neuro work and Deep &lt;work&gt; are left out: no deep pressure (takes thinners). First ask the treating "
        "clinician (takes thinners). Swedish remains, with 2 of 4 points.</p>"
        f"<p>How the client responded:</p>{LINE}"
        f"<h3>Plan</h3>{hint('plan')}"
        "<ul><li>Do no deep work.</li><li>Ask the doctor.</li><li>Keep off it.</li><li>Be gentle.</li></ul>"
        f"<p>Next visit: {'_' * 14} Minutes: {'_' * 8} Watch for: {'_' * 30}</p>"
        f"<p>Shown for home: {'_' * 20} Referred to, and followed up on: {'_' * 20}</p></section>"
    )


def test_a_school_that_says_nothing_of_the_parts_of_a_note_has_them_without_a_hint():
    note = session_note(recommend({"goals": ["rest"]}, small_school(soap=TABLES.soap.head(0))))
    assert "<h3>Objective: what you see, feel and measure</h3><p>__" in note and "Write here" not in note


@pytest.mark.parametrize("number, last", [(8, "<li>Do 8.</li></ul>"), (9, "<li>1 more in the result above.</li></ul>")])
def test_the_plan_of_a_note_repeats_eight_actions(number, last):
    row = SMALL["cautions"].iloc[0].to_dict()
    cautions = [row | {"flag": f"f{n}", "label": f"f {n}", "action": f"Do {n}."} for n in range(1, number + 1)]
    school = small_school(cautions=pd.DataFrame(cautions))
    note = session_note(recommend({"flags": [each["flag"] for each in cautions]}, school))
    assert f"<li>Do 7.</li><li>Do 8.</li>{last.removeprefix('<li>Do 8.</li>')}<p>Next visit" in note


def test_on_paper_what_could_go_wrong_and_the_sources_stand_open():
    result = recommend({"flags": ["bruise"]}, SCHOOL)
    for folded in ("Why?", "Sources (1)"):
        assert f"<details open><summary>{folded}</summary>" in result_page(result)
        assert f"<details><summary>{folded}</summary>" in result_html(result)
