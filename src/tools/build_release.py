"""Make what a release holds, in build/release: the kit as a ZIP, the built site as a ZIP, and what changed.

make release                    of the version in src/modality_lab/__init__.py
make release OPTIONS=v0.4.0     and that version must be it
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


class ReleaseError(Exception):
    """A release cannot be made. The text says what is wrong, and what to do next."""


def version(home: Path) -> str:
    """Return the version of the kit, from the one place where it stands. Raises ReleaseError."""
    text = (home / "src" / "modality_lab" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if not found:
        raise ReleaseError('src/modality_lab/__init__.py needs the version: a line such as __version__ = "0.4.0".')
    return found[1]


def changes(home: Path, number: str) -> str:
    """Return what CHANGELOG.md says of a version. Raises ReleaseError when it says nothing."""
    text = (home / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(number)}\b[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        raise ReleaseError(f"CHANGELOG.md says nothing of version {number}. Write a part that begins: ## {number}")
    return found[1].strip() + "\n"


def check_tag(tag: str, number: str) -> None:
    """Raise ReleaseError unless a tag names the version."""
    if tag != f"v{number}":
        raise ReleaseError(
            f'The tag is {tag}, and the kit says that it is version {number}. Change __version__ or tag it "v{number}".'
        )


def main(arguments: list[str], home: Path = HOME) -> int:
    """Make the files. Returns the exit code."""
    folder = home / "build" / "release"
    try:
        number = version(home)
        check_tag(arguments[0] if arguments else f"v{number}", number)
        notes = changes(home, number)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "notes.md").write_text(notes, encoding="utf-8", newline="\n")
    name = f"modality-lab-{number}"
    kit = ["git", "archive", "--format=zip", f"--prefix={name}/", f"--output={folder / name}.zip", "HEAD"]
    subprocess.run(kit, cwd=home, check=True)
    subprocess.run([sys.executable, home / "src" / "tools" / "build_site.py"], cwd=home, check=True)
    shutil.make_archive(f"{folder / name}-site", "zip", home / "build" / "site")
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size / 1e6:6.1f} MB  {file.relative_to(home)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
