"""What a verdict means, and what a row of a joint display lets one infer of both lines together."""

from typing import Any

from analysis.vocabulary import (
    AGREEMENT,
    CONFIRMED,
    DECLARED,
    DISCORDANT,
    DISSONANCE,
    EXPANDED,
    FLAT,
    INDICATORS_ONLY,
    NO_CHANGE,
    NOT_YET,
    PARTIAL_AGREEMENT,
    PEOPLE_ONLY,
    SAME_DIRECTION,
    WAYS,
)

# That both see no change confirms them as well as that both see one.
INFERRED = {
    AGREEMENT: CONFIRMED, SAME_DIRECTION: CONFIRMED, NO_CHANGE: CONFIRMED,
    PARTIAL_AGREEMENT: EXPANDED, PEOPLE_ONLY: EXPANDED, INDICATORS_ONLY: EXPANDED,
    DISSONANCE: DISCORDANT,
}  # fmt: skip
# Verdicts that weigh strength too: in the rule table as published, each is reached by several ways.
WEIGHED = (AGREEMENT, PARTIAL_AGREEMENT, DISSONANCE)


def meaning(verdict: str, people_way: Any, indicators_way: Any) -> str:
    """What the verdict means for the ways alone: one of five, or itself where it is none of them.

    In the rule table as published, two lines that part but are alike in strength are a partial
    agreement, and two flat lines an agreement; their ways tell which it is.
    """
    ways = (people_way, indicators_way)
    if verdict not in WEIGHED or not set(ways) <= set(WAYS.values()):
        return verdict
    if ways == (FLAT, FLAT):
        return NO_CHANGE
    if people_way == indicators_way:
        return SAME_DIRECTION
    if FLAT not in ways:
        return DISSONANCE
    return PEOPLE_ONLY if indicators_way == FLAT else INDICATORS_ONLY


def meta_inference(
    verdict: str, level: str, people_way: Any = None, indicators_way: Any = None
) -> str:
    """Confirmed, expanded or discordant, where the verdict is declared; else not yet.

    Confirmed: both lines say the same. Expanded: one tells what the other does not, or they differ
    in strength. Discordant: they contradict each other, even if a rule table calls it a partial
    agreement. A likely verdict is no finding, so nothing is inferred from it.
    Source: Fetters, Curry and Creswell 2013, Health Services Research 48 (confirmation, expansion,
    discordance); Guetterman, Fetters and Creswell 2015, Annals of Family Medicine 13.
    """
    if level != DECLARED:
        return NOT_YET
    if meaning(verdict, people_way, indicators_way) == DISSONANCE:
        return DISCORDANT
    return INFERRED.get(verdict, NOT_YET)
