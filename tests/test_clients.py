"""Realistic clients, and what must hold in the first line of a result for any client at all."""

import html
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CAUTIONS, OTHER_FLAGS, TABLES, answers
from test_safety_tables import CLIENTS

from modality_lab import AnswerError, recommend
from modality_lab.recommender import ASKED_NONE, ASKED_YES, SAFETY_ASKED, result_page
from modality_lab.tables.citations import citation

ROWS = pd.read_csv(CLIENTS, dtype=str, keep_default_na=False)
FIRST = TABLES.safety_questions
GROUPS = FIRST["group"].to_list()
RED = FIRST.loc[FIRST["red_flags"] == "yes", "group"].to_list()
BRINGING = [
    (row.group, answer) for row in FIRST[FIRST["red_flags"] == "yes"].itertuples() for answer in row.answers.split()
]
QUESTION_OF = TABLES.offered_answers.set_index("answer")["question"]
WITHOUT = {"deep_pressure": "no deep work", "trigger_point_work": "no firm point pressure"}
WORK = TABLES.techniques[TABLES.techniques["work"] != ""].groupby("modality")["work"].agg(set).to_dict()
NAMES = TABLES.modalities.set_index("modality")["name"]
ASKED = st.dictionaries(st.sampled_from(GROUPS), st.sampled_from([ASKED_NONE, ASKED_YES]))


# Realistic clients


def test_there_are_at_least_forty_clients_each_told_apart():
    assert len(ROWS) >= 40 and ROWS["client"].is_unique and ROWS["answers"].is_unique
    assert set(ROWS["outcome"]) == {"recommended", "tie", "neither", "refer"}


@pytest.mark.parametrize("client", list(ROWS.itertuples(index=False)), ids=ROWS["client"])
def test_a_client_is_told_what_a_careful_educator_would_say(client):
    result = recommend(json.loads(client.answers), TABLES)
    assert (result.outcome, " ".join(result.modalities)) == (client.outcome, client.modalities)
    headline = result.sentence.casefold()
    for words in filter(None, client.headline_has.split(" | ")):
        assert words.casefold() in headline
    for words in filter(None, client.headline_lacks.split(" | ")):
        assert words.casefold() not in headline
    groups = {each.question.group for each in result.to_ask}
    for flag in client.flags_asked.split():
        assert CAUTIONS.loc[CAUTIONS["flag"] == flag, "group"].iloc[0] in groups


# No kind of work is named alone


@given(answers(), st.lists(st.sampled_from(OTHER_FLAGS), max_size=12, unique=True))
def test_no_headline_names_a_kind_of_work_that_a_caution_speaks_of_without_saying_so(given_answers, flags):
    result = recommend({**given_answers, "health_flags": flags}, TABLES)
    raised = CAUTIONS[CAUTIONS["flag"].isin(flags)]
    for modality in result.modalities:
        if NAMES[modality] in result.sentence:
            for row in raised[raised["applies_to"].isin(WORK[modality])].itertuples():
                assert f"{WITHOUT[row.applies_to]}: " in result.sentence
                assert row.action[1:-1] in result.sentence or " more caution" in result.sentence
    assert result.sentence in html.unescape(result._repr_html_())
    assert result.sentence in html.unescape(result_page(result))


def test_at_most_three_cautions_stand_in_full_and_the_others_are_counted():
    flags = ["osteoporosis", "radiation", "cancer_in_bone", "lymph_nodes_removed"]
    sentence = recommend({"health_flags": flags, "goals": ["relaxation"]}, TABLES).sentence
    assert sentence.endswith("; and 2 more cautions below.") and sentence.partition(" fits ")[2].count("(") == 3


def test_flags_that_ask_for_the_same_are_named_together():
    sentence = recommend({"health_flags": ["clot_history", "steroid_medicine"], "pressure": "precise"}, TABLES).sentence
    assert sentence.count("keep pressure on any point light") == 1
    assert "(has had blood clots, or has a clotting disorder; has taken steroid tablets" in sentence


