"""Bars: shares by name, one below the other, of which some can be marked."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from modality_lab.charts.chart import canvas, label_rows, wrap
from modality_lab.robustness.percent import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BAR, MARKED = "#0072B2", "#A34700"


def draw_bars(
    title: str, axis: str, shares: Sequence[tuple[str, float]], marked: Collection[int] = (), mark: str = ""
) -> "Figure":
    """Draw shares as bars.

    Parameters
    ----------
    title : str
        What the figure is called.
    axis : str
        What is counted.
    shares : sequence of (str, float)
        The name of each bar, and how long it is, from 0 to 1.
    marked : collection of int
        The places of those that are marked.
    mark : str
        What the mark means, in a few words.

    Returns
    -------
    matplotlib.figure.Figure
        The figure.

    Examples
    --------
    >>> figure = draw_bars("How many?", "percent", [("deep", 0.5)])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['50%']
    """
    from matplotlib.ticker import MaxNLocator

    figure, axes = canvas(height=2.3 + 0.75 * max(len(shares), 1), title=title)
    longest = max([share for _, share in shares], default=0) or 1
    for row, (_, share) in enumerate(shares):
        axes.barh(row, share, height=0.56, color=BAR, edgecolor="white")
        said = f"{percent(share)}   {mark}" if row in marked else percent(share)
        color = MARKED if row in marked else "black"
        axes.text(share + 0.012 * longest, row, said, ha="left", va="center", weight="bold", color=color)
    label_rows(axes, [wrap(name, 34) for name, _ in shares])
    axes.set_xlim(0, longest * (1.75 if marked else 1.15))
    axes.set_xlabel(wrap(axis, 40))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}%" if value <= 1 else "")
    return figure
