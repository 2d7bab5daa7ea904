"""How far two readings of the same pages agree, and what may therefore be charted."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from modality_lab.survey.statistics import kappa, kappa_interval
from modality_lab.tables.loading import Tables
from modality_lab.words import KitError, counted, did_you_mean, listed, number_text


class Agreement(NamedTuple):
    """How two readings agree on one attribute, as `compare_readings` says of each column."""

    attribute: str
    pages: int
    decisions: int
    both: int
    first_only: int
    second_only: int
    neither: int
    agreement: float
    kappa: float
    low: float
    high: float
    missed: float
    unconfirmed: float


def compare_readings(tables: Tables) -> pd.DataFrame:
    """Compare the two readings of the pages that were read twice, attribute by attribute.

    A decision is: does this page say this value of this kind of massage, yes or no? Decisions are made for
    each kind that either reader found on a page and each value that either reader used anywhere. Numbers that
    a reader would set down, such as minutes, count as values.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; compared are `survey_statements.csv` and `survey_second_reading.csv`.

    Returns
    -------
    pandas.DataFrame
        A row for each attribute. "pages" say anything about it; "both", "first_only", "second_only" and "neither"
        count the "decisions"; "agreement" is the percent alike; "kappa", "low" and "high" say how much of that is
        more than chance, with the interval of `kappa_interval` (none from a single page). "missed" is the share
        (0 to 1) of what the second reading found that the first left out, "unconfirmed" the share of what the first
        set down that the second did not find.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> compare_readings(load_tables()).loc["pressure", ["both", "first_only", "second_only", "neither"]].to_list()
    [18, 0, 3, 131]
    """
    return _compared(tables).copy()


@lru_cache(maxsize=8)
def _compared(tables: Tables) -> pd.DataFrame:
    # Tables never change, so the same tables need this only once.
    first, second = pages_read_twice(tables, tables.survey_statements, tables.survey_second_reading)
    kinds_on_page = pd.concat([first, second])[["page", "named_modality"]].drop_duplicates().groupby("page").size()
    rows = [
        _agreement(attribute, first[first["attribute"] == attribute], second_said, kinds_on_page)
        for attribute, second_said in second.groupby("attribute", sort=False)
    ]
    return pd.DataFrame(rows, columns=Agreement._fields).set_index("attribute")


def pages_read_twice(tables: Tables, *readings: pd.DataFrame) -> list[pd.DataFrame]:
    """Return of some readings only what they say of the pages that were read twice.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; `survey_pages.csv` says which pages were read twice.
    *readings : pandas.DataFrame
        Statements with a column "page".

    Returns
    -------
    list of pandas.DataFrame
        The rows about those pages.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> [second] = pages_read_twice(load_tables(), load_tables().survey_second_reading)
    >>> second["page"].nunique()
    28
    """
    pages = tables.survey_pages
    twice = pages.loc[pages["second_reading"] == "read", "page"]
    return [said[said["page"].isin(twice)] for said in readings]


def _agreement(attribute: str, first: pd.DataFrame, second: pd.DataFrame, kinds_on_page: pd.Series) -> Agreement:
    """Compare what two readings say of one attribute; `kinds_on_page` counts the kinds found on each page."""
    one, two = (set(zip(said["page"], said["named_modality"], said["value"], strict=True)) for said in (first, second))
    values = len({value for *_, value in one | two})
    pages = {page: _decisions(page, one, two, int(kinds) * values) for page, kinds in kinds_on_page.items()}
    cells = np.array(list(pages.values()))
    both, first_only, second_only, neither = map(int, cells.sum(axis=0))
    saying = len({page for page, *_ in one | two})
    low, high = kappa_interval(cells) if both and saying > 1 else (math.nan, math.nan)
    return Agreement(
        attribute,
        saying,
        int(cells.sum()),
        both,
        first_only,
        second_only,
        neither,
        100 * (both + neither) / int(cells.sum()),
        float(kappa(cells.sum(axis=0))),
        low,
        high,
        _share(second_only, both),
        _share(first_only, both),
    )


def _decisions(page: str, one: set[tuple[str, str, str]], two: set[tuple[str, str, str]], number: int) -> list[int]:
    """Count the decisions on one page: both say yes, only the first, only the second, neither."""
    on_page = [{said for said in reading if said[0] == page} for reading in (one, two)]
    both, either = len(on_page[0] & on_page[1]), len(on_page[0] | on_page[1])
    return [both, len(on_page[0]) - both, len(on_page[1]) - both, number - either]


def missed_share(tables: Tables) -> float:
    """Return the share of the second reader's statements that the first reading left out.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.

    Returns
    -------
    float
        The share, from 0 to 1, over all attributes.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> round(missed_share(load_tables()), 2)
    0.21
    """
    readings = compare_readings(tables)
    return _share(readings["second_only"].sum(), readings["both"].sum())


def confirmed_share(tables: Tables) -> float:
    """Return the share of what the first reading set down that the second found again.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.

    Returns
    -------
    float
        The share, from 0 to 1, over all attributes.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> round(confirmed_share(load_tables()), 2)
    0.95
    """
    readings = compare_readings(tables)
    return 1 - _share(readings["first_only"].sum(), readings["both"].sum())


def _share(part: int, rest: int) -> float:
    return float(part / (part + rest)) if part else 0.0


def charted(tables: Tables) -> list[str]:
    """Return the attributes on which two readings agree well enough, and often enough, to be charted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; `yardsticks.csv` says what is enough.

    Returns
    -------
    list of str
        The ids of the attributes.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> charted(load_tables())
    ['pressure', 'technique', 'condition', 'benefit']
    """
    enough = yardsticks_to_chart(tables)
    readings = compare_readings(tables)
    good = (readings["kappa"] >= enough.kappa) & (readings["pages"] >= enough.pages)
    return list(readings.index[good])


class Yardsticks(NamedTuple):
    """How well (kappa) and how often (pages) two readings must agree on an attribute for a chart of it."""

    kappa: float
    pages: int


def yardsticks_to_chart(tables: Tables) -> Yardsticks:
    """Return what is asked of two readings before their attribute is charted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`; drawn from `yardsticks.csv`.

    Returns
    -------
    Yardsticks
        The least kappa, and the least number of pages read twice that say anything about the attribute.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> yardsticks_to_chart(load_tables())
    Yardsticks(kappa=0.8, pages=10)
    """
    low = tables.yardsticks.set_index("yardstick")["low"]
    return Yardsticks(float(low["kappa_to_chart"]), int(low["pages_to_chart"]))


def check_charted(tables: Tables, attribute: str) -> None:
    """Raise an error for an attribute that is not charted.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    attribute : str
        An attribute of `survey_statements.csv`.

    Raises
    ------
    KitError
        Where two readings do not agree on it well or often enough (see `charted`).
    """
    good = charted(tables)
    if attribute not in good:
        near, charted_now = did_you_mean(attribute, good), listed(good) or "nothing yet"
        raise KitError(
            f'"{attribute}" is not charted: two readings must agree on it well and often enough.{near} '
            f"Charted are: {charted_now}."
        )


def why_no_share(tables: Tables, attribute: str) -> str:
    """Say why an attribute gets no chart and no share but a table with its numbers.

    Parameters
    ----------
    tables : Tables
        Tables from `load_tables`.
    attribute : str
        An attribute of `survey_statements.csv`.

    Returns
    -------
    str
        A sentence; nothing where the attribute is charted.

    Examples
    --------
    >>> from modality_lab import load_tables
    >>> why_no_share(load_tables(), "focus")
    'No share is shown: two readings agree too little about it (kappa 0.61, and we ask for 0.8).'
    """
    if attribute in charted(tables):
        return ""
    enough = yardsticks_to_chart(tables)
    readings = compare_readings(tables)
    pages = int(readings["pages"].get(attribute, 0))
    if pages < enough.pages:
        return f"No share is shown: {_too_few(pages)} anything about it, too few to know how far two readings agree."
    return (
        f"No share is shown: two readings agree too little about it (kappa {readings['kappa'][attribute]:.2f}, "
        f"and we ask for {number_text(enough.kappa)})."
    )


def _too_few(pages: int) -> str:
    if not pages:
        return "no page that was read twice says"
    if pages == 1:
        return "only 1 page that was read twice says"
    return f"only {counted(pages, 'page')} that were read twice say"
