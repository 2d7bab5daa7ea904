"""Measure the kit beside other ways to count the same points, and how cost grows.

Usage: python src/tools/benchmark_side_by_side.py [--write]

Before anything is timed, all have to return the same. With `--write` what was found goes into docs/benchmark.md and
docs/benchmark.png, with the machine and the versions.
"""

import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import benchmark
import benchmark_growth
import benchmark_many
import benchmark_peers
import numpy as np
import random_clients
import run_notebooks

from modality_lab import Tables, __version__, load_tables, recommend

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))  # Schools of any size are written by a helper of the tests.
CLIENTS = 200


def one_client(kit: Tables) -> dict[str, float]:
    """Return the microseconds for one client, by what is asked for; every peer has to count the same points."""
    clients = list(some_clients(kit))
    ways = benchmark_peers.peers(kit)
    first = next(iter(ways.values()))
    for name, count in ways.items():
        for client in clients:
            if count(client) != first(client):
                raise AssertionError(f"{name} counts other points for {client}: {count(client)}, not {first(client)}.")
    took = {name: typical(count, clients) for name, count in ways.items()}

    def explained(client: benchmark_peers.Client) -> object:
        result = recommend(client, kit)
        return result.reason_rows, result.conflicts, result.changes

    def with_tables(client: benchmark_peers.Client) -> object:
        result = recommend(client, kit)
        tables = result.scores, result.reasons, result.what_if, result.cautions
        return tables, result.conflicts, result.notes

    took["Modality Lab, with reasons, conflicts and all what-ifs"] = typical(explained, clients)
    took["Modality Lab, with the tables of scores, reasons, what-ifs and cautions"] = typical(with_tables, clients)
    return took


def some_clients(kit: Tables) -> Iterator[dict[str, object]]:
    """Yield made-up clients of whom every question but that on safety is answered, as some peers ask for that."""
    several = set(kit.questions.loc[kit.questions["kind"] == "several", "question"])
    made_up = random_clients.made_up(kit, 20 * CLIENTS, np.random.default_rng(14)).drop(columns=["health_flags"])
    complete = made_up[made_up.notna().all(axis=1) & (made_up != "").all(axis=1)].head(CLIENTS)
    for client in complete.to_dict("records"):
        yield {name: cell.split(";") if name in several else cell for name, cell in client.items()}


def typical(count: Callable[[benchmark_peers.Client], object], clients: list[dict[str, object]]) -> float:
    """Return the median microseconds for a client."""
    times = []
    for client in clients * 5:
        start = time.perf_counter()
        count(client)
        times.append(time.perf_counter() - start)
    return 1e6 * statistics.median(times)


def lessons() -> dict[str, float]:
    """Return the seconds to run lesson 6 alone, and all lessons."""
    return {
        "lesson 6 alone": min(benchmark.of_lessons("06-*.ipynb") for _ in range(3)),
        f"all lessons, {run_notebooks.AT_ONCE} at once, as `make notebooks` runs them": benchmark.of_lessons(),
        "all lessons, one after another": benchmark.of_lessons(at_once=1),
    }


def machine() -> str:
    """Return on what this runs."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = [line for line in cpuinfo.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        name = lines[0].partition(":")[2].strip() if lines else name
    packages = ["numpy", "pandas", *benchmark_peers.PACKAGES]
    versions = [f"{package} {version}" for package in packages if (version := version_of(package))]
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"Modality Lab {__version__}, {', '.join(versions)}"
    )


def version_of(package: str) -> str:
    """Return the version of a package, or "" where it is lacking."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def table(heads: tuple[str, str, str], took: dict[str, float], digits: int) -> list[str]:
    """Return lines of Markdown: what was measured, how long it took, and how often the first fits into it."""
    first = next(iter(took.values()))
    rows = [f"| {name} | {each:,.{digits}f} | {each / first:.2f} |" for name, each in took.items()]
    return [f"| {' | '.join(heads)} |", "| --- | ---: | ---: |", *rows]


def report(kit: Tables, lacking: list[str]) -> tuple[list[str], list[benchmark_growth.Growth]]:
    """Measure, and return what was found as lines of Markdown, and how cost grows."""
    one, many = one_client(kit), benchmark_many.million(kit) | benchmark_many.million_points(kit)
    found = list(benchmark_growth.growths(kit))
    sizes = [
        f"| {each.what} | {each.per}, {each.sizes[0]:,} to {each.sizes[-1]:,} | "
        f"{', '.join(f'{1000 * second:,.2f}' for second in each.seconds)} | {each.exponent:.2f} |"
        for each in found
    ]
    lines = [
        "# How fast the kit is",
        "",
        "Made by `make benchmark OPTIONS=--write`. Before anything was timed, all ways returned the same.",
        "",
        f"Measured on: {machine()}.",
        *[f"\n{sentence}" for sentence in lacking],
        "",
        "## One client",
        "",
        "The points of the kit's rules for one client: the median over made-up clients who answered all questions.",
        "The kit understands and checks the answers, and looks at safety; the others count the points alone.",
        "Its sentences, rows and tables are made when they are first read: the last two lines of the table read them.",
        "",
        *table(("What", "Microseconds", "Times the first"), one, 1),
        "",
        "## A million clients",
        "",
        "Outcome, leaders, points, what is left out, and who is referred on, for each of a million clients.",
        "The last two lines count the points alone: they look at no flag and no leader, and check no answer.",
        "",
        *table(("What", "Seconds of computing", "Times the first"), many, 2),
        "",
        "## The lessons",
        "",
        "Each in a Python of its own that starts, loads the kit and draws each chart twice: for screens, for phones.",
        "",
        *table(("What", "Seconds", "Times the first"), lessons(), 1),
        "",
        "## How cost grows",
        "",
        "An exponent of 1 says that twice as much takes twice as long; 0, that it takes no longer.",
        "",
        "| What | Grows with | Milliseconds of computing | Exponent |",
        "| --- | --- | --- | ---: |",
        *sizes,
        "",
        "![Three panels with lines that rise: milliseconds by clients, by rules and by modalities](benchmark.png)",
    ]
    return lines, found


def main() -> int:
    """Measure and print; with --write, keep it in the docs. Returns the exit code."""
    lacking = benchmark_peers.install()
    lines, found = report(load_tables(ROOT / "data"), lacking)
    print("\n".join(lines))
    if "--write" in sys.argv:
        docs = ROOT / "docs"
        (docs / "benchmark.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
        benchmark_growth.draw(found, docs / "benchmark.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
