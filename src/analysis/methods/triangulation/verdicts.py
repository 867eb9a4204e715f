"""What two lines of evidence say together: verdicts from joint draws.

Meaning and prominence are compared as in convergence coding (Farmer, Robinson, Elliott and Eyles
2006, Qualitative Health Research 16), with two changes argued in docs/methods.md: one flat line is
a class of its own, and agreement is nested within same direction. A study may ask for the table as
it was published.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.settings import AS_PUBLISHED, Triangulation, VerdictRules
from analysis.vocabulary import (
    AGREEMENT,
    DECLARED,
    DISSONANCE,
    INDICATORS_ONLY,
    INDICATORS_SILENT,
    LIKELY,
    NO_CHANGE,
    OPEN,
    PARTIAL_AGREEMENT,
    PEOPLE_ONLY,
    PEOPLE_SILENT,
    SAME_DIRECTION,
    TOO_FEW_ASKED,
    UNDETERMINED,
    WAYS,
)

SAID = ["verdict", "level", "probability", "people_way", "indicators_way"]


@dataclass(frozen=True)
class Lines:
    """Joint draws for the places of one domain: each array has draws by places.

    ``direction`` is net direction (share improved less share worsened, -1 to 1), ``prominence`` the
    share of those asked that raise the domain, ``change`` the indicators' change in baseline
    standard deviations, or None where the domain has no outcome indicator.
    """

    direction: np.ndarray
    prominence: np.ndarray
    change: np.ndarray | None

    def beside(self, groups: list[np.ndarray]) -> "Lines":
        """The places, and after them each group of places, the mean of its own in every draw."""
        change = None if self.change is None else _beside(self.change, groups)
        return Lines(_beside(self.direction, groups), _beside(self.prominence, groups), change)


def _beside(draws: np.ndarray, groups: list[np.ndarray]) -> np.ndarray:
    return np.column_stack([draws, *(draws[:, where].mean(axis=1) for where in groups)])


def signs(draws: np.ndarray, region: float) -> np.ndarray:
    """-1, 0, 1: below, within or above the region of practical equivalence to no change.

    Source: Kruschke 2018, Advances in Methods and Practices in Psychological Science 1.
    """
    return np.sign(draws) * (np.abs(draws) > region)


def meanings(people: np.ndarray, indicators: np.ndarray) -> dict[str, np.ndarray]:
    """Which meaning holds in each draw: true or false, draws by places, one of five true."""
    both = (people != 0) & (indicators != 0)
    return {
        SAME_DIRECTION: both & (people == indicators),
        DISSONANCE: both & (people != indicators),
        PEOPLE_ONLY: (people != 0) & (indicators == 0),
        INDICATORS_ONLY: (people == 0) & (indicators != 0),
        NO_CHANGE: (people == 0) & (indicators == 0),
    }


def as_published(
    people: np.ndarray, indicators: np.ndarray, alike: np.ndarray
) -> dict[str, np.ndarray]:
    """The same by the published table: meaning and prominence both agree, one of them, or none.

    ``alike``: whether both lines are high or both low. Two flat lines agree in meaning.
    """
    same = people == indicators
    return {
        AGREEMENT: same & alike,
        PARTIAL_AGREEMENT: same != alike,
        DISSONANCE: ~same & ~alike,
    }


def held(lines: Lines, rules: Triangulation) -> dict[str, np.ndarray]:
    """Which meaning of the study's rule table holds in each draw, draws by places."""
    people = signs(lines.direction, rules.verdict.region_direction)
    indicators = signs(lines.change, rules.verdict.region_indicator)
    if rules.verdict.table == AS_PUBLISHED:
        return as_published(people, indicators, alike(lines, rules))
    return meanings(people, indicators)


def alike(lines: Lines, rules: Triangulation) -> np.ndarray:
    """Whether both lines are high or both low, in each draw."""
    high = np.abs(lines.change) >= rules.indicator.high
    return (lines.prominence >= rules.prominence.high) == high


