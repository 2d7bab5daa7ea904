"""A window of each engine, and the few things that are done in it: open, ask, click, press, make narrow.

Chromium is driven by Playwright, and so are its own Firefox and WebKit where it has downloaded them. It drives neither
the Firefox nor the WebKit that Debian ships: the one lacks a command that it asks for, and it knows no WebKit but its
own. Both speak what the W3C wrote for this, and these steps need five commands of it: WebDriver over a websocket
(Firefox) and over HTTP (WebKit). Selenium would want a program beside Firefox that no package brings.
"""

import functools
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import websocket
from browser import QUIET, free_port
from get_browser import find_chromium
from playwright.sync_api import BrowserType, Download, Page, sync_playwright

SIZE = (1100, 900)
"""The size of a window that nobody has changed."""
# The keys that have no letter, as the W3C numbers them.
KEYS = {"Backspace": "\ue003", "Tab": "\ue004", "End": "\ue010", "ArrowUp": "\ue013", "ArrowDown": "\ue015"}
LONGEST = 60


class Window(ABC):
    """A window of an engine, at `SIZE`, whose downloads arrive in a folder."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Open a page."""

    @abstractmethod
    def ask(self, expression: str) -> Any:
        """Return what an expression in JavaScript is on the page, as far as JSON can say it."""

    @abstractmethod
    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a place in the window."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press and release keys one after the other: letters, or the names in `KEYS`."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Make the window so large, or as near to it as the engine can."""


class PlaywrightWindow(Window):
    """A window that Playwright drives."""

    def __init__(self, page: Page, downloads: Path) -> None:
        self.page = page
        self.downloads = downloads
        page.on("download", self._save)

    def _save(self, download: Download) -> None:
        download.save_as(self.downloads / download.suggested_filename)

    def open(self, address: str) -> None:
        """Open a page."""
        self.page.goto(address)

    def ask(self, expression: str) -> Any:
        """Return what an expression in JavaScript is on the page."""
        return self.page.evaluate(f"() => ({expression})")

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a place in the window."""
        self.page.mouse.click(x, y)

    def press(self, *keys: str) -> None:
        """Press and release keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def resize(self, width: int, height: int) -> None:
        """Make the window so large."""
        self.page.set_viewport_size({"width": width, "height": height})


class StandardWindow(Window):
    """A window that the W3C's WebDriver drives: mouse and keys are told in the same words over HTTP and a websocket."""

    @abstractmethod
    def _perform(self, actions: list[dict[str, Any]]) -> None: ...

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a place in the window."""
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "origin": "viewport"},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._perform([{"type": "pointer", "id": "mouse", "actions": moves}])

    def press(self, *keys: str) -> None:
        """Press and release keys one after the other."""
        moves = [{"type": f"key{way}", "value": KEYS.get(key, key)} for key in keys for way in ("Down", "Up")]
        self._perform([{"type": "key", "id": "keys", "actions": moves}])


class FirefoxWindow(StandardWindow):
    """A window of an installed Firefox, over the websocket that it opens (WebDriver BiDi)."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(address, timeout=LONGEST, suppress_origin=True)
        self.sent = 0
        self._send("session.new", {"capabilities": {}})
        # The first tab has no focus.
        self.tab = self._send("browsingContext.create", {"type": "tab"})["context"]
        self.resize(*SIZE)

    def _send(self, method: str, parameters: dict[str, Any]) -> Any:
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while (heard := json.loads(self.socket.recv())).get("id") != self.sent:
            pass
        if heard["type"] == "error":
            raise RuntimeError(f"Firefox answers {method} with: {heard['message']}")
        return heard["result"]

    def _perform(self, actions: list[dict[str, Any]]) -> None:
        self._send("input.performActions", {"context": self.tab, "actions": actions})

    def open(self, address: str) -> None:
        """Open a page."""
        self._send("browsingContext.navigate", {"context": self.tab, "url": address, "wait": "interactive"})

    def ask(self, expression: str) -> Any:
        """Return what an expression in JavaScript is on the page."""
        asked = {"expression": f"JSON.stringify({expression})", "target": {"context": self.tab}, "awaitPromise": False}
        told = self._send("script.evaluate", asked)
        if told["type"] == "exception":
            raise RuntimeError(f"{expression}: {told['exceptionDetails']['text']}")
        return json.loads(told["result"].get("value", "null"))

    def resize(self, width: int, height: int) -> None:
        """Make the window so large."""
        size = {"width": width, "height": height}
        self._send("browsingContext.setViewport", {"context": self.tab, "viewport": size})


