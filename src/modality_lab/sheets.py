"""Read one CSV file as a spreadsheet program saved it, into a sheet: its known columns as text, with the row numbers.

What a file may hold stands in the kit's dictionary, `data/datapackage.json`.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import compress
from pathlib import Path

from .words import KitError, did_you_mean, listed

_PACKED = Path(__file__).parent / "data"
IS_INSTALLED = _PACKED.is_dir()
KIT_FOLDER = _PACKED if IS_INSTALLED else Path(__file__).parents[2] / "data"
"""The folder of the kit's own tables: inside the installed package, or `data` in the repository."""

ROWS = "row numbers"
"""The name under which a sheet, a dict of columns, holds the row numbers as a spreadsheet shows them."""

# What is read at most. No class needs more, and a wrong file must not keep a lesson waiting.
MAX_MEGABYTES = 20
MAX_ROWS = 100_000
MAX_COLUMNS = 16_384  # As many as a spreadsheet has.
MAX_CELLS = 4_000_000
MAX_LETTERS = 10_000  # In one cell.

SHOWN = 20
"""So many problems of one file, or of one column, are said in full; the rest are counted."""

SEPARATORS = [",", ";", "\t"]
# Marks that nobody sees and that change nothing are left out. Two of them join or part letters in
# some scripts: these stay between such letters.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
    "|(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])"
)
# Marks that show a text in another order than it is written, and control characters, are refused.
REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TABLE_LIKE = {"", ".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"}


@cache
def dictionary() -> dict[str, dict]:
    """Return the dictionary of the tables: for each table's name its entry in `datapackage.json`.

    >>> dictionary()["sessions"]["title"]
    'Sessions'
    """
    package = json.loads((KIT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def allowed_values(table: str, column: str) -> list[str]:
    """Return the values that the dictionary allows in a column, in its order.

    >>> allowed_values("benefits", "basis")
    ['listed', 'in_text']
    """
    fields = dictionary()[table]["schema"]["fields"]
    return next(field["constraints"]["enum"] for field in fields if field["name"] == column)


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


def read_sheet(path: Path, resource: dict) -> tuple[dict[str, list] | None, list[Problem]]:
    """Return the file's known columns as text, with the row numbers, and what is wrong with it."""
    file, fields = resource["path"], [field["name"] for field in resource["schema"]["fields"]]
    try:
        lines, rows = _records(_text(path), fields)
    except (KitError, csv.Error, OSError) as error:
        return None, [Problem(file, 0, "", f"the file cannot be read. {_reason(error)}")]
    if not rows:
        text = f"the file is empty. Its first row holds the column names: {listed(fields)}."
        return None, [Problem(file, 0, "", text)]

    head_line, head = lines.pop(0), [name.strip() for name in rows.pop(0)]
    if len(rows) > MAX_ROWS:
        return None, [Problem(file, 0, "", f"the file has {len(rows):,} rows. Allowed: {MAX_ROWS:,} rows.")]
    width, unnamed = len(head), [not name for name in head]
    outside = [
        (line,)
        for line, cells in zip(lines, rows)
        if any(map(str.strip, cells[width:])) or any(map(str.strip, compress(cells, unnamed)))
    ]
    text = (
        "a cell stands outside the named columns. Often a text with a comma has no quotation "
        'marks around it: write "slow, deep strokes" with the marks.'
    )
    problems = check_head(file, head_line, head, fields) + problems_in(resource["name"], "", outside, lambda: text)
    sheet = {ROWS: lines}
    for name in filter(head.__contains__, fields):
        at = head.index(name)
        sheet[name] = [cells[at].strip() if at < len(cells) else "" for cells in rows]
    return sheet, problems


def _text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MAX_MEGABYTES * 1_000_000 + 1)
    if len(raw) > MAX_MEGABYTES * 1_000_000:
        raise KitError(f"It is too large. Allowed: {MAX_MEGABYTES} megabytes.")
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise KitError("It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8.")
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
            raise KitError("Some of its letters are written in one way and some in another. Save it again as CSV UTF-8.")
        if "\0" not in text:
            return text
    raise KitError("It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8.")


def _records(text: str, fields: list[str]) -> tuple[list[int], list[list[str]]]:
    """Return the numbers and the cells of all rows but blank ones; the separator is the one that finds most column names."""
    text, first = _visible(text.replace("\r\n", "\n").replace("\r", "\n")), 1
    if re.match('"?sep=.+\n', text):
        text, first = text.split("\n", 1)[1], 2
    head = next((line for line in io.StringIO(text) if line.strip(' ,;\t"\n')), "")
    if max(map(head.count, SEPARATORS)) > MAX_COLUMNS:
        raise KitError(f"It has too many columns. Allowed: {MAX_COLUMNS:,}, as many as a spreadsheet has.")
    heads = {mark: next(csv.reader([head], delimiter=mark), []) for mark in SEPARATORS}
    mark = max(heads, key=lambda mark: len(set(fields) & set(map(str.strip, heads[mark]))))
    if text.count(mark) + text.count("\n") > MAX_CELLS:
        raise KitError(f"It has too many cells. Allowed: {MAX_CELLS:,}, empty ones too.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    lines, rows = [], []
    for line, cells in enumerate(reader, first):
        if any(map(str.strip, cells)):
            lines.append(line)
            rows.append(cells)
    return lines, rows


def clean(cell: str) -> str:
    """Return a cell without the spaces around it and without marks that nobody can see."""
    return _visible(cell).strip()


def _visible(text: str) -> str:
    return text if text.isascii() else INVISIBLE.sub("", text)


def _reason(error: Exception) -> str:
    if isinstance(error, KitError):
        return str(error)
    if isinstance(error, csv.Error):
        return f"A quotation mark is opened and not closed, or a cell is far too long ({error})."
    return f"The computer says: {error.strerror or error}."


def check_head(file: str, line: int, head: list[str], fields: list[str]) -> list[Problem]:
    problems = []
    for name in fields:
        if name not in head:
            near = did_you_mean(name, [cell for cell in head if cell and cell not in fields])
            near = near.replace("Did you mean", "Is it")
            text = f"the column is missing.{near} Allowed column names are {listed(fields)}."
            problems.append(Problem(file, line, name, text))
        elif head.count(name) > 1:
            problems.append(Problem(file, line, name, "the column stands there twice. Keep one."))
    return problems


def without_rows(sheet: dict[str, list], column: str, cells: set) -> dict[str, list]:
    """Return a sheet without the rows that have one of some cells in a column."""
    keep = [cell not in cells for cell in sheet[column]]
    return {name: list(compress(column, keep)) for name, column in sheet.items()}


def short(text: str, most: int = 60) -> str:
    """Return a text of a table as a sentence may quote it: on one line, not too long, without hidden marks.

    >>> short("slow, deep strokes over the back", 20)
    'slow, deep stroke…'
    """
    text = " ".join(REFUSED.sub("\ufffd", text[: 2 * most]).split())
    return text if len(text) <= most else text[: most - 3] + "…"
