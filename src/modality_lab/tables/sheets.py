"""Read one CSV file as a spreadsheet program saved it, into a sheet: its known columns as text, with the row numbers.

What a file may hold stands in the kit's dictionary, `data/datapackage.json`.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from modality_lab.tables.cells import MAX_LETTERS, complaint, short
from modality_lab.words import KitError, counted, did_you_mean, listed

ROWS = "row numbers"
"""The name under which a sheet, a dict of columns, holds the row numbers as a spreadsheet shows them."""

# What is read at most. No class needs more, and a wrong file must not keep a lesson waiting.
MAX_MEGABYTES = 20
MAX_ROWS = 100_000
MAX_COLUMNS = 16_384  # As many as a spreadsheet has.
MAX_CELLS = 4_000_000

SHOWN = 20
"""So many problems of one file, or of one column, are said in full; the rest are counted."""

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
NO_TABLES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")
# Marks that nobody sees and that change nothing are left out. Two of them join or part letters in
# some scripts: these stay between such letters.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
    "|(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])"
)
_TABLE_LIKE = {"", ".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a table, and where.

    `line` is the row number as a spreadsheet shows it (the column names are in row 1), or 0 when
    the whole file is meant; `column` is the column's name, or empty when a whole row is meant.
    `more` counts the rows below that have the same kind of problem and are not listed one by one.
    """

    file: str
    line: int
    column: str
    text: str
    more: int = 0

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"row {self.line}")
        if self.column:
            place.append(f'column "{self.column}"')
        return f"{', '.join(place)}: {self.text}"


def problems_in(table: str, column: str, rows: list[tuple], say: Callable[..., str]) -> list[Problem]:
    """Return a problem for each of the first rows, which are a line with cells; `say` makes a text of the cells."""
    problems = [Problem(f"{table}.csv", line, column, say(*cells)) for line, *cells in rows[:SHOWN]]
    if len(rows) > SHOWN:
        problems[-1] = replace(problems[-1], more=len(rows) - SHOWN)
    return problems


