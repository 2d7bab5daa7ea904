"""The formulas of the survey say what statsmodels and scipy say, and are exact where one of them is not."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap, norm
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from modality_lab.survey.statistics import Z, kappa, kappa_interval, wilson

NOTHING_ELSE = 1e-14  # What is left of computing the same on another way.


@pytest.fixture(autouse=True)
def _in_silence():
    """A warning of numpy would stand in a lesson, between the charts."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_ninety_five_percent_is_what_scipy_means_by_it():
    assert pytest.approx(norm.ppf(0.975), abs=NOTHING_ELSE) == Z


# The interval of a share


@pytest.mark.parametrize("sites, of", [(17, 71), (0, 20), (13, 13), (1, 1)])
def test_the_interval_is_what_the_hand_works_out(sites, of):
    # With z = 1.96: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    z, p = 1.959964, sites / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    by_hand = ((middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of))
    assert wilson(sites, of) == pytest.approx(by_hand, abs=1e-6)


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_is_what_statsmodels_and_scipy_work_out(counted):
    ours = wilson(*counted)
    assert ours == pytest.approx(proportion_confint(*counted, method="wilson"), abs=NOTHING_ELSE)
    assert ours == pytest.approx(tuple(binomtest(*counted).proportion_ci(method="wilson")), abs=NOTHING_ELSE)


def test_a_column_of_counts_keeps_its_rows():
    sites, of = pd.Series({"a": 0, "b": 9, "c": 20}), pd.Series({"a": 20, "b": 20, "c": 20})
    for ours, theirs in zip(wilson(sites, of), proportion_confint(sites, of, method="wilson"), strict=True):
        pd.testing.assert_series_equal(ours, theirs, atol=NOTHING_ELSE, rtol=0)


@pytest.mark.parametrize("of", [1, 2, 3, 7, 20, 71, 1000, 10**9])
def test_none_and_all_have_ends_that_are_exact(of):
    """Elsewhere the upper end of all sites may come out a hair below 1."""
    assert wilson(0, of)[0] == 0 and wilson(of, of)[1] == 1
    assert 0 < wilson(0, of)[1] < 1 and 0 < wilson(of, of)[0] < 1


def test_no_sites_at_all_have_no_interval():
    assert all(map(math.isnan, wilson(0, 0)))
    low, high = wilson(pd.Series([0, 5]), pd.Series([0, 5]))
    assert low.isna().to_list() == high.isna().to_list() == [True, False]


# Two readings


def test_kappa_is_what_the_hand_works_out():
    # 18 both, 0 and 3 one alone, 131 neither: alike 149 of 152; by chance (18 * 21 + 134 * 131) / 152².
    alike, chance = 149 / 152, (18 * 21 + 134 * 131) / 152**2
    assert kappa([18, 0, 3, 131]) == pytest.approx((alike - chance) / (1 - chance))


@given(st.tuples(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(1, 60)))
def test_kappa_is_what_statsmodels_works_out(cells):
    both, first_only, second_only, neither = cells
    theirs = cohens_kappa([[both, first_only], [second_only, neither]], return_results=False)
    assert kappa(cells) == pytest.approx(theirs, abs=NOTHING_ELSE)


@pytest.mark.parametrize("both, neither", [(1, 1), (3, 40), (18, 131), (7, 10**6)])
def test_readings_that_agree_in_all_have_a_kappa_of_exactly_one(both, neither):
    assert kappa([both, 0, 0, neither]) == 1


@pytest.mark.parametrize("cells", [[0, 0, 2, 36], [0, 3, 2, 36], [0, 0, 0, 9], [9, 0, 0, 0], [0, 0, 0, 0]])
def test_where_nothing_can_be_said_kappa_says_nothing(cells):
    """Nothing named alike; nothing but yes or nothing but no from both; no decision at all."""
    assert math.isnan(kappa(cells))
    assert all(map(math.isnan, kappa_interval(np.array([cells] * 5))))


def test_the_interval_of_kappa_comes_from_drawing_whole_pages():
    """Errors that pile up on a few pages leave more open than the same errors spread over all."""
    spread = np.array([[3, 0, 1, 20]] * 12)
    piled = np.array([[3, 0, 0, 21]] * 6 + [[3, 0, 2, 19]] * 6)
    assert spread.sum(axis=0).tolist() == piled.sum(axis=0).tolist()
    low, high = kappa_interval(piled)
    assert low < kappa(piled.sum(axis=0)) < high and high - low > 0.05
    assert kappa_interval(spread) == pytest.approx((float(kappa(spread.sum(axis=0))),) * 2)
    assert kappa_interval(piled) == (low, high), "the same pages give the same interval"


def test_the_interval_of_kappa_is_what_scipy_draws():
    pages = np.array([[3, 0, 0, 21]] * 6 + [[3, 0, 2, 19]] * 6)
    theirs = bootstrap(
        (np.arange(len(pages)),),
        lambda drawn, axis: kappa(pages[drawn].sum(axis=axis - 1)),
        n_resamples=4000,
        method="percentile",
        rng=np.random.default_rng(7),
    ).confidence_interval
    assert kappa_interval(pages) == pytest.approx(tuple(theirs), abs=0.01)
