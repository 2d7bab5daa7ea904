"""Thousands of damaged tables, answers and uploads: each gets the kit's own error or a right result, in time.

The numbers are printed at the end of the run. Everything is seeded: a failure names its number and comes again.
"""

import csv
import hashlib
import io
import math
import os
import random
import shutil
import time
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
import strategies
from damage import copy_kit
from hypothesis import given, settings
from hypothesis import strategies as st

from modality_lab import (
    AnswerError,
    CaseForm,
    CheckForm,
    EvidenceExplorer,
    QuizForm,
    Recommendation,
    RecommendationForm,
    SurveyExplorer,
    TableError,
    WeightsForm,
    body_map,
    charts,
    check_tables,
    evidence,
    load_tables,
    recommend,
    show_table,
    survey,
)
from modality_lab.check.report import check_files
from modality_lab.forms.handout_form import SHEETS, make_sheet
from modality_lab.recommender.result_page import result_page
from modality_lab.tables import loading
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.writing import csv_text, runs_as_formula
from modality_lab.words import KitError

SLOWEST = 2.0  # seconds of computing for one damaged table, answer or upload
FILES = [resource["path"] for resource in dictionary().values()]

SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror="alert(1)">',
    "' onmouseover='alert(1)",
    "</style></title><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<iframe srcdoc='<script>1</script>'>",
]
FORMULAS = ['=HYPERLINK("http://example.org","x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0"]
CELLS = [
    *SCRIPTS, *FORMULAS, "", " ", "nan", "None", "-1", "1e9", "0x10", "99999999999999999999", "1,5", "½", "٣", "²",
    "inf", "True", "n\u200bmt", "n\u202emt", "\u2066nmt\u2069", "\ufeff", "\u200f", "\x1b[31mred", "\x07", "nmt\nnmt",
    '"', '""', ",", ";", "$x_{$", "%s{0}{x}", "NMT", "nmt ", "Neuromuscular", "ﬃ", "💆🏽‍♀️", "e\u0301", "../../etc",
    "x" * 9_000, "a_" * 500 + "a", "__class__", "{'a': 1}",
]  # fmt: skip


# The one drawing that the kit itself puts into a page: a bar of the survey.
BAR = [("aria-hidden", "true"), ("width", "104"), ("height", "14"), ("viewbox", "-2 0 104 14")]


class Live(HTMLParser):
    """Collects what a page would run: scripts, frames, handlers of events and addresses that are scripts."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "object", "embed", "svg", "base", "form", "link") and (tag, attributes) != (
            "svg",
            BAR,
        ):
            self.found.append(tag)
        self.found += [
            name for name, value in attributes if name.startswith("on") or "javascript:" in (value or "").lower()
        ]


def test_the_search_for_live_parts_can_go_red():
    assert [bool(Live(f"<p>{script}</p>").found) for script in SCRIPTS] == [True, True, False, True, True, True]
    assert Live(f"<p title='{SCRIPTS[2]}'>x</p>").found == ["onmouseover"]
    assert Live("<svg aria-hidden='true' onload='alert(1)'></svg>").found == ["svg", "onload"]
    assert not Live("<p>&lt;script&gt;</p><img src='data:image/png;base64,x' alt='onload='>").found


@pytest.fixture
def in_time(damage_counts):
    """Run something on damaged input, count it, and see that it takes no longer than it may."""

    def run(kind, function, *given):
        start = time.process_time()
        result, said = None, None
        try:
            result = function(*given)
        except KitError as error:
            said = error
        assert time.process_time() - start < SLOWEST, kind
        if said is None:
            damage_counts[f"{kind}: a right result"] += 1
            return result
        assert str(said).strip() and "Traceback" not in str(said)
        damage_counts[f"{kind}: a sentence of the kit"] += 1
        return said

    return run


# Damaged tables


def rows_of(raw):
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def written(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def damage_cells(raw, chance):
    rows = rows_of(raw)
    for _ in range(chance.choice([1, 1, 1, 3, 20])):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(
                [chance.choice(CELLS), chance.choice(chance.choice(rows) or [""])]
            )
    return written(rows)


def damage_rows(raw, chance):
    rows = rows_of(raw)
    at = chance.randrange(len(rows))
    change = chance.choice(
        ["twice", "gone", "moved", "cell gone", "cell more", "columns moved", "head gone", "many", "empty rows"]
    )
    if change == "twice":
        rows.insert(chance.randrange(len(rows)), list(rows[at]))
    elif change in ("gone", "head gone"):
        del rows[0 if change == "head gone" else at]
    elif change == "moved":
        rows.append(rows.pop(at))
    elif change == "cell gone":
        del rows[at][chance.randrange(len(rows[at])) :]
    elif change == "cell more":
        rows[at].insert(chance.randrange(len(rows[at])), chance.choice(CELLS))
    elif change == "columns moved":
        order = chance.sample(range(len(rows[0])), len(rows[0]))
        rows = [[row[place] for place in order] for row in rows]
    elif change == "many":
        rows += [list(rows[at]) for _ in range(2000)]
    else:
        rows[at:at] = [[]] * 50
    return written(rows)


def damage_bytes(raw, chance):
    raw = bytearray(raw)
    for _ in range(chance.choice([1, 1, 5, 50])):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice([0, 1, 1, 10, 500]))
        raw[start:end] = chance.choice(
            [
                b"",
                b"\0",
                b'"',
                b"\r",
                b"\xff\xfe",
                b"\xef\xbb\xbf",
                b"\xc3",
                b"\xe9",
                b"PK\x03\x04",
                b",,,,",
                b"\n\n",
                bytes(chance.randbytes(4)),
            ]
        )
    return bytes(raw)


def damage_encoding(raw, chance):
    text = raw.decode().replace("massage", chance.choice(["massage", "massagé", "Massage „tief“", "マッサージ"]))
    whole = text.encode(
        chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp500", "shift-jis"]),
        "replace",
    )
    return chance.choice([whole, whole + text.encode("utf-16"), whole[: len(whole) // 2], whole[1:]])


DAMAGES = [damage_cells, damage_cells, damage_rows, damage_bytes, damage_encoding]


SWITCHBOARD = b"""setting,id,value,note
hide_modality,dtm,,not this term
hide_question,visits,,
points,named_elsewhere,2,
word,answers.goals.posture,stand taller,
short_name,nmt,N&M,
"""


def damaged(number, files=FILES):
    """Return the name of a table and a damaged content for it; the same for the same number."""
    chance = random.Random(number)
    file = chance.choice(files)
    raw = SWITCHBOARD if file == "switchboard.csv" else (KIT_FOLDER / file).read_bytes()
    return file, chance.choice(DAMAGES)(raw, chance)


def test_damaged_tables(tmp_path, in_time):
    for number in range(700):
        file, raw = damaged(number)
        folder = tmp_path / "school"
        folder.mkdir()
        (folder / file).write_bytes(raw)
        loaded = in_time("damaged tables", load_tables, folder)
        report = in_time("reports on damaged tables", check_tables, folder)
        assert report.is_good == (not isinstance(loaded, TableError)), number
        assert not Live(report._repr_html_()).found, number
        assert len(repr(report)) < 100_000, number
        if report.is_good:
            client = {"minutes": 60} if "minutes" in set(loaded.questions["question"]) else {}
            assert not Live(result_page(recommend(client, loaded))).found, number
        else:
            assert loaded.problems and all(problem.text for problem in loaded.problems)
        assert hashlib.sha256((folder / file).read_bytes()).digest() == hashlib.sha256(raw).digest(), (
            "the file was changed"
        )
        assert [path.name for path in folder.iterdir()] == [file], "a file was added"
        shutil.rmtree(folder)


def test_damaged_tables_can_be_told_from_whole_ones():
    outcomes = [check_files([damaged(number)]).is_good for number in range(40)]
    assert 3 < sum(outcomes) < 37, (
        "nearly all are good or none is: the damage is too light or too heavy to show anything"
    )


def large(file, number):
    """Return a table with many rows of its first kind, each under an id of its own."""
    head, row, *_ = rows_of((KIT_FOLDER / file).read_bytes())
    at = head.index({"benefits.csv": "benefit", "sources.csv": "source_id", "glossary.csv": "term"}[file])
    return written([head, *([*row[:at], f"{row[at]}_{n}", *row[at + 1 :]] for n in range(number))])


TRAPS = {
    "a cell of 9,000 letters in each of 1,000 rows": lambda: written(
        [
            ["term", "meaning", "source_id", "source_section"],
            *([f"t{n}", "x" * 9_000, "teaching_note", "x"] for n in range(1_000)),
        ]
    ),
    "20,000 misspelt modalities": lambda: large("benefits.csv", 20_000).replace(b"\nnmt,", b"\nntm,"),
    "20,000 ids with capitals": lambda: large("benefits.csv", 20_000).replace(b"pain", b"Pain"),
    "20,000 new sources": lambda: large("sources.csv", 20_000),
    "9,000 wrong sources of 1,000 letters": lambda: large("glossary.csv", 9_000).replace(
        b"teaching_note", b"t" * 1_000
    ),
    "a million commas": lambda: b"term,meaning,source_id,source_section\n" + b"," * 1_000_000,
    "a million line ends": lambda: b"\n" * 1_000_000,
    "a million quotation marks": lambda: b'"' * 1_000_000,
    "a million open cells": lambda: b'"a' * 1_000_000,
}
TRAP_FILE = {
    "20,000 misspelt modalities": "benefits.csv",
    "20,000 ids with capitals": "benefits.csv",
    "20,000 new sources": "sources.csv",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_hangs(tmp_path, in_time, trap):
    (tmp_path / TRAP_FILE.get(trap, "glossary.csv")).write_bytes(TRAPS[trap]())
    in_time("traps", load_tables, tmp_path)
    report = in_time("traps", check_tables, tmp_path)
    in_time("traps", report._repr_html_)


@pytest.mark.parametrize("check", [load_tables, check_tables])
def test_a_folder_that_vanishes_midway(tmp_path, monkeypatch, in_time, check):
    folder = copy_kit(tmp_path / "school", "sessions.csv", "rules.csv")
    files_in = loading.files_in

    def files_and_gone(place):
        found = files_in(place)
        if place == folder:
            shutil.rmtree(folder)
        return found

    monkeypatch.setattr(loading, "files_in", files_and_gone)
    said = in_time("folders that vanish", check, folder)
    assert "sessions.csv" in repr(said) and "cannot be read" in repr(said)


@pytest.mark.parametrize(
    "make",
    [
        getattr(os, "mkfifo", os.mkdir),
        os.mkdir,
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("/dev/zero"),
    ],
)
def test_what_has_the_name_of_a_table_and_is_no_file(tmp_path, in_time, make):
    make(tmp_path / "sessions.csv")
    assert isinstance(in_time("what is no file", load_tables, tmp_path), TableError)
    assert "sessions.csv" in repr(in_time("what is no file", check_tables, tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "\0",
        "a" * 5000,
        "~nobody-of-this-name/x",
        "//",
        "con",
        "\ud800",
        "🙂",
        "<script>alert(1)</script>",
        7,
        1.5,
        b"x",
        ["a"],
    ],
)
def test_any_name_of_a_folder(in_time, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for check in (load_tables, check_tables):
        said = in_time("names of folders", check, name)
        assert "<script" not in getattr(said, "_repr_html_", str)()


# Script and formulas in every text


# What may stand here depends on the question of the row.
FIT_ONE_ANOTHER = {("quiz_choices", "key"), ("quiz_choices", "text")}


def filled(text):
    """Return the kit's tables with a text in every cell that is free to hold one."""
    changed = {}
    for table, resource in dictionary().items():
        keys = {
            name
            for key in resource["schema"].get("foreignKeys", [])
            for name in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])
        }
        free = [
            field["name"]
            for field in resource["schema"]["fields"]
            if field["type"] == "string"
            and not {"pattern", "enum", "unique"} & field.get("constraints", {}).keys()
            and field["name"] not in keys | set(resource["schema"]["primaryKey"])
            and (table, field["name"]) not in FIT_ONE_ANOTHER
        ]
        frame = getattr(load_tables(), table)
        # An empty cell may mean something, such as an answer without a group.
        changed[table] = frame.assign(**{name: frame[name].where(frame[name] == "", text) for name in free})
    return load_tables().replace(**changed)


