"""Codes found together, against arithmetic, the tables of textbooks and every pair by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.cooccurrence import (
    against_chance,
    carriers,
    causes_and_topics,
    counts,
    near,
)
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
    spans = frame("""
        source_id  start  end
        i1         0      10
        i1         15     20
        i1         80     90
        i2         12     20
    """)
    marks = pd.DataFrame({"unit": [0, 1, 2, 3], "code_id": list("abcd")})
    together = counts(near(spans, marks, 5))
    assert together.loc["a", "b"] == 1
    assert together.to_numpy().sum() - np.trace(together) == 2


CODES = frame("""
    code_id  facet
    budget   barrier
    court    topic
    files    topic
    good     direction
    practice mechanism
""")


def test_only_a_cause_with_a_topic_is_a_pair_and_the_cause_comes_first():
    rows = [(1, "court"), (1, "practice"), (1, "budget"), (2, "files"), (2, "good"), (3, "budget")]
    marks = pd.DataFrame(rows, columns=["unit", "code_id"])
    every = against_chance(counts(marks), 3)
    found = causes_and_topics(every, CODES)
    assert sorted(map(tuple, found[["code_id", "other_code_id"]].to_numpy())) == [
        ("budget", "court"), ("budget", "files"), ("practice", "court"), ("practice", "files"),
    ]  # fmt: skip
    pair = found.set_index(["code_id", "other_code_id"]).loc[("practice", "court")]
    assert pair[["n_code", "n_other", "n_both"]].tolist() == [1, 1, 1]
    turned = found.set_index(["code_id", "other_code_id"]).loc[("budget", "court")]
    assert turned[["n_code", "n_other", "n_both"]].tolist() == [2, 1, 1]


def test_p_values_are_corrected_for_the_pairs_kept():
    """Benjamini and Hochberg 1995: p times the number of pairs over its rank, at most the next."""
    pairs = pd.DataFrame({
        "code_id": ["budget"] * 2 + ["practice"] * 2, "other_code_id": ["court", "files"] * 2,
        "n_code": 1, "n_other": 1, "p_value": [0.01, 0.04, 0.03, 0.5],
    })  # fmt: skip
    found = causes_and_topics(pairs, CODES).set_index(["code_id", "other_code_id"])["p_adjusted"]
    assert found.round(4).tolist() == [0.04, 0.0533, 0.0533, 0.5]
    assert causes_and_topics(pairs.head(0), CODES).empty


def test_a_source_that_brings_two_codes_together_twice_is_one_source():
    pairs = pd.DataFrame({"code_id": ["budget"] * 2, "other_code_id": ["court", "files"]})
    rows = [(u, code) for u in (1, 2, 3) for code in ("budget", "court")]
    marks = pd.DataFrame(rows, columns=["unit", "code_id"])
    sources = pd.DataFrame({"source_id": ["i1", "i2"], "n_people": [1, 7]})
    found = carriers(pairs, marks, {1: "i1", 2: "i1", 3: "i2"}, sources)
    assert found[["n_sources", "n_people"]].to_numpy().tolist() == [[2, 8], [0, 0]]
