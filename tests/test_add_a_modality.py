"""A modality more: the finished example, and the lesson in which a reader adds one, from empty to finished."""

import csv
import html
import re
from pathlib import Path

import pandas as pd
import pytest
from browser import open_notebook, run_all_cells, serve_lab, wait_until, wait_until_run
from playwright.sync_api import expect
from refresh_example import EXAMPLE, refreshed
from test_charts import ALL, unreadable, words

from modality_lab import RecommendationForm, charts, load_tables, recommend
from modality_lab.forms.widget import RUN_HINT
from modality_lab.lessons.exercise import Exercise
from modality_lab.lessons.practice import EXAMPLES
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.words import KitError

KIT = load_tables(KIT_FOLDER)
EIGHT = load_tables(EXAMPLES / "eight-modalities")
NEW = EIGHT.modalities["modality"].to_list()[len(KIT.modalities) :]
TABLES = sorted(path.stem for path in EXAMPLE.glob("*.csv"))
WITH_MODALITY = [name for name in TABLES if "modality" in getattr(EIGHT, name)]
CLIENT = {"goals": ["relaxation", "circulation"], "minutes": 90}
NO_DEEP_PRESSURE = {**CLIENT, "health_flags": ["blood_thinners"]}


# The finished example


def test_the_example_has_eight_modalities_and_only_tables_that_differ_from_the_kit():
    assert len(EIGHT.modalities) == 8 and EXAMPLE == EXAMPLES / "eight-modalities"
    for name in TABLES:
        assert (EXAMPLE / f"{name}.csv").read_bytes() != (KIT_FOLDER / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_the_example_is_in_step_with_the_kit(name):
    path = EXAMPLE / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == refreshed(path), "run: python src/tools/refresh_example.py"


def test_what_the_refreshing_keeps_and_what_it_exchanges(tmp_path):
    path = tmp_path / "techniques.csv"
    lines = (EXAMPLE / path.name).read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[-1], lines[1].replace(",", ",old_", 1)]) + "\n", encoding="utf-8")
    rows = refreshed(path)
    with (KIT_FOLDER / path.name).open(encoding="utf-8", newline="") as file:
        assert rows[:-1] == list(csv.reader(file))
    assert rows[-1] == next(csv.reader([lines[-1]]))


@pytest.mark.parametrize("name", [name for name in WITH_MODALITY if name != "modalities"])
def test_every_added_fact_says_how_many_sites_or_that_it_is_ours(name):
    rows = getattr(EIGHT, name)
    rows = rows[rows["modality"].isin(NEW)]
    assert not rows.empty
    for source, section in zip(rows["source_id"], rows["source_section"], strict=True):
        if source != "teaching_note":
            assert source == "survey"
            numbers = [int(number) for number in re.findall(r"\d+", section)]
            assert re.fullmatch(
                r"(Our median of the times on )?\d+ of \d+ sites|Our reading of what \d+ sites say", section
            )
            assert numbers[0] >= 3 and numbers[0] <= numbers[-1]


def test_a_site_count_is_the_same_wherever_it_stands():
    """The number of sites of a modality in all tables; that of a rule in the row it is made from."""
    sections = pd.concat([getattr(EIGHT, name)[["modality", "source_id", "source_section"]] for name in WITH_MODALITY])
    for modality, rows in sections[sections["source_id"] == "survey"].groupby("modality"):
        counts = {int(number) for number in rows["source_section"].str.extract(r"(\d+) sites")[0]}
        assert len(counts) == 1, modality
    named = pd.concat([EIGHT.benefits, EIGHT.conditions, EIGHT.techniques, EIGHT.sessions])
    known = set(zip(named["modality"], named["source_section"], strict=True))
    rules = EIGHT.rules[EIGHT.rules["modality"].isin(NEW)]
    assert set(zip(rules["modality"], rules["source_section"], strict=True)) <= known
    assert set(rules["points"]) == {1} and set(rules["basis"]) == {"named_elsewhere"}


