"""Lesson 13: what can be chosen of a table, the picture and sentence that follow, and the code that does the same."""

import ast
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from modality_lab import TableExplorer, load_tables
from modality_lab.explore import PICTURES, Choice, Columns, Numbers, ReadableTables, Words, picture, read_own_files
from modality_lab.explore.readable import NOT_STATED
from modality_lab.forms.asked_of_table import AskedOfTable
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary

TABLES = ReadableTables(load_tables(KIT_FOLDER))
CLIENTS = pd.DataFrame(
    {
        "Name": ["Ann", "Ben", "Cleo", "Dan"],
        "Pain": ["neck", "hip", "neck", "neck"],
        "Visits": [3, 5, 2, 9],
        "Hours": [1.5, 2.0, float("nan"), 0.5],
        "Likes": [["tea", "rain"], ["tea"], [NOT_STATED], ["rain"]],
    }
)


def run(lines, tables=TABLES, draw=None):
    """Run the lines as they are pasted into a cell, and return the table that they show."""
    names = {"explorer": SimpleNamespace(tables=tables), "pd": pd, "plt": draw or plt}
    *before, last = ast.parse("\n".join(lines)).body
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def give(explorer, *files):
    explorer.take_files({"names": [name for name, _ in files]}, [content for _, content in files])


def without_picture(lines):
    return [line for line in lines if not (".plot" in line or line.startswith("plt."))]


# Every combination


def kind_of(columns, name):
    if name in columns.lists:
        return "list"
    return str(columns.frame[name].dtype) if columns.is_number(name) else "words"


def one_of_each_kind(columns, names):
    """Return a column of each kind that there is."""
    return {kind_of(columns, name): name for name in reversed(names)}.values()


def filters_of(columns, offered):
    """Yield no filter, and one by a column of each kind."""
    yield {}
    for name in one_of_each_kind(columns, offered):
        if columns.is_number(name):
            yield {"first_filter": name, "first_low": float(columns.frame[name].median())}
        else:
            values = columns.values(name)
            yield {"first_filter": name, "first_values": values[:2] if len(values) <= 12 else values[0]}


def offered(asked, question):
    found = [each for each in asked.questions if each["question"] == question]
    return [answer["answer"] for each in found for answer in each["answers"]]


def combinations(name, columns):
    """Yield what the card offers of a table: each picture, in each part of it a column of each kind, each filter."""
    for chosen in offered(AskedOfTable(name, columns, {}), "picture"):
        base = AskedOfTable(name, columns, {"picture": chosen})
        yield {"picture": chosen}
        for part in ("group", "across", "number", "other"):
            for column in one_of_each_kind(columns, offered(base, part)):
                yield {"picture": chosen, part: column}
        for each in filters_of(columns, offered(base, "first_filter")):
            yield {"picture": chosen, **each}


def kinds_of(columns, choice):
    """Return what sort of choice it is: two of the same sort are told apart by their words alone."""
    parts = (choice.group, choice.across, choice.number, choice.other)
    filters = [(type(each).__name__, kind_of(columns, each.column)) for each in choice.filters]
    return choice.picture, *(kind_of(columns, part) if part else "" for part in parts), *filters


def test_the_code_gives_the_table_of_the_card_for_every_sort_of_choice_that_it_offers():
    seen = set()
    for name in TABLES:
        columns = Columns(TABLES[name])
        for answers in combinations(name, columns):
            choice = AskedOfTable(name, columns, answers).choice
            sort = kinds_of(columns, choice)
            # Each picture of each table, and of all else each sort once.
            if sort in seen and len(answers) > 1:
                continue
            seen.add(sort)
            rows = choice.rows(TABLES[name])
            lines = choice.code(rows)
            assert len(lines) <= 5, lines
            pd.testing.assert_frame_equal(
                pd.DataFrame(run(without_picture(lines))), choice.result(rows), obj=str(lines)
            )
    assert len(seen) > 60 and {sort[0] for sort in seen} == PICTURES.keys()


