"""Limits: what the cautions that are raised leave of a kind of work, said in the same breath as its name."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from modality_lab.recommender.phrases import cut, flag_name, within_sentence
from modality_lab.recommender.safety import ALL_MASSAGE, Caution
from modality_lab.words import counted, plain

MOST_SAID = 3
"""How many limits are said in full; the others are counted."""


DEEP_PRESSURE = "deep_pressure"
"""The kind of work that does not go with a light touch."""


class WorkWords(NamedTuple):
    """How a kind of work is spoken of.

    Attributes
    ----------
    without : str
        That it is not done, as after "but".
    wished : str
        What a client asks for.
    """

    without: str
    wished: str


WORK_WORDS = {
    DEEP_PRESSURE: WorkWords("no deep work", "deep work"),
    "trigger_point_work": WorkWords("no firm point pressure", "firm pressure on a point"),
}


def words_of(work: str) -> WorkWords:
    """Return how a kind of work is spoken of.

    Parameters
    ----------
    work : str
        The kind of work, as the tables name it.

    Returns
    -------
    WorkWords
        Its words.

    Examples
    --------
    >>> words_of("deep_pressure").without
    'no deep work'
    >>> words_of("joint_stretching")
    WorkWords(without='no joint stretching', wished='joint stretching')
    """
    return WORK_WORDS.get(work) or WorkWords(f"no {plain(work)}", plain(work))


def limits_said(cautions: Sequence[Caution], work: AbstractSet[str]) -> str:
    """Say what cautions leave of some kinds of work, and which places they keep hands off.

    Parameters
    ----------
    cautions : sequence of Caution
        The cautions that are raised, the most serious first.
    work : set of str
        The kinds of work that are about to be named.

    Returns
    -------
    str
        A clause, or "" where nothing is limited. Every kind of work that a caution speaks of has its words in it.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.safety import safety_rules
    >>> limits_said(safety_rules(load_tables()).raised_by(["clot_history"]), {"trigger_point_work"})
    'no firm point pressure: keep pressure on any point light (has had blood clots, or has a clotting disorder)'
    """
    about_work = [caution for caution in cautions if caution.applies_to in work]
    on_places = [caution for caution in cautions if caution.applies_to == ALL_MASSAGE and caution.kind == "local"]
    # Several flags may ask for the same.
    labels: dict[tuple[str, str], list[str]] = {}
    for caution in [*about_work, *on_places]:
        labels.setdefault((caution.applies_to, caution.action), []).append(flag_name(caution.label))
    if not labels:
        return ""
    first_of_each = {each[0]: each for each in reversed(labels) if each[0] != ALL_MASSAGE}.values()
    chosen = sorted(labels, key=lambda each: each not in first_of_each)[:MOST_SAID]
    by_work: dict[str, list[str]] = {}
    flags_before = ""
    for kind_of_work, action in chosen:
        flags = "; ".join(labels[kind_of_work, action])
        named = "" if flags == flags_before else f" ({flags})"  # Of one flag after the other its name is enough once.
        by_work.setdefault(kind_of_work, []).append(within_sentence(action) + named)
        flags_before = flags
    parts = [
        "; ".join(said) if kind_of_work == ALL_MASSAGE else f"{words_of(kind_of_work).without}: {'; '.join(said)}"
        for kind_of_work, said in by_work.items()
    ]
    more = len(labels) - len(chosen)
    return "; ".join(parts) + (f"; and {counted(more, 'more caution')} below" if more else "")


def clearance_sentences(cautions: Iterable[Caution]) -> list[str]:
    """Say that the treating clinician is asked first, and about what.

    Parameters
    ----------
    cautions : iterable of Caution
        The cautions that are raised, the most serious first.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.safety import safety_rules
    >>> clearance_sentences(safety_rules(load_tables()).raised_by(["pregnancy"]))
    ['First ask the treating clinician (is pregnant).']
    """
    asking = dict.fromkeys(flag_name(caution.label) for caution in cautions if caution.kind == "medical_clearance")
    if not asking:
        return []
    said, more = cut(list(asking), MOST_SAID)
    return [f"First ask the treating clinician ({'; '.join([*said, *([f'and {more} below'] if more else [])])})."]
