"""On the server a skipped test fails the run; at home it does not. tests/must_fail/skipped.py has one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def run(test, server, *options):
    """Run one test of the must-fail file, on the server or at home. Returns the finished process."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "--rootdir",
        HERE,
        "-p",
        "no:cacheprovider",
        "--confcutdir",
        HERE,
        "-k",
        test,
        HERE / "must_fail" / "skipped.py",
        *options,
    ]
    environ = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
    # Without the plugins it starts in half the time.
    environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return subprocess.run(command, env={**environ, **server}, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize(
    "test, server, code, closing",
    [
        ("test_that", {"CI": "true"}, 1, "1 passed, 1 skipped"),
        ("test_that_runs", {"CI": "true"}, 0, "1 passed"),
        ("test_that", {}, 0, "1 passed, 1 skipped"),
        ("test_that_is_skipped", {"CI": "true"}, 1, "1 skipped"),
        ("no_such_test", {"CI": "true"}, 5, "deselected"),
    ],
)
def test_a_skipped_test_is_a_failure_on_the_server_only(test, server, code, closing):
    ran = run(test, server)
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert closing in ran.stdout.splitlines()[-1]
    assert ("must run" in ran.stdout) == (code == 1)


def test_a_skipped_test_is_seen_where_tests_run_side_by_side():
    ran = run("test_that", {"CI": "true"}, "-p", "xdist", "--numprocesses=2")
    assert ran.returncode == 1 and "must run" in ran.stdout, ran.stdout + ran.stderr
