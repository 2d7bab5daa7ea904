"""Build the site that runs the kit in a browser alone, with nothing installed, in the folder build/site.

    python3 src/tools/build_site.py              Python for the browser comes from the public network
    python3 src/tools/build_site.py FOLDER       everything is inside: FOLDER holds the distribution of Pyodide

`src/site` holds the settings of the site, its own list of tools, and Pyodide's list of packages: the Python that runs
in a browser. The tools go into an environment of their own, build/site-tools, where this program runs once more.
"""

import hashlib
import html
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from string import Template
from typing import Any

from carried_pyodide import CORE, PyodideError, carry, needed_packages
from launch_addresses import PLACEHOLDER, addresses
from pip_settings import clean_environment, pip_environment

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "src" / "site"
BUILD = ROOT / "build"
TOOLS = BUILD / "site-tools"
SITE = BUILD / "site"
# The kit needs them and Pyodide has not got them.
ADDED = ["anywidget", "comm", "ipywidgets", "psygnal"]
# They hold nothing but what runs in the page, and the site has that already.
FRONT_ENDS = {"jupyterlab-widgets", "widgetsnbextension"}
PACKAGES = "static/packages"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SCRIPTS = ("site.css", "wide.js", "reach.js", "start.js", "live.js")


def make_tools() -> Path:
    """Return the Python of the site's tools, installed anew when one of the lists changed."""
    python = TOOLS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lists = [PARTS / "requirements.txt", ROOT / "requirements.txt"]
    wanted, done = "\n".join(path.read_text(encoding="utf-8") for path in lists), TOOLS / "done.txt"
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        print("Getting what builds the site (once, about half a minute) ...", flush=True)
        venv.create(TOOLS, clear=True, with_pip=True)
        pip(python, "install", "-r", lists[0], "-c", lists[1])
        done.write_text(wanted, encoding="utf-8")
    return python


def pip(python: Path | str, *arguments: Path | str) -> None:
    """Run the pip of a Python as set-up does; what it says is shown when it fails."""
    run(python, "-m", "pip", "--quiet", *arguments, environment=pip_environment(python, print))


def run(*command: Path | str, folder: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Run a command in a folder; end with what it says when it fails."""
    ran = subprocess.run(
        command,
        cwd=folder,
        env=environment or clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode:
        sys.exit(f"The site was not built. This failed: {' '.join(map(str, command))}\n{ran.stdout[-3000:]}")


def get_wheels(folder: Path) -> None:
    """Put the kit, with its tables inside, and the added packages into a folder, as files that Pyodide can install."""
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    # Those without compiled parts, whatever this computer is.
    anywhere = ["--only-binary=:all:", "--platform=emscripten", "--implementation=py", "--abi=none"]
    pip(sys.executable, "download", "--no-deps", *anywhere, "-c", ROOT / "requirements.txt", "--dest", folder, *ADDED)


def write_lock(folder: Path, pyodide: Path | None) -> None:
    """Write the list by which Pyodide finds packages: its own ones at their public address, ours beside the list.

    With a folder of Pyodide its own lie there too, and no others are listed. Raises PyodideError.
    """
    lock = json.loads((PARTS / "pyodide-lock.json").read_text(encoding="utf-8"))
    ours = [lock_entry(wheel, lock["info"]["python"]) for wheel in sorted(folder.glob("*.whl"))]
    lock["packages"] |= {package["name"]: package for package in ours}
    needed = needed_packages(lock)
    if pyodide:
        carry(pyodide, [each for each in needed.values() if each not in ours], version(), folder)
        lock["packages"] = needed
    else:
        for package in lock["packages"].values():
            if package not in ours:
                package["file_name"] = f"{runtime()}/{package['file_name']}"
    (folder / "pyodide-lock.json").write_text(json.dumps(lock, indent=1), encoding="utf-8")
    core = CORE if pyodide else [f"{runtime()}/{name}" for name in CORE]
    files = [*core, *(package["file_name"] for package in needed.values())]
    (folder / "needed.json").write_text(json.dumps(files, indent=1), encoding="utf-8")


def lock_entry(wheel: Path, python: str) -> dict[str, Any]:
    """Return what Pyodide has to know of a package, to load it and what it needs in a version of Python."""
    from packaging.metadata import Metadata
    from packaging.utils import canonicalize_name

    with zipfile.ZipFile(wheel) as file:
        name = next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        said = Metadata.from_email(file.read(name), validate=False)
    there = {
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "python_version": python.rpartition(".")[0],
        "extra": "",
    }
    needed = [each for each in said.requires_dist or [] if not each.marker or each.marker.evaluate(there)]
    name = canonicalize_name(said.name)
    return {
        "name": name,
        "version": str(said.version),
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "imports": [name.replace("-", "_")],
        "depends": [
            each for each in map(canonicalize_name, (other.name for other in needed)) if each not in FRONT_ENDS
        ],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def runtime() -> str:
    """Return the public address of the folder of Pyodide."""
    address: str = settings()["jupyter-config-data"]["litePluginSettings"][KERNEL]["pyodideUrl"]
    return address.rpartition("/")[0]


def version() -> str:
    """Return the version of Pyodide, which stands in its public address."""
    return runtime().rpartition("/v")[2].partition("/")[0]


def settings() -> dict[str, Any]:
    """Return the settings of the site."""
    site: dict[str, Any] = json.loads((PARTS / "jupyter-lite.json").read_text(encoding="utf-8"))
    return site


def put_parts(folder: Path, is_whole: bool = False) -> None:
    """Put what JupyterLite builds from into a folder: settings as in JupyterLab, the lessons, and what they use.

    A whole site has Pyodide inside.
    """
    jupyter = ROOT / "src" / "jupyter"
    off = json.loads((jupyter / "etc/jupyter/labconfig/page_config.d/modality-lab.json").read_text(encoding="utf-8"))
    site = settings()
    site["jupyter-config-data"]["disabledExtensions"] = list(off["disabledExtensions"])
    if is_whole:
        site["jupyter-config-data"]["litePluginSettings"][KERNEL]["pyodideUrl"] = f"./{PACKAGES}/{CORE[0]}"
    (folder / "jupyter-lite.json").write_text(json.dumps(site, indent=1), encoding="utf-8")
    shutil.copy(PARTS / "jupyter_lite_config.json", folder)
    shutil.copy(jupyter / "share/jupyter/lab/settings/overrides.d/modality-lab.json", folder / "overrides.json")
    shutil.copytree(jupyter / "share/jupyter/labextensions", folder / "extensions")
    lessons = [path for pattern in ("notebooks/*.ipynb", "docs/*.md", "data/README.md") for path in ROOT.glob(pattern)]
    for path in sorted([*lessons, *tables_of_school(ROOT)]):
        copy = folder / "files" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            copy.write_text(trusted(path.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copy(path, copy)


def trusted(notebook: str) -> str:
    """Return a notebook that counts as trusted, so that its button runs it without a question."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"] = True
    return json.dumps(content, ensure_ascii=False, indent=1)


