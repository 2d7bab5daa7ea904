"""A look at a whole file before its columns: what it is, where its table begins, and which rows are none of its own."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from modality_lab.tables.cells import fits, quotable, some_of
from modality_lab.tables.dictionary import Field, Resource, dictionary
from modality_lab.tables.problem import Kind, Problem, first_problems
from modality_lab.tables.records import FIRST_ROWS, Records, plain_names
from modality_lab.words import did_you_mean, listed, number_of

_SAVE_AGAIN = "Open the table in your spreadsheet and choose Save as, CSV UTF-8."

# How a file begins that is no table, and what is said of it.
_NO_TABLE = {
    r"(?:<\?xml[^>]*>\s*|<!--(?s:.*?)-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|script|style|meta|title|table|div|p|a|h1)\b": (
        "this is a web page, not a table: often one that asks to sign in first. Get the file again from where it "
        "lies, and look at it before you put it here."
    ),
    r"<\?xml|<[a-z][\w:.-]*[\s/>]": f"this is a file for programs (XML), not a table. {_SAVE_AGAIN}",
    r"\{\\rtf": f"this is a document of a word processor, not a table. {_SAVE_AGAIN}",
    r"\{\s*[\"'}]|\[\s*[\[{\"\]]": f"this is a file for programs (JSON), not a table. {_SAVE_AGAIN}",
    r"version https://git-lfs": (
        "this only stands for a file that lies elsewhere (Git LFS), and holds none of its rows. "
        "Get the file itself from where it lies."
    ),
    r"(?:diff --git|index: |--- a/|from [0-9a-f]{40} )": f"this is a list of changes, not a table. {_SAVE_AGAIN}",
    r"(?:(?:from|to|cc|subject|date|sender|received|return-path|delivered-to|mime-version|message-id|reply-to|x-[\w-]+)"
    r": .*\n(?:[ \t].*\n)*){2}": "this is an e-mail, not a table. Save the file that is attached to it.",
    r"begin:v(?:card|calendar)": f"this is an address or a date of a calendar, not a table. {_SAVE_AGAIN}",
    r"\[(?:internetshortcut|desktop entry)\]": "this is a link to a page, not a table. Get the file itself.",
    r"%!ps|\\documentclass|\\begin\{": f"this is a document, not a table. {_SAVE_AGAIN}",
    r"id;p": f"this is a spreadsheet of an old kind (SYLK), not CSV. {_SAVE_AGAIN}",
    r"\|?[^\n]*\|[^\n]*\n\|?[ :|-]*--[ :|-]*\n": (
        f"this is a table for a page of text (Markdown), with a row of dashes below its names. {_SAVE_AGAIN}"
    ),
    r"data:[\w/;=+-]*,": f"this is an address that holds a file, not a table. {_SAVE_AGAIN}",
}
_BEGINNINGS = [(re.compile(rf"\s*(?:{pattern})", re.IGNORECASE), said) for pattern, said in _NO_TABLE.items()]

_TWO_VERSIONS = re.compile("(<{7}|>{7})( |$)")

_SUMS = re.compile(
    r"(?:grand |sub-?)?"
    r"(?:totals?|total g[eé]n[eé]ral|totale|sums?|summe|gesamt(?:summe)?|somme|suma|soma|summa|yhteensä"
    r"|toplam|razem|celkem|итого|сумма|合計|总计|合计|averages?|avg|mean|median|count"
    r"|anzahl|durchschnitt|mittelwert|mittel"
    r"|moyenne|promedio|media|média|gemiddelde|totaal|medelvärde|gjennomsnitt|среднее|平均)\s*[:.=]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """The table within a file.

    Attributes
    ----------
    line : int
        The number of the row of its column names.
    head : list of str
        The names that stand there.
    records : Records
        The rows below.
    remarks : list of Problem
        What was passed over, and is none of its rows.
    """

    line: int
    head: list[str]
    records: Records
    remarks: list[Problem]


def what_it_is(text: str) -> str:
    """Return what a file is that is no table.

    Parameters
    ----------
    text : str
        Its text.

    Returns
    -------
    str
        A sentence with what to do, or "" for what may be a table.

    Examples
    --------
    >>> what_it_is("<html><body>Sign in, please</body></html>")[:25]
    'this is a web page, not a'
    >>> what_it_is("term,meaning")
    ''
    """
    beginning = text[:4000].lstrip("\ufeff")
    return next((said for pattern, said in _BEGINNINGS if pattern.match(beginning)), "")


def table_in(records: Records, resource: Resource) -> Table | Problem:
    """Find the table in the rows of a file.

    Parameters
    ----------
    records : Records
        The rows, at least one.
    resource : dict
        What the dictionary says of the table.

    Returns
    -------
    Table or Problem
        The table, or why it cannot be told from these rows.
    """
    file, names = resource["path"], [field["name"] for field in resource["schema"]["fields"]]
    if problem := _two_versions(file, records):
        return problem
    # Where the first row has all the names, as in most files, no other is looked at.
    looked_at = 1 if plain_names(records.rows[0]).issuperset(names) else FIRST_ROWS
    first_rows = [plain_names(cells) for cells in records.rows[:looked_at]]
    counts = [len(given.intersection(names)) for given in first_rows]
    at = counts.index(max(counts))
    said = _of_another_table(resource, first_rows, counts[at])
    if not said and 2 * counts[at] < len(names) and 2 * _nearly_named(records.rows[0], names) < len(names):
        said = _why_without_names(records, resource)
    if said:
        return Problem(Kind.COLUMN, file, records.lines[0], "", said)
    # One name alone may be a word of a title.
    at = at if counts[at] > 1 else 0
    if problem := _rows_above(file, records, at):
        return problem
    head = [name.strip() for name in records.rows[at]]
    remarks = list(_titles(file, records, at))
    below = replace(records, lines=records.lines[at + 1 :], rows=records.rows[at + 1 :])
    for look in (_names_again, _sums):
        below, passed_over = look(below, head, resource)
        remarks += passed_over
    return Table(
        records.lines[at], head, below, [*remarks, *_columns_of_its_own(file, records.lines[at], head, below, names)]
    )


def _two_versions(file: str, records: Records) -> Problem | None:
    lines = [line for line, cells in zip(records.lines, records.rows, strict=True) if _TWO_VERSIONS.match(cells[0])]
    if len(lines) < 2:
        return None
    text = (
        f"rows {lines[0]} to {lines[-1]} hold two versions of the same rows, with marks around them "
        "(<<<<<<< and >>>>>>>). Keep the version that you mean, and delete the other and the rows of marks."
    )
    return Problem(Kind.ROW, file, lines[0], "", text)


def _of_another_table(resource: Resource, rows: list[set[str]], found: int) -> str:
    """Say whose columns these are, where another table has them all and this one has not."""
    names = {field["name"] for field in resource["schema"]["fields"]}
    if found == len(names):
        return ""
    fitting = {}
    for other in dictionary().values():
        columns = {field["name"] for field in other["schema"]["fields"]}
        of_other = max(len(given & columns) for given in rows)
        is_alike = of_other == len(columns) and any(given - {""} == columns for given in rows)
        # One of its names may be misspelt, where far more of them fit than of this table.
        is_likely = (of_other > found and of_other == len(columns)) or of_other >= max(len(columns) - 1, found + 3)
        if columns != names and (is_alike or is_likely):
            fitting[other["path"]] = of_other
    if not fitting:
        return ""
    meant = max(fitting, key=fitting.__getitem__)
    return (
        f"these are the columns of {meant}, not of this table. A spreadsheet saves as CSV only the sheet that is open. "
        f"Save the sheet of this table under this name, or call it {meant}."
    )


def _nearly_named(cells: list[str], names: list[str]) -> int:
    """Return how many columns some cells name, also misspelt."""
    given = [name[:80] for name in plain_names(cells[:200])]
    return sum(bool(difflib.get_close_matches(name, given, n=1)) for name in names)


def _why_without_names(records: Records, resource: Resource) -> str:
    """Say why no row holds the names of the columns: the file is on its side, has rows alone, or is something else."""
    fields = resource["schema"]["fields"]
    names = [field["name"] for field in fields]
    below_each_other = max(len(plain_names(_column(records, at)).intersection(names)) for at in range(2))
    if 2 * below_each_other >= len(names):
        return (
            "the table lies on its side: the names of its columns stand below each other. In your spreadsheet copy it "
            "all, then choose Paste special, Transpose, so that they stand side by side in row 1."
        )
    first = [cell.strip() for cell in records.rows[0]]
    needed = f"Row 1 of this table holds the names {listed(names)}."
    if _holds_a_row(first, fields):
        return (
            f"the names of the columns are missing: this row holds cells of the table. Insert a row above it. {needed}"
        )
    start = quotable(" ".join(filter(None, first)), 40)
    return (
        f'no row of the file holds the names of the columns: it begins with "{start}". {needed} '
        "Is this another file? If it is this table, write the names above its columns."
    )


def _column(records: Records, at: int) -> Iterator[str]:
    return (cells[at] for cells in islice(records.rows, 200) if len(cells) > at)


def _holds_a_row(cells: list[str], fields: list[Field]) -> bool:
    """Return whether some cells fit the columns, one by one."""
    width = max(at for at, cell in enumerate(cells, 1) if cell)
    if width > len(fields) or 2 * width < len(fields):
        return False
    padded = [*cells, *[""] * len(fields)]
    return sum(not fits(cell, field) for cell, field in zip(padded, fields, strict=False)) <= 1


def _rows_above(file: str, records: Records, at: int) -> Problem | None:
    """Say where the names belong, where rows of several cells stand above them."""
    above = records.rows[:at]
    if not any(sum(bool(cell.strip()) for cell in cells) > 2 for cells in above):
        return None
    text = (
        "the names of the columns stand in this row, and rows with cells above it. "
        "Move the names to row 1, so that all rows of the table stand below them."
    )
    return Problem(Kind.COLUMN, file, records.lines[at], "", text)


def _titles(file: str, records: Records, at: int) -> Iterator[Problem]:
    for line, cells in zip(records.lines[:at], records.rows[:at], strict=True):
        title = quotable(" ".join(filter(None, map(str.strip, cells))))
        text = f'found "{title}" above the names of the columns in row {records.lines[at]}. It is passed over.'
        yield Problem(Kind.ROW, file, line, "", text)


def _names_again(records: Records, head: list[str], resource: Resource) -> tuple[Records, list[Problem]]:
    """Leave out rows that hold the names of the columns again, as where two files were put together."""
    filled = [name for name in head if name]
    lines = {
        line
        for line, cells in zip(records.lines, records.rows, strict=True)
        if cells[0].strip() == head[0] and [cell.strip() for cell in cells if cell.strip()] == filled
    }
    text = "the row holds the names of the columns again. It is passed over."
    again = [(line, text) for line in sorted(lines)]
    return _without(records, lines), first_problems(resource["path"], "", again, str, Kind.ROW)


def _sums(records: Records, head: list[str], resource: Resource) -> tuple[Records, list[Problem]]:
    """Leave out the last rows where they hold sums that a spreadsheet has made."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    found: list[tuple[int, str]] = []
    for line, cells in zip(reversed(records.lines), reversed(records.rows), strict=True):
        filled = [cell.strip() for cell in cells if cell.strip()]
        padded = [*map(str.strip, cells), *[""] * len(head)]
        is_sum = _SUMS.fullmatch(filled[0]) and all(number_of(cell) is not None for cell in filled[1:])
        if not is_sum or all(
            fits(cell, fields[name]) for cell, name in zip(padded, head, strict=False) if name in fields
        ):
            break
        found.append((line, f'the row holds sums ("{quotable(filled[0])}"). It is passed over.'))
    found.reverse()
    return _without(records, {row[0] for row in found}), first_problems(resource["path"], "", found, str, Kind.ROW)


def _without(records: Records, lines: set[int]) -> Records:
    if not lines:
        return records
    kept = [each for each in zip(records.lines, records.rows, strict=True) if each[0] not in lines]
    return replace(records, lines=[line for line, _ in kept], rows=[cells for _, cells in kept])


def _columns_of_its_own(file: str, line: int, head: list[str], records: Records, names: list[str]) -> Iterator[Problem]:
    """Name the columns that the table does not have, where they are filled."""
    own = [
        name
        for at, name in enumerate(head)
        if name and name not in names and any(len(cells) > at and cells[at].strip() for cells in records.rows)
    ]
    if len(own) == 1:
        near = did_you_mean(own[0], names)
        text = f"the table has no column of this name, so its cells are not used.{near}"
        yield Problem(Kind.COLUMN, file, line, own[0], text)
    elif own:
        text = f"the table has no columns of the names {some_of(own)}, so their cells are not used."
        yield Problem(Kind.COLUMN, file, line, "", text)
