"""Every table as a DataFrame to explore: words for ids, numbers as numbers, lists where a cell holds several things."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from modality_lab.tables import Tables
from modality_lab.tables.cells import quotable
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.show import ShownTable, show_table
from modality_lab.words import KitError, did_you_mean, plain

NOT_STATED = "not stated"
# A cell with several ids, as the dictionary writes it: "^[a-z]+( [a-z]+)*$".
_SEVERAL_IDS = re.compile(r"\( ")
# Words between semicolons are a list where at least so many cells have one, and no part is a sentence.
_LISTS = 0.1
_LONGEST_PART = 60


class ReadableTables(Mapping[str, pd.DataFrame]):
    """The tables by their names, as a reader sees them; a file of the reader's own stands beside them.

    Parameters
    ----------
    tables : Tables
        The tables.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> ReadableTables(load_tables())["sessions"][["Modality", "Shortest usual session (minutes)"]]
                    Modality  Shortest usual session (minutes)
    0  Neuromuscular therapy                                30
    1    Deep tissue massage                                60
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._frames: dict[str, pd.DataFrame] = {}
        self._own: list[str] = []

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self:
            found = quotable(str(name))
            raise KitError(f'There is no table "{found}".{did_you_mean(found, self)} The card shows the names of all.')
        if name not in self._frames:
            self._frames[name] = ShownTable(readable(self._tables, name))
        return self._frames[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in dictionary()

    def __iter__(self) -> Iterator[str]:
        return iter([*self._own, *dictionary()])

    def __len__(self) -> int:
        return len(self._own) + len(dictionary())

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Put a file of the reader's own beside the tables; one of the same name takes the place of the last.

        Parameters
        ----------
        name : str
            The name of the file.
        frame : pandas.DataFrame
            What stands in it.
        """
        if name not in self._own:
            self._own.append(name)
        self._frames[name] = ShownTable(frame)

    def title(self, name: str) -> str:
        """Return what a table is called.

        Parameters
        ----------
        name : str
            The name of the table, or of a file of the reader's own.

        Returns
        -------
        str
            The title.
        """
        return f"your file {name}" if name in self._own else dictionary()[name]["title"]

    def rows(self, name: str) -> int:
        """Return how many rows a table has, without making it readable.

        Parameters
        ----------
        name : str
            The name of the table.

        Returns
        -------
        int
            The number of rows.
        """
        return len(self._frames[name] if name in self._own else getattr(self._tables, name))


def readable(tables: Tables, name: str) -> pd.DataFrame:
    """Return a table with words for ids, numbers as numbers, and lists where a cell holds several things.

    Parameters
    ----------
    tables : Tables
        The tables.
    name : str
        The name of the table.

    Returns
    -------
    pandas.DataFrame
        The table, its headings in plain words.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> readable(load_tables(), "cases")["Topics"][0]
    ['sport', 'recovery', 'clear dtm']
    """
    fields = dictionary()[name]["schema"]["fields"]
    raw: pd.DataFrame = getattr(tables, name)
    shown = show_table(tables, name, [field["name"] for field in fields]).frame.reset_index(drop=True)
    columns = {}
    for heading, field in zip(shown, fields, strict=True):
        cells = raw[field["name"]].reset_index(drop=True)
        if field["type"] != "string":
            columns[heading] = plain_numbers(cells)
        elif _SEVERAL_IDS.search(field.get("constraints", {}).get("pattern", "")):
            columns[heading] = cells.map(lambda cell: [plain(part) for part in cell.split()] or [NOT_STATED])
        else:
            columns[heading] = words_or_lists(shown[heading].fillna(""))
    return pd.DataFrame(columns)


def plain_numbers(cells: pd.Series) -> pd.Series:
    """Return numbers as matplotlib takes them: whole where all are there, otherwise with a gap for what is not stated.

    Parameters
    ----------
    cells : pandas.Series
        The numbers.

    Returns
    -------
    pandas.Series
        The same as numbers of numpy.

    Examples
    --------
    >>> plain_numbers(pd.Series([30, 60], dtype="Int64")).dtype, plain_numbers(pd.Series([30, None])).dtype
    (dtype('int64'), dtype('float64'))
    """
    numbers = cells.astype("Float64").to_numpy("float64", na_value=float("nan"))
    values = pd.Series(numbers, index=cells.index)
    is_whole = len(values) > 0 and values.notna().all() and (values % 1 == 0).all() and (values.abs() < 1e15).all()
    return values.astype("int64") if is_whole else values


def words_or_lists(cells: pd.Series) -> pd.Series:
    """Return words, or lists of words where cells hold several between semicolons; an empty one is "not stated".

    Parameters
    ----------
    cells : pandas.Series
        The text of the cells.

    Returns
    -------
    pandas.Series
        The same to explore.

    Examples
    --------
    >>> words_or_lists(pd.Series(["neck; hips", "", "neck"])).to_list()
    [['neck', 'hips'], ['not stated'], ['neck']]
    >>> words_or_lists(pd.Series(["It helps; so they say.", ""])).to_list()
    ['It helps; so they say.', 'not stated']
    """
    if not _are_lists([cell for cell in cells if cell]):
        return cells.replace("", NOT_STATED)
    return cells.map(lambda cell: [part.strip() for part in cell.split(";") if part.strip()] or [NOT_STATED])


def _are_lists(cells: list[str]) -> bool:
    with_several = sum("; " in cell for cell in cells)
    if not with_several or with_several < _LISTS * len(cells):
        return False
    parts = [part.strip() for cell in cells for part in cell.split(";")]
    return not any(len(part) > _LONGEST_PART or part.endswith((".", "?", "!")) for part in parts)
