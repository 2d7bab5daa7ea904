"""An exam on paper: the same questions in two orders, so that neighbours hold different sheets, and their keys."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from modality_lab.quiz.item import Item, items
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, counted

VERSIONS = ("A", "B")


@dataclass(frozen=True)
class Exam:
    """An exam in two versions.

    Attributes
    ----------
    versions : dict of str to tuple of Item
        The items of version A and of version B, each in its order and with its choices in their order.
    seed : int
        What the exam was drawn with: the same seed draws the same exam again.
    """

    versions: dict[str, tuple[Item, ...]]
    seed: int


def exam(
    tables: Tables | None = None,
    lessons: Sequence[int] | None = None,
    number: int = 12,
    levels: Sequence[int] = (1, 2, 3),
    seed: int = 1,
) -> Exam:
    """Draw an exam from the questions of some lessons.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    lessons : sequence of int, optional
        The numbers of the lessons; without it all.
    number : int
        How many questions.
    levels : sequence of int
        How hard they may be, from 1 to 3.
    seed : int
        The same seed draws the same exam again, as long as the tables are the same.

    Returns
    -------
    Exam
        Both versions.

    Raises
    ------
    KitError
        When there are fewer questions of these lessons and levels.

    Examples
    --------
    >>> drawn = exam(number=4, seed=7)
    >>> sorted(item.item for item in drawn.versions["A"]) == sorted(item.item for item in drawn.versions["B"])
    True
    """
    # On paper nobody can point at the screen: areas of the body are asked for on the page alone.
    found = [
        item
        for item in items(tables_or_kit(tables), None if lessons is None else list(lessons))
        if item.level in levels and item.kind != "region"
    ]
    if not 1 <= number <= len(found):
        raise KitError(
            f"These lessons and levels have {counted(len(found), 'question')}, and {number} were asked for. "
            "Ask for fewer, or choose more lessons or levels."
        )
    chance = random.Random(seed)
    drawn = chance.sample(found, number)
    return Exam({version: tuple(_shuffled(drawn, chance)) for version in VERSIONS}, seed)


def _shuffled(drawn: Sequence[Item], chance: random.Random) -> list[Item]:
    order = chance.sample(drawn, len(drawn))
    return [replace(item, choices=tuple(chance.sample(item.choices, len(item.choices)))) for item in order]
