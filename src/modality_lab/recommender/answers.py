"""Answers: what was given, as understood, or a sentence on what cannot be used."""

import re
from collections.abc import Mapping
from typing import Any

from modality_lab.recommender.asking import ASKED_NONE, ASKED_YES
from modality_lab.recommender.rows import Answer, Question
from modality_lab.recommender.rulebook import Rulebook
from modality_lab.tables.cells import quotable
from modality_lab.words import KitError, did_you_mean, listed, number_of

SAFETY_ASKED = "safety_asked"
"""The key under which answers say what was asked about safety: a group of flags with "none" or "yes"."""


# The page reads a number in the same way, see static/fields.js.
DIGITS = re.compile(r"-?[0-9]+(\.[0-9]*)?")


class AnswerError(KitError):
    """Says which answer cannot be used, what is allowed, and the nearest match.

    Parameters
    ----------
    question : str or None
        The id of the question that it is about; None where it is about all answers.
    text : str
        What is wrong, for the person at the keyboard.
    """

    def __init__(self, question: str | None, text: str):
        super().__init__(text)
        self.question = question


def understand(given: Mapping[str, Any], rulebook: Rulebook) -> dict[str, tuple[Answer, ...]]:
    """Read the answers about one client.

    Parameters
    ----------
    given : mapping of str
        The id of a question with the id of an answer, several ids, or a number of minutes, as `plain_answers`
        returns them.
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
    for name in given:
        if name not in rulebook.questions and name not in rulebook.not_asked and name != SAFETY_ASKED:
            raise AnswerError(
                name,
                f'There is no question "{quotable(name)}".{did_you_mean(name, rulebook.questions)} '
                f"The questions are: {listed(rulebook.questions)}.",
            )
    understood: dict[str, tuple[Answer, ...]] = {}
    for name, question in rulebook.questions.items():
        if name in given and (answers := _without_blanks(given[name])):
            understood[name] = (
                _minutes(question, answers) if question.kind == "minutes" else _choices(question, answers)
            )
    return understood


def number_given(found: str | float | None) -> float | None:
    """Read a number that was given as an answer.

    Parameters
    ----------
    found : str or float or None
        A number, or what was typed.

    Returns
    -------
    float or None
        The number; None for anything else, also for what another keyboard writes in its own way.

    Examples
    --------
    >>> number_given("45"), number_given(7.5), number_given("7,5"), number_given("+5"), number_given("1e5")
    (45.0, 7.5, None, None, None)
    """
    return number_of(found) if not isinstance(found, str) or DIGITS.fullmatch(found.strip()) else None


def understand_asked(given: Mapping[str, Any], rulebook: Rulebook) -> dict[str, str] | None:
    """Read what was asked about safety, which stands among the answers under `SAFETY_ASKED`.

    Parameters
    ----------
    given : mapping of str
        The answers about one client, as `plain_answers` returns them.
    rulebook : Rulebook
        The first questions about safety.

    Returns
    -------
    dict of str to str, or None
        The groups that were asked about, in the order of the questions, each with "none" or "yes"; None where
        the answers do not say what was asked.

    Raises
    ------
    AnswerError
        When a group, or what was answered to it, is unknown.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> from modality_lab.recommender.rulebook import rulebook
    >>> rules = rulebook(load_tables())
    >>> understand_asked({"safety_asked": {"Pregnancy": "none", "Headache": "yes"}}, rules)
    {'Headache': 'yes', 'Pregnancy': 'none'}
    >>> understand_asked({"safety_asked": {}}, rules), understand_asked({}, rules)
    ({}, None)
    """
    asked = given.get(SAFETY_ASKED)
    if not isinstance(asked, Mapping):
        if _without_blanks(asked):
            raise AnswerError(
                SAFETY_ASKED,
                f'What was asked about safety ("{SAFETY_ASKED}") came as {type(asked).__name__}. Give it as group and '
                f'answer: {{"{next(iter(rulebook.first_questions))}": "{ASKED_NONE}"}}.',
            )
        return None
    for group, answer in asked.items():
        if group not in rulebook.first_questions:
            raise AnswerError(
                SAFETY_ASKED,
                f'There is no group "{quotable(group)}" of questions about safety.'
                f"{did_you_mean(group, rulebook.first_questions)} The groups are: "
                f"{'; '.join(rulebook.first_questions)}.",
            )
        if _without_blanks(answer) and not (isinstance(answer, str) and answer in (ASKED_NONE, ASKED_YES)):
            raise AnswerError(
                SAFETY_ASKED,
                f'"{quotable(str(answer))}" cannot be used for "{group}" ("{SAFETY_ASKED}").'
                f"{did_you_mean(answer, (ASKED_NONE, ASKED_YES))} Allowed: {ASKED_NONE} or {ASKED_YES}.",
            )
    return {group: asked[group] for group in rulebook.first_questions if _without_blanks(asked.get(group))}


def _without_blanks(answer: Any) -> list[Any]:
    """Return what was given to one question as a list, without its blanks."""
    given = answer if isinstance(answer, list) else [answer]
    return [each for each in given if (each.strip() if isinstance(each, str) else each is not None)]


def _choices(question: Question, given: list[Any]) -> tuple[str, ...]:
    for answer in given:
        if not isinstance(answer, str) or answer not in question.answers:
            raise AnswerError(
                question.question,
                f'"{quotable(str(answer))}" cannot be used for "{question.label}" (question "{question.question}").'
                f"{did_you_mean(answer, question.answers)} Allowed: {listed(question.answers, 'or')}.",
            )
    if len(given) == 1:
        return (given[0],)
    chosen = tuple([answer for answer in question.answers if answer in given])
    if question.kind == "one" and len(chosen) > 1:
        raise AnswerError(
            question.question,
            f'The question "{question.question}" ({question.label}) takes one answer, '
            f"and {len(chosen)} were given: {listed(chosen)}. Choose one.",
        )
    return chosen


def _minutes(question: Question, given: list[Any]) -> tuple[float]:
    found, *others = given
    if any(str(other) != str(found) for other in others):
        raise AnswerError(
            question.question, f'The question "{question.question}" takes one number. {_numbers_allowed(question)}'
        )
    number = number_given(found)
    if number is None and isinstance(found, str):
        raise AnswerError(
            question.question,
            f'What stands in "{question.label}" (question "{question.question}") is not a number.'
            f"{_how_to_write(found)} {_numbers_allowed(question)}",
        )
    if number is None or not question.minimum <= number <= question.maximum:
        raise AnswerError(
            question.question,
            f'"{quotable(str(found))}" cannot be used for "{question.label}" (question "{question.question}"). '
            f"{_numbers_allowed(question)}",
        )
    return (int(number) if number.is_integer() else number,)


def _numbers_allowed(question: Question) -> str:
    return f"Allowed: a number from {question.minimum} to {question.maximum}, in {question.unit}."


def _how_to_write(found: str) -> str:
    """Say how to write what may be meant as a number, such as "7,5" or "12 minutes"."""
    if re.fullmatch(r"[0-9]+,[0-9]+", found.strip()):
        return f" Write it with a point: {quotable(found.strip().replace(',', '.'))}."
    return " Write it with the digits 0 to 9 alone." if any(map(str.isdigit, found)) else ""
