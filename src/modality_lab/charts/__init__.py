"""Charts that compare the modalities: each has a figure, a sentence and the table behind it."""

from modality_lab.charts.chart import Chart
from modality_lab.charts.items import benefit_overlap, conditions, techniques
from modality_lab.charts.scales import focus
from modality_lab.charts.sessions import session_length

__all__ = ["Chart", "benefit_overlap", "conditions", "focus", "session_length", "techniques"]