@given(st.lists(st.sampled_from(OTHER_FLAGS), max_size=4, unique=True))
def test_a_wish_that_a_caution_speaks_against_is_named(flags):
    wishes = {"pressure": "deep_pressure", "goals": "trigger_point_work"}
    result = recommend({"pressure": "deep", "goals": ["release_trigger_points"], "health_flags": flags}, TABLES)
    raised = set(CAUTIONS.loc[CAUTIONS["flag"].isin(flags), "applies_to"])
    named = [text for text in result.conflicts if text.startswith("The client asks for ")]
    assert len(named) == len(raised & set(wishes.values()))
    assert all(text in html.unescape(result._repr_html_()) for text in named)


def test_what_nothing_speaks_for_is_not_offered():
    result = recommend({"health_flags": ["blood_thinners"], "pain_pattern": "widespread"}, TABLES)
    assert "Neither fits as it is: ask about gentler work. Whatever you choose, no firm" in result.sentence


# What a client wishes for is not outvoted


@given(answers())
def test_deep_work_is_never_recommended_to_who_asks_for_a_light_touch(given_answers):
    result = recommend({**given_answers, "pressure": "light"}, TABLES)
    assert not [modality for modality in result.modalities if "deep_pressure" in WORK[modality]] or not any(
        result.points[modality] for modality in result.modalities
    )
    if result.outcome == "neither":
        assert "Neither fits as it is" in result.sentence and "gentle" in result.sentence
    if result.outcome != "refer":  # A change of the wish alone lifts it.
        for change in result.changes:
            if change.outcome == "recommended" and "deep_pressure" in WORK[change.modalities[0]]:
                assert change.question == "pressure"


def test_the_wish_for_a_light_touch_is_a_what_if_both_ways():
    light, other = ({"goals": ["relaxation"]} | wish for wish in ({"pressure": "light"}, {"pressure": "no_preference"}))
    lifted = {change.answer_then: change.modalities for change in recommend(light, TABLES).changes}
    assert lifted["no_preference"] == lifted["deep"] == lifted[None] == ("dtm",)
    [set_aside] = [change for change in recommend(other, TABLES).changes if change.answer_then == "light"]
    assert (set_aside.outcome, set_aside.modalities, set_aside.points) == ("neither", (), 0)


# The table on scope and the form ask for the same

DOCTOR_FIRST = {
    "emergency": {
        "Chest pain, sudden shortness of breath": "chest_pain_or_breathless",
        "sudden weakness of face or arm": "stroke_signs",
        "sudden worst headache": "headache_sudden_worst",
        "numb saddle area": "numb_saddle",
        "bladder trouble with back pain": "bladder_or_bowel_change",
    },
    "today": {
        "One warm, swollen, painful calf": "leg_clot_signs",
        "fever": "fever_or_infection",
        "fresh injury with loss of use": "injury_without_use",
        "new numbness or weakness": "new_numbness_or_weakness",
    },
    "a_doctors_word": {
        "In cancer treatment": "cancer chemotherapy radiation cancer_in_bone cancer_nerve_pain",
        "after clots": "clot_history",
        "soon after operations": "recent_surgery new_implant",
        "with blood thinners": "blood_thinners",
    },
}
SCOPE = TABLES.scope.set_index("topic")["rule"]


@pytest.mark.parametrize("topic", DOCTOR_FIRST)
def test_what_the_table_on_scope_sends_to_a_doctor_first_is_asked_so_in_the_first_line(topic):
    named, _, _ = SCOPE[topic].partition(": ")
    for words, flags in DOCTOR_FIRST[topic].items():
        assert words in named
        named = named.replace(words, "")
        for flag in flags.split():
            result = recommend({"health_flags": [flag], "goals": ["relaxation"]}, TABLES)
            if topic == "a_doctors_word":
                assert result.sentence.startswith(("First ask the treating clinician (", "Deep tissue massage is left"))
                assert "First ask the treating clinician (" in result.sentence
            else:
                assert result.outcome == "refer"
    assert not named.replace(" or ", "").strip(" ,;"), "the table names something that no flag stands for"


