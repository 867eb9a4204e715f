"""How the fixed words of the methods read on an exhibit; a study's own lists are in study.yaml."""

import pandas as pd

from analysis import vocabulary as words
from analysis.methods.agreement.tables import NOT_JUDGED_TWICE, ONE_CATEGORY

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
HALVES = "Left half: people; right half: indicators (▲ better, ■ flat, ▼ worse)"
FLOW = {
    words.REGISTERED: "Rows in the register",
    words.BLANK: "Blank rows",
    words.DUPLICATE: "Entered twice",
    words.CONSENT_REFUSED: "Consent refused",
    words.CONSENT_WITHDRAWN: "Consent withdrawn",
    words.USED: "Interviews and focus groups used",
}
IRREGULARITIES = {
    words.OTHER_UNIT: "Sheets in percent, of ten, or cases",
    words.OTHER_LAYOUT: "Sheets laid out in another way",
    words.CUMULATIVE: "Sheets of running totals",
    words.TOTAL_ROW: "Sheets with a row of totals",
    words.TWICE: "Rows entered twice",
    words.TARGET_REVISED: "Series whose target was revised",
    words.BASELINE_MISSING: "Series without a baseline",
    words.BASELINE_LATE: "Series whose baseline came late",
    words.DOUBLE_COUNTED: "Rows of another project's cases",
}
ANSWERS = {"agree": "Agree", "partly_agree": "Partly agree", "disagree": "Disagree"}
SAID = {
    words.IMPROVED: "of improvement",
    words.UNCHANGED: "of no change",
    words.WORSENED: "of things worse",
}
# Questions and kinds of the test whether selection favored a kind of story.
QUESTIONS = {
    "direction": "What it tells", "group": "Who tells it", "sex": "Sex of the tellers",
    "heard": "People heard in its state",
}  # fmt: skip
TELLERS = {
    words.ALL_FEMALE: "Women", words.ALL_MALE: "Men", words.MIXED: "Both, or not said",
}  # fmt: skip
EVIDENCE_LINES = {
    words.ACCOUNTS: "accounts", words.INDICATOR: "indicators", words.DOCUMENT: "documents",
    words.VALIDATED: "validation",
}  # fmt: skip
BEARINGS = {words.SUPPORTS: "●", words.CONTRADICTS: "✕", words.SILENT: "·"}
VERIFIED = {
    words.CONFIRMED: "confirmed", words.IN_PART: "confirmed in part",
    words.NOT_CONFIRMED: "not confirmed", words.NOT_POSSIBLE: "nobody left to ask",
}  # fmt: skip
OUTCOME_TYPES = {name: name.capitalize() for name in words.OUTCOME_TYPES}
LESSON_TYPES = {
    words.BEST_PRACTICE: "Best practices",
    words.LESSON: "Lessons",
    words.CAUTION: "Cautions",
}
MEASURES = {
    "percent_agreement": "Pairs that agree",
    "ac1": "Gwet's AC1",
    "alpha": "Krippendorff's alpha",
}
UNDEFINED = {
    NOT_JUDGED_TWICE: "nothing judged twice",
    ONE_CATEGORY: "one direction given",
}
FACETS = {"mechanism": "Helps", "barrier": "Hinders"}


def percent(share: float) -> str:
    """A share as a percentage, the way findings word it: 45 %, on one line."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def amount(value: float, unit: str) -> str:
    """A value of an indicator in its unit; a dash where there is none."""
    if pd.isna(value):
        return "–"
    if unit.startswith("percent"):
        return f"{value:.1f} %"
    return f"{value:,.0f}" if value >= 1000 or float(value).is_integer() else f"{value:.1f}"
