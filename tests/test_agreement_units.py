"""Which stretch of text coders gave a code: turns, sentences, characters, matched passages."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as from_any
from hypothesis import settings
from hypothesis import strategies as st

from analysis.methods.agreement import (
    ALL_TEXT,
    EITHER,
    Scale,
    agreement,
    agreement_by_code,
    counts_by_code,
)
from analysis.methods.agreement.two_coders import dice, jaccard
from analysis.methods.agreement.units import (
    characters,
    given,
    joined,
    matched,
    overlaps,
    sentences,
    who_read,
)
from frame import frame

SEGMENTS = frame("""
    segment_id  source_id  start  end
    s1          i1         0      10
    s2          i1         5      20
    s3          i1         30     40
    s4          i2         0      10
""")
CODINGS = frame("""
    segment_id  code_id  coder_id
    s1          a        A
    s1          b        A
    s2          a        B
    s3          a        B
    s4          a        A
""")
CODES = frame("""
    code_id  domain
    a        x
    b        y
    c        .
""")
TURNS = frame("""
    source_id  start  end
    i1         0      20
    i1         21     29
    i1         30     45
    i2         0      50
""")


def test_a_coder_gave_a_code_to_every_unit_that_the_passage_touches():
    found = given(CODINGS, SEGMENTS, TURNS).sort_values(["unit", "code_id", "coder_id"])
    assert found.to_numpy().tolist() == [
        [0, "a", "A"], [0, "a", "B"], [0, "b", "A"], [2, "a", "B"], [3, "a", "A"],
    ]  # fmt: skip


def test_a_passage_that_ends_where_a_unit_begins_does_not_touch_it():
    passages = SEGMENTS.assign(start=20, end=21).head(1)
    assert overlaps(TURNS, passages)[0].tolist() == []


def test_units_count_where_two_coders_read_and_either_base_leaves_out_what_nobody_coded():
    marked = given(CODINGS, SEGMENTS, TURNS)
    read = who_read(marked, TURNS, CODES)
    assert read.groupby("unit").size().to_dict() == {0: 2, 1: 2, 2: 2, 3: 1}
    row = ["code_id", "source_id", "n_given", "n_coders", "times"]
    either = counts_by_code(marked, TURNS, read, EITHER)[row].to_numpy().tolist()
    assert either == [["a", "i1", 1, 2, 1], ["a", "i1", 2, 2, 1], ["b", "i1", 1, 2, 1]]
    whole = counts_by_code(marked, TURNS, read, ALL_TEXT)[row].to_numpy().tolist()
    assert whole == [*either, ["a", "i1", 0, 2, 1], ["b", "i1", 0, 2, 2]]


def test_characters_are_cut_at_every_edge_and_weigh_their_number():
    spans = characters(SEGMENTS, TURNS)
    of_one = spans[spans["source_id"].eq("i1")]
    assert of_one[["start", "end", "n_characters"]].to_numpy().tolist() == [
        [0, 5, 5], [5, 10, 5], [10, 20, 10], [21, 29, 8], [30, 40, 10], [40, 45, 5],
    ]  # fmt: skip
    marked = given(CODINGS, SEGMENTS, spans)
    counts = counts_by_code(marked, spans, who_read(marked, spans, CODES), ALL_TEXT)
    of_a = counts[counts["code_id"].eq("a")].set_index("n_given")["times"]
    # Both: 5 to 10. One: 0 to 5, 10 to 20, 30 to 40. Nobody: the other 13 of the turns.
    assert of_a.groupby(level=0).sum().to_dict() == {0: 13, 1: 25, 2: 5}


def test_a_sentence_ends_at_its_mark_and_its_place_is_that_in_the_transcript():
    text = "Sí. ¿Y luego? Nos dijeron que no… y ya. «Vengan», dijo! 3 veces"
    found = sentences(pd.DataFrame([("i1", 100, text)], columns=["source_id", "start", "text"]))
    said = [text[start - 100 : end - 100] for start, end in found[["start", "end"]].to_numpy()]
    assert said == [
        "Sí.", "¿Y luego?", "Nos dijeron que no… y ya.", "«Vengan», dijo!", "3 veces",
    ]  # fmt: skip


def test_agreement_of_a_code_by_hand():
    """Ten units of one source and two of another: both gave it to 3, one alone to 2, nobody 7."""
    counts = frame("""
        code_id  source_id  n_given  n_coders  times
        a        i1         2        2         3
        a        i1         1        2         1
        a        i2         1        2         1
        a        i1         0        2         6
        a        i2         0        2         1
    """)
    every = agreement_by_code(counts, ["a", "b"], np.random.default_rng(1))
    found = every[every["code_id"].eq("a")].set_index("measure")
    value = found["value"]
    assert value["percent_agreement"] == pytest.approx(10 / 12)
    assert value["jaccard"] == pytest.approx(3 / 5) and value["dice"] == pytest.approx(6 / 8)
    # 8 of 24 judgements give it: kappa by Fleiss is (10/12 - 5/9) / (4/9).
    assert value["fleiss_kappa"] == pytest.approx(0.625)
    assert set(found["n_units"]) == {5} and set(found["n_sources"]) == {2}
    assert set(found["interval"].dropna()) == {"sources resampled"}
    never = every[every["code_id"].eq("b")]
    assert set(never["undefined"]) == {"never_given"} and never["value"].isna().all()
    assert never["measure"].tolist() == found.index.tolist()


def test_a_code_that_both_give_to_everything_they_read_is_undefined_where_chance_is():
    counts = frame("""
        code_id  source_id  n_given  n_coders  times
        a        i1         2        2         4
    """)
    found = agreement_by_code(counts, ["a"], np.random.default_rng(1)).set_index("measure")
    assert found["undefined"].dropna().to_dict() == {
        "alpha": "given_everywhere", "fleiss_kappa": "given_everywhere",
    }  # fmt: skip
    assert found.loc[["percent_agreement", "ac1", "jaccard", "dice"], "value"].eq(1).all()


ASSIGNED = frame("""
    segment_id  code_id  coder_id
    s1          a        A
    s1          c        A
    s1          a        B
    s3          b        B