def tables_of_school(home: Path) -> list[Path]:
    """Return the tables of the folder `school`, in whichever capitals it and they are called."""
    schools = [path for path in home.iterdir() if path.is_dir() and path.name.strip().lower() == "school"]
    return [path for school in schools for path in school.iterdir() if path.suffix.lower() == ".csv"]


def put_pages(site: Path) -> None:
    """Put the start page and the pages to read into the site, and our script into the page of live lessons."""
    from reading_pages import write_pages

    address = addresses(ROOT).get("Repository", PLACEHOLDER)
    read = write_pages(ROOT, PARTS, site, "" if PLACEHOLDER in address else address)
    for script in SCRIPTS:
        shutil.copy(PARTS / script, site / "static" / script)
    shutil.copy(ROOT / "src/jupyter/share/jupyter/labextensions/modality-lab/static/words.js", site / "static")
    lessons = [
        f'<li><span>{title}</span> <a href="{page.page}" aria-label="Read: {title}">Read</a> '
        f'<a href="{page.live}" aria-label="Live: {title}">Live</a></li>'
        for page in read
        if page.live
        for title in [html.escape(page.title)]
    ]
    guides = [f'<li><a href="{page.page}">{html.escape(page.title)}</a></li>' for page in read if not page.live]
    start = Template((PARTS / "index.html").read_text(encoding="utf-8"))
    text = start.substitute(lessons="\n".join(lessons), guides="\n".join(guides))
    (site / "index.html").write_text(text, encoding="utf-8", newline="\n")
    lab = site / "lab" / "index.html"
    page, end, rest = lab.read_text(encoding="utf-8").rpartition("</body>")
    page = page.replace("<html>", '<html lang="en">', 1)
    script = '<script src="../static/live.js" type="module"></script>\n'
    lab.write_text(page + script + end + rest, encoding="utf-8", newline="\n")


def build(work: Path, pyodide: Path | None) -> None:
    """Build the site in a working folder and put it in its place when it is whole."""
    shutil.rmtree(work, ignore_errors=True)
    parts, site = work / "parts", work / "site"
    packages = parts / PACKAGES
    packages.mkdir(parents=True)
    get_wheels(packages)
    write_lock(packages, pyodide)
    put_parts(parts, is_whole=pyodide is not None)
    lite = [sys.executable, "-m", "jupyterlite_core"]
    run(*lite, "build", "--output-dir", site, folder=parts)
    shutil.copytree(packages, site / PACKAGES, dirs_exist_ok=True)
    put_pages(site)
    (site / ".nojekyll").touch()  # GitHub Pages is to leave the files as they are.
    run(*lite, "check", "--output-dir", site, folder=parts)
    shutil.rmtree(SITE, ignore_errors=True)
    site.rename(SITE)
    shutil.rmtree(work)


def main(arguments: list[str]) -> int:
    """Build the site, in the environment of its tools. Returns the exit code."""
    if not (TOOLS.exists() and TOOLS.samefile(sys.prefix)):
        return subprocess.run([make_tools(), __file__, *arguments], env=clean_environment(), check=False).returncode
    pyodide = Path(arguments[0]) if arguments else None
    try:
        build(BUILD / "site-work", pyodide)
    except PyodideError as error:
        print(f"The site was not built. {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file())
    inside = "Python for the browser is inside" if pyodide else f"Python for the browser comes from {runtime()}"
    print(
        f"The site is in {SITE.relative_to(ROOT)} ({size / 1e6:.0f} MB). {inside}. "
        "docs/browser-only-site.md says how to put it online."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
