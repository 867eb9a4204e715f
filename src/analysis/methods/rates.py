"""Events over the people exposed to them: rates with exact intervals."""

import pandas as pd
from scipy import stats

from analysis.methods.periods import spans


def declared_rates(values: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """The rates of every indicator that ``uses`` declares to be counted over another.

    Returns the rows of ``events_over`` with ``indicator_id``, ``counted_over`` and ``per``.
    """
    counted = uses.dropna(subset="counted_over")
    columns = ["indicator_id", "counted_over", "per"]
    found = [
        events_over(values, *of).assign(**dict(zip(columns, of, strict=True)))
        for of in counted[columns].itertuples(index=False, name=None)
    ]
    names = [*columns, "place", "n_events", "exposure", "rate", "lower", "upper"]
    return pd.concat(found)[names] if found else pd.DataFrame(columns=names)


def over_another(values: pd.DataFrame, uses: pd.DataFrame, exposed: str) -> pd.DataFrame:
    """The declared rates once more, all counted over ``exposed`` in place of what is declared.

    Empty where nobody of ``exposed`` was counted.
    """
    is_known = values["indicator_id"].eq(exposed).any()
    counted = uses.dropna(subset="counted_over").assign(counted_over=exposed)
    return declared_rates(values, counted if is_known else counted.iloc[:0])


def events_over(values: pd.DataFrame, events: str, exposed: str, per: float) -> pd.DataFrame:
    """Events per ``per`` person-years, by place, over all periods with a count.

    ``values`` has one row per ``indicator_id``, ``place`` and ``period``; ``events`` are counts,
    ``exposed`` people. A period's exposure is its length in years times the mean of the people
    known in the periods that overlap it: the quarters of a half-year, or the year it lies in.

    Returns one row per ``place``: ``n_events``, ``exposure`` (``per`` person-years), ``rate`` and
    its exact 95 % interval ``lower``, ``upper``. The rate is missing where the people exposed are
    not known in some period.
    """
    counts = _dated(values, events)
    people = _dated(values, exposed).rename(columns={"value": "people"})
    both = counts.merge(people, on="place", suffixes=("", "_known"))
    both = both[both["start_known"].lt(both["end"]) & both["start"].lt(both["end_known"])]
    means = both.groupby(["place", "start", "end"], as_index=False)["people"].mean()
    joined = counts.merge(means, on=["place", "start", "end"], how="left")
    joined["exposure"] = joined["people"] * (joined["end"] - joined["start"]) / per
    places = joined.groupby("place").agg(
        n_events=("value", "sum"),
        exposure=("exposure", lambda years: years.sum(skipna=False)),
    )
    return places.join(event_rate(places["n_events"], places["exposure"])).reset_index()


def _dated(values: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    known = values[values["indicator_id"].eq(indicator_id)].dropna(subset="value")
    return known[["place", "value"]].join(spans(known["period"]))


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
