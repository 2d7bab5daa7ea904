"""The pages for real: JupyterLab and the form as a page, in Chromium, by mouse and by keyboard."""

import re
import statistics

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import (
    ROOT,
    measure_change,
    new_visitor,
    open_next_notebook,
    open_notebook,
    run_all_cells,
    serve,
    serve_form,
    serve_lab,
    small_targets,
    wait_until,
    wait_until_it_fits,
    wait_until_run,
    watch_hosts,
)
from playwright.sync_api import expect

from modality_lab import load_tables

FORM = "03-which-modality"
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
SLOWEST_CHANGE = 150  # milliseconds
SAFETY = load_tables().safety_questions.sort_values("position")["group"].to_list()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with serve_lab(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def form_page(tmp_path_factory):
    with serve_form(tmp_path_factory.mktemp("form")) as address:
        yield address


def test_the_checks_of_pages_can_go_red(browser, console):
    page = browser.new_page()
    asked = watch_hosts(page)
    page.set_content('<img src="http://outside.invalid/font.png"><input><script>nowhere();</script>')
    assert asked == {"outside.invalid"}
    wait_until(page, lambda: len(console) == 2)
    assert "nowhere is not defined" in console and "Failed to load resource" in str(console)
    console.clear()
    found = {violation["id"] for violation in Axe().run(page).response["violations"]}
    assert {"label", "image-alt"} <= found
    page.close()


@pytest.fixture(scope="module")
def form_lesson(browser, lab):
    with new_visitor(browser) as page:
        open_notebook(page, lab, FORM)
        yield page


@pytest.fixture
def live_form(form_lesson):
    """The lesson with the form, run anew: a form that nobody has touched."""
    return run_form(form_lesson)


def run_form(page):
    run_all_cells(page)
    wait_until_run(page)
    expect(result(page)).to_contain_text("fits these answers better: 5 of 5 points", timeout=60_000)
    return page


def result(page):
    return page.get_by_role("region", name="Result")


def first_question(page, group):
    return page.get_by_role("group", name=re.compile(f"^{group}"))


def answer_first(page, group, answer):
    """Answer the first question about a group of flags."""
    first_question(page, group).get_by_role("radio", name=answer, exact=True).check()


def answered(page, group):
    """Return what is answered to the first question about a group of flags."""
    return first_question(page, group).locator(".ml-asked label", has=page.locator("input:checked"))


def asked_groups(page):
    """Return the groups of flags whose first question can be seen, in their order."""
    return page.locator(".ml-ask:visible legend b").all_inner_texts()


def cell_count(page):
    return page.locator(".jp-Notebook .jp-Cell").count()


# JupyterLab


def test_the_kit_opens_on_the_start_page_without_pop_ups(page, lab):
    page.goto(lab)
    expect(page.get_by_role("heading", name="Modality Lab: start here")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(3000)  # Pop-ups come late.
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    saving = page.evaluate(
        """async (lab) => {
            const settings = await fetch(`${lab}/lab/api/settings/@jupyterlab/docmanager-extension:plugin`);
            return (await settings.json()).schema.properties.autosave.default;
        }""",
        lab,
    )
    assert saving is False, "a lesson that was run would be stored over the one that ships"
    expect(page.locator(".jp-mod-single-document, [data-shell-mode=single-document]")).not_to_have_count(0)


@pytest.fixture(scope="module")
def window(browser, lab):
    """A window with one of the lessons."""
    with new_visitor(browser) as page:
        open_notebook(page, lab, NOTEBOOKS[-1])
        yield page


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_opens_and_runs_from_the_menu_without_an_error(window, lab, name):
    page = window
    open_next_notebook(page, lab, name)
    assert page.locator(".jp-Dialog").count() == 0, "a question is asked"
    run_all_cells(page)
    wait_until_run(page)
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )
    # One cell, at the end of the lesson that leads to code, is for a reader to type into.
    is_open = 1 if name == "13-explore" else 0
    assert page.locator(".jp-CodeCell .jp-InputArea-editor:visible").count() == is_open, "code is open"


def test_a_form_that_was_not_run_yet_shows_its_example(form_lesson):
    output = form_lesson.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("In JupyterLab the button at the top of the page brings it to life")
    expect(output).to_contain_text("Neuromuscular therapy fits these answers better: 5 of 5 points, if none of")
    expect(output).to_contain_text("■■■■■")


def test_the_form_answers_to_the_mouse(live_form):
    live_form.get_by_label("throughout the body", exact=True).check()
    live_form.get_by_label("relaxation").check()
    expect(result(live_form)).to_contain_text("fit these answers equally well: 4 points each, if none of")
    expect(result(live_form)).to_contain_text("These answers pull in different directions")
    live_form.get_by_label("sciatica", exact=True).uncheck()
    expect(result(live_form)).to_contain_text("Deep tissue massage fits these answers better: 4 of 6 points.")


def test_the_form_answers_to_the_keyboard_and_the_notebook_does_not(live_form):
    cells = cell_count(live_form)
    first = live_form.get_by_label("in one specific spot or area")
    first.focus()
    live_form.keyboard.press("ArrowDown")
    expect(live_form.get_by_label("throughout the body", exact=True)).to_be_checked()
    expect(result(live_form)).to_contain_text("3 of 5 points")
    # In JupyterLab these keys would delete the cell, insert one, or move to another.
    for key in ("d", "d", "b", "a", "x", "m", "ArrowUp"):
        live_form.keyboard.press(key)
    expect(first).to_be_checked()
    live_form.get_by_label("back of the neck", exact=True).focus()
    live_form.keyboard.press("Space")
    for key in ("d", "d", "b", "x"):
        live_form.keyboard.press(key)
    expect(result(live_form)).to_contain_text("6 of 6 points")
    for control in (live_form.get_by_role("button", name="Reset"), result(live_form)):
        control.focus()
        for key in ("d", "d", "b"):
            live_form.keyboard.press(key)
    assert cell_count(live_form) == cells
    expect(live_form.get_by_role("button", name="Reset")).to_be_visible()


def test_a_number_is_followed_key_by_key(live_form):
    minutes = live_form.get_by_label("How many minutes are free for a session?").locator("visible=true").last
    minutes.fill("")
    expect(result(live_form)).to_contain_text("4 of 4 points")
    minutes.press_sequentially("75")
    expect(result(live_form)).to_contain_text("4 of 5 points")
    minutes.press("ArrowUp")
    expect(minutes).to_have_value("80")
    minutes.fill("999")
    expect(result(live_form)).to_contain_text('"999" cannot be used')
    expect(result(live_form)).to_contain_text("4 of 4 points")
    minutes.fill("")
    minutes.press_sequentially("1e")
    expect(result(live_form)).to_contain_text(
        'What stands in "How many minutes are free for a session?" (question "minutes") is not a number.'
    )


def test_reset_empties_the_form_and_download_gives_a_page_to_print(live_form, browser, tmp_path):
    with live_form.expect_download() as download:
        # All at once: what is still on its way to Python belongs on the page too.
        live_form.evaluate(
            """(labels) => {
            const choose = (kind, words) =>
                [...document.querySelectorAll(`.ml-form ${kind}`)].find((each) => each.textContent === words).click();
            for (const words of labels) choose("label", words);
            choose("button", "Download the result");
        }""",
            ["back of the neck", "hip", "fibromyalgia", "relaxation", "stress relief", "regularly, to stay well"],
        )
    assert download.value.suggested_filename == "modality-lab-result.html"
    saved = tmp_path / "result.html"
    download.value.save_as(saved)
    printed = browser.new_page()
    printed.goto(saved.as_uri())
    expect(printed.get_by_role("heading", name="Which modality fits?")).to_be_visible()
    expect(printed.locator("dd")).to_have_text(
        [
            "in one specific spot or area",
            "back of the neck and hip",
            "fibromyalgia and sciatica",
            "relaxation and stress relief",
            "45 minutes",
            "regularly, to stay well",
        ]
    )
    assert printed.pdf(path=tmp_path / "result.pdf", format="A4").count(b"/Type /Page\n") <= 3, "result and note"
    printed.close()

    live_form.get_by_role("button", name="Reset").click()
    expect(result(live_form)).to_contain_text("No question is answered yet")
    expect(live_form.get_by_label("sciatica", exact=True)).not_to_be_checked()


def test_a_red_flag_refers_on_and_is_seen_on_the_printed_page(live_form, browser, tmp_path):
    answer_first(live_form, "Symptoms right now", "yes")
    flag = live_form.get_by_label("chest pain or pressure, also spreading to jaw")
    flag.check()
    expect(result(live_form)).to_contain_text("Give no massage and call the emergency services now (chest pain")
    expect(result(live_form)).to_contain_text("Set aside: what the sources alone would say")
    expect(live_form.locator("summary", has_text="Tick what applies (1 ticked)")).to_be_visible()
    with live_form.expect_download() as download:
        live_form.get_by_role("button", name="Download the result").click()
    saved = tmp_path / "result.html"
    download.value.save_as(saved)
    printed = browser.new_page()
    printed.goto(saved.as_uri())
    printed.emulate_media(media="print")
    expect(printed.get_by_role("group", name="Safety")).to_be_visible()
    expect(printed.locator(".ml-outcome")).to_contain_text("call the emergency services now")
    printed.close()
    flag.uncheck()
    expect(result(live_form)).not_to_contain_text("Refer on")
    expect(result(live_form).locator(".ml-outcome")).to_contain_text("Yes to symptoms right now: tick what applies.")
    expect(result(live_form).locator(".ml-outcome")).to_contain_text("5 of 5 points")


def test_a_yes_opens_its_flags_by_key_and_a_caution_leaves_a_modality_out(live_form):
    cells = cell_count(live_form)
    asked = first_question(live_form, "Medicines, implants and allergies")
    asked.get_by_role("radio", name="not asked yet").focus()
    live_form.keyboard.press("ArrowLeft")
    expect(asked.get_by_role("radio", name="yes")).to_be_checked()
    live_form.keyboard.press("Tab")
    expect(asked.locator("summary")).to_be_focused()
    live_form.keyboard.press("Tab")
    expect(asked.get_by_label("takes blood thinners")).to_be_focused()
    live_form.keyboard.press("Space")
    for key in ("d", "d", "b"):
        live_form.keyboard.press(key)
    assert cell_count(live_form) == cells
    expect(result(live_form)).to_contain_text(
        "Deep tissue massage is left out: no deep pressure (takes blood thinners)."
    )
    expect(result(live_form)).to_contain_text(
        "Neuromuscular therapy remains, with 5 of 5 points, if none of this applies, but no firm point "
        "pressure: keep pressure on any point light"
    )


def test_from_question_to_question_is_one_tab_and_no_key_leaves_the_search(live_form):
    cells = cell_count(live_form)
    search = live_form.get_by_label("Find a word, such as clot")
    search.focus()
    for key in ("Enter", "ArrowDown", "ArrowUp", "d", "d"):
        live_form.keyboard.press(key)
        expect(search).to_be_focused()
    expect(search).to_have_value("dd")
    search.fill("")
    for group in asked_groups(live_form):
        live_form.keyboard.press("Tab")
        expect(first_question(live_form, group).get_by_role("radio", name="not asked yet")).to_be_focused()
    live_form.keyboard.press("ArrowRight")
    expect(answered(live_form, "Other health and consent")).to_have_text("none of these")
    live_form.keyboard.press("Shift+Tab")
    for key in ("x", "d", "d", "a"):
        live_form.keyboard.press(key)
    assert cell_count(live_form) == cells


def test_pointing_at_the_body_ticks_the_area_and_shows_its_caution(live_form):
    live_form.locator(".ml-body [data-region=low_back]").click()
    expect(live_form.get_by_label("lower back", exact=True)).to_be_checked()
    expect(result(live_form)).to_contain_text("6 of 6 points")
    expect(result(live_form)).to_contain_text("Take care within these areas")
    area = live_form.get_by_role("button", name="lower back, back, area of caution")
    expect(area).to_have_attribute("aria-pressed", "true")
    live_form.get_by_label("lower back", exact=True).uncheck()
    expect(live_form.get_by_role("button", name="lower back, back")).to_have_attribute("aria-pressed", "false")


# The body to explore


@pytest.fixture(scope="module")
def opened_body(browser, lab):
    with new_visitor(browser) as page:
        page.goto(f"{lab}/voila/render/notebooks/08-press-here-felt-there.ipynb")
        expect(result(page)).to_contain_text("Gluteus medius: pressed at the hip", timeout=60_000)
        # The quiz below has bodies of its own, which are tried in test_class_pages.
        page.evaluate("for (const card of document.querySelectorAll('.ml-quiz')) card.closest('.ml-card').remove()")
        yield page


@pytest.fixture
def body_page(opened_body):
    """The body to explore, with the muscle that it begins with."""
    opened_body.locator("select[data-question=muscle]").select_option("gluteus_medius")
    expect(result(opened_body)).to_contain_text("Gluteus medius: pressed at the hip")
    return opened_body


def test_every_area_is_reached_and_named_by_keyboard_and_says_the_same_as_a_click(body_page):
    areas = body_page.locator(".ml-body [data-region]")
    expected = areas.evaluate_all("(areas) => areas.map((area) => area.dataset.region + ' ' + area.dataset.view)")
    assert len(expected) == len(set(expected)) == 29
    body_page.get_by_label("Or choose a muscle").focus()
    body_page.keyboard.press("Shift+Tab")
    body_page.keyboard.press("Shift+Tab")  # The list of areas comes between.
    body_page.keyboard.press("Home")
    reached = []
    for _ in expected:
        here = body_page.evaluate(
            "() => { const { region, view } = document.activeElement.dataset; return region + ' ' + view; }"
        )
        name = body_page.evaluate("() => document.activeElement.getAttribute('aria-label')")
        assert name.split(", ")[1] == here.split()[1], name
        reached.append(here)
        body_page.keyboard.press("Space")
        expect(body_page.get_by_label("Choose an area of the body").locator("visible=true").last).to_have_value(
            here.split()[0]
        )
        expect(result(body_page).locator(".ml-outcome")).to_contain_text(
            f"{name.split(', ')[0]}: our patterns name", ignore_case=True
        )
        by_key = result(body_page).locator(".ml-outcome").inner_text()
        body_page.keyboard.press("Space")
        expect(result(body_page)).to_contain_text("31 patterns to look at")
        body_page.locator(f".ml-body [data-region={here.split()[0]}][data-view={here.split()[1]}]").dispatch_event(
            "click"
        )
        expect(result(body_page).locator(".ml-outcome")).to_have_text(by_key)
        body_page.keyboard.press("Space")
        expect(result(body_page)).to_contain_text("31 patterns to look at")
        body_page.keyboard.press("ArrowDown")
    assert sorted(reached) == sorted(expected)
    ring = body_page.evaluate("getComputedStyle(document.querySelector('.ml-by-key :focus path')).stroke")
    assert ring == "rgb(230, 159, 0)", "after a click Safari knows by the class alone that a ring is due"


def test_a_quick_second_press_takes_the_first_back(body_page):
    expect(result(body_page)).to_contain_text("Gluteus medius")
    body_page.locator(".ml-body [data-region=calf]").first.evaluate("""(area) => {
        area.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        area.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }""")
    expect(result(body_page)).to_contain_text("31 patterns to look at")


def test_the_list_beside_the_body_does_the_same(body_page):
    body_page.locator("select[data-question=muscle]").select_option("infraspinatus")
    expect(result(body_page)).to_contain_text("Infraspinatus: pressed at the upper back")
    expect(body_page.get_by_role("button", name="upper back, back, pressed here")).to_be_visible()
    expect(body_page.get_by_role("button", name="hand, front, felt there")).to_be_visible()
    expect(body_page.locator(".ml-legend")).to_have_text("pressed herefelt there")
    body_page.locator("select[data-question=region]").select_option("head")
    expect(result(body_page)).to_contain_text("Head and face: our patterns name 7 muscles for pain here")
    expect(body_page.locator("select[data-question=muscle]")).to_have_value("")


def test_the_body_has_no_accessibility_finding_and_fits_a_phone_and_a_large_print(body_page):
    found = Axe().run(body_page)
    assert found.violations_count == 0, found.generate_report()
    for width in (400, 640):  # 640 is a screen of 1280 at 200 %.
        wait_until_it_fits(body_page, width)


def test_a_touch_on_the_body_chooses(browser, lab):
    context = browser.new_context(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{lab}/voila/render/notebooks/08-press-here-felt-there.ipynb")
    expect(result(page)).to_contain_text("Gluteus medius", timeout=60_000)
    page.locator(".ml-body [data-region=calf] path").first.tap()
    expect(result(page)).to_contain_text("Calf: our patterns name")
    context.close()


def test_the_weights_move_the_result_and_a_note_is_no_larger_than_what_it_is_about(page, lab):
    open_notebook(page, lab, "04-how-the-recommendation-works")
    run_all_cells(page)
    expect(result(page)).to_contain_text(
        "Deep tissue massage fits these answers better: 6 of 11 points.", timeout=60_000
    )
    for place, note in ((".ml-result", 14), (".ml-form", 15)):
        first = page.locator(f"{place} li .ml-small").first
        expect(first).to_have_css("font-size", f"{note}px")
        assert first.evaluate("note => parseFloat(getComputedStyle(note.closest('li')).fontSize)") >= note
    weight = page.locator("input[data-question=reason_to_choose]")
    weight.fill("1")
    expect(result(page)).to_contain_text("fit these answers equally well: 4 points each.")
    weight.press("ArrowUp")
    expect(result(page)).to_contain_text("6 of 11 points.")


# The form as a page


@pytest.fixture
def open_form(page, form_page):
    page.goto(form_page)
    expect(result(page)).to_contain_text("5 of 5 points", timeout=60_000)
    return page


def test_the_page_shows_no_code_and_answers(open_form):
    assert "import RecommendationForm" not in open_form.inner_text("body")
    open_form.get_by_label("throughout the body", exact=True).check()
    expect(result(open_form)).to_contain_text("3 of 5 points")
    open_form.keyboard.press("ArrowUp")
    expect(open_form.get_by_label("in one specific spot or area")).to_be_checked()
    expect(result(open_form)).to_contain_text("5 of 5 points")


def test_only_a_yes_opens_flags_and_taking_it_back_unticks_them(open_form):
    expect(open_form.locator(".ml-ask input:checked")).to_have_count(len(SAFETY))
    assert asked_groups(open_form) == SAFETY
    flag = open_form.get_by_label("a headache with fever")
    expect(flag).to_be_hidden()
    for group in SAFETY:
        expect(answered(open_form, group)).to_have_text("not asked yet")
    for takes_back in ("none of these", "not asked yet"):
        answer_first(open_form, "Headache", "yes")
        flag.check()
        expect(result(open_form)).to_contain_text("a headache with fever")
        answer_first(open_form, "Headache", takes_back)
        expect(flag).to_be_hidden()
        expect(flag).not_to_be_checked()
        expect(result(open_form).locator(".ml-outcome")).to_contain_text("5 of 5 points")
    answer_first(open_form, "Headache", "yes")
    expect(flag).not_to_be_checked()
    flag.check()
    flag.uncheck()
    expect(result(open_form).locator(".ml-outcome")).to_contain_text("5 of 5 points")
    expect(answered(open_form, "Headache")).to_have_text("yes")
    open_form.get_by_role("button", name="Reset").click()
    expect(result(open_form)).to_contain_text("No question is answered yet")
    expect(answered(open_form, "Headache")).to_have_text("not asked yet")
    expect(flag).to_be_hidden()


def test_what_was_answered_stays_when_the_result_comes(open_form):
    answer_first(open_form, "Pregnancy", "none of these")
    answer_first(open_form, "Cancer", "yes")
    open_form.get_by_label("throughout the body", exact=True).check()
    expect(result(open_form)).to_contain_text("3 of 5 points")
    open_form.get_by_label("in one specific spot or area").check()
    expect(result(open_form)).to_contain_text("5 of 5 points")
    expect(answered(open_form, "Pregnancy")).to_have_text("none of these")
    expect(answered(open_form, "Cancer")).to_have_text("yes")
    expect(answered(open_form, "Headache")).to_have_text("not asked yet")
    expect(open_form.get_by_label("cancer that has spread to a bone")).to_be_visible()


def test_a_word_finds_its_flags_and_an_empty_field_brings_all_back(open_form):
    search = open_form.get_by_label("Find a word, such as clot")
    found = open_form.locator(".ml-search").get_by_role("status")
    search.fill(" Clot ")
    expect(found).to_have_text("Found: 4 under 2 questions.")
    assert asked_groups(open_form) == ["Symptoms right now", "Heart and blood vessels"]
    expect(open_form.get_by_label("new or unexplained in one leg")).to_be_visible()
    expect(open_form.get_by_label("varicose veins")).to_be_hidden()
    expect(first_question(open_form, "Heart and blood vessels").locator("legend")).to_contain_text("Anything with")
    expect(answered(open_form, "Heart and blood vessels")).to_have_text("not asked yet")
    open_form.get_by_label("a blood clot in a deep vein").check()
    expect(answered(open_form, "Heart and blood vessels")).to_have_text("yes")
    expect(result(open_form)).to_contain_text("a blood clot in a deep vein")
    assert asked_groups(open_form) == ["Symptoms right now", "Heart and blood vessels"], "the reply ends the search"
    # No flag says so, but a question knows the word: all that it asks may be meant.
    search.fill("embolism")
    expect(found).to_have_text("Found: 21 under 1 question.")
    search.fill("guitar")
    expect(found).to_contain_text("Nothing found.")
    assert asked_groups(open_form) == []
    search.fill("")
    expect(found).to_be_empty()
    assert asked_groups(open_form) == SAFETY
    expect(open_form.get_by_label("new or unexplained in one leg")).to_be_hidden()
    expect(open_form.get_by_label("varicose veins")).to_be_visible()
    search.fill("clot")
    open_form.get_by_role("button", name="Reset").click()
    expect(search).to_be_empty()
    expect(answered(open_form, "Heart and blood vessels")).to_have_text("not asked yet")
    assert asked_groups(open_form) == SAFETY


FILLED_FORM = """
import pandas as pd

from modality_lab import RecommendationForm, load_tables

kit = load_tables()
own = kit.cautions.head(1).assign(flag="cold_room", label="is cold here", group="Our rooms", kind="adapt")
asked = {"Headache": "none", "Pregnancy": "yes", "Cancer": "none", "Our rooms": "none"}
RecommendationForm(
    kit.replace(cautions=pd.concat([kit.cautions, own])),
    answers={"health_flags": ["asthma", "chemotherapy"], "safety_asked": asked},
)
"""


@pytest.fixture(scope="module")
def filled_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    (folder / "notebooks").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FILLED_FORM)])
    nbformat.write(notebook, folder / "notebooks" / "filled.ipynb")
    with serve("voila", "notebooks/filled.ipynb", folder=folder) as address:
        yield address


