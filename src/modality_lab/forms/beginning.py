"""A beginning: what a form is filled in from, a client of `cases.csv` or the code of another filled form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modality_lab.cases import cases
from modality_lab.classroom import read_client
from modality_lab.forms.contract import Answer, Question, choice_question
from modality_lab.tables import Tables
from modality_lab.words import KitError


@dataclass(frozen=True)
class Beginning:
    """What a form is filled in from.

    Attributes
    ----------
    answers : mapping of str to object
        The answers.
    notices : tuple of str
        Sentences on what these tables do not have, or on why nothing could be read.
    is_safe : bool
        Whether everything that was said about safety is among the answers.
    is_read : bool
        Whether it could be read.
    """

    answers: Mapping[str, Any]
    notices: tuple[str, ...] = ()
    is_safe: bool = True
    is_read: bool = True


def begin_from(text: str, tables: Tables, others: Mapping[str, Any]) -> Beginning:
    """Return the answers of a case or of a code.

    Parameters
    ----------
    text : str
        The id of a case, or what was pasted.
    tables : Tables
        The tables with the cases.
    others : mapping of str to object
        The answers that stay where nothing can be read.

    Returns
    -------
    Beginning
        The answers, and what is to be said about them.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> begin_from("theo_one_spot", load_tables(), {}).answers["minutes"]
    45
    >>> begin_from("MC1/minutes=4", load_tables(), {}).notices[0][:38]
    'Not all of this code has arrived, or a'
    """
    known = cases(tables)
    if text in known:
        return Beginning(known[text].answers)
    try:
        read = read_client(text, tables)
    except KitError as error:
        return Beginning(others, (str(error),), is_read=False)
    notices = (*read.left_out_about_safety, *(f"{each} It is left out." for each in read.left_out))
    return Beginning(read.answers, notices, is_safe=not read.left_out_about_safety)


def client_question(question: str, label: str, tables: Tables) -> Question:
    """Return a question that is answered with a client: a case, or the code of a filled form.

    Parameters
    ----------
    question : str
        Its id.
    label : str
        Its words on the form.
    tables : Tables
        The tables with the cases.

    Returns
    -------
    Question
        The question as the form takes it.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> client_question("one", "One client", load_tables())["answers"][0]["label"]
    'Ana, after the marathon'
    """
    offered = [Answer(answer=case.case, label=case.title, group="") for case in cases(tables).values()]
    return {**choice_question(question, label, offered), "kind": "client"}
