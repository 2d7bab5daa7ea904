"""Check sheets against the dictionary: what a cell may hold, what stands once only, and what points at another table.

What no dictionary can say stands in `kit_rules`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from modality_lab.tables.answers import offered_answers, tables_of_answers
from modality_lab.tables.cells import MAX_LETTERS, complaint, fits, quotable, some_of
from modality_lab.tables.dictionary import Field, ForeignKey, Schema, columns_of, dictionary, foreign_keys
from modality_lab.tables.kit_rules import RULES
from modality_lab.tables.problem import Problem, first_problems
from modality_lab.tables.sheet import NO_SHEET, Row, Sheet, Sheets
from modality_lab.words import did_you_mean

__all__ = [
    "check_columns",
    "check_sheets",
    "check_unique",
    "with_what_they_are_part_of",
    "without_rows_that_point_at_nothing",
]


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
    problems = []
    for table, sheet in sheets.items():
        keys = foreign_keys(table)
        schema = dictionary()[table]["schema"]
        problems += check_columns(table, sheet, schema, {name for key in keys for name in columns_of(key)})
        problems += _check_keys(table, sheet, schema)
        for key in keys:
            problems += _check_reference(table, sheets, key)
    return [*problems, *(problem for rule in RULES for problem in rule(sheets))]


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
    cells = sheet.cells(field["name"])
    # Each cell is looked at once, however often it stands there.
    wrong = {cell for cell in _suspects(set(cells), field, is_compared) if not fits(cell, field, is_compared)}
    rows = [row for row in sheet.rows(field["name"]) if row[1] in wrong] if wrong else []
    return first_problems(f"{table}.csv", field["name"], rows, lambda cell: complaint(cell, field, is_compared))


def _suspects(cells: set[str], field: Field, is_compared: bool) -> Iterable[str]:
    """Return the cells that may be wrong: of very many texts, most need no closer look."""
    rules = field.get("constraints", {})
    if field["type"] != "string" or "enum" in rules:
        return cells
    has_pattern = "pattern" in rules and not is_compared
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


class _Pointing(NamedTuple):
    """The rows that point at nothing, each its line and its cells of the key, and what they may point at."""

    rows: list[Row]
    # For each group, such as a question, the ids that may stand beside it.
    ids: dict[tuple[str, ...], dict[str, None]]


def _check_reference(table: str, sheets: Sheets, key: ForeignKey) -> list[Problem]:
    """Return the cells whose id does not stand in the table that they point at."""
    pointing = _pointing_at_nothing(table, sheets, key)
    goal = key["reference"]["resource"]
    tables = tables_of_answers(sheets) if pointing.rows and goal == "answers" else {}

    def say(*cells: str) -> str:
        *group, last = cells
        allowed = list(pointing.ids.get(tuple(group), []))
        of_group = f' for "{quotable(group[-1])}"' if group else ""
        table = tables.get(group[0], goal) if group else goal
        return (
            f'found "{quotable(last)}". Allowed{of_group}: what stands in {table}.csv'
            f"{', ' + some_of(allowed) if allowed else ', which has no rows yet'}."
            f"{did_you_mean(last, allowed) or ' To use a new one, add its row there first.'}"
        )

    return first_problems(f"{table}.csv", columns_of(key)[-1], pointing.rows, say)


def _pointing_at_nothing(table: str, sheets: Sheets, key: ForeignKey) -> _Pointing:
    sheet, goal = sheets.get(table, NO_SHEET), sheets.get(key["reference"]["resource"], NO_SHEET)
    if not goal.has(*columns_of(key["reference"])):
        return _Pointing([], {})
    ids = _ids_to_point_at(sheets, key)
    columns = columns_of(key)
    # An unknown group, such as a misspelt question, is reported by the key of its own column.
    wrong = {
        cells
        for cells in set(sheet.together(*columns))
        if cells[-1] and (cells[:-1] in ids or len(cells) == 1) and cells[-1] not in ids.get(cells[:-1], {})
    }
    return _Pointing([row for row in sheet.rows(*columns) if row[1:] in wrong] if wrong else [], ids)


def _ids_to_point_at(sheets: Sheets, key: ForeignKey) -> dict[tuple[str, ...], dict[str, None]]:
    goal = key["reference"]
    found: list[tuple[str, ...]]
    if goal["resource"] == "answers":
        found = [(each.question, each.answer) for each in offered_answers(sheets)]
    else:
        found = sheets[goal["resource"]].together(*columns_of(goal))
    ids: dict[tuple[str, ...], dict[str, None]] = {}
    for *group, last in found:
        ids.setdefault(tuple(group), {})[last] = None
    return ids


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
        wrong = {
            table: {row[0] for key in foreign_keys(table) for row in _pointing_at_nothing(table, sheets, key).rows}
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
