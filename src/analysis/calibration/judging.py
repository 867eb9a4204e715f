"""One study beside its truth: what was found of every place, and what is true of it."""

import numpy as np
import pandas as pd

from analysis.calibration.generating import Generated
from analysis.calibration.truths import CELL
from analysis.methods.triangulation import Matrix, exposure
from analysis.settings import Triangulation
from analysis.study import Study
from analysis.vocabulary import (
    AGREEMENT,
    ALL_STATES,
    DECLARED,
    DISSONANCE,
    EXPOSURE,
    INDICATORS_ONLY,
    LIKELY,
    NO_CHANGE,
    PARTIAL_AGREEMENT,
    PEOPLE_ONLY,
    REGION,
    SAME_DIRECTION,
    STATE,
)

LINES = ("direction", "prominence", "change")
MEANINGS = (SAME_DIRECTION, DISSONANCE, PEOPLE_ONLY, INDICATORS_ONLY, NO_CHANGE)
NESTED = {AGREEMENT: SAME_DIRECTION, PARTIAL_AGREEMENT: SAME_DIRECTION}
LEVELS = {LIKELY: (LIKELY, DECLARED), DECLARED: (DECLARED,)}  # who is declared is likely too
FAR = 1.5  # standard deviations between states beyond which a state is unlike its domain
# A mean of numbers on the edge of a region may lie beyond it by a rounding error.
ROUNDING = 1e-9


def true_meanings(direction: pd.Series, change: pd.Series, rules: Triangulation) -> pd.Series:
    """The meaning that is true of each place; missing where a line has no truth.

    A line on the edge of its region of no change is within it.
    """
    people = _signs(direction, rules.verdict.region_direction)
    indicators = _signs(change, rules.verdict.region_indicator)
    found = np.select(
        [people * indicators > 0, people * indicators < 0, people != 0, indicators != 0],
        MEANINGS[:4], NO_CHANGE,
    )  # fmt: skip
    return pd.Series(found, direction.index).where(direction.notna() & change.notna())


def _signs(true: pd.Series, region: float) -> pd.Series:
    return np.sign(true) * (true.abs() > region + ROUNDING)


def judged_places(generated: Generated, matrix: Matrix, study: Study) -> pd.DataFrame:
    """One row per ``kind`` of place, place and ``domain``: what was found beside what is true.

    The truth of several states is their mean, each counting the same: ``true_direction``,
    ``true_prominence``, ``true_change``, ``true_meaning``, and ``is_far`` (states only).
    """
    true = generated.cells.rename(columns={line: f"true_{line}" for line in LINES})
    true = matrix.cells[CELL].merge(true, on=CELL, how="left")
    given = generated.evidence
    parts = {
        STATE: matrix.cells.merge(true, on=CELL),
        ALL_STATES: matrix.headlines.merge(_mean(true, []), on="domain"),
    }
    groups = {
        REGION: true["state"].map(study.regions),
        EXPOSURE: exposure(true, given.project_domains, given.project_states),
    }
    for kind, group in groups.items():
        means = _mean(true.assign(state_group=group), ["state_group"])
        found = matrix.state_groups[matrix.state_groups["kind"].eq(kind)].drop(columns="kind")
        parts[kind] = found.merge(means, on=["domain", "state_group"])
    places = pd.concat([part.assign(kind=kind) for kind, part in parts.items()], ignore_index=True)
    places["true_meaning"] = true_meanings(
        places["true_direction"], places["true_change"], study.triangulation
    )
    is_high = places["true_prominence"].ge(study.triangulation.prominence.high)
    moved = places["true_change"].abs().ge(study.triangulation.indicator.high)
    return places.assign(
        is_far=places["distance"].abs().gt(FAR), truly_alike=is_high == moved,
        meaning=places["verdict"].replace(NESTED).where(places["level"].isin(LEVELS[LIKELY])),
    )  # fmt: skip


def _mean(true: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    columns = [f"true_{line}" for line in LINES]
    return true.groupby(["domain", *by], as_index=False)[columns].mean()
