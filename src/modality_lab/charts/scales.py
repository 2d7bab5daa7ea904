"""Where each modality puts its focus, on scales with two ends."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.charts.chart import Chart, canvas, legend_columns, wrap
from modality_lab.charts.fonts import FigureWords
from modality_lab.charts.look import Look, chart_of_first
from modality_lab.tables.loading import Tables
from modality_lab.words import counted, listed, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SCALE_WORDS = ["question", "left_end", "right_end"]
OUR_READING = "the positions are our reading of the source."


def focus(tables: Tables, modalities: Sequence[str] | None = None) -> Chart:
    """Place each modality on scales with two ends: where it works, on what, with which pressure.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the chart is drawn from `focus.csv` and `scales.csv`. Positions run from
        -2 (left end) to 2 (right end) and are our reading of the source; the reasons stand beside them in
        `focus.csv`.
    modalities : sequence of str, optional
        The ids of those to compare; without them the first twelve.

    Returns
    -------
    Chart
        Its table has a row for each scale, its two ends, and a column of positions for each modality.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(*focus(load_tables()).table.loc["target"], sep=", ")
    nerve and muscle together, deep muscle and what wraps it, -2, 2
    """
    look = Look(tables, modalities)
    scales = tables.scales.set_index("scale")
    positions = tables.focus.pivot(index="scale", columns="modality", values="position")
    positions = positions.reindex(index=scales.index, columns=list(look.names)).dropna(how="all")
    table = positions.rename(columns=look.names).rename_axis(index="Scale", columns=None)
    table.insert(0, "Left end (-2)", scales["left_end"])
    table.insert(1, "Right end (2)", scales["right_end"])
    texts = {
        f"{scale} {column}": text
        for scale, row in scales.loc[positions.index, SCALE_WORDS].iterrows()
        for column, text in row.items()
    }
    on_scales = FigureWords(texts)
    notes = look.in_figure.note + on_scales.note
    draw = partial(_draw, positions, on_scales.words, look)
    return chart_of_first(_sentence(positions, look), table, draw, look, notes)


def _sentence(positions: pd.DataFrame, look: Look) -> str:
    if positions.empty:
        return "No modality is placed on a focus scale yet."
    all_scales = counted(len(positions), "scale")
    placed = [look.names[modality] for modality in positions.columns if positions[modality].notna().any()]
    if len(placed) == 1:
        return f"{placed[0]} is placed on {all_scales}; {OUR_READING}"
    compared = positions[positions.notna().sum(axis=1) > 1]
    highest, lowest = compared.max(axis=1), compared.min(axis=1)
    opposite = int(((highest > 0) & (lowest < 0)).sum())
    spread = highest - lowest
    widest = [plain(scale) for scale in spread.index[(spread == spread.max()) & (spread > 0)]]
    furthest = f"furthest apart on {listed(widest)}" if widest else "nowhere apart"
    if len(placed) == 2:
        sides = f"{listed(placed)} stand on opposite sides"
    else:
        sides = f"The {len(placed)} modalities stand on both sides"
    return f"{sides} of the middle on {opposite} of {all_scales} and are {furthest}; {OUR_READING}"


def _draw(positions: pd.DataFrame, words: Mapping[str, str], look: Look) -> "Figure":
    figure, axes = canvas(height=1.8 + 1.15 * len(positions), title="Where is the focus?")
    for row, scale in enumerate(positions.index):
        _draw_scale(axes, row, *(words[f"{scale} {column}"] for column in SCALE_WORDS))
    places = _side_by_side(positions)
    lines = [
        axes.plot(
            places[modality],
            range(len(positions)),
            color=look.color(modality),
            **look.marker_style(modality),
            linewidth=1.5,
            linestyle=":",
            markeredgecolor="white",
            zorder=2,
        )[0]
        for modality in positions.columns
    ]
    axes.set_xlim(-4.1, 4.1)
    axes.set_ylim(len(positions) - 0.6, -0.7)
    axes.set(xticks=[], yticks=[], frame_on=False)
    names = list(look.in_figure.words.values())
    figure.legend(lines, names, loc="outside lower center", ncols=legend_columns(names), frameon=False)
    return figure


def _draw_scale(axes: "Axes", row: int, question: str, left_end: str, right_end: str) -> None:
    """Draw a line with five ticks, its question above it and its ends beside it."""
    clear = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    axes.text(0, row - 0.3, question, ha="center", va="bottom", weight="bold", bbox=clear, zorder=3)
    axes.hlines(row, -2, 2, color="#BBBBBB", linewidth=3, zorder=1)
    axes.plot([-2, -1, 0, 1, 2], [row] * 5, "|", color="#888888", markersize=10, zorder=1)
    axes.text(-2.35, row, wrap(left_end, 18), ha="right", va="center")
    axes.text(2.35, row, wrap(right_end, 18), ha="left", va="center")


def _side_by_side(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the positions with those that fall on one spot moved apart, so that none hides another."""
    places = positions.astype(float)
    for scale, row in places.iterrows():
        for position, same in row.dropna().groupby(row.dropna()):
            middle = (len(same) - 1) / 2
            # However many share a spot, they stay nearer to it than to the next, which is 1 away.
            gap = min(0.2, 0.9 / len(same))
            places.loc[scale, same.index] = [position + gap * (number - middle) for number in range(len(same))]
    return places
