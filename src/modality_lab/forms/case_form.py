"""Predict, then see: read a client, tick what was said, decide, and only then see what the kit says."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

import anywidget
import traitlets

from modality_lab import static
from modality_lab.cases import SURE, Case, cases, compare, decisions
from modality_lab.charts import MARKS
from modality_lab.classroom import Decision, Record
from modality_lab.forms.contract import CaseStory, Question, Revealed, Shown, choice_question
from modality_lab.forms.recommendation_form import questions_of
from modality_lab.forms.widget import StoredExample, script, shown_or_error
from modality_lab.markup import Html, element, folded, html
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, did_you_mean

LEVELS = {1: "easy", 2: "needs some thought", 3: "something is easy to miss"}
DECISION, SURENESS = "decision", "sure"


class CaseForm(StoredExample, anywidget.AnyWidget):
    """Decide about a client before the kit does, then see both side by side.

    Display it as the last line of a cell.

    Parameters
    ----------
    case : str, optional
        The id of the client to begin with; without it the first.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Attributes
    ----------
    record : Record
        What was decided so far: the first decision about each client counts.

    Raises
    ------
    KitError
        When there is no such case.

    Examples
    --------
    >>> form = CaseForm()
    >>> form.sentence
    'Read the client, tick what was said, decide, and only then see.'
    """

    _esm = script("case.js")
    _css = "\n".join(map(static.read, ("form.css", "quiz.css")))

    stories: "traitlets.List[CaseStory]" = traitlets.List().tag(sync=True)
    questions: "traitlets.List[Question]" = traitlets.List().tag(sync=True)
    choices: "traitlets.List[Question]" = traitlets.List().tag(sync=True)
    drawing = traitlets.Unicode().tag(sync=True)
    mark_words: "traitlets.Dict[str, str]" = traitlets.Dict(MARKS).tag(sync=True)
    request: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    reply: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, case: str | None = None, tables: Tables | None = None) -> None:
        self._tables = tables_or_kit(tables)
        self._cases = cases(self._tables)
        if case is not None and case not in self._cases:
            raise KitError(f'There is no case "{case}".{did_you_mean(case, self._cases)} See the table cases.csv.')
        first = case or next(iter(self._cases), "")
        self.record = Record(token_hex(3), "", {}, {})
        blank = {"number": 0, "case": first, "answers": {}, "choice": {}, "reason": ""}
        super().__init__(
            stories=[_story(each) for each in self._cases.values()],
            questions=questions_of(self._tables),
            choices=_choices(self._tables),
            drawing=static.read("body.svg"),
            request=blank,
            reply=dict(Revealed(number=0, case="", line="", sentence=self._invitation, result="")),
        )
        self.observe(self._answer_request, "request")

    _invitation = "Read the client, tick what was said, decide, and only then see."

    def plain_html(self) -> Html:
        """Return the clients with their answers folded, as HTML that needs no program.

        Returns
        -------
        Html
            The clients.
        """
        words = decisions(self._tables)
        return html(_on_paper(case, words) for case in self._cases.values())

    def _answer_request(self, _change: object) -> None:
        request, number = self.request, self.request.get("number")
        shown = shown_or_error(lambda: self._reveal(request))
        self.reply = {
            "number": number if isinstance(number, int) else 0,
            "case": str(request.get("case")),
            "line": self.record.as_line() if self.record.cases else "",
            **shown,
        }

    def _reveal(self, request: Mapping[str, Any]) -> Shown:
        """Set the decision beside a careful one, and keep the first about each client."""
        case = self._cases.get(str(request.get("case")))
        if case is None:
            raise KitError("This client is not on this page. Reload the page.")
        choice = request.get("choice") or {}
        decision, sure = str(choice.get(DECISION)), str(choice.get(SURENESS))
        if decision not in decisions(self._tables):
            raise KitError("Decide first: choose what you would do with this client. Then you see what the kit says.")
        if sure not in map(str, SURE):
            raise KitError("Say how sure you are, too. Then you see what the kit says.")
        compared = compare(case, request.get("answers") or {}, decision, int(sure), self._tables)
        reason = " ".join(str(request.get("reason") or "").split())
        self.record = self.record.joined(Record("", "", {case.case: Decision(decision, int(sure), reason)}, {}))
        return Shown(sentence=compared.sentence, result=str(compared._repr_html_()))


def _story(case: Case) -> CaseStory:
    return CaseStory(
        case=case.case, title=case.title, level=LEVELS[case.level], story=case.story, still_to_ask=case.still_to_ask
    )


def _choices(tables: Tables) -> list[Question]:
    sure = {str(number): words for number, words in SURE.items()}
    return [
        choice_question(DECISION, "What do you decide?", decisions(tables)),
        choice_question(SURENESS, "How sure are you?", sure),
    ]


def _on_paper(case: Case, words: Mapping[str, str]) -> Html:
    answer = [
        element("p", element("strong", words[case.decision])),
        element("p", case.good_answer),
        element("p", element("strong", "Ask next: "), case.ask_next),
    ]
    return element(
        "section",
        element("h3", f"{case.title} ({LEVELS[case.level]})"),
        element("blockquote", case.story),
        element("p", case.still_to_ask) if case.still_to_ask else None,
        folded("A careful educator's answer", answer),
    )
