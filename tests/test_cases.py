"""Client cases: told as people talk, valid for the form, and decided as the tables and a careful educator decide."""

import csv
import re

import pytest

from modality_lab import RecommendationForm, TableError, load_tables, recommend
from modality_lab.recommender import SAFETY_ASKED, answers_of_case
from modality_lab.tables.dictionary import KIT_FOLDER, allowed_values, dictionary
from modality_lab.words import KitError

TABLES = load_tables(KIT_FOLDER)
CASES = TABLES.cases
ANSWERS = TABLES.case_answers
CAUTIONS = TABLES.cautions
ROWS = list(CASES.itertuples(index=False))
RESULTS = {row.case: recommend(answers_of_case(row.case, TABLES), TABLES) for row in ROWS}
FLAGS = {row.case: answers_of_case(row.case, TABLES).get("health_flags", []) for row in ROWS}
each_case = pytest.mark.parametrize("case", ROWS, ids=CASES["case"])


def rows_of(table):
    with (KIT_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The collection


def test_there_are_cases_of_every_level_and_decision_from_easy_to_hard():
    assert len(CASES) >= 24 and CASES["story"].is_unique
    assert CASES["level"].is_monotonic_increasing and (CASES["level"].value_counts() >= 6).all()
    assert set(CASES["level"]) == {1, 2, 3} and set(CASES["decision"]) == set(allowed_values("cases", "decision"))
    assert set(CASES["modality"]) > set(TABLES.modalities["modality"])
    assert {"Ana", "Ben", "Chris", "Dana"} <= {title.split(",")[0] for title in CASES["title"]}, "lesson 3"


def test_what_every_class_needs_is_there():
    flags = set(ANSWERS["answer"])
    needed = "leg_clot_signs numb_saddle headache_jaw_scalp_sight spine_pain_after_accident chest_pain_or_breathless"
    needed += " headache_changed spine_pain_after_cancer pregnancy loose_joints event_soon painful_work_before"
    needed += " blood_thinners pain_medicine osteoporosis_severe recent_surgery fever_or_infection contagious_skin"
    needed += " reduced_feeling unexplained_pain lymphedema fibromyalgia sports_injury single_visit"
    assert set(needed.split()) <= flags
    assert ANSWERS["minutes"].min() <= 20


@each_case
def test_each_case_has_a_curriculum_item_and_a_mistake_of_another_decision(case):
    assert case.curriculum_item in set(TABLES.curriculum["item"])
    assert (case.wrong_decision, case.wrong_modality) != (case.decision, case.modality)
    assert bool(case.wrong_modality) == (case.wrong_decision == "one")
    for name in re.findall(r"(?:beside|with) ([A-Z][a-z]+)\b", case.note):
        assert name in {title.split(",")[0] for title in CASES["title"]}


# The story


# Words of the glossary that people use at home.
EVERYDAY = {"session", "benefit", "pressure", "fibromyalgia", "sciatica", "claim", "finding", "effect", "guardian"}
TEXTBOOK = """modality neuromuscular nmt dtm hypertension hypotension thrombosis dvt embolism edema oedema
arteritis anticoagulant contraindicated acute bilateral unilateral lateral medial lumbar cervical thoracic sacrum
trapezius gluteus piriformis fascia myofascial symptom syndrome pathology posture paresthesia radiculopathy
mastectomy cholecystectomy lymphadenectomy vertebra vertebrae inflammation palpation neuropathy"""
NOT_SAID = {
    *(set(TABLES.glossary["term"].str.casefold()) - EVERYDAY),
    *TABLES.modalities["name"].str.casefold(),
    *TEXTBOOK.split(),
}


@each_case
def test_a_story_is_told_as_the_client_would_tell_it(case):
    words = re.findall(r"[\w'’.-]+", case.story)
    assert 40 <= len(words) <= 90
    assert {"I", "my", "My", "I'm", "I've", "I'd"} & set(words), "first person"
    said = f" {' '.join(re.findall(r'[a-z]+', case.story.casefold()))} "
    assert not [word for word in NOT_SAID if f" {word} " in said]
    labels = CAUTIONS.loc[CAUTIONS["flag"].isin(FLAGS[case.case]), "label"]
    assert not [label for label in labels if label in case.story.casefold()], "a flag is told, not quoted"


def test_the_texts_beside_a_story_are_short_enough_to_read_in_class():
    for column, most in {"ask_next": 45, "good_answer": 60, "why_it_tempts": 30, "why_it_is_wrong": 60}.items():
        lengths = CASES[column].str.split().str.len()
        assert (lengths <= most).all(), CASES.loc[lengths > most, "case"].to_list()


# What the recommender says is what a careful educator decides


def says_ask_first(sentence):
    return any(words in sentence for words in ("Ask first", "First ask", "Not yet asked", "tick what applies"))


@each_case
def test_the_recommender_decides_as_a_careful_educator_does(case):
    result = RESULTS[case.case]
    named = tuple(filter(None, (case.modality, case.other_modality)))
    if case.decision == "refer":
        assert result.outcome == "refer"
        return
    assert says_ask_first(result.sentence) == (case.decision == "ask_first")
    if named:
        assert (result.outcome, set(result.modalities)) == ("recommended" if len(named) == 1 else "tie", set(named))
        assert all(result.points[modality] for modality in named)
    else:
        speaking = [modality for modality, points in result.points.items() if points]
        assert set(speaking) <= set(result.left_out)
        assert "Nothing in these answers points to" in result.sentence or "Neither fits as it is" in result.sentence


@each_case
def test_what_nobody_has_asked_is_what_the_result_asks_first(case):
    still_to_ask = list(filter(None, case.not_asked.split("; ")))
    asked = answers_of_case(case.case, TABLES)[SAFETY_ASKED]
    groups = list(CAUTIONS["group"].unique())
    assert sorted([*asked, *still_to_ask]) == sorted(groups)
    ticked = set(CAUTIONS.loc[CAUTIONS["flag"].isin(FLAGS[case.case]), "group"])
    assert {group for group, answer in asked.items() if answer == "yes"} == ticked
    assert sorted(each.question.group for each in RESULTS[case.case].to_ask) == sorted(still_to_ask)


FIRST_LINE = {
    "joss_before_exams": "until the person is well",
    "dana_wants_elbows": "Deep tissue massage is left out: no deep pressure | First ask the treating clinician",
    "chris_twenty_minutes": "because of chronic headaches | back of the neck | if none of this applies",
    "leila_first_baby": "First ask | no deep work: leave out deep work on the legs",
    "vera_family_back": "because of pain in the buttock and sciatica | nerve root",
    "ravi_bench_press": "because of pain in the chest",
    "ruth_never_again": "so firmly that it hurts | stays light",
    "helen_back_at_work": "First ask | at least six weeks | both calves",
    "pete_father_of_two": "no longer spreads",
    "gwen_tell_me": "pain that nobody has explained yet",
    "isla_bendy": "keep pressure on any point light",
    "margaret_firm_hand": "Deep tissue massage is left out | First ask | gentler work",
    "anneke_end_of_term": "no deep work: use no strong pressure on that quarter",
    "tom_tablet_at_breakfast": "keep the pressure comfortable",
    "dev_long_flight": "do not touch the limb",
    "rocco_no_pain": "whatever the client feels",
    "otis_running_late": "Deep tissue massage is left out | First ask | gentler work",
    "yuki_sleepy_hands": "pain that nobody has explained yet | light where feeling is weak",
}


@pytest.mark.parametrize("case", FIRST_LINE)
def test_the_limit_that_an_educator_wants_stands_in_the_first_line(case):
    for words in FIRST_LINE[case].split(" | "):
        assert words.casefold() in RESULTS[case].sentence.casefold()


@each_case
def test_a_case_about_a_wish_that_a_caution_speaks_against_is_named_so(case):
    against = [text for text in RESULTS[case.case].conflicts if text.startswith("The client asks for ")]
    assert bool(against) == ("wish_and_caution" in case.topics.split())


@each_case
def test_the_form_takes_the_answers(case):
    answers = answers_of_case(case.case, TABLES)
    form = RecommendationForm(TABLES, answers=answers)
    assert form.sentence == RESULTS[case.case].sentence


# The facts within


NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
URGENT = ("call the emergency services now", "to an emergency department now", "the same day", "or to emergency care")


@each_case
def test_how_urgent_a_referral_is_stands_in_the_good_answer_as_in_the_caution(case):
    if case.decision == "refer":
        urgent = [words for words in URGENT if words in RESULTS[case.case].sentence]
        assert not [words for words in urgent if words.removeprefix("to ") not in case.good_answer]
        assert urgent or "doctor" in case.good_answer or "well" in case.good_answer


@each_case
def test_a_number_in_an_answer_stands_in_the_rows(case):
    rows = CAUTIONS[CAUTIONS["flag"].isin(FLAGS[case.case]) | (CAUTIONS["source_id"] == case.second_source_id)]
    notes = TABLES.answer_notes["note"]
    asked = TABLES.safety_questions["question"]
    bounds = TABLES.sessions[["min_minutes", "max_minutes"]].to_numpy().ravel().astype(str)
    places = [*rows["label"], *rows["action"], *rows["why"], *notes, *asked, *bounds, case.story]
    known = " ".join(places).casefold()
    known += " " + " ".join(ANSWERS.loc[ANSWERS["case"] == case.case, "minutes"].dropna().astype(str))
    counted = re.findall(r"\d+", f"{case.good_answer} {case.why_it_is_wrong}")
    worded = re.findall(rf"\b({'|'.join(NUMBERS)}) (?:weeks?|days?|months?|years?|hours?)\b", case.good_answer)
    assert not [number for number in [*counted, *worded] if number.casefold() not in known]


# A case of one's own


OURS = {"source_id": "teaching_note", "source_section": "Our cases"}
CASE = OURS | {
    "case": "zoe", "title": "Zoe", "level": "1", "story": "I ...", "decision": "one", "modality": "dtm",
    "ask_next": "?", "good_answer": "!", "wrong_decision": "neither", "wrong_answer": "?", "why_it_tempts": "?",
    "why_it_is_wrong": "?", "topics": "ours", "curriculum_item": "Our own module",
}  # fmt: skip
ANSWER = OURS | {"case": "zoe", "question": "goals", "answer": "relaxation"}
MINUTES = ANSWER | {"question": "minutes", "answer": "fits_session", "minutes": "75"}


def write(folder, **tables):
    for table, rows in tables.items():
        columns = [field["name"] for field in dictionary()[table]["schema"]["fields"]]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_a_school_brings_its_own_cases(tmp_path):
    tables = load_tables(write(tmp_path, cases=[CASE], case_answers=[ANSWER, MINUTES]))
    assert tables.cases["case"].to_list() == ["zoe"]
    answers = answers_of_case("zoe", tables)
    assert answers.pop(SAFETY_ASKED) == dict.fromkeys(CAUTIONS["group"].unique(), "none")
    assert answers == {"goals": ["relaxation"], "minutes": 75}
    assert recommend(answers_of_case("zoe", tables), tables).modalities == ("dtm",)
    with pytest.raises(KitError, match=r'There is no case "zo"\. Did you mean "zoe"\?'):
        answers_of_case("zo", tables)


def test_a_school_that_words_a_case_of_the_kit_anew_keeps_its_answers(tmp_path):
    rows = [row | {"story": "I ..."} for row in rows_of("cases") if row["case"] == "theo_one_spot"]
    tables = load_tables(write(tmp_path, cases=rows))
    assert answers_of_case("theo_one_spot", tables) == answers_of_case("theo_one_spot", TABLES)


WRONG = {
    "one without its modality": (
        {"modality": ""}, {}, 'row 2, column "modality": the decision is "one", for which one modality stands'
    ),
    "one with two": ({"other_modality": "nmt"}, {}, 'found "dtm" and "nmt"'),
    "either of the same": ({"decision": "either", "other_modality": "dtm"}, {}, "for which two modalities stand"),
    "refer with one": ({"decision": "refer"}, {}, "for which no modality stands"),
    "an unknown decision": ({"decision": "askfirst"}, {}, 'found "askfirst". Allowed: refer, ask_first'),
    "an unknown modality": ({"modality": "dtn"}, {}, 'Did you mean "dtm"?'),
    "an unknown group": (
        {"not_asked": "Pregnancy; Hedache"}, {}, 'column "not_asked": found "Hedache". Allowed: a group of cautions.csv'
    ),
    "an unknown question": ({}, {"question": "goal"}, 'Did you mean "goals"?'),
    "an unknown answer": ({}, {"answer": "relaxing"}, 'To use a new one for "goals", add its row'),
    "an unknown flag": (
        {}, {"question": "health_flags", "answer": "pregnant"}, 'for "health_flags", add its row in cautions.csv'
    ),
    "minutes without a number": ({}, {"question": "minutes", "answer": "fits_session"}, "cell is empty. Needed: how"),
    "minutes out of bounds": (
        {}, {"question": "minutes", "answer": "fits_session", "minutes": "241"},
        'column "minutes": found "241". Needed: how many minutes are free, from 0 to 240.',
    ),
    "minutes that are no number": (
        {}, {"question": "minutes", "answer": "fits_session", "minutes": "an hour"}, 'found "an hour"'
    ),
    "minutes for another question": ({}, {"minutes": "45"}, '"goals" does not ask for minutes. Leave it empty.'),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_case_that_the_form_cannot_take_is_said_once(tmp_path, what):
    case, answer, says = WRONG[what]
    more = ANSWER | {"answer": "posture"}
    with pytest.raises(TableError) as caught:
        load_tables(write(tmp_path, cases=[CASE | case], case_answers=[ANSWER | answer, more]))
    lines = [line for line in str(caught.value).splitlines() if "case" in line and ", row" in line]
    assert len(lines) == 1 and says in lines[0]


def test_a_case_without_answers_is_said(tmp_path):
    with pytest.raises(TableError, match=r'column "case": "zoe" has no answer yet\. Add what this client says'):
        load_tables(write(tmp_path, cases=[CASE]))


def test_two_answers_to_a_question_that_takes_one_are_said(tmp_path):
    pressure = ANSWER | {"question": "pressure"}
    rows = [pressure | {"answer": "deep"}, pressure | {"answer": "light"}, ANSWER, ANSWER | {"answer": "posture"}]
    with pytest.raises(TableError) as caught:
        load_tables(write(tmp_path, cases=[CASE], case_answers=rows))
    assert str(caught.value).count("case_answers.csv, row") == 1
    assert 'row 3, column "answer": found "light", but row 2 answers "pressure" for this client' in str(caught.value)


# A school that has less than the kit


def test_a_case_that_speaks_of_what_a_school_does_not_have_is_left_out_whole(tmp_path):
    answers = [row for row in rows_of("answers") if row["answer"] != "sciatica"]
    tables = load_tables(write(tmp_path, answers=answers))
    assert set(CASES["case"]) - set(tables.cases["case"]) == {"vera_family_back"}
    assert "vera_family_back" not in set(tables.case_answers["case"])
    assert (
        tables.from_kit["cases"] == 1
        and tables.from_kit["case_answers"] == (ANSWERS["case"] == "vera_family_back").sum()
    )
    assert all(answers_of_case(case, tables) == answers_of_case(case, TABLES) for case in tables.cases["case"])


@pytest.mark.parametrize("how", ["its own table", "the switchboard"])
def test_a_case_about_a_modality_that_a_class_does_not_see_is_left_out(tmp_path, how):
    if how == "its own table":
        write(tmp_path, modalities=[row for row in rows_of("modalities") if row["modality"] == "nmt"])
    else:
        board = "setting,id,value,note\nhide_modality,dtm,,\n"
        (tmp_path / "switchboard.csv").write_text(board, encoding="utf-8")
    cases = load_tables(tmp_path).cases
    named = (CASES[["modality", "other_modality", "wrong_modality"]] == "dtm").any(axis=1)
    assert cases["case"].to_list() == CASES.loc[~named, "case"].to_list()
    assert "refer" in set(cases["decision"])


def test_a_case_whose_time_a_school_does_not_offer_is_left_out_whole(tmp_path):
    questions = [row | ({"maximum": "60"} if row["maximum"] else {}) for row in rows_of("questions")]
    tables = load_tables(write(tmp_path, questions=questions))
    longer = set(ANSWERS.loc[(ANSWERS["minutes"] > 60).fillna(False), "case"])
    assert (
        set(CASES["case"]) - set(tables.cases["case"])
        == longer
        == set(ANSWERS["case"]) - set(tables.case_answers["case"])
    )


def test_a_hidden_question_takes_the_cases_that_answer_it(tmp_path):
    (tmp_path / "switchboard.csv").write_text("setting,id,value,note\nhide_question,visits,,\n", encoding="utf-8")
    tables = load_tables(tmp_path)
    answering = set(ANSWERS.loc[ANSWERS["question"] == "visits", "case"])
    assert set(CASES["case"]) - set(tables.cases["case"]) == answering
    for case in tables.cases["case"]:
        assert recommend(answers_of_case(case, tables), tables).sentence == RESULTS[case].sentence


def test_a_group_of_flags_that_a_school_does_not_have_takes_the_cases_that_ask_about_it(tmp_path):
    kept = [row for row in rows_of("cautions") if row["group"] != "Headache"]
    lacking = set(CAUTIONS["flag"]) - {row["flag"] for row in kept}
    tables = load_tables(write(tmp_path, cautions=kept))
    gone = set(CASES["case"]) - set(tables.cases["case"])
    assert gone == {*ANSWERS.loc[ANSWERS["answer"].isin(lacking), "case"], "chris_twenty_minutes"}
