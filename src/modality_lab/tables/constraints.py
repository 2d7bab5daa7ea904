"""Check sheets against the dictionary: what a cell may hold, what stands once only, and what points at another table.

What no dictionary can say stands in `kit_rules`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from modality_lab.tables.answers import COLUMNS_OF_ANSWERS, answers_by_question, tables_of_answers
from modality_lab.tables.cells import MAX_LETTERS, complaint, fits, quotable
from modality_lab.tables.dictionary import Field, ForeignKey, Schema, columns_of, dictionary, foreign_keys
from modality_lab.tables.kit_rules import RULES
from modality_lab.tables.problem import Problem, first_problems, said_once
from modality_lab.tables.sheet import NO_SHEET, Row, Sheet, Sheets
from modality_lab.words import did_you_mean, listed

__all__ = [
    "check_columns",
    "check_sheets",
    "check_table",
    "check_unique",
    "with_what_they_are_part_of",
    "without_rows_that_point_at_nothing",
]

FEW_IDS = 6
"""So few ids a sentence names; of more it says where they stand."""


def check_sheets(sheets: Sheets) -> list[Problem]:
    """Check sheets against the dictionary, against each other, and against the kit's own rules.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    list of Problem
        What is wrong; the dictionary speaks first.
    """
    goals = _Goals(sheets)
    problems = [problem for table in sheets for problem in _check_table(table, sheets, goals)]
    return [*problems, *said_once(problem for rule in RULES for problem in rule(sheets))]


def check_table(table: str, sheets: Sheets) -> list[Problem]:
    """Check one sheet against the dictionary and against those that it points at.

    Parameters
    ----------
    table : str
        The name of its table.
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    list of Problem
        What is wrong in it.
    """
    return _check_table(table, sheets, _Goals(sheets))


def _check_table(table: str, sheets: Sheets, goals: "_Goals") -> list[Problem]:
    sheet, schema, keys = sheets[table], dictionary()[table]["schema"], foreign_keys(table)
    if table not in sheet.wrong:
        compared = {name for key in keys for name in columns_of(key)}
        sheet.wrong[table] = [*check_columns(table, sheet, schema, compared), *_check_keys(table, sheet, schema)]
    problems = list(sheet.wrong[table])
    for key in keys:
        problems += _check_reference(table, sheets, key, goals.of(key))
    return problems


def check_columns(table: str, sheet: Sheet, schema: Schema, compared: Collection[str] = ()) -> list[Problem]:
    """Check a sheet cell by cell: type, required, allowed values, pattern, bounds.

    Parameters
    ----------
    table : str
        The name of the table.
    sheet : Sheet
        Its cells.
    schema : dict
        Its columns, as the dictionary has them.
    compared : collection of str
        The columns that are compared with another table, so that their pattern is not checked.

    Returns
    -------
    list of Problem
        What is wrong.
    """
    problems = []
    for field in schema["fields"]:
        problems += _check_column(table, sheet, field, field["name"] in compared)
    return problems


def _check_column(table: str, sheet: Sheet, field: Field, is_compared: bool) -> list[Problem]:
    cells = sheet.distinct(field["name"])
    wrong = {cell for cell in _suspects(cells, field, is_compared) if not fits(cell, field, is_compared)}
    rows = [row for row in sheet.rows(field["name"]) if row[1] in wrong] if wrong else []
    return first_problems(f"{table}.csv", field["name"], rows, lambda cell: complaint(cell, field, is_compared))


def _suspects(cells: set[str], field: Field, is_compared: bool) -> Iterable[str]:
    """Return the cells that may be wrong: of very many texts, most need no closer look."""
    rules = field.get("constraints", {})
    if field["type"] != "string" or "enum" in rules:
        return cells
    has_pattern = "pattern" in rules and not is_compared
    if not has_pattern and "".join(cells).isprintable() and max(map(len, cells), default=0) <= MAX_LETTERS:
        return cells & {""}
    is_plain = re.compile(rules["pattern"]).fullmatch if has_pattern else str.isprintable
    return [cell for cell in cells if not cell or len(cell) > MAX_LETTERS or not is_plain(cell)]


def _check_keys(table: str, sheet: Sheet, schema: Schema) -> Iterator[Problem]:
    single = [[field["name"]] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    for columns in [schema["primaryKey"], *single]:
        yield from check_unique(table, sheet, columns)


def check_unique(table: str, sheet: Sheet, columns: list[str]) -> list[Problem]:
    """Find the rows in which some cells together stand a second time.

    Parameters
    ----------
    table : str
        The name of the table.
    sheet : Sheet
        Its cells.
    columns : list of str
        The columns that together stand once only.

    Returns
    -------
    list of Problem
        A problem for each row but the first.
    """
    keys = sheet.together(*columns)
    if len(set(keys)) == len(keys):
        return []
    first_line: dict[tuple[str, ...], int] = {}
    again: list[Row] = []
    for line, key in zip(sheet.lines, keys, strict=True):
        earlier = first_line.setdefault(key, line)
        if earlier != line and all(key):
            again.append((line, str(earlier), " with ".join(f'"{quotable(part)}"' for part in key)))
    return first_problems(
        f"{table}.csv",
        columns[-1],
        again,
        "found {1} a second time; it stands in row {0} already. Keep one row.".format,
    )


_Group = tuple[str, ...]
_Ids = Mapping[_Group, Mapping[str, None]]


@dataclass(frozen=True)
class _Goal:
    """A table that others point at: for each group, such as a question, the ids that may stand beside it."""

    table: str
    column: str
    ids: _Ids


class _Goals:
    """The tables that others point at, each looked through once, however many tables point at it."""

    def __init__(self, sheets: Sheets):
        self._sheets = sheets
        self._found: dict[str, _Goal] = {}

    def of(self, key: ForeignKey) -> _Goal:
        """Return what a key points at; without any group where the table or its columns are missing."""
        table, columns = key["reference"]["resource"], columns_of(key["reference"])
        name = ".".join([table, *columns])
        if name not in self._found:
            self._found[name] = _Goal(table, columns[-1], self._ids(table, columns))
        return self._found[name]

    def _ids(self, table: str, columns: list[str]) -> _Ids:
        sheet = self._sheets.get(table, NO_SHEET)
        if not sheet.has(*columns):
            return {}
        if table == "answers":
            return self._ids_of_answers()
        ids: dict[_Group, dict[str, None]] = {} if len(columns) > 1 else {(): {}}
        for *group, last in sheet.together(*columns):
            ids.setdefault(tuple(group), {})[last] = None
        return ids

    def _ids_of_answers(self) -> _Ids:
        # Questions with the answers of one table share them: thousands of both are not multiplied.
        shared: dict[int, dict[str, None]] = {}
        ids: dict[_Group, Mapping[str, None]] = {}
        for question, answers in answers_by_question(self._sheets).items():
            if answers:
                if id(answers) not in shared:
                    shared[id(answers)] = dict.fromkeys(answer for answer, *_ in answers)
                ids[question,] = shared[id(answers)]
        return ids


def _check_reference(table: str, sheets: Sheets, key: ForeignKey, goal: _Goal) -> list[Problem]:
    """Return the cells whose id does not stand in the table that they point at."""
    rows = _pointing_at_nothing(sheets[table], key, goal)
    tables = tables_of_answers(sheets) if rows else {}

    def say(*cells: str) -> str:
        *group, last = cells
        home = tables.get(group[0], goal.table) if group else goal.table
        column = COLUMNS_OF_ANSWERS.get(home, goal.column)
        return _unknown_id(last, tuple(group), goal.ids, home, column)

    return first_problems(f"{table}.csv", columns_of(key)[-1], rows, say)


def _unknown_id(found: str, group: _Group, ids: _Ids, table: str, column: str) -> str:
    """Say that an id stands nowhere: how to add it comes first, as it may be new and not misspelt."""
    allowed = list(ids[group])
    elsewhere = [other[-1] for other, beside in ids.items() if other and found in beside]
    return "".join([
        f'found "{quotable(found)}".',
        f' It belongs to "{quotable(elsewhere[0])}".' if elsewhere else "",
        " To use a new one",
        f' for "{quotable(group[-1])}"' if group else "",
        f", add its row in {table}.csv first.",
        did_you_mean(found, allowed),
        f" Allowed now: {listed(map(quotable, allowed), 'or')}." if 0 < len(allowed) <= FEW_IDS else "",
        f' The ids stand in column "{column}" of {table}.csv.' if len(allowed) > FEW_IDS else "",
        " It has no rows yet." if not allowed else "",
    ])  # fmt: skip


def _pointing_at_nothing(sheet: Sheet, key: ForeignKey, goal: _Goal) -> list[Row]:
    columns = columns_of(key)
    # An unknown group, such as a misspelt question, is reported by the key of its own column.
    wrong = {
        cells
        for cells in set(sheet.together(*columns))
        if cells[-1] and cells[:-1] in goal.ids and cells[-1] not in goal.ids[cells[:-1]]
    }
    return [row for row in sheet.rows(*columns) if row[1:] in wrong] if wrong else []


def without_rows_that_point_at_nothing(sheets: Sheets, tables: Iterable[str]) -> tuple[Sheets, Counter[str]]:
    """Return the sheets without those rows of some tables that point at nothing.

    What points at such a row is left out, too, and so on.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.
    tables : iterable of str
        The names of those from which rows may be left out.

    Returns
    -------
    dict of Sheet
        The tables.
    Counter of str
        How many rows were left out of each.
    """
    sheets, left_out = dict(sheets), Counter[str]()
    tables = list(tables)
    while True:
        goals = _Goals(sheets)
        wrong = {
            table: {
                row[0]
                for key in foreign_keys(table)
                for row in _pointing_at_nothing(sheets.get(table, NO_SHEET), key, goals.of(key))
            }
            for table in tables
        }
        if not any(wrong.values()):
            return sheets, left_out
        for table, lines in with_what_they_are_part_of(wrong, sheets, tables).items():
            sheets[table] = sheets[table].without_lines(lines)
            left_out[table] += len(lines)


def with_what_they_are_part_of(
    lines: Mapping[str, set[int]], sheets: Sheets, tables: Collection[str]
) -> dict[str, set[int]]:
    """Add to rows that are to be left out those that they are a part of: a case without one of its answers is another.

    Parameters
    ----------
    lines : mapping of str to set
        For each table the rows that are to be left out.
    sheets : dict of Sheet
        The tables.
    tables : collection of str
        The names of those from which rows may be left out.

    Returns
    -------
    dict of set
        The rows of each table, with more of them.

    Examples
    --------
    >>> from modality_lab.tables.sheet import Sheet
    >>> sheets = {
    ...     "cases": Sheet([2, 3], {"case": ["ana", "ben"]}),
    ...     "case_answers": Sheet([2, 3, 4], {"case": ["ana", "ben", "ben"]}),
    ... }
    >>> with_what_they_are_part_of({"case_answers": {4}}, sheets, ["cases", "case_answers"])
    {'case_answers': {4}, 'cases': {3}}
    """
    found = {table: set(each) for table, each in lines.items()}
    for table in lines:
        for key in foreign_keys(table):
            goal, columns = key["reference"]["resource"], columns_of(key)
            if key.get("isPart") and goal in tables:
                whole = {row[1:] for row in sheets[table].rows(*columns) if row[0] in lines[table]}
                rows = sheets[goal].rows(*columns_of(key["reference"]))
                found.setdefault(goal, set()).update(row[0] for row in rows if row[1:] in whole)
    return found
