"""The safety gate: what a health flag asks for stands above all points, and never mixes with them."""

import html

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CAUTIONS, OTHER_FLAGS, RED_FLAGS, STOPPING_FLAGS, TABLES, answers

from modality_lab import TableError, recommend
from modality_lab.recommender import result_page
from modality_lab.recommender.phrases import flag_name
from modality_lab.recommender.safety import KINDS

DEEP = CAUTIONS[(CAUTIONS["kind"] == "absolute") & (CAUTIONS["applies_to"] == "deep_pressure")]["flag"].to_list()
GENTLE = sorted(set(OTHER_FLAGS) - set(DEEP))
REMINDERS = list(
    CAUTIONS.loc[CAUTIONS["answer"] != "", ["flag", "answer"]].drop_duplicates().itertuples(index=False, name=None)
)
CLIENT = {"pain_pattern": "widespread", "goals": ["relaxation"], "minutes": 60}


def with_flags(given_answers, *flags):
    return {**given_answers, "health_flags": [*given_answers.get("health_flags", []), *flags]}


def test_there_is_something_to_test():
    assert len(RED_FLAGS) >= 15 and len(STOPPING_FLAGS) >= 25 and len(DEEP) >= 3 and len(GENTLE) >= 15


# A red flag refers on, whatever else is said


@pytest.mark.parametrize("flag", STOPPING_FLAGS)
@pytest.mark.parametrize("others", [{}, CLIENT])
def test_a_flag_that_stops_refers_on(flag, others):
    result = recommend(with_flags(others, flag), TABLES)
    assert (result.outcome, result.modalities) == ("refer", ())
    row = CAUTIONS[CAUTIONS["flag"] == flag].iloc[0]
    assert result.sentence == f"{row['action'][:-1]} ({row['label']})."


@given(answers(), st.sampled_from(RED_FLAGS))
def test_no_other_answers_outvote_a_red_flag(given_answers, flag):
    result = recommend(with_flags(given_answers, flag), TABLES)
    assert (result.outcome, result.modalities) == ("refer", ())
    assert result.cautions["kind"].iloc[0] == "red_flag" and flag in set(result.cautions["flag"])
    assert len(result.what_if) == 0


@given(answers(), st.sampled_from(RED_FLAGS), st.integers(1, 100), st.randoms())
def test_no_number_of_points_and_no_order_of_rows_outvotes_a_red_flag(given_answers, flag, points, random):
    order = random.sample(range(len(CAUTIONS)), len(CAUTIONS))
    heavy = TABLES.replace(
        rules=TABLES.rules.assign(points=points, weight_note="Test."),
        cautions=CAUTIONS.iloc[order],
    )
    assert recommend(with_flags(given_answers, flag), heavy).outcome == "refer"


@given(answers(), st.sampled_from([*STOPPING_FLAGS, *OTHER_FLAGS]))
def test_without_the_flag_the_result_is_as_before(given_answers, flag):
    before = recommend({**given_answers, "health_flags": []}, TABLES)
    flagged = recommend({**given_answers, "health_flags": [flag]}, TABLES)
    assert flagged.points == before.points and flagged.reason_rows == before.reason_rows
    assert flagged.by_points == (before.outcome, before.modalities)
    assert flagged.points_sentence.replace("No other", "No") == before.points_sentence
    assert recommend({**flagged.answers, "health_flags": []}, TABLES) == before


@given(answers())
def test_a_health_flag_gives_no_points_and_is_never_a_what_if(given_answers):
    result = recommend(given_answers, TABLES)
    assert "health_flags" not in set(result.reasons["question"]) | set(result.what_if["question"])
    assert not set(result.tally.index) & set(CAUTIONS["label"])


# What is less serious leaves modalities out, or stands beside the result


@pytest.mark.parametrize("flag", DEEP)
def test_no_deep_pressure_leaves_out_what_the_tables_call_deep(flag):
    result = recommend(with_flags(CLIENT, flag), TABLES)
    assert result.left_out == ("dtm",) and "dtm" not in result.modalities
    label = CAUTIONS.loc[CAUTIONS["flag"] == flag, "label"].iloc[0]
    assert f"Deep tissue massage is left out: no deep pressure ({flag_name(label)})." in result.sentence
    assert "Deep tissue massage (left out)" in result._repr_html_()


