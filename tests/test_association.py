"""Association of the two lines over states: against enumeration, scipy and printed examples."""

from itertools import permutations as arrangements

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.methods.triangulation.association import (
    agreement,
    associations,
    exchangeable,
    reliability,
)
from analysis.methods.triangulation.permutation import (
    kendall,
    kendall_sums,
    p_value,
    permutations,
    permuted_sums,
    rank_correlations,
)
from analysis.methods.triangulation.power import power, with_power
from analysis.settings import Association
from frame import frame

RULES = Association(n_permutations=199, n_studies=100, n_study_permutations=99)
EVERY = np.array(list(arrangements(range(5))), dtype=np.int32)  # all 120, the found one first
# Hollander and Wolfe 1973, Nonparametric Statistical Methods, p. 187: lightness of nine lots of
# canned tuna, and what a panel thought of them. One-sided exact p = 0.05972 (R, ?cor.test).
LIGHTNESS = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
PANEL = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]


def lines(direction, change, domain="advocacy", states=None) -> pd.DataFrame:
    """Cells of one domain; both lines with a standard error of 0.25 and regions of 0.2."""
    table = pd.DataFrame({"direction": direction, "change": change}, dtype=float)
    for name, line in (("people", "direction"), ("indicators", "change")):
        table[f"{line}_lower"], table[f"{line}_upper"] = table[line] - 0.49, table[line] + 0.49
        table[f"{name}_better"] = stats.norm.cdf((table[line] - 0.2) / 0.25)
        table[f"{name}_worse"] = stats.norm.cdf((-table[line] - 0.2) / 0.25)
    names = states or [f"s{number:02d}" for number in range(len(table))]
    return table.assign(state=names, domain=domain)


def of(cells, domain="advocacy", **options) -> pd.Series:
    return associations(cells, RULES, 1, **options).set_index("domain").loc[domain]


FIVE = lines([0.5, -0.3, 0.1, 0.6, 0.0], [0.4, 0.1, -0.5, 0.9, 0.2])


def test_agreement_is_better_with_better_and_worse_with_worse():
    cells = frame("""
        people_better  people_worse  indicators_better  indicators_worse
        0.8            0.1           0.5                0.0
        0.0            0.5           0.2                0.4
    """)
    assert agreement(cells, cells) == pytest.approx(np.array([[0.40, 0.20], [0.0, 0.2]]))


def test_p_of_agreement_against_full_enumeration():
    products = agreement(FIVE, FIVE)
    traces = np.array([products[range(5), order].sum() for order in EVERY])
    exact = (traces >= traces[0] - 1e-12).mean()
    others = permuted_sums(products[None], EVERY[1:])[:, 0]
    assert others == pytest.approx(traces[1:])
    assert p_value(others, np.trace(products)) == pytest.approx(exact)
    drawn = permuted_sums(products[None], permutations(5, 20_000, np.random.default_rng(1)))[:, 0]
    assert p_value(drawn, np.trace(products)) == pytest.approx(exact, abs=0.01)


def test_p_of_tau_against_full_enumeration_and_scipy():
    one, other = FIVE["direction"].to_numpy(), FIVE["change"].to_numpy()
    permuted = kendall_sums(one[None], other[None], EVERY[1:])[:, 0]
    found, _ = kendall(one, other)
    exact = stats.kendalltau(one, other, method="exact")
    assert p_value(np.abs(permuted), abs(found)) == pytest.approx(exact.pvalue)


def test_tau_of_a_printed_example():
    found, largest = kendall(np.array(LIGHTNESS), np.array(PANEL))
    assert (found, largest) == (16, 36)
    order = permutations(9, 100_000, np.random.default_rng(1))
    permuted = kendall_sums(np.array([LIGHTNESS]), np.array([PANEL]), order)[:, 0]
    assert p_value(permuted, found) == pytest.approx(0.05972, abs=0.003)


