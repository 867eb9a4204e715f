"""Funnel limits: against the tables of the Poisson distribution, and at their boundaries."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.methods.funnel import (
    all_funnels,
    beyond,
    differing,
    events_at,
    funnel,
    limits,
    overdispersion,
)
from frame import frame


def test_limits_are_those_of_the_published_tables_interpolated():
    # Pearson and Hartley, Biometrika Tables, mean 10: at most 3 with 0.0103, 4 with 0.0293; 16 with
    # 0.9730, 17 with 0.9857. Spiegelhalter 2005, A.1.1: 4 - (0.0293 - 0.025) / (0.0293 - 0.0103).
    expected = pd.Series([10.0])
    lower = 4 - (0.0293 - 0.025) / (0.0293 - 0.0103)
    upper = 17 - (0.9857 - 0.975) / (0.9857 - 0.9730)
    assert events_at(expected, 0.025)[0] == pytest.approx(lower, abs=0.01)
    assert events_at(expected, 0.975)[0] == pytest.approx(upper, abs=0.01)


def test_where_a_whole_count_has_just_the_share_the_limit_is_that_count():
    expected = pd.Series([10.0])
    share = stats.poisson.cdf(6, 10)
    assert events_at(expected, share)[0] == pytest.approx(6)


def test_with_many_events_the_limits_are_those_of_the_normal_distribution():
    found = limits(pd.Series([1e6]), 1.0).iloc[0]
    assert found["upper_95"] == pytest.approx(1 + 1.959964e-3, abs=2e-6)
    assert found["lower_998"] == pytest.approx(1 - 3.090232e-3, abs=2e-6)


def test_limits_narrow_with_exposure_and_never_go_below_nothing():
    found = limits(pd.Series([0.1, 1.0, 10.0, 100.0]), 2.0)
    assert found["upper_95"].is_monotonic_decreasing
    assert found["lower_95"].is_monotonic_increasing
    assert found.ge(0).all(axis=None)
    assert (found["upper_998"] >= found["upper_95"]).all()


RATES = frame("""
    place  n_events  exposure
    XX     999       100
    XX-A   10        10
    XX-B   40        10
    XX-C   0         10
    XX-D   10        10
    XX-E   18        10
    XX-F   .         10
    XX-G   5         .
""")


def test_the_common_rate_is_that_of_the_places_and_not_the_country_s_own():
    table = funnel(RATES.dropna(), "XX").set_index("place")
    assert table["common_rate"].eq(78 / 50).all()
    assert table["outside"].dropna().to_dict() == {"XX-B": "far_above", "XX-C": "far_below"}


def test_the_narrower_limits_are_told_apart_from_the_wider_ones():
    rates = pd.DataFrame({"place": [f"XX-{n}" for n in range(101)], "exposure": 1.0})
    table = funnel(rates.assign(n_events=[17.6, *[10.0] * 100]), "XX")
    assert table["outside"].iloc[0] == "above"
    assert table["outside"].iloc[1:].isna().all()


def test_a_place_without_exposure_stands_in_no_funnel():
    assert "XX-G" not in set(funnel(RATES.dropna(subset="n_events"), "XX")["place"])


def test_chance_alone_gives_no_overdispersion_and_twice_the_spread_gives_four():
    chance = np.random.default_rng(1).poisson(50, 4000)
    rates = pd.DataFrame({"place": "XX-A", "n_events": chance, "exposure": 1.0})
    plain = overdispersion(funnel(rates, "XX"))
    # The ends drawn in take some of the spread: a normal variable keeps 0.69 of its variance.
    assert plain == pytest.approx(0.69, abs=0.05)
    wide = rates.assign(n_events=np.round(50 + 2 * (chance - 50)))
    assert overdispersion(funnel(wide, "XX")) == pytest.approx(4 * plain, rel=0.1)


def test_of_one_place_no_dispersion_is_known():
    assert np.isnan(overdispersion(funnel(RATES.iloc[1:2], "XX")))


def test_each_indicator_has_a_funnel_and_what_lies_beyond_is_counted():
    rates = pd.concat(
        [RATES.dropna().assign(indicator_id="many"), RATES.dropna().assign(indicator_id="few")]
    )
    table = all_funnels(rates, "XX")
    assert table.groupby("indicator_id")["overdispersion"].nunique().tolist() == [1, 1]
    found = beyond(table, ["many", "other"]).set_index("indicator_id")
    assert found.to_dict("index") == {
        "many": {"n_events": 78, "n_beyond": 2}, "other": {"n_events": 0, "n_beyond": 0},
    }  # fmt: skip
    assert all_funnels(rates.iloc[:0], "XX").empty
    assert beyond(all_funnels(rates.iloc[:0], "XX"), ["many"])["n_beyond"].tolist() == [0]


def test_two_funnels_differ_where_a_place_lies_beyond_in_only_one():
    one = pd.DataFrame(
        {
            "indicator_id": "a",
            "place": list("wxyz"),
            "outside": ["far_above", "above", None, "far_below"],
        }
    )
    other = one.assign(outside=["far_above", "far_above", "below", None])
    assert differing(one, other) == 2
    assert differing(one, other.iloc[:0]) == 0
