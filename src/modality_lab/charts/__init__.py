"""Charts that compare the modalities: each has a figure, a sentence and the table behind it."""

from modality_lab.charts.chart import Chart
from modality_lab.charts.comparisons import benefit_overlap, conditions, focus, session_length, techniques

__all__ = ["Chart", "benefit_overlap", "conditions", "focus", "session_length", "techniques"]
