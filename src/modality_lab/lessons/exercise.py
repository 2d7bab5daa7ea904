"""Add a modality in a folder of one's own, table by table: what to type, and what is there already.

A finished folder under `examples` holds the rows to type; the folder of one's own begins with the
kit's tables and is read like any other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pandas as pd

from modality_lab.check.report import CheckReport, check_tables
from modality_lab.lessons.practice import EXAMPLES, beside_the_lesson
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.tables.loading import TableError, Tables, load_tables
from modality_lab.tables.show import ReadableTable, show_table
from modality_lab.tables.writing import csv_text, write_whole
from modality_lab.words import KitError, counted, did_you_mean, listed


@dataclass(frozen=True)
class Notice:
    """Something to read: as text, and as HTML on a page."""

    text: str
    html: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


class Exercise:
    """A folder in which the reader adds one modality of a finished example to the kit's tables.

    `modality` is the id of the modality in the example. `folder` is made beside the lesson if it is
    not there, with a copy of each of the kit's tables that the example changes; what is there is
    never changed. Raises `KitError` when the example has no such modality or nothing can be
    written. Display it to see how far the reader is.

    >>> import tempfile
    >>> exercise = Exercise("swedish", Path(tempfile.mkdtemp(), "my-school"))
    >>> exercise
    Your folder my-school holds 8 tables. 0 of 25 rows about Swedish massage are there.
    >>> exercise.step("modalities")
    modalities.csv: 0 of 1 row is there. Put this line at the end of the file:
    swedish,Swedish massage,Swedish,"Gliding strokes, kneading, rubbing, tapping and shaking. Relaxation is the benefit that is named most often.",survey,Our wording from what 29 sites say,
    """

    def __init__(self, modality: str, folder: str | Path = "my-school", example: str = "eight-modalities"):
        self.example = load_tables(EXAMPLES / example)
        names = self.example.modalities.set_index("modality")["name"]
        if modality not in names:
            raise KitError(
                f'The example has no modality "{modality}".{did_you_mean(modality, names.index)} It has: {listed(names.index)}.'
            )
        self.modality, self.name = modality, names[modality]
        self.folder = beside_the_lesson(folder)
        # Of tables, in the order in which a new modality needs them.
        self._names = [name for name in dictionary() if (EXAMPLES / example / f"{name}.csv").exists()]
        self._make()

    def _make(self) -> None:
        """Make the folder, and in it the tables that are not there yet."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KitError(f'The folder "{self.folder.name}" cannot be made here: {error.strerror}.') from error
        for name in self._names:
            path = self.folder / f"{name}.csv"
            if not path.exists():
                write_whole(path, _beginning(name))

    @property
    def tables(self) -> Tables:
        """The tables as they stand in the folder now; raises `TableError` while something is wrong."""
        return load_tables(self.folder)

    def rows(self, table: str) -> pd.DataFrame:
        """Return the rows of the example to be added to a table."""
        if table not in self._names:
            raise KitError(
                f'Nothing is added to a table "{table}".{did_you_mean(table, self._names)} The tables are: {listed(self._names)}.'
            )
        rows = getattr(self.example, table)
        if "modality" in rows:
            return rows[rows["modality"] == self.modality]
        return rows[~rows.iloc[:, 0].isin(getattr(load_tables(KIT_FOLDER), table).iloc[:, 0])]

    def facts(self, table: str, columns: list[str]) -> ReadableTable:
        """Return some columns of the rows to be added to a table, for reading."""
        chosen = getattr(self.example, table).index.isin(self.rows(table).index)
        return show_table(self.example, table, columns, chosen)

    def step(self, table: str) -> Notice | CheckReport:
        """Say which rows to add to a table, and which of them are there already."""
        rows, file = self.rows(table), f"{table}.csv"
        try:
            missing, other = self._compared(table, self.tables)
        except TableError:
            return self._trouble(file, file)
        sentence = " ".join([f"{file}: {_there(rows, missing)}.", *other])
        if missing.empty:
            return Notice(f"{sentence} Go on.", f"<p><strong>✓ {escape(sentence)}</strong> Go on.</p>")
        lines = csv_text(missing).split("\n", 1)[1].rstrip("\n")
        put = f"Put {'this line' if len(missing) == 1 else f'these {len(missing)} lines'} at the end of the file:"
        return Notice(
            f"{sentence} {put}\n{lines}",
            f"<p><strong>{escape(sentence)}</strong> {put}</p>{_copyable(lines)}"
            f"<details><summary>The same as cells, for a spreadsheet</summary>{_cells(missing)}</details>",
        )

    def check(self) -> CheckReport:
        """Say whether the tables of the folder can be used, and what is to be mended in them."""
        return check_tables(self.folder)

    def show(self, face: Callable[[Tables], object]) -> object:
        """Return what `face`, such as a chart, makes of the tables, or say why it cannot yet."""
        try:
            return face(self.tables)
        except TableError:
            return self._trouble("Nothing to show yet")

    def _trouble(self, heading: str, file: str = "") -> Notice | CheckReport:
        """Say what is to be mended in a file, or, under a heading, that something else has to be mended first."""
        report = self.check()
        mine = tuple(problem for problem in report.problems if problem.file == file)
        if mine:
            return replace(report, problems=mine)
        text = f"{heading}: {report.sentence} The check says what."
        return Notice(text, f"<p>{escape(text)}</p>")

    def _compared(self, table: str, tables: Tables) -> tuple[pd.DataFrame, list[str]]:
        """Return the rows of the example that are not there, and sentences on those that are there in another form."""
        key = dictionary()[table]["schema"]["primaryKey"]
        found = {tuple(row[name] for name in key): row for row in getattr(tables, table).astype(str).to_dict("records")}
        rows = self.rows(table)
        missing, other = [], []
        for row in rows.astype(str).to_dict("records"):
            mine = found.get(tuple(row[name] for name in key))
            missing.append(mine is None)
            changed = [name for name in row if mine and mine[name] != row[name]]
            if changed:
                other.append(
                    f'You have "{row[key[-1]]}" with another {listed(changed)} than the example: that is up to you.'
                )
        return rows[missing], other

    def _counts(self) -> dict[str, tuple[int, int]]:
        """Return for each table how many of its rows are there, and how many there are to be."""
        tables = self.tables
        wanted = {name: len(self.rows(name)) for name in self._names}
        return {name: (number - len(self._compared(name, tables)[0]), number) for name, number in wanted.items()}

    def __repr__(self) -> str:
        holds = f"Your folder {self.folder.name} holds {counted(len(self._names), 'table')}."
        try:
            found, wanted = map(sum, zip(*self._counts().values()))
        except TableError:
            return f"{holds} {self.check().sentence} The check says what."
        return f"{holds} {found} of {wanted} rows about {self.name} are there."

    def _repr_html_(self) -> str:
        try:
            counts = self._counts()
        except TableError:
            counts = {}
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left">{name}.csv</th><td>{found} of {wanted}</td></tr>'
            for name, (found, wanted) in counts.items()
        )
        return f"<p><strong>{escape(repr(self))}</strong></p><table><tbody>{rows}</tbody></table>"


def _beginning(table: str) -> str:
    """Return what a table begins with: the kit's rows; for sources only the names of the columns, as they come on top of the kit's."""
    text = (KIT_FOLDER / f"{table}.csv").read_text(encoding="utf-8")
    return text.splitlines(keepends=True)[0] if table == "sources" else text


def _there(rows: pd.DataFrame, missing: pd.DataFrame) -> str:
    return f"{len(rows) - len(missing)} of {counted(len(rows), 'row')} {'is' if len(rows) == 1 else 'are'} there"


def _copyable(lines: str) -> str:
    """Show lines to copy, so that one sees where each begins although it is folded."""
    look = "padding-left: 2em; text-indent: -2em; overflow-wrap: anywhere; white-space: pre-wrap"
    shown = "".join(f'<div style="{look}">{escape(line)}</div>' for line in lines.splitlines())
    return f'<div class="ml-lines" style="font-family: monospace; margin: 0.5em 1em">{shown}</div>'


def _cells(rows: pd.DataFrame) -> str:
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align: left">{escape("" if pd.isna(cell) else str(cell))}</td>' for cell in row)
        + "</tr>"
        for row in rows.itertuples(index=False)
    )
    return f"<table><tbody>{body}</tbody></table>"
