"""Write the launch badges into README.md, made from the repository's public address in pyproject.toml.

    python src/tools/launch_addresses.py

The address stands in one place, `[project.urls] Repository`. README.md says where the badges go with two comment lines,
`<!-- launch -->` and `<!-- /launch -->`; what stands between them is replaced.
"""

import sys
import tomllib
from pathlib import Path
from urllib.parse import quote, urlsplit

HOME = Path(__file__).resolve().parents[2]
START, END = "<!-- launch -->", "<!-- /launch -->"
BINDER = "https://mybinder.org"
PAGES = {
    "Open the lessons": "lab/tree/notebooks/00-start-here.ipynb",
    "Open the lessons on a phone": "doc/tree/notebooks/00-start-here.ipynb",
    "Open the form as a page": "voila/render/notebooks/03-which-modality.ipynb",
}
"""What a badge says, and what it opens."""


def repository(home: Path = HOME) -> str:
    """Return the public address of the repository, from the pyproject.toml of the folder `home`.

    Raises ValueError when it does not stand there.
    """
    project = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if "Repository" not in project.get("urls", {}):
        raise ValueError("pyproject.toml needs the public address of the repository: [project.urls] Repository.")
    return str(project["urls"]["Repository"])


def launch_address(address: str, page: str, branch: str = "main") -> str:
    """Return the address that opens a page of the kit on Binder.

    Arguments: `address`, the repository's public address; `page`, what to open there; `branch`, which state of the kit.
    Raises ValueError when the address is not one of a repository on GitHub or GitLab.
    """
    parts = urlsplit(address)
    path = parts.path.strip("/").removesuffix(".git")
    if parts.scheme != "https" or path.count("/") < 1:
        raise ValueError(
            f"{address!r} is not the address of a repository. It looks like https://github.com/NAME/modality-lab"
        )
    if parts.netloc == "github.com" and path.count("/") == 1:
        where = f"gh/{path}"
    elif parts.netloc == "gitlab.com":
        where = f"gl/{quote(path, safe='')}"
    else:
        where = f"git/{quote(f'{parts.scheme}://{parts.netloc}/{path}', safe='')}"
    return f"{BINDER}/v2/{where}/{branch}?urlpath={quote(page, safe='')}"


def launch_block(address: str) -> str:
    """Return the lines of README.md with a badge for each page, between their two comment lines."""
    badges = [
        f"[![{words}]({BINDER}/badge_logo.svg)]({launch_address(address, page)}) {words}"
        for words, page in PAGES.items()
    ]
    return "\n".join([START, *[f"- {badge}" for badge in badges], END])


def with_launch_block(text: str, address: str) -> str:
    """Return the text of README.md with its launch block made anew.

    Raises ValueError when the two comment lines are not there, once each and in their order.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end) or START in rest or END in after:
        raise ValueError(
            f"README.md needs one line {START} and after it one line {END}; the launch badges go between them."
        )
    return before + launch_block(address) + after


def main(home: Path = HOME) -> int:
    """Bring README.md up to date. Returns the exit code."""
    readme = home / "README.md"
    try:
        text = readme.read_text(encoding="utf-8")
        readme.write_text(with_launch_block(text, repository(home)), encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print("README.md has the launch badges of", repository(home))
    return 0


if __name__ == "__main__":
    sys.exit(main())
