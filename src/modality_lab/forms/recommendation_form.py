"""The recommendation as a live form."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from modality_lab import static
from modality_lab.classroom import client_code
from modality_lab.forms.beginning import Beginning, begin_from, client_question
from modality_lab.forms.contract import Answer, Group, Mark, Question, Shown, choice_question, number_question
from modality_lab.forms.form import Answers, Form
from modality_lab.forms.safety_asked import read_asked, safety_groups
from modality_lab.forms.widget import message, only_message
from modality_lab.markup import Html, html
from modality_lab.recommender import (
    SAFETY_ASKED,
    AnswerError,
    Recommendation,
    plain_answers,
    recommend,
    result_html,
    result_page,
)
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError

STEP_OF_MINUTES = 5
START_FROM = "start_from"
"""What the page calls the case or the code that the form is to be filled in from."""
NOT_SAFE = (
    "There is no result before you have asked the client about it: then tick what applies, or change any other answer."
)


class RecommendationForm(Form):
    """The recommendation as a live form, built from the rows of `questions.csv` and `answers.csv`.

    Display the form as the last line of a cell.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    answers : mapping, optional
        Fills the form in to begin with, as for `recommend`; Reset empties it. The page adds "safety_asked":
        the groups of flags that were asked about, each with "none" or "yes".

    Examples
    --------
    >>> form = RecommendationForm()
    >>> form.answers = {"conditions": ["fibromyalgia"]}
    >>> form.sentence
    'Neuromuscular therapy fits these answers better: 2 of 2 points.'
    """

    def __init__(self, tables: Tables | None = None, answers: Answers | None = None) -> None:
        self._tables = tables_or_kit(tables)
        self._groups = safety_groups(self._tables)
        self._beginning = Beginning({})
        super().__init__(
            answers,
            heading="Which modality fits?",
            questions=_questions(self._tables, self._groups),
            beginnings=[client_question(START_FROM, "Start from", self._tables)],
            drawing=static.read("body.svg"),
            start={SAFETY_ASKED: {}},
            can_download=True,
        )

    def _answer_request(self, change: object) -> None:
        """Fill the form in first, where the page asks for it."""
        given = self.answers
        if isinstance(given, Mapping) and given.get(START_FROM):
            others = {name: each for name, each in given.items() if name != START_FROM}
            self._beginning = begin_from(str(given[START_FROM]), self._tables, others)
            self.answers = self._beginning.answers  # This is a request of its own.
            return
        if given == self.start:
            self._beginning = Beginning({})
        super()._answer_request(change)

    def _show(self, answers: Answers) -> Shown:
        begun = self._beginning
        is_untouched = answers == begun.answers
        if is_untouched and not begun.is_safe:
            return only_message(" ".join([*begun.notices, NOT_SAFE]))
        notices = begun.notices if is_untouched or begun.is_read else ()
        result, complaints = _recommend_what_can_be_read(answers, self._tables, self._groups)
        complaints = [f"{complaint} It is left out of the result below." for complaint in complaints]
        return Shown(
            sentence=" ".join([*notices, *complaints, result.sentence]),
            result=html(map(message, (*notices, *complaints)), Html(result_html(result))),
            marks=[Mark(site.region, site.view, "caution") for site in result.caution_sites],
            code=client_code(answers, self._tables),
        )

    def _page(self) -> tuple[str, str]:
        result, _ = _recommend_what_can_be_read(plain_answers(self.answers), self._tables, self._groups)
        return result_page(result), "modality-lab-result.html"


def _recommend_what_can_be_read(
    answers: Answers, tables: Tables, groups: Sequence[Group]
) -> tuple[Recommendation, list[str]]:
    """Return the recommendation without the answers that cannot be used, and what is wrong with those.

    An answer about safety is never left out: what is wrong with it is raised as `KitError`.
    """
    usable, complaints = _with_readable_asked(answers, tables, groups)
    while True:
        try:
            return recommend(usable, tables), complaints
        except AnswerError as error:
            wrong = error.question
            if wrong is None:
                raise
            if _is_about_safety(wrong, usable[wrong], tables):
                raise _no_result(error) from None
            complaints.append(str(error))
            usable = {question: given for question, given in usable.items() if question != wrong}


def _with_readable_asked(answers: Answers, tables: Tables, groups: Sequence[Group]) -> tuple[Answers, list[str]]:
    """Return the answers with what can be read of what was asked about safety, and what is wrong with the rest."""
    if SAFETY_ASKED not in answers:
        return answers, []
    asked, complaints = read_asked(answers[SAFETY_ASKED], groups)
    if complaints and _speaks_of_a_flag(answers[SAFETY_ASKED], tables):
        raise _no_result(" ".join(complaints))
    return {**answers, SAFETY_ASKED: asked}, complaints


def _no_result(why: object) -> KitError:
    return KitError(f"There is no result as long as an answer about safety cannot be used. {why}")


def _is_about_safety(question: str, given: Any, tables: Tables) -> bool:
    """Return whether an answer is to a question about safety, or speaks of a flag under another name."""
    return question in tables.questions_about_safety or _speaks_of_a_flag(given, tables)


def _speaks_of_a_flag(given: Any, tables: Tables) -> bool:
    return any(flag in str(given) for flag in tables.cautions["flag"])


def questions_of(tables: Tables) -> list[Question]:
    """Return the questions about a client as a form asks them.

    Parameters
    ----------
    tables : Tables
        The tables with the questions and answers.

    Returns
    -------
    list of Question
        The questions, those about safety with their groups.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> questions_of(load_tables())[0]["question"]
    'health_flags'
    """
    return _questions(tables, safety_groups(tables))


def _questions(tables: Tables, groups: Sequence[Group]) -> list[Question]:
    offered = dict(list(tables.offered_answers.groupby("question")[["answer", "label", "group"]]))
    return [
        _question(row, offered.get(row.question), groups if row.question in tables.questions_about_safety else ())
        for row in tables.questions.itertuples()
    ]


def _question(row: Any, offered: pd.DataFrame | None, groups: Sequence[Group]) -> Question:
    """Return a row of `questions.csv` with the answers that it offers as a question of the form."""
    if row.kind == "minutes":
        return number_question(
            row.question,
            row.label,
            kind="minutes",
            minimum=int(row.minimum),
            maximum=int(row.maximum),
            step=STEP_OF_MINUTES,
            unit=row.unit,
            help=row.help,
        )
    rows = () if offered is None else offered.itertuples()
    answers = [Answer(answer=each.answer, label=each.label, group=each.group) for each in rows]
    return choice_question(
        row.question,
        row.label,
        answers,
        groups=groups,
        several=row.kind == "several",
        help=row.help,
        answers_from=row.answers_from,
    )
