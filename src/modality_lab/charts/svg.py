"""Drawings kept as SVG: read as paths of matplotlib and painted, as a browser shows them."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import matplotlib.path
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch

Point = tuple[float, float]


def points(text: str) -> list[Point]:
    """Read the points of an attribute.

    Parameters
    ----------
    text : str
        Pairs of numbers.

    Returns
    -------
    list of tuple of float
        The points.

    Examples
    --------
    >>> points("1,2 3.5,4")
    [(1.0, 2.0), (3.5, 4.0)]
    """
    pairs = (point.split(",") for point in text.split())
    return [(float(x), float(y)) for x, y in pairs]


@cache
def outline(path: str) -> "matplotlib.path.Path":
    """Return an SVG path as a path of matplotlib.

    Parameters
    ----------
    path : str
        A path of absolute M, C, L and Z, in units of the drawing.

    Returns
    -------
    matplotlib.path.Path
        The same path.

    Examples
    --------
    >>> outline("M0,0 C0,5 5,9 9,9 L9,0 Z").contains_point((7, 4))
    True
    """
    from matplotlib.path import Path

    kinds = {"M": Path.MOVETO, "L": Path.LINETO, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}
    found: list[Point] = []
    codes = []
    kind = "M"
    for word in path.split():
        # A second and third point of a curve stand without a letter.
        kind = word[0] if word[0] in kinds else kind
        found += points(word.lstrip("MLCZ")) or [found[0]]
        codes.append(kinds[kind])
    return Path(found, codes)


def paint(axes: "Axes", group: ET.Element, unit: float, at: Point = (0, 0), scale: Point = (1, 1)) -> None:
    """Draw the paths of a group, moved to a place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    group : xml.etree.ElementTree.Element
        Holds the paths; what they do not say of their look, it says.
    unit : float
        One unit of the drawing in points of print.
    at : tuple of float
        Where the origin of the drawing comes to lie.
    scale : tuple of float
        How much wider and higher it is drawn; a width below zero exchanges left and right.
    """
    from matplotlib.transforms import Affine2D

    for path in group:
        look = group.attrib | path.attrib
        patch = patch_of(axes, look["d"], look, unit)
        patch.set_transform(Affine2D().scale(*scale).translate(*at) + axes.transData)


def patch_of(axes: "Axes", path: str, look: Mapping[str, str], unit: float) -> "PathPatch":
    """Draw one path, and return it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    path : str
        A path of absolute M, C, L and Z.
    look : mapping of str to str
        Its fill and stroke, as attributes of SVG.
    unit : float
        One unit of the drawing in points of print.

    Returns
    -------
    matplotlib.patches.PathPatch
        What was drawn.
    """
    from matplotlib.colors import to_rgba
    from matplotlib.patches import PathPatch

    patch = PathPatch(
        outline(path),
        facecolor=to_rgba(look["fill"], None if look["fill"] == "none" else float(look.get("fill-opacity", 1))),
        edgecolor=look["stroke"],
        linewidth=float(look.get("stroke-width", 1)) * unit,
        capstyle=look.get("stroke-linecap", "butt"),
        joinstyle="round",
        snap=False,
    )
    axes.add_artist(patch)  # The limits of a drawing are known: add_patch would look for them along each curve.
    return patch
