"""Notes: what else to mind about the answers of a client."""

from collections.abc import Iterable

from modality_lab.recommender.rulebook import Answers, Rulebook
from modality_lab.words import listed, number_text, plain


def notes(given: Iterable[str], answers: Answers, rulebook: Rulebook) -> tuple[str, ...]:
    """Say what else to mind about the answers of a client.

    Parameters
    ----------
    given : iterable of str
        The ids of the questions that an answer was given to.
    answers : mapping of str to tuple
        The answers as understood.
    rulebook : Rulebook
        The tables that these answer.

    Returns
    -------
    tuple of str
        Sentences: what is not asked here, what contradicts itself, what may be a health flag, and
        a time that lies within no usual session.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> notes(["minutes"], {"minutes": (20,)}, rulebook(load_tables()))
    ('20 minutes is less than any usual session. The shortest lasts 30 minutes (Neuromuscular therapy).',)
    """
    return (
        *_not_asked(given, rulebook),
        *_contradicting(answers, rulebook),
        *_reminders(answers, rulebook),
        *_fitting_no_session(answers, rulebook),
    )


def _not_asked(given: Iterable[str], rulebook: Rulebook) -> list[str]:
    return [
        f'"{plain(question)}" is not asked here, so that answer is left out.'
        for question in given
        if question in rulebook.not_asked
    ]


def _contradicting(answers: Answers, rulebook: Rulebook) -> list[str]:
    return [
        each.note
        for each in rulebook.contradictions
        if each.answer in answers.get(each.question, ()) and each.other_question in answers
    ]


def _reminders(answers: Answers, rulebook: Rulebook) -> Iterable[str]:
    """Yield a sentence for each answer that may mean a health flag that is not ticked."""
    questions = {answer: question for question, given in answers.items() for answer in given}
    for flag, cautions in rulebook.safety.cautions.items():
        answer = next((caution.answer for caution in cautions if caution.answer), "")
        if answer in questions and flag not in questions:
            asked, first = rulebook.label(questions[answer], answer), cautions[0]
            yield (
                f'Ask more about "{asked}": if it is {first.label}, tick that under the questions on safety. '
                f"{first.action}"
            )


def _fitting_no_session(answers: Answers, rulebook: Rulebook) -> list[str]:
    return [
        _on_a_time_without_session(float(given[0]), rulebook)
        for question, given in answers.items()
        if rulebook.questions[question].kind == "minutes" and rulebook.sessions and not rulebook.fitting(given[0])
    ]


def _on_a_time_without_session(minutes: float, rulebook: Rulebook) -> str:
    time, sessions, names = number_text(minutes), rulebook.sessions, rulebook.names
    shortest = min(low for low, _ in sessions.values())
    longest = max(high for _, high in sessions.values())
    if minutes < shortest:
        which = listed(names[modality] for modality, (low, _) in sessions.items() if low == shortest)
        return f"{time} minutes is less than any usual session. The shortest lasts {shortest} minutes ({which})."
    if minutes > longest:
        which = listed(names[modality] for modality, (_, high) in sessions.items() if high == longest)
        return (
            f"{time} minutes is more than any usual session, so there is time for each. "
            f"The longest lasts {longest} minutes ({which})."
        )
    ranges = listed(f"{names[modality]} {low} to {high}" for modality, (low, high) in sessions.items())
    return f"{time} minutes lies between the usual sessions: {ranges} minutes."