# No modality named, and no limit lost


@given(st.lists(st.sampled_from(OTHER_FLAGS), max_size=3, unique=True))
def test_where_no_modality_is_named_the_limits_are_said_all_the_same(flags):
    for given_answers in (
        {"pain_pattern": "none"},
        {"pressure": "light"},
        {"pressure": "light", "goals": "relaxation"},
    ):
        result = recommend({**given_answers, "health_flags": flags}, TABLES)
        if result.outcome != "refer":
            work = {each for modality in WORK if modality not in result.left_out for each in WORK[modality]}
            raised = CAUTIONS[CAUTIONS["flag"].isin(flags) & CAUTIONS["applies_to"].isin(work)]
            assert all(f"{WITHOUT[each]}: " in result.sentence for each in raised["applies_to"])


# What may be a red flag is asked


@pytest.mark.parametrize("group, answer", BRINGING)
@given(data=st.data())
def test_an_area_or_condition_brings_its_question_until_it_is_answered(group, answer, data):
    meaning = set(CAUTIONS.loc[CAUTIONS["answer"] != "", "flag"])
    others = CAUTIONS.loc[(CAUTIONS["group"] != group), "flag"].unique()
    flags = data.draw(
        st.lists(st.sampled_from([f for f in OTHER_FLAGS if f in others and f not in meaning]), max_size=3)
    )
    asked = data.draw(st.none() | ASKED.map(lambda each: {name: each[name] for name in each if name != group}))
    given_answers = {QUESTION_OF[answer]: [answer], "health_flags": flags, SAFETY_ASKED: asked}
    result = recommend(given_answers, TABLES)
    [brought] = [each for each in result.to_ask if each.question.group == group]
    assert brought.because == ((QUESTION_OF[answer], answer),)
    assert "Ask first, because of " in result.sentence and not result.sentence.endswith("points.")
    for page in (result._repr_html_(), result_page(result)):
        assert FIRST.loc[FIRST["group"] == group, "question"].iloc[0] in html.unescape(page)
    for said in (ASKED_NONE, ASKED_YES):
        result = recommend({**given_answers, SAFETY_ASKED: {**(asked or {}), group: said}}, TABLES)
        assert group not in [each.question.group for each in result.to_ask]


def test_a_flag_that_an_answer_may_mean_stops_the_asking_and_another_of_its_group_does_not():
    assert recommend({"conditions": ["sciatica"], "health_flags": ["nerve_root_leg_pain"]}, TABLES).to_ask == ()
    assert recommend({"conditions": ["sciatica"], "health_flags": ["herniated_disc"]}, TABLES).to_ask != ()


# What was asked


@given(answers(), ASKED)
def test_what_was_asked_changes_no_points_and_no_outcome(given_answers, asked):
    before, after = recommend(given_answers, TABLES), recommend({**given_answers, SAFETY_ASKED: asked}, TABLES)
    assert (after.outcome, after.modalities, after.points) == (before.outcome, before.modalities, before.points)
    assert (after.reason_rows, after.changes, after.answers) == (before.reason_rows, before.changes, before.answers)
    assert before.asked is None and "Not asked yet" not in before._repr_html_() and "Not yet" not in before.sentence


@given(answers(), ASKED)
def test_what_was_not_asked_is_told_from_what_does_not_apply(given_answers, asked):
    result = recommend({**given_answers, SAFETY_ASKED: asked}, TABLES)
    ticked = set(CAUTIONS.loc[CAUTIONS["flag"].isin(given_answers.get("health_flags", [])), "group"])
    assert list(result.asked) == [group for group in GROUPS if group in asked or group in ticked]
    lines = html.unescape(result._repr_html_()).casefold()
    for group in GROUPS:
        start = (
            "asked, and nothing applies:" if asked.get(group) == ASKED_NONE and group not in ticked
            else None if group in ticked
            else "yes to" if group in asked
            else "not asked yet:"
        )  # fmt: skip
        if start:
            assert group.casefold() in lines.split(f"<p>{start}")[1].split("</p>")[0]
        if group in RED and group not in ticked and asked.get(group) != ASKED_NONE:
            assert group.casefold() in result.sentence.casefold() or group in [e.question.group for e in result.to_ask]


