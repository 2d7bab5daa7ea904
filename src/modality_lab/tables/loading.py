"""Read the CSV tables of a folder over the kit's own, checked against their dictionary, `datapackage.json`.

>>> tables = load_tables()
>>> tables.sessions[["modality", "min_minutes", "max_minutes"]]
  modality  min_minutes  max_minutes
0      nmt           30           60
1      dtm           60           90
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import pandas as pd

from modality_lab.tables import switchboard
from modality_lab.tables.cells import short
from modality_lab.tables.constraints import (
    check_column,
    check_sheets,
    offered_answers,
    safety_questions,
    with_every_caution,
    without_loose_rows,
)
from modality_lab.tables.dictionary import IS_INSTALLED, KIT_FOLDER, dictionary
from modality_lab.tables.sheets import (
    MAX_MEGABYTES,
    ROWS,
    SHOWN,
    Problem,
    check_head,
    clean,
    files_in,
    read_sheet,
    without_rows,
)
from modality_lab.tables.switchboard import SWITCHBOARD, Switchboard
from modality_lab.words import KitError, counted, did_you_mean, listed, number_text

_FILES = {resource["path"]: name for name, resource in dictionary().items()}
# What programs and people add to the name of a copy, such as "sessions (1)" or "Copy of sessions".
_COPY = re.compile(r"\b(copy|of|kopie|von|copie|de|old|new|final|sheet|table)\b|\d+|[^a-z]+")


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
        mend = "Mend these in your spreadsheet, save as CSV," if in_a_table(problems) else "Put this right,"
        super().__init__(
            f'The tables in the folder "{short(str(folder), 200)}" cannot be used yet: {counted(self.count, "problem")} to mend.\n{lines}\n'
            f"{mend} and run this again."
        )


def in_a_table(problems: Iterable[Problem]) -> bool:
    """Return whether something is wrong within a table, and not with whole files or folders alone."""
    return any(problem.line or problem.column for problem in problems)


def _lines_by_file(problems: list[Problem]) -> Iterable[list[str]]:
    """Return for each file its first problems as lines, and a line that counts the others."""
    for file, found in groupby(problems, key=lambda problem: problem.file):
        found = list(found)
        others = sum(1 + problem.more for problem in found) - len(found[:SHOWN])
        yield [
            *map(str, found[:SHOWN]),
            *([f"{file}: and {counted(others, 'more problem')} in this file."] if others else []),
        ]


class Tables:
    """The checked tables of one folder: one DataFrame for each table, under the table's name.

    A table that you take out is a copy: changing it changes nothing here. To go on with a changed
    table, ask for new tables with `replace`. `from_kit` names the tables that the folder does not
    have and that are therefore the kit's, each with the number of rows left out of it, because they
    speak of something that the folder's own tables do not have. `not_here` holds for each table the
    ids that only the kit's own has, such as those of a hidden question, but no question about safety.

    >>> tables = load_tables()
    >>> tables.modalities["name"].to_list()
    ['Neuromuscular therapy', 'Deep tissue massage']
    """

    def __init__(
        self,
        folder: Path,
        sheets: dict[str, dict[str, list]],
        frames: dict[str, pd.DataFrame],
        from_kit: Mapping[str, int],
        not_here: Mapping[str, set],
    ):
        self.folder = folder
        self.from_kit = dict(from_kit)
        self.not_here = dict(not_here)
        self._sheets = sheets
        self._frames = frames

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._frames:
            raise AttributeError(
                f'There is no table "{name}".{did_you_mean(name, self._frames)} The tables are: {listed(self._frames)}.'
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
        return pd.DataFrame(offered_answers(self._frames), columns=["question", "answer", "label", "group"])

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
            problems += check_head(dictionary()[name]["path"], 1, columns, fields)
        if problems:
            raise TableError(self.folder, problems)
        sheets = self._sheets | {name: _sheet_of(frame) for name, frame in frames.items()}
        _raise_if_wrong(self.folder, check_sheets(sheets))
        unchanged = {name: frame for name, frame in self._frames.items() if name not in frames}
        return Tables(self.folder, sheets, _frames(sheets, unchanged), self.from_kit, self.not_here)


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
    modality_lab.tables.loading.TableError: The tables in the folder "no-such-folder" cannot be used yet: 1 problem to mend.
      no-such-folder: there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
    Put this right, and run this again.
    """
    folder = _class_folder() if folder is None else Path(str(folder))
    try:
        folder = folder.expanduser().absolute() if str(folder).startswith("~") else folder
        files = files_in(folder)
        board = switchboard.read(folder, files)
        if board.folder:
            folder, files = board.folder, files_in(board.folder)
        kit_files = files if folder == KIT_FOLDER else files_in(KIT_FOLDER)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, KitError):
            raise
        raise TableError(folder, [Problem(short(str(folder), 200), 0, "", _no_folder(folder, error))]) from None
    return _load(folder.absolute(), files, kit_files, board)


def _class_folder() -> Path:
    """Return the folder `school` beside the notebooks where there is one, otherwise the kit's own."""
    beside = (Path("..") if IS_INSTALLED else KIT_FOLDER.parent) / "school"
    return beside if beside.is_dir() else KIT_FOLDER