def pages_of_lessons(tables):
    """Return as HTML what the lessons on the body, the evidence and the survey show beside their charts."""
    shown = [
        evidence.weigh_claims(tables),
        *(evidence.read_finding(tables, finding) for finding in tables.evidence["finding"]),
    ]
    shown += [survey.session_lengths(tables, True), survey.contraindications(tables), survey.sample(tables)]
    pages = [each._repr_html_() for each in shown]
    pages += [str(QuizForm(tables=tables).plain_html()), str(CaseForm(tables=tables).plain_html())]
    pages += [make_sheet(name, tables, {}).page for name in SHEETS]
    widgets = [EvidenceExplorer(tables), SurveyExplorer(tables, {"attribute": "benefit", "flagged": ["bring_back"]})]
    widgets += [
        body_map(tables),
        body_map(tables, muscle=tables.trigger_points["muscle"][0]),
        body_map(tables, region="neck_front"),
    ]
    for widget in widgets:
        bundle = widget._repr_mimebundle_()
        pages.append((bundle[0] if isinstance(bundle, tuple) else bundle)["text/html"])
    assert "<svg aria-hidden" in pages[-4], "the bars of the survey are looked at too"
    return pages


@pytest.mark.parametrize("text", [*SCRIPTS, FORMULAS[0], "$x_{$", "%s {0} {x}", "\\n \\u0041"])
def test_no_text_of_a_table_runs_on_any_page(text, in_time):
    damaged = filled(text)
    client = {
        "conditions": ["fibromyalgia", "sports_injury"],
        "pain_pattern": "widespread",
        "pain_areas": ["neck_front"],
        "minutes": 20,
    }
    health = {"health_flags": [damaged.cautions["flag"][0], damaged.cautions["flag"].iloc[-1]]}
    pages = []
    for answers in (client, client | health, health):
        result = in_time("pages full of script", recommend, answers, damaged)
        pages += [result._repr_html_(), result_page(result)]
        for form in (RecommendationForm(damaged, answers), WeightsForm(answers, damaged)):
            pages += [form.reply["result"], form._repr_mimebundle_()[0]["text/html"]]
    for table, resource in dictionary().items():
        pages.append(
            show_table(damaged, table, [field["name"] for field in resource["schema"]["fields"]])._repr_html_()
        )
    pages += pages_of_lessons(damaged)
    for page in pages:
        assert not Live(page).found
    for table in dictionary():
        rows = rows_of(csv_text(getattr(damaged, table)).encode())
        assert not [cell for row in rows for cell in row if runs_as_formula(cell)], table


