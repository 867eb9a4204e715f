"""What projects and other actors contributed, how well it is supported, how far it is claimed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.methods.rubric import weakest
from analysis.settings import ClaimRule

OTHER = "other"  # stands for an actor that is no project


def contributors(
    changes: pd.DataFrame, contributions: pd.DataFrame, claims: pd.DataFrame, behind: pd.DataFrame,
    needs: pd.DataFrame, few_groups: int,
) -> pd.DataFrame:  # fmt: skip
    """Who contributed to each change: one row per ``contribution_id``.

    ``claims`` is that of the function of this name, ``behind`` that of ``changes.behind``,
    ``needs`` that of ``network.needs``. Returns ``change_id``, ``title_en``, ``contributor`` (the
    project, or "other"), ``claim``, ``is_rival_named``, ``is_needed``, ``need`` of the change and
    ``told_by``: "no account", "one group" (or "few groups", where fewer than ``few_groups`` may be
    more than one) or "several groups", of one state or several. Groups bear witness independently
    of each other, several interviews of one group do not.
    """
    table = contributions.merge(changes[["change_id", "title_en"]], on="change_id")
    table = table.merge(claims, on="contribution_id").merge(needs[["change_id", "need"]])
    table = table.merge(_told_by(behind, few_groups), on="change_id")
    table = table.assign(contributor=table["project_id"].fillna(OTHER))
    columns = [
        "contribution_id", "change_id", "title_en", "contributor", "claim", "is_rival_named",
        "is_needed", "need", "told_by",
    ]  # fmt: skip
    return table.sort_values(["change_id", "contribution_id"])[columns].reset_index(drop=True)


def _told_by(behind: pd.DataFrame, few_groups: int) -> pd.DataFrame:
    edges = [0, 1, few_groups, float("inf")]
    words = ["no account", "one group" if few_groups == 2 else "few groups", "several groups"]
    groups = pd.cut(behind["n_groups"], edges, labels=words, right=False).astype(object)
    states = behind["n_states"].gt(1).map({True: "several states", False: "one state"})
    told_by = groups.where(behind["n_groups"].eq(0), groups + ", " + states)
    return behind[["change_id"]].assign(told_by=told_by)


def claims(
    contributions: pd.DataFrame, scores: pd.DataFrame, levels: Sequence[str],
    rules: Sequence[ClaimRule],
) -> pd.DataFrame:  # fmt: skip
    """The word in which each contribution may be claimed: the first rule that its ratings meet.

    Returns one row per ``contribution_id`` with ``middle`` (the level that at least half of its
    ratings reach), ``is_rival_named`` and ``claim`` (missing where nobody rated it).
    After Mayne 2012, Contribution analysis: coming of age?, Evaluation 18, a claim is as strong as
    its weakest part and the rival explanations it leaves open; the words and rules are the study's.
    """
    number = {level: n for n, level in enumerate(levels)}
    lowest = weakest(contributions, scores, levels).set_index("contribution_id")["weakest"]
    place = scores.assign(place=scores["rating"].map(number)).groupby("contribution_id")["place"]
    middle = place.quantile(0.5, interpolation="lower").map(dict(enumerate(levels)))
    table = contributions[["contribution_id"]].assign(
        lowest=contributions["contribution_id"].map(lowest),
        middle=contributions["contribution_id"].map(middle),
        is_rival_named=contributions["rival_explanation"].notna(),
    )
    words = [_claim(row, number, rules) for row in table.itertuples(index=False)]
    found = table.assign(claim=pd.Series(words, table.index, dtype="object"))
    return found[["contribution_id", "middle", "is_rival_named", "claim"]]


def _claim(row: Any, number: dict[str, int], rules: Sequence[ClaimRule]) -> str | None:
    if pd.isna(row.lowest):
        return None
    for rule in rules:
        reaches = [
            level is None or number[found] >= number[level]
            for found, level in ((row.lowest, rule.lowest), (row.middle, rule.middle))
        ]
        if all(reaches) and (rule.allows_rival or not row.is_rival_named):
            return rule.id
    return None


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
