"""Phrases: words of the tables made to fit into a sentence."""

import re
from collections.abc import Sequence

from modality_lab.words import counted


def within_sentence(text: str) -> str:
    """Return a text as it stands within a sentence: its first letter small, and without its last point.

    Parameters
    ----------
    text : str
        A sentence or a heading of the tables.

    Returns
    -------
    str
        The same; what begins with two capitals, such as an abbreviation, keeps them.

    Examples
    --------
    >>> within_sentence("Keep off the place."), within_sentence("COVID vaccine"), within_sentence("A CT scan")
    ('keep off the place', 'COVID vaccine', 'a CT scan')
    """
    text = text.removesuffix(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def brief(label: str) -> str:
    """Return a label without what stands in brackets: in a headline the label is to be recognised only.

    Parameters
    ----------
    label : str
        A label of the tables.

    Returns
    -------
    str
        The same, shorter.

    Examples
    --------
    >>> brief("thin bones (osteoporosis or osteopenia)")
    'thin bones'
    """
    return re.sub(r"\s*\([^()]*\)", "", label) or label


def flag_name(label: str) -> str:
    """Return the label of a flag as it is named beside what to do: without brackets and explanation.

    Parameters
    ----------
    label : str
        The label.

    Returns
    -------
    str
        The same, shorter.

    Examples
    --------
    >>> flag_name("a fresh injury: less than 72 hours old (or still red)")
    'a fresh injury'
    """
    return brief(label).partition(": ")[0]


def cut(items: Sequence[str], most: int) -> tuple[list[str], str]:
    """Return the first of some items, and how many more there are.

    Parameters
    ----------
    items : sequence of str
        The items.
    most : int
        How many are kept at most.

    Returns
    -------
    tuple of (list of str, str)
        The items that are kept, and the number of the others in words, or "".

    Examples
    --------
    >>> cut(["neck", "hip", "knee", "foot"], 2)
    (['neck', 'hip'], '2 more')
    """
    more = len(items) - most
    return list(items[:most]), counted(more, "more", "more") if more > 0 else ""
