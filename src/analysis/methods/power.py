"""How often a study of a given size would notice that two lines go together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.permutation import kendall_sums, p_value, permutations

LEVEL = 0.05  # a study notices a link where its p is not above this
AT_ONCE = 50  # studies whose permutations are held together: few enough for the processor's cache


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
    reliable = np.broadcast_arrays(*map(np.atleast_1d, (reliability_people, reliability_indicators)))
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
