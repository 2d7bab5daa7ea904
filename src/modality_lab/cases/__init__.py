"""Decide about a client first, then see what a careful educator and the kit say, and why."""

from modality_lab.cases.case import REFER, Case, case_of, cases, client_without_story, decisions
from modality_lab.cases.comparison import SURE, Comparison, compare, what_is_different

__all__ = [
    "REFER",
    "SURE",
    "Case",
    "Comparison",
    "case_of",
    "cases",
    "client_without_story",
    "compare",
    "decisions",
    "what_is_different",
]
