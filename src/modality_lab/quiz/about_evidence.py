"""Questions about what was found and what websites say."""

import pandas as pd

from modality_lab.quiz.asked import (
    MOST_CHOICES,
    Computed,
    NothingToAsk,
    asked_about,
    choice_of,
    names_of,
    wrong_numbers,
)
from modality_lab.quiz.choice import Choice
from modality_lab.recommender.phrases import within_sentence
from modality_lab.survey.counts import count_sites, pages_counted
from modality_lab.tables import Tables
from modality_lab.words import counted, plain, sentence_case


def verdicts_of_claims(tables: Tables) -> Computed:
    """Ask which verdict each of some claims has.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A line for each verdict that a claim has: the claim that is told in the fewest words.

    Raises
    ------
    NothingToAsk
        When all claims have the same verdict.
    """
    names = names_of(tables)
    claims = tables.claims.sort_values("statement", key=lambda cells: cells.str.len(), kind="stable")
    rows = asked_about(claims.drop_duplicates("verdict"))
    return Computed(
        {},
        tuple(
            Choice(row.claim, f"{sentence_case(names[row.modality])}: {within_sentence(row.statement)}.",
                   plain(row.verdict), _first_sentences(row.verdict_reason))
            for row in rows.itertuples(index=False)
        ),
    )  # fmt: skip


def claims_of_a_verdict(tables: Tables) -> Computed:
    """Ask how many claims have the verdict that is given most often.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with that of one modality alone and that of all claims as mistakes.

    Raises
    ------
    NothingToAsk
        When there are no claims of two modalities.
    """
    claims, names = tables.claims, names_of(tables)
    if claims["modality"].nunique() < 2:
        raise NothingToAsk
    verdict = claims["verdict"].mode().iloc[0]
    counts = claims[claims["verdict"] == verdict].groupby("modality", sort=False).size()
    total, first = int(counts.sum()), int(counts.iloc[0])
    mistakes = {
        first: f"That is {names[counts.index[0]]} alone. Add the others.",
        len(claims): "That is the number of all claims, whatever their verdict.",
    }
    right = choice_of("all", str(total), True, f"Of {counted(len(claims), 'claim')}, {total} have this verdict.")
    return Computed(
        {"verdict": plain(verdict), "number": counted(total, "claim")}, (right, *wrong_numbers(mistakes, total))
    )


def ladder_of_designs(tables: Tables) -> Computed:
    """Ask for the order of study designs, from the top of the ladder.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        A line for each design that stands on a rung of its own, at most five.

    Raises
    ------
    NothingToAsk
        When fewer than two designs do.
    """
    designs = tables.study_designs[pd.to_numeric(tables.study_designs["rung"], errors="coerce").notna()]
    rows = asked_about(designs.drop_duplicates("rung", keep=False)).sort_values("rung", ascending=False, kind="stable")
    rows = rows.head(MOST_CHOICES)
    return Computed(
        {"top": rows["name"].iloc[0], "last": rows["name"].iloc[-1]},
        tuple(
            Choice(row.design, row.name, str(place), f"What it can show: {row.what_it_can_show}")
            for place, row in enumerate(rows.itertuples(index=False), 1)
        ),
    )


def sites_that_count(tables: Tables) -> Computed:
    """Ask how many sites are counted in the survey.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with the pages, and the sites before any were left out, as mistakes.

    Raises
    ------
    NothingToAsk
        When no page is counted.
    """
    kept, pages = pages_counted(tables), tables.survey_pages
    if kept.empty:
        raise NothingToAsk
    sites = int(kept["domain"].nunique())
    mistakes = {
        len(kept): "These are pages. Several pages of one site count once.",
        int(pages["domain"].nunique()): "So many sites were read. Those left out of the counts are among them.",
        len(pages): "So many pages were read, before any were left out.",
    }
    right = choice_of("sites", str(sites), True, "Sites, not pages, and only those that are counted.")
    return Computed(
        {"sites": counted(sites, "site"), "pages": counted(len(kept), "page")}, (right, *wrong_numbers(mistakes, sites))
    )


def sites_that_name_a_pressure(tables: Tables) -> Computed:
    """Ask on how many sites the pressure is named that sites name most for the last modality.

    Parameters
    ----------
    tables : Tables
        The tables.

    Returns
    -------
    Computed
        The number, with its percentage and the number of all sites as mistakes.

    Raises
    ------
    NothingToAsk
        When no site names a pressure for it.
    """
    modality, name = list(names_of(tables).items())[-1]
    counts = count_sites(tables)
    rows = counts[(counts["attribute"] == "pressure") & (counts["named_modality"] == modality)]
    if rows.empty:
        raise NothingToAsk
    most = rows.sort_values("sites", ascending=False, kind="stable").iloc[0]
    sites, of, percent = int(most["sites"]), int(most["of"]), round(100 * most["share"])
    mistakes = {
        percent: "That is the percentage. The question asks for sites.",
        of: "So many sites speak of it at all.",
    }
    right = choice_of("sites", str(sites), True, f"{sites} of {of}: about {percent} in a hundred.")
    words = {"modality": name, "pressure": plain(most["value"]), "sites": counted(sites, "site"), "of": str(of)}
    return Computed(words, (right, *wrong_numbers(mistakes, sites)))


def _first_sentences(text: str) -> str:
    """Return the first two sentences of a text."""
    return f"{'. '.join(text.split('. ')[:2]).rstrip('.')}."
