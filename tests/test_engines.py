"""A page in every engine that is found here. A warning at the end of a run says which are not, and how to get them."""

import contextlib
import warnings

import browser
import engines
import pytest
from engine_steps import STEPS, Visitor

FOUND = [engine for engine in engines.ENGINES if engines.find(engine)]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with engines.served(tmp_path_factory.mktemp("engines")) as address:
        yield address


@pytest.mark.parametrize("engine", FOUND)
def test_a_page_works_in_every_engine_that_is_here(engine, address, tmp_path):
    with engines.find(engine)(tmp_path) as window:
        visitor = Visitor(window, tmp_path)
        visitor.opens(address)
        for step in STEPS.values():
            step(visitor)


def test_the_server_has_all_of_them():
    tests = (browser.ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    assert f'make engines OPTIONS="{" ".join(engines.ENGINES)}"' in tests


def test_engines_that_are_not_here_are_said():
    for engine in set(engines.ENGINES) - set(FOUND):
        warnings.warn(engines.how_to_get(engine), stacklevel=1)


def test_an_engine_that_is_not_here_is_said_with_the_way_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(engines.shutil, "which", lambda name: None)
    monkeypatch.setattr(engines, "playwright_has", set)
    monkeypatch.setattr(engines, "served", lambda folder: contextlib.nullcontext(""))
    monkeypatch.setattr(engines.sys, "argv", ["engines.py", "firefox", "webkit"])
    assert engines.main() == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" is not here")[0] for line in said] == ["Firefox", "WebKit (Safari's engine)"]
    assert all("playwright install" in line and "apt-get install" in line for line in said)
