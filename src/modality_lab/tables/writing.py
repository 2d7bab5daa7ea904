"""Write a file so that it is whole or not there at all, and holds nothing that a spreadsheet would run."""

import csv
import io
import os
import re
import tempfile
from pathlib import Path

import pandas as pd

from modality_lab.words import KitError

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def runs_as_formula(cell: str) -> bool:
    """Return whether a spreadsheet would run a text as a formula.

    Parameters
    ----------
    cell : str
        The text.

    Returns
    -------
    bool
        Whether it begins like a formula; a number does not.

    Examples
    --------
    >>> runs_as_formula('=HYPERLINK("http://example.org")'), runs_as_formula("-2"), runs_as_formula("deep work")
    (True, False, False)
    """
    # Spreadsheets pass over the spaces in front, and some take the full-width signs for the plain ones.
    start = cell.lstrip(" \u00a0")[:1]
    return start in set("=+-@\t\r\n＝＋－＠") and not _NUMBER.fullmatch(cell.strip())


def as_text(cell: object) -> str:
    """Return a cell as a spreadsheet takes it.

    Parameters
    ----------
    cell : object
        What stands in the cell of a DataFrame.

    Returns
    -------
    str
        Its text; a formula gets an apostrophe in front, which makes it plain text.

    Examples
    --------
    >>> as_text("=1+1"), as_text(-2), as_text("deep work"), as_text(None)
    ("'=1+1", '-2', 'deep work', '')
    """
    cell = "" if pd.api.types.is_scalar(cell) and pd.isna(cell) else str(cell)
    return f"'{cell}" if runs_as_formula(cell) else cell


def csv_text(frame: pd.DataFrame) -> str:
    r"""Return a table as the text of a CSV file: column names first, no cell that runs as a formula.

    Parameters
    ----------
    frame : DataFrame
        The table.

    Returns
    -------
    str
        The text of the file.

    Examples
    --------
    >>> csv_text(pd.DataFrame({"term": ["stroke"], "meaning": ["slow, or long"]}))
    'term,meaning\nstroke,"slow, or long"\n'
    """
    lines = io.StringIO(newline="")
    rows = [map(as_text, row) for row in frame.itertuples(index=False)]
    csv.writer(lines, lineterminator="\n").writerows([map(as_text, frame.columns), *rows])
    return lines.getvalue()


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file in one step: a reader, and a computer that stops midway, see the old file or the new one.

    Parameters
    ----------
    path : str or Path
        Where the file belongs.
    content : str or bytes
        What stands in it; text is written as UTF-8.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    KitError
        When it cannot be written.

    Examples
    --------
    >>> write_whole("no-such-folder/result.html", "<p>A result</p>")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: "no-such-folder/result.html" cannot be written: No such file or directory. Nothing was changed.
    """  # noqa: E501
    goal = Path(path)
    draft = None
    try:
        with tempfile.NamedTemporaryFile(dir=goal.parent, prefix=f".{goal.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(content.encode() if isinstance(content, str) else content)
        # A temporary file is for its owner only; the finished one is as open as any other new file.
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
        draft.replace(goal)
    except OSError as error:
        if draft:
            draft.unlink(missing_ok=True)
        raise KitError(f'"{path}" cannot be written: {error.strerror or error}. Nothing was changed.') from None
    return goal
