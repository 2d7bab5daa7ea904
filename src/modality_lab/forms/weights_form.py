"""What the weights of the rules do to a client: a form to change them, and the client's place among all possible."""

from typing import Any

from modality_lab.forms.beginning import Beginning, begin_from, client_question
from modality_lab.forms.contract import Question, Shown, number_question
from modality_lab.forms.form import Answers, Form
from modality_lab.forms.widget import message, only_message
from modality_lab.markup import Html, element, html
from modality_lab.recommender import number_given, plain_answers, recommend, result_html
from modality_lab.robustness import place_html
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.cells import quotable
from modality_lab.words import KitError, did_you_mean, listed, plain

MOST_POINTS = 100
CLIENT = "client"
"""What the page calls the case or the code of another client than the one to begin with."""


class WeightsForm(Form):
    """Change how many points each kind of rule gives, and watch one client's result move.

    All rules of one `basis` get the same points; rules with a `weight_note` keep theirs. Another client can be brought,
    by a case or by the code of a filled form. Below the result stands the client's place among all possible clients.

    Parameters
    ----------
    answers : mapping
        The client's answers, as for `recommend`.
    tables : Tables, optional
        The tables to use, without them the kit's own.

    Raises
    ------
    KitError
        When an answer of the client's cannot be used.

    Examples
    --------
    >>> form = WeightsForm({"goals": ["flexibility", "release_trigger_points"]})
    >>> form.answers = {"reason_to_choose": 1, "named_elsewhere": 3}
    >>> form.sentence
    'Deep tissue massage fits these answers better: 3 of 4 points.'
    """

    def __init__(self, answers: Answers, tables: Tables | None = None) -> None:
        self._client, self._tables = plain_answers(answers), tables_or_kit(tables)
        recommend(self._client, self._tables)  # What is wrong with the client is said at once, before any weight.
        rules = self._tables.rules
        weighed_alike = rules[rules["weight_note"] == ""].drop_duplicates("basis")
        start = dict(zip(weighed_alike["basis"], weighed_alike["points"].tolist(), strict=True))
        super().__init__(
            start,
            heading="The client with your weights",
            questions=[
                *[_question(basis) for basis in start],
                client_question(CLIENT, "Another client", self._tables),
            ],
            start=start,
        )

    def _show(self, answers: Answers) -> Shown:
        given = answers.get(CLIENT)
        begun = begin_from(str(given), self._tables, self._client) if given else Beginning(self._client)
        if not (begun.is_read and begun.is_safe):
            return only_message(" ".join(begun.notices))
        weighed = self._weighed({name: each for name, each in answers.items() if name != CLIENT})
        result, usual = (recommend(begun.answers, tables) for tables in (weighed, self._tables))
        return Shown(
            sentence=" ".join([*begun.notices, result.sentence]),
            result=html(
                map(message, begun.notices),
                element("p", f"With the weights of the tables: {usual.sentence}"),
                Html(result_html(result)),
                place_html(begun.answers, weighed),
            ),
        )

    def _weighed(self, answers: Answers) -> Tables:
        """Return the tables with other points for each basis, or raise `KitError`."""
        for basis in answers:
            if basis not in self.start:
                hint, allowed = did_you_mean(basis, self.start), listed(self.start, "or")
                raise KitError(f'There are no points for "{quotable(basis)}".{hint} Allowed: {allowed}.')
        weights = {basis: _points(basis, answers.get(basis)) for basis in self.start}
        rules = self._tables.rules
        points = rules["basis"].map(weights).where(rules["weight_note"] == "", rules["points"])
        return self._tables.replace(rules=rules.assign(points=points))


def _points(basis: str, given: Any) -> int:
    number = number_given(given)
    if number is None or number != int(number) or not 1 <= number <= MOST_POINTS:
        found = "are empty" if given is None else f'cannot be "{quotable(str(given))}"'
        allowed = f"Allowed: a whole number from 1 to {MOST_POINTS}."
        raise KitError(f'The points for "{plain(basis)}" {found}. {allowed}')
    return int(number)


def _question(basis: str) -> Question:
    return number_question(
        basis,
        f'Points for "{plain(basis)}"',
        kind="points",
        minimum=1,
        maximum=MOST_POINTS,
        step=1,
        unit="points",
    )
