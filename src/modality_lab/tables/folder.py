"""The files of a folder: which of them are tables, what stands in these, and what is not read."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from modality_lab.tables.constraints import check_columns
from modality_lab.tables.csv_file import read_sheet
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary, tables_by_file
from modality_lab.tables.file_endings import Sort, is_bundle, not_a_table, sort_of, why_not_read
from modality_lab.tables.file_names import goes_with_a_folder, is_leftover, table_meant, table_named, table_of_first_row
from modality_lab.tables.letters import MAX_MEGABYTES
from modality_lab.tables.problem import SHOWN, Kind, Problem, TableError
from modality_lab.tables.sheet import Sheets
from modality_lab.words import listed, visible

MOST_LOOKED_INTO = 1000
"""So many files of a folder that are not called like a table are looked into; more are only counted."""


class File(NamedTuple):
    """A file of a folder, or a folder within it.

    Attributes
    ----------
    name : str
        Its name.
    changed : int
        When it was changed last, in nanoseconds.
    size : int
        Its size in bytes; -1 for what is no file.
    is_folder : bool
        Whether it is a folder.
    """

    name: str
    changed: int
    size: int
    is_folder: bool

    @property
    def table(self) -> str | None:
        """The table that it holds by its name.

        Returns
        -------
        str or None
            The name of the table; None for a file that is called otherwise.
        """
        return tables_by_file().get(self.name.lower())


def files_in(folder: Path) -> tuple[File, ...]:
    """Return the files of a folder, without those that a computer or a program has left there for itself.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    tuple of File
        The files, by name.

    Raises
    ------
    OSError
        When the folder cannot be opened.
    """
    with os.scandir(folder) as entries:
        return tuple(sorted(_file(entry) for entry in entries if not is_leftover(entry.name)))


def _file(entry: os.DirEntry[str]) -> File:
    try:
        about = entry.stat()
        return File(entry.name, about.st_mtime_ns, about.st_size if entry.is_file() else -1, entry.is_dir())
    except OSError:  # A link that leads nowhere or round in a circle, or a file that has just gone.
        return File(entry.name, 0, -1, is_folder=False)


class Contents(NamedTuple):
    """What stands in the tables of a folder.

    Attributes
    ----------
    sheets : dict of Sheet
        The tables that could be read whole.
    rows : dict of int
        The number of rows of each file of a table; 0 where it cannot be read.
    problems : list of Problem
        What is wrong with the files.
    """

    sheets: Sheets
    rows: dict[str, int]
    problems: list[Problem]


def read_folder(folder: Path, files: tuple[File, ...]) -> Contents:
    """Read the tables of a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    files : tuple of File
        Its files.

    Returns
    -------
    Contents
        What stands in them.

    Raises
    ------
    TableError
        When the tables together are larger than is read.
    """
    tables = [file for file in files if file.table and file.size >= 0]
    megabytes = sum(file.size for file in tables) / 1e6
    if megabytes > MAX_MEGABYTES:
        text = (
            f"its tables are too large: {megabytes:,.0f} megabytes together. Allowed: {MAX_MEGABYTES} megabytes. "
            "Keep the rows that the class needs."
        )
        raise TableError(folder, [Problem.of_file(folder.name, text)])
    contents = Contents({}, {}, [])
    for file in tables:
        _read_table(folder, file, contents)
    return contents


def _read_table(folder: Path, file: File, contents: Contents) -> None:
    """Add what stands in a table, and what is wrong in it."""
    table = tables_by_file()[file.name.lower()]
    resource = dictionary()[table]
    sheet, problems = read_sheet(folder / file.name, resource)
    contents.problems.extend(problems)
    contents.rows[resource["path"]] = len(sheet.lines) if sheet else 0
    if sheet is None:
        return
    # What points at cells that could not be read is not wrong itself.
    if any(problem.kind is Kind.UNREAD for problem in problems):
        contents.problems.extend(check_columns(table, sheet, resource["schema"]))
    else:
        contents.sheets[table] = sheet


def check_presence(files: tuple[File, ...]) -> list[Problem]:
    """Find the files that the kit's own folder lacks.

    Parameters
    ----------
    files : tuple of File
        The files of that folder.

    Returns
    -------
    list of Problem
        A problem for each table of the dictionary that has no file.
    """
    text = "the file is missing in the kit itself. Get it again from where the kit came from."
    return [Problem.of_file(file, text) for file in tables_by_file().keys() - {file.name.lower() for file in files}]


class Unread(NamedTuple):
    """What is not read of a folder.

    Attributes
    ----------
    problems : list of Problem
        What is meant as a table, and is to be mended before the folder is used.
    odd : list of Problem
        What may be meant as one.
    """

    problems: list[Problem]
    odd: list[Problem]


def check_names(folder: Path, files: tuple[File, ...]) -> Unread:
    """Find what is not read of a school's folder: nothing is passed over without a word.

    Parameters
    ----------
    folder : Path
        The folder.
    files : tuple of File
        Its files.

    Returns
    -------
    Unread
        A problem for each file or folder that is not read, unless nobody would mean it as a table.
    """
    there = {file.name.lower() for file in files if table_named(file.name)}
    problems, odd = list(_wrong_files(files)), []
    others = [file for file in files if not table_named(file.name)]
    for file in others[:MOST_LOOKED_INTO]:
        if _is_the_dictionary(folder / file.name):
            continue
        if file.is_folder and not is_bundle(file.name):
            odd += _tables_within(folder / file.name)
        elif meant := _table_meant(folder, file):
            problems.append(_not_read(file.name, _why_not_read(file.name, f"{meant}.csv", there)))
        elif not goes_with_a_folder(file.name):
            odd.append(_not_read(file.name, not_a_table(file.name, table_meant(file.name))))
    odd = _first(odd, len(others[MOST_LOOKED_INTO:]))
    if there or problems:
        return Unread(problems, odd)
    names = listed(tables_by_file(), "or")
    text = f"no table of the kit is in this folder. A table is a CSV file with one of these names: {names}."
    return Unread([Problem.of_file("the folder", text), *odd], [])


def _wrong_files(files: tuple[File, ...]) -> Iterator[Problem]:
    counts = Counter(file.name.lower() for file in files)
    for file in files:
        if not table_named(file.name):
            continue
        if file.size < 0:
            yield Problem.of_file(file.name, "this is not a file that can be opened. A table is a CSV file.")
        elif counts[file.name.lower()] > 1:
            yield Problem.of_file(file.name, "two files have this name, with other capitals. Keep one.")


def _table_meant(folder: Path, file: File) -> str | None:
    """Return the table that a file is meant as: by its name, or by the columns in its first row."""
    if sort_of(file.name) in (Sort.DOCUMENT, Sort.PICTURE_OR_SOUND, Sort.PROGRAM):
        return None
    meant = None if goes_with_a_folder(file.name) else table_meant(file.name)
    if meant or sort_of(file.name) is not Sort.TEXT or file.size <= 0:
        return meant
    try:
        with (folder / file.name).open("rb") as opened:
            return table_of_first_row(opened.read(4096))
    except OSError:  # It has just gone, or may not be read: its name said nothing.
        return None


def _why_not_read(name: str, meant: str, there: set[str]) -> str:
    if meant in there:
        return f"this file is not read, as {meant} is there too. Keep one of them in this folder."
    return why_not_read(name, meant)


def _is_the_dictionary(path: Path) -> bool:
    """Return whether a file came with a copy of the whole folder of the kit, and says what the kit's own says."""
    try:
        return path.name == "datapackage.json" and path.read_bytes() == (KIT_FOLDER / path.name).read_bytes()
    except OSError:
        return False


