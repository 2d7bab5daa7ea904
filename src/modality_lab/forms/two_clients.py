"""Two clients side by side: choose them, and see what is different."""

from collections.abc import Iterable

from modality_lab.cases import REFER, Case, cases, what_is_different
from modality_lab.forms.contract import Answer, Question, Shown, choice_question
from modality_lab.forms.form import Answers, ChoiceForm
from modality_lab.forms.widget import only_message
from modality_lab.tables import Tables, tables_or_kit

ONE, OTHER = "one", "other"


class TwoClients(ChoiceForm):
    """Two clients of `cases.csv` side by side: what they say, what differs on the form, and what the kit says.

    Display it as the last line of a cell.

    Parameters
    ----------
    one, other : str, optional
        The ids of the clients to begin with; without them two who share a topic, of whom one is referred on.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Raises
    ------
    KitError
        When there is no such case.

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
        offered = [Answer(answer=each.case, label=each.title, group="") for each in self._cases.values()]
        super().__init__(
            answers,
            questions=[_question(ONE, "One client", offered), _question(OTHER, "The other", offered)],
            heading="What is different?",
            start=answers,
        )

    def _show(self, answers: Answers) -> Shown:
        self._check(answers)
        one, other = (self._cases.get(str(answers.get(name))) for name in (ONE, OTHER))
        if one is None or other is None:
            return only_message("Choose two clients.")
        shown = what_is_different(one, other, self._tables)
        return Shown(sentence=shown.sentence, result=str(shown.html))


def _pair(cases: Iterable[Case]) -> tuple[str, str]:
    """Return two clients who share a topic, of whom one is referred on; else the first two, or nobody."""
    known = list(cases)
    referred = [case for case in known if case.decision == REFER]
    others = [case for case in known if case.decision != REFER]
    told_alike = ((one.case, other.case) for one in others for other in referred if one.topics & other.topics)
    first, second, *_ = [*(case.case for case in known), "", ""]
    return next(told_alike, (first, second))


def _question(name: str, label: str, offered: list[Answer]) -> Question:
    return {**choice_question(name, label, offered), "kind": "list"}
