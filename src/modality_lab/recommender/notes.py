"""Notes: what else to mind about the answers of a client."""

import math
from collections.abc import Collection, Iterable

from modality_lab.recommender.rows import Answer, AnswerNote, Answers
from modality_lab.recommender.rulebook import Rulebook, UsualSessions
from modality_lab.words import number_text, plain


def notes(not_asked: Iterable[str], answers: Answers, rulebook: Rulebook) -> tuple[str, ...]:
    """Say what else to mind about the answers of a client.

    Parameters
    ----------
    not_asked : iterable of str
        The ids of the questions that an answer was given to, though these tables do not ask them.
    answers : mapping of str to tuple
        The answers as understood.
    rulebook : Rulebook
        The tables that these answer.

    Returns
    -------
    tuple of str
        Sentences: what is not asked here, what contradicts itself, what an educator would say to an answer,
        what may be a health flag, and a time that lies within no usual session.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> notes([], {"minutes": (20,)}, rulebook(load_tables()))
    ('20 minutes is less than any usual session. The shortest lasts 30 minutes (Neuromuscular therapy).',)
    """
    noted = _answer_notes(answers, rulebook)
    return (
        *[f'"{plain(question)}" is not asked here, so that answer is left out.' for question in not_asked],
        *_contradicting(answers, rulebook),
        *dict.fromkeys([each.note for each in noted]),
        *_reminders(answers, {note.answer for note in noted}, rulebook),
        *_fitting_no_session(answers, rulebook),
    )


def headline_notes(answers: Answers, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the notes that limit what can be recommended.

    Parameters
    ----------
    answers : mapping of str to tuple
        The answers as understood.
    rulebook : Rulebook
        The tables that these answer.

    Returns
    -------
    tuple of str
        Sentences, each of which is one of `notes` too.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> [note] = headline_notes({"goals": ("relaxation",), "minutes": (20,)}, rulebook(load_tables()))
    >>> note[:23]
    'This is a part session:'
    """
    return tuple(dict.fromkeys(each.note for each in _answer_notes(answers, rulebook) if each.in_headline))


def set_aside(answers: Answers, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the modalities whose deep work does not go with what a client wishes for.

    Parameters
    ----------
    answers : mapping of str to tuple
        The answers as understood.
    rulebook : Rulebook
        The tables that these answer.

    Returns
    -------
    tuple of str
        Their ids, where a note stands instead of a recommendation; otherwise none.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> set_aside({"pressure": ("light",)}, rulebook(load_tables()))
    ('dtm',)
    """
    if not any(_applies(note, answers, rulebook) for note in rulebook.notes_instead):
        return ()
    return rulebook.deep_working


def _answer_notes(answers: Answers, rulebook: Rulebook) -> list[AnswerNote]:
    """Return what an educator would say to these answers."""
    return [note for note in rulebook.answer_notes if _applies(note, answers, rulebook)]


def _applies(note: AnswerNote, answers: Answers, rulebook: Rulebook) -> bool:
    """Say whether a note is about these answers."""
    return (
        _is_given(note.question, note.answer, answers, rulebook)
        and (not note.with_question or _is_given(note.with_question, note.with_answer, answers, rulebook))
        and (note.below_minutes is None or _minutes(answers, rulebook) < note.below_minutes)
    )


def _is_given(question: str, answer: Answer, answers: Answers, rulebook: Rulebook) -> bool:
    """Say whether an answer is given; a time is, whichever it is."""
    given = answers.get(question, ())
    return bool(given) and (rulebook.questions[question].kind == "minutes" or answer in given)


def _minutes(answers: Answers, rulebook: Rulebook) -> float:
    """Return the time that is given, or endless time."""
    times = [given[0] for question, given in answers.items() if rulebook.questions[question].kind == "minutes"]
    return float(times[0]) if times else math.inf


def _contradicting(answers: Answers, rulebook: Rulebook) -> list[str]:
    return [
        each.note
        for each in rulebook.contradictions
        if each.answer in answers.get(each.question, ()) and each.other_question in answers
    ]


def _reminders(answers: Answers, noted: Collection[Answer], rulebook: Rulebook) -> Iterable[str]:
    """Yield a sentence for each answer that may mean a health flag that is not ticked.

    The headline asks about red flags, and where an educator's note speaks of the answer, that is enough.
    """
    questions = {answer: question for question, given in answers.items() for answer in given}
    for answer, question in questions.items():
        for first in rulebook.flags_meant_by.get(answer, ()):
            if first.kind == "red_flag" or first.flag in questions or answer in noted:
                continue
            asked = rulebook.label(question, answer)
            yield (
                f'Ask more about "{asked}": if it is {first.label}, tick that under the questions on safety. '
                f"{first.action}"
            )


def _fitting_no_session(answers: Answers, rulebook: Rulebook) -> list[str]:
    return [
        _on_a_time_without_session(float(answers[question][0]), rulebook.usual_sessions)
        for question in rulebook.times_at_edges
        if question in answers and rulebook.sessions and not rulebook.fitting(answers[question][0])
    ]


def _on_a_time_without_session(minutes: float, usual: UsualSessions) -> str:
    time = number_text(minutes)
    if minutes < usual.shortest:
        return (
            f"{time} minutes is less than any usual session. "
            f"The shortest lasts {usual.shortest} minutes ({usual.with_shortest})."
        )
    if minutes > usual.longest:
        return (
            f"{time} minutes is more than any usual session, so there is time for each. "
            f"The longest lasts {usual.longest} minutes ({usual.with_longest})."
        )
    return f"{time} minutes lies between the usual sessions: {usual.ranges} minutes."
