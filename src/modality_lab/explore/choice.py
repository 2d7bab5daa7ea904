"""What is chosen of a table, the table that it makes, and the lines of pandas that make the same."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from modality_lab.explore.filters import Numbers, Words, quoted
from modality_lab.words import KitError, listed

PICTURES = {
    "rows": "none: only the rows",
    "counts": "counts: how many rows in each group",
    "bars": "bars: the average of a number in each group",
    "dots": "dots: the lowest, middle and highest number in each group",
    "heat": "heat map: two groupings, counted against each other",
    "strip": "strip of numbers: each row a dot",
    "against": "two columns of numbers against each other",
}
"""The pictures that can be chosen, and what each shows."""
ROWS = "Rows"


@dataclass(frozen=True)
class Choice:
    r"""What is chosen of a table. What its picture does not need is empty.

    Attributes
    ----------
    table : str
        The name of the table.
    picture : str
        One of `PICTURES`.
    columns : tuple of str
        The columns that are shown where there is no picture.
    filters : tuple of Words and Numbers
        What the rows that are kept have in common.
    group : str
        The column that makes the groups.
    across : str
        The second grouping of a heat map.
    number : str
        The column that is measured.
    other : str
        The second number, upwards in the picture.
    lists : tuple of str
        The columns of the table whose cells hold several things.

    Examples
    --------
    >>> frame = pd.DataFrame({"Who": ["Ann", "Ben", "Ann"], "Age": [30, 41, 30]})
    >>> choice = Choice("clients.csv", "counts", group="Who", filters=(Numbers("Age", high=40),))
    >>> choice.result(choice.rows(frame))["Rows"].to_dict()
    {'Ann': 2}
    >>> print(*choice.code(), sep="\n")
    table = explorer.tables["clients.csv"]
    table = table[table["Age"] <= 40]
    result = table["Who"].value_counts().to_frame("Rows")
    result[::-1].plot.barh()
    result
    """

    table: str
    picture: str = "rows"
    columns: tuple[str, ...] = ()
    filters: tuple[Words | Numbers, ...] = ()
    group: str = ""
    across: str = ""
    number: str = ""
    other: str = ""
    lists: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.picture not in PICTURES:
            raise KitError(f'There is no picture "{self.picture}". Allowed: {listed(PICTURES, "or")}.')

    def split(self) -> list[str]:
        """Return the columns whose lists are split, as the choice needs what they hold one by one.

        Returns
        -------
        list of str
            Their headings.
        """
        used = [self.group, self.across, *(each.column for each in self.filters)]
        return [name for name in dict.fromkeys(used) if name in self.lists]

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that are kept; of a list that is split, a row for each thing that it holds.

        Parameters
        ----------
        frame : pandas.DataFrame
            The table.

        Returns
        -------
        pandas.DataFrame
            The rows, with all columns.
        """
        kept = pd.DataFrame(frame)
        for name in self.split():
            kept = kept.explode(name)
        mask = pd.Series(True, index=range(len(kept))).to_numpy()
        for each in self.filters:
            mask = mask & each.mask(kept).to_numpy()
        return kept[mask]

    def result(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the table that the picture shows.

        Parameters
        ----------
        rows : pandas.DataFrame
            The rows that are kept.

        Returns
        -------
        pandas.DataFrame
            The table.
        """
        by_group = rows.groupby(self.group) if self.group and self.picture in ("bars", "dots") else None
        if self.picture == "counts":
            counts = rows[self.group].value_counts().to_frame(ROWS)
            return counts.sort_index() if self._group_is_number(rows) else counts
        if self.picture == "bars" and by_group is not None:
            return by_group[[self.number]].mean().dropna()
        if self.picture == "dots" and by_group is not None:
            return by_group[self.number].agg(["min", "median", "max"]).dropna()
        if self.picture == "heat":
            return pd.crosstab(rows[self.group], rows[self.across])
        return rows[list(self.shown)] if self.picture == "rows" else rows[list(self.shown)].dropna()

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of the table itself that the result shows.

        Returns
        -------
        tuple of str
            Their headings.
        """
        if self.picture == "rows":
            return self.columns
        second = self.group if self.picture == "strip" else self.other
        return tuple(filter(None, (self.number, second)))

    def code(self, rows: pd.DataFrame | None = None) -> list[str]:
        """Return the lines of pandas and matplotlib that make the same table and picture: five at most.

        Parameters
        ----------
        rows : pandas.DataFrame, optional
            The rows that are kept; where none is left, there is nothing to draw.

        Returns
        -------
        list of str
            The lines.
        """
        split = "".join(f".explode({quoted(name)})" for name in self.split())
        lines = [f"table = explorer.tables[{quoted(self.table)}]{split}"]
        conditions = [each.code for each in self.filters]
        if conditions:
            lines.append(
                f"table = table[{' & '.join(map('({})'.format, conditions) if conditions[1:] else conditions)}]"
            )
        in_order = rows is not None and self.picture == "counts" and self._group_is_number(rows)
        lines.append(f"result = {self._result_code()}{'.sort_index()' if in_order else ''}")
        has_rows = rows is None or len(self.result(rows)) > 0
        return [*lines, *(self._plot_code() if has_rows else ()), "result"]

    def _group_is_number(self, rows: pd.DataFrame) -> bool:
        return bool(pd.api.types.is_numeric_dtype(rows[self.group]))

    def _result_code(self) -> str:
        group, number, across = quoted(self.group), quoted(self.number), quoted(self.across)
        grouped = {
            "counts": f'table[{group}].value_counts().to_frame("{ROWS}")',
            "bars": f"table.groupby({group})[[{number}]].mean().dropna()",
            "dots": f'table.groupby({group})[{number}].agg(["min", "median", "max"]).dropna()',
            "heat": f"pd.crosstab(table[{group}], table[{across}])",
        }
        columns = f"table[[{', '.join(map(quoted, self.shown))}]]"
        return grouped.get(self.picture) or columns + ("" if self.picture == "rows" else ".dropna()")

    def _plot_code(self) -> Iterator[str]:
        number, other = quoted(self.number), quoted(self.other)
        upwards = f"result[{quoted(self.group)}]" if self.group else "[0] * len(result)"
        drawn = {
            "counts": "result[::-1].plot.barh()",
            "bars": "result[::-1].plot.barh()",
            "dots": 'plt.plot(result, result.index, "o")',
            "heat": 'plt.pcolormesh(result.columns, result.index, result, cmap="Blues")'
            '.axes.tick_params("x", rotation=90)',
            "strip": f'plt.plot(result[{number}], {upwards}, "o", alpha=0.5)',
            "against": f"result.plot.scatter({number}, {other})",
        }
        if self.picture in drawn:
            yield drawn[self.picture]
