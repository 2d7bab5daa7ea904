"""Lay out a figure that was drawn as narrow as a phone: words take more lines, a legend more rows."""

import re
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# How many letters a line has room for.
TITLE = 22
ROW = 20
UNDER_AXIS = 26
UNDER_FIGURE = 42
# So far apart stand the names of two rows, as a part of their height.
ROOM = 1.1


def fit_narrow(figure: "Figure") -> None:
    """Break the words of a narrow figure into lines, turn or stack what would still overlap, and lay it out.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        A figure that was drawn; it is changed.

    Examples
    --------
    >>> from modality_lab.charts.chart import canvas
    >>> figure, axes = canvas(height=2)
    >>> figure.set_layout_engine("constrained")
    >>> label = axes.set_xlabel("standardised mean difference, with 95 % interval")
    >>> fit_narrow(figure)
    >>> print(label.get_text())
    standardised mean
    difference, with 95 %
    interval
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = figure.get_layout_engine()
    if not isinstance(layout, ConstrainedLayoutEngine):
        return  # Its parts have places of their own.
    figure.set_figheight(1.12 * figure.get_figheight())
    for axes in figure.axes:
        _break_words(axes)
    _replace(figure, figure.get_supxlabel(), UNDER_FIGURE)
    for legend in list(figure.legends):
        if legend.get_window_extent().width > 0.98 * figure.bbox.width:
            _stack(figure, legend)
    layout.execute(figure)
    overlapping = [axes for axes in figure.axes if _has_named_columns(axes) and _has_overlapping_columns(axes)]
    for axes in overlapping:
        _turn_columns(axes)
    stretch = max(map(_stretch_for_rows, figure.axes), default=1)
    figure.set_figheight(stretch * figure.get_figheight())
    # Words at the end of a bar move when it grows shorter: they have their places only after a second time.
    if overlapping or stretch > 1 or any(text.get_in_layout() for axes in figure.axes for text in axes.texts):
        layout.execute(figure)
    figure.set_layout_engine("none")


def _break_words(axes: "Axes") -> None:
    _replace(axes, axes.get_title("left"), TITLE)
    axes.xaxis.label.set_text(_lines(axes.get_xlabel(), UNDER_AXIS))
    names = [name.get_text().replace("\n", " ") for name in axes.get_yticklabels()]
    if any(len(name) > ROW for name in names):  # Numbers are never as long.
        axes.set_yticks(axes.get_yticks(), [_lines(name, ROW) for name in names])
    for text in axes.texts:
        if (
            text.get_horizontalalignment() == "right"
            and len(text.get_text()) > ROW
            and text.get_fontstyle() == "normal"
        ):
            text.set_text(_lines(text.get_text().replace("\n", " "), ROW))


def _replace(part: "Axes | Figure", words: str, width: int) -> None:
    from matplotlib.text import Text

    for text in part.get_children():
        if words and isinstance(text, Text) and text.get_text() == words:
            text.set_text(_lines(words, width))


def _lines(words: str, width: int) -> str:
    """Break words into lines; what stands far apart, or on a line of its own, stays apart."""
    return "\n".join(textwrap.fill(part, width) for part in re.split(r"\n| {3,}", words))


def _stack(figure: "Figure", legend: Any) -> None:
    names = [text.get_text() for text in legend.get_texts()]
    title = legend.get_title().get_text() or None
    legend.remove()
    figure.legend(legend.legend_handles, names, title=title, loc="outside lower center", frameon=False)


def _stretch_for_rows(axes: "Axes") -> float:
    """Return by how much a figure is to grow so that names of several lines do not stand on each other."""
    names = [name.get_window_extent() for name in axes.get_yticklabels() if name.get_text()]
    middles = [(name.y0 + name.y1) / 2 for name in names]
    apart = [abs(one - other) for one, other in pairwise(middles)]
    needed = [ROOM * (one.height + other.height) / 2 for one, other in pairwise(names)]
    return max([1.0, *(float(room / max(distance, 1)) for room, distance in zip(needed, apart, strict=True))])


def _has_named_columns(axes: "Axes") -> bool:
    """Say whether there is anything but numbers along an axis; for those there is room."""
    return any(letter.isalpha() for name in axes.get_xticklabels() for letter in name.get_text())


def _has_overlapping_columns(axes: "Axes") -> bool:
    boxes = [name.get_window_extent() for name in _names_of_columns(axes)]
    return any(left.x1 >= right.x0 for left, right in pairwise(boxes))


def _names_of_columns(axes: "Axes") -> list["Text"]:
    return [name for name in axes.get_xticklabels() if name.get_text()]


def _turn_columns(axes: "Axes") -> None:
    """Turn the names of columns: a little for a few, upright for many."""
    names = _names_of_columns(axes)
    few = len(names) < 4
    for name in names:
        name.set_text(name.get_text().replace("\n", " "))
        name.set(
            rotation=35 if few else 90, ha="left" if few else "center", rotation_mode="anchor" if few else "default"
        )
    axes.set_xticks(axes.get_xticks(), [name.get_text() for name in names])
