"""Which rows of a table are kept: by words or by numbers, as a condition of pandas and in a sentence."""

import json
from dataclasses import dataclass

import pandas as pd

from modality_lab.words import listed, number_text


@dataclass(frozen=True)
class Words:
    """Keeps the rows that have one of some words in a column.

    Attributes
    ----------
    column : str
        The heading of the column.
    values : tuple of str
        The words.
    """

    column: str
    values: tuple[str, ...]

    def mask(self, rows: pd.DataFrame) -> pd.Series:
        """Return for each row whether it is kept.

        Parameters
        ----------
        rows : pandas.DataFrame
            The rows.

        Returns
        -------
        pandas.Series
            True or False for each.
        """
        return rows[self.column].isin(self.values)

    @property
    def code(self) -> str:
        """The same in pandas.

        Returns
        -------
        str
            A condition.
        """
        return f"table[{quoted(self.column)}].isin([{', '.join(map(quoted, self.values))}])"

    @property
    def words(self) -> str:
        """The same in a sentence.

        Returns
        -------
        str
            Its words.
        """
        return f"{self.column}: {listed(self.values, 'or')}"


@dataclass(frozen=True)
class Numbers:
    """Keeps the rows with a number from one to another in a column; one end may be open.

    Attributes
    ----------
    column : str
        The heading of the column.
    low : float, optional
        The lowest number that is kept.
    high : float, optional
        The highest.
    """

    column: str
    low: float | None = None
    high: float | None = None

    def mask(self, rows: pd.DataFrame) -> pd.Series:
        """Return for each row whether it is kept.

        Parameters
        ----------
        rows : pandas.DataFrame
            The rows.

        Returns
        -------
        pandas.Series
            True or False for each.
        """
        cells = rows[self.column]
        kept = cells.notna()
        return kept & (cells >= self._end(self.low, "-inf")) & (cells <= self._end(self.high, "inf"))

    def _end(self, end: float | None, otherwise: str) -> float:
        return float(otherwise) if end is None else end

    @property
    def code(self) -> str:
        """The same in pandas.

        Returns
        -------
        str
            A condition.
        """
        column = f"table[{quoted(self.column)}]"
        if self.low is not None and self.high is not None:
            return f"{column}.between({quoted(self.low)}, {quoted(self.high)})"
        return f"{column} <= {quoted(self.high)}" if self.low is None else f"{column} >= {quoted(self.low)}"

    @property
    def words(self) -> str:
        """The same in a sentence.

        Returns
        -------
        str
            Its words.
        """
        ends = [("from", self.low), ("up to", self.high)]
        return f"{self.column}: {' '.join(f'{word} {number_text(end)}' for word, end in ends if end is not None)}"


def quoted(value: object) -> str:
    r"""Return words or a number as they stand in code.

    Parameters
    ----------
    value : object
        The words or the number.

    Returns
    -------
    str
        What Python reads as the same.

    Examples
    --------
    >>> quoted('the "deep" one'), quoted(30.0), quoted(2.5)
    ('"the \\"deep\\" one"', '30', '2.5')
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return number_text(float(str(value)))


def cell_text(value: object) -> str:
    """Return what stands in a cell as a reader reads it.

    Parameters
    ----------
    value : object
        Words, a number, a list, or nothing.

    Returns
    -------
    str
        Its words.

    Examples
    --------
    >>> cell_text(["neck", "hips"]), cell_text(30.0), cell_text(float("nan")), cell_text(2 / 3)
    ('neck, hips', '30', 'not stated', '0.67')
    """
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str):
        return value
    number = float(str(value))
    if number != number:
        return "not stated"
    return number_text(round(number, 2 if abs(number) < 100 else 1))
