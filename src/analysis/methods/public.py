"""Public indicators beside a domain: what the country and its states had last."""

import pandas as pd


def latest_of_domain(
    indicators: pd.DataFrame, values: pd.DataFrame, domain: str, country: str
) -> pd.DataFrame:
    """The latest period of each public indicator whose register names the domain.

    ``indicators`` is the register, ``values`` has one row per ``indicator_id``, ``place`` and
    ``period``; ``country`` is the place that is the country as a whole.

    Returns one row per indicator with ``title``, ``unit``, ``publisher``, the last ``period`` with
    a value for the country or a state, ``country_value`` (blank: not published) and the
    ``lowest`` and ``highest`` of the states (blank: none was published), studied or not.
    """
    named = indicators.loc[indicators["domain"].eq(domain)].rename(columns={"title_en": "title"})
    known = values.dropna(subset="value").merge(named[["indicator_id"]])
    last = known.groupby("indicator_id", as_index=False)["period"].max()
    latest = known.merge(last)
    is_whole = latest["place"].eq(country)
    states = latest[~is_whole].groupby("indicator_id")["value"]
    states = states.agg(lowest="min", highest="max").reset_index()
    whole = latest.loc[is_whole, ["indicator_id", "value"]]
    whole = whole.rename(columns={"value": "country_value"})
    table = named[["indicator_id", "title", "unit", "publisher"]].merge(last)
    return table.merge(whole, how="left").merge(states, how="left")
