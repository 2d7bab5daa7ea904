"""The findings of studies, to explore."""

from collections.abc import Mapping
from typing import ClassVar

import pandas as pd

from modality_lab.evidence import findings, number_with_interval
from modality_lab.forms.contract import Shown, choice_question
from modality_lab.forms.explorer import Explorer, TableForm
from modality_lab.forms.form import Answers
from modality_lab.forms.widget import outcome
from modality_lab.recommender import plain_answers
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.dictionary import allowed_values
from modality_lab.words import listed, plain, sentence_case

DIRECTION_WORDS = {"favours": "in favour of massage", "no_clear_difference": "without a clear difference"}


class EvidenceExplorer(Explorer):
    """The findings to explore: choose a topic and what was studied; search and sort the table.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    answers : mapping, optional
        Fills the form in to begin with: `topic` and `studied`.

    Examples
    --------
    >>> EvidenceExplorer(answers={"topic": "sciatica"}).sentence
    '2 of 88 findings, on sciatica: 1 mixed and 1 against.'
    """

    def __init__(self, tables: Tables | None = None, answers: Answers | None = None) -> None:
        super().__init__(_EvidenceForm(tables_or_kit(tables), answers), "The findings, each with its source")


class _EvidenceForm(TableForm):
    _nouns: ClassVar[Mapping[str, str]] = {"studied": "kind of massage"}

    def __init__(self, tables: Tables, answers: Answers | None) -> None:
        self._findings = found = findings(tables)
        self._table = _readable(found)
        topics = {topic: sentence_case(plain(topic)) for topic in found["topic"].unique()}
        studied = found.drop_duplicates("studied").set_index("studied")["studied_name"].to_dict()
        super().__init__(
            answers,
            heading="What was found?",
            questions=[
                choice_question("topic", "Which topic?", topics),
                choice_question("studied", "Which kind of massage was studied?", studied),
            ],
            start=plain_answers(answers),
        )

    def _show(self, answers: Answers) -> Shown:
        self.rows, self.links = self._table.head(0), {}
        self._check(answers)
        given = {question: answer for question, answer in answers.items() if answer}
        chosen = pd.Series(True, index=self._findings.index)
        for question, answer in given.items():
            chosen &= self._findings[question] == answer
        found = self._findings[chosen]
        self.rows, self.links = self._table[chosen], {"Source": found["address"]}
        sentence = self._sentence(given, found)
        return Shown(sentence=sentence, result=outcome(sentence))

    def _sentence(self, given: Answers, found: pd.DataFrame) -> str:
        """Say how many findings there are for the answers, and how many say what."""
        parts = [f"{len(found)} of {len(self._findings)} findings"]
        if "topic" in given:
            parts.append(f"on {plain(given['topic'])}")
        if "studied" in given and len(found):
            parts.append(f"with {found['studied_name'].iloc[0]}")
        counts = found["direction"].value_counts().reindex(allowed_values("evidence", "direction")).dropna().astype(int)
        says = listed(f"{count} {_direction_words(direction)}" for direction, count in counts.items())
        return f"{', '.join(parts)}{f': {says}' if says else ''}."


def _direction_words(direction: str) -> str:
    return DIRECTION_WORDS.get(direction, plain(direction))


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings in the words and columns of the table on the page."""
    return pd.DataFrame(
        {
            "Finding": found["statement"],
            "Studied": found["studied_name"],
            "Says": found["direction"].map(_direction_words).map(sentence_case),
            "Source": found["citation"],
            "Number": [number_with_interval(row) for row in found.itertuples()],
            "People": ["not stated" if pd.isna(people) else str(people) for people in found["participants"]],
            "Design": found["design_name"],
            "Certainty": found["certainty"],
            "Topic": found["topic"].map(plain),
        }
    )
