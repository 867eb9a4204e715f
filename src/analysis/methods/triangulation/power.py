"""How often a study of a given size would notice that two lines go together."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.methods.triangulation.association import ALL_DOMAINS, RELIABILITIES
from analysis.methods.triangulation.permutation import kendall_sums, p_value, permutations
from analysis.settings import Association

NUMBERS = ["power", "power_error"]
LEVEL = 0.05  # a study notices a link where its p is not above this
AT_ONCE = 50  # studies whose permutations are held together: few enough for the processor's cache


def with_power(associations: pd.DataFrame, rules: Association, seed: int) -> pd.DataFrame:
    """The table of ``association.associations`` with ``power`` (0-1) of its tests of tau.

    ``power_error`` is the Monte Carlo standard error; both hold at ``true_correlation``. All
    domains together are simulated with the reliabilities of each, at their mean number of states.
    Missing where a row has no test of tau.
    """
    tested = associations[associations["domain"].ne(ALL_DOMAINS)].dropna(subset="tau_p")
    rows = {}
    for label, row in associations.dropna(subset="tau_p").iterrows():
        is_all = row["domain"] == ALL_DOMAINS
        people, indicators = ((tested[c].tolist() if is_all else row[c]) for c in RELIABILITIES)
        n_states = round(row["n_cells"] / len(tested)) if is_all else row["n_states"]
        rng = np.random.default_rng([seed, crc32(f"power {row['domain']}".encode())])
        found = power(
            n_states, people, indicators, [rules.true_correlation], rules.n_studies,
            rules.n_study_permutations, rng,
        )  # fmt: skip
        rows[label] = found.iloc[0]
    columns = ["true_correlation", *NUMBERS]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return associations.join(found.astype(float))


def power(
    n_states: int,
    reliability_people: float | Sequence[float],
    reliability_indicators: float | Sequence[float],
    true_correlations: Sequence[float],
    n_studies: int,
    n_permutations: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Share of simulated studies in which Kendall's rank correlation has a p of at most 0.05.

    In each study the truths of ``n_states`` states are drawn from a normal distribution of two
    lines, and each line is seen with as much error as its reliability (0-1: the part of what is
    seen that is truth) leaves. With several reliabilities, one per domain, the domains are drawn
    apart from each other and tested together: S is added up, states are permuted in all at once.

    Returns one row per ``true_correlation``: ``power`` (0-1) and ``power_error``, its Monte Carlo
    standard error.
    """
    reliable = np.broadcast_arrays(
        *map(np.atleast_1d, (reliability_people, reliability_indicators))
    )
    order = permutations(n_states, n_permutations, rng)
    rows = []
    for correlation in true_correlations:
        p = [
            _p_values(min(AT_ONCE, n_studies - first), correlation, reliable, order, rng)
            for first in range(0, n_studies, AT_ONCE)
        ]
        share = (np.concatenate(p) <= LEVEL).mean()
        error = np.sqrt(share * (1 - share) / n_studies)
        rows.append({"true_correlation": correlation, "power": share, "power_error": error})
    return pd.DataFrame(rows)


def _p_values(
    n_studies: int, correlation: float, reliable: Sequence[np.ndarray], order: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Two-sided p of each study, the same permutations for all."""
    shape = n_studies, order.shape[1]
    as_it_is = np.arange(shape[1], dtype=np.int32)[None, :]
    found, permuted = 0, 0
    for of_people, of_indicators in zip(*reliable, strict=True):
        truth, apart = rng.standard_normal(shape), rng.standard_normal(shape)
        linked = correlation * truth + np.sqrt(1 - correlation**2) * apart
        people = _seen(truth, of_people, rng)
        indicators = _seen(linked, of_indicators, rng)
        found = found + kendall_sums(people, indicators, as_it_is)[0]
        permuted = permuted + kendall_sums(people, indicators, order)
    return p_value(np.abs(permuted), np.abs(found))


def _seen(truth: np.ndarray, reliability: float, rng: np.random.Generator) -> np.ndarray:
    error = rng.standard_normal(truth.shape)
    return np.sqrt(reliability) * truth + np.sqrt(1 - reliability) * error
