"""Folders of tables to work on: copies, so that what the kit ships stays as it is."""

import glob
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from modality_lab.markup import Html, element
from modality_lab.tables.cells import quotable
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.words import KitError, did_you_mean, listed

EXAMPLES = KIT_FOLDER.parent / "examples"
"""Whole folders of tables that come with the kit: beside its own tables, installed or in the repository."""


def beside_the_lesson(folder: str | Path) -> Path:
    """Return where a folder of the reader's own lies: beside the lesson, unless its name leads elsewhere.

    Parameters
    ----------
    folder : str or Path
        The name of the folder, or the way to it.

    Returns
    -------
    Path
        The way to the folder.

    Examples
    --------
    >>> str(beside_the_lesson("/school/my-tables"))
    '/school/my-tables'
    """
    # Tests run the lessons in a place of their own, so that nobody's folder is touched.
    return Path(os.environ.get("MODALITY_LAB_WORK", ""), folder)


class PracticeFolder:
    """A folder to work on, and a sentence that says where it is and what happens to your work.

    Parameters
    ----------
    folder : Path
        The folder.

    Examples
    --------
    >>> str(PracticeFolder(Path("my-tables")))[:54]
    'Your folder is "my-tables", beside this page. Your cha'
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return (
            f'Your folder is "{self.folder.name}", beside this page. Your changes there are kept. '
            "To start again, delete or rename the folder, and run this page again."
        )

    def _repr_html_(self) -> Html:
        return element("p", repr(self))


def practice_folder(example: str, folder: str | Path) -> PracticeFolder:
    """Copy one of the kit's example folders to work on, unless you have that folder already.

    Parameters
    ----------
    example : str
        The name of the example.
    folder : str or Path
        The folder to make; one that is there is left as it is, so that no work is lost.

    Returns
    -------
    PracticeFolder
        The folder, with a sentence on it.

    Raises
    ------
    KitError
        When there is no such example or the folder cannot be made.

    Examples
    --------
    >>> practice_folder("broken-table", "my-tables")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: There is no example "broken-table". Did you mean "broken-tables"? \
The examples are: broken-tables and eight-modalities.
    """
    examples = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
    if example not in examples:
        hint = did_you_mean(example, examples)
        raise KitError(f'There is no example "{example}".{hint} The examples are: {listed(examples)}.')
    folder = beside_the_lesson(folder)
    make_folder(folder, {file.name: file.read_bytes() for file in sorted((EXAMPLES / example).glob("*.csv"))})
    return PracticeFolder(folder)


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with some files, unless it is there already.

    Parameters
    ----------
    folder : Path
        The folder. It is there whole or not at all, also when a lesson runs twice at once or is stopped midway.
    files : mapping of str to bytes
        The name of each file with its content.

    Raises
    ------
    KitError
        When it cannot be made.

    Examples
    --------
    >>> make_folder(Path("pyproject.toml"), {})
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: "pyproject.toml" is a file, but a folder of that name is needed. \
Rename or delete it, and run this again.
    """
    if not _is_folder(folder):
        try:
            _refuse_what_is_no_folder(folder)
            _write_folder(folder, files)
        except KitError:
            if not _is_folder(folder):  # Otherwise another run of the lesson was quicker.
                raise
    _clear_drafts(folder)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # Nobody may look, or it can be no name.
        return False


def _refuse_what_is_no_folder(folder: Path) -> None:
    if os.path.lexists(folder):
        found = "a file" if folder.exists() else "a link that leads nowhere"
        raise KitError(
            f'"{quotable(folder.name)}" is {found}, but a folder of that name is needed. '
            f"Rename or delete it, and run this again."
        )


def copy_tables(folder: str | Path, tables: list[str]) -> Path:
    """Make a folder with a copy of some of the kit's tables.

    Parameters
    ----------
    folder : str or Path
        The folder to make.
    tables : list of str
        The names of the tables.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    KitError
        When the folder is there already, cannot be made, or there is no such table.

    Examples
    --------
    >>> copy_tables(".", ["sessions"])
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: "." is there already, and was left as it is. Choose another name.
    """
    for table in tables:
        if table not in dictionary():
            hint = did_you_mean(table, dictionary())
            raise KitError(f'There is no table "{table}".{hint} The tables are: {listed(dictionary())}.')
    try:
        folder = Path(folder).expanduser()
        is_there = folder.exists() or folder.is_symlink()
    except (OSError, ValueError, RuntimeError):
        raise KitError(f'"{quotable(str(folder))}" cannot be the name of a folder. Choose another name.') from None
    if is_there:
        raise KitError(f'"{folder}" is there already, and was left as it is. Choose another name.')
    files = [KIT_FOLDER / dictionary()[table]["path"] for table in tables]
    _write_folder(folder, {file.name: file.read_bytes() for file in files})
    _clear_drafts(folder)
    return folder


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with some files; it gets its name when it is whole."""
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.draft")
    try:
        draft.mkdir(parents=True)
        for name, content in files.items():
            (draft / name).write_bytes(content)
        draft.rename(folder)
    except (OSError, ValueError) as error:
        shutil.rmtree(draft, ignore_errors=True)
        why = getattr(error, "strerror", None) or error
        raise KitError(f'The folder "{quotable(str(folder))}" cannot be made here: {why}.') from None


def _clear_drafts(folder: Path) -> None:
    """Remove what runs that were stopped have left; one still at work finds the folder in place of its draft."""
    name, mark = glob.escape(folder.name), "[0-9a-f]" * 32
    for pattern in (f".{name}.{mark}.draft", f".{name}.draft"):  # The second is of an earlier version.
        for draft in folder.parent.glob(pattern):
            shutil.rmtree(draft, ignore_errors=True)
