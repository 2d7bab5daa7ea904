"""How long a usual session of each modality lasts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import Chart, canvas, label_rows, wrap
from modality_lab.charts.look import MOST_IN_SENTENCE, Look, chart_of_first
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def session_length(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Compare how long a usual session of each modality lasts, in minutes.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `sessions.csv`, whose rows name their sources.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each modality, and the shortest and the longest session as whole minutes.
        The times that lie within the usual session of all are shaded.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> session_length(load_tables()).table  # doctest: +NORMALIZE_WHITESPACE
                           Shortest (minutes)  Longest (minutes)
    Modality
    Neuromuscular therapy                  30                 60
    Deep tissue massage                    60                 90
    """
    look = Look(tables, modalities)
    sessions = tables.sessions.set_index("modality")
    stated = [modality for modality in look.names if modality in sessions.index]
    lows = [int(sessions["min_minutes"][modality]) for modality in stated]
    highs = [int(sessions["max_minutes"][modality]) for modality in stated]
    table = pd.DataFrame(
        {"Shortest (minutes)": lows, "Longest (minutes)": highs},
        index=pd.Index([look.names[modality] for modality in stated], name="Modality"),
    )
    suits_all = (max(lows, default=0), min(highs, default=0))
    sentence = _sentence(table, suits_all, look)
    return chart_of_first(sentence, table, lambda: _draw(table, suits_all, stated, look), look, look.in_figure.note)


def _sentence(table: pd.DataFrame, suits_all: tuple[int, int], look: Look) -> str:
    if table.empty:
        return "No session length is stated for any modality yet."
    if len(table) > MOST_IN_SENTENCE:
        lows, highs = (table[column].tolist() for column in table)
        sentence = f"The usual sessions of {len(table)} modalities lie within {_range_words(min(lows), max(highs))}"
    else:
        ranges = [f"{_range_words(low, high)} for {name}" for name, low, high in table.itertuples()]
        sentence = f"A usual session lasts {listed(ranges)}"
    if len(table) > 1:
        group = "both" if len(table) == 2 else f"all {len(table)}"
        low, high = suits_all
        only = "only " if low == high else ""
        fits = f"{only}{_range_words(low, high)} suits {group}" if low <= high else f"no length suits {group}"
        sentence += f"; {fits}"
    missing = [name for name in look.names.values() if name not in table.index]
    return sentence + (f"; none is stated for {listed(missing)}." if missing else ".")


def _range_words(low: int, high: int) -> str:
    return counted(low, "minute") if low == high else f"{low} to {high} minutes"


def _draw(table: pd.DataFrame, suits_all: tuple[int, int], stated: list[str], look: Look) -> "Figure":
    figure, axes = canvas(height=2.4 + 0.9 * len(table), title="How long is a usual session?")
    low, high = suits_all
    if len(table) > 1 and low <= high:
        group = "both" if len(table) == 2 else "all"
        axes.axvspan(low - 0.75, high + 0.75, color="#BBBBBB", alpha=0.6, zorder=0)
        axes.text((low + high) / 2, -0.62, f"{_range_words(low, high)} suits {group}", ha="center", va="bottom")
    for row, (modality, (_, shortest, longest)) in enumerate(zip(stated, table.itertuples(), strict=True)):
        _draw_session(axes, row, shortest, longest, look, modality)
    label_rows(axes, [wrap(look.in_figure.words[modality], 24) for modality in stated], top=-0.85)
    longest_of_all = int(table["Longest (minutes)"].max()) if len(table) else 60
    step = _tick_step(longest_of_all)
    axes.set_xticks(range(0, longest_of_all + 1, step))
    axes.set_xlim(0, longest_of_all + step * 0.8)
    axes.set_xlabel("minutes")
    axes.grid(axis="x")
    return figure


def _draw_session(axes: "Axes", row: int, shortest: int, longest: int, look: Look, modality: str) -> None:
    color = look.color(modality)
    if longest > shortest:
        width = longest - shortest
        hatch = look.hatch(modality)
        axes.barh(row, width, left=shortest, height=0.5, color=color, hatch=hatch, edgecolor="white")
        axes.text(longest + 1.5, row, str(longest), ha="left", va="center", weight="bold")
    else:  # One length and no range: a bar too thin for a pattern.
        axes.barh(row, 1, left=shortest - 0.5, height=0.5, color=color)
    axes.text(shortest - 1.5, row, str(shortest), ha="right", va="center", weight="bold")


def _tick_step(longest: int) -> int:
    """Return the minutes from one number of the axis to the next: ten steps at most, or they crowd."""
    return next(step for step in (15, 30, 60, 120, 240) if longest / step <= 10)  # No session is longer than a day.
