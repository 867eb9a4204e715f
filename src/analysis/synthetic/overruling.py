"""A verdict that an invented researcher overrules, so that a reader sees how that looks."""

import pandas as pd

from analysis import vocabulary as words
from analysis.study import Study
from analysis.synthetic.streams import catalogue

RESEARCHER, DAYS = "A1", 90  # who decided, and how long after the last interview


def overrulings(study: Study, asked: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """One row, of the state and domain where most sources were asked: only people count there.

    ``used`` has the sources whose consent was given. Columns as in ``overrulings.csv``.
    """
    cells = asked.merge(used[["source_id", "state"]], on="source_id")
    most = cells.groupby(["state", "domain"]).size().sort_values(kind="stable").index[-1]
    row = {
        "verdict": words.PEOPLE_ONLY, "decided_by": RESEARCHER,
        "decided_on": pd.Timestamp(study.fieldwork.end) + pd.Timedelta(days=DAYS),
        "why": catalogue()["overruled"],
    }  # fmt: skip
    return pd.DataFrame([dict(zip(["state", "domain"], most, strict=True)) | row])
