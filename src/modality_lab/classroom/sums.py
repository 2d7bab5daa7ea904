"""A sum that shows whether what was sent has arrived whole."""

import zlib


def sum_of(text: str) -> str:
    """Return the sum of a text.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    str
        Four letters or digits that change when the text does.

    Examples
    --------
    >>> sum_of("pregnancy"), sum_of("pregnant")
    ('53aa', '6864')
    """
    return f"{zlib.crc32(text.encode()) & 0xFFFF:04x}"
