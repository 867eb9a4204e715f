"""How likely respondents find it that changes last: a closed, ordered scale, never averaged."""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.estimation import Design, proportion


def high_levels(levels: Sequence[str]) -> list[str]:
    """The levels above the middle of the scale: two of four, two of five; the highest last."""
    return list(levels[(len(levels) + 1) // 2 :])


def lasting(answers: pd.DataFrame, levels: Sequence[str], by: str) -> pd.DataFrame:
    """Who finds it likely that changes last: one row per ``by``.

    ``answers`` has one row per ``respondent_id`` and change shown, with ``by`` and ``lasting``
    (blank: not asked or not answered); ``levels`` are in order, the lowest first. Returns
    ``n_people``, ``n_answers``, the share of the answers at each level (``<level>_share``),
    ``lasts_share`` (above the middle of the scale) and its 95 % interval ``lower``, ``upper``.

    Each respondent is one cluster, since one person's answers are alike, and the interval is that
    of Korn and Graubard 1998 (Survey Methodology 24(2)) at the effective number of answers. The
    respondents were not drawn from a population: the interval says what others exchangeable with
    those who answered could have said, and nothing of anybody else.
    """
    given = answers.dropna(subset="lasting")
    lasts = pd.Categorical(given["lasting"].isin(high_levels(levels)), categories=[False, True])
    given = given.assign(lasts=lasts)
    table = given.groupby(by, as_index=False).agg(
        n_people=("respondent_id", "nunique"), n_answers=("lasting", "size")
    )
    at_levels = pd.crosstab(given[by], given["lasting"], normalize="index")
    at_levels = at_levels.reindex(columns=levels, fill_value=0.0).add_suffix("_share")
    table = table.merge(at_levels.reset_index(), on=by)
    design = Design(psu="respondent_id")
    found = proportion(given, design, "lasts", by=[by], interval="beta")
    found = found[found["level"].eq(True)].rename(columns={"estimate": "lasts_share"})
    return table.merge(found[[by, "lasts_share", "lower", "upper"]], on=by, how="left")
