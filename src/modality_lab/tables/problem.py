"""What is wrong in a table, and the error that says it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from modality_lab.tables.cells import quotable, without_marks
from modality_lab.words import KitError, counted, listed

SHOWN = 20
"""So many problems of one file, or of one column, are said in full; the rest are counted."""

_ROWS_NAMED = 3


class Kind(Enum):
    """What a problem is about, and so where it is mended."""

    FILE = "a whole file or folder, such as one that cannot be opened"
    NO_TABLE = "a file that is not called like a table"
    COLUMN = "a whole column, such as one that is missing"
    ROW = "a whole row, such as an empty one"
    UNREAD = "cells of which nobody can tell what column they belong in"
    CELL = "one cell"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a table, and where.

    Problems are sorted by file, line, column and text.

    Attributes
    ----------
    kind : Kind
        What it is about.
    file : str
        The name of the file, or of the folder.
    line : int
        The row number as a spreadsheet shows it (the column names are in row 1), or 0 when the whole file is meant.
    column : str
        The name of the column, or empty when a whole row is meant.
    text : str
        What is wrong and what is allowed, in a sentence.
    more : int
        How many rows below have the same kind of problem and are not listed one by one.
    also : tuple of int
        The other rows in which the very same is wrong; the text speaks of them, too.

    Examples
    --------
    >>> print(Problem.in_cell("sessions.csv", 2, "min_minutes", "the cell is empty."))
    sessions.csv, row 2, column "min_minutes": the cell is empty.
    """

    kind: Kind = field(compare=False)
    file: str
    line: int
    column: str
    text: str
    more: int = 0
    also: tuple[int, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        # Here, where each is made, so that no header, cell or file name can bring such a mark to a page or a terminal.
        for name in ("file", "column", "text"):
            object.__setattr__(self, name, without_marks(re.sub(r"\s", " ", getattr(self, name))))

    @classmethod
    def of_file(cls, file: str, text: str) -> "Problem":
        """Return a problem of a whole file or folder.

        Parameters
        ----------
        file : str
            The name of the file or folder.
        text : str
            What is wrong with it.

        Returns
        -------
        Problem
            The problem.
        """
        return cls(Kind.FILE, file, 0, "", text)

    @classmethod
    def in_cell(cls, file: str, line: int, column: str, text: str) -> "Problem":
        """Return a problem of one cell.

        Parameters
        ----------
        file : str
            The name of the file.
        line : int
            The row number as a spreadsheet shows it.
        column : str
            The name of the column.
        text : str
            What is wrong in the cell.

        Returns
        -------
        Problem
            The problem.
        """
        return cls(Kind.CELL, file, line, column, text)

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"row {self.line}")
        if self.column:
            place.append(f'column "{self.column}"')
        return f"{', '.join(place)}: {self.text}"


def first_problems(
    file: str,
    column: str,
    rows: Sequence[tuple[Any, ...]],
    say: Callable[..., str],
    kind: Kind = Kind.CELL,
) -> list[Problem]:
    """Return a problem for each cause: what is wrong in the same way in many rows is said once, with these rows.

    Parameters
    ----------
    file : str
        The name of the file.
    column : str
        The name of the column in which these rows are wrong, or empty when they are wrong as a whole.
    rows : sequence of tuple
        The line of each wrong row, and the words that its sentence is made from.
    say : callable
        Makes a sentence of these words.
    kind : Kind
        What the problems are about.

    Returns
    -------
    list of Problem
        At most `SHOWN`; the last of them counts the others.

    Examples
    --------
    >>> rows = [(2, "all"), (3, "most"), (4, "all"), (5, "all")]
    >>> for problem in first_problems("sessions.csv", "scope", rows, 'found "{}".'.format):
    ...     print(problem)
    sessions.csv, row 2, column "scope": found "all". The same goes for rows 4 and 5.
    sessions.csv, row 3, column "scope": found "most".
    """
    causes: dict[tuple[str, ...], list[int]] = {}
    for line, *words in rows:
        causes.setdefault(tuple(words), []).append(line)
    problems = [
        _of_one_cause(Problem(kind, file, line, column, say(*words)), others)
        for words, (line, *others) in islice(causes.items(), SHOWN)
    ]
    if len(causes) > SHOWN:
        problems[-1] = replace(problems[-1], more=len(rows) - number_of_problems(problems))
    return problems


