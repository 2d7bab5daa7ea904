"""The addresses of a copy of the kit: noted once, and filled in where a reader looks for them."""

import shutil
import subprocess
from urllib.parse import quote

import browser
import launch_addresses
import pytest
import yaml
from launch_addresses import HOME, PLACEHOLDER, addresses, launch_address, launch_lines, with_block

from modality_lab import load_tables
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.tables.writing import csv_text

FILES = ["pyproject.toml", "README.md", "CITATION.cff", "docs/your-own-tables.md"]
COPY = "https://github.com/a-school/our-kit"


@pytest.fixture
def copy_of_kit(tmp_path):
    """Return a folder with the files that hold addresses."""
    (tmp_path / "docs").mkdir()
    for file in FILES:
        shutil.copy(HOME / file, tmp_path / file)
    return tmp_path


def texts(folder):
    """Return the texts of the files that hold addresses."""
    return {file: (folder / file).read_text(encoding="utf-8") for file in FILES}


def test_every_page_is_in_step_with_the_addresses(copy_of_kit):
    assert launch_addresses.main([], copy_of_kit) == 0
    assert texts(copy_of_kit) == texts(HOME), "run: make addresses"


def test_the_addresses_stand_in_one_place():
    """Only pyproject.toml and what is made from it name the repository's address."""
    name = addresses()["Repository"].removeprefix("https://github.com/")
    for path in [*HOME.glob("[!.]*.*"), *HOME.glob("notebooks/*.ipynb"), *HOME.glob("src/**/*.py")]:
        assert path.name in FILES or name not in path.read_text(encoding="utf-8", errors="replace"), path


def test_a_placeholder_brings_no_button_that_would_fail():
    lines = launch_lines({"Repository": f"https://github.com/{PLACEHOLDER}/modality-lab"})
    assert "mybinder" not in lines and "(docs/publish.md)" in lines


def test_a_copy_is_given_its_addresses_in_every_page(copy_of_kit, capsys):
    assert launch_addresses.main([COPY + ".git", "https://a-school.github.io/our-kit/"], copy_of_kit) == 0
    made = texts(copy_of_kit)
    assert addresses(copy_of_kit) == {"Repository": COPY, "Site": "https://a-school.github.io/our-kit/"}
    assert made["README.md"].count("https://mybinder.org/v2/gh/a-school/our-kit/main") == 3
    assert "(https://a-school.github.io/our-kit/)" in made["README.md"]
    assert yaml.safe_load(made["CITATION.cff"])["repository-code"] == COPY
    assert PLACEHOLDER not in "".join(made.values())
    assert COPY in capsys.readouterr().out


def test_the_same_addresses_again_change_nothing_and_the_site_stays(copy_of_kit):
    launch_addresses.main([COPY, "https://a-school.github.io/our-kit/"], copy_of_kit)
    made = texts(copy_of_kit)
    assert launch_addresses.main([COPY], copy_of_kit) == 0
    assert texts(copy_of_kit) == made


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["github.com/a/b"], "It looks like https://github.com/"),
        ([COPY, "a-school.github.io"], "It looks like https://NAME.github.io/"),
        ([COPY, "https://a.io/", "https://b.io/"], "at most two"),
        (['https://github.com/a/b"c'], "holds no spaces"),
    ],
)
def test_what_is_no_address_changes_nothing(copy_of_kit, capsys, arguments, said):
    assert launch_addresses.main(arguments, copy_of_kit) == 1
    assert said in capsys.readouterr().err
    assert texts(copy_of_kit) == texts(HOME)


@pytest.mark.parametrize(
    "address, where",
    [
        ("https://github.com/a-school/modality-lab", "gh/a-school/modality-lab"),
        ("https://github.com/a-school/modality-lab.git", "gh/a-school/modality-lab"),
        ("https://github.com/a-school/modality-lab/", "gh/a-school/modality-lab"),
        ("https://gitlab.com/a/b/c", "gl/a%2Fb%2Fc"),
        ("https://git.example.org/a/b", "git/https%3A%2F%2Fgit.example.org%2Fa%2Fb"),
    ],
)
def test_addresses_of_several_hosts(address, where):
    made = launch_address(address, "lab/tree/notebooks/00-start-here.ipynb")
    assert made == f"https://mybinder.org/v2/{where}/main?urlpath=lab%2Ftree%2Fnotebooks%2F00-start-here.ipynb"


@pytest.mark.parametrize("address", ["", "github.com/a/b", "https://github.com/a", "http://github.com/a/b"])
def test_what_is_no_address_is_said_plainly(address):
    with pytest.raises(ValueError, match=r"It looks like https://github\.com/"):
        launch_address(address, "lab")


@pytest.mark.parametrize(
    "text",
    [
        "no block",
        "<!-- launch -->",
        "<!-- /launch --> <!-- launch -->",
        "<!-- launch --><!-- launch --><!-- /launch -->",
    ],
)
def test_a_page_without_its_comment_lines_is_said_plainly(text):
    with pytest.raises(ValueError, match=r"README\.md needs one line"):
        with_block(text, "launch", "lines", "README.md")


def test_what_is_filled_in_changes_nothing_around_it():
    text = "# Kit\n\n<!-- launch -->\nold\n<!-- /launch -->\n\nThe end: é\n"
    assert with_block(text, "launch", "new", "README.md") == text.replace("old", "new")


# A school's repository on Binder


def test_such_a_link_puts_the_tables_beside_the_notebooks_and_opens_the_start_page(tmp_path):
    tables = tmp_path / "our-tables"
    tables.mkdir()
    sessions = load_tables(KIT_FOLDER).sessions.assign(min_minutes=45)
    (tables / "sessions.csv").write_text(csv_text(sessions), encoding="utf-8")
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=tables, check=True)
    kit = tmp_path / "kit"
    kit.mkdir()
    with browser.open_browser() as chromium, browser.serve_lab(kit) as address:
        page = chromium.new_page()
        start = quote("lab/tree/notebooks/00-start-here.ipynb", safe="")
        page.goto(
            f"{address}/git-pull?repo={quote(str(tables), safe='')}&branch=main&targetPath=school&urlpath={start}"
        )
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.close()
    assert load_tables(kit / "school").sessions["min_minutes"].to_list() == [45, 45]
