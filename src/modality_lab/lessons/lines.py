"""Lines for a table: to read and to copy, and written at the end of its file."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from modality_lab.markup import Html, element, folded, html, table
from modality_lab.tables.writing import csv_text, write_whole
from modality_lab.words import KitError


@dataclass(frozen=True)
class Notice:
    """Something to read: as text, and as HTML on a page.

    Attributes
    ----------
    text : str
        What it says.
    html : Html
        The same for a page.

    Examples
    --------
    >>> Notice("Go on.", element("p", "Go on."))
    Go on.
    """

    text: str
    html: Html

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> Html:
        return self.html


def lines_to_add(sentence: str, missing: pd.DataFrame) -> Notice:
    r"""Return rows as lines to put at the end of a file.

    Parameters
    ----------
    sentence : str
        How far the reader is.
    missing : DataFrame
        The rows that are not there yet.

    Returns
    -------
    Notice
        The lines, and folded away the same as cells of a spreadsheet.

    Examples
    --------
    >>> lines_to_add("The row is not there yet.", pd.DataFrame({"modality": ["swedish"]})).text
    'The row is not there yet. This line belongs at the end of the file:\nswedish'
    """
    lines = _lines(missing).rstrip("\n")
    put = (
        f"{'This line belongs' if len(missing) == 1 else f'These {len(missing)} lines belong'} at the end of the file:"
    )
    cells = table(missing.astype(object).where(missing.notna(), "").itertuples(index=False))
    return Notice(
        f"{sentence} {put}\n{lines}",
        html(
            element("p", element("strong", sentence), f" {put}"),
            _copyable(lines),
            folded("The same as cells, for a spreadsheet", cells),
        ),
    )


def append_lines(path: Path, rows: pd.DataFrame) -> None:
    """Write rows at the end of a table that has the same columns, and leave all that stands there as it is.

    Parameters
    ----------
    path : Path
        The file of the table.
    rows : DataFrame
        The rows.

    Raises
    ------
    KitError
        When the file cannot be read or written, or was saved in another form than the kit's.

    Examples
    --------
    >>> append_lines(Path("no-such-table.csv"), pd.DataFrame({"modality": ["swedish"]}))
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: "no-such-table.csv" cannot be read: No such file or directory. Nothing was changed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KitError(f'"{path.name}" cannot be read: {error.strerror or error}. Nothing was changed.') from None
    text = content.decode("utf-8-sig", errors="replace")
    if next(csv.reader(text.splitlines()[:1]), []) != list(rows):
        raise KitError(
            f'"{path.name}" has other columns by now, or was saved in another form, as some spreadsheets do. '
            "Nothing was changed. Open it in the program that saved it, and add the lines there."
        )
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") else end
    write_whole(path, content + (gap + _lines(rows).replace("\n", end)).encode())


def _lines(rows: pd.DataFrame) -> str:
    """Return rows as lines of a file, without the names of the columns."""
    return csv_text(rows).split("\n", 1)[1]


def _copyable(lines: str) -> Html:
    """Show lines to copy, so that one sees where each begins although it is folded."""
    look = "padding-left: 2em; text-indent: -2em; overflow-wrap: anywhere; white-space: pre-wrap"
    shown = [element("div", line, style=look) for line in lines.splitlines()]
    return element("div", shown, class_="ml-lines", style="font-family: monospace; margin: 0.5em 1em")
