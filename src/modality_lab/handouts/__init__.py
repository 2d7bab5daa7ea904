"""Sheets of paper for a class: pages of their own that a browser prints, on A4 and on Letter.

They are HTML and no PDF: a browser prints them at every door of the kit, a browser alone too, where no library that
makes PDF runs; what the browser makes of them is tagged for screen readers.
"""

from modality_lab.handouts.sheet import Sheet
from modality_lab.handouts.sheets import (
    case_sheet,
    comparison_sheet,
    glossary_sheet,
    honest_words_sheet,
    muscle_sheet,
    safety_sheet,
)
from modality_lab.handouts.tests_on_paper import exam_key_sheet, exam_sheet, quiz_sheet

__all__ = [
    "Sheet",
    "case_sheet",
    "comparison_sheet",
    "exam_key_sheet",
    "exam_sheet",
    "glossary_sheet",
    "honest_words_sheet",
    "muscle_sheet",
    "quiz_sheet",
    "safety_sheet",
]