def verdicts(lines: Lines, rules: Triangulation) -> pd.DataFrame:
    """One row per place: ``verdict``, ``level``, ``probability`` and each line's way.

    ``people_way`` and ``indicators_way`` are missing where the verdict is undetermined; they and
    the probability are missing where the domain has no outcome indicator.
    """
    n_places = lines.direction.shape[1]
    if lines.change is None:
        return pd.DataFrame(
            [(INDICATORS_SILENT, OPEN, np.nan, None, None)] * n_places, columns=SAID
        )
    rule = rules.verdict
    people = signs(lines.direction, rule.region_direction)
    indicators = signs(lines.change, rule.region_indicator)
    true, is_alike = held(lines, rules), alike(lines, rules)
    shares = {name: draws.mean(axis=0) for name, draws in true.items()}
    rows = []
    for place in range(n_places):
        best = max(shares, key=lambda name: shares[name][place])
        here = true[best][:, place]
        said = _verdict(best, here, is_alike[:, place], rule)
        if said[0] == UNDETERMINED:
            rows.append((*said, None, None))
        else:
            rows.append((*said, *(_way(line[here, place]) for line in (people, indicators))))
    return pd.DataFrame(rows, columns=SAID)


def _verdict(
    best: str, held: np.ndarray, alike: np.ndarray, rule: VerdictRules
) -> tuple[str, str, float]:
    probability = float(held.mean())
    if probability < rule.likely:
        return UNDETERMINED, OPEN, probability
    level = DECLARED if probability >= rule.declared else LIKELY
    if best == SAME_DIRECTION:
        best = _nested(float(alike[held].mean()), rule.nested_share)
    return best, level, probability


def _way(line_signs: np.ndarray) -> str:
    """The way a line points in most of the draws."""
    return max(WAYS.items(), key=lambda way: (line_signs == way[0]).mean())[1]


def _nested(share_alike: float, nested_share: float) -> str:
    """Same direction, and whether both lines are also alike in prominence."""
    if share_alike >= nested_share:
        return AGREEMENT
    return PARTIAL_AGREEMENT if 1 - share_alike >= nested_share else SAME_DIRECTION


def silence(
    prominence: np.ndarray, domain_prominence: float, n_asked: pd.Series,
    has_indicator: pd.Series, rules: Triangulation,
) -> pd.Series:  # fmt: skip
    """For each place, which line cannot be heard; missing where both can.

    A bare zero is not silence: people are silent where the share that would raise the domain is
    probably low here and low in the domain as a whole; where only the place looks low, or nobody
    was asked, too few were asked. Silence of the indicators is a fact, not a probability; where
    neither line can be heard, that of the people is told.
    """
    low = rules.prominence.low
    place_low = (prominence < low).mean(axis=0) >= rules.verdict.likely
    domain_low = domain_prominence < low
    found = pd.Series(np.where(has_indicator, None, INDICATORS_SILENT), dtype="str")
    found = found.mask(place_low, PEOPLE_SILENT if domain_low else TOO_FEW_ASKED)
    return found.mask(np.asarray(n_asked) == 0, TOO_FEW_ASKED)


def expected_places(lines: Lines, rules: Triangulation) -> pd.DataFrame:
    """How many of the places hold each meaning: ``verdict``, ``expected``, ``lower``, ``upper``.

    The 95 % interval is of the joint draws. A place where a line cannot be heard counts by what
    the others lead to expect there. No row where the domain has no outcome indicator.
    """
    rows = []
    if lines.change is not None:
        for name, true in held(lines, rules).items():
            n = true.sum(axis=1)
            rows.append((name, n.mean(), *np.quantile(n, [0.025, 0.975])))
    numbers = ["expected", "lower", "upper"]
    return pd.DataFrame(rows, columns=["verdict", *numbers]).astype(dict.fromkeys(numbers, float))
