"""What a student and an instructor do on their pages, in a browser: read, decide, answer, send, count, print."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import serve, wait_until_it_fits
from playwright.sync_api import expect
from strategies import TABLES

from modality_lab.cases import cases
from modality_lab.classroom import Decision, Record, client_code, read_lines

CASES = cases(TABLES)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    with serve("voila", folder=tmp_path_factory.mktemp("pages")) as address:
        yield f"{address}/voila/render/notebooks"


@pytest.fixture
def cases_page(page, pages):
    page.goto(f"{pages}/10-decide-first.ipynb")
    expect(page.get_by_label("Client:")).to_be_visible(timeout=60_000)
    return page


@pytest.fixture
def class_page(page, pages):
    page.goto(f"{pages}/12-for-the-class.ipynb")
    expect(page.get_by_label("Pasted lines:")).to_be_visible(timeout=60_000)
    return page


def code_of(case):
    return client_code(CASES[case].answers, TABLES)


def decided(page):
    return page.get_by_role("region", name="Your decision and a careful one")


def test_a_student_reads_commits_and_only_then_sees(cases_page):
    page = cases_page
    page.get_by_label("Client:").select_option("dana_wants_elbows")
    assert not page.locator(".ml-case input:checked:not([value=''])").count() or not decided(page).is_visible()
    page.get_by_role("button", name="Commit").click()
    expect(decided(page)).to_contain_text("Decide first")
    page.locator(".ml-case").get_by_role("radio", name="Deep tissue massage").check()
    page.get_by_role("radio", name="fairly sure").check()
    page.get_by_label("Why?").fill("She wants it deep & firm")
    page.get_by_role("button", name="Commit").click()
    expect(decided(page)).to_contain_text("A careful educator decides: Ask first, before any work.")
    expect(decided(page)).to_contain_text("blood")
    assert decided(page).evaluate("(panel) => document.activeElement === panel")
    line = page.get_by_label("Your line for the instructor").first.input_value()
    (record,) = read_lines(line).records
    assert record.cases == {"dana_wants_elbows": Decision("dtm", 2, "She wants it deep & firm")}
    page.get_by_role("button", name="Next client").click()
    expect(decided(page)).to_be_hidden()
    assert page.get_by_label("Why?").input_value() == ""


def test_a_student_decides_by_keyboard_alone(cases_page):
    page = cases_page
    page.get_by_label("Client:").focus()
    page.locator(".ml-case").get_by_role("radio", name="Refer on").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="not sure").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Why?").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(decided(page)).to_contain_text("A careful educator decides")


@pytest.mark.parametrize("name", ["10-decide-first", "12-for-the-class", "08-press-here-felt-there"])
def test_a_page_with_cards_fits_a_phone_and_has_no_accessibility_finding(page, pages, name):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{pages}/{name}.ipynb")
    expect(page.locator(".ml-card").first).to_be_visible(timeout=60_000)
    wait_until_it_fits(page, 390)
    found = Axe().run(page, context=".ml-card").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def test_a_client_is_chosen_pasted_and_opened_by_an_address(page, pages):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{pages}/03-which-modality.ipynb?client={quote(code_of('dana_wants_elbows'), safe='')}")
    result = page.get_by_role("region", name="Result").first
    code, pasted = page.get_by_label("These answers as a code"), page.get_by_label("or paste a code:")
    expect(result).to_contain_text("Deep tissue massage is left out", timeout=60_000)
    assert code.input_value() == code_of("dana_wants_elbows")
    page.get_by_label("Start from (from the list)").select_option("theo_one_spot")
    expect(result).to_contain_text("Neuromuscular therapy fits these answers better: 7 of 7 points.")
    expect(page.get_by_role("radio", name="several visits for one problem")).to_be_checked()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("The address is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query)["client"] == [code_of("theo_one_spot")]
    page.set_viewport_size({"width": 390, "height": 800})
    pasted.fill(f"> {code_of('anneke_end_of_term')[:-2]}")
    page.get_by_role("button", name="Use the code").click()
    expect(result).to_contain_text("Not all of this code has arrived")
    expect(result).to_contain_text("7 of 7 points")
    pasted.fill(f"Kim: {code_of('anneke_end_of_term')} what would you do?")
    pasted.press("Enter")
    expect(result).to_contain_text("no deep work: use no strong pressure on that quarter of the body")
    expect(result).not_to_contain_text("Not all of this code")
    page.get_by_role("button", name="Copy the code").click()
    assert page.evaluate("navigator.clipboard.readText()") == code_of("anneke_end_of_term")
    wait_until_it_fits(page, 390)
    assert [each["id"] for each in Axe().run(page, context=".ml-card").response["violations"]] == []
    page.get_by_role("button", name="Reset").click()
    expect(code).to_be_hidden()
    assert pasted.input_value() == ""


def test_what_nobody_has_asked_stands_below_the_story_and_a_code_is_set_beside_a_client(cases_page):
    page = cases_page
    page.get_by_label("Client:").select_option("chris_twenty_minutes")
    expect(page.locator(".ml-story")).to_contain_text("Nobody has asked yet about: headache; back or neck pain.")
    page.get_by_label("or paste a code:").last.fill(code_of("otis_running_late"))
    page.get_by_role("button", name="Use the code").last.click()
    expect(page.get_by_text("The other client (from a code)")).to_be_visible()


def test_a_quiz_says_why_and_counts_the_first_try(page, pages):
    page.goto(f"{pages}/02-compare-the-modalities.ipynb")
    card = page.locator(".ml-item").filter(has_text="longest usual session")
    card.get_by_role("radio", name="Neuromuscular therapy").check(timeout=60_000)
    card.get_by_role("button", name="Check my answer").click()
    expect(card).to_contain_text("Not yet.")
    card.get_by_role("radio", name="Deep tissue massage").check()
    assert "Not yet." not in card.inner_text()
    card.get_by_role("button", name="Check my answer").click()
    expect(card.locator(".ml-said")).to_contain_text("Right.")
    expect(page.locator(".ml-score")).to_contain_text("0 of 1 right at the first try.")
    assert "quiz.longest_session=0" in page.get_by_label("Your line for the instructor").input_value()


def test_an_instructor_drops_forty_files_reveals_and_prints(class_page):
    page = class_page
    ana = "ana_after_marathon"
    votes = ["dtm" if n % 3 else "nmt" for n in range(36)]
    lines = [Record(f"{n:06x}", "", {ana: Decision(vote, 3)}, {}).as_line() for n, vote in enumerate(votes)]
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": line.encode()} for n, line in enumerate(lines)]
    files += [
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" * 99},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        {"name": "cut.txt", "mimeType": "text/plain", "buffer": lines[0][:30].encode()},
        {"name": "again.txt", "mimeType": "text/plain", "buffer": lines[5].encode()},
    ]
    page.get_by_label("Files:").set_input_files(files)
    card = page.get_by_role("region", name="What the class thinks")
    expect(card).to_contain_text("The lines of 36 students are here on 1 case.")
    for name in ("photo.jpg", "empty.txt", "cut.txt"):
        expect(card).to_contain_text(name)
    expect(card.get_by_text("24 of 36 students decided")).to_be_hidden()
    card.get_by_text(f"{CASES[ana].title}: 36 students decided").click()
    expect(card.get_by_text("24 of 36 students decided")).to_be_hidden()
    card.get_by_text("Reveal the careful decision").click()
    expect(card.get_by_text("24 of 36 students decided")).to_be_visible()
    page.get_by_label("Which sheet?").select_option("exam_key")
    expect(page.get_by_role("region", name="Result").last).to_contain_text("Exam: the keys", timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the result").click()
    assert download.value.suggested_filename == "modality-lab-exam-key.html"
