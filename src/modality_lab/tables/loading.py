"""Read the CSV tables of a folder over the kit's own, checked against their dictionary, `datapackage.json`.

>>> tables = load_tables()
>>> tables.sessions[["modality", "min_minutes", "max_minutes"]]
  modality  min_minutes  max_minutes
0      nmt           30           60
1      dtm           60           90
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from modality_lab.clearing import one_clearing_away
from modality_lab.tables import switchboard
from modality_lab.tables.cells import quotable
from modality_lab.tables.checked_tables import Tables
from modality_lab.tables.dictionary import IS_INSTALLED, KIT_FOLDER, dictionary
from modality_lab.tables.folder import Contents, File, Unread, check_names, check_presence, files_in, read_folder
from modality_lab.tables.problem import Kind, Problem, TableError
from modality_lab.tables.school import fit_kit_to_school, ids_of, ids_of_kit, with_sources_of_kit
from modality_lab.tables.sheet import Sheet
from modality_lab.words import KitError, counted, listed, say, visible

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
    outcome = read_tables(folder)
    if outcome.not_read:
        say(_what_is_not_read(outcome, folder))
    return outcome.usable()


@dataclass(frozen=True)
class Outcome:
    """What reading a folder has come to.

    Attributes
    ----------
    folder : Path
        The folder that was read: the one that was asked for, or the one that its switchboard names.
    tables : Tables or None
        All tables; None where there is something to mend.
    problems : tuple of Problem
        What is to be mended before the tables can be used.
    not_read : tuple of Problem
        What lies in the folder, is not used, and may be meant to be.
    rows : mapping of str to int
        The number of rows of each file of the folder that is read.
    own : mapping of str to Sheet
        What stands in the folder's own tables.
    """

    folder: Path
    tables: Tables | None
    problems: tuple[Problem, ...] = ()
    not_read: tuple[Problem, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[str, Sheet] = field(default_factory=dict)

    def usable(self) -> Tables:
        """Return the tables.

        Returns
        -------
        Tables
            All tables.

        Raises
        ------
        TableError
            When there is something to mend.
        """
        if self.tables is None:
            raise TableError(self.folder, self.problems)
        return self.tables


def read_tables(folder: str | Path | None = None) -> Outcome:
    """Read and check the tables of a folder, without an error or a word where something is wrong.

    Parameters
    ----------
    folder : str or Path, optional
        The folder, as for `load_tables`.

    Returns
    -------
    Outcome
        What it has come to.

    Examples
    --------
    >>> read_tables("no-such-folder").problems[0].file
    'no-such-folder'
    """
    try:
        asked = _class_folder() if folder is None else Path(str(folder))
        return _read_and_check(_found(asked))
    except _ToMendError as error:
        return error.outcome
    except TableError as error:
        return Outcome(error.folder, None, tuple(error.problems))


def _what_is_not_read(outcome: Outcome, folder: str | Path | None) -> str:
    """Say in one sentence what lies in a folder and is not read."""
    names = [problem.file for problem in outcome.not_read]
    more = [counted(len(names) - 5, "other")] if len(names) > 6 else []
    shown = listed([*names[:5], *more] if more else names)
    asked = "" if folder is None else repr(str(folder))
    return f'Not read in the folder "{visible(outcome.folder.name)}": {shown}. To see why, run check_tables({asked}).'


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
    beside = Path("..") if IS_INSTALLED else KIT_FOLDER.parent
    try:  # Windows and Mac take "School" for the same: so do we, wherever the folder is carried to.
        names = sorted(path.name for path in beside.iterdir() if path.name.strip().lower() == "school")
    except OSError:
        names = ["school"]
    schools = [beside / name for name in names if (beside / name).is_dir()]
    if len(schools) > 1:
        named = listed(f'"{path.name}"' for path in schools)
        text = f"{named} lie beside each other, and only one of them can be the class's. Keep one, or rename the other."
        raise TableError(beside.absolute(), [Problem.of_file("school", text)])
    return schools[0] if schools else KIT_FOLDER


class _Found(NamedTuple):
    """What lies in a folder and in the kit's, before any table is read: the same again needs no reading."""

    asked: Path
    asked_files: tuple[File, ...]
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
        asked, asked_files = folder.absolute(), files_in(folder)
        files = asked_files
        board = switchboard.read(folder, files)
        if board.folder:
            folder, files = board.folder, files_in(board.folder)
        kit_files = files if folder == KIT_FOLDER else files_in(KIT_FOLDER)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, KitError):
            raise
        problem = Problem.of_file(quotable(str(folder), 200), _why_no_folder(error))
        raise TableError(folder, [problem]) from None
    return _Found(asked, asked_files, folder.absolute(), files, KIT_FOLDER, kit_files, board)


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


