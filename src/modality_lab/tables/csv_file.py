"""One CSV file as a sheet: the names of its columns, the shape of its rows, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from modality_lab.tables.cells import fits, in_place_of_value
from modality_lab.tables.dictionary import Field, Resource
from modality_lab.tables.letters import text_of
from modality_lab.tables.problem import Kind, Problem, first_problems
from modality_lab.tables.records import MAX_ROWS, SEPARATORS, Records, RowError, read_records
from modality_lab.tables.sheet import Row, Sheet
from modality_lab.tables.whole_file import Table, table_in, what_it_is
from modality_lab.words import KitError, counted, did_you_mean, listed


def read_sheet(path: Path, resource: Resource) -> tuple[Sheet | None, list[Problem]]:
    """Read a file: the cells of the columns that its table has.

    Parameters
    ----------
    path : Path
        The file.
    resource : dict
        What the dictionary says of its table.

    Returns
    -------
    Sheet or None
        Its cells, without rows that have too many or too few; None where it cannot be read.
    list of Problem
        What is wrong with it.
    """
    file, names = resource["path"], [field["name"] for field in resource["schema"]["fields"]]
    try:
        text = text_of(path)
        if said := what_it_is(text):
            return None, [Problem.of_file(file, said)]
        records = read_records(text, names)
    except RowError as error:
        return None, [Problem(Kind.UNREAD, file, error.line, "", str(error))]
    except (KitError, OSError) as error:
        return None, [Problem.of_file(file, f"the file cannot be read. {_reason(error)}")]
    if not records.rows:
        return None, [
            Problem.of_file(file, f"the file is empty. Its first row holds the column names: {listed(names)}.")
        ]
    table = table_in(records, resource)
    if isinstance(table, Problem):
        return None, [table]
    rows = len(table.records.rows) + records.more
    if rows > MAX_ROWS:
        return None, [Problem.of_file(file, f"the file has {rows:,} rows. Allowed: {MAX_ROWS:,} rows.")]
    return _sheet_of(table, resource)


def _sheet_of(table: Table, resource: Resource) -> tuple[Sheet | None, list[Problem]]:
    """Return the cells of a table without the rows that cannot be read, and what is wrong with its shape."""
    file, fields = resource["path"], resource["schema"]["fields"]
    head, records = table.head, table.records
    not_there = {field["name"] for field in fields if field.get("mayBeMissing")}.difference(head)
    names = [field["name"] for field in fields if field["name"] not in not_there]
    problems = check_head(file, table.line, head, names, _unnamed(head, records.rows))
    places = [(head.index(field["name"]), field) for field in fields if field["name"] in head]
    misshapen = list(_Shape(_width(head), len(head), places, records.separator).misshapen(records))
    if misshapen and problems:  # The names of the columns come first: they say where a cell belongs.
        return None, problems
    problems += first_problems(file, "", misshapen, str, Kind.UNREAD)
    columns = {field["name"]: _cells(records.rows, at) for at, field in places}
    columns |= {name: [""] * len(records.rows) for name in not_there}
    sheet = Sheet(records.lines, columns, table.line, tuple(table.remarks))
    unread = {row[0] for row in misshapen}
    for name in columns:
        rows = _without_value(sheet, name)
        problems += first_problems(file, name, rows, in_place_of_value, Kind.UNREAD)
        unread.update(row[0] for row in rows)
    return sheet.without_lines(unread) if unread else sheet, problems


def _without_value(sheet: Sheet, column: str) -> list[Row]:
    """Return the rows in which a spreadsheet shows something in place of the value of a column."""
    found = {cell for cell in sheet.distinct(column) if in_place_of_value(cell)}
    return [row for row in sheet.rows(column) if row[1] in found] if found else []


def _reason(error: KitError | OSError) -> str:
    return f"The computer says: {error.strerror or error}." if isinstance(error, OSError) else str(error)


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _cells(rows: list[list[str]], at: int) -> list[str]:
    """Return the cells of a column; a row that ends before it has an empty one."""
    try:
        return [cells[at].strip() for cells in rows]
    except IndexError:
        return [_cell(cells, at) for cells in rows]


def check_head(file: str, line: int, head: list[str], names: list[str], unnamed: Iterable[int] = ()) -> list[Problem]:
    """Check the names of the columns.

    Parameters
    ----------
    file : str
        The name of the file.
    line : int
        The number of the row in which the names stand.
    head : list of str
        The names that stand there.
    names : list of str
        The names that the table has.
    unnamed : iterable of int
        The places, from 0, of columns that have cells and no name.

    Returns
    -------
    list of Problem
        What is wrong with the names.
    """
    problems = []
    for name in names:
        if name not in head:
            near = did_you_mean(name, [cell for cell in head if cell and cell not in names])
            near = near.replace("Did you mean", "Is it")
            text = f"the column is missing.{near} Allowed column names are {listed(names)}."
            problems.append(Problem(Kind.COLUMN, file, line, name, text))
        elif head.count(name) > 1:
            twice = listed(_letters(at) for at, cell in enumerate(head) if cell == name)
            text = f"the columns {twice} have the same name. Keep one of them."
            problems.append(Problem(Kind.COLUMN, file, line, name, text))
    for at in unnamed:
        text = f"column {_letters(at)} has cells and no name. Write its name into this row, or empty the column."
        problems.append(Problem(Kind.UNREAD, file, line, "", text))
    return problems


def _unnamed(head: list[str], rows: list[list[str]]) -> list[int]:
    """Return the columns before the last named one that have cells and no name."""
    last = _width(head) - 1
    if all(head[:last]):
        return []
    return sorted({at for cells in rows for at, cell in enumerate(cells[:last]) if not head[at] and cell.strip()})


def _width(cells: list[str]) -> int:
    """Return how many cells there are up to the last one that is not empty."""
    return 1 + max(at for at, cell in enumerate(cells) if cell.strip())


def _letters(at: int) -> str:
    """Return how a spreadsheet calls a column.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


