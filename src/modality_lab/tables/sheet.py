"""A table in memory: its columns as text, with the numbers of its rows as a spreadsheet shows them."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any

from modality_lab.tables.problem import Problem

Row = tuple[Any, ...]
"""The number of a row as a spreadsheet shows it, and some of its cells, which are text."""


@dataclass(frozen=True)
class Sheet:
    """The cells of one table, as text.

    Attributes
    ----------
    lines : list of int
        The number of each row as a spreadsheet shows it: the names of the columns stand in row 1.
    columns : dict
        For the name of each column its cells, as many as there are lines.
    head_line : int
        The number of the row in which the names of the columns stand.
    remarks : tuple of Problem
        What its file holds beside these cells and is passed over, such as a title.
    wrong : dict
        For the name of a table what is wrong with these cells as its own, where that has been looked for: a sheet
        never changes, and the kit's is laid under many a school's.

    Examples
    --------
    >>> Sheet([2, 3], {"modality": ["nmt", "dtm"]}).rows("modality")
    [(2, 'nmt'), (3, 'dtm')]
    """

    lines: list[int]
    columns: dict[str, list[str]]
    head_line: int = field(default=1, repr=False)
    remarks: tuple[Problem, ...] = field(default=(), repr=False)
    wrong: dict[str, list[Problem]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _distinct: dict[str, set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def has(self, *columns: str) -> bool:
        """Return whether all of some columns are there.

        Parameters
        ----------
        *columns : str
            The names of the columns.

        Returns
        -------
        bool
            Whether the sheet has each of them.
        """
        return self.columns.keys() >= set(columns)

    def cells(self, column: str) -> list[str]:
        """Return the cells of a column.

        Parameters
        ----------
        column : str
            The name of the column.

        Returns
        -------
        list of str
            Its cells; none where there is no such column.
        """
        return self.columns.get(column, [])

    def distinct(self, column: str) -> set[str]:
        """Return the cells of a column, each once.

        Parameters
        ----------
        column : str
            The name of the column.

        Returns
        -------
        set of str
            Its cells; none where there is no such column.
        """
        if column not in self._distinct:
            self._distinct[column] = set(self.cells(column))
        return self._distinct[column]

    def together(self, *columns: str) -> list[tuple[str, ...]]:
        """Return the cells of some columns side by side, row by row.

        Parameters
        ----------
        *columns : str
            The names of the columns.

        Returns
        -------
        list of tuple
            A tuple of cells for each row; none where a column is missing.
        """
        return list(zip(*map(self.cells, columns), strict=True)) if self.has(*columns) else []

    def rows(self, *columns: str) -> list[Row]:
        """Return the rows, each as its line and its cells of some columns.

        Parameters
        ----------
        *columns : str
            The names of the columns.

        Returns
        -------
        list of tuple
            A tuple of the line and the cells for each row; none where a column is missing.
        """
        return list(zip(self.lines, *map(self.cells, columns), strict=True)) if self.has(*columns) else []

    def changed(self, column: str, cells: list[str]) -> "Sheet":
        """Return the sheet with other cells in a column.

        Parameters
        ----------
        column : str
            The name of the column.
        cells : list of str
            Its new cells, as many as there are lines.

        Returns
        -------
        Sheet
            A new sheet.
        """
        return replace(self, columns=self.columns | {column: cells})

    def without(self, column: str, cells: Collection[str]) -> "Sheet":
        """Return the sheet without the rows that have one of some cells in a column.

        Parameters
        ----------
        column : str
            The name of the column.
        cells : collection of str
            What the rows that are left out have there.

        Returns
        -------
        Sheet
            A new sheet.

        Examples
        --------
        >>> Sheet([2, 3], {"modality": ["nmt", "dtm"]}).without("modality", {"nmt"})
        Sheet(lines=[3], columns={'modality': ['dtm']})
        """
        return self._kept([cell not in cells for cell in self.columns[column]])

    def without_lines(self, lines: Collection[int]) -> "Sheet":
        """Return the sheet without some rows.

        Parameters
        ----------
        lines : collection of int
            The numbers of the rows that are left out, as a spreadsheet shows them.

        Returns
        -------
        Sheet
            A new sheet.
        """
        return self._kept([line not in lines for line in self.lines])

    def followed_by(self, other: "Sheet") -> "Sheet":
        """Return the rows of this sheet and then those of another.

        Parameters
        ----------
        other : Sheet
            The other sheet.

        Returns
        -------
        Sheet
            A new sheet with the columns that both have, in the order of the other.
        """
        shared = [name for name in other.columns if name in self.columns]
        columns = {name: self.columns[name] + other.columns[name] for name in shared}
        return replace(other, lines=self.lines + other.lines, columns=columns)

    def _kept(self, keep: list[bool]) -> "Sheet":
        columns = {name: list(compress(cells, keep)) for name, cells in self.columns.items()}
        return replace(self, lines=list(compress(self.lines, keep)), columns=columns)


Sheets = dict[str, Sheet]
"""Sheets by the names of their tables."""

NO_SHEET = Sheet([], {})
"""What stands for a table that is not there: it has no columns and no rows."""
