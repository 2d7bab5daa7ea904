"""The figures of the survey; what they draw is counted elsewhere."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, canvas, ink_on, label_rows, legend_columns, wrap
from modality_lab.survey.gaps import Gap, ShareOfSites
from modality_lab.words import counted, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREY = "#7F7F7F"
"""For what is not charted, not named, or no gap."""

IN_THE_ARTICLE: dict[str, dict[str, Any]] = {
    "on its list": {"color": "C0", "hatch": HATCHES[0]},
    "in its text only": {"color": "C1", "hatch": HATCHES[1]},
    "not named": {"color": GREY, "hatch": HATCHES[2]},
}
"""Where the article names a benefit, and how its bar looks."""


def draw_agreement(readings: pd.DataFrame, good: Sequence[str], enough: float) -> "Figure":
    """Draw how far two readings agree on each attribute.

    Parameters
    ----------
    readings : pandas.DataFrame
        Rows of `compare_readings` that have a kappa.
    good : sequence of str
        The attributes that are charted.
    enough : float
        The least kappa of these.

    Returns
    -------
    matplotlib.figure.Figure
        For each attribute a mark at its kappa, on a line over its interval.
    """
    figure, axes = canvas(height=2.8 + 0.8 * len(readings), title="How far do two readings agree?")
    for row, (attribute, found) in enumerate(readings.iterrows()):
        color, marker, remark = ("C0", "o", "") if attribute in good else (GREY, "s", "   not charted")
        if pd.notna(found["low"]):
            axes.hlines(row, max(found["low"], 0), found["high"], color, linewidth=4)
        axes.plot(found["kappa"], row, marker, color=color, markeredgecolor="white")
        pages = f"on {counted(int(found['pages']), 'page')}"
        words = f"{found['kappa']:.2f}   {found['agreement']:.0f} % alike\n{pages}{remark}"
        axes.text(1.03, row, words, va="center")
    axes.axvline(enough, color="#444444", linestyle=":")
    label_rows(axes, [sentence_case(plain(attribute)) for attribute in readings.index])
    axes.set_xlim(0, 1)
    axes.set_xlabel("kappa, with 95 % interval from drawing pages anew\n(0: no better than chance, 1: full agreement)")
    axes.grid(axis="x")
    return figure


def draw_named(counts: pd.DataFrame, title: str) -> "Figure":
    """Draw on which share of sites each value is named.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of `count_sites` for one attribute of one kind of massage.
    title : str
        What stands over the figure.

    Returns
    -------
    matplotlib.figure.Figure
        For each value a dot at its share, in percent, on a line over its interval.
    """
    figure, axes = canvas(height=2.4 + 0.55 * len(counts), title=title)
    axes.hlines(range(len(counts)), 100 * counts["low"], 100 * counts["high"], color="C0", linewidth=4)
    axes.plot(100 * counts["share"], range(len(counts)), "o", color="C0", markeredgecolor="white")
    for row, count in enumerate(counts.itertuples()):
        axes.text(100 * count.high + 1.5, row, f"{count.sites} of {count.of}", va="center")
    label_rows(axes, [wrap(plain(value), 28) for value in counts["value"]])
    axes.set_xlim(0, min(100 * counts["high"].max() + 18, 118))
    axes.set_xlabel("percent of the sites that speak of it, with 95 % interval")
    axes.grid(axis="x")
    return figure


def draw_side_by_side(gaps: Sequence[Gap], attribute: str, names: Sequence[str]) -> "Figure":
    """Draw on which share of sites two kinds of massage name each value.

    Parameters
    ----------
    gaps : sequence of Gap
        From `gaps_between`.
    attribute : str
        What is compared.
    names : sequence of str
        The names of the two kinds.

    Returns
    -------
    matplotlib.figure.Figure
        For each value two marks at their shares, in percent, on lines over their intervals; in grey, and joined,
        where there is no gap.
    """
    figure, axes = canvas(
        height=3 + 0.85 * len(gaps), title=f"{sentence_case(plain(attribute))}: two kinds side by side"
    )
    for row, gap in enumerate(gaps):
        _draw_gap(axes, row, gap)
    for number, marker in enumerate(MARKERS[:2]):
        for is_real, color in ((True, f"C{number}"), (False, GREY)):
            # The two stand a little above and below the middle of their row, as their intervals overlap.
            sides = {
                row + (-0.17, 0.17)[number]: (gap.left, gap.right)[number]
                for row, gap in enumerate(gaps)
                if gap.is_real == is_real
            }
            _draw_sides(axes, sides, marker, color, color if is_real else "white")
    label_rows(axes, [wrap(plain(gap.value), 26) for gap in gaps])
    axes.set_xlim(-1, 100 * max(side.most for gap in gaps for side in (gap.left, gap.right)) + 24)
    axes.set_xlabel(
        "percent of the sites that speak of it\nthick: 95 % interval; thin: what the reading may have got wrong"
    )
    axes.grid(axis="x")
    marks = [axes.plot([], [], MARKERS[number], color=f"C{number}")[0] for number in (0, 1)]
    hollow: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": GREY, "markeredgewidth": 2}
    grey = axes.plot([], [], MARKERS[0], **hollow)[0]
    columns = 3 if sum(map(len, names)) < 46 else legend_columns(names)
    labels = [*names, "grey: no gap"]
    # Named here, as matplotlib leaves out what an underscore begins where marks carry their names.
    figure.legend([*marks, grey], labels, loc="outside lower center", ncols=columns, frameon=False)
    return figure


def _draw_gap(axes: "Axes", row: int, gap: Gap) -> None:
    """Say beside a row how large its gap is; where there is none, join its two sides."""
    sides = (gap.left, gap.right)
    if gap.is_real:
        words, weight = f"gap of {abs(100 * gap.size):.0f} points", "bold"
    else:
        words, weight = "no gap", "normal"
        shares = [100 * side.share for side in sides]
        axes.plot(shares, [row, row], color="#CCCCCC", linewidth=16, solid_capstyle="round", zorder=1)
    highest = max(100 * side.most for side in sides)
    axes.text(highest + 1.5, row, words, va="center", weight=weight)


def _draw_sides(axes: "Axes", sides: Mapping[float, ShareOfSites], marker: str, color: str, face: str) -> None:
    """Draw sides, each at the place of its row: a mark at the share, on lines over its two intervals."""
    rows = list(sides)
    found = [(side.low, side.high, side.least, side.most, side.share) for side in sides.values()]
    low, high, least, most, share = 100 * np.array(found).reshape(-1, 5).T
    axes.hlines(rows, low, high, color, linewidth=5)
    axes.hlines(rows, least, most, color, linewidth=1.5)
    axes.plot(
        share, rows, marker, markerfacecolor=face, markeredgecolor=color, markersize=12, markeredgewidth=2,
        clip_on=False,
    )  # fmt: skip


def draw_against_article(counts: pd.DataFrame, name: str) -> "Figure":
    """Draw on how many sites each benefit is named, and whether the article names it.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of `count_sites` for the benefits of one kind of massage, with a column "article" that holds a key
        of `IN_THE_ARTICLE`.
    name : str
        The short name of the kind.

    Returns
    -------
    matplotlib.figure.Figure
        A bar for each benefit, as long as its number of sites.
    """
    figure, axes = canvas(height=3 + 0.55 * len(counts), title=f"{name}: the sites against the article")
    looks = pd.DataFrame([IN_THE_ARTICLE[article] for article in counts["article"]])
    axes.barh(range(len(counts)), counts["sites"], height=0.66, edgecolor="white", **looks)
    for row, sites in enumerate(counts["sites"]):
        axes.text(sites + 0.3, row, sites, va="center", weight="bold")
    label_rows(axes, [wrap(plain(value), 28) for value in counts["value"]])
    axes.set_xlim(0, counts["sites"].max() * 1.1)
    axes.set_xlabel(f"sites, of {counts['of'].iloc[0]} that speak of it")
    bars = [axes.barh(0, 0, label=label, edgecolor="white", **look) for label, look in IN_THE_ARTICLE.items()]
    figure.legend(handles=bars, title="In the article", loc="outside lower center", ncols=3, frameon=False)
    return figure


def draw_glance(shares: pd.DataFrame, attribute: str, heads: Mapping[str, str]) -> "Figure":
    """Draw the share of sites that name each value, for all kinds of massage.

    Parameters
    ----------
    shares : pandas.DataFrame
        Whole percents: a row for each value and a column for each kind.
    attribute : str
        What the values are.
    heads : mapping of str to str
        What stands over the column of each kind.

    Returns
    -------
    matplotlib.figure.Figure
        A field for each share, the darker the larger, with its number in it.
    """
    figure, axes = canvas(height=3.2 + 0.62 * len(shares))
    axes.set_title(f"{sentence_case(plain(attribute))}: all kinds at a glance")
    most = max(int(shares.to_numpy().max()), 1)
    edges = [np.arange(number + 1) - 0.5 for number in (len(shares.columns), len(shares))]
    mesh = axes.pcolormesh(*edges, shares, cmap="Blues", vmin=0, vmax=most * 1.15)
    for row, fields in enumerate(shares.itertuples(index=False)):
        for column, share in enumerate(fields):
            color = ink_on(mesh.cmap(mesh.norm(share)))
            # It stands within its field: no room is to be found for it.
            number = str(share or "\N{MIDDLE DOT}")
            axes.text(column, row, number, ha="center", va="center", color=color, in_layout=False)
    label_rows(axes, [wrap(plain(value), 22) for value in shares.index], top=-0.5)
    names = [heads[kind] for kind in shares.columns]
    axes.set_xticks(range(len(names)), names, rotation=35, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.supxlabel(
        "percent of the sites that speak of the kind (how many they are: in brackets); a dot: none", fontsize=15
    )
    return figure
