"""The selection of stories: no level skipped, no choice without reason or before it was told."""

import pandas as pd

from analysis.faults import Fault
from analysis.study import Study

STORY = ["round", "account_id"]
NEVER_REACHED = "the story was not chosen at the level below in this round"
ADD_BELOW = "Add the choice at the level below, or remove the row."
BEFORE_TOLD = "before the story was collected"
CORRECT_DAY = "Correct this day, or the day the story was collected."
GIVE_REASON = "Write down why the panel chose it, and the criterion that decided."


def faults(selections: pd.DataFrame, study: Study) -> list[Fault]:
    """Every story at a level it never reached, and every choice without reason or criterion.

    ``selections`` has one row per ``level``, ``round`` and ``account_id``, with ``is_chosen``;
    a row whose level, round or story is blank or off its list is left to the declaration.
    """
    return [*_never_reached(selections, study), *_without_reason(selections)]


def before_told(rows: pd.DataFrame, accounts: pd.DataFrame) -> list[Fault]:
    """Every row that does something with a story (``account_id``, ``date``) before it was told."""
    told = accounts.drop_duplicates("account_id").set_index("account_id")["date"]
    is_early = rows["date"].lt(rows["account_id"].map(told))
    return [
        Fault("", BEFORE_TOLD, row=row, column="date", cure=CORRECT_DAY)
        for row in rows.index[is_early]
    ]


def _never_reached(selections: pd.DataFrame, study: Study) -> list[Fault]:
    order = {level: place for place, level in enumerate(study.closed("selection_levels"))}
    known = selections.assign(place=selections["level"].map(order)).dropna(subset=[*STORY, "place"])
    chosen = known[known["is_chosen"].eq(True)]
    reached = set(zip(chosen["place"] + 1, chosen["round"], chosen["account_id"], strict=True))
    higher = known[known["place"].gt(0)]
    places = zip(higher["place"], higher["round"], higher["account_id"], strict=True)
    return [
        Fault("", NEVER_REACHED, row=row, column="level", cure=ADD_BELOW)
        for row, place in zip(higher.index, places, strict=True)
        if place not in reached
    ]


def _without_reason(selections: pd.DataFrame) -> list[Fault]:
    chosen = selections[selections["is_chosen"].eq(True)]
    return [
        Fault("", "chosen, so it must be given", row=row, column=column, cure=GIVE_REASON)
        for column in ("criterion", "choice_reason")
        for row in chosen.index[chosen[column].isna()]
    ]
