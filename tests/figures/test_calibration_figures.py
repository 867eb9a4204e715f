"""Figures of the calibration: each title tells what its table says, and everything can be read."""

import pandas as pd
import pytest
from drawn import said, title

from analysis.calibration import shown
from analysis.disclosure import Released, release_classes
from analysis.exhibits.calibration import draw_coverage, draw_verdicts
from analysis.exhibits.calibration_curves import draw_power, draw_reliability
from analysis.exhibits.calibration_targets import draw_targets
from frame import frame

NUMBERS = ["value", "error", "stated", "found", "effect", "times", "least", "most"]


def released(study, table: pd.DataFrame) -> Released:
    numbers = [column for column in table if column in NUMBERS]
    words = [column for column in table if column not in numbers]
    return release_classes(table, study, columns=words, work=numbers)


FIGURES = frame("""
    generator  scenario      score     of              place   level     value  error
    matching   N1            coverage  direction       state   .         0.97   0.004
    matching   N1            coverage  change          state   .         0.99   0.002
    matching   N1            coverage  direction       all     .         0.95   0.01
    matching   R             coverage  direction       state   .         0.955  0.003
    matching   R             coverage  prominence      state   .         0.96   0.003
    matching   R             coverage  direction       state   far       0.81   0.01
    matching   R             coverage  direction       region  .         0.95   0.003
    breaking   N1            coverage  change          state   .         0.75   0.02
    matching   N1            false     story           state   likely    0.001  0.001
    matching   N1            false     story           state   declared  0      0
    matching   N1            false     same_direction  state   likely    0.001  0.001
    breaking   N1            false     story           state   likely    0.05   0.01
    matching   R             right     any             state   likely    0.84   0.02
    matching   R             right     any             state   declared  0.92   0.02
    breaking   R             right     any             state   declared  0.73   0.05
    matching   R             stated    same_direction  state   0.8       0.85   0.001
    matching   R             found     same_direction  state   0.8       0.80   0.02
    matching   R             stated    dissonance      state   0.1       0.15   0.001
    matching   R             found     dissonance      state   0.1       0.14   0.02
    breaking   R             stated    dissonance      state   0.1       0.15   0.001
    breaking   R             found     dissonance      state   0.1       0.20   0.02
    matching   N1            stated    dissonance      state   0.1       0.15   0.001
    matching   E50_x1        power     any             state   likely    0.44   0.02
    matching   E50_x1        power     any             state   declared  0.22   0.02
    matching   E50_x1        power     any             all     declared  0.82   0.03
    matching   E50_x1        power     any             region  declared  0.60   0.03
    matching   E50_x1        power     any             exposure declared 0.70   0.03
    matching   E50_x2        power     any             state   declared  0.33   0.02
    matching   E20_x1        power     any             state   declared  0.01   0.01
    matching   P1            power     any             state   likely    0.53   0.006
    matching   P1            power     any             all     likely    0.96   0.01
    matching   P1_read_rightly power   any             state   likely    0.58   0.01
    matching   P1w_linked_70 rejected  agreement       domain  0.05      0.26   0.02
""").astype({"value": float, "error": float})
FIGURES["level"] = FIGURES["level"].fillna("").astype(str)


@pytest.fixture
def figures() -> pd.DataFrame:
    """As a calibration has them."""
    return FIGURES.assign(n_studies=100)


def test_coverage_tells_its_range_where_the_model_holds(study, figures):
    table = shown.coverage(figures)
    assert table["scenario"].tolist() == ["N1", "N1", "N1", "N1", "R", "R"]
    drawing = draw_coverage(released(study, table))
    assert (
        title(drawing)
        == "Do intervals hold the truth? In 96 % to 99 % of states where the model holds"
    )
    words = said(drawing)
    assert "People up, indicators flat *" in words and "Everything at random" in words


def test_verdicts_tell_how_many_declared_ones_are_right(study, figures):
    table = shown.verdicts(figures)
    assert not table["score"].eq("coverage").any()
    drawing = draw_verdicts(released(study, table))
    assert title(drawing) == (
        "Are verdicts right? Of declared ones 92 % are, where truth is drawn at random"
    )


def test_where_no_verdict_is_declared_nothing_is_claimed(study, figures):
    few = figures[~(figures["score"].eq("right") & figures["scenario"].eq("R"))]
    drawing = draw_verdicts(released(study, shown.verdicts(few)))
    assert "too few can be judged" in title(drawing)


def test_reliability_tells_the_largest_excess_where_the_model_holds(study, figures):
    table = shown.reliability(figures)
    assert table[["generator", "of", "stated", "found"]].to_numpy().tolist() == [
        ["matching", "same_direction", 0.85, 0.80], ["matching", "dissonance", 0.15, 0.14],
        ["breaking", "dissonance", 0.15, 0.20],
    ]  # fmt: skip
    drawing = draw_reliability(released(study, table))
    assert "at most 5 points" in title(drawing)


def test_power_tells_what_becomes_of_a_clear_change(study, figures):
    table = shown.power(figures)
    assert set(table["scope"]) == {"state", "region", "all"} and set(table["times"]) == {1, 2}
    drawing = draw_power(released(study, table))
    assert title(drawing) == (
        "How much would a study of this size see? A clear change gives a declared verdict in 22 % "
        "of states and 82 % of domains"
    )


def test_targets_name_what_is_kept_and_what_chance_explains(study, figures):
    table = shown.held_to(figures)
    # Of the power under P1 the states fall shortest: 53 where 54 is asked.
    p1 = table[table["where"].eq("both up") & table["says"].str.contains("verdict")]
    assert p1[["value", "is_reached", "is_within_error"]].to_numpy().tolist() == [
        [0.53, False, True]
    ]
    right = table[table["where"].eq("both up, coders right")]
    assert right["is_reached"].tolist() == [True]
    drawing = draw_targets(released(study, table))
    n_kept = table["is_reached"].sum()
    assert title(drawing).startswith(
        f"Does the method keep what it is held to? {n_kept} of {len(table)} targets, and "
    )
    words = said(drawing)
    assert "53.0 ± 0.6" in words and "≥ 54" in words and "93.5 to 96.5" in words


def test_a_p_is_told_as_a_p(study, figures):
    row = {"generator": "matching", "scenario": "R", "score": "uniform", "of": "tau",
           "place": "domain", "level": "", "n_studies": 100, "value": 0.42}  # fmt: skip
    table = shown.held_to(pd.concat([figures, pd.DataFrame([row])], ignore_index=True))
    words = said(draw_targets(released(study, table)))
    assert "p = 0.42" in words and "p > 0.001" in words


def test_what_is_told_in_the_text_is_in_percent_and_blank_where_it_was_not_tried(figures):
    told = shown.told(figures)
    assert told["coverage_people"] == 95.5 and told["coverage_far"] == 81
    assert told["verdict_clear_domains"] == 82 and told["linked_domain"] == 26
    assert told["false_nothing"] == 0.1 and told["broken_right"] == 73
    assert pd.isna(told["verdict_at_random"])