@pytest.mark.parametrize(
    "draw",
    [
        charts.session_length,
        charts.focus,
        charts.benefit_overlap,
        charts.techniques,
        charts.conditions,
        evidence.verdicts,
        evidence.effect_sizes,
        evidence.ladder,
        lambda tables: evidence.claim_against_effect(tables, "nmt_less_pain_in_fibromyalgia", "e001"),
        survey.agreement,
        lambda tables: survey.side_by_side(tables, survey.charted(tables)[0], ["nmt", "dtm"]),
        lambda tables: survey.at_a_glance(tables, survey.charted(tables)[0]),
        lambda tables: survey.named_on_sites(tables, survey.charted(tables)[0], "nmt"),
        lambda tables: survey.against_article(tables, "nmt"),
    ],
)
def test_no_text_of_a_table_runs_beside_a_chart(draw, in_time):
    page = in_time("charts full of script", draw(filled(SCRIPTS[1] + SCRIPTS[0] + "$x_{$"))._repr_html_)
    assert page.startswith("<figure") and not Live(page).found


# Damaged answers

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.binary(max_size=5)
    | st.sampled_from([*CELLS, math.nan, pd.NA, pd.NaT, np.float32(45), np.array(45), 10**400, 1j, object()])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
QUESTIONS = load_tables().questions["question"].to_list()
IDS = load_tables().offered_answers["answer"].to_list()
ANSWERS = st.dictionaries(
    st.sampled_from(QUESTIONS) | st.sampled_from([*QUESTIONS, "goal", "", "x" * 10_000, None, 7, 1.5]),
    st.lists(st.sampled_from(IDS), max_size=5) | st.sampled_from(IDS) | st.integers(-5, 300) | ANYTHING,
    max_size=5,
)


