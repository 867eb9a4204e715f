"""The significant changes: whose accounts stand behind each, and the lessons drawn from them."""

from collections.abc import Sequence

import pandas as pd

from analysis.vocabulary import NOT_CONFIRMED


def standing(accounts: pd.DataFrame, verifications: pd.DataFrame) -> pd.DataFrame:
    """The accounts without those that somebody verified and could not confirm."""
    is_refuted = verifications["outcome"].eq(NOT_CONFIRMED)
    return accounts[~accounts["account_id"].isin(verifications.loc[is_refuted, "account_id"])]


def behind(
    changes: pd.DataFrame,
    change_accounts: pd.DataFrame,
    accounts: pd.DataFrame,
    interviews: pd.DataFrame,
) -> pd.DataFrame:
    """Who stands behind each change: stakeholder groups, which bear witness apart, not interviews.

    Returns one row per ``change_id`` with ``n_accounts``, ``n_groups``, ``n_states`` (that the
    accounts speak of), ``n_sources`` and ``n_people`` (heard in them); 0 without any account.
    """
    told = change_accounts.merge(accounts[["account_id", "source_id", "state"]], on="account_id")
    told = told.merge(interviews[["source_id", "group", "n_people"]], on="source_id")
    counts = told.groupby("change_id").agg(
        n_accounts=("account_id", "size"), n_groups=("group", "nunique"),
        n_states=("state", "nunique"), n_sources=("source_id", "nunique"),
    )  # fmt: skip
    once = told.drop_duplicates(["change_id", "source_id"])
    counts["n_people"] = once.groupby("change_id")["n_people"].sum()
    return counts.reindex(changes["change_id"], fill_value=0).reset_index()


def served(change_priorities: pd.DataFrame, priorities: Sequence[str]) -> pd.DataFrame:
    """How many changes serve each priority: one row per ``priority`` with ``n_changes``, or 0."""
    n = change_priorities.groupby("priority")["change_id"].nunique()
    n = n.reindex(list(priorities), fill_value=0).rename("n_changes").rename_axis("priority")
    return n.reset_index()


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
