"""What the survey holds as plain numbers, where a chart would say too much."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from modality_lab.markup import Html, bullets
from modality_lab.survey.counts import ALL_KINDS, count_sites, pages_counted, statements_counted
from modality_lab.survey.gaps import gaps_between
from modality_lab.survey.kinds import chosen_kinds, names_of_kinds
from modality_lab.survey.readings import compare_readings
from modality_lab.tables.loading import Tables
from modality_lab.tables.show import ReadableTable
from modality_lab.words import counted, listed, number_text, plain

SESSION_ENDS = ["shortest_session", "longest_session"]
"""The attributes that hold a length of a session."""


def session_lengths(tables: Tables, with_flagged: bool = False) -> ReadableTable:
    """Return the session lengths that sites state, with how few sites state one.

    Only plain session lengths count, not those of a price list or of a trial.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the lengths are those of `survey_statements.csv`, in minutes.
    with_flagged : bool
        Whether to bring back the pages that are left out.

    Returns
    -------
    ReadableTable
        A row for each kind of massage of which a length is stated, with medians and ranges in minutes.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(*session_lengths(load_tables()).frame.iloc[0], sep=", ")
    Neuromuscular therapy, 3, 40, 30 to 60, 60, 40 to 60
    """
    said = statements_counted(tables, with_flagged)
    said = said[(said["unit"] == "minutes") & said["attribute"].isin(SESSION_ENDS)]
    said = said.assign(minutes=said["value"].astype(float))
    rows = []
    for kind, name in names_of_kinds(tables).items():
        of_kind = said[said["named_modality"] == kind]
        if len(of_kind):
            shortest, longest = (of_kind.loc[of_kind["attribute"] == end, "minutes"] for end in SESSION_ENDS)
            sites = of_kind["domain"].nunique()
            rows.append([name, sites, _median(shortest), _range(shortest), _median(longest), _range(longest)])
    heads = [
        "Kind of massage",
        "Sites that state a length",
        "Shortest session, median (minutes)",
        "Shortest session, from site to site",
        "Longest session, median (minutes)",
        "Longest session, from site to site",
    ]
    return ReadableTable(pd.DataFrame(rows, columns=heads))


def _median(minutes: pd.Series) -> str:
    return number_text(minutes.median()) if len(minutes) else ""


def _range(minutes: pd.Series) -> str:
    if minutes.empty:
        return ""
    low, high = number_text(minutes.min()), number_text(minutes.max())
    return low if low == high else f"{low} to {high}"


def contraindications(tables: Tables) -> ReadableTable:
    """Return the reasons against a massage that sites name, each with its number of sites.

    They are too few to chart.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the reasons are counted by `count_sites`.

    Returns
    -------
    ReadableTable
        A row for each reason, the one named on most sites first.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> contraindications(load_tables()).frame.iloc[0].to_list()
    ['blood clots', '4 of 234']
    """
    counts = count_sites(tables)
    rows = counts[(counts["attribute"] == "contraindication") & (counts["named_modality"] == ALL_KINDS)]
    sites = [f"{row.sites} of {row.of}" for row in rows.itertuples()]
    return ReadableTable(pd.DataFrame({"Named as a reason against massage": rows["value"].map(plain), "Sites": sites}))


@dataclass(frozen=True)
class Sentences:
    """Sentences to read one under the other.

    Attributes
    ----------
    sentences : list of str
        The sentences.
    """

    sentences: list[str]

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> Html:
        return bullets(self.sentences)


def sample(tables: Tables) -> Sentences:
    """Say how large the survey is, what is left out, and what was read twice; every number is counted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; counted are `survey_pages.csv` and `survey_statements.csv`.

    Returns
    -------
    Sentences
        Five sentences.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(sample(load_tables()).sentences[3])
    That leaves 241 pages of 234 sites to count, with 2054 statements.
    """
    pages, kept = tables.survey_pages, pages_counted(tables)
    said, said_in_all = statements_counted(tables), tables.survey_statements
    left_out = pages[~pages["page"].isin(kept["page"])]
    drawn = pages["second_reading"].value_counts()
    twice, lost = int(drawn.get("read", 0)), int(drawn.get("not_found_again", 0))
    dated = int((pages["date"] != "not stated").sum())
    return Sentences(
        [
            f"{counted(len(pages), 'page')} of {counted(pages['domain'].nunique(), 'site')} were read: "
            f"{_counts_in_words(pages['kind'])}. {dated} of them show a date.",
            f"{counted(len(said_in_all), 'statement')} on {said_in_all['named_modality'].nunique()} kinds of massage "
            "were coded.",
            f"{counted(len(left_out), 'page')} are left out of the counts ({_counts_in_words(left_out['flag'])}), "
            f"and with them {counted(len(said_in_all) - len(said), 'statement')}.",
            f"That leaves {counted(len(kept), 'page')} of {counted(kept['domain'].nunique(), 'site')} to count, with "
            f"{counted(len(said), 'statement')}.",
            f"{counted(twice + lost, 'page')} were drawn at random for a second reading. {lost} of them could not be "
            f"found again; {twice} were read.",
        ]
    )


def widening_example(tables: Tables, attribute: str, kinds: Sequence[str]) -> Sentences:
    """Work out by steps how an interval is widened, for the first row of two kinds of massage side by side.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the row is the first of `gaps_between`.
    attribute : str
        An attribute of which two readings were compared.
    kinds : sequence of str
        Two ids of `named_modalities.csv`. Worked out is the one of which more sites name the row.

    Returns
    -------
    Sentences
        Where it begins, and the two ends.

    Raises
    ------
    KitError
        For a kind that is not there or of which no site speaks.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> print(widening_example(load_tables(), "condition", ["nmt", "dtm"]).sentences[2])
    Upper end: 82 in 100 were not missed. 33 percent divided by 82 percent is about 40 percent.
    """
    gaps = gaps_between(tables, attribute, kinds)
    if not gaps:
        return Sentences([f"No {plain(attribute)} is named for these two yet, so there is nothing to work out."])
    name, side = max(
        zip(chosen_kinds(tables, kinds).values(), (gaps[0].left, gaps[0].right), strict=True),
        key=lambda named: named[1].share,
    )
    errors = compare_readings(tables).loc[attribute]
    found, seen = f"{100 * (1 - errors['unconfirmed']):.0f}", f"{100 * (1 - errors['missed']):.0f}"
    low, high, least, most = (f"{100 * end:.0f} percent" for end in (side.low, side.high, side.least, side.most))
    return Sentences(
        [
            f"{name}: {side.sites} of {counted(side.of, 'site')} name {plain(gaps[0].value)}, "
            f"and the interval runs from {low} to {high}.",
            f"Lower end: {found} in 100 were found again. {low} times {found} percent is about {least}.",
            f"Upper end: {seen} in 100 were not missed. {high} divided by {seen} percent is about {most}.",
        ]
    )


def _counts_in_words(cells: pd.Series) -> str:
    return listed(f"{plain(cell)} {count}" for cell, count in cells.value_counts().items())
