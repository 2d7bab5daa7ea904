"""A chart with three faces, made from the same rows: a figure, a sentence and the table behind it."""

import base64
import io
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from modality_lab import static
from modality_lab.charts.fonts import give_fonts, without_remarks
from modality_lab.charts.narrow import fit_narrow
from modality_lab.clearing import one_clearing_away
from modality_lab.markup import Html, element
from modality_lab.tables.show import ShownTable
from modality_lab.words import sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from PIL import Image

STYLE = static.FOLDER / "modality_lab.mplstyle"
"""The look of every chart. Its colours are those of Okabe and Ito, made for colour-blind readers
(https://jfly.uni-koeln.de/color/); shape and pattern say the same again for print in grey."""
NARROW = static.FOLDER / "modality_lab_narrow.mplstyle"
"""What is otherwise in the drawing for a phone."""
PHONE = "(max-width: 600px)"
"""The windows in which a page shows the drawing for a phone."""

MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
HATCHES = ["", "//", "..", "xx", "\\\\", "++", "oo", "--"]


@dataclass(frozen=True)
class Chart:
    """A chart with three faces, made from the same rows.

    Attributes
    ----------
    description : str
        One sentence that says what the chart shows: caption, alternative text and stored text in one.
    table : pandas.DataFrame
        The rows behind the figure; a notebook shows it with a heading over its named index.
    draw : callable
        Draws the figure, without arguments; it is called when the figure is first looked at.
    note : str
        What is not shown. It stands above the figure; the description says it too.

    Examples
    --------
    >>> Chart("Three sites.", pd.DataFrame({"Sites": [3]}), lambda: canvas(2)[0])
    Three sites.
    """

    description: str
    table: pd.DataFrame
    draw: Callable[[], "Figure"]
    note: str = ""

    @cached_property
    def figure(self) -> "Figure":
        """Draw the figure, once.

        Returns
        -------
        matplotlib.figure.Figure
            The drawn figure.
        """
        with _own_style():
            return self._drawn()

    @cached_property
    def png(self) -> bytes:
        """Return the figure as a PNG picture.

        Returns
        -------
        bytes
            What a PNG file of it holds.
        """
        return self._picture()

    @cached_property
    def narrow_figure(self) -> "Figure":
        """Draw the figure for a phone, once: two thirds as wide, with letters of the same size.

        Returns
        -------
        matplotlib.figure.Figure
            The drawn figure.
        """
        with _own_style(is_narrow=True):
            return self._drawn(is_narrow=True)

    @cached_property
    def narrow_png(self) -> bytes:
        """Return the figure for a phone as a PNG picture.

        Returns
        -------
        bytes
            What a PNG file of it holds.
        """
        return self._picture(is_narrow=True)

    def _drawn(self, is_narrow: bool = False) -> "Figure":
        figure = self.draw()
        _give_canvas(figure)
        if self.note:
            figure.suptitle(wrap(sentence_case(self.note), 44 if is_narrow else 80), fontsize=15, ha="center")
        give_fonts(figure)
        if is_narrow:
            fit_narrow(figure)
        _lay_out(figure)
        return figure

    @one_clearing_away()
    def _picture(self, is_narrow: bool = False) -> bytes:
        picture = io.BytesIO()
        with _own_style(is_narrow):
            # A figure of its own that goes with this: it takes some megabytes, and a lesson has many.
            figure = self._drawn(is_narrow)
            # Not savefig, which draws a figure once more to lay it out, and that is done.
            canvas: Any = figure.canvas
            canvas.draw()
        drawn = _in_few_colors(np.asarray(canvas.buffer_rgba()))
        drawn.save(picture, "png", compress_level=4, dpi=(figure.dpi, figure.dpi))
        return picture.getvalue()

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", ShownTable(self.table))

    def __repr__(self) -> str:
        return self.description

    def _repr_html_(self) -> Html:
        # Each browser takes the one that fits; where the second is not known, as on the web, the first stands.
        phone = element("source", media=PHONE, srcset=_address(self.narrow_png))
        wide = element("img", src=_address(self.png), alt=self.description, style="width: 100%")
        return element(
            "figure",
            element("picture", phone, wide),
            element("figcaption", self.description),
            style="margin: 0; max-width: 60em",
        )


def _in_few_colors(drawn: np.ndarray) -> "Image.Image":
    """Return what is drawn as a picture of its 256 commonest colours: it takes half the room, and is sooner written.

    The others are a few points at the edges of letters and shapes; each gets the colour next to its own.
    """
    from PIL import Image

    # Counted and exchanged by runs of one colour, which are far fewer than the points; all is opaque.
    points = drawn.view("<u4").ravel()
    starts = np.append(0, 1 + np.flatnonzero(points[1:] != points[:-1]))
    lengths = np.diff(starts, append=points.size)
    of_run, found = pd.factorize(points[starts])
    colors = found.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int16)
    common = colors[np.argsort(-np.bincount(of_run, lengths))[:256]]
    apart = sum(np.abs(np.subtract.outer(part, of_common)) for part, of_common in zip(colors.T, common.T, strict=True))
    nearest = apart.argmin(axis=1).astype(np.uint8)
    picture = Image.fromarray(np.repeat(nearest[of_run], lengths).reshape(drawn.shape[:2]))
    picture.putpalette(common.astype(np.uint8).tobytes())
    return picture


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


