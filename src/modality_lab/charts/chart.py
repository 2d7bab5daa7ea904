"""A chart with three faces, made from the same rows: a figure, a sentence and the table behind it.

The colours are those of Okabe and Ito, made for colour-blind readers
(https://jfly.uni-koeln.de/color/); shape and pattern say the same again for print in grey.
"""

import base64
import html
import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from modality_lab.tables.show import ShownTable
from modality_lab.words import sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("modality_lab.mplstyle")
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
HATCHES = ["", "//", "..", "xx", "\\\\", "++", "oo", "--"]


@dataclass(frozen=True)
class Chart:
    """A chart with three faces, made from the same rows.

    `description` is one sentence that says what the chart shows: caption, alternative text and
    stored text in one. `table` is the DataFrame behind the figure. `figure`, a matplotlib Figure,
    is drawn by `draw` when it is first asked for. `note` says what is not shown; it stands in the
    description and on the figure.
    """

    description: str
    table: pd.DataFrame
    draw: Callable[[], "Figure"]
    note: str = ""

    @cached_property
    def figure(self) -> "Figure":
        """The drawn figure."""
        import matplotlib.style

        with matplotlib.style.context(STYLE):
            figure = self.draw()
            if self.note:
                figure.suptitle(wrap(sentence_case(self.note), 80), fontsize=15, ha="center")
            return figure

    @cached_property
    def png(self) -> bytes:
        """The figure as a PNG picture."""
        import matplotlib.style

        picture = io.BytesIO()
        with matplotlib.style.context(STYLE):
            self.figure.savefig(picture, format="png", metadata={"Software": None})
        return picture.getvalue()

    def __post_init__(self):
        object.__setattr__(self, "table", ShownTable(self.table))

    def __repr__(self) -> str:
        return self.description

    def _repr_html_(self) -> str:
        words = html.escape(self.description)
        picture = base64.b64encode(self.png).decode()
        return (
            '<figure style="margin: 0; max-width: 60em">'
            f'<img src="data:image/png;base64,{picture}" alt="{words}" style="width: 100%">'
            f"<figcaption>{words}</figcaption></figure>"
        )


def canvas(height: float) -> tuple["Figure", "Axes"]:
    """Return a new figure of the charts' width, and its axes."""
    # A Figure of its own, not pyplot: nothing is kept open, and pyplot need not be loaded.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, height))
    return figure, figure.add_subplot()


def wrap(text: str, width: int) -> str:
    """Return a text in lines of at most `width` letters.

    >>> print(wrap("slow, deep strokes", 10))
    slow, deep
    strokes
    """
    return "\n".join(textwrap.wrap(text, width)) or text