# Most are good answers with something wrong among them, so that what is right is seen to be kept apart from it.
NEARLY = st.builds(
    lambda good, bad: good | bad,
    strategies.answers(),
    st.dictionaries(st.sampled_from(QUESTIONS), ANYTHING, max_size=1),
)


@settings(max_examples=2000)
@given(strategies.answers() | NEARLY | ANSWERS | ANYTHING)
def test_damaged_answers(damage_counts, answers):
    result, said = None, None
    try:
        result = recommend(answers)
    except AnswerError as error:
        said = str(error)
    if said is not None:
        assert 0 < len(said) < 20_000
        damage_counts["damaged answers: a sentence of the kit"] += 1
        return
    assert isinstance(result, Recommendation) and not Live(result._repr_html_()).found
    assert sum(reason.points for reason in result.reason_rows) == sum(result.points.values())
    damage_counts["damaged answers: a right result"] += 1


@settings(max_examples=200)
@given(NEARLY | ANSWERS)
def test_damaged_answers_on_the_form(damage_counts, answers):
    # What a page sends is JSON: no objects, and names are texts.
    answers = {
        str(question): answer
        for question, answer in answers.items()
        if isinstance(answer, (str, int, float, bool, list, dict))
    }
    form = RecommendationForm()
    form.answers = answers
    assert "The kit has made a mistake" not in form.sentence
    assert not Live(form.reply["result"]).found
    damage_counts["damaged answers on the form"] += 1


