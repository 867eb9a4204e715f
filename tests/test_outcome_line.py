"""The outcome line on one page, and how sure progress is."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods import counts
from analysis.methods.outcome_line import by_indicator
from analysis.methods.progress import with_interval
from frame import frame

INDICATORS = frame("""
    indicator_id  domain   direction      role
    settled       justice  higher_better  outcome
    repeat        justice  lower_better   outcome
    rate          .        higher_better  context
""")
CHANGES = frame("""
    state indicator_id baseline change standard_error n_cases
    A     settled      0.2      0.10   0.03           50
    B     settled      0.3      0.20   0.04           40
    C     settled      0.4      0.30   0.00           90
    A     repeat       0.2      0.10   0.10           30
    B     repeat       0.3      0.00   0.00           30
    C     repeat       0.4      0.00   0.00           20
""")
EQUAL = frame("""
    indicator_id weight
    settled      1
    repeat       1
""")


def test_each_state_counts_equally_and_the_composite_stands_apart():
    table = by_indicator(CHANGES, INDICATORS, EQUAL).set_index("indicator_id")
    # The baselines' standard deviation is 0.1.
    assert table.loc["settled", "change_sd"] == pytest.approx(2.0)
    assert table.loc["settled", "error_sd"] == pytest.approx(0.5 / 3)
    assert table.loc["repeat", "change_sd"] == pytest.approx(-1 / 3)
    whole = table[table.index.isna()].iloc[0]
    assert whole["change_sd"] == pytest.approx((2 - 1 / 3) / 2)
    assert whole["error_sd"] == pytest.approx(np.hypot(0.5, 1.0) / 2 / 3)
    assert whole[["n_states", "n_cases"]].tolist() == [3, 20]
    assert table.loc["settled", "upper"] - table.loc["settled", "lower"] == pytest.approx(
        2 * 1.959964 * 0.5 / 3
    )


def test_weights_are_told_as_parts_of_their_domain():
    weights = EQUAL.assign(weight=[3.0, 1.0])
    table = by_indicator(CHANGES, INDICATORS, weights).set_index("indicator_id")
    assert table.loc[["settled", "repeat"], "weight"].tolist() == [0.75, 0.25]
    assert table[table.index.isna()]["change_sd"].iloc[0] == pytest.approx(0.75 * 2 - 0.25 / 3)


def test_without_an_outcome_there_is_no_line():
    assert by_indicator(CHANGES.iloc[:0], INDICATORS, EQUAL).empty


def measured(**row):
    known = {
        "project_id": "p1", "state": "A", "indicator_id": "settled", "baseline": 0.2, "actual": 0.4,
        "target_first": 0.6, "target": 0.6, "baseline_error": 0.0, "actual_error": 0.0,
        "change": 0.2, "n_cases": 100,
    }  # fmt: skip
    return known | row


def progress(*rows, seed=1):
    changes = pd.DataFrame([measured(**row) for row in rows])
    works = pd.DataFrame({"project_id": ["p1"], "state": ["A"]})
    found = counts.progress(changes, INDICATORS, works)
    return with_interval(found, changes, INDICATORS, seed).iloc[0]


def test_progress_measured_without_error_has_no_width():
    ends = progress({})[["progress_share", "progress_lower", "progress_upper"]]
    assert ends.tolist() == pytest.approx([0.5, 0.5, 0.5])


def test_its_interval_is_that_of_the_delta_method_where_errors_are_small():
    # Oehlert 1992: variance Va / way^2 + Vb (actual - target)^2 / way^4.
    found = progress({"baseline_error": 0.004, "actual_error": 0.003})
    error = np.sqrt(0.003**2 / 0.4**2 + 0.004**2 * 0.2**2 / 0.4**4)
    half = (found["progress_upper"] - found["progress_lower"]) / 2
    assert half == pytest.approx(1.96 * error, rel=0.05)


def test_a_fall_is_progress_where_lower_is_better():
    row = {"indicator_id": "repeat", "baseline": 0.6, "actual": 0.4, "target_first": 0.2}
    found = progress(row | {"change": -0.2, "actual_error": 0.01})
    assert found["progress_lower"] < 0.5 < found["progress_upper"]


def test_where_a_baseline_may_have_met_its_target_no_interval_is_told():
    found = progress({"baseline": 0.5, "baseline_error": 0.1, "actual": 0.55, "change": 0.05})
    assert found["progress_share"] == pytest.approx(0.5)
    assert found[["progress_lower", "progress_upper"]].isna().all()


def test_progress_that_is_not_known_has_no_interval():
    found = progress({"target_first": np.nan})
    assert found[["progress_share", "progress_lower", "progress_upper"]].isna().all()


def test_the_same_seed_gives_the_same_interval():
    row = {"actual_error": 0.05}
    assert progress(row).equals(progress(row))