def _no_folder(folder: Path, error: Exception) -> str:
    if isinstance(error, NotADirectoryError):
        return "this is a file, not a folder. Give the name of the folder that it lies in."
    if isinstance(error, PermissionError):
        return "this folder may not be read. Ask whoever looks after this computer, or copy the folder to a place of your own."
    return (
        "there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables."
    )


def tables_or_kit(tables: Tables | None) -> Tables:
    """Return the given tables, or those of `load_tables()` where None is given.

    Raises `KitError` when something else is given, such as the name of a folder.
    """
    if tables is None:
        return load_tables()
    if not isinstance(tables, Tables):
        raise KitError(f"Tables are needed here, and {tables!r} was given. Load them first: load_tables({tables!r}).")
    return tables


@lru_cache(maxsize=8)
def _load(folder: Path, files: tuple, kit_files: tuple, board: Switchboard) -> Tables:
    sheets, problems = _read_folder(folder, files)
    kit, kit_ids = {}, _ids(sheets)
    if folder != KIT_FOLDER:
        problems += _check_names(files)
        # A file that is there and cannot be read is a problem: the kit's does not take its place.
        there = {_FILES.get(name.lower()) for name, *_ in files}
        kit, kit_problems = _read_folder(KIT_FOLDER, kit_files)
        problems += [problem for problem in kit_problems if _FILES.get(problem.file) not in there]
        sheets = _with_sources_of(kit, sheets)
        kit_ids = _ids(kit)
        # An answer about safety is not to be left out, whatever the folder calls its question.
        kit_ids["questions"] = kit_ids.get("questions", set()) - safety_questions(kit.get("questions", {}))
        kit = {table: sheet for table, sheet in kit.items() if table not in there}
    sheets, left_out, found = _fit(sheets, kit)
    _raise_if_wrong(folder, [*problems, *found, *board.problems])
    sheets, problems = switchboard.apply(board, sheets)
    _raise_if_wrong(folder, problems)
    sheets = {table: sheets[table] for table in dictionary()}
    not_here = {table: kit_ids[table] - ids for table, ids in _ids(sheets).items()}
    return Tables(folder, sheets, _frames(sheets, {}), {table: left_out[table] for table in kit}, not_here)


def _ids(sheets: dict[str, dict[str, list]]) -> dict[str, set[str]]:
    """Return the ids of each table that was read and whose key is one column."""
    keys = {table: resource["schema"]["primaryKey"] for table, resource in dictionary().items()}
    return {
        table: set(sheets[table][key[0]])
        for table, key in keys.items()
        if len(key) == 1 and key[0] in sheets.get(table, {})
    }


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
            sheet, found = read_sheet(folder / name, dictionary()[table])
            problems += found
            if any(problem.line and not problem.column for problem in found):  # Some rows could not be read.
                for field in dictionary()[table]["schema"]["fields"] if sheet else []:
                    problems += check_column(table, sheet, field)
            elif sheet:  # What points at rows that could not be read is not wrong itself.
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
        elif meant := table_meant(name):
            text = _misnamed(name, f"{meant}.csv", f"{meant}.csv" in counts)
        problems += [Problem(short(name, 100), 0, "", text)] if text else []
    if not problems and not counts.keys() & {*_FILES, SWITCHBOARD}:
        text = f"no table of the kit is in this folder. A table is a CSV file with one of these names: {listed(_FILES, 'or')}."
        problems.append(Problem("the folder", 0, "", text))
    return problems


def table_meant(name: str) -> str | None:
    """Return the table that a file is nearly called like, if any.

    >>> table_meant("session.csv"), table_meant("Our tables - sessions (1).csv"), table_meant("prices.csv")
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
        rest = without_rows(of_kit, "source_id", set(own["source_id"]))
        sheets = sheets | {"sources": {name: rest[name] + own[name] for name in own}}
    return sheets


def _fit(
    sheets: dict[str, dict[str, list]], kit: dict[str, dict[str, list]]
) -> tuple[dict[str, dict[str, list]], Counter, list[Problem]]:
    """Return a school's sheets with those of the kit, how many rows of the kit do not fit and are left out, and problems."""
    sheets, left_out = sheets | kit, Counter()
    while True:
        sheets, loose = without_loose_rows(sheets, kit)
        left_out += loose
        sheets = with_every_caution(sheets) if "cautions" in kit else sheets
        problems = check_sheets(sheets)
        misfits = [problem for problem in problems if problem.line and _FILES[problem.file] in kit]
        own = [problem for problem in problems if not problem.line or _FILES[problem.file] not in kit]
        if own or not misfits:  # A school's own rows come first: what they break may mend itself.
            return sheets, left_out, own
        for file, lines in _grouped((problem.file, problem.line) for problem in misfits).items():
            sheets[_FILES[file]] = without_rows(sheets[_FILES[file]], ROWS, lines)
            left_out[_FILES[file]] += len(lines)


def _grouped(pairs: Iterable[tuple]) -> dict:
    groups: dict = {}
    for first, second in pairs:
        groups.setdefault(first, set()).add(second)
    return groups


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
    return number_text(value) if isinstance(value, float) else clean(str(value))
