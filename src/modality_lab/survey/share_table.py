"""Counts as an HTML table with small bars, for a form that follows every change."""

from typing import Any

import pandas as pd

from modality_lab.markup import Child, Html, element, folded, table
from modality_lab.tables.show import AT_FIRST
from modality_lab.words import counted, plain


def counts_html(counts: pd.DataFrame, usual: pd.DataFrame | None = None, shares: bool = True) -> Html:
    """Return counts of sites as an HTML table: ten rows at first, each with a small bar for its share.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of `count_sites`.
    usual : pandas.DataFrame, optional
        The same counts without the flagged pages, for a column to compare with.
    shares : bool
        Whether to show shares; without them only the numbers of sites stand there.

    Returns
    -------
    Html
        The table.

    Examples
    --------
    >>> counts = pd.DataFrame({"value": ["very_deep"], "sites": [3], "of": [9]})
    >>> ">very deep</th>" in counts_html(counts, shares=False)
    True
    """
    heads = [
        "Named",
        "Sites",
        *(["Share (interval)", "As a bar"] if shares else []),
        *([] if usual is None else ["Without the pages left out"]),
    ]
    before = {} if usual is None else {row.value: f"{row.sites} of {row.of}" for row in usual.itertuples()}
    rows: list[list[Child]] = []
    for row in counts.itertuples():
        share = [f"{row.share:.0%} ({row.low:.0%} to {row.high:.0%})", _bar(row)] if shares else []
        compared = [] if usual is None else [before.get(row.value, "0")]
        rows.append([plain(row.value), f"{row.sites} of {row.of}", *share, *compared])
    # No long table of `tables.show`: drawn anew at each change, this one would lose the search put over those.
    first, others = (table(part, heads, row_heads=True) for part in (rows[:AT_FIRST], rows[AT_FIRST:]))
    more = len(rows) - AT_FIRST
    rest = folded(f"Show the other {counted(more, 'row')}", others) if more > 0 else None
    return element("div", first, rest, class_="ml-shares")


def _bar(row: Any) -> Html:
    """Draw a share as a bar with its interval as a line: quick enough to follow every change of a form."""
    return element(
        "svg",
        element("rect", x="0", y="2", width=f"{100 * row.share:.1f}", height="10", fill="#56B4E9"),
        element("path", d=f"M{100 * row.low:.1f},7 H{100 * row.high:.1f}", stroke="#1a1a1a", stroke_width="2"),
        aria_hidden="true",
        width="104",
        height="14",
        viewBox="-2 0 104 14",
    )
