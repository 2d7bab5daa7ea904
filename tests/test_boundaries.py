"""The limits of the tables: what is just allowed, what is just too much, and in what order things stand."""

import pandas as pd
import pytest
from damage import copy_kit
from test_school import KIT, ONE_MORE, OUR_SCHOOL, kit_rows, problems_of, set_board, write

from modality_lab import check_tables, load_tables
from modality_lab.check.look_alikes import MOST_COMPARED
from modality_lab.check.oddities import LONGEST_SESSION
from modality_lab.tables.cells import MAX_LETTERS, MOST_IDS, quotable, some_of
from modality_lab.tables.csv_file import MAX_ROWS, read_sheet
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.folder import table_meant
from modality_lab.tables.letters import MAX_MEGABYTES
from modality_lab.tables.problem import SHOWN, Kind, Problem, by_file, first_problems
from modality_lab.tables.records import MAX_CELLS, MAX_COLUMNS, read_records
from modality_lab.tables.show import show_table
from modality_lab.words import KitError, did_you_mean

GLOSSARY = dictionary()["glossary"]
HEAD = "term,meaning,source_id,source_section\n"


@pytest.fixture
def school(tmp_path):
    """An empty folder for a school's tables."""
    folder = tmp_path / "school"
    folder.mkdir()
    return folder


# Limits of a file


@pytest.mark.parametrize("rows, sentence", [(MAX_ROWS, ""), (MAX_ROWS + 1, "the file has 100,001 rows.")])
def test_as_many_rows_as_are_allowed_are_read_and_one_more_is_refused(tmp_path, rows, sentence):
    path = tmp_path / "glossary.csv"
    path.write_text(HEAD + "a,b,c,d\n" * rows)
    sheet, problems = read_sheet(path, GLOSSARY)
    if sentence:
        assert sheet is None and problems[0].text.startswith(sentence)
    else:
        assert len(sheet.lines) == rows and not problems


@pytest.mark.parametrize("separators, is_read", [(MAX_COLUMNS, True), (MAX_COLUMNS + 1, False)])
def test_as_many_columns_as_a_spreadsheet_has_are_read(separators, is_read):
    text = "term" + "," * separators + "\n"
    if is_read:
        assert read_records(text, ["term"]).rows[0][0] == "term"
    else:
        with pytest.raises(KitError, match=r"too many columns\. Allowed: 16,384, as many as a spreadsheet has\."):
            read_records(text, ["term"])


@pytest.mark.parametrize("more, is_read", [(0, True), (1, False)])
def test_as_many_cells_as_are_allowed_are_read(more, is_read):
    # The name of the column and 4,000 rows with one cell that is filled; rows of blank cells are not counted.
    rows, rest = divmod(MAX_CELLS - 1 + more, 1000)
    text = "term\n" + ("a" + "," * 999 + "\n") * rows + "," * 999 + "\n" + "a" + "," * (rest - 1)
    if is_read:
        assert len(read_records(text, ["term"]).lines) == rows + 2
    else:
        with pytest.raises(KitError, match=r"too many cells\. Allowed: 4,000,000, empty ones too\."):
            read_records(text, ["term"])


@pytest.mark.parametrize("more, is_read", [(0, True), (1, False)])
def test_a_folder_of_just_as_many_megabytes_as_are_allowed_is_read(school, more, is_read):
    # Blank lines cost nothing to read.
    (school / "glossary.csv").write_bytes((KIT_FOLDER / "glossary.csv").read_bytes())
    with (school / "sessions.csv").open("wb") as file:
        file.truncate(MAX_MEGABYTES * 1_000_000 - (school / "glossary.csv").stat().st_size + more)
    assert ("its tables are too large" not in problems_of(school)) == is_read


