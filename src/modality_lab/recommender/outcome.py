"""The outcome: what points alone say."""

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Outcome(NamedTuple):
    """What points say, in a word, and of which modalities.

    Attributes
    ----------
    name : str
        "recommended", "tie" or "no_answers"; "neither" where one that leads is set aside for a wish; where safety
        speaks first, "refer".
    modalities : tuple of str
        The id of the leader, or the ids of all that tie; empty for the others.
    """

    name: str
    modalities: tuple[str, ...]


def outcome_of(
    points: Mapping[str, int], is_answered: bool, left_out: Collection[str] = (), set_aside: Collection[str] = ()
) -> Outcome:
    """Say what points come to.

    Parameters
    ----------
    points : mapping of str to int
        The points of each modality, by its id.
    is_answered : bool
        Whether any question that can give points is answered.
    left_out : collection of str
        The ids of the modalities that do not take part; at least one must be left.
    set_aside : collection of str
        The ids of the modalities that take part, but do not go with what the client wishes for.

    Returns
    -------
    Outcome
        The leader, or a tie; without any point, a tie of all that take part. Where one that is set aside would lead,
        none leads in its place.

    Examples
    --------
    >>> outcome_of({"nmt": 2, "dtm": 4}, is_answered=True)
    Outcome(name='recommended', modalities=('dtm',))
    >>> outcome_of({"nmt": 0, "dtm": 4}, is_answered=True, left_out=["dtm"])
    Outcome(name='tie', modalities=('nmt',))
    >>> outcome_of({"nmt": 1, "dtm": 2}, is_answered=True, set_aside=["dtm"])
    Outcome(name='neither', modalities=())
    """
    if not is_answered:
        return Outcome("no_answers", ())
    if left_out:
        points = {modality: each for modality, each in points.items() if modality not in left_out}
    most = max(points.values())
    leaders = tuple([modality for modality, each in points.items() if each == most])
    if set_aside and most and not set(leaders).isdisjoint(set_aside):
        return Outcome("neither", ())
    return Outcome("recommended" if most and len(leaders) == 1 else "tie", leaders)