@contextmanager
def _own_style(is_narrow: bool = False) -> Iterator[None]:
    """Draw in the style of the kit alone: from matplotlib's defaults, not from settings of somebody's own."""
    with without_remarks():
        import matplotlib.style

        with matplotlib.style.context(["default", STYLE, NARROW] if is_narrow else ["default", STYLE]):
            yield


def _give_canvas(figure: "Figure") -> None:
    """Let the picture of a figure stand on one canvas of its size: what is measured there is measured once."""
    from matplotlib import rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(rcParams["savefig.dpi"])
    FigureCanvasAgg(figure)


def _lay_out(figure: "Figure") -> None:
    """Find the places of all parts, once for all pictures; a narrow figure has them already."""
    layout = figure.get_layout_engine()
    if layout is not None:
        layout.execute(figure)
        figure.set_layout_engine("none")


def figure_width() -> float:
    """Return how wide a figure is to be: it is drawn once for screens and paper, and once for a phone.

    Returns
    -------
    float
        The width in inches; it is under 10 on a phone only.

    Examples
    --------
    >>> figure_width() > 0
    True
    """
    from matplotlib import rcParams

    return float(rcParams["figure.figsize"][0])


def canvas(height: float, title: str = "") -> tuple["Figure", "Axes"]:
    """Return a new figure of the charts' width, and its axes.

    Parameters
    ----------
    height : float
        The height in inches; the width is that of the style.
    title : str
        What stands right over the axes. Where names of columns are to stand between, `Axes.set_title` finds the room.

    Returns
    -------
    tuple of matplotlib.figure.Figure and matplotlib.axes.Axes
        The figure and its only axes.

    Examples
    --------
    >>> figure, axes = canvas(height=4)
    >>> float(figure.get_figheight())
    4.0
    """
    # A Figure of its own, not pyplot: nothing is kept open, and pyplot need not be loaded.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(figure_width(), height))
    axes = figure.add_subplot()
    if title:
        # Its place is given: to find it, matplotlib would measure all names along the axes at each drawing.
        axes.set_title(title, y=1)
    return figure, axes


def empty_figure() -> "Figure":
    """Return what stands where there is nothing to draw yet: a small figure with bare axes.

    Returns
    -------
    matplotlib.figure.Figure
        The figure, 2 inches high.

    Examples
    --------
    >>> float(empty_figure().get_figheight())
    2.0
    """
    return canvas(height=2)[0]


def label_rows(axes: "Axes", names: Iterable[str], top: float = -0.6) -> None:
    """Name the rows of a chart, the first at the top, and leave room around them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Axes on which row 0, 1, 2 ... are drawn at y = 0, 1, 2 ...
    names : iterable of str
        A name for each row.
    top : float
        Where the axes end above the first row.

    Examples
    --------
    >>> figure, axes = canvas(height=2)
    >>> label_rows(axes, ["deep", "light"])
    >>> [name.get_text() for name in axes.get_yticklabels()]
    ['deep', 'light']
    """
    names = list(names)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, top)
    # No label stands beside them: for its place, matplotlib would measure each name once more.
    axes.yaxis.set_label_coords(0, 0.5)


def ink_on(color: Sequence[float] | np.ndarray) -> str:
    """Return in which colour letters stand out most on a field.

    Parameters
    ----------
    color : sequence of float or numpy.ndarray
        The colour of the field: red, green and blue, each 0 to 1; more is passed over.

    Returns
    -------
    str
        "black" or "white", whose contrast with the field is at least 4.5, as WCAG 2.2 counts it
        (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).

    Examples
    --------
    >>> ink_on((0.42, 0.68, 0.84)), ink_on((0.03, 0.19, 0.42))
    ('black', 'white')
    """
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color[:3])
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def legend_columns(names: Iterable[str]) -> int:
    """Return in how many columns the names of a legend have room.

    Parameters
    ----------
    names : iterable of str
        The names.

    Returns
    -------
    int
        Three at most.

    Examples
    --------
    >>> legend_columns(["deep", "light", "slow"]), legend_columns(["Myofascial release of connective tissue"] * 3)
    (3, 1)
    """
    lengths = [len(name) for name in names]
    longest = max(lengths, default=0)
    return 1 if longest > 36 else 2 if len(lengths) < 3 or longest > 22 else 3


def wrap(text: str, width: int, lines: int = 4) -> str:
    """Return a text in a few lines, none of which is too long; "…" ends what has no room in them.

    Parameters
    ----------
    text : str
        The text.
    width : int
        The most letters of a line.
    lines : int
        The most lines.

    Returns
    -------
    str
        The text with line breaks.

    Examples
    --------
    >>> print(wrap("slow, deep strokes", 10))
    slow, deep
    strokes
    """
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder="…")) or text