def test_a_time_gives_points_only_where_a_session_is_stated():
    timed = EIGHT.rules.query("question == 'minutes'")["modality"].to_list()
    assert timed == EIGHT.sessions["modality"].to_list()


# Everything follows from the rows


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_of_eight_names_each_that_has_rows_and_can_be_read(draw):
    chart = draw(EIGHT)
    assert unreadable(chart.figure) == []
    assert min(text.get_fontsize() for text in words(chart.figure)) >= 15
    drawn = set(chart.table.index) | set(chart.table.columns)
    table = {charts.session_length: "sessions", charts.benefit_overlap: "benefits"}.get(draw, draw.__name__)
    names = EIGHT.modalities.set_index("modality")["name"]
    assert set(names[getattr(EIGHT, table)["modality"].unique()]) <= drawn


def test_one_length_and_no_range_is_drawn_as_a_bar_on_that_length():
    axes = charts.session_length(EIGHT).figure.axes[0]
    rows = EIGHT.sessions
    for bar, low, high in zip(
        (bar for container in axes.containers for bar in container),
        rows["min_minutes"],
        rows["max_minutes"],
        strict=True,
    ):
        assert bar.get_x() + bar.get_width() / 2 == (low + high) / 2
        assert bar.get_width() == (high - low or 1)


def test_the_form_and_the_recommendation_know_the_eight():
    form = RecommendationForm(EIGHT, answers={"goals": ["relaxation"]})
    for name in EIGHT.modalities["name"]:
        assert name in form.reply["result"]
    assert recommend(CLIENT, EIGHT).points == {
        modality: EIGHT.rules.query("modality == @modality and answer in ['relaxation', 'circulation']")["points"].sum()
        + int(modality in EIGHT.sessions.query("min_minutes <= 90 <= max_minutes")["modality"].to_list())
        for modality in EIGHT.modalities["modality"]
    }


def test_safety_leaves_out_every_modality_with_a_deep_technique_and_no_other():
    deep = EIGHT.techniques.query("work == 'deep_pressure'")["modality"].unique().tolist()
    result = recommend(NO_DEEP_PRESSURE, EIGHT)
    assert list(result.left_out) == deep and set(NEW) & set(deep) and set(NEW) - set(deep)
    techniques = EIGHT.techniques
    techniques.loc[techniques["technique"] == "friction", "work"] = "deep_pressure"
    assert set(recommend(NO_DEEP_PRESSURE, EIGHT.replace(techniques=techniques)).left_out) == {*deep, "swedish"}


# A folder of one's own


@pytest.fixture
def exercise(tmp_path):
    return Exercise("swedish", tmp_path / "my-school")


