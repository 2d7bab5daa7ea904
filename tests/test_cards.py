"""Every kind of card in JupyterLab: what is clicked, typed and turned in it stays in it."""

import importlib
import inspect
import io
import pkgutil
import re

import anywidget
import matplotlib.pyplot as plt
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import faint_words, open_notebook, run_all_cells, serve_lab, wait_until_run
from playwright.sync_api import Error, expect

from modality_lab import forms
from modality_lab.forms.explorer import Explorer

# A cell for each kind of card; the explorers are made of two.
CARDS = {
    "RecommendationForm": "RecommendationForm(answers={'conditions': ['sciatica']})",
    "WeightsForm": "WeightsForm({'goals': ['flexibility']})",
    "BodyMap": "body_map(muscle='soleus')",
    "EvidenceExplorer": "EvidenceExplorer()",
    "SurveyExplorer": "SurveyExplorer(answers={'modality': 'nmt', 'attribute': 'pressure'})",
    "ModalityExplorer": "ModalityExplorer()",
    "LiveTable": "LiveTable(pd.DataFrame({'Site': [f'Site {n}' for n in range(40)]}), 'Sites')",
    "CheckForm": "CheckForm()",
    "QuizForm": "QuizForm(2)",
    "CaseForm": "CaseForm()",
    "TwoClients": "TwoClients()",
    "ClassForm": "ClassForm()",
    "HandoutForm": "HandoutForm()",
    "TableExplorer": "TableExplorer()",
    "RowsForm": "RowsForm(Exercise('swedish', Path('my-school')), 'sources')",
}
# Words that are no control, and then the controls. Safari gives controls no focus on a click: they are words there.
PLACES = (
    *("h2", "legend", ".ml-help", ".ml-panel p", ".ml-panel li", ".ml-legend", ".ml-count-of-rows", "caption", "td"),
    *(".ml-choices label", ".ml-number", "summary", "button", "input", "select", "[data-region]"),
)
NO_NUMBERS = [
    *("7,5", "1e", "1e5", "1 000", "1_000", "\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC-INDIC DIGIT ZERO}", "12 minutes"),
    *("-", "--", "+50", "Infinity", "NaN", "0x20", "\N{FULLWIDTH DIGIT FOUR}\N{FULLWIDTH DIGIT FIVE}", "9" * 400),
]


