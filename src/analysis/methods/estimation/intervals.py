"""Ends of intervals, from estimates, standard errors and degrees of freedom.

All take arrays and give ``lower`` and ``upper``, missing where there are no degrees of freedom.
"""

import numpy as np
from scipy import stats

Ends = tuple[np.ndarray, np.ndarray]


def critical(degrees_of_freedom: np.ndarray, confidence: float) -> np.ndarray:
    """The quantile of Student's t; missing without degrees of freedom, normal with infinite."""
    known = np.where(degrees_of_freedom > 0, degrees_of_freedom, np.nan)
    return stats.t.ppf((1 + confidence) / 2, known)


def symmetric(
    estimate: np.ndarray, error: np.ndarray, degrees_of_freedom: np.ndarray, confidence: float
) -> Ends:
    """The estimate, less and plus so many standard errors."""
    half = critical(degrees_of_freedom, confidence) * error
    return estimate - half, estimate + half


def logit(
    share: np.ndarray, error: np.ndarray, degrees_of_freedom: np.ndarray, confidence: float
) -> Ends:
    """Symmetric on the scale of log odds, so inside 0 and 1; missing at 0 and 1."""
    inside = np.where((share > 0) & (share < 1), share, np.nan)
    spread = inside * (1 - inside)
    lower, upper = symmetric(
        np.log(inside / (1 - inside)), error / spread, degrees_of_freedom, confidence
    )
    return 1 / (1 + np.exp(-lower)), 1 / (1 + np.exp(-upper))


def beta(
    share: np.ndarray,
    error: np.ndarray,
    n: np.ndarray,
    n_psus: np.ndarray,
    degrees_of_freedom: np.ndarray,
    confidence: float,
) -> Ends:
    """Clopper and Pearson's interval at the effective size (Korn and Graubard 1998).

    The effective size, share (1 - share) / variance, is lessened for degrees of freedom, as in R's
    ``svyciprop(method = "beta")``. At 0 and 1 the variance says nothing, and R no interval; here
    the effective size is then the number of PSUs, as if all in a PSU always answered alike: it is
    what was seen. (The NCHS takes ``n``, Parker and others 2017.) Without strata, weights and
    clusters this is Clopper and Pearson's own interval.
    """
    tail = (1 - confidence) / 2
    is_edge = (share <= 0) | (share >= 1)
    known = np.where(degrees_of_freedom > 0, degrees_of_freedom, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(is_edge, n_psus, share * (1 - share) / error**2)
    full = np.maximum(np.where(is_edge, n_psus, n) - 1, 1)
    size = size * (stats.t.ppf(tail, full) / stats.t.ppf(tail, known)) ** 2
    # A share without error has no width, and beta's quantiles no infinite parameters.
    exact = ~is_edge & (error == 0)
    size = np.where(exact, 1.0, size)
    yes, no = size * share, size * (1 - share)
    lower = np.where(yes > 0, stats.beta.ppf(tail, yes, no + 1), 0.0)
    upper = np.where(no > 0, stats.beta.ppf(1 - tail, yes + 1, no), 1.0)
    unknown = np.isnan(size) | np.isnan(share) | np.isnan(known)
    lower, upper = (np.where(unknown, np.nan, end) for end in (lower, upper))
    return np.where(exact & ~unknown, share, lower), np.where(exact & ~unknown, share, upper)
