"""Forms for a notebook or a page: answer questions about a client and watch the result follow."""

from collections.abc import Mapping
from html import escape

import anywidget
import pandas as pd
import traitlets

from modality_lab import static
from modality_lab.charts.body import DRAWING, MARKS
from modality_lab.forms.widget import StoredExample, message, script, shown_message
from modality_lab.recommender.recommendation import AnswerError, Recommendation, recommend
from modality_lab.recommender.result_page import result_html, result_page
from modality_lab.tables.constraints import safety_questions
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.words import KitError, did_you_mean, listed, number_of, plain


class Form(StoredExample, anywidget.AnyWidget):
    """Questions on one side, and on the other a result that follows every change.

    The page writes `request`, a running number with the answers; Python writes `reply`, the same
    number with the answers as they stand, the result as HTML, its sentence, and the marks on the body.
    """

    _esm = script("form.js")
    _css = static.FOLDER / "form.css"

    heading = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    # The picture of the body, for questions whose answers are its areas.
    drawing = traitlets.Unicode().tag(sync=True)
    mark_words = traitlets.Dict(MARKS).tag(sync=True)
    # The answers that Reset goes back to.
    start = traitlets.Dict().tag(sync=True)
    # Whether an answer to one question takes back the answer to any other.
    one_answer = traitlets.Bool(False).tag(sync=True)
    can_download = traitlets.Bool(False).tag(sync=True)
    request = traitlets.Dict().tag(sync=True)
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, answers: Mapping, **traits):
        super().__init__(**traits)
        self.observe(self._answer_request, "request")
        self.on_msg(self._send_page)
        self.answers = answers

    @property
    def answers(self) -> dict:
        """The answers as they stand; set them to fill the form in."""
        return self.request.get("answers")

    @answers.setter
    def answers(self, answers: Mapping | None) -> None:
        last = self.reply.get("number", 0)
        self.request = {"number": last + 1, "answers": answers or {}}

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return self.reply["sentence"]

    def _show(self, answers: Mapping) -> dict:
        """Return what to show for the answers: a sentence, the result as HTML, and marks where there is a body."""
        raise NotImplementedError

    def _answer_request(self, change) -> None:
        answers = self.answers or {}
        try:
            shown = self._show(answers)
        except Exception as error:
            shown = shown_message(_explained(error))
        number = self.request.get("number")
        self.reply = {
            "number": number if isinstance(number, int) else self.reply.get("number", 0) + 1,
            "answers": answers if isinstance(answers, Mapping) else {},
            **shown,
        }

    def _send_page(self, widget, content, buffers) -> None:
        pass

    def plain_html(self) -> str:
        """Return the result as HTML that needs no program."""
        return self.reply["result"]


class ChoiceForm(Form):
    """A form of choices only. A wrong choice to begin with is raised; `_show` has a later one checked, which is then said."""

    # What an answer is called in a sentence, for the questions whose own name does not say it.
    _nouns: dict[str, str] = {}

    def __init__(self, answers: Mapping | None, **traits):
        super().__init__(answers, **traits)
        self._check(answers or {})

    def _check(self, answers: Mapping) -> None:
        """Raise `KitError` for a question or an answer that is not offered, or a list where one answer is due."""
        if not isinstance(answers, Mapping):
            raise KitError(f"The answers came as {type(answers).__name__}. Needed is a choice for each question.")
        questions = {question["question"]: question for question in self.questions}
        for name, given in answers.items():
            if name not in questions:
                raise KitError(
                    f'There is no question "{name}".{did_you_mean(name, questions)} Allowed: {listed(questions, "or")}.'
                )
            known = [answer["answer"] for answer in questions[name]["answers"]]
            several = isinstance(given, (list, tuple))
            if several and questions[name]["kind"] == "one":
                raise KitError(
                    f'"{questions[name]["label"]}" takes one answer, and a list was given. Allowed: {listed(known, "or")}.'
                )
            for answer in given if several else [given]:
                if answer is not None and answer not in known:
                    noun = self._nouns.get(name, plain(name))
                    raise KitError(
                        f'There is no {noun} "{answer}".{did_you_mean(answer, known)} Allowed: {listed(known, "or")}.'
                    )


