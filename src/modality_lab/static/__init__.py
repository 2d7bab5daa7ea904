"""What pages are given as it is: the scripts and styles of the widgets, and the drawing of the body."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> str:
    """Return the text of a script, a style or a drawing.

    Parameters
    ----------
    name : str
        The name of the file.

    Returns
    -------
    str
        Its text.

    Examples
    --------
    >>> "function make" in read("common.js")
    True
    """
    return (FOLDER / name).read_text(encoding="utf-8")
