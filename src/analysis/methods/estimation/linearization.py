"""Variances by Taylor linearization: the short code that every estimate of svy is checked with.

An estimate is replaced by a total of scores (its derivative in each row's weight, times the
weight), and the variance of a total is that of the totals of its sampling units: Wolter 2007,
*Introduction to Variance Estimation*, chapter 6; Särndal, Swensson and Wretman 1992, *Model
Assisted Survey Sampling*, section 5.5; two stages: their result 4.3.1.
"""

import numpy as np

from analysis.methods.estimation.layout import Layout, Stage


def sums(values: np.ndarray, domain: np.ndarray, n_domains: int) -> np.ndarray:
    """The sum of each domain; rows of domain -1 belong to none."""
    inside = domain >= 0
    return np.bincount(domain[inside], values[inside], minlength=n_domains)


def totals(
    layout: Layout,
    domain: np.ndarray,
    n_domains: int,
    numerator: np.ndarray,
    denominator: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Total, or ratio of two totals, of each domain, and the standard error; missing without rows.

    ``numerator`` and ``denominator`` are known in every row of a domain. A domain's total is the
    total of a variable that is 0 outside it, so every sampling unit counts in its variance.
    """
    estimate = whole = sums(layout.weight * numerator, domain, n_domains)
    if denominator is not None:
        whole = sums(layout.weight * denominator, domain, n_domains)
        # A domain without rows has no ratio.
        with np.errstate(divide="ignore", invalid="ignore"):
            estimate = estimate / whole
    linear = scores(estimate, whole, domain, numerator, denominator)
    error = np.sqrt(variance(layout, domain, n_domains, linear))
    is_empty = np.bincount(domain[domain >= 0], minlength=n_domains) == 0
    return tuple(np.where(is_empty, np.nan, found) for found in (estimate, error))


def scores(
    estimate: np.ndarray,
    whole: np.ndarray,
    domain: np.ndarray,
    numerator: np.ndarray,
    denominator: np.ndarray | None,
) -> np.ndarray:
    """The derivative of each row's domain's estimate in the row's weight; 0 outside domains.

    ``whole`` is the total of the denominator.
    """
    inside = domain >= 0
    if denominator is None:
        return np.where(inside, numerator, 0.0)
    apart = numerator[inside] - estimate[domain[inside]] * denominator[inside]
    found = np.zeros(len(domain))
    found[inside] = apart / whole[domain[inside]]
    return found


def variance(layout: Layout, domain: np.ndarray, n_domains: int, scores: np.ndarray) -> np.ndarray:
    """The variance of each domain's weighted total of ``scores``."""
    if not layout.margins:
        return _variance(layout, domain, n_domains, layout.weight * scores)
    # A calibrated weight leans on every row, so each domain has residuals everywhere.
    everywhere = np.zeros(len(domain), dtype=int)
    swept = (residuals(layout, np.where(domain == one, scores, 0.0)) for one in range(n_domains))
    found = [_variance(layout, everywhere, 1, layout.weight * residual) for residual in swept]
    return np.array(found).ravel()


def residuals(layout: Layout, scores: np.ndarray) -> np.ndarray:
    """What is left of the scores when they are regressed on the margins of the calibration.

    Least squares with the weights before (Deville and Särndal 1992, JASA 87, section 3); the
    cells of a margin are 0/1 variables, so the normal equations are sums over pairs of cells.
    """
    margins, before = layout.margins, layout.before
    sizes = [cells.max() + 1 for cells in margins]
    pairs = [
        [
            np.bincount(a * m + b, before, minlength=n * m).reshape(n, m)
            for b, m in zip(margins, sizes, strict=True)
        ]
        for a, n in zip(margins, sizes, strict=True)
    ]
    right = [np.bincount(a, before * scores) for a in margins]
    # Each margin adds up to everyone, so the solution of least norm is taken; the fit is the same.
    slopes = np.linalg.lstsq(np.block(pairs), np.concatenate(right), rcond=None)[0]
    starts = np.cumsum([0, *sizes[:-1]])
    fit = sum(slopes[start + cells] for start, cells in zip(starts, margins, strict=True))
    return scores - fit


def _variance(layout: Layout, domain: np.ndarray, n_domains: int, scores: np.ndarray) -> np.ndarray:
    first, second = layout.first, layout.second
    found = _squares(first, domain, n_domains, scores) @ _factor(first)
    if first.is_single.any():
        found = _with_singles(layout, domain, n_domains, scores, found)
    if second is not None:
        drawn = (1 - first.not_drawn)[first.parent]
        found = found + _squares(second, domain, n_domains, scores) @ (drawn * _factor(second))
    return found


def _factor(stage: Stage) -> np.ndarray:
    """What the squares of each parent are multiplied by; 0 where it has a single unit."""
    n = stage.n_units
    return np.where(n > 1, stage.not_drawn * n / np.maximum(n - 1, 1), 0.0)


def _squares(stage: Stage, domain: np.ndarray, n_domains: int, scores: np.ndarray) -> np.ndarray:
    """Squared deviations of unit totals from their parent's mean: a row per domain.

    A unit without a row in the domain has total 0 and counts.
    """
    n_units, n_parents = len(stage.parent), len(stage.n_units)
    inside = domain >= 0
    pairs, at = np.unique(domain[inside] * n_units + stage.unit[inside], return_inverse=True)
    unit_totals = np.bincount(at, scores[inside], minlength=len(pairs))
    parent = (pairs // n_units) * n_parents + stage.parent[pairs % n_units]
    n_cells = n_domains * n_parents
    n_drawn = np.tile(stage.n_units, n_domains)
    means = np.bincount(parent, unit_totals, minlength=n_cells) / n_drawn
    squares = np.bincount(parent, (unit_totals - means[parent]) ** 2, minlength=n_cells)
    absent = n_drawn - np.bincount(parent, minlength=n_cells)
    return (squares + absent * means**2).reshape(n_domains, n_parents)


def _with_singles(
    layout: Layout, domain: np.ndarray, n_domains: int, scores: np.ndarray, found: np.ndarray
) -> np.ndarray:
    """The variances with what the strata with a single PSU add under the rule named.

    A stratum without a row in the domain adds nothing.
    """
    if layout.rule == "certainty":
        return found
    first, n_strata = layout.first, len(layout.first.n_units)
    key = np.where(domain >= 0, domain * n_strata + layout.stratum, -1)
    shape = (n_domains, n_strata)
    is_held = sums(np.ones(len(key)), key, n_domains * n_strata).reshape(shape) > 0
    is_single = is_held & first.is_single
    if layout.rule == "average":
        n_held, n_able = is_held.sum(axis=1), (is_held & ~is_single).sum(axis=1)
        return found * np.where(n_able > 0, n_held / np.maximum(n_able, 1), np.nan)
    of_stratum = sums(scores, key, n_domains * n_strata).reshape(shape)
    n_psus = (is_held * first.n_units).sum(axis=1)
    mean = of_stratum.sum(axis=1) / np.maximum(n_psus, 1)
    apart = np.where(is_single, of_stratum - mean[:, None], 0.0)
    return found + apart**2 @ first.not_drawn
