"""What a claimed percentage and an effect that was found would mean for the pain of one person."""

from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import HATCHES, Chart, canvas, label_rows, wrap
from modality_lab.evidence.effects import comparable_effects
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, did_you_mean, listed, number_text, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LESS_PAIN = "percent_less_pain_at_most"
"""The one unit in which a claim can be pictured on a scale of pain."""

ENDS = ["From", "Middle", "To"]


def claim_against_effect(tables: Tables, claim: str, finding: str) -> Chart:
    """Picture a claimed percentage beside a pooled effect, on the pain scale of one made-up person.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `claims.csv` and `evidence.csv`. The person's pain and
        the spread between people, in points of a scale from 0 to 10, are examples of ours, from `yardsticks.csv`.
    claim : str
        An id of `claims.csv` with a percentage of less pain.
    finding : str
        An id of `evidence.csv` with a standardised mean difference and an interval.

    Returns
    -------
    Chart
        Its table has a row for each pain, from the lower to the upper end.

    Raises
    ------
    KitError
        For an id that is not there or gives no such number.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> chart = claim_against_effect(load_tables(), "nmt_less_pain_in_fibromyalgia", "e001")
    >>> [float(pain) for pain in chart.table["Middle"]]
    [7.0, 2.1, 5.8, 4.7]
    """
    if claim in tables.not_here["claims"]:
        nothing = pd.DataFrame(columns=ENDS).rename_axis("Pain from 0 to 10")
        sentence = f'The claim "{plain(claim)}" is about a modality that is not shown here, so it is left out.'
        return Chart(sentence, nothing, lambda: _draw(nothing))
    claims, effects = tables.claims.set_index("claim"), comparable_effects(tables).set_index("finding")
    _check_known(claim, claims.index[claims["value"].notna() & (claims["unit"] == LESS_PAIN)], "claim")
    _check_known(finding, effects.index, "finding")
    table = _pains(tables.yardsticks, float(claims["value"][claim]), effects.loc[finding])
    return Chart(_sentence(table, tables.yardsticks), table, lambda: _draw(table))


def _check_known(given: str, known: pd.Index, noun: str) -> None:
    if given not in known:
        raise KitError(
            f'"{given}" is no {noun} with a number that can be pictured.{did_you_mean(given, known)} '
            f"There are: {listed(known)}."
        )


def _example(yardsticks: pd.DataFrame) -> tuple[float, float]:
    """Return the pain of our person at the start, and the spread between people, in points from 0 to 10."""
    low = yardsticks.set_index("yardstick")["low"]
    return float(low["pain_at_the_start"]), float(low["spread_between_people"])


def _pains(yardsticks: pd.DataFrame, percent: float, effect: pd.Series) -> pd.DataFrame:
    start, spread = _example(yardsticks)
    worthwhile = yardsticks.set_index("yardstick").loc["worthwhile_change"]
    noticed = sorted(start * (1 - worthwhile[end] / 100) for end in ("low", "high"))
    claimed = start * (1 - percent / 100)
    pains = {
        "Before": [start] * 3,
        f"As claimed: {number_text(percent)} percent less": [claimed] * 3,
        "As found: the pooled effect with its interval": [
            max(0.0, start - spread * effect[end]) for end in ("plus_high", "plus", "plus_low")
        ],
        "A fall that people notice as worthwhile": [noticed[0], sum(noticed) / 2, noticed[1]],
    }
    return pd.DataFrame(pains, index=ENDS).T.astype(float).round(1).rename_axis("Pain from 0 to 10")


def _sentence(table: pd.DataFrame, yardsticks: pd.DataFrame) -> str:
    start, spread = _example(yardsticks)
    _, claimed, found, noticed = (row for _, row in table.iterrows())
    return (
        f"For a person whose pain is {number_text(start)} of 10, the claim would mean a pain of {claimed['Middle']} "
        f"after the course. The effect that was found would mean {found['Middle']} (from {found['From']} to "
        f"{found['To']}). A fall that people notice as worthwhile would end at {noticed['From']} to {noticed['To']}. "
        f"The person, and a spread of {number_text(spread)} points between people, are our example. What the "
        "comparison group gained comes on top of the effect."
    )


def _draw(table: pd.DataFrame) -> "Figure":
    figure, axes = canvas(height=2.4 + 0.95 * len(table), title="What would it mean for one person?")
    for row, (low, middle, high) in enumerate(table.itertuples(index=False)):
        axes.barh(row, middle, height=0.55, color=f"C{row}", hatch=HATCHES[row], edgecolor="white")
        if high > low:
            axes.plot([low, high], [row, row], "|-", color="black", linewidth=3, markersize=22, markeredgewidth=3)
        words = f"{middle:.1f}" if low == high else f"{middle:.1f} ({low:.1f} to {high:.1f})"
        axes.text(high + 0.15, row, words, va="center", weight="bold")
    label_rows(axes, [wrap(name, 24) for name in table.index])
    axes.set_xlim(0, 10)
    axes.set_xticks(range(0, 11, 2))
    axes.set_xlabel("pain, from none (0) to the worst (10)")
    axes.grid(axis="x")
    return figure