@pytest.mark.parametrize("letters, is_read", [(MAX_LETTERS, True), (MAX_LETTERS + 1, False)])
def test_a_cell_of_as_many_letters_as_are_allowed_is_read(school, letters, is_read):
    write(school, "glossary", [kit_rows("glossary")[0] | {"meaning": "x" * letters}])
    if is_read:
        assert load_tables(school).glossary["meaning"].str.len().to_list() == [letters]
    else:
        assert "the cell holds 10,001 letters. Allowed: 10,000." in problems_of(school)


# Limits of what is said


@pytest.mark.parametrize("number, more", [(SHOWN - 1, 0), (SHOWN, 0), (SHOWN + 1, 1), (SHOWN + 9, 9)])
def test_problems_of_a_column_are_listed_up_to_a_limit_and_then_counted(number, more):
    problems = first_problems("a.csv", "b", [(line, f"x{line}") for line in range(2, number + 2)], 'found "{}".'.format)
    assert len(problems) == min(number, SHOWN) and [each.more for each in problems] == [0] * (len(problems) - 1) + [
        more
    ]


@pytest.mark.parametrize("number", [SHOWN, SHOWN + 1])
def test_problems_of_a_file_are_listed_up_to_a_limit_and_then_counted(school, number):
    # In several columns, each of which has few.
    terms = [
        kit_rows("glossary")[0] | {"term": f"t{n}", "meaning": "x" * (MAX_LETTERS + 1 + n)} for n in range(SHOWN - 10)
    ]
    terms += [
        kit_rows("glossary")[0] | {"term": f"u{n}", "source_id": f"no_source_{n}"} for n in range(number - len(terms))
    ]
    write(school, "glossary", terms)
    text, report = problems_of(school), repr(check_tables(school))
    said = [text.count("the cell holds") + text.count("found") for text in (text, report)]
    assert said == [SHOWN, SHOWN]
    assert ("glossary.csv: and 1 more problem in this file." in text) == (number > SHOWN)
    assert ("And 1 more in this file." in report) == (number > SHOWN)


def test_files_are_gone_through_one_by_one_with_what_is_only_counted():
    problems = [
        Problem.of_file("a.csv", "x"),
        Problem(Kind.CELL, "b.csv", 2, "c", "x", 4),
        Problem.of_file("b.csv", "y"),
    ]
    assert [(file, len(shown), others) for file, shown, others in by_file(problems)] == [
        ("a.csv", 1, 0),
        ("b.csv", 2, 4),
    ]


def test_problems_are_in_the_order_of_files_rows_and_columns(school):
    rows = [row | {"min_minutes": f"x{n}", "max_minutes": f"y{n}"} for n, row in enumerate(kit_rows("sessions"))]
    write(school, "sessions", rows)
    write(school, "glossary", [kit_rows("glossary")[0] | {"meaning": ""}])
    places = [(problem.file, problem.line, problem.column) for problem in check_tables(school).problems]
    assert places == sorted(places) and len(set(places)) == 5


def test_a_problem_of_another_kind_at_the_same_place_is_the_same_problem():
    assert Problem.of_file("a.csv", "x") == Problem(Kind.NO_TABLE, "a.csv", 0, "", "x")
    assert min(Problem.in_cell("b", 2, "a", "x"), Problem.of_file("b", "y"), Problem.of_file("a", "z")).file == "a"


@pytest.mark.parametrize("number, many", [(MOST_IDS, False), (MOST_IDS + 1, True)])
def test_ids_are_named_up_to_a_limit_and_then_counted(number, many):
    said = some_of([f"id_{n:02d}" for n in range(number)])
    assert said.count("id_") == MOST_IDS and said.endswith(f"({number} in all)") == many


@pytest.mark.parametrize("letters", [59, 60, 61, 62])
def test_a_text_is_quoted_whole_up_to_sixty_letters(letters):
    said = quotable("x" * letters)
    assert said == ("x" * letters if letters <= 60 else "x" * 57 + "…")


# The nearest name


