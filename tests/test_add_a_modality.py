"""A modality more: the finished example, and the lesson in which a reader adds one, from empty to finished."""

import csv
import html
import re
import shutil

import pandas as pd
import pytest
from browser import open_notebook, run_all_cells, serve_lab, wait_until, wait_until_it_fits, wait_until_run
from playwright.sync_api import expect
from refresh_example import EXAMPLE, refreshed
from test_charts import ALL, unreadable, words

from modality_lab import RecommendationForm, RowsForm, charts, load_tables, recommend
from modality_lab.forms.widget import RUN_HINT
from modality_lab.lessons.exercise import Exercise
from modality_lab.lessons.practice import EXAMPLES
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.words import KitError

KIT = load_tables(KIT_FOLDER)
EIGHT = load_tables(EXAMPLES / "eight-modalities")
NEW = EIGHT.modalities["modality"].to_list()[len(KIT.modalities) :]
TABLES = sorted(path.stem for path in EXAMPLE.glob("*.csv"))
STEPS = ["sources", "modalities", "sessions", "techniques", "focus", "benefits", "conditions", "rules"]
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


def test_the_button_adds_the_rows_once_and_keeps_what_stands_there(exercise):
    sources = exercise.folder / "sources.csv"
    head = sources.read_bytes()
    sources.write_bytes(
        head.rstrip(b"\n").replace(b"\n", b"\r\n") + b'\r\nmine,"A book, ours",We,2026,school,not stated,'
    )
    form = RowsForm(exercise, "sources")
    form.add()
    assert form.sentence == "Done: 1 row added at the end of sources.csv."
    before, mine, survey, end = sources.read_bytes().split(b"\r\n")
    assert (before, mine, end) == (head.rstrip(b"\n"), b'mine,"A book, ours",We,2026,school,not stated,', b"")
    assert survey.startswith(b"survey,") and "the row is there." in form.reply["result"]
    form.add()
    assert form.sentence == "Nothing to add: sources.csv has every row already."


def test_what_follows_from_a_step_follows_at_once(exercise):
    for table in ("sources", "modalities"):
        add(exercise, table)
    form = RowsForm(exercise, "sessions", charts.session_length)
    assert "Swedish massage" not in form.reply["follows"].split("none is stated for")[0]
    form.add()
    assert "60 to 90 minutes for Swedish massage" in form.reply["follows"]


@pytest.mark.parametrize("change, said", [
    (lambda file: file.write_bytes(file.read_bytes().replace(b",", b";")), "was saved in another form"),
    (lambda file: file.write_bytes(file.read_text().encode("utf-16")), "was saved in another form"),
    (lambda file: file.unlink(), "cannot be read: No such file or directory."),
])  # fmt: skip
def test_a_file_of_another_form_is_left_and_said(exercise, change, said):
    file = exercise.folder / "sources.csv"
    change(file)
    before = file.read_bytes() if file.exists() else None
    form = RowsForm(exercise, "sources")
    form.add()
    assert said in form.sentence and "Nothing was changed." in form.sentence
    assert (file.read_bytes() if file.exists() else None) == before


def test_rows_are_not_added_while_something_is_wrong(exercise):
    (exercise.folder / "rules.csv").write_text("nonsense\n")
    form = RowsForm(exercise, "sources")
    form.add()
    assert form.sentence.startswith("Nothing was added. ") and form.sentence.endswith("the check below says what.")


def test_nothing_added_yet_is_said_in_words_and_everything_can_be_shown(exercise):
    assert repr(exercise) == "Your folder my-school holds 8 tables. 0 of 25 rows about Swedish massage are there."
    for table in TABLES:
        assert re.match(
            rf"{table}\.csv: (the row is not|none of the \d+ rows is) there yet\. Th(is|ese)", exercise.step(table).text
        )
    assert exercise.check().is_good
    for draw in ALL:
        assert exercise.show(draw).description == draw(KIT).description


def test_step_by_step_to_the_finished_modality(exercise):
    for table in sorted(TABLES, key=STEPS.index):
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
        'techniques.csv: all 5 rows are there. Your row "friction" differs from the example in work. '
        "That is up to you. Go on."
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


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("lesson")


@pytest.fixture(scope="module")
def lab(place):
    with serve_lab(place) as address:
        yield address


@pytest.fixture
def folder(place):
    """The folder that the lesson will make, and that is not there yet."""
    folder = place / "notebooks/my-school"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


