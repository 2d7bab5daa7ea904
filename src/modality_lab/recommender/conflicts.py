"""Conflicts: where answers speak for more than one modality, or pull in different directions."""

from collections.abc import Mapping, Sequence

from modality_lab.recommender.rulebook import Answer, Reason, Rulebook
from modality_lab.words import counted, listed


def conflicts(reasons: Mapping[tuple[str, Answer], Sequence[Reason]], rulebook: Rulebook) -> tuple[str, ...]:
    """Say where the answers of a client do not all speak for the same.

    Parameters
    ----------
    reasons : mapping of (str, str or float) to sequence of Reason
        Each question and answer with the rules that it sets off.
    rulebook : Rulebook
        The tables that these come from.

    Returns
    -------
    tuple of str
        A sentence for each answer that speaks for several, then one on those that pull apart.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> rules = rulebook(load_tables())
    >>> answer = ("conditions", "sports_injury")
    >>> [sentence] = conflicts({answer: rules.reasons(*answer)}, rules)
    >>> sentence[:66]
    'The source speaks for more than one modality on "sports injury": N'
    """
    return (*_speaking_for_several(reasons, rulebook), *_pulling_apart(reasons, rulebook))


def _speaking_for_several(reasons: Mapping[tuple[str, Answer], Sequence[Reason]], rulebook: Rulebook) -> list[str]:
    sentences = []
    for (question, answer), set_off in reasons.items():
        # A time that lies within several usual sessions suits them all: that is no conflict.
        if len(set_off) > 1 and rulebook.questions[question].kind != "minutes":
            sides = listed(f"{rulebook.names[each.modality]} ({counted(each.points, 'point')})" for each in set_off)
            one_source = len({each.source_id for each in set_off}) == 1
            who = "The source speaks" if one_source else "The sources speak"
            sentences.append(f'{who} for more than one modality on "{rulebook.label(question, answer)}": {sides}.')
    return sentences


def _pulling_apart(reasons: Mapping[tuple[str, Answer], Sequence[Reason]], rulebook: Rulebook) -> list[str]:
    """Name the answers that speak for none of the modalities that another one speaks for most."""
    directions: dict[tuple[str, ...], list[str]] = {}
    for (question, answer), set_off in reasons.items():
        if set_off:
            most = max(each.points for each in set_off)
            leaders = tuple([each.modality for each in set_off if each.points == most])
            directions.setdefault(leaders, []).append(f'"{rulebook.label(question, answer)}"')
    pulls = [
        f"{listed(labels)} {'speaks' if len(labels) == 1 else 'speak'} for "
        f"{listed(rulebook.names[modality] for modality in leaders)}"
        for leaders, labels in directions.items()
        if any(set(leaders).isdisjoint(others) for others in directions)
    ]
    return [f"These answers pull in different directions: {'; '.join(pulls)}."] if pulls else []
