"""Modality Lab: compare massage modalities from tables, in charts and with a live form."""

from importlib import import_module
from typing import Any

__version__ = "0.4.0"

# Where each name stands. It is loaded when it is first used, so that a lesson without a chart or a form stays light.
_MODULE_OF = {
    "load_tables": "tables",
    "Tables": "tables",
    "TableError": "tables",
    "recommend": "recommender",
    "recommend_many": "recommender",
    "Recommendation": "recommender",
    "AnswerError": "recommender",
    "RecommendationForm": "forms.recommendation_form",
    "WeightsForm": "forms.weights_form",
    "body_map": "forms.body_map",
    "KitError": "words",
    "show_table": "tables.show",
    "show_sources": "tables.citations",
    "check_tables": "check",
    "CheckForm": "forms.check_form",
    "practice_folder": "lessons.practice",
    "Exercise": "lessons.exercise",
    "in_short": "lessons.summary",
    "RowsForm": "forms.rows_form",
    "charts": "charts",
    "evidence": "evidence",
    "survey": "survey",
    "EvidenceExplorer": "forms.evidence_explorer",
    "SurveyExplorer": "forms.survey_explorer",
    "TableExplorer": "forms.table_explorer",
    "ModalityExplorer": "forms.modality_explorer",
    "QuizForm": "forms.quiz_form",
    "quiz": "quiz",
    "CaseForm": "forms.case_form",
    "TwoClients": "forms.two_clients",
    "ClassForm": "forms.class_form",
    "HandoutForm": "forms.handout_form",
    "handouts": "handouts",
    "classroom": "classroom",
    "cases": "cases",
    "robustness": "robustness",
}
__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_MODULE_OF[name]}", __name__)
    return module if name == _MODULE_OF[name] else getattr(module, name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
