"""Write where this copy of the kit can be opened: into README.md, CITATION.cff and the guide to a school's own tables.

    make addresses                                            from pyproject.toml
    make addresses OPTIONS="https://github.com/NAME/KIT"      with this address, which is noted there first
    make addresses OPTIONS="https://github.com/NAME/KIT https://NAME.github.io/KIT/"      and with the site's

The addresses stand once, in `[project.urls]` of pyproject.toml: `Repository`, and `Site` once the site for a browser
alone is online. While `Repository` is a placeholder, README.md shows no launch badge. What is replaced in a page stands
between two comment lines, such as `<!-- launch -->` and `<!-- /launch -->`.
"""

import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote, urlsplit

HOME = Path(__file__).resolve().parents[2]
PLACEHOLDER = "YOUR-SCHOOL"
BINDER = "https://mybinder.org"
PAGES = {
    "Open the lessons as pages, on a phone too": "voila/render/notebooks/00-start-here.ipynb",
    "Open the lessons in JupyterLab": "lab/tree/notebooks/00-start-here.ipynb",
    "Open the form alone": "voila/render/notebooks/03-which-modality.ipynb",
}
"""What a badge says, and what it opens."""
NOT_YET = (
    "This copy has no public address yet. [Five clicks](docs/publish.md) give it one, with buttons to open it here."
)
WAIT = "The buttons open the kit in your browser, with nothing to install; the first start takes a few minutes."
SCHOOL_TABLES = (
    "git-pull?repo={}&branch=main&targetPath=school&urlpath=lab%2Ftree%2Fnotebooks%2F00-start-here.ipynb".format(
        quote("https://github.com/OUR-SCHOOL/our-tables", safe="")
    )
)
"""What fetches a school's tables into the folder school and opens the start page."""


def addresses(home: Path = HOME) -> dict[str, str]:
    """Return the public addresses that stand in the pyproject.toml of the folder `home`, by their names.

    Raises ValueError when the repository's is not among them.
    """
    project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if "Repository" not in project.get("urls", {}):
        raise ValueError("pyproject.toml needs the public address of the repository: [project.urls] Repository.")
    return dict(project["urls"])


def launch_address(address: str, page: str, branch: str = "main") -> str:
    """Return the address that opens a page of the kit on Binder.

    Arguments: `address`, the repository's public address; `page`, what to open there; `branch`, which state of the kit.
    Raises ValueError when the address is not one of a repository on GitHub, GitLab or another public host.
    """
    return f"{BINDER}/v2/{binder_place(address)}/{branch}?urlpath={quote(page, safe='')}"


def binder_place(address: str) -> str:
    """Return how Binder calls a repository: its host, and where it lies there.

    Raises ValueError when the address is not one of a repository.
    """
    parts = urlsplit(address)
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme != "https" or path.count("/") < 1:
        raise ValueError(
            f"{address!r} is not the address of a repository. It looks like https://github.com/NAME/modality-lab"
        )
    if parts.netloc == "github.com" and path.count("/") == 1:
        return f"gh/{path}"
    if parts.netloc == "gitlab.com":
        return f"gl/{quote(path, safe='')}"
    return f"git/{quote(f'{parts.scheme}://{parts.netloc}/{path}', safe='')}"


def launch_lines(known: dict[str, str]) -> str:
    """Return what README.md says of opening the kit: a badge for each page, or that there is no address yet."""
    address = known["Repository"]
    if PLACEHOLDER in address:
        return NOT_YET
    badges = [
        f"- [![{words}]({BINDER}/badge_logo.svg)]({launch_address(address, page)}) {words}"
        for words, page in PAGES.items()
    ]
    if "Site" in known:
        badges.append(f"- [Open the lessons in a browser alone, or read them on a phone]({known['Site']})")
    return "\n".join([*badges, "", WAIT])


