"""Whether one kind is hit more readily than the others, within strata: tables of two by two.

A table of strata has one row per stratum and four counts: of the kind, hit and not; of the others,
hit and not.
"""

from math import comb

import numpy as np
import pandas as pd
from scipy import stats

# Outcomes whose probabilities differ less than so count as equally likely, as in R's mantelhaen.
TIE = 1e-7


def tables(is_kind: pd.Series, is_hit: pd.Series, stratum: pd.DataFrame) -> np.ndarray:
    """The counts of each stratum, a row each; ``stratum`` holds the columns that make them."""
    number = stratum.groupby(list(stratum), dropna=False).ngroup().to_numpy()
    cell = 2 * ~is_kind.to_numpy(dtype=bool) + ~is_hit.to_numpy(dtype=bool)
    n_strata = int(number.max(initial=-1)) + 1
    return np.bincount(4 * number + cell, minlength=4 * n_strata).reshape(n_strata, 4)


def exact_p(counts: np.ndarray) -> float:
    """The probability, were the kind as readily hit as the others in every stratum, of a number
    of hits no likelier than the one found.

    Two-sided, given how many of each stratum are of the kind and how many are hit: the number of
    hits of the kind is a sum of independent hypergeometric ones. Missing where it could not have
    been another. Source: Mehta, Patel and Gray 1985, Journal of the American Statistical
    Association 80; with one stratum, Fisher's exact test.
    """
    probability, fewest = np.ones(1), 0
    for hit, not_hit, other_hit, other_not in counts.tolist():
        n_kind, n_hits = hit + not_hit, hit + other_hit
        n = n_kind + other_hit + other_not
        possible = range(max(0, n_hits + n_kind - n), min(n_kind, n_hits) + 1)
        # Whole numbers: exact, and a hundred times as fast as scipy where strata are small.
        ways = [comb(n_kind, k) * comb(n - n_kind, n_hits - k) for k in possible]
        probability = np.convolve(probability, [way / comb(n, n_hits) for way in ways])
        fewest += possible[0]
    if len(probability) == 1:
        return np.nan
    found = probability[int(counts[:, 0].sum() - fewest)]
    return float(min(1.0, probability[probability <= found * (1 + TIE)].sum()))


def odds_ratio(counts: np.ndarray, confidence: float = 0.95) -> dict[str, float]:
    """How many times as high the kind's odds of a hit are: ``odds_ratio``, ``lower``, ``upper``.

    One number for all strata, so it means little where they truly differ. Missing where no stratum
    has both a hit of the kind and a miss of another, or the reverse. Sources: Mantel and Haenszel
    1959, Journal of the National Cancer Institute 22; for the interval Robins, Breslow and
    Greenland 1986, Biometrics 42.
    """
    hit, not_hit, other_hit, other_not = counts.T.astype(float)
    n = counts.sum(axis=1)
    along, across = hit * other_not / n, not_hit * other_hit / n
    above, below = along.sum(), across.sum()
    if above == 0 or below == 0:
        return dict.fromkeys(("odds_ratio", "lower", "upper"), np.nan)
    alike = (hit + other_not) / n
    unlike = 1 - alike
    variance = (
        (alike * along).sum() / (2 * above**2)
        + (alike * across + unlike * along).sum() / (2 * above * below)
        + (unlike * across).sum() / (2 * below**2)
    )
    reach = np.exp(stats.norm.ppf((1 + confidence) / 2) * np.sqrt(variance))
    ratio = above / below
    return {"odds_ratio": ratio, "lower": ratio / reach, "upper": ratio * reach}
