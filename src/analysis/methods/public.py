"""Public indicators beside a domain, and as numbers that a text may say."""

import pandas as pd

UNKNOWN = "not known"


def first_and_last(values: pd.DataFrame, indicator_id: str, place: str) -> pd.DataFrame:
    """One row: ``first`` and ``last`` value of an indicator at a place, and their periods.

    ``not known`` where the place has none, so that a text can still be written.
    """
    rows = values[values["indicator_id"].eq(indicator_id) & values["place"].eq(place)]
    rows = rows.dropna(subset="value").sort_values("period")
    ends = {"first": rows.head(1), "last": rows.tail(1)}
    told = {end: row["value"].iloc[0] if len(row) else UNKNOWN for end, row in ends.items()}
    told |= {
        f"{end}_period": str(row["period"].iloc[0]) if len(row) else UNKNOWN
        for end, row in ends.items()
    }
    return pd.DataFrame([told])


def change_of(changes: pd.DataFrame, indicator_id: str, place: str) -> pd.DataFrame:
    """One row: ``baseline`` and ``endline`` of an indicator at a place, ``not known`` for a blank.

    ``changes`` comes from ``windows.window_changes``.
    """
    rows = changes[changes["indicator_id"].eq(indicator_id) & changes["place"].eq(place)]
    ends = rows[["baseline", "endline"]].reset_index(drop=True).reindex(range(1))
    return ends.astype(object).where(ends.notna(), UNKNOWN)


def latest_of_domain(
    indicators: pd.DataFrame, values: pd.DataFrame, domain: str, country: str
) -> pd.DataFrame:
    """The latest period of each public indicator whose register names the domain.

    ``indicators`` is the register, ``values`` has one row per ``indicator_id``, ``place`` and
    ``period``; ``country`` is the place that is the country as a whole.

    Returns one row per indicator with ``title``, ``unit``, ``publisher``, the last ``period`` with
    a value for the country or a state, ``country_value`` (blank: not published) and the
    ``lowest`` and ``highest`` of the states (blank: none was published), studied or not. An
    indicator that has one value a place is no series: all of them stand, from period to period.
    """
    named = indicators.loc[indicators["domain"].eq(domain)].rename(columns={"title_en": "title"})
    known = values.dropna(subset="value").merge(named[["indicator_id"]])
    periods = known.groupby("indicator_id")["period"]
    is_series = known.groupby(["indicator_id", "place"])["period"].transform("size").gt(1)
    is_series = is_series.groupby(known["indicator_id"]).transform("any")
    latest = known[known["period"].eq(periods.transform("max")) | ~is_series]
    last = latest.groupby("indicator_id")["period"].agg(_from_to).reset_index()
    is_whole = latest["place"].eq(country)
    states = latest[~is_whole].groupby("indicator_id")["value"]
    states = states.agg(lowest="min", highest="max").reset_index()
    whole = latest.loc[is_whole, ["indicator_id", "value"]]
    whole = whole.rename(columns={"value": "country_value"})
    table = named[["indicator_id", "title", "unit", "publisher"]].merge(last)
    return table.merge(whole, how="left").merge(states, how="left")


def _from_to(periods: pd.Series) -> str:
    """One period, or the first and the last of several."""
    return " to ".join(dict.fromkeys([str(periods.min()), str(periods.max())]))
