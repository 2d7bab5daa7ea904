"""One question of a quiz, with what can be answered and what is said to each answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import pandas as pd

from modality_lab.quiz.asked import Computed, NothingToAsk
from modality_lab.quiz.choice import Choice
from modality_lab.quiz.computed import COMPUTED
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.citations import citations
from modality_lab.words import KitError, listed

Kind = Literal["one", "several", "order", "match", "number", "region"]
"""What an item asks for: one choice, several, an order, pairs, a number, or areas on the picture of the body."""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Item:
    """A question of a quiz.

    Attributes
    ----------
    item : str
        Its id.
    lesson : int
        The number of the lesson that it belongs to.
    level : int
        How hard it is, from 1 to 3.
    kind : str
        What it asks for, one of `KINDS`.
    prompt : str
        What is asked.
    choices : tuple of Choice
        What can be answered, in the order of the tables.
    explanation : str
        Why the right answer is right.
    topic : str
        The id of what it is about.
    source : str
        The source behind the explanation, by author, year and title.

    Examples
    --------
    >>> first = items(lessons=[2])[0]
    >>> first.kind, [choice.text for choice in first.choices if choice.is_right]
    ('one', ['Deep tissue massage'])
    """

    item: str
    lesson: int
    level: int
    kind: Kind
    prompt: str
    choices: tuple[Choice, ...]
    explanation: str
    topic: str
    source: str

    @property
    def right(self) -> tuple[Choice, ...]:
        """The right choices; in an order and in pairs all of them, as they belong.

        Returns
        -------
        tuple of Choice
            The choices, in their right order.
        """
        if self.kind == "order":
            return tuple(sorted(self.choices, key=lambda choice: int(choice.key)))
        return self.choices if self.kind == "match" else tuple(choice for choice in self.choices if choice.is_right)

    @property
    def answer(self) -> str:
        """The right answer in words.

        Returns
        -------
        str
            What is right, as a list.
        """
        if self.kind == "match":
            return "; ".join(f"{_unended(choice.text)}: {_unended(choice.key)}" for choice in self.choices)
        right = [_unended(choice.text) for choice in self.right]
        return ", then ".join(right) if self.kind == "order" else listed(right)


def _unended(text: str) -> str:
    """Return a text without its last point: the answer goes on, or is followed by one."""
    return text.removesuffix(".")


def items(tables: Tables | None = None, lessons: list[int] | None = None) -> tuple[Item, ...]:
    """Return the items of a quiz, in the order of `quiz.csv`.

    What is asked about the rows of a table is worked out from these rows: change one, and question and key follow.
    Where the tables have nothing to ask about, the item is left out.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them those of `load_tables()`.
    lessons : list of int, optional
        The numbers of the lessons whose items are wanted; without it those of all.

    Returns
    -------
    tuple of Item
        The items.

    Raises
    ------
    KitError
        When there is no lesson of such a number.

    Examples
    --------
    >>> len(items(lessons=[2])) >= 6
    True
    >>> items(lessons=[99])
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: There is no quiz for lesson 99. There is one for 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 13.
    """
    tables = tables_or_kit(tables)
    known = sorted(set(tables.quiz["lesson"]))
    for lesson in lessons or ():
        if lesson not in known:
            there_is = f"There is one for {listed(map(str, known))}." if known else "The table quiz.csv is empty."
            raise KitError(f"There is no quiz for lesson {lesson}. {there_is}")
    return _items(tables, None if lessons is None else frozenset(lessons))


@lru_cache(
    maxsize=32
)  # Tables never change, and a card, a count and an exam ask for the same questions again and again.
def _items(tables: Tables, lessons: frozenset[int] | None) -> tuple[Item, ...]:
    rows = tables.quiz
    return tuple(_worked_out(tables, rows if lessons is None else rows[rows["lesson"].isin(lessons)]))


def _worked_out(tables: Tables, rows: pd.DataFrame) -> Iterator[Item]:
    written = {item: tuple(_choices(group)) for item, group in tables.quiz_choices.groupby("item")}
    sources = citations(tables.sources.set_index("source_id"))
    for row in rows.itertuples(index=False):
        asked = Computed({}, written.get(row.item, ()))
        if row.computed:
            try:
                asked = COMPUTED[row.computed](tables)
            except NothingToAsk:
                continue
        prompt, explanation = asked.filled(row.prompt), asked.filled(row.explanation)
        source = f"{sources[row.source_id]}."
        yield Item(
            row.item, int(row.lesson), int(row.level), row.kind, prompt, asked.choices, explanation, row.topic, source
        )


def _choices(rows: pd.DataFrame) -> Iterator[Choice]:
    for row in rows.itertuples(index=False):
        yield Choice(row.choice, row.text, row.key, row.feedback)
