"""The launch badges: made from the one public address, and README.md has them as they should be."""

import shutil
import subprocess
from urllib.parse import quote

import browser
import launch_addresses
import pytest
from launch_addresses import HOME, launch_address, launch_block, repository, with_launch_block

from modality_lab import load_tables
from modality_lab.tables.dictionary import KIT_FOLDER
from modality_lab.tables.writing import csv_text


def test_readme_is_in_step_with_the_one_address():
    text = (HOME / "README.md").read_text(encoding="utf-8")
    assert text == with_launch_block(text, repository()), "run: python src/tools/launch_addresses.py"


def test_the_address_stands_in_one_place():
    """Only pyproject.toml and the block made from it name the repository's address."""
    name = repository().removeprefix("https://github.com/")
    for path in [*HOME.glob("[!.]*.*"), *HOME.glob("notebooks/*.ipynb"), *HOME.glob("src/**/*.py")]:
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.name == "README.md":
            text = text.replace(launch_block(repository()), "")
        assert path.name == "pyproject.toml" or name not in text, path


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
def test_a_readme_without_its_comment_lines_is_said_plainly(text):
    with pytest.raises(ValueError, match=r"README\.md needs one line"):
        with_launch_block(text, repository())


def test_the_script_changes_the_block_and_nothing_else(tmp_path, capsys):
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    (tmp_path / "README.md").write_text(
        "# Kit\n\n<!-- launch -->\nold\n<!-- /launch -->\n\nThe end: é\n", encoding="utf-8"
    )
    assert launch_addresses.main(tmp_path) == 0
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert text == f"# Kit\n\n{launch_block(repository())}\n\nThe end: é\n"
    (tmp_path / "README.md").write_text("# Kit\n", encoding="utf-8")
    assert launch_addresses.main(tmp_path) == 1
    assert "README.md needs" in capsys.readouterr().err


# A school's repository on Binder


def test_the_guides_link_fetches_a_repository_into_the_folder_school():
    guide = (KIT_FOLDER.parent / "docs" / "your-own-tables.md").read_text(encoding="utf-8")
    link = guide.partition("<!-- school-link -->\n```\n")[2].partition("\n```\n<!-- /school-link -->")[0]
    fetch = (
        f"git-pull?repo={quote('https://github.com/OUR-SCHOOL/our-tables', safe='')}&branch=main&targetPath=school"
        f"&urlpath={quote('lab/tree/notebooks/00-start-here.ipynb', safe='')}"
    )
    assert link == launch_address(repository(), fetch)


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
