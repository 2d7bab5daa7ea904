"""A lesson on a phone, on a small projector, and from one click: JupyterLab and the page without code, in Chromium."""

import json
import urllib.request

import nbformat
import pytest
from browser import NOTE_STATES, ROOT, serve_lab, small_targets, wait_until, wait_until_it_fits
from playwright.sync_api import expect

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BUTTON = '<button data-commandlinker-command="notebook:run-all-cells">Bring this page to life</button>'
FORM = "03-which-modality"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("phone")


@pytest.fixture(scope="module")
def lab(folder):
    with serve_lab(folder) as address:
        yield address


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_has_one_button_that_brings_it_to_life(path):
    first = "\n".join(cell.source for cell in nbformat.read(path, 4).cells[:4] if cell.cell_type == "markdown")
    assert first.count(BUTTON) == 1


def test_no_page_speaks_of_a_menu_but_where_a_page_without_one_hides_it():
    for path in LESSONS:
        for cell in nbformat.read(path, 4).cells:
            seen = cell.source.split('class="ml-jupyterlab"')[0] if cell.cell_type == "markdown" else ""
            assert "Run All" not in seen and "menu" not in seen, path.name


def test_one_click_runs_a_lesson_without_a_question_or_a_jump_and_the_list_of_files_leaves_room(page, lab):
    page.goto(f"{lab}/lab/tree/notebooks/{FORM}.ipynb?reset")  # A wide window comes first, with its list of files.
    expect(page.locator(".jp-DirListing").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1500)  # JupyterLab notes where everything stands.
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(NOTE_STATES)
    page.goto(f"{lab}/lab/tree/notebooks/{FORM}.ipynb")
    page.get_by_role("button", name="Bring this page to life").click(timeout=60_000)
    page.locator(".ml-form input").first.wait_for(timeout=60_000)
    page.wait_for_function("states.at(-1) === 'idle'")
    page.wait_for_timeout(300)
    assert page.locator(".jp-Dialog").count() == 0, "a question is asked"
    assert page.locator(".jp-WindowedPanel-outer").evaluate("(scroller) => scroller.scrollTop") < 50, "the page jumps"
    expect(page.locator(".jp-DirListing").first).to_be_hidden()
    assert page.locator(".jp-Notebook").first.bounding_box()["width"] > 290


def is_trusted(lab, path):
    """Return whether the server hands a notebook out as one to trust."""
    found = json.load(urllib.request.urlopen(f"{lab}/api/contents/{path}", timeout=20))["content"]
    return all(cell["metadata"].get("trusted") for cell in found["cells"] if cell["cell_type"] == "code")


def test_a_lesson_is_trusted_also_when_it_was_changed_and_another_notebook_is_not(lab, folder):
    lessons = folder / "notebooks"
    changed = nbformat.read(lessons / "11-review.ipynb", 4)
    changed.cells[0].source += " One word more."
    nbformat.write(changed, lessons / "11-review.ipynb")
    nbformat.write(changed, lessons / "from-somewhere.ipynb")
    nbformat.write(changed, folder / "11-review.ipynb")
    assert is_trusted(lab, "notebooks/11-review.ipynb")
    assert not is_trusted(lab, "notebooks/from-somewhere.ipynb") and not is_trusted(lab, "11-review.ipynb")


def test_the_form_on_a_phone_shows_nothing_of_jupyterlab_and_has_targets_for_a_finger(page, lab):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{lab}/voila/render/notebooks/{FORM}.ipynb")
    page.locator("#rendered_cells .ml-form input").first.wait_for(timeout=60_000)
    wait_until_it_fits(page, 390)
    expect(page.locator(".ml-jupyterlab:visible")).to_have_count(0)
    assert "Run All" not in page.locator("#rendered_cells").inner_text()
    wait_until(page, lambda: small_targets(page) == [])


def test_a_small_projector_shows_the_points_beside_the_questions(page, lab):
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{lab}/lab/tree/notebooks/{FORM}.ipynb?reset")
    page.get_by_role("button", name="Bring this page to life").click(timeout=60_000)
    page.locator(".ml-form input").first.wait_for(timeout=60_000)
    points = page.locator(".ml-panel .ml-points").first

    def points_beside_the_top_of_the_form():
        # JupyterLab goes back to where the button was, a moment after the cells have run.
        page.locator(".ml-form").first.evaluate("(form) => form.scrollIntoView()")
        place = points.bounding_box()
        return place and 0 < place["y"] < page.viewport_size["height"] - place["height"]

    wait_until(page, points_beside_the_top_of_the_form)
    question = page.locator(".ml-form fieldset").first.bounding_box()
    assert points.bounding_box()["x"] > question["x"] + question["width"]
