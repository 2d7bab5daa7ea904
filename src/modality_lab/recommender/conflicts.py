"""Conflicts: where answers speak for more than one modality, or pull in different directions."""

from collections.abc import Iterable, Mapping, Sequence

from modality_lab.recommender.limits import MOST_SAID, words_of
from modality_lab.recommender.phrases import cut, flag_name, within_sentence
from modality_lab.recommender.rows import Answer, Reason
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.recommender.safety import Caution
from modality_lab.words import counted, listed, sentence_case


def conflicts(
    reasons: Mapping[tuple[str, Answer], Sequence[Reason]], rulebook: Rulebook, cautions: Sequence[Caution] = ()
) -> tuple[str, ...]:
    """Say where the answers of a client do not all speak for the same, or a caution speaks against one.

    Parameters
    ----------
    reasons : mapping of (str, str or float) to sequence of Reason
        Each question and answer with the rules that it sets off.
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
    >>> [sentence] = conflicts({answer: rules.reasons(*answer)}, rules)
    >>> sentence[:54]
    '"Sports injury" counts for more than one modality: Neu'
    """
    return (
        *_against_wishes(reasons, rulebook, cautions),
        *_speaking_for_several(reasons, rulebook),
        *_pulling_apart(reasons, rulebook),
    )


def _against_wishes(
    answers: Iterable[tuple[str, Answer]], rulebook: Rulebook, cautions: Sequence[Caution]
) -> list[str]:
    """Name the wishes for a kind of work that a caution forbids or limits."""
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


def _speaking_for_several(reasons: Mapping[tuple[str, Answer], Sequence[Reason]], rulebook: Rulebook) -> list[str]:
    sentences = []
    for (question, answer), set_off in reasons.items():
        # A time that lies within several usual sessions suits them all: that is no conflict.
        if len(set_off) > 1 and rulebook.questions[question].kind != "minutes":
            sides = listed(f"{rulebook.names[each.modality]} ({counted(each.points, 'point')})" for each in set_off)
            label = sentence_case(rulebook.label(question, answer))
            sentences.append(f'"{label}" counts for more than one modality: {sides}.')
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
        f"{listed(labels)} {'points' if len(labels) == 1 else 'point'} to "
        f"{listed(rulebook.names[modality] for modality in leaders)}"
        for leaders, labels in directions.items()
        if any(set(leaders).isdisjoint(others) for others in directions)
    ]
    return [f"These answers pull in different directions: {'; '.join(pulls)}."] if pulls else []
