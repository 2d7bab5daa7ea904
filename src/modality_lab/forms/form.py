"""A form for a notebook or a page: answer questions and watch the result follow."""

from collections.abc import Mapping
from typing import Any, ClassVar

import anywidget
import traitlets

from modality_lab import static
from modality_lab.charts import MARKS
from modality_lab.forms.contract import Page, Question, Reply, Request, Shown
from modality_lab.forms.widget import StoredExample, only_error, script, shown_or_error
from modality_lab.recommender import plain_answers
from modality_lab.tables.cells import quotable
from modality_lab.words import KitError, did_you_mean, listed, plain

Answers = Mapping[str, Any]
"""What is answered, by the id of the question: one answer, a list of answers, or a number."""

AFTER_A_MISTAKE = "Choose Reset to go on."


class Form(StoredExample, anywidget.AnyWidget):
    """Questions on one side, and on the other a result that follows every change.

    The page writes `request` and Python writes `reply`, as `contract` says. A form of a kind of its own
    says in `_show` what there is to show for the answers.

    Parameters
    ----------
    answers : mapping, optional
        The answers to begin with.
    **traits : object
        What the page is sent once: `heading`, `questions` and whatever else of the traits below is needed.
    """

    _esm = script("form.js")
    _css = static.FOLDER / "form.css"

    heading = traitlets.Unicode().tag(sync=True)
    questions: "traitlets.List[Question]" = traitlets.List().tag(sync=True)
    # What the form can be filled in from: it stands above the questions, and is no answer.
    beginnings: "traitlets.List[Question]" = traitlets.List().tag(sync=True)
    # The picture of the body, for questions whose answers are its areas.
    drawing = traitlets.Unicode().tag(sync=True)
    mark_words: "traitlets.Dict[str, str]" = traitlets.Dict(MARKS).tag(sync=True)
    # The answers that Reset goes back to.
    start: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    # Whether an answer to one question takes back the answer to any other.
    one_answer = traitlets.Bool(False).tag(sync=True)
    can_download = traitlets.Bool(False).tag(sync=True)
    request: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, answers: Answers | None, **traits: Any) -> None:
        super().__init__(**traits)
        self.observe(self._answer_request, "request")
        self.on_msg(self._send_page)
        self.answers = answers

    @property
    def answers(self) -> Answers:
        """The answers as they stand; set them to fill the form in.

        Returns
        -------
        mapping
            The answers by the id of their question.
        """
        answers: Answers = self.request.get("answers") or {}
        return answers

    @answers.setter
    def answers(self, answers: Answers | None) -> None:
        """Fill the form in.

        Parameters
        ----------
        answers : mapping, optional
            The answers by the id of their question.

        Raises
        ------
        KitError
            When they do not come by their question.
        """
        request: Request = {"number": self.reply.get("number", 0) + 1, "answers": plain_answers(answers)}
        self.request = dict(request)

    def _show(self, answers: Answers) -> Shown:
        """Return what to show for the answers."""
        raise NotImplementedError

    def _answer_request(self, _change: object) -> None:
        answers, number = self.answers, self.request.get("number")
        shown = shown_or_error(lambda: self._show(plain_answers(answers)), AFTER_A_MISTAKE)
        reply: Reply = {
            "number": number if isinstance(number, int) else self.reply.get("number", 0) + 1,
            # What the page sends may be damaged.
            "answers": dict(answers) if isinstance(answers, Mapping) else {},
            "code": "",
            **shown,
        }
        self.reply = dict(reply)

    def _page(self) -> tuple[str, str]:
        """Return the page to download, and the name of its file, where the form has one."""
        raise NotImplementedError

    def _send_page(self, _widget: object, view: str, _buffers: object) -> None:
        """Send the page that the reader wants to download. It says which view asked, so that no other downloads too."""
        try:
            made, name = self._page()
            page: Page = {"view": view, "page": made, "name": name}
            self.send(page)
        except Exception as error:  # noqa: BLE001 - An error in a widget would be seen by nobody.
            self.reply = {**self.reply, "result": only_error(error, AFTER_A_MISTAKE)["result"]}


class ChoiceForm(Form):
    """A form of choices only, which says so when a choice is not offered.

    A wrong choice to begin with is raised as `KitError`. In `_show`, `_check` is to be called for the later ones.

    Parameters
    ----------
    answers : mapping, optional
        The answers to begin with.
    questions : list of Question
        The questions, with the answers that are offered.
    **traits : object
        What else the page is sent once, as for `Form`.
    """

    # What an answer is called in a sentence, for the questions whose own name does not say it.
    _nouns: ClassVar[Mapping[str, str]] = {}

    def __init__(self, answers: Answers | None, questions: list[Question], **traits: Any) -> None:
        self._by_name = {question["question"]: question for question in questions}
        self._check(plain_answers(answers))
        super().__init__(answers, questions=questions, **traits)

    def _check(self, answers: Answers) -> None:
        """Raise `KitError` for a question or an answer that is not offered, or a list where one answer is due."""
        for name, given in answers.items():
            if name not in self._by_name:
                hint, allowed = did_you_mean(name, self._by_name), listed(self._by_name, "or")
                raise KitError(f'There is no question "{quotable(name)}".{hint} Allowed: {allowed}.')
            self._check_answer(self._by_name[name], given)

    def _check_answer(self, question: Question, given: Any) -> None:
        offered = [answer["answer"] for answer in question["answers"]]
        allowed = f"Allowed: {listed(offered, 'or')}."
        several = isinstance(given, list)
        if several and question["kind"] == "one":
            raise KitError(f'"{question["label"]}" takes one answer, and a list was given. {allowed}')
        for answer in given if several else [given]:
            if answer is not None and answer not in offered:
                noun = self._nouns.get(question["question"], plain(question["question"]))
                found = quotable(str(answer))
                raise KitError(f'There is no {noun} "{found}".{did_you_mean(found, offered)} {allowed}')
