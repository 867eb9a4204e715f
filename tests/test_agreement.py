"""Coefficients of agreement against published examples, boundary cases and properties."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.agreement import (
    MEASURES,
    Scale,
    agreement,
    agreement_by,
    annex,
    cohen_kappa,
    every_interval,
    is_paradox,
    kappa_by_pair,
    unit_counts,
    without_each_coder,
    without_each_part,
)
from analysis.methods.agreement import sums as unit_sums
from analysis.methods.agreement.intervals import (
    alpha_by_errors,
    bounds,
    gwet_interval,
    resampled,
)
from analysis.methods.agreement.scales import masi, weights


def coders(*rows: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    values = pd.DataFrame([row.split() for row in rows]).T.replace(".", None)
    return values, tuple(sorted({v for row in rows for v in row.split()} - {"."}))


def measured(name: str, counts: np.ndarray, scale: Scale) -> float:
    return float(MEASURES[name](unit_sums.of_units(counts, scale).total(), scale))


BINARY = coders("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = coders("a a b b d c c c e d d a", "b a b b b c c c e d d d")
FOUR_RATERS = coders(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
FOUR = unit_counts(*FOUR_RATERS)


@pytest.mark.parametrize(
    ("data", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (FOUR_RATERS, 0.743)]
)
def test_alpha_equals_the_published_examples(data, published):
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A to C."""
    assert round(measured("alpha", unit_counts(*data), Scale.of(data[1])), 3) == published


