"""How the fixed words of the methods read on an exhibit; a study's own lists are in study.yaml."""

import pandas as pd

from analysis import vocabulary as words
from analysis.methods.agreement import codes as by_code
from analysis.methods.agreement import tables
from analysis.methods.agreement.annex import (
    BY_PAIR,
    SET_VALUED,
    TOGETHER,
    WITHOUT_CODER,
    WITHOUT_STATE,
)

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
# The coefficients that stand in the annex only.
OTHER_MEASURES = {
    "ac2": "Gwet's AC2",
    "fleiss_kappa": "Fleiss' kappa",
    "cohen_kappa": "Cohen's kappa",
    "pabak": "PABAK",
}
INTERVALS = {
    tables.SOURCES: "interviews resampled",
    tables.UNITS: "judgments resampled",
    tables.ERRORS: "errors drawn anew (Krippendorff)",
    tables.FORMULA: "by formula",
}
UNDEFINED = {
    tables.NOTHING_JUDGED: "nothing judged",
    tables.ONE_CODER: "one coder only",
    tables.NOT_JUDGED_TWICE: "nothing judged twice",
    tables.ONE_CATEGORY: "one direction given",
    by_code.NEVER_GIVEN: "given to nothing that two coders read",
    by_code.GIVEN_EVERYWHERE: "given to everything that two coders read",
}
PARADOX = "agree often, but one direction is so frequent that chance would too"
ANNEX = {
    TOGETHER: "All coders, on the direction of change",
    BY_PAIR: "Two coders at a time",
    WITHOUT_CODER: "Without one coder",
    WITHOUT_STATE: "Without any one state",
    SET_VALUED: "All codes of a passage as a set (MASI)",
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
