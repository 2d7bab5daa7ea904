"""Flash cards of the words of the field: a word, and what it means behind it."""

import random
from dataclasses import dataclass

from modality_lab.markup import Html, element, folded
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import counted, sentence_case


@dataclass(frozen=True)
class FlashCards:
    """Cards to turn over with a click or the Enter key.

    Attributes
    ----------
    cards : tuple of tuple of str
        What stands on the front of each card and on its back.

    Examples
    --------
    >>> flash_cards()._repr_html_().count("<summary>") > 10
    True
    """

    cards: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"{counted(len(self.cards), 'card')} to turn over: a word in front, what it means behind."

    def _repr_html_(self) -> Html:
        style = "border: 1px solid #767676; border-radius: 8px; padding: 6px 14px; margin: 6px 0; max-width: 46em"
        turned = (folded(element("strong", front), element("p", back)) for front, back in self.cards)
        return element("div", [element("div", card, style=style) for card in turned])


def flash_cards(tables: Tables | None = None, from_meaning: bool = False, seed: int = 1) -> FlashCards:
    """Return the glossary as flash cards, shuffled.

    Parameters
    ----------
    tables : Tables, optional
        The tables with the glossary, without them the kit's own.
    from_meaning : bool
        Whether the plain words stand in front, and the school's word behind them.
    seed : int
        The same number shuffles the same way again.

    Returns
    -------
    FlashCards
        The cards.

    Examples
    --------
    >>> flash_cards(from_meaning=True).cards[0][1] in {front for front, _ in flash_cards().cards}
    True
    """
    words = list(tables_or_kit(tables).glossary[["term", "meaning"]].itertuples(index=False, name=None))
    random.Random(seed).shuffle(words)
    cards = ((sentence_case(term), meaning) for term, meaning in words)
    return FlashCards(tuple((back, front) if from_meaning else (front, back) for front, back in cards))
