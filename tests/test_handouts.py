"""Sheets to print: one page where one is promised, on A4 and Letter, and no host but their own."""

import re

import pytest
import write_handouts
from browser import watch_hosts
from strategies import TABLES

from modality_lab import HandoutForm, KitError
from modality_lab.cases import cases
from modality_lab.forms.handout_form import SHEETS, make_sheet
from modality_lab.handouts import muscle_sheet

CASES = cases(TABLES)
LONGEST_CASE = max(CASES.values(), key=lambda case: len(case.story) + len(case.good_answer) + len(case.why_it_is_wrong))
# Sheets that promise one page; the safety card has a front and a back.
PAGES = {"comparison": 1, "muscle": 1, "case": 1, "case_answer": 1, "honest_words": 1, "safety": 2}


def number_of_pages(page, format_):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=format_, tagged=True)))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_on_both_papers_and_asks_no_host(name, browser):
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    asked = watch_hosts(page)
    page.set_content(make_sheet(name, TABLES, {"muscle": "scalenes", "case": LONGEST_CASE.case}).page)
    for paper in ("A4", "Letter"):
        assert number_of_pages(page, paper) <= PAGES.get(name, 9)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1").count() == page.locator("main").count() == 1 and asked == set()
    page.close()


def test_a_sheet_for_students_holds_no_answer():
    for case in CASES.values():
        sheet = make_sheet("case", TABLES, {"case": case.case}).page
        assert case.good_answer[:40] not in sheet and "careful educator" not in sheet
    assert "☐" in make_sheet("quiz", TABLES, {"lesson": "2"}).page
    explanation = "Read the right end of each bar"
    assert explanation not in make_sheet("quiz", TABLES, {"lesson": "2"}).page
    assert explanation in make_sheet("quiz_key", TABLES, {"lesson": "2"}).page


def test_both_versions_and_their_keys_belong_together():
    sheets = {name: make_sheet(name, TABLES, {"seed": 7}).page for name in ("exam_a", "exam_b", "exam_key")}
    asked = [re.findall(r"<strong>\d+\. (.*?) ?</strong>", sheets[name]) for name in ("exam_a", "exam_b")]
    assert sorted(asked[0]) == sorted(asked[1]) and asked[0] != asked[1]
    assert all(sheets["exam_key"].count(prompt) == 2 for prompt in asked[0])
    assert "the number 7" in sheets["exam_key"]


def test_a_sheet_that_is_not_there_gets_a_sentence():
    with pytest.raises(KitError, match='Did you mean "safety"'):
        make_sheet("safet", TABLES, {})
    with pytest.raises(KitError, match="Did you mean"):
        muscle_sheet(TABLES, "pirifomis")


@pytest.mark.parametrize("seed", ["7,5", "1e", "", None, -3, 10**9, "seven"])
def test_any_number_that_is_typed_gives_a_sheet_or_a_sentence(seed):
    form = HandoutForm("exam_a", TABLES)
    form.answers = {"sheet": "exam_a", "seed": seed}
    assert "mistake" not in form.sentence


def test_words_of_a_table_cannot_become_html():
    stories = TABLES.cases.assign(story="<script>alert(1)</script>")
    page = make_sheet("case", TABLES.replace(cases=stories), {}).page
    assert "<script>" not in page


# The pages made from lessons and tables


def test_the_pages_for_instructors_are_what_lessons_and_tables_make():
    assert write_handouts.ANSWER_KEY.read_text(encoding="utf-8") == write_handouts.answer_key(), "run `make handouts`"
    assert write_handouts.CURRICULUM.read_text(encoding="utf-8") == write_handouts.curriculum(TABLES), (
        "run `make handouts`"
    )


def test_a_task_stands_with_its_answer_and_without_the_note_for_instructors():
    cell = (
        "Words.\n\n**Think.** Why?\n\n<details><summary>A possible answer</summary>\n\nBecause.\n\n</details>\n\n"
        "<details><summary>For instructors</summary>\n\nHidden.\n\n</details>"
    )
    assert list(write_handouts.tasks_of(cell)) == ["**Think.** Why?\n\n*A possible answer.* Because."]
    assert list(write_handouts.tasks_of("No task here.")) == []