@pytest.mark.parametrize(
    "name, meant",
    [
        ("session", "sessions"),
        ("sesions", "sessions"),
        ("regons", "regions"),
        ("benefit", "benefits"),
        ("rule", "rules"),
        # Alike, and yet not near enough for a name to be guessed.
        ("sess", None),
        ("rates", None),
        ("names", None),
        ("sessile", None),
        ("conditioning", None),
        ("sesons", "sessions"),
        ("techniq", None),
        ("regin", None),
        ("sessio", "sessions"),
        ("answer_key", None),
    ],
)
def test_a_name_is_guessed_only_when_it_is_near(name, meant):
    assert table_meant(f"{name}.csv") == meant


@pytest.mark.parametrize(
    "found, meant",
    [
        ("sciatca", "sciatica"),
        ("scitia", "sciatica"),
        ("ciat", "sciatica"),
        ("sci", None),
        ("spasm", None),
        ("x" * 81, None),
    ],
)
def test_a_word_is_guessed_only_when_it_is_near(found, meant):
    assert did_you_mean(found, ["fibromyalgia", "sciatica"]) == (f' Did you mean "{meant}"?' if meant else "")


@pytest.mark.parametrize("cell", ["½", "-", "?"])
def test_nothing_is_not_offered_as_the_nearest_word(school, cell):
    write(school, "sessions", [row | {"min_minutes": cell} for row in kit_rows("sessions")])
    text = problems_of(school)
    assert f'found "{cell}". Allowed: a whole number from 1 to 1440, in digits only.' in text
    assert "Did you mean" not in text


def test_of_several_near_words_the_nearest_is_meant():
    assert did_you_mean("postures", ["posture_work", "posture", "pasture"]) == ' Did you mean "posture"?'


@pytest.mark.parametrize("others, is_found", [(999, True), (1_000, False)])
def test_of_very_many_words_the_first_are_compared(others, is_found):
    assert bool(did_you_mean("kneck", [*(f"x{n}" for n in range(others)), "neck"])) == is_found


# Order


def test_the_kits_sources_stand_before_the_schools_own_in_their_order(school):
    write(school, "sources", [OUR_SCHOOL | {"source_id": "a_school"}, OUR_SCHOOL | {"source_id": "teaching_note"}])
    kit = [source for source in KIT.sources["source_id"] if source != "teaching_note"]
    assert load_tables(school).sources["source_id"].to_list() == [*kit, "a_school", "teaching_note"]


def test_rows_keep_their_order(school):
    rows = kit_rows("benefits")[::-1]
    write(school, "benefits", rows)
    assert load_tables(school).benefits["benefit"].to_list() == [row["benefit"] for row in rows]
    set_board(school, ("hide_modality", "dtm"))
    left = [row["benefit"] for row in rows if row["modality"] != "dtm"]
    assert load_tables(school).benefits["benefit"].to_list() == left


def test_answers_are_offered_in_the_order_of_the_questions_and_then_of_their_rows(school):
    write(school, "questions", kit_rows("questions")[::-1])
    write(school, "answers", kit_rows("answers")[::-1])
    offered, kit = load_tables(school).offered_answers, KIT.offered_answers
    assert offered["question"].unique().tolist() == kit["question"].unique().tolist()[::-1]
    goals = [frame.loc[frame["question"] == "goals", "answer"].to_list() for frame in (offered, kit)]
    assert goals[0] == goals[1][::-1]


def test_the_tables_are_in_the_order_of_the_dictionary(school):
    write(school, "modalities", [*kit_rows("modalities"), ONE_MORE | {"source_id": "teaching_note"}])
    said = repr(load_tables(school))
    assert said.startswith(
        f"Tables with their number of rows: sources ({len(KIT.sources)}), modalities (3), aims (12), "
    )
    places = [said.index(f" {table} (") for table in dictionary()]
    assert places == sorted(places)


# Digits


@pytest.mark.parametrize("number", [0.00001, 0.3, 1e-7, 25.1234567, 1234567.25])
def test_a_number_keeps_all_its_digits_from_cell_to_page_and_back(number):
    claims = KIT.claims
    claims.loc[0, "value"] = number
    tables = KIT.replace(claims=claims)
    assert tables.claims["value"][0] == number
    shown = show_table(tables, "claims", ["value"]).frame.iloc[0, 0]
    assert float(shown) == number and "e" not in shown


