"""What is drawn in axes, a line of text for each line, patch and text, for the tests that say where each stands."""

from itertools import groupby

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

CYCLE = [f"C{number}" for number in range(10)]


def numbers(values):
    """Numbers in as few digits as say where something stands."""
    return " ".join(f"{round(float(value), 1) + 0:g}" for value in np.ravel(values))


def color(value):
    """A colour in few letters; "-" where there is none, and the name of one that the style gives."""
    if isinstance(value, str) and value in CYCLE:
        return value
    known = {"#000000ff": "black", "#ffffffff": "white"}
    code = to_hex(value, keep_alpha=True)
    return "-" if code.endswith("00") and len(code) == 9 else known.get(code, code.removesuffix("ff"))


def luminance(parts):
    """How light a colour of red, green and blue is to the eye, as WCAG 2.2 counts it."""
    return np.dot(
        [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts],
        (0.2126, 0.7152, 0.0722),
    )


def contrast(one, other):
    """How far the luminances of two colours stand apart: 1 for the same colour, 21 for black and white."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def ends(points):
    """The points of a short line, and of a longer one where it begins, its middle and where it ends."""
    return points if len(points) <= 4 else [points[0], points[1], points[len(points) // 2], points[-1]]


def line(artist):
    words = ["line", color(artist.get_color()), f"{artist.get_linewidth():g}", artist.get_linestyle()]
    if artist.get_marker() != "None":
        face, edge = artist.get_markerfacecolor(), artist.get_markeredgecolor()
        size = (artist.get_markersize(), artist.get_markeredgewidth())
        words = ["marks", artist.get_marker(), *map(color, (face, edge)), numbers(size), artist.get_linestyle()]
    dashes = artist._unscaled_dash_pattern[1]  # noqa: SLF001 (matplotlib has no public name for it.)
    return [*words, *([numbers(dashes)] if dashes else []), f"{artist.get_alpha() or 1:g}", ends(artist.get_xydata())]


def patch(artist):
    path, caps = artist.get_path(), (artist.get_capstyle(), artist.get_joinstyle())
    colors = map(color, (artist.get_facecolor(), artist.get_edgecolor()))
    edge = [f"{artist.get_linewidth():g}", *([artist.get_linestyle()] if artist.get_linestyle() != "solid" else [])]
    bends = ["bent"] if 3 in path.codes else []
    return ["patch", *colors, *edge, *caps, *bends, ends(artist.get_patch_transform().transform(path.vertices)[:5])]


def collection(artist):
    colors = [color(found[0]) if len(found) else "-" for found in (artist.get_facecolor(), artist.get_edgecolor())]
    points = np.concatenate([path.vertices for path in artist.get_paths()])
    return [f"{len(artist.get_paths())} areas", *colors, numbers(artist.get_linewidth()), ends(points)]


def text(artist):
    look = [f"{artist.get_fontsize():g}", artist.get_weight(), artist.get_ha(), artist.get_va()]
    turned = [f"turned {artist.get_rotation():g}"] if artist.get_rotation() else []
    words = artist.get_text().replace("\n", " / ")
    return [repr(words), *look, *turned, artist.get_position()]


def told(artist):
    """One thing in a line: what it is, its look, before or behind what it lies, and where it stands."""
    kinds = {"lines": line, "patches": patch, "collections": collection, "texts": text}
    kind = next(name for name in kinds if artist in list(getattr(artist.axes, name)))
    *words, points = kinds[kind](artist)
    layer = [f"z{artist.get_zorder():g}"] if kind != "texts" else []
    return " ".join([*words, *layer, "at", numbers(points)])


def moved(artist):
    """Where a part of a drawing was moved to, and how much wider and higher it is; nothing for other parts."""
    if not isinstance(artist, PathPatch):
        return ""
    matrix = (artist.get_transform() - artist.axes.transData).get_matrix()
    here = np.allclose(matrix, np.eye(3)) or not np.allclose(matrix[[0, 1], [1, 0]], 0)
    return "" if here else f"scaled {matrix[0, 0]:.3g} {matrix[1, 1]:.3g}, at {numbers(matrix[:2, 2])}"


def drawn(axes):
    """A line of text for each thing drawn, in its order; a part of a drawing that was moved there counts as one."""
    artists = [
        each for each in axes.get_children() if each in [*axes.lines, *axes.patches, *axes.collections, *axes.texts]
    ]
    lines = []
    for place, parts in groupby(artists, moved):
        parts = list(parts)
        look = patch(parts[0])[1:4] if place else []
        lines += [f"{len(parts)} paths {' '.join(look)} {place}"] if place else map(told, parts)
    return "\n".join(lines)


def places(figure):
    """How large a figure is, and where its axes lie, in thousandths of it."""
    bounds = [axes.get_position().bounds for axes in figure.axes]
    return [numbers(figure.get_size_inches()), *(numbers([1000 * end for end in ends]) for ends in bounds)]


def legend_of(figure):
    """The names in the only legend of a figure, each with its size and where it begins, in hundredths of the figure."""
    [legend] = figure.legends
    figure.draw_without_rendering()
    extents = [text.get_window_extent().transformed(figure.transFigure.inverted()) for text in legend.get_texts()]
    return [
        f"{text.get_text()!r} {text.get_fontsize():g} at {round(100 * box.x0)} {round(100 * box.y0)}"
        for text, box in zip(legend.get_texts(), extents, strict=True)
    ]
