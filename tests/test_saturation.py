"""Saturation by base, run and threshold; the example is worked by hand after the method's paper."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.methods.saturation import (
    Rule,
    code_matrix,
    curve,
    in_any_order,
    matrices,
    new_codes,
    saturation,
    saturation_by,
)
from frame import frame

# New codes brought up by each of ten interviews, made up for this test.
NEW = (6, 5, 4, 5, 1, 1, 1, 0, 1, 0)


def occurring(new: tuple[int, ...]) -> np.ndarray:
    first = np.repeat(np.arange(len(new)), new)
    return np.arange(len(new))[:, None] == first


def test_the_base_stays_the_denominator_and_runs_overlap():
    # The first four give 20 codes; runs of two add 2, 2, 1 ... codes: 10, 10, 5 %.
    found = saturation(occurring(NEW), Rule(4, 2, 0.05))
    assert found == {
        "n_base_codes": 20, "n_before": 6, "n_new": 1, "new_share": 0.05, "n_seen": 23,
    }  # fmt: skip


# New themes of the fifth to eighth interviews: the two ways in which runs of two bring 7, 4 and 1.
@pytest.mark.parametrize("after", [(4, 3, 1, 0), (3, 4, 0, 1)])
def test_the_example_of_the_paper_is_saturated_at_six_and_two(after):
    """Guest, Namey and Chen 2020, the example of their method: 37 themes in a base of four.

    Runs of two bring 7, 4 and 1 new ones, 19, 11 and 3 % of the 37, so that saturation is at 6+2
    by a threshold of 5 %. These figures were seen in passages quoted from the paper, its table was
    not; the runs leave two ways of what each interview brought, and how the base came together
    matters to neither.
    """
    occurs = occurring((37, 0, 0, 0, *after))
    found = saturation(occurs, Rule(base_size=4, run_length=2, threshold=0.05))
    assert (found["n_base_codes"], found["n_before"], found["n_new"]) == (37, 6, 1)
    assert round(found["new_share"], 2) == 0.03
    for threshold, n_before, n_new, share in ((0.19, 4, 7, 0.19), (0.11, 5, 4, 0.11)):
        at = saturation(occurs, Rule(4, 2, threshold))
        assert (at["n_before"], at["n_new"], round(at["new_share"], 2)) == (n_before, n_new, share)


@pytest.mark.parametrize(("threshold", "n_before"), [(0.1, 4), (0.099, 6), (0.05, 6)])
def test_a_run_that_adds_just_the_threshold_reaches_it(threshold, n_before):
    assert saturation(occurring(NEW), Rule(4, 2, threshold))["n_before"] == n_before


def test_not_reached_keeps_the_codes_of_the_base_and_nothing_else():
    found = saturation(occurring(NEW), Rule(4, 2, 0.0))
    assert found["n_base_codes"] == 20 and np.isnan(found["n_before"])


def test_too_few_interviews_or_no_code_in_the_base_is_undefined():
    for occurs in (occurring(NEW)[:5], occurring((0, 0, 0, 0, 3, 1))):
        assert all(np.isnan(value) for value in saturation(occurs, Rule(4, 2, 0.05)).values())


def test_the_order_is_drawn_and_orders_without_saturation_count_as_latest():
    rng = np.random.default_rng(1)
    found = in_any_order(occurring(NEW), Rule(4, 2, 0.05), rng, 500)
    # In most orders each of the ten brings up something new, to the last.
    assert 0.05 < found["reached_share"] < 0.5
    assert found["percentile_5"] >= 4
    assert np.isnan(found["median"]) and np.isnan(found["percentile_95"])
    same = np.ones((8, 3), dtype=bool)
    assert in_any_order(same, Rule(4, 2, 0.0), rng, 20) == {
        "reached_share": 1.0, "median": 4.0, "percentile_5": 4.0, "percentile_95": 4.0,
    }  # fmt: skip
    short = in_any_order(same[:5], Rule(4, 2, 0.0), rng, 20)
    assert all(np.isnan(value) for value in short.values())


@given(arrays(bool, st.tuples(st.integers(6, 12), st.integers(1, 8))))
def test_a_higher_threshold_is_never_reached_later(occurs):
    strict, lenient = (saturation(occurs, Rule(4, 2, t))["n_before"] for t in (0.0, 0.2))
    assert np.isnan(strict) or lenient <= strict


def test_a_source_without_a_code_is_an_interview_all_the_same():
    segments = frame("""
        segment_id  source_id
        s1          i2
        s2          i3
    """)
    codings = frame("""
        segment_id  code_id
        s1          a
        s1          b
        s2          a
    """)
    sources = pd.DataFrame({"source_id": ["i1", "i2", "i3"]})
    matrix = code_matrix(codings, segments, sources)
    assert matrix.to_numpy().tolist() == [[False, False], [True, True], [True, False]]
    assert new_codes(matrix.to_numpy()).tolist() == [0, 2, 0]


def test_parts_have_their_own_sources_and_domains_their_own_codes():
    codes = frame("""
        code_id   facet      domain
        hearings  topic      justice
        ballots   topic      advocacy
        fear      barrier    .
        improved  direction  .
    """)
    segments = frame("""
        segment_id  source_id
        s1          i1
        s2          i1
        s3          i2
    """)
    codings = frame("""
        segment_id  code_id
        s1          hearings
        s1          fear
        s1          improved
        s2          ballots
        s3          hearings
    """)
    asked = frame("""
        source_id  domain
        i1         justice
        i2         justice
        i1         advocacy
    """)
    sources = frame("""
        source_id  group
        i2         judges
        i1         unions
    """)
    found = matrices(codings, segments, codes, asked, sources)
    assert list(found) == [
        ("all", "all"), ("group", "judges"), ("group", "unions"), ("domain", "advocacy"),
        ("domain", "justice"),
    ]  # fmt: skip
    assert found["all", "all"].index.tolist() == ["i2", "i1"]  # the order heard
    carried = {
        name: {c: int(m[c].sum()) for c in m if m[c].any()} for (_, name), m in found.items()
    }
    assert carried == {
        "all": {"ballots": 1, "fear": 1, "hearings": 2}, "judges": {"hearings": 1},
        "unions": {"ballots": 1, "fear": 1, "hearings": 1}, "advocacy": {"ballots": 1},
        "justice": {"fear": 1, "hearings": 2},
    }  # fmt: skip


def test_each_part_and_rule_has_a_row_and_too_few_interviews_none_of_the_values():
    matrix = pd.DataFrame(occurring(NEW))
    rules = [Rule(4, 2, 0.05), Rule(4, 2, 0.0)]
    found = saturation_by(
        {("all", "all"): matrix, ("group", "few"): matrix.head(5)},
        rules,
        np.random.default_rng(1),
        9,
    )
    assert found[["of", "threshold", "n_sources"]].to_numpy().tolist() == [
        ["all", 0.05, 10], ["all", 0.0, 10], ["few", 0.05, 5], ["few", 0.0, 5],
    ]  # fmt: skip
    assert (
        found["n_before"].tolist()[0] == 6 and found["n_before"].isna().tolist()[1:] == [True] * 3
    )
    assert found.loc[found["of"].eq("few"), "reached_share"].isna().all()


def test_the_curve_rises_to_all_codes_whatever_the_order():
    found = curve(occurring(NEW), np.random.default_rng(1), 50)
    assert found["n_heard"].tolist() == list(range(1, 11))
    assert found["median"].is_monotonic_increasing
    assert found[["median", "percentile_5", "percentile_95"]].iloc[-1].tolist() == [24, 24, 24]
    assert (found["percentile_5"] <= found["median"]).all()
