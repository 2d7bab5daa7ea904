"""Change the code a little, many times, and see which changes no test notices.

    make mutants                                   the rooms that tests/mutants.toml names
    make mutants OPTIONS=recommender               one room
    make mutants OPTIONS=recommender/result_page   one module of it

mutmut makes the changes, in a copy in build/mutants: in functions and methods, not in properties nor in the words of
f-strings. try_changes.py runs for each the tests of the room that come through the changed function. The figure is what
counts; a change that may go unnoticed stands in tests/mutants.toml with its reason, and what else is left is written to
build/mutants.
"""

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
WORK = BUILD / "work"
# What tests read beside the package and themselves.
READ = ("data", "docs", "examples", "notebooks", "src/tools", "src/jupyter")
MOST_LEFT = 10
"""Per cent of the changes that may go unnoticed."""
SHORTEST = 12
"""So many letters of a line say which part of it is meant."""


@dataclass(frozen=True, order=True)
class Change:
    """A change of the code: where, the line as it is, and the line as changed."""

    where: str
    was: str
    changed: str


def reason_for(change: Change, accepted: Iterable[dict[str, Any]]) -> str:
    """Return why a change may go unnoticed, or "" where no reason stands in tests/mutants.toml.

    >>> reason_for(
    ...     Change("a.b", "zip(b, c, strict=True)", "zip(b, c, )"),
    ...     [
    ...         {"reason": "Both are as long.", "changes": [["a", "strict=True", "strict=False", ""]]},
    ...     ],
    ... )
    'Both are as long.'
    """
    for row in accepted:
        for where, part, *others in row["changes"]:
            if change.where.startswith(where) and change.changed in {change.was.replace(part, new) for new in others}:
                return str(row["reason"])
    return ""


def shortened(was: str, changed: str) -> tuple[str, str]:
    """Return the part of a line in which a change stands, and what it becomes.

    >>> shortened("all = [one(each) for each in islice(given, 8)]", "all = [one(each) for each in islice(given, 9)]")
    ('islice(given, 8)]', 'islice(given, 9)]')
    """
    edges = [0, *(found.end() for found in re.finditer(r"\w+|\s+|.", was))]
    alike = alike_at_start(was, changed)
    alike_after = alike_at_start(was[alike:][::-1], changed[alike:][::-1])
    first = max(number for number, edge in enumerate(edges) if edge <= alike)
    last = min(number for number, edge in enumerate(edges) if edge >= len(was) - alike_after)
    while first or last < len(edges) - 1:
        part, becomes = was[edges[first] : edges[last]], changed[edges[first] : edges[last] + len(changed) - len(was)]
        if len(part) >= SHORTEST and was.replace(part, becomes) == changed:
            return part, becomes
        first, last = max(first - 1, 0), min(last + 1, len(edges) - 1)
    return was, changed


def alike_at_start(one: str, other: str) -> int:
    """Return with how many of the same letters two texts begin.

    >>> alike_at_start("islice(8)", "islice(9)")
    7
    """
    return next((at for at, letter in enumerate(one) if letter != other[at : at + 1]), len(one))


SETTINGS = """\
[tool.pytest.ini_options]
pythonpath = ["src", "src/tools", "tests"]
addopts = ["--import-mode=importlib", "--hypothesis-profile=mutants"]
markers = ["timed: keeps a promise of speed"]
"""


