"""Lessons 5 and 6 for real: their tables and explorers in JupyterLab and as pages, by mouse, by key and on a phone."""

import re
import shutil
import statistics
import time
from pathlib import Path
from string import Template

import bigger
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    measure_change,
    new_visitor,
    open_notebook,
    run_all_cells,
    serve,
    serve_lab,
    wait_until_it_fits,
    wait_until_run,
)
from explain_words import explained, meanings
from playwright.sync_api import expect

from modality_lab.forms.widget import script

EVIDENCE, SURVEY = "05-how-strong-is-the-evidence", "06-what-do-websites-say"
ROOT = Path(__file__).parents[1]
WORDS = ROOT / "src/jupyter/share/jupyter/labextensions/modality-lab/static/words.js"
SLOWEST_CHANGE = 200  # milliseconds, at ten times the rows
SLOWEST_OPENING = 10  # seconds


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with serve_lab(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def voila(lab):
    """Every notebook as a page without code; the server of JupyterLab has them too."""
    return lab


@pytest.fixture(scope="module")
def stored_lesson(browser, lab):
    """The lesson in JupyterLab as it is stored, which no test runs."""
    with new_visitor(browser) as page:
        open_notebook(page, lab, EVIDENCE)
        yield page


@pytest.fixture(scope="module")
def opened(browser, lab):
    with new_visitor(browser) as page:
        open_notebook(page, lab, EVIDENCE)
        unfold(page)
        yield page


@pytest.fixture
def live_lesson(opened):
    """The lesson in JupyterLab, run anew."""
    run_all_cells(opened)
    wait_until_run(opened)
    return opened


def open_page(page, voila, name):
    page.goto(f"{voila}/voila/render/notebooks/{name}.ipynb")
    expect(page.get_by_role("heading", name="In short")).to_be_visible(timeout=60_000)
    unfold(page)
    expect(page.locator(".ml-table tbody tr").first).to_be_visible(timeout=60_000)
    return page


def unfold(page):
    """Open what stands under a heading More: a fold of the page, or cells that JupyterLab has hidden."""
    folded = page.locator(".ml-more:not([open]) > summary, .jp-showHiddenCellsButton")
    for _ in range(folded.count()):
        folded.first.click()


def rows(page):
    return page.locator(".ml-table tbody tr")


def search(page):
    return page.locator(".ml-table").get_by_label("Search in the table")


@pytest.mark.timed
@pytest.mark.parametrize("name", [EVIDENCE, SURVEY])
def test_a_lesson_is_open_and_run_in_ten_seconds(page, lab, name):
    open_notebook(page, lab, name)
    start = time.perf_counter()
    run_all_cells(page)
    wait_until_run(page)
    expect(rows(page).first).to_be_attached()
    took = time.perf_counter() - start
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )
    assert took < SLOWEST_OPENING


@pytest.mark.parametrize("where", ["live_lesson", "voila"])
def test_the_findings_are_filtered_searched_and_sorted(page, where, request):
    there = request.getfixturevalue(where)
    page = open_page(page, there, EVIDENCE) if where == "voila" else there
    expect(page.get_by_text("Shown: 10 of 88 rows.")).to_be_visible(timeout=60_000)
    page.get_by_label("Which topic?").select_option(label="Sport performance")
    expect(page.get_by_text("Shown: 10 of 13 rows.")).to_be_visible()
    search(page).fill("sore 2017")
    expect(page.get_by_text("Shown: 4 of 4 rows, of 13 in all.")).to_be_visible()
    expect(rows(page).first).to_contain_text("A day after hard exercise")
    search(page).fill("")
    page.get_by_role("button", name="People").click()
    expect(page.locator(".ml-table th[aria-sort=ascending]")).to_have_text("People")
    people = [int(text) for text in rows(page).locator("td:nth-child(6)").all_text_contents() if text != "not stated"]
    assert people == sorted(people) and len(people) > 5
    page.get_by_role("button", name="People").click()
    expect(page.locator(".ml-table th[aria-sort=descending]")).to_have_text("People")
    assert [
        int(text) for text in rows(page).locator("td:nth-child(6)").all_text_contents() if text != "not stated"
    ] == sorted(people, reverse=True)
    expect(rows(page).last).to_contain_text("not stated")  # At the end, whichever way round.


def test_numbers_are_sorted_by_their_size_with_signs_and_decimals(page, voila):
    open_page(page, voila, EVIDENCE)
    page.get_by_role("button", name="Show all rows").click()
    button, last = page.get_by_role("button", name="Number", exact=True), "none that can be compared"
    for way in ("ascending", "descending"):
        button.click()
        expect(page.locator(f".ml-table th[aria-sort={way}]")).to_have_text("Number")
        page.get_by_role("button", name="Show all rows").click()
        cells = rows(page).locator("td:nth-child(5)").all_text_contents()
        numbers = [float(text.split()[0]) for text in cells if text != last]
        assert len(cells) == 88 and min(numbers) < -10 and numbers == sorted(numbers, reverse=way == "descending")
        assert set(cells[len(numbers) :]) == {last}, "what is no number stands at the end"