@pytest.mark.parametrize(
    ("level", "published"), [("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_equals_the_published_examples_at_each_level(level, published):
    """Krippendorff 2018, Content Analysis, 4th edition, p. 290, and 2011, section D."""
    assert round(measured("alpha", FOUR, Scale.of((1, 2, 3, 4, 5), level)), 3) == published


@pytest.mark.parametrize(
    ("name", "published"),
    [("percent_agreement", 0.81818), ("ac1", 0.77544), ("fleiss_kappa", 0.76117),
     ("pabak", 0.77273)],
)  # fmt: skip
def test_coefficients_equal_the_reference_for_four_raters(name, published):
    """What Gwet's R package irrCAC prints for the same data, cac.raw4raters."""
    assert round(measured(name, FOUR, Scale.of(range(5))), 5) == published


def test_the_formula_of_gwets_error_equals_the_reference_for_four_raters():
    """The same package and data: standard error 0.14295, interval 0.461 to 1."""
    scale = Scale.of(range(5))
    distinct, times = unit_sums.patterns(FOUR)
    error, lower, upper = gwet_interval(unit_sums.of_units(distinct, scale), times, scale)
    assert (round(error, 5), round(lower, 3), upper) == (0.14295, 0.461, 1)


@pytest.mark.parametrize(
    ("name", "published"),
    [("percent_agreement", 0.9753788), ("ac1", 0.914), ("fleiss_kappa", 0.86494),
     ("pabak", 0.90152)],
)  # fmt: skip
def test_weighted_coefficients_equal_the_reference_for_four_raters(name, published):
    """The same package's vignette on weighting, quadratic weights."""
    value = measured(name, FOUR, Scale.of(range(5), weighted="quadratic"))
    assert value == pytest.approx(published, abs=5e-6)


def test_the_formula_of_ac2s_error_equals_the_reference():
    """The same vignette, quadratic weights: four raters, and the six of the next example."""
    scale = Scale.of(range(5), weighted="quadratic")
    for counts, published in ((FOUR, (0.10396, 0.685, 1)), (SIX_RATERS, (0.10582, 0.257, 0.711))):
        distinct, times = unit_sums.patterns(counts)
        error, lower, upper = gwet_interval(unit_sums.of_units(distinct, scale), times, scale)
        assert (round(error, 5), round(lower, 3), round(upper, 3)) == published
    assert measured("ac1", SIX_RATERS, scale) == pytest.approx(0.4837438, abs=5e-8)


# Six raters, fifteen subjects, five categories: irrCAC, README, distrib.6raters.
SIX_RATERS = np.array([
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "published"),
    [("percent_agreement", 0.5511111), ("ac1", 0.4448007), ("alpha", 0.4204384)],
)
def test_coefficients_equal_the_published_values_for_six_raters(name, published):
    assert round(measured(name, SIX_RATERS, Scale.of(range(5))), 7) == published


# Diagnoses of thirty patients by six psychiatrists each: Fleiss 1971, Psychological Bulletin 76.
DIAGNOSES = """
    444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333
    144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224
    111155 224444 133333 555555
"""


def test_fleiss_kappa_equals_his_example():
    values = pd.DataFrame([list(patient) for patient in DIAGNOSES.split()])
    counts = unit_counts(values, tuple("12345"))
    assert counts.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    assert round(measured("fleiss_kappa", counts, Scale.of(range(5))), 3) == 0.430


def test_gwets_example_of_the_paradox():
    """Gwet 2008, table 1: 118 and 2 of 125 agreed on; kappa below zero, AC1 0.94."""
    table = np.array([[118, 5], [2, 0]])
    counts = np.repeat([[2, 0], [1, 1], [1, 1], [0, 2]], table.ravel(), axis=0)
    assert round(cohen_kappa(table, np.eye(2))["value"], 3) == -0.023
    assert round(measured("ac1", counts, Scale.of(range(2))), 3) == 0.941


def test_a_judgement_that_is_none_of_the_categories_is_refused():
    with pytest.raises(ValueError, match="1 judgements are none of the categories"):
        unit_counts(pd.DataFrame({"A": ["x", "z"], "B": ["x", None]}), ("x", "y"))


def test_agreement_that_could_not_have_failed_is_undefined():
    two = Scale.of(("a", "b"))
    for name in ("alpha", "fleiss_kappa"):
        assert np.isnan(measured(name, np.array([[2, 0], [2, 0]]), two))
    assert measured("ac1", np.array([[2, 0], [2, 0]]), two) == 1
    for name in MEASURES:
        assert np.isnan(measured(name, np.empty((0, 2), dtype=int), two))
        assert np.isnan(measured(name, np.array([[1, 0], [0, 1]]), two))


def test_two_sets_are_alike_by_what_they_share_and_whether_one_holds_the_other():
    """Passonneau 2006: identical 1, subset 2/3, overlapping 1/3, disjoint 0, times Jaccard."""
    a, ab, abcd, bc = (frozenset(letters) for letters in ("a", "ab", "abcd", "bc"))
    assert [masi(ab, other) for other in (ab, abcd, bc, frozenset("d"))] == [
        1, 2 / 3 * 2 / 4, 1 / 3 * 1 / 3, 0,
    ]  # fmt: skip
    assert masi(frozenset(), frozenset()) == 1 and masi(a, frozenset()) == 0


def test_weights_equal_the_published_ones():
    """Gwet 2014, Handbook of Inter-Rater Reliability, section 3.5, for four categories."""
    assert weights("linear", 4)[0].round(4).tolist() == [1, 0.6667, 0.3333, 0]
    assert weights("quadratic", 4)[0].round(4).tolist() == [1, 0.8889, 0.5556, 0]
    assert weights("ordinal", 4)[0].round(4).tolist() == [1, 0.8333, 0.5, 0]
    with pytest.raises(ValueError, match="no weights of this name"):
        weights("cubic", 3)
    with pytest.raises(ValueError, match="no scale of this name"):
        Scale.of(("a", "b"), "fuzzy")


COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
COHEN_DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
# How often partners find sex fun, by both: Agresti 1990, Categorical Data Analysis, p. 367.
PARTNERS = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])


def test_kappa_equals_the_published_examples():
    """Cohen 1960, Educational and Psychological Measurement 20, table 2: 0.492.

    With his weights, Cohen 1968, Psychological Bulletin 70: 0.348.
    """
    assert round(cohen_kappa(COHEN, np.eye(3))["value"], 3) == 0.492
    assert round(cohen_kappa(COHEN, 1 - COHEN_DISAGREEMENT / 6)["value"], 3) == 0.348


ABSTRACTORS = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]])


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [("identity", 0.7964094, 0.05891072), ("quadratic", 0.8921569, 0.03535151)],
)
def test_kappa_of_two_abstractors_equals_gwets(kind, value, error):
    """The vignettes of irrCAC, cont3x3abstractors: without weights and with quadratic ones."""
    found = cohen_kappa(ABSTRACTORS, weights(kind, 3))
    assert found["value"] == pytest.approx(value, abs=5e-8)
    assert found["standard_error"] == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "value", "error"), [("identity", 0.1293, 0.0686), ("linear", 0.2374, 0.0783)]
)
def test_kappas_error_equals_the_reference(kind, value, error):
    """What R's vcd, ?Kappa, prints for these data: value and asymptotic standard error."""
    found = cohen_kappa(PARTNERS, weights(kind, 4))
    assert (round(found["value"], 4), round(found["standard_error"], 4)) == (value, error)
    assert found["upper"] - found["value"] == pytest.approx(1.959964 * found["standard_error"])


