"""What the weights of the rules do: a form to change them."""

from collections.abc import Mapping
from typing import Any

from modality_lab.forms.contract import Question, Shown, number_question
from modality_lab.forms.form import Answers, Form
from modality_lab.markup import Html, element, html
from modality_lab.recommender import Recommendation, number_given, plain_answers, recommend, result_html
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.cells import quotable
from modality_lab.words import KitError, did_you_mean, listed, plain

MOST_POINTS = 100


class WeightsForm(Form):
    """Change how many points each kind of rule gives, and watch one client's result move.

    All rules of one `basis` get the same points; rules with a `weight_note` keep theirs.

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
            questions=[_question(basis) for basis in start],
            start=start,
        )

    def _show(self, answers: Answers) -> Shown:
        result = self._recommend_with(self._weights(answers))
        usual = recommend(self._client, self._tables)
        usual_line = element("p", f"With the weights of the tables: {usual.sentence}")
        return Shown(sentence=result.sentence, result=html(usual_line, Html(result_html(result))))

    def _weights(self, answers: Answers) -> dict[str, int]:
        """Return the points for each basis, or raise `KitError`."""
        for basis in answers:
            if basis not in self.start:
                hint, allowed = did_you_mean(basis, self.start), listed(self.start, "or")
                raise KitError(f'There are no points for "{quotable(basis)}".{hint} Allowed: {allowed}.')
        return {basis: _points(basis, answers.get(basis)) for basis in self.start}

    def _recommend_with(self, weights: Mapping[str, int]) -> Recommendation:
        rules = self._tables.rules
        points = rules["basis"].map(weights).where(rules["weight_note"] == "", rules["points"])
        return recommend(self._client, self._tables.replace(rules=rules.assign(points=points)))


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
