"""Choose a sheet, look at it, and download it to print."""

from typing import TYPE_CHECKING, Any

from modality_lab.cases import cases
from modality_lab.forms.contract import Answer, Question, Shown, choice_question, number_question
from modality_lab.forms.form import Answers, Form
from modality_lab.handouts import (
    Sheet,
    case_sheet,
    comparison_sheet,
    exam_key_sheet,
    exam_sheet,
    glossary_sheet,
    honest_words_sheet,
    muscle_sheet,
    quiz_sheet,
    safety_sheet,
)
from modality_lab.markup import element, html
from modality_lab.quiz import exam, items
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, did_you_mean, listed, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS_OF_AN_EXAM = 12
LARGEST_SEED = 9999


def _exam(tables: Tables, answers: Answers) -> Any:
    lesson = answers.get("lesson")
    lessons = [int(lesson)] if lesson else None
    there_are = sum(item.kind != "region" for item in items(tables, lessons))
    return exam(tables, lessons, min(QUESTIONS_OF_AN_EXAM, there_are), seed=int(number_of(answers.get("seed")) or 1))


def _lesson(tables: Tables, answers: Answers) -> int:
    return int(answers.get("lesson") or min((item.lesson for item in items(tables)), default=0))


def _case(tables: Tables, answers: Answers) -> Any:
    known = cases(tables)
    return known[answers.get("case") or next(iter(known))]


def _muscle(tables: Tables, answers: Answers) -> str:
    return str(answers.get("muscle") or tables.trigger_points["muscle"].iloc[0])


SHEETS: dict[str, str] = {
    "comparison": "Compare the modalities",
    "safety": "Safety card: ask every client",
    "honest_words": "Honest words to a client",
    "glossary": "Words of the field",
    "muscle": "Body sheet for a muscle",
    "case": "Client to decide about, by hand",
    "case_answer": "The same client with the answer",
    "quiz": "Quiz of a lesson",
    "quiz_key": "Quiz of a lesson with its key",
    "exam_a": "Exam, version A",
    "exam_b": "Exam, version B",
    "exam_key": "Exam: the keys of A and B",
}
"""The sheets by their ids, each with its words."""


def make_sheet(name: str, tables: Tables, given: Answers) -> Sheet:
    """Make a sheet.

    Parameters
    ----------
    name : str
        Its id, one of `SHEETS`.
    tables : Tables
        The tables.
    given : mapping
        Where a sheet needs it, the `muscle`, the `case`, the `lesson` or the `seed` of an exam.

    Returns
    -------
    Sheet
        The sheet.

    Raises
    ------
    KitError
        When there is no such sheet.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> make_sheet("quiz", load_tables(), {"lesson": "2"}).title
    'Check yourself: lesson 2'
    """
    makers: dict[str, Callable[[], Sheet]] = {
        "comparison": lambda: comparison_sheet(tables),
        "safety": lambda: safety_sheet(tables),
        "honest_words": lambda: honest_words_sheet(tables),
        "glossary": lambda: glossary_sheet(tables),
        "muscle": lambda: muscle_sheet(tables, _muscle(tables, given)),
        "case": lambda: case_sheet(tables, _case(tables, given)),
        "case_answer": lambda: case_sheet(tables, _case(tables, given), with_answer=True),
        "quiz": lambda: quiz_sheet(tables, _lesson(tables, given)),
        "quiz_key": lambda: quiz_sheet(tables, _lesson(tables, given), with_key=True),
        "exam_a": lambda: exam_sheet(_exam(tables, given), "A"),
        "exam_b": lambda: exam_sheet(_exam(tables, given), "B"),
        "exam_key": lambda: exam_key_sheet(_exam(tables, given)),
    }
    if name not in makers:
        raise KitError(f'There is no sheet "{name}".{did_you_mean(name, SHEETS)} Allowed: {listed(SHEETS, "or")}.')
    return makers[name]()


class HandoutForm(Form):
    """Sheets of paper for a class: choose one, look at it, download it, and print it from the browser.

    Display it as the last line of a cell.

    Parameters
    ----------
    sheet : str
        The id of the sheet to begin with, one of `SHEETS`.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Raises
    ------
    KitError
        When there is no such sheet.

    Examples
    --------
    >>> HandoutForm("safety").sentence
    'Safety first: ask every client: a sheet to print.'
    """

    def __init__(self, sheet: str = "comparison", tables: Tables | None = None) -> None:
        self._tables = tables_or_kit(tables)
        if sheet not in SHEETS:
            raise KitError(
                f'There is no sheet "{sheet}".{did_you_mean(sheet, SHEETS)} Allowed: {listed(SHEETS, "or")}.'
            )
        super().__init__(
            {"sheet": sheet},
            heading="The sheet",
            questions=_questions(self._tables),
            start={"sheet": sheet},
            can_download=True,
        )

    def _sheet(self, answers: Answers) -> Sheet:
        return make_sheet(str(answers.get("sheet") or next(iter(SHEETS))), self._tables, answers)

    def _show(self, answers: Answers) -> Shown:
        made = self._sheet(answers)
        how = element("p", "Download the result, open it, and print it from the browser.", class_="ml-small")
        return Shown(sentence=f"{made}.", result=html(how, made.html))

    def _page(self) -> tuple[str, str]:
        made = self._sheet(self.answers)
        return made.page, f"modality-lab-{made.name}.html"


def _questions(tables: Tables) -> list[Question]:
    muscles = tables.trigger_points[["muscle", "name"]].itertuples(index=False, name=None)
    lessons = sorted({item.lesson for item in items(tables)})
    clients = {case.case: case.title for case in cases(tables).values()}
    numbers = {str(number): f"Lesson {number}" for number in lessons}
    chosen = {
        "sheet": ("Which sheet?", "", SHEETS),
        "muscle": ("Which muscle?", "For the body sheet.", dict(muscles)),
        "case": ("Which client?", "For the sheets of a client.", clients),
        "lesson": ("Which lesson?", "For quizzes and exams. Left open, an exam mixes all.", numbers),
    }
    seed = number_question(
        "seed",
        "The number that draws the exam",
        kind="points",
        minimum=1,
        maximum=LARGEST_SEED,
        step=1,
        unit="",
        help="The same number draws the same exam again.",
    )
    return [*(_list(name, *each) for name, each in chosen.items()), seed]


def _list(name: str, label: str, help_text: str, offered: dict[str, str]) -> Question:
    answers = [Answer(answer=answer, label=words, group="") for answer, words in offered.items()]
    return {**choice_question(name, label, answers, help=help_text), "kind": "list"}
