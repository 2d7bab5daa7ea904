"""The pages for people who carry on: what they name is there, and the picture is drawn from the imports."""

import re
from pathlib import Path

import check_code
import draw_architecture
import pytest
import write_review

import modality_lab
from modality_lab import load_tables
from modality_lab.tables.dictionary import KIT_FOLDER

HOME = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"]


def text_of(page):
    return (HOME / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_each_file_that_is_named_is_there(page):
    named = re.findall(r"`((?:data|docs|examples|notebooks|src|tests|static|[a-z]+)/[\w./-]+\.\w+)`", text_of(page))
    places = [HOME, HOME / "src" / "modality_lab"]
    missing = [name for name in named if "NN-" not in name and not any((place / name).exists() for place in places)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_each_command_that_is_named_is_one_of_the_makefile(page):
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)
    named = re.findall(r"(?:`|^)make ([a-z-]+)", text_of(page), re.MULTILINE)
    assert [name for name in named if name not in targets] == []
    assert page == "CHANGELOG.md" or named or page == "docs/architecture.md"


def test_the_changelog_begins_with_the_version_of_the_package():
    newest = re.search(r"^## (\d+\.\d+\.\d+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert newest and newest[1] == modality_lab.__version__


def test_every_word_is_spelt_as_in_a_dictionary_of_slips():
    """The same check as `make check` makes, so that a slip is seen where lessons and tables are tested."""
    (spelling,) = (check for check in check_code.word_checks() if check.name == "spelling")
    outcome = check_code.run(spelling.command)
    assert outcome.is_green, outcome.said
    assert re.search(spelling.must_find, check_code.run(spelling.sample).said), "the check can go red"


# The picture of the house


def test_picture_and_table_of_the_rooms_are_what_the_imports_make():
    assert text_of("docs/architecture.svg") == draw_architecture.draw(), "run `make architecture`"
    page = text_of("docs/architecture.md")
    assert page == draw_architecture.page(page), "run `make architecture`"


def test_no_room_takes_from_one_to_its_right():
    columns = draw_architecture.columns(draw_architecture.imports())
    place = {room: number for number, column in enumerate(columns) for room in column}
    assert place["words"] < place["tables"] < place["charts"] < place["evidence"] < place["forms"]
    assert place["tables"] < place["recommender"] < place["forms"]


def test_a_circle_of_rooms_is_found(tmp_path):
    for room, other in (("tables", "charts"), ("charts", "tables"), ("words", "")):
        (tmp_path / "kit" / room).mkdir(parents=True)
        line = f"from kit.{other}.one import it\n" if other else ""
        (tmp_path / "kit" / room / "__init__.py").write_text(line, encoding="utf-8")
    (tmp_path / "kit" / "__init__.py").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="in a circle: charts, tables"):
        draw_architecture.draw(tmp_path / "kit")


def test_an_arrow_that_a_longer_way_says_already_is_left_out():
    taken = {"words": {}, "tables": {"words": 1}, "charts": {"tables": 1, "words": 1}}
    assert draw_architecture.direct(taken) == [("words", "tables"), ("tables", "charts")]


# The list for the instructor who reviews


def test_the_list_for_the_reviewer_is_in_step_and_holds_every_row():
    page = text_of("docs/review.md")
    tables = load_tables(KIT_FOLDER)
    assert page == write_review.review(tables), "run `make review`"
    for _, row in [*tables.cautions.iterrows(), *tables.caution_sites.iterrows()]:
        assert f" {' '.join(row['action'].split())} |" in page, row["action"]
    assert all(why in page for why in tables.cautions["why"])
    assert "Reviewed by: ___" in page and "\n## What was checked against what\n" in page
