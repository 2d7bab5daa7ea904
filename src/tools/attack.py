"""Throw damaged folders at the check, several faults at once, and count what comes of them: each figure is to be 0.

Usage: python src/tools/attack.py [--folders=1000] [--seed=1] [--workers=2]

Each folder follows from its seed alone: `--folders=1 --seed=S` makes one again and prints what the check says of it.
"""

import argparse
import contextlib
import io
import multiprocessing
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from attack_faults import CELL_FAULTS, ROW_FAULTS
from attack_files import FILE_FAULTS, HARMLESS
from attack_school import Made, School, clean_school

from modality_lab.check.report import CheckReport, check_tables
from modality_lab.tables.dictionary import tables_by_file
from modality_lab.tables.loading import TableError, load_tables

SLOWEST = 2.0
"""Seconds of computing for one folder."""

FIGURES = (
    "a traceback",
    "a silent change",
    "a file passed over",
    "over 2 s",
    "a raw mark in a message",
    "live markup in a report",
    "the wrong row named",
    "a wrong alarm",
    "check and loading differ",
)
"""What must not happen."""

_RAW = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS_OF_A_REPORT = {"div", "p", "strong", "h3", "ul", "li"}


@dataclass(frozen=True)
class Outcome:
    """What came of one folder."""

    seed: int
    made: tuple[Made, ...]
    failures: tuple[str, ...]
    said: str


class _Markup(HTMLParser):
    """Collects the parts of a report that the kit itself does not write."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS_OF_A_REPORT or any(name != "class" for name, _ in attrs):
            self.found.append(tag)


def attack(seed: int) -> Outcome:
    """Damage a school as its seed says, check it and load it, and return what must not have happened."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "school"
        school = clean_school(chance)
        made = _damage(school, chance)
        school.write(folder)
        try:
            start = time.process_time()
            report = check_tables(folder)
            page, shown = report._repr_html_(), repr(report)
            error = _error_of(folder)
            is_slow = time.process_time() - start > 2 * SLOWEST
        except Exception:  # noqa: BLE001 # Whatever it is, it is counted.
            return Outcome(seed, made, (FIGURES[0],), traceback.format_exc())
        failures = {
            "over 2 s": is_slow,
            "a raw mark in a message": bool(_RAW.search(shown + page + str(error or ""))),
            "live markup in a report": bool(_Markup(page).found),
            "check and loading differ": report.is_good != (error is None),
            "a file passed over": any(name not in shown for name in school.to_be_named),
            "the wrong row named": _names_the_wrong_row(report, made),
            "a silent change": _is_silent(report, made, school, folder),
            "a wrong alarm": not report.is_good and all(each.is_harmless for each in made),
        }
    return Outcome(seed, made, tuple(what for what in FIGURES if failures.get(what)), shown)


def _damage(school: School, chance: random.Random) -> tuple[Made, ...]:
    """Do one fault with a known row, or harmless changes alone, or several faults at once."""
    kind = chance.random()
    if kind < 0.3:
        faults = [chance.choice(CELL_FAULTS)]
    elif kind < 0.4:
        faults = chance.sample(HARMLESS, 2)
    else:
        faults = chance.choices([*CELL_FAULTS, *ROW_FAULTS], k=chance.choice([0, 1, 2, 4]))
        faults += chance.choices([*FILE_FAULTS, *HARMLESS], k=chance.choice([1, 1, 2, 3]))
    # A fault finds nothing to damage where the school has no such cell.
    return tuple(made for fault in faults if (made := fault(school, chance)))


def _error_of(folder: Path) -> TableError | None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # What it says of files that it does not read.
            load_tables(folder)
    except TableError as error:
        return error
    return None


def _names_the_wrong_row(report: CheckReport, made: tuple[Made, ...]) -> bool:
    """Return whether a fault that was made alone in a known row is said of another place, or is not said at all."""
    if len(made) != 1 or not made[0].row:
        return False
    [fault] = made
    named = {
        (problem.file, row)
        for problem in report.problems or report.odd
        for row in (problem.line, *problem.also)
        if report.problems or (problem.file, row) == (fault.file, fault.row)
    }
    # Of a file that cannot be read at all, the sentence names the row.
    if re.search(rf"\bRow {fault.row} reads\b", repr(report)):
        return False
    return bool(named) and named != {(fault.file, fault.row)}


def _is_silent(report: CheckReport, made: tuple[Made, ...], school: School, folder: Path) -> bool:
    """Return whether what is read differs from what was meant, and nobody says so."""
    if not report.is_good or {problem.file for problem in report.odd} & {each.file for each in made}:
        return False
    if any(each.must_be_named for each in made):
        return True
    tables = load_tables(folder)
    files = [name for name in school.meant if name.lower() in report.rows]
    return any(_frame(tables, name) != school.meant[name] for name in files)


def _frame(tables: object, name: str) -> list[list[str]]:
    """Return the rows of a table as they were read, numbers as the kit writes them."""
    frame = getattr(tables, tables_by_file()[name])
    cells = frame.astype("object").where(frame.notna(), "").astype(str)
    return [list(row) for row in cells.itertuples(index=False)]


def attacks(seeds: range, workers: int) -> Iterator[Outcome]:
    """Go through the folders of some seeds, side by side where there are several workers."""
    if workers == 1:
        yield from map(attack, seeds)
        return
    with multiprocessing.Pool(workers) as pool:
        yield from pool.imap_unordered(attack, seeds, chunksize=20)


def figures(outcomes: Iterator[Outcome]) -> tuple[str, dict[str, list[Outcome]]]:
    """Return the figures as text, and the outcomes with each failure."""
    failed: dict[str, list[Outcome]] = {what: [] for what in FIGURES}
    faults: Counter[str] = Counter()
    number = 0
    for outcome in outcomes:
        number += 1
        faults.update(made.what for made in outcome.made)
        for what in outcome.failures:
            failed[what].append(outcome)
    lines = [f"{number:,} folders with {faults.total():,} faults of {len(faults)} kinds."]
    for what, found in failed.items():
        seeds = sorted(outcome.seed for outcome in found)
        lines.append(f"{len(found):6,} {what}{': seeds ' + ', '.join(map(str, seeds[:12])) if seeds else ''}")
        kinds = Counter(kind for outcome in found for kind in {made.what for made in outcome.made})
        lines += [f"         {count:4} with {kind}" for kind, count in kinds.most_common(8)]
    return "\n".join(lines), failed


def main() -> int:
    """Attack, print the figures, and return 1 where one of them is not 0."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("--folders", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    if asked.folders == 1:
        outcome = attack(asked.seed)
        print(*outcome.made, f"failures: {outcome.failures or 'none'}", outcome.said, sep="\n")
        return bool(outcome.failures)
    text, failed = figures(attacks(range(asked.seed, asked.seed + asked.folders), asked.workers))
    print(text)
    return any(failed.values())


if __name__ == "__main__":
    sys.exit(main())