def test_rank_correlation_of_the_same_example():
    order = permutations(9, 100_000, np.random.default_rng(1))
    rho, p = rank_correlations(np.array([LIGHTNESS]), np.array([PANEL]), order)
    assert rho[0] == pytest.approx(0.6)  # as R, ?cor.test, gives it
    loop = stats.permutation_test(
        (PANEL,), lambda line: stats.spearmanr(LIGHTNESS, line).statistic,
        permutation_type="pairings", n_resamples=5_000, rng=1,
    )  # fmt: skip
    assert p[0] == pytest.approx(loop.pvalue, abs=0.02)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=12))
def test_tau_b_is_that_of_scipy_with_ties(pairs):
    one, other = np.array(pairs, dtype=float).T
    found, largest = kendall(one, other)
    tau = stats.kendalltau(one, other).statistic
    assert (largest == 0) == bool(np.isnan(tau))
    if largest:
        assert found / largest == pytest.approx(tau)
    order = permutations(len(one), 5, np.random.default_rng(1))
    moved = [kendall(one, other[row])[0] for row in order]
    assert kendall_sums(one[None], other[None], order)[:, 0].tolist() == moved


def test_many_correlations_at_once_are_each_alone_and_a_constant_line_has_none():
    rng = np.random.default_rng(2)
    ones, others = rng.integers(0, 6, (2, 4, 10)).astype(float)
    ones[3] = 1.0
    order = permutations(10, 500, rng)
    rho, p = rank_correlations(ones, others, order)
    for k in range(3):
        assert rho[k] == pytest.approx(stats.spearmanr(ones[k], others[k]).statistic)
        permuted = [stats.spearmanr(ones[k], others[k][row]).statistic for row in order]
        assert p[k] == pytest.approx(p_value(np.abs(permuted), abs(rho[k])))
    assert np.isnan(rho[3]) and np.isnan(p[3])


def test_places_are_exchanged_within_their_block_only():
    order = permutations(5, 200, np.random.default_rng(1), np.array(["a", "b", "a", "b", "c"]))
    assert set(order[:, 0]) == {0, 2} and set(order[:, 1]) == {1, 3} and set(order[:, 4]) == {4}
    assert (np.sort(order, axis=1) == np.arange(5)).all()


def test_the_p_value_counts_what_was_found_and_is_never_zero():
    permuted = np.array([1.0, 2.0, 3.0, 3.0])
    assert p_value(permuted, 5.0) == 1 / 5
    assert p_value(permuted, 3.0) == 3 / 5
    drawn = [float(p_value(permuted, 3.0, np.random.default_rng(seed))) for seed in range(300)]
    assert 0 < min(drawn) < 0.05 and 0.55 < max(drawn) < 3 / 5


def test_q_adjusts_over_domains_and_missing_stays_missing():
    rng = np.random.default_rng(3)
    parts = [lines(*rng.normal(0, 0.4, (2, 8)), domain=name) for name in ("a", "b", "c")]
    cells = pd.concat([*parts, lines([0.1, 0.2], [0.3, 0.4], domain="few")], ignore_index=True)
    table = associations(cells, RULES, 1).set_index("domain")
    known = table.loc[["a", "b", "c"]]
    for name in ("agreement", "tau"):
        expected = stats.false_discovery_control(known[f"{name}_p"])
        assert known[f"{name}_q"].tolist() == pytest.approx(expected.tolist())
    assert table.loc["few", ["agreement_p", "agreement_q", "tau_p", "tau_q"]].isna().all()
    assert table.loc["few", "undefined"] == "too_few_states"
    assert table.loc["few", "n_states"] == 2
    assert pd.isna(table.loc["all", "tau_q"]) and table.loc["all", "tau_p"] > 0
    assert table["undefined"].isna().sum() == 4


def test_a_constant_line_has_no_p_and_says_why():
    row = of(lines([0.3] * 6, [0.1, 0.5, -0.2, 0.4, 0.0, 0.2]))
    assert row["undefined"] == "nothing_varies"
    assert row[["tau", "tau_p", "agreement_p", "reliability_people"]].isna().all()
    assert row["agreement"] > 0


