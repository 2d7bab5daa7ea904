"""A small school of three modalities, so that tests of the recommender can say every word that they expect."""

import pandas as pd
from strategies import TABLES

OURS = {"source_id": "teaching_note", "source_section": "Test", "source_points": ""}


def rows(table, records):
    """Return records as a table of the kit, with a blank where they say nothing."""
    blank = dict.fromkeys(getattr(TABLES, table).columns, "") | OURS
    columns = list(getattr(TABLES, table).columns)
    return pd.DataFrame([blank | record for record in records])[columns]


def _question(question, kind, answers_from="", label="", **more):
    number = {"minimum": None, "maximum": None}
    return number | {"question": question, "kind": kind, "answers_from": answers_from, "label": label, **more}


def _rule(question, answer, modality, points, section, source="teaching_note"):
    reason = f"{answer} & {modality}."
    named = {"source_id": source, "source_section": section}
    return {
        "question": question, "answer": answer, "modality": modality, "points": points, "basis": "reason_to_choose",
        "reason": reason, "weight_note": "Test.", **named,
    }  # fmt: skip


def _caution(flag, label, kind, applies_to, action, answer="", source="teaching_note"):
    return {
        "flag": flag, "label": label, "group": "Today" if flag in ("fever", "clot") else "Health", "answer": answer,
        "kind": kind, "applies_to": applies_to,
        "action": action, "why": f"why {flag}", "why_source_id": "teaching_note", "basis": "our_rule",
        "certainty": "Our <rule>.", "source_id": source,
    }  # fmt: skip


def small_school(**tables):
    """Return the tables of the small school, some of them exchanged."""
    return TABLES.replace(**(SMALL | tables))


SMALL = {
    "modalities": rows("modalities", [
        {"modality": "nmt", "name": "Neuro work", "short_name": "N", "definition": "Test."},
        {"modality": "dtm", "name": "Deep <work>", "short_name": "D", "definition": "Test."},
        {"modality": "swedish", "name": "Swedish", "short_name": "S", "definition": "Test."},
    ]),
    "sessions": TABLES.sessions.assign(min_minutes=[30, 75], max_minutes=[45, 90]),
    "questions": rows("questions", [
        _question("flags", "several", "cautions", "Safety first?"),
        _question("pain", "one", "answers", "Where is the pain?"),
        _question("areas", "several", "regions", "Which areas?"),
        _question("goals", "several", "answers", "What for?"),
        _question("minutes", "minutes", "answers", "How long?", minimum=10, maximum=120, unit="minutes"),
    ]),
    "answers": rows("answers", [
        {"question": "pain", "answer": "spot", "label": "in a spot"},
        {"question": "pain", "answer": "all_over", "label": "all over"},
        {"question": "pain", "answer": "none", "label": "no pain"},
        {"question": "goals", "answer": "rest", "label": "rest & calm"},
        {"question": "goals", "answer": "sport", "label": "sport"},
        {"question": "goals", "answer": "company", "label": "company"},
        {"question": "minutes", "answer": "fits_session", "label": "fits"},
    ]),
    "rules": rows("rules", [
        _rule("pain", "spot", "nmt", 2, "B", "article"),
        _rule("pain", "all_over", "dtm", 3, "A"),
        _rule("goals", "rest", "swedish", 2, "A"),
        _rule("goals", "rest", "dtm", 1, "A", "article"),
        _rule("goals", "sport", "nmt", 1, "A"),
        _rule("goals", "sport", "dtm", 1, "A"),
        _rule("minutes", "fits_session", "dtm", 1, "C"),
        _rule("minutes", "fits_session", "nmt", 1, "C"),
    ]),
    "contradictions": rows("contradictions", [
        {"question": "pain", "answer": "none", "other_question": "areas", "note": "No pain, and areas?"},
    ]),
    "techniques": rows("techniques", [
        {"modality": "nmt", "technique": "press", "work": "trigger_point_work", "description": "Test."},
        {"modality": "nmt", "technique": "lean", "work": "deep_pressure", "description": "Test."},
        {"modality": "dtm", "technique": "stroke", "work": "deep_pressure", "description": "Test."},
        {"modality": "swedish", "technique": "glide", "work": "", "description": "Test."},
    ]),
    "cautions": rows("cautions", [
        _caution("veins", "thin <veins>", "adapt", "all_massage", "Be gentle.", source="article"),
        _caution("thinners", "takes thinners", "medical_clearance", "all_massage", "Ask the doctor."),
        _caution("thinners", "takes thinners", "absolute", "deep_pressure", "Do no deep work."),
        _caution("bruise", "a bruise", "local", "deep_pressure", "Keep off it.", answer="sport"),
        _caution("needles", "fears points", "absolute", "trigger_point_work", "Do no points."),
        _caution("bones", "thin bones", "absolute", "deep_pressure", "Do no deep work at all."),
        _caution("fever", "a fever", "absolute", "all_massage", "Give no massage today."),
        _caution("clot", "a clot", "red_flag", "all_massage", "Call for help."),
    ]),
    # What the kit asks beside, and says of flags that this school does not have.
    **{
        name: getattr(TABLES, name).head(0)
        for name in ("safety_questions", "answer_notes", "contraindication_words", "cases", "case_answers")
    },
    "caution_sites": rows("caution_sites", [
        {
            "site": "front_of_neck", "name": "front of the <neck>", "region": "neck_front", "view": "front",
            "structures": "artery", "action": "Do no deep work here.", "basis": "our_rule", "certainty": "Ours.",
        },
        {
            "site": "behind_jaw", "name": "behind the jaw", "region": "jaw", "view": "front",
            "structures": "nerve", "action": "Push no finger in.", "basis": "our_rule", "certainty": "Ours.",
        },
    ]),
}  # fmt: skip
