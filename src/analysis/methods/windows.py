"""Change of a public indicator between the baseline and the endline declared for it."""

import numpy as np
import pandas as pd

from analysis.methods.periods import spans
from analysis.vocabulary import NEW_BASIS

# Standard errors between the middle and an end of a 95 % interval.
HALF_WIDTH = 1.959964
ENDS = ("baseline", "endline")
COLUMNS = ["indicator_id", "place", *ENDS, "change", "standard_error", "reason"]


def window_changes(
    values: pd.DataFrame, breaks: pd.DataFrame, uses: pd.DataFrame, country: str
) -> pd.DataFrame:
    """Endline minus baseline, each the mean of the periods of its window.

    ``uses`` names the windows; ``breaks`` says what cannot be read through, for a place or, at
    ``country``, for all. Returns one row per ``indicator_id`` with windows and ``place`` with a
    value: ``baseline``, ``endline``, ``change``, and its ``standard_error`` where every figure
    has an interval, the periods taken for independent. Where something was not measured, partly
    measured or doubtful in a window, where a new basis lies between its first and last period, or
    a figure is missing, nothing is computed and ``reason`` says why.
    """
    declared = uses.dropna(subset="baseline_first")
    tables = [
        _of_indicator(use, values[values["indicator_id"].eq(use.indicator_id)], breaks, country)
        for use in declared.itertuples()
    ]
    return (
        pd.concat(tables, ignore_index=True)[COLUMNS] if tables else pd.DataFrame(columns=COLUMNS)
    )


def _of_indicator(
    use: object, values: pd.DataFrame, breaks: pd.DataFrame, country: str
) -> pd.DataFrame:
    values = values.join(spans(values["period"]))
    own = breaks[breaks["indicator_id"].eq(use.indicator_id)]
    own = own.join(spans(own["period"]))
    windows = {end: _window(use, end) for end in ENDS}
    table = pd.DataFrame({"place": sorted(set(values["place"]))})
    table["indicator_id"] = use.indicator_id
    for end, window in windows.items():
        table = table.merge(_mean(values, window, end), on="place", how="left")
    whole = (windows["baseline"][0], windows["endline"][1])
    broken = {place: _broken(own, place, country, windows, whole) for place in table["place"]}
    table["reason"] = table["place"].map(broken).fillna(_missing(table))
    error = np.hypot(table["baseline_error"], table["endline_error"])
    table = table.assign(change=table["endline"] - table["baseline"], standard_error=error).drop(
        columns=["baseline_error", "endline_error"]
    )
    numbers = [*ENDS, "change", "standard_error"]
    return table.assign(**table[numbers].mask(table["reason"].notna()))


def _window(use: object, end: str) -> tuple[float, float]:
    """From the start of its first period to the end of its last, in years."""
    first = spans(pd.Series([getattr(use, f"{end}_first")]))["start"].iloc[0]
    return first, spans(pd.Series([getattr(use, f"{end}_last")]))["end"].iloc[0]


def _mean(values: pd.DataFrame, window: tuple[float, float], end: str) -> pd.DataFrame:
    """Mean by place and its standard error; blank where a period of the window has no figure."""
    inside = values[values["start"].ge(window[0]) & values["end"].le(window[1])]
    error = (inside["upper"] - inside["lower"]) / (2 * HALF_WIDTH)
    grouped = inside.assign(variance=error**2).groupby("place")
    n = inside["period"].nunique()
    whole = grouped["value"].count().eq(n)
    means = pd.DataFrame(
        {
            end: grouped["value"].mean(),
            f"{end}_error": np.sqrt(grouped["variance"].sum(min_count=n)) / n,
        }
    )
    return means.where(whole).reset_index()


def _broken(
    breaks: pd.DataFrame, place: str, country: str, windows: dict, whole: tuple[float, float]
) -> str | None:
    """Why the windows of a place cannot be compared; None where they can."""
    here = breaks[breaks["place"].isin([place, country])]
    is_basis = here["kind"].eq(NEW_BASIS)
    lies_between = here["start"].gt(whole[0]) & here["start"].lt(whole[1])
    lies_in = pd.Series(False, here.index)
    for first, last in windows.values():
        lies_in |= here["start"].lt(last) & here["end"].gt(first)
    bad = here[(is_basis & lies_between) | (~is_basis & lies_in)].sort_values("start")
    return "; ".join(bad["period"] + ": " + bad["reason"]) or None


def _missing(table: pd.DataFrame) -> pd.Series:
    """A reason for the places without a figure in some period of a window."""
    is_missing = table[list(ENDS)].isna().any(axis=1)
    return pd.Series(pd.NA, table.index, dtype="str").mask(
        is_missing, "No figure in some period of the baseline or the endline"
    )
