"""The site that runs the kit in a browser alone: built for real, looked through file by file, and opened."""

import functools
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import build_site
import pytest
from axe_playwright_python.sync_playwright import Axe
from build_site import PACKAGES, ROOT, SITE
from carried_pyodide import CORE, GLUE, PyodideError, carry, needed_packages
from packaging.metadata import Metadata
from playwright.sync_api import expect


@pytest.fixture(scope="module", autouse=True)
def site():
    """The site as `make site` builds it, with JupyterLite's own check at the end."""
    command = [sys.executable, build_site.__file__]
    built = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return SITE


def read(*parts):
    return json.loads(SITE.joinpath(*parts).read_text(encoding="utf-8"))


def wheel():
    """The kit as the site hands it to the browser."""
    return zipfile.ZipFile(next((SITE / PACKAGES).glob("modality_lab-*.whl")))


# ---- What is in it --------------------------------------------------------------------------------------------------


def test_every_lesson_and_every_page_that_one_links_to_is_there_and_counts_as_trusted():
    lessons = sorted((ROOT / "notebooks").glob("*.ipynb"))
    listed = read("api", "contents", "notebooks", "all.json")["content"]
    assert sorted(entry["name"] for entry in listed) == [path.name for path in lessons]
    for path in lessons:
        copy = SITE / "files" / "notebooks" / path.name
        assert copy.read_text(encoding="utf-8") == build_site.trusted(path.read_text(encoding="utf-8"))
        for link in re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (copy.parent / link).is_file(), f"{path.name} links to {link}, which the site has not got"


def test_the_tables_of_a_school_go_along(tmp_path, monkeypatch):
    """In the browser they lie beside the lessons, where the kit looks for the folder `school`."""
    kit, parts = tmp_path / "kit", tmp_path / "parts"
    shutil.copytree(ROOT / "src" / "jupyter", kit / "src" / "jupyter")
    (kit / "school").mkdir()
    (kit / "school" / "sessions.csv").write_text("modality\n", encoding="utf-8")
    parts.mkdir()
    monkeypatch.setattr(build_site, "ROOT", kit)
    build_site.put_parts(parts)
    assert (parts / "files" / "school" / "sessions.csv").is_file()


# Settings of the gate's tools, which lie beside the scripts and not in the wheel.
FOR_THE_GATE = {"biome.json", "tsconfig.json", "contract.d.ts", "anywidget.d.ts"}


def test_the_kit_for_the_browser_holds_every_table_example_script_and_drawing():
    package = wheel()
    folders = {"data": "data", "examples": "examples", "src/modality_lab": ""}
    for folder, inside in folders.items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.name not in FOR_THE_GATE:
                name = "/".join(filter(None, ["modality_lab", inside, path.relative_to(ROOT / folder).as_posix()]))
                assert package.read(name) == path.read_bytes(), name


def wrong(lock):
    """Return what is wrong in a list of packages: files that are not there or not the same, needs that are not met."""
    found = []
    for name, package in lock["packages"].items():
        file = package["file_name"]
        if "://" in file:
            if not file.startswith(build_site.runtime() + "/"):
                found.append(f"{name}: {file} is not on the public address of Pyodide")
        elif not (SITE / PACKAGES / file).is_file():
            found.append(f"{name}: {file} is not there")
        elif hashlib.sha256((SITE / PACKAGES / file).read_bytes()).hexdigest() != package["sha256"]:
            found.append(f"{name}: {file} is another file")
        found += [f"{name}: needs {other}" for other in package["depends"] if other.lower() not in known(lock)]
    return found


def known(lock):
    return {package["name"].lower() for package in lock["packages"].values()}


def test_every_package_that_the_kit_needs_is_in_the_site_or_on_the_address_of_pyodide():
    lock = read(PACKAGES, "pyodide-lock.json")
    assert wrong(lock) == []
    ours = {name for name, package in lock["packages"].items() if "://" not in package["file_name"]}
    assert ours == {"modality-lab", *build_site.ADDED}


@pytest.mark.parametrize("change, says", [
    ({"file_name": "comm-9.whl"}, "comm: comm-9.whl is not there"),
    ({"file_name": "https://example.org/comm.whl"}, "comm.whl is not on the public address of Pyodide"),
    ({"sha256": "0"}, "is another file"),
    ({"depends": ["nobody"]}, "comm: needs nobody"),
])  # fmt: skip
def test_a_list_with_something_wrong_is_found(change, says):
    lock = read(PACKAGES, "pyodide-lock.json")
    lock["packages"]["comm"] |= change
    assert len(wrong(lock)) == 1 and says in wrong(lock)[0]


