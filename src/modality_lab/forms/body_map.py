"""The body to explore: where a trigger point sits, and where its pain is commonly felt."""

from collections.abc import Mapping
from typing import ClassVar

from modality_lab import static
from modality_lab.charts import Chart, body_picture
from modality_lab.forms.contract import Shown, choice_question
from modality_lab.forms.form import Answers, ChoiceForm
from modality_lab.forms.trigger_points import TriggerPoints
from modality_lab.markup import Html, html
from modality_lab.recommender import plain_answers
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.words import KitError


def body_map(tables: Tables | None = None, muscle: str | None = None, region: str | None = None) -> "BodyMap":
    """Return the body as a live picture: choose a muscle or an area, and see what is pressed and what is felt.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    muscle : str, optional
        The muscle that is chosen to begin with, an id of `trigger_points.csv`.
    region : str, optional
        The area that is chosen to begin with, an id of `regions.csv`.

    Returns
    -------
    BodyMap
        The picture with its questions.

    Raises
    ------
    KitError
        When there is no such muscle or region, or when both are given.

    Examples
    --------
    >>> body_map(muscle="gluteus_medius").sentence
    'Gluteus medius: pressed at the hip, its pain is commonly felt in the lower back and the buttock.'
    """
    return BodyMap(tables, {"muscle": muscle, "region": region})


class BodyMap(ChoiceForm):
    """A picture of the body with two questions, a muscle or an area, of which one is answered at a time.

    Parameters
    ----------
    tables : Tables or None
        The tables to use, without them the kit's own.
    answers : mapping
        What is chosen to begin with: `muscle` or `region`.
    """

    _nouns: ClassVar[Mapping[str, str]] = {"region": "area of the body"}

    def __init__(self, tables: Tables | None, answers: Answers) -> None:
        self._points = TriggerPoints(tables_or_kit(tables))
        super().__init__(
            {question: answer for question, answer in plain_answers(answers).items() if answer},
            heading="Press here, felt there",
            questions=[
                choice_question(
                    "region",
                    "Choose an area of the body",
                    self._points.region_names,
                    help="Where does it hurt? Click it on the picture, or choose it in the list.",
                    answers_from="regions",
                ),
                choice_question("muscle", "Or choose a muscle", self._points.muscle_names, answers_from="answers"),
            ],
            drawing=static.read("body.svg"),
            one_answer=True,
        )

    def _check(self, answers: Answers) -> None:
        super()._check(answers)
        if answers.get("muscle") and answers.get("region"):
            raise KitError("A muscle and an area of the body are both chosen. Choose one of them.")

    def _show(self, answers: Answers) -> Shown:
        self._check(answers)
        if muscle := answers.get("muscle"):
            return self._points.of_muscle(muscle)
        if region := answers.get("region"):
            return self._points.of_region(region)
        return self._points.overview()

    def plain_html(self) -> Html:
        """Return the result and the picture as HTML that needs no program.

        Returns
        -------
        Html
            The result, and below it the picture.
        """
        return html(super().plain_html(), self.picture._repr_html_())

    @property
    def picture(self) -> Chart:
        """The body as it stands now, as a chart: a picture, a sentence and a table.

        Returns
        -------
        Chart
            The body.
        """
        marks: dict[tuple[str, str], set[str]] = {}
        for region, view, mark in self.reply.get("marks", []):
            marks.setdefault((region, view), set()).add(mark)
        return body_picture(marks, self._points.region_names)
