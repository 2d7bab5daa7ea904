"""The lesson with the broken tables and the card to drop files on, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    ROOT,
    new_visitor,
    open_notebook,
    run_all_cells,
    serve_lab,
    wait_until,
    wait_until_it_fits,
    wait_until_run,
)
from damage import FAULTS, change
from playwright.sync_api import expect

from modality_lab.check.report import UPLOAD_LIMIT

LESSON = "09-break-it"
BROKEN = ROOT / "examples" / "broken-tables"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("lesson")


@pytest.fixture(scope="module")
def lab(place):
    with serve_lab(place) as address:
        yield address


def card(page):
    return page.get_by_role("region", name="Check your tables")


def choose(page, *files):
    page.get_by_label("Choose your CSV files").set_input_files(files)


@pytest.fixture(scope="module")
def opened(browser, lab):
    with new_visitor(browser) as page:
        open_notebook(page, lab, LESSON)
        yield page


@pytest.fixture
def lesson(opened):
    """The lesson run anew, with a new card."""
    return run(opened)


def run(page):
    run_all_cells(page)
    wait_until_run(page)
    expect(card(page)).to_be_visible(timeout=60_000)
    return page


def run_again(page):
    report = page.locator(".jp-CodeCell").nth(1)
    report.locator(".jp-OutputArea-output").click(position={"x": 5, "y": 5})
    page.keyboard.press("Shift+Enter")
    return report


def test_a_student_finds_and_mends_a_fault_and_the_report_shrinks(page, lab, place):
    open_notebook(page, lab, LESSON)
    lesson = run(page)
    folder = place / "notebooks" / "my-broken-tables"
    report = lesson.locator(".jp-CodeCell").nth(1)
    expect(report).to_contain_text(f'{len(FAULTS)} problems to mend in "my-broken-tables" (7 files)')
    # Through JupyterLab's own editor, as the lesson says.
    if not lesson.locator("#filebrowser").is_visible():
        lesson.locator(".jp-SideBar [data-id=filebrowser]").click()
    lesson.locator(".jp-DirListing-item", has_text="my-broken-tables").dblclick()
    lesson.locator(".jp-DirListing-item", has_text="sessions.csv").click(button="right")
    lesson.get_by_role("menu").get_by_text("Open With", exact=True).hover()
    lesson.get_by_role("menuitem", name="Editor", exact=True).click()
    line = lesson.locator(".cm-line", has_text="half an hour")
    line.click()
    lesson.keyboard.press("Control+a")
    lesson.keyboard.insert_text((BROKEN / "sessions.csv").read_text(encoding="utf-8").replace("half an hour", "30"))
    lesson.keyboard.press("Control+s")
    wait_until(lesson, lambda: "nmt,30,60" in (folder / "sessions.csv").read_text(encoding="utf-8"))
    assert "half an hour" in (BROKEN / "sessions.csv").read_text(encoding="utf-8"), "the shipped folder was changed"


def test_the_report_shrinks_to_all_good(lesson, place):
    folder = place / "notebooks" / "my-broken-tables"
    for _, file, right, wrong in FAULTS:
        if wrong in (folder / file).read_text(encoding="utf-8"):
            change(folder, file, wrong, right)
    report = run_again(lesson)
    expect(report).to_contain_text(
        'All good: there is nothing to mend in "my-broken-tables". 1 thing is allowed but odd.'
    )
    expect(report).to_contain_text("Allowed, but odd. Is it meant so?")


def test_files_are_checked_where_they_are_chosen(lesson, tmp_path):
    choose(lesson, BROKEN / "sessions.csv", BROKEN / "modalities.csv")
    expect(card(lesson).get_by_role("status")).to_have_text("3 problems to mend in your files (2 files).")
    expect(card(lesson)).to_contain_text('Row 2, column "shortest usual session" (min_minutes): found "half an hour"')
    choose(lesson, ROOT / "data" / "sessions.csv")
    expect(card(lesson).get_by_role("status")).to_have_text("All good: there is nothing to mend in your files.")
    # The same file again, as after mending it.
    choose(lesson, BROKEN / "sessions.csv")
    expect(card(lesson).get_by_role("status")).to_contain_text("2 problems to mend")


def test_files_are_checked_where_they_are_dropped(lesson):
    drop(lesson, "sessions.csv", (BROKEN / "sessions.csv").read_text(encoding="utf-8"))
    expect(card(lesson).get_by_role("status")).to_contain_text("2 problems to mend in your files.")


def drop(page, name, text):
    data = page.evaluate_handle(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name, { type: "text/csv" }));
            return data;
        }""",
        [name, text],
    )
    card(page).dispatch_event("drop", {"dataTransfer": data})


def test_a_script_in_an_uploaded_table_stays_text(lesson):
    lesson.evaluate("window.ran = false")
    text = (ROOT / "data" / "sessions.csv").read_text(encoding="utf-8")
    drop(lesson, "sessions.csv", text.replace("\nnmt,", "\n\"<img src=x onerror='window.ran = true'>\",", 1))
    expect(card(lesson)).to_contain_text("<img src=x onerror=")
    lesson.wait_for_timeout(300)
    assert lesson.evaluate("window.ran") is False


def test_the_upload_limit_is_stated_and_holds_before_anything_is_read(lesson, tmp_path):
    expect(card(lesson)).to_contain_text("together at most 8 MB")
    large = tmp_path / "rules.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    lesson.evaluate("""() => {
        window.filesRead = 0;
        const read = File.prototype.arrayBuffer;
        File.prototype.arrayBuffer = function () { window.filesRead += 1; return read.call(this); };
    }""")
    choose(lesson, large)
    status = card(lesson).get_by_role("status")
    expect(status).to_contain_text("These files have 200 MB. Allowed: together at most 8 MB.")
    assert lesson.evaluate("window.filesRead") == 0
    choose(lesson, ROOT / "data" / "sessions.csv")
    expect(status).to_contain_text("All good")
    assert lesson.evaluate("window.filesRead") == 1


def test_a_file_of_nearly_the_limit_arrives(lesson, tmp_path):
    large = tmp_path / "glossary.csv"
    row = "{},A word.,teaching_note,Words\n"
    rows = [row.format(f"word {number}") for number in range(90_000)]
    text = "term,meaning,source_id,source_section\n" + "".join(rows).replace(
        "A word.", "A word with a meaning that takes some room here."
    )
    large.write_text(text, encoding="utf-8")
    assert UPLOAD_LIMIT * 0.8 < large.stat().st_size < UPLOAD_LIMIT
    choose(lesson, large)
    expect(card(lesson).get_by_role("status")).to_contain_text("All good", timeout=60_000)


def test_keys_on_the_card_do_nothing_to_the_notebook(lesson):
    cells = lesson.locator(".jp-Notebook .jp-Cell").count()
    for control in (lesson.get_by_label("Choose your CSV files"), card(lesson).get_by_role("region", name="Result")):
        control.focus()
        for key in ("d", "d", "b", "x"):
            lesson.keyboard.press(key)
    assert lesson.locator(".jp-Notebook .jp-Cell").count() == cells
    expect(card(lesson)).to_be_visible()


def test_the_card_works_as_a_page_and_has_no_accessibility_finding(page, lab):
    page.goto(f"{lab}/voila/render/notebooks/{LESSON}.ipynb")
    expect(card(page)).to_be_visible(timeout=60_000)
    choose(page, BROKEN / "sessions.csv")
    expect(card(page).get_by_role("status")).to_contain_text("2 problems to mend in your files.")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wait_until_it_fits(page, 400)
    page.wait_for_function(
        "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.ml-files'))"
    )
