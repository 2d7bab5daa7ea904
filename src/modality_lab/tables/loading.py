"""Read the CSV tables of a folder over the kit's own, checked against their dictionary, `datapackage.json`.

>>> tables = load_tables()
>>> tables.sessions[["modality", "min_minutes", "max_minutes"]]
  modality  min_minutes  max_minutes
0      nmt           30           60
1      dtm           60           90
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from modality_lab.tables import switchboard
from modality_lab.tables.cells import quotable
from modality_lab.tables.checked_tables import Tables
from modality_lab.tables.dictionary import IS_INSTALLED, KIT_FOLDER, dictionary
from modality_lab.tables.folder import File, check_names, check_presence, files_in, read_folder
from modality_lab.tables.problem import Problem, TableError, raise_if_wrong
from modality_lab.tables.school import fit_kit_to_school, ids_of, ids_of_kit, with_sources_of_kit
from modality_lab.tables.sheet import Sheets
from modality_lab.words import KitError

__all__ = ["TableError", "Tables", "load_tables", "tables_or_kit"]


def load_tables(folder: str | Path | None = None) -> Tables:
    """Read and check the tables of a folder.

    Files saved by a spreadsheet program are fine: comma, semicolon or tab as separator, UTF-8 or
    Western Windows letters, blank rows and empty columns at the end; at most 20 megabytes in all and
    100,000 rows in a file. The same unchanged folder is read only once.

    Parameters
    ----------
    folder : str or Path, optional
        Holds a CSV file for each table of the dictionary that a school changes; a table that it does not
        have is the kit's, without the rows about what the school does not have. Its `sources.csv` adds to
        the kit's. A `switchboard.csv` in it says what a class sees of all this. Without it, the folder
        `school` beside the notebooks is read where there is one, and otherwise the kit's own.

    Returns
    -------
    Tables
        All tables of the dictionary.

    Raises
    ------
    TableError
        When the folder is missing or a table does not fit the dictionary; it says what is wrong in all
        files at once.

    Examples
    --------
    >>> load_tables("no-such-folder")
    Traceback (most recent call last):
    ...
    modality_lab.tables.problem.TableError: The tables in the folder "no-such-folder" cannot be used yet: 1 problem to mend.
      no-such-folder: there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables.
    Put this right, and run this again.
    """  # noqa: E501
    asked = _class_folder() if folder is None else Path(str(folder))
    return _read_and_check(_found(asked))


def tables_or_kit(tables: Tables | None) -> Tables:
    """Return the given tables, or those of `load_tables()` where there are none.

    Parameters
    ----------
    tables : Tables or None
        What a reader has given.

    Returns
    -------
    Tables
        The tables to use.

    Raises
    ------
    KitError
        When something else is given, such as the name of a folder.
    """
    if tables is None:
        return load_tables()
    if not isinstance(tables, Tables):
        raise KitError(f"Tables are needed here, and {tables!r} was given. Load them first: load_tables({tables!r}).")
    return tables


def _class_folder() -> Path:
    """Return the folder `school` beside the notebooks where there is one, otherwise the kit's own."""
    beside = (Path("..") if IS_INSTALLED else KIT_FOLDER.parent) / "school"
    return beside if beside.is_dir() else KIT_FOLDER


class _Found(NamedTuple):
    """What lies in a folder and in the kit's, before any table is read: the same again needs no reading."""

    folder: Path
    files: tuple[File, ...]
    kit_folder: Path
    kit_files: tuple[File, ...]
    board: switchboard.Switchboard


def _found(asked: Path) -> _Found:
    """Look into the folder that is asked for, or into the one that its switchboard names."""
    folder = asked
    try:
        folder = folder.expanduser().absolute() if str(folder).startswith("~") else folder
        files = files_in(folder)
        board = switchboard.read(folder, files)
        if board.folder:
            folder, files = board.folder, files_in(board.folder)
        kit_files = files if folder == KIT_FOLDER else files_in(KIT_FOLDER)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, KitError):
            raise
        problem = Problem.of_file(quotable(str(folder), 200), _why_no_folder(error))
        raise TableError(folder, [problem]) from None
    return _Found(folder.absolute(), files, KIT_FOLDER, kit_files, board)


def _why_no_folder(error: Exception) -> str:
    if isinstance(error, NotADirectoryError):
        return "this is a file, not a folder. Give the name of the folder that it lies in."
    if isinstance(error, PermissionError):
        return (
            "this folder may not be read. Ask whoever looks after this computer, "
            "or copy the folder to a place of your own."
        )
    return (
        "there is no folder of this name here. Check the spelling, or leave the name out to use the kit's own tables."
    )


@lru_cache(maxsize=8)
def _read_and_check(found: _Found) -> Tables:
    """Read the folder and the kit's, lay the one over the other, check, and set what the switchboard says."""
    own, kit, problems = _read(found)
    has_file = {file.table for file in found.files}
    # A file that is there and cannot be read is a problem: the kit's does not take its place.
    of_kit = {table: sheet for table, sheet in kit.items() if table not in has_file}

    fitted = fit_kit_to_school(with_sources_of_kit(own, kit), of_kit)
    raise_if_wrong(found.folder, [*problems, *fitted.problems, *found.board.problems])

    set_sheets, problems = switchboard.apply(found.board, fitted.sheets)
    raise_if_wrong(found.folder, problems)

    sheets = {table: set_sheets[table] for table in dictionary()}
    kit_ids = ids_of_kit(kit)
    not_here = {table: kit_ids.get(table, set()) - ids for table, ids in ids_of(sheets).items()}
    return Tables(found.folder, sheets, {table: fitted.left_out[table] for table in of_kit}, not_here)


def _read(found: _Found) -> tuple[Sheets, Sheets, list[Problem]]:
    """Return the tables of the folder and those of the kit, and what is wrong with their files."""
    own, problems = read_folder(found.folder, found.files)
    lacking = check_presence(found.kit_files)
    if found.folder == found.kit_folder:
        return own, own, [*problems, *lacking]
    kit, kit_problems = read_folder(found.kit_folder, found.kit_files)
    names = {file.name.lower() for file in found.files}
    of_kit = [problem for problem in [*kit_problems, *lacking] if problem.file not in names]
    return own, kit, [*problems, *check_names(found.files), *of_kit]
