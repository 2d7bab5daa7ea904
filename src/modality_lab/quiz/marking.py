"""What is said to an answer: whether it is right, and why; a wrong one teaches and never scolds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modality_lab.markup import Html, bullets, element, html
from modality_lab.quiz.item import Item
from modality_lab.words import KitError, counted, did_you_mean, listed, number_of, number_text

RIGHT, NOT_YET = "Right.", "Not yet."


@dataclass(frozen=True)
class Marked:
    """What is said to an answer.

    Attributes
    ----------
    is_right : bool
        Whether it is wholly right.
    sentence : str
        The outcome: right, or how far it is.
    remarks : tuple of str
        Why, for each part of the answer that something is said to.
    explanation : str
        Why the right answer is right; "" until it is found.
    """

    is_right: bool
    sentence: str
    remarks: tuple[str, ...]
    explanation: str

    def _repr_html_(self) -> Html:
        return html(
            element("p", element("strong", self.sentence), class_="ml-right" if self.is_right else "ml-not-yet"),
            bullets(self.remarks),
            element("p", self.explanation) if self.explanation else None,
        )


def mark(item: Item, given: Any) -> Marked:
    """Say whether an answer to an item is right, and why.

    Parameters
    ----------
    item : Item
        The item.
    given : str, list of str, float or dict of str to str
        The id of a choice; several ids, for several choices or areas; a number; in an order the place of each
        choice, from "1", and in pairs the words that belong to each, by the ids of the choices.

    Returns
    -------
    Marked
        What is said to it.

    Raises
    ------
    KitError
        When nothing was answered, or something that the item does not offer.

    Examples
    --------
    >>> from modality_lab.quiz import items
    >>> item = items(lessons=[2])[0]
    >>> mark(item, "nmt").sentence, mark(item, "dtm").sentence
    ('Not yet.', 'Right.')
    """
    if given is None or given == "" or (isinstance(given, (list, Mapping)) and not given):
        raise KitError("Nothing is answered yet. Choose an answer first.")
    is_right, sentence, remarks = _MARKERS[item.kind](item, given)
    return Marked(is_right, sentence, tuple(filter(None, remarks)), item.explanation if is_right else "")


_Outcome = tuple[bool, str, list[str]]


def _mark_one(item: Item, given: Any) -> _Outcome:
    chosen = next(iter(_chosen(item, [given])))
    return chosen.is_right, RIGHT if chosen.is_right else NOT_YET, [chosen.feedback]


def _mark_several(item: Item, given: Any) -> _Outcome:
    chosen = list(_chosen(item, given if isinstance(given, list) else [given]))
    wrong = [choice for choice in chosen if not choice.is_right]
    missing = len(item.right) - (len(chosen) - len(wrong))
    found = f"{len(chosen) - len(wrong)} of {len(item.right)} found"
    if not wrong and not missing:
        return True, RIGHT, [f"{choice.text}: {choice.feedback}" for choice in chosen]
    sentence = f"{NOT_YET} {found}{f', and {len(wrong)} that does not belong' if len(wrong) == 1 else ''}"
    if len(wrong) > 1:
        sentence += f", and {len(wrong)} that do not belong"
    return False, f"{sentence}.", [f"{choice.text}: {choice.feedback}" for choice in wrong]


def _mark_order(item: Item, given: Any) -> _Outcome:
    places = _each_of(item, given)
    if len(set(places.values())) < len(places):
        return False, f"{NOT_YET} Two have the same place. Give each a place of its own.", []
    misplaced = [choice for choice in item.choices if places[choice.choice] != choice.key]
    if not misplaced:
        return True, RIGHT, []
    sentence = f"{NOT_YET} {len(places) - len(misplaced)} of {len(places)} are in their place."
    return False, sentence, [f"{choice.text}: {choice.feedback}" for choice in misplaced[:2]]


def _mark_match(item: Item, given: Any) -> _Outcome:
    partners = _each_of(item, given)
    apart = [choice for choice in item.choices if partners[choice.choice] != choice.key]
    if not apart:
        return True, RIGHT, []
    sentence = f"{NOT_YET} {counted(len(partners) - len(apart), 'pair')} of {len(partners)} belong together."
    return False, sentence, [f"{choice.text}: {choice.feedback}" for choice in apart]


def _mark_number(item: Item, given: Any) -> _Outcome:
    number = number_of(given)
    if number is None:
        raise KitError("Type a number, in digits only, such as 45.")
    for choice in item.choices:
        if number_of(choice.text) == number:
            return choice.is_right, RIGHT if choice.is_right else NOT_YET, [choice.feedback]
    return False, f"{NOT_YET} {number_text(number)} is not it. Look at the chart or the table once more.", []


_MARKERS: Mapping[str, Callable[[Item, Any], _Outcome]] = {
    "one": _mark_one,
    "several": _mark_several,
    "region": _mark_several,
    "order": _mark_order,
    "match": _mark_match,
    "number": _mark_number,
}


def _chosen(item: Item, given: list[Any]) -> Iterator[Any]:
    """Yield the choices that were chosen, in their own order."""
    offered = [choice.choice for choice in item.choices]
    for each in given:
        if each not in offered:
            hint = did_you_mean(str(each), offered)
            raise KitError(f'There is no answer "{each}" here.{hint} Allowed: {listed(offered[:12], "or")}.')
    return iter(choice for choice in item.choices if choice.choice in given)


def _each_of(item: Item, given: Any) -> dict[str, str]:
    """Return what was given to each choice; raises `KitError` while one has nothing."""
    if not isinstance(given, Mapping):
        raise KitError("An answer for each line is needed here.")
    places = {choice.choice: str(given.get(choice.choice) or "") for choice in item.choices}
    if open_ones := [choice.text for choice in item.choices if not places[choice.choice]]:
        raise KitError(f"Not all are answered yet. Still open: {listed(open_ones)}.")
    return places