def test_a_form_filled_beforehand_shows_what_was_asked_and_a_group_of_ones_own_is_asked_last(page, filled_page):
    page.goto(filled_page)
    expect(page.get_by_label("asthma", exact=True)).to_be_checked(timeout=60_000)
    assert asked_groups(page) == [*SAFETY, "Our rooms"]
    expect(answered(page, "Other health and consent")).to_have_text("yes")
    expect(page.get_by_label("asthma", exact=True)).to_be_visible()
    expect(answered(page, "Cancer")).to_have_text("yes")  # A flag that is ticked says more than "none".
    expect(answered(page, "Headache")).to_have_text("none of these")
    expect(answered(page, "Pregnancy")).to_have_text("yes")
    expect(page.get_by_label("is pregnant", exact=True)).to_be_visible()
    expect(answered(page, "Our rooms")).to_have_text("none of these")
    expect(answered(page, "Symptoms right now")).to_have_text("not asked yet")
    answer_first(page, "Our rooms", "yes")
    page.get_by_label("is cold here").check()
    expect(result(page)).to_contain_text("is cold here", ignore_case=True)
    page.get_by_label("Find a word, such as clot").fill("rooms")
    assert asked_groups(page) == ["Our rooms"]


def test_the_page_has_no_accessibility_finding(open_form):
    found = Axe().run(open_form)
    assert found.violations_count == 0, found.generate_report()
    answer_first(open_form, "Symptoms right now", "yes")
    open_form.get_by_label("Find a word, such as clot").fill("clot")
    expect(open_form.locator(".ml-search").get_by_role("status")).to_contain_text("Found")
    found = Axe().run(open_form)
    assert found.violations_count == 0, found.generate_report()