def with_block(text: str, name: str, lines: str, file: str) -> str:
    """Return the text of a page with new lines between its two comment lines of a name.

    Raises ValueError when the two comment lines are not there, once each and in their order.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, there, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not (there and closed) or start in rest or end in after:
        raise ValueError(f"{file} needs one line {start} and after it one line {end}; what is filled in goes between.")
    return f"{before}{start}\n{lines}\n{end}{after}"


def with_addresses(text: str, given: dict[str, str]) -> str:
    """Return the text of pyproject.toml with these addresses, each in a line of `[project.urls]`.

    Raises ValueError when the repository has no line there.
    """
    for name, address in given.items():
        line = f'{name} = "{address}"'
        changed = re.sub(rf"^{name} = .*$", line, text, flags=re.MULTILINE)
        if changed == text and line not in text:
            changed = re.sub(r'^(Repository = ".*")$', rf"\1\n{line}", text, flags=re.MULTILINE)
        if line not in changed:
            raise ValueError("pyproject.toml needs the public address of the repository: [project.urls] Repository.")
        text = changed
    return text


def with_citation(text: str, known: dict[str, str]) -> str:
    """Return the text of CITATION.cff with the address of the code, once there is one."""
    kept = [line for line in text.splitlines() if not line.startswith("repository-code:")]
    if PLACEHOLDER not in known["Repository"]:
        kept.append(f'repository-code: "{known["Repository"]}"')
    return "\n".join(kept) + "\n"


def given_addresses(arguments: list[str]) -> dict[str, str]:
    """Return what was given on the command line: the repository's address, and the site's.

    Raises ValueError when one of them is no such address.
    """
    given = dict(zip(("Repository", "Site"), arguments, strict=False))
    if len(arguments) > 2:
        raise ValueError("Give at most two addresses: the repository's, and after it the site's.")
    if "Repository" in given:
        binder_place(given["Repository"])
        given["Repository"] = given["Repository"].rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https://[^\s\"'<>]+", given.get("Site", "https://none")):
        raise ValueError(f"{given['Site']!r} is not the address of a site. It looks like https://NAME.github.io/KIT/")
    if any(re.search(r"[\s\"'<>]", address) for address in given.values()):
        raise ValueError("An address holds no spaces, quotes or angle brackets.")
    return given


def write(home: Path, arguments: list[str]) -> dict[str, str]:
    """Bring every page up to date, after noting the given addresses in pyproject.toml.

    Returns the addresses. Raises ValueError for what is no address, and OSError; then nothing was changed.
    """
    files = ["pyproject.toml", "README.md", "CITATION.cff", "docs/your-own-tables.md"]
    texts = {file: (home / file).read_text(encoding="utf-8") for file in files}
    texts["pyproject.toml"] = with_addresses(texts["pyproject.toml"], given_addresses(arguments))
    known: dict[str, str] = tomllib.loads(texts["pyproject.toml"])["project"]["urls"]
    school_link = f"```\n{launch_address(known['Repository'], SCHOOL_TABLES)}\n```"
    texts["README.md"] = with_block(texts["README.md"], "launch", launch_lines(known), "README.md")
    texts["CITATION.cff"] = with_citation(texts["CITATION.cff"], known)
    guide = "docs/your-own-tables.md"
    texts[guide] = with_block(texts[guide], "school-link", school_link, guide)
    for file, text in texts.items():
        (home / file).write_text(text, encoding="utf-8", newline="\n")
    return known


def main(arguments: list[str] | None = None, home: Path = HOME) -> int:
    """Do what the command line says. Returns the exit code."""
    try:
        known = write(home, sys.argv[1:] if arguments is None else arguments)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if PLACEHOLDER in known["Repository"]:
        print("README.md shows no launch badge, as this copy has no public address yet. Once it has one:")
        print('  make addresses OPTIONS="https://github.com/NAME/KIT"')
    else:
        print("README.md, CITATION.cff and docs/your-own-tables.md have the addresses of", known["Repository"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
