"""The figures of a calibration as its exhibits show them: one question, one table.

``scope`` is what a figure is of: a single state, a region, or all studied states together.
"""

import pandas as pd

from analysis.calibration.judging import LEVELS, LINES
from analysis.calibration.scenarios import (
    BREAKING,
    MATCHING,
    SCENARIOS,
    SHOWN,
    SPREAD,
    WITHOUT_ERROR,
)
from analysis.calibration.scoring import DOMAIN, DOMAINS, STORIES, STORY
from analysis.calibration.targets import NULLS, POWER, judged
from analysis.vocabulary import ALL_STATES, DECLARED, LIKELY, REGION, STATE

WHICH = ["generator", "scenario", "says"]
# Whether an effect of this size, in both lines, is seen is what a reader is told first.
CLEAR = "E50_x1"
LINKED = "P1w_linked_70"


def coverage(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of 95 % intervals that hold the truth: by truth, line (``of``) and ``scope``."""
    is_shown = figures["score"].eq("coverage") & figures["of"].isin(LINES)
    rows = figures[is_shown & figures["level"].eq("") & figures["place"].isin([STATE, ALL_STATES])]
    return _named(rows)[[*WHICH, "of", "scope", "value", "error"]]


def verdicts(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of states with a false story, and of verdicts that are right: ``score``, ``level``."""
    of = figures["score"].map({"false": STORY, "right": "any"})
    rows = figures[figures["of"].eq(of) & figures["place"].eq(STATE)]
    return _named(rows)[[*WHICH, "score", "level", "value", "error"]]


def reliability(figures: pd.DataFrame) -> pd.DataFrame:
    """By tenth of the stated probability of a meaning (``of``), how often it was ``found`` true."""
    keys = ["generator", "of", "level"]
    is_shown = figures["scenario"].eq(SPREAD) & figures["of"].isin(STORIES)
    rows = figures[is_shown].set_index(keys)
    found = rows[rows["score"].eq("found")][["value", "error"]].rename(columns={"value": "found"})
    stated = rows.loc[rows["score"].eq("stated"), "value"].rename("stated")
    return found.join(stated).reset_index()[["generator", "of", "stated", "found", "error"]]


def power(figures: pd.DataFrame) -> pd.DataFrame:
    """Share of places with a verdict by ``effect`` of both lines and ``times`` the interviews."""
    rows = figures[figures["score"].eq("power") & figures["generator"].eq(MATCHING)]
    rows = rows.assign(
        effect=rows["scenario"].map(lambda name: SCENARIOS[name].effect),
        times=rows["scenario"].map(lambda name: SCENARIOS[name].times),
    )
    rows = rows.dropna(subset="effect")
    rows = rows[rows["level"].isin(LEVELS) & rows["place"].isin([STATE, REGION, ALL_STATES])]
    rows = rows.rename(columns={"place": "scope"})
    return rows[["scope", "level", "effect", "times", "value", "error"]].reset_index(drop=True)


def held_to(figures: pd.DataFrame) -> pd.DataFrame:
    """Every target as ``targets.judged`` has it, and the truth of its worst figure: ``where``.

    ``is_within_error`` where it misses by no more than two Monte Carlo errors. Of the power under
    one truth only the kind of place that falls shortest stands here.
    """
    table = judged(figures)
    is_power = table["score"].eq(POWER)
    worst = table[is_power].groupby("scenario", sort=False)["short"].idxmax()
    table = pd.concat([table[~is_power], table.loc[worst]], ignore_index=True)
    where = table["scenario"].map(_planted)
    within = table["short"].le(2 * table["error"].fillna(0))
    columns = ["target", "says", "where", "value", "error", "least", "most", "is_reached"]
    table = table.assign(where=where, is_within_error=within)
    return table[[*columns, "is_within_error"]]


def told(figures: pd.DataFrame) -> dict[str, float]:
    """The figures that the text tells, in percent, by the name of their finding; blank if absent.

    Where nothing else is said they are of truth drawn at random, and of single states;
    ``false_nothing`` is the worst of the truths in which nothing is planted, ``broken_*`` of the
    generator that breaks the assumptions.
    """
    wanted = {
        "coverage_people": ("coverage", "direction", STATE, "", SPREAD),
        "coverage_indicators": ("coverage", "change", STATE, "", SPREAD),
        "coverage_far": ("coverage", "direction", STATE, "far", SPREAD),
        "right": ("right", "any", STATE, DECLARED, SPREAD),
        "verdict_at_random": (POWER, "any", STATE, DECLARED, SPREAD),
        "verdict_at_random_domains": (POWER, "any", ALL_STATES, DECLARED, SPREAD),
        "verdict_clear": (POWER, "any", STATE, DECLARED, CLEAR),
        "verdict_clear_regions": (POWER, "any", REGION, DECLARED, CLEAR),
        "verdict_clear_domains": (POWER, "any", ALL_STATES, DECLARED, CLEAR),
        "linked_domain": ("rejected", "agreement", DOMAIN, "0.05", LINKED),
        "linked_domains": ("rejected", "agreement", DOMAINS, "0.05", LINKED),
    }
    broken = {
        "broken_coverage_people": ("coverage", "direction", STATE, "", SPREAD),
        "broken_coverage_indicators": ("coverage", "change", STATE, "", SPREAD),
        "broken_right": ("right", "any", STATE, DECLARED, SPREAD),
    }
    keys = ["score", "of", "place", "level", "scenario"]
    value = figures.set_index(["generator", *keys])["value"]
    found = {name: value.get((MATCHING, *key)) for name, key in wanted.items()}
    found |= {name: value.get((BREAKING, *key)) for name, key in broken.items()}
    nothing = [value.get((MATCHING, "false", STORY, STATE, LIKELY, name)) for name in NULLS]
    found["false_nothing"] = pd.Series(nothing, dtype=float).max()
    return {name: 100 * part for name, part in pd.Series(found, dtype=float).items()}


def _planted(name: str) -> str:
    """A truth as a row of the targets has it."""
    scenario = SCENARIOS[name]
    if scenario.effect:
        return f"both lines {scenario.effect:g}, interviews × {scenario.times}"
    says = SCENARIOS[name.removesuffix(WITHOUT_ERROR)].says
    return says if scenario.coders_err else f"{says}, coders right"


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The truths that every figure shows, in their order, each with what it ``says``."""
    rows = rows[rows["scenario"].isin(SHOWN)].rename(columns={"place": "scope"})
    rows = rows.assign(says=rows["scenario"].map(lambda name: SCENARIOS[name].says))
    order = rows["scenario"].map(SHOWN.index)
    return rows.assign(order=order).sort_values("order", kind="stable").reset_index(drop=True)
