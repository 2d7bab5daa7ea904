"""Add a modality in a folder of one's own, table by table: what to type, and what is there already.

A finished folder under `examples` holds the rows to type; the folder of one's own begins with the
kit's tables and is read like any other.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from modality_lab.check import CheckReport, check_tables
from modality_lab.lessons.lines import Notice, append_lines, lines_to_add
from modality_lab.lessons.practice import EXAMPLES, beside_the_lesson, make_folder
from modality_lab.markup import Html, element, html, table
from modality_lab.tables import TableError, Tables, load_tables
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary, foreign_keys
from modality_lab.tables.loading import read_tables
from modality_lab.tables.show import ReadableTable, show_table
from modality_lab.tables.writing import write_whole
from modality_lab.words import KitError, counted, did_you_mean, listed


class _Comparison(NamedTuple):
    """The rows of the example that are not there, and sentences on those that are there in another form."""

    missing: pd.DataFrame
    changed: list[str]


class _Progress(NamedTuple):
    """How many rows of a table are there, and how many there are to be."""

    found: int
    wanted: int


class Exercise:
    """A folder in which the reader adds one modality of a finished example to the kit's tables.

    Display it to see how far the reader is.

    Parameters
    ----------
    modality : str
        The id of the modality in the example.
    folder : str or Path
        The folder of the reader's own. It is made beside the lesson if it is not there, with a copy of
        each of the kit's tables that the example changes; what is there is never changed.
    example : str
        The name of the example that holds the modality.

    Raises
    ------
    KitError
        When the example has no such modality or nothing can be written.

    Examples
    --------
    >>> import tempfile
    >>> exercise = Exercise("swedish", Path(tempfile.mkdtemp(), "my-school"))
    >>> exercise
    Your folder my-school holds 8 tables. 0 of 25 rows about Swedish massage are there.
    >>> said, line = repr(exercise.step("modalities")).splitlines()
    >>> said
    'modalities.csv: the row is not there yet. This line belongs at the end of the file:'
    >>> line[:31]
    'swedish,Swedish massage,Swedish'
    """

    def __init__(self, modality: str, folder: str | Path = "my-school", example: str = "eight-modalities") -> None:
        self.example = load_tables(EXAMPLES / example)
        names = self.example.modalities.set_index("modality")["name"]
        if modality not in names:
            hint = did_you_mean(modality, names.index)
            raise KitError(f'The example has no modality "{modality}".{hint} It has: {listed(names.index)}.')
        self.modality: str = modality
        self.name: str = names[modality]
        self.folder = beside_the_lesson(folder)
        # In the order in which a new modality needs them.
        self._table_names = [name for name in dictionary() if (EXAMPLES / example / f"{name}.csv").exists()]
        self._make_folder()

    def _make_folder(self) -> None:
        """Make the folder, and in it the tables that are not there yet."""
        beginnings = {f"{name}.csv": _beginning(name).encode() for name in self._table_names}
        make_folder(self.folder, beginnings)
        for file, beginning in beginnings.items():
            if not os.path.lexists(self.folder / file):
                write_whole(self.folder / file, beginning)

    @property
    def tables(self) -> Tables:
        """The tables as they stand in the folder now.

        Returns
        -------
        Tables
            The tables.

        Raises
        ------
        TableError
            While something is wrong in the folder.
        """
        return read_tables(self.folder).usable()  # What is not read is said by the check, not under every chart.

    def rows(self, table: str) -> pd.DataFrame:
        """Return the rows of the example to be added to a table.

        Parameters
        ----------
        table : str
            The name of the table.

        Returns
        -------
        pandas.DataFrame
            The rows about the modality; of a table without modalities, those that the kit has not got.

        Raises
        ------
        KitError
            When nothing is added to a table of this name.
        """
        if table not in self._table_names:
            hint = did_you_mean(table, self._table_names)
            raise KitError(f'No rows belong in a table "{table}".{hint} The tables are: {listed(self._table_names)}.')
        rows: pd.DataFrame = getattr(self.example, table)
        if "modality" in rows:
            return rows[rows["modality"] == self.modality]
        return rows[~rows.iloc[:, 0].isin(getattr(load_tables(KIT_FOLDER), table).iloc[:, 0])]

    def facts(self, table: str, columns: list[str]) -> ReadableTable:
        """Return some columns of the rows to be added to a table, for reading.

        Parameters
        ----------
        table : str
            The name of the table.
        columns : list of str
            The names of the columns to show.

        Returns
        -------
        ReadableTable
            The rows in plain words.
        """
        chosen = getattr(self.example, table).index.isin(self.rows(table).index)
        return show_table(self.example, table, columns, chosen)

    def step(self, table: str) -> Notice | CheckReport:
        """Say which rows to add to a table, and which of them are there already.

        Parameters
        ----------
        table : str
            The name of the table.

        Returns
        -------
        Notice or CheckReport
            The lines to add, as text and as cells of a spreadsheet; what is to be mended first, where
            the folder cannot be read.
        """
        rows, file = self.rows(table), f"{table}.csv"
        try:
            missing, changed = self._compared(table, self.tables)
        except TableError:
            return self._what_is_wrong(file, file)
        sentence = " ".join([f"{file}: {_how_many_are_there(rows, missing)}.", *changed])
        return lines_to_add(sentence, missing) if len(missing) else _done(sentence)

    def add(self, table: str) -> str:
        """Write the rows of the example that a table has not got yet at its end.

        Parameters
        ----------
        table : str
            The name of the table.

        Returns
        -------
        str
            What was done, in a sentence.

        Raises
        ------
        KitError
            When the table cannot be read or written.
        """
        try:
            tables = self.tables
        except TableError:
            return f"Nothing was added. {self.check().sentence} Mend that first: the check below says what."
        missing = self._compared(table, tables).missing
        if missing.empty:
            return f"Nothing to add: {table}.csv has every row already."
        if needed := _tables_needed_first(table, missing, tables):
            return (
                f"Nothing was added yet. These rows need those of {listed(needed)}: add them first, in the steps above."
            )
        append_lines(self.folder / f"{table}.csv", missing)
        return f"Done: {counted(len(missing), 'row')} added at the end of {table}.csv."

    def check(self) -> CheckReport:
        """Say whether the tables of the folder can be used, and what is to be mended in them.

        Returns
        -------
        CheckReport
            What the check has found.
        """
        return check_tables(self.folder)

    def show(self, face: Callable[[Tables], object]) -> object:
        """Return what is made of the tables, or say why nothing can be made of them yet.

        Parameters
        ----------
        face : callable
            Makes something of `Tables`, such as a chart.

        Returns
        -------
        object
            What `face` returns; a `Notice` while the folder cannot be read.
        """
        try:
            return face(self.tables)
        except TableError:
            return self._what_is_wrong("Nothing to show yet")

    def _what_is_wrong(self, heading: str, file: str = "") -> Notice | CheckReport:
        """Say what is to be mended in a file, or, under a heading, that something else has to be mended first."""
        report = self.check()
        in_file = tuple(problem for problem in report.problems if problem.file == file)
        if in_file:
            return replace(report, problems=in_file, odd=())
        text = f"{heading}: {report.sentence} The check says what."
        return Notice(text, element("p", text))

    def _compared(self, table: str, tables: Tables) -> _Comparison:
        """Compare the rows to be added to a table with those of the same key that are there."""
        key = dictionary()[table]["schema"]["primaryKey"]
        found = {tuple(row[name] for name in key): row for row in getattr(tables, table).astype(str).to_dict("records")}
        rows = self.rows(table)
        is_missing, changed = [], []
        for row in rows.astype(str).to_dict("records"):
            mine = found.get(tuple(row[name] for name in key))
            is_missing.append(mine is None)
            others = [name for name in row if mine and mine[name] != row[name]]
            if others:
                changed.append(
                    f'Your row "{row[key[-1]]}" differs from the example in {listed(others)}. That is up to you.'
                )
        return _Comparison(rows[is_missing], changed)

    def _progress(self) -> dict[str, _Progress]:
        """Return for each table how far the reader is; raises `TableError` while something is wrong."""
        tables = self.tables
        wanted = {name: len(self.rows(name)) for name in self._table_names}
        return {
            name: _Progress(number - len(self._compared(name, tables).missing), number)
            for name, number in wanted.items()
        }

    def __repr__(self) -> str:
        holds = f"Your folder {self.folder.name} holds {counted(len(self._table_names), 'table')}."
        try:
            progress = self._progress().values()
        except TableError:
            return f"{holds} {self.check().sentence} The check says what."
        found, wanted = sum(each.found for each in progress), sum(each.wanted for each in progress)
        return f"{holds} {found} of {wanted} rows about {self.name} are there."

    def _repr_html_(self) -> Html:
        sentence = element("p", element("strong", repr(self)))
        try:
            progress = self._progress()
        except TableError:
            return sentence
        rows = [(f"{name}.csv", f"{each.found} of {each.wanted}") for name, each in progress.items()]
        return html(sentence, table(rows, row_heads=True))


def _tables_needed_first(table: str, rows: pd.DataFrame, tables: Tables) -> list[str]:
    """Return the files that lack an id that rows of a table name."""
    needed = []
    for key in foreign_keys(table):
        column, goal = key["fields"], key["reference"]
        # Only the id of a source or a modality is new in a lesson; keys of several columns name the kit's own rows.
        if isinstance(column, str) and not set(rows[column]) <= {
            "",
            *getattr(tables, goal["resource"])[goal["fields"]],
        }:
            needed.append(f"{goal['resource']}.csv")
    return needed


def _beginning(table: str) -> str:
    """Return what a table begins with: the kit's rows; of sources, which come on top of the kit's, the heads alone."""
    text = (KIT_FOLDER / f"{table}.csv").read_text(encoding="utf-8")
    return text.splitlines(keepends=True)[0] if table == "sources" else text


def _how_many_are_there(rows: pd.DataFrame, missing: pd.DataFrame) -> str:
    number, found = len(rows), len(rows) - len(missing)
    if number == 1:
        return "the row is there" if found else "the row is not there yet"
    if found in (0, number):
        return f"all {number} rows are there" if found else f"none of the {number} rows is there yet"
    return f"{found} of {number} rows are there"


def _done(sentence: str) -> Notice:
    return Notice(f"{sentence} Go on.", element("p", element("strong", "✓ ", sentence), " Go on."))
