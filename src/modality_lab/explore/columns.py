"""What each column of a table can be used for: to group, to measure, to choose from."""

from functools import cached_property

import pandas as pd

FEW_GROUPS = 30
"""So many groups are always offered, and drawn."""
MOST_GROUPS = 200
"""So many are offered where most of them come again; a column with more is a text for each row."""
AGAIN = 1.5
MOST_LEVELS = 12
"""More different numbers than these are measured, and make no groups; so many columns has a heat map at most."""


class Columns:
    """The columns of a table by what they hold.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table, as `ReadableTables` has it.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"Who": ["Ann", "Ben", "Ann"], "Age": [30, 41, 30], "Likes": [["tea"], ["tea", "rain"], []]}
    ... )
    >>> columns = Columns(frame)
    >>> columns.numbers, columns.groups, columns.lists
    (['Age'], ['Who', 'Age', 'Likes'], ['Likes'])
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    @cached_property
    def numbers(self) -> list[str]:
        """Return the columns that hold numbers, at least two of them.

        Returns
        -------
        list of str
            Their headings.
        """
        return [name for name in self.frame if self.is_number(name) and self.frame[name].count() > 1]

    @cached_property
    def lists(self) -> list[str]:
        """Return the columns with cells that hold several things.

        Returns
        -------
        list of str
            Their headings.
        """
        return [name for name in self.frame if len(self.frame) and isinstance(self.frame[name].iloc[0], list)]

    @cached_property
    def groups(self) -> list[str]:
        """Return the columns that sort the rows into a few groups.

        Returns
        -------
        list of str
            Their headings.
        """
        return [name for name in self.frame if 2 <= len(self.values(name)) <= self._most(name)]

    @cached_property
    def across(self) -> list[str]:
        """Return the columns with groups few enough to stand side by side.

        Returns
        -------
        list of str
            Their headings.
        """
        return [name for name in self.groups if len(self.values(name)) <= MOST_LEVELS]

    def is_number(self, name: str) -> bool:
        """Return whether a column holds numbers.

        Parameters
        ----------
        name : str
            Its heading.

        Returns
        -------
        bool
            Whether it does.
        """
        return bool(pd.api.types.is_numeric_dtype(self.frame[name]))

    def values(self, name: str) -> list[object]:
        """Return the different things that stand in a column, each once and in order.

        Parameters
        ----------
        name : str
            Its heading.

        Returns
        -------
        list
            Words or numbers, of lists what they hold.
        """
        cells = self.frame[name]
        values: list[object] = sorted((cells.explode() if name in self.lists else cells).dropna().unique().tolist())
        return values

    def _most(self, name: str) -> float:
        # Rows without a number would be in no group, and missing without a word.
        if self.is_number(name):
            return 0 if self.frame[name].hasnans else MOST_LEVELS
        things = self.frame[name].map(len).sum() if name in self.lists else len(self.frame)
        return max(FEW_GROUPS, min(MOST_GROUPS, things / AGAIN))