def test_the_kit_works_with_the_versions_that_the_browser_gets():
    """The browser's are others than those of requirements.txt: the ranges of pyproject.toml speak for both."""
    lock = read(PACKAGES, "pyodide-lock.json")
    said = Metadata.from_email(
        wheel().read(next(name for name in wheel().namelist() if name.endswith("/METADATA"))), validate=False
    )
    needed = [each for each in said.requires_dist if not each.marker]
    assert {each.name for each in needed} == set(lock["packages"]["modality-lab"]["depends"])
    for each in needed:
        assert each.specifier.contains(lock["packages"][each.name]["version"]), each
    assert said.requires_python.contains(lock["info"]["python"])


def test_python_for_the_browser_is_the_one_that_this_jupyterlite_was_made_for():
    config = read("jupyter-lite.json")["jupyter-config-data"]
    kernel = config["litePluginSettings"][build_site.KERNEL]
    made_for = read(
        "extensions", "@jupyterlite", "pyodide-kernel-extension", "static", "schema", "kernel.v0.schema.json"
    )
    assert kernel["pyodideUrl"] == made_for["properties"]["pyodideUrl"]["default"]
    assert kernel["disablePyPIFallback"] is True
    assert (SITE / kernel["loadPyodideOptions"]["lockFileURL"]).is_file()


def test_jupyterlab_is_set_as_in_the_kit_and_brings_its_own_front_end_of_widgets():
    config = read("jupyter-lite.json")["jupyter-config-data"]
    shown = json.loads(
        (ROOT / "src/jupyter/etc/jupyter/labconfig/page_config.d/modality-lab.json").read_text(encoding="utf-8")
    )
    assert set(shown["disabledExtensions"]) <= set(config["disabledExtensions"])
    overrides = json.loads(
        (ROOT / "src/jupyter/share/jupyter/lab/settings/overrides.d/modality-lab.json").read_text(encoding="utf-8")
    )
    assert read("overrides.json") == overrides
    loads = {extension["name"]: extension["load"] for extension in config["federated_extensions"]}
    assert {"anywidget", "@jupyter-widgets/jupyterlab-manager"} <= loads.keys()
    for name, load in loads.items():
        assert (SITE / "extensions" / name / load).is_file(), name


def test_the_site_is_small_enough_for_a_host_of_files():
    sizes = [path.stat().st_size for path in SITE.rglob("*") if path.is_file()]
    assert 10e6 < sum(sizes) < 50e6 and max(sizes) < 10e6
    assert (SITE / ".nojekyll").is_file()


# ---- Python inside -------------------------------------------------------------------------------------------------


def test_what_the_start_page_looks_for_is_what_a_lesson_fetches():
    lock = read(PACKAGES, "pyodide-lock.json")
    needed = needed_packages(lock)
    assert {"modality-lab", "pandas", "matplotlib", "numpy", "ipython", "traitlets", "anywidget"} <= needed.keys()
    assert len(needed) < 50 and not {"scipy", "statsmodels"} & needed.keys()
    files = read(PACKAGES, "needed.json")
    assert set(files) == {f"{build_site.runtime()}/{name}" for name in CORE} | {
        package["file_name"] for package in needed.values()
    }


