"""Whether states where people tell of more improvement are those where indicators changed more.

Two statistics by domain, and each over all domains: an agreement statistic, which asks for more
agreement than the domain as a whole would give, and Kendall's tau. Neither is corrected for the
error of the lines; how reliable they are stands beside, and what a study of this size would notice
(``power.with_power``; docs/methods.md).
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pandas as pd
from scipy import stats

from analysis.methods.triangulation.permutation import (
    RELATIVE_TOLERANCE,
    kendall,
    kendall_sums,
    p_value,
    permutations,
    permuted_sums,
)
from analysis.settings import Association
from analysis.vocabulary import NOTHING_VARIES, TOO_FEW_STATES

ALL_DOMAINS = "all"
FEWEST_STATES = 3  # two can be exchanged in one way only
HALF_WIDTH = stats.norm.ppf(0.975)  # of a 95 % interval, in standard deviations
# Of the permuted statistics: the middle 90 % for a one-sided test, the middle 95 % for the other.
AGREEMENT_RANGE, TAU_RANGE = (0.05, 0.95), (0.025, 0.975)
RELIABILITIES = {"reliability_people": "direction", "reliability_indicators": "change"}
NUMBERS = [
    "agreement", "agreement_by_chance", "agreement_lower", "agreement_upper",
    "agreement_p", "agreement_q",
    "tau", "tau_lower", "tau_upper", "tau_p", "tau_q",
    *RELIABILITIES,
]  # fmt: skip
TIED = ["agreement_p_tied", "tau_p_tied"]


def associations(
    cells: pd.DataFrame, rules: Association, seed: int, *, breaks_ties: bool = False
) -> pd.DataFrame:
    """One row per domain, then one for all domains together.

    ``cells`` has one row per ``state`` and ``domain`` with ``direction`` and ``change`` (posterior
    means), their intervals, ``people_better``, ``people_worse``, ``indicators_better`` and
    ``indicators_worse`` (probabilities that the line lies beyond its region of no change). A cell
    without a change takes no part.

    Returns ``n_states`` and ``n_cells`` that take part; ``agreement`` (cells expected to agree) and
    its mean over permuted states (``_by_chance``); ``tau``; of each the range that permuted states
    give (``_lower``, ``_upper``), a one-sided p of agreement and a two-sided one of tau (``_p``),
    and ``_q``, adjusted for the number of domains (Benjamini and Hochberg 1995, Journal of the
    Royal Statistical Society B 57); the reliabilities; and where a p is missing, in ``undefined``,
    the reason. Each domain has random numbers of its own, so that leaving one out moves no other.
    With ``breaks_ties``, each p stands again with ties broken at random (``_p_tied``), for judging
    the tests.
    """
    known = cells.dropna(subset=["direction", "change"]).sort_values(["domain", "state"])
    parts = {
        domain: known[known["domain"].eq(domain)].reset_index(drop=True)
        for domain in cells["domain"].unique()
    }
    tested = [part for part in parts.values() if len(part) >= FEWEST_STATES]
    rows = [_row(domain, [part], rules, seed, breaks_ties) for domain, part in parts.items()]
    table = pd.DataFrame([*rows, _row(ALL_DOMAINS, tested, rules, seed, breaks_ties)])
    numbers = [*NUMBERS, *TIED] if breaks_ties else NUMBERS
    table = table.reindex(columns=["domain", "n_states", "n_cells", *numbers, "undefined"])
    is_domain = table["domain"].ne(ALL_DOMAINS)
    for name in ("agreement", "tau"):
        p = table.loc[is_domain, f"{name}_p"].dropna()
        table[f"{name}_q"] = pd.Series(stats.false_discovery_control(p), p.index)
    return table.astype(dict.fromkeys(numbers, float) | {"undefined": object})


def agreement(one: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    """Probability that people in each state of ``one`` and indicators in each of ``other`` agree.

    Both lie above, or both below, their regions of no change; the lines are independent given the
    data. Its trace is the agreement statistic: how many states are expected to agree.
    """
    better = np.outer(one["people_better"], other["indicators_better"])
    return better + np.outer(one["people_worse"], other["indicators_worse"])


def reliability(parts: Sequence[pd.DataFrame], line: str) -> float:
    """Part of how states differ in a line that is not error: variance of the posterior means over
    that and the mean posterior variance, within domains.

    After the reliability of expected a posteriori scores (Adams 2005, Studies in Educational
    Evaluation 31). The posterior variance is read off the 95 % interval as if it were normal; it
    holds the doubt about the domain's mean too, so that the figure is a little low. Missing where
    nothing varies.
    """
    if not any(part[line].nunique() > 1 for part in parts):
        return np.nan
    between = np.mean([part[line].var() for part in parts])
    width = [part[f"{line}_upper"] - part[f"{line}_lower"] for part in parts]
    error = np.mean([((w / (2 * HALF_WIDTH)) ** 2).mean() for w in width])
    return between / (between + error)


def exchangeable(parts: Sequence[pd.DataFrame]) -> pd.Series:
    """The states that can be exchanged, each with a label of those it can be exchanged for.

    ``parts`` holds one domain each. A state is exchanged only for states with cells in the same
    domains: its cells then move together in all of them, no cell meets a gap, and the test is exact
    whatever the gaps mean. A state whose domains no other has is left out: it could not move.
    """
    present = pd.concat([part[["state", "domain"]] for part in parts])
    domains = present.sort_values("domain").groupby("state")["domain"].agg(" ".join)
    return domains[domains.duplicated(keep=False)]


def _row(
    name: str, parts: Sequence[pd.DataFrame], rules: Association, seed: int, breaks_ties: bool
) -> dict[str, object]:
    """The tests of one domain, or of several with one permutation of states for all of them."""
    n_cells = sum(map(len, parts))
    states = exchangeable(parts) if n_cells else pd.Series(dtype=object)
    if len(states) < FEWEST_STATES:
        n_states = len({state for part in parts for state in part["state"]})
        return {"domain": name, "n_states": n_states, "n_cells": n_cells,
                "undefined": TOO_FEW_STATES}  # fmt: skip
    parts = [part[part["state"].isin(states.index)] for part in parts]
    parts = [part for part in parts if len(part)]
    row = {"domain": name, "n_states": len(states), "n_cells": sum(map(len, parts))}
    rng = np.random.default_rng([seed, crc32(f"association {name}".encode())])
    order = permutations(len(states), rules.n_permutations, rng, states.to_numpy())
    places = [states.index.get_indexer(part["state"]) for part in parts]
    ties = rng if breaks_ties else None
    row |= _agreement_test(parts, places, order, ties) | _tau_test(parts, places, order, ties)
    row |= {column: reliability(parts, line) for column, line in RELIABILITIES.items()}
    if not {"agreement_p", "tau_p"} <= row.keys():
        row["undefined"] = NOTHING_VARIES
    return row


def _agreement_test(
    parts: Sequence[pd.DataFrame], places: Sequence[np.ndarray], order: np.ndarray,
    ties: np.random.Generator | None,
) -> dict[str, float]:  # fmt: skip
    """One-sided: more agreement than exchanged states have. Sums over domains are one matrix."""
    n = order.shape[1]
    products = np.zeros((n, n))
    for part, place in zip(parts, places, strict=True):
        products[np.ix_(place, place)] += agreement(part, part)
    permuted, found = permuted_sums(products[None], order)[:, 0], np.trace(products)
    tested = {"agreement": found, "agreement_by_chance": permuted.mean()}
    tested |= _range("agreement", permuted, AGREEMENT_RANGE)
    if np.allclose(permuted, found, rtol=RELATIVE_TOLERANCE, atol=RELATIVE_TOLERANCE):
        return tested
    return tested | _p("agreement", permuted, found, ties)


def _tau_test(
    parts: Sequence[pd.DataFrame], places: Sequence[np.ndarray], order: np.ndarray,
    ties: np.random.Generator | None,
) -> dict[str, float]:  # fmt: skip
    """Two-sided test of Kendall's S, added up over domains; tau is of all pairs within domains."""
    found, largest, permuted = 0, 0.0, 0
    for part, place in zip(parts, places, strict=True):
        lines = part["direction"].to_numpy(), part["change"].to_numpy()
        alike, most = kendall(*lines)
        found, largest = found + alike, largest + most
        # Where each state's place is among those of this domain: exchanges stay within them.
        within = np.searchsorted(place, order[:, place]).astype(np.int32)
        permuted = permuted + kendall_sums(lines[0][None], lines[1][None], within)[:, 0]
    if not largest:
        return {}
    tested = {"tau": found / largest} | _range("tau", permuted / largest, TAU_RANGE)
    if (permuted == found).all():
        return tested
    return tested | _p("tau", np.abs(permuted), np.abs(found), ties)


def _p(
    name: str, permuted: np.ndarray, found: float, ties: np.random.Generator | None
) -> dict[str, float]:
    p = {f"{name}_p": float(p_value(permuted, found))}
    return p | ({f"{name}_p_tied": float(p_value(permuted, found, ties))} if ties else {})


def _range(name: str, permuted: np.ndarray, shares: tuple[float, float]) -> dict[str, float]:
    lower, upper = np.quantile(permuted, shares)
    return {f"{name}_lower": lower, f"{name}_upper": upper}
