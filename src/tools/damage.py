"""Ways in which tables get damaged: for the broken example, for the page of what the check says, and for the tests."""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from modality_lab.tables.dictionary import KIT_FOLDER


def _row(file: str, start: str) -> str:
    """Return the row of a kit's file that begins in this way."""
    rows = (KIT_FOLDER / file).read_text(encoding="utf-8").splitlines(keepends=True)
    return next(row for row in rows if row.startswith(start))


# A dozen faults, one of each kind, each of which is one problem of the check: what is wrong, in which file,
# what stands there rightly, and what stands there wrongly.
FAULTS = [
    ("a cell that must be filled is empty", "modalities.csv", "Deep tissue massage,DTM", ",DTM"),
    ("words where a number belongs", "sessions.csv", "nmt,30,60", "nmt,half an hour,60"),
    ("the shortest and the longest are swapped", "sessions.csv", "dtm,60,90", "dtm,90,60"),
    ("a number off the scale", "focus.csv", "dtm,where,2", "dtm,where,5"),
    ("an id misspelt that stands in another table", "focus.csv", "nmt,pressure", "nmt,presure"),
    ("a modality misspelt", "benefits.csv", "nmt,posture", "ntm,posture"),
    (
        "a word that is not on the list of allowed ones",
        "benefits.csv",
        "dtm,flexibility,listed",
        "dtm,flexibility,list",
    ),
    (
        "a row twice",
        "benefits.csv",
        _row("benefits.csv", "nmt,circulation"),
        _row("benefits.csv", "nmt,circulation") * 2,
    ),
    (
        "a source that is not in the table of sources",
        "benefits.csv",
        "tension overall.,none given,article",
        "tension overall.,none given,articel",
    ),
    ("an id with capitals and a space", "techniques.csv", "dtm,slow_strokes", "dtm,Slow Strokes"),
    (
        "a reference not written as agreed",
        "techniques.csv",
        "What is Neuromuscular Therapy?,A04",
        "What is Neuromuscular Therapy?,4th point",
    ),
    ("an answer under the wrong question", "rules.csv", "conditions,sciatica", "goals,sciatica"),
    ("a name of a column misspelt", "glossary.csv", "term,meaning", "term,meening"),
]

