"""The lead: in one line, how far a result can be trusted, by how many of the answers would turn it."""

from collections.abc import Sequence

from modality_lab.recommender.decision import Decision
from modality_lab.recommender.phrases import some_of_answers
from modality_lab.recommender.what_if import Change


def lead_sentence(decision: Decision, every: Sequence[Change]) -> str:
    """Say how thin a lead is: how many of the answers given would turn the result alone, changed or taken back.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.
    every : sequence of Change
        Every change of a single answer that would change the outcome.

    Returns
    -------
    str
        One sentence. It is "" where there is no race: the client is referred on, nothing is answered or points
        anywhere, or one modality alone is left.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> result = recommend({"goals": ["stress_relief"], "pain_pattern": "widespread", "conditions": ["fibromyalgia"]})
    >>> lead_sentence(result, result.changes)
    'The lead is thin: two of your three answers would turn it alone.'
    """
    playing = [points for modality, points in decision.points.items() if modality not in decision.left_out]
    if len(playing) < 2 or not any(playing):
        return ""
    given = sum(
        len(answers)
        for question, answers in decision.answers.items()
        if not decision.rulebook.questions[question].is_about_safety
    )
    turning = len({(change.question, change.answer_now) for change in every if change.answer_now is not None})
    answers = some_of_answers(turning, given)
    if decision.outcome == "recommended":
        return _of_a_leader(turning, given, answers, bool(every))
    begins = "A tie turns easily" if decision.outcome == "tie" else "This can change"
    if not every:  # As where the client is referred on.
        return ""
    return f"{begins}: {answers} would turn it alone." if turning else f"{begins}: one more answer could turn it."


def _of_a_leader(turning: int, given: int, answers: str, can_turn: bool) -> str:
    if not can_turn:
        return "The lead is clear: no single answer would turn it."
    if not turning:
        return f"The lead is fairly clear: {answers} would turn it alone, but one more answer could."
    if turning == 1 < given:
        return f"The lead hangs on {answers}, which would turn it alone."
    return f"The lead is thin: {answers} would turn it alone."
