import numpy as np
import pandas as pd
import pytest

from analysis.methods.outcomes import (
    composite,
    departure,
    monitored_changes,
    public_changes,
    standardized,
)
from frame import frame

PLAIN = {"is_baseline_late": False, "is_double_counted": False}

INDICATORS = frame("""
    indicator_id  domain   direction      role
    settled       justice  higher_better  outcome
    repeat        justice  lower_better   outcome
    rate          .        higher_better  context
""")


def test_change_is_from_baseline_to_the_last_half_year_reported():
    monitoring = frame("""
        project_id state indicator_id period baseline target actual n_baseline n_actual
        p1         A     settled      2023S1 0.40     0.6    0.45   100        100
        p1         A     settled      2023S2 0.40     0.6    0.50   100        100
        p1         A     settled      2024S1 0.40     0.6    .      100        .
        p1         B     settled      2023S2 .        0.6    0.50   .          100
    """)
    changes = monitored_changes(monitoring.assign(**PLAIN))
    assert changes[["state", "period"]].values.tolist() == [["A", "2023S2"]]
    assert changes["change"].iloc[0] == pytest.approx(0.10)
    assert changes["standard_error"].iloc[0] == pytest.approx(np.sqrt(0.24 / 100 + 0.25 / 100))


def test_the_last_half_year_is_taken_whole_also_where_its_target_is_blank():
    monitoring = frame("""
        project_id state indicator_id period baseline target actual n_baseline n_actual
        p1         A     settled      2023S1 0.40     0.6    0.45   100        100
        p1         A     settled      2023S2 0.40     .      0.50   100        50
    """)
    change = monitored_changes(monitoring.assign(**PLAIN)).iloc[0]
    assert np.isnan(change["target"])
    assert change[["actual", "n_cases"]].tolist() == [0.50, 50]


def test_a_perfect_score_is_not_taken_for_a_certain_one():
    monitoring = frame("""
        project_id state indicator_id period baseline target actual n_baseline n_actual
        p1         A     settled      2023S1 0.0      .      1.0    50         50
    """)
    assert monitored_changes(monitoring.assign(**PLAIN))["standard_error"].iloc[0] > 0.01


def test_a_baseline_that_came_late_is_no_baseline():
    monitoring = frame("""
        project_id state period baseline actual n_baseline n_actual is_baseline_late
        p1         A     2023S1 0.40     0.45   100        100      True
        p2         A     2023S1 0.40     0.50   100        100      False
    """).assign(indicator_id="settled", is_double_counted=False)
    assert monitored_changes(monitoring)["project_id"].tolist() == ["p2"]


def test_cases_that_two_projects_report_count_once():
    monitoring = frame("""
        project_id state period baseline actual n_baseline n_actual is_double_counted
        p1         A     2023S1 0.40     0.50   100        100      False
        p2         A     2022S2 0.40     0.45   100        100      False
        p2         A     2023S1 0.40     0.50   100        100      True
        p3         A     2022S2 0.40     0.50   100        100      True
        p3         A     2023S1 0.40     0.60   100        100      False
    """).assign(indicator_id="settled", is_baseline_late=False)
    found = monitored_changes(monitoring)
    # Not p2's older value in its place: it would say less than what the same cases came to.
    assert found[["project_id", "actual"]].values.tolist() == [["p1", 0.50], ["p3", 0.60]]


def test_the_unit_is_the_spread_of_baselines_and_better_is_upwards():
    changes = frame("""
        state indicator_id baseline change standard_error
        A     repeat       0.2      -0.10  0.05
        B     repeat       0.3      0.00   0.05
        C     repeat       0.4      0.10   0.05
    """)
    found = standardized(changes, INDICATORS)
    assert found["change_sd"].tolist() == pytest.approx([1.0, 0.0, -1.0])
    assert found["error_sd"].tolist() == pytest.approx([0.5, 0.5, 0.5])


def test_two_projects_with_one_indicator_in_one_state_count_equally():
    changes = frame("""
        project_id state indicator_id baseline change standard_error
        p1         A     settled      0.2      0.10   0.03
        p2         A     settled      0.2      0.30   0.04
        p1         B     settled      0.3      0.00   0.05
        p1         C     settled      0.4      0.00   0.05
    """)
    found = standardized(changes, INDICATORS).set_index("state")
    assert found.loc["A", "change_sd"] == pytest.approx(0.20 / 0.1)
    assert found.loc["A", "error_sd"] == pytest.approx(0.025 / 0.1)


def test_without_three_baselines_an_indicator_has_no_unit():
    changes = frame("""
        state indicator_id baseline change standard_error
        A     settled      0.2      0.10   0.05
        B     settled      0.3      0.00   0.05
    """)
    assert standardized(changes, INDICATORS).empty


