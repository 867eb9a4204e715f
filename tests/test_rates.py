import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.methods.rates import declared_rates, event_rate, events_over, over_another
from frame import frame


def test_a_rate_counts_events_over_the_people_employed_in_the_same_half_years():
    values = frame("""
        indicator_id place period value
        requests     A     2021S1 1
        requests     A     2021S2 1
        employed     A     2021Q1 900000
        employed     A     2021Q2 1100000
        employed     A     2021Q4 3000000
        employed     A     2022Q1 9000000
        requests     B     2021S1 0
        requests     B     2021S2 0
        requests     C     2021S1 1
        requests     C     2021S2 .
        employed     C     2021Q1 1000000
        employed     C     2021Q3 1000000
        employed     B     2021Q1 1000000
    """)
    found = events_over(values, "requests", "employed", 1e6).set_index("place")
    assert found.loc["A", "exposure"] == pytest.approx(0.5 + 1.5)
    assert found.loc["A", "rate"] == pytest.approx(2 / 2.0)
    assert found.loc["B"].isna()["rate"]
    assert found.loc["C", "exposure"] == pytest.approx(0.5)


def test_people_are_those_of_the_periods_that_overlap_whatever_their_length():
    values = frame("""
        indicator_id place period value
        requests     A     2021S1 1
        requests     A     2021S2 1
        requests     A     2022S1 2
        contracts    A     2021   8
        people       A     2021   100
        people       A     2022   300
        people       A     2023   999
        workers      A     2021Q1 10
        workers      A     2021Q2 20
        workers      A     2021Q3 30
        workers      A     2021Q4 40
        workers      A     2022Q1 99
    """)
    (yearly,) = events_over(values, "requests", "people", 1)["exposure"]
    assert yearly == pytest.approx(100 * 0.5 + 100 * 0.5 + 300 * 0.5)
    (quarterly,) = events_over(values, "contracts", "workers", 10)["exposure"]
    assert quarterly == pytest.approx(25 / 10)


def test_every_rate_that_is_declared_is_computed_and_no_other():
    values = frame("""
        indicator_id place period value
        requests     A     2021   3
        people       A     2021   2000
        other        A     2021   5
    """).astype({"period": "str"})
    uses = frame("""
        indicator_id  counted_over  per
        requests      people        1000
        people        .             .
        other         .             .
    """)
    found = declared_rates(values, uses)
    assert found[["indicator_id", "place", "n_events", "rate"]].values.tolist() == [
        ["requests", "A", 3, 1.5]
    ]
    assert declared_rates(values, uses.iloc[1:]).empty


def test_no_event_has_the_published_exact_upper_limit():
    # The R package epitools, pois.exact: 3.689 for a count of 0.
    found = event_rate(pd.Series([0]), pd.Series([1.0])).round(3)
    assert found[["rate", "lower", "upper"]].values.tolist() == [[0, 0, 3.689]]


@pytest.mark.parametrize("n_events", [1, 3, 10, 137])
def test_an_exact_interval_leaves_one_fortieth_in_each_tail(n_events):
    found = event_rate(pd.Series([n_events]), pd.Series([2.0])).iloc[0] * 2
    assert stats.poisson.sf(n_events - 1, found["lower"]) == pytest.approx(0.025)
    assert stats.poisson.cdf(n_events, found["upper"]) == pytest.approx(0.025)


def test_a_rate_without_exposure_or_count_is_missing():
    found = event_rate(pd.Series([1, 1, np.nan]), pd.Series([0.0, np.nan, 1.0]))
    assert found.isna().all(axis=None)


def test_another_exposure_takes_the_place_of_the_declared_one():
    values = frame("""
        indicator_id place period value
        requests     A     2021   3
        people       A     2021   2000
        residents    A     2021   6000
    """).astype({"period": "str"})
    uses = frame("""
        indicator_id  counted_over  per
        requests      people        1000
    """)
    assert over_another(values, uses, "residents")["rate"].tolist() == [0.5]
    assert over_another(values, uses, "nobody").empty
