"""The faults of `attack.py`: each damages a school as people and programs do, and says what it has done.

No fault makes another valid table of one, such as 46 minutes of 45: nobody could tell.
"""

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
_ERRORS = ["#NAME?", "#REF!", "########", "Err:508", "#N/A", "#VALUE!", "#DIV/0!"]
_MARKS = ["\x1b[2J", "\u202e", "\x07", "\u2066", "\x9b"]
_SCRIPT = '<img src=x onerror="alert(1)">'


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
def _kit_rows(file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((KIT_FOLDER / file).read_text(encoding="utf-8"), newline="")))


def clean_school(chance: random.Random) -> School:
    """Return a school with some tables of the kit, and words with accents in one of them."""
    files = [f"{table}.csv" for table in chance.sample(FILES, chance.choice([2, 3, 5]))]
    rows = {file: [list(row) for row in _kit_rows(file)] for file in files}
    for file, table in rows.items():
        for column in _free_texts(file)[:1]:
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
def _pointing(file: str) -> list[str]:
    keys = [columns_of(key) for key in foreign_keys(tables_by_file()[file])]
    return [columns[0] for columns in keys if len(columns) == 1 and (file, columns[0]) not in _pointed_at()]


def _free_texts(file: str) -> list[str]:
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


def _columns(file: str, fits: Callable[[Field], bool]) -> list[str]:
    return [each["name"] for each in _fields(file) if fits(each) and (file, each["name"]) not in _pointed_at()]


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
    _in_a_cell("a misspelt id", _pointing, _add("x")),
    _in_a_cell("an id far away", _pointing, lambda *_: "knitting"),
    _in_a_cell("a script for an id", _pointing, lambda *_: _SCRIPT),
    _in_a_cell(
        "words for a number",
        lambda file: _columns(file, lambda each: each["type"] != "string"),
        lambda _, chance: chance.choice(["half", "12 min", "1e9", "nan", "٣", "15-30", "May-30"]),
    ),
    _in_a_cell(
        "a number out of bounds",
        lambda file: _columns(file, lambda each: "maximum" in each.get("constraints", {})),
        lambda *_: "99999",
    ),
    _in_a_cell("an empty cell", lambda file: _columns(file, _required), lambda *_: ""),
    _in_a_cell(
        "a word that is not offered",
        lambda file: _columns(file, lambda each: "enum" in each.get("constraints", {})),
        _add("x"),
    ),
    _in_a_cell("a huge cell", _free_texts, lambda cell, chance: cell + "x" * chance.choice([10_001, 200_000])),
    _in_a_cell("a mark of machines", _free_texts, lambda cell, chance: cell + chance.choice(_MARKS)),
    _in_a_cell("an error value", _free_texts, lambda _, chance: chance.choice(_ERRORS)),
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
    pointing = [at for at, name in enumerate(table[0]) if name in _pointing(file)]
    texts = [at for at, name in enumerate(table[0]) if name in _free_texts(file)]
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
    table[:] = [list(row) for row in _kit_rows(other)]
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


def _saved(what: str, change: Callable[[bytes, random.Random], bytes | None], **comes_of_it: bool) -> Fault:
    """Return a fault of the bytes of a file; what is not said to be named may as well be read as it was meant."""

    def fault(school: School, chance: random.Random) -> Made | None:
        file = chance.choice(list(school.rows))
        before = school.save(file)
        raw = change(before, chance) if before else None
        if raw is None or raw == before:
            return None
        school.raw[file] = raw
        return Made(what, file, **comes_of_it)

    return fault


def _as_text(change: Callable[[str, random.Random], bytes | None]) -> Callable[[bytes, random.Random], bytes | None]:
    """Return a change of a file that can still be read as UTF-8."""

    def changed(raw: bytes, chance: random.Random) -> bytes | None:
        try:
            return change(raw.decode("utf-8"), chance)
        except (UnicodeError, csv.Error):  # Damaged so far already that this fault cannot be made, too.
            return None

    return changed


def _in_code_page(text: str, chance: random.Random) -> bytes:
    pages = ["cp1250", "cp1251", "cp1252", "cp1254", "cp1257", "mac-roman", "gbk", "cp850", "utf-16", "utf-32"]
    return text.encode(chance.choice(pages), "strict")


def _doubly(text: str, _chance: random.Random) -> bytes:
    return text.encode().decode("cp1252").encode()


def _lost(text: str, chance: random.Random) -> bytes:
    mark = chance.choice("?\ufffd")
    return "".join(mark if letter.isalpha() and not letter.isascii() else letter for letter in text).encode()


def _separated(text: str, chance: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=chance.choice(";\t|"), lineterminator="\n").writerows(rows)
    first = chance.choice(["", "", "sep=;\n", '"sep=;"\n']) if ";" in made.getvalue()[:200] else ""
    return (first + made.getvalue()).encode()