@pytest.mark.parametrize("group", ["Pain", "Visits", "Likes"])
@pytest.mark.parametrize("chosen", PICTURES)
def test_the_line_of_the_picture_runs_and_draws(chosen, group):
    tables = ReadableTables(load_tables(KIT_FOLDER))
    tables.add("clients.csv", CLIENTS)
    answers = {"picture": chosen, "group": group, "first_filter": "Visits", "first_low": 2, "first_high": 5}
    choice = AskedOfTable("clients.csv", Columns(CLIENTS), answers).choice
    rows = choice.rows(CLIENTS)
    plt.close("all")
    pd.testing.assert_frame_equal(pd.DataFrame(run(choice.code(rows), tables)), choice.result(rows))
    assert bool(plt.get_fignums()) == (chosen != "rows")
    plt.close("all")


def test_a_word_with_marks_of_code_in_it_stays_a_word():
    tables = ReadableTables(load_tables(KIT_FOLDER))
    odd = pd.DataFrame({'a"]; x = {1': ['the "deep"\\ one', "b'ü\u2028\n"] * 2, "b": [1, 2, 3, 4]})
    tables.add('o"dd.csv', odd)
    answers = {"picture": "counts", "first_filter": 'a"]; x = {1', "first_values": ['the "deep"\\ one']}
    choice = AskedOfTable('o"dd.csv', Columns(odd), answers).choice
    assert run(without_picture(choice.code(choice.rows(odd))), tables)["Rows"].to_list() == [2]


def test_two_filters_hold_together_in_one_line():
    choice = Choice("clients.csv", columns=("Name",), filters=(Words("Pain", ("neck",)), Numbers("Visits", high=3)))
    assert choice.rows(CLIENTS)["Name"].to_list() == ["Ann", "Cleo"]
    assert choice.code()[1] == 'table = table[(table["Pain"].isin(["neck"])) & (table["Visits"] <= 3)]'


# What the tables look like


@pytest.mark.parametrize("name", list(dictionary()))
def test_a_table_has_all_rows_and_columns_in_plain_words_and_numbers_stay_numbers(name):
    fields = dictionary()[name]["schema"]["fields"]
    frame, raw = TABLES[name], getattr(load_tables(KIT_FOLDER), name)
    assert frame.shape == raw.shape
    assert frame.columns.is_unique
    for heading, field in zip(frame, fields, strict=True):
        if field["type"] == "string":
            assert not frame[heading].isin([""]).any()
        else:
            assert frame[heading].dropna().to_list() == raw[field["name"]].dropna().to_list()


def test_ids_are_the_names_that_they_have_elsewhere():
    assert TABLES["techniques"]["Modality"].unique().tolist() == ["Neuromuscular therapy", "Deep tissue massage"]
    assert "trigger point work" in set(TABLES["techniques"]["Kind of work"])


def test_a_list_is_split_and_each_thing_in_it_counted():
    topics = load_tables(KIT_FOLDER).cases["topics"].str.split().explode()
    answers = {"table": "cases", "picture": "counts", "group": "Topics"}
    explorer = TableExplorer(answers=answers)
    assert explorer.sentence.startswith(f"Client cases: {len(topics)} rows, one for each thing named under Topics.")
    assert int(explorer.chart.table["Rows"].astype(int).sum()) == len(topics)


# The sentences


@pytest.mark.parametrize(
    "choice, said",
    [
        (Choice("c", "counts", group="Pain"), "By Pain: most in neck (3), and fewest in hip (1)."),
        (Choice("c", "bars", group="Pain", number="Visits"), "highest 5 for hip, and lowest 4.67 for neck."),
        (Choice("c", "dots", group="Pain", number="Visits"), "the widest range has neck, from 2 to 9."),
        (Choice("c", "heat", group="Pain", across="Likes", lists=("Likes",)), "most often neck with rain (2)"),
        (Choice("c", "strip", number="Hours"), "from 0.5 to 2, half of the rows at 1.5 or below."),
        (Choice("c", "strip", number="Hours"), "(1 row without a number left out.)"),
        (
            Choice("c", "against", number="Visits", other="Hours"),
            "of the 1 row above the middle of Visits, 0 are above",
        ),
        (Choice("c", "counts", group="Pain", filters=(Words("Pain", ("hip",)),)), "Clients: 1 of 4 rows (Pain: hip)."),
        (
            Choice("c", "bars", group="Pain", number="Hours", filters=(Numbers("Visits", 99),)),
            "No row is left: take back",
        ),
    ],
)
def test_the_sentence_says_what_the_picture_shows(choice, said):
    chart = picture(choice, "clients", CLIENTS)
    assert said in chart.description
    assert chart.png


