"""Worked examples: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, A to C."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.agreement import (
    ac1,
    agreement,
    agreement_by,
    alpha,
    percent_agreement,
    unit_counts,
)


def coders(*rows: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    values = pd.DataFrame([row.split() for row in rows]).T.replace(".", None)
    return values, tuple(sorted({v for row in rows for v in row.split()} - {"."}))


BINARY = coders("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = coders("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = coders(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    ("data", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)]
)
def test_alpha_equals_the_published_examples(data, published):
    assert round(alpha(unit_counts(*data)), 3) == published


def test_percent_agreement_and_ac1_equal_the_reference_for_four_raters():
    # Gwet's R package irrCAC, README, prints these for the same data (cac.raw4raters).
    counts = unit_counts(*MISSING)
    assert round(percent_agreement(counts), 5) == 0.81818
    assert round(ac1(counts), 5) == 0.77544


# Six raters, fifteen subjects, five categories: irrCAC, README, distrib.6raters.
SIX_RATERS = np.array([
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
])  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "published"),
    [(percent_agreement, 0.5511111), (ac1, 0.4448007), (alpha, 0.4204384)],
)
def test_measures_equal_the_published_values_for_six_raters(measure, published):
    assert round(measure(SIX_RATERS), 7) == published


def test_agreement_that_could_not_have_failed_is_undefined_for_alpha():
    assert np.isnan(alpha(np.array([[2, 0], [2, 0]])))
    assert np.isnan(alpha(np.empty((0, 2))))
    assert np.isnan(percent_agreement(np.empty((0, 2))))


values = st.lists(
    st.lists(st.sampled_from(["x", "y", "z", None]), min_size=3, max_size=3),
    min_size=2,
    max_size=12,
)


@given(values)
@settings(max_examples=60, deadline=None)
def test_alpha_agrees_with_the_reference_program(rows):
    table = pd.DataFrame(rows)
    ours = alpha(unit_counts(table, ("x", "y", "z")))
    numbers = table.replace({"x": 0.0, "y": 1.0, "z": 2.0}).astype(float).to_numpy().T
    if not np.isnan(ours):
        theirs = krippendorff.alpha(numbers, level_of_measurement="nominal", value_domain=[0, 1, 2])
        assert ours == pytest.approx(theirs)


@given(values, st.permutations([0, 1, 2]))
@settings(max_examples=40, deadline=None)
def test_the_order_of_coders_does_not_matter(rows, order):
    table = pd.DataFrame(rows)
    counts = [unit_counts(t, ("x", "y", "z")) for t in (table, table[order])]
    for measure in (alpha, ac1, percent_agreement):
        assert measure(counts[0]) == pytest.approx(measure(counts[1]), nan_ok=True)


def test_intervals_hold_the_value_and_count_only_what_two_coders_judged():
    rng = np.random.default_rng(1)
    said = rng.choice(["improved", "no_change"], size=40)
    rows = [
        (f"i{n}", "d", coder, direction if rng.random() < 0.85 else "no_change")
        for n, direction in enumerate(said)
        for coder in ("A", "B")
    ]
    rows.append(("alone", "d", "A", "improved"))
    judged = pd.DataFrame(rows, columns=["source_id", "domain", "coder_id", "direction"])
    found = agreement(judged, ("improved", "no_change"), rng)
    assert found["n_units"].tolist() == [40] * 3
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()


def test_one_source_tells_nothing_of_how_sources_differ():
    rows = [("i1", domain, coder, "improved") for domain in "de" for coder in "AB"]
    judged = pd.DataFrame(rows, columns=["source_id", "domain", "coder_id", "direction"])
    found = agreement(judged, ("improved", "no_change"), np.random.default_rng(1))
    share = found.set_index("measure").loc["percent_agreement"]
    assert share[["value", "n_units", "n_sources"]].tolist() == [1, 2, 1]
    assert found[["lower", "upper"]].isna().all(axis=None)


def test_where_nothing_was_judged_twice_every_measure_is_undefined():
    judged = pd.DataFrame(
        [("i1", "d", "A", "improved")], columns=["source_id", "domain", "coder_id", "direction"]
    )
    found = agreement(judged, ("improved", "no_change"), np.random.default_rng(1))
    assert found["n_units"].tolist() == [0, 0, 0]
    assert found[["value", "lower", "upper"]].isna().all(axis=None)


def test_agreement_by_a_column_is_that_of_each_of_its_values():
    said = {
        ("i1", "A"): "improved", ("i1", "B"): "improved",  # Spanish: one of two agrees
        ("i2", "A"): "improved", ("i2", "B"): "no_change",
        ("i3", "A"): "improved", ("i3", "B"): "improved",  # English: the only one agrees
    }  # fmt: skip
    spoken = {"i1": "spanish", "i2": "spanish", "i3": "english"}
    rows = [(source, "d", coder, direction) for (source, coder), direction in said.items()]
    judged = pd.DataFrame(rows, columns=["source_id", "domain", "coder_id", "direction"])
    judged["language"] = judged["source_id"].map(spoken)
    categories, rng = ("improved", "no_change"), np.random.default_rng(1)
    found = agreement_by("language", judged, categories, rng)
    shares = found[found["measure"].eq("percent_agreement")].set_index("language")
    assert shares["value"].to_dict() == {"english": 1.0, "spanish": 0.5}
    assert shares["n_sources"].to_dict() == {"english": 1, "spanish": 2}
    undefined = found[found["value"].isna()]
    assert undefined[["language", "measure", "undefined"]].to_numpy().tolist() == [
        ["english", "alpha", "one_category_given"]
    ]
    assert found.loc[found["value"].notna(), "undefined"].isna().all()


def test_what_nobody_judged_twice_says_that_it_is_undefined_for_that():
    alone = pd.DataFrame([("i1", "d", "A", "improved", "spanish")])
    alone.columns = ["source_id", "domain", "coder_id", "direction", "language"]
    found = agreement_by("language", alone, ("improved", "no_change"), np.random.default_rng(1))
    assert set(found["undefined"]) == {"nothing_judged_twice"}
    nobody = agreement_by("language", alone.head(0), ("improved",), np.random.default_rng(1))
    assert nobody.empty
