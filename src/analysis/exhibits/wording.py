"""How the fixed words of the methods read on an exhibit; a study's own lists are in study.yaml."""

import re

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
QUESTIONS = {
    "answer": "Whether it is recognized",
    "lasting": "Whether it will last",
    "priorities": "Priorities most affected",
    "comment": "Comment",
    "panel": "For whom they answer",
    "respondent": "Key of the respondent",
    "folio": "Earlier interview or group",
    "group": "Stakeholder group",
    "language": "Language",
}
TIME_FAULTS = {
    words.ENDED_BEFORE_BEGUN: "Ended before it began",
    words.OUTSIDE_FIELDWORK: "Outside the fieldwork",
    words.TOO_SHORT: "Too short",
}
SAID = {
    words.IMPROVED: "of improvement",
    words.UNCHANGED: "of no change",
    words.WORSENED: "of things worse",
}
# Questions and kinds of the test whether selection favored a kind of story.
KINDS_OF_STORY = {
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
UNDEFINED_ASSOCIATIONS = {
    words.TOO_FEW_STATES: "too few states",
    words.NOTHING_VARIES: "states do not differ",
}
PARADOX = "agree often, but one direction is so frequent that chance would too"
ANNEX = {
    TOGETHER: "All coders, on the direction of change",
    BY_PAIR: "Two coders at a time",
    WITHOUT_CODER: "Without one coder",
    WITHOUT_STATE: "Without any one state",
    SET_VALUED: "All codes of a passage as a set (MASI)",
}
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
FACETS = {"mechanism": "Helps", "barrier": "Hinders"}


def percent(share: float) -> str:
    """A share as a percentage, the way findings word it: 45 %, on one line."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def odds(share: float) -> str:
    """How often a thing happens, in words: one time in nine, six times in ten."""
    if pd.isna(share):
        return "it cannot be told how often"
    most = len(NUMBERS) - 1
    if share * most < 1:
        return f"less than one time in {NUMBERS[most]}"
    if share < 0.5:
        return f"about one time in {NUMBERS[round(1 / share)]}"
    tenths = round(10 * share)
    return "nearly always" if tenths == 10 else f"about {NUMBERS[tenths]} times in ten"


def period(code: str) -> str:
    """A period as it is read: a month by its name, any other as it stands."""
    return re.sub(r"(\d{4})M(\d\d)", lambda m: f"{MONTHS[int(m[2]) - 1]} {m[1]}", code)


def window(first: str, last: str) -> str:
    """A stretch of periods as it is read; one alone as itself, a whole year as the year."""
    if first[:4] == last[:4] and (first[4:], last[4:]) in (("Q1", "Q4"), ("S1", "S2")):
        return first[:4]
    return period(first) if first == last else f"{period(first)} to {period(last)}"


def few(share: float) -> str:
    """A share as a percentage, to a tenth of one where it is small: 2.3 %, but 12 %."""
    return f"{100 * share:.{1 if 0 < share < 0.1 else 0}f}\N{NO-BREAK SPACE}%"


def amount(value: float, unit: str) -> str:
    """A value of an indicator in its unit; a dash where there is none."""
    if pd.isna(value):
        return "–"
    if unit.startswith("percent") and unit != "percentage points":
        return f"{value:.1f} %"
    return f"{value:,.0f}" if value >= 1000 or float(value).is_integer() else f"{value:.1f}"