@pytest.mark.parametrize("chosen", PICTURES)
def test_columns_and_groups_may_be_called_as_pandas_calls_its_own(chosen):
    odd = pd.DataFrame(
        {"Rows": ["min", "Rows", "min"], "min": ["Rows", "max", "max"], "count": [1, 2, 5], "size": [3, 1, 2]}
    )
    for group in ("Rows", "min"):
        choice = AskedOfTable("odd", Columns(odd), {"picture": chosen, "group": group}).choice
        assert (
            len(picture(choice, "odd", odd).table) and "made a mistake" not in picture(choice, "odd", odd).description
        )


@pytest.mark.parametrize("name", ["sessions", "techniques", "pressure_scale"])
def test_a_table_without_rows_says_so(name):
    tables = load_tables(KIT_FOLDER)
    empty = tables.replace(**{name: getattr(tables, name).head(0)})
    explorer = TableExplorer(empty, {"table": name})
    assert explorer.sentence.endswith(": 0 rows. Nothing stands in it yet.")
    assert [answer["answer"] for answer in explorer.reply["questions"][1]["answers"]] == ["rows"]


def test_without_a_row_the_code_draws_nothing():
    choice = Choice("c", "bars", group="Pain", number="Hours", filters=(Numbers("Visits", 99),))
    assert without_picture(choice.code(choice.rows(CLIENTS))) == choice.code(choice.rows(CLIENTS))


# What is offered


def test_only_what_a_table_allows_is_offered():
    asked = AskedOfTable("aims", Columns(TABLES["aims"]), {})
    assert offered(asked, "picture") == ["rows", "counts", "heat"]
    asked = AskedOfTable("evidence", Columns(TABLES["evidence"]), {"picture": "heat", "group": "Topic"})
    assert "Topic" in offered(asked, "group") and "Topic" not in offered(asked, "across")
    assert "The finding in our words" not in offered(asked, "group") + offered(asked, "first_filter")


def test_a_group_that_would_leave_no_number_is_not_offered():
    asked = AskedOfTable("layers", Columns(TABLES["layers"]), {"picture": "bars"})
    assert offered(asked, "number") == ["Height in the drawing"]
    assert "Height in the drawing" not in offered(asked, "group")


def test_more_groups_than_can_be_read_are_counted_and_not_all_drawn():
    many = pd.DataFrame({"Muscle": [f"muscle {n % 60:02}" for n in range(180)], "Number": range(180)})
    for chosen in ("counts", "bars", "strip"):
        chart = picture(Choice("m", chosen, group="Muscle", number="" if chosen == "counts" else "Number"), "m", many)
        assert "The picture shows the first 30 groups, and the table all." in chart.description
        assert len(chart.figure.axes[0].get_yticks()) == 30 and len(chart.table) >= 60


def test_a_picture_that_the_next_table_does_not_allow_is_taken_back_with_a_sentence():
    explorer = TableExplorer(answers={"table": "evidence", "picture": "bars"})
    explorer.answers = {**explorer.answers, "table": "aims"}
    assert (
        explorer.sentence
        == "This table has no column of numbers, so there is no such picture of it: bars. Aims: 12 rows."
    )
    assert explorer.answers["picture"] == "rows"


@pytest.mark.parametrize(
    "answers, said",
    [
        ({"table": "techniqes"}, 'There is no table "techniqes". Did you mean "techniques"?'),
        ({"picture": "pie"}, 'There is no picture "pie". Allowed: rows, counts,'),
        (
            {"table": "evidence", "first_filter": "People counted", "first_low": "many"},
            'Found "many", which is no number.',
        ),
    ],
)
def test_what_cannot_be_is_said_and_the_card_stays(answers, said):
    explorer = TableExplorer(answers=answers)
    assert said in explorer.sentence
    assert explorer.reply["questions"] and not explorer.lines
    explorer.answers = {}
    assert explorer.sentence == "Techniques: 8 rows."


def test_a_long_table_says_how_many_rows_are_not_sent():
    explorer = TableExplorer(answers={"table": "survey_statements"})
    count = len(TABLES["survey_statements"])
    assert f"Here are the first 200 of {count:,} rows." in explorer.reply["result"]
    assert explorer.reply["result"].count("<tr>") < 210


