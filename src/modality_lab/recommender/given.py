"""What was given as answers, made plain: whatever a program hands over becomes text and numbers."""

import math
import numbers
from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from modality_lab.recommender.answers import AnswerError
from modality_lab.tables.cells import quotable

Single: TypeAlias = str | float | None

MOST_ANSWERS = 1000
# From here on neighbouring whole numbers look the same to a page.
TOO_LARGE = 2**53


def plain_answers(answers: object) -> dict[str, Any]:
    """Return answers as text and numbers, which can be compared, quoted and sent to a page.

    Parameters
    ----------
    answers : object
        The answers by the id of their question; None for none.

    Returns
    -------
    dict of str
        The same: text, numbers or None, lists of them, and dictionaries of them. What is anything else has become
        the words that say what it is.

    Raises
    ------
    AnswerError
        When the answers do not come by their question.

    Examples
    --------
    >>> plain_answers({"minutes": np.int64(45), "goals": {"relaxation"}, "visits": b"once"})
    {'minutes': 45, 'goals': ['relaxation'], 'visits': "b'once'"}
    """
    if answers is None:
        return {}
    try:
        if isinstance(answers, Mapping):
            return {name if type(name) is str else _name(name): _plain(given) for name, given in answers.items()}
    except Exception:  # noqa: BLE001 - What somebody's own object does when it is looked at is its own affair.
        pass  # It cannot be read, and so the sentence below is right.
    raise AnswerError(
        None,
        f"The answers came as {type(answers).__name__}. Give them as question and answer: "
        '{"pain_pattern": "widespread", "minutes": 60}.',
    )


def _plain(given: Any) -> Single | list[Single] | dict[str, Single]:
    if type(given) is str:  # The most frequent first.
        return given
    try:
        if type(given) is list and len(given) <= MOST_ANSWERS:
            return [_single(each) for each in given]
        if type(given) in (int, float):
            return _number(given)
        if isinstance(given, Mapping):
            return {_name(name): _single(each) for name, each in given.items()}
        if not isinstance(given, Collection) or isinstance(given, (str, bytes, bytearray, memoryview)):
            return _single(given)
        if getattr(given, "ndim", None) == 0:  # A number of numpy's, which looks like a list.
            return _single(given)
        several = [_single(each) for each in islice(given, MOST_ANSWERS + 1)]
    except Exception:  # noqa: BLE001 - As above.
        return _kind_of(given)
    if len(several) > MOST_ANSWERS:
        return _kind_of(given)
    return sorted(several, key=str) if isinstance(given, (set, frozenset)) else several


def _name(given: Any) -> str:
    return "" if (name := _single(given)) is None else str(name)


def _single(given: Any) -> Single:
    """Return one answer as text or as a number."""
    if type(given) is str:
        return given
    try:
        if isinstance(given, (np.generic, np.ndarray)) and given.ndim == 0 and not np.ma.is_masked(given):
            given = given.item()
        if given is None or given is pd.NA or given is pd.NaT:
            return None
        if isinstance(given, str):
            return "".join(given)  # Somebody's own kind of text may compare as it likes.
        if isinstance(given, (numbers.Real, Decimal)):
            return _number(given)
        words = repr(given)
    except Exception:  # noqa: BLE001 - As above.
        return _kind_of(given)
    # Such as <memory at 0x7f2d5c0b1e40>, which tells nobody anything.
    return _kind_of(given) if words.startswith("<") else quotable(words)


def _number(given: Any) -> Single:
    if isinstance(given, bool):
        return given
    if isinstance(given, int):
        return int(given) if abs(given) < TOO_LARGE else quotable(str(given))
    number = float(given)
    if math.isnan(number):
        return None
    return number if math.isfinite(number) else str(number)


def _kind_of(given: object) -> str:
    return f"something of the kind {type(given).__name__}"
