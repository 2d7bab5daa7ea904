"""Two clients side by side: choose them, and see what is different."""

from collections.abc import Iterable
from typing import Any

from modality_lab.cases import REFER, Case, cases, client_without_story, what_is_different
from modality_lab.forms.beginning import begin_from, client_question
from modality_lab.forms.contract import Question, Shown
from modality_lab.forms.form import Answers, ChoiceForm
from modality_lab.forms.widget import message, only_message
from modality_lab.markup import Html, html
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError, did_you_mean

ONE, OTHER = "one", "other"
LABELS = {ONE: "One client", OTHER: "The other client"}


class TwoClients(ChoiceForm):
    """Two clients side by side: what they say, what differs on the form, and what the kit says.

    Each is a client of `cases.csv`, or the code of a filled form. Display it as the last line of a cell.

    Parameters
    ----------
    one, other : str, optional
        The clients to begin with: ids or codes; without them two who share a topic, of whom one is referred on.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Raises
    ------
    KitError
        When there is no such case, or the code cannot be read.

    Examples
    --------
    >>> TwoClients().sentence.endswith("differ.")
    True
    """

    def __init__(self, one: str | None = None, other: str | None = None, tables: Tables | None = None) -> None:
        self._tables = tables_or_kit(tables)
        self._cases = cases(self._tables)
        first = _pair(self._cases.values())
        answers = {ONE: one or first[0], OTHER: other or first[1]}
        super().__init__(
            answers,
            questions=[client_question(name, label, self._tables) for name, label in LABELS.items()],
            heading="What is different?",
            start=answers,
        )

    def _show(self, answers: Answers) -> Shown:
        self._check(answers)
        if not all(answers.get(name) for name in LABELS):
            return only_message("Choose two clients, or paste the codes of two filled forms.")
        (one, notices), (other, more) = (self._client(name, str(answers[name])) for name in LABELS)
        shown = what_is_different(one, other, self._tables)
        said = [*notices, *more]
        return Shown(sentence=" ".join([*said, shown.sentence]), result=html(map(message, said), Html(shown.html)))

    def _check_answer(self, question: Question, given: Any) -> None:
        """Take a code, too; a name that is nearly that of a case is a slip, and no code."""
        if not isinstance(given, str) or given in self._cases or did_you_mean(given, self._cases):
            super()._check_answer(question, given)
        elif given:
            self._client(question["question"], given)

    def _client(self, name: str, given: str) -> tuple[Case, tuple[str, ...]]:
        """Return the client that was chosen or whose code was pasted, and what is to be said of it."""
        if given in self._cases:
            return self._cases[given], ()
        begun = begin_from(given, self._tables, {})
        if not begun.is_read or not begun.is_safe:
            raise KitError(" ".join(begun.notices))
        return client_without_story(f"{LABELS[name]} (from a code)", begun.answers), begun.notices


def _pair(cases: Iterable[Case]) -> tuple[str, str]:
    """Return two clients who share a topic, of whom one is referred on; else the first two, or nobody."""
    known = list(cases)
    referred = [case for case in known if case.decision == REFER]
    others = [case for case in known if case.decision != REFER]
    told_alike = ((one.case, other.case) for one in others for other in referred if one.topics & other.topics)
    first, second, *_ = [*(case.case for case in known), "", ""]
    return next(told_alike, (first, second))