def add(exercise, table, change=str):
    """Do what the page of a step asks for: put its lines at the end of the file."""
    lines = exercise.step(table).text.split(" of the file:\n", 1)[1]
    with (exercise.folder / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write(change(lines) + "\n")


def test_nothing_added_yet_is_said_in_words_and_everything_can_be_shown(exercise):
    assert repr(exercise) == "Your folder my-school holds 8 tables. 0 of 25 rows about Swedish massage are there."
    for table in TABLES:
        assert re.match(rf"{table}\.csv: 0 of \d+ rows? (is|are) there\. Put th", exercise.step(table).text)
    assert exercise.check().is_good
    for draw in ALL:
        assert exercise.show(draw).description == draw(KIT).description


def test_step_by_step_to_the_finished_modality(exercise):
    for table in sorted(
        TABLES,
        key=["sources", "modalities", "sessions", "techniques", "focus", "benefits", "conditions", "rules"].index,
    ):
        add(exercise, table)
        assert exercise.step(table).text.endswith("there. Go on.")
        assert exercise.check().is_good, "a step leaves the tables in order"
    assert "25 of 25 rows" in repr(exercise)
    [odd] = exercise.check().odd  # The page speaks of this one.
    assert "so no caution about a kind of work leaves it out" in odd.text
    for draw in ALL:
        assert "Swedish massage" in exercise.show(draw).description + str(exercise.show(draw).table)
    for name in WITH_MODALITY:
        mine, finished = (getattr(tables, name).query("modality == 'swedish'") for tables in (exercise.tables, EIGHT))
        assert mine.reset_index(drop=True).equals(finished.reset_index(drop=True))
    result = exercise.show(lambda tables: recommend(NO_DEEP_PRESSURE, tables))
    assert result.modalities == ("swedish",) and result.left_out == ("dtm",)


def test_what_is_there_is_never_written_over(exercise):
    add(exercise, "sources")
    add(exercise, "modalities")
    (exercise.folder / "rules.csv").unlink()
    before = {path.name: path.read_bytes() for path in exercise.folder.iterdir()}
    again = Exercise("swedish", exercise.folder)
    after = {path.name: path.read_bytes() for path in exercise.folder.iterdir()}
    assert before.items() < after.items() and set(after) - set(before) == {"rules.csv"}
    assert "2 of 25 rows" in repr(again)


def test_a_mistake_is_said_at_its_step_and_nothing_ends_in_an_error(exercise):
    add(exercise, "sources")
    add(exercise, "modalities")
    add(exercise, "techniques", lambda lines: lines.replace("swedish,friction,,", "swedsh,friction,deep,"))
    said = repr(exercise.step("techniques"))
    assert (
        said.startswith('2 problems to mend in "my-school".\n\ntechniques.csv (') and 'Did you mean "swedish"?' in said
    )
    waits = '2 problems to mend in "my-school". The check says what.'
    assert repr(exercise.step("benefits")) == f"benefits.csv: {waits}"
    assert repr(exercise.show(charts.techniques)) == f"Nothing to show yet: {waits}"
    assert repr(exercise).endswith(waits) and waits in html.unescape(exercise._repr_html_())
    assert 'found "swedsh"' in repr(exercise.check()) and 'found "deep"' in repr(exercise.check())


def test_a_row_of_ones_own_making_is_named_and_allowed(exercise):
    for table in ("sources", "modalities", "techniques"):
        add(exercise, table, lambda lines: lines.replace("swedish,friction,,", "swedish,friction,deep_pressure,"))
    said = exercise.step("techniques").text
    assert said == (
        'techniques.csv: 5 of 5 rows are there. You have "friction" with '
        "another work than the example: that is up to you. Go on."
    )
    assert recommend(NO_DEEP_PRESSURE, exercise.tables).left_out == ("dtm", "swedish")


def test_words_of_a_table_are_escaped(exercise):
    add(exercise, "sources")
    add(exercise, "modalities", lambda lines: lines.replace("swedish,", "<script>,", 1))
    faces = [
        exercise.check(),
        exercise.step("modalities"),
        exercise.step("focus"),
        exercise.show(charts.focus),
        exercise,
    ]
    assert all("<script>" not in face._repr_html_() for face in faces)
    assert "&lt;script&gt;" in faces[1]._repr_html_()


def test_an_unknown_modality_table_or_place_says_so(exercise, tmp_path):
    with pytest.raises(KitError, match=r'no modality "swedsh"\. Did you mean "swedish"'):
        Exercise("swedsh", tmp_path / "other")
    with pytest.raises(KitError, match=r'table "technics"\. Did you mean "techniques"'):
        exercise.step("technics")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KitError, match="cannot be made here"):
        Exercise("swedish", tmp_path / "file" / "my-school")


# The lesson in a browser


@pytest.fixture
def lesson(tmp_path, page):
    """The lesson in JupyterLab, not yet run, with the folder that it will make."""
    with serve_lab(tmp_path) as address:
        open_notebook(page, address, "07-add-a-modality")
        yield page, address, tmp_path / "notebooks/my-school"


