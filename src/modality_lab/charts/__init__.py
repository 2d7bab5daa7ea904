"""Charts that compare the modalities: each has a figure, a sentence and the table behind it."""

from modality_lab.charts.body import MARKS, body_picture
from modality_lab.charts.chart import Chart
from modality_lab.charts.items import benefit_overlap, conditions, techniques
from modality_lab.charts.scales import focus
from modality_lab.charts.sessions import session_length

__all__ = ["MARKS", "Chart", "benefit_overlap", "body_picture", "conditions", "focus", "session_length", "techniques"]
