"""The rows of a CSV file as lists of cells, each with its number as a spreadsheet shows it."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain, islice

from modality_lab.tables.cells import MAX_LETTERS, quotable
from modality_lab.tables.letters import without_hidden_marks
from modality_lab.tables.plausible import parts_of
from modality_lab.words import KitError

# What is read at most. No class needs more, and a wrong file must not keep a lesson waiting.
MAX_COLUMNS = 16_384  # As many as a spreadsheet has.
MAX_CELLS = 4_000_000
MAX_ROWS = 100_000
MAX_LINES = 1_200_000  # More than a spreadsheet has rows.

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What usually stands between two cells, and what it is called."""

holds_a_text = re.compile(r'[^\s,;|"]').search
"""Find the first mark of a text that is more than spaces of any kind, separators and quotation marks."""

FIRST_ROWS = 30
"""Among so many rows the names of the columns are looked for: some have a title or notes above them."""

# A first line such as "sep=;", which tells a spreadsheet what stands between two cells.
_NAMED_SEPARATOR = re.compile(r"\s*\"?[ ]*sep[ ]*=[ ]*[\"']?(\\t|\t|[^\w\s\"'])?[\"']?[\s;,|]*(?:\n|\Z)", re.IGNORECASE)
_FIRST_LETTERS = 1_000_000  # Of a file in which every mark is looked at.
_NO_SEPARATOR = frozenset("\"'_-.(),;")
# A row that is one cell in quotation marks, whatever stands in it, and separators beyond it.
_ROW_IN_QUOTES = re.compile(r'"(?<![^\n]")(?:[^"\n]|"")++"([;,\t|]*)$', re.MULTILINE)
_BELOW_A_SHEET = " \xa0,;|\t\n"
_SEPARATORS_AT_END = re.compile(r"([;,\t|])[;,\t| ]*$")


class RowError(KitError):
    """Says why a file cannot be read beyond a row.

    Parameters
    ----------
    line : int
        The number of that row as a spreadsheet shows it.
    text : str
        What is wrong in it.
    """

    def __init__(self, line: int, text: str):
        super().__init__(text)
        self.line = line


@dataclass
class Records:
    """The rows of a file that are not blank.

    Attributes
    ----------
    separator : str
        What stands between two cells.
    lines : list of int
        The number of each row as a spreadsheet shows it.
    rows : list of list of str
        The cells of each row; rows may differ in length.
    more : int
        How many rows below are only counted, as there are more than are read.
    """

    separator: str
    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    more: int = 0


def read_records(text: str, columns: list[str]) -> Records:
    r"""Read the rows of a file.

    Parameters
    ----------
    text : str
        The text of the file.
    columns : list of str
        The columns of its table: the separator is the one that finds most of their names.

    Returns
    -------
    Records
        Its rows, the names of the columns first; where each row stands in one cell, what that cell holds.

    Raises
    ------
    RowError
        When a row cannot be told from the next.
    KitError
        When there are more lines, columns or cells than are read.

    Examples
    --------
    >>> read_records("term;meaning\n\nstroke;a movement\n", ["term", "meaning"])
    Records(separator=';', lines=[1, 3], rows=[['term', 'meaning'], ['stroke', 'a movement']], more=0)
    """
    text, first_line, declared = _plain_lines(text)
    if text.count("\n") > MAX_LINES:
        raise KitError(f"It has more than {MAX_LINES:,} lines. Keep the rows that the class needs.")
    head, separator = _head_and_separator(text, columns, declared)
    if outer := _mark_around_whole_rows(text, head, separator):
        try:
            return _collected(separator, _rows_within_cells(text, first_line, outer, separator))
        except csv.Error:
            pass  # Not so throughout: what is wrong is said of the rows as they stand.
    return _collected(separator, _rows(text, first_line, separator))


def plain_names(cells: Iterable[str]) -> set[str]:
    """Return some cells as names of columns, whatever their capitals and spaces.

    Parameters
    ----------
    cells : iterable of str
        The cells of a row.

    Returns
    -------
    set of str
        What columns may be called by them.

    Examples
    --------
    >>> plain_names([" Source ID"])
    {'source_id'}
    """
    return {cell.strip().lower().replace(" ", "_") for cell in cells}


