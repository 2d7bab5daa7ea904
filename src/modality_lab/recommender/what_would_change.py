"""What would change a result, in words: wishes, times and visits first, long lists cut, and no new diagnosis."""

from collections.abc import Iterable, Mapping, Sequence

from modality_lab.markup import Html, bullets, element, html
from modality_lab.recommender.decision import Decision
from modality_lab.recommender.phrases import cut
from modality_lab.recommender.rows import Answer, Question
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.recommender.what_if import Change
from modality_lab.words import listed, sentence_case

WISHES = ("goals", "pressure", "minutes", "visits")
"""The questions about what a client wants and has time for: what can be chosen otherwise stands first."""

STATES = ("pain_pattern", "pain_areas", "conditions")
"""The questions about what a client has: nobody is told to get it."""

MOST_ANSWERS = 4
"""How many answers of one question are named; the others are counted."""


def what_would_change(decision: Decision, every: Sequence[Change]) -> Html:
    """List the changes of one answer that a client can choose, those with the same outcome together.

    Parameters
    ----------
    decision : Decision
        What `recommend` has found.
    every : sequence of Change
        Every change of a single answer that would change the outcome.

    Returns
    -------
    Html
        A list under its heading. That the client would have one more pain or diagnosis is never in it, though
        `what_if` has it too.

    Examples
    --------
    >>> from modality_lab import recommend
    >>> result = recommend({"minutes": 75})
    >>> "30 to 59 minutes, instead of 75 minutes" in what_would_change(result, result.changes)
    True
    """
    groups: dict[str, dict[str, list[Change]]] = {}
    for change in sorted(every, key=_place):
        if change.answer_then is None or change.question not in STATES:
            questions = groups.setdefault(_outcome_then(change, decision), {})
            questions.setdefault(change.question, []).append(change)
    heading = element("h3", "What would change this")
    if not groups:
        other = "No other wish or time would change it." if every else "No single answer would change it."
        return html(heading, element("p", other))
    items = [
        html(element("strong", outcome), ", with one of these changes:", bullets(_lines(questions, decision)))
        for outcome, questions in groups.items()
    ]
    return html(heading, bullets(items))


def _place(change: Change) -> int:
    """Return where a change stands: wishes in their order, then the others in the order of the questions."""
    return WISHES.index(change.question) if change.question in WISHES else len(WISHES)


def _outcome_then(change: Change, decision: Decision) -> str:
    if change.outcome in ("no_answers", "neither"):
        return "No recommendation"
    # That nothing points to any is not the same as that as much points to each.
    if change.points == 0:
        return "No modality ahead of another"
    names = listed(decision.rulebook.names[modality] for modality in change.modalities)
    return f"A tie between {names}" if change.outcome == "tie" else names


def _lines(questions: Mapping[str, Sequence[Change]], decision: Decision) -> list[str]:
    """Return a line for each question: the changes of its answers that have the same outcome."""
    rules = decision.rulebook
    return [
        f"{rules.questions[question].label} {sentence_case(_ways(those, question in decision.answers, rules))}"
        for question, those in questions.items()
    ]


def _ways(those: Sequence[Change], is_answered: bool, rules: Rulebook) -> str:
    """Put the changes of one question together by what happens: answers added, taken instead, or taken back."""
    question = rules.questions[those[0].question]
    gained = [each.answer_then for each in those if each.answer_then is not None]
    lost = [each.answer_now for each in those if each.answer_then is None and each.answer_now is not None]
    if question.kind == "several":
        added = f"{'also ' if is_answered else ''}{listed(_named(gained, question), 'or')}"
        taken_back = f"no longer {listed(_named(lost, question), 'or')}"
        return ", or ".join([*([added] if gained else []), *([taken_back] if lost else [])])
    ways = _times(gained, question, rules) if question.kind == "minutes" else _named(gained, question)
    ways += ["no answer"] if lost else []
    now = next(each.answer_now for each in those)
    if now is None:
        return listed(ways, "or")
    label = rules.label(question.question, now)
    return f"{listed(ways, 'or')}, instead of " + (label if question.kind == "minutes" else f'"{label}"')


def _named(answers: Iterable[Answer], question: Question) -> list[str]:
    """Name some answers of a question, the first ones in full."""
    said, more = cut([f'"{question.answers[str(answer)]}"' for answer in answers], MOST_ANSWERS)
    return [*said, *([more] if more else [])]


def _times(times: Iterable[Answer], question: Question, rules: Rulebook) -> list[str]:
    """Say in ranges which times lie within the same sessions as some times do."""
    reached = {rules.fitting(time) for time in times}
    starts = rules.times_at_edges[question.question]
    ranges: list[tuple[int, int]] = []
    for (first, fitting), (following, _) in zip(starts, [*starts[1:], (question.maximum + 1, ())], strict=True):
        if fitting in reached:
            is_next = bool(ranges) and ranges[-1][1] == first - 1
            ranges = [*ranges[:-1], (ranges[-1][0], following - 1)] if is_next else [*ranges, (first, following - 1)]
    return [_range(first, last, question, rules) for first, last in ranges]


def _range(first: int, last: int, question: Question, rules: Rulebook) -> str:
    """Say a range of times with the numbers of the sessions: up to 60 minutes, but under 60 minutes."""
    longest = {session[1] for session in rules.sessions.values()}
    if first == last:
        return f"{first} {question.unit}"
    if first == question.minimum and last == question.maximum:
        return "any time"
    if first == question.minimum:
        return f"up to {last} {question.unit}" if last in longest else f"under {last + 1} {question.unit}"
    if last == question.maximum:
        return f"over {first - 1} {question.unit}" if first - 1 in longest else f"{first} {question.unit} or more"
    return f"{first} to {last} {question.unit}"
