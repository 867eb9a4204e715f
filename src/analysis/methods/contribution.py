"""What projects and other actors contributed: how well it is supported, and whether it lasted.

Ratings are ordinal and never averaged: they are counted, and a contribution is as strong as its
weakest rating.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.shares import exact_share

OTHER = "other"  # stands for an actor that is no project


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


def contributors(
    changes: pd.DataFrame, contributions: pd.DataFrame, weakest: pd.DataFrame, behind: pd.DataFrame,
    few_groups: int,
) -> pd.DataFrame:  # fmt: skip
    """Who contributed to each change: one row per ``contribution_id``.

    ``weakest`` is that of the function of this name, ``behind`` that of ``changes.behind``. Returns
    ``change_id``, ``title_en``, ``contributor`` (the project, or "other"), ``weakest`` and
    ``told_by``: "no account", "one group" (or "few groups", where fewer than
    ``few_groups`` may be more than one) or "several groups". Groups
    bear witness independently of each other, several interviews of one group do not.
    """
    n_groups = behind.set_index("change_id")["n_groups"]
    edges = [0, 1, few_groups, float("inf")]
    words = ["no account", "one group" if few_groups == 2 else "few groups", "several groups"]
    told_by = pd.cut(n_groups, edges, labels=words, right=False).astype(object).rename("told_by")
    table = contributions.merge(changes[["change_id", "title_en"]], on="change_id")
    table = table.merge(weakest, on="contribution_id").merge(told_by.reset_index(), on="change_id")
    table = table.assign(contributor=table["project_id"].fillna(OTHER))
    columns = ["contribution_id", "change_id", "title_en", "contributor", "weakest", "told_by"]
    return table.sort_values(["change_id", "contribution_id"])[columns].reset_index(drop=True)


def rated_alike(scores: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """How far raters agree, as one row over all pairs of raters of a contribution and criterion.

    ``n_pairs``, ``n_alike`` (the same level) and ``n_near`` (the same or the next).
    """
    place = scores["rating"].map({level: n for n, level in enumerate(levels)})
    key = ["contribution_id", "criterion"]
    rated = scores.assign(place=place)[[*key, "rater_id", "place"]]
    pairs = rated.merge(rated, on=key, suffixes=("_one", "_other"))
    pairs = pairs[pairs["rater_id_one"] < pairs["rater_id_other"]]
    apart = (pairs["place_one"] - pairs["place_other"]).abs()
    counts = {"n_pairs": len(pairs), "n_alike": apart.eq(0).sum(), "n_near": apart.le(1).sum()}
    return pd.DataFrame([{name: int(n) for name, n in counts.items()}])


def before_project(
    changes: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """The contributions to a change that was seen before the project credited with it began.

    Returns one row per such contribution: ``contribution_id``, ``change_id``, ``project_id`` and
    ``early_days``; empty where there is none. Another actor has no beginning, so is never flagged.
    """
    dated = contributions.merge(changes[["change_id", "date"]], on="change_id")
    dated = dated.merge(projects[["project_id", "start"]], on="project_id")
    early = dated.assign(early_days=(dated["start"] - dated["date"]).dt.days)
    columns = ["contribution_id", "change_id", "project_id", "early_days"]
    return early.loc[early["early_days"].gt(0), columns].reset_index(drop=True)


def sustained_by_approach(
    changes: pd.DataFrame,
    contributions: pd.DataFrame,
    projects: pd.DataFrame,
    approaches: Sequence[str],
) -> pd.DataFrame:
    """How many changes lasted, by the approach of the projects credited with them.

    A change counts once under each approach that a project credited with it took, so that
    approaches overlap. Returns one row per ``approach``: ``n_changes``, ``n_known`` (with evidence
    either way), ``n_sustained``, ``sustained_rate`` (of those known) and its exact 95 % interval
    ``lower``, ``upper``; missing where nothing is known.
    """
    credited = contributions.merge(projects[["project_id", "approach"]], on="project_id")
    credited = credited.drop_duplicates(["change_id", "approach"])
    credited = credited.merge(changes[["change_id", "is_sustained"]], on="change_id")
    lasted = credited["is_sustained"].astype("boolean")
    counts = credited.assign(is_known=lasted.notna(), is_kept=lasted.fillna(False).astype(bool))
    table = counts.groupby("approach").agg(
        n_changes=("change_id", "size"), n_known=("is_known", "sum"), n_sustained=("is_kept", "sum")
    )
    table = table.reindex(approaches, fill_value=0).rename_axis("approach").reset_index()
    shares = exact_share(table["n_sustained"], table["n_known"])
    return table.join(shares.rename(columns={"rate": "sustained_rate"}))
