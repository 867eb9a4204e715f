import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.triangulation.verdicts import (
    Lines,
    expected_places,
    meanings,
    signs,
    silence,
    verdicts,
)
from analysis.settings import Triangulation

RULES = Triangulation()


def draws(*places: float | list[float]) -> np.ndarray:
    """Ten draws for each place: one value for all, or ten values."""
    return np.column_stack([np.broadcast_to(place, 10) for place in places]).astype(float)


def judged(direction, change, prominence=0.7):
    lines = Lines(draws(direction), draws(prominence), draws(change))
    return verdicts(lines, RULES).iloc[0]


@pytest.mark.parametrize(
    ("direction", "change", "prominence", "verdict"),
    [
        (0.6, 0.8, 0.7, "agreement"),
        (-0.6, -0.8, 0.7, "agreement"),
        (0.6, 0.3, 0.2, "agreement"),
        (0.6, 0.8, 0.2, "partial_agreement"),
        (0.6, 0.3, 0.7, "partial_agreement"),
        (0.6, -0.8, 0.7, "dissonance"),
        (-0.6, 0.8, 0.2, "dissonance"),
        (0.6, 0.1, 0.7, "people_only"),
        (-0.6, 0.0, 0.7, "people_only"),
        (0.1, 0.8, 0.7, "indicators_only"),
        (0.0, -0.8, 0.7, "indicators_only"),
        (0.1, -0.1, 0.7, "no_change_in_either"),
    ],
)
def test_the_rule_table(direction, change, prominence, verdict):
    assert judged(direction, change, prominence)[["verdict", "level"]].tolist() == [
        verdict,
        "declared",
    ]


def test_the_edge_of_a_region_belongs_to_it():
    assert signs(np.array([0.2, 0.2001, -0.2, -0.2001]), 0.2).tolist() == [0, 1, 0, -1]


@pytest.mark.parametrize(
    ("n_up", "verdict", "level"),
    [(7, "undetermined", "open"), (8, "agreement", "likely"), (9, "agreement", "declared")],
)
def test_two_levels_of_probability(n_up, verdict, level):
    direction = [0.6] * n_up + [0.0] * (10 - n_up)
    assert judged(direction, 0.8)[["verdict", "level"]].tolist() == [verdict, level]


def test_agreement_is_named_only_where_prominence_is_clear():
    prominence = [0.7] * 6 + [0.2] * 4
    assert judged(0.6, 0.8, prominence)["verdict"] == "same_direction"


@pytest.mark.parametrize(
    ("n_high", "verdict"), [(8, "agreement"), (7, "same_direction"), (2, "partial_agreement")]
)
def test_prominence_is_clear_from_four_draws_in_five(n_high, verdict):
    assert judged(0.6, 0.8, [0.5] * n_high + [0.49] * (10 - n_high))["verdict"] == verdict


def test_prominence_counts_only_where_the_lines_point_the_same_way():
    direction = [0.6] * 8 + [0.0] * 2
    prominence = [0.7] * 7 + [0.2] * 3
    assert judged(direction, 0.8, prominence)["verdict"] == "agreement"


@pytest.mark.parametrize(
    ("direction", "change", "ways"),
    [
        (0.6, -0.8, ["better", "worse"]),
        (-0.6, -0.8, ["worse", "worse"]),
        (0.6, 0.0, ["better", "flat"]),
        ([0.6] * 5 + [0.0] * 5, 0.8, [None, None]),
    ],
)
def test_the_ways_of_both_lines_are_told_where_there_is_a_verdict(direction, change, ways):
    assert judged(direction, change)[["people_way", "indicators_way"]].tolist() == ways


lines = st.integers(0, 2**32 - 1)


@given(lines)
@settings(max_examples=30, deadline=None)
def test_flipping_one_line_turns_same_direction_into_dissonance_on_the_same_draws(seed):
    rng = np.random.default_rng(seed)
    people, indicators = (signs(rng.normal(0.3, 0.4, (200, 4)), 0.2) for _ in range(2))
    held, flipped = meanings(people, indicators), meanings(-people, indicators)
    assert (held["same_direction"] == flipped["dissonance"]).all()
    assert (sum(held.values()) == 1).all()


def test_a_domain_without_outcome_indicator_is_silent_on_that_side():
    found = verdicts(Lines(draws(0.6), draws(0.7), None), RULES).iloc[0]
    assert found["verdict"] == "indicators_silent" and np.isnan(found["probability"])


def test_silence_of_people_needs_a_quiet_domain():
    quiet, mixed = draws(0.1, 0.1, 0.1, 0.1), draws(0.1, 0.8, 0.8, 0.8)
    n_asked, measured = pd.Series([5, 5, 0, 5]), pd.Series([True, True, True, False])
    assert silence(quiet, 0.1, n_asked, measured, RULES).tolist() == [
        "people_silent", "people_silent", "too_few_asked", "people_silent",
    ]  # fmt: skip
    found = silence(mixed, 0.625, n_asked, measured, RULES)
    assert found.tolist()[0] == "too_few_asked"
    assert found.isna().tolist() == [False, True, False, False]
    assert found.tolist()[3] == "indicators_silent"


def test_expected_numbers_of_places_add_up():
    found = expected_places(
        Lines(draws(0.6, -0.6, 0.0), draws(0.7, 0.7, 0.7), draws(0.8, 0.8, 0.8)), RULES
    )
    assert found.set_index("verdict")["expected"].to_dict() == {
        "same_direction": 1, "dissonance": 1, "people_only": 0, "indicators_only": 1,
        "no_change_in_either": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("direction", "change", "prominence", "verdict"),
    [
        (0.6, 0.8, 0.7, "agreement"),
        (0.6, 0.8, 0.2, "partial_agreement"),
        (0.6, -0.8, 0.7, "partial_agreement"),
        (0.6, -0.8, 0.2, "dissonance"),
        (0.6, 0.0, 0.7, "dissonance"),
        (0.6, 0.0, 0.2, "partial_agreement"),
        (0.0, 0.0, 0.2, "agreement"),
    ],
)
def test_the_table_as_it_was_published(direction, change, prominence, verdict):
    rules = Triangulation(verdict={"table": "farmer"})
    lines = Lines(draws(direction), draws(prominence), draws(change))
    assert verdicts(lines, rules)["verdict"].tolist() == [verdict]
    expected = expected_places(lines, rules)
    assert expected.loc[expected["expected"].eq(1), "verdict"].tolist() == [verdict]
