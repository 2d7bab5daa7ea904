"""Count what web pages say about kinds of massage, and how far two readers agree."""

from modality_lab.survey.charts import against_article, agreement, at_a_glance, named_on_sites, side_by_side
from modality_lab.survey.counts import (
    ALL_KINDS,
    KEPT,
    count_sites,
    most_named,
    pages_counted,
    statements_counted,
)
from modality_lab.survey.gaps import widened
from modality_lab.survey.numbers import contraindications, sample, session_lengths, widening_example
from modality_lab.survey.readings import charted, compare_readings, missed_share, why_no_share
from modality_lab.survey.share_table import counts_html
from modality_lab.survey.statistics import wilson

__all__ = [
    "ALL_KINDS",
    "KEPT",
    "against_article",
    "agreement",
    "at_a_glance",
    "charted",
    "compare_readings",
    "contraindications",
    "count_sites",
    "counts_html",
    "missed_share",
    "most_named",
    "named_on_sites",
    "pages_counted",
    "sample",
    "session_lengths",
    "side_by_side",
    "statements_counted",
    "why_no_share",
    "widened",
    "widening_example",
    "wilson",
]