@pytest.fixture(scope="module")
def cards(browser, tmp_path_factory):
    """A notebook in JupyterLab with all cards, run."""
    folder = tmp_path_factory.mktemp("cards")
    (folder / "notebooks").mkdir()
    imports = ("import pandas as pd", "from pathlib import Path", "from modality_lab import *")
    imports += ("from modality_lab.forms.live_table import LiveTable",)
    names = "\n".join([*imports, "from IPython.display import HTML", "HTML('ready')"])
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (names, *CARDS.values())],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    nbformat.write(notebook, folder / "notebooks" / "cards.ipynb")
    with serve_lab(folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        open_notebook(page, address, "cards")
        run_all_cells(page)
        wait_until_run(page)
        yield page
        page.close()


def cells(page):
    return page.locator(".jp-Notebook .jp-Cell")


def card(page, kind):
    """Return the card of a kind; of an explorer, both of its cards."""
    return cells(page).nth(1 + list(CARDS).index(kind)).locator(".ml-form, .ml-table")


def minutes(page):
    return card(page, "RecommendationForm").get_by_role("spinbutton")


def test_every_kind_of_card_is_tried():
    modules = [
        importlib.import_module(f"modality_lab.forms.{found.name}") for found in pkgutil.iter_modules(forms.__path__)
    ]
    widgets = {name for module in modules for name, kind in vars(module).items() if _is_shown(name, kind)}
    assert widgets == CARDS.keys()


def _is_shown(name, kind):
    bases = {"AnyWidget", "Form", "ChoiceForm", "TableForm", "Explorer"}  # Nobody shows them as they are.
    is_card = inspect.isclass(kind) and issubclass(kind, (anywidget.AnyWidget, Explorer))
    return is_card and name not in bases and not name.startswith("_")


def test_a_client_is_brought_into_the_picture_by_keys_and_on_a_phone_by_a_code(cards):
    cards.set_viewport_size({"width": 1280, "height": 900})
    form = card(cards, "WeightsForm")
    chosen, code = form.get_by_label("Another client (from the list)"), form.get_by_label("or paste a code")
    chosen.focus()
    cards.keyboard.type("Theo")
    chosen.press("Enter")
    expect(form.get_by_role("row", name="Neuromuscular therapy (this client)")).to_be_visible()
    expect(form.get_by_text("The lead is clear: no single answer would turn it.")).to_be_visible()
    cards.set_viewport_size({"width": 390, "height": 900})
    code.fill("MC1/pain_pattern=specific_spot/minutes=45/0=f966/abc5")
    code.press("Enter")
    expect(form.get_by_text("Not all of this code has arrived", exact=False).first).to_be_visible()
    code.fill("MC1/pain_pattern=specific_spot/minutes=45/0=f966/abc4")
    form.get_by_role("button", name="Use the code").click()
    expect(form.get_by_text("The lead hangs on one of your two answers", exact=False)).to_be_visible()
    expect(form.get_by_role("row", name="(this client)")).to_have_count(1)
    form.get_by_role("button", name="Reset").click()
    expect(code).to_have_value("")
    cards.set_viewport_size({"width": 1280, "height": 900})


def was_clicked(found, tries=3):
    """Click the first of what is found, also where a new result takes its place meanwhile; say whether it was there."""
    if not found.count():
        return False
    try:
        found.first.click(position={"x": 3, "y": 3}, force=True, timeout=5_000)
    except Error:  # What was pressed before has only now taken it away.
        if tries == 1:
            raise
        return was_clicked(found, tries - 1)
    return True


@pytest.mark.parametrize("kind", CARDS)
def test_no_key_after_a_click_anywhere_in_a_card_reaches_the_notebook(cards, kind):
    expect(card(cards, kind).first).to_be_visible(timeout=60_000)
    number, tried = cells(cards).count(), 0
    for place in PLACES:
        if not was_clicked(card(cards, kind).locator(f"{place}:visible")):
            continue
        tried += 1
        focused = cards.evaluate("document.activeElement.closest('.ml-card') !== null")
        assert focused, f"a click on {place} leaves the keys to the notebook"
        for key in ("d", "d", "x", "b", "a", "Escape"):
            cards.keyboard.press(key)
        assert cells(cards).count() == number, f"a key after a click on {place} has changed the notebook"
    assert tried > 2
    for each in card(cards, kind).all():
        assert each.get_attribute("tabindex") == "-1", "one more stop for the Tab key"


def test_a_click_on_words_shows_no_ring_and_tab_goes_on_in_the_card(cards):
    form = card(cards, "WeightsForm")
    form.locator("legend").first.click()
    expect(form).to_be_focused()
    expect(form).to_have_css("outline-style", "none")
    cards.keyboard.press("Tab")
    assert cards.evaluate("document.activeElement.closest('.ml-card') !== null")


def test_what_takes_away_the_button_that_was_pressed_keeps_the_keys(cards):
    table, number = card(cards, "LiveTable"), cells(cards).count()
    table.get_by_label("Search in the table").fill("")
    table.get_by_role("button", name="Show all rows").click()
    expect(table.get_by_role("button", name="Show all rows")).to_be_hidden()
    expect(table).to_be_focused()
    for key in ("d", "d"):
        cards.keyboard.press(key)
    assert cells(cards).count() == number


def test_the_wheel_over_a_number_moves_the_page_and_never_the_answer(cards):
    minutes(cards).fill("45")
    minutes(cards).focus()
    minutes(cards).hover()
    before = minutes(cards).bounding_box()["y"]
    cards.mouse.wheel(0, 60)
    cards.wait_for_function(
        "([field, before]) => field.getBoundingClientRect().y !== before", arg=[minutes(cards).element_handle(), before]
    )
    expect(minutes(cards)).to_have_value("45")


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_gets_a_sentence_and_stays_where_it_was_typed(cards, typed):
    result = card(cards, "RecommendationForm").get_by_role("region", name="Result")
    minutes(cards).fill("45")
    expect(result).not_to_contain_text("is not a number")
    minutes(cards).fill("")
    minutes(cards).press_sequentially(typed) if len(typed) < 20 else minutes(cards).fill(typed)
    expect(result).to_contain_text("is not a number")
    minutes(cards).blur()
    card(cards, "RecommendationForm").get_by_label("relaxation").click()
    expect(result).to_contain_text("is not a number")
    expect(minutes(cards)).to_have_value(typed)


def test_arrows_go_in_steps_to_the_ends_and_from_what_is_no_number_nowhere(cards):
    field = minutes(cards)
    for typed, key, shown in (
        ("", "ArrowUp", "0"),
        ("", "ArrowDown", "0"),
        ("0", "ArrowDown", "0"),
        ("74", "ArrowUp", "75"),
        ("75", "ArrowDown", "70"),
        ("74", "ArrowDown", "70"),
        ("240", "ArrowUp", "240"),
        ("12 minutes", "ArrowUp", "12 minutes"),
    ):
        field.fill(typed)
        field.press(key)
        expect(field).to_have_value(shown)
    field.fill("60")
    expect(field).to_have_attribute("aria-valuenow", "60")
    assert (field.get_attribute("aria-valuemin"), field.get_attribute("aria-valuemax")) == ("0", "240")


def test_the_card_to_explore_follows_the_keys_keeps_the_focus_and_copies_the_lines(cards):
    card = cells(cards).nth(1 + list(CARDS).index("TableExplorer")).locator(".ml-form")
    card.evaluate("card => { card.style.width = '362px' }")  # As on a phone of 390.
    table = card.locator("select[data-question=table]")
    table.select_option("evidence")
    expect(card.locator(".ml-bar")).to_have_text("Evidence: 88 rows.")
    expect(card.get_by_label("Search in the table")).to_be_visible()
    card.locator("select[data-question=picture]").select_option("heat")
    expect(card.get_by_role("img")).to_have_attribute("alt", re.compile("^Evidence: 88 rows. .* against "))
    card.locator("select[data-question=first_filter]").select_option("People counted")
    low = card.locator("input[data-question=first_low]")
    low.press_sequentially("200")
    expect(card.locator(".ml-bar")).to_contain_text("of 88 rows (People counted: from 200)")
    expect(low).to_be_focused()
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth + 1"), "the card is wider than a phone"
    lines = card.locator("pre").inner_text().splitlines()
    assert lines[0] == 'table = explorer.tables["evidence"]' and len(lines) == 5
    card.get_by_role("button", name="Copy the lines").press("Enter")
    expect(card.locator("pre ~ [role=status]")).to_contain_text(re.compile("Copied|Press Ctrl"))
    wrong = Axe().run(cards, context=".ml-form:has(.ml-explored)").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in wrong] == []
    card.evaluate("card => { card.style.width = '' }")


