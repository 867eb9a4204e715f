"""How verdicts on both lines, their ways and what is inferred of them read on an exhibit."""

from typing import Any

from analysis import vocabulary as words
from analysis.methods.meta_inference import meaning

VERDICTS = {
    words.AGREEMENT: "Agreement, alike in strength",
    words.PARTIAL_AGREEMENT: "Partial agreement, unlike in strength",
    words.SAME_DIRECTION: "Same direction, strength open",
    words.DISSONANCE: "Dissonance: opposite directions",
    words.PEOPLE_ONLY: "People only: indicators flat",
    words.INDICATORS_ONLY: "Indicators only: people see no change",
    words.NO_CHANGE: "No change in either",
    words.PEOPLE_SILENT: "People silent",
    words.INDICATORS_SILENT: "No outcome indicator",
    words.TOO_FEW_ASKED: "Too few people asked",
    words.UNDETERMINED: "Undetermined",
    words.NOT_STUDIED: "Not studied",
}
# The same where there is little room.
SHORT_VERDICTS = {
    words.AGREEMENT: "Agreement",
    words.PARTIAL_AGREEMENT: "Partial agreement",
    words.SAME_DIRECTION: "Same direction",
    words.DISSONANCE: "Dissonance",
    words.PEOPLE_ONLY: "People only",
    words.INDICATORS_ONLY: "Indicators only",
    words.NO_CHANGE: "No change in either",
    words.PEOPLE_SILENT: "People silent",
    words.INDICATORS_SILENT: "No outcome indicator",
    words.TOO_FEW_ASKED: "Too few asked",
    words.UNDETERMINED: "Undetermined",
    words.NOT_STUDIED: "Not studied",
}
# Whole clauses, of a list of domains and the ways people and indicators point.
CLAUSES = {
    words.AGREEMENT: "people and indicators agree that {domains} {people}",
    words.PARTIAL_AGREEMENT: "people and indicators agree, unlike in strength, that {domains} "
    "{people}",
    words.SAME_DIRECTION: "people and indicators both say that {domains} {people}",
    words.DISSONANCE: "on {domains}, people say {people_way} and indicators {indicators_way}",
    words.PEOPLE_ONLY: "only people say that {domains} {people}",
    words.INDICATORS_ONLY: "only indicators say that {domains} {indicators}",
    words.NO_CHANGE: "neither people nor indicators see a change in {domains}",
}
MOVED = {words.BETTER: "improved", words.FLAT: "did not change", words.WORSE: "worsened"}
WAYS = {words.BETTER: "▲", words.FLAT: "■", words.WORSE: "▼"}
# A mark and what it says stay on one line.
_SAID = ", ".join(f"{mark}\N{NO-BREAK SPACE}{way}" for way, mark in WAYS.items())
MARKS = f"Left mark: people; right mark: indicators ({_SAID})"
# In the rule table as published, the verdicts that their ways make read otherwise.
BY_WAYS = {
    (words.AGREEMENT, words.NO_CHANGE): "Agreement that nothing changed",
    (words.PARTIAL_AGREEMENT, words.DISSONANCE): "Partial agreement: alike in strength only",
    (words.PARTIAL_AGREEMENT, words.PEOPLE_ONLY): "Partial agreement: alike in strength only",
    (words.PARTIAL_AGREEMENT, words.INDICATORS_ONLY): "Partial agreement: alike in strength only",
    (words.DISSONANCE, words.PEOPLE_ONLY): "Dissonance: indicators flat",
    (words.DISSONANCE, words.INDICATORS_ONLY): "Dissonance: people see no change",
}
APART = (
    "people and indicators agree in strength only on {domains}: people say {people_way}, "
    "indicators {indicators_way}"
)
# Kinds of verdict, as a count of them goes on; one kind has one color.
KINDS = {
    words.SAME_DIRECTION: "in the same direction",
    words.DISSONANCE: "in opposite directions",
    words.PEOPLE_ONLY: "of one line only",
    words.INDICATORS_ONLY: "of one line only",
    words.NO_CHANGE: "of no change in either",
}
# The classes of which one holds in each state, whether or not it can be said of which.
MEANINGS = {
    words.SAME_DIRECTION: "Same direction",
    words.DISSONANCE: "Opposite directions",
    words.PEOPLE_ONLY: "People only",
    words.INDICATORS_ONLY: "Indicators only",
    words.NO_CHANGE: "No change in either",
}
META_INFERENCES = {
    words.CONFIRMED: "Confirmed",
    words.EXPANDED: "Expanded",
    words.DISCORDANT: "Discordant",
    words.NOT_YET: "Nothing yet",
}
EXPOSURES = {
    words.ONE_PROJECT: "One project or none",
    words.SEVERAL_PROJECTS: "Several projects",
}


def read(verdict: str, people_way: Any = None, indicators_way: Any = None) -> str:
    """A verdict as it reads beside its ways."""
    meant = meaning(verdict, people_way, indicators_way)
    return BY_WAYS.get((verdict, meant), VERDICTS[verdict])


def clause(verdict: str, people_way: str, indicators_way: str, domains: str) -> str:
    """A whole clause on these domains."""
    meant = meaning(verdict, people_way, indicators_way)
    is_apart = verdict == words.PARTIAL_AGREEMENT and (verdict, meant) in BY_WAYS
    pattern = APART if is_apart else CLAUSES[verdict]
    return pattern.format(
        domains=domains, people=MOVED[people_way], indicators=MOVED[indicators_way],
        people_way=people_way, indicators_way=indicators_way,
    )  # fmt: skip


def kind(verdict: str, people_way: Any, indicators_way: Any) -> str:
    """How a count of such verdicts goes on."""
    return KINDS[meaning(verdict, people_way, indicators_way)]
