r"""A filled form as a short code, which can be sent, pasted and read again by another school.

A code begins with MC1 and ends with a sum that shows whether all of it has arrived. It holds no blank, so a program
that breaks lines does no harm, and it names answers by their ids, so what another school does not have can be named.

>>> from modality_lab import load_tables
>>> tables = load_tables()
>>> code = client_code({"pain_pattern": "specific_spot", "minutes": 45, "safety_asked": {"Headache": "none"}}, tables)
>>> code
'MC1/pain_pattern=specific_spot/minutes=45/0=f966/abc4'
>>> read_client(f"> {code[:20]}\n> {code[20:]} What would you do?", tables).answers["minutes"]
45
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from modality_lab.classroom.record import MARK as CLASS_MARK
from modality_lab.classroom.sums import sum_of
from modality_lab.recommender import ASKED_NONE, ASKED_YES, SAFETY_ASKED
from modality_lab.recommender.answers import DIGITS
from modality_lab.recommender.rulebook import Rulebook, rulebook
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.cells import quotable
from modality_lab.words import KitError, listed

MARK = "MC1"
LONGEST_TEXT = 20_000
"""So many letters of what is pasted are looked through."""

# What programs put around and between: blanks, marks of quotes and of bold letters, and letters that nobody sees.
_AROUND = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\"'`“”„‘’«»‹›<>*|\\]+")
_CODE = re.compile(rf"{MARK}/((?:(?:[a-z][a-z0-9_]*!?|[01])=[^/]*/)*)([0-9a-f]{{4}})", re.IGNORECASE)
_BEGUN = re.compile(r"\bMC([0-9]+)\s*/", re.IGNORECASE)
_ABOUT_SAFETY = "!"
_ASKED = {"0": ASKED_NONE, "1": ASKED_YES}


@dataclass(frozen=True)
class ClientRead:
    """What was read from a code.

    Attributes
    ----------
    answers : dict of str to object
        The answers, as `recommend` takes them.
    left_out : tuple of str
        A sentence on each answer that these tables do not have.
    left_out_about_safety : tuple of str
        A sentence on each answer about safety that these tables do not have: without it no result is safe.
    """

    answers: dict[str, Any]
    left_out: tuple[str, ...]
    left_out_about_safety: tuple[str, ...]


def client_code(answers: Mapping[str, Any], tables: Tables | None = None) -> str:
    """Return the answers about a client as a code.

    Parameters
    ----------
    answers : mapping of str to object
        The answers, as `recommend` takes them and `plain_answers` returns them.
    tables : Tables, optional
        The tables that they answer, without them the kit's own.

    Returns
    -------
    str
        The code, or "" while nothing is answered.

    Examples
    --------
    >>> client_code({"minutes": 45}), client_code({})
    ('MC1/minutes=45/e2ba', '')
    """
    safety = tables_or_kit(tables).questions_about_safety
    parts = []
    for question, given in answers.items():
        several = [each for each in (given if isinstance(given, list) else [given]) if each is not None and each != ""]
        if question == SAFETY_ASKED or not several:
            continue
        values = ",".join(quote(_as_text(each), safe="", errors="replace") for each in several)
        parts.append(f"{question}{_ABOUT_SAFETY if question in safety else ''}={values}")
    asked = answers.get(SAFETY_ASKED)
    for sign, answer in _ASKED.items():
        groups = [group for group, given in asked.items() if given == answer] if isinstance(asked, Mapping) else []
        parts += [f"{sign}={''.join(map(sum_of, groups))}"] if groups else []
    body = "".join(f"{part}/" for part in parts)
    return f"{MARK}/{body}{sum_of(body)}" if body else ""


def _as_text(answer: str | float) -> str:
    """Return an answer as it stands in a code; a number in its digits alone, as the form takes it."""
    return format(Decimal(str(answer)).normalize(), "f") if isinstance(answer, float) else str(answer)


def read_client(text: str, tables: Tables | None = None) -> ClientRead:
    """Read the answers about a client from a code, from whatever stands around it.

    Parameters
    ----------
    text : str
        What was pasted: a code, an address with a code, or a message that holds one.
    tables : Tables, optional
        The tables to read it with, without them the kit's own.

    Returns
    -------
    ClientRead
        The answers, and what these tables do not have.

    Raises
    ------
    KitError
        When there is no whole code in it.

    Examples
    --------
    >>> read_client("MC1/minutes=45/e2bb")
    Traceback (most recent call last):
    ...
    modality_lab.words.KitError: Not all of this code has arrived, or a letter of it was changed. Copy it again ...
    """
    rules = rulebook(tables_or_kit(tables))
    answers: dict[str, Any] = {}
    asked: dict[str, str] = {}
    left_out: list[str] = []
    about_safety: list[str] = []
    for name, value in _parts(text[:LONGEST_TEXT]):
        if name in _ASKED:
            known = {sum_of(group): group for group in rules.first_questions}
            sums = re.findall("....", value)
            asked |= {known[each]: _ASKED[name] for each in sums if each in known}
            left_out += _groups_left_out([each for each in sums if each not in known])
            continue
        question = name.removesuffix(_ABOUT_SAFETY)
        given = [unquote(each) for each in value.split(",") if each]
        usable = [each for each in given if _has(rules, question, each)]
        if usable:
            answers[question] = _as_answer(rules, question, usable)
        missing = [each for each in given if each not in usable]
        if missing:
            said = about_safety if name.endswith(_ABOUT_SAFETY) else left_out
            said.append(_missing(rules, question, missing))
    return ClientRead(answers | {SAFETY_ASKED: asked}, tuple(left_out), tuple(about_safety))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the first whole code; raises `KitError` where there is none."""
    for each in (text, unquote(text)):
        for found in _CODE.finditer(_AROUND.sub("", each)):
            if sum_of(found[1]) == found[2].lower():
                yield from (tuple(part.split("=", 1)) for part in found[1].split("/") if part)
                return
    begun = _BEGUN.search(unquote(text))
    if begun and begun[1] != MARK.removeprefix("MC"):
        raise KitError("This code was made by a later version of the kit. Ask for the answers in words instead.")
    if begun:
        raise KitError(
            "Not all of this code has arrived, or a letter of it was changed. "
            'Copy it again with the button "Copy the code", or ask for it again.'
        )
    if re.search(rf"\b{CLASS_MARK}\b", text):
        raise KitError("This is a student's line for the class. It belongs into the card of lesson 12, not here.")
    raise KitError(
        f"This is no code of a filled form. Such a code begins with {MARK}/ and stands below a filled form, "
        'beside the button "Copy the code".'
    )