def test_without_any_measured_cell_every_row_says_why():
    cells = lines([0.1, 0.2, 0.3, 0.4], [np.nan] * 4)
    table = with_power(associations(cells, RULES, 1), RULES, 1)
    assert table["domain"].tolist() == ["advocacy", "all"]
    assert table["undefined"].eq("too_few_states").all() and table["n_cells"].eq(0).all()
    assert table[["tau_p", "agreement_p", "tau_q", "power"]].isna().all(axis=None)


def test_a_cell_without_a_change_takes_no_part():
    gap = lines([0.9], [np.nan], states=["t"])
    assert of(pd.concat([FIVE, gap])).equals(of(FIVE))


def test_over_all_domains_states_move_among_those_with_the_same_domains():
    first = lines([0.1, 0.2, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4], "a", ["s", "t", "u", "v"])
    second = lines([0.1, 0.2], [0.1, 0.2], "b", ["s", "t"])
    assert exchangeable([first, second]).to_dict() == {"s": "a b", "t": "a b", "u": "a", "v": "a"}
    third = lines([0.1, 0.2], [0.1, 0.2], "b", ["s", "w"])
    assert exchangeable([first, third]).to_dict() == {"t": "a", "u": "a", "v": "a"}


def test_the_test_of_all_domains_adds_up_and_moves_a_state_as_a_whole():
    rng = np.random.default_rng(4)
    one, two = (lines(*rng.normal(0, 0.4, (2, 5)), domain=name) for name in ("a", "b"))
    row = of(pd.concat([one, two]), "all")
    total = agreement(one, one) + agreement(two, two)
    assert row["agreement"] == pytest.approx(np.trace(total))
    exact = np.mean([total[range(5), o].sum() >= np.trace(total) - 1e-12 for o in EVERY])
    assert row["agreement_p"] == pytest.approx(exact, abs=0.1)
    assert row["n_cells"] == 10 and row["n_states"] == 5
    pairs = [kendall(part["direction"].to_numpy(), part["change"].to_numpy())
             for part in (one, two)]  # fmt: skip
    assert row["tau"] == pytest.approx(sum(s for s, _ in pairs) / sum(d for _, d in pairs))


def test_leaving_a_domain_out_moves_no_other():
    both = pd.concat([FIVE, FIVE.assign(domain="justice")])
    columns = ["agreement_p", "tau_p", "agreement_upper"]
    assert of(both)[columns].tolist() == of(FIVE)[columns].tolist()


