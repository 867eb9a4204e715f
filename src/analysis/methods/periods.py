"""Periods as stretches of time: a year, a quarter, a half-year, a month."""

import pandas as pd

# Parts of a year that a letter counts.
PARTS = {"Q": 4, "S": 2, "M": 12}


def spans(periods: pd.Series) -> pd.DataFrame:
    """``start`` and ``end`` of each period, in years: 2021S2 goes from 2021.5 to 2022.0."""
    parts = periods.str.extract(r"^(?P<year>\d{4})(?P<letter>[QSM])?(?P<number>\d+)?$")
    n_parts = parts["letter"].map(PARTS).astype(float).fillna(1)
    number = parts["number"].astype(float).fillna(1)
    start = parts["year"].astype(float) + (number - 1) / n_parts
    # Rounded, so that the end of one period is the start of the next to the last digit.
    return pd.DataFrame({"start": start.round(6), "end": (start + 1 / n_parts).round(6)})


def in_order(periods: pd.Series) -> list[str]:
    """The periods once each, from the first to the last."""
    known = periods.drop_duplicates()
    return list(known.loc[spans(known).sort_values(["start", "end"]).index])
