"""Shares of few tries, and exact tests over strata, on published examples."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.methods import shares, strata

# Mantel 1963: rabbits cured and not, with penicillin at once and later, at five doses.
RABBITS = np.array([[0, 6, 0, 5], [3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]])


def of(share, n_hits, n_tries):
    return share(pd.Series([n_hits]), pd.Series([n_tries])).iloc[0]


@pytest.mark.parametrize(
    ("n_hits", "n_tries", "lower", "upper"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0, 0.1684),
     (1, 29, 0.0009, 0.1776)],
)  # fmt: skip
def test_the_exact_interval_is_that_of_newcombe_1998(n_hits, n_tries, lower, upper):
    """Statistics in Medicine 17, 857-872, table I, method 5 (Clopper and Pearson)."""
    found = of(shares.exact_share, n_hits, n_tries)
    assert found["lower"] == pytest.approx(lower, abs=5e-5)
    assert found["upper"] == pytest.approx(upper, abs=5e-5)


@pytest.mark.parametrize(
    ("n_hits", "n_tries", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_score_interval_is_that_of_newcombe_1998(n_hits, n_tries, lower, upper):
    """Statistics in Medicine 17, 857-872, table I, method 3 (Wilson)."""
    found = of(shares.wilson_share, n_hits, n_tries)
    assert found["lower"] == pytest.approx(lower, abs=5e-5)
    assert found["upper"] == pytest.approx(upper, abs=5e-5)


@pytest.mark.parametrize("share", [shares.exact_share, shares.wilson_share])
def test_of_all_that_were_tried_the_upper_end_is_one_and_of_none_nothing_is_known(share):
    found = share(pd.Series([3, 0, 0]), pd.Series([3, 0, 4]))
    assert found["upper"].tolist()[0] == 1 and found["lower"].tolist()[2] == 0
    assert found.loc[1].isna().all()


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090),
     ((6, 7, 2, 7), 0.0582, 0.8062), ((5, 56, 0, 29), -0.0381, 0.1926),
     ((0, 10, 0, 20), -0.1611, 0.2775), ((0, 10, 0, 10), -0.2775, 0.2775),
     ((10, 10, 0, 20), 0.6791, 1.0), ((10, 10, 0, 10), 0.6075, 1.0)],
)  # fmt: skip
def test_the_difference_of_two_shares_is_that_of_newcombe_1998(counts, lower, upper):
    """Statistics in Medicine 17, 873-890, table II, method 10."""
    found = shares.difference(*counts)
    assert found["difference"] == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert (found["lower"], found["upper"]) == pytest.approx((lower, upper), abs=5e-5)


def test_the_difference_turns_with_the_sides_and_from_nothing_nothing_lies_apart():
    there, back = shares.difference(9, 10, 3, 10), shares.difference(3, 10, 9, 10)
    assert back["upper"] == pytest.approx(-there["lower"])
    assert np.isnan(list(shares.difference(1, 2, 0, 0).values())).all()


def test_the_exact_test_over_strata_is_that_of_mantels_rabbits():
    """As in R's documentation of mantelhaen.test(Rabbits, exact = TRUE): S = 16, p = 0.03994."""
    assert RABBITS[:, 0].sum() == 16
    assert strata.exact_p(RABBITS) == pytest.approx(0.03994, abs=5e-6)


def test_the_common_odds_ratio_is_that_of_mantels_rabbits():
    """As in R's documentation of mantelhaen.test(Rabbits): 7, from 1.026713 to 47.725133."""
    found = strata.odds_ratio(RABBITS)
    assert found["odds_ratio"] == pytest.approx(7)
    assert (found["lower"], found["upper"]) == pytest.approx((1.026713, 47.725133), abs=5e-6)


@pytest.mark.parametrize("one", [[3, 1, 1, 3], [8, 2, 1, 5], [10, 0, 2, 9]])
def test_one_stratum_is_the_exact_test_of_fisher(one):
    """The first is Fisher's tea: of four cups with milk first, three were told. 1935, chapter 2."""
    expected = stats.fisher_exact([one[:2], one[2:]]).pvalue
    assert strata.exact_p(np.array([one])) == pytest.approx(expected)


def test_a_stratum_in_which_nothing_could_differ_says_nothing():
    with_all = np.vstack([RABBITS, [4, 0, 3, 0], [0, 2, 0, 0]])
    assert strata.exact_p(with_all) == pytest.approx(strata.exact_p(RABBITS))
    assert np.isnan(strata.exact_p(np.array([[4, 0, 3, 0]])))
    assert np.isnan(strata.exact_p(np.zeros((0, 4), dtype=int)))
    assert np.isnan(strata.odds_ratio(np.array([[4, 0, 3, 0]]))["odds_ratio"])


def test_the_other_kind_has_the_same_probability_and_the_inverse_odds():
    turned = RABBITS[:, [2, 3, 0, 1]]
    assert strata.exact_p(turned) == pytest.approx(strata.exact_p(RABBITS))
    assert strata.odds_ratio(turned)["odds_ratio"] == pytest.approx(1 / 7)


def test_the_strata_are_counted_from_rows():
    rows = pd.DataFrame({
        "panel": ["x", "x", "x", "y", "y"], "is_kind": [True, True, False, False, True],
        "is_hit": [True, False, True, False, True],
    })  # fmt: skip
    found = strata.tables(rows["is_kind"], rows["is_hit"], rows[["panel"]])
    assert found.tolist() == [[1, 1, 1, 0], [1, 0, 0, 1]]