@dataclass(frozen=True)
class _Shape:
    """The shape that the rows of a file have: cells may be left away at the end, or be empty beyond the last column."""

    width: int  # Up to the last column with a name.
    columns: int  # With those without a name right of it.
    places: list[tuple[int, Field]]
    separator: str

    def misshapen(self, records: Records) -> Iterator[tuple[int, str]]:
        """Yield the lines of the rows that have too many or too few cells, each with what is said of it."""
        for line, cells in zip(records.lines, records.rows, strict=True):
            number, advice = len(cells), ""
            if number < self.width:
                advice = self._advice_on_too_few(cells)
            elif number > self.width and any(map(str.strip, cells[self.width :])):
                # A column right of the named ones that is empty in this row is none of its cells.
                number = _width(cells) if number <= self.columns else number
                advice = self._advice_on_too_many(cells, number)
            if advice:
                has = f"the row has {counted(number, 'cell')} and the table {counted(self.width, 'column')}"
                yield line, f"{has}. {advice}"

    @property
    def _between(self) -> str:
        return SEPARATORS.get(self.separator, f'mark "{self.separator}"')

    def _misfits(self, cells: list[str]) -> list[int]:
        """Return the places of the cells that do not fit their columns."""
        found = ((at, _cell(cells, at), field) for at, field in self.places)
        return sorted(at for at, cell, field in found if not fits(cell, field) and not in_place_of_value(cell))

    def _advice_on_too_few(self, cells: list[str]) -> str:
        """Ask for a lost separator where several cells do not fit, or where they fit again when they are moved back."""
        misfits = self._misfits(cells)
        if not misfits:
            return ""
        first = misfits[0]
        moved_back = self._misfits([*cells[:first], "", *cells[first:]])
        if len(misfits) > 1 or first >= len(cells) or all(at <= first for at in moved_back):
            return f"Is a {self._between} missing?"
        return ""

    def _advice_on_too_many(self, cells: list[str], number: int) -> str:
        misfits = self._misfits(cells)
        if number >= 2 * self.width - 1 and not any(at < self.width - 1 for at in misfits):
            several = "two" if number <= 2 * self.width else "several"
            return f"Are these {several} rows in one line? Put each row on a line of its own."
        if misfits:
            return (
                f"Often a text with a {self._between} in it has no quotation marks around it: "
                "put one before and one after it."
            )
        column = _letters(self.width)
        return f"Column {column} has no name: write one into the row of the column names, or empty the column."