def test_context_indicators_never_enter():
    changes = frame("""
        state indicator_id baseline change standard_error
        A     rate         0.2      0.10   0.05
        B     rate         0.3      0.00   0.05
        C     rate         0.4      0.00   0.05
    """)
    assert standardized(changes, INDICATORS).empty


def test_an_outcome_whose_better_direction_is_ambiguous_is_left_out():
    ambiguous = INDICATORS.assign(direction="ambiguous")
    changes = frame("""
        state indicator_id baseline change standard_error
        A     settled      0.2      0.10   0.05
        B     settled      0.3      0.00   0.05
        C     settled      0.4      0.00   0.05
    """)
    assert standardized(changes, ambiguous).empty
    assert len(standardized(changes, INDICATORS)) == 3


def test_the_composite_weighs_its_indicators_equally():
    standard = frame("""
        state domain  indicator_id change_sd error_sd
        A     justice settled      1.0       0.3
        A     justice repeat       0.0       0.4
        B     justice settled      0.5       0.2
    """)
    cells = composite(standard).set_index("state")
    assert cells.loc["A", ["change_sd", "error_sd", "n_indicators"]].tolist() == [0.5, 0.25, 2]
    assert cells.loc["B", "error_sd"] == pytest.approx(0.2)


WOMEN = frame("""
    indicator_id  role     domain   direction
    women         outcome  justice  higher_better
""")


def test_a_public_outcome_enters_where_its_error_is_known_and_never_as_the_country():
    changes = frame("""
        indicator_id place baseline endline change standard_error
        women        XX    40       43      3      0.5
        women        XX-A  40       43      3      1.0
        women        XX-B  40       43      3      .
        women        XX-C  .        .       .      .
        rate         XX-A  40       43      3      1.0
    """)
    found = public_changes(changes, WOMEN)
    assert found.values.tolist() == [["XX-A", "women", 40, 3, 1.0]]


def test_declared_weights_move_the_composite_and_what_is_not_named_weighs_one():
    standard = frame("""
        state domain  indicator_id change_sd error_sd
        A     justice settled      1.0       0.3
        A     justice repeat       0.0       0.4
        B     justice settled      0.5       0.2
    """)
    weights = pd.DataFrame({"indicator_id": ["settled"], "weight": [3.0]})
    cells = composite(standard, weights).set_index("state")
    assert cells.loc["A", "change_sd"] == pytest.approx(3 / 4)
    assert cells.loc["A", "error_sd"] == pytest.approx(np.sqrt(0.9**2 + 0.4**2) / 4)
    assert cells.loc["B", ["change_sd", "error_sd"]].tolist() == pytest.approx([0.5, 0.2])
    equal = pd.DataFrame({"indicator_id": ["settled", "repeat"], "weight": [2.0, 2.0]})
    pd.testing.assert_frame_equal(composite(standard, equal), composite(standard))


def test_errors_shared_by_the_indicators_of_a_cell_do_not_average_out():
    standard = frame("""
        state   domain   indicator_id  change_sd  error_sd
        XX-ARB  justice  settled       1.0        0.3
        XX-ARB  justice  heard         2.0        0.4
    """)
    apart = composite(standard)["error_sd"].item()
    together = composite(standard, shared_error=1.0)["error_sd"].item()
    assert apart == pytest.approx(0.25) and together == pytest.approx(0.35)


def test_a_latent_domain_is_less_sure_than_its_declared_composite():
    rng = np.random.default_rng(1)
    states = [f"S{n}" for n in range(400)]
    theta = rng.normal(0.3, 0.2, len(states))
    standard = pd.concat(
        pd.DataFrame(
            {"state": states, "domain": "justice", "indicator_id": name, "error_sd": 0.2,
             "change_sd": theta + rng.normal(0, 0.5, len(states)) + rng.normal(0, 0.2, len(states))}
        ) for name in ("settled", "heard")
    )  # fmt: skip
    assert departure(standard) == pytest.approx(0.25, abs=0.04)
    latent = composite(standard, of="latent")
    assert latent["error_sd"].to_numpy() == pytest.approx(np.sqrt((0.25 + 0.04) / 2), abs=0.03)
    assert latent["change_sd"].equals(composite(standard)["change_sd"])


def test_one_indicator_does_not_tell_how_far_it_departs_from_its_domain():
    standard = frame("""
        state   domain   indicator_id  change_sd  error_sd
        XX-ARB  justice  settled       1.0        0.3
        XX-BEL  justice  settled       2.0        0.4
    """)
    with pytest.raises(ValueError, match="one indicator only"):
        composite(standard, of="latent")
