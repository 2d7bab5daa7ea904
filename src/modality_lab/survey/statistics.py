"""The statistics of the survey: the interval of a share, and how far two readings agree.

They are a few lines each, so the kit brings no package of statistics along; the tests hold them against two.
"""

import math
from statistics import NormalDist
from typing import TypeVar

import numpy as np
import pandas as pd

Z = NormalDist().inv_cdf(0.975)
"""So many standard deviations around the middle of a normal distribution hold 95 percent of it."""

Numbers = TypeVar("Numbers", float, pd.Series)


def wilson(sites: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ends of the 95 percent interval of a share, by Wilson's score method.

    The ends are the two shares from which the observed one lies just `Z` standard errors away, with the standard
    error that each of them would have. Of 0 sites the lower end is exactly 0, of all sites the upper end exactly 1.

    Parameters
    ----------
    sites : float or pandas.Series
        How many sites name something.
    of : float or pandas.Series
        Of how many.

    Returns
    -------
    tuple of float or pandas.Series
        The lower and the upper end, from 0 to 1; nan where there are no sites at all.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association, 22(158), 209-212.

    Examples
    --------
    >>> [round(float(end), 3) for end in wilson(9, 10)]
    [0.596, 0.982]
    >>> print(wilson(0, 10)[0], wilson(10, 10)[1])
    0.0 1.0
    """
    # What is not named has the same interval, seen from the other side.
    return _lower_end(sites, of), 1 - _lower_end(of - sites, of)


def _lower_end(sites: Numbers, of: Numbers) -> Numbers:
    """Return the smaller root of Wilson's equation, in the form in which nothing is taken away from nearly the same."""
    with np.errstate(invalid="ignore"):  # No sites at all: their share is nan, and so are its ends.
        share = np.true_divide(sites, of)
    end: Numbers = 2 * sites * share / (2 * sites + Z**2 + Z * np.sqrt(Z**2 + 4 * sites * (1 - share)))
    return end


def kappa(cells: np.ndarray) -> np.ndarray:
    """Return how far two readings agree beyond chance: 1 is full agreement, 0 no better than chance.

    Parameters
    ----------
    cells : numpy.ndarray
        How many decisions both readings, only the first, only the second, and neither said yes to, in the last axis.

    Returns
    -------
    numpy.ndarray
        Cohen's kappa for each row of cells; nan where the readers never named one thing alike, and where both said
        yes to everything, as chance alone would make them agree then.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement,
    20(1), 37-46.

    Examples
    --------
    >>> round(float(kappa(np.array([18, 0, 3, 131]))), 2)
    0.91
    """
    both, first_only, second_only, neither = np.moveaxis(np.asarray(cells, dtype=float), -1, 0)
    number = both + first_only + second_only + neither
    yes, no = (both + first_only) * (both + second_only), (neither + first_only) * (neither + second_only)
    with np.errstate(invalid="ignore"):
        alike, by_chance = (both + neither) / number, (yes + no) / number**2
        return np.where(both > 0, (alike - by_chance) / (1 - by_chance), np.nan)


def kappa_interval(pages: np.ndarray, draws: int = 2000) -> tuple[float, float]:
    """Return the 95 percent interval of kappa, with pages drawn anew by lot (a bootstrap).

    Decisions on one page hang together: who overlooks one thing there overlooks the next. So whole pages are
    drawn, as many as were read and each as often as the lot wants, and kappa is worked out anew each time.

    Parameters
    ----------
    pages : numpy.ndarray
        The decisions on each page, a row a page, in four columns as for `kappa`.
    draws : int
        How often the pages are drawn. The same pages give the same interval.

    Returns
    -------
    tuple of float
        The lower and the upper end; nan where kappa is nan in every draw.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall, chapter 13.

    Examples
    --------
    >>> [round(end, 2) for end in kappa_interval(np.array([[3, 0, 0, 9], [2, 0, 2, 8], [4, 0, 0, 8]] * 4))]
    [0.75, 0.97]
    """
    lot = np.random.default_rng(seed=1)
    often = lot.multinomial(len(pages), np.full(len(pages), 1 / len(pages)), size=draws)
    drawn = kappa(often @ pages)
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return math.nan, math.nan
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