def test_which_modality_is_deep_is_found_in_the_tables():
    techniques = TABLES.techniques
    swapped = techniques.assign(
        work=techniques["work"].replace({"deep_pressure": "trigger_point_work", "trigger_point_work": "deep_pressure"})
    )
    result = recommend(with_flags(CLIENT, DEEP[0]), TABLES.replace(techniques=swapped))
    assert result.left_out == ("nmt",)


def test_when_no_modality_is_left_the_client_is_referred_on():
    deep = TABLES.techniques.assign(work="deep_pressure")
    result = recommend(with_flags(CLIENT, DEEP[0]), TABLES.replace(techniques=deep))
    assert (result.outcome, result.modalities, result.left_out) == ("refer", (), ("nmt", "dtm"))
    assert result.sentence.startswith("No modality of these tables is left for this client. ")


def test_a_modality_whose_techniques_nobody_wrote_down_is_left_out_to_be_safe():
    without = TABLES.replace(techniques=TABLES.techniques[TABLES.techniques["modality"] != "nmt"])
    assert recommend(CLIENT, without).left_out == ()
    for flag in DEEP:
        result = recommend(with_flags(CLIENT, flag), without)
        assert "nmt" in result.left_out and "nmt" not in result.modalities


def test_what_is_left_is_recommended_only_with_points_of_its_own():
    result = recommend(with_flags({"pain_pattern": "widespread"}, DEEP[0]), TABLES)
    assert result.outcome == "tie"
    assert "Neither fits as it is: ask about gentler work." in result.sentence
    result = recommend(with_flags({"pain_pattern": "widespread", "conditions": ["sciatica"]}, DEEP[0]), TABLES)
    assert (result.outcome, result.modalities) == ("recommended", ("nmt",))
    assert "Neuromuscular therapy remains, with 2 of 4 points, if none of this applies" in result.sentence


@pytest.mark.parametrize("flag", GENTLE)
def test_other_cautions_stand_beside_the_result(flag):
    plain, flagged = recommend(CLIENT, TABLES), recommend(with_flags(CLIENT, flag), TABLES)
    assert (flagged.outcome, flagged.modalities) == (plain.outcome, plain.modalities)
    assert set(flagged.cautions["flag"]) == {flag}
    asks = "medical_clearance" in set(flagged.cautions["kind"])
    assert flagged.sentence.startswith("First ask the treating clinician (") == asks


@given(st.lists(st.sampled_from(CAUTIONS["flag"].to_list()), min_size=1, max_size=6, unique=True))
def test_the_most_serious_comes_first_and_no_row_is_lost(flags):
    result = recommend({"health_flags": flags}, TABLES)
    assert list(result.cautions.columns) == ["flag", "kind", "applies_to", "action", "source_id"]
    assert len(result.cautions) == CAUTIONS["flag"].isin(flags).sum()
    red = [
        KINDS.index(row.kind)
        for row in result.caution_rows
        if row.kind in ("red_flag", "medical_clearance", "local", "adapt")
    ]
    assert red == sorted(red)
    stops = [row.refers for row in result.caution_rows]
    assert stops == sorted(stops, reverse=True)


# It is seen wherever the result is


@pytest.mark.parametrize("flag", RED_FLAGS)
def test_a_red_flag_is_seen_on_screen_and_on_paper_before_the_points(flag):
    result = recommend(with_flags(CLIENT, flag), TABLES)
    label = CAUTIONS.loc[CAUTIONS["flag"] == flag, "label"].iloc[0][1:]
    for page in (result._repr_html_(), result_page(result)):
        page = html.unescape(page)
        assert (
            page.index(label)
            < page.index('aria-label="Safety"')
            < page.index("Set aside: what the sources alone would say")
            < page.index("a square is a point")
        )
        assert label in page.split('aria-label="Safety"')[1] and "What would change this" not in page


def test_each_caution_says_how_sure_it_is_and_what_is_our_own_rule():
    ours = CAUTIONS[CAUTIONS["basis"] == "our_rule"].iloc[0]
    result = recommend({"health_flags": [ours["flag"]]}, TABLES)
    assert f"{ours['certainty']} [{result.cited[ours['source_id']]}]" in html.unescape(result._repr_html_())


def test_an_area_with_a_caution_site_shows_what_to_do():
    site = TABLES.caution_sites.iloc[0]
    result = recommend({"pain_areas": [site["region"]]}, TABLES)
    assert site["action"] in [each.action for each in result.caution_sites]
    assert "Take care within these areas" in result._repr_html_()


