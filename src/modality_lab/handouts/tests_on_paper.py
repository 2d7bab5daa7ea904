"""Quizzes and exams as sheets of paper, with and without their keys."""

from collections.abc import Sequence

from modality_lab.handouts.sheet import Sheet, blank_lines, for_name
from modality_lab.markup import Html, element, html
from modality_lab.quiz import Exam, Item, items
from modality_lab.tables import Tables
from modality_lab.words import sentence_case

ASKS = {
    "one": "Tick one.",
    "several": "Tick all that are right.",
    "order": "Number them.",
    "match": "Write the letter of what belongs to each.",
    "number": "Write a number.",
    "region": "Name the areas.",
}


def quiz_sheet(tables: Tables, lesson: int, with_key: bool = False) -> Sheet:
    """Ask the questions of a lesson on paper.

    Parameters
    ----------
    tables : Tables
        The tables.
    lesson : int
        The number of the lesson.
    with_key : bool
        Whether the right answers stand with them.

    Returns
    -------
    Sheet
        The sheet.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> quiz_sheet(load_tables(), 2).name
    'quiz-2'
    """
    asked = items(tables, [lesson])
    body = _key(asked) if with_key else html(for_name(), _questions(asked))
    return Sheet(f"quiz-{lesson}{'-key' if with_key else ''}", f"Check yourself: lesson {lesson}", body)


def exam_sheet(drawn: Exam, version: str) -> Sheet:
    """Return one version of an exam for students.

    Parameters
    ----------
    drawn : Exam
        The exam.
    version : str
        "A" or "B".

    Returns
    -------
    Sheet
        The sheet.

    Examples
    --------
    >>> from modality_lab.quiz.exam import exam
    >>> exam_sheet(exam(number=3), "B").title
    'Exam, version B'
    """
    return Sheet(
        f"exam-{version.lower()}", f"Exam, version {version}", html(for_name(), _questions(drawn.versions[version]))
    )


def exam_key_sheet(drawn: Exam) -> Sheet:
    """Return the keys of all versions of an exam, for the instructor.

    Parameters
    ----------
    drawn : Exam
        The exam.

    Returns
    -------
    Sheet
        The keys, with the number that draws the same exam again.

    Examples
    --------
    >>> from modality_lab.quiz.exam import exam
    >>> "Drawn with the number 5" in exam_key_sheet(exam(number=3, seed=5)).body
    True
    """
    keys = [(element("h2", f"Version {version}"), _key(asked)) for version, asked in drawn.versions.items()]
    note = element("p", f"Drawn with the number {drawn.seed}: the same number draws the same exam.", class_="ml-small")
    return Sheet("exam-key", "Exam: the keys", html(note, keys))


def _questions(asked: Sequence[Item]) -> Html:
    return html(_question(place, item) for place, item in enumerate(asked, 1))


def _question(place: int, item: Item) -> Html:
    return element(
        "section",
        element("p", element("strong", f"{place}. {item.prompt} "), element("em", ASKS[item.kind])),
        _room(item),
    )


def _room(item: Item) -> Html:
    """Return what can be ticked, numbered or written."""
    if item.kind in ("number", "region"):
        return html(blank_lines(1))
    if item.kind != "match":
        mark = "____" if item.kind == "order" else "☐"
        return element("ul", [element("li", f"{mark} {choice.text}") for choice in item.choices], class_="ml-choice")
    partners = sorted({choice.key for choice in item.choices})
    letters = ", ".join(f"{chr(65 + place)}: {partner}" for place, partner in enumerate(partners))
    lines = element("ul", [element("li", f"____ {choice.text}") for choice in item.choices], class_="ml-choice")
    return html(element("p", letters), lines)


def _key(asked: Sequence[Item]) -> Html:
    return html(
        element(
            "section",
            element("p", element("strong", f"{place}. {item.prompt}")),
            element("p", element("strong", sentence_case(item.answer)), f". {item.explanation}"),
        )
        for place, item in enumerate(asked, 1)
    )
