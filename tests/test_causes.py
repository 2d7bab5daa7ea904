"""One cause is said once, new ids before misspelt ones, few remarks on look-alikes, and all of it in time."""

import contextlib
import csv
import random
import string
import time
import tracemalloc

import pytest
from damage import copy_kit

from modality_lab import TableError, check_tables, load_tables
from modality_lab.check.look_alikes import MOST_COMPARED, look_alikes
from modality_lab.check.oddities import MOST_LOOK_ALIKES
from modality_lab.check.report import check_files
from modality_lab.tables.dictionary import KIT_FOLDER, columns_of, dictionary, foreign_keys
from modality_lab.tables.problem import Problem, number_of_problems, said_once
from modality_lab.tables.switchboard import MAX_SETTINGS
from modality_lab.words import KitError, did_you_mean

SLOWEST = 2.0  # seconds of computing


def kit_rows(table):
    with (KIT_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, table, rows):
    columns = [field["name"] for field in dictionary()[table]["schema"]["fields"]]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def problems_of(folder):
    with pytest.raises(TableError) as caught:
        load_tables(folder)
    return caught.value.problems


# An id that stands nowhere: how to add it, then what it may be


UNKNOWN = {
    "a new source": (
        "benefits", {"source_id": "our_own_book"},
        'found "our_own_book". To use a new one, add its row in sources.csv first. '
        'The ids stand in column "source_id" of sources.csv.',
    ),
    "a misspelt source": (
        "benefits", {"source_id": "articel"},
        'found "articel". To use a new one, add its row in sources.csv first. Did you mean "article"? '
        'The ids stand in column "source_id" of sources.csv.',
    ),
    "a modality, of which there are few": (
        "benefits", {"modality": "ntm"},
        'found "ntm". To use a new one, add its row in modalities.csv first. Did you mean "nmt"? '
        "Allowed now: nmt or dtm.",
    ),
    "a new answer": (
        "rules", {"question": "goals", "answer": "sleep_better"},
        'found "sleep_better". To use a new one for "goals", add its row in answers.csv first. '
        'The ids stand in column "answer" of answers.csv.',
    ),
    "an answer of another question": (
        "rules", {"question": "goals", "answer": "sciatica"},
        'found "sciatica". It belongs to "conditions". To use a new one for "goals", add its row in answers.csv first. '
        'The ids stand in column "answer" of answers.csv.',
    ),
    "an answer of a question that takes its answers from the regions": (
        "rules", {"question": "pain_areas", "answer": "elbow_tip"},
        'found "elbow_tip". To use a new one for "pain_areas", add its row in regions.csv first. '
        'The ids stand in column "region" of regions.csv.',
    ),
    "a region": (
        "trigger_points", {"region": "low_bak"},
        'found "low_bak". To use a new one, add its row in regions.csv first. Did you mean "low_back"? '
        'The ids stand in column "region" of regions.csv.',
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNKNOWN)
def test_how_a_new_id_is_added_comes_first(tmp_path, what):
    table, wrong, sentence = UNKNOWN[what]
    rows = kit_rows(table)
    write(tmp_path, table, [*rows[1:], rows[0] | wrong])
    [problem] = problems_of(tmp_path)
    assert (problem.text, problem.line) == (sentence, len(rows) + 1)


def test_a_misspelt_table_of_answers_is_said_of_its_own_cell_only(tmp_path):
    rows = kit_rows("questions")
    for row in rows:
        wrong = [each if each is not row else each | {"answers_from": "x"} for each in rows]
        write(tmp_path, "questions", wrong)
        [problem] = problems_of(tmp_path)
        assert (problem.line, problem.column) == (rows.index(row) + 2, "answers_from")


# One cause in many cells


@pytest.mark.parametrize("number, rows", [
    (1, ""), (2, " The same goes for row 3."), (4, " The same goes for rows 3, 4 and 5."),
    (5, " The same goes for rows 3, 4, 5 and 1 more."), (40, " The same goes for rows 3, 4, 5 and 36 more."),
])  # fmt: skip
def test_a_cause_is_said_once_with_its_rows(tmp_path, number, rows):
    row = kit_rows("glossary")[0]
    write(tmp_path, "glossary", [row | {"term": f"t{n}", "source_id": "articel"} for n in range(number)])
    [problem] = problems_of(tmp_path)
    assert problem.text.endswith(f"of sources.csv.{rows}") and number_of_problems([problem]) == number
    text = repr(check_tables(tmp_path))
    assert text.startswith(f"{number} problem") and "more in this file" not in text


def test_a_source_misspelt_in_every_table_is_said_once_in_each_file(tmp_path):
    tables = {}
    for table in dictionary():
        columns = [columns_of(key)[0] for key in foreign_keys(table) if key["reference"]["resource"] == "sources"]
        if "source_id" in columns:
            tables[table] = [row | {"source_id": "articel"} for row in kit_rows(table)]
            write(tmp_path, table, tables[table])
    problems = problems_of(tmp_path)
    assert len(tables) > 25 and [each.file for each in problems] == sorted(f"{table}.csv" for table in tables)
    assert number_of_problems(problems) == sum(map(len, tables.values()))


def test_a_modality_that_is_deleted_and_still_used_is_said_once_in_each_file(tmp_path):
    used = ["sessions", "focus", "benefits", "techniques", "conditions", "rules"]
    copy_kit(tmp_path, *(f"{table}.csv" for table in used))
    write(tmp_path, "modalities", kit_rows("modalities")[1:])
    problems = problems_of(tmp_path)
    assert [(each.file, each.column) for each in problems] == sorted((f"{table}.csv", "modality") for table in used)
    gone = kit_rows("modalities")[0]["modality"]
    number = sum(row["modality"] == gone for table in used for row in kit_rows(table))
    assert number_of_problems(problems) == number > len(used)


def test_what_a_rule_of_the_kit_says_of_many_rows_is_said_once(tmp_path):
    write(tmp_path, "evidence", [row | {"unit": ""} for row in kit_rows("evidence")])
    without_unit = [each for each in problems_of(tmp_path) if "Say what it counts" in each.text]
    assert len(without_unit) == 1 and number_of_problems(without_unit) > 30


def test_a_shape_that_many_rows_have_is_said_once(tmp_path):
    copy_kit(tmp_path, "glossary.csv")
    path = tmp_path / "glossary.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(f"{row},x,y" for row in rows)]), encoding="utf-8")
    said = {each.text.partition(" The same")[0] for each in problems_of(tmp_path)}
    assert len(problems_of(tmp_path)) == len(said) <= 2


def test_problems_of_other_columns_or_files_are_other_causes():
    places = [("a.csv", 2, "x"), ("a.csv", 3, "y"), ("b.csv", 2, "x"), ("a.csv", 4, "x")]
    said = said_once(Problem.in_cell(*place, "the cell is empty.") for place in places)
    assert [(each.file, each.column, each.also) for each in said] == [
        ("a.csv", "x", (4,)), ("a.csv", "y", ()), ("b.csv", "x", ()),
    ]  # fmt: skip


# Ids that look alike


@pytest.mark.parametrize("ids", [
    [f"technique_{n}" for n in range(1, 31)],
    [f"step{n}_of_the_work" for n in range(1, 31)],
    ["release_of_the_left_trapezius", "release_of_the_right_trapezius"],
    ["upper_trapezius_stretching", "lower_trapezius_stretching"],
    ["shoulder_abduction", "shoulder_adduction"],
    ["hypertension", "hypotension"],
    ["phase_i_stretching", "phase_ii_stretching", "phase_iii_stretching"],
    ["work_on_the_shoulder", "work_on_the_shin"],
    ["stretching_of_the_hamstrings", "stretching_of_the_left_hamstrings"],
    ["chronic_pain", "chronic_headaches"],
])  # fmt: skip
def test_series_and_siblings_are_no_look_alikes(ids):
    assert look_alikes(ids).groups == []


@pytest.mark.parametrize("one, other", [
    ("posture", "postures"), ("posture", "posturse"), ("stress_reduction", "stress_relief"),
    ("trigger_point", "triggerpoint"), ("release_of_the_left_trapezius", "release_of_the_left_trapezuis"),
])  # fmt: skip
def test_a_slip_of_the_pen_is_a_look_alike(one, other):
    assert look_alikes([one, "flexibility", other]).groups == [[one, other]]


def test_look_alikes_of_one_id_are_one_remark(tmp_path):
    row = kit_rows("benefits")[0]
    ids = ["posture", "postures", "postur", "possture", "postture", "postuure"]
    write(tmp_path, "benefits", [row | {"benefit": each, "description": each} for each in ids])
    [remark] = [each for each in check_tables(tmp_path).odd if each.file == "benefits.csv"]
    assert remark.text == (
        'found "postures", and "posture" in row 2, "postur" in row 4, "possture" in row 5 and 2 more like them. '
        "Those that mean the same need the same id in all their rows: only then is it shared."
    )


def test_of_many_look_alikes_a_handful_is_named_and_the_rest_counted(tmp_path):
    row = kit_rows("benefits")[0]
    words = ["".join(random.Random(n).sample(string.ascii_lowercase, 12)) for n in range(30)]
    ids = [form for word in words for form in (word, f"{word}s")]
    write(tmp_path, "benefits", [row | {"benefit": each, "description": each} for each in ids])
    report = check_tables(tmp_path)
    remarks = [each for each in report.odd if "only then is it shared" in each.text]
    assert len(remarks) == MOST_LOOK_ALIKES and number_of_problems(remarks) == 30
    assert "30 things are allowed but odd" in report.sentence and "And 25 more in this file." in repr(report)


def test_it_is_said_how_many_ids_are_not_compared(tmp_path):
    row = kit_rows("benefits")[0]
    letters = string.ascii_lowercase
    ids = [f"{a}{b}{c}" * 3 for a in letters for b in letters for c in letters[:2]]
    write(tmp_path, "benefits", [row | {"benefit": each, "description": each} for each in ids])
    said = [each.text for each in check_tables(tmp_path).odd]
    left_out = len(ids) - MOST_COMPARED
    assert any(text.startswith(f"{left_out} of the 1,352 ids were not compared with the others") for text in said)


def test_other_remarks_that_repeat_are_counted_too(tmp_path):
    write(tmp_path, "glossary", [kit_rows("glossary")[0] | {"term": f"t{n}"} for n in range(50)])
    [remark] = check_tables(tmp_path).odd
    assert remark.text.endswith("Is it there twice? The same goes for rows 4, 5, 6 and 45 more.")


def test_the_nearest_word_is_the_same_in_every_run():
    words = [f"word_{first}{second}" for first in string.ascii_lowercase for second in string.ascii_lowercase]
    assert did_you_mean("word_aq", words) == ' Did you mean "word_aq"?'
    assert did_you_mean("wordaq", words) == did_you_mean("wordaq", words) != ""


# Time and memory

LETTERS = "".join(random.Random(1).choice(string.ascii_lowercase) for _ in range(70))


def nearly_equal_ids(folder):
    row, ends = kit_rows("benefits")[0], [f"{a}x{b}" for a in string.ascii_lowercase for b in string.ascii_lowercase]
    write(folder, "benefits", [row | {"benefit": f"{LETTERS}{end}xyzxyz"} for end in ends[:300]])


def regions_times_questions(folder, number=2_000):
    region, questions = kit_rows("regions")[0], kit_rows("questions")
    asking = next(row for row in questions if row["answers_from"] == "regions")
    safety = [row for row in questions if row["answers_from"] == "cautions"]
    write(folder, "regions", [region | {"region": f"r{n}", "name": f"R {n}"} for n in range(number)])
    write(folder, "questions", safety + [asking | {"question": f"q{n}", "label": f"Q {n}"} for n in range(number)])


def misspelt_sources_among_look_alikes(folder):
    source = kit_rows("sources")[0]
    write(folder, "sources", [source | {"source_id": f"{LETTERS[:55]}_source_{n}"} for n in range(3_000)])
    for table in dictionary():
        keys = [columns_of(key)[0] for key in foreign_keys(table) if key["reference"]["resource"] == "sources"]
        if keys and table != "sources":
            rows = enumerate((kit_rows(table) * 10)[:60])
            write(folder, table, [row | dict.fromkeys(keys, f"{LETTERS[:55]}_sorce_{n}") for n, row in rows])


def settings_that_are_all_wrong(folder):
    regions_times_questions(folder)
    rows = [f"word,regions.q{n},Word {n}," for n in range(MAX_SETTINGS)]
    (folder / "switchboard.csv").write_text("\n".join(["setting,id,value,note", *rows]))


def settings_of_many_words(folder):
    regions_times_questions(folder)
    rows = [f"word,regions.r{n},Word {n}," for n in range(MAX_SETTINGS)]
    (folder / "switchboard.csv").write_text("\n".join(["setting,id,value,note", *rows]))


def cautions_that_remind_of_nothing(folder):
    caution = kit_rows("cautions")[0]
    names = [f"{LETTERS[:50]}{n}" for n in range(20_000)]
    write(folder, "cautions", [caution | {"flag": name, "label": name, "answer": f"x{name}"} for name in names])


def rows_that_all_say_the_same(folder):
    write(folder, "glossary", [kit_rows("glossary")[0] | {"term": f"t{n}"} for n in range(60_000)])


def formulas_everywhere(folder):
    row = kit_rows("glossary")[0]
    write(folder, "glossary", [row | {"term": f"=1+{n}", "meaning": f"=2+{n}"} for n in range(50_000)])


def rules_with_new_answers(folder):
    rule = kit_rows("rules")[0]
    write(folder, "rules", [rule | {"answer": f"{rule['answer']}x{n}"} for n in range(50_000)])


def groups_of_both_tables(folder, number=20_000):
    caution, question = kit_rows("cautions")[0], kit_rows("safety_questions")[0]
    flags = [{"flag": f"f{n}", "label": f"l {n}", "group": f"Headache or pain of kind {n}"} for n in range(number)]
    write(folder, "cautions", [caution | flag for flag in flags])
    write(folder, "safety_questions", [question | {"group": f"Headache and pain {n}"} for n in range(number)])


def unique_cells(folder):
    row = kit_rows("glossary")[0]
    write(folder, "glossary", [row | {"term": f"t {n}", "meaning": f"What is it? {n}"} for n in range(99_000)])


def many_columns(folder):
    head, *rows = (KIT_FOLDER / "sessions.csv").read_text(encoding="utf-8").splitlines()
    named = head + "".join(f",column_{n}" for n in range(16_000))
    (folder / "sessions.csv").write_text("\n".join([named, *(row + ",y" * 16_000 for row in rows)]))


def hard_spaces(folder):
    text = (KIT_FOLDER / "sessions.csv").read_text(encoding="utf-8")
    (folder / "sessions.csv").write_text(text + "\u00a0,\u00a0,\n" * 700_000 + "the end,\n", encoding="utf-8")


def words_in_western_letters(folder):
    letters = "".join(random.Random(1).choices("abcdeéèüßñøàçö", k=4_000_000))
    lines = [f"{letters[n : n + 8]},{letters[n + 8 : n + 80]},article,x" for n in range(0, 4_000_000, 80)]
    (folder / "glossary.csv").write_bytes("\n".join(["term,meaning,source_id,source_section", *lines]).encode("cp1252"))


def a_line_without_end(folder):
    text = (KIT_FOLDER / "sessions.csv").read_text(encoding="utf-8")
    (folder / "sessions.csv").write_text(text + "é" * 9_000_000, encoding="utf-8")


NASTY = [
    groups_of_both_tables, unique_cells, many_columns, hard_spaces, words_in_western_letters, a_line_without_end,
    nearly_equal_ids, regions_times_questions, misspelt_sources_among_look_alikes, settings_that_are_all_wrong,
    settings_of_many_words, cautions_that_remind_of_nothing, rows_that_all_say_the_same, formulas_everywhere,
    rules_with_new_answers,
]  # fmt: skip


@pytest.mark.timed
@pytest.mark.parametrize("make", NASTY)
def test_every_check_ends_in_time(tmp_path, damage_counts, make):
    make(tmp_path)
    start = time.process_time()
    report = check_tables(tmp_path)
    repr(report), report._repr_html_()
    assert time.process_time() - start < SLOWEST
    damage_counts["folders made to be slow: checked in time"] += 1


LOADED_AND_UPLOADED = [regions_times_questions, unique_cells, a_line_without_end]


@pytest.mark.timed
@pytest.mark.parametrize("make", LOADED_AND_UPLOADED)
def test_a_folder_is_loaded_or_refused_in_time(tmp_path, make):
    make(tmp_path)
    start = time.process_time()
    with contextlib.suppress(TableError):
        load_tables(tmp_path)
    assert time.process_time() - start < SLOWEST


@pytest.mark.timed
@pytest.mark.parametrize("make", LOADED_AND_UPLOADED)
def test_what_is_uploaded_is_checked_or_refused_in_time(tmp_path, make):
    make(tmp_path)
    files = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    start = time.process_time()
    with contextlib.suppress(KitError):
        check_files(files)
    assert time.process_time() - start < SLOWEST


@pytest.mark.timed
@pytest.mark.parametrize("make, most", [
    (regions_times_questions, 60), (misspelt_sources_among_look_alikes, 60), (many_columns, 60),
    (a_line_without_end, 150),
])  # fmt: skip
def test_no_check_takes_more_memory_than_its_tables(tmp_path, make, most):
    make(tmp_path)
    tracemalloc.start()
    try:
        check_tables(tmp_path)
        _, in_all = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert in_all < most * 1_000_000


def test_groups_that_are_too_many_to_compare_are_said_to_be_so(tmp_path):
    groups_of_both_tables(tmp_path, number=200)
    said = [each.text for each in check_tables(tmp_path).odd if each.file == "cautions.csv"]
    assert any(text.startswith("the table has 200 groups, too many to compare each") for text in said)


def test_rows_of_hard_spaces_are_empty(tmp_path):
    text = (KIT_FOLDER / "sessions.csv").read_text(encoding="utf-8")
    (tmp_path / "sessions.csv").write_text(text + "\u00a0,\u00a0,\n\u3000,\n", encoding="utf-8")
    assert load_tables(tmp_path).sessions.equals(load_tables(KIT_FOLDER).sessions)


def test_of_settings_that_are_all_wrong_the_first_are_said_and_that_no_more_are_looked_at(tmp_path):
    rows = [f"hide_modality,x{n},," for n in range(50)]
    (tmp_path / "switchboard.csv").write_text("\n".join(["setting,id,value,note", *rows]))
    *settings, last = sorted(problems_of(tmp_path), key=lambda problem: problem.line == 0)
    assert len(settings) == 20 and last.text.startswith("so many settings are wrong that not all were looked at.")
    (tmp_path / "switchboard.csv").write_text("\n".join(["setting,id,value,note", *rows[:20]]))
    assert len(problems_of(tmp_path)) == 20


def test_a_switchboard_has_a_limit(tmp_path):
    rows = [f"hide_modality,x{n},," for n in range(MAX_SETTINGS + 1)]
    (tmp_path / "switchboard.csv").write_text("\n".join(["setting,id,value,note", *rows]))
    [problem] = problems_of(tmp_path)
    assert problem.text == "the file has 1,001 settings. Allowed: 1,000. Keep what the class needs."
