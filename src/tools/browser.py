"""Servers and a browser for tests and pictures of the real pages."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlparse

from get_browser import find_chromium
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

ROOT = Path(__file__).parents[2]
# Without these, Chromium asks its maker's hosts at every start.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--no-sandbox",
]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        browser.close()


def watch_hosts(page: Page) -> set[str]:
    """Return a set that fills with the hosts that a page asks."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlparse(request.url).hostname or "127.0.0.1"))
    return asked


@contextmanager
def new_visitor(browser: Browser) -> Iterator[Page]:
    """Open a page as somebody who was never there, and make sure that it asks no outside host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    asked = watch_hosts(page)
    yield page
    assert asked <= {"127.0.0.1"}, "a page asks an outside host"
    context.close()


def watch_errors(browser: Browser, errors: list[str]) -> None:
    """Add to a list whatever the scripts of all pages that a browser opens from now on complain of."""

    def watch(context: BrowserContext) -> None:
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)

    browser.on("context", watch)


@contextmanager
def serve(module: str, *options: str, folder: Path) -> Iterator[str]:
    """Start a Jupyter program on a free port, in a copy of the notebooks, with settings of nobody's own."""
    # Without the folders of one's own that lessons have made there.
    copy = shutil.copytree(
        ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("my-*"), dirs_exist_ok=True
    )
    port = free_port()
    own = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    # In this copy a lesson makes its folders where a reader finds them: beside it.
    others = {name: value for name, value in os.environ.items() if name != "MODALITY_LAB_WORK"}
    command = [sys.executable, "-m", module, *options, f"--port={port}", "--no-browser"]
    with (folder / f"{module}.log").open("w") as log:
        process = subprocess.Popen(command, cwd=copy.parent, env=others | own, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, module, Path(log.name))
            yield address
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a Jupyter program at once: asked to end, it would wait for each of its kernels, which end by themselves."""
    process.kill()
    process.wait()


def serve_lab(folder: Path) -> AbstractContextManager[str]:
    """Start JupyterLab with the kit's own settings, as `make lab` starts it."""
    return serve("jupyterlab", "--IdentityProvider.token=", folder=folder)


def serve_form(folder: Path) -> AbstractContextManager[str]:
    """Start the form as a page without code, as `make form` starts it."""
    return serve("voila", "notebooks/03-which-modality.ipynb", folder=folder)


def free_port() -> int:
    """Return the number of a port that nothing uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], module: str, log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=60).close()
            return
        except OSError as error:
            if process.poll() is not None:
                raise RuntimeError(f"{module} ended at once: {log.read_text()[-2000:]}") from error
            time.sleep(0.1)
    raise RuntimeError(f"{module} did not start within a minute: {log.read_text()[-2000:]}")


# JupyterLab says "idle" before there is a kernel, and a short run is over before anybody looks: so each state is noted.
NOTE_STATES = """
    window.states = [];
    new MutationObserver(() => {
        const state = document.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status;
        if (state && state !== states.at(-1)) states.push(state);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-status"] });
"""


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook in JupyterLab as a reader finds it, not yet run, with its kernel ready."""
    page.add_init_script(NOTE_STATES)
    page.goto(f"{address}/lab/tree/notebooks/{name}.ipynb?reset")
    _wait_until_open(page, address, name)


def open_next_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook by the menus in the window of another one, which is closed and not saved."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Close Tab").click()
    question = page.get_by_role("button", name="Discard")
    question.or_(page.locator("body:not(:has(.jp-Notebook))")).first.wait_for()
    if question.is_visible():
        question.click()
    page.evaluate("states.length = 0")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Open from Path").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(f"/notebooks/{name}.ipynb")
    page.keyboard.press("Enter")
    _wait_until_open(page, address, name)


def _wait_until_open(page: Page, address: str, name: str) -> None:
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    # Asked of the server: a kernel may come up before the page has said that it waits for one.
    wait_until(page, lambda: _has_kernel(page, f"{address}/api/sessions", f"{name}.ipynb"), seconds=60)
    page.wait_for_function("states.at(-1) === 'idle'", timeout=60_000)


def _has_kernel(page: Page, sessions: str, notebook: str) -> bool:
    """Say whether the page is connected to a kernel of a notebook that waits for work."""
    kernels = [each["kernel"] for each in page.request.get(sessions).json() if each["path"].endswith(notebook)]
    return any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels)


