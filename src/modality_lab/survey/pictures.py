"""The figures of the survey; what they draw is counted elsewhere."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
    figure, axes = canvas(height=2.8 + 0.8 * len(readings))
    axes.set_title("How far do two readings agree?")
    for row, (attribute, found) in enumerate(readings.iterrows()):
        color, marker, remark = ("C0", "o", "") if attribute in good else (GREY, "s", "   not charted")
        if pd.notna(found["low"]):
            _draw_interval(axes, row, max(found["low"], 0), found["high"], color)
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
    figure, axes = canvas(height=2.4 + 0.55 * len(counts))
    axes.set_title(title)
    axes.hlines(range(len(counts)), 100 * counts["low"], 100 * counts["high"], color="C0", linewidth=4)
    for row, count in enumerate(counts.itertuples()):
        axes.plot(100 * count.share, row, "o", color="C0", markeredgecolor="white")
        axes.text(100 * count.high + 1.5, row, f"{count.sites} of {count.of}", va="center")
    label_rows(axes, [wrap(plain(value), 28) for value in counts["value"]])
    axes.set_xlim(0, min(100 * counts["high"].max() + 18, 118))
    axes.set_xlabel("percent of the sites that speak of it, with 95 % interval")
    axes.grid(axis="x")
    return figure


def _draw_interval(axes: "Axes", row: float, low: float, high: float, color: str, width: float = 4) -> None:
    axes.plot([low, high], [row, row], color=color, linewidth=width, solid_capstyle="butt")


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
    figure, axes = canvas(height=3 + 0.85 * len(gaps))
    axes.set_title(f"{sentence_case(plain(attribute))}: two kinds side by side")
    for row, gap in enumerate(gaps):
        _draw_gap(axes, row, gap)
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
    sides = (gap.left, gap.right)
    if gap.is_real:
        words, weight = f"gap of {abs(100 * gap.size):.0f} points", "bold"
    else:
        words, weight = "no gap", "normal"
        shares = [100 * side.share for side in sides]
        axes.plot(shares, [row, row], color="#CCCCCC", linewidth=16, solid_capstyle="round", zorder=1)
    for number, side in enumerate(sides):
        # The two stand a little above and below the middle of their row, as their intervals overlap.
        _draw_side(axes, row + (0.17 if number else -0.17), side, f"C{number}", MARKERS[number], gap.is_real)
    highest = max(100 * side.most for side in sides)
    axes.text(highest + 1.5, row, words, va="center", weight=weight)


def _draw_side(axes: "Axes", row: float, side: ShareOfSites, color: str, marker: str, is_real: bool) -> None:
    color = color if is_real else GREY
    _draw_interval(axes, row, 100 * side.low, 100 * side.high, color, width=5)
    _draw_interval(axes, row, 100 * side.least, 100 * side.most, color, width=1.5)
    axes.plot(
        100 * side.share,
        row,
        marker,
        markerfacecolor=color if is_real else "white",
        markeredgecolor=color,
        markersize=12,
        markeredgewidth=2,
        clip_on=False,
    )


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
    figure, axes = canvas(height=3 + 0.55 * len(counts))
    axes.set_title(f"{name}: the sites against the article")
    for row, count in enumerate(counts.itertuples()):
        axes.barh(row, count.sites, height=0.66, edgecolor="white", **IN_THE_ARTICLE[count.article])
        axes.text(count.sites + 0.3, row, count.sites, va="center", weight="bold")
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
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=most * 1.15, aspect="auto")
    for row, fields in enumerate(shares.itertuples(index=False)):
        for column, share in enumerate(fields):
            color = ink_on(image.cmap(image.norm(share)))
            # It stands within its field: no room is to be found for it.
            number = str(share or "\N{MIDDLE DOT}")
            axes.text(column, row, number, ha="center", va="center", color=color, in_layout=False)
    axes.set_yticks(range(len(shares)), [wrap(plain(value), 22) for value in shares.index])
    names = [heads[kind] for kind in shares.columns]
    axes.set_xticks(range(len(names)), names, rotation=35, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.supxlabel(
        "percent of the sites that speak of the kind (their number under its name); a dot: none", fontsize=15
    )
    return figure
