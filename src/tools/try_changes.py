"""Try changes of the code, each in a process of its own: the plugin of pytest behind `make mutants`.

The tests are collected once. A first process runs them all without a change, and notes how long each takes and which
functions it comes through. Then each change is tried by the tests that come through its function, the quickest first,
until one notices it.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name as function_of

PLAN, NOTES, CAME = Path("changes.json"), Path("notes.json"), Path("came.txt")
MOST_SECONDS = 8
"""So long a change is tried; the tests that would follow might still notice it, so the figure is never too good."""
HANGS = 20
"""After so many seconds a change is stopped, and counts as noticed: nobody overlooks what never ends."""


def pytest_configure(config: pytest.Config) -> None:
    """Let a failure be told in few words: nobody reads it, and it is told thousands of times."""
    config.option.tbstyle = "native"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave one of the examples that stand in each changed copy of a function: they all call it by its name."""
    items[:] = [item for item in items if "__mutmut_" not in item.name or item.name.endswith("__mutmut_orig")]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Try the changes that the plan names instead of running the tests once."""
    if session.testsfailed:
        return None  # pytest says itself what it could not collect.
    # Resolved now: tests change into other folders.
    plan, notes, came = json.loads(PLAN.read_text(encoding="utf-8")), NOTES.resolve(), CAME.resolve()
    kept = () if plan["room"] == "tables" else ("modality_lab.tables.",)
    gc.freeze()
    _, code = os.waitpid(start(partial(note, session.items, kept, notes)), 0)
    if code:
        pytest.exit("The tests must pass before a change is tried.", returncode=1)
    tests = json.loads(notes.read_text(encoding="utf-8"))
    work = {name: quickest(tests.get(function_of(name), [])) for name in plan["changes"]}
    with came.open("w", encoding="utf-8") as log:
        for tried, (name, was_noticed) in enumerate(try_all(work, session.items, kept), 1):
            print(name, "noticed" if was_noticed else "not", file=log, flush=True)
            if sys.stdout.isatty():
                print(f"\r  {tried} of {len(work)} changes tried", end="", flush=True)
    return True


def note(items: Sequence[pytest.Item], kept: tuple[str, ...], notes: Path) -> int:
    """Run each test by itself, and write down for each function the tests that come through it, with their seconds."""
    set_mutant_under_test("stats")
    through = defaultdict(list)
    for number, item in enumerate(items):
        empty_caches(kept)
        state()._stats.clear()  # noqa: SLF001
        began = time.process_time()  # Whatever else this computer does at the same time.
        if said := failure(item, None):
            print(f"{item.nodeid} fails without a change:\n{said}")
            return 1
        seconds = time.process_time() - began
        for function in state()._stats:  # noqa: SLF001
            through[function].append((seconds, number))
    notes.write_text(json.dumps(through), encoding="utf-8")
    return 0


def quickest(tests: Sequence[tuple[float, int]]) -> list[int]:
    """Return the numbers of the tests to run, the quickest first, as many as there is time for."""
    chosen: list[int] = []
    seconds = 0.0
    for each, number in sorted(tests):
        seconds += each
        if chosen and seconds > MOST_SECONDS:
            break
        chosen.append(number)
    return chosen


def try_all(
    work: dict[str, list[int]], items: Sequence[pytest.Item], kept: tuple[str, ...]
) -> Iterator[tuple[str, bool]]:
    """Try each change in a process of its own, as many at once as there are processors. Yields which were noticed."""
    running: dict[int, str] = {}
    for name, numbers in work.items():
        if not numbers:
            yield name, False
            continue
        if len(running) == (os.cpu_count() or 1):
            pid, code = os.waitpid(-1, 0)
            yield running.pop(pid), code != 0
        running[start(partial(try_one, name, [items[number] for number in numbers], kept))] = name
    for pid, name in running.items():
        yield name, os.waitpid(pid, 0)[1] != 0


def try_one(name: str, tests: Sequence[pytest.Item], kept: tuple[str, ...]) -> int:
    """Run tests with a change until one fails. Returns 1 if one did."""
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS + 1))
    signal.alarm(10 * HANGS)  # It may wait, too, for what never comes.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    set_mutant_under_test(name)
    empty_caches(kept)
    return int(any(failure(test, following) for test, following in zip(tests, [*tests[1:], None], strict=True)))


def failure(item: pytest.Item, following: pytest.Item | None) -> str:
    """Run a test. Returns what it says if it fails."""
    reports = runtestprotocol(item, log=False, nextitem=following)
    return next((report.longreprtext or "It failed." for report in reports if report.failed), "")


def empty_caches(kept: tuple[str, ...]) -> None:
    """Forget what the kit remembers from an earlier test: it would hide what a later one rests on."""
    for name, module in list(sys.modules.items()):
        if name.startswith("modality_lab") and not name.startswith(kept):
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def start(work: Callable[[], int]) -> int:
    """Do work in a process of its own. Returns its number."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    code = 1
    try:
        code = work()
        sys.stdout.flush()
    finally:
        os._exit(code)