def _tables_within(folder: Path, depth: int = 3) -> list[Problem]:
    """Return a problem for each folder within this one that holds tables, as one that was unpacked twice does."""
    try:
        files = files_in(folder)[:MOST_LOOKED_INTO]
    except OSError:
        return []
    tables = [file.name for file in files if file.table and file.size >= 0]
    if tables:
        text = (
            f"what lies in this folder is not read: {listed(tables[:3])}{' and more' * (len(tables) > 3)}. "
            "If it is meant for the class, move it one folder up, beside the other tables."
        )
        return [_not_read(f"{folder.name}/", text)]
    within = [file.name for file in files if file.is_folder and not is_bundle(file.name)] if depth > 1 else []
    return [problem for name in within[:20] for problem in _tables_within(folder / name, depth - 1)]


def _first(odd: list[Problem], not_looked_into: int) -> list[Problem]:
    """Return the first of what is odd, and at the end how many more there are."""
    others = len(odd[SHOWN:]) + not_looked_into
    if not others:
        return odd
    more = _not_read("the folder", f"{others:,} more files in it are not called like a table, and are not read.")
    return [*odd[:SHOWN], more]


def _not_read(name: str, text: str) -> Problem:
    return Problem(Kind.NO_TABLE, shown_name(name), 0, "", text)


def shown_name(name: str) -> str:
    r"""Return the name of a file as a sentence shows it: on one line, not too long, and in quotes where spaces matter.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str
        What is shown of it.

    Examples
    --------
    >>> shown_name("Book1.xlsx"), shown_name(" sessions.csv"), shown_name("a\u202eb.csv")
    ('Book1.xlsx', '" sessions.csv"', 'a[U+202E]b.csv')
    """
    text = visible(name if len(name) <= 100 else name[:97] + "…")
    return text if text == " ".join(text.split()) and text else f'"{text}"'
