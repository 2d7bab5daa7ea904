"""The survey of web pages, to explore."""

from collections.abc import Mapping
from typing import ClassVar

import pandas as pd

from modality_lab.forms.contract import Question, Shown, choice_question
from modality_lab.forms.explorer import Explorer, TableForm
from modality_lab.forms.form import Answers
from modality_lab.forms.widget import outcome
from modality_lab.markup import element, html
from modality_lab.recommender import plain_answers
from modality_lab.survey import ALL_KINDS, KEPT, count_sites, counts_html, most_named, why_no_share
from modality_lab.tables import Tables, tables_or_kit
from modality_lab.tables.dictionary import allowed_values
from modality_lab.words import counted, listed, plain, sentence_case

PAGE_HEADS = ["Page", "Says", "Kind of site", "Date", "Left out because"]

# A kind of massage and what is said about it.
Choice = tuple[str, str]


class SurveyExplorer(Explorer):
    """The survey to explore: choose a kind of massage and a subject, see the counts and the pages behind them.

    Parameters
    ----------
    tables : Tables, optional
        The tables to use, without them the kit's own.
    answers : mapping, optional
        Fills the form in to begin with: `modality`, `attribute`, and `flagged`, which brings back the
        pages that are left out.

    Examples
    --------
    >>> explorer = SurveyExplorer(answers={"modality": "nmt", "attribute": "pressure"})
    >>> explorer.sentence
    'Neuromuscular therapy, pressure: "varies" is named most often, on 13 of 71 sites (18%, interval 11% to 29%).'
    """

    def __init__(self, tables: Tables | None = None, answers: Answers | None = None) -> None:
        super().__init__(_SurveyForm(tables_or_kit(tables), answers), "The pages behind the counts")


class _SurveyForm(TableForm):
    _nouns: ClassVar[Mapping[str, str]] = {"modality": "kind of massage", "attribute": "subject", "flagged": "choice"}

    def __init__(self, tables: Tables, answers: Answers | None) -> None:
        names = tables.named_modalities.set_index("named_modality")["name"].to_dict()
        self._names = {ALL_KINDS: "All kinds together", **names}
        self._tables, self._pages = tables, _pages(tables)
        attributes = allowed_values("survey_statements", "attribute")
        said_of = set(tables.survey_statements["named_modality"])
        kinds = {kind: name for kind, name in self._names.items() if kind in said_of}
        super().__init__(
            answers,
            heading="What do the sites say?",
            questions=_questions(kinds, attributes),
            start=plain_answers(answers),
        )

    def _show(self, answers: Answers) -> Shown:
        self.rows, self.links = self._pages.head(0)[PAGE_HEADS], {}
        self._check(answers)
        kind: str = answers.get("modality") or ALL_KINDS
        attribute: str = answers.get("attribute") or ""
        with_flagged = "bring_back" in (answers.get("flagged") or [])
        pages = _of_choice(self._pages, (kind, attribute))
        pages = pages if with_flagged else pages[~pages["flagged"]]
        self.rows, self.links = pages[PAGE_HEADS], {"Page": pages["link"]}
        if not attribute:
            return _only_sentence("Choose what to look at, for instance pressure or benefit.")
        return self._show_counts((kind, attribute), with_flagged)

    def _show_counts(self, choice: Choice, with_flagged: bool) -> Shown:
        kind, attribute = choice
        name = f"{self._names.get(kind, kind)}, {plain(attribute)}"
        counts = _of_choice(count_sites(self._tables, with_flagged), choice)
        if counts.empty:
            no_denial = "That is no denial: the page may say it further down."
            return _only_sentence(f"{name}: no site that is counted says anything. {no_denial}")
        no_share = why_no_share(self._tables, attribute)
        sentence = f"{name}: {_most_named(counts, with_share=not no_share)}."
        why = element("p", no_share) if no_share else None
        usual = _of_choice(count_sites(self._tables), choice) if with_flagged else None
        shown_counts = counts_html(counts, usual, shares=not no_share)
        return Shown(sentence=sentence, result=html(outcome(sentence), why, shown_counts))


def _questions(kinds: Mapping[str, str], attributes: list[str]) -> list[Question]:
    subjects = {attribute: sentence_case(plain(attribute)) for attribute in attributes}
    return [
        choice_question("modality", "Which kind of massage?", kinds, help="Leave it open for all kinds together."),
        choice_question("attribute", "What about it?", subjects),
        choice_question("flagged", "Pages that are left out", {"bring_back": "bring them back"}, several=True),
    ]


def _only_sentence(sentence: str) -> Shown:
    return Shown(sentence=sentence, result=element("p", sentence))


def _most_named(counts: pd.DataFrame, with_share: bool) -> str:
    """Say what is named most often, on how many sites, and how sure the share is."""
    top, most = counts.iloc[0], most_named(counts.set_index("value")["sites"])
    named = listed(f'"{each}"' for each in most)
    share = f" ({top['share']:.0%}, interval {top['low']:.0%} to {top['high']:.0%})" if with_share else ""
    is_named = "are named most often, each" if len(most) > 1 else "is named most often,"
    return f"{named} {is_named} on {top['sites']} of {counted(int(top['of']), 'site')}{share}"


def _of_choice(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    kind, attribute = choice
    return rows[(rows["named_modality"] == kind) & (rows["attribute"] == attribute)]


def _pages(tables: Tables) -> pd.DataFrame:
    """Return the pages that say something, a row for each kind, attribute and page, in the words of the table."""
    said = _said_by_page(tables).merge(tables.survey_pages, on="page")
    return pd.DataFrame(
        {
            "named_modality": said["named_modality"],
            "attribute": said["attribute"],
            "flagged": ~said["flag"].isin(KEPT),
            # A flagged page is shown and never linked.
            "link": said["address"].where(said["flag"] == "none", ""),
            "Page": said["site"] + ": " + said["title"],
            "Says": said["words"],
            "Kind of site": said["kind"].map(plain),
            "Date": said["date"],
            "Left out because": said["flag_reason"],
        }
    )


def _said_by_page(tables: Tables) -> pd.DataFrame:
    """Return what each page says of each kind and attribute, and of all kinds together."""
    names = tables.named_modalities.set_index("named_modality")["short_name"]
    said = tables.survey_statements
    unit = said["unit"].map(lambda unit: f" {plain(unit)}" if unit else "")
    said = said.assign(words=said["value"].map(plain) + unit)
    together = said.assign(
        words=names[said["named_modality"]].to_numpy() + ": " + said["words"], named_modality=ALL_KINDS
    )
    key = ["named_modality", "attribute", "page"]
    by_page: dict[tuple[str, ...], list[str]] = {}
    for *page, words in pd.concat([said, together])[[*key, "words"]].itertuples(index=False):
        by_page.setdefault(tuple(page), []).append(words)
    return pd.DataFrame([(*page, "; ".join(words)) for page, words in by_page.items()], columns=[*key, "words"])
