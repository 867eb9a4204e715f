"""The figures of a calibration as its exhibits show them: one question, one table."""

import pandas as pd

from analysis.calibration.judging import LEVELS, LINES
from analysis.calibration.scenarios import MATCHING, SCENARIOS, SHOWN
from analysis.calibration.scoring import STORIES, STORY
from analysis.vocabulary import ALL_STATES, STATE

WHICH = ["generator", "scenario", "says"]


def coverage(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of 95 % intervals that hold the truth: by truth, line (``of``) and ``place``."""
    is_shown = figures["score"].eq("coverage") & figures["of"].isin(LINES)
    rows = figures[is_shown & figures["level"].eq("") & figures["place"].isin([STATE, ALL_STATES])]
    return _named(rows)[[*WHICH, "of", "place", "value", "error"]]


def verdicts(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of states with a false story, and of verdicts that are right: ``score``, ``level``."""
    of = figures["score"].map({"false": STORY, "right": "any"})
    rows = figures[figures["of"].eq(of) & figures["place"].eq(STATE)]
    return _named(rows)[[*WHICH, "score", "level", "value", "error"]]


def reliability(figures: pd.DataFrame) -> pd.DataFrame:
    """By tenth of the stated probability of a meaning (``of``), how often it was ``found`` true."""
    keys = ["generator", "scenario", "of", "level"]
    rows = figures[figures["of"].isin(STORIES)].set_index(keys)
    found = rows[rows["score"].eq("found")][["value", "error"]].rename(columns={"value": "found"})
    stated = rows.loc[rows["score"].eq("stated"), "value"].rename("stated")
    table = found.join(stated).reset_index().query("scenario == 'R'")
    return table[["generator", "of", "stated", "found", "error"]]


def power(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of places with a verdict by ``effect`` of both lines and ``times`` the interviews."""
    rows = figures[figures["score"].eq("power") & figures["generator"].eq(MATCHING)]
    rows = rows.assign(
        effect=rows["scenario"].map(lambda name: SCENARIOS[name].effect),
        times=rows["scenario"].map(lambda name: SCENARIOS[name].times),
    )
    rows = rows.dropna(subset="effect")[["place", "level", "effect", "times", "value", "error"]]
    return rows[rows["level"].isin(LEVELS)]


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The truths that every figure shows, in their order, each with what it ``says``."""
    rows = rows[rows["scenario"].isin(SHOWN)]
    rows = rows.assign(says=rows["scenario"].map(lambda name: SCENARIOS[name].says))
    return rows.sort_values("scenario", key=lambda names: names.map(SHOWN.index), kind="stable")
