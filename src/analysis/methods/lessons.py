"""The lesson examined: whether changes lasted more often where support was of one approach.

What such a test can say: whether so many more would have lasted were it only the luck of which
changes they were. What it cannot: that the approach was the reason, since nobody drew by lot which
project took it, nor anything of approaches that differ by less than so few changes can show.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.methods import shares, strata

ALL = "all"  # stands for every domain together
POWER = 0.8  # chance of being found from which on a difference counts as detectable


def lasting(
    changes: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame, approach: str
) -> pd.DataFrame:
    """The changes whose fate is known and that a project contributed to: one row per ``change_id``.

    Returns ``domain``, ``is_sustained`` and ``is_supported``: a project of the ``approach`` is
    among those credited with it. A change of other actors alone is left out: it had no support.
    """
    credited = contributions.merge(projects[["project_id", "approach"]], on="project_id")
    is_supported = credited["approach"].eq(approach).groupby(credited["change_id"]).any()
    known = changes.dropna(subset="is_sustained").astype({"is_sustained": bool})
    known = known.assign(is_supported=known["change_id"].map(is_supported))
    known = known.dropna(subset="is_supported").astype({"is_supported": bool})
    return known[["change_id", "domain", "is_sustained", "is_supported"]].reset_index(drop=True)


def compared(lasting: pd.DataFrame, domains: Sequence[str]) -> pd.DataFrame:
    """How many changes lasted with the approach and without, over all and domain by domain.

    Returns one row per ``domain`` (``all`` first): ``n_with``, ``n_with_sustained``, ``n_without``,
    ``n_without_sustained``, the ``difference`` of their shares with ``lower`` and ``upper``
    (Newcombe 1998) and the exact ``p_value`` (Fisher 1935). Missing where one side has no change.
    """
    parts = [(ALL, lasting), *((d, lasting[lasting["domain"].eq(d)]) for d in domains)]
    return pd.DataFrame([{"domain": name, **_compared(part)} for name, part in parts])


def _compared(part: pd.DataFrame) -> dict[str, float]:
    together = part.assign(stratum=0)[["stratum"]]
    table = strata.tables(part["is_supported"], part["is_sustained"], together)
    kept, lost, other_kept, other_lost = (int(n) for n in table.sum(axis=0))
    apart = shares.difference(kept, kept + lost, other_kept, other_kept + other_lost)
    return {
        "n_with": kept + lost, "n_with_sustained": kept,
        "n_without": other_kept + other_lost, "n_without_sustained": other_kept,
        **apart, "p_value": strata.exact_p(table),
    }  # fmt: skip


def within_domains(lasting: pd.DataFrame) -> pd.DataFrame:
    """The same comparison within domains, as one row: a domain that lasts easily weighs on neither.

    Returns ``odds_ratio``, ``lower``, ``upper`` and the exact ``p_value`` over domains; missing
    where no domain has changes on both sides that could have been otherwise.
    """
    table = strata.tables(lasting["is_supported"], lasting["is_sustained"], lasting[["domain"]])
    return pd.DataFrame([{**strata.odds_ratio(table), "p_value": strata.exact_p(table)}])


def smallest_detectable(n_with: int, n_without: int, rate: float, level: float = 0.05) -> float:
    """The smallest difference that the exact test would find in at least four cases of five.

    ``rate`` is the share that lasts without the approach. Missing where even a share of 1 with it
    would be found less often. Computed over every possible outcome of the two sides.
    """
    outcomes = [(a, b) for a in range(n_with + 1) for b in range(n_without + 1)]
    found = np.array([_p(kept, n_with, n_without) <= level for kept in outcomes])
    for share in np.arange(rate, 1.0001, 0.01):
        chance = _chances(min(share, 1.0), rate, n_with, n_without)
        if chance[found].sum() >= POWER:
            return float(share - rate)
    return np.nan


def _p(kept: tuple[int, int], n_with: int, n_without: int) -> float:
    a, b = kept
    return strata.exact_p(np.array([[a, n_with - a, b, n_without - b]]))


def _chances(one: float, other: float, n_with: int, n_without: int) -> np.ndarray:
    kept = stats.binom.pmf(np.arange(n_with + 1), n_with, one)
    other_kept = stats.binom.pmf(np.arange(n_without + 1), n_without, other)
    return np.outer(kept, other_kept).ravel()