FOLLOWS = {
    "sessions": "60 to 90 minutes for Swedish massage",
    "techniques": "5 for Swedish massage",
    "focus": "The 3 modalities stand",
    "benefits": "All 3 modalities share",
    "conditions": "1 for Swedish massage",
}
"""What the chart of a step says when the rows of all steps are there."""


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


def card(page, table):
    return page.get_by_role("region", name=f"Rows for my-school/{table}.csv")


def add_rows(page, table):
    """Press the button of a step, and wait until it says what it has done."""
    card(page, table).get_by_role("button", name="Add the rows for me").click()
    expect(card(page, table).get_by_role("status")).to_contain_text(f"added at the end of {table}.csv.")
    expect(card(page, table)).to_contain_text("there. Go on.")


def change_in_the_editor(page, table, old, new, file):
    """Open a table with the button of its step, change a line and save it, and come back as the page says."""
    card(page, table).get_by_role("button", name="Open the file").click()
    line = page.locator(".jp-FileEditor .cm-line", has_text=old)
    line.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(line.inner_text().replace(old, new))
    page.keyboard.press("Control+s")
    wait_until(page, lambda: new in file.read_text(encoding="utf-8"))
    page.locator(".jp-BreadCrumbs-item", has_text="notebooks").click()
    page.locator(".jp-DirListing-item", has_text="07-add-a-modality").dblclick()
    expect(page.locator(".jp-Notebook")).to_be_visible()


def test_the_lesson_from_empty_to_finished(page, lab, folder):
    open_notebook(page, lab, "07-add-a-modality")
    run(page, "0 of 25 rows about Swedish massage are there.", 'nothing to mend in "my-school"')
    expect(page.locator("img[alt*='for Swedish massage']")).to_have_count(0)

    card(page, "techniques").get_by_role("button", name="Add the rows for me").click()
    expect(card(page, "techniques").get_by_role("status")).to_have_text(
        "Nothing was added yet. These rows need those of modalities.csv and sources.csv: "
        "add them first, in the steps above."
    )
    for table in STEPS:
        add_rows(page, table)
    # What a step shows follows its rows at once, and what stands below when the page runs again.
    for table, sentence in FOLLOWS.items():
        expect(card(page, table).locator(f"img[alt*='{sentence}']")).to_have_count(1)
    expect(page.locator(".jp-OutputArea-output", has_text="0 of 25 rows about")).not_to_have_count(0)
    run(
        page,
        "25 of 25 rows about Swedish massage are there.",
        'nothing to mend in "my-school"',
        "Deep tissue massage fits these answers best: 5 of 10 points.",
        "Swedish massage fits these answers better: 3 of 10 points.",
    )

    form = page.get_by_role("region", name="Result")
    page.get_by_label("relaxation", exact=True).check()
    expect(form).to_contain_text("Swedish massage")
    expect(form).to_contain_text("1 point for Swedish massage")
    expect(page.locator(".jp-OutputArea-output", has_text=RUN_HINT)).to_have_count(0)

    change = ("swedish,friction,,", "swedish,friction,deep_pressure,")
    change_in_the_editor(page, "techniques", *change, folder / "techniques.csv")
    card(page, "techniques").get_by_role("button", name="Look again").click()
    expect(card(page, "techniques")).to_contain_text('Your row "friction" differs from the example in work.')
    run(page, "Deep tissue massage and Swedish massage are left out")


def test_a_step_on_a_phone_adds_its_rows_and_says_what_it_cannot_open(page, lab, folder):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{lab}/voila/render/notebooks/07-add-a-modality.ipynb")
    expect(card(page, "sources")).to_be_visible(timeout=60_000)
    add_rows(page, "sources")
    assert "survey," in (folder / "sources.csv").read_text(encoding="utf-8")
    card(page, "sources").get_by_role("button", name="Open the file").click()
    expect(card(page, "sources").get_by_role("status")).to_contain_text(
        "This page cannot open files. Open my-school/sources.csv in a spreadsheet"
    )
    (folder / "modalities.csv").write_text("name,modality\n", encoding="utf-8")
    card(page, "modalities").get_by_role("button", name="Add the rows for me").click()
    expect(card(page, "modalities").get_by_role("status")).to_contain_text("Nothing was added.")
    wait_until_it_fits(page, 390)