def test_with_an_empty_record_the_questions_about_red_flags_stand_in_the_headline():
    start = "Not yet asked about: symptoms right now, headache, back or neck pain and pregnancy."
    assert recommend({"goals": ["posture"], SAFETY_ASKED: {}}, TABLES).sentence.startswith(start)
    asked = dict.fromkeys(RED, ASKED_NONE)
    assert recommend({"goals": ["posture"], SAFETY_ASKED: asked}, TABLES).sentence.startswith(
        "Neuromuscular therapy fits"
    )
    assert (
        recommend({SAFETY_ASKED: {"Headache": None}}, TABLES).asked == recommend({SAFETY_ASKED: {}}, TABLES).asked == {}
    )
    assert recommend({SAFETY_ASKED: None}, TABLES).asked is None


def test_a_yes_without_a_flag_is_followed_up():
    result = recommend(
        {"goals": ["posture"], SAFETY_ASKED: {**dict.fromkeys(RED, ASKED_NONE), "Headache": "yes"}}, TABLES
    )
    assert result.sentence.startswith("Yes to headache: tick what applies.")


@pytest.mark.parametrize("asked, says", [
    ({"Headaches": "none"}, 'There is no group "Headaches" of questions about safety. Did you mean "Headache"?'),
    ({"Headache": "no"}, '"no" cannot be used for "Headache" ("safety_asked"). Did you mean "none"? Allowed: none'),
    ({"Headache": ["yes"]}, "Allowed: none or yes."),
    ({5: "yes"}, 'There is no group "5"'),
    (["Headache"], 'What was asked about safety ("safety_asked") came as list. Give it as group and answer'),
    ("yes", "came as str"),
])  # fmt: skip
def test_what_cannot_be_used_of_what_was_asked_is_explained(asked, says):
    with pytest.raises(AnswerError) as caught:
        recommend({SAFETY_ASKED: asked}, TABLES)
    assert says in str(caught.value) and caught.value.question == SAFETY_ASKED


def test_a_group_of_a_school_without_a_first_question_is_asked_about_under_its_name():
    own = CAUTIONS.head(1).assign(flag="own_flag", label="own label", group="At <sea>", answer="knee")
    tables = TABLES.replace(cautions=pd.concat([CAUTIONS, own]))
    result = recommend({"pain_areas": ["knee"], SAFETY_ASKED: {"At <sea>": ASKED_YES}}, tables)
    assert "Yes to at <sea>: tick what applies." in result.sentence
    assert "<sea>" not in result_page(result) and "at &lt;sea&gt;" in result_page(result)
    assert "Ask first, because of pain in the knee" in recommend({"pain_areas": ["knee"]}, tables).sentence


# Notes of an educator


@pytest.mark.parametrize("given_answers, is_said", [
    ({"minutes": 29, "goals": ["relaxation"]}, True),
    ({"minutes": 30, "goals": ["relaxation"]}, False),
    ({"minutes": 29, "goals": ["posture"]}, False),
    ({"goals": ["relaxation"]}, False),
])  # fmt: skip
def test_a_note_stands_where_its_conditions_hold(given_answers, is_said):
    result = recommend(given_answers, TABLES)
    assert any(note.startswith("This is a part session") for note in result.notes) == is_said
    assert ("This is a part session" in result.sentence) == is_said