def run(page, *sentences):
    """Run the page, and wait until each of the sentences stands in one of its outputs."""
    run_all_cells(page)
    wait_until_run(page)
    for sentence in sentences:
        expect(page.locator(".jp-OutputArea-output", has_text=sentence)).not_to_have_count(0)
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )


def lines_of(page, table):
    """Return the lines that the page tells the reader to copy for a table."""
    return (
        page.locator(".jp-OutputArea-output", has_text=f"{table}.csv: 0 of")
        .locator(".ml-lines")
        .inner_text()
        .rstrip("\n")
        + "\n"
    )


def type_in_the_editor(page, table, lines, file):
    """Add lines to a table the way that the page describes, by mouse and keyboard, and come back to it."""
    files = page.locator(".jp-DirListing-item")
    files.filter(has_text="my-school").dblclick(timeout=30_000)
    files.filter(has_text=f"{table}.csv").click(button="right")
    page.locator(".lm-Menu-item", has_text="Open With").hover()
    page.locator(".lm-Menu-item").filter(has=page.get_by_text("Editor", exact=True)).click()
    expect(page.locator(".jp-FileEditor .cm-line").first).to_have_text(file.read_text(encoding="utf-8").splitlines()[0])
    page.locator(".jp-FileEditor .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(lines)
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item").filter(has=page.get_by_text("Save CSV File", exact=True)).click()
    wait_until(page, lambda: lines in file.read_text(encoding="utf-8"))
    page.locator(".jp-BreadCrumbs-item", has_text="notebooks").click()
    files.filter(has_text="07-add-a-modality").dblclick()
    expect(page.locator(".jp-Notebook")).to_be_visible()


def save(page, address, table, text):
    """Save a table through JupyterLab's server, as its editor does."""
    status = page.evaluate(
        """async ([address, path, content]) => (await fetch(address + "/api/contents/" + path, {
            method: "PUT",
            headers: { "Content-Type": "application/json", "X-XSRFToken": document.cookie.match("_xsrf=([^;]*)")[1] },
            body: JSON.stringify({ type: "file", format: "text", content }),
        })).status""",
        [address, f"notebooks/my-school/{table}.csv", text],
    )
    assert status == 200


def test_the_lesson_from_empty_to_finished(lesson):
    page, address, folder = lesson
    run(page, "0 of 25 rows about Swedish massage are there.", 'nothing to mend in "my-school"')
    expect(page.locator("img[alt*='for Swedish massage']")).to_have_count(0)

    steps = {table: lines_of(page, table) for table in TABLES}
    type_in_the_editor(page, "sources", steps.pop("sources"), folder / "sources.csv")
    run(page, "1 of 25 rows about Swedish massage are there.")
    for table, lines in steps.items():
        save(page, address, table, Path(folder, f"{table}.csv").read_text(encoding="utf-8") + lines)

    run(
        page,
        "25 of 25 rows about Swedish massage are there.",
        'nothing to mend in "my-school"',
        "Deep tissue massage fits these answers best: 5 of 10 points.",
        "Swedish massage fits these answers better: 3 of 10 points.",
    )
    for sentence in (
        "60 to 90 minutes for Swedish massage",
        "5 for Swedish massage",
        "The 3 modalities stand",
        "All 3 modalities share",
        "1 for Swedish massage",
    ):
        expect(page.locator(f"img[alt*='{sentence}']")).to_have_count(1)

    form = page.get_by_role("region", name="Result")
    page.get_by_label("relaxation", exact=True).check()
    expect(form).to_contain_text("Swedish massage")
    expect(form).to_contain_text("1 point for Swedish massage")
    expect(page.locator(".jp-OutputArea-output", has_text=RUN_HINT)).to_have_count(0)

    techniques = Path(folder, "techniques.csv").read_text(encoding="utf-8")
    save(page, address, "techniques", techniques.replace("swedish,friction,,", "swedish,friction,deep_pressure,"))
    run(page, "Deep tissue massage and Swedish massage are left out")