def prepare() -> None:
    """Copy what is changed and what its tests need."""
    shutil.rmtree(WORK, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "my-*", ".ipynb_checkpoints")
    for folder in ("src/modality_lab", "tests", *READ):
        shutil.copytree(ROOT / folder, WORK / folder, ignore=unwanted)
    shutil.copy(ROOT / "README.md", WORK)
    (WORK / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def change_code(room: str) -> dict[str, Change]:
    """Put every change of a room, or of one module of it, into the copy. Returns them by mutmut's names."""
    found: dict[str, Change] = {}
    for path in sorted((WORK / "src/modality_lab").glob(f"{room}.py" if "/" in room else f"{room}/*.py")):
        file = mutate_file_contents(path.name, path.read_text(encoding="utf-8"))
        path.write_text(file.code, encoding="utf-8")
        module = ".".join(path.relative_to(WORK / "src").with_suffix("").parts).removesuffix(".__init__")
        found |= {f"{module}.{name}": change for name, change in changes(module, file)}
    return found


def changes(module: str, file: MutatedFile) -> Iterator[tuple[str, Change]]:
    """Yield the changes of a module, each with the name of its function."""
    lines = file.code.splitlines()

    def body(name: str) -> list[str]:
        span = file.line_span_by_function_name[name]
        return [line.strip().replace(name, "...") for line in lines[span.start - 1 : span.end]]

    for name in file.mutant_names:
        before, after = body(f"{name.partition('__mutmut_')[0]}__mutmut_orig"), body(name)
        steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        parts = [step[1:] for step in steps if step[0] != "equal"]
        was = " ".join(line for start, end, _, _ in parts for line in before[start:end])
        changed = " ".join(line for _, _, start, end in parts for line in after[start:end])
        yield name, Change(readable(f"{module}.{name}"), was, changed)


def readable(name: str) -> str:
    """Return where a change stands, from mutmut's name for it.

    >>> readable("modality_lab.recommender.recommendation.x__times__mutmut_4")
    'recommender.recommendation._times'
    >>> readable("modality_lab.recommender.recommendation.xǁRulebookǁfits__mutmut_1")
    'recommender.recommendation.Rulebook.fits'
    """
    module, _, function = name.removeprefix("modality_lab.").partition("__mutmut_")[0].rpartition(".")
    return f"{module}.{function.removeprefix('xǁ').removeprefix('x_').replace('ǁ', '.')}"


def as_toml(texts: Iterable[str]) -> str:
    """Return texts as a line of tests/mutants.toml.

    >>> print(as_toml(["a.b", "c", "d's"]))
        ['a.b', 'c', "d's"],
    <BLANKLINE>
    """
    words = (json.dumps(text, ensure_ascii=False) if "'" in text else f"'{text}'" for text in texts)
    return f"    [{', '.join(words)}],\n"


def run_tests(room: str, names: Sequence[str], tests: Sequence[str]) -> dict[str, bool]:
    """Try changes in the copy. Returns which of them a test has noticed."""
    (WORK / "changes.json").write_text(
        json.dumps({"room": room.partition("/")[0], "changes": list(names)}), encoding="utf-8"
    )
    # The packages of the kit, and the kit itself only in its copy.
    packages = ROOT / f".venv/lib/python3.{sys.version_info.minor}/site-packages"
    plugins = [f"-p{name}" for name in ("no:cacheprovider", "no:nbval", "no:xdist", "no:terminal", "try_changes")]
    options = ["-s", "--assert=plain", *plugins, "-m", "not timed", "--doctest-modules"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"src/modality_lab/{room.partition('/')[0]}", *tests],
        cwd=WORK,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src/tools"), str(packages)])},
        check=True,
    )
    lines = (WORK / "came.txt").read_text(encoding="utf-8").splitlines()
    return {name: said == "noticed" for name, said in map(str.split, lines)}


def try_room(room: str, tests: Sequence[str]) -> tuple[int, list[Change]]:
    """Change a room, or one module of it. Returns how many changes were tried, and those that went unnoticed."""
    print(f"Changing {room}: this takes some minutes ...", flush=True)
    prepare()
    found = change_code(room)
    came = run_tests(room, list(found), tests)
    return len(found), sorted(change for name, change in found.items() if not came[name])


def show(tried: int, unnoticed: Sequence[Change], room: str, accepted: Sequence[dict[str, Any]]) -> bool:
    """Show the figure of a room and what is left of it. Returns whether it is as it should be."""
    left = [change for change in unnoticed if not reason_for(change, accepted)]
    share = 100 * len(unnoticed) / tried if tried else 0
    for change in left:
        print(f"\n{change.where}\n  - {change.was}\n  + {change.changed}")
    print(
        f"\n{room}: {tried} changes, {tried - len(unnoticed)} noticed, {len(unnoticed)} not ({share:.1f} %), "
        f"of these {len(unnoticed) - len(left)} accepted with a reason and {len(left)} left.",
        flush=True,
    )
    with (BUILD / f"left-{room.replace('/', '-')}.toml").open("w", encoding="utf-8") as file:
        parts = ((change.where, *shortened(change.was, change.changed)) for change in left)
        for (where, part), changes_of_part in groupby(parts, key=itemgetter(0, 1)):
            file.write(as_toml([where, part, *(becomes for *_, becomes in changes_of_part)]))
    return tried > 0 and not left and share <= MOST_LEFT


def main() -> int:
    """Try the rooms or modules that were named, or all rooms. Returns the exit code."""
    settings = tomllib.loads((ROOT / "tests/mutants.toml").read_text(encoding="utf-8"))
    tests = settings["rooms"]
    rooms = sys.argv[1:] or list(tests)
    if unknown := [room for room in rooms if room.partition("/")[0] not in tests]:
        print(f"There is no room {unknown[0]}. tests/mutants.toml names: {', '.join(tests)}.", file=sys.stderr)
        return 2
    good = True
    for room in rooms:
        tried, unnoticed = try_room(room, tests[room.partition("/")[0]])
        good = show(tried, unnoticed, room, settings.get("accepted", [])) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
