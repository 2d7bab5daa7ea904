"""Find a browser for the tests of pages, and get one where there is none.

    .venv/bin/python src/tools/get_browser.py

`make test` runs this first. It is done at once where Chromium, Chrome or Edge is installed. Elsewhere it tries
Playwright's own download, then Debian's package where it may install one. Where nothing helps, a sentence says so.
With `--as-if-bare` it passes over what is installed, to show that the roads to a browser are open.
"""

import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
MAC_PLACES = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PLACES = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
# What Playwright calls the program within its download, on Linux, Windows and macOS.
DOWNLOADED_NAMES = {"chrome-headless-shell", "headless_shell", "chrome-headless-shell.exe", "headless_shell.exe"}
DOWNLOAD = "chromium-headless-shell"
# Without letters of their own, pages on a bare Debian show boxes.
DEBIAN_PACKAGES = ("chromium", "fonts-dejavu-core")
# Seconds that a download may take in a slow school, and that another program may keep Debian's packages locked.
PATIENCE = 600
HOW_TO_GET_ONE = (
    "install one (Debian and Ubuntu: sudo apt-get install chromium), or name it: CHROMIUM=/path/to/chrome make test"
)


class BrowserError(RuntimeError):
    """There is no browser. The text says what to do."""


def installed_places() -> Iterator[str]:
    """Yield where Chromium, Chrome and Edge are on Linux, macOS and Windows, the likeliest first."""
    yield from NAMES
    for folder in ("/Applications", str(Path.home() / "Applications")):
        yield from (f"{folder}/{place}" for place in MAC_PLACES)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if programs := os.environ.get(variable):
            yield from (f"{programs}/{place}" for place in WINDOWS_PLACES)


def starts(program: str) -> bool:
    """Return whether a program starts: one without its libraries, or a stand-in for another package, does not."""
    if os.name == "nt":  # There, asking for the version opens a window.
        return True
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def installed() -> str | None:
    """Return the path of the first installed browser that starts, or None; what $CHROMIUM names goes first."""
    if named := os.environ.get("CHROMIUM"):
        found = shutil.which(named)
        if found and starts(found):
            return found
        raise BrowserError(f'CHROMIUM names "{named}", which does not start; correct it, or leave it out.')
    places = filter(None, map(shutil.which, installed_places()))
    return next(filter(starts, places), None)


def downloaded() -> str | None:
    """Return the path of the browser that Playwright has downloaded, if there is one that starts."""
    told = subprocess.run(
        _playwright("--dry-run"), capture_output=True, text=True, encoding="utf-8", check=False
    ).stdout
    folders = [line.partition(":")[2].strip() for line in told.splitlines() if "Install location:" in line]
    programs = (path for folder in folders for path in Path(folder).rglob("*") if path.name in DOWNLOADED_NAMES)
    return next((str(path) for path in programs if path.is_file() and starts(str(path))), None)


@functools.cache
def find_chromium() -> str:
    """Return the path of a browser; says how to get one where there is none."""
    if found := installed() or downloaded():
        return found
    raise BrowserError(
        f"The tests of pages need the browser Chromium, Chrome or Edge, and none was found: {HOW_TO_GET_ONE}"
    )


def download() -> str | None:
    """Let Playwright download its browser, and return its path if that worked."""
    say("Fetching a browser for the tests with Playwright (about 100 MB) ...")
    if not _went_well(_playwright()):
        return None
    if not (found := downloaded()):
        say("  Playwright's browser does not start here: this system lacks some of its libraries.")
    return found


def install_package() -> str | None:
    """Install Debian's Chromium where that is allowed, and return its path if that worked."""
    if not shutil.which("apt-get"):
        return None
    as_root = _as_root()
    if as_root is None:
        say("  Debian's package was not tried: that takes an administrator.")
        return None
    say("Installing Debian's package of Chromium (about 100 MB) ...")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", f"-oDPkg::Lock::Timeout={PATIENCE}"]
    # Where the lists cannot be brought up to date, those that are there may do.
    _went_well([*apt, "update"])
    if not _went_well([*apt, "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES]):
        return None
    return installed()


def fetch_browser() -> str:
    """Return the path of a browser, got on the first road that leads to one; raise BrowserError where none does."""
    if found := download() or install_package():
        return found
    raise BrowserError(
        "The tests of pages need the browser Chromium, Chrome or Edge, and none could be fetched here: "
        f"{HOW_TO_GET_ONE}"
    )


def say(text: str) -> None:
    """Tell at once what is being done."""
    print(text, flush=True)


def _playwright(*options: str) -> list[str]:
    return [sys.executable, "-m", "playwright", "install", *options, DOWNLOAD]


def _as_root() -> list[str] | None:
    """Return what to put before a command so that it may install, or None where nobody may without a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _went_well(command: list[str]) -> bool:
    """Run a command, again while another program holds Debian's packages; tell its last words where it fails."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            ran = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            say(f"  That did not work: {type(error).__name__}.")
            return False
        if ran.returncode and "lock" in ran.stdout and time.monotonic() < until:
            time.sleep(3)
            continue
        break
    if ran.returncode:
        errors = [line.strip() for line in ran.stdout.splitlines() if line.lower().startswith(("error", "e:"))]
        say(f"  That did not work{f': {errors[0][:120]}' if errors else ''}.")
    return ran.returncode == 0


def main() -> int:
    """Get a browser, and say in a sentence what to do where there is none. Returns the exit code."""
    try:
        if "--as-if-bare" in sys.argv or not (installed() or downloaded()):
            say(f"The tests of pages will use {fetch_browser()}.")
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped while getting a browser; give the same command again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
