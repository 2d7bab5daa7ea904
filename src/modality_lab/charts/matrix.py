"""A matrix of marks: a row for each item, a column for each modality, a mark where the tables name it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from modality_lab.charts.chart import Chart, canvas, label_rows, wrap
from modality_lab.charts.look import Look, chart_of_first
from modality_lab.words import counted, plain, sentence_case

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# More than these rows cannot be read on a projector.
MOST_ITEMS = 30
SHADE = "#EEEEEE"


@dataclass(frozen=True)
class Matrix:
    """Marks with what they mean and how they look.

    Attributes
    ----------
    marks : pandas.DataFrame
        From `marks_of`: a row for each item, a column for each modality, the basis of the mark or nothing.
    title : str
        The question over the figure.
    meanings : mapping of str to str
        What a basis means, in words; marks of the first one are filled, those of the second hollow.
    look : Look
        Names and looks of the modalities.
    """

    marks: pd.DataFrame
    title: str
    meanings: Mapping[str, str]
    look: Look

    def chart(self, sentence: str) -> Chart:
        """Return the matrix as a chart.

        Parameters
        ----------
        sentence : str
            What it shows.

        Returns
        -------
        Chart
            Its table has a row for each item, also for those that the figure has no room for.
        """
        noun = self.marks.index.name
        table = self.marks.replace(self.meanings).fillna("").rename(index=plain, columns=self.look.names)
        table = table.rename_axis(index=sentence_case(plain(noun)), columns=None)
        all_rows = counted(len(self.marks), noun)
        first_rows = f"the first {MOST_ITEMS} of {all_rows}" if len(self.marks) > MOST_ITEMS else ""
        return chart_of_first(sentence, table, self._draw, self.look, self.look.over_columns.note, first_rows)

    def _draw(self) -> "Figure":
        shown = self.marks.head(MOST_ITEMS)
        figure, axes = canvas(height=2.6 + 0.52 * len(shown))
        axes.set_title(self.title, pad=20)
        self._draw_marks(axes, shown)
        for row in range(1, len(shown)):
            axes.axhline(row - 0.5, color="#DDDDDD", linewidth=1)
        room = self._shade_shared(axes, len(shown))
        label_rows(axes, [wrap(plain(item), 40) for item in shown.index])
        columns = len(shown.columns)
        slant: dict[str, Any] = {"rotation": 35, "ha": "left"} if columns > 4 else {}
        axes.set_xticks(range(columns), [self.look.column_name(modality) for modality in shown.columns], **slant)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[["top", "bottom"]].set_visible(False)
        axes.set_xlim(-0.6, columns - 0.4 + room)
        filled, *hollow = self.meanings.values()
        if hollow:
            figure.supxlabel(f"filled: {filled}     hollow: {hollow[0]}", fontsize=15)
        return figure

    def _draw_marks(self, axes: "Axes", shown: pd.DataFrame) -> None:
        filled = next(iter(self.meanings))
        for column, modality in enumerate(shown.columns):
            color = self.look.color(modality)
            for row, basis in enumerate(shown[modality]):
                if isinstance(basis, str):
                    axes.plot(
                        column,
                        row,
                        **self.look.marker_style(modality),
                        markerfacecolor=color if basis == filled else "white",
                        markeredgecolor=color,
                        markeredgewidth=3,
                    )

    def _shade_shared(self, axes: "Axes", drawn: int) -> float:
        """Shade the rows that all modalities share, say beside them how many they are, and return the room it takes."""
        with_rows = self.marks.dropna(axis=1, how="all")
        shared = int(with_rows.notna().all(axis=1).sum()) if len(with_rows.columns) > 1 else 0
        if not shared:
            return 0
        group = "both" if len(with_rows.columns) == 2 else f"all {len(with_rows.columns)}"
        # Those that all share stand first, so they reach from the top to the last of them that is drawn.
        last = min(shared, drawn)
        columns = len(self.marks.columns)
        axes.axhspan(-0.5, last - 0.5, color=SHADE, zorder=0)
        axes.text(
            columns - 0.45,
            (last - 1) / 2,
            f"shared by\n{group}:\n{shared} of {len(self.marks)}",
            ha="left",
            va="center",
            weight="bold",
            bbox={"facecolor": SHADE, "edgecolor": "none", "pad": 2},
        )
        return 0.24 * columns - 0.08


def marks_of(rows: pd.DataFrame, item: str, look: Look) -> pd.DataFrame:
    """Return the rows of a table as a matrix, those that most modalities share first.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows with the columns "modality" and "basis", and one for the item.
    item : str
        The column of the item, such as "benefit".
    look : Look
        Says which modalities are shown, and in which order.

    Returns
    -------
    pandas.DataFrame
        A row for each item and a column for each modality; a cell holds the basis, or nothing. Items that are
        shared by as many stand in the order of the first modality that has them, then as in the table.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> tables = load_tables()
    >>> marks_of(tables.benefits, "benefit", Look(tables)).index[:2].to_list()
    ['stress_reduction', 'circulation']
    """
    rows = rows[rows["modality"].isin(list(look.names))]
    order = list(rows[item].unique())
    marks = rows.pivot(index=item, columns="modality", values="basis")
    marks = marks.reindex(index=order, columns=list(look.names)).astype(object)
    first = marks.notna().to_numpy().argmax(axis=1)
    keys = pd.DataFrame({"shared": -marks.notna().sum(axis=1), "first": first, "order": range(len(marks))})
    return marks.loc[keys.sort_values(["shared", "first", "order"]).index]
