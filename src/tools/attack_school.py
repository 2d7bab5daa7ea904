"""The school that `attack.py` damages: some tables of the kit, and which of their columns a fault may change."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from modality_lab.tables.dictionary import KIT_FOLDER, Field, columns_of, dictionary, foreign_keys, tables_by_file
from modality_lab.words import number_of, number_text

# Small tables, so that many folders are checked in little time.
FILES = (
    "modalities", "sessions", "focus", "benefits", "techniques", "conditions", "glossary", "rules", "aims", "scope",
    "evidence", "cautions", "regions", "trigger_points", "questions", "answers", "sources", "aftercare",
)  # fmt: skip
_ACCENTED = ["Müller", "drenaje linfático", "massagé à l’huile", "Łódź", "Größe", "çalışma", "pâte"]


class Made(NamedTuple):
    """What a fault has done: to which file, in which row where that is known, and what must come of it."""

    what: str
    file: str
    row: int = 0
    must_be_named: bool = False
    is_harmless: bool = False


@dataclass
class School:
    """A school's files while they are damaged: rows first, then how they are saved, and last their names."""

    rows: dict[str, list[list[str]]]
    meant: dict[str, list[list[str]]]
    raw: dict[str, bytes] = field(default_factory=dict)
    to_be_named: set[str] = field(default_factory=set)

    def save(self, file: str) -> bytes:
        """Return the bytes of a file, which are kept: later faults of rows do not reach it."""
        if file not in self.raw:
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(self.rows[file])
            self.raw[file] = text.getvalue().encode("utf-8", "surrogatepass")
        return self.raw[file]

    def write(self, folder: Path) -> None:
        """Write the files into a new folder."""
        folder.mkdir(parents=True)
        for file in self.rows:
            self.save(file)
        for name, raw in self.raw.items():
            (folder / name).write_bytes(raw)


Fault = Callable[[School, random.Random], Made | None]


@cache
def kit_rows(file: str) -> list[list[str]]:
    """Return the rows of a table of the kit, the names of its columns first."""
    return list(csv.reader(io.StringIO((KIT_FOLDER / file).read_text(encoding="utf-8"), newline="")))


def clean_school(chance: random.Random) -> School:
    """Return a school with some tables of the kit, and words with accents in one of them."""
    files = [f"{table}.csv" for table in chance.sample(FILES, chance.choice([2, 3, 5]))]
    rows = {file: [list(row) for row in kit_rows(file)] for file in files}
    for file, table in rows.items():
        for column in free_texts(file)[:1]:
            at = table[0].index(column)
            row = table[chance.randrange(1, len(table))]
            row[at] = f"{row[at]} {chance.choice(_ACCENTED)}".strip()
    return School(rows, {file: _meant(file, table) for file, table in rows.items()})


def _meant(file: str, table: list[list[str]]) -> list[list[str]]:
    """Return the cells as the kit reads them, those of numbers as numbers."""
    kinds = [each["type"] for each in _fields(file)]
    return [
        [_number(cell, kind) if kind != "string" else cell.strip() for cell, kind in zip(row, kinds, strict=True)]
        for row in table[1:]
    ]


def _number(cell: str, kind: str) -> str:
    number = number_of(cell)
    return "" if number is None else number_text(number) if kind == "integer" else str(number)


def _fields(file: str) -> list[Field]:
    return dictionary()[tables_by_file()[file]]["schema"]["fields"]


@cache
def _pointed_at() -> set[tuple[str, str]]:
    """Return the columns that other tables point at: a fault there is one of other tables, too."""
    found = {
        (f"{key['reference']['resource']}.csv", column)
        for table in dictionary()
        for key in foreign_keys(table)
        for column in columns_of(key["reference"])
    }
    # What has to be the same in several rows is said of another of them.
    return found | {("cautions.csv", column) for column in ("flag", "label", "group", "answer")}


@cache
def ids_pointing(file: str) -> list[str]:
    """Return the columns whose ids point at another table, where no other points at them."""
    keys = [columns_of(key) for key in foreign_keys(tables_by_file()[file])]
    return [columns[0] for columns in keys if len(columns) == 1 and (file, columns[0]) not in _pointed_at()]


def free_texts(file: str) -> list[str]:
    """Return the columns that hold texts of any kind."""
    table = tables_by_file()[file]
    taken = {column for key in foreign_keys(table) for column in columns_of(key)}
    taken |= set(dictionary()[table]["schema"]["primaryKey"])
    return [
        each["name"]
        for each in _fields(file)
        if each["type"] == "string"
        and not {"enum", "pattern", "unique"} & each.get("constraints", {}).keys()
        and each["name"] not in taken
        and (file, each["name"]) not in _pointed_at()
    ]


def columns_that(file: str, fits: Callable[[Field], bool]) -> list[str]:
    """Return the columns that fit, where no other table points at them."""
    return [each["name"] for each in _fields(file) if fits(each) and (file, each["name"]) not in _pointed_at()]
