"""The drawing of the body, front and back, with marks on its regions.

>>> body_picture({("shoulder", "back"): {"pressed"}, ("head", "front"): {"felt"}}, {"head": "head and face"})
A body from the front and from the back; pressed here: shoulder (back); felt there: head and face (front).

`body.svg` holds every line and what each mark looks like. It opens in a drawing program; a browser
shows it as it is, and this module draws the same with matplotlib.
"""

import math
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab import static
from modality_lab.charts.chart import Chart, figure_width
from modality_lab.charts.svg import Point, paint, patch_of, points
from modality_lab.charts.svg import outline as outline  # noqa: PLC0414 - Its shapes are read by it.
from modality_lab.words import KitError, did_you_mean, listed, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch

DRAWING = static.FOLDER / "body.svg"
# What each mark says, in the order of the words; "chosen" is painted first, under the others.
MARKS = {"pressed": "pressed here", "felt": "felt there", "caution": "area of caution", "chosen": "chosen"}
PAINTED = ["chosen", "pressed", "felt", "caution"]
# One unit of the drawing in points of print: 10 inches hold 640 units.
UNIT = 720 / 640

Place = tuple[str, str]


@dataclass(frozen=True)
class Shape:
    """One region in one view.

    Attributes
    ----------
    paths : list of str
        Its outlines as SVG paths, in units of the drawing.
    at : list of tuple of float
        Where its marks sit.
    caution_at : list of tuple of float
        Where its signs of caution sit.
    """

    paths: list[str]
    at: list[Point]
    caution_at: list[Point]


def body_picture(marks: Mapping[Place, Collection[str]], names: Mapping[str, str]) -> Chart:
    """Return the body with marks on its regions.

    Parameters
    ----------
    marks : mapping of tuple of str to set of str
        For a place, which is a region and a view ("front" or "back"), the set of its marks: "pressed", "felt",
        "caution" or "chosen".
    names : mapping of str to str
        The names of the regions in words; without one a region's id is read as words.

    Returns
    -------
    Chart
        The picture, drawn from `body.svg`; its table has a row for each mark.

    Raises
    ------
    KitError
        For a region, a view or a mark that is not there.

    Examples
    --------
    >>> body_picture({("calf", "back"): {"pressed", "felt"}}, {}).table
      Region  View          Mark
    0   calf  back  pressed here
    1   calf  back    felt there
    """
    _check(marks)
    rows = [
        (names.get(region, plain(region)), view, words)
        for mark, words in MARKS.items()
        for (region, view), given in marks.items()
        if mark in given
    ]
    table = pd.DataFrame(rows, columns=["Region", "View", "Mark"])
    return Chart(_sentence(table), table, lambda: _draw(marks))


def _check(marks: Mapping[Place, Collection[str]]) -> None:
    for (region, view), given in marks.items():
        if (region, view) not in shapes():
            raise KitError(_unknown(region, view))
        if isinstance(given, str):
            raise KitError(f'The marks of a region are a set, such as {{"felt"}}; "{given}" was given.')
        for mark in given:
            if mark not in MARKS:
                raise KitError(f'"{mark}" is not a mark.{did_you_mean(mark, MARKS)} Marks are: {listed(MARKS)}.')


def _unknown(region: str, view: str) -> str:
    views = [seen for name, seen in shapes() if name == region]
    if views:
        return f'The region "{region}" is drawn from the {listed(views)}, not from the {view}.'
    return f'The body has no region "{region}".{did_you_mean(region, dict.fromkeys(name for name, _ in shapes()))}'


def _sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return "A body from the front and from the back; nothing is marked."
    said = []
    for mark, rows in table.groupby("Mark", sort=False):
        views = rows.groupby("Region", sort=False)["View"].agg(listed)
        said.append(f"{mark}: {listed(f'{region} ({view})' for region, view in views.items())}")
    return f"A body from the front and from the back; {'; '.join(said)}."


