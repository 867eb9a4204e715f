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

# Answers below which a group is not heard on a change: no study may set its smallest cell lower.
FEWEST = 5
MOST, FEW = "most", "few"  # of a group's people agree: over half, or not


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


def views(answered: pd.DataFrame, fewest: int = FEWEST) -> pd.DataFrame:
    """How each group sees each change, as a class: one row per ``change_id`` and ``group``.

    ``answered`` comes from ``by_group``. Returns ``view``: most of its people agree (over half), or
    few do; missing where fewer than ``fewest`` answered, too few to speak for their group. And
    ``is_sure``: the whole interval lies on that side of a half.
    """
    view = np.where(answered["agree_share"].gt(0.5), MOST, FEW)
    is_heard = answered["n_people"].ge(max(fewest, 1))
    is_sure = answered["lower"].gt(0.5) | answered["upper"].lt(0.5)
    return answered[["change_id", "group"]].assign(
        view=pd.Series(view, answered.index, dtype="object").where(is_heard),
        is_sure=is_heard & is_sure,
    )


def across_groups(seen: pd.DataFrame) -> pd.DataFrame:
    """Whether groups see a change alike: one row per ``change_id``.

    ``seen`` comes from ``views``. Returns ``n_groups`` that speak, ``n_majority`` (of which most
    agree), and ``view``: all, some or none of the groups by majority; missing where fewer than two
    speak.
    """
    counted = seen.assign(is_heard=seen["view"].notna(), is_most=seen["view"].eq(MOST))
    table = counted.groupby("change_id", sort=False, as_index=False).agg(
        n_groups=("is_heard", "sum"), n_majority=("is_most", "sum")
    )
    n, of = table["n_majority"], table["n_groups"]
    view = np.select([n.eq(of), n.gt(0)], ["all", "some"], "none")
    return table.assign(view=pd.Series(view, table.index, dtype="object").where(of.ge(2)))


def agreement_of_groups(validation: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """How far groups agree on which changes they recognize: Krippendorff's ordinal alpha.

    A group's answer to a change is the middle one of its people's, the lower of the two where they
    are even; changes are resampled. One row with ``value``, ``lower``, ``upper``, ``undefined``
    (why there is no value) and ``n_units`` (changes that two groups or more answered).
    """
    scale = Scale.of(ANSWERS[::-1], "ordinal")
    place = {answer: number for number, answer in enumerate(scale.categories)}
    given = validation.dropna(subset="answer")
    middle = given["answer"].map(place).astype(float).groupby([given["change_id"], given["group"]])
    judged = middle.quantile(0.5, interpolation="lower").map(dict(enumerate(scale.categories)))
    judged = judged.rename("answer").rename_axis(["source_id", "coder_id"]).reset_index()
    found = agreement(judged, scale, rng, unit=("source_id",), value="answer")
    columns = ["value", "lower", "upper", "undefined", "n_units"]
    return found.loc[found["measure"].eq("alpha"), columns].reset_index(drop=True)
