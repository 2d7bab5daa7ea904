"""What keeps the kit quick. The promised figures, with the browser's, are measured by `make benchmark`."""

import subprocess
import sys

import benchmark
import pytest


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


@pytest.mark.timed
def test_the_tables_are_read_in_time():
    first = benchmark.in_new_python("import pandas\nfrom modality_lab import load_tables", "load_tables()", runs=3)
    assert first < 500