def said_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems so that what is said of many rows in the same words is said once, with these rows.

    Parameters
    ----------
    problems : iterable of Problem
        What is wrong.

    Returns
    -------
    list of Problem
        The first of each cause, which names the rows of the others.

    Examples
    --------
    >>> cells = [Problem.in_cell("evidence.csv", line, "unit", "the cell is empty.") for line in (2, 5, 9)]
    >>> [str(problem) for problem in said_once(cells)]
    ['evidence.csv, row 2, column "unit": the cell is empty. The same goes for rows 5 and 9.']
    """
    causes: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        causes.setdefault((problem.file, problem.column, problem.text), []).append(problem)
    return [
        _of_one_cause(first, [other.line for other in others if other.line != first.line])
        for first, *others in causes.values()
    ]


def _of_one_cause(problem: Problem, others: Sequence[int]) -> Problem:
    """Return a problem that speaks of the other rows, too."""
    if not others:
        return problem
    rest = len(others) - _ROWS_NAMED
    named = [*map(str, others[:_ROWS_NAMED]), *([f"{rest:,} more"] if rest > 0 else [])]
    rows = f"row{'s' if len(others) > 1 else ''} {listed(named)}"
    return replace(problem, text=f"{problem.text} The same goes for {rows}.", also=tuple(others))


def number_of_problems(problems: Iterable[Problem]) -> int:
    """Return how many problems there are, with those that are only counted or said together with another.

    Parameters
    ----------
    problems : iterable of Problem
        What is wrong.

    Returns
    -------
    int
        Their number: so many cells, rows or files are to be mended.
    """
    return sum(1 + problem.more + len(problem.also) for problem in problems)


def are_in_a_table(problems: Iterable[Problem]) -> bool:
    """Return whether something is wrong within a table, and not with whole files or folders alone.

    Parameters
    ----------
    problems : iterable of Problem
        What is wrong.

    Returns
    -------
    bool
        Whether a spreadsheet is needed to mend them.
    """
    return any(problem.kind not in (Kind.FILE, Kind.NO_TABLE) for problem in problems)


def by_file(problems: Iterable[Problem]) -> Iterator[tuple[str, list[Problem], int]]:
    """Go through problems file by file.

    Parameters
    ----------
    problems : iterable of Problem
        What is wrong, those of one file together.

    Yields
    ------
    tuple
        The file, its first problems, at most `SHOWN`, and the number of the others.
    """
    for file, group in groupby(problems, key=lambda problem: problem.file):
        found = list(group)
        shown = found[:SHOWN]
        yield file, shown, number_of_problems(found) - sum(1 + len(problem.also) for problem in shown)


class TableError(KitError):
    """Says what is wrong in a folder of tables, a line for each problem, at most 20 for each file.

    Parameters
    ----------
    folder : Path
        The folder.
    problems : iterable of Problem
        What is wrong in it.

    Attributes
    ----------
    folder : Path
        The folder.
    problems : list of Problem
        What is wrong in it, in the order of files and rows.
    count : int
        How many problems there are, with those that are only counted.
    """

    def __init__(self, folder: Path, problems: Iterable[Problem]):
        self.folder = folder
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
        self.count = number_of_problems(self.problems)
        mend = "Mend these in your spreadsheet, save as CSV," if are_in_a_table(self.problems) else "Put this right,"
        super().__init__(
            f'The tables in the folder "{quotable(str(folder), 200)}" cannot be used yet: '
            f"{counted(self.count, 'problem')} to mend.\n"
            + "\n".join(f"  {line}" for line in self._lines())
            + f"\n{mend} and run this again."
        )

    def _lines(self) -> Iterator[str]:
        for file, shown, others in by_file(self.problems):
            yield from map(str, shown)
            if others:
                yield f"{file}: and {counted(others, 'more problem')} in this file."


def raise_if_wrong(folder: Path, problems: Iterable[Problem]) -> None:
    """Do nothing where nothing is wrong.

    Parameters
    ----------
    folder : Path
        The folder of the tables.
    problems : iterable of Problem
        What is wrong in it.

    Raises
    ------
    TableError
        When something is wrong.
    """
    found = list(problems)
    if found:
        raise TableError(folder, found)