def test_words_of_a_table_are_no_html():
    tables = ReadableTables(load_tables(KIT_FOLDER))
    tables.add("x.csv", pd.DataFrame({"<b>a</b>": ["<img src=x onerror=y>", "z"], "n": [1, 2]}))
    for chosen in ("rows", "counts"):
        shown = TableExplorer(tables, {"table": "x.csv", "picture": chosen}).plain_html()
        assert "<img src=x" not in shown and "<b>a</b>" not in shown


# A file of one's own


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("page.csv", b"<!doctype html><html>", "page.csv: this is a web page, not a table"),
        ("empty.csv", b"", "empty.csv: the file is empty."),
        ("one.csv", b"a,b\n1,2\n", "one.csv: there is nothing to compare"),
        ("twice.csv", b"a,a\n1,2\n3,4\n", 'twice.csv: two columns are called "a".'),
        ("bare.csv", b"1,2\n3,4\n5,6\n", "bare.csv: the first row holds numbers."),
        ("unnamed.csv", b"a,,c\n1,2,3\n4,5,6\n", "unnamed.csv: column 2 has no name."),
        ("wide.csv", b"a,b\n1,2\n3,4,5\n", "wide.csv: row 3 has 3 cells, and there are 2 columns."),
        ("book.xlsx", b"PK\x03\x04rest", "book.xlsx: It is a spreadsheet workbook, not CSV."),
        (
            "mixed.csv",
            b"who,age\nA,30\nB,old\nC,41\n",
            'column age is read as words, not as numbers, because of row 3 "old"',
        ),
        ("error.csv", b"who,age\nA,30\nB,#REF!\nC,41\n", "error.csv: row 3, column age: found"),
        ("sessions.csv", b"modality,min_minutes\nnmt,x\nnmt,y\n", "sessions.csv: no row of the file holds the names"),
    ],
)
def test_a_file_is_checked_on_the_way_in(name, content, said):
    explorer = TableExplorer()
    give(explorer, *[(name, content)])
    assert any(said in remark for remark in read_own_files([(name, content)]).remarks)
    assert "To mend, or to know:" in explorer.reply["result"]
    assert explorer.lines


def test_a_file_of_ones_own_is_explored_and_its_code_runs():
    explorer = TableExplorer()
    give(
        explorer, *[("my clients.csv", "Name;Hours;Likes\nAnn;1,5;tea; \nBjörn;2;tea\n".replace("; \n", "\n").encode())]
    )
    assert explorer.sentence == "Your file my clients.csv: 2 rows."
    explorer.answers = {"table": "my clients.csv", "picture": "strip"}
    assert run(without_picture(explorer.lines), explorer.tables)["Hours"].to_list() == [1.5, 2.0]
    again = TableExplorer(explorer.tables, {"table": "my clients.csv"})
    assert again.sentence == explorer.sentence.partition(" Hours")[0]


def test_a_file_called_like_a_table_of_the_kit_gets_its_words():
    content = (KIT_FOLDER / "sessions.csv").read_bytes().replace(b",30,60,", b",35,60,")
    explorer = TableExplorer()
    give(explorer, *[("sessions.csv", content)])
    assert explorer.tables["sessions.csv"]["Shortest usual session (minutes)"].to_list() == [35, 60]
    assert explorer.tables["sessions.csv"]["Modality"][0] == "Neuromuscular therapy"


def test_files_that_did_not_arrive_whole_are_asked_for_again():
    explorer = TableExplorer()
    for content, buffers in [({"names": ["a.csv"]}, []), ({"names": [1]}, [b""]), ("x", []), ({"names": []}, [])]:
        explorer.take_files(content, buffers)
        assert explorer.sentence.endswith(("Choose them again.", "Choose a CSV file."))


# Where no kernel is


def test_a_stored_example_shows_sentence_picture_table_and_code():
    page = TableExplorer(answers={"picture": "counts"})._repr_mimebundle_()
    shown = (page[0] if isinstance(page, tuple) else page)["text/html"]
    for part in (
        "stored example",
        "Techniques: 8 rows. By Modality",
        '<img src="data:image/png',
        ">5</td>",
        "value_counts()",
    ):
        assert part in shown