def test_the_questions_about_safety_are_low_on_a_screen_and_large_enough_for_a_finger(open_form):
    safety = open_form.locator(".ml-form fieldset").first
    assert safety.bounding_box()["height"] < 1.5 * open_form.viewport_size["height"]
    for width in (1280, 390):
        wait_until_it_fits(open_form, width)
        for line in open_form.locator(".ml-asked").all():
            assert all(label.bounding_box()["height"] >= 24 for label in line.locator("label").all())
    answer_first(open_form, "Bones, joints and injuries", "yes")
    wait_until_it_fits(open_form, 390)


def test_the_page_fits_a_phone(open_form):
    wait_until_it_fits(open_form, 400)
    assert (
        open_form.locator(".ml-form").first.evaluate("(form) => parseFloat(getComputedStyle(form).fontSize)") >= 17
    ), "too small on a projector"
    open_form.get_by_label("relaxation").check()
    expect(open_form.get_by_role("status").filter(has_text="6 of 8 points")).to_be_in_viewport()
    below = open_form.locator(".ml-bar").evaluate("(bar) => innerHeight - bar.getBoundingClientRect().bottom")
    assert below == 0, "the page shows below the bar with the result"
    wait_until_it_fits(open_form, 400)


@pytest.mark.parametrize(
    "name", [name for name in NOTEBOOKS if name[:2] in ("00", "01", "02", "04", "07", "13")]
)  # The others have tests of their own.
def test_a_lesson_as_a_page_has_no_accessibility_finding_and_can_be_read_on_a_phone(page, lab, name):
    page.goto(f"{lab}/voila/render/notebooks/{name}.ipynb")
    expect(page.locator("#rendered_cells")).to_be_visible(timeout=60_000)
    wait_until_it_fits(page, 400)
    if name[:2] == "02":  # Its tables are wider than a phone.
        page.locator("[aria-label='Wider than the page: arrow keys move it sideways'][tabindex='0']").first.wait_for(
            state="attached"  # The first of them is folded.
        )
    page.wait_for_function("""() => {
        const fits = (frame) => frame.getBoundingClientRect().right <= 400;
        const isReached = (frame) => frame.scrollWidth > frame.clientWidth === frame.hasAttribute("tabindex");
        const frames = [...document.querySelectorAll("#rendered_cells .jp-RenderedHTML")];
        return frames.every((frame) => fits(frame) && isReached(frame));
    }""")
    expect(page.locator(".ml-jupyterlab:visible")).to_have_count(0)
    wait_until(page, lambda: small_targets(page) == [])
    # The drawing for a phone; test_charts holds how large its letters are.
    page.wait_for_function("""() => {
        const charts = [...document.querySelectorAll("figure img, .ml-explored img")];
        return charts.length && charts.every((chart) => chart.naturalWidth < 1000 && chart.width <= 376);
    }""")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_binder_serves_the_page_beside_the_lessons(page, lab):
    """On Binder the form is a page of the same server as JupyterLab: this is its launch address."""
    page.goto(f"{lab}/voila/render/notebooks/{FORM}.ipynb")
    expect(result(page)).to_contain_text("5 of 5 points", timeout=60_000)
    page.get_by_label("throughout the body", exact=True).check()
    expect(result(page)).to_contain_text("3 of 5 points")


@pytest.mark.timed
@pytest.mark.parametrize("where", ["live_form", "open_form"])
def test_a_change_reaches_the_screen_in_time(where, request):
    page = request.getfixturevalue(where)
    times = measure_change(page, "input[value=relaxation]")
    assert statistics.median(times) < SLOWEST_CHANGE, times


# The last in this file: what it ends others would need.
def test_a_kernel_that_has_stopped_is_noticed(live_form, lab, console):
    live_form.evaluate(
        """async ([lab, lesson]) => {
            const headers = { "X-XSRFToken": document.cookie.match("_xsrf=([^;]*)")[1] };
            for (const { id, path } of await (await fetch(`${lab}/api/sessions`)).json()) {
                if (path.includes(lesson)) await fetch(`${lab}/api/sessions/${id}`, { method: "DELETE", headers });
            }
        }""",
        [lab, FORM],
    )
    live_form.wait_for_timeout(1000)
    live_form.keyboard.press("Escape")
    live_form.evaluate("document.querySelector('input[value=relaxation]').click()")
    expect(result(live_form)).to_contain_text("The kit has not answered for five seconds")
    # JupyterLab says there, and nowhere else, that it could not send the change.
    console[:] = [error for error in console if not error.startswith("Could not send widget sync message")]
