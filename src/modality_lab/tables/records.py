"""The rows of a CSV file as lists of cells, each with its number as a spreadsheet shows it."""

import csv
import io
import re
from dataclasses import dataclass

from modality_lab.tables.cells import MAX_LETTERS, quotable
from modality_lab.tables.letters import without_hidden_marks
from modality_lab.words import KitError

# What is read at most. No class needs more, and a wrong file must not keep a lesson waiting.
MAX_COLUMNS = 16_384  # As many as a spreadsheet has.
MAX_CELLS = 4_000_000

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may stand between two cells, and what it is called."""


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


@dataclass(frozen=True)
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
    """

    separator: str
    lines: list[int]
    rows: list[list[str]]


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
        Its rows, the names of the columns first.

    Raises
    ------
    RowError
        When a row cannot be told from the next.
    KitError
        When there are more columns or cells than are read.

    Examples
    --------
    >>> read_records("term;meaning\n\nstroke;a movement\n", ["term", "meaning"])
    Records(separator=';', lines=[1, 3], rows=[['term', 'meaning'], ['stroke', 'a movement']])
    """
    text, first_line = _plain_lines(text)
    separator = _separator(text, columns)
    if text.count(separator) + text.count("\n") > MAX_CELLS:
        raise KitError(f"It has too many cells. Allowed: {MAX_CELLS:,}, empty ones too.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records = Records(separator, [], [])
    line, lines_read = first_line - 1, 0
    try:
        for line, cells in enumerate(reader, first_line):
            lines_read = reader.line_num
            if any(map(str.strip, cells)):
                records.lines.append(line)
                records.rows.append(cells)
    except csv.Error:
        raise RowError(line + 1, _why_unreadable(text, lines_read, separator)) from None
    return records


def _plain_lines(text: str) -> tuple[str, int]:
    """Return a text with one kind of line end, and the number of its first line: some programs name the separator."""
    text = without_hidden_marks(text.replace("\r\n", "\n").replace("\r", "\n"))
    return (text.split("\n", 1)[1], 2) if re.match('"?sep=.+\n', text) else (text, 1)


def _separator(text: str, columns: list[str]) -> str:
    head = next((line for line in io.StringIO(text) if line.strip(' ,;\t"\n')), "")
    if max(map(head.count, SEPARATORS)) > MAX_COLUMNS:
        raise KitError(f"It has too many columns. Allowed: {MAX_COLUMNS:,}, as many as a spreadsheet has.")
    names = {mark: map(str.strip, head.replace('"', "").split(mark)) for mark in SEPARATORS}
    found = {mark: len(set(columns).intersection(names[mark])) for mark in SEPARATORS}
    return max(SEPARATORS, key=found.__getitem__)


def _why_unreadable(text: str, lines_before: int, separator: str) -> str:
    """Say what keeps a row from being read: a quotation mark that is not closed, or a cell without an end."""
    row = text.split("\n", lines_before)[-1]
    cell = re.compile(rf'("(?:[^"]|"")*+"|[^"{separator}\n][^{separator}\n]*+)?+(?:[{separator}\n]|\Z)')
    at = 0
    while at < len(row) and (found := cell.match(row, at)) and len(found[0]) < MAX_LETTERS:
        at = found.end()
    if row[at : at + 1] != '"' or cell.match(row, at):
        return f"a cell of this row is far too long. Allowed: {MAX_LETTERS:,} letters."
    start = quotable(row[at + 1 :].split("\n")[0], 30)
    return (
        f'a quotation mark opens before the text "{start}" and is not closed after it. '
        'Close it, or take it away. A mark within such a text is written twice ("").'
    )