@pytest.fixture
def distribution(tmp_path):
    """A folder like Pyodide's distribution, with one package, and that package as Pyodide's list has it."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in [*CORE, GLUE[0], "pandas.whl", "scipy.whl"]:
        (folder / name).write_text(f"{name} of 1.2.3", encoding="utf-8")
    sha256 = hashlib.sha256((folder / "pandas.whl").read_bytes()).hexdigest()
    return folder, {"file_name": "pandas.whl", "sha256": sha256}


def test_only_what_the_kit_needs_is_carried_along(distribution, tmp_path):
    folder, pandas = distribution
    target = tmp_path / "packages"
    target.mkdir()
    carry(folder, [pandas], "1.2.3", target)
    assert {path.name for path in target.iterdir()} == {*CORE, GLUE[0], "pandas.whl"}


@pytest.mark.parametrize("damage, says", [
    (shutil.rmtree, "There is no folder "),
    (lambda folder: (folder / "pandas.whl").unlink(), " lacks pandas.whl. Take the whole distribution"),
    (lambda folder: (folder / GLUE[0]).unlink(), f" lacks {GLUE[0]}."),
    (lambda folder: (folder / CORE[0]).write_text("of 1.2.4", encoding="utf-8"), " holds another version of Pyodide."),
    (lambda folder: (folder / "pandas.whl").write_text("cut", encoding="utf-8"), "pandas.whl is damaged"),
])  # fmt: skip
def test_a_folder_that_lacks_something_gets_a_sentence(distribution, tmp_path, damage, says):
    folder, pandas = distribution
    damage(folder)
    with pytest.raises(PyodideError) as refused:
        carry(folder, [pandas], "1.2.3", tmp_path)
    assert says in str(refused.value) and "pyodide-1.2.3.tar.bz2" in str(refused.value)


def test_the_command_says_what_is_wrong_with_the_folder_and_leaves_the_site_as_it_is(capsys, tmp_path, monkeypatch):
    def refuse(work, pyodide):
        raise PyodideError(f"There is no folder {pyodide}.")

    monkeypatch.setattr(build_site, "TOOLS", Path(sys.prefix))
    monkeypatch.setattr(build_site, "build", refuse)
    assert build_site.main([str(tmp_path / "nowhere")]) == 1
    assert f"The site was not built. There is no folder {tmp_path / 'nowhere'}." in capsys.readouterr().err


# ---- Pages to read --------------------------------------------------------------------------------------------------


def pages():
    """Every page of the site that is read without Python, by its place."""
    return {
        path.relative_to(SITE).as_posix(): path.read_text(encoding="utf-8")
        for path in [SITE / "index.html", *sorted((SITE / "read").rglob("*.html"))]
    }


def test_every_lesson_can_be_read_with_what_is_stored_in_it_and_its_live_door_is_one_click_away():
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        page = pages()[f"read/notebooks/{lesson.stem}.html"]
        cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        door = f"../../lab/index.html?path=notebooks/{lesson.name}"
        assert f'<a class="live" href="{door}">Open it live</a>' in page
        shown = ["".join(output["data"].get("text/html", "")) for cell in cells for output in cell.get("outputs", [])]
        assert page.count("data:image/png;base64,") == "".join(shown).count("data:image/png;base64,")
        # A stored form says how to bring it to life from here, where there is no menu.
        forms = sum("stored example" in one for one in shown)
        assert page.count(f'<a href="{door}">open this lesson live</a>') == forms
        assert "menu above" not in page and "commandlinker" not in page
        folds = sum("".join(cell["source"]).lstrip("#").startswith(" More: ") for cell in cells)
        assert page.count('<details class="more">') == folds


def test_no_page_to_read_leads_nowhere_or_to_an_outside_host_by_itself():
    texts = pages()
    for place, text in texts.items():
        assert '<html lang="en">' in text and text.count("<main>") == 1 and len(re.findall(r"<h1[ >]", text)) == 1, (
            place
        )
        for address in re.findall(r'<(?:a|link|img|script|form)\b[^>]*? (?:href|src|action)="([^"]*)"', text):
            if re.match(r"(https?|data|mailto):", address):
                assert "<a " in text or address.startswith("data:")
                continue
            path, _, part = address.partition("#")
            target = (SITE / place).parent / path.partition("?")[0] if path else SITE / place
            assert target.is_file(), f"{place} leads to {address}"
            assert not part or f'id="{part}"' in target.read_text(encoding="utf-8"), f"{place} leads to {address}"
        assert not re.findall(r'<(?:link|img|script)\b[^>]* (?:href|src)="https?:', text), place


def test_the_search_knows_every_lesson_and_guide_and_what_stands_in_their_tables_and_forms():
    index = read("read", "search.json")
    assert {part["page"].partition("#")[0] for part in index} == pages().keys() - {"index.html"}
    assert not any("base64" in part["text"] or "<td" in part["text"] for part in index)
    assert any("sciatica" in part["text"] and part["title"] == "3 Which modality?" for part in index)


# ---- Opened in a browser --------------------------------------------------------------------------------------------


@contextmanager
def served(folder):
    """The address of a folder, served as any host of files does."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *given: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


AWAY = urlparse(build_site.runtime()).hostname


@pytest.fixture(scope="module")
def address(site):
    """The address of the site."""
    with served(site) as address:
        yield address


