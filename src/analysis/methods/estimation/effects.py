"""What the design cost or gained: design effects and effective sizes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.estimation.agreement import ROUNDING
from analysis.methods.estimation.design import Design
from analysis.methods.estimation.domains import Domains, divide
from analysis.methods.estimation.layout import Layout, lay_out
from analysis.methods.estimation.linearization import sums


def design_effect(
    layout: Layout, domains: Domains, scores: np.ndarray, standard_error: np.ndarray
) -> np.ndarray:
    """The variance against that of a simple random sample of n rows with replacement, by domain.

    ``scores`` are linearized values without weight; their weighted variance (with n - 1) stands
    for the population's. Source: Kish 1965, *Survey Sampling*, section 8.2; computed as R's
    ``deff="replace"``. Missing where the scores do not vary.
    """
    k, n = len(domains.labels), domains.n
    # A domain of one row, or of none, has no variance.
    with np.errstate(divide="ignore", invalid="ignore"):
        people = sums(layout.weight, domains.row, k)
        center = sums(layout.weight * scores, domains.row, k) / people
        apart = scores - center[np.maximum(domains.row, 0)]
        spread = sums(layout.weight * apart**2, domains.row, k) / people
        size = sums(layout.weight * scores**2, domains.row, k) / people
        effect = standard_error**2 / (people**2 * spread / (n - 1))
    return np.where((n > 1) & (spread > ROUNDING**2 * size), effect, np.nan)


def effective_size(table: pd.DataFrame, design: Design, by: Sequence[str] = ()) -> pd.DataFrame:
    """How many rows of equal weight would say as much as these, as far as the weights go.

    Returns one row per domain: ``n`` rows with a weight above 0, ``n_effective`` = (sum of
    weights)^2 / (sum of squared weights), ``weighting_effect`` = n / n_effective. Clusters and
    strata do not enter: the ``n_effective`` of an estimate counts them too. Source: Kish 1992,
    Journal of Official Statistics 8.
    """
    layout = lay_out(table, design)
    domains = divide(table, by, layout, np.ones(len(table), dtype=bool))
    k = len(domains.labels)
    squares = sums(layout.weight**2, domains.row, k)
    size = sums(layout.weight, domains.row, k) ** 2
    n_effective = np.divide(size, squares, where=squares > 0, out=np.full(k, np.nan))
    return domains.labels.assign(
        n=domains.n, n_effective=n_effective, weighting_effect=domains.n / n_effective
    )
