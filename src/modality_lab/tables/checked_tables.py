"""The checked tables of one folder, handed out as DataFrames."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from modality_lab.tables import answers
from modality_lab.tables.constraints import check_sheets
from modality_lab.tables.csv_file import check_head
from modality_lab.tables.dictionary import dictionary
from modality_lab.tables.frames import frame_of, sheet_of
from modality_lab.tables.problem import Problem, raise_if_wrong
from modality_lab.tables.sheet import Sheets
from modality_lab.words import did_you_mean, listed


class Tables:
    """The checked tables of one folder: one DataFrame for each table, under the table's name.

    A table that you take out is a copy: changing it changes nothing here. To go on with a changed
    table, ask for new tables with `replace`.

    Parameters
    ----------
    folder : Path
        The folder.
    sheets : dict of Sheet
        The checked cells of every table of the dictionary.
    from_kit : mapping of str to int
        The tables that the folder does not have and that are therefore the kit's, each with the number of
        its rows that are left out because they speak of something that the folder's tables do not have.
    not_here : mapping of str to set
        For each table the ids that only the kit's own has, such as those of a hidden question, but no
        question about safety.
    frames : mapping of str to DataFrame
        Tables that are ready from before; the others are made from their cells.
    not_read : iterable of Problem
        What lies in the folder, is not read, and may be meant to be.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> load_tables().modalities["name"].to_list()
    ['Neuromuscular therapy', 'Deep tissue massage']
    """

    def __init__(
        self,
        folder: Path,
        sheets: Sheets,
        from_kit: Mapping[str, int],
        not_here: Mapping[str, set[str]],
        frames: Mapping[str, pd.DataFrame] | None = None,
        not_read: Iterable[Problem] = (),
    ):
        self.folder = folder
        self.not_read = tuple(not_read)
        self.from_kit = dict(from_kit)
        self.not_here = dict(not_here)
        self._sheets = sheets
        self._frames = dict(frames or {})

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._sheets:
            raise AttributeError(
                f'There is no table "{name}".{did_you_mean(name, self._sheets)} The tables are: {listed(self._sheets)}.'
            )
        if name not in self._frames:  # A lesson reads a few of the tables: each is made when it is first read.
            self._frames[name] = frame_of(name, self._sheets[name])
        return self._frames[name].copy()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._sheets]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} ({len(sheet.lines)})" for name, sheet in self._sheets.items())
        not_read = f". Not read: {listed(problem.file for problem in self.not_read)}." if self.not_read else ""
        return f"Tables with their number of rows: {sizes}{not_read}"

    @cached_property
    def offered_answers(self) -> pd.DataFrame:
        """Every answer that the questions offer, from whichever table, in the order of the form.

        Returns
        -------
        DataFrame
            The columns question, answer, label and group; group is "" where answers have none.

        Examples
        --------
        >>> from modality_lab import load_tables
        >>> load_tables().offered_answers.query("question == 'visits'")["label"].to_list()
        ['several visits for one problem', 'regularly, to stay well', 'once']
        """
        return pd.DataFrame(answers.offered_answers(self._sheets), columns=answers.OfferedAnswer._fields)

    @property
    def questions_about_safety(self) -> set[str]:
        """The questions that ask for the flags of the cautions.

        Returns
        -------
        set of str
            Their ids.

        Examples
        --------
        >>> from modality_lab import load_tables
        >>> load_tables().questions_about_safety
        {'health_flags'}
        """
        return answers.safety_questions(self._sheets)

    def replace(self, **frames: pd.DataFrame) -> "Tables":
        """Return new tables in which the named ones are exchanged, checked like the first.

        Parameters
        ----------
        **frames : DataFrame
            The new tables, each under the name of its table, with the columns of that table and as many
            rows as you like.

        Returns
        -------
        Tables
            The new tables.

        Raises
        ------
        TableError
            When the new tables do not hold together.

        Examples
        --------
        >>> from modality_lab import load_tables
        >>> tables = load_tables()
        >>> shorter = tables.replace(rules=tables.rules.head(3))
        >>> len(shorter.rules), len(tables.rules) > 3
        (3, True)
        """
        problems = []
        for name, frame in frames.items():
            columns = list(getattr(self, name).columns)
            problems += check_head(dictionary()[name]["path"], 1, list(map(str, frame.columns)), columns)
        raise_if_wrong(self.folder, problems)
        sheets = self._sheets | {name: sheet_of(frame) for name, frame in frames.items()}
        raise_if_wrong(self.folder, check_sheets(sheets))
        unchanged = {name: frame for name, frame in self._frames.items() if name not in frames}
        return Tables(self.folder, sheets, self.from_kit, self.not_here, unchanged, self.not_read)
