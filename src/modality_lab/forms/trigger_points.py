"""What the tables say of trigger points: where each is pressed, where its pain is felt, and where to take care."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from modality_lab.forms.contract import Mark, Shown
from modality_lab.forms.widget import outcome
from modality_lab.markup import Html, bullets, element, folded, html
from modality_lab.recommender import TEACHING_NOTE
from modality_lab.tables import Tables
from modality_lab.tables.citations import citation
from modality_lab.words import counted, listed, sentence_case

PEOPLE_DIFFER = "These are commonly taught patterns. People differ, and no fixed map is claimed."


class TriggerPoints:
    """What the tables say of trigger points, as sentences, HTML and marks on the body.

    Parameters
    ----------
    tables : Tables
        The tables to use.

    Attributes
    ----------
    region_names : dict of str to str
        The name of each area of the body.
    muscle_names : dict of str to str
        The name of each muscle, in the order of the alphabet.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> TriggerPoints(load_tables()).of_muscle("soleus")["sentence"]
    'Soleus: pressed at the calf, its pain is commonly felt in the foot and the calf.'
    """

    def __init__(self, tables: Tables) -> None:
        self.region_names: dict[str, str] = tables.regions.set_index("region")["name"].to_dict()
        names = tables.trigger_points.set_index("muscle")["name"].to_dict()
        self.muscle_names: dict[str, str] = dict(sorted(names.items(), key=lambda muscle: muscle[1]))
        self._muscles = tables.trigger_points.set_index("muscle", drop=False)
        self._felt = tables.referred_pain
        self._sites = tables.caution_sites
        self._sources = tables.sources.set_index("source_id")

    def overview(self) -> Shown:
        """Say how much there is to look at.

        Returns
        -------
        Shown
            A sentence, without a mark.
        """
        number = counted(len(self._muscles), "pattern")
        return _shown(f"{number} to look at: choose an area of the body or a muscle.", None, [])

    def of_muscle(self, muscle: str) -> Shown:
        """Say where a muscle is pressed, where its pain is felt, and what else is known of it.

        Parameters
        ----------
        muscle : str
            Its id in `trigger_points.csv`.

        Returns
        -------
        Shown
            The sentence, what there is to read, and the marks on the body.
        """
        row = self._muscles.loc[muscle]
        felt = self._felt[self._felt["muscle"] == muscle]
        near = self._sites[self._sites["region"] == row["region"]]
        place, places = self.region_names[row["region"]], self._places(felt["region"])
        sentence = f"{sentence_case(row['name'])}: pressed at the {place}, its pain is commonly felt in {places}."
        cited = self._cited([row["source_id"], row["second_source_id"]])
        marks = [Mark(row["region"], row["view"], "pressed"), *_marks(felt, "felt"), *_marks(near, "caution")]
        return _shown(sentence, [_facts(row), _care(near), cited], marks)

    def of_region(self, region: str) -> Shown:
        """Say which muscles give pain in an area of the body, and which trigger points sit there.

        Parameters
        ----------
        region : str
            Its id in `regions.csv`.

        Returns
        -------
        Shown
            The sentence, what there is to read, and the marks on the body.
        """
        felt = self._felt[self._felt["region"] == region]
        causes = self._muscles.loc[felt["muscle"].unique()]
        here = self._muscles[self._muscles["region"] == region]
        near = self._sites[self._sites["region"] == region]
        shown = pd.concat([causes, here])
        page = [
            _care(near),
            _listed("Felt here, pressed there", causes, self._where_pressed),
            _listed("Pressed here, felt there", here, self._where_felt),
            self._cited([*shown["source_id"], *shown["second_source_id"]]) if len(shown) else None,
        ]
        marks = [*_marks(felt, "felt"), *_marks(causes, "pressed"), *_marks(near, "caution")]
        return _shown(_region_sentence(self.region_names[region], len(causes), len(here)), page, marks)

    def _where_pressed(self, muscle: Any) -> str:
        return f"pressed at the {self.region_names[muscle.region]}; {muscle.complaint}"

    def _where_felt(self, muscle: Any) -> str:
        return f"felt in {self._places(self._felt.loc[self._felt['muscle'] == muscle.muscle, 'region'])}"

    def _places(self, regions: Iterable[str]) -> str:
        return listed(f"the {self.region_names[region]}" for region in dict.fromkeys(regions))

    def _cited(self, source_ids: list[str]) -> Html:
        cited = self._sources.loc[list(dict.fromkeys(filter(None, source_ids)))]
        return folded("Sources", bullets(map(citation, cited.itertuples())))


def _region_sentence(name: str, causes: int, here: int) -> str:
    muscles, points = counted(causes, "muscle"), counted(here, "trigger point")
    sit = "sits" if here == 1 else "sit"
    return f"{sentence_case(name)}: our patterns name {muscles} for pain here; {points} {sit} here."


def _facts(muscle: pd.Series) -> Html:
    facts = {
        "In Latin": muscle["latin_name"],
        "Everyday complaint": sentence_case(muscle["complaint"]),
        "Often confused with": sentence_case(muscle["confused_with"]),
        "How sure": muscle["certainty"],
        "Good to know": muscle["note"],
    }
    return html(element("p", element("strong", f"{name}:"), f" {fact}") for name, fact in facts.items() if fact)


def _listed(heading: str, muscles: pd.DataFrame, say: Callable[[Any], str]) -> Html | None:
    """List muscles under a heading, each with what `say` says of its row."""
    if muscles.empty:
        return None
    items = [[element("strong", sentence_case(row.name)), f": {say(row)}"] for row in muscles.itertuples()]
    return html(element("h3", heading), bullets(items))


def _care(sites: pd.DataFrame) -> Html | None:
    if sites.empty:
        return None
    items = [
        [element("strong", sentence_case(site.name)), f" ({site.structures}): {site.action}"]
        for site in sites.itertuples()
    ]
    return html(element("h3", "Take care here"), bullets(items))


def _marks(rows: pd.DataFrame, mark: str) -> list[Mark]:
    places = rows[["region", "view"]].drop_duplicates()
    return [Mark(region, view, mark) for region, view in places.itertuples(index=False)]


def _shown(sentence: str, page: Iterable[Html | None] | None, marks: list[Mark]) -> Shown:
    note = element("p", f"{PEOPLE_DIFFER} {TEACHING_NOTE}", class_="ml-small")
    result = element("div", outcome(sentence), page, note, class_="ml-result")
    return Shown(sentence=sentence, result=result, marks=marks)
