"""What stands beside both lines in a joint display: a third line, themes, context, and the ids."""

import pandas as pd

from analysis.methods.meta_inference import meaning
from analysis.vocabulary import (
    CONTEXT,
    LEVELS,
    OPEN,
    OUTCOME,
    RECOGNIZING,
    UNDETERMINED,
)

WAYS = ["people_way", "indicators_way"]


def recognized(validation: pd.DataFrame, changes: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """The third line: share of the answers that recognize a domain's changes, wholly or partly.

    ``validation`` has one row per respondent and change shown, with ``answer`` (missing: not
    answered); ``changes`` the domain of each change. A change that fewer than ``fewest`` people
    answered is left out: its share is shown nowhere, and that of its domain less those of the
    others would give it away.

    Returns one row per ``domain`` with such a change: ``n_people`` (respondents), ``n_answers``
    and ``recognized_share`` (0-1).
    """
    given = validation.dropna(subset="answer").merge(changes[["change_id", "domain"]])
    n_people = given.groupby("change_id")["respondent_id"].transform("nunique")
    given = given[n_people.ge(fewest)].assign(is_recognized=lambda t: t["answer"].isin(RECOGNIZING))
    return given.groupby("domain", as_index=False).agg(
        n_people=("respondent_id", "nunique"), n_answers=("answer", "size"),
        recognized_share=("is_recognized", "mean"),
    )  # fmt: skip


def behind(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The ids that a domain's row rests on: its changes and its outcome indicators.

    Returns one row per ``domain`` and ``evidence_id``.
    """
    outcomes = indicators[indicators["role"].eq(OUTCOME)]
    parts = [
        changes.rename(columns={"change_id": "evidence_id"}),
        outcomes.rename(columns={"indicator_id": "evidence_id"}),
    ]
    ids = [part[["domain", "evidence_id"]].sort_values("evidence_id") for part in parts]
    return pd.concat(ids, ignore_index=True).dropna()


def beside(indicators: pd.DataFrame, changed: pd.DataFrame, country: str) -> pd.DataFrame:
    """The context indicators of each domain, which no verdict counts.

    ``changed`` has one row per ``indicator_id`` and ``place`` with ``change``, in the indicator's
    own unit. Returns ``domain``, ``indicator_id``, ``unit`` and the country's ``change``, missing
    where the indicator shows none.
    """
    context = indicators.loc[indicators["role"].eq(CONTEXT)].dropna(subset="domain")
    whole = changed.loc[changed["place"].eq(country), ["indicator_id", "change"]]
    return context[["domain", "indicator_id", "unit"]].merge(whole, how="left")


def state_types(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Types of state: those with the same verdicts, and the same ways, in all domains.

    ``cells`` has one row per ``state`` and ``domain`` with ``verdict``, ``level``, ``people_way``
    and ``indicators_way``. A verdict counts as what it means for the ways (agreement as same
    direction), declared and likely as one, and whatever has no verdict as undetermined.

    Returns one row per ``type_id`` and ``domain`` with the verdict, its weakest ``level`` in the
    type and the ways; and one row per ``state`` with its ``type_id``. Types stand by their number
    of domains with a verdict, then of states.
    """
    held = _as_meanings(cells).sort_values(["state", "domain"])
    said = held["domain"].str.cat([held[c].fillna("") for c in ("verdict", *WAYS)], sep=" ")
    patterns = said.groupby(held["state"]).agg(";".join).rename("pattern").reset_index()
    n_said = held["level"].ne(OPEN).groupby(held["state"]).sum().rename("n_said")
    patterns = patterns.merge(n_said, on="state")
    patterns["n_states"] = patterns.groupby("pattern")["state"].transform("size")
    order = ["n_said", "n_states", "pattern", "state"]
    patterns = patterns.sort_values(order, ascending=[False, False, True, True])
    number = patterns["pattern"].map({p: n for n, p in enumerate(patterns["pattern"].unique())})
    states = patterns[["state"]].assign(type_id=number.map(lambda n: f"T{n + 1:02d}"))
    of_type = held.merge(states, on="state").sort_values("rank")
    of_type = of_type.drop_duplicates(["type_id", "domain"], keep="last")
    kept = ["type_id", "domain", "verdict", "level", *WAYS]
    types = of_type.sort_values(["type_id", "domain"])[kept].reset_index(drop=True)
    return types, states.reset_index(drop=True)


def _as_meanings(cells: pd.DataFrame) -> pd.DataFrame:
    """Each cell as the meaning it holds; ``rank`` of its level, the surest first."""
    is_open = cells["level"].eq(OPEN)
    said = zip(*(cells[column] for column in ("verdict", *WAYS)), strict=True)
    verdict = pd.Series([meaning(*row) for row in said], cells.index, dtype="str")
    ways = {way: cells[way].mask(is_open) for way in WAYS}
    rank = cells["level"].map({level: n for n, level in enumerate(LEVELS)})
    return cells.assign(verdict=verdict.mask(is_open, UNDETERMINED), rank=rank, **ways)
