"""Shares of few tries and their differences, with intervals that hold where the normal one fails.

An interval speaks of tries exchangeable with those counted, not of a population.
"""

import numpy as np
import pandas as pd
from scipy import stats

CONFIDENCE = 0.95


def exact_share(
    n_hits: pd.Series, n_tries: pd.Series, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """A share of tries with its exact interval: ``rate``, ``lower``, ``upper`` (0-1).

    Missing where nothing was tried. Source: Clopper and Pearson 1934, Biometrika 26.
    """
    tail = (1 - confidence) / 2
    tries = n_tries.where(n_tries.gt(0)).astype(float)
    lower = pd.Series(stats.beta.ppf(tail, n_hits, tries - n_hits + 1), n_hits.index)
    upper = pd.Series(stats.beta.ppf(1 - tail, n_hits + 1, tries - n_hits), n_hits.index)
    lower = lower.mask(n_hits.eq(0), 0.0).where(tries.notna())
    upper = upper.mask(n_hits.eq(tries), 1.0).where(tries.notna())
    return pd.DataFrame({"rate": n_hits / tries, "lower": lower, "upper": upper})


def wilson_share(
    n_hits: pd.Series, n_tries: pd.Series, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """A share of tries with its score interval: ``rate``, ``lower``, ``upper`` (0-1).

    Nearer to its nominal coverage than the exact one, which is never below it. Missing where
    nothing was tried. Source: Wilson 1927, Journal of the American Statistical Association 22;
    Newcombe 1998, Statistics in Medicine 17, 857-872, method 3.
    """
    z = stats.norm.ppf((1 + confidence) / 2)
    tries = n_tries.where(n_tries.gt(0)).astype(float)
    rate = n_hits / tries
    middle = (rate + z**2 / (2 * tries)) / (1 + z**2 / tries)
    reach = z * np.sqrt(rate * (1 - rate) / tries + (z / (2 * tries)) ** 2) / (1 + z**2 / tries)
    # At none and at all the end is exact; what is left of the sum is not 0 to the last digit.
    lower = (middle - reach).mask(n_hits.eq(0), 0.0).where(tries.notna())
    upper = (middle + reach).mask(n_hits.eq(tries), 1.0).where(tries.notna())
    return pd.DataFrame({"rate": rate, "lower": lower, "upper": upper})


def difference(
    n_hits: int, n_tries: int, n_other_hits: int, n_other_tries: int,
    confidence: float = CONFIDENCE,
) -> dict[str, float]:  # fmt: skip
    """How far two independent shares lie apart: ``difference`` (-1 to 1), ``lower``, ``upper``.

    The interval is put together of the two score intervals. All missing where either was never
    tried. Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.
    """
    hits, tries = pd.Series([n_hits, n_other_hits]), pd.Series([n_tries, n_other_tries])
    one, other = wilson_share(hits, tries, confidence).itertuples(index=False)
    apart = one.rate - other.rate
    below = np.hypot(one.rate - one.lower, other.upper - other.rate)
    above = np.hypot(one.upper - one.rate, other.rate - other.lower)
    return {"difference": apart, "lower": apart - below, "upper": apart + above}
