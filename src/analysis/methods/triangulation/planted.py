"""What was found of what was planted: for a synthetic study, whose truth is known."""

import numpy as np
import pandas as pd

from analysis.methods.triangulation.verdicts import meanings, signs
from analysis.settings import Triangulation
from analysis.vocabulary import (
    AGREEMENT,
    ALL_STATES,
    IMPROVED,
    OPEN,
    PARTIAL_AGREEMENT,
    SAME_DIRECTION,
    WORSENED,
)

# What is said of strength is told apart within same direction; the truth is held against that.
_STRENGTH = {AGREEMENT: SAME_DIRECTION, PARTIAL_AGREEMENT: SAME_DIRECTION}
LINES = {"direction": "delta", "prominence": "prominence", "change": "theta"}


def truths(planted: pd.DataFrame, rules: Triangulation) -> pd.DataFrame:
    """What is true by ``state`` and ``domain``, and of each domain over its states (``all``).

    ``planted`` has one row per studied state and domain: shares of each direction, ``prominence``,
    ``theta``. Returns ``delta`` (net direction), ``theta``, ``prominence`` and ``meaning``: same
    direction, dissonance, one line only, or no change in either.
    """
    delta = planted[f"p_{IMPROVED}"] - planted[f"p_{WORSENED}"]
    cells = planted[["state", "domain", "theta", "prominence"]].assign(delta=delta)
    whole = cells.groupby("domain", as_index=False)[["theta", "prominence", "delta"]].mean()
    table = pd.concat([whole.assign(state=ALL_STATES), cells], ignore_index=True)
    people = signs(table["delta"].to_numpy(), rules.verdict.region_direction)
    indicators = signs(table["theta"].to_numpy(), rules.verdict.region_indicator)
    held = meanings(people, indicators)
    meaning = np.select(list(held.values()), list(held), default="")
    return table.assign(meaning=meaning)


def against(judged: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Verdicts beside what is true: ``judged`` has ``state`` (``all`` for domains) and ``domain``.

    Adds ``meaning`` (true) and ``is_right``: whether a likely or declared verdict says it; missing
    where none is said.
    """
    both = judged.merge(truth[["state", "domain", "meaning"]], on=["state", "domain"])
    is_right = both["verdict"].replace(_STRENGTH).eq(both["meaning"])
    return both.assign(is_right=is_right.astype("boolean").mask(both["level"].eq(OPEN)))


def found_by_meaning(beside: pd.DataFrame) -> pd.DataFrame:
    """How many places truly hold each meaning, and what was said of them.

    ``beside`` comes from ``against``. One row per ``meaning`` that is true somewhere: ``n_cells``,
    and by ``level`` how many verdicts are right and wrong: ``n_declared_right``,
    ``n_declared_wrong``, ``n_likely_right``, ``n_likely_wrong``; ``n_open`` without verdict.
    """
    counts = {"n_cells": pd.Series(1, beside.index)}
    for level in ("declared", "likely"):
        here = beside["level"].eq(level)
        counts[f"n_{level}_right"] = here & beside["is_right"].eq(True)
        counts[f"n_{level}_wrong"] = here & beside["is_right"].eq(False)
    counts["n_open"] = beside["level"].eq(OPEN)
    return pd.DataFrame(counts).groupby(beside["meaning"]).sum().reset_index()


def covered(judged: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """How many 95 % intervals hold the truth: one row per ``line``, ``n_intervals``, ``n_hold``."""
    both = judged.merge(truth, on=["state", "domain"], suffixes=("", "_true"))
    rows = []
    for line, name in LINES.items():
        true = both[name if f"{name}_true" not in both else f"{name}_true"]
        known = both[f"{line}_lower"].notna()
        holds = true.between(both[f"{line}_lower"], both[f"{line}_upper"]) & known
        rows.append((line, int(known.sum()), int(holds.sum())))
    return pd.DataFrame(rows, columns=["line", "n_intervals", "n_hold"])
