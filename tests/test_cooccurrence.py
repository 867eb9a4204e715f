"""Codes found together, against arithmetic, the tables of textbooks and every pair by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.cooccurrence import against_chance, counts, near
from frame import frame

MARKS = frame("""
    unit  code_id
    1     a
    1     b
    1     a
    2     a
    3     b
    3     c
    4     a
    4     b
""")


def test_a_code_marked_twice_in_a_unit_is_found_once():
    assert counts(MARKS).to_numpy().tolist() == [[3, 2, 0], [2, 3, 1], [0, 1, 1]]


def test_pairs_are_compared_with_what_chance_would_give():
    found = against_chance(counts(MARKS), 6).set_index(["code_id", "other_code_id"])
    pair = found.loc[("a", "b")]
    assert pair["expected"] == 3 * 3 / 6 and pair["jaccard"] == 2 / 4
    assert pair["phi"] == pytest.approx((6 * 2 - 9) / 9)
    assert found.index.tolist() == [("a", "b"), ("a", "c"), ("b", "c")]


def test_the_exact_test_equals_fishers_tea():
    """Agresti 2002, Categorical Data Analysis, table 3.8: three of four cups, p = 0.486."""
    marks = pd.DataFrame(
        [(u, "milk") for u in range(4)] + [(u, "guess") for u in (0, 1, 2, 7)],
        columns=["unit", "code_id"],
    )
    assert against_chance(counts(marks), 8)["p_value"].round(3).tolist() == [0.486]


def test_a_code_in_every_unit_goes_with_nothing():
    marks = pd.DataFrame([(1, "a"), (2, "a"), (1, "b")], columns=["unit", "code_id"])
    found = against_chance(counts(marks), 2)
    assert found["phi"].isna().all() and found["p_value"].tolist() == [1.0]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcd")), min_size=1, max_size=30))
def test_counts_are_those_found_by_looking_at_every_unit(rows):
    found = counts(pd.DataFrame(rows, columns=["unit", "code_id"]))
    of_unit = {u: {code for unit, code in rows if unit == u} for u, _ in rows}
    for one in found:
        for other in found:
            assert found.loc[one, other] == sum({one, other} <= codes for codes in of_unit.values())


def test_a_window_joins_a_passage_with_those_that_begin_soon_behind_it():
    segments = frame("""
        segment_id  source_id  start  end
        s1          i1         0      10
        s2          i1         15     20
        s3          i1         80     90
        s4          i2         12     20
    """)
    codings = frame("""
        segment_id  code_id
        s1          a
        s2          b
        s3          c
        s4          d
    """)
    together = counts(near(segments, codings, 5))
    assert together.loc["a", "b"] == 1
    assert together.to_numpy().sum() - np.trace(together) == 2
