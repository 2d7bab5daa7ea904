"""Files of a reader's own, checked on the way in: a sentence for each thing to mend, and then a table to explore."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from modality_lab.check import UPLOAD_LIMIT, check_files
from modality_lab.explore.readable import plain_numbers, readable, words_or_lists
from modality_lab.markup import Html, element
from modality_lab.tables.cells import in_place_of_value, quotable
from modality_lab.tables.file_names import table_named
from modality_lab.tables.letters import text_of, without_hidden_marks
from modality_lab.tables.loading import read_tables
from modality_lab.tables.records import Records, RowError, read_records
from modality_lab.tables.whole_file import what_it_is
from modality_lab.words import KitError, counted, listed, visible

MOST_ROWS = 20_000
"""More rows than these make the card slow."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,15})?")
_MOST_SAID = 5


@dataclass(frozen=True)
class OwnFiles:
    """What has become of the files that a reader gave.

    Attributes
    ----------
    frames : dict of str to pandas.DataFrame
        The tables that can be explored, by the names of their files.
    remarks : list of str
        What is to be mended, and what was read otherwise than it may be meant: a sentence each.
    """

    frames: dict[str, pd.DataFrame]
    remarks: list[str]

    def report(self) -> Html:
        """Return what is to be said of the files.

        Returns
        -------
        Html
            A list of sentences, or nothing.
        """
        return element("ul", *(element("li", remark) for remark in self.remarks)) if self.remarks else Html()


def read_own_files(files: Iterable[tuple[str, bytes]]) -> OwnFiles:
    r"""Read files of a reader's own.

    A file with the name of one of the kit's tables is checked as that table, with all its rules, and shown with words
    for ids. Any other file is read as it is: the first row holds the names of its columns.

    Parameters
    ----------
    files : iterable of tuple
        The name of each file with its content.

    Returns
    -------
    OwnFiles
        The tables, and what is to be said of them.

    Raises
    ------
    KitError
        When there are no files, or too much in them.

    Examples
    --------
    >>> own = read_own_files([("clients.csv", b"name;age\nAnn;30\nBen;41\n"), ("notes.csv", b"<html><body>")])
    >>> own.frames["clients.csv"]["age"].mean()
    np.float64(35.5)
    >>> own.remarks[0][:50]
    'notes.csv: this is a web page, not a table: often '
    """
    given = [(name.replace("\\", "/").rpartition("/")[2], content) for name, content in files]
    if not given:
        raise KitError("No file has come. Choose a CSV file.")
    if sum(len(content) for _, content in given) > UPLOAD_LIMIT:
        raise KitError(f"Allowed: files of {UPLOAD_LIMIT / 1e6:.0f} MB together. Choose fewer files.")
    own = OwnFiles({}, [])
    with tempfile.TemporaryDirectory() as place:
        for name, content in given:
            _take_table(own, name, content, Path(place)) if table_named(name) else _take_any(own, name, content, place)
    return own


def _take_table(own: OwnFiles, name: str, content: bytes, place: Path) -> None:
    """Take a file that is called like a table of the kit: it is one, or it is told what to mend."""
    report = check_files([(name, content)])
    own.remarks.extend(f"{problem.file}: {problem.text}" for problem in report.problems[:_MOST_SAID])
    folder = place / f"table-{len(own.frames)}"
    folder.mkdir()
    (folder / name.lower()).write_bytes(content)
    tables, table = read_tables(folder).tables, table_named(name)
    if not report.problems and tables is not None and table is not None:
        own.frames[name] = readable(tables, table)


def _take_any(own: OwnFiles, name: str, content: bytes, place: str) -> None:
    """Take any other file."""
    shown = visible(quotable(name))
    file = Path(place) / "own.csv"
    file.write_bytes(content)
    try:
        records = _records(text_of(file))
        frame, remarks = _frame(records)
    except RowError as error:
        own.remarks.append(f"{shown}, row {error.line}: {error}")
    except KitError as error:
        own.remarks.append(f"{shown}: {error}")
    else:
        own.frames[shown] = frame
        own.remarks.extend(f"{shown}: {remark}" for remark in remarks)


def _records(text: str) -> Records:
    """Return the rows of a file, or raise what is wrong with it as a whole."""
    if said := what_it_is(text):
        raise KitError(said)
    first = next((line for line in text.splitlines() if line.strip()), "")
    records = read_records(text, [part.strip(' "\ufeff') for part in re.split("[,;\t|]", first)])
    if not records.rows:
        raise KitError("the file is empty. Its first row holds the names of the columns, and each row below one thing.")
    if len(records.rows) < 3:
        raise KitError("there is nothing to compare: a table to explore has a row of names and two rows below it.")
    if len(records.rows) - 1 + records.more > MOST_ROWS:
        rows = len(records.rows) - 1 + records.more
        raise KitError(f"the file has {rows:,} rows. Allowed here: {MOST_ROWS:,}. Keep the rows that you need.")
    return records


def _frame(records: Records) -> tuple[pd.DataFrame, list[str]]:
    """Return the table of a file, and what is to be said of its columns."""
    names = [visible(without_hidden_marks(name)).strip() for name in records.rows[0]]
    width = 1 + max(at for at, name in enumerate(names) if name)
    _check_names(names[:width])
    rows = [[without_hidden_marks(cell).strip() for cell in row] for row in records.rows[1:]]
    for line, row in zip(records.lines[1:], rows, strict=True):
        if any(row[width:]):
            many = counted(len(row), "cell")
            raise KitError(
                f"row {line} has {many}, and there are {counted(width, 'column')}. Often a text with a comma in it has "
                "no quotation marks around it: put one before and one after it."
            )
    remarks: list[str] = []
    columns = {}
    for at, name in enumerate(names[:width]):
        cells = [row[at] if at < len(row) else "" for row in rows]
        columns[name] = _cells(cells)
        remarks.extend(_remarks(name, cells, records.lines[1:]))
    return pd.DataFrame(columns), remarks


def _check_names(names: list[str]) -> None:
    if "" in names:
        raise KitError(f"column {names.index('') + 1} has no name. Write one into the first row.")
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise KitError(f'two columns are called "{quotable(twice[0])}". Give each a name of its own in the first row.')
    if all(_NUMBER.fullmatch(name) for name in names):
        raise KitError("the first row holds numbers. Put the names of the columns above them.")


def _cells(cells: list[str]) -> pd.Series:
    stated = [cell for cell in cells if cell]
    if stated and all(map(_NUMBER.fullmatch, stated)):
        return plain_numbers(
            pd.Series([float(cell.replace(",", ".")) if cell else None for cell in cells], dtype=float)
        )
    return words_or_lists(pd.Series(cells, dtype=object))


def _remarks(name: str, cells: list[str], lines: list[int]) -> Iterator[str]:
    """Say what a column holds that is hardly meant: a stand-in for a value, or words among numbers."""
    found = [(line, cell) for line, cell in zip(lines, cells, strict=True) if cell]
    stand_ins = [(line, said) for line, cell in found if (said := in_place_of_value(cell))]
    if stand_ins:
        yield f"row {stand_ins[0][0]}, column {quotable(name)}: {stand_ins[0][1]}"
        return
    odd = [(line, cell) for line, cell in found if not _NUMBER.fullmatch(cell)]
    if odd and len(odd) < len(found) / 2:
        places = listed(f'row {line} "{quotable(cell, 20)}"' for line, cell in odd[:3])
        more = ", and others" if odd[3:] else ""
        yield (
            f"the column {quotable(name)} is read as words, not as numbers, because of {places}{more}. "
            "If numbers are meant, write a number there or leave the cell empty, and choose the file again."
        )
