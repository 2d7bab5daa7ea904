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
from urllib.parse import urlparse

import build_site
import pytest
from build_site import PACKAGES, ROOT, SITE
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
        for link in re.findall(r"\]\(([^):]+)\)", path.read_text(encoding="utf-8")):
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
    assert 10e6 < sum(sizes) < 40e6 and max(sizes) < 10e6
    assert (SITE / ".nojekyll").is_file()


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


def test_a_visitor_sees_the_lessons_and_only_pyodide_comes_from_elsewhere(browser, console):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked = set()
    context.on("request", lambda request: asked.add(urlparse(request.url).hostname or "127.0.0.1"))
    away = urlparse(build_site.runtime()).hostname
    context.route(f"https://{away}/**", lambda route: route.abort())
    page = context.new_page()
    with served(SITE) as address:
        page.goto(address)
        expect(page.get_by_role("heading", name="Modality Lab: start here")).to_be_visible(timeout=60_000)
        # What is stored shows before Python is there, and the code is folded away.
        expect(page.locator(".jp-OutputArea img[alt*='60 minutes']").first).to_be_visible()
        expect(page.locator(".jp-CodeCell .jp-Editor:visible")).to_have_count(0)
        # Files that a lesson makes need the page's own service worker.
        page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 1")
        page.get_by_role("link", name="9 Break it").click()
        expect(page.get_by_role("heading", name="9 Break it")).to_be_visible(timeout=30_000)
    context.close()
    assert asked <= {"127.0.0.1", away}
    # Pyodide was kept away, and the page complains of that.
    # On a busy machine JupyterLite asks once for the lesson before its files are there, and then shows it.
    expected = (away, "net::ERR_FAILED", "Failed to initialize the context")
    console[:] = [error for error in console if not any(words in error for words in expected)]
