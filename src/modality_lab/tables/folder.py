"""The files of a folder: which of them are tables, which may be meant as tables, and what stands in them."""

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from modality_lab.tables.cells import quotable
from modality_lab.tables.constraints import check_columns
from modality_lab.tables.csv_file import read_sheet
from modality_lab.tables.dictionary import dictionary, tables_by_file
from modality_lab.tables.letters import MAX_MEGABYTES
from modality_lab.tables.problem import Kind, Problem, TableError
from modality_lab.tables.sheet import Sheets
from modality_lab.tables.switchboard import SWITCHBOARD
from modality_lab.words import listed

_TABLE_LIKE = {"", ".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".ods", ".numbers"}
# What programs and people add to the name of a copy, such as "sessions (1)" or "Copy of sessions".
_COPY = re.compile(r"\b(copy|of|kopie|von|copie|de|old|new|final|sheet|table)\b|\d+|[^a-z]+")


class File(NamedTuple):
    """A file that is, or could be meant as, a table.

    Attributes
    ----------
    name : str
        Its name.
    changed : int
        When it was changed last, in nanoseconds.
    size : int
        Its size in bytes; -1 for what has such a name and is no file.
    """

    name: str
    changed: int
    size: int

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
    """Return the files of a folder that are, or could be meant as, tables.

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
        found = [
            File(entry.name, *_changed_and_size(entry))
            for entry in entries
            if not entry.name.startswith((".", "~")) and Path(entry.name).suffix.lower() in _TABLE_LIKE
        ]
    return tuple(sorted(found))


def _changed_and_size(entry: os.DirEntry[str]) -> tuple[int, int]:
    try:
        return (entry.stat().st_mtime_ns, entry.stat().st_size) if entry.is_file() else (0, -1)
    except OSError:  # A link that leads round in a circle, or a file that has just gone.
        return 0, -1


def read_folder(folder: Path, files: tuple[File, ...]) -> tuple[Sheets, list[Problem]]:
    """Read the tables of a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    files : tuple of File
        Its files.

    Returns
    -------
    dict of Sheet
        The tables that could be read whole.
    list of Problem
        What is wrong with the files.

    Raises
    ------
    TableError
        When the tables together are larger than is read.
    """
    megabytes = sum(file.size for file in files if file.table and file.size > 0) / 1e6
    if megabytes > MAX_MEGABYTES:
        text = (
            f"its tables are too large: {megabytes:,.0f} megabytes together. Allowed: {MAX_MEGABYTES} megabytes. "
            "Keep the rows that the class needs."
        )
        raise TableError(folder, [Problem.of_file(folder.name, text)])
    sheets: Sheets = {}
    problems = []
    for file in files:
        if file.table is None or file.size < 0:
            continue
        resource = dictionary()[file.table]
        sheet, found = read_sheet(folder / file.name, resource)
        problems += found
        if sheet is None:
            continue
        # What points at cells that could not be read is not wrong itself.
        if any(problem.kind is Kind.UNREAD for problem in found):
            problems += check_columns(file.table, sheet, resource["schema"])
        else:
            sheets[file.table] = sheet
    return sheets, problems


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


def check_names(files: tuple[File, ...]) -> list[Problem]:
    """Check the names of a school's files: none is passed over without a word.

    Parameters
    ----------
    files : tuple of File
        The files of the school's folder.

    Returns
    -------
    list of Problem
        What is wrong with the names.
    """
    problems = [Problem.of_file(quotable(name, 100), text) for name, text in _wrong_names(files)]
    if not problems and not any(_is_known(file) for file in files):
        names = listed(tables_by_file(), "or")
        text = f"no table of the kit is in this folder. A table is a CSV file with one of these names: {names}."
        return [Problem.of_file("the folder", text)]
    return problems


def _wrong_names(files: tuple[File, ...]) -> Iterator[tuple[str, str]]:
    counts = Counter(file.name.lower() for file in files)
    for file in files:
        if _is_known(file):
            if file.size < 0:
                yield file.name, "this is not a file that can be opened. A table is a CSV file."
            elif counts[file.name.lower()] > 1:
                yield file.name, "two files have this name, with other capitals. Keep one."
        elif meant := table_meant(file.name):
            yield file.name, _misnamed(file.name, f"{meant}.csv", f"{meant}.csv" in counts)


def _is_known(file: File) -> bool:
    return file.table is not None or file.name.lower() == SWITCHBOARD


def _misnamed(name: str, meant: str, is_there: bool) -> str:
    if is_there:
        return f"this file is not read, as {meant} is there too. Keep one of them in this folder."
    if Path(name).suffix.lower() in (".csv", ".txt", ".tsv", ".tab", ""):
        return f'this file is not read. Is it "{meant}"? Give it that name, or take it out of this folder.'
    return (
        "this file is not read, as it is not CSV. Open it, choose Save as, CSV UTF-8, "
        f"under the name {meant}; then take this one out of the folder."
    )


def table_meant(name: str) -> str | None:
    """Return the table that a file is nearly called like.

    Parameters
    ----------
    name : str
        The name of the file.

    Returns
    -------
    str or None
        The name of the table, or "switchboard"; None where none is near.

    Examples
    --------
    >>> table_meant("session.csv"), table_meant("Our tables - sessions (1).csv"), table_meant("prices.csv")
    ('sessions', 'sessions', None)
    """
    stem = name.lower().removesuffix(Path(name).suffix.lower())
    for part in (stem, stem.rpartition(" - ")[2]):
        words = "_".join(_COPY.sub(" ", part.removesuffix(".csv").replace("_", " ")).split())
        near = difflib.get_close_matches(words[:80], [*dictionary(), "switchboard"], n=1, cutoff=0.85)
        if near:
            return near[0]
    return None
