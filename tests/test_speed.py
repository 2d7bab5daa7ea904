"""What keeps the kit quick. The promised figures, with the browser's, are measured by `make benchmark`."""

import subprocess
import sys

import benchmark
import benchmark_many
import pytest
from damage import copy_kit

from modality_lab import load_tables, recommend
from modality_lab.tables import checked_tables


def loaded_by(code):
    """Return the modules that a new Python has loaded after some code."""
    out = subprocess.check_output([sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], text=True)
    return set(out.split())


@pytest.mark.parametrize("code", [
    "import modality_lab",
    "from modality_lab import load_tables, recommend; recommend({'minutes': 45}, load_tables()).what_if",
    "from modality_lab import charts, load_tables; charts.session_length(load_tables()).description",
])  # fmt: skip
def test_charts_and_forms_are_loaded_only_when_they_are_used(code):
    assert not {"matplotlib", "ipywidgets", "anywidget"} & loaded_by(code)


def test_statistics_are_loaded_only_for_the_survey():
    code = """from modality_lab import EvidenceExplorer, evidence, load_tables
EvidenceExplorer()
evidence.effect_sizes(load_tables()).table"""
    assert not {"statsmodels", "scipy", "matplotlib"} & loaded_by(code)


def test_a_form_does_not_wait_for_the_charts_library():
    assert "matplotlib" not in loaded_by("from modality_lab import RecommendationForm; RecommendationForm()")


def test_what_nobody_reads_is_not_made():
    result = recommend({"goals": ["relaxation"], "minutes": 75})
    made = {"conflicts", "notes", "reason_rows", "changes", "scores", "what_if"}
    assert result.modalities == ("dtm",) and not made & vars(result).keys()
    assert result.conflicts and "conflicts" in vars(result)


def test_a_table_is_made_when_it_is_first_read(monkeypatch, tmp_path):
    made, frame_of = [], checked_tables.frame_of
    monkeypatch.setattr(checked_tables, "frame_of", lambda table, sheet: made.append(table) or frame_of(table, sheet))
    tables = load_tables(copy_kit(tmp_path / "school", "sessions.csv"))
    assert made == []
    assert len(tables.rules) == len(tables.rules) > 0
    assert made == ["rules"]


@pytest.mark.timed
def test_one_client_is_decided_and_explained_in_time():
    kit = load_tables()

    def explained():
        result = recommend(benchmark.ANSWERS, kit)
        return result.reason_rows, result.conflicts, result.changes

    assert benchmark.here(explained, runs=500) < 0.3  # Promised on a quiet machine: 0.06.


@pytest.mark.timed
def test_many_clients_take_a_part_of_the_time_of_plain_numpy():
    took = benchmark_many.million(load_tables(), 100_000)
    ours, *_, plain = took.values()
    assert ours < 0.3 * plain


@pytest.mark.timed
def test_the_tables_are_read_in_time():
    first = benchmark.in_new_python("import pandas\nfrom modality_lab import load_tables", "load_tables()", runs=3)
    assert first < 500
