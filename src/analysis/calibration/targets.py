"""What the method is held to, and whether a calibration reached it.

The targets bind where the generator matches the model; docs/methods.md argues them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.calibration.judging import MEANINGS
from analysis.calibration.scenarios import MATCHING, SPREAD, WITHOUT_ERROR
from analysis.calibration.scoring import DOMAIN, DOMAINS, STORIES, STORY, TESTS
from analysis.calibration.summarising import UNIFORM
from analysis.vocabulary import ALL_STATES, DECLARED, LIKELY, REGION, STATE

EVERY = ()  # every scenario but those that have a target of their own
APART = ("two_kinds",)


@dataclass(frozen=True)
class Target:
    """A figure and its bounds; the worst of several scenarios or things measured must keep them."""

    name: str
    says: str
    score: str
    of: Sequence[str]
    scenarios: Sequence[str]
    place: str = STATE
    level: str = ""
    least: float | None = None
    most: float | None = None


POWER = "power"
POWER_SLACK = 0.03  # points by which a verdict may be rarer than when the method was chosen
WHERE = {STATE: "States", REGION: "Regions", ALL_STATES: "Domains"}
AT_LEAST = {LIKELY: "at least likely", DECLARED: "declared"}


def _power(scenario: str, place: str, level: str, published: float) -> Target:
    return Target(
        f"power_{scenario}_{place}_{level}", f"{WHERE[place]} with a verdict, {AT_LEAST[level]}",
        POWER, ("any",), (scenario,), place, level, least=round(published - POWER_SLACK, 3),
    )  # fmt: skip


def _coverage(name: str, says: str, of: str, place: str = STATE, most: float = 0.965) -> Target:
    return Target(f"coverage_{name}", f"Intervals: {says}", "coverage", (of,), (SPREAD,), place,
                  least=0.935, most=most)  # fmt: skip


def _test(place: str, where: str) -> list[Target]:
    """A test of association in a spread of truths whose lines are independent over states."""
    return [
        *(Target(f"rejected_{place}_{level}", f"Falsely linked {where}, p ≤ {level}",
                 "rejected", TESTS, (SPREAD,), place, level, most=most)
          for level, most in (("0.05", 0.064), ("0.10", 0.119))),
        Target(f"uniform_{place}", f"p is uniform {where}", UNIFORM, TESTS,
               (SPREAD,), place, least=0.001),
    ]  # fmt: skip


BOTH = ("direction", "change")
NULLS, EDGES = ("N0", "N1", "N2"), ("B1", "B2", "P1", "P2")
# The truths of which the number of states by meaning was measured when the method was chosen. Where
# a line lies on the edge in every state, all states or none are beyond it in a draw.
COUNTED = ("P1", "P1w", "M", "M_linked_50", SPREAD)
# Share of places with a verdict, in the simulation by which the method was chosen: of directions
# that no coder got wrong. What is corrected for coders' errors is held to the same.
PUBLISHED_POWER = {
    "P1": {(STATE, LIKELY): 0.57, (STATE, DECLARED): 0.35, (REGION, LIKELY): 0.91,
           (ALL_STATES, LIKELY): 0.98, (ALL_STATES, DECLARED): 0.94},
    "P1w": {(STATE, LIKELY): 0.17, (STATE, DECLARED): 0.06, (REGION, LIKELY): 0.40,
            (ALL_STATES, LIKELY): 0.59, (ALL_STATES, DECLARED): 0.42},
    "M_linked_50": {(STATE, LIKELY): 0.23, (STATE, DECLARED): 0.13, (REGION, LIKELY): 0.44,
                    (ALL_STATES, LIKELY): 0.66, (ALL_STATES, DECLARED): 0.48},
    SPREAD: {(STATE, LIKELY): 0.16, (STATE, DECLARED): 0.07, (REGION, LIKELY): 0.32,
             (ALL_STATES, LIKELY): 0.51, (ALL_STATES, DECLARED): 0.32},
}  # fmt: skip
TARGETS = (
    _coverage("direction", "people, states", "direction"),
    _coverage("change", "indicators, states", "change"),
    _coverage("prominence", "prominence, states", "prominence", most=0.97),
    _coverage("domain_direction", "people, whole domain", "direction", ALL_STATES),
    _coverage("domain_change", "indicators, whole domain", "change", ALL_STATES),
    Target("coverage_every_scenario", "Intervals of states, every truth", "coverage",
           (*BOTH, "prominence"), EVERY, least=0.93),
    Target("coverage_every_domain", "Intervals of domains, every truth", "coverage", BOTH, EVERY,
           ALL_STATES, least=0.93),
    Target("coverage_two_kinds", "Intervals: people, two kinds of state", "coverage",
           ("direction",), APART, least=0.90),
    Target("false_where_nothing", "False stories, nothing planted", "false", (STORY,), NULLS,
           level=LIKELY, most=0.005),
    Target("false_at_edges", "False stories, at the edges", "false", (STORY,), EDGES,
           level=DECLARED, most=0.025),
    Target("clumped_at_edges", "Studies, many false stories", "clumped", ("any",), EDGES, "study",
           DECLARED, most=0.10),
    *(Target(f"right_{meaning}_{level}", f"Right: {says}, {level}", "right", (meaning,), (SPREAD,),
             level=level, least=least)
      for meaning, says in zip(STORIES, ("same direction", "dissonance"), strict=True)
      for level, least in ((LIKELY, 0.77), (DECLARED, 0.87))),
    Target("counts", "Number of states, interval", "count_coverage", MEANINGS[:1], COUNTED,
           ALL_STATES, least=0.93),
    *_test(DOMAIN, "in a domain"),
    *_test(DOMAINS, "over domains"),
    *(_power(scenario + reading, *where, published)
      for scenario, table in PUBLISHED_POWER.items() for reading in (WITHOUT_ERROR, "")
      for where, published in table.items()),
)  # fmt: skip


def judged(figures: pd.DataFrame) -> pd.DataFrame:
    """One row per target: ``target``, the worst figure behind it, its bounds, ``is_reached``.

    ``short`` is by how much the worst figure misses its bound (negative: by how much it keeps it).
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
    measured = ["scenario", "of", "n_studies", "value", "error"]
    return {
        "target": target.name, "score": target.score, "says": target.says, **worst[measured],
        "least": target.least, "most": target.most, "short": short.max(),
        "is_reached": bool(short.max() <= 0),
    }  # fmt: skip
