"""The faults of cells and rows that `attack.py` makes, as people make them; each says what it has done.

No fault makes another valid table of one, such as 46 minutes of 45: nobody could tell.
"""

import random
from collections.abc import Callable

from attack_school import Fault, Made, School, columns_that, free_texts, ids_pointing, kit_rows

from modality_lab.tables.dictionary import Field

_ERRORS = ["#NAME?", "#REF!", "########", "Err:508", "#N/A", "#VALUE!", "#DIV/0!"]
_MARKS = ["\x1b[2J", "\u202e", "\x07", "\u2066", "\x9b"]
_SCRIPT = '<img src=x onerror="alert(1)">'


def _in_a_cell(what: str, columns: Callable[[str], list[str]], change: Callable[[str, random.Random], str]) -> Fault:
    """Return a fault of one cell, in one of some columns, which has to be said of its row."""

    def fault(school: School, chance: random.Random) -> Made | None:
        files = [
            file for file in school.rows if file not in school.raw and columns(file) and len(school.rows[file]) > 1
        ]
        if not files:
            return None
        file = chance.choice(files)
        table, column = school.rows[file], chance.choice(columns(file))
        full = [n for n, row in enumerate(table) if n and column in table[0] and row[table[0].index(column)]]
        if not full:
            return None
        row = chance.choice(full)
        at = table[0].index(column)
        table[row][at] = change(table[row][at], chance)
        return Made(what, file, row + 1, must_be_named=True)

    return fault


def _required(each: Field) -> bool:
    return bool(each.get("constraints", {}).get("required"))


def _add(end: str) -> Callable[[str, random.Random], str]:
    return lambda cell, _: cell + end


CELL_FAULTS: list[Fault] = [
    _in_a_cell("a misspelt id", ids_pointing, _add("x")),
    _in_a_cell("an id far away", ids_pointing, lambda *_: "knitting"),
    _in_a_cell("a script for an id", ids_pointing, lambda *_: _SCRIPT),
    _in_a_cell(
        "words for a number",
        lambda file: columns_that(file, lambda each: each["type"] != "string"),
        lambda _, chance: chance.choice(["half", "12 min", "1e9", "nan", "٣", "15-30", "May-30"]),
    ),
    _in_a_cell(
        "a number out of bounds",
        lambda file: columns_that(file, lambda each: "maximum" in each.get("constraints", {})),
        lambda *_: "99999",
    ),
    _in_a_cell("an empty cell", lambda file: columns_that(file, _required), lambda *_: ""),
    _in_a_cell(
        "a word that is not offered",
        lambda file: columns_that(file, lambda each: "enum" in each.get("constraints", {})),
        _add("x"),
    ),
    _in_a_cell("a huge cell", free_texts, lambda cell, chance: cell + "x" * chance.choice([10_001, 200_000])),
    _in_a_cell("a mark of machines", free_texts, lambda cell, chance: cell + chance.choice(_MARKS)),
    _in_a_cell("an error value", free_texts, lambda _, chance: chance.choice(_ERRORS)),
]
"""Faults of one cell, of which the row is known."""


def _changed_rows(what: str, change: Callable[[str, list[list[str]], random.Random], int | None]) -> Fault:
    """Return a fault of some rows of a file; the change returns the row in which it is seen, or 0, or None for none."""

    def fault(school: School, chance: random.Random) -> Made | None:
        files = [file for file in school.rows if file not in school.raw and len(school.rows[file]) > 2]
        file = chance.choice(files) if files else None
        row = change(file, school.rows[file], chance) if file else None
        return None if file is None or row is None else Made(what, file, row, must_be_named=True)

    return fault


def _row_twice(_file: str, table: list[list[str]], chance: random.Random) -> int:
    table.append(list(table[chance.randrange(1, len(table))]))
    return len(table)


def _total_row(_file: str, table: list[list[str]], _chance: random.Random) -> int:
    table.append(["Total", *[""] * (len(table[0]) - 2), str(len(table) - 1)])
    return len(table)


def _cell_more(_file: str, table: list[list[str]], chance: random.Random) -> int:
    row = chance.randrange(1, len(table))
    table[row].insert(1, "one too many")
    return row + 1 if table[row][-1] else 0


def _head_misspelt(_file: str, table: list[list[str]], chance: random.Random) -> int:
    at = chance.randrange(len(table[0]))
    table[0][at] += chance.choice(["x", "\x1b[2J", "\u202e", _SCRIPT])
    return 1


def _head_gone(_file: str, table: list[list[str]], _chance: random.Random) -> int:
    del table[0]
    return 0


def _heads_swapped(file: str, table: list[list[str]], chance: random.Random) -> int | None:
    pointing = [at for at, name in enumerate(table[0]) if name in ids_pointing(file)]
    texts = [at for at, name in enumerate(table[0]) if name in free_texts(file)]
    if not pointing or not texts:
        return None
    one, other = chance.choice(pointing), chance.choice(texts)
    table[0][one], table[0][other] = table[0][other], table[0][one]
    return 0


def _unnamed_column(_file: str, table: list[list[str]], chance: random.Random) -> int:
    at = chance.randrange(len(table[0]))
    for number, row in enumerate(table):
        row.insert(at, "x" if number else "")
    return 1


def _other_table(file: str, table: list[list[str]], _chance: random.Random) -> int:
    other = "glossary.csv" if file != "glossary.csv" else "sessions.csv"
    table[:] = [list(row) for row in kit_rows(other)]
    return 0


ROW_FAULTS: list[Fault] = [
    _changed_rows("a row twice", _row_twice),
    _changed_rows("a total row", _total_row),
    _changed_rows("a cell too many", _cell_more),
    _changed_rows("a head misspelt", _head_misspelt),
    _changed_rows("the heads gone", _head_gone),
    _changed_rows("two heads swapped", _heads_swapped),
    _changed_rows("a column without a name", _unnamed_column),
    _changed_rows("another table's rows", _other_table),
]
"""Faults of rows and of the names of columns."""
