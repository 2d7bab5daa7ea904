"""What all tests share: on the server (where CI is set) a skipped test is a failure."""

import os
import tempfile
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

# No deadline: a busy machine is not a mistake. `pytest --hypothesis-profile=thorough` looks much longer.
hypothesis.settings.register_profile("kit", deadline=None)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=5000)
# The same few examples each time, so that `make mutants` is quick and its figure stands.
hypothesis.settings.register_profile("mutants", deadline=None, max_examples=25, derandomize=True)
hypothesis.settings.load_profile("kit")


def pytest_sessionstart():
    """The lessons of a school show its own tables, and the tests compare them with those that ship."""
    if any(path.name.strip().lower() == "school" for path in Path(__file__).parents[1].iterdir()):
        pytest.exit(
            "The tests check the kit as it ships. Take the folder school out of it, then run them again.", returncode=1
        )


def pytest_configure(config):
    """Let lessons make their folders in a place that is thrown away, not among somebody's own."""
    place = tempfile.TemporaryDirectory()
    config.add_cleanup(place.cleanup)
    os.environ["MODALITY_LAB_WORK"] = place.name
    # Hundreds of Pythons are started: whoever uses the kit has it compiled after the first time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


DAMAGE = pytest.StashKey[Counter]()


def is_strict():
    """Return whether a skipped test fails the run: on the server it does, at home it need not."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def skipped_reports(config):
    """Return the reports of all tests skipped so far."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """Hand on what was counted, and let a run fail that would pass when a test was skipped on the server."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["damage"] = dict(session.config.stash.get(DAMAGE, {}))
    if is_strict() and skipped_reports(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="module")
def console():
    """What the scripts of all pages of a file complain of; a test that brings it about on purpose clears it."""
    return []


@pytest.fixture(scope="module")
def browser(console):
    """One browser for the tests of a file."""
    from browser import open_browser, watch_errors  # Here, as some tests run samples without this path.
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)  # A busy machine is not a mistake.
    with open_browser() as browser:
        watch_errors(browser, console)
        yield browser


@pytest.fixture(autouse=True)
def _no_page_has_an_error(request):
    """Let a test fail when a script of a page that it opened has an error, although nothing of it is seen."""
    yield
    if "browser" in request.fixturenames:
        console = request.getfixturevalue("console")
        # A page that outlives its server, at the end of a file's tests, asks for it once more.
        errors = [error for error in console if "net::ERR_CONNECTION_REFUSED" not in error]
        console.clear()
        assert errors == [], "a script of the page has an error"


@pytest.fixture
def page(browser):
    """A page of a new visitor, which may ask no outside host."""
    from browser import new_visitor

    with new_visitor(browser) as page:
        yield page


@pytest.fixture(scope="session")
def damage_counts(request):
    """Counts what the kit was given damaged, and what came of it; printed at the end of the run."""
    return request.config.stash.setdefault(DAMAGE, Counter())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Add up what was counted where tests run side by side."""
    counted = getattr(node, "workeroutput", {})  # A process that broke down hands nothing over.
    node.config.stash.setdefault(DAMAGE, Counter()).update(counted.get("damage", {}))


def pytest_terminal_summary(terminalreporter, config):
    """Print how much damage was thrown at the kit, and name the skipped tests that made the run fail."""
    for kind, number in sorted(config.stash.get(DAMAGE, {}).items()):
        terminalreporter.write_line(f"{number:6,} {kind}")
    if is_strict():
        for report in skipped_reports(config):
            terminalreporter.write_line(f"FAILED {report.nodeid}: skipped, and on the server every test must run")
