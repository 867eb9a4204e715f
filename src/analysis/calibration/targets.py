"""What the method is held to, and whether a calibration reached it.

The targets bind where the generator matches the model; docs/methods.md argues them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.calibration.judging import MEANINGS, STORIES, STORY
from analysis.calibration.scenarios import MATCHING
from analysis.vocabulary import ALL_STATES, DECLARED, LIKELY, REGION, STATE

SPREAD = "R"  # the scenario with the declared spread of truths
EVERY = ()  # every scenario but those that have a target of their own
APART = ("two_kinds",)
POWER_SLACK = 0.03


@dataclass(frozen=True)
class Target:
    """A figure and its bounds; the worst of several scenarios or things measured must keep them."""

    name: str
    score: str
    of: Sequence[str]
    scenarios: Sequence[str]
    place: str = STATE
    level: str = ""
    least: float | None = None
    most: float | None = None


def _power(scenario: str, place: str, level: str, published: float) -> Target:
    return Target(f"power_{scenario}_{place}_{level}", "power", ("any",), (scenario,), place, level,
                  least=round(published - POWER_SLACK, 3))  # fmt: skip


BOTH = ("direction", "change")
NULLS, EDGES = ("N0", "N1", "N2"), ("B1", "B2", "P1", "P2")
TARGETS = (
    Target("coverage_direction", "coverage", ("direction",), (SPREAD,), least=0.935, most=0.965),
    Target("coverage_change", "coverage", ("change",), (SPREAD,), least=0.935, most=0.965),
    Target("coverage_prominence", "coverage", ("prominence",), (SPREAD,), least=0.935, most=0.97),
    Target("coverage_domain_direction", "coverage", ("direction",), (SPREAD,), ALL_STATES,
           least=0.935, most=0.965),
    Target("coverage_domain_change", "coverage", ("change",), (SPREAD,), ALL_STATES,
           least=0.935, most=0.965),
    Target("coverage_every_scenario", "coverage", (*BOTH, "prominence"), EVERY, least=0.93),
    Target("coverage_every_domain", "coverage", BOTH, EVERY, ALL_STATES, least=0.93),
    Target("coverage_two_kinds", "coverage", ("direction",), APART, least=0.90),
    Target("false_where_nothing", "false", (STORY,), NULLS, level=LIKELY, most=0.005),
    Target("false_at_edges", "false", STORIES, EDGES, level=DECLARED, most=0.025),
    Target("clumped_at_edges", "clumped", ("any",), EDGES, "study", DECLARED, most=0.10),
    *(Target(f"right_{meaning}_{level}", "right", (meaning,), (SPREAD,), level=level, least=least)
      for meaning in STORIES for level, least in ((LIKELY, 0.77), (DECLARED, 0.87))),
    Target("counts", "count_coverage", MEANINGS[:1], EVERY, ALL_STATES, least=0.93),
    _power("P1", STATE, LIKELY, 0.57), _power("P1", STATE, DECLARED, 0.35),
    _power("P1", REGION, LIKELY, 0.91),
    _power("P1", ALL_STATES, LIKELY, 0.98), _power("P1", ALL_STATES, DECLARED, 0.94),
    _power("P1w", STATE, LIKELY, 0.17), _power("P1w", STATE, DECLARED, 0.06),
    _power("P1w", REGION, LIKELY, 0.40),
    _power("P1w", ALL_STATES, LIKELY, 0.59), _power("P1w", ALL_STATES, DECLARED, 0.42),
    _power("M_linked_50", STATE, LIKELY, 0.23), _power("M_linked_50", STATE, DECLARED, 0.13),
    _power("M_linked_50", REGION, LIKELY, 0.44),
    _power("M_linked_50", ALL_STATES, LIKELY, 0.66),
    _power("M_linked_50", ALL_STATES, DECLARED, 0.48),
    _power("R", STATE, LIKELY, 0.16), _power("R", STATE, DECLARED, 0.07),
    _power("R", REGION, LIKELY, 0.32),
    _power("R", ALL_STATES, LIKELY, 0.51), _power("R", ALL_STATES, DECLARED, 0.32),
)  # fmt: skip


def judged(figures: pd.DataFrame) -> pd.DataFrame:
    """One row per target: ``target``, the worst figure behind it, its bounds, ``is_reached``.

    A target of which nothing was computed has no row.
    """
    rows = [_judged(target, figures) for target in TARGETS]
    return pd.DataFrame([row for row in rows if row])


def _judged(target: Target, figures: pd.DataFrame) -> dict[str, object] | None:
    fits = (
        figures["generator"].eq(MATCHING)
        & figures["score"].eq(target.score)
        & figures["of"].isin(target.of)
        & figures["place"].eq(target.place)
        & figures["level"].eq(target.level)
    )
    if target.scenarios:
        fits &= figures["scenario"].isin(target.scenarios)
    else:
        fits &= ~figures["scenario"].isin(APART)
    found = figures[fits]
    if found.empty:
        return None
    short = pd.Series(0.0, found.index)  # how far below the least, or above the most
    if target.least is not None:
        short = target.least - found["value"]
    if target.most is not None:
        over = found["value"] - target.most
        short = over if target.least is None else short.where(short.gt(over), over)
    worst = found.loc[short.idxmax()]
    return {
        "target": target.name, **worst[["scenario", "of", "n_studies", "value", "error"]],
        "least": target.least, "most": target.most, "is_reached": bool(short.max() <= 0),
    }  # fmt: skip