class WebKitWindow(StandardWindow):
    """A window of an installed WebKit, over the HTTP of its driver (WebDriver)."""

    def __init__(self, driver: str) -> None:
        self.session = f"{driver}/session"
        self.session += "/" + self._send("", {"capabilities": {}})["sessionId"]
        self.resize(*SIZE)

    def _send(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.session + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=LONGEST) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"WebKit answers {path} with: {error.read().decode()[:300]}") from error

    def _perform(self, actions: list[dict[str, Any]]) -> None:
        self._send("/actions", {"actions": actions})

    def open(self, address: str) -> None:
        """Open a page."""
        self._send("/url", {"url": address})

    def ask(self, expression: str) -> Any:
        """Return what an expression in JavaScript is on the page."""
        told = self._send("/execute/sync", {"script": f"return JSON.stringify({expression})", "args": []})
        return json.loads(told or "null")

    def resize(self, width: int, height: int) -> None:
        """Make the window so large; it is never narrower than about 450 pixels."""
        self._send("/window/rect", {"width": width, "height": height})


@contextmanager
def playwright_window(kind: str, downloads: Path) -> Iterator[Window]:
    """Open a window of "chromium", or of the "firefox" or "webkit" that Playwright has downloaded."""
    with sync_playwright() as playwright:
        engine: BrowserType = getattr(playwright, kind)
        own = kind != "chromium"
        browser = engine.launch(executable_path=None if own else find_chromium(), args=None if own else QUIET)
        yield PlaywrightWindow(browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}), downloads)
        browser.close()


@functools.cache
def playwright_has() -> set[str]:
    """Return which of "firefox" and "webkit" Playwright has downloaded."""
    with sync_playwright() as playwright:
        engines = (playwright.firefox, playwright.webkit)
        return {engine.name for engine in engines if Path(engine.executable_path).exists()}


@contextmanager
def firefox_window(program: str, downloads: Path) -> Iterator[Window]:
    """Open a window of an installed Firefox, with settings of nobody's own."""
    profile = downloads / "profile"
    profile.mkdir(parents=True)
    settings = {
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
        "browser.download.alwaysOpenPanel": False,  # The list of downloads would take the focus from the page.
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    port = free_port()
    command = [program, "--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
    with _started(command, downloads):
        yield _when_ready(lambda: FirefoxWindow(f"ws://127.0.0.1:{port}/session"))


@contextmanager
def webkit_window(driver: str, downloads: Path) -> Iterator[Window]:
    """Open a window of an installed WebKit on a screen that nobody sees."""
    (downloads / ".config").mkdir(parents=True)
    (downloads / ".config" / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n', encoding="utf-8")
    port = free_port()
    with _started(["xvfb-run", "--auto-servernum", driver, f"--port={port}"], downloads):
        yield _when_ready(lambda: WebKitWindow(f"http://127.0.0.1:{port}"))


@contextmanager
def _started(command: list[str], home: Path) -> Iterator[None]:
    """Start a program with a home of its own, and end it with all that it has started."""
    environment = os.environ | {"HOME": str(home)}
    for name in ("XDG_CONFIG_HOME", "XDG_DOWNLOAD_DIR"):
        environment.pop(name, None)
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _when_ready(connect: Callable[[], Window]) -> Window:
    """Connect to a program that is starting."""
    until = time.monotonic() + LONGEST
    while True:
        try:
            return connect()
        except (OSError, websocket.WebSocketException):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
