"""Read the CSV tables of a folder and check them against their dictionary, `datapackage.json`.

>>> tables = load_tables()
>>> tables.sessions[["modality", "min_minutes", "max_minutes"]]
  modality  min_minutes  max_minutes
0      nmt           30           60
1      dtm           60           90
"""

import csv
import difflib
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import compress, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from .words import KitError, counted, did_you_mean, listed, number_of, number_text

if TYPE_CHECKING:
    from .switchboard import Switchboard

_PACKED = Path(__file__).parent / "data"
KIT_FOLDER = _PACKED if _PACKED.is_dir() else Path(__file__).parents[2] / "data"
"""The folder of the kit's own tables: inside the installed package, or `data` in the repository."""

FITS_SESSION = "fits_session"
"""The one answer of a question of minutes: the time lies within a modality's usual session."""

SWITCHBOARD = "switchboard.csv"

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


class TableError(KitError):
    """Says what is wrong in a folder of tables, a line for each problem, at most 20 for each file.

    `problems` holds them as `Problem`, in the order of files and rows; `count` is how many there
    are, and `folder` is the folder.
    """

    def __init__(self, folder: Path, problems: list[Problem]):
        self.folder = folder
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
        self.count = sum(1 + problem.more for problem in problems)
        lines = "\n".join(f"  {line}" for lines in _lines_by_file(self.problems) for line in lines)
        super().__init__(
            f'The tables in the folder "{_short(str(folder), 200)}" cannot be used yet: {counted(self.count, "problem")} to mend.\n{lines}\n'
            "Mend these in your spreadsheet, save as CSV, and run this again."
        )


def _lines_by_file(problems: list[Problem]) -> Iterable[list[str]]:
    """Return for each file its first problems as lines, and a line that counts the others."""
    for file, found in groupby(problems, key=lambda problem: problem.file):
        found = list(found)
        others = sum(1 + problem.more for problem in found) - len(found[:SHOWN])
        yield [*map(str, found[:SHOWN]), *([f"{file}: and {counted(others, 'more problem')} in this file."] if others else [])]


class Tables:
    """The checked tables of one folder: one DataFrame for each table, under the table's name.

    A table that you take out is a copy: changing it changes nothing here. To go on with a changed
    table, ask for new tables with `replace`. `from_kit` names the tables that the folder does not
    have and that are therefore the kit's, each with the number of rows left out of it, because they
    speak of something that the folder's own tables do not have.

    >>> tables = load_tables()
    >>> tables.modalities["name"].to_list()
    ['Neuromuscular therapy', 'Deep tissue massage']
    """

    def __init__(self, folder: Path, sheets: dict[str, dict[str, list]], frames: dict[str, pd.DataFrame], from_kit: Mapping[str, int]):
        self.folder = folder
        self.from_kit = dict(from_kit)
        self._sheets = sheets
        self._frames = frames

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._frames:
            raise AttributeError(
                f'There is no table "{name}".{did_you_mean(name, self._frames)} '
                f"The tables are: {listed(self._frames)}."
            )
        return self._frames[name].copy()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._frames]

    @cached_property
    def offered_answers(self) -> pd.DataFrame:
        """Every answer that the questions offer, from whichever table, in the order of the form.

        Its columns are question, answer, label and group; group is "" where answers have none.

        >>> load_tables().offered_answers.query("question == 'visits'")["label"].to_list()
        ['several visits for one problem', 'regularly, to stay well', 'once']
        """
        return pd.DataFrame(_offered(self._frames), columns=["question", "answer", "label", "group"])

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} ({len(frame)})" for name, frame in self._frames.items())
        return f"Tables with their number of rows: {sizes}"

    def replace(self, **frames: pd.DataFrame) -> "Tables":
        """Return new tables in which the named ones are exchanged, checked like the first.

        Each of `frames` is a DataFrame under the name of its table, with the columns of that table
        and as many rows as you like. Raises `TableError` when the new tables do not hold together.

        >>> tables = load_tables()
        >>> shorter = tables.replace(rules=tables.rules.head(3))
        >>> len(shorter.rules), len(tables.rules) > 3
        (3, True)
        """
        problems = []
        for name, frame in frames.items():
            columns = [str(column) for column in frame.columns]
            fields = list(getattr(self, name).columns)
            problems += _check_head(dictionary()[name]["path"], 1, columns, fields)
        if problems:
            raise TableError(self.folder, problems)
        sheets = self._sheets | {name: _sheet_of(frame) for name, frame in frames.items()}
        _raise_if_wrong(self.folder, _check(sheets))
        unchanged = {name: frame for name, frame in self._frames.items() if name not in frames}
        return Tables(self.folder, sheets, _frames(sheets, unchanged), self.from_kit)


