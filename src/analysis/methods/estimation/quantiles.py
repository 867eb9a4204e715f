"""Quantiles of a weighted sample, and Woodruff's intervals around them."""

import numpy as np
import pandas as pd

from analysis.methods.estimation import by_svy, intervals, linearization
from analysis.methods.estimation.agreement import agreed
from analysis.methods.estimation.design import Layout
from analysis.methods.estimation.domains import Domains

# A distribution that reaches a share but for rounding has reached it, so that the unit of the
# weights makes no difference.
ROUNDING = 1e-12


def woodruff(
    layout: Layout, domains: Domains, values: np.ndarray, share: float, confidence: float
) -> pd.DataFrame:
    """The quantile of each domain: ``estimate``, ``standard_error``, ``lower``, ``upper``."""
    k = len(domains.labels)
    row = np.where((domains.n > 0)[domains.row] & (domains.row >= 0), domains.row, -1)
    if not (row >= 0).any():
        return pd.DataFrame(np.nan, range(k), ["estimate", "standard_error", "lower", "upper"])
    rows = [np.flatnonzero((row == one) & (layout.weight > 0)) for one in range(k)]
    estimate = np.array([at_share(values[at], layout.weight[at], share) for at in rows])
    below = (values <= estimate[row]).astype(float)
    reached, error = linearization.totals(layout, row, k, below, np.ones(len(values)))
    ends = intervals.symmetric(reached, error, domains.degrees_of_freedom, confidence)
    lower, upper = (
        np.array([at_share(values[at], layout.weight[at], p)
                  for at, p in zip(rows, end, strict=True)])
        for end in ends
    )  # fmt: skip
    spread = (upper - lower) / (2 * intervals.critical(domains.degrees_of_freedom, confidence))
    svy = by_svy.quantiles(layout, row, k, values, share * (1 - ROUNDING), 1 - confidence)
    size = np.array([np.abs(values[at]).max(initial=0) for at in rows])
    return pd.DataFrame(
        {
            "estimate": agreed("quantile", svy[0], estimate, size),
            "standard_error": agreed("standard error", svy[1], spread, size),
            "lower": lower,
            "upper": upper,
        }
    )


def at_share(values: np.ndarray, weight: np.ndarray, share: float) -> float:
    """The smallest value at which the weighted distribution reaches a share; missing beyond it."""
    if not len(values) or not 0 <= share <= 1:
        return np.nan
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    at = np.searchsorted(reached, share * (1 - ROUNDING) * reached[-1])
    return values[order][min(at, len(values) - 1)]
