"""Write examples/broken-tables and docs/what-the-check-says.md, both from the lists in damage.py.

Usage: python src/tools/write_damage_table.py
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from damage import DAMAGES, write_broken_tables

from modality_lab.check.report import CheckReport, check_tables
from modality_lab.words import visible

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "examples" / "broken-tables"
PAGE = ROOT / "docs" / "what-the-check-says.md"
OPENING = """\
# What the check says

This page is made by `make damage`. Each row is a way to damage the kit's tables, done to a copy, and what the check \
then
says. Everything is a sentence that says where, what was found, and what is allowed; the tests go through the same list.

To check your own tables: `modality-lab check FOLDER` in a terminal, or the page
[9 Break it](../notebooks/09-break-it.ipynb), on which you can drop your files.

| What is wrong | What the check says |
| --- | --- |
"""


def text() -> str:
    """Return the whole page."""
    with tempfile.TemporaryDirectory() as place:
        rows = [
            _row(what, damage, Path(place) / str(number) / "my-school")
            for number, (what, damage) in enumerate(DAMAGES.items())
        ]
    return OPENING + "\n".join(rows) + "\n"


def _row(what: str, damage: Callable[[Path], None], folder: Path) -> str:
    damage(folder)
    said = said_by(check_tables(folder)).replace(f"{folder.parent}/", "")
    # GitHub takes < for HTML and | for the next cell.
    return f"| {what[:1].upper()}{what[1:]} | {said.replace('|', chr(92) + '|').replace('<', '&lt;')} |"


def said_by(report: CheckReport) -> str:
    """Return what a report says on one line: the sentence when all is good, and then each thing found."""
    found = [visible(str(problem)) for problem in report.problems or report.odd]
    more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
    return " ".join([report.sentence] * report.is_good + found[:3]) + more


if __name__ == "__main__":
    shutil.rmtree(BROKEN, ignore_errors=True)
    write_broken_tables(BROKEN)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
