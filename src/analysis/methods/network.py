"""Projects, other actors and changes: which changes needed several, and who worked on the same.

A change and those credited with it are a bipartite network, read by its rows and columns. Needed is
what the evaluators judge the change would not have come about without: several needed together are
more than the sum of their parts (Mackie 1965, Causes and Conditions; Mayne 2012, Evaluation 18),
as far as that judgment goes. No comparison with a world without the projects stands behind it.
"""

import pandas as pd

SEVERAL_PROJECTS = "several_projects"
PROJECT_AND_OTHER = "project_and_other"
ONE_PROJECT = "one_project"
OTHERS_ONLY = "others_only"
NONE_NEEDED = "none_needed"
NEEDS = (SEVERAL_PROJECTS, PROJECT_AND_OTHER, ONE_PROJECT, OTHERS_ONLY, NONE_NEEDED)


def needs(
    changes: pd.DataFrame, contributions: pd.DataFrame, projects: pd.DataFrame
) -> pd.DataFrame:
    """Who worked on each change, and whether it needed several: one row per ``change_id``.

    Returns ``n_projects``, ``n_others`` (other actors) and ``n_approaches`` (of the projects)
    credited; ``n_projects_needed``, ``n_others_needed``, ``n_not_judged``; and ``need``, one of
    ``NEEDS``. A project credited twice with a change counts once, as needed if one of its
    contributions is; one whose need was not judged counts as not needed.
    """
    credited = contributions.merge(
        projects[["project_id", "approach"]], on="project_id", how="left"
    )
    credited = credited.assign(
        actor=credited["project_id"].fillna(credited["contribution_id"]),
        is_project=credited["project_id"].notna(),
        is_needed=credited["is_needed"].eq(True).fillna(False).astype(bool),
        is_open=credited["is_needed"].isna(),
    )
    actors = credited.groupby(["change_id", "actor", "is_project"], as_index=False)["is_needed"]
    found = actors.any().assign(
        is_other=lambda t: ~t["is_project"],
        is_project_needed=lambda t: t["is_project"] & t["is_needed"],
        is_other_needed=lambda t: ~t["is_project"] & t["is_needed"],
    )
    counts = found.groupby("change_id").agg(
        n_projects=("is_project", "sum"), n_others=("is_other", "sum"),
        n_projects_needed=("is_project_needed", "sum"), n_others_needed=("is_other_needed", "sum"),
    )  # fmt: skip
    by_change = credited.groupby("change_id")
    counts = counts.assign(
        n_approaches=by_change["approach"].nunique(), n_not_judged=by_change["is_open"].sum()
    )
    table = counts.reindex(changes["change_id"], fill_value=0).astype(int)
    return table.assign(need=_need(table)).reset_index()


def _need(table: pd.DataFrame) -> pd.Series:
    n, others = table["n_projects_needed"], table["n_others_needed"].gt(0)
    need = pd.Series(NONE_NEEDED, table.index, dtype="object")
    need = need.mask(n.eq(0) & others, OTHERS_ONLY).mask(n.eq(1) & ~others, ONE_PROJECT)
    return need.mask(n.eq(1) & others, PROJECT_AND_OTHER).mask(n.gt(1), SEVERAL_PROJECTS)


def pairs(contributions: pd.DataFrame) -> pd.DataFrame:
    """Which projects worked on the same changes: one row per pair that shares one.

    Returns ``project_id``, ``other_project_id`` (later in the alphabet) and ``n_changes``.
    """
    credited = contributions.dropna(subset="project_id")[["change_id", "project_id"]]
    credited = credited.drop_duplicates()
    both = credited.merge(credited.rename(columns={"project_id": "other_project_id"}))
    both = both[both["project_id"] < both["other_project_id"]]
    key = ["project_id", "other_project_id"]
    return both.groupby(key, as_index=False).agg(n_changes=("change_id", "size"))
