"""Shares, and counts over an exposure, with intervals."""

import numpy as np
import pandas as pd
from scipy import stats


def wilson(n_yes: pd.Series, n: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """A share with its Wilson score interval: ``share``, ``lower``, ``upper`` (0-1).

    Missing where ``n`` is 0. Source: Newcombe 1998, Statistics in Medicine 17, method 3.
    """
    n = n.where(n.gt(0)).astype(float)
    share, z = n_yes / n, stats.norm.ppf(0.5 + confidence / 2)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    lower = (middle - half).mask(n_yes.eq(0) & n.notna(), 0.0)
    upper = (middle + half).mask(n_yes.eq(n), 1.0)
    return pd.DataFrame({"share": share, "lower": lower, "upper": upper})


def event_rate(n_events: pd.Series, exposure: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """Events per unit of exposure with the exact Poisson interval: ``rate``, ``lower``, ``upper``.

    Missing where the exposure is missing or 0. Source: Garwood 1936, Biometrika 28.
    """
    exposure = exposure.where(exposure.gt(0)).astype(float)
    tail = (1 - confidence) / 2
    lower = pd.Series(stats.chi2.ppf(tail, 2 * n_events) / 2, n_events.index).fillna(0.0)
    upper = pd.Series(stats.chi2.ppf(1 - tail, 2 * (n_events + 1)) / 2, n_events.index)
    return pd.DataFrame(
        {"rate": n_events / exposure, "lower": lower / exposure, "upper": upper / exposure}
    )