# With a minus sign and empty cells, as another table may hold them.
CELLS = ["0.5", "\N{MINUS SIGN}1.24 points", "", "0.45", "-1.8", "10", "not stated", "9"]


def test_a_table_of_ones_own_is_sorted_the_same_way(page):
    page.set_content("<div id='table'></div>")
    page.add_script_tag(content=script("table.js").replace("export default { render };", "window.render = render;"))
    page.evaluate(
        """(cells) => {
        const held = { head: ["Number"], rows: cells.map((cell) => [cell]), caption: "Numbers" };
        render({ model: { get: (name) => held[name], on() {}, off() {} }, el: document.getElementById("table") });
        document.getElementById("table").classList.add("ml-table");
    }""",
        CELLS,
    )
    for expected in (
        ["-1.8", "\N{MINUS SIGN}1.24 points", "0.45", "0.5", "9", "10"],
        ["10", "9", "0.5", "0.45", "\N{MINUS SIGN}1.24 points", "-1.8"],
    ):
        page.get_by_role("button", name="Number").click()
        cells = rows(page).all_text_contents()
        assert cells[:6] == expected and set(cells[6:]) == {"", "not stated"}


def test_keys_in_the_table_do_nothing_to_the_notebook(live_lesson):
    page = live_lesson
    expect(rows(page).first).to_be_visible(timeout=60_000)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    for control in (
        page.get_by_role("button", name="Certainty"),
        page.locator(".ml-table-frame"),
        page.get_by_role("button", name="Show more rows"),
        search(page),
    ):
        control.focus()
        for key in ("d", "d", "b", "x"):
            page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    expect(search(page)).to_have_value("ddbx")
    expect(page.get_by_text("Shown: 0 of 0 rows, of 88 in all.")).to_be_visible()


def test_a_page_that_is_not_counted_comes_back_and_is_no_link(page, voila):
    open_page(page, voila, SURVEY)
    page.get_by_role("radio", name="Deep tissue massage").check()
    page.get_by_label("Shortest session").check()
    result = page.get_by_role("region", name="Result")
    expect(result).to_contain_text("Deep tissue massage, shortest session")
    flagged = rows(page).filter(has_text="session lengths that cannot be right")
    expect(rows(page).filter(has_text="minutes")).not_to_have_count(0)  # Result and table come one after the other.
    expect(rows(page).locator("a")).not_to_have_count(0)
    page.locator(".ml-table").get_by_label("Search in the table").fill("cannot be right")
    expect(flagged).to_have_count(0)
    page.get_by_label("bring them back").check()
    expect(result).to_contain_text("Without the pages left out")
    page.locator(".ml-table").get_by_label("Search in the table").fill("cannot be right")
    expect(flagged).to_have_count(1)
    expect(flagged.locator("a")).to_have_count(0)


def test_every_row_stands_on_paper(page, voila):
    open_page(page, voila, EVIDENCE)
    expect(rows(page)).to_have_count(10)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(rows(page)).to_have_count(88)
    page.emulate_media(media="print")
    expect(search(page)).to_be_hidden()


@pytest.mark.parametrize("where", ["stored_lesson", "voila"])
def test_what_stands_under_more_is_folded_by_itself_and_opens_by_key(page, where, request):
    there = request.getfixturevalue(where)
    page = page if where == "voila" else there
    inside = page.locator("p", has_text="Studies of massage in fibromyalgia found a moderate effect.")
    if where == "stored_lesson":
        more = page.locator(".jp-Cell", has_text="More: what would the claim mean").locator(".jp-showHiddenCellsButton")
    else:
        page.goto(f"{there}/voila/render/notebooks/{EVIDENCE}.ipynb")
        more = page.locator(".ml-more > summary", has_text="More: what would the claim mean")
    expect(more).to_be_visible(timeout=60_000)
    expect(inside).to_be_hidden()
    more.press("Enter")
    expect(inside).to_be_visible()
    # The next heading of its level is no part of it, nor what stands behind that.
    expect(page.get_by_role("heading", name="How to say it honestly to a client")).to_be_visible()
    if where == "voila":
        more.press("Enter")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(inside).to_be_visible()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        expect(inside).to_be_hidden()


def test_a_long_table_is_searched(page, voila):
    open_page(page, voila, EVIDENCE)
    place = page.locator("div:has(> table + button)", has_text="Kind of source")
    place.get_by_label("Search in the table").fill("romanowski 2017")
    expect(place.get_by_role("status")).to_have_text("Shown: 1 of 56 rows.")
    place.get_by_label("Search in the table").fill("")
    place.get_by_role("button", name="Show the other 46 rows").press("Enter")
    expect(place.get_by_role("status")).to_have_text("Shown: 56 of 56 rows.")
    expect(place.locator("tbody tr").nth(10)).to_be_focused()


@pytest.fixture
def read_page(tmp_path):
    """A page to read, with a word of the glossary, its scripts and its looks."""
    frame = Template((ROOT / "src/site/reading.html").read_text(encoding="utf-8"))
    body = explained(["A <abbr>claim</abbr> is not yet a <abbr>finding</abbr>."], meanings())[0]
    (tmp_path / "page.html").write_text(frame.substitute(title="", live="", up="", body=body), encoding="utf-8")
    (tmp_path / "static").mkdir()
    for path in (ROOT / "src/site/site.css", ROOT / "src/site/wide.js", WORDS):
        shutil.copy(path, tmp_path / "static")
    return (tmp_path / "page.html").as_uri()


