"""How the invented evaluators judge: contributions by a rubric, and lessons from the changes."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator, catalogue, pick, picks

# How often a rater is a level below what the evidence deserves, and a level above it.
RATERS = {"T1": (0.20, 0.05), "T2": (0.05, 0.25)}
# Where the evidence stands between the lowest level (0) and the highest (1): its mean and spread
# over contributions, and how far a criterion of one contribution strays from the others.
MEAN, SPREAD, STRAY = 0.68, 0.15, 0.12
# A rival explanation takes this much from every criterion.
RIVAL = 0.15
N_CHANGES = (1, 4)  # behind a lesson: at least, and below


def strength(study: Study, contributions: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per contribution and criterion: the ``rating`` that the evidence deserves."""
    levels, rows = study.closed("rubric_levels"), []
    for contribution in contributions.itertuples(index=False):
        common = rng.normal(MEAN, SPREAD) - RIVAL * bool(contribution.rival_explanation)
        for criterion in study.closed("rubric_criteria"):
            place = np.clip(rng.normal(common, STRAY), 0, 1) * (len(levels) - 1)
            rows.append((contribution.contribution_id, criterion, levels[int(round(place))]))
    return pd.DataFrame(rows, columns=["contribution_id", "criterion", "rating"])


def raters() -> pd.DataFrame:
    """One row per rater: the probability of rating a level too low, and too high."""
    rows = [(rater, *errors) for rater, errors in RATERS.items()]
    return pd.DataFrame(rows, columns=["rater_id", "p_lower", "p_higher"])


def scores(study: Study, strength: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per contribution, criterion and rater: the ``rating`` given."""
    levels, rows = study.closed("rubric_levels"), []
    for deserved in strength.itertuples(index=False):
        for rater, (lower, higher) in RATERS.items():
            step = pick(rng, (-1, 0, 1), (lower, 1 - lower - higher, higher))
            place = min(max(levels.index(deserved.rating) + step, 0), len(levels) - 1)
            rows.append((deserved.contribution_id, deserved.criterion, rater, levels[place]))
    return pd.DataFrame(rows, columns=["contribution_id", "criterion", "rater_id", "rating"])


def lessons(
    study: Study, changes: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame,
    rng: Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """The lessons, and one row per lesson and change behind it.

    A lesson rests on changes of the sign, fate and approach it speaks of; one that no change can
    bear is not drawn.
    """
    approaches = contributions.merge(projects, on="project_id").groupby("change_id")["approach"]
    approaches = changes["change_id"].map(approaches.agg(set))
    rows, links = [], []
    for entry in catalogue()["lessons"]:
        told = {key: value for key, value in entry.items() if key != "rests_on"}
        is_behind = _fits(changes, approaches, entry["rests_on"], study)
        behind = list(changes.loc[is_behind, "change_id"])
        if behind:
            lesson = f"L{len(rows) + 1:02}"
            rows.append({"lesson_id": lesson, **told})
            drawn = picks(rng, behind, int(rng.integers(*N_CHANGES)))
            links += [(lesson, change) for change in sorted(drawn)]
    return pd.DataFrame(rows), pd.DataFrame(links, columns=["lesson_id", "change_id"])


def _fits(
    changes: pd.DataFrame, approaches: pd.Series, rests_on: dict[str, Any], study: Study
) -> pd.Series:
    fits = pd.Series(data=True, index=changes.index)
    for column in ("is_positive", "is_sustained"):
        if column in rests_on:
            fits &= changes[column].eq(rests_on[column]).fillna(value=False).astype(bool)
    if "approach" in rests_on:
        wanted = study.approaches[rests_on["approach"]].id
        fits &= approaches.map(lambda found: isinstance(found, set) and wanted in found)
    return fits
