"""The answers that the questions offer: most stand in answers.csv, some in another table that the question names.

This is the one place that knows where the answers of a question stand.
"""

from collections.abc import Collection
from typing import NamedTuple

from modality_lab.tables.sheet import NO_SHEET, Sheets

FITS_SESSION = "fits_session"
"""The one answer of a question of minutes: the time lies within a modality's usual session."""

_USUAL_TABLE = "answers"
_SAFETY_TABLE = "cautions"

COLUMNS_OF_ANSWERS = {_USUAL_TABLE: "answer", "regions": "region", _SAFETY_TABLE: "flag"}
"""The tables in which answers stand, each with the column of their ids."""


class OfferedAnswer(NamedTuple):
    """One answer that a question offers.

    Attributes
    ----------
    question : str
        The id of the question.
    answer : str
        The id of the answer.
    label : str
        What a reader sees.
    group : str
        The heading under which it stands, or "".
    """

    question: str
    answer: str
    label: str
    group: str


def tables_of_answers(sheets: Sheets) -> dict[str, str]:
    """Return for each question the table in which its answers stand.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables; without questions there is nothing to return.

    Returns
    -------
    dict of str
        The name of a table for each question.
    """
    questions = sheets.get("questions", NO_SHEET)
    return {question: table or _USUAL_TABLE for question, table in questions.together("question", "answers_from")}


def questions_of_minutes(sheets: Sheets) -> set[str]:
    """Return the questions that are answered with a number of minutes.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    set of str
        Their ids.

    Examples
    --------
    >>> from modality_lab.tables.sheet import Sheet
    >>> columns = {"question": ["goals", "time"], "kind": ["several", "minutes"]}
    >>> questions_of_minutes({"questions": Sheet([2, 3], columns)})
    {'time'}
    """
    questions = sheets.get("questions", NO_SHEET).together("question", "kind")
    return {question for question, kind in questions if kind == "minutes"}


def safety_questions(sheets: Sheets) -> set[str]:
    """Return the questions that ask for the flags of the cautions.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    set of str
        Their ids.

    Examples
    --------
    >>> from modality_lab.tables.sheet import Sheet
    >>> columns = {"question": ["health_flags", "goals"], "answers_from": ["cautions", "answers"]}
    >>> safety_questions({"questions": Sheet([2, 3], columns)})
    {'health_flags'}
    """
    questions = sheets.get("questions", NO_SHEET)
    return {question for question, table in questions.together("question", "answers_from") if table == _SAFETY_TABLE}


def answers_by_question(sheets: Sheets) -> dict[str, list[tuple[str, ...]]]:
    """Return for each question the answers that it offers; questions with the answers of one table share one list.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables; one that is missing offers nothing.

    Returns
    -------
    dict of list
        For each question, in their order, its answers, each as its id, its label and its group.
    """
    of_questions: dict[str, list[tuple[str, ...]]] = {}
    for question, answer, label in sheets.get(_USUAL_TABLE, NO_SHEET).together("question", "answer", "label"):
        of_questions.setdefault(question, []).append((answer, label, ""))
    regions = sheets.get("regions", NO_SHEET).together("region", "name")
    flags = sheets.get(_SAFETY_TABLE, NO_SHEET).together("flag", "label", "group")
    elsewhere: dict[str, list[tuple[str, ...]]] = {
        "regions": [(*region, "") for region in regions],
        # A flag may have several rows, and is ticked once.
        _SAFETY_TABLE: list({flag[0]: flag for flag in flags}.values()),
    }
    questions = sheets.get("questions", NO_SHEET)
    return {
        question: elsewhere[table] if table in elsewhere else of_questions.get(question, [])
        for question, table in questions.together("question", "answers_from")
    }


def offered_answers(sheets: Sheets) -> list[OfferedAnswer]:
    """Return every answer that the questions offer, in the order of the questions.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables; one that is missing offers nothing.

    Returns
    -------
    list of OfferedAnswer
        The answers.
    """
    by_question = answers_by_question(sheets)
    return [OfferedAnswer(question, *answer) for question, answers in by_question.items() for answer in answers]


def offered_ids(sheets: Sheets) -> dict[str, None]:
    """Return the ids of the answers that any question offers.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables; one that is missing offers nothing.

    Returns
    -------
    dict
        Their ids, each once and in their order.
    """
    # Of many questions with the same answers, each list is gone through once.
    lists = {id(answers): answers for answers in answers_by_question(sheets).values()}
    return dict.fromkeys(answer for answers in lists.values() for answer, *_ in answers)


def groups_in(cell: str, known: Collection[str]) -> list[str]:
    """Return the groups of flags that a cell names.

    Parameters
    ----------
    cell : str
        Groups, parted by a semicolon.
    known : collection of str
        The groups that there are: a group of a school may have a semicolon in its name.

    Returns
    -------
    list of str
        The groups, known or not.

    Examples
    --------
    >>> groups_in("Headache; Pregnancy", ["Headache", "Pregnancy"]), groups_in("Head; neck", ["Head; neck"])
    (['Headache', 'Pregnancy'], ['Head; neck'])
    """
    return [cell] if cell in known else [group for group in map(str.strip, cell.split(";")) if group]


def with_every_caution(sheets: Sheets) -> Sheets:
    """Return the sheets with cautions that remind of no answer that is not offered: the caution itself stays.

    Parameters
    ----------
    sheets : dict of Sheet
        The tables.

    Returns
    -------
    dict of Sheet
        The tables, with another column `answer` in the cautions.
    """
    cautions = sheets.get(_SAFETY_TABLE, NO_SHEET)
    if not cautions.has("answer"):
        return sheets
    offered = offered_ids(sheets)
    answers = [answer if answer in offered else "" for answer in cautions.cells("answer")]
    return sheets | {_SAFETY_TABLE: cautions.changed("answer", answers)}
