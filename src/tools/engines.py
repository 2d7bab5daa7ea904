"""Do the same few things on a page in Chromium, Firefox and WebKit, the engine of Safari and of every iPhone.

    make engines                              in all engines that are found here; those that are not are said
    make engines OPTIONS="firefox webkit"     in these; that one of them is not here is an error

It prints a line for each engine and step, and returns 1 when a step fails. What is done stands in engine_steps.py, how
each engine is driven in engine_windows.py.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import browser
from engine_steps import STEPS, Visitor, write_page
from engine_windows import Window, firefox_window, playwright_has, playwright_window, webkit_window

ENGINES = ("chromium", "firefox", "webkit")
NAMES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit (Safari's engine)"}
PACKAGES = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb xauth"}


def find(engine: str) -> Callable[[Path], AbstractContextManager[Window]] | None:
    """Return what opens a window of an engine, given a folder for its downloads; None where there is no such engine."""
    if engine == "chromium":
        return partial(playwright_window, engine)
    if engine == "firefox" and (program := installed_firefox()):
        return partial(firefox_window, program)
    if engine == "webkit" and (driver := shutil.which("WebKitWebDriver")) and shutil.which("xvfb-run"):
        return partial(webkit_window, driver)
    return partial(playwright_window, engine) if engine in playwright_has() else None


def installed_firefox() -> str | None:
    """Return the path of an installed Firefox that can be driven: on Linux, and no snap, which cannot write in /tmp."""
    programs = map(shutil.which, ("firefox-esr", "firefox")) if sys.platform == "linux" else ()
    return next((program for program in programs if program and b"/snap/" not in Path(program).read_bytes()), None)


def how_to_get(engine: str) -> str:
    """Return the sentence that says of an engine that it is not here, and how to get it."""
    return (
        f"{NAMES[engine]} is not here, so nothing was tried in it. Get it with {sys.executable} -m playwright install "
        f"{engine}, or on Debian with sudo apt-get install {PACKAGES[engine]}."
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the page of the steps, as `make page` serves lessons, and return its address."""
    write_page(folder)
    with browser.serve("voila", "notebooks/engines.ipynb", folder=folder) as address:
        yield address


def try_out(engine: str, address: str, downloads: Path) -> bool:
    """Do all steps in an engine that is here, and print how each went. Returns whether all went well."""
    went_well = True
    downloads.mkdir()
    opened = find(engine)
    assert opened, how_to_get(engine)
    with opened(downloads) as window:
        visitor = Visitor(window, downloads)
        visitor.opens(address)
        for name, step in STEPS.items():
            start = time.perf_counter()
            try:
                step(visitor)
                said = f"well, {time.perf_counter() - start:.1f} s"
            except AssertionError as error:
                went_well, said = False, f"NOT WELL: {error}"
            print(f"{NAMES[engine]}: {name}: {said}", flush=True)
    return went_well


def main() -> int:
    """Do what the command line says. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=f"{', '.join(ENGINES)}; without any, all")
    named = parser.parse_args().engines
    if unknown := [name for name in named if name not in ENGINES]:
        parser.error(f"there is no engine {', '.join(unknown)}; engines are {', '.join(ENGINES)}")
    found = [engine for engine in named or ENGINES if find(engine)]
    lacking = [engine for engine in named or ENGINES if engine not in found]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        went_well = [try_out(engine, address, Path(folder) / engine) for engine in found]
    for engine in lacking:
        print(how_to_get(engine))
    return 0 if all(went_well) and not (named and lacking) else 1


if __name__ == "__main__":
    sys.exit(main())
