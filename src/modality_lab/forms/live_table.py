"""A table that can be searched and sorted.

Where no widget can live (a notebook that was not run yet, a web page, paper) a plain table stands in.
"""

from collections.abc import Mapping

import anywidget
import pandas as pd
import traitlets

from modality_lab import static
from modality_lab.forms.contract import Cell
from modality_lab.forms.widget import StoredExample, script
from modality_lab.markup import Html, link
from modality_lab.tables.show import long_table


class LiveTable(StoredExample, anywidget.AnyWidget):
    """A table to search and sort; display it as the last line of a cell.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show, without its index.
    caption : str
        What the table holds.
    links : mapping of str to pandas.Series, optional
        For the name of a column, the addresses of its cells.

    Examples
    --------
    >>> LiveTable(pd.DataFrame({"Site": ["A"]}), "Sites", {"Site": pd.Series(["https://example.org/"])}).rows
    [[['A', 'https://example.org/']]]
    """

    _esm = script("table.js")
    _css = static.FOLDER / "table.css"

    caption = traitlets.Unicode().tag(sync=True)
    head: "traitlets.List[str]" = traitlets.List().tag(sync=True)
    rows: "traitlets.List[list[Cell]]" = traitlets.List().tag(sync=True)

    def __init__(self, frame: pd.DataFrame, caption: str, links: Mapping[str, pd.Series] | None = None) -> None:
        super().__init__(caption=caption, head=list(frame.columns), rows=_cells_by_row(frame, links or {}))

    def show(self, frame: pd.DataFrame, links: Mapping[str, pd.Series] | None = None) -> None:
        """Exchange the rows; the columns stay the same.

        Parameters
        ----------
        frame : pandas.DataFrame
            The rows to show from now on, with the same columns.
        links : mapping of str to pandas.Series, optional
            For the name of a column, the addresses of its cells.
        """
        self.rows = _cells_by_row(frame, links or {})

    def plain_html(self) -> Html:
        """Return all rows as an HTML table that needs no kernel; of a long one those behind the first ten are folded.

        Returns
        -------
        Html
            The table.
        """
        rows = ([cell if isinstance(cell, str) else link(cell[1], cell[0]) for cell in row] for row in self.rows)
        return long_table(rows, self.head, caption=self.caption)

    @property
    def sentence(self) -> str:
        """What the table holds, in a few words.

        Returns
        -------
        str
            The caption and the number of rows.
        """
        return f"{self.caption}: {len(self.rows)} rows."


def _cells_by_row(frame: pd.DataFrame, links: Mapping[str, pd.Series]) -> list[list[Cell]]:
    columns: list[list[Cell]] = []
    for name in frame:
        words = frame[name].astype(str).to_list()
        linked = name in links
        columns.append([list(cell) for cell in zip(words, links[name], strict=True)] if linked else words)
    return [list(row) for row in zip(*columns, strict=True)]
