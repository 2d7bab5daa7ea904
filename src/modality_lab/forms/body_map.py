"""The body to explore: where a trigger point sits, and where its pain is commonly felt."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from modality_lab.charts.body import DRAWING, body_picture
from modality_lab.charts.chart import Chart
from modality_lab.forms.form import ChoiceForm
from modality_lab.recommender.result_page import TEACHING_NOTE
from modality_lab.tables.loading import Tables, tables_or_kit
from modality_lab.words import KitError, counted, listed, sentence_case

PEOPLE_DIFFER = "These are commonly taught patterns. People differ, and no fixed map is claimed."


def body_map(tables: Tables | None = None, muscle: str | None = None, region: str | None = None) -> "BodyMap":
    """Return the body as a live picture: choose a muscle or an area, and see what is pressed and what is felt.

    `tables` are the tables to use, without them the kit's own; `muscle` (an id of
    `trigger_points.csv`) or `region` (an id of `regions.csv`) is chosen to begin with. Raises
    `KitError` when there is no such muscle or region, or when both are given.

    >>> body_map(muscle="gluteus_medius").sentence
    'Gluteus medius: pressed at the hip, its pain is commonly felt in the lower back and the buttock.'
    """
    return BodyMap(tables, {"muscle": muscle, "region": region})


class BodyMap(ChoiceForm):
    """A picture of the body with two questions, a muscle or an area, of which one is answered at a time."""

    _nouns = {"region": "area of the body"}

    def __init__(self, tables: Tables | None, answers: Mapping):
        self._patterns = _Patterns(tables_or_kit(tables))
        answers = {question: answer for question, answer in answers.items() if answer}
        super().__init__(
            answers,
            heading="Press here, felt there",
            questions=self._patterns.questions(),
            drawing=DRAWING.read_text(encoding="utf-8"),
            one_answer=True,
        )

    def _check(self, answers: Mapping) -> None:
        super()._check(answers)
        if answers.get("muscle") and answers.get("region"):
            raise KitError("A muscle and an area of the body are both chosen. Choose one of them.")

    def _show(self, answers: Mapping) -> dict:
        self._check(answers)
        if muscle := answers.get("muscle"):
            return self._patterns.of_muscle(muscle)
        if region := answers.get("region"):
            return self._patterns.of_region(region)
        return self._patterns.overview()

    def plain_html(self) -> str:
        """Return the result and the picture as HTML that needs no program."""
        return super().plain_html() + self.picture._repr_html_()

    @property
    def picture(self) -> Chart:
        """The body as it stands now, as a chart: a picture, a sentence and a table."""
        marks: dict[tuple[str, str], set[str]] = {}
        for region, view, mark in self.reply["marks"]:
            marks.setdefault((region, view), set()).add(mark)
        return body_picture(marks, self._patterns.regions)


class _Patterns:
    """What the tables say of trigger points, as sentences, HTML and marks on the body."""

    def __init__(self, tables: Tables):
        self.regions = tables.regions.set_index("region")["name"].to_dict()
        self.muscles = tables.trigger_points.set_index("muscle", drop=False)
        self.felt = tables.referred_pain
        self.sites = tables.caution_sites
        self.sources = tables.sources.set_index("source_id")

    def questions(self) -> list[dict]:
        muscles = zip(self.muscles["muscle"], self.muscles["name"])
        return [
            _question(
                "region",
                "Choose an area of the body",
                "Where does it hurt? Click it on the picture, or choose it in the list.",
                "regions",
                self.regions.items(),
            ),
            _question("muscle", "Or choose a muscle", "", "answers", sorted(muscles, key=lambda muscle: muscle[1])),
        ]

    def overview(self) -> dict:
        sentence = f"{counted(len(self.muscles), 'pattern')} to look at: choose an area of the body or a muscle."
        return _shown(sentence, "", [])

    def of_muscle(self, muscle: str) -> dict:
        row = self.muscles.loc[muscle]
        felt = self.felt[self.felt["muscle"] == muscle]
        place = self.regions[row["region"]]
        sentence = f"{sentence_case(row['name'])}: pressed at the {place}, its pain is commonly felt in {self._places(felt['region'])}."
        near = self.sites[self.sites["region"] == row["region"]]
        facts = {
            "In Latin": row["latin_name"],
            "Everyday complaint": sentence_case(row["complaint"]),
            "Often confused with": sentence_case(row["confused_with"]),
            "How sure": row["certainty"],
            "Good to know": row["note"],
        }
        details = "".join(f"<p><strong>{name}:</strong> {escape(fact)}</p>" for name, fact in facts.items() if fact)
        page = f"{details}{self._care(near)}{self._cited([row['source_id'], row['second_source_id']])}"
        marks = [(row["region"], row["view"], "pressed"), *_marks(felt, "felt"), *_marks(near, "caution")]
        return _shown(sentence, page, marks)

    def of_region(self, region: str) -> dict:
        name = self.regions[region]
        felt = self.felt[self.felt["region"] == region]
        causes = self.muscles.loc[felt["muscle"].unique()]
        here = self.muscles[self.muscles["region"] == region]
        near = self.sites[self.sites["region"] == region]
        sentence = f"{sentence_case(name)}: our patterns name {counted(len(causes), 'muscle')} for pain here; {counted(len(here), 'trigger point')} {'sits' if len(here) == 1 else 'sit'} here."
        page = self._listed(
            "Felt here, pressed there",
            causes,
            lambda row: f"pressed at the {self.regions[row.region]}; {row.complaint}",
        )
        page += self._listed(
            "Pressed here, felt there",
            here,
            lambda row: f"felt in {self._places(self.felt.loc[self.felt['muscle'] == row.muscle, 'region'])}",
        )
        marks = [*_marks(felt, "felt"), *_marks(causes, "pressed"), *_marks(near, "caution")]
        shown = pd.concat([causes, here])
        cited = self._cited([*shown["source_id"], *shown["second_source_id"]]) if len(shown) else ""
        return _shown(sentence, self._care(near) + page + cited, marks)

    def _places(self, regions: pd.Series) -> str:
        return listed(f"the {self.regions[region]}" for region in dict.fromkeys(regions))

    def _listed(self, heading: str, muscles: pd.DataFrame, say) -> str:
        items = "".join(
            f"<li><strong>{escape(sentence_case(row.name_))}</strong>: {escape(say(row))}</li>"
            for row in muscles.rename(columns={"name": "name_"}).itertuples()
        )
        return f"<h3>{heading}</h3><ul>{items}</ul>" if items else ""

    def _care(self, sites: pd.DataFrame) -> str:
        items = "".join(
            f"<li><strong>{escape(sentence_case(site.name_))}</strong> ({escape(site.structures)}): {escape(site.action)}</li>"
            for site in sites.rename(columns={"name": "name_"}).itertuples()
        )
        return f"<h3>Take care here</h3><ul>{items}</ul>" if items else ""

    def _cited(self, ids: list[str]) -> str:
        cited = "; ".join(
            f"{escape(self.sources.loc[source, 'title'])} ({escape(self.sources.loc[source, 'author'])})"
            for source in dict.fromkeys(filter(None, ids))
        )
        return f'<p class="ml-small">Sources: {cited}.</p>'


def _marks(rows: pd.DataFrame, mark: str) -> list[tuple[str, str, str]]:
    return [(region, view, mark) for region, view in rows[["region", "view"]].drop_duplicates().itertuples(index=False)]


def _question(question: str, label: str, help_text: str, home: str, answers) -> dict:
    offered = [{"answer": answer, "label": name, "group": ""} for answer, name in answers]
    return {
        "question": question,
        "kind": "one",
        "answers_from": home,
        "label": label,
        "help": help_text,
        "answers": offered,
    }


def _shown(sentence: str, page: str, marks: list[tuple[str, str, str]]) -> dict:
    result = (
        f'<div class="ml-result"><p class="ml-outcome"><strong>{escape(sentence)}</strong></p>{page}'
        f'<p class="ml-small">{escape(PEOPLE_DIFFER)} {escape(TEACHING_NOTE)}</p></div>'
    )
    return {"sentence": sentence, "result": result, "marks": marks}
