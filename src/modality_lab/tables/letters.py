"""The letters of a file: whatever a spreadsheet program saved, as text without marks that nobody can see."""

import re
from pathlib import Path

from modality_lab.tables.plausible import first_garbled, not_plain, word_at
from modality_lab.tables.western import doubts
from modality_lab.words import KitError

MAX_MEGABYTES = 20
"""So much of a file is read at most: no class needs more, and a wrong file must not keep a lesson waiting."""

_USUAL = 200_000  # Nearly every table has fewer bytes.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURES_AND_DOCUMENTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")
_ELSEWHERE = "Open it where its words look right, such as the program that saved it, and choose Save as, CSV UTF-8."
# Bytes of other than plain letters, and those that are letters in UTF-8.
_RUN = re.compile(rb"[\x80-\xff]++")
_PERHAPS_UNICODE = re.compile(
    rb"(?<![\x80-\xff])(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})++(?![\x80-\xff])"
)
# Rows are counted without the line ends within a cell.
_QUOTED = re.compile(r'(?<![^,;\t\r\n])"(?:[^"]|"")*+"')
# Marks that nobody sees and that change nothing are left out. Two of them join or part letters in
# some scripts: these stay between such letters.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff](?:(?<![\u200c\u200d])|(?<![^\0-\x7f].)|(?![^\0-\x7f]))"
)


def text_of(path: Path) -> str:
    """Return the text of a file that a spreadsheet program saved.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Its text, with the marks and line ends that it has.

    Raises
    ------
    KitError
        When it is too large, no text, not surely in the letters that it seems to be in, or has words that are garbled.
    OSError
        When it cannot be opened.
    """
    with path.open("rb") as file:
        # Room for all that may be read is made only where it is needed.
        raw = file.read(_USUAL)
        raw += file.read(MAX_MEGABYTES * 1_000_000) if len(raw) == _USUAL else b""
    if len(raw) > MAX_MEGABYTES * 1_000_000:
        raise KitError(f"It is too large. Allowed: {MAX_MEGABYTES} megabytes.")
    if raw.startswith(_WORKBOOKS):
        raise KitError("It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8.")
    if raw.startswith(_PICTURES_AND_DOCUMENTS):
        raise KitError("It is a picture or a document, not a table.")
    try:
        text = raw.decode(_unicode(raw))
    except UnicodeDecodeError:
        text = "\0" if b"\0" in raw else _western(raw)
    if "\0" in text:
        raise KitError("It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8.")
    if garbled := first_garbled(text):
        raise KitError(f"Row {_row(text, garbled.at)} {garbled.said}")
    return text


def _unicode(raw: bytes) -> str:
    """Return the kind of Unicode of a file; without a mark at its start, the zeros in its first letters tell it."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if re.match(rb"(?:[\t\r\n -~]\0){3}", raw):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"(?:\0[\t\r\n -~]){3}", raw) else "utf-8-sig"


def _western(raw: bytes) -> str:
    """Return the text of a file in the older letters of Western programs, where it is surely that."""
    text = raw.decode("cp1252", "replace")
    if any(_is_unicode(found[0]) for found in _PERHAPS_UNICODE.finditer(raw)):
        at = next(found.start() for found in _RUN.finditer(raw) if not _is_unicode(found[0]))
        raise KitError(
            "Some of its letters are written in one way and some in another. "
            f'Row {_row(text, at)} reads "{word_at(text, at)}". {_ELSEWHERE}'
        )
    if doubtful := doubts(text):
        at = text.find(doubtful[0])
        raise KitError(
            f'Row {_row(text, at)} reads "{word_at(text, at)}", and something else may be meant: '
            f"the file does not say in which letters it is written. {_ELSEWHERE}"
        )
    return text


def _is_unicode(run: bytes) -> bool:
    try:
        return len(run.decode("utf-8")) < len(run)
    except UnicodeDecodeError:
        return False


def _row(text: str, at: int) -> int:
    """Return the number of the row, as a spreadsheet shows it, that holds a place of a text."""
    return 1 + len(re.findall(r"\r\n|\r|\n", _QUOTED.sub("", text[:at])))


def without_hidden_marks(text: str) -> str:
    r"""Return a text without the marks that nobody can see and that change nothing.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    str
        What can be seen of it.

    Examples
    --------
    >>> without_hidden_marks("d\u200btm")
    'dtm'
    """
    return _INVISIBLE.sub("", text) if any(map(_INVISIBLE.search, not_plain(text))) else text
