"""The layers of the body from the skin down, cut through, as `layers.csv` names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

# What each kind of tissue looks like; patterns say in grey what colours say.
FILLS = {"skin": "#F2CDB0", "fat": "#FFF4D2", "fascia": "#FFFFFF", "muscle": "#EBA79B", "bone": "#F4F4EE"}
LINE = "#6B4A42"
# Muscles below each other are told apart by their fibres: long lines, then dashes, then dots.
FIBRES = ["solid", (0, (5, 3)), (0, (1.2, 2.4))]
STEP = 2.0
# The skin gives way no further than this, in units of the drawing.
MOST_PUSH = 26.0


@dataclass(frozen=True)
class Dent:
    """Where the skin gives way to a hand.

    Attributes
    ----------
    at : float
        The middle of the hand, along the skin.
    reach : float
        Half the width of what touches.
    push : float
        How far the skin goes down there; below zero where it is lifted.
    bottom : float
        The depth at which nothing moves any more.
    slope : float
        How far beside the hand the skin is drawn along.
    """

    at: float = 0
    reach: float = 10
    push: float = 0
    bottom: float = 1
    slope: float = 12


class Tissue:
    """Layers that a picture cuts through.

    Parameters
    ----------
    layers : pandas.DataFrame
        Rows of `layers.csv`, from the skin down.
    depth : float
        How deep the picture goes, in units of the drawing.

    Attributes
    ----------
    spans : dict of str to tuple of float
        Where each layer begins and ends below the skin, by its id.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> Tissue(load_tables().layers, depth=97).spans["fat"]
    (6.0, 21.0)
    """

    def __init__(self, layers: pd.DataFrame, depth: float) -> None:
        parts = layers["drawn_height"].cumsum()
        ends = [float(part) * depth / float(parts.max()) for part in parts]
        starts = [0.0, *ends][:-1]
        self.spans: dict[str, tuple[float, float]] = {
            layer: (start, end) for layer, start, end in zip(layers["layer"], starts, ends, strict=True)
        }
        self._kinds: list[str] = layers["kind"].to_list()

    def middle(self, layer: str) -> float:
        """Return the depth of the middle of a layer.

        Parameters
        ----------
        layer : str
            Its id.

        Returns
        -------
        float
            The depth below the skin.
        """
        start, end = self.spans[layer]
        return (start + end) / 2

    def dent(self, at: float, reach: float, layer: str) -> Dent:
        """Return the dent of a hand whose work is meant for a layer.

        Parameters
        ----------
        at : float
            Where the hand is.
        reach : float
            Half the width of what touches.
        layer : str
            The id of the layer.

        Returns
        -------
        Dent
            The deeper the layer, the deeper the dent.
        """
        return Dent(at, reach, min(0.36 * self.middle(layer), MOST_PUSH), self.spans[layer][1])

    def draw(self, axes: "Axes", left: float, right: float, dents: Sequence[Dent] = ()) -> None:
        """Draw the layers.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to draw; y grows downwards from the skin at 0.
        left, right : float
            Where the picture begins and ends.
        dents : sequence of Dent
            Where hands press or lift.
        """
        x = np.linspace(left, right, round((right - left) / STEP) + 1)
        muscles = 0
        for (top, bottom), kind in zip(self.spans.values(), self._kinds, strict=True):
            upper, lower = depths(x, top, dents), depths(x, bottom, dents)
            fill = FILLS[kind] if kind != "muscle" or muscles % 2 == 0 else "#D98C7E"
            axes.fill_between(x, upper, lower, color=fill, linewidth=0.8, zorder=0.1)
            axes.plot(x, lower, color=LINE, linewidth=1.2, zorder=0.2)
            if kind == "muscle":
                _draw_fibres(axes, x, upper, lower, FIBRES[muscles % len(FIBRES)])
                muscles += 1
            elif kind in ("fat", "bone", "fascia"):
                _draw_grains(axes, x, upper, lower, kind)
        axes.plot(x, depths(x, 0, dents), color="#333333", linewidth=2.2, zorder=0.3)


def depths(x: "NDArray[np.float64]", depth: float, dents: Sequence[Dent]) -> "NDArray[np.float64]":
    """Return how deep a line of the tissue lies where hands press it down.

    Parameters
    ----------
    x : numpy.ndarray
        Places along the skin.
    depth : float
        How deep it lies at rest.
    dents : sequence of Dent
        Where hands press or lift.

    Returns
    -------
    numpy.ndarray
        The depth at each place.

    Examples
    --------
    >>> depths(np.array([0.0, 90.0]), 5, [Dent(at=0, reach=10, push=8, bottom=10)]).tolist()
    [11.0, 5.0]
    """
    moved = np.full_like(x, depth)
    for dent in dents:
        beside = np.maximum(0, np.abs(x - dent.at) - dent.reach)
        moved += dent.push * max(0.0, 1 - (depth / dent.bottom) ** 2) * np.exp(-((beside / dent.slope) ** 2))
    return moved


def _draw_fibres(
    axes: "Axes", x: "NDArray[np.float64]", upper: "NDArray[np.float64]", lower: "NDArray[np.float64]", style: object
) -> None:
    for share in np.linspace(0.2, 0.8, 4):
        axes.plot(x, upper + share * (lower - upper), color=LINE, linewidth=1, linestyle=style, alpha=0.75, zorder=0.2)


def _draw_grains(
    axes: "Axes", x: "NDArray[np.float64]", upper: "NDArray[np.float64]", lower: "NDArray[np.float64]", kind: str
) -> None:
    """Scatter rings for fat and specks for bone, and cross a thin sheet with strokes."""
    from matplotlib.collections import LineCollection

    if kind == "fascia":
        starts = np.arange(1, len(x) - 2, 3)
        strokes = np.stack([x[[starts, starts + 1]], [upper[starts], lower[starts + 1]]], axis=-1)
        axes.add_collection(LineCollection(list(strokes.swapaxes(0, 1)), colors=LINE, linewidths=0.9, zorder=0.2))
        return
    every = 4 if kind == "fat" else 7
    for number, share in enumerate((0.3, 0.72)):
        places = slice(1 + number * every // 2, None, every)
        heights = upper[places] + share * (lower[places] - upper[places])
        fill, size = ("white", 5) if kind == "fat" else (LINE, 1.6)
        grains: dict[str, Any] = {"color": fill, "markersize": size, "markeredgecolor": LINE, "markeredgewidth": 0.8}
        axes.plot(x[places], heights, "o", zorder=0.2, **grains)