def test_each_note_can_be_brought_and_is_shown_once():
    for row in TABLES.answer_notes.itertuples():
        given_answers = {row.question: 20 if row.answer == "fits_session" else row.answer}
        if row.with_question:
            given_answers[row.with_question] = row.with_answer
        page = html.unescape(recommend(given_answers, TABLES)._repr_html_())
        assert page.count(row.note) == 1
    both = recommend({"conditions": "sports_injury", "goals": "recover_from_injury"}, TABLES)
    assert len([note for note in both.notes if "how old" in note]) == 1


# What would change it


def changes_shown(result):
    """Return what a page says would change a result."""
    return html.unescape(result._repr_html_()).partition("What would change this")[2]


@given(answers())
def test_nobody_is_told_to_get_a_diagnosis_or_a_pain(given_answers):
    result = recommend(given_answers, TABLES)
    shown = changes_shown(result)
    for question in ("conditions", "pain_areas", "pain_pattern"):
        label = TABLES.questions.set_index("question").loc[question, "label"]
        for line in shown.split("<li>"):
            if line.startswith(label):
                assert line[len(label) :].startswith((" No longer", " No answer")) and "lso " not in line
    for number in (29, 59, 91):
        assert f"{number} minutes instead" not in shown.replace(f"30 to {number}", "")


@pytest.mark.parametrize("given_answers, line", [
    ({"minutes": 75}, "30 to 59 minutes, instead of 75 minutes"),
    ({"minutes": 75}, "Under 30 minutes or over 90 minutes, instead of 75 minutes"),
    ({"minutes": 75, "pressure": "precise"}, "Up to 60 minutes, over 90 minutes or no answer"),
    ({"minutes": 45, "goals": ["posture"], "pressure": "deep"}, "61 to 90 minutes, instead of 45 minutes"),
])  # fmt: skip
def test_times_are_said_in_ranges(given_answers, line):
    assert line in changes_shown(recommend(given_answers, TABLES))


def test_wishes_come_first_and_long_lists_are_cut_with_a_count():
    client = {"pain_areas": ["low_back"], "conditions": ["sciatica"], "goals": ["relaxation"], "pressure": "deep"}
    shown = changes_shown(recommend({**client, "minutes": 75}, TABLES)).partition("<strong>Deep tissue massage")[2]
    labels = TABLES.questions.set_index("question")["label"]
    assert shown.index(labels["goals"]) < shown.index(labels["conditions"] + " No longer")
    shown = changes_shown(recommend({"visits": "single_visit"}, TABLES))
    assert '"stress relief", "more flexibility", "better circulation" or 3 more' in shown


# Why, and a note to complete by hand


@pytest.mark.parametrize("flag", CAUTIONS["flag"].unique())
def test_every_flag_says_what_could_go_wrong(flag):
    result = recommend({"health_flags": [flag]}, TABLES)
    page, paper = html.unescape(result._repr_html_()), html.unescape(result_page(result))
    for row in CAUTIONS[CAUTIONS["flag"] == flag].itertuples():
        why = f"{row.why} [{result.cited[row.why_source_id]}]"
        source = html.unescape(citation(result.rulebook.sources[row.why_source_id]))
        assert why in page and why in paper and source in page and source in paper
    assert "<summary>Why?" in page and "<details open><summary>Why?" in paper


@given(answers())
def test_the_printed_page_ends_in_a_note_of_four_parts_to_complete(given_answers):
    result = recommend(given_answers, TABLES)
    note = html.unescape(result_page(result)).partition("Note after the session")[2]
    parts = ["Subjective", "Objective", "Assessment: what the sources say", "Plan"]
    assert [note.index(f"<h3>{part}") for part in parts] == sorted(note.index(f"<h3>{part}") for part in parts)
    objective = note.partition("<h3>Objective")[2].partition("<h3>Assessment")[0]
    assert objective.count("<p>____") >= 4 and result.sentence in note.partition("<h3>Assessment")[2]
    plan = note.partition("<h3>Plan")[2]
    assert plan.count("<li>") <= 9 and all(action in plan for action in result.cautions["action"].unique()[:8])
