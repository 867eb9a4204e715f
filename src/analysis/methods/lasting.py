"""How likely respondents find it that changes last: a closed, ordered scale, never averaged."""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.estimation import Design, proportion

FEWEST_CLUSTERS = 2  # one respondent alone says nothing of how far respondents differ


def high_levels(levels: Sequence[str]) -> list[str]:
    """The levels above the middle of the scale: two of four, two of five; the highest last."""
    return list(levels[(len(levels) + 1) // 2 :])


def lasting(answers: pd.DataFrame, levels: Sequence[str], by: str) -> pd.DataFrame:
    """Who finds it likely that changes last: one row per ``by``.

    ``answers`` has one row per ``respondent_id`` and change shown, with ``by`` and ``lasting``
    (blank: not asked or not answered); ``levels`` are in order, the lowest first. Returns
    ``n_people``, ``n_answers``, the share of the answers at each level (``<level>_share``),
    ``lasts_share`` (above the middle of the scale) and its 95 % interval ``lower``, ``upper``,
    missing where a single person answered.

    Each respondent is one cluster, since one person's answers are alike, and the interval is that
    of Korn and Graubard 1998 (Survey Methodology 24(2)) at the effective number of answers. The
    respondents were not drawn from a population: the interval says what others exchangeable with
    those who answered could have said, and nothing of anybody else.
    """
    given = answers.dropna(subset="lasting")
    given = given.assign(lasts=given["lasting"].isin(high_levels(levels)))
    table = given.groupby(by, as_index=False).agg(
        n_people=("respondent_id", "nunique"), n_answers=("lasting", "size"),
        lasts_share=("lasts", "mean"),
    )  # fmt: skip
    at_levels = pd.crosstab(given[by], given["lasting"], normalize="index")
    at_levels = at_levels.reindex(columns=levels, fill_value=0.0).add_suffix("_share")
    table = table.merge(at_levels.reset_index(), on=by, how="left")
    return table.merge(_intervals(given, by), on=by, how="left")


def _intervals(given: pd.DataFrame, by: str) -> pd.DataFrame:
    """``lower`` and ``upper`` by ``by``; no rows where fewer than two people answered at all."""
    if given["respondent_id"].nunique() < FEWEST_CLUSTERS:
        return pd.DataFrame({by: given[by].head(0), "lower": [], "upper": []})
    lasts = pd.Categorical(given["lasts"], categories=[False, True])
    design = Design(psu="respondent_id")
    found = proportion(given.assign(lasts=lasts), design, "lasts", by=[by], interval="beta")
    return found.loc[found["level"].eq(True), [by, "lower", "upper"]]