def test_kappa_is_undefined_where_nothing_or_one_category_was_judged():
    for table in (np.zeros((2, 2)), np.array([[5, 0], [0, 0]])):
        assert all(np.isnan(value) for value in cohen_kappa(table, np.eye(2)).values())


values = st.lists(
    st.lists(st.sampled_from([1, 2, 5, None]), min_size=3, max_size=3), min_size=2, max_size=12
)


@given(values, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
@settings(max_examples=100, deadline=None)
def test_alpha_agrees_with_the_reference_program(rows, level):
    table = pd.DataFrame(rows, dtype=float)
    ours = measured("alpha", unit_counts(table, (1, 2, 5)), Scale.of((1, 2, 5), level))
    if not np.isnan(ours):
        theirs = krippendorff.alpha(
            table.to_numpy().T, level_of_measurement=level, value_domain=[1, 2, 5]
        )
        assert ours == pytest.approx(theirs)


@given(values, st.permutations([0, 1, 2]), st.permutations([1, 2, 5]))
@settings(max_examples=60, deadline=None)
def test_neither_the_order_of_coders_nor_the_names_of_categories_matter(rows, order, names):
    table = pd.DataFrame(rows, dtype=float)
    renamed = table[order].replace(dict(zip((1, 2, 5), names, strict=True)))
    scale = Scale.of((1, 2, 5))
    for name in MEASURES:
        one, other = (measured(name, unit_counts(t, (1, 2, 5)), scale) for t in (table, renamed))
        assert one == pytest.approx(other, nan_ok=True)


@given(values)
@settings(max_examples=60, deadline=None)
def test_every_unit_twice_gives_the_same_but_for_alphas_small_sample(rows):
    table = pd.DataFrame(rows, dtype=float)
    counts, scale = unit_counts(table, (1, 2, 5)), Scale.of((1, 2, 5))
    for name in set(MEASURES) - {"alpha"}:
        once, twice = measured(name, counts, scale), measured(name, np.tile(counts, (2, 1)), scale)
        assert once == pytest.approx(twice, nan_ok=True)


@given(values)
@settings(max_examples=40, deadline=None)
def test_distinct_units_with_their_numbers_stand_for_all(rows):
    table = pd.DataFrame(rows, dtype=float)
    counts, scale = unit_counts(table, (1, 2, 5)), Scale.of((1, 2, 5), "ordinal")
    if not len(counts):
        return
    distinct, times = unit_sums.patterns(counts)
    whole = unit_sums.of_units(distinct, scale).weighted(times[None])
    for name, measure in MEASURES.items():
        found = measured(name, counts, scale)
        assert float(measure(whole, scale)[0]) == pytest.approx(found, nan_ok=True)


def test_a_resample_is_as_good_as_going_back_to_its_units():
    """The mean and spread of 4,000 resamples by sums against 4,000 by drawing units."""
    rng = np.random.default_rng(3)
    counts = rng.multinomial(3, [0.5, 0.3, 0.2], size=60)
    scale = Scale.of(range(3))
    distinct, times = unit_sums.patterns(counts)
    draws = resampled(unit_sums.of_units(distinct, scale), times, rng, 4_000)
    quick = MEASURES["alpha"](draws, scale)
    slow = [measured("alpha", counts[rng.integers(60, size=60)], scale) for _ in range(4_000)]
    assert quick.mean() == pytest.approx(np.mean(slow), abs=0.006)
    assert quick.std() == pytest.approx(np.std(slow), rel=0.06)


def test_errors_drawn_anew_have_the_observed_alpha_in_their_middle():
    """Where every unit was judged as often: 24 judgements, alpha 0.692."""
    distinct, times = unit_sums.patterns(unit_counts(*NOMINAL))
    scale = Scale.of(NOMINAL[1])
    draws = alpha_by_errors(distinct, times, scale, np.random.default_rng(1), 20_000)
    assert draws.mean() == pytest.approx(0.692, abs=0.005)
    lower, upper = bounds(draws)
    assert lower < 0.692 < upper <= 1
    same = np.array([[2, 0], [2, 0]])
    assert np.isnan(
        alpha_by_errors(same, [1, 1], Scale.of("ab"), np.random.default_rng(1), 5)
    ).all()


def test_an_interval_with_too_many_undefined_resamples_is_missing():
    assert np.isnan(bounds(np.array([np.nan] * 6 + [0.5] * 94))).all()
    assert bounds(np.array([np.nan] * 5 + [0.5] * 95)) == (0.5, 0.5)


def test_the_middle_of_few_parts_is_taken_wider():
    """Ten parts: t with 9 degrees is 2.262, times the root of 10/9 2.385, a normal tail of 0.9 %.

    Forty: 2.023 times the root of 40/39 is 2.048, a tail of 2.0 %.
    """
    draws = np.linspace(0, 1, 100_001)
    assert [round(bounds(draws, n)[0], 3) for n in (10, 40)] == [0.009, 0.020]
    assert bounds(draws) == pytest.approx((0.025, 0.975))


def judged_by(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source_id", "domain", "coder_id", "direction"])


TWO = Scale.of(("improved", "no_change"))


def test_intervals_hold_the_value_and_count_only_what_two_coders_judged():
    rng = np.random.default_rng(1)
    said = rng.choice(["improved", "no_change"], size=40)
    rows = [
        (f"i{n}", "d", coder, direction if rng.random() < 0.85 else "no_change")
        for n, direction in enumerate(said)
        for coder in ("A", "B")
    ]
    found = agreement(judged_by(*rows, ("alone", "d", "A", "improved")), TWO, rng)
    assert set(found["measure"]) == set(MEASURES)
    assert set(found["n_units"]) == {40}
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()
    assert set(found["interval"]) == {"sources resampled"}


def test_one_source_tells_nothing_of_how_sources_differ():
    rows = [("i1", domain, coder, "improved") for domain in "de" for coder in "AB"]
    found = agreement(judged_by(*rows), TWO, np.random.default_rng(1))
    share = found.set_index("measure").loc["percent_agreement"]
    assert share[["value", "n_units", "n_sources"]].tolist() == [1, 2, 1]
    assert found[["lower", "upper", "interval"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "nothing_judged"),
        ([("i1", "d", "A", "improved")], "one_coder"),
        ([("i1", "d", "A", "improved"), ("i2", "d", "B", "improved")], "nothing_judged_twice"),
    ],
)
def test_where_nothing_can_be_compared_every_coefficient_says_why(rows, why):
    found = agreement(judged_by(*rows), TWO, np.random.default_rng(1))
    assert set(found["undefined"]) == {why} and set(found["n_units"]) == {0}
    assert found[["value", "lower", "upper"]].isna().all(axis=None)


def test_agreement_by_a_column_is_that_of_each_of_its_values():
    said = {
        ("i1", "A"): "improved", ("i1", "B"): "improved",  # Spanish: one of two agrees
        ("i2", "A"): "improved", ("i2", "B"): "no_change",
        ("i3", "A"): "improved", ("i3", "B"): "improved",  # English: the only one agrees
    }  # fmt: skip
    spoken = {"i1": "spanish", "i2": "spanish", "i3": "english"}
    judged = judged_by(*((i, "d", coder, direction) for (i, coder), direction in said.items()))
    judged["language"] = judged["source_id"].map(spoken)
    rng = np.random.default_rng(1)
    found = agreement_by("language", judged, TWO, rng)
    shares = found[found["measure"].eq("percent_agreement")].set_index("language")
    assert shares["value"].to_dict() == {"english": 1.0, "spanish": 0.5}
    assert shares["n_sources"].to_dict() == {"english": 1, "spanish": 2}
    undefined = found[found["value"].isna()]
    assert undefined[["language", "measure", "undefined"]].to_numpy().tolist() == [
        ["english", "alpha", "one_category_given"],
        ["english", "fleiss_kappa", "one_category_given"],
    ]
    assert found.loc[found["value"].notna(), "undefined"].isna().all()
    assert agreement_by("language", judged.head(0), TWO, rng).empty


def many_judged() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        (f"i{n}", "d", coder, str(rng.choice(["improved", "no_change"], p=[0.7, 0.3])))
        for n in range(30)
        for coder in ("A", "B", "C")
    ]
    return judged_by(*rows).assign(state=lambda t: t["source_id"].str[-1])