def _plain_lines(text: str) -> tuple[str, int, str]:
    """Return a text with one kind of line end, the number of its first line, and the separator that it names or ""."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = without_hidden_marks(text)
    first_line, declared = 1, ""
    if found := _NAMED_SEPARATOR.match(text):
        first_line += found[0].count("\n")
        declared = "\t" if found[1] == "\\t" else found[1] or ""
        text = text[found.end() :]
    # A sheet may be saved with a million empty rows below: they end with the line of the last text.
    end = text.find("\n", len(text.rstrip(_BELOW_A_SHEET)))
    return (text if end < 0 else text[: end + 1]), first_line, declared


def _head_and_separator(text: str, columns: list[str], declared: str) -> tuple[str, str]:
    """Return the line that names most of the columns, and what stands between two cells."""
    usual = list(dict.fromkeys([declared, *SEPARATORS] if declared else SEPARATORS))
    beginning = islice(_lines(text[:_FIRST_LETTERS]), 10 * FIRST_ROWS)
    lines = list(islice(filter(holds_a_text, beginning), FIRST_ROWS))
    first = next(iter(lines), "")
    if max(map(first.count, usual)) > MAX_COLUMNS:
        raise _too_many_columns()
    most, best = 0, (first, max(usual, key=lambda mark: (mark == declared, first.count(mark))))
    for line in lines:
        for mark in chain(usual, _unusual_marks(line)):
            found = len(plain_names(line.replace('"', "").split(mark)).intersection(columns))
            # One name alone is found with any mark.
            if found > most and (found > 1 or mark in usual):
                most, best = found, (line, mark)
            if most == len(columns):  # There is no more to find.
                return best
    return best


def _unusual_marks(line: str) -> Iterator[str]:
    """Yield the marks, beside the usual ones, that stand most often in a line that is not too long for a head."""
    marks = {mark for mark in line if not (mark.isalnum() or mark.isspace())} if len(line) < MAX_LETTERS else set()
    yield from sorted(marks - _NO_SEPARATOR, key=line.count, reverse=True)[:5]


def _mark_around_whole_rows(text: str, head: str, separator: str) -> str:
    """Return what stands between cells that hold whole rows, or "" where the cells are cells.

    A file with commas that is opened and saved where a semicolon stands between cells looks so.
    """
    beyond = _SEPARATORS_AT_END.search(head)
    if beyond and beyond[1] != separator:
        return beyond[1]
    for row in _ROW_IN_QUOTES.finditer(text):
        if separator not in row[1] and row[0].count(separator) >= max(1, head.count(separator)):
            return row[1][:1] or (";" if separator != ";" else ",")
    return ""


def _rows_within_cells(text: str, first_line: int, outer: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that stand in cells of their own, each with the number of the row of its cell."""
    numbers, rows = [], []
    for number, cells in enumerate(csv.reader(_lines(text), delimiter=outer, strict=True), first_line):
        row = outer.join(cells).rstrip(f"{outer} ")
        if holds_a_text(row):
            numbers.append(number)
            rows.append(f"{row}\n")
    before, reader = 0, csv.reader(rows, delimiter=separator, strict=True)
    for cells in reader:
        yield numbers[before], cells
        before = reader.line_num


def _rows(text: str, first_line: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number."""
    try:
        yield from enumerate(csv.reader(_lines(text), delimiter=separator, strict=True), first_line)
    except csv.Error:
        raise _unreadable_row(text, first_line, separator) from None


def _unreadable_row(text: str, first_line: int, separator: str) -> RowError:
    """Return what is wrong in the first row that cannot be read."""
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    lines_read = [0]  # After each row before it.
    with suppress(csv.Error):
        lines_read.extend(reader.line_num for _ in reader)
    return RowError(first_line + len(lines_read) - 1, _why_unreadable(text, lines_read[-1], separator))


def _collected(separator: str, rows: Iterable[tuple[int, list[str]]]) -> Records:
    """Return the rows that hold a text, as many as are read."""
    records, cells_read = Records(separator), 0
    for line, cells in rows:
        # Room for a title above the names, too.
        if len(records.rows) > MAX_ROWS + FIRST_ROWS:
            records.more += any(cells)
            continue
        if not any(map(holds_a_text, cells)):
            continue
        cells_read += len(cells)
        if cells_read > MAX_CELLS:
            raise KitError(f"It has too many cells. Allowed: {MAX_CELLS:,}, empty ones too.")
        if len(cells) > MAX_COLUMNS + 1:
            raise _too_many_columns()
        records.lines.append(line)
        records.rows.append(cells)
    return records


def _too_many_columns() -> KitError:
    return KitError(f"It has too many columns. Allowed: {MAX_COLUMNS:,}, as many as a spreadsheet has.")


def _lines(text: str) -> Iterator[str]:
    """Return the lines of a text one by one."""
    return chain.from_iterable(map(StringIO, parts_of(text, 100_000)))


def _why_unreadable(text: str, lines_before: int, separator: str) -> str:
    """Say what keeps a row from being read: a quotation mark that is not closed, or a cell without an end."""
    at = start = sum(map(len, islice(_lines(text), lines_before)))
    mark = re.escape(separator)
    cell = re.compile(rf'("(?:[^"]|"")*+"|[^"{mark}\n][^{mark}\n]*+)?+(?:[{mark}\n]|\Z)')
    while at < len(text) and (found := cell.match(text, at)) and len(found[0]) < MAX_LETTERS:
        at = found.end()
    if text[at : at + 1] != '"' or cell.match(text, at):
        return f"a cell of this row is far too long. Allowed: {MAX_LETTERS:,} letters."
    opened = text[max(at, start) + 1 : at + 200].partition("\n")[0]
    return (
        f'a quotation mark opens before the text "{quotable(opened, 30)}" and is not closed after it. '
        'Close it, or take it away. A mark within such a text is written twice ("").'
    )
