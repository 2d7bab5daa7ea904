"""Conflicts: where answers speak for more than one modality, or pull in different directions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from modality_lab.recommender.limits import MOST_SAID, words_of
from modality_lab.recommender.phrases import cut, flag_name, within_sentence
from modality_lab.recommender.rows import Answer, SetOff
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.recommender.safety import Caution
from modality_lab.words import counted, listed, sentence_case


def conflicts(
    set_off: Mapping[tuple[str, Answer], SetOff], rulebook: Rulebook, cautions: Sequence[Caution] = ()
) -> tuple[str, ...]:
    """Say where the answers of a client do not all speak for the same, or a caution speaks against one.

    Parameters
    ----------
    set_off : mapping of (str, str or float) to SetOff
        Each question and answer with what it sets off.
    rulebook : Rulebook
        The tables that these come from.
    cautions : sequence of Caution
        The cautions that flags have raised, the most serious first.

    Returns
    -------
    tuple of str
        A sentence for each wish that a caution speaks against, one for each answer that speaks for several, then
        one on those that pull apart.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> rules = rulebook(load_tables())
    >>> answer = ("conditions", "sports_injury")
    >>> [sentence] = conflicts({answer: rules.set_off(*answer)}, rules)
    >>> sentence[:54]
    '"Sports injury" counts for more than one modality: Neu'
    """
    return (
        *_against_wishes(set_off, rulebook, cautions),
        *_speaking_for_several(set_off, rulebook),
        *_pulling_apart(set_off, rulebook),
    )


def _against_wishes(
    answers: Iterable[tuple[str, Answer]], rulebook: Rulebook, cautions: Sequence[Caution]
) -> list[str]:
    """Name the wishes for a kind of work that a caution forbids or limits."""
    if not cautions:
        return []
    wishes: dict[str, list[str]] = {}
    for answer in answers:
        if answer in rulebook.wishes:
            wishes.setdefault(rulebook.wishes[answer], []).append(f'"{rulebook.label(*answer)}"')
    sentences = []
    for work, labels in wishes.items():
        against = [caution for caution in cautions if caution.applies_to == work]
        if against:
            said, more = cut(
                [f"{within_sentence(each.action)} ({flag_name(each.label)})" for each in against], MOST_SAID
            )
            speaks = "a caution speaks" if len(against) == 1 else "cautions speak"
            sentences.append(
                f"The client asks for {words_of(work).wished} ({listed(labels)}), and {speaks} against it: "
                f"{'; '.join([*said, *([f'and {more}'] if more else [])])}."
            )
    return sentences


def _speaking_for_several(set_off: Mapping[tuple[str, Answer], SetOff], rulebook: Rulebook) -> list[str]:
    return [
        _speaks_for_several(
            rulebook.label(*answer), tuple([(rulebook.names[each.modality], each.points) for each in reasons])
        )
        for answer, (reasons, _, _) in set_off.items()
        # A time that lies within several usual sessions suits them all: that is no conflict.
        if len(reasons) > 1 and rulebook.questions[answer[0]].kind != "minutes"
    ]


@lru_cache(maxsize=1000)  # Clients differ, what is said of an answer does not.
def _speaks_for_several(label: str, points: tuple[tuple[str, int], ...]) -> str:
    sides = listed(f"{name} ({counted(number, 'point')})" for name, number in points)
    return f'"{sentence_case(label)}" counts for more than one modality: {sides}.'


def _pulling_apart(set_off: Mapping[tuple[str, Answer], SetOff], rulebook: Rulebook) -> list[str]:
    """Name the answers that speak for none of the modalities that another one speaks for most."""
    directions: dict[tuple[str, ...], list[tuple[str, Answer]]] = {}
    for answer, (_, _, leaders) in set_off.items():
        if leaders:
            directions.setdefault(leaders, []).append(answer)
    pulls = []
    for leaders in _apart(tuple(directions)):
        answers = directions[leaders]
        labels = listed([f'"{rulebook.label(*answer)}"' for answer in answers])
        pulls.append(f"{labels} {'points' if len(answers) == 1 else 'point'} to {rulebook.leaders_named[leaders]}")
    return [f"These answers pull in different directions: {'; '.join(pulls)}."] if pulls else []


@lru_cache(maxsize=1000)  # The same few stand against each other, client after client.
def _apart(directions: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return those that have no modality in common with another one."""
    return tuple(each for each in directions if any(set(each).isdisjoint(other) for other in directions))
