"""The tables of the safety gate and of the trigger points: whole, of one vocabulary, and with no weak page linked."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from modality_lab import load_tables, recommend

TABLES = load_tables()
CLIENTS = Path(__file__).with_name("clients.csv")
ON_THE_MAP = ["trigger_points", "referred_pain", "caution_sites"]
NEVER_LINKED = [  # Reprints, copies, shut or weak pages: name the first source instead, with the address "not stated".
    "megatopx.com",
    "ambersherbet.com",
    "wikispaces.com",
    "excitingspas.com",
    "jeopardylabs.com",
    "clinicaelvia.es",
    "biologyinsights.com",
    "massageprofessionals.com",
    "scribd.com",
    "dntb.gov.ua",
    "slideshare.net",
    "prideseotools.com",
    "vukou.com",
    "wilddata.cn",
    "vercel.app",
    "back2health4you.com",
    "docslib.org",
    "atlas.org",
    "vdocument.in",
    "vdocuments.mx",
    "answerbag.com",
    "stuvia.com",
    "tactuum.com",
    "somatics.de",
    "takhinatherapeutics.com",
    "isindexing.com",
    "researcher.life",
]


def never_linked(addresses):
    """Return the addresses on a host that the kit does not link."""
    hosts = {address: urlsplit(address).hostname or "" for address in addresses}
    return [address for address, host in hosts.items() if any(f".{host}".endswith(f".{bad}") for bad in NEVER_LINKED)]


def off_their_region(rows):
    """Return the rows that are drawn on a side from which their region is not seen."""
    seen = rows["region"].map(TABLES.regions.set_index("region")["view"])
    return rows[(seen != "both") & (seen != rows["view"])]


def test_nothing_of_the_research_is_lost():
    sizes = {
        name: len(getattr(TABLES, name))
        for name in ["regions", "trigger_points", "caution_sites", "trigger_point_notes"]
    }
    assert sizes == {"regions": 21, "trigger_points": 31, "caution_sites": 27, "trigger_point_notes": 8}
    assert (TABLES.cautions["kind"] == "red_flag").sum() == 30
    assert set(TABLES.referred_pain["muscle"]) == set(TABLES.trigger_points["muscle"]), "each muscle is felt somewhere"


@pytest.mark.parametrize("name", ON_THE_MAP)
def test_what_is_drawn_lies_where_its_region_is_seen(name):
    assert off_their_region(getattr(TABLES, name)).empty


def test_a_place_drawn_on_the_wrong_side_is_found():
    wrong = TABLES.caution_sites.assign(region="chest", view="back")
    assert len(off_their_region(wrong)) == len(wrong)


def test_every_red_flag_speaks_of_all_massage():
    red = TABLES.cautions[TABLES.cautions["kind"] == "red_flag"]
    assert set(red["applies_to"]) == {"all_massage"}


def test_a_flag_is_one_tick_under_one_heading():
    ticks = TABLES.cautions[["flag", "label", "group"]].drop_duplicates()
    assert ticks["flag"].is_unique and ticks["label"].is_unique
    groups = TABLES.cautions["group"]
    runs = groups[groups != groups.shift()]
    assert runs.is_unique, "the rows of a group stand together"


# The first questions


def about_red_flags(questions):
    """Return the groups whose question is about red flags."""
    return questions.loc[questions["red_flags"] == "yes", "group"].to_list()


def test_the_first_questions_are_at_most_twelve_and_stand_in_the_order_of_the_list():
    questions = TABLES.safety_questions
    assert len(questions) <= 12 and questions["position"].to_list() == list(range(1, len(questions) + 1))
    assert questions["group"].to_list() == TABLES.cautions["group"].unique().tolist()
    assert questions["question"].is_unique and questions["question"].str.endswith("?").all()


def test_red_flags_stand_under_the_questions_about_them_which_come_first():
    questions = TABLES.safety_questions
    red = TABLES.cautions.loc[TABLES.cautions["kind"] == "red_flag", "group"].unique().tolist()
    assert red == about_red_flags(questions) == questions["group"].to_list()[: len(red)]


def test_an_answer_that_brings_a_question_is_offered_by_the_form():
    offered = set(TABLES.offered_answers["answer"])
    brought = " ".join(TABLES.safety_questions["answers"]).split()
    assert set(brought) <= offered and len(set(brought)) == len(brought)
    named = TABLES.safety_questions.set_index("group")["answers"]
    for row in TABLES.cautions[TABLES.cautions["answer"] != ""].itertuples():
        assert row.answer in named[row.group].split(), row.flag


@pytest.mark.parametrize("answer", [
    "chest", "calf", "abdomen", "neck_front", "head", "neck_back", "mid_back", "low_back",
    "chronic_headaches", "sciatica", "sports_injury", "recover_from_injury",
])  # fmt: skip
def test_what_may_hide_a_warning_sign_or_a_fresh_injury_brings_its_question(answer):
    assert answer in " ".join(TABLES.safety_questions["answers"]).split()


@pytest.mark.parametrize("word, flag", [
    ("clot", "leg_clot"), ("thrombosis", "leg_clot"), ("pacemaker", "implant_or_device"), ("bruise", "bruising"),
    ("painkiller", "pain_medicine"), ("whiplash", "recent_neck_trauma"), ("gout", "gout_attack"),
    ("seizure", "epilepsy"), ("minor", "under_18"), ("hypermobile", "loose_joints"), ("stroke", "stroke_past"),
    ("migraine", "headache_changed"),
])  # fmt: skip
def test_a_word_that_a_client_says_leads_to_its_question(word, flag):
    words = TABLES.safety_questions.set_index("group")["words"].str.split("; ")
    assert word in words[TABLES.cautions.set_index("flag")["group"].loc[[flag]].iloc[0]]


# Each row


def test_each_caution_says_why_what_to_do_and_who_says_so():
    cautions = TABLES.cautions
    known = set(TABLES.sources["source_id"])
    assert set(cautions["source_id"]) | set(cautions["why_source_id"]) <= known
    for row in cautions.itertuples():
        assert row.why and row.why[0].islower() and row.why[-1].isalnum(), (
            f"{row.flag}: one clause, without a full stop"
        )
        assert row.action.endswith(".") and ". " not in row.action, f"{row.flag}: one sentence, as a headline shows it"
        assert row.certainty.endswith("."), row.flag
        if row.basis == "source_and_our_rule":
            assert re.search(r"\b(our|ours|we)\b", row.certainty), f"{row.flag}: say what is our rule"


def test_a_weak_source_says_so():
    """A page of a practice, a clinic, a school or no known author never stands as if it were a guideline."""
    weak = TABLES.sources.loc[TABLES.sources["kind"].isin(["practice_page", "web_article"]), "source_id"]
    said = "page|pages|site|text|table|school|wiki|charity|encyclopedia|clinics|guide|cards|course|magazine|provider"
    rows = TABLES.cautions[TABLES.cautions["source_id"].isin(weak)]
    silent = rows[~rows["certainty"].str.contains(rf"\b(?:{said})\b")]
    assert silent["flag"].to_list() == []


def test_what_a_caution_says_of_deep_work_is_said_of_firm_points_too():
    """Firm pressure on a point is deep too: no such caution forgets it, but where the deep work is on a large area."""
    cautions = TABLES.cautions
    deep = cautions[cautions["applies_to"] == "deep_pressure"]
    all_work = cautions[cautions["applies_to"].isin(["trigger_point_work", "all_massage"])]
    assert set(deep["flag"]) - set(all_work["flag"]) == {"leg_clot_risk"}


@pytest.mark.parametrize("flags", [
    "headache_sudden_worst headache_fever_stiff_neck headache_after_head_injury headache_new_nerve_signs",
    "headache_changed headache_jaw_scalp_sight",
    "stroke_signs neck_artery_signs recent_neck_trauma contagious_skin phlebitis unexplained_lump implant_or_device",
    "heart_attack_recovering heart_attack_past stroke_past epilepsy asthma low_blood_pressure hernia bruising sunburn",
    "herniated_disc metabolic_condition connective_tissue_disease loose_joints allergy pain_medicine",
    "vomiting_or_diarrhoea under_18 pregnancy_high_risk pregnancy_late pregnancy_first_12_weeks",
])  # fmt: skip
def test_what_widely_taught_lists_hold_is_here(flags):
    assert set(flags.split()) <= set(TABLES.cautions["flag"])


def test_high_blood_pressure_speaks_of_deep_work_and_of_points():
    rows = TABLES.cautions[TABLES.cautions["flag"] == "high_blood_pressure"]
    assert set(rows["applies_to"]) == {"deep_pressure", "trigger_point_work"}


# What websites of the survey name


def test_each_reason_against_a_massage_of_the_survey_can_be_ticked_or_says_why_not():
    said = TABLES.survey_statements
    named = set(said.loc[said["attribute"] == "contraindication", "value"])
    words = TABLES.contraindication_words
    assert named <= set(words["survey_value"])
    assert ((words["flag"] != "") | (words["reason"] != "")).all()
    assert set(words["flag"]) - {""} <= set(TABLES.cautions["flag"])


# Notes on answers


@pytest.mark.parametrize("question, answer", [
    ("pressure", "light"), ("goals", "ready_for_event"), ("goals", "recover_from_injury"), ("minutes", "fits_session"),
])  # fmt: skip
def test_an_answer_without_points_has_its_note(question, answer):
    notes = TABLES.answer_notes
    assert ((notes["question"] == question) & (notes["answer"] == answer)).any()


def test_tension_in_one_place_does_not_count_as_throughout_the_body():
    local = TABLES.rules[TABLES.rules["answer"] == "local_muscle_tension"]
    assert set(local["basis"]) == {"named_elsewhere"} and local["points"].nunique() == 1
    assert "A61" not in " ".join(local["source_points"])


# The clients that the result is tried on


def test_the_clients_are_many_and_ask_what_the_tables_know():
    clients = pd.read_csv(CLIENTS, keep_default_na=False)
    assert len(clients) >= 40 and clients["client"].is_unique and (clients["story"] != "").all()
    for client in clients.itertuples():
        result = recommend(json.loads(client.answers), TABLES)
        assert client.outcome in ("refer", "recommended", "tie", "neither", "no_answers")
        assert set(client.flags_asked.split()) <= set(TABLES.cautions["flag"]) - set(
            result.answers.get("health_flags", ())
        )


def test_where_deep_pressure_is_out_pressure_on_a_point_is_not_forgotten():
    cautions = TABLES.cautions
    out = cautions[(cautions["kind"] == "absolute") & (cautions["applies_to"] == "deep_pressure")]
    assert set(out["flag"]) <= set(cautions.loc[cautions["applies_to"] == "trigger_point_work", "flag"])


def test_what_is_our_own_rule_does_not_borrow_a_source():
    rules = pd.concat([TABLES.cautions, TABLES.caution_sites, TABLES.answer_notes])
    assert ((rules["basis"] == "our_rule") == (rules["source_id"] == "teaching_note")).all()


def test_no_weak_or_copied_page_is_linked():
    assert never_linked(TABLES.sources["address"]) == []


def test_a_weak_page_would_be_found():
    assert never_linked(["https://it.scribd.com/document/1", "not stated", "https://notscribd.com/"]) == [
        "https://it.scribd.com/document/1"
    ]