class _ToMendError(Exception):
    """Carries what is wrong past the memory of what was read: only what was good is remembered."""

    def __init__(self, outcome: Outcome):
        super().__init__()
        self.outcome = outcome


@lru_cache(maxsize=1)
def _read_kit(folder: Path, files: tuple[File, ...]) -> Contents:
    """Read the kit's own tables, which every school's folder lies over: once as long as they stay as they are."""
    return read_folder(folder, files)


@lru_cache(maxsize=8)
@one_clearing_away()
def _read_and_check(found: _Found) -> Outcome:
    """Read the folder and the kit's, lay the one over the other, check, and set what the switchboard says."""
    unread = _not_read(found)
    outcome = partial(Outcome, found.folder, not_read=tuple(unread.odd))
    try:
        own = read_folder(found.folder, found.files)
    except TableError as error:
        raise _ToMendError(outcome(None, (*error.problems, *unread.problems))) from None
    board = {switchboard.SWITCHBOARD: found.board.rows} if found.board.rows is not None else {}
    outcome = partial(outcome, rows=own.rows | board, own=own.sheets)
    kit = own if found.folder == found.kit_folder else _read_kit(found.kit_folder, found.kit_files)

    has_file = {file.table for file in found.files}
    # A file that is there and cannot be read is a problem: the kit's does not take its place.
    of_kit = {table: sheet for table, sheet in kit.sheets.items() if table not in has_file}
    fitted = fit_kit_to_school(with_sources_of_kit(own.sheets, kit.sheets), of_kit)
    problems = [*own.problems, *unread.problems, *_wrong_in_kit(found, kit), *fitted.problems, *found.board.problems]
    if problems:
        raise _ToMendError(outcome(None, tuple(problems)))
    set_sheets, problems = switchboard.apply(found.board, fitted.sheets)
    if problems:
        raise _ToMendError(outcome(None, tuple(problems)))

    sheets = {table: set_sheets[table] for table in dictionary()}
    kit_ids = ids_of_kit(kit.sheets)
    not_here = {table: kit_ids.get(table, set()) - ids for table, ids in ids_of(sheets).items()}
    left_out = {table: fitted.left_out[table] for table in of_kit}
    return outcome(Tables(found.folder, sheets, left_out, not_here, not_read=unread.odd))


def _not_read(found: _Found) -> Unread:
    """Return what is not read of the folder, and of the one whose switchboard led there."""
    unread = check_names(found.folder, found.files)
    if found.board.folder is None:
        return unread
    way = Path(os.path.normpath(found.folder))
    besides = (file for file in found.asked_files if found.asked / file.name not in (way, *way.parents))
    problems, odd = check_names(found.asked, tuple(besides))
    text = "this switchboard is not asked, as the one that has led to this folder counts."
    boards = [file.name for file in found.files if file.name.lower() == switchboard.SWITCHBOARD]
    not_asked = [Problem(Kind.NO_TABLE, name, 0, "", text) for name in boards]
    return Unread([*unread.problems, *problems], [*unread.odd, *odd, *not_asked])


def _wrong_in_kit(found: _Found, kit: Contents) -> list[Problem]:
    """Return what is wrong with the files of the kit that are needed."""
    problems = check_presence(found.kit_files)
    if found.folder == found.kit_folder:
        return problems
    names = {file.name.lower() for file in found.files}
    return [problem for problem in [*kit.problems, *problems] if problem.file not in names]
