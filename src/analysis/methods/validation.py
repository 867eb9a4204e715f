"""How far each stakeholder group recognizes each change, and how far the groups agree.

Respondents answer about several changes, so the rows of one group are not independent of each
other; within a change each person answers once. An interval speaks of people exchangeable with
those who answered.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.agreement import Scale, agreement
from analysis.methods.shares import wilson_share
from analysis.vocabulary import ANSWERS


def by_group(
    validation: pd.DataFrame, changes: pd.DataFrame, groups: Sequence[str]
) -> pd.DataFrame:
    """The answers of each group to each change: one row per ``change_id`` and ``group``.

    ``validation`` has one row per respondent and change shown, with ``answer`` (missing: not
    answered). Returns ``n_shown``, ``n_people`` (who answered), ``n_agree`` and ``agree_share``
    (0-1) with its score interval ``lower``, ``upper``; missing where nobody answered. A group that
    was not shown a change has a row of zeros.
    """
    key = ["change_id", "group"]
    given = validation.assign(
        is_answer=validation["answer"].notna(), is_agree=validation["answer"].eq(ANSWERS[0])
    )
    counted = given.groupby(key).agg(
        n_shown=("respondent_id", "size"),
        n_people=("is_answer", "sum"),
        n_agree=("is_agree", "sum"),
    )
    grid = pd.MultiIndex.from_product([changes["change_id"], groups], names=key)
    table = counted.reindex(grid, fill_value=0).astype(int).reset_index()
    share = wilson_share(table["n_agree"], table["n_people"])
    return table.join(share.rename(columns={"rate": "agree_share"}))


def across_groups(answered: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Whether groups see a change alike: one row per ``change_id``.

    ``answered`` comes from ``by_group``; groups with fewer than ``fewest`` answers are left out, as
    too few to speak for theirs. Returns ``n_groups`` that speak, ``n_majority`` (of whom over half
    agree), ``lowest_share`` and ``highest_share`` of those that agree, and ``view``: all, some or
    none of the groups by majority; missing where fewer than two speak.
    """
    speaking = answered[answered["n_people"].ge(max(fewest, 1))]
    speaking = speaking.assign(is_majority=speaking["agree_share"].gt(0.5))
    found = speaking.groupby("change_id").agg(
        n_groups=("group", "size"), n_majority=("is_majority", "sum"),
        lowest_share=("agree_share", "min"), highest_share=("agree_share", "max"),
    )  # fmt: skip
    table = found.reindex(answered["change_id"].unique())
    table = table.fillna({"n_groups": 0, "n_majority": 0}).astype(
        {"n_groups": int, "n_majority": int}
    )
    n, of = table["n_majority"], table["n_groups"]
    view = np.select([n.eq(of), n.gt(0)], ["all", "some"], "none")
    view = pd.Series(view, table.index, dtype="object").where(of.ge(2))
    return table.assign(view=view).rename_axis("change_id").reset_index()


def agreement_of_groups(validation: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """How far groups agree on which changes they recognize: Krippendorff's ordinal alpha.

    A group's answer to a change is the middle one of its people's, the lower of the two where they
    are even; changes are resampled. One row with ``value``, ``lower``, ``upper``, ``undefined``
    (why there is no value) and ``n_units`` (changes that two groups or more answered).
    """
    scale = Scale.of(ANSWERS[::-1], "ordinal")
    place = {answer: number for number, answer in enumerate(scale.categories)}
    given = validation.dropna(subset="answer")
    middle = given["answer"].map(place).groupby([given["change_id"], given["group"]])
    judged = middle.quantile(0.5, interpolation="lower").map(dict(enumerate(scale.categories)))
    judged = judged.rename("answer").rename_axis(["source_id", "coder_id"]).reset_index()
    found = agreement(judged, scale, rng, unit=("source_id",), value="answer")
    columns = ["value", "lower", "upper", "undefined", "n_units"]
    return found.loc[found["measure"].eq("alpha"), columns].reset_index(drop=True)
