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
    """Return whether a spreadsheet would run a text as a formula; a number is none.

    >>> runs_as_formula('=HYPERLINK("http://example.org")'), runs_as_formula("-2"), runs_as_formula("deep work")
    (True, False, False)
    """
    # Spreadsheets pass over the spaces in front, and some take the full-width signs for the plain ones.
    start = cell.lstrip(" \u00a0")[:1]
    return start in set("=+-@\t\r\n＝＋－＠") and not _NUMBER.fullmatch(cell.strip())


def as_text(cell) -> str:
    """Return a cell as a spreadsheet takes it: a formula gets an apostrophe in front, which makes it plain text.

    >>> as_text("=1+1"), as_text(-2), as_text("deep work"), as_text(None)
    ("'=1+1", '-2', 'deep work', '')
    """
    cell = "" if pd.api.types.is_scalar(cell) and pd.isna(cell) else str(cell)
    return f"'{cell}" if runs_as_formula(cell) else cell


def csv_text(frame: pd.DataFrame) -> str:
    """Return a table as the text of a CSV file: column names first, no cell that runs as a formula.

    >>> csv_text(pd.DataFrame({"term": ["stroke"], "meaning": ["slow, or long"]}))
    'term,meaning\\nstroke,"slow, or long"\\n'
    """
    lines = io.StringIO(newline="")
    rows = [map(as_text, row) for row in frame.itertuples(index=False)]
    csv.writer(lines, lineterminator="\n").writerows([map(as_text, frame.columns), *rows])
    return lines.getvalue()


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file in one step: a reader, and a computer that stops midway, see the old file or the new one.

    Text is written as UTF-8. Returns the path. Raises `KitError` when it cannot be written.

    >>> write_whole("no-such-folder/result.html", "<p>A result</p>")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: "no-such-folder/result.html" cannot be written: No such file or directory. Nothing was changed.
    """
    path, content = Path(path), content.encode() if isinstance(content, str) else content
    draft = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = file.name
            file.write(content)
        # A temporary file is for its owner only; the finished one is as open as any other new file.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, path)
    except OSError as error:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise KitError(f'"{path}" cannot be written: {error.strerror or error}. Nothing was changed.') from None
    return path
