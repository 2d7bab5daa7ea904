"""The recommendation as a live form."""

from typing import Any

import pandas as pd

from modality_lab import static
from modality_lab.forms.contract import Answer, Mark, Page, Question, Shown, choice_question, number_question
from modality_lab.forms.form import AFTER_A_MISTAKE, Answers, Form
from modality_lab.forms.widget import message, only_error
from modality_lab.markup import Html, html
from modality_lab.recommender import AnswerError, Recommendation, recommend, result_html, result_page
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError

STEP_OF_MINUTES = 5


class RecommendationForm(Form):
    """The recommendation as a live form, built from the rows of `questions.csv` and `answers.csv`.

    Display the form as the last line of a cell.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    answers : mapping, optional
        Fills the form in to begin with, as for `recommend`; Reset empties it.

    Examples
    --------
    >>> form = RecommendationForm()
    >>> form.answers = {"conditions": ["sciatica"]}
    >>> form.sentence
    'Neuromuscular therapy fits these answers better: 2 of 2 points.'
    """

    def __init__(self, tables: Tables | None = None, answers: Answers | None = None) -> None:
        self._tables = tables_or_kit(tables)
        super().__init__(
            answers,
            heading="Which modality fits?",
            questions=_questions(self._tables),
            drawing=static.read("body.svg"),
            can_download=True,
        )

    def _show(self, answers: Answers) -> Shown:
        result, complaints = _recommend_what_can_be_read(answers, self._tables)
        messages = [message(f"{complaint} It is left out of the result below.") for complaint in complaints]
        return Shown(
            sentence=" ".join([*complaints, result.sentence]),
            result=html(messages, Html(result_html(result))),
            marks=[Mark(site.region, site.view, "caution") for site in result.caution_sites],
        )

    def _send_page(self, widget: object, view: str, buffers: object) -> None:  # noqa: ARG002 - As ipywidgets calls it.
        try:
            result, _ = _recommend_what_can_be_read(self.answers, self._tables)
            # The page says which of its views asked, so that no other one downloads too.
            page: Page = {"view": view, "page": result_page(result), "name": "modality-lab-result.html"}
            self.send(page)
        except Exception as error:  # noqa: BLE001 - An error in a widget would be seen by nobody.
            self.reply = {**self.reply, "result": only_error(error, AFTER_A_MISTAKE)["result"]}


def _recommend_what_can_be_read(answers: Answers, tables: Tables) -> tuple[Recommendation, list[str]]:
    """Return the recommendation without the answers that cannot be used, and what is wrong with those.

    An answer about safety is never left out: what is wrong with it is raised as `KitError`.
    """
    usable, complaints = answers, list[str]()
    while True:
        try:
            return recommend(usable, tables), complaints
        except AnswerError as error:
            if error.question is None:
                raise
            if _is_about_safety(error.question, usable[error.question], tables):
                raise KitError(
                    f"There is no result as long as an answer about safety cannot be used. {error}"
                ) from None
            complaints.append(str(error))
            usable = {question: given for question, given in usable.items() if question != error.question}


def _is_about_safety(question: str, given: Any, tables: Tables) -> bool:
    """Return whether an answer is to a question about safety, or speaks of a flag under another name."""
    return question in tables.questions_about_safety or any(flag in str(given) for flag in tables.cautions["flag"])


def _questions(tables: Tables) -> list[Question]:
    offered = dict(list(tables.offered_answers.groupby("question")[["answer", "label", "group"]]))
    return [_question(row, offered.get(row.question)) for row in tables.questions.itertuples()]


def _question(row: Any, offered: pd.DataFrame | None) -> Question:
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
        several=row.kind == "several",
        help=row.help,
        answers_from=row.answers_from,
    )
