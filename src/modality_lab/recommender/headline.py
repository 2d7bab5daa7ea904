"""The headline of a result: what to do and to ask, and what fits and what of it not, in a sentence each."""

from collections.abc import Iterable

from modality_lab.recommender.asking import ask_first_sentence, groups_listed, standing
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.limits import clearance_sentences, limits_said
from modality_lab.recommender.outcome import Outcome
from modality_lab.recommender.phrases import flag_name
from modality_lab.words import counted, listed, plain


def sentence(decision: Decision) -> str:
    """Say what to do and the outcome: safety first, then what the points say, never without what limits it.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    str
        One sentence, or a few.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> sentence(recommend({"health_flags": ["pregnancy"], "minutes": 45}))
    'First ask the treating clinician (is pregnant). Neuromuscular therapy fits these answers better: 1 of 1 point.'
    """
    if decision.outcome == "refer":
        return _refer_sentence(decision)
    outcome = Outcome(decision.outcome, decision.modalities)
    return " ".join(
        [
            *_left_out_sentences(decision),
            *clearance_sentences(decision.caution_rows),
            *_asking_sentences(decision),
            _outcome_sentence(decision, outcome, decision.left_out, _limits(decision)),
            *_limits_of_any(decision),
            *decision.headline_notes,
        ]
    )


def points_sentence(decision: Decision) -> str:
    """Say what the points alone would say.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    str
        One sentence, as if no health flag had been ticked.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> points_sentence(recommend({"health_flags": ["pregnancy"], "minutes": 45}))
    'Neuromuscular therapy fits these answers better: 1 of 1 point.'
    """
    return _outcome_sentence(decision, decision.by_points, (), "")


def _refer_sentence(decision: Decision) -> str:
    """Say what the most serious caution asks for, and why."""
    first = decision.caution_rows[0]
    because = f"{first.action.removesuffix('.')} ({first.label})."
    return because if first.refers else f"No modality of these tables is left for this client. {because}"


def _left_out_sentences(decision: Decision) -> list[str]:
    """Say which modalities are left out, and for which flags."""
    left_out: dict[tuple[str, str], list[str]] = {}
    for modality in decision.left_out:
        work = decision.rulebook.safety.work[modality]
        ruling = [caution for caution in decision.caution_rows if caution.rules_out(work)]
        works = listed(dict.fromkeys(plain(caution.applies_to) for caution in ruling), "or")
        flags = listed(dict.fromkeys(flag_name(caution.label) for caution in ruling))
        left_out.setdefault((works, flags), []).append(decision.rulebook.names[modality])
    return [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} left out: no {works} ({flags})."
        for (works, flags), names in left_out.items()
    ]


def _asking_sentences(decision: Decision) -> list[str]:
    """Say which questions about red flags are to be asked yet."""
    rules = decision.rulebook
    stands = standing(decision.asked, decision.caution_rows, rules)
    to_tick = [each for each in stands.to_tick if each.is_about_red_flags]
    said = {each.question.group for each in decision.to_ask}
    not_asked = [each for each in stands.not_asked if each.is_about_red_flags and each.group not in said]
    return [
        *([f"Yes to {groups_listed(to_tick)}: tick what applies."] if to_tick else []),
        *[ask_first_sentence(each, rules) for each in decision.to_ask],
        *([f"Not yet asked about: {groups_listed(not_asked)}."] if not_asked else []),
    ]


def _limits(decision: Decision) -> str:
    """Say what stands beside the modalities that are about to be named."""
    condition = ", if none of this applies" if decision.to_ask else ""
    said = limits_said(decision.caution_rows, _work_of(decision, decision.modalities))
    return condition + (f", but {said}" if said else "")


def _limits_of_any(decision: Decision) -> list[str]:
    """Say what limits whatever is chosen, where no modality is named."""
    if decision.modalities and decision.points[decision.modalities[0]]:
        return []
    left = [modality for modality in decision.points if modality not in decision.left_out]
    said = limits_said(decision.caution_rows, _work_of(decision, left))
    return [f"Whatever you choose, {said}."] if said else []


def _work_of(decision: Decision, modalities: Iterable[str]) -> set[str]:
    """Return the kinds of work that some modalities do."""
    return set[str]().union(*(decision.rulebook.safety.work[modality] for modality in modalities))


def _outcome_sentence(decision: Decision, outcome: Outcome, left_out: tuple[str, ...], limits: str) -> str:
    """Say which modality leads among those that are not left out, by how much, and what limits it."""
    if outcome.name == "no_answers":
        other = " other" if decision.caution_rows else ""
        return f"No{other} question is answered yet: answer one, and the recommendation appears here."
    neither = "Neither" if len(decision.points) == 2 else "None of these"
    if outcome.name == "neither":
        return f"{neither} fits as it is."
    names = listed(decision.rulebook.names[modality] for modality in outcome.modalities)
    lead, total = decision.points[outcome.modalities[0]], sum(decision.points.values())
    left = len(decision.points) - len(left_out)
    if lead == 0 and left_out:
        return f"{neither} fits as it is: ask about gentler work."
    if lead == 0:
        than = "one modality more than to another" if left > 1 else "the one that is left"
        return f"Nothing in these answers points to {than}."
    if outcome.name == "tie":
        return f"{names} fit these answers equally well: {counted(lead, 'point')} each{limits}."
    if left == 1:
        return f"{names} remains, with {lead} of {counted(total, 'point')}{limits}."
    better = "better" if left == 2 else "best"
    return f"{names} fits these answers {better}: {lead} of {counted(total, 'point')}{limits}."
