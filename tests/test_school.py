"""A school's own folder: its tables over the kit's, its switchboard, and whatever a folder may hold."""

import csv
import os
import shutil
import time

import pytest
from modality_lab import TableError, load_tables, recommend, tables as tables_module
from modality_lab.tables import KIT_FOLDER, MAX_MEGABYTES, MAX_ROWS, SHOWN, dictionary

KIT = load_tables(KIT_FOLDER)


@pytest.fixture
def school(tmp_path):
    """An empty folder for a school's tables."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


def write(folder, table, rows):
    """Write a table from dicts; a table of the dictionary gets all its columns."""
    columns = [field["name"] for field in dictionary()[table]["schema"]["fields"]] if table in dictionary() else list(rows[0])
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def kit_rows(table):
    with (KIT_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def set_board(folder, *rows):
    write(folder, "switchboard", [dict(zip(["setting", "id", "value", "note"], [*row, "", ""])) for row in rows])


def problems_of(folder):
    with pytest.raises(TableError) as caught:
        load_tables(folder)
    return str(caught.value)


ONE_MORE = {"modality": "swedish", "name": "Swedish massage", "short_name": "Swedish", "definition": "Long strokes.", "source_id": "our_school", "source_section": "Lesson 1"}  # fmt: skip
OUR_SCHOOL = {"source_id": "our_school", "title": "Our lessons", "author": "We", "published": "2026", "kind": "school", "address": "not stated"}


# A school's tables over the kit's


def test_a_table_that_the_folder_does_not_have_is_the_kits(school):
    write(school, "sessions", [row | {"min_minutes": "45"} for row in kit_rows("sessions")])
    tables = load_tables(school)
    assert tables.sessions["min_minutes"].to_list() == [45, 45]
    assert tables.rules.equals(KIT.rules) and tables.cautions.equals(KIT.cautions)
    assert set(tables.from_kit) == set(dictionary()) - {"sessions"} and not any(tables.from_kit.values())


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


def test_a_question_of_the_kit_that_has_lost_its_answers_is_left_out(school):
    write(school, "answers", [row for row in kit_rows("answers") if row["question"] != "visits"])
    tables = load_tables(school)
    assert "visits" not in {*tables.questions["question"], *tables.rules["question"]}
    assert tables.from_kit["questions"] == 1


def test_a_row_of_the_school_itself_is_never_left_out_without_a_word(school):
    write(school, "rules", [*kit_rows("rules"), kit_rows("rules")[0] | {"modality": "swedish"}])
    assert 'column "modality": found "swedish". Allowed: what stands in modalities.csv, nmt or dtm.' in problems_of(school)


def test_only_the_schools_own_files_are_named_in_its_problems(school):
    # The misspelt question takes the answers from the kit's question, which is not the school's mistake.
    write(school, "answers", [row | {"question": row["question"].replace("visits", "visit")} for row in kit_rows("answers")])
    text = problems_of(school)
    assert 'answers.csv, row 27, column "question": found "visit"' in text and 'Did you mean "visits"?' in text
    assert "questions.csv," not in text.replace("stands in questions.csv,", "")


def test_safety_is_not_lost_with_an_empty_file(school):
    write(school, "cautions", [])
    assert "cautions.csv: the table has no rows. Leave the file out to use the kit's" in problems_of(school)


def test_a_folder_without_any_table_says_so(school):
    (school / "prices.csv").write_text("price\n60\n")
    assert "no table of the kit is in this folder. A table is a CSV file with one of these names: sources.csv, modalities.csv" in problems_of(school)


@pytest.mark.parametrize("name, meant", [
    ("session.csv", "sessions"), ("sessions (1).csv", "sessions"), ("Copy of sessions.csv", "sessions"), ("sessions.xlsx", "sessions"),
    ("Our tables - Sessions.csv", "sessions"), ("sessions-Table 1.csv", "sessions"), ("sessions.csv.txt", "sessions"), ("both ways.csv", "both_ways"),
    ("modalites_2026.ods", "modalities"), ("switchboard (2).csv", "switchboard"),
])  # fmt: skip
@pytest.mark.parametrize("beside", [True, False])
def test_a_file_that_may_be_meant_as_a_table_is_named(school, name, meant, beside):
    write(school, "glossary", kit_rows("glossary"))
    if beside and meant != "switchboard":
        write(school, meant, kit_rows(meant))
    (school / name).write_text("")
    line = next(line for line in problems_of(school).splitlines() if line.startswith(f"  {name}: this file is not read"))
    assert f"{meant}.csv" in line


def test_other_files_are_left_alone(school):
    write(school, "sessions", kit_rows("sessions"))
    for name in ("prices.csv", "README.md", "focus group.xlsx", ".~lock.sessions.csv#", "~$sessions.xlsx", "rules.docx"):
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
    monkeypatch.setattr(tables_module, "_PACKED", KIT_FOLDER)
    assert "visits" not in set(load_tables().questions["question"])


def test_a_change_in_the_kit_is_seen_through_the_schools_folder(tmp_path, school, monkeypatch):
    kit = shutil.copytree(KIT_FOLDER, tmp_path / "data")
    monkeypatch.setattr(tables_module, "KIT_FOLDER", kit)
    write(school, "glossary", kit_rows("glossary"))
    assert load_tables(school) is load_tables(school)
    write(kit, "sessions", [row | {"min_minutes": "45"} for row in kit_rows("sessions")])
    assert load_tables(school).sessions["min_minutes"].to_list() == [45, 45]
