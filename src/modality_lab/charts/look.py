"""How each modality looks in every chart: its name, colour, marker and pattern, by its row."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import HATCHES, MARKERS, Chart, wrap
from modality_lab.charts.fonts import FigureWords
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, did_you_mean, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A hollow one of these needs more room than a circle to look hollow.
MARKER_SIZES = {"P": 19, "X": 19, "*": 25}
# More than these cannot be told apart on a projector.
MOST_MODALITIES = 12
# More than these names make a sentence that nobody reads to its end.
MOST_IN_SENTENCE = 8


class Look:
    """The names of the first modalities, and each one's colour, marker and pattern, by its row.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the look is drawn from `modalities.csv`.
    modalities : sequence of str, optional
        The ids of those to show; without them the first twelve.

    Attributes
    ----------
    names : dict of str to str
        The name of each modality that is shown, by its id; twelve at most.
    count : int
        How many modalities there are to show.
    in_figure : FigureWords
        What a figure writes for each name.
    over_columns : FigureWords
        The same over columns: for short names where there are many.

    Raises
    ------
    KitError
        When there is no such modality.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> look = Look(load_tables())
    >>> look.color("dtm"), look.marker("dtm"), look.hatch("dtm")
    ('C1', 's', '//')
    """

    def __init__(self, tables: Tables, modalities: Sequence[str] | None = None) -> None:
        rows = tables.modalities.set_index("modality")
        # A modality keeps its look, whichever others stand beside it.
        self._number = {modality: number for number, modality in enumerate(rows.index)}
        chosen = rows if modalities is None else rows[rows.index.isin(self._known(modalities))]
        self.count = len(chosen)
        shown = chosen.head(MOST_MODALITIES)
        self.names: dict[str, str] = shown["name"].to_dict()
        short_names: dict[str, str] = shown["short_name"].to_dict()
        self.in_figure = FigureWords(self.names, short_names)
        self.over_columns = self.in_figure if len(self.names) <= 3 else FigureWords(short_names, longest=24)

    def _known(self, modalities: Sequence[str]) -> Sequence[str]:
        for modality in modalities:
            if modality not in self._number:
                hint, allowed = did_you_mean(modality, self._number), listed(self._number, "or")
                raise KitError(f'There is no modality "{modality}".{hint} Allowed: {allowed}.')
        return modalities

    def color(self, modality: str) -> str:
        """Return the colour of a modality.

        Parameters
        ----------
        modality : str
            Its id.

        Returns
        -------
        str
            A colour of the charts' style, "C0" to "C7".
        """
        # After eight the markers begin again, each in another colour.
        number = self._number[modality]
        return f"C{(number + number // len(MARKERS)) % len(MARKERS)}"

    def marker(self, modality: str) -> str:
        """Return the marker of a modality.

        Parameters
        ----------
        modality : str
            Its id.

        Returns
        -------
        str
            One of `MARKERS`.
        """
        return MARKERS[self._number[modality] % len(MARKERS)]

    def marker_style(self, modality: str) -> dict[str, Any]:
        """Return marker and size, as the drawing of a line takes them.

        Parameters
        ----------
        modality : str
            The id of a modality.

        Returns
        -------
        dict
            "marker" and "markersize", in points.
        """
        marker = self.marker(modality)
        return {"marker": marker, "markersize": MARKER_SIZES.get(marker, 15)}

    def hatch(self, modality: str) -> str:
        """Return the pattern of a bar of a modality.

        Parameters
        ----------
        modality : str
            Its id.

        Returns
        -------
        str
            One of `HATCHES`.
        """
        return HATCHES[self._number[modality] % len(HATCHES)]

    def column_name(self, modality: str) -> str:
        """Return the name over a column: short where there are many columns.

        Parameters
        ----------
        modality : str
            Its id.

        Returns
        -------
        str
            The name in lines, or the short name.
        """
        name = self.over_columns.words[modality]
        return wrap(name, 16) if len(self.names) <= 3 else name


def chart_of_first(
    sentence: str, table: pd.DataFrame, draw: Callable[[], "Figure"], look: Look, words: str, first_rows: str = ""
) -> Chart:
    """Return a chart that says what is not shown of it.

    Parameters
    ----------
    sentence : str
        What the chart shows.
    table : pandas.DataFrame
        The rows behind it.
    draw : callable
        Draws the figure.
    look : Look
        Knows how many modalities there are, and which are shown.
    words : str
        The note of the figure's words.
    first_rows : str
        Which rows are shown, in words, where it is not all of them.

    Returns
    -------
    Chart
        The chart; where something is left out its sentence and its note say so.
    """
    cut = [f"the first {MOST_MODALITIES} of {look.count} modalities"] if look.count > MOST_MODALITIES else []
    cut += [first_rows] if first_rows else []
    if not cut:
        return Chart(sentence + words, table, draw)
    note = f"shown are {listed(cut)}; to see others, hide modalities in switchboard.csv."
    return Chart(f"{sentence.removesuffix('.')}; {note}{words}", table, draw, note)
