"""Events per employed person: counts by half-year over the people employed then."""

import pandas as pd
from scipy import stats

HALF_YEAR = 0.5  # years
MILLION = 1e6


def half_year(quarter: pd.Series) -> pd.Series:
    """The half-year of a quarter: 2021Q3 lies in 2021S2."""
    half = quarter.str[-1].map({"1": "S1", "2": "S1", "3": "S2", "4": "S2"})
    return quarter.str[:4] + half


def requests_per_employed(values: pd.DataFrame, events: str, employed: str) -> pd.DataFrame:
    """Events per million employed person-years, by place, over all half-years with a count.

    ``values`` has one row per ``indicator_id``, ``place`` and ``period``; ``events`` are counts by
    half-year, ``employed`` persons by quarter, averaged over the quarters known in a half-year.

    Returns one row per ``place``: ``n_events``, ``exposure`` (million person-years), ``rate`` and
    its exact 95 % interval ``lower``, ``upper``. The rate is missing where the people employed are
    not known in some half-year.
    """
    counts = values[values["indicator_id"].eq(events)].dropna(subset="value")
    people = values[values["indicator_id"].eq(employed)].assign(
        period=lambda t: half_year(t["period"])
    )
    people = people.groupby(["place", "period"])["value"].mean().rename("employed")
    joined = counts.merge(people.reset_index(), on=["place", "period"], how="left")
    joined["exposure"] = joined["employed"] * HALF_YEAR / MILLION
    places = joined.groupby("place").agg(
        n_events=("value", "sum"),
        exposure=("exposure", lambda years: years.sum(skipna=False)),
    )
    return places.join(event_rate(places["n_events"], places["exposure"])).reset_index()


def event_rate(n_events: pd.Series, exposure: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """Events per unit of exposure with the exact Poisson interval: ``rate``, ``lower``, ``upper``.

    Missing where the count is missing, or the exposure missing or 0. Source: Garwood 1936,
    Biometrika 28.
    """
    exposure = exposure.where(exposure.gt(0)).astype(float)
    tail = (1 - confidence) / 2
    lower = pd.Series(stats.chi2.ppf(tail, 2 * n_events) / 2, n_events.index)
    lower = lower.mask(n_events.eq(0), 0.0)
    upper = pd.Series(stats.chi2.ppf(1 - tail, 2 * (n_events + 1)) / 2, n_events.index)
    return pd.DataFrame(
        {"rate": n_events / exposure, "lower": lower / exposure, "upper": upper / exposure}
    )
