"""A school's own folder: its tables over the kit's, its switchboard, and whatever a folder may hold."""

import csv
import os
import shutil
import time

import pytest
from big_school import write_big_school

from modality_lab import (
    RecommendationForm,
    TableError,
    charts,
    check_tables,
    evidence,
    load_tables,
    recommend,
)
from modality_lab.charts.look import MOST_MODALITIES, Look
from modality_lab.charts.matrix import MOST_ITEMS
from modality_lab.tables import letters, switchboard
from modality_lab.tables import loading as tables_module
from modality_lab.tables.csv_file import MAX_ROWS
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.letters import MAX_MEGABYTES
from modality_lab.tables.problem import SHOWN
from modality_lab.words import KitError

KIT = load_tables(KIT_FOLDER)


@pytest.fixture
def school(tmp_path):
    """An empty folder for a school's tables."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def write(folder, table, rows):
    """Write a table from dicts; a table of the dictionary gets all its columns."""
    columns = (
        [field["name"] for field in dictionary()[table]["schema"]["fields"]] if table in dictionary() else list(rows[0])
    )
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def kit_rows(table):
    with (KIT_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def set_board(folder, *rows):
    write(
        folder,
        "switchboard",
        [dict(zip(["setting", "id", "value", "note"], [*row, "", ""], strict=False)) for row in rows],
    )


def problems_of(folder):
    with pytest.raises(TableError) as caught:
        load_tables(folder)
    return str(caught.value)


ONE_MORE = {
    "modality": "swedish",
    "name": "Swedish massage",
    "short_name": "Swedish",
    "definition": "Long strokes.",
    "source_id": "our_school",
    "source_section": "Lesson 1",
}
OUR_SCHOOL = {
    "source_id": "our_school",
    "title": "Our lessons",
    "author": "We",
    "published": "2026",
    "kind": "school",
    "address": "not stated",
}


# A school's tables over the kit's


def test_a_table_that_the_folder_does_not_have_is_the_kits(school):
    write(school, "sessions", [row | {"min_minutes": "45"} for row in kit_rows("sessions")])
    tables = load_tables(school)
    assert tables.sessions["min_minutes"].to_list() == [45, 45]
    assert tables.rules.equals(KIT.rules) and tables.cautions.equals(KIT.cautions)
    assert set(tables.from_kit) == set(dictionary()) - {"sessions"} and not any(tables.from_kit.values())


@pytest.mark.parametrize("table, column", [
    (table, field["name"])
    for table, resource in dictionary().items()
    for field in resource["schema"]["fields"]
    if field.get("mayBeMissing")
])  # fmt: skip
def test_a_table_from_before_a_column_is_read_as_if_its_cells_were_empty(school, table, column):
    rows = [{name: cell for name, cell in row.items() if name != column} for row in kit_rows(table)]
    text = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    (school / f"{table}.csv").write_text("\n".join(text), encoding="utf-8")
    kit = getattr(KIT, table)
    assert getattr(load_tables(school), table).equals(kit.assign(**{column: ""})) and set(kit[column]) != {""}
    # A name that is misspelt is said, as its cells are not used.
    misspelt = (
        (school / f"{table}.csv")
        .read_text(encoding="utf-8")
        .replace("\n", ',"yes"\n')
        .replace(',"yes"\n', f",{column}x\n", 1)
    )
    (school / f"{table}.csv").write_text(misspelt, encoding="utf-8")
    [odd] = check_tables(school).odd
    assert odd.column == f"{column}x" and odd.text.endswith(f'are not used. Did you mean "{column}"?')


def test_a_modality_more_needs_one_table_and_its_source(school):
    write(school, "modalities", [*kit_rows("modalities"), ONE_MORE])
    write(school, "sources", [OUR_SCHOOL])
    tables = load_tables(school)
    assert tables.modalities["modality"].to_list() == ["nmt", "dtm", "swedish"]
    assert set(tables.sources["source_id"]) == {*KIT.sources["source_id"], "our_school"}
    assert recommend({"conditions": ["sciatica"]}, tables).scores["points"].to_list() == [2, 0, 0]


def test_of_two_sources_with_one_id_the_schools_counts(school):
    write(school, "sources", [OUR_SCHOOL | {"source_id": "teaching_note"}])
    sources = load_tables(school).sources
    assert len(sources) == len(KIT.sources)
    assert sources.set_index("source_id").loc["teaching_note", "title"] == "Our lessons"


def test_what_the_kit_says_of_a_modality_that_the_school_does_not_have_is_left_out(school):
    write(school, "modalities", [row for row in kit_rows("modalities") if row["modality"] == "dtm"] + [ONE_MORE])
    write(school, "sources", [OUR_SCHOOL])
    tables = load_tables(school)
    for name in dictionary():
        frame = getattr(tables, name)
        if "modality" in frame:
            assert "nmt" not in set(frame["modality"]), name
    assert tables.from_kit["rules"] == int((KIT.rules["modality"] == "nmt").sum()) > 0
    assert tables.cautions.equals(KIT.cautions)


def test_what_pointed_at_a_row_that_is_left_out_is_left_out_too(school):
    # Without the question, the kit's answers to it go, and the rules about these answers.
    write(school, "questions", [row for row in kit_rows("questions") if row["question"] != "goals"])
    tables = load_tables(school)
    assert "goals" not in {*tables.answers["question"], *tables.rules["question"]}
    assert len(tables.rules) < len(KIT.rules)


@pytest.mark.parametrize("hide", [True, False])
def test_no_caution_is_lost_with_a_question(school, hide):
    # Some cautions remind of an answer that is then no longer there; they are asked for all the same.
    if hide:
        set_board(school, ("hide_question", "conditions"))
    else:
        write(school, "questions", [row for row in kit_rows("questions") if row["question"] != "conditions"])
    tables = load_tables(school)
    assert (
        tables.cautions["flag"].equals(KIT.cautions["flag"])
        and (KIT.cautions["answer"] != "").sum() > (tables.cautions["answer"] != "").sum()
    )
    assert len(tables.replace(rules=tables.rules.head(1)).rules) == 1


def test_an_answer_to_a_question_that_is_not_asked_here_is_left_out_with_a_word(school):
    set_board(school, ("hide_question", "conditions"))
    result = recommend({"conditions": ["sciatica"], "pain_pattern": "widespread"}, load_tables(school))
    assert '"conditions" is not asked here, so that answer is left out.' in result.notes
    assert list(result.answers) == ["pain_pattern"] and "is not asked here" in result._repr_html_()
    with pytest.raises(KitError, match='There is no question "condition"'):
        recommend({"condition": ["sciatica"]}, load_tables(school))


def test_an_answer_about_safety_is_never_left_out_with_a_word(school):
    # A school may call the question otherwise: a flag under the kit's name must not be passed over.
    write(
        school,
        "questions",
        [row | {"question": "safety"} if row["question"] == "health_flags" else row for row in kit_rows("questions")],
    )
    tables = load_tables(school)
    with pytest.raises(KitError, match='There is no question "health_flags"'):
        recommend({"health_flags": ["dark_urine"], "minutes": 45}, tables)
    assert recommend({"safety": ["dark_urine"], "minutes": 45}, tables).outcome == "refer"
    assert (
        "fits these answers"
        not in RecommendationForm(tables, {"health_flags": ["dark_urine"], "minutes": 45}).reply["result"]
    )


def test_a_claim_about_a_hidden_modality_is_left_out_with_a_word(school):
    set_board(school, ("hide_modality", "nmt"))
    chart = evidence.claim_against_effect(load_tables(school), "nmt_less_pain_in_fibromyalgia", "e001")
    said = 'The claim "nmt less pain in fibromyalgia" is about a modality that is not shown here, so it is left out.'
    assert repr(chart) == said
    assert chart.table.empty and chart.png
    with pytest.raises(KitError, match="is no claim"):
        evidence.claim_against_effect(load_tables(school), "nmt_less_pain", "e001")


def test_a_question_of_the_kit_that_has_lost_its_answers_is_left_out(school):
    write(school, "answers", [row for row in kit_rows("answers") if row["question"] != "visits"])
    tables = load_tables(school)
    assert "visits" not in {*tables.questions["question"], *tables.rules["question"]}
    assert tables.from_kit["questions"] == 1


def test_a_row_of_the_school_itself_is_never_left_out_without_a_word(school):
    write(school, "rules", [*kit_rows("rules"), kit_rows("rules")[0] | {"modality": "swedish"}])
    text = problems_of(school)
    assert 'column "modality": found "swedish". To use a new one, add its row in modalities.csv first.' in text


def test_only_the_schools_own_files_are_named_in_its_problems(school):
    # The misspelt question takes the answers from the kit's question, which is not the school's mistake.
    write(
        school,
        "answers",
        [row | {"question": row["question"].replace("visits", "visit")} for row in kit_rows("answers")],
    )
    text = problems_of(school)
    assert 'answers.csv, row 30, column "question": found "visit"' in text and 'Did you mean "visits"?' in text
    assert "questions.csv," not in text.replace("stands in questions.csv,", "")


def test_safety_is_not_lost_with_an_empty_file(school):
    write(school, "cautions", [])
    assert "cautions.csv: the table has no rows. Leave the file out to use the kit's" in problems_of(school)


def test_a_folder_without_any_table_says_so(school):
    (school / "prices.csv").write_text("price\n60\n")
    assert (
        "no table of the kit is in this folder. A table is a CSV file "
        "with one of these names: sources.csv, modalities.csv"
    ) in problems_of(school)


@pytest.mark.parametrize(
    "name, meant",
    [
        ("session.csv", "sessions"),
        ("sessions (1).csv", "sessions"),
        ("Copy of sessions.csv", "sessions"),
        ("sessions.xlsx", "sessions"),
        ("Our tables - Sessions.csv", "sessions"),
        ("sessions-Table 1.csv", "sessions"),
        ("sessions.csv.txt", "sessions"),
        ("both ways.csv", "both_ways"),
        ("modalites_2026.ods", "modalities"),
        ("switchboard (2).csv", "switchboard"),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_file_that_may_be_meant_as_a_table_is_named(school, name, meant, beside):
    write(school, "glossary", kit_rows("glossary"))
    if beside and meant != "switchboard":
        write(school, meant, kit_rows(meant))
    (school / name).write_text("")
    line = next(
        line for line in problems_of(school).splitlines() if line.startswith(f"  {name}: this file is not read")
    )
    assert f"{meant}.csv" in line


def test_other_files_are_left_alone(school):
    write(school, "sessions", kit_rows("sessions"))
    for name in (
        "prices.csv",
        "README.md",
        "focus group.xlsx",
        ".~lock.sessions.csv#",
        "~$sessions.xlsx",
        "rules.docx",
    ):
        (school / name).write_text("not a table")
    assert load_tables(school).sessions.equals(KIT.sessions)


def test_a_folder_called_like_a_table_is_no_table(school):
    write(school, "glossary", kit_rows("glossary"))
    (school / "rules.csv").mkdir()
    assert "rules.csv: this is not a file that can be opened." in problems_of(school)


# The folder `school` beside the notebooks


def test_the_folder_school_beside_the_notebooks_is_the_class_s(tmp_path, monkeypatch):
    monkeypatch.setattr(tables_module, "KIT_FOLDER", shutil.copytree(KIT_FOLDER, tmp_path / "data"))
    assert load_tables().folder == tmp_path / "data"
    (tmp_path / "school").mkdir()
    set_board(tmp_path / "school", ("hide_question", "visits"))
    tables = load_tables()
    assert tables.folder == tmp_path / "school" and "visits" not in set(tables.questions["question"])
    assert recommend({"minutes": 45}).rulebook.questions.keys() == set(tables.questions["question"])


def test_beside_an_installed_kit_it_is_found_from_the_lesson(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "school").mkdir()
    set_board(tmp_path / "school", ("hide_question", "visits"))
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr(tables_module, "IS_INSTALLED", True)
    assert "visits" not in set(load_tables().questions["question"])


def test_a_change_in_the_kit_is_seen_through_the_schools_folder(tmp_path, school, monkeypatch):
    kit = shutil.copytree(KIT_FOLDER, tmp_path / "data")
    monkeypatch.setattr(tables_module, "KIT_FOLDER", kit)
    write(school, "glossary", kit_rows("glossary"))
    assert load_tables(school) is load_tables(school)
    write(kit, "sessions", [row | {"min_minutes": "45"} for row in kit_rows("sessions")])
    assert load_tables(school).sessions["min_minutes"].to_list() == [45, 45]


# The switchboard


def test_a_hidden_modality_is_gone_everywhere_and_safety_stays(school):
    set_board(school, ("hide_modality", "dtm"))
    tables = load_tables(school)
    for name in dictionary():
        frame = getattr(tables, name)
        if "modality" in frame:
            assert "dtm" not in set(frame["modality"]), name
    assert tables.cautions.equals(KIT.cautions)
    assert "dtm" not in recommend({"pain_pattern": "widespread"}, tables).points


def test_a_hidden_question_is_not_asked_and_gives_no_points(school):
    set_board(school, ("hide_question", "pain_areas"))
    tables = load_tables(school)
    assert "pain_areas" not in {
        *tables.questions["question"],
        *tables.rules["question"],
        *tables.offered_answers["question"],
    }
    assert tables.regions.equals(KIT.regions)


def test_points_are_set_for_all_rules_of_a_basis_without_a_note(school):
    set_board(school, ("points", "reason_to_choose", "5"))
    before, after = KIT.rules, load_tables(school).rules
    changed = (before["basis"] == "reason_to_choose") & (before["weight_note"] == "")
    assert set(after.loc[changed, "points"]) == {5}
    assert after.loc[~changed, "points"].equals(before.loc[~changed, "points"])


def test_words_are_set_for_modalities_questions_answers_and_regions(school):
    set_board(
        school,
        ("word", "modalities.dtm", "Deep work"),
        ("word", "questions.visits", "How often?"),
        ("word", "answers.goals.posture", "stand tall"),
        ("word", "regions.low_back", "small of the back"),
    )
    tables = load_tables(school)
    assert tables.modalities["name"].to_list()[1] == "Deep work"
    assert tables.questions.set_index("question").loc["visits", "label"] == "How often?"
    offered = tables.offered_answers.set_index(["question", "answer"])["label"]
    assert offered["goals", "posture"] == "stand tall" and offered["pain_areas", "low_back"] == "small of the back"
    assert recommend({"pain_pattern": "widespread"}, tables).sentence.startswith("Deep work fits")


def test_a_short_name_is_set_wherever_it_is_read(school):
    set_board(school, ("short_name", "dtm", "Deep"))
    tables = load_tables(school)
    assert tables.modalities["short_name"].to_list() == ["NMT", "Deep"]
    assert tables.named_modalities.set_index("named_modality")["short_name"]["dtm"] == "Deep"


def test_one_small_table_can_point_at_another_folder(tmp_path, school):
    write(school, "sessions", [row | {"min_minutes": "45"} for row in kit_rows("sessions")])
    (tmp_path / "class").mkdir()
    set_board(tmp_path / "class", ("folder", "", "../school"), ("hide_modality", "dtm"))
    assert load_tables(tmp_path / "class").sessions["min_minutes"].to_list() == [45]
    write(school, "sessions", [row | {"min_minutes": "40"} for row in kit_rows("sessions")])
    assert load_tables(tmp_path / "class").sessions["min_minutes"].to_list() == [40]
    # Two that point at each other are no circle: the switchboard of the folder that is asked for counts.
    set_board(school, ("folder", "", "../class"))
    assert load_tables(tmp_path / "class").modalities["modality"].to_list() == ["nmt"]


def test_the_files_stay_as_they_are(school):
    write(school, "modalities", kit_rows("modalities"))
    set_board(school, ("hide_modality", "dtm"), ("word", "modalities.nmt", "Nerve and muscle"))
    before = {path.name: path.read_bytes() for folder in (school, KIT_FOLDER) for path in folder.glob("*.csv")}
    load_tables(school)
    assert before == {path.name: path.read_bytes() for folder in (school, KIT_FOLDER) for path in folder.glob("*.csv")}


WRONG_BOARDS = {
    "an unknown setting": (
        [("hide", "dtm")],
        (
            'row 2, column "setting": found "hide". Allowed: hide_modality, '
            "hide_question, points, word, short_name or folder."
        ),
    ),
    "an unknown modality": (
        [("hide_modality", "dtn")],
        'row 2, column "id": found "dtn". Allowed: what stands in modalities.csv, nmt or dtm. Did you mean "dtm"?',
    ),
    "all modalities": (
        [("hide_modality", "dtm"), ("hide_modality", "nmt")],
        'row 3, column "id": all modalities would be hidden. Leave at least one.',
    ),
    "a value where none belongs": (
        [("hide_modality", "dtm", "yes")],
        'row 2, column "value": found "yes". Leave this cell empty.',
    ),
    "an unknown question": (
        [("hide_question", "visit")],
        "Allowed: what stands in questions.csv, health_flags, pain_pattern",
    ),
    "the question about safety": (
        [("hide_question", "health_flags")],
        "This question cannot be hidden: a client is asked about safety first, in every class.",
    ),
    "an unknown basis": (
        [("points", "reason", "3")],
        'found "reason". Allowed: what stands in rules.csv without a weight_note, reason_to_choose or named_elsewhere.',
    ),
    "points in words": (
        [("points", "named_elsewhere", "three")],
        'column "value": found "three". Allowed: a whole number from 1 to 100, in digits only.',
    ),
    "too many points": ([("points", "named_elsewhere", "101")], 'found "101". Allowed: a whole number from 1 to 100'),
    "a word of another table": (
        [("word", "modalitys.dtm", "Deep")],
        (
            "Allowed: modalities, questions, answers or regions, a dot and an "
            'id, such as modalities.nmt. Did you mean "modalities"?'
        ),
    ),
    "a word for an unknown id": (
        [("word", "answers.posture", "Stand")],
        'found "answers.posture". Allowed: what stands in answers.csv, answers.pain_pattern.specific_spot',
    ),
    "an empty word": (
        [("word", "modalities.dtm")],
        'column "value": the cell is empty. Needed: the word that the class reads.',
    ),
    "the name of another modality": (
        [("word", "modalities.dtm", "Neuromuscular therapy")],
        "the name of another modality already.",
    ),
    "a short name for an unknown modality": (
        [("short_name", "dtn", "DT")],
        'column "id": found "dtn". Allowed: what stands in modalities.csv, nmt or dtm. Did you mean "dtm"?',
    ),
    "an empty short name": (
        [("short_name", "dtm")],
        'column "value": the cell is empty. Needed: the short name that the class reads.',
    ),
    "the short name of another modality": (
        [("short_name", "dtm", "NMT")],
        'found "NMT", the short name of another modality already.',
    ),
    "one setting twice": (
        [("hide_modality", "dtm"), ("hide_modality", "dtm")],
        'found "hide_modality" with "dtm" a second time; it stands in row 2 already.',
    ),
    "a folder that is not there": (
        [("folder", "", "nowhere")],
        'found "nowhere", and there is no such folder, seen from the folder of this file.',
    ),
    "no folder": ([("folder", "")], "the cell is empty. Needed: the name of a folder"),
    "two folders": ([("folder", "", "."), ("folder", "", "..")], '"folder" stands in row 2 already. Keep one row.'),
    "a mark nobody can see": (
        [("word", "modalities.dtm", "Deep\u202e")],
        "a mark that nobody can see and that turns the direction of writing (U+202E)",
    ),
}


@pytest.mark.parametrize("what", WRONG_BOARDS)
def test_what_is_wrong_in_the_switchboard_is_said(school, what):
    rows, sentence = WRONG_BOARDS[what]
    set_board(school, *rows)
    text = problems_of(school)
    assert "switchboard.csv, row" in text and sentence in text and "1 problem to mend" in text


def test_tables_beside_a_switchboard_that_points_elsewhere_are_not_passed_over(tmp_path, school):
    write(school, "sessions", kit_rows("sessions"))
    set_board(school, ("folder", "", ".."))
    assert "sessions.csv would then not be read" in problems_of(school)


def test_the_guide_names_every_setting():
    guide = (KIT_FOLDER.parent / "docs" / "your-own-tables.md").read_text(encoding="utf-8")
    settings = next(field for field in switchboard.TABLE["schema"]["fields"] if field["name"] == "setting")[
        "constraints"
    ]["enum"]
    for word in [*settings, *switchboard.WORDS, f"{MAX_MEGABYTES} megabytes", f"{MAX_ROWS:,} rows"]:
        assert word in guide, word


# Whatever a folder may hold is read or refused in two seconds (of this program's own: others may keep the machine busy)

TEXTS = {
    "a cell of a million letters": lambda: (
        "term,meaning,source_id,source_section\nx," + "a" * 1_000_000 + ",teaching_note,x\n"
    ),
    "a cell of a million letters where an id belongs": lambda: (
        "term,meaning,source_id,source_section\n" + "x,x," + "a" * 100_000 + ",x\n"
    ),
    "a hundred thousand columns": lambda: ",".join(f"column_{number}" for number in range(100_000)) + "\n1\n",
    "sixteen thousand columns": lambda: ",".join(f"column_{number}" for number in range(16_000)) + "\n1\n",
    "twenty megabytes of commas": lambda: "," * 19_000_000,
    "twenty megabytes of line ends": lambda: "term\n" + "\n" * 19_000_000,
    "twenty megabytes of quotation marks": lambda: '"' * 19_000_001,
    "twenty megabytes on one line": lambda: "a" * 19_000_000,
    "too many rows": lambda: (
        "term,meaning,source_id,source_section\n" + "".join(f"a{n},b,teaching_note,x\n" for n in range(100_001))
    ),
    "every cell wrong": lambda: (
        "term,meaning,source_id,source_section\n" + "".join(f"A {n},,Teaching {n},\n" for n in range(99_000))
    ),
    "every row the same": lambda: "term,meaning,source_id,source_section\n" + "a,b,teaching_note,x\n" * 99_000,
    "long words that nearly match": lambda: (
        "term,meaning,source_id,source_section\n" + "".join(f"a{n},b,{'teaching_note' * 400},x\n" for n in range(3_000))
    ),
    "a wide row and many short ones": lambda: "term,meaning" + "," * 16_000 + "x\n" + "a\n" * 99_000,
    "cells outside in every row": lambda: "term,meaning,source_id,source_section\n" + "a,b,c,d,e\n" * 99_000,
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_trap_is_refused_in_time(school, what):
    (school / "glossary.csv").write_text(TEXTS[what](), encoding="utf-8")
    start = time.process_time()
    text = problems_of(school)
    assert time.process_time() - start < 2
    assert len(text) < 20_000 and "glossary.csv" in text


def test_a_question_with_very_many_answers_and_wrong_rules_is_refused_in_time(school):
    answer, rule = kit_rows("answers")[-1], kit_rows("rules")[-1]
    write(
        school, "answers", [*kit_rows("answers"), *(answer | {"answer": f"answer_number_{n}"} for n in range(20_000))]
    )
    write(school, "rules", [*kit_rows("rules"), *(rule | {"answer": f"answr_number_{n}"} for n in range(20_000))])
    start = time.process_time()
    text = problems_of(school)
    assert time.process_time() - start < 2
    assert "20000 problems to mend" in text and f"rules.csv: and {20_000 - SHOWN} more problems in this file." in text


def test_more_problems_than_can_be_read_are_counted(school):
    write(school, "glossary", [kit_rows("glossary")[0] | {"term": f"A{n}", "source_id": f"B{n}"} for n in range(500)])
    text = problems_of(school)
    assert "500 problems to mend" in text and text.count("found") == SHOWN
    assert "glossary.csv: and 480 more problems in this file." in text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(school):
    with (school / "glossary.csv").open("wb") as file:
        file.truncate(200_000_000)
    start = time.process_time()
    text = problems_of(school)
    assert time.process_time() - start < 0.5
    assert "its tables are too large: 200 megabytes together. Allowed: 20 megabytes." in text


def test_a_file_that_grows_while_it_is_read_is_refused(school, monkeypatch):
    write(school, "glossary", kit_rows("glossary"))
    monkeypatch.setattr(letters, "MAX_MEGABYTES", 0)
    with pytest.raises(KitError, match="It is too large"):
        letters.text_of(school / "glossary.csv")


def test_a_file_or_folder_that_goes_away_midway_is_a_sentence(school, monkeypatch):
    write(school, "glossary", kit_rows("glossary"))
    files = tables_module.files_in(school)
    monkeypatch.setattr(
        tables_module, "files_in", lambda folder: files if folder == school else tables_module_files(folder)
    )
    tables_module_files = lambda folder: ()  # noqa: E731
    (school / "glossary.csv").unlink()
    assert "glossary.csv: the file cannot be read. The computer says: No such file or directory." in problems_of(school)


@pytest.mark.skipif(os.name == "nt", reason="a named pipe")
@pytest.mark.parametrize("name", ["glossary.csv", "switchboard.csv"])
def test_what_has_no_end_is_not_waited_for(school, name):
    os.mkfifo(school / name)
    assert f"{name}: this is not a file that can be opened." in problems_of(school)


@pytest.mark.parametrize("folder", ["\0", "~nobody-of-this-name", "a" * 5000, "", 5, "/dev/null", __file__])
def test_what_is_no_folder_of_tables_is_a_sentence(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = problems_of(folder)
    assert "1 problem to mend" in text and len(text) < 1500


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\u00ad", "\ufeff", "\u061c"]
)
def test_a_mark_that_changes_nothing_is_left_out(school, mark):
    write(
        school,
        "modalities",
        [row | {"name": f"{mark}{row['name'][:3]}{mark}{row['name'][3:]}"} for row in kit_rows("modalities")],
    )
    assert load_tables(school).modalities["name"].equals(KIT.modalities["name"])


def test_a_mark_that_joins_letters_stays_where_letters_are_joined(school):
    name = "ماساژ\u200cدرمانی"
    write(school, "modalities", [kit_rows("modalities")[0] | {"name": name}])
    assert load_tables(school).modalities["name"].to_list() == [name]


@pytest.mark.parametrize("mark", ["\u202a", "\u202e", "\u2066", "\u2069", "\x1b", "\x07", "\x85"])
def test_a_mark_that_turns_or_commands_is_refused_with_its_place(school, mark):
    write(school, "modalities", [row | {"definition": f"Deep{mark} work"} for row in kit_rows("modalities")[:1]])
    text = problems_of(school)
    assert 'modalities.csv, row 2, column "definition": the cell holds a mark that nobody can see' in text
    assert mark not in text and f"U+{ord(mark):04X}" in text


def test_replaced_tables_are_held_to_the_same(school):
    with pytest.raises(TableError, match="U\\+202E"):
        KIT.replace(modalities=KIT.modalities.assign(definition="Deep\u202e"))


# Growth


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    return write_big_school(tmp_path_factory.mktemp("big"))


def test_a_very_big_school_is_read_in_two_seconds(big):
    load_tables()
    start = time.process_time()
    tables = load_tables(big)
    assert time.process_time() - start < 2
    assert (len(tables.modalities), len(tables.rules), len(tables.claims)) == (100, 2_000, 100_000)


@pytest.mark.parametrize("name", ["session_length", "focus", "benefit_overlap", "techniques", "conditions"])
def test_a_chart_of_very_many_shows_the_first_and_says_so(big, name):
    chart = getattr(charts, name)(load_tables(big))
    note = f"shown are the first {MOST_MODALITIES} of 100 modalities"
    assert note in chart.description and chart.description.count(".") == 2 and len(chart.description) < 600
    assert note.capitalize() in chart.figure.get_suptitle().replace("\n", " ")
    assert max(chart.figure.get_size_inches()) < 20
    if name == "benefit_overlap":
        assert "the first 30 of 60 benefits" in chart.description
        assert len(chart.figure.axes[0].get_yticks()) == MOST_ITEMS and len(chart.table) == 60


def test_hiding_modalities_narrows_a_chart_down(tmp_path):
    folder = write_big_school(tmp_path, modalities=14, rules=10, statements=10)
    assert "shown are" in repr(charts.focus(load_tables(folder)))
    set_board(folder, ("hide_modality", "modality_1"), ("hide_modality", "modality_2"))
    chart = charts.focus(load_tables(folder))
    assert "shown are" not in repr(chart) and chart.note == "" and chart.figure.get_suptitle() == ""


def test_many_modalities_keep_looks_of_their_own(tmp_path):
    look = Look(load_tables(write_big_school(tmp_path, modalities=12, rules=10, statements=10)))
    assert len({(look.color(modality), look.marker(modality)) for modality in look.names}) == 12


def test_a_word_for_a_modality_is_read_where_studies_and_websites_name_it_too(school):
    set_board(school, ("word", "modalities.nmt", "Targeted work"))
    tables = load_tables(school)
    assert tables.named_modalities.set_index("named_modality")["name"]["nmt"] == "Targeted work"


@pytest.mark.parametrize("name", ["~nosuchuser/x", "x" * 300])
def test_a_folder_of_the_switchboard_that_cannot_be_is_named(school, name):
    set_board(school, ("folder", "", name))
    assert "switchboard.csv, row 2" in problems_of(school)