# Damaged uploads


def test_damaged_uploads(damage_counts):
    form, boards = CheckForm(), 0
    chance = random.Random(9)
    for number in range(300):
        files = [
            damaged(chance.randrange(10**6), [*FILES, *["switchboard.csv"] * 8])
            for _ in range(chance.choice([0, 1, 1, 2, 5]))
        ]
        names = [
            chance.choice([file, file.upper(), chance.choice(CELLS), f"../{file}", file[:-1]])
            if chance.random() < 0.3
            else file
            for file, _ in files
        ]
        content = chance.choice([{"names": names}] * 9 + [{"names": names[1:]}, {"names": None}, None, names])
        start = time.process_time()
        buffers = [memoryview(raw) for _, raw in files]
        form._answer(form, content, buffers)  # noqa: SLF001 # Only a page can send through the public way.
        assert time.process_time() - start < SLOWEST, number
        assert "The kit has made a mistake" not in form.sentence, (number, form.sentence)
        assert form.reply["number"] == number + 1 and not Live(form.reply["result"]).found
        outcome = "a report" if "ml-check" in form.reply["result"] else "a sentence of the kit"
        damage_counts[f"damaged uploads: {outcome}"] += 1
        boards += "switchboard.csv" in form.reply["result"]
    assert boards > 20, "too few of the reports are about a switchboard"