# Allowed, and yet wrong: what two modalities share is shared only under one id.
ODD_FAULT = ("two ids for one thing", "benefits.csv", "dtm,stress_reduction", "dtm,stress_relief")


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Exchange one text of a file; the file must hold it."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{file} does not hold {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def copy_kit(folder: Path, *files: str) -> Path:
    """Make a folder with copies of some of the kit's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file).write_bytes((KIT_FOLDER / file).read_bytes())
    return folder


def write_broken_tables(folder: Path) -> None:
    """Write the tables that have all of the faults."""
    faults = [*FAULTS, ODD_FAULT]
    copy_kit(folder, *sorted({file for _, file, _, _ in faults}))
    for _, file, right, wrong in faults:
        change(folder, file, right, wrong)


def _edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        change(copy_kit(folder, file), file, old, new)

    return damage


def _bytes(file: str, make: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / file).write_bytes(make((KIT_FOLDER / file).read_bytes()))

    return damage


def _renamed(old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        copy_kit(folder, old)
        (folder / old).rename(folder / new)

    return damage


def _added(old: str, new: str) -> Callable[[Path], None]:
    """Put a copy of a file beside it, under another name."""

    def damage(folder: Path) -> None:
        copy_kit(folder, old)
        (folder / new).write_bytes((folder / old).read_bytes())

    return damage


def _with_accents(raw: bytes) -> str:
    return raw.decode().replace("Deep tissue massage", "Massagé à l’huile").replace("Neuromuscular", "Thérapie")


def _semicolons(raw: bytes, first: str = "") -> bytes:
    made = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    csv.writer(made, delimiter=";", lineterminator="\n").writerows(rows)
    return (first + made.getvalue()).encode()


def _rows_in_one_cell(raw: bytes) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows([line] for line in raw.decode().splitlines())
    return made.getvalue().encode()


def _one_source_everywhere(folder: Path) -> None:
    """Misspell one source in every row of two tables."""
    for file in ("benefits.csv", "techniques.csv"):
        path = copy_kit(folder, file) / file
        path.write_text(path.read_text(encoding="utf-8").replace(",article,", ",articel,"), encoding="utf-8")


def _zip(raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("sessions.csv", raw)
    return file.getvalue()


def _numbered_techniques(raw: bytes) -> bytes:
    head, row, *_ = raw.decode().splitlines()
    rest = row.split(",", 3)[-1].replace("steady pressure", "pressure number {}")
    names = enumerate(("nmt", "dtm") * 15, 1)
    rows = [f"{modality},technique_{number},deep_pressure,{rest.format(number)}" for number, modality in names]
    return "\n".join([head, *rows]).encode()


def _huge(folder: Path) -> None:
    # 200 MB by its size, hardly a byte on the disk.
    with (copy_kit(folder, "sessions.csv") / "sessions.csv").open("ab") as file:
        file.truncate(200_000_000)


def _many_columns(raw: bytes) -> bytes:
    head, rest = raw.split(b"\n", 1)
    return b",".join([head, *(b"c%d" % number for number in range(20_000))]) + b"\n" + rest


def _circle(folder: Path) -> None:
    """Two folders whose switchboards point at each other."""
    for here, there in ((folder, "other"), (folder.parent / "other", folder.name)):
        here.mkdir(parents=True)
        (here / "switchboard.csv").write_text(f"setting,id,value,note\nfolder,,../{there},\n")


def _no_folder(folder: Path) -> None:
    pass


def _file_for_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")


# What is done to a folder, under what a person would call it. A folder holds only the damaged file.
DAMAGES: dict[str, Callable[[Path], None]] = {
    what: _edit(file, right, wrong) for what, file, right, wrong in [*FAULTS, ODD_FAULT]
} | {
    "points that differ without a note": _edit("rules.csv", "conditions,sciatica,nmt,2", "conditions,sciatica,nmt,5"),
    "a part of a minute": _edit("sessions.csv", "nmt,30,", "nmt,30.5,"),
    "nan for a number": _edit("sessions.csv", "nmt,30,", "nmt,nan,"),
    "a session of ten hours": _edit("sessions.csv", "dtm,60,90", "dtm,60,600"),
    "a column twice": _edit("sessions.csv", "min_minutes,max_minutes", "min_minutes,min_minutes,max_minutes"),
    "a comma without quotation marks": _edit(
        "techniques.csv", "In our words: making a muscle longer.,", "In our words: making a muscle, slowly, longer.,"
    ),
    "a quotation mark left open": _edit(
        "techniques.csv",
        "Named without explanation. In our words: making",
        '"Named without explanation. In our words: making',
    ),
    "two rows in one line": _edit("sessions.csv", "A37 A38 A39 A40\ndtm", "A37 A38 A39 A40,dtm"),
    "a lost comma": _edit("sessions.csv", "nmt,30,60", "nmt,3060"),
    "a column without a name": _edit("sessions.csv", ",max_minutes,", ",,"),
    "an empty row in the middle": _edit("sessions.csv", "\ndtm,", "\n\ndtm,"),
    "a modality that no other table knows": _edit(
        "modalities.csv", "\nnmt,", "\ncupping,Cupping,CUP,Our own words.,teaching_note,Example,\nnmt,"
    ),
    "a formula in a text": _edit(
        "techniques.csv",
        "Pressure placed exactly on a trigger point.",
        '"=HYPERLINK(""http://example.org"",""Click"")"',
    ),
    "a script in a text": _edit(
        "techniques.csv", "Pressure placed exactly on a trigger point.", "<script>alert(1)</script>"
    ),
    "a mark that nobody can see (zero-width space)": _edit("sessions.csv", "nmt,30", "n\u200bmt,30"),
    "a mark that turns the line round (right-to-left override)": _edit("sessions.csv", "nmt,30", "n\u202emt,30"),
    "a cell of a million letters": _edit(
        "techniques.csv", "Pressure placed exactly on a trigger point.", "x" * 1_000_000
    ),
    "twenty thousand columns": _bytes("sessions.csv", _many_columns),
    "one modality taken out and its rows left in the kit's other tables": _bytes(
        "modalities.csv", lambda raw: b"\n".join(row for row in raw.split(b"\n") if not row.startswith(b"nmt"))
    ),
    "two switchboards that point at each other": _circle,
    "letters of two encodings in one file": _bytes(
        "modalities.csv", lambda raw: raw.replace(b"Deep", "Déep".encode()).replace(b"DTM", b"D\xe9M")
    ),
    "bytes that are no text": _bytes("sessions.csv", lambda _: bytes(range(256)) * 9),
    "a byte of zeros within a text": _bytes("sessions.csv", lambda raw: raw.replace(b"nmt", b"n\0mt")),
    "half of a file saved as Unicode": _bytes(
        "sessions.csv", lambda raw: codecs.BOM_UTF16_LE + raw.decode().encode("utf-16-le")[:-1]
    ),
    "a zip file with the name of a table": _bytes("sessions.csv", _zip),
    "a file of 200 MB": _huge,
    "an empty file": _bytes("sessions.csv", lambda _: b""),
    "a file with nothing but the names of columns": _bytes("modalities.csv", lambda raw: raw.split(b"\n")[0]),
    "a name of a file that nearly matches": _renamed("sessions.csv", "session.csv"),
    "a file that the browser has numbered": _renamed("sessions.csv", "sessions (1).csv"),
    "a workbook in place of a CSV file": _renamed("sessions.csv", "sessions.xlsx"),
    "a new source that is used before its row": _edit(
        "benefits.csv", "tension overall.,none given,article", "tension overall.,none given,our_handbook"
    ),
    "one source misspelt in many rows of two tables": _one_source_everywhere,
    "thirty techniques in a numbered series": _bytes("techniques.csv", _numbered_techniques),
    "an error value of a spreadsheet": _edit("techniques.csv", "Pressure placed exactly on a trigger point.", "#NAME?"),
    "a title above the names of the columns": _bytes("sessions.csv", lambda raw: b"Our sessions,,,\n\n" + raw),
    "another table's rows under the name of a table": _bytes(
        "sessions.csv", lambda _: (KIT_FOLDER / "glossary.csv").read_bytes()
    ),
    "a web page saved as a table": _bytes(
        "sessions.csv", lambda _: b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n"
    ),
    "each row in one cell": _bytes("sessions.csv", _rows_in_one_cell),
    "a line that names the separator": _bytes("sessions.csv", lambda raw: _semicolons(raw, "sep=;\n")),
    "letters of another code page": _bytes("modalities.csv", lambda raw: _with_accents(raw).encode("mac-roman")),
    "letters that were encoded twice": _bytes(
        "modalities.csv", lambda raw: _with_accents(raw).encode().decode("cp1252", "ignore").encode()
    ),
    "letters that were lost": _bytes(
        "modalities.csv", lambda raw: _with_accents(raw).replace("é", "\ufffd").replace("à", "\ufffd").encode()
    ),
    "a conflict copy beside a table": _added("sessions.csv", "sessions (conflicted copy 2026-03-01).csv"),
    "a workbook with its first name beside a table": _added("sessions.csv", "Book1.xlsx"),
    "a table with the name of one's own beside it": _added("sessions.csv", "our sessions.csv"),
    "a folder that is not there": _no_folder,
    "a file where a folder belongs": _file_for_folder,
}
