"""What if: the changes of a single answer that would change the outcome."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modality_lab.recommender.decision import Decision
from modality_lab.recommender.notes import set_aside
from modality_lab.recommender.outcome import outcome_of
from modality_lab.recommender.rows import Answer, Answers, Question
from modality_lab.recommender.rulebook import Rulebook


@dataclass(frozen=True)
class Change:
    """One answer changed, and the outcome that would follow.

    Attributes
    ----------
    question : str
        The id of the question.
    answer_now, answer_then : str, float or None
        The id of the answer, or a number of minutes, before and after; None stands for no answer.
    outcome : str
        What would follow, as in `Outcome`.
    modalities : tuple of str
        The ids of the modalities that would then lead.
    points : int
        The points that each of these would then have.
    """

    question: str
    answer_now: Answer | None
    answer_then: Answer | None
    outcome: str
    modalities: tuple[str, ...]
    points: int


def changes(decision: Decision) -> tuple[Change, ...]:
    """Find every change of a single answer that would change the outcome; a health flag is never one.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.

    Returns
    -------
    tuple of Change
        The changes in the order of the questions; none where the client is referred on.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> [(change.answer_then, change.modalities) for change in changes(recommend({"visits": "single_visit"}))][:2]
    [('specific_spot', ('nmt',)), ('widespread', ('dtm',))]
    """
    return () if decision.outcome == "refer" else tuple(_outcome_changes(decision))


def _outcome_changes(decision: Decision) -> Iterator[Change]:
    rulebook, outcome_now = decision.rulebook, (decision.outcome, decision.modalities)
    aside_now = set_aside(decision.answers, rulebook)
    answered = sum(len(decision.answers.get(each.question, ())) for each in rulebook.questions_with_points)
    for question in rulebook.questions_with_points:
        for now, then in _alternatives(question, decision.answers.get(question.question, ()), rulebook):
            lost = [] if now is None else rulebook.reasons(question.question, now)
            gained = [] if then is None else rulebook.reasons(question.question, then)
            left = answered - (now is not None) + (then is not None)
            aside = set_aside(_answers_then(decision, question, now, then), rulebook)
            if not lost and not gained and left and answered and aside == aside_now:
                continue  # Nothing moves.
            points = dict(decision.points)
            for reason in lost:
                points[reason.modality] -= reason.points
            for reason in gained:
                points[reason.modality] += reason.points
            outcome = outcome_of(points, left > 0, decision.left_out, aside)
            if outcome != outcome_now:
                lead = points[outcome.modalities[0]] if outcome.modalities else 0
                yield Change(question.question, now, then, *outcome, points=lead)


def _answers_then(decision: Decision, question: Question, now: Answer | None, then: Answer | None) -> Answers:
    """Return the answers with one of them changed."""
    kept = [answer for answer in decision.answers.get(question.question, ()) if answer != now]
    return {**decision.answers, question.question: tuple(kept if then is None else [*kept, then])}


def _alternatives(
    question: Question, given: tuple[Answer, ...], rulebook: Rulebook
) -> list[tuple[Answer | None, Answer | None]]:
    """Return each change of one answer to a question as a pair: the answer now, the answer then."""
    if question.kind == "several":
        return [(answer, None) if answer in given else (None, answer) for answer in question.answers]
    now = given[0] if given else None
    others: Iterable[Answer] = question.answers
    if question.kind == "minutes":
        others = _times(question, None if now is None else float(now), rulebook)
    return [(now, then) for then in [None, *others] if then != now]


def _times(question: Question, now: float | None, rulebook: Rulebook) -> list[int]:
    """Return, for each set of sessions that a time can lie within, the time nearest to now."""
    fitting = {question.minimum: rulebook.fitting(question.minimum), **rulebook.fitting_at_edges}
    start = question.minimum if now is None else now
    nearest: dict[tuple[str, ...], int] = {}
    for time in sorted(fitting, key=lambda time: (abs(time - start), time)):
        if question.minimum <= time <= question.maximum:
            nearest.setdefault(fitting[time], time)
    return sorted(nearest.values())