def load_tables(folder: str | Path | None = None) -> Tables:
    """Read and check the tables of a folder.

    `folder` holds a CSV file for each table of the dictionary that a school changes; a table that it
    does not have is the kit's, without the rows about what the school does not have. Its `sources.csv`
    adds to the kit's. A `switchboard.csv` in it says what a class sees of all this. Without `folder`,
    the folder `school` beside the notebooks is read where there is one, and otherwise the kit's own.

    Files saved by a spreadsheet program are fine: comma, semicolon or tab as separator, UTF-8 or
    Western Windows letters, blank rows and empty columns at the end; at most 20 megabytes in all and
    100,000 rows in a file.

    Returns `Tables`. The same unchanged folder is read only once. Raises `TableError`, which says
    what is wrong in all files at once, when the folder is missing or a table does not fit the
    dictionary.

    >>> load_tables("no-such-folder")
    Traceback (most recent call last):
    ...
    modality_lab.tables.TableError: The tables in the folder "no-such-folder" cannot be used yet: 1 problem to mend.
      no-such-folder: there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
    Mend these in your spreadsheet, save as CSV, and run this again.
    """
    from . import switchboard  # It builds on this module.

    folder = _class_folder() if folder is None else Path(str(folder))
    try:
        folder = folder.expanduser().absolute() if str(folder).startswith("~") else folder
        files = _files_in(folder)
        board = switchboard.read(folder, files)
        if board.folder:
            folder, files = board.folder, _files_in(board.folder)
        kit_files = files if folder == KIT_FOLDER else _files_in(KIT_FOLDER)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, KitError):
            raise
        raise TableError(folder, [Problem(_short(str(folder), 200), 0, "", _no_folder(folder, error))]) from None
    return _load(folder.absolute(), files, kit_files, board)


def _class_folder() -> Path:
    """Return the folder `school` beside the notebooks where there is one, otherwise the kit's own."""
    beside = (Path("..") if KIT_FOLDER == _PACKED else KIT_FOLDER.parent) / "school"
    return beside if beside.is_dir() else KIT_FOLDER


def _files_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
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


def _no_folder(folder: Path, error: Exception) -> str:
    if isinstance(error, NotADirectoryError):
        return "this is a file, not a folder. Give the name of the folder that it lies in."
    if isinstance(error, PermissionError):
        return "this folder may not be read. Ask whoever looks after this computer, or copy the folder to a place of your own."
    return "there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables."


def tables_or_kit(tables: Tables | None) -> Tables:
    """Return the given tables, or those of `load_tables()` where None is given.

    Raises `KitError` when something else is given, such as the name of a folder.
    """
    if tables is None:
        return load_tables()
    if not isinstance(tables, Tables):
        raise KitError(f"Tables are needed here, and {tables!r} was given. Load them first: load_tables({tables!r}).")
    return tables


