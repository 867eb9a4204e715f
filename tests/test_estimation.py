import numpy as np
import pandas as pd
import pytest

from analysis.methods.estimation import event_rate, wilson


@pytest.mark.parametrize(
    ("n_yes", "n", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_equals_newcombe_1998_table_one_method_three(n_yes, n, lower, upper):
    found = wilson(pd.Series([n_yes]), pd.Series([n])).round(4)
    assert found[["lower", "upper"]].values.tolist() == [[lower, upper]]


def test_a_share_of_nobody_is_missing():
    assert wilson(pd.Series([0]), pd.Series([0])).isna().all(axis=None)


@pytest.mark.parametrize(
    ("n_events", "lower", "upper"), [(0, 0.0, 3.689), (3, 0.619, 8.767), (10, 4.795, 18.390)]
)
def test_an_event_rate_has_the_exact_poisson_interval(n_events, lower, upper):
    # Garwood 1936, as tabulated in Breslow and Day 1987, volume II, table 2.10.
    found = event_rate(pd.Series([n_events]), pd.Series([1.0])).round(3)
    assert found[["lower", "upper"]].values.tolist() == [[lower, upper]]


def test_a_rate_without_exposure_is_missing():
    found = event_rate(pd.Series([1, 1]), pd.Series([0.0, np.nan]))
    assert found.isna().all(axis=None)
