"""The lessons as pages without code: one way in, no code from outside, and a kernel that ends with its page."""

import contextlib
import json
import re
import urllib.request
import uuid
from urllib.error import HTTPError

import browser
import pytest
import websocket

FORM = "voila/render/notebooks/03-which-modality.ipynb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder that is served."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def server(folder):
    """Return the address of the pages, served as `make page` serves them."""
    with browser.serve("voila", "notebooks", folder=folder) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    """Return a browser."""
    with browser.open_browser() as opened:
        yield opened


@pytest.fixture
def page(chromium):
    """Return a window of its own."""
    window = chromium.new_context()
    yield window.new_page()
    window.close()


def settings(address):
    """Open a page without a browser. Returns what its scripts are told, such as the kernel's name."""
    html = urllib.request.urlopen(address, timeout=60).read().decode()
    return json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)[1])


def test_the_first_page_leads_to_the_start_page(page, server):
    page.goto(server)
    page.wait_for_url("**/voila/render/notebooks/00-start-here.ipynb")


@pytest.mark.parametrize("way_in", ["/", "/voila/tree", "/voila/tree/notebooks"])
def test_every_way_in_leads_there(server, way_in):
    for _ in range(2):
        html = urllib.request.urlopen(server + way_in, timeout=20).read().decode()
        way_in = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)[1]
        if "/voila/render/" in way_in:
            break
    assert way_in == "/voila/render/notebooks/00-start-here.ipynb"


def test_a_form_that_has_not_come_is_asked_for_again_and_then_a_sentence_stands_there(page):
    template = (browser.ROOT / "src/jupyter/share/jupyter/voila/templates/modality-lab/index.html.j2").read_text(
        "utf-8"
    )
    script = re.search(r"let isLoadedAgain.*?observe\(document.*?\);", template, re.DOTALL)[0]
    # The second form is lost a moment after the first, while the page loads itself again: that is not one time more.
    late = "".join(
        f'setTimeout(() => {place}.textContent = "Error displaying widget: model not found", {wait});'
        for place, wait in (("first", 0), ("second", 1))
    )
    loads = []

    def answer(route):
        loads.append(route.request.url)
        body = (
            '<div id="rendered_cells"><p id="first" class="jupyter-widgets"></p>'
            f'<p id="second" class="jupyter-widgets"></p></div><script>{script}{late}</script>'
        )
        route.fulfill(content_type="text/html", body=body)

    page.route("**/*", answer)
    page.goto("http://kit.example/lesson")
    page.get_by_text("Load the page again in a minute.").nth(1).wait_for()
    page.wait_for_timeout(200)
    assert len(loads) == 4 and page.locator("#second").is_visible()


def test_a_closed_page_takes_its_kernel_with_it(page, server):
    page.goto(f"{server}/{FORM}")
    page.locator(".ml-form input").first.wait_for(timeout=60_000)
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    assert answers(f"{server}/api/kernels/{kernel}")
    page.close(run_before_unload=True)
    other = page.context.new_page()
    browser.wait_until(other, lambda: not answers(f"{server}/api/kernels/{kernel}"))


def answers(kernel):
    """Return whether a kernel is still there."""
    try:
        return urllib.request.urlopen(kernel, timeout=20).status == 200
    except HTTPError:
        return False


def test_a_page_that_comes_back_from_the_past_is_alive(page, server):
    page.goto(f"{server}/{FORM}")
    page.locator(".ml-form input").first.wait_for(timeout=60_000)
    page.goto("about:blank")
    page.go_back()
    page.locator("input[value=relaxation]").wait_for(timeout=60_000)
    assert browser.measure_change(page, "input[value=relaxation]", 1)


def test_no_visitor_runs_code(server, folder):
    kernel = settings(f"{server}/{FORM}")["kernelId"]
    channel = websocket.create_connection(f"{server.replace('http', 'ws')}/api/kernels/{kernel}/channels", timeout=3)
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "x", "username": "x"}
    code = {"code": "open('done', 'w').close()", "silent": False, "store_history": False, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": code, "channel": "shell"}
    channel.send(json.dumps(message))
    heard = []
    with contextlib.suppress(websocket.WebSocketTimeoutException):
        while len(heard) < 50:
            heard.append(json.loads(channel.recv())["msg_type"])
    assert not {"execute_input", "execute_reply"} & set(heard)
    channel.close()
    assert not list(folder.rglob("done"))


@pytest.mark.parametrize(
    "path", ["api/contents", "api/sessions", "api/terminals", "api/kernels", "voila/files/notebooks/done", "files/data"]
)
def test_no_visitor_reads_files_or_lists_what_runs(server, path):
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{server}/{path}", timeout=20)
    assert refused.value.code in (403, 404)


def test_the_page_scrolls_as_a_page_and_is_white_to_its_edge(page, server):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server}/{FORM}")
    page.locator(".ml-form input").first.wait_for(timeout=60_000)
    page.mouse.move(20, 400)  # Beside the text.
    page.mouse.wheel(0, 500)
    page.wait_for_function("scrollY > 300")
    colours = page.evaluate(
        """[...document.elementsFromPoint(20, 400)].map((element) => getComputedStyle(element).backgroundColor)"""
    )
    assert set(colours) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
