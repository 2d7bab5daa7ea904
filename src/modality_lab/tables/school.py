"""A school's tables over the kit's: what the school does not have is the kit's, as far as it fits."""

from collections import Counter
from typing import NamedTuple

from modality_lab.tables.answers import safety_questions, with_every_caution
from modality_lab.tables.constraints import (
    check_sheets,
    check_table,
    with_what_they_are_part_of,
    without_rows_that_point_at_nothing,
)
from modality_lab.tables.dictionary import dictionary, tables_by_file
from modality_lab.tables.problem import Kind, Problem
from modality_lab.tables.sheet import NO_SHEET, Sheets


class Fitted(NamedTuple):
    """A school's tables with those of the kit.

    Attributes
    ----------
    sheets : dict of Sheet
        All tables.
    left_out : Counter of str
        How many rows of each table of the kit do not fit, and are left out.
    problems : list of Problem
        What is wrong in the school's own rows.
    """

    sheets: Sheets
    left_out: Counter[str]
    problems: list[Problem]


def fit_kit_to_school(own: Sheets, kit: Sheets) -> Fitted:
    """Put the kit's tables beside a school's, without the rows that do not fit the school's.

    Parameters
    ----------
    own : dict of Sheet
        The school's tables.
    kit : dict of Sheet
        The kit's tables that the school does not have.

    Returns
    -------
    Fitted
        All tables, what is left out, and what is wrong.
    """
    # What others are measured by is there as a whole: a misspelt column is the problem of its own table alone.
    whole = {table: sheet for table, sheet in own.items() if sheet.has(*_names_of_columns(table))}
    sheets, left_out = whole | kit, Counter[str]()
    while True:
        sheets, pointing_at_nothing = without_rows_that_point_at_nothing(sheets, kit)
        left_out += pointing_at_nothing
        sheets = with_every_caution(sheets) if "cautions" in kit else sheets
        problems = check_sheets(sheets)
        misfits = _lines_of_kit(problems, kit)
        own_problems = [problem for problem in problems if not _is_in_a_row_of(problem, kit)]
        if own_problems or not misfits:  # A school's own rows come first: what they break may mend itself.
            for table in own.keys() - whole.keys():
                own_problems += check_table(table, sheets | {table: own[table]})
            return Fitted(sheets, left_out, own_problems)
        for table, lines in with_what_they_are_part_of(misfits, sheets, kit).items():
            sheets[table] = sheets[table].without_lines(lines)
            left_out[table] += len(lines)


def _names_of_columns(table: str) -> list[str]:
    return [field["name"] for field in dictionary()[table]["schema"]["fields"]]


def _lines_of_kit(problems: list[Problem], kit: Sheets) -> dict[str, set[int]]:
    lines: dict[str, set[int]] = {}
    for problem in problems:
        if _is_in_a_row_of(problem, kit):
            lines.setdefault(tables_by_file()[problem.file], set()).update([problem.line, *problem.also])
    return lines


def _is_in_a_row_of(problem: Problem, kit: Sheets) -> bool:
    return problem.kind is Kind.CELL and tables_by_file()[problem.file] in kit


def with_sources_of_kit(own: Sheets, kit: Sheets) -> Sheets:
    """Return a school's tables with the kit's sources before its own; of two with one id, its own counts.

    Parameters
    ----------
    own : dict of Sheet
        The school's tables.
    kit : dict of Sheet
        The kit's tables.

    Returns
    -------
    dict of Sheet
        The school's tables, with more sources where it has a table of sources.
    """
    sources = own.get("sources", NO_SHEET)
    if "sources" not in kit or not sources.has("source_id"):
        return own
    before = kit["sources"].without("source_id", set(sources.cells("source_id")))
    return own | {"sources": before.followed_by(sources)}


def ids_of_kit(kit: Sheets) -> dict[str, set[str]]:
    """Return the ids that the kit knows, of which a school may have fewer.

    Parameters
    ----------
    kit : dict of Sheet
        The kit's tables.

    Returns
    -------
    dict of set
        The ids of each table, as `ids_of` gives them, but for the questions about safety: an answer to one of
        them is not to be left out, whatever the school calls its question.
    """
    ids = ids_of(kit)
    return ids | {"questions": ids.get("questions", set()) - safety_questions(kit)}


def ids_of(sheets: Sheets) -> dict[str, set[str]]:
    """Return the ids of each table whose key is one column.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    dict of set
        For each such table that is there its ids.
    """
    keys = {table: resource["schema"]["primaryKey"] for table, resource in dictionary().items()}
    return {
        table: set(sheets[table].cells(key[0]))
        for table, key in keys.items()
        if len(key) == 1 and sheets.get(table, NO_SHEET).has(key[0])
    }