@cache
def shapes() -> dict[Place, Shape]:
    """Return the shape of each region in each of its views, as `body.svg` draws it.

    Returns
    -------
    dict of tuple of str to Shape
        The shapes by region and view.

    Examples
    --------
    >>> [view for region, view in shapes() if region == "knee"]
    ['front', 'back']
    >>> len(shapes()["knee", "back"].paths)
    2
    """
    return {
        (group.attrib["data-region"], group.attrib["data-view"]): Shape(
            [path.attrib["d"] for path in group],
            points(group.attrib["data-at"]),
            points(group.attrib["data-caution-at"]),
        )
        for group in _drawing().iterfind("{*}g[@data-region]")
    }


@cache
def _drawing() -> ET.Element:
    return ET.parse(DRAWING).getroot()


def _draw(marks: Mapping[Place, Collection[str]]) -> "Figure":
    from matplotlib.figure import Figure

    left, top, width, height = map(float, _drawing().attrib["viewBox"].split())
    middle, bottom = left + width / 2, top + height + 40
    # As wide as the charts, and never narrower than the drawing.
    room = max(figure_width() * 72 / UNIT, width)
    figure = Figure(figsize=(room * UNIT / 72, (bottom - top) * UNIT / 72))
    # The drawing fills the figure to its edges; the charts' style would move it.
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(middle - room / 2, middle + room / 2), ylim=(bottom, top))
    axes.set_axis_off()
    marked = [(mark, shapes()[place]) for mark in PAINTED for place, given in marks.items() if mark in given]
    for group in _drawing().iterfind("{*}g[@data-region]"):
        paint(axes, group, UNIT)
    for mark, shape in marked:
        _fill(axes, mark, shape)
    for group in _drawing().iterfind("{*}g[@data-lines]"):
        paint(axes, group, UNIT)
    for mark, shape in marked:
        _sign(axes, mark, shape)
    for text in _drawing().iterfind("{*}text"):
        x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
        axes.text(x, y, text.text or "", fontsize=size * UNIT, weight="bold", ha="center", va="baseline")
    step = min(150, room / 3)
    _legend(axes, [mark for mark in MARKS if mark in dict(marked)], middle, bottom - 24, step)
    return figure


def _legend(axes: "Axes", shown: list[str], middle: float, y: float, step: float) -> None:
    for number, mark in enumerate(shown):
        x = middle + step * (number - len(shown) / 2) + 16
        square = f"M{x - 11},{y - 11} L{x + 11},{y - 11} L{x + 11},{y + 11} L{x - 11},{y + 11} Z"
        sample = Shape([square], [(x, y)], [(x, y)])
        _fill(axes, mark, sample)
        _sign(axes, mark, sample)
        axes.text(x + 18, y, MARKS[mark], va="center")


def _fill(axes: "Axes", mark: str, shape: Shape) -> None:
    """Give a region the fill and the outline of a mark."""
    look = _look(f"ml-body-{mark}")
    fill = look.attrib["fill"]
    has_stripes = fill.startswith("url(#")
    for path in shape.paths:
        patch = patch_of(axes, path, look.attrib | ({"fill": "none"} if has_stripes else {}), UNIT)
        if has_stripes:
            _stripe(axes, patch, _look(fill.removeprefix("url(#").removesuffix(")")))


def _stripe(axes: "Axes", patch: "PathPatch", pattern: ET.Element) -> None:
    """Draw the slanted lines of a pattern over a patch, where a browser draws them: along x + y = constant."""
    box = patch.get_path().get_extents()
    step = float(pattern.attrib["height"]) * math.sqrt(2)
    first, last = (round((x + y) / step) for x, y in (box.min, box.max))
    sums = [step * (number + 0.5) for number in range(first - 1, last + 1)]
    lines = " ".join(f"M{box.x0},{total - box.x0} L{box.x1},{total - box.x1}" for total in sums)
    patch_of(axes, lines, pattern[0].attrib, UNIT).set_clip_path(patch)


def _sign(axes: "Axes", mark: str, shape: Shape) -> None:
    """Put the sign of a mark, if it has one, on its places in a region."""
    for at in shape.caution_at if mark == "caution" else shape.at:
        paint(axes, _look(f"ml-body-{mark}"), UNIT, at)


def _look(identifier: str) -> ET.Element:
    return next(found for found in _drawing().iterfind(f".//*[@id='{identifier}']"))