def test_words_of_the_safety_tables_are_escaped():
    script = "<script>alert(1)</script>"
    tables = TABLES.replace(
        cautions=CAUTIONS.assign(label=script, action=script, certainty=script),
        caution_sites=TABLES.caution_sites.assign(
            name=script + TABLES.caution_sites["name"], action=script, structures=script
        ),
    )
    page = result_page(
        recommend({"health_flags": [RED_FLAGS[0]], "pain_areas": TABLES.regions["region"].to_list()}, tables)
    )
    assert "<script" not in page and "&lt;script&gt;" in page


# The check keeps it whole


def problems_of(**frames):
    with pytest.raises(TableError) as caught:
        TABLES.replace(**frames)
    return str(caught.value)


def test_safety_cannot_be_lost_by_a_slip_in_the_tables():
    questions = TABLES.questions
    assert "no question asks for the flags of cautions.csv" in problems_of(
        questions=questions[questions["answers_from"] != "cautions"]
    )
    for kind in ("one", "minutes"):  # Of two flags, the lesser would be all that is said.
        asked = questions.assign(kind=questions["kind"].where(questions["question"] != "health_flags", kind))
        assert f'found "{kind}". Allowed for a question about safety: several' in problems_of(questions=asked)
    rule = TABLES.rules.head(1).assign(question="health_flags", answer=RED_FLAGS[0])
    assert '"health_flags" is about safety and gives no points.' in problems_of(rules=pd.concat([TABLES.rules, rule]))
    weak = CAUTIONS.assign(applies_to=CAUTIONS["applies_to"].where(CAUTIONS["flag"] != RED_FLAGS[0], "deep_pressure"))
    assert 'found "deep_pressure". Allowed for a red_flag: all_massage.' in problems_of(cautions=weak)
    several = CAUTIONS["flag"].value_counts().index[0]
    first = CAUTIONS.index[CAUTIONS["flag"] == several][0]
    assert "for the same flag. Write the same in both." in problems_of(
        cautions=CAUTIONS.assign(label=CAUTIONS["label"].where(CAUTIONS.index != first, "something else"))
    )


def test_a_view_that_an_area_does_not_have_is_named():
    sites = TABLES.caution_sites
    jaw = sites["region"] == "jaw"
    assert 'but regions.csv has "jaw" on the front only. Allowed: front.' in problems_of(
        caution_sites=sites.assign(view=sites["view"].mask(jaw, "back"))
    )


# What may be a flag is asked about


@pytest.mark.parametrize("flag, answer", REMINDERS)
def test_an_answer_that_may_mean_a_flag_is_asked_about_until_the_flag_is_ticked(flag, answer):
    asked = TABLES.offered_answers.set_index("answer").loc[answer]
    row = CAUTIONS[CAUTIONS["flag"] == flag].iloc[0]
    before = recommend({asked["question"]: [answer]}, TABLES)
    after = recommend({asked["question"]: [answer], "health_flags": [flag]}, TABLES)
    if row["kind"] == "red_flag":
        assert flag in [caution.flag for each in before.to_ask for caution in each.may_be] and after.to_ask == ()
        assert before.sentence.startswith("Ask first, because of ") and not after.sentence.startswith("Ask first")
    elif answer in set(TABLES.answer_notes["answer"]):
        [note] = before.notes
        assert note.startswith("Ask how old the injury is")
    else:
        note = (
            f'Ask more about "{asked["label"]}": if it is {row["label"]}, tick that under the questions on safety. '
            f"{row['action']}"
        )
        assert note in before.notes and note not in after.notes


def test_a_misspelt_answer_that_may_mean_a_flag_is_found():
    assert 'found "sciatca"' in problems_of(
        cautions=CAUTIONS.assign(answer=CAUTIONS["answer"].replace("sciatica", "sciatca"))
    )


def test_a_result_without_a_flag_says_that_nothing_was_ticked():
    page = result_page(recommend(CLIENT, TABLES))
    assert "Safety first: nothing was ticked." in page
    assert "nothing was ticked" not in result_page(recommend(with_flags(CLIENT, GENTLE[0]), TABLES))


def test_an_answer_reminds_of_its_flag_whichever_row_of_the_flag_names_it():
    flag = CAUTIONS["flag"].value_counts().index[0]
    last = CAUTIONS.index[CAUTIONS["flag"] == flag][-1]
    tables = TABLES.replace(
        cautions=CAUTIONS.assign(answer=CAUTIONS["answer"].where(CAUTIONS.index != last, "chronic_pain"))
    )
    assert any(
        note.startswith('Ask more about "chronic pain"')
        for note in recommend({"conditions": ["chronic_pain"]}, tables).notes
    )
