"""The letters of a file: whatever a spreadsheet program saved, as text without marks that nobody can see."""

import re
from pathlib import Path

from modality_lab.words import KitError

MAX_MEGABYTES = 20
"""So much of a file is read at most: no class needs more, and a wrong file must not keep a lesson waiting."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURES_AND_DOCUMENTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What letters of UTF-8 look like when they are read as Western Windows letters.
_TWO_ENCODINGS = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
# Marks that nobody sees and that change nothing are left out. Two of them join or part letters in
# some scripts: these stay between such letters.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]"
    "|(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])"
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
        When it is too large, no text, or in two encodings.
    OSError
        When it cannot be opened.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_MEGABYTES * 1_000_000 + 1)
    if len(raw) > MAX_MEGABYTES * 1_000_000:
        raise KitError(f"It is too large. Allowed: {MAX_MEGABYTES} megabytes.")
    if raw.startswith(_WORKBOOKS):
        raise KitError("It is a spreadsheet workbook, not CSV. Open it and choose Save as, CSV UTF-8.")
    if raw.startswith(_PICTURES_AND_DOCUMENTS):
        raise KitError("It is a picture or a document, not a table.")
    for encoding in ["utf-16"] if raw.startswith(_UTF_16) else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and _TWO_ENCODINGS.search(text):
            raise KitError(
                "Some of its letters are written in one way and some in another. Save it again as CSV UTF-8."
            )
        if "\0" not in text:
            return text
    raise KitError("It holds bytes that are not text. Open it in your spreadsheet and choose Save as, CSV UTF-8.")


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
    return text if text.isascii() else _INVISIBLE.sub("", text)
