"""How the technique was carried out, step by step: fields filled, panels, dissent, days, checks.

After Davies and Dart 2005, The Most Significant Change Technique: of its ten steps those that leave
a trace in the tables. Raising interest (1) and revising the system (10) leave none.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.vocabulary import ANY_OTHER, NOT_POSSIBLE, VERIFIED

# The fields of a story that a teller may leave blank.
FIELDS = ("story", "significance")


def technique(
    stories: pd.DataFrame,
    accounts: pd.DataFrame,
    selections: pd.DataFrame,
    verifications: pd.DataFrame,
    change_accounts: pd.DataFrame,
    levels: Sequence[str],
) -> pd.DataFrame:
    """One row per ``measure``: ``n`` in its ``unit``, ``n_of`` (the most it could be) and people.

    ``stories`` comes from ``selection.stories``. ``n_people`` are those heard in the sources of the
    stories that ``n`` counts; where it counts no stories, all tellers, and ``n_of`` is missing.
    """
    told = accounts.merge(stories[["account_id", "n_people"]], on="account_id")
    is_top = selections["level"].eq(levels[-1]) & selections["is_chosen"]
    top = selections.loc[is_top, "account_id"]
    is_last = verifications["account_id"].isin(top)
    tried = verifications[verifications["outcome"].ne(NOT_POSSIBLE)]
    seen = selections.merge(
        accounts[["account_id", "date"]], on="account_id", suffixes=("", "_told")
    )
    is_open = stories["domain"].eq(ANY_OTHER)
    rows = [_part("open", stories.loc[is_open, "account_id"], told["account_id"])]
    rows += [
        _part(f"filled_{field}", told.loc[told[field].notna(), "account_id"], told["account_id"])
        for field in FIELDS
    ]
    most = told["collector_id"].mode()
    by_most = told.loc[told["collector_id"].isin(most.head(1)), "account_id"]
    rows += [
        _number("collectors", told["collector_id"].nunique(), "collectors"),
        _part("by_one_collector", by_most, told["account_id"]),
        _number("days_collecting", _days(told["date"]), "days"),
        _number("panels", selections.drop_duplicates(["level", "panel"]).shape[0], "panels"),
        _number("days_to_panel", (seen["date"] - seen["date_told"]).dt.days.median(), "days"),
        _part("dissent", selections.loc[selections["dissent"].notna(), "account_id"],
              selections["account_id"]),
        _part("verified_of_chosen", verifications.loc[is_last, "account_id"], top),
    ]  # fmt: skip
    rows += [
        _part(f"verified_{outcome}", tried.loc[tried["outcome"].eq(outcome), "account_id"],
              tried["account_id"])
        for outcome in VERIFIED if outcome != NOT_POSSIBLE
    ]  # fmt: skip
    rows.append(_part("behind_changes", change_accounts["account_id"], told["account_id"]))
    return pd.DataFrame([row | {"n_people": _heard(row.pop("which"), stories)} for row in rows])


def _part(measure: str, which: pd.Series, of: pd.Series) -> dict:
    """Stories out of stories; one that stands in several rows counts once."""
    return {"measure": measure, "n": float(which.nunique()), "n_of": float(of.nunique()),
            "unit": "stories", "which": which}  # fmt: skip


def _number(measure: str, n: float, unit: str) -> dict:
    return {"measure": measure, "n": float(n), "n_of": None, "unit": unit, "which": None}


def _days(dates: pd.Series) -> float:
    """From the first day to the last, both counted."""
    return (dates.max() - dates.min()).days + 1 if len(dates) else 0.0


def _heard(which: pd.Series | None, stories: pd.DataFrame) -> int:
    told = stories if which is None else stories[stories["account_id"].isin(which)]
    return int(told.drop_duplicates("source_id")["n_people"].sum())
