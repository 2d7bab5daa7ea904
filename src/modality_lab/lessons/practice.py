"""Folders of tables to work on: copies, so that what the kit ships stays as it is."""

import os
import shutil
from html import escape
from pathlib import Path

from modality_lab.tables.cells import short
from modality_lab.tables.dictionary import KIT_FOLDER, dictionary
from modality_lab.words import KitError, did_you_mean, listed

EXAMPLES = KIT_FOLDER.parent / "examples"
"""Whole folders of tables that come with the kit: beside its own tables, installed or in the repository."""


def beside_the_lesson(folder: str | Path) -> Path:
    """Return where a folder of the reader's own lies: beside the lesson, unless its name leads elsewhere.

    >>> str(beside_the_lesson("/school/my-tables"))
    '/school/my-tables'
    """
    # Tests run the lessons in a place of their own, so that nobody's folder is touched.
    return Path(os.environ.get("MODALITY_LAB_WORK", ""), folder)


class PracticeFolder:
    """A folder to work on, and a sentence that says where it is and what happens to your work."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __repr__(self) -> str:
        return (
            f'Your folder is "{self.folder.name}", beside this page. What you change there stays. '
            f"To begin afresh, delete or rename the folder and run this again."
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


def practice_folder(example: str, folder: str | Path) -> PracticeFolder:
    """Copy one of the kit's example folders to work on, unless you have that folder already.

    `example` is the example's name and `folder` the folder to make. A folder that is there is left
    as it is, so that no work is lost. Raises `KitError` when there is no such example.

    >>> practice_folder("broken-table", "my-tables")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: There is no example "broken-table". Did you mean "broken-tables"? The examples are: broken-tables and eight-modalities.
    """
    examples = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
    if example not in examples:
        raise KitError(
            f'There is no example "{example}".{did_you_mean(example, examples)} The examples are: {listed(examples)}.'
        )
    folder = beside_the_lesson(folder)
    if not folder.exists():
        _make(folder, sorted((EXAMPLES / example).glob("*.csv")))
    return PracticeFolder(folder)


def copy_tables(folder: str | Path, tables: list[str]) -> Path:
    """Make a folder with a copy of some of the kit's tables, and return it.

    Raises `KitError` when the folder is there already or there is no such table.
    """
    for table in tables:
        if table not in dictionary():
            raise KitError(
                f'There is no table "{table}".{did_you_mean(table, dictionary())} The tables are: {listed(dictionary())}.'
            )
    try:
        folder = Path(folder).expanduser()
        is_there = folder.exists()
    except (OSError, ValueError, RuntimeError):
        raise KitError(f'"{short(str(folder))}" cannot be the name of a folder. Choose another name.') from None
    if is_there:
        raise KitError(f'"{folder}" is there already, and is left as it is. Choose another name.')
    _make(folder, [KIT_FOLDER / dictionary()[table]["path"] for table in tables])
    return folder


def _make(folder: Path, files: list[Path]) -> None:
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
