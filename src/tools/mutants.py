"""Change the code a little, many times, and see which changes no test notices.

    make mutants                                   the rooms that tests/mutants.toml names
    make mutants OPTIONS=recommender               one room
    make mutants OPTIONS=recommender/result_page   one module of it

The tool is mutmut. It works on a copy in build/mutants, on functions and methods, not on properties, and runs for each
change the tests of the room that come through the changed function. The figure is what counts; a change that may go
unnoticed stands in tests/mutants.toml with its reason, and what else is left is written to build/mutants.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
WORK = BUILD / "work"
LOG = BUILD / "mutmut.log"
# What tests read beside the package and themselves.
READ = ("data", "docs", "examples", "notebooks", "src/tools", "src/jupyter")
MOST_LEFT = 10
"""Per cent of the changes that may go unnoticed."""
NOT_NOTICED = {0, 5, 33}
"""mutmut's codes for a change that tests have passed, and for one that no test comes through."""


@dataclass(frozen=True, order=True)
class Change:
    """A change of the code: where, the line as it is, and the line as changed."""

    where: str
    was: str
    changed: str

    def as_toml(self) -> str:
        """Return the change as tests/mutants.toml holds it, with its reason still to be written."""
        cells = {"where": self.where, "was": self.was, "changed": self.changed, "reason": ""}
        return "\n".join(["[[accepted]]", *(f"{name} = {json.dumps(cell)}" for name, cell in cells.items())]) + "\n"


SETTINGS = """\
[tool.mutmut]
source_paths = ["src/modality_lab"]
only_mutate = {only}
also_copy = {copied}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = {options}
use_git_change_detection = false

[tool.pytest.ini_options]
pythonpath = ["src", "src/tools", "tests"]
addopts = ["--import-mode=importlib"]
markers = ["timed: keeps a promise of speed"]
"""


def prepare(only: str, tests: Sequence[str]) -> None:
    """Copy what is changed and what its tests need, with settings of mutmut's own."""
    shutil.rmtree(WORK, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "my-*", ".ipynb_checkpoints")
    for folder in ("src/modality_lab", "tests", *READ):
        shutil.copytree(ROOT / folder, WORK / folder, ignore=unwanted)
    shutil.copy(ROOT / "README.md", WORK)
    shutil.copy(ROOT / "src/tools/fresh_caches.py", WORK)
    plugins = ["no:cacheprovider", "no:nbval", "no:xdist", "fresh_caches"]
    options = [*(f"-p{name}" for name in plugins), "-m", "not timed", "--hypothesis-profile=mutants"]
    lists = {
        "options": options,
        "only": [only],
        "copied": [*READ, "README.md", "fresh_caches.py"],
        "tests": list(tests),
    }
    text = SETTINGS.format(**{name: json.dumps(cells) for name, cells in lists.items()})
    (WORK / "pyproject.toml").write_text(text, encoding="utf-8")


def environment() -> dict[str, str]:
    """Return the environment in which the tests find the packages of the kit, and the kit only in its copy."""
    inside = "Lib/site-packages" if os.name == "nt" else f"lib/python3.{sys.version_info.minor}/site-packages"
    return os.environ | {"PYTHONPATH": str(ROOT / ".venv" / inside), "PYTHONUTF8": "1"}


