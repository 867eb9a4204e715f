"""Quantiles of a weighted sample, and Woodruff's intervals around them."""

import numpy as np
import pandas as pd

from analysis.methods.estimation import by_svy, intervals, linearization
from analysis.methods.estimation.agreement import agreed
from analysis.methods.estimation.domains import Domains
from analysis.methods.estimation.layout import Layout

# A distribution that reaches a share but for rounding has reached it, so that the unit of the
# weights makes no difference.
ROUNDING = 1e-12


def woodruff(
    layout: Layout, domains: Domains, values: np.ndarray, share: float, confidence: float
) -> pd.DataFrame:
    """The quantile of each domain: ``estimate``, ``standard_error``, ``lower``, ``upper``."""
    k = len(domains.labels)
    row = domains.only(domains.n > 0)
    if not (row >= 0).any():
        return pd.DataFrame(np.nan, range(k), ["estimate", "standard_error", "lower", "upper"])
    rows = [np.flatnonzero((row == one) & (layout.weight > 0)) for one in range(k)]
    estimate = np.array([at_share(values[at], layout.weight[at], share) for at in rows])
    svy = by_svy.quantiles(layout, row, k, values, share * (1 - ROUNDING), 1 - confidence)
    size = np.array([np.abs(values[at]).max(initial=0) for at in rows])
    estimate = agreed("quantile", svy[0], estimate, size)
    below = np.where(row >= 0, values <= estimate[row], False).astype(float)
    whole = (layout, row, k, below, np.ones(len(values)))
    reached, error = (
        agreed(what, *found, np.ones(k), is_fitted=bool(layout.margins))
        for what, *found in zip(
            ("distribution", "its standard error"),
            by_svy.totals(*whole),
            linearization.totals(*whole),
            strict=True,
        )
    )
    degrees = domains.degrees_of_freedom
    ends = intervals.symmetric(reached, error, degrees, confidence)
    lower, upper = (
        np.array(
            [at_share(values[at], layout.weight[at], p) for at, p in zip(rows, end, strict=True)]
        )
        for end in ends
    )
    spread = (upper - lower) / (2 * intervals.critical(degrees, confidence))
    # At an end of the distribution, and without error, svy's own ends hang on rounding.
    is_firm = (error > 0) & (ends[0] > ROUNDING) & (ends[1] < 1 - ROUNDING)
    agreed("standard error", svy[1][is_firm], spread[is_firm], size[is_firm])
    found = {"estimate": estimate, "standard_error": spread, "lower": lower, "upper": upper}
    return pd.DataFrame(found)


def at_share(values: np.ndarray, weight: np.ndarray, share: float) -> float:
    """The smallest value at which the weighted distribution reaches a share; missing beyond it."""
    if not len(values) or not -ROUNDING <= share <= 1 + ROUNDING:
        return np.nan
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    at = np.searchsorted(reached, share * (1 - ROUNDING) * reached[-1])
    return values[order][min(at, len(values) - 1)]
