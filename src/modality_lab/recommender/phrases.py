"""Phrases: words of the tables made to fit into a sentence."""

import re
from collections.abc import Sequence

from modality_lab.words import counted

IN_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


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


def in_words(number: int) -> str:
    """Return a small number as a word, as a sentence reads best.

    Parameters
    ----------
    number : int
        The number.

    Returns
    -------
    str
        The word; digits above twelve.

    Examples
    --------
    >>> in_words(7), in_words(13)
    ('seven', '13')
    """
    return IN_WORDS[number] if number < len(IN_WORDS) else str(number)


def some_of_answers(number: int, all_of_them: int) -> str:
    """Return how many of the answers given something is said of.

    Parameters
    ----------
    number : int
        How many.
    all_of_them : int
        How many answers were given.

    Returns
    -------
    str
        The words, to stand before "would".

    Examples
    --------
    >>> some_of_answers(3, 7), some_of_answers(2, 2), some_of_answers(0, 5)
    ('three of your seven answers', 'either of your two answers', 'none of your five answers')
    """
    if all_of_them == 1:
        return "your only answer"
    if number not in (0, all_of_them):
        return f"{in_words(number)} of your {in_words(all_of_them)} answers"
    words = ("neither", "either") if all_of_them == 2 else ("none", "any one")
    return f"{words[number == all_of_them]} of your {in_words(all_of_them)} answers"