def _row_in_one_cell(text: str, _chance: random.Random) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows([line] for line in text.splitlines())
    return made.getvalue().encode()


def _title_row(text: str, chance: random.Random) -> bytes:
    return (chance.choice(["Our tables\n", "Our tables,,,\n", "Table 1: Massage school\n\n"]) + text).encode()


def _cut(raw: bytes, chance: random.Random) -> bytes | None:
    # In the first cell of a row: what follows in it is needed.
    rows = [at for at in range(len(raw) // 2, len(raw) - 3) if raw[at : at + 1] == b"\n" and b'"' not in raw]
    return raw[: chance.choice(rows) + 2] if rows and not raw.startswith((b"\xff", b"\xfe")) else None


def _zeros(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + b"\0" * chance.choice([1, 5_000]) + raw[at:]


def _quoted(text: str, _chance: random.Random) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(csv.reader(io.StringIO(text, newline="")))
    return made.getvalue().encode()


_POINTER = (
    b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32\nsize 123\n"
)
_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><script>alert(1)</script></body></html>\n"
_IS_NAMED = {"must_be_named": True}


def _called(what: str, rename: Callable[[str, random.Random], str]) -> Fault:
    """Return a fault of the name of a file, which has to be named in the report as it is not read."""

    def fault(school: School, chance: random.Random) -> Made | None:
        file = chance.choice(list(school.rows))
        raw, name = school.save(file), rename(file, chance)
        if len(school.rows) > 1 and chance.random() < 0.5:  # Otherwise both are there.
            del school.rows[file], school.raw[file]
        school.raw[name] = raw
        school.to_be_named.add(name)
        return Made(what, name)

    return fault


def _leftover(school: School, chance: random.Random) -> Made:
    name = chance.choice(["._sessions.csv", ".DS_Store", "desktop.ini", "~$sessions.xlsx", "Thumbs.db"])
    school.raw[name] = b"\0\5\x16\7"
    return Made("a leftover of a computer", name, is_harmless=True)


_ENDINGS = [".xlsx", ".xlsb", ".ods", ".fods", ".gsheet", ".numbers", ".csv.bak", ".csv.zip", ".csv.download", ".htm"]
_COPIES = ["{} (1).csv", "Copy of {}.csv", "{} - Copy.csv", "our {}.csv", "{}x.csv", "{}.csv~", "{}.csv ", " {}.csv"]
_CONFLICTS = ["{} (conflicted copy 2026-03-01).csv", "{}.sync-conflict-20260301-101010-ABCDEFG.csv", "{}-PC01.csv"]

FILE_FAULTS: list[Fault] = [
    _saved("letters of another code page", _as_text(_in_code_page)),
    _saved("letters encoded twice", _as_text(_doubly)),
    _saved("letters lost", _as_text(_lost), **_IS_NAMED),
    _saved("other separators", _as_text(_separated)),
    _saved("each row in one cell", _as_text(_row_in_one_cell)),
    _saved("a title row", _as_text(_title_row)),
    _saved("a file cut off", _cut, **_IS_NAMED),
    _saved("bytes of zeros", _zeros, **_IS_NAMED),
    _saved("a web page for a table", lambda *_: _PAGE, **_IS_NAMED),
    _saved("a pointer for a table", lambda *_: _POINTER, **_IS_NAMED),
    _saved("an empty file", lambda *_: b"", **_IS_NAMED),
    _saved("a workbook for a table", lambda raw, _: b"PK\x03\x04" + raw, **_IS_NAMED),
    _called("another ending", lambda file, chance: file.removesuffix(".csv") + chance.choice(_ENDINGS)),
    _called("a copy", lambda file, chance: chance.choice(_COPIES).format(file.removesuffix(".csv"))),
    _called("a conflict copy", lambda file, chance: chance.choice(_CONFLICTS).format(file.removesuffix(".csv"))),
    _called("a workbook's usual name", lambda _, chance: chance.choice(["Book1.xlsx", "Mappe1.xlsx", "Untitled.ods"])),
]
"""Faults of how a file is saved, or what it is called."""

HARMLESS: list[Fault] = [
    _saved("a mark of UTF-8", _as_text(lambda text, _: text.encode("utf-8-sig")), is_harmless=True),
    _saved("Unicode text", _as_text(lambda text, _: text.encode("utf-16")), is_harmless=True),
    _saved("every cell in quotation marks", _as_text(_quoted), is_harmless=True),
    _saved(
        "line ends of Windows",
        _as_text(lambda text, _: text.replace("\r\n", "\n").replace("\n", "\r\n").encode()),
        is_harmless=True,
    ),
    _saved(
        "rows without cells at the end", _as_text(lambda text, _: (text + ",,,\n\n" * 30).encode()), is_harmless=True
    ),
    _leftover,
]
"""What programs do to a folder that is nobody's mistake: all of it is to be read as it was meant."""
