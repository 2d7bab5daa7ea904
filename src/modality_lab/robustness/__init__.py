"""How sure a recommendation is: among all possible clients, under other weights, by question and by rule."""

from modality_lab.robustness.place import place_html
from modality_lab.robustness.questions import questions
from modality_lab.robustness.rules import rules
from modality_lab.robustness.thin_ice import thin_ice
from modality_lab.robustness.weightings import weightings

__all__ = ["place_html", "questions", "rules", "thin_ice", "weightings"]