def run_mutmut() -> None:
    """Run mutmut, and show now and then how far it is."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1)]
    with LOG.open("w", encoding="utf-8") as log:
        running = subprocess.Popen(command, cwd=WORK, env=environment(), stdout=log, stderr=log)
        try:
            while running.poll() is None:
                time.sleep(5)
                steps = re.findall(r"(\d+)/(\d+)", LOG.read_text(encoding="utf-8", errors="replace")[-400:])
                if steps and sys.stdout.isatty():
                    print("\r  {} of {} changes tried".format(*steps[-1]), end="", flush=True)
        finally:
            running.terminate()
    if running.returncode:
        sys.exit(f"mutmut stopped; its own words are in {LOG.relative_to(ROOT)}:\n{LOG.read_text()[-1500:]}")


def codes() -> dict[str, int]:
    """Return what came of each change: mutmut's name for it, and its code."""
    found: dict[str, int] = {}
    for path in sorted(WORK.glob("mutants/src/**/*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def changes(names: Sequence[str]) -> Iterator[Change]:
    """Yield the changes behind mutmut's names."""
    code = (
        "import json, sys; from mutmut.mutation.diff_apply import get_diff_for_mutant as diff; "
        "print(json.dumps([diff(name) for name in json.load(sys.stdin)]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=WORK,
        env=environment(),
        input=json.dumps(list(names)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    for name, diff in zip(names, json.loads(told.splitlines()[-1]), strict=True):
        lines = diff.splitlines()[2:]
        was, changed = (" ".join(line[1:].strip() for line in lines if line.startswith(mark)) for mark in "-+")
        yield Change(readable(name), was, changed)


def readable(name: str) -> str:
    """Return where a change stands, from mutmut's name for it.

    >>> readable("modality_lab.recommender.recommendation.x__times__mutmut_4")
    'recommender.recommendation._times'
    >>> readable("modality_lab.recommender.recommendation.xǁRulebookǁfits__mutmut_1")
    'recommender.recommendation.Rulebook.fits'
    """
    module, _, function = name.removeprefix("modality_lab.").partition("__mutmut_")[0].rpartition(".")
    return f"{module}.{function.removeprefix('xǁ').removeprefix('x_').replace('ǁ', '.')}"


def accepted() -> dict[Change, str]:
    """Return the changes that may go unnoticed, each with its reason."""
    rows = tomllib.loads((ROOT / "tests/mutants.toml").read_text(encoding="utf-8")).get("accepted", [])
    return {Change(row["where"], row["was"], row["changed"]): row["reason"] for row in rows}


def try_room(room: str, tests: Sequence[str]) -> tuple[int, list[Change]]:
    """Change a room, or one module of it. Returns how many changes were tried, and those that went unnoticed."""
    print(f"Changing {room}: this takes some minutes ...", flush=True)
    prepare(f"src/modality_lab/{room}*" if "/" in room else f"src/modality_lab/{room}/*", tests)
    run_mutmut()
    came = codes()
    return len(came), sorted(changes([name for name, code in came.items() if code in NOT_NOTICED]))


def show(tried: int, unnoticed: Sequence[Change], room: str) -> bool:
    """Show the figure of a room and what is left of it. Returns whether it is as it should be."""
    reasons = accepted()
    left = [change for change in unnoticed if not reasons.get(change)]
    share = 100 * len(unnoticed) / tried if tried else 0
    for change in left:
        print(f"\n{change.where}\n  - {change.was}\n  + {change.changed}")
    print(
        f"\n{room}: {tried} changes, {tried - len(unnoticed)} noticed, {len(unnoticed)} not ({share:.1f} %), "
        f"of these {len(unnoticed) - len(left)} accepted with a reason and {len(left)} left.",
        flush=True,
    )
    with (BUILD / f"left-{room.replace('/', '-')}.toml").open("w", encoding="utf-8") as file:
        file.writelines(change.as_toml() + "\n" for change in left)
    return tried > 0 and not left and share <= MOST_LEFT


def main() -> int:
    """Try the rooms or modules that were named, or all rooms. Returns the exit code."""
    tests = tomllib.loads((ROOT / "tests/mutants.toml").read_text(encoding="utf-8"))["rooms"]
    rooms = sys.argv[1:] or list(tests)
    if unknown := [room for room in rooms if room.partition("/")[0] not in tests]:
        print(f"There is no room {unknown[0]}. tests/mutants.toml names: {', '.join(tests)}.", file=sys.stderr)
        return 2
    good = True
    for room in rooms:
        tried, unnoticed = try_room(room, tests[room.partition("/")[0]])
        good = show(tried, unnoticed, room) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