def test_leaving_a_state_out_is_as_good_as_never_having_had_it():
    judged = many_judged()
    found = without_each_part(judged, TWO, "state").set_index("state")
    for state, row in found.iterrows():
        rest = agreement(judged[judged["state"].ne(state)], TWO, np.random.default_rng(1))
        assert row["value"] == pytest.approx(rest.set_index("measure").at["alpha", "value"])
        assert row["n_units"] == rest["n_units"].iloc[0] == 27


def test_leaving_a_coder_out_is_as_good_as_never_having_had_one():
    judged = many_judged()
    found = without_each_coder(judged, TWO).set_index("coder_id")
    for coder, row in found.iterrows():
        rest = agreement(judged[judged["coder_id"].ne(coder)], TWO, np.random.default_rng(1))
        assert row["value"] == pytest.approx(rest.set_index("measure").at["alpha", "value"])
    assert found["n_units"].tolist() == [30, 30, 30]


def test_kappa_is_given_for_each_two_coders_on_what_both_judged():
    table = pd.DataFrame({"A": list("xxyy"), "B": list("xxyx"), "C": ["x", None, None, "y"]})
    found = kappa_by_pair(table, Scale.of(("x", "y")))
    assert found[["coder", "other_coder", "n_units"]].to_numpy().tolist() == [
        ["A", "B", 4], ["A", "C", 2], ["B", "C", 2],
    ]  # fmt: skip
    # A and B: agreed 3/4, by chance 1/2 * 3/4 + 1/2 * 1/4 = 1/2.
    assert found["value"].tolist()[:2] == [0.5, 1.0]