@cache
def dictionary() -> dict[str, dict]:
    """Return the dictionary of the tables: for each table's name its entry in `datapackage.json`.

    >>> dictionary()["sessions"]["title"]
    'Sessions'
    """
    package = json.loads((KIT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


_FILES = {resource["path"]: name for name, resource in dictionary().items()}
_TABLE_LIKE = {"", ".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"}
# What programs and people add to the name of a copy, such as "sessions (1)" or "Copy of sessions".
_COPY = re.compile(r"\b(copy|of|kopie|von|copie|de|old|new|final|sheet|table)\b|\d+|[^a-z]+")


@lru_cache(maxsize=8)
def _load(folder: Path, files: tuple, kit_files: tuple, board: "Switchboard") -> Tables:
    from . import switchboard

    sheets, problems = _read_folder(folder, files)
    kit = {}
    if folder != KIT_FOLDER:
        problems += _check_names(files)
        # A file that is there and cannot be read is a problem: the kit's does not take its place.
        there = {_FILES.get(name.lower()) for name, *_ in files}
        kit, kit_problems = _read_folder(KIT_FOLDER, kit_files)
        problems += [problem for problem in kit_problems if _FILES.get(problem.file) not in there]
        sheets = _with_sources_of(kit, sheets)
        kit = {table: sheet for table, sheet in kit.items() if table not in there}
    sheets, left_out, found = _fit(sheets, kit)
    _raise_if_wrong(folder, [*problems, *found, *board.problems])
    sheets, problems = switchboard.apply(board, sheets)
    _raise_if_wrong(folder, problems)
    sheets = {table: sheets[table] for table in dictionary()}
    return Tables(folder, sheets, _frames(sheets, {}), {table: left_out[table] for table in kit})


def _raise_if_wrong(folder: Path, problems: list[Problem]) -> None:
    if problems:
        raise TableError(folder, problems)


# A school's tables over the kit's -----------------------------------------------------------------


def _read_folder(folder: Path, files: tuple) -> tuple[dict[str, dict[str, list]], list[Problem]]:
    """Return the sheets of a folder, by table, and what is wrong with its files."""
    megabytes = sum(size for name, _, size in files if name.lower() in _FILES and size > 0) / 1e6
    if megabytes > MAX_MEGABYTES:
        text = f"its tables are too large: {megabytes:,.0f} megabytes together. Allowed: {MAX_MEGABYTES} megabytes. Keep the rows that the class needs."
        raise TableError(folder, [Problem(folder.name, 0, "", text)])
    problems, sheets = [], {}
    for name, _, size in files:
        table = _FILES.get(name.lower())
        if table and size >= 0:
            sheet, found = _read(folder / name, dictionary()[table])
            problems += found
            if sheet:  # Rows that point at a file that cannot be read are not wrong themselves.
                sheets[table] = sheet
    if folder == KIT_FOLDER:
        missing = _FILES.keys() - {name.lower() for name, *_ in files}
        text = "the file is missing in the kit itself. Get it again from where the kit came from."
        problems += [Problem(file, 0, "", text) for file in missing]
    return sheets, problems


def _check_names(files: tuple) -> list[Problem]:
    """Return what is wrong with the names of a school's files: none is passed over without a word."""
    counts = Counter(name.lower() for name, *_ in files)
    problems = []
    for name, _, size in files:
        text = ""
        if name.lower() in [*_FILES, SWITCHBOARD]:
            if size < 0:
                text = "this is not a file that can be opened. A table is a CSV file."
            elif counts[name.lower()] > 1:
                text = "two files have this name, with other capitals. Keep one."
        elif meant := _table_meant(name):
            text = _misnamed(name, f"{meant}.csv", f"{meant}.csv" in counts)
        problems += [Problem(_short(name, 100), 0, "", text)] if text else []
    if not problems and not counts.keys() & {*_FILES, SWITCHBOARD}:
        text = f"no table of the kit is in this folder. A table is a CSV file with one of these names: {listed(_FILES, 'or')}."
        problems.append(Problem("the folder", 0, "", text))
    return problems


def _table_meant(name: str) -> str | None:
    """Return the table that a file is nearly called like, if any.

    >>> _table_meant("session.csv"), _table_meant("Our tables - sessions (1).csv"), _table_meant("prices.csv")
    ('sessions', 'sessions', None)
    """
    stem = name.lower().removesuffix(Path(name).suffix.lower())
    for part in (stem, stem.rpartition(" - ")[2]):
        words = "_".join(_COPY.sub(" ", part.removesuffix(".csv").replace("_", " ")).split())
        near = difflib.get_close_matches(words[:80], [*dictionary(), "switchboard"], n=1, cutoff=0.85)
        if near:
            return near[0]
    return None


def _misnamed(name: str, meant: str, is_there: bool) -> str:
    if is_there:
        return f"this file is not read, as {meant} is there too. Keep one of them in this folder."
    if Path(name).suffix.lower() in (".csv", ".txt", ".tsv", ".tab", ""):
        return f'this file is not read. Is it "{meant}"? Give it that name, or take it out of this folder.'
    return f"this file is not read, as it is not CSV. Open it, choose Save as, CSV UTF-8, under the name {meant}; then take this one out of the folder."


def _with_sources_of(kit: dict[str, dict[str, list]], sheets: dict[str, dict[str, list]]) -> dict[str, dict[str, list]]:
    """Return the sheets of a school with the kit's sources before its own; of the same id, its own count."""
    own, of_kit = sheets.get("sources", {}), kit.get("sources")
    if of_kit and "source_id" in own:
        rest = _without(of_kit, "source_id", set(own["source_id"]))
        sheets = sheets | {"sources": {name: rest[name] + own[name] for name in own}}
    return sheets


def _fit(sheets: dict[str, dict[str, list]], kit: dict[str, dict[str, list]]) -> tuple[dict[str, dict[str, list]], Counter, list[Problem]]:
    """Return a school's sheets with those of the kit, how many rows of the kit do not fit and are left out, and problems."""
    sheets, left_out = sheets | kit, Counter()
    while True:
        sheets, loose = without_loose_rows(sheets, kit)
        left_out += loose
        problems = _check(sheets)
        misfits = [problem for problem in problems if problem.line and _FILES[problem.file] in kit]
        own = [problem for problem in problems if not problem.line or _FILES[problem.file] not in kit]
        if own or not misfits:  # A school's own rows come first: what they break may mend itself.
            return sheets, left_out, own
        for file, lines in _grouped((problem.file, problem.line) for problem in misfits).items():
            sheets[_FILES[file]] = _without(sheets[_FILES[file]], ROWS, lines)
            left_out[_FILES[file]] += len(lines)


def without_loose_rows(sheets: dict[str, dict[str, list]], tables: Iterable[str]) -> tuple[dict[str, dict[str, list]], Counter]:
    """Return the sheets without those rows of some tables that point at nothing, and how many these were.

    What points at such a row is left out, too, and so on.
    """
    sheets, left_out = dict(sheets), Counter()
    while True:
        loose = {table: {line for key in _keys(table) for line, *_ in _loose(table, sheets, key)[0]} for table in tables}
        if not any(loose.values()):
            return sheets, left_out
        for table, lines in loose.items():
            sheets[table] = _without(sheets[table], ROWS, lines)
            left_out[table] += len(lines)


def _without(sheet: dict[str, list], column: str, cells: set) -> dict[str, list]:
    """Return a sheet without the rows that have one of some cells in a column."""
    keep = [cell not in cells for cell in sheet[column]]
    return {name: list(compress(column, keep)) for name, column in sheet.items()}


def _grouped(pairs: Iterable[tuple]) -> dict:
    groups: dict = {}
    for first, second in pairs:
        groups.setdefault(first, set()).add(second)
    return groups


# Reading: from bytes to a sheet, a dict of columns with the row numbers beside them -----------------

ROWS = "row numbers"


def _read(path: Path, resource: dict) -> tuple[dict[str, list] | None, list[Problem]]:
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
    problems = _check_head(file, head_line, head, fields) + _problems(resource["name"], "", outside, lambda: text)
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


def _clean(cell: str) -> str:
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


def _check_head(file: str, line: int, head: list[str], fields: list[str]) -> list[Problem]:
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


# Checking: sheets against the dictionary ---------------------------------------------------------


def _check(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for table in sheets:
        keys = _keys(table)
        pointing = {name for key in keys for name in _names(key["fields"])}
        for field in dictionary()[table]["schema"]["fields"]:
            problems += check_column(table, sheets[table], field, field["name"] in pointing)
        problems += _check_unique(table, sheets)
        for key in keys:
            problems += _check_reference(table, sheets, key)
    problems += _check_sessions(sheets) + _check_evidence(sheets) + _check_questions(sheets) + _check_weights(sheets)
    return problems + _check_cautions(sheets) + _check_views(sheets) + _check_filled(sheets)


def _check_filled(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    needed = {"modalities": "Add at least one modality.", "cautions": "Leave the file out to use the kit's: a client is asked about safety first."}
    return [
        Problem(f"{table}.csv", 0, "", f"the table has no rows. {advice}")
        for table, advice in needed.items()
        if table in sheets and not sheets[table][ROWS]
    ]


def _keys(table: str) -> list[dict]:
    return dictionary()[table]["schema"].get("foreignKeys", [])


def _names(fields: str | list[str]) -> list[str]:
    return [fields] if isinstance(fields, str) else fields


def _rows(sheets: dict[str, dict[str, list]], table: str, *columns: str) -> list[tuple]:
    """Return row numbers and cells of some columns; nothing where the table or a column is missing."""
    sheet = sheets.get(table, {})
    return list(zip(*(sheet.get(column, []) for column in (ROWS, *columns))))


def _offered(tables: Mapping[str, Mapping[str, Iterable]]) -> list[tuple[str, str, str, str]]:
    """Return question, answer, label and group of every answer that the questions offer.

    `tables` are sheets or DataFrames: a column is found in both by its name.
    """

    def rows(table: str, *columns: str) -> list[tuple]:
        frame = tables.get(table, {})
        return list(zip(*(frame[column] for column in columns))) if all(column in frame for column in columns) else []

    answers: dict[str, list[tuple]] = {}
    for question, answer, label in rows("answers", "question", "answer", "label"):
        answers.setdefault(question, []).append((answer, label, ""))
    regions = [(region, name, "") for region, name in rows("regions", "region", "name")]
    # A flag may have several rows, and is ticked once.
    flags = {row[0]: row for row in rows("cautions", "flag", "label", "group")}
    return [
        (question, *offer)
        for question, source in rows("questions", "question", "answers_from")
        for offer in {"regions": regions, "cautions": flags.values()}.get(source, answers.get(question, []))
    ]


def check_column(table: str, sheet: dict[str, list], field: dict, points_elsewhere: bool = False) -> list[Problem]:
    """Return what is wrong cell by cell: type, required, allowed values, pattern, bounds.

    A cell that points at another table is compared with that table, so its pattern is not checked.
    """
    cells = sheet.get(field["name"], [])
    # Each cell is looked at once, however often it stands there.
    wrong = {cell for cell in _suspects(set(cells), field, points_elsewhere) if _complaint(cell, field, points_elsewhere)}
    rows = [(line, cell) for line, cell in zip(sheet[ROWS], cells) if cell in wrong] if wrong else []
    return _problems(table, field["name"], rows, lambda cell: _complaint(cell, field, points_elsewhere, did_you_mean))


def _suspects(cells: set[str], field: dict, points_elsewhere: bool) -> Iterable[str]:
    """Return the cells that may be wrong: of very many texts, most need no closer look."""
    rules = field.get("constraints", {})
    if field["type"] != "string" or "enum" in rules:
        return cells
    fits = re.compile(rules["pattern"]).fullmatch if "pattern" in rules and not points_elsewhere else str.isprintable
    return [cell for cell in cells if not cell or len(cell) > MAX_LETTERS or not fits(cell)]


def _problems(table: str, column: str, rows: list[tuple], say: Callable[..., str]) -> list[Problem]:
    """Return a problem for each of the first rows, which are a line with cells; `say` makes a text of the cells."""
    problems = [Problem(f"{table}.csv", line, column, say(*cells)) for line, *cells in rows[:SHOWN]]
    if len(rows) > SHOWN:
        problems[-1] = replace(problems[-1], more=len(rows) - SHOWN)
    return problems


def _complaint(cell: str, field: dict, points_elsewhere: bool, hint: Callable[..., str] = lambda *words: "") -> str:
    rules = field.get("constraints", {})
    if cell == "":
        return f"the cell is empty. Needed: {field['title']}. {_allowed(field)}".strip() if rules.get("required") else ""
    if len(cell) > MAX_LETTERS:
        return f"the cell holds {len(cell):,} letters. Allowed: {MAX_LETTERS:,}."
    if not cell.isprintable() and (mark := REFUSED.search(cell)):
        kind = "turns the direction of writing" if mark[0] > "\u2000" else "belongs to machines"
        return f"the cell holds a mark that nobody can see and that {kind} (U+{ord(mark[0]):04X}). Empty the cell and type its text again."
    if field["type"] != "string":
        wrong = not _fits_number(cell, field)
    elif "enum" in rules:
        wrong = cell not in rules["enum"]
    else:
        wrong = "pattern" in rules and not points_elsewhere and not re.fullmatch(rules["pattern"], cell)
    if not wrong:
        return ""
    near = hint(cell, rules["enum"]) if "enum" in rules else _id_hint(cell, rules.get("pattern", ""))
    return f'found "{_short(cell)}". {_allowed(field)}{near}'.strip()


def _fits_number(cell: str, field: dict) -> bool:
    number = number_of(cell)
    rules = field.get("constraints", {})
    if number is None or (field["type"] == "integer" and number != int(number)):
        return False
    return rules.get("minimum", number) <= number <= rules.get("maximum", number)


def _allowed(field: dict) -> str:
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"Allowed: {listed(rules['enum'], 'or')}."
    if field["type"] != "string":
        kind = "a whole number" if field["type"] == "integer" else "a number"
        low, high = rules.get("minimum"), rules.get("maximum")
        span = f" from {low} to {high}" if None not in (low, high) else ""
        return f"Allowed: {kind}{span}, in digits only."
    if "example" in field:
        return f'Allowed: written like "{field["example"]}".'
    if "pattern" in rules:
        return "Allowed: an id of small letters a to z, digits and underscores, such as low_back."
    return ""


def _id_hint(cell: str, pattern: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")
    return f' Did you mean "{_short(made)}"?' if re.fullmatch(pattern, made) else ""


def _check_unique(table: str, sheets: dict[str, dict[str, list]]) -> list[Problem]:
    schema = dictionary()[table]["schema"]
    single = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    problems = []
    for names in [schema["primaryKey"], *single]:
        problems += check_unique(table, sheets[table], names)
    return problems


def check_unique(table: str, sheet: dict[str, list], names: list[str]) -> list[Problem]:
    """Return the rows in which some cells together stand a second time."""
    keys = list(zip(*(sheet.get(name, []) for name in names)))
    if len(set(keys)) == len(keys):
        return []
    first_row, again = {}, []
    for line, *key in _rows({table: sheet}, table, *names):
        earlier = first_row.setdefault(tuple(key), line)
        if earlier != line and all(key):
            again.append((line, earlier, " with ".join(f'"{_short(part)}"' for part in key)))
    return _problems(table, names[-1], again, lambda earlier, found: f"found {found} a second time; it stands in row {earlier} already. Keep one row.")


def _check_reference(table: str, sheets: dict[str, dict[str, list]], key: dict) -> list[Problem]:
    """Return the cells whose id does not stand in the table that they point at."""
    rows, known = _loose(table, sheets, key)
    homes = _homes(sheets) if rows else {}

    def say(*cells: str) -> str:
        *group, last = cells
        allowed = list(known.get(tuple(group), []))
        of_group = f' for "{_short(group[-1])}"' if group else ""
        goal = key["reference"]["resource"]
        # The answers of a question may stand in another table, which the question names.
        home = homes.get(group[0], goal) if goal == "answers" and group else goal
        return (
            f'found "{_short(last)}". Allowed{of_group}: what stands in {home}.csv'
            f"{', ' + some(allowed) if allowed else ', which has no rows yet'}."
            f"{did_you_mean(last, allowed) or ' To use a new one, add its row there first.'}"
        )

    return _problems(table, _names(key["fields"])[-1], rows, say)


def some(ids: list[str]) -> str:
    """Return the first ids as a list in a sentence, and how many there are when there are many.

    >>> some(["nmt", "dtm"])
    'nmt or dtm'
    """
    return listed(map(_short, ids[:12]), "or") + (f" … ({len(ids)} in all)" if len(ids) > 12 else "")


def _loose(table: str, sheets: dict[str, dict[str, list]], key: dict) -> tuple[list[tuple], dict[tuple, dict[str, None]]]:
    """Return the rows whose cells of a key point at nothing, each with its line, and the ids that they may point at."""
    goal = key["reference"]
    goals = _names(goal["fields"])
    if table not in sheets or not {ROWS, *goals} <= sheets.get(goal["resource"], {}).keys():
        return [], {}
    if goal["resource"] == "answers":  # Some questions have their answers in another table.
        ids = [(question, answer) for question, answer, *_ in _offered(sheets)]
    else:
        ids = zip(*(sheets[goal["resource"]][name] for name in goals))
    known: dict[tuple, dict[str, None]] = {}
    for *group, last in ids:
        known.setdefault(tuple(group), {})[last] = None
    names = _names(key["fields"])
    # An unknown group, such as a misspelt question, is reported by the key of its own column.
    loose = {
        cells
        for cells in set(zip(*(sheets[table].get(name, []) for name in names)))
        if cells[-1] and (cells[:-1] in known or len(cells) == 1) and cells[-1] not in known.get(cells[:-1], {})
    }
    return [row for row in _rows(sheets, table, *names) if row[1:] in loose] if loose else [], known


def _homes(sheets: dict[str, dict[str, list]]) -> dict[str, str]:
    """Return for each question the table of its answers."""
    return {question: home or "answers" for _, question, home in _rows(sheets, "questions", "question", "answers_from")}


def _check_sessions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for line, low, high in _rows(sheets, "sessions", "min_minutes", "max_minutes"):
        low, high = number_of(low), number_of(high)
        if None not in (low, high) and low > high:
            text = f'found "{number_text(high)}", below the shortest session of {number_text(low)} minutes. Are the two swapped?'
            problems.append(Problem("sessions.csv", line, "max_minutes", text))
    return problems


def _check_evidence(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    for line, effect, low, high, unit in _rows(sheets, "evidence", "effect", "low", "high", "unit"):
        if effect and not unit:
            text = "the cell is empty, but the row has a number. Say what it counts, or leave the number out."
            problems.append(Problem("evidence.csv", line, "unit", text))
        effect, low, high = number_of(effect), number_of(low), number_of(high)
        if None not in (effect, low, high) and not low <= effect <= high:
            text = f'found "{number_text(low)}" to "{number_text(high)}", and the number {number_text(effect)} does not lie between them.'
            problems.append(Problem("evidence.csv", line, "low", text))
    return problems


def _check_questions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    problems = []
    questions = _rows(sheets, "questions", "question", "kind", "minimum", "maximum")
    minutes = [question for _, question, kind, _, _ in questions if kind == "minutes"]
    answers = _rows(sheets, "answers", "question", "answer")
    for line, question, answer in answers:
        if question in minutes and answer != FITS_SESSION:
            text = f'found "{_short(answer)}". Allowed for a question of minutes: {FITS_SESSION}.'
            problems.append(Problem("answers.csv", line, "answer", text))
    for line, question, _, low, high in questions:
        low, high = number_of(low), number_of(high)
        if question in minutes and (None in (low, high) or low >= high):
            text = "a question of minutes needs a smallest number here and a larger one in the next column."
            problems.append(Problem("questions.csv", line, "minimum", text))
    answered = {question for question, *_ in _offered(sheets)}
    homes = _homes(sheets)
    for line, question, *_ in questions:
        home = homes.get(question, "answers")
        if question and question not in answered and sheets.get(home, {}).get(ROWS):
            text = f'"{_short(question)}" has no answer yet. Add its answers as rows of {home}.csv.'
            problems.append(Problem("questions.csv", line, "question", text))
    for line, question, _ in answers:
        if homes.get(question, "answers") != "answers":
            text = f'"{_short(question)}" takes its answers from {homes[question]}.csv. Delete this row here and add it there.'
            problems.append(Problem("answers.csv", line, "question", text))
    return problems


def _check_weights(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """Rules of one basis give the same points, unless a note says why not."""
    without_note = [row for row in _rows(sheets, "rules", "basis", "points", "weight_note") if not row[-1]]
    counts: dict[str, Counter] = {}
    for _, basis, points, _ in without_note:
        counts.setdefault(basis, Counter())[points] += 1
    problems = []
    for line, basis, points, _ in without_note:
        most = counts[basis].most_common(1)[0][0]
        if points != most and number_of(points) is not None:
            text = (
                f'the cell is empty, but this rule gives "{_short(points)}" points where the others of '
                f'"{basis}" give "{_short(most)}". Write why, or give the same.'
            )
            problems.append(Problem("rules.csv", line, "weight_note", text))
    return problems


def _check_cautions(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """Safety is asked for, gives no points, and says the same of a flag in each of its rows."""
    problems = []
    asking = {question for question, home in _homes(sheets).items() if home == "cautions"}
    if not asking and sheets.get("questions", {}).get(ROWS):
        text = 'no question asks for the flags of cautions.csv. Add one with "cautions" in this column: a client is asked about safety first.'
        problems.append(Problem("questions.csv", 0, "answers_from", text))
    for line, question in _rows(sheets, "rules", "question"):
        if question in asking:
            text = f'"{_short(question)}" is about safety and gives no points. Delete this row; what to do stands in cautions.csv.'
            problems.append(Problem("rules.csv", line, "question", text))
    for line, kind, work in _rows(sheets, "cautions", "kind", "applies_to"):
        if kind == "red_flag" and work in ("deep_pressure", "trigger_point_work"):
            text = f'found "{work}". Allowed for a red_flag: all_massage.'
            problems.append(Problem("cautions.csv", line, "applies_to", text))
    for column in ("label", "group"):
        first: dict[str, tuple] = {}
        for line, flag, cell in _rows(sheets, "cautions", "flag", column):
            earlier_line, earlier = first.setdefault(flag, (line, cell))
            if cell and earlier and cell != earlier:
                text = f'found "{_short(cell)}", but row {earlier_line} has "{_short(earlier)}" for the same flag. Write the same in both.'
                problems.append(Problem("cautions.csv", line, column, text))
    return problems


def _check_views(sheets: dict[str, dict[str, list]]) -> list[Problem]:
    """A region that is seen on one side of the body only is named with that side."""
    sides = {region: view for _, region, view in _rows(sheets, "regions", "region", "view")}
    problems = []
    for table in ("trigger_points", "referred_pain", "caution_sites"):
        for line, region, view in _rows(sheets, table, "region", "view"):
            side = sides.get(region, "both")
            if side in ("front", "back") and view in ("front", "back") and view != side:
                text = f'found "{view}", but regions.csv has "{region}" on the {side} only. Allowed: {side}.'
                problems.append(Problem(f"{table}.csv", line, "view", text))
    return problems


def _short(text: str, most: int = 60) -> str:
    """Return a text of a table as a sentence may quote it: on one line, not too long, without hidden marks."""
    text = " ".join(REFUSED.sub("\ufffd", text[:2 * most]).split())
    return text if len(text) <= most else text[:most - 3] + "…"


# From sheets to DataFrames and back --------------------------------------------------------------

_MAKE = {"string": str, "integer": lambda cell: int(float(cell)), "number": float}
_DTYPE = {"string": "str", "integer": "Int64", "number": "Float64"}


def _frames(sheets: dict[str, dict[str, list]], ready: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {table: ready[table] if table in ready else _frame(table, sheet) for table, sheet in sheets.items()}


def _frame(table: str, sheet: dict[str, list]) -> pd.DataFrame:
    columns = {}
    for field in dictionary()[table]["schema"]["fields"]:
        kind, cells = field["type"], sheet[field["name"]]
        if kind != "string":
            cells = [_MAKE[kind](cell) if cell else None for cell in cells]
        columns[field["name"]] = pd.array(cells, dtype=_DTYPE[kind])
    return pd.DataFrame(columns)


def _sheet_of(frame: pd.DataFrame) -> dict[str, list]:
    sheet = {name: [_cell(value) for value in frame[name]] for name in frame.columns}
    return sheet | {ROWS: list(range(2, len(frame) + 2))}


def _cell(value) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    return number_text(value) if isinstance(value, float) else _clean(str(value))