# What is odd


@pytest.mark.parametrize("minutes, is_odd", [(LONGEST_SESSION, False), (LONGEST_SESSION + 1, True)])
def test_a_session_is_odd_from_four_hours_on(school, minutes, is_odd):
    write(school, "sessions", [row | {"max_minutes": minutes} for row in kit_rows("sessions")[:1]])
    assert ("more than four hours" in repr(check_tables(school))) == is_odd


@pytest.mark.parametrize("between, is_odd", [(MOST_COMPARED - 2, True), (MOST_COMPARED - 1, False)])
def test_so_many_ids_are_compared_with_each_other(school, between, is_odd):
    # No two of those between are alike; their descriptions differ, too.
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26) * (1 + n // 676)}" * 3 for n in range(between)]
    row = kit_rows("benefits")[0]
    rows = [row | {"benefit": name, "description": name} for name in ["standing", *names, "standings"]]
    write(school, "benefits", rows)
    assert ('found "standings", and "standing" in row 2.' in repr(check_tables(school))) == is_odd


@pytest.mark.parametrize("other, is_odd", [
    ("postures", True), ("posturse", True), ("stress_relief", True), ("stress_training", False), ("pastern", False),
])  # fmt: skip
def test_two_ids_nearly_match_or_they_do_not(school, other, is_odd):
    row = kit_rows("benefits")[0]
    ids = ["posture", "stress_reduction", other]
    write(school, "benefits", [row | {"benefit": each, "description": each} for each in ids])
    assert (f'found "{other}", and' in repr(check_tables(school))) == is_odd


def test_what_is_odd_is_in_the_order_of_files_and_rows(tmp_path):
    folder = copy_kit(tmp_path / "school", "sessions.csv", "glossary.csv")
    for name in ("glossary.csv", "sessions.csv"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    odd = check_tables(folder).odd
    assert list(odd) == sorted(odd) and {problem.kind for problem in odd} == {Kind.ROW}


# Kinds: what is said at the end of an error follows from them


@pytest.mark.parametrize(
    "content, kind",
    [
        ("", Kind.FILE),
        ("term,meaning,source_id\n", Kind.COLUMN),
        (HEAD + "a,b,teaching_note,d,e\n", Kind.UNREAD),
        (HEAD + "a,b,c,d\n", Kind.CELL),
        (HEAD + '"a', Kind.UNREAD),
        ("term,meaning,source_id,,source_section\na,b,c,d,e\n", Kind.UNREAD),
    ],
)
def test_a_problem_has_the_kind_of_what_is_wrong(school, content, kind):
    (school / "glossary.csv").write_text(content)
    problems = check_tables(school).problems
    assert problems[0].kind is kind
    assert ("Mend" in problems_of(school).splitlines()[-1]) == (kind is not Kind.FILE)


def test_a_rule_of_the_kit_that_a_row_of_the_kit_breaks_leaves_that_row_out(school):
    # The answer of which a caution of the kit reminds is gone; the caution is the kit's and stays.
    write(school, "answers", [row for row in kit_rows("answers") if row["answer"] != "sciatica"])
    tables = load_tables(school)
    assert "sciatica" not in set(tables.rules["answer"]) and tables.cautions["flag"].equals(KIT.cautions["flag"])


def test_frames_have_the_types_that_the_dictionary_names():
    types = {"string": "str", "integer": "Int64", "number": "Float64"}
    for table, resource in dictionary().items():
        frame = getattr(KIT, table)
        wanted = {field["name"]: types[field["type"]] for field in resource["schema"]["fields"]}
        assert frame.dtypes.astype(str).to_dict() == wanted
        assert not frame.select_dtypes("str").isna().any(axis=None)
    assert KIT.claims["value"].isna().any() and pd.notna(KIT.claims["value"]).any()
