"""The rubric: how contributions were rated, and how far the raters agree.

Ratings are ordinal and never averaged: they are counted, and a contribution is as strong as its
weakest rating.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.agreement import Scale, agreement, kappa_by_pair

ALL = "all"  # stands for every criterion together


def ratings(scores: pd.DataFrame, criteria: Sequence[str], levels: Sequence[str]) -> pd.DataFrame:
    """How often each level was given: one row per ``criterion`` and ``rating`` with ``n_ratings``.

    ``scores`` has one row per ``contribution_id``, ``criterion`` and ``rater_id``. Every pair has a
    row, 0 where it was never given.
    """
    pairs = pd.MultiIndex.from_product([criteria, levels], names=["criterion", "rating"])
    counts = scores.groupby(["criterion", "rating"]).size()
    return counts.reindex(pairs, fill_value=0).rename("n_ratings").reset_index()


def low_levels(levels: Sequence[str]) -> list[str]:
    """The levels below the middle of the scale: two of five, one of three; the lowest first."""
    return list(levels[: len(levels) // 2])


def weakest(
    contributions: pd.DataFrame, scores: pd.DataFrame, levels: Sequence[str]
) -> pd.DataFrame:
    """The lowest rating of each contribution, over criteria and raters.

    ``levels`` are in order, the lowest first. Returns one row per ``contribution_id`` with
    ``weakest`` (missing where nobody rated it), ``n_ratings`` and ``n_raters``.
    """
    place = scores["rating"].map({level: n for n, level in enumerate(levels)})
    rated = scores.assign(place=place).groupby("contribution_id")
    found = rated.agg(
        place=("place", "min"), n_ratings=("place", "size"), n_raters=("rater_id", "nunique")
    ).reindex(contributions["contribution_id"])
    found["weakest"] = found["place"].map(dict(enumerate(levels)))
    counts = found[["n_ratings", "n_raters"]].fillna(0).astype(int)
    return found[["weakest"]].join(counts).rename_axis("contribution_id").reset_index()


def rated_alike(
    scores: pd.DataFrame,
    criteria: Sequence[str],
    levels: Sequence[str],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """How far raters agree on each criterion, and on all: Krippendorff's ordinal alpha.

    Returns one row per ``criterion`` (``all`` last): ``n_pairs`` of raters of one contribution and
    criterion, ``n_alike`` (the same level), ``n_near`` (the same or the next), ``alpha`` with
    ``lower`` and ``upper`` (contributions resampled, since the ratings of one are not independent)
    and ``undefined``, why there is no alpha; ``kappa``, weighted by squared steps, with
    ``kappa_lower`` and ``kappa_upper`` where there are two raters.
    """
    scale = Scale.of(levels, "ordinal", weighted="quadratic")
    parts = [(criterion, scores[scores["criterion"].eq(criterion)]) for criterion in criteria]
    rows = [
        {"criterion": name, **_pairs(part, levels), **_alpha(part, scale, rng),
         **_kappa(part, scale)}
        for name, part in [*parts, (ALL, scores)]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _pairs(scores: pd.DataFrame, levels: Sequence[str]) -> dict[str, int]:
    place = scores["rating"].map({level: n for n, level in enumerate(levels)}).astype(float)
    key = ["contribution_id", "criterion"]
    rated = scores.assign(place=place)[[*key, "rater_id", "place"]]
    pairs = rated.merge(rated, on=key, suffixes=("_one", "_other"))
    pairs = pairs[pairs["rater_id_one"] < pairs["rater_id_other"]]
    apart = (pairs["place_one"] - pairs["place_other"]).abs()
    counts = {"n_pairs": len(pairs), "n_alike": apart.eq(0).sum(), "n_near": apart.le(1).sum()}
    return {name: int(n) for name, n in counts.items()}


def _alpha(scores: pd.DataFrame, scale: Scale, rng: np.random.Generator) -> dict[str, Any]:
    names = {"contribution_id": "source_id", "rater_id": "coder_id"}
    judged = scores.rename(columns=names)
    found = agreement(judged, scale, rng, unit=("source_id", "criterion"), value="rating")
    row = found[found["measure"].eq("alpha")].iloc[0]
    return {"alpha": row["value"], **row[["lower", "upper", "undefined"]]}


def _kappa(scores: pd.DataFrame, scale: Scale) -> dict[str, float]:
    rated = scores.pivot(
        index=["contribution_id", "criterion"], columns="rater_id", values="rating"
    )
    pairs = kappa_by_pair(rated, scale)
    if len(pairs) != 1:
        return dict.fromkeys(("kappa", "kappa_lower", "kappa_upper"), np.nan)
    row = pairs.iloc[0]
    return {"kappa": row["value"], "kappa_lower": row["lower"], "kappa_upper": row["upper"]}