VALUES = st.lists(
    st.tuples(st.floats(-0.9, 0.9).map(lambda x: round(x, 2)), st.integers(-9, 9)),
    min_size=3, max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(VALUES, st.randoms())
def test_the_order_of_rows_means_nothing(values, random):
    cells = lines(*zip(*values, strict=True))
    shuffled = cells.sample(frac=1, random_state=random.randint(0, 99))
    pd.testing.assert_series_equal(of(cells), of(shuffled))


@settings(max_examples=25, deadline=None)
@given(VALUES)
def test_a_monotone_transformation_leaves_tau_and_a_reversal_flips_it(values):
    cells = lines(*zip(*values, strict=True))
    as_found, cubed = of(cells), of(cells.assign(change=cells["change"] ** 3))
    turned = of(cells.assign(change=-cells["change"]))
    if pd.notna(as_found["tau_p"]):
        assert (cubed["tau"], cubed["tau_p"]) == (as_found["tau"], as_found["tau_p"])
        assert turned["tau"] == -as_found["tau"] and turned["tau_p"] == as_found["tau_p"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.floats(0.1, 3))
def test_permuted_sums_are_linear(seed, factor):
    rng = np.random.default_rng(seed)
    one, other = rng.random((2, 6, 6))
    order = permutations(6, 20, rng)
    three = permuted_sums(np.array([one, other, one + factor * other]), order)
    assert three[:, 2] == pytest.approx(three[:, 0] + factor * three[:, 1])


def test_ordinary_p_rejects_at_most_nominally_and_the_randomized_one_is_uniform():
    rng = np.random.default_rng(5)
    order = permutations(12, 99, rng)
    ones, others = rng.integers(0, 5, (2, 1_000, 12)).astype(float)
    permuted = np.abs(kendall_sums(ones, others, order))
    as_found = np.arange(12, dtype=np.int32)[None]
    found = np.abs(kendall_sums(ones, others, as_found))[0]
    ordinary, randomized = p_value(permuted, found), p_value(permuted, found, rng)
    assert (ordinary <= 0.05).mean() <= 0.064 and (ordinary <= 0.10).mean() <= 0.119
    assert (randomized <= ordinary + 1e-12).all()
    assert stats.kstest(randomized, "uniform").pvalue > 0.001


def test_ties_are_broken_for_judging_the_tests():
    found = of(FIVE, breaks_ties=True)
    assert found["tau_p_tied"] < found["tau_p"] == of(FIVE)["tau_p"]
    assert "tau_p_tied" not in of(FIVE)


def test_reliability_is_the_part_of_the_spread_that_is_not_error():
    cells = lines([0.0, 0.5, 1.0], [0.1, 0.1, 0.1])  # variance 0.25, errors of 0.25
    assert reliability([cells], "direction") == pytest.approx(0.25 / (0.25 + 0.0625), rel=1e-3)
    assert np.isnan(reliability([cells], "change"))


def test_reliability_finds_what_was_drawn():
    rng = np.random.default_rng(6)
    truth, error = rng.normal(0, 0.4, 5_000), 0.3
    share = 0.4**2 / (0.4**2 + error**2)
    mean, sd = share * (truth + rng.normal(0, error, 5_000)), 0.4 * np.sqrt(1 - share)
    cells = pd.DataFrame({
        "direction": mean, "direction_lower": mean - 1.96 * sd, "direction_upper": mean + 1.96 * sd,
    })  # fmt: skip
    assert reliability([cells], "direction") == pytest.approx(share, abs=0.02)


def test_power_is_the_level_without_a_link_and_grows_with_it():
    found = power(19, 0.17, 0.37, [0.0, 0.7, 1.0], 1_000, 199, np.random.default_rng(7))
    assert found["true_correlation"].tolist() == [0.0, 0.7, 1.0]
    assert found["power"].is_monotonic_increasing
    assert found["power"][0] == pytest.approx(0.05, abs=0.025)
    share = found["power"][1]
    assert found["power_error"][1] == pytest.approx(np.sqrt(share * (1 - share) / 1_000))
    certain = power(19, 1.0, 1.0, [0.99], 100, 199, np.random.default_rng(7))
    assert certain["power"][0] > 0.99


def test_power_agrees_with_scipy_over_the_same_studies():
    rng = np.random.default_rng(8)
    truths = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], (1_000, 19))
    seen = np.sqrt(0.5) * truths + np.sqrt(0.5) * rng.standard_normal(truths.shape)
    share = np.mean([stats.kendalltau(*one.T).pvalue <= 0.05 for one in seen])
    found = power(19, 0.5, 0.5, [0.7], 1_000, 999, np.random.default_rng(9))
    assert found["power"][0] == pytest.approx(share, abs=4 * 0.021)


def test_several_domains_together_notice_more():
    alone = power(15, 0.4, 0.4, [0.9], 300, 199, np.random.default_rng(10))
    together = power(15, [0.4] * 5, [0.4] * 5, [0.9], 300, 199, np.random.default_rng(10))
    assert together["power"][0] > alone["power"][0] + 0.2


def test_power_stands_beside_each_test():
    rng = np.random.default_rng(11)
    parts = [lines(*rng.normal(0, 0.4, (2, 8)), domain=name) for name in ("a", "b")]
    table = with_power(associations(pd.concat(parts), RULES, 1), RULES, 1)
    assert table["true_correlation"].eq(0.7).all() and table["power"].between(0, 1).all()