def _has(rules: Rulebook, question: str, answer: str) -> bool:
    """Say whether these tables have an answer; a number that is typed is read by the form, and not here."""
    asked = rules.questions.get(question)
    return asked is not None and (asked.kind == "minutes" or answer in asked.answers)


def _as_answer(rules: Rulebook, question: str, given: list[str]) -> Any:
    kind = rules.questions[question].kind
    if kind == "several" or len(given) > 1:
        return given
    if kind != "minutes" or not DIGITS.fullmatch(given[0]):
        return given[0]
    number = float(given[0])
    return int(number) if number.is_integer() else number


def _missing(rules: Rulebook, question: str, missing: list[str]) -> str:
    words = listed(f'"{quotable(each)}"' for each in missing)
    if question not in rules.questions:
        return f'This school does not ask "{quotable(question)}", which was answered with {words}.'
    return f'This school does not have {words} under "{rules.questions[question].label}".'


def _groups_left_out(sums: list[str]) -> Iterator[str]:
    """Say which first questions about safety were asked elsewhere and are not asked here."""
    of_kit = {sum_of(group): f'"{group}"' for group in rulebook(tables_or_kit(None)).first_questions}
    names = [of_kit.get(each, "a question of another school") for each in sums]
    if names:
        yield f"This school does not ask first about {listed(names)}."