@pytest.fixture
def visitor(browser, console):
    """A page of a new visitor, whose network lets nothing through but the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked = set()
    context.on("request", lambda request: asked.add(urlparse(request.url).hostname or "127.0.0.1"))
    context.route(f"https://{AWAY}/**", lambda route: route.abort())
    yield context.new_page()
    context.close()
    assert asked <= {"127.0.0.1", AWAY}
    # Pyodide was kept away, and the page complains of that.
    # On a busy machine JupyterLite asks once for the lesson before its files are there, and then shows it.
    expected = (AWAY, "net::ERR_FAILED", "Failed to initialize the context")
    console[:] = [error for error in console if not any(words in error for words in expected)]


def test_the_start_page_says_what_the_network_keeps_away_before_a_class_relies_on_it(visitor, address):
    visitor.goto(address)
    way = visitor.locator("#way")
    expect(way).to_contain_text(f"Python and its packages cannot be fetched from {AWAY}")
    expect(way).to_contain_text("Every lesson can be read meanwhile.")
    # The page with which a network asks for a password comes in the place of every file.
    visitor.context.route(f"https://{AWAY}/**", lambda route: route.fulfill(content_type="text/html", body="Sign in"))
    visitor.reload()
    expect(way).to_contain_text("cannot be fetched")
    anyone = {"Access-Control-Allow-Origin": "*"}
    visitor.context.route(f"https://{AWAY}/**", lambda route: route.fulfill(headers=anyone, content_type="x/y"))
    visitor.reload()
    expect(way).to_contain_text("Live lessons can start here")
    visitor.context.route("**/*.whl", lambda route: route.abort())
    visitor.reload()
    expect(way).to_contain_text(re.compile(r"\d+ of \d+ files of Python cannot be fetched"))


def test_a_word_is_found_in_every_lesson_and_the_page_opens_at_its_place(visitor, address):
    visitor.set_viewport_size({"width": 390, "height": 800})
    visitor.goto(f"{address}/read/notebooks/03-which-modality.html")
    visitor.get_by_role("searchbox").fill("fibromyalgia Ben")
    visitor.get_by_role("button", name="Find").click()
    visitor.get_by_role("link", name="3 Which modality?: Three clients").click()
    expect(visitor.get_by_role("heading", name="Three clients")).to_be_in_viewport()
    assert visitor.url.endswith("read/notebooks/03-which-modality.html#three-clients")


@pytest.mark.parametrize("place", ["index.html", "read/notebooks/02-compare-the-modalities.html"])
def test_a_page_to_read_fits_a_phone_and_everybody(visitor, address, place):
    visitor.set_viewport_size({"width": 390, "height": 800})
    visitor.goto(f"{address}/{place}")
    visitor.wait_for_function("document.scrollingElement.scrollWidth <= 390")
    for image in visitor.locator("figure img").all():
        # Drawn 1288 points wide with letters of about 24: narrower than this they could not be read.
        assert image.bounding_box()["width"] >= 570 or visitor.locator("figure img").count() == 0
    assert Axe().run(visitor).response["violations"] == []


def test_a_visitor_sees_the_live_lessons_and_what_is_stored_stays_where_python_cannot_come(visitor, address):
    visitor.goto(address)
    visitor.get_by_role("link", name="Live: Modality Lab: start here").click()
    expect(visitor.get_by_role("heading", name="Modality Lab: start here")).to_be_visible(timeout=60_000)
    # What is stored shows before Python is there, and the code is folded away.
    chart = visitor.locator(".jp-OutputArea img[alt*='From the skin down']").first
    expect(chart).to_be_visible()
    expect(visitor.locator(".jp-CodeCell .jp-Editor:visible")).to_have_count(0)
    said = visitor.get_by_role("alert").filter(has_text="cannot be fetched")
    expect(said).to_contain_text("This lesson can be read, but not brought to life.")
    visitor.get_by_role("menuitem", name="Run", exact=True).click()
    visitor.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(said).to_contain_text("Nothing was run, and what is stored stays.")
    expect(chart).to_be_visible()
    said.get_by_role("button", name="Close").click()
    # Files that a lesson makes need the page's own service worker.
    visitor.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 1")
    visitor.get_by_role("link", name="9 Break it").click()
    expect(visitor.get_by_role("heading", name="9 Break it")).to_be_visible(timeout=30_000)
    # The address leads others to this lesson: the form hands its answers on in it.
    visitor.wait_for_function("new URLSearchParams(location.search).get('path') === 'notebooks/09-break-it.ipynb'")
