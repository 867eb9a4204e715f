"""What a row of a joint display lets one infer of both lines together."""

from analysis.vocabulary import (
    AGREEMENT,
    CONFIRMED,
    DECLARED,
    DISCORDANT,
    DISSONANCE,
    EXPANDED,
    INDICATORS_ONLY,
    NO_CHANGE,
    NOT_YET,
    PARTIAL_AGREEMENT,
    PEOPLE_ONLY,
    SAME_DIRECTION,
)

# That both see no change confirms them as well as that both see one.
INFERRED = {
    AGREEMENT: CONFIRMED, SAME_DIRECTION: CONFIRMED, NO_CHANGE: CONFIRMED,
    PARTIAL_AGREEMENT: EXPANDED, PEOPLE_ONLY: EXPANDED, INDICATORS_ONLY: EXPANDED,
    DISSONANCE: DISCORDANT,
}  # fmt: skip


def meta_inference(verdict: str, level: str) -> str:
    """Confirmed, expanded or discordant, where the verdict is declared; else not yet.

    Confirmed: both lines say the same. Expanded: one tells what the other does not, or they differ
    in strength. Discordant: they contradict each other. A likely verdict is no finding, so nothing
    is inferred from it.
    Source: Fetters, Curry and Creswell 2013, Health Services Research 48 (confirmation, expansion,
    discordance); Guetterman, Fetters and Creswell 2015, Annals of Family Medicine 13.
    """
    return INFERRED.get(verdict, NOT_YET) if level == DECLARED else NOT_YET
