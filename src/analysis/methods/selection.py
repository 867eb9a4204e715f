"""Which stories go on to the next level, whose they are, and why they were chosen.

After Davies and Dart 2005, The Most Significant Change Technique, steps 5 (selection), 7
(verification), 8 (quantification) and 9 (meta-monitoring): what was chosen is told beside all that
was told.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from scipy import stats

from analysis.methods import counts, strata
from analysis.vocabulary import ALL_FEMALE, ALL_MALE, ANY_OTHER, MIXED, SEXES, TOLD

STRATA = ["level", "round", "panel"]


def stories(
    accounts: pd.DataFrame, interviews: pd.DataFrame, participants: pd.DataFrame, smallest_cell: int
) -> pd.DataFrame:
    """Each story with what it tells and who told it: one row per ``account_id``.

    Returns ``source_id``, ``n_people`` (heard in the source), ``domain`` (``any_other`` where the
    teller chose none), ``direction``, ``group``, ``sex`` (of all who told it, or mixed; those who
    did not say are mixed) and ``heard``, a class of the people heard in its state. The state itself
    is left out: too few stand behind it for any number to leave.
    """
    in_state = interviews.groupby("state")["n_people"].transform("sum")
    tellers = interviews[["source_id", "group", "n_people"]].assign(
        heard=counts.in_classes(in_state, smallest_cell)["heard"],
        sex=interviews["source_id"].map(_sexes(participants)).astype(object).fillna(MIXED),
    )
    told = accounts[["account_id", "source_id", "domain", "direction"]]
    return told.assign(domain=told["domain"].fillna(ANY_OTHER)).merge(tellers, on="source_id")


def _sexes(participants: pd.DataFrame) -> pd.Series:
    sexes = participants.groupby("source_id")["sex"].agg(set)
    alone = {frozenset(SEXES[:1]): ALL_FEMALE, frozenset(SEXES[1:2]): ALL_MALE}
    return sexes.map(lambda found: alone.get(frozenset(found), MIXED)).astype(object)


def steps(
    stories: pd.DataFrame,
    selections: pd.DataFrame,
    levels: Sequence[str],
    by: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """How many stories come to each step, and how many go on: quantified over all that were told.

    ``stories`` comes from the function of this name; ``selections`` has one row per ``level``,
    ``round`` and ``account_id`` with ``is_chosen``; ``levels`` are in order; ``by`` gives the
    values of a column, as they are to be told apart (none: all together).

    Returns one row per ``step`` (told, then each level) and ``by`` with ``n_people`` (heard in the
    sources of these stories), ``n_stories``, ``n_passed`` (brought to a panel; at a level: chosen)
    and ``passed_share`` (0-1). A story considered in several rounds of a level counts once, and as
    chosen if one of them chose it. Every step and value has a row: 0, and a missing share, where
    no story came so far.
    """
    is_seen = stories["account_id"].isin(selections["account_id"])
    told = stories[["account_id"]].assign(step=TOLD, is_passed=is_seen)
    seen = selections.groupby(["level", "account_id"], as_index=False)["is_chosen"].any()
    seen = seen.rename(columns={"level": "step", "is_chosen": "is_passed"})
    steps = pd.concat([told, seen.astype({"is_passed": bool})], ignore_index=True)
    steps = steps.merge(stories, on="account_id")
    key = ["step", *by]
    found = steps.groupby(key).agg(n_stories=("account_id", "size"), n_passed=("is_passed", "sum"))
    table = _grid({"step": [TOLD, *levels], **by})
    table = table.merge(people(steps, key), on=key, how="left")
    table = table.merge(found.reset_index(), on=key, how="left").fillna(0)
    table = table.astype({"n_people": int, "n_stories": int, "n_passed": int})
    some = table["n_stories"].where(table["n_stories"].gt(0))
    return table.assign(passed_share=table["n_passed"] / some)


def _grid(values: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row per combination of the values, in their order."""
    return pd.MultiIndex.from_product(values.values(), names=values).to_frame(index=False)


def people(stories: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """``n_people`` heard in the sources of the stories of each ``key``; a source counts once."""
    sources = stories.drop_duplicates([*key, "source_id"])
    return sources.groupby(key, as_index=False)["n_people"].sum()


def favored(
    stories: pd.DataFrame,
    selections: pd.DataFrame,
    levels: Sequence[str],
    kinds: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Whether a level chose the stories of one kind more readily than those of the others.

    ``kinds`` gives the values to be tested of each column of ``stories``. A panel compares the
    stories of one round, so each round and panel is a stratum: of those considered there, the ones
    chosen are drawn without regard to the kind if nothing is favored.

    Returns one row per ``step`` (a level), ``question`` (the column) and ``kind``: ``n_people`` and
    ``n_stories`` of the kind considered, ``n_passed`` of it, the common ``odds_ratio`` of being
    chosen with ``lower`` and ``upper``, the exact two-sided ``p_value``, and ``q_value``, adjusted
    over the levels and kinds of a question for how many were tried (Benjamini and Hochberg 1995,
    Journal of the Royal Statistical Society B 57). Missing where no choice could have been another.
    """
    seen = selections.merge(stories, on="account_id")
    rows = [
        {"step": level, "question": question, "kind": kind}
        | _of_kind(seen[seen["level"].eq(level)], question, kind)
        for question, values in kinds.items() for level in levels for kind in values
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    adjusted = table.dropna(subset="p_value").groupby("question")["p_value"]
    return table.assign(q_value=adjusted.transform(stats.false_discovery_control))


def _of_kind(seen: pd.DataFrame, question: str, kind: str) -> dict[str, float]:
    is_kind = seen[question].eq(kind)
    told = strata.tables(is_kind, seen["is_chosen"], seen[STRATA])
    n_people = seen[is_kind].drop_duplicates("source_id")["n_people"].sum()
    passed, stayed = told[:, :2].sum(axis=0) if len(told) else (0, 0)
    return {
        "n_people": int(n_people), "n_stories": int(passed + stayed), "n_passed": int(passed),
        **strata.odds_ratio(told), "p_value": strata.exact_p(told),
    }  # fmt: skip


def reasons(
    stories: pd.DataFrame,
    selections: pd.DataFrame,
    levels: Sequence[str],
    criteria: Sequence[str],
) -> pd.DataFrame:
    """Why stories were chosen: one row per ``step`` (a level) and ``criterion`` that decided.

    Returns ``n_people``, ``n_stories`` chosen for it and ``reason_share``, of those the level chose
    (0-1; missing where it chose none). A story chosen in two rounds counts in each.
    """
    chosen = selections[selections["is_chosen"]].rename(columns={"level": "step"})
    chosen = chosen.merge(stories, on="account_id")
    key = ["step", "criterion"]
    found = chosen.groupby(key, as_index=False).agg(n_stories=("account_id", "size"))
    table = _grid({"step": list(levels), "criterion": list(criteria)})
    table = table.merge(people(chosen, key), on=key, how="left").merge(found, on=key, how="left")
    table = table.fillna(0).astype({"n_people": int, "n_stories": int})
    in_all = table.groupby("step")["n_stories"].transform("sum")
    return table.assign(reason_share=table["n_stories"] / in_all.where(in_all.gt(0)))
