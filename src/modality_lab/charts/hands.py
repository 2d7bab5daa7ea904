"""What the hands do in each technique, drawn from `hands.csv` on the layers of `layers.csv`."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from modality_lab import static
from modality_lab.charts import body
from modality_lab.charts.svg import Point, paint, patch_of
from modality_lab.charts.tissue import Dent, Tissue

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

DRAWING = static.FOLDER / "hands.svg"
# One unit of the drawing in points of print: half a figure, 5 inches, holds 300 units.
UNIT = 360 / 300
DEPTH = 84.0
EDGE = 150.0


@cache
def _drawing() -> ET.Element:
    return ET.parse(DRAWING).getroot()


def _scene(name: str) -> ET.Element:
    return next(found for found in _drawing().iterfind("{*}g[@data-scene]") if found.attrib["data-scene"] == name)


def _contact(name: str) -> ET.Element:
    return next(found for found in _drawing().iterfind("{*}g[@data-contact]") if found.attrib["data-contact"] == name)


@dataclass(frozen=True)
class Stage:
    """Where one technique is drawn.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        The axes; the skin lies at 0.
    tissue : Tissue
        The layers.
    contact : str
        What touches, as in `hands.csv`.
    layer : str
        The id of the layer that the technique is meant for; without one, the first.
    middle : float
        Where the technique is drawn, along the skin.
    left, right : float
        Where the layers begin and end.
    """

    axes: "Axes"
    tissue: Tissue
    contact: str
    layer: str
    middle: float = 0
    left: float = -EDGE
    right: float = EDGE

    @property
    def goal(self) -> float:
        """How deep the technique is meant to reach.

        Returns
        -------
        float
            The middle of its layer.
        """
        return self.tissue.middle(self.layer)

    def hand(self, x: float = 0, y: float = 0, turned: bool = False) -> None:
        """Draw the hand.

        Parameters
        ----------
        x, y : float
            Where it touches, from the middle and from the skin.
        turned : bool
            Whether left and right are exchanged.
        """
        paint(self.axes, _contact(self.contact), UNIT, (self.middle + x, y), (-1 if turned else 1, 1))

    def press(self, x: float = 0) -> float:
        """Draw a hand that presses and the layers below it.

        Parameters
        ----------
        x : float
            Where it touches, from the middle.

        Returns
        -------
        float
            How far the skin gives way.
        """
        left, right = map(float, _contact(self.contact).attrib["data-touches"].split())
        dent = self.tissue.dent(self.middle + x + (left + right) / 2, (right - left) / 2 - 3, self.layer)
        self.tissue.draw(self.axes, self.left, self.right, [dent])
        self.hand(x, dent.push)
        return dent.push

    def arrow(self, *way: Point, both: bool = False, width: float = 5) -> None:
        """Draw an arrow in black with a white edge.

        Parameters
        ----------
        *way : tuple of float
            Its points from the middle and from the skin: two for a straight one; with a third between them, it bends.
        both : bool
            Whether it has a head at its start, too.
        width : float
            How wide its line is, in points of print.
        """
        points = np.array([(self.middle + x, y) for x, y in way])
        ends = [(way[-1], way[-2])] + ([(way[0], way[1])] if both else [])
        size = 13 + 1.3 * width
        heads = []
        for number, (end, before) in enumerate(ends):
            tip, along = np.add(end, (self.middle, 0)), np.subtract(end, before)
            along = along / np.hypot(*along)
            back, aside = tip - size * along, 0.55 * size * np.array([-along[1], along[0]])
            heads.append([tip, back + aside, back - aside])
            points[0 if number else -1] = tip - 0.7 * size * along
        for edge, color in ((4, "white"), (0, "black")):
            _line(self.axes, points, width + edge, color)
            for head in heads:
                self.axes.fill(*np.transpose(head), facecolor=color, edgecolor=color, linewidth=edge, zorder=5)


def _line(axes: "Axes", points: "NDArray[np.float64]", width: float, color: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    codes = [Path.MOVETO, *[Path.CURVE3] * 2] if len(points) == 3 else [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)]
    look = {"facecolor": "none", "edgecolor": color, "linewidth": width, "capstyle": "round", "joinstyle": "round"}
    axes.add_patch(PathPatch(Path(points, codes), zorder=5, **look))


def _hold(stage: Stage) -> None:
    given = stage.press()
    stage.arrow((0, given + 6), (0, max(stage.goal + 12, given + 26)))


def _lean(stage: Stage) -> None:
    given = stage.press()
    stage.arrow((0, given + 8), (0, max(stage.goal + 12, given + 32)), width=11)


def _pulse(stage: Stage) -> None:
    given = stage.press()
    for x in (-36, 20):
        stage.arrow((x, given + 6), (x, max(stage.goal + 12, given + 28)), both=True, width=3.5)


def _glide(stage: Stage) -> None:
    """Draw a hand that sinks in, and an arrow that enters the layers before it and runs on in them."""
    half = (stage.right - stage.left) / 2
    given = stage.press(x=half - 100)
    depth = max(stage.goal, given + 8)
    stage.arrow((half - 120, depth), (12 - half, depth))


def _rub(stage: Stage) -> None:
    given = stage.press()
    depth = max(stage.goal, given + 10)
    stage.arrow((-60, depth), (60, depth), both=True)


def _knead(stage: Stage) -> None:
    bottom = stage.tissue.spans[stage.layer][1]
    stage.tissue.draw(stage.axes, stage.left, stage.right, [Dent(stage.middle, 2, -38, bottom, slope=24)])
    stage.hand()
    stage.arrow((-34, bottom), (-4, -46), (32, bottom - 4), width=4)


def _tap(stage: Stage) -> None:
    stage.tissue.draw(stage.axes, stage.left, stage.right)
    stage.hand(8, -22)
    stage.arrow((-104, -92), (-104, -5), both=True)


def _shake(stage: Stage) -> None:
    stage.press()
    for x in (-30, -44, 30, 44):
        waves = f"M{x},-44 C{x + 12},-32 {x - 12},-20 {x},-8"
        look = {"fill": "none", "stroke": "#000000", "stroke-width": "3.2", "stroke-linecap": "round"}
        patch_of(stage.axes, waves, look, UNIT).set_zorder(5)


def _rock(stage: Stage) -> None:
    stage.press()
    stage.arrow((-110, 24), (0, 74), (110, 24), both=True)


def _stretch(stage: Stage) -> None:
    paint(stage.axes, _scene("muscle"), UNIT, (stage.middle, 26))
    for side in (-1, 1):
        stage.hand(side * 92, 42, turned=side > 0)
        stage.arrow((side * 30, 66), (side * 142, 66))


def _move(stage: Stage) -> None:
    paint(stage.axes, _scene("limb"), UNIT, (stage.middle, 0))
    stage.hand(66, -8)
    stage.arrow((124, 40), (136, -28), (96, -74))


def _look(stage: Stage) -> None:
    size = 0.38
    at = (-327 * size, -134.0)
    figure = ET.parse(body.DRAWING).getroot()
    for group in [*figure.iterfind("{*}g[@data-view='back']"), *figure.iterfind("{*}g[@data-lines='back']")]:
        paint(stage.axes, group, UNIT * size, at, (size, size))
    stage.axes.plot([0, 0], [-140, 72], color="black", linewidth=2, linestyle=(0, (4, 3)), zorder=5)
    for y in (-84, -26):
        stage.axes.plot([-62, 62], [y, y], color="black", linewidth=2, linestyle=(0, (4, 3)), zorder=5)


MOTIONS: dict[str, Callable[[Stage], None]] = {
    "hold": _hold,
    "lean": _lean,
    "pulse": _pulse,
    "glide": _glide,
    "rub": _rub,
    "knead": _knead,
    "tap": _tap,
    "shake": _shake,
    "rock": _rock,
    "stretch": _stretch,
    "move": _move,
    "look": _look,
}
"""How each motion of `hands.csv` is drawn."""