def meaning(page):
    return page.get_by_role("tooltip")


@pytest.mark.parametrize("where", ["stored_lesson", "read_page"])
def test_a_word_of_the_glossary_says_what_it_means_under_the_pointer_and_by_key(page, where, request):
    there = request.getfixturevalue(where)
    if where == "read_page":
        page.goto(there)
    else:
        page = there
    word = page.locator(".ml-word", has_text="finding").first
    word.hover()
    expect(meaning(page)).to_contain_text("What a study saw.")
    page.mouse.move(2, 2)
    expect(meaning(page)).to_be_hidden()
    cells = page.locator(".jp-Cell").count()
    page.locator(".ml-word", has_text="claim").first.focus()
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    expect(meaning(page)).to_contain_text("What a study saw.")
    expect(word).to_have_accessible_description(re.compile("What a study saw."))
    for key in ("d", "d", "b", "Escape"):  # In JupyterLab letters delete cells and add some.
        page.keyboard.press(key)
    expect(meaning(page)).to_be_hidden()
    assert page.locator(".jp-Cell").count() == cells
    expect(page.get_by_text("In plain words:").filter(visible=True)).to_have_count(0)


def test_a_lesson_that_was_not_run_shows_its_tables(stored_lesson):
    page = stored_lesson
    unfold(page)
    table = page.locator("table", has_text="The findings, each with its source")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() == 10
    rest = table.locator("xpath=following-sibling::details[1]")
    rest.locator("summary").click()
    expect(rest.locator("tbody tr").last).to_be_visible()
    assert rest.locator("tbody tr").count() == 78


def test_a_tap_on_a_word_shows_its_meaning_whole_on_a_phone(browser, voila):
    phone = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.goto(f"{voila}/voila/render/notebooks/01-meet-the-modalities.ipynb")
    words = phone.locator(".ml-word")
    words.first.wait_for(timeout=60_000)
    for word in words.all():
        word.tap()
        expect(meaning(phone)).to_have_text(word.get_attribute("aria-description"))
        expect(meaning(phone)).to_be_in_viewport(ratio=1)
        box, at = meaning(phone).bounding_box(), word.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert box["y"] > at["y"] or box["y"] + box["height"] < at["y"] + at["height"], "it covers the word"
    phone.locator("h1").first.tap()
    expect(meaning(phone)).to_be_hidden()
    words.first.focus()
    expect(meaning(phone)).to_be_visible()
    phone.context.close()


@pytest.mark.parametrize("name", [EVIDENCE, SURVEY])
def test_form_and_table_have_no_accessibility_finding_and_fit_a_phone(page, voila, name):
    open_page(page, voila, name)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wait_until_it_fits(page, 400)
    expect(page.get_by_text("Move the table sideways to see all of it")).to_be_visible()
    wide = page.evaluate("""[...document.querySelectorAll(".ml-form *, .ml-table *")].filter((element) =>
        !element.closest(".ml-table-frame") && element.getBoundingClientRect().right > 401).length""")
    assert wide == 0, "something of the form stands outside the page"


@pytest.fixture(scope="module")
def ten_times(tmp_path_factory):
    """A page with the explorer over ten times today's rows."""
    folder = tmp_path_factory.mktemp("ten")
    with serve("voila", bigger.write_page(folder), folder=folder) as address:
        yield address


@pytest.mark.timed
@pytest.mark.parametrize("changed", [".ml-panel", ".ml-table tbody"])
def test_a_filter_reaches_the_screen_in_time_at_ten_times_the_rows(page, ten_times, changed):
    page.goto(ten_times)
    expect(rows(page).first).to_be_visible(timeout=60_000)
    times = measure_change(page, "input[value=bring_back]", changed=changed)
    assert statistics.median(times) < SLOWEST_CHANGE, times


def test_modalities_are_compared_by_mouse_and_by_keys_on_a_phone(page, voila):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{voila}/voila/render/notebooks/02-compare-the-modalities.ipynb")
    result = page.get_by_role("region", name="Result")
    page.get_by_role("radio", name="The worked example: 8 modalities").check()
    expect(result).to_contain_text("Most alike are Shiatsu and Thai massage, which share 8 of 20.")
    expect(page.locator(".ml-count-of-rows")).to_have_text("Shown: 10 of 28 rows.")
    page.get_by_text("Only in the worked example").press("Enter")
    for name, said in (("Thai massage", "Tick one more"), ("Shiatsu", "Shiatsu and Thai massage, from the worked")):
        page.get_by_label(name).press("Space")
        expect(result).to_contain_text(said)
    page.get_by_role("combobox", name="Which chart?").select_option("For which conditions?")
    expect(page.locator(".widget-html img")).to_have_attribute("alt", re.compile("named for Shiatsu"))
    expect(rows(page)).to_have_count(1)
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
