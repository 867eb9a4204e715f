"""Change of a public indicator between the baseline and the endline declared for it."""

import numpy as np
import pandas as pd

from analysis.methods.periods import spans
from analysis.vocabulary import NEW_BASIS

# Standard errors between the middle and an end of a 95 % interval.
HALF_WIDTH = 1.959964
ENDS = ("baseline", "endline")
NO_FIGURE = "No figure in some period of the baseline or the endline"
COLUMNS = ["indicator_id", "place", *ENDS, "change", "standard_error", "reason"]


def window_changes(
    values: pd.DataFrame, breaks: pd.DataFrame, uses: pd.DataFrame, country: str
) -> pd.DataFrame:
    """Endline minus baseline, each the mean of the periods of its window.

    ``uses`` names the windows; ``breaks`` says what cannot be read through, for a place or, at
    ``country``, for all. Returns one row per ``indicator_id`` with windows and ``place`` with a
    value: ``baseline``, ``endline``, ``change``, and its ``standard_error`` where every figure
    has an interval, the periods taken for independent. Where a figure of a window is missing, or
    was partly measured or doubtful, its mean is missing; where a mean is, or a new basis lies
    between the first and last period, so is the change, and ``reason`` says why.
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
    reasons = []
    for end, window in windows.items():
        table = table.merge(_mean(values, window, end), on="place", how="left")
        reasons.append(_reasons(table["place"], _in(own, window), country))
        table[end] = table[end].mask(reasons[-1].notna())
    whole = (windows["baseline"][0], windows["endline"][1])
    reasons.append(_reasons(table["place"], _across(own, whole), country))
    told = pd.concat(reasons, axis=1).apply(lambda row: "; ".join(row.dropna().unique()), axis=1)
    change = table["endline"] - table["baseline"]
    told = told.where(told.ne("") | change.notna(), NO_FIGURE)
    error = np.hypot(table["baseline_error"], table["endline_error"])
    table = table.assign(change=change, standard_error=error, reason=told.replace("", pd.NA))
    known = table[["change", "standard_error"]].where(table["reason"].isna())
    return table.assign(indicator_id=use.indicator_id, **known)[COLUMNS]


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


def _in(breaks: pd.DataFrame, window: tuple[float, float]) -> pd.DataFrame:
    """What makes a figure of a window missing or doubtful; a new basis alone does not."""
    lies_in = breaks["start"].lt(window[1]) & breaks["end"].gt(window[0])
    return breaks[breaks["kind"].ne(NEW_BASIS) & lies_in]


def _across(breaks: pd.DataFrame, whole: tuple[float, float]) -> pd.DataFrame:
    """What keeps the two ends from being compared; a basis that begins with them does not."""
    lies_between = breaks["start"].gt(whole[0]) & breaks["start"].lt(whole[1])
    return breaks[breaks["kind"].eq(NEW_BASIS) & lies_between]


def _reasons(places: pd.Series, breaks: pd.DataFrame, country: str) -> pd.Series:
    """The breaks of each place, or of every place, in words; missing where there are none."""

    def said(place: str) -> str | None:
        here = breaks[breaks["place"].isin([place, country])].sort_values("start")
        return "; ".join(here["period"] + ": " + here["reason"]) or None

    return pd.Series([said(place) for place in places], places.index, dtype="str")
