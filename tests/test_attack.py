"""Damaged folders, several faults at once: a small run of `make attack`, whose figures must be 0."""

import pytest
from attack import FIGURES, attack, attacks, figures
from attack_faults import CELL_FAULTS, ROW_FAULTS
from attack_files import FILE_FAULTS, HARMLESS

FOLDERS = 120


@pytest.fixture(scope="module")
def outcomes(damage_counts):
    found = list(attacks(range(1, FOLDERS + 1), workers=1))
    damage_counts["folders with several faults at once (make attack)"] += len(found)
    return found


@pytest.mark.parametrize("figure", FIGURES)
def test_what_must_not_happen_does_not(outcomes, figure):
    _, failed = figures(iter(outcomes))
    assert not [outcome.seed for outcome in failed[figure]]


def test_a_small_run_makes_nearly_every_kind_of_fault(outcomes):
    made = {each.what for outcome in outcomes for each in outcome.made}
    assert len(made) >= len([*CELL_FAULTS, *ROW_FAULTS, *FILE_FAULTS, *HARMLESS]) - 4
    assert any(len(outcome.made) > 3 for outcome in outcomes)


def test_a_folder_follows_from_its_seed():
    assert attack(5).made == attack(5).made != attack(6).made


def test_a_check_that_says_nothing_is_seen(monkeypatch):
    """The attack itself can go red: a check that lets every cell pass is found out."""
    monkeypatch.setattr("modality_lab.tables.constraints.check_columns", lambda *_: [])
    _, failed = figures(attacks(range(1, 30), workers=1))
    assert failed["a silent change"] or failed["a traceback"]