def test_a_file_of_ones_own_is_dropped_on_the_card_to_explore(cards):
    card = cells(cards).nth(1 + list(CARDS).index("TableExplorer")).locator(".ml-form")
    content = b"Name,Minutes\nAnn,30\nBen,45\nCleo,\n"
    files = card.locator("input[type=file]")
    files.set_input_files({"name": "practice.csv", "mimeType": "text/csv", "buffer": content})
    expect(card.locator(".ml-bar")).to_have_text("Your file practice.csv: 3 rows.")
    files.set_input_files({"name": "page.csv", "mimeType": "text/csv", "buffer": b"<html><body>"})
    expect(card).to_contain_text("page.csv: this is a web page, not a table")
    expect(card.locator("pre")).to_contain_text('explorer.tables["practice.csv"]')


def test_with_a_dark_theme_cards_and_pictures_are_dark_and_can_be_read(cards):
    choose_theme(cards, "JupyterLab Dark")
    cards.evaluate("for (const folded of document.querySelectorAll('.ml-card details')) folded.open = true")
    grounds = cards.evaluate(
        "[...document.querySelectorAll('.ml-card')].map((card) => getComputedStyle(card).backgroundColor)"
    )
    assert set(grounds) == {"rgb(17, 17, 17)"}
    assert faint_words(cards, ".ml-card") == []
    explorer = cells(cards).nth(1 + list(CARDS).index("TableExplorer"))
    explorer.locator("select[data-question=table]").select_option("evidence")
    explorer.locator("select[data-question=picture]").select_option("heat")
    expect(explorer.get_by_role("img")).to_be_visible()
    images = cells(cards).locator("img:visible").all()
    assert len(images) > 1
    for image in images:
        picture = plt.imread(io.BytesIO(image.screenshot()))[..., :3]
        assert picture.mean() < 0.4 and picture.max() > 0.8, (
            "the ground of a picture is dark, and its letters are light"
        )
    choose_theme(cards, "JupyterLab Light")


def choose_theme(page, name):
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_role("menu").get_by_text("Theme", exact=True).click()
    page.get_by_role("menu").get_by_text(name, exact=True).click()
    expect(page.locator(f"body[data-jp-theme-name='{name}']")).to_have_count(1)