def run_all_cells(page: Page) -> None:
    """Choose Run > Run All Cells with the mouse, as the pages tell the reader, and wait for the first output.

    What is run while the kernel comes up can stay blank (github.com/jupyterlab/jupyterlab/issues/8490).
    The start page tells the reader to run it again then, and so does this.
    """
    page.evaluate("states.length = 0")
    page.evaluate(
        "document.querySelectorAll('.jp-OutputArea-child').forEach((output) => output.setAttribute('data-old', ''))"
    )
    for last_time in (False, True):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            page.locator(".jp-OutputArea-child:not([data-old])").first.wait_for(state="attached", timeout=20_000)
            return
        except NotInTime:
            if last_time:
                raise


def wait_until_run(page: Page) -> None:
    """Wait until the open notebook, told to run, has begun and has come to its end."""
    page.wait_for_function("states.includes('busy') && states.at(-1) === 'idle'", timeout=60_000)


def wait_until(page: Page, is_so: Callable[[], bool], seconds: int = 20) -> None:
    """Wait until a question that only Python can answer is answered with yes."""
    for _ in range(seconds * 10):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not so after {seconds} seconds")


def wait_until_it_fits(page: Page, width: int) -> None:
    """Make the window so wide, and wait until nothing moves the page sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function(
        "(width) => innerWidth === width && document.scrollingElement.scrollWidth <= width", arg=width
    )


SMALL_TARGETS = """(() => {
    const kinds = "#rendered_cells :is(button, select, summary, textarea, input, li > a:first-child)";
    return [...document.querySelectorAll(kinds)]
        .filter((target) => target.checkVisibility() && target.getClientRects().length)
        .map((target) => (target.matches("[type=radio], [type=checkbox]") && target.closest("label")) || target)
        .filter((target) => target.getBoundingClientRect().height < 43.5)
        .map((target) => target.outerHTML.slice(0, 80));
})()"""


def small_targets(page: Page) -> list[str]:
    """Return what can be pressed on a page and is lower than a finger needs: 44 pixels, a little less by rounding."""
    small: list[str] = page.evaluate(SMALL_TARGETS)
    return small


def faint_words(page: Page, place: str) -> list[str]:
    """Return the words in a place of a page that stand out from their ground by less than 4.5 to 1."""
    faint: list[str] = page.evaluate(
        """(place) => {
            const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
            const isClear = (color) => numbers(color)[3] === 0;
            const ground = (element) => {
                const color = getComputedStyle(element).backgroundColor;
                return isClear(color) && element.parentElement ? ground(element.parentElement) : color;
            };
            const light = (color) => numbers(color).slice(0, 3).map((part) => part / 255)
                .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
                .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0.05);
            const ratio = (one, other) => Math.max(one, other) / Math.min(one, other);
            const hasWords = ({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 &&
                /\\p{L}|\\d/u.test(node.data));
            return [...document.querySelectorAll(`${place} *`)]
                .filter((element) => hasWords(element) && element.checkVisibility({ visibilityProperty: true }))
                .map((element) => [element, light(getComputedStyle(element).color), light(ground(element))])
                .filter(([, words, paper]) => ratio(words, paper) < 4.5)
                .map(([{ outerHTML }, words, paper]) => `${ratio(words, paper).toFixed(1)}: ${outerHTML.slice(0, 80)}`);
        }""",
        place,
    )
    return faint


def measure_change(page: Page, control: str, count: int = 15, changed: str = ".ml-panel") -> list[float]:
    """Return the milliseconds from a click on a control until what is `changed` stands there anew, click by click."""
    times: list[float] = page.evaluate(
        """async ([control, count, changed]) => {
            const field = document.querySelector(control);
            const result = document.querySelector(changed);
            const times = [];
            for (let n = 0; n < count; n += 1) {
                const start = performance.now();
                await new Promise((resolve) => {
                    const watcher = new MutationObserver(() => {
                        watcher.disconnect();
                        requestAnimationFrame(resolve);
                    });
                    watcher.observe(result, { childList: true, subtree: true });
                    field.click();
                });
                times.push(performance.now() - start);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return times;
        }""",
        [control, count, changed],
    )
    return times
