"""When something began in each place, where each place has one date."""

import pandas as pd

LATER, UNKNOWN = "later", "unknown"


def by_state(values: pd.DataFrame, first: str, second: str, country: str) -> pd.DataFrame:
    """The period in which ``first`` began in each state, and what became of ``second`` there.

    Both are indicators with one row a state, whose value is the number of the phase and whose
    period is when it began. Returns one row per ``state`` where the first began: ``phase`` (the
    period), ``phase_order`` (the number, as text), ``second``: ``later`` than the first,
    ``unknown``, or blank where both began together.
    """
    rows = {name: values[values["indicator_id"].eq(name)] for name in (first, second)}
    begun = rows[first].dropna(subset="value")
    begun = begun[begun["place"].ne(country)].rename(columns={"place": "state", "period": "phase"})
    then = begun["state"].map(rows[second].set_index("place")["value"]).astype(float)
    told = pd.Series(pd.NA, begun.index, dtype="str").mask(then.gt(begun["value"]), LATER)
    order = begun["value"].map("{:03.0f}".format)
    table = begun.assign(phase_order=order, second=told.mask(then.isna(), UNKNOWN))
    return table[["state", "phase", "phase_order", "second"]].reset_index(drop=True)