def test_two_coders_who_judged_nothing_both_have_no_kappa_and_it_is_said_why():
    table = pd.DataFrame({"A": ["x", None, "x"], "B": [None, "x", None], "C": ["x", None, "x"]})
    found = kappa_by_pair(table, Scale.of(("x", "y"))).set_index(["coder", "other_coder"])
    assert found["undefined"].to_dict() == {
        ("A", "B"): "nothing_judged_twice", ("A", "C"): "one_category_given",
        ("B", "C"): "nothing_judged_twice",
    }  # fmt: skip
    assert found["interval"].isna().all()


def test_every_interval_is_named_and_holds_the_value():
    found = every_interval(many_judged(), TWO, np.random.default_rng(1))
    named = found.groupby("measure")["interval"].agg(list).to_dict()
    both = ["sources resampled", "units resampled"]
    assert named == dict.fromkeys(MEASURES, both) | {
        "alpha": [*both, "errors drawn anew"], "ac1": [*both, "formula"],
    }  # fmt: skip
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()


def test_with_weights_gwets_coefficient_is_called_by_its_name():
    weighted = Scale.of(TWO.categories, "ordinal", "linear")
    same = agreement(many_judged(), weighted, np.random.default_rng(1))
    assert "ac1" in set(same["measure"])  # the linear weights of two categories are no weights
    three = Scale.of((*TWO.categories, "worsened"), "ordinal", "linear")
    found = agreement(many_judged(), three, np.random.default_rng(1))
    assert "ac2" in set(found["measure"]) and "ac1" not in set(found["measure"])


def test_the_annex_has_every_part_and_names_no_coder():
    judged = many_judged().replace({"coder_id": {"A": "Ana", "B": "Berta", "C": "Carla"}})
    sets = judged.assign(unit=0, codes=judged["direction"].map(lambda code: frozenset([code])))
    found = annex(judged, TWO, sets, np.random.default_rng(1))
    assert found.groupby("part").size().to_dict() == {
        "together": 12, "by_pair": 3, "without_coder": 3, "without_state": 2, "set_valued": 1,
    }  # fmt: skip
    assert found.loc[found["part"].eq("by_pair"), "of"].tolist() == [
        "A and B", "A and C", "B and C",
    ]  # fmt: skip
    value = found.set_index("part")["value"]
    rest = without_each_part(judged, TWO, "state")["value"]
    assert value["without_state"].tolist() == [rest.min(), rest.max()]
    # Sets of one code each are nominal: MASI is 1 or 0.
    whole = found[found["part"].eq("together") & found["measure"].eq("alpha")]
    assert value["set_valued"] == pytest.approx(whole["value"].iloc[0])


def test_the_annex_of_one_coder_says_why_there_is_nothing():
    judged = many_judged().query("coder_id == 'A'")
    sets = pd.DataFrame(columns=["source_id", "unit", "coder_id", "codes"])
    found = annex(judged, TWO, sets, np.random.default_rng(1))
    assert set(found.loc[found["part"].eq("together"), "undefined"]) == {"one_coder"}
    assert set(found["part"]) == {"together", "set_valued"} and found["value"].isna().all()


def test_a_paradox_is_high_agreement_with_low_alpha():
    rows = [(f"i{n}", "d", coder, "improved") for n in range(18) for coder in "AB"]
    rows += [("x", "d", "A", "improved"), ("x", "d", "B", "no_change")]
    rows += [("y", "d", "B", "improved"), ("y", "d", "A", "no_change")]
    found = agreement(judged_by(*rows), TWO, np.random.default_rng(1))
    assert is_paradox(found) and found["is_paradox"].all()
    assert not is_paradox(found.assign(value=0.9))