class RecommendationForm(Form):
    """The recommendation as a live form, built from the rows of `questions.csv` and `answers.csv`.

    `tables` are the tables to use, without them the kit's own; `answers` fills the form in to
    begin with (Reset empties it). Display the form as the last line of a cell.

    >>> form = RecommendationForm()
    >>> form.answers = {"conditions": ["sciatica"]}
    >>> form.sentence
    'Neuromuscular therapy fits these answers better: 2 of 2 points.'
    """

    def __init__(self, tables: Tables | None = None, answers: Mapping | None = None):
        self._tables = tables_or_kit(tables)
        super().__init__(
            answers,
            heading="Which modality fits?",
            questions=_questions(self._tables),
            drawing=DRAWING.read_text(encoding="utf-8"),
            can_download=True,
        )

    def _show(self, answers: Mapping) -> dict:
        result, complaints = _recommend_what_can_be_read(answers, self._tables)
        messages = "".join(message(f"{complaint} It is left out of the result below.") for complaint in complaints)
        return {
            "sentence": " ".join([*complaints, result.sentence]),
            "result": messages + result_html(result),
            "marks": [(site.region, site.view, "caution") for site in result.caution_sites],
        }

    def _send_page(self, widget, content, buffers) -> None:
        try:
            result, _ = _recommend_what_can_be_read(self.answers, self._tables)
            # The page says which of its views asked, so that no other one downloads too.
            self.send({"view": content, "page": result_page(result), "name": "modality-lab-result.html"})
        except Exception as error:
            self.reply = {**self.reply, "result": message(_explained(error))}


class WeightsForm(Form):
    """Change how many points each kind of rule gives, and watch one client's result move.

    `answers` are the client's, as for `recommend`; `tables` are the tables to use, without them
    the kit's own. All rules of one `basis` get the same points; rules with a `weight_note` keep theirs.

    >>> form = WeightsForm({"goals": ["flexibility", "release_trigger_points"]})
    >>> form.answers = {"reason_to_choose": 1, "named_elsewhere": 3}
    >>> form.sentence
    'Deep tissue massage fits these answers better: 3 of 4 points.'
    """

    def __init__(self, answers: Mapping, tables: Tables | None = None):
        self._client = answers
        self._tables = tables_or_kit(tables)
        rules = self._tables.rules
        weighed_alike = rules[rules["weight_note"] == ""].drop_duplicates("basis")
        start = dict(zip(weighed_alike["basis"], weighed_alike["points"].tolist()))
        super().__init__(
            start,
            heading="The client with your weights",
            questions=[_weight_question(basis) for basis in start],
            start=start,
        )

    def _show(self, answers: Mapping) -> dict:
        weights = {basis: answers.get(basis) for basis in self.start}
        for basis, points in weights.items():
            number = number_of(points)
            if number is None or number != int(number) or not 1 <= number <= 100:
                found = "are empty" if points is None else f'cannot be "{points}"'
                return shown_message(f'The points for "{plain(basis)}" {found}. Allowed: a whole number from 1 to 100.')
        rules = self._tables.rules
        points = rules["basis"].map(weights).where(rules["weight_note"] == "", rules["points"])
        result = recommend(self._client, self._tables.replace(rules=rules.assign(points=points)))
        usual = recommend(self._client, self._tables)
        usual_line = f"<p>With the weights of the tables: {escape(usual.sentence)}</p>"
        return {"sentence": result.sentence, "result": usual_line + result_html(result)}


def _recommend_what_can_be_read(answers: Mapping, tables: Tables) -> tuple[Recommendation, list[str]]:
    """Return the recommendation without the answers that cannot be used, and what is wrong with those.

    An answer about safety is never left out: what is wrong with it is raised as `KitError`.
    """
    answers, complaints = dict(answers) if isinstance(answers, Mapping) else answers, []
    while True:
        try:
            return recommend(answers, tables), complaints
        except AnswerError as error:
            if error.question is None:
                raise
            if _is_about_safety(error.question, answers[error.question], tables):
                raise KitError(
                    f"There is no result as long as an answer about safety cannot be used. {error}"
                ) from None
            complaints.append(str(error))
            del answers[error.question]


def _is_about_safety(question, given, tables: Tables) -> bool:
    """Return whether an answer is to a question about safety, or speaks of a flag under another name."""
    return question in safety_questions(tables.questions) or any(flag in str(given) for flag in tables.cautions["flag"])


def _questions(tables: Tables) -> list[dict]:
    offered = dict(list(tables.offered_answers.groupby("question")[["answer", "label", "group"]]))
    names = ["question", "kind", "answers_from", "label", "help", "minimum", "maximum", "unit"]
    questions = tables.questions.replace({pd.NA: None})[names].to_dict("records")
    return [
        question | {"step": 5, "answers": offered[question["question"]].to_dict("records")} for question in questions
    ]


def _weight_question(basis: str) -> dict:
    return {
        "question": basis,
        "kind": "points",
        "label": f"Points for an answer that is: {plain(basis)}",
        "help": "",
        "minimum": 1,
        "maximum": 100,
        "step": 1,
        "unit": "points",
        "answers": [],
    }


def _explained(error: Exception) -> str:
    if isinstance(error, KitError):
        return str(error)
    return (
        "The kit has made a mistake here, not you. Choose Reset to go on. "
        f"To report it, send this line: {type(error).__name__}: {error}"
    )
