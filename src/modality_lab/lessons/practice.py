"""Folders of tables to work on: copies, so that what the kit ships stays as it is."""

import os
import shutil
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
    >>> str(PracticeFolder(Path("my-tables")))[:53]
    'Your folder is "my-tables", beside this page. What yo'
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return (
            f'Your folder is "{self.folder.name}", beside this page. What you change there stays. '
            f"To begin afresh, delete or rename the folder and run this again."
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
    if not folder.exists():
        _copy_files(folder, sorted((EXAMPLES / example).glob("*.csv")))
    return PracticeFolder(folder)


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
    modality_lab.words.KitError: "." is there already, and is left as it is. Choose another name.
    """
    for table in tables:
        if table not in dictionary():
            hint = did_you_mean(table, dictionary())
            raise KitError(f'There is no table "{table}".{hint} The tables are: {listed(dictionary())}.')
    try:
        folder = Path(folder).expanduser()
        is_there = folder.exists()
    except (OSError, ValueError, RuntimeError):
        raise KitError(f'"{quotable(str(folder))}" cannot be the name of a folder. Choose another name.') from None
    if is_there:
        raise KitError(f'"{folder}" is there already, and is left as it is. Choose another name.')
    _copy_files(folder, [KIT_FOLDER / dictionary()[table]["path"] for table in tables])
    return folder


def _copy_files(folder: Path, files: list[Path]) -> None:
    """Make a folder with copies of some files; it gets its name when it is whole."""
    draft = folder.with_name(f".{folder.name}.draft")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, draft / file.name)
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise KitError(f'The folder "{folder}" cannot be made: {error.strerror or error}.') from None
