"""Charts that compare the modalities: each has a figure, a sentence and the table behind it."""

from modality_lab.charts.alike import alike
from modality_lab.charts.body import MARKS, body_picture
from modality_lab.charts.chart import Chart
from modality_lab.charts.cross_section import cross_section
from modality_lab.charts.items import benefit_overlap, conditions, techniques
from modality_lab.charts.scales import focus
from modality_lab.charts.sessions import session_length
from modality_lab.charts.technique_pictures import technique_pictures

__all__ = [
    "MARKS",
    "Chart",
    "alike",
    "benefit_overlap",
    "body_picture",
    "conditions",
    "cross_section",
    "focus",
    "session_length",
    "technique_pictures",
    "techniques",
]
