"""The result as its readers meet it: the matrix as classes, and what stands beside a state."""

import pandas as pd

from analysis.vocabulary import ALL_STATES, STATE

SAID = ["verdict", "level", "people_way", "indicators_way", "is_borrowed"]


def matrix_table(
    cells: pd.DataFrame, headlines: pd.DataFrame, state_groups: pd.DataFrame,
    overrulings: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Only the classes of verdict, one row per ``kind`` of place, ``place`` and ``domain``.

    ``kind``: all studied states together (whose place is ``all``), a region, states with one
    project or several, one state. ``grade`` (of the indicators) is told of all states only;
    ``overruled_verdict`` is what a researcher says instead, missing where nobody does.
    """
    rows = [
        headlines.assign(kind=ALL_STATES, place=ALL_STATES),
        state_groups.rename(columns={"state_group": "place"}),
        cells.assign(kind=STATE, place=cells["state"]),
    ]
    table = pd.concat(rows, ignore_index=True).reindex(
        columns=["kind", "place", "domain", *SAID, "grade"]
    )
    said = overrulings.rename(columns={"state": "place", "verdict": "overruled_verdict"})
    table = table.merge(
        said[["place", "domain", "overruled_verdict"]], on=["place", "domain"], how="left"
    )
    return table.astype({"grade": "str", "overruled_verdict": "str"})


def beside_state(
    indicators: pd.DataFrame, values: pd.DataFrame, state: str, country: str
) -> pd.DataFrame:
    """A state's latest public values, beside the country's in the same period.

    Returns one row per indicator with ``indicator_id``, ``title``, ``unit``, ``period``, ``value``,
    ``lower``, ``upper`` and ``country_value`` (missing: not published).
    """
    known = values.dropna(subset="value").sort_values(["indicator_id", "period"], kind="stable")
    # Not groupby().last(): it would join an earlier interval to a value published without one.
    latest = known[known["place"].eq(state)].drop_duplicates("indicator_id", keep="last")
    whole = known.loc[known["place"].eq(country), ["indicator_id", "period", "value"]]
    beside = latest.merge(whole.rename(columns={"value": "country_value"}), how="left")
    beside = beside.merge(indicators[["indicator_id", "title_en", "unit"]], on="indicator_id")
    beside = beside.rename(columns={"title_en": "title"})
    return beside[
        ["indicator_id", "title", "unit", "period", "value", "lower", "upper", "country_value"]
    ]
