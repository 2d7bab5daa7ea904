"""Count on how many sites something is said of a kind of massage.

A site is counted once, however many pages it has. Pages that look copied or made in bulk are left
out unless they are asked for.
"""

from functools import lru_cache

import pandas as pd

from modality_lab.survey.statistics import wilson
from modality_lab.tables.loading import Tables
from modality_lab.words import plain

KEPT = ["none", "check_before_linking"]
"""The flags of pages that are counted."""

ALL_KINDS = "all_kinds"
"""Stands for all kinds of massage together, where an id of `named_modalities.csv` would stand."""


def pages_counted(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Return the rows of `survey_pages.csv` that are counted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    with_flagged : bool
        Whether to bring back the pages that are left out.

    Returns
    -------
    pandas.DataFrame
        A row for each page, with the columns of the table.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> len(pages_counted(load_tables())), len(pages_counted(load_tables(), with_flagged=True))
    (241, 339)
    """
    pages = tables.survey_pages
    return pages if with_flagged else pages[pages["flag"].isin(KEPT)]


def statements_counted(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Return the statements of the pages that are counted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; the statements are those of `survey_statements.csv`.
    with_flagged : bool
        Whether to bring back the pages that are left out.

    Returns
    -------
    pandas.DataFrame
        A row for each statement, with the columns of its page beside it.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> len(statements_counted(load_tables()))
    2054
    """
    return tables.survey_statements.merge(pages_counted(tables, with_flagged), on="page")


def count_sites(tables: Tables, with_flagged: bool = False) -> pd.DataFrame:
    """Count on how many sites each value of each attribute is named for each kind of massage.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; counted are the rows of `survey_statements.csv` and `survey_pages.csv`.
    with_flagged : bool
        Whether to bring back the pages that are left out.

    Returns
    -------
    pandas.DataFrame
        A row for each kind ("named_modality"), "attribute" and "value". "of" is the number of sites that say
        anything about the kind, "share" is "sites" of "of" (0 to 1), "low" to "high" its 95 percent interval
        (see `wilson`). Rows of the kind `ALL_KINDS` count a site once for all kinds together.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> counts = count_sites(load_tables())
    >>> circulation = counts[(counts["named_modality"] == "nmt") & (counts["value"] == "circulation")]
    >>> circulation[["sites", "of"]].to_dict("records")
    [{'sites': 17, 'of': 71}]
    """
    return _sites(tables, with_flagged).copy()


@lru_cache(maxsize=8)  # Tables never change, and every chart of a lesson counts the same.
def _sites(tables: Tables, with_flagged: bool) -> pd.DataFrame:
    said = statements_counted(tables, with_flagged)[["domain", "named_modality", "attribute", "value", "unit"]]
    number = said["value"].str.fullmatch(r"\d+") & (said["unit"] != "")
    said["value"] = said["value"].where(~number, said["value"] + " " + said["unit"])  # 60 minutes are not 60 dollars.
    said = pd.concat([said, said.assign(named_modality=ALL_KINDS)])
    grouped = said.groupby(["named_modality", "attribute", "value"], sort=False)
    counts = grouped["domain"].nunique().rename("sites").reset_index()
    counts["of"] = counts["named_modality"].map(said.groupby("named_modality")["domain"].nunique())
    counts["share"] = counts["sites"] / counts["of"]
    counts["low"], counts["high"] = wilson(counts["sites"], counts["of"])
    order = ["named_modality", "attribute", "sites", "value"]
    return counts.sort_values(order, ascending=[True, True, False, True]).reset_index(drop=True)


def sites_by_kind(counts: pd.DataFrame) -> pd.Series:
    """Return how many sites speak of each kind of massage.

    Parameters
    ----------
    counts : pandas.DataFrame
        Counts of `count_sites`.

    Returns
    -------
    pandas.Series
        The number of sites by the id of the kind.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> int(sites_by_kind(count_sites(load_tables()))["nmt"])
    71
    """
    return counts.drop_duplicates("named_modality").set_index("named_modality")["of"]


def most_named(sites: pd.Series) -> list[str]:
    """Return in words the values named on most sites, all of them where several are named equally often.

    Parameters
    ----------
    sites : pandas.Series
        The number of sites by value.

    Returns
    -------
    list of str
        The values in words.

    Examples
    --------
    >>> most_named(pd.Series({"deep": 31, "very_light": 31, "varies": 4}))
    ['deep', 'very light']
    """
    return [plain(value) for value in sites.index[sites == sites.max()]]
