"""How the technique was carried out, step by step: fields filled, panels, dissent, days, checks.

After Davies and Dart 2005, The Most Significant Change Technique: of its ten steps those that leave
a trace in the tables. Raising interest (1) and revising the system (10) leave none.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.vocabulary import ANY_OTHER, VERIFIED

# The fields of a story that a teller may leave blank.
FIELDS = ("story", "significance")


def technique(
    stories: pd.DataFrame,
    accounts: pd.DataFrame,
    selections: pd.DataFrame,
    verifications: pd.DataFrame,
    change_accounts: pd.DataFrame,
    validation: pd.DataFrame,
    levels: Sequence[str],
) -> pd.DataFrame:
    """One row per ``measure``: ``n`` in its ``unit``, ``n_of`` (the most it could be) and people.

    ``stories`` comes from ``selection.stories``. ``n_people`` are those heard in the sources of the
    stories that ``n`` counts; where it counts no stories, all tellers, and ``n_of`` is missing. Of
    ``fed_back``, the respondents to whom the changes were shown, they are these.
    """
    told = accounts.merge(stories[["account_id", "n_people"]], on="account_id")
    is_top = selections["level"].eq(levels[-1]) & selections["is_chosen"]
    top = selections.loc[is_top, "account_id"]
    checked = verifications.loc[verifications["account_id"].isin(top), "account_id"]
    seen = selections.merge(
        accounts[["account_id", "date"]], on="account_id", suffixes=("", "_told")
    )
    most = told["collector_id"].mode().head(1)
    every = told["account_id"]
    is_objected = selections["dissent"].notna()
    rows = [
        _part("open", stories.loc[stories["domain"].eq(ANY_OTHER), "account_id"], every),
        _number("days_collecting", _days(told["date"]), "days"),
        *(_part(f"filled_{f}", told.loc[told[f].notna(), "account_id"], every) for f in FIELDS),
        _number("collectors", told["collector_id"].nunique(), "collectors"),
        _part("by_one_collector", told.loc[told["collector_id"].isin(most), "account_id"], every),
        _number("panels", len(selections.drop_duplicates(["level", "panel"])), "panels"),
        _number("days_to_panel", (seen["date"] - seen["date_told"]).dt.days.median(), "days"),
        _part("dissent", selections.loc[is_objected, "account_id"], selections["account_id"]),
        _part("verified_of_chosen", checked, top),
        _part("behind_changes", change_accounts["account_id"], every),
    ]
    table = pd.DataFrame([row | {"n_people": _heard(row.pop("which"), stories)} for row in rows])
    n_shown = validation["respondent_id"].nunique()
    shown = {"measure": "fed_back", "n": n_shown, "unit": "people", "n_people": n_shown}
    return pd.concat([table, pd.DataFrame([shown])], ignore_index=True)


def verified(stories: pd.DataFrame, verifications: pd.DataFrame) -> pd.DataFrame:
    """What became of the stories that somebody went to verify: one row per ``outcome``.

    Returns ``n_people`` (heard in their sources) and ``n_stories``; 0 where none had the outcome.
    """
    found = verifications[["account_id", "outcome"]].merge(stories, on="account_id")
    sources = found.drop_duplicates(["outcome", "source_id"])
    table = pd.DataFrame({
        "n_people": sources.groupby("outcome")["n_people"].sum(),
        "n_stories": found.groupby("outcome").size(),
    })  # fmt: skip
    table = table.reindex(VERIFIED, fill_value=0).astype(int)
    return table.rename_axis("outcome").reset_index()


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