def files_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time of change and size of every file that is, or could be meant as, a table.

    The size is -1 for what has such a name and is no file.
    """
    with os.scandir(folder) as entries:
        found = [
            (entry.name, *_stamp(entry))
            for entry in entries
            if not entry.name.startswith((".", "~")) and Path(entry.name).suffix.lower() in _TABLE_LIKE
        ]
    return tuple(sorted(found))


def _stamp(entry: os.DirEntry) -> tuple[int, int]:
    try:
        return (entry.stat().st_mtime_ns, entry.stat().st_size) if entry.is_file() else (0, -1)
    except OSError:  # A link that leads round in a circle, or a file that has just gone.
        return 0, -1


class _RowError(KitError):
    """Says why a file cannot be read beyond a row."""

    def __init__(self, line: int, text: str):
        super().__init__(text)
        self.line = line


def read_sheet(path: Path, resource: dict) -> tuple[dict[str, list] | None, list[Problem]]:
    """Return the file's known columns as text, with the row numbers, and what is wrong with it.

    A row with too many or too few cells is a problem without a column, and is left out.
    """
    file, fields = resource["path"], resource["schema"]["fields"]
    names = [field["name"] for field in fields]
    try:
        mark, lines, rows = _records(_text(path), names)
    except _RowError as error:
        return None, [Problem(file, error.line, "", str(error))]
    except (KitError, OSError) as error:
        return None, [Problem(file, 0, "", f"the file cannot be read. {_reason(error)}")]
    if not rows:
        text = f"the file is empty. Its first row holds the column names: {listed(names)}."
        return None, [Problem(file, 0, "", text)]

    head_line, head = lines.pop(0), [name.strip() for name in rows.pop(0)]
    if len(rows) > MAX_ROWS:
        return None, [Problem(file, 0, "", f"the file has {len(rows):,} rows. Allowed: {MAX_ROWS:,} rows.")]
    problems = check_head(file, head_line, head, names, _unnamed(head, rows))
    places = [(head.index(field["name"]), field) for field in fields if field["name"] in head]
    misshapen = dict(_misshapen(lines, rows, head, places, SEPARATORS[mark]))
    if misshapen and problems:  # The names of the columns come first: they say where a cell belongs.
        return None, problems
    problems += problems_in(resource["name"], "", list(misshapen.items()), str)
    sheet = {ROWS: lines}
    for at, field in places:
        sheet[field["name"]] = [cells[at].strip() if at < len(cells) else "" for cells in rows]
    return without_rows(sheet, ROWS, misshapen.keys()) if misshapen else sheet, problems


def _unnamed(head: list[str], rows: list[list[str]]) -> list[int]:
    """Return the columns before the last named one that have cells and no name."""
    last = max(at for at, name in enumerate(head) if name)
    if all(head[:last]):
        return []
    return sorted({at for cells in rows for at, cell in enumerate(cells[:last]) if not head[at] and cell.strip()})


def _misshapen(
    lines: list[int], rows: list[list[str]], head: list[str], places: list[tuple[int, dict]], separator: str
) -> Iterable[tuple[int, str]]:
    """Yield the rows that have too many or too few cells, each with what is said of it.

    Cells that are empty may be left away at the end of a row, and may follow the last named column.
    """
    width = 1 + max(at for at, name in enumerate(head) if name)

    def misfits(cells: list[str]) -> list[int]:
        return sorted(
            at for at, field in places if complaint(cells[at].strip() if at < len(cells) else "", field, False)
        )

    def fits_from(at: int, cells: list[str]) -> bool:
        return all(place < at for place in misfits(cells))

    for line, cells in zip(lines, rows):
        number, advice = len(cells), ""
        if number < width:
            wrong = misfits(cells)
            # A lost cell moves all that follow: several do not fit, or they fit again when they are moved back.
            if len(wrong) > 1 or (
                wrong and (wrong[0] >= number or fits_from(wrong[0] + 1, [*cells[: wrong[0]], "", *cells[wrong[0] :]]))
            ):
                advice = f"Is a {separator} missing?"
        elif number > width and any(map(str.strip, cells[width:])):
            if number <= len(head):
                number = 1 + max(at for at, cell in enumerate(cells) if cell.strip())
            wrong = misfits(cells)
            if number >= 2 * width - 1 and not any(at < width - 1 for at in wrong):
                advice = f"Are these {'two' if number <= 2 * width else 'several'} rows in one line? Put each row on a line of its own."
            elif wrong:
                advice = f"Often a text with a {separator} in it has no quotation marks around it: put one before and one after it."
            else:
                advice = f"Column {_letters(width)} has no name: write one into the row of the column names, or empty the column."
        if advice:
            yield line, f"the row has {counted(number, 'cell')} and the table {counted(width, 'column')}. {advice}"


def _text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MAX_MEGABYTES * 1_000_000 + 1)
    if len(raw) > MAX_MEGABYTES * 1_000_000:
        raise KitError(f"It is too large. Allowed: {MAX_MEGABYTES} megabytes.")
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise KitError("It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8.")
    if raw.startswith(NO_TABLES):
        raise KitError("It is a picture or a document, not a table.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and re.search("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€", text):
            raise KitError(
                "Some of its letters are written in one way and some in another. Save it again as CSV UTF-8."
            )
        if "\0" not in text:
            return text
    raise KitError("It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8.")


def _records(text: str, fields: list[str]) -> tuple[str, list[int], list[list[str]]]:
    """Return the separator, the one that finds most column names, and the numbers and cells of all rows but blank ones."""
    text, first = _visible(text.replace("\r\n", "\n").replace("\r", "\n")), 1
    if re.match('"?sep=.+\n', text):
        text, first = text.split("\n", 1)[1], 2
    head = next((line for line in io.StringIO(text) if line.strip(' ,;\t"\n')), "")
    if max(map(head.count, SEPARATORS)) > MAX_COLUMNS:
        raise KitError(f"It has too many columns. Allowed: {MAX_COLUMNS:,}, as many as a spreadsheet has.")
    heads = {mark: head.replace('"', "").split(mark) for mark in SEPARATORS}
    mark = max(heads, key=lambda mark: len(set(fields) & set(map(str.strip, heads[mark]))))
    if text.count(mark) + text.count("\n") > MAX_CELLS:
        raise KitError(f"It has too many cells. Allowed: {MAX_CELLS:,}, empty ones too.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    lines, rows, line, read = [], [], first - 1, 0
    try:
        for line, cells in enumerate(reader, first):
            read = reader.line_num
            if any(map(str.strip, cells)):
                lines.append(line)
                rows.append(cells)
    except csv.Error:
        raise _RowError(line + 1, _unreadable(text, read, mark)) from None
    return mark, lines, rows


def _unreadable(text: str, lines_before: int, mark: str) -> str:
    """Say what keeps a row from being read: a quotation mark that is not closed, or a cell without an end."""
    row = text.split("\n", lines_before)[-1]
    cell = re.compile(rf'("(?:[^"]|"")*+"|[^"{mark}\n][^{mark}\n]*+)?+(?:[{mark}\n]|\Z)')
    at = 0
    while at < len(row) and (found := cell.match(row, at)) and len(found[0]) < MAX_LETTERS:
        at = found.end()
    if row[at : at + 1] != '"' or cell.match(row, at):
        return f"a cell of this row is far too long. Allowed: {MAX_LETTERS:,} letters."
    text = short(row[at + 1 :].split("\n")[0], 30)
    return f'a quotation mark opens before the text "{text}" and is not closed after it. Close it, or take it away. A mark within such a text is written twice ("").'


def clean(cell: str) -> str:
    """Return a cell without the spaces around it and without marks that nobody can see."""
    return _visible(cell).strip()


def _visible(text: str) -> str:
    return text if text.isascii() else INVISIBLE.sub("", text)


def _reason(error: Exception) -> str:
    if isinstance(error, KitError):
        return str(error)
    return f"The computer says: {error.strerror or error}."


def check_head(file: str, line: int, head: list[str], fields: list[str], unnamed: Iterable[int] = ()) -> list[Problem]:
    """Return what is wrong with the names of the columns; `unnamed` are those that have cells and no name."""
    problems = []
    for name in fields:
        if name not in head:
            near = did_you_mean(name, [cell for cell in head if cell and cell not in fields])
            near = near.replace("Did you mean", "Is it")
            text = f"the column is missing.{near} Allowed column names are {listed(fields)}."
            problems.append(Problem(file, line, name, text))
        elif head.count(name) > 1:
            twice = listed(_letters(at) for at, cell in enumerate(head) if cell == name)
            problems.append(Problem(file, line, name, f"the columns {twice} have the same name. Keep one of them."))
    for at in unnamed:
        problems.append(
            Problem(
                file,
                line,
                "",
                f"column {_letters(at)} has cells and no name. Write its name into this row, or empty the column.",
            )
        )
    return problems


def _letters(at: int) -> str:
    """Return how a spreadsheet calls a column.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def without_rows(sheet: dict[str, list], column: str, cells: Collection) -> dict[str, list]:
    """Return a sheet without the rows that have one of some cells in a column."""
    keep = [cell not in cells for cell in sheet[column]]
    return {name: list(compress(column, keep)) for name, column in sheet.items()}
