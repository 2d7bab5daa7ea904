"""What if: the changes of a single answer that would change the outcome."""

from collections.abc import Iterable, Iterator
from operator import add
from typing import NamedTuple, TypeAlias

from modality_lab.recommender.decision import Decision
from modality_lab.recommender.notes import set_aside
from modality_lab.recommender.outcome import outcome_of
from modality_lab.recommender.points import Move, moves
from modality_lab.recommender.rows import Answer, Answers, Question
from modality_lab.recommender.rulebook import Rulebook

Points: TypeAlias = tuple[int, ...]
Then: TypeAlias = tuple[str, tuple[str, ...], int] | None


class Change(NamedTuple):
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
    rules, given = decision.rulebook, decision.answers
    answered = sum([len(given.get(each.question, ())) for each in rules.questions_with_points])
    then: dict[Points, Then] = {}  # Many changes move the same points.
    leader, ahead = _ahead(decision)
    for question in rules.questions_with_points:
        name = question.question
        can_set_aside = rules.can_set_aside.get(name)
        is_plain = answered > 1 and can_set_aside is None
        if is_plain and rules.points.most_moved[name] < ahead:
            continue  # No answer to it can take the lead away.
        for before, after, moved, most in _alternatives(question, given.get(name, ()), rules, is_plain):
            is_left = answered > 1 or after is not None
            if not is_left or (
                can_set_aside is not None
                and (question.kind == "minutes" or before in can_set_aside or after in can_set_aside)
            ):
                aside = set_aside(_answers_then(given, name, before, after), rules)
                found = _then(decision, moved, is_left, aside)
            elif most - moved[leader] < ahead:
                continue  # Nobody comes as near to the leader as that.
            elif moved in then:
                found = then[moved]
            else:
                found = then[moved] = _then(decision, moved, is_left, decision.set_aside)
            if found:
                yield Change(name, before, after, *found)


def _ahead(decision: Decision) -> tuple[int, int]:
    """Return the place of the modality that leads alone, and by how many points; by none where none does."""
    if decision.outcome != "recommended":
        return 0, 0
    playing = [points for name, points in decision.points.items() if name not in decision.left_out]
    *_, second, first = [0, *sorted(playing)]
    return list(decision.points).index(decision.modalities[0]), first - second


def _then(decision: Decision, moved: Points, is_left: bool, aside: tuple[str, ...]) -> Then:
    """Return the outcome when points are moved, with the points of those that lead; None where it stays as it is."""
    points = dict(zip(decision.points, map(add, decision.points.values(), moved), strict=True))
    outcome = outcome_of(points, is_left, decision.left_out, aside)
    if outcome == (decision.outcome, decision.modalities):
        return None
    return outcome.name, outcome.modalities, points[outcome.modalities[0]] if outcome.modalities else 0


def _answers_then(given: Answers, question: str, before: Answer | None, after: Answer | None) -> Answers:
    """Return the answers with one of them changed."""
    answers = tuple([answer for answer in given.get(question, ()) if answer != before])
    answers = answers if after is None else (*answers, after)
    others = {name: each for name, each in given.items() if name != question}
    return others | {question: answers} if answers else others


def _alternatives(question: Question, given: tuple[Answer, ...], rules: Rulebook, is_plain: bool) -> Iterable[Move]:
    """Return each change of one answer to a question.

    Where it is plain that an answer without points changes nothing, such answers are left out.
    """
    if question.kind == "several":
        points = rules.points
        added = (points.added_with_points if is_plain else points.added)[question.question]
        if not given:
            return added.values()
        taken_back = points.taken_back[question.question]
        return [taken_back[answer] if answer in given else move for answer, move in added.items()]
    before = given[0] if given else None
    known, key = rules.points.exchanged, (question.question, before)
    if key in known:
        return known[key]
    lost = rules.points.none if before is None else rules.set_off(question.question, before).points
    after = rules.points.of[question.question] if question.kind == "one" else _times(question, before, rules)
    found = moves(before, lost, after)
    if not isinstance(before, float):  # There are too many times between two minutes to keep them.
        known[key] = found
    return found


def _times(question: Question, now: Answer | None, rules: Rulebook) -> dict[Answer, Points]:
    """Return, for each set of sessions that a time can lie within, the time nearest to now, and its points."""
    start = question.minimum if now is None else float(now)
    nearest: dict[tuple[str, ...], tuple[float, int]] = {}
    for time, fitting in rules.times_at_edges[question.question]:
        found = (abs(time - start), time)
        if fitting not in nearest or found < nearest[fitting]:
            nearest[fitting] = found
    times = sorted([(time, fitting) for fitting, (_, time) in nearest.items()])
    return {time: rules.points.set_off_within[question.question, fitting].points for time, fitting in times}
