"""The significant changes: which stories go on to the next level, and who stands behind a change.

After Davies and Dart 2005, The Most Significant Change Technique, steps 5 (selection) and 8
(quantification): what was chosen is told beside all that was told.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.vocabulary import TOLD


def selection_steps(
    accounts: pd.DataFrame,
    selections: pd.DataFrame,
    interviews: pd.DataFrame,
    levels: Sequence[str],
    by: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """How many stories come to each step, and how many go on: quantified over all that were told.

    ``accounts`` has one row per ``account_id`` with ``source_id`` and ``direction``;
    ``selections`` one per ``level``, ``round`` and ``account_id`` with ``is_chosen``;
    ``interviews`` one per ``source_id`` with ``group`` and ``n_people``; ``levels`` are in
    order; ``by`` gives the values of a column, as they are to be told apart (none: all together).

    Returns one row per ``step`` (told, then each level) and ``by`` with ``n_people`` (heard in the
    sources of these stories), ``n_stories``, ``n_passed`` (brought to a panel; at a level: chosen)
    and ``passed_share`` (0-1). A story considered in several rounds of a level counts once, and as
    chosen if one of them chose it. Every step and value has a row: 0, and a missing share, where
    no story came so far.
    """
    is_seen = accounts["account_id"].isin(selections["account_id"])
    told = accounts[["account_id"]].assign(step=TOLD, is_passed=is_seen)
    seen = selections.groupby(["level", "account_id"], as_index=False)["is_chosen"].any()
    seen = seen.rename(columns={"level": "step", "is_chosen": "is_passed"})
    steps = pd.concat([told, seen.astype({"is_passed": bool})], ignore_index=True)
    steps = steps.merge(accounts[["account_id", "source_id", "direction"]], on="account_id")
    steps = steps.merge(interviews[["source_id", "group", "n_people"]], on="source_id")
    key = ["step", *by]
    stories = steps.groupby(key).agg(
        n_stories=("account_id", "size"), n_passed=("is_passed", "sum")
    )
    people = steps.drop_duplicates([*key, "source_id"]).groupby(key)["n_people"].sum()
    counts = people.to_frame().join(stories).reset_index()
    table = _grid({"step": [TOLD, *levels], **by}).merge(counts, on=key, how="left").fillna(0)
    table = table.astype({"n_people": int, "n_stories": int, "n_passed": int})
    some = table["n_stories"].where(table["n_stories"].gt(0))
    return table.assign(passed_share=table["n_passed"] / some)


def _grid(values: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row per combination of the values, in their order."""
    return pd.MultiIndex.from_product(values.values(), names=values).to_frame(index=False)


def by_domain_and_type(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per ``domain`` and ``outcome_type`` of a change, with ``n_changes``.

    A pair without a change has no row.
    """
    return changes.groupby(["domain", "outcome_type"], as_index=False).agg(
        n_changes=("change_id", "size")
    )


def behind(
    changes: pd.DataFrame,
    change_accounts: pd.DataFrame,
    accounts: pd.DataFrame,
    interviews: pd.DataFrame,
) -> pd.DataFrame:
    """Who stands behind each change: stakeholder groups, which bear witness apart, not interviews.

    Returns one row per ``change_id`` with ``n_groups``, ``n_sources`` and ``n_people`` (heard in
    them); 0 where no account is linked.
    """
    told = change_accounts.merge(accounts[["account_id", "source_id"]], on="account_id")
    told = told.drop_duplicates(["change_id", "source_id"])
    told = told.merge(interviews[["source_id", "group", "n_people"]], on="source_id")
    counts = told.groupby("change_id").agg(
        n_groups=("group", "nunique"), n_sources=("source_id", "size"), n_people=("n_people", "sum")
    )
    return counts.reindex(changes["change_id"], fill_value=0).reset_index()


def lessons_drawn(
    lessons: pd.DataFrame, lesson_changes: pd.DataFrame, language: str = "en"
) -> pd.DataFrame:
    """The lessons in one language: one row per ``lesson_id`` and the changes it was drawn from.

    Returns ``lesson_type``, ``lesson`` (its text), ``conditions``, ``counter_example``
    (missing where none was named) and ``drawn_from``, the ids of its changes in words (blank where
    there is none).
    """
    ids = lesson_changes.sort_values("change_id").groupby("lesson_id")["change_id"].agg(", ".join)
    parts = {"text": "lesson", "conditions": "conditions", "counter_example": "counter_example"}
    named = lessons.rename(columns={f"{part}_{language}": name for part, name in parts.items()})
    drawn_from = named["lesson_id"].map(ids).fillna("")
    return named[["lesson_id", "lesson_type", *parts.values()]].assign(drawn_from=drawn_from)
