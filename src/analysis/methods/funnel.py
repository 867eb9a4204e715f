"""Funnel plots: which rates lie further from the common one than chance alone would put them.

Source: Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.methods.rates import event_rate

# Share of places that chance alone leaves within the limits: about two, and three, standard
# deviations (Spiegelhalter 2005, section 2.1).
LIMITS = {"95": 0.95, "998": 0.998}
# Share of the places at each end that may not drive the measure of overdispersion (section 3.3).
WINSORIZED = 0.1


def all_funnels(rates: pd.DataFrame, country: str) -> pd.DataFrame:
    """The funnel of each indicator of ``rates.declared_rates``, with its ``overdispersion``."""
    tables = [funnel(part, country) for _, part in rates.groupby("indicator_id", sort=False)]
    tables = [table.assign(overdispersion=overdispersion(table)) for table in tables if len(table)]
    if tables:
        return pd.concat(tables, ignore_index=True)
    return rates.iloc[:0].assign(common_rate=0.0, outside="", overdispersion=0.0)


def funnel(rates: pd.DataFrame, country: str) -> pd.DataFrame:
    """The places with their limits around the rate of all of them together.

    ``rates`` has one row per ``place`` with ``n_events`` and ``exposure``. The common rate is that
    of the places added up, not the country's own row, which may hold events of no place. Returns
    the rows of the places with an exposure, with ``rate``, ``common_rate``, ``lower_95``,
    ``upper_95``, ``lower_998``, ``upper_998`` and ``outside``: ``above`` or ``below`` the wider
    limits (``far_above``, ``far_below``), or the narrower ones, or within (blank).
    """
    places = rates[rates["place"].ne(country) & rates["exposure"].gt(0)].reset_index(drop=True)
    common = places["n_events"].sum() / places["exposure"].sum()
    rate = event_rate(places["n_events"], places["exposure"])["rate"]
    table = places.assign(rate=rate, common_rate=common)
    table = table.join(limits(table["exposure"], common))
    return table.assign(outside=_outside(table))


def limits(exposure: pd.Series, common_rate: float) -> pd.DataFrame:
    """Limits of a rate by exposure, as columns ``lower_95`` and so on.

    Those of the Poisson distribution, interpolated between whole numbers of events so that they
    are smooth (Spiegelhalter 2005, appendix A.1.1).
    """
    expected = exposure * common_rate
    return pd.DataFrame(
        {
            f"{side}_{name}": events_at(expected, p) / exposure
            for name, share in LIMITS.items()
            for side, p in (("lower", (1 - share) / 2), ("upper", (1 + share) / 2))
        },
        index=exposure.index,
    )


def events_at(expected: pd.Series, p: float) -> np.ndarray:
    """The number of events below which a share ``p`` of Poisson counts lies, interpolated."""
    count = stats.poisson.ppf(p, expected)
    at, below = stats.poisson.cdf(count, expected), stats.poisson.cdf(count - 1, expected)
    step = at - below
    part = np.where(step > 0, (at - p) / np.where(step > 0, step, 1), 0)
    return np.maximum(count - part, 0)


def _outside(table: pd.DataFrame) -> pd.Series:
    rate = table["rate"]
    outside = pd.Series(pd.NA, table.index, dtype="str")
    for prefix, name in (("", "95"), ("far_", "998")):
        outside = outside.mask(rate.gt(table[f"upper_{name}"]), f"{prefix}above")
        outside = outside.mask(rate.lt(table[f"lower_{name}"]), f"{prefix}below")
    return outside


def overdispersion(table: pd.DataFrame) -> float:
    """How many times further than chance the places lie apart (1: as far as chance would).

    The mean squared distance from the common rate on the scale of square roots, where a count's
    standard deviation is a half, with a tenth of the places at each end drawn in (Spiegelhalter
    2005, section 3.3). Missing for fewer than two places.
    """
    if len(table) < 2:
        return np.nan
    expected = table["exposure"] * table["common_rate"]
    distance = 2 * (np.sqrt(table["n_events"]) - np.sqrt(expected))
    low, high = distance.quantile([WINSORIZED, 1 - WINSORIZED])
    return float((distance.clip(low, high) ** 2).mean())


def beyond(funnels: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    """One row per ``indicator_id`` asked for: ``n_events``, and ``n_beyond`` the wider limits."""
    is_far = funnels["outside"].isin(["far_above", "far_below"])
    found = funnels.assign(n_beyond=is_far).groupby("indicator_id")[["n_events", "n_beyond"]].sum()
    return (
        found.reindex(indicators, fill_value=0)
        .astype(int)
        .rename_axis("indicator_id")
        .reset_index()
    )


def differing(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """How many places of an indicator lie beyond the wider limits in one funnel and not in both."""
    keys = ["indicator_id", "place"]
    both = one[[*keys, "outside"]].merge(
        other[[*keys, "outside"]], on=keys, suffixes=("", "_other")
    )
    far = both[["outside", "outside_other"]].isin(["far_above", "far_below"])
    return int(far["outside"].ne(far["outside_other"]).sum())
