"""Answers: what was given, as understood, or a sentence on what cannot be used."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from modality_lab.recommender.rulebook import Answer, Question, Rulebook
from modality_lab.words import KitError, did_you_mean, listed, number_of


class AnswerError(KitError):
    """Says which answer cannot be used, what is allowed, and the nearest match.

    Parameters
    ----------
    question : object
        The id of the question that it is about, as it was given; None where it is about all answers.
    text : str
        What is wrong, for the person at the keyboard.
    """

    def __init__(self, question: object, text: str):
        super().__init__(text)
        self.question = question


def understand(given: Mapping[str, Any] | None, rulebook: Rulebook) -> dict[str, tuple[Answer, ...]]:
    """Read the answers about one client.

    Parameters
    ----------
    given : mapping of str to object, or None
        The id of a question with the id of an answer, several ids, or a number of minutes.
    rulebook : Rulebook
        The questions and what can be answered to them.

    Returns
    -------
    dict of str to tuple
        The answers in the order of the tables, each once. Left out is what is not answered, and what
        answers a question of the kit that these tables do not ask.

    Raises
    ------
    AnswerError
        When a question or an answer is unknown.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> understand({"minutes": "45", "goals": "relaxation", "visits": None}, rulebook(load_tables()))
    {'goals': ('relaxation',), 'minutes': (45,)}
    """
    given = {} if given is None else given
    if not isinstance(given, Mapping):
        raise AnswerError(
            None,
            f"The answers came as {type(given).__name__}. Give them as question and answer: "
            '{"pain_pattern": "widespread", "minutes": 60}.',
        )
    for name in given:
        if name not in rulebook.questions and name not in rulebook.not_asked:
            raise AnswerError(
                name,
                f'There is no question "{name}".{did_you_mean(name, rulebook.questions)} '
                f"The questions are: {listed(rulebook.questions)}.",
            )
    understood: dict[str, tuple[Answer, ...]] = {}
    for name, question in rulebook.questions.items():
        answers = _without_blanks(given.get(name))
        if answers:
            understood[name] = (
                _minutes(question, answers) if question.kind == "minutes" else _choices(question, answers)
            )
    return understood


def _without_blanks(answer: Any) -> list[Any]:
    """Return what was given to one question as a list, without its blanks."""
    if getattr(answer, "ndim", None) == 0:  # A number of numpy's, which looks like a list.
        answer = answer.item()
    is_many = isinstance(answer, Iterable) and not isinstance(answer, (str, bytes, Mapping))
    return [each for each in (answer if is_many else [answer]) if not _is_blank(each)]


def _is_blank(answer: Any) -> bool:
    if isinstance(answer, str):
        return not answer.strip()
    return bool(pd.api.types.is_scalar(answer) and pd.isna(answer))


def _choices(question: Question, given: list[Any]) -> tuple[str, ...]:
    for answer in given:
        if not isinstance(answer, str) or answer not in question.answers:
            raise AnswerError(
                question.question,
                f'"{answer}" cannot be used for "{question.label}" (question "{question.question}").'
                f"{did_you_mean(answer, question.answers)} Allowed: {listed(question.answers, 'or')}.",
            )
    chosen = tuple(answer for answer in question.answers if answer in given)
    if question.kind == "one" and len(chosen) > 1:
        raise AnswerError(
            question.question,
            f'The question "{question.question}" ({question.label}) takes one answer, '
            f"and {len(chosen)} were given: {listed(chosen)}. Choose one.",
        )
    return chosen


def _minutes(question: Question, given: list[Any]) -> tuple[float]:
    allowed = f"Allowed: a number from {question.minimum} to {question.maximum}, in {question.unit}."
    if len(set(map(str, given))) > 1:
        raise AnswerError(question.question, f'The question "{question.question}" takes one number. {allowed}')
    number = number_of(given[0])
    if number is None and isinstance(given[0], str):
        raise AnswerError(
            question.question,
            f'What stands in "{question.label}" (question "{question.question}") is not a number. {allowed}',
        )
    if number is None or not question.minimum <= number <= question.maximum:
        raise AnswerError(
            question.question,
            f'"{given[0]}" cannot be used for "{question.label}" (question "{question.question}"). {allowed}',
        )
    return (int(number) if number.is_integer() else number,)