""")


def test_what_was_given_by_domain_is_read_by_those_who_coded_that_domain():
    marked = given(ASSIGNED, SEGMENTS, TURNS)
    read = who_read(marked, TURNS, CODES, "domain")
    # A was given domain x alone; the turn without a code is B's, who coded both domains.
    assert sorted(map(tuple, read.to_numpy())) == [(0, "A"), (0, "B"), (1, "B"), (2, "B")]
    counts = counts_by_code(marked, TURNS, read, ALL_TEXT)
    assert counts["code_id"].tolist() == ["a", "c"]  # b is in no turn that both read
    by_source = who_read(marked, TURNS, CODES)
    assert by_source.groupby("unit").size().to_dict() == {0: 2, 1: 2, 2: 2}


def test_passages_that_overlap_by_way_of_a_third_are_one_stretch():
    found = joined(SEGMENTS)
    assert found.to_numpy().tolist() == [["i1", 0, 20], ["i1", 30, 40], ["i2", 0, 10]]


def test_sets_of_codes_agree_by_what_they_share():
    """Alpha of the two passages above, by hand: 1 - 3 * D / E of four sets {ab, a, {}, a}."""
    sets = matched(CODINGS, SEGMENTS, CODES)
    scale = Scale.of(sorted(set(sets["codes"]), key=sorted), "sets")
    found = agreement(sets, scale, np.random.default_rng(1), ("source_id", "unit"), "codes")
    # {a} and {ab}: 1 - 1/2 * 2/3 = 2/3 apart; {} from any other 1. D = 2 * (2/3 + 1);
    # E = 2 * (2 * 2/3 + 2 * 1 + 1), the pairs (a, ab) twice, ({}, a) twice, ({}, ab) once.
    observed, expected = 2 * (2 / 3 + 1), 2 * (2 * 2 / 3 + 2 + 1)
    alpha = found.set_index("measure").at["alpha", "value"]
    assert alpha == pytest.approx(1 - 3 * observed / expected)


def test_overlap_of_nothing_is_undefined():
    assert np.isnan(jaccard(0, 0)) and np.isnan(dice(0, 0))


def test_passages_that_overlap_are_one_unit_and_each_coder_has_a_set_of_codes():
    found = matched(CODINGS, SEGMENTS, CODES)
    assert found[["source_id", "unit", "coder_id", "codes"]].to_numpy().tolist() == [
        ["i1", 0, "A", frozenset("ab")], ["i1", 0, "B", frozenset("a")],
        ["i1", 1, "A", frozenset()], ["i1", 1, "B", frozenset("a")],
    ]  # fmt: skip


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=6)


@from_any(spans, spans)
@settings(max_examples=80, deadline=None)
def test_overlaps_are_those_found_by_looking_at_every_pair(lengths, passages):
    edge, rows = 0, []
    for gap, length in lengths:
        rows.append(("i", edge + gap, edge + gap + length))
        edge += gap + length
    units = pd.DataFrame(rows, columns=["source_id", "start", "end"])
    marked = pd.DataFrame(
        [("i", start, start + length) for start, length in passages], columns=units.columns
    )
    found = set(zip(*overlaps(units, marked), strict=True))
    every = {
        (u, p)
        for u, unit in units.iterrows()
        for p, passage in marked.iterrows()
        if unit["start"] < passage["end"] and passage["start"] < unit["end"]
    }
    assert found == every
