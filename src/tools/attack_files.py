"""The faults of whole files that `attack.py` makes: how a program has saved a file, and what it is called."""

import csv
import io
import random
from collections.abc import Callable

from attack_school import Fault, Made, School


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


def _rows_of(text: str) -> list[list[str]]:
    """Return the rows of a file, by what stands between its cells after the faults that were done before."""
    lines = text.splitlines()[:3]
    separator = max(",;\t|", key=lambda mark: max(line.count(mark) for line in lines))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _separated(text: str, chance: random.Random) -> bytes:
    rows = _rows_of(text)
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
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(_rows_of(text))
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
