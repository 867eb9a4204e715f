"""Names that every room shares.

What belongs to one study (its domains, groups, states, thresholds) is not here but in
``data/raw/study.yaml``.
"""

# Where a number comes from, from the least to the most binding.
PUBLIC = "public"
SYNTHETIC = "synthetic"
RESTRICTED = "restricted"
PROVENANCES = (PUBLIC, SYNTHETIC, RESTRICTED)

# Kinds of source.
INTERVIEW = "interview"
FOCUS_GROUP = "focus_group"
SOURCE_KINDS = (INTERVIEW, FOCUS_GROUP)
SEXES = ("female", "male", "not_said")
# Who a speaker of a transcript is: who asks, who was heard, or several of those heard at once.
INTERVIEWER, HEARD, SEVERAL = "interviewer", "heard", "several"
SPEAKER_ROLES = (INTERVIEWER, HEARD, SEVERAL)

# Steps from the register of interviews to the sources used, in order.
REGISTERED = "registered"
BLANK = "blank_row"
DUPLICATE = "entered_twice"
CONSENT_REFUSED = "consent_refused"
CONSENT_WITHDRAWN = "consent_withdrawn"
USED = "used"
FLOW = (REGISTERED, BLANK, DUPLICATE, CONSENT_REFUSED, CONSENT_WITHDRAWN, USED)

# Steps from the cases of the coded project to those used, in order.
IN_PROJECT = "in_project"
LINKED_TO_NONE = "linked_to_no_source"
SOURCES_SET_ASIDE = "sources_set_aside"
CASE_FLOW = (IN_PROJECT, LINKED_TO_NONE, SOURCES_SET_ASIDE, USED)

# Facets of a code: what a passage is about, and what is said of it.
TOPIC = "topic"
DIRECTION = "direction"
FACETS = (TOPIC, DIRECTION, "mechanism", "barrier")

# Directions of change, in the order in which every array of counts keeps them.
IMPROVED = "improved"
UNCHANGED = "no_change"
WORSENED = "worsened"
DIRECTIONS = (IMPROVED, UNCHANGED, WORSENED)

# How far the translation of a passage was brought.
MACHINE, DRAFT, CHECKED = "machine", "draft", "checked"
TRANSLATION_STATUSES = (MACHINE, DRAFT, CHECKED)

# A significant change.
OUTCOME_TYPES = ("behavior", "relationships", "activities", "policies", "practices")
ANSWERS = ("agree", "partly_agree", "disagree")
RECOGNIZING = ANSWERS[:2]  # who answers so is asked whether the change lasts
# The validation panel of those who had been heard before; a study may name others.
RESPONDENTS = "respondents"
BEST_PRACTICE, LESSON, CAUTION = "best_practice", "lesson", "caution"
LESSON_TYPES = (BEST_PRACTICE, LESSON, CAUTION)
# How a story was verified, and with what outcome; what else bears on a change, and how.
VERIFICATION_WAYS = ("visit", "records", "second_source")
CONFIRMED, IN_PART, NOT_CONFIRMED, NOT_POSSIBLE = (
    "confirmed", "in_part", "not_confirmed", "not_possible",
)  # fmt: skip
VERIFIED = (CONFIRMED, IN_PART, NOT_CONFIRMED, NOT_POSSIBLE)
INDICATOR, DOCUMENT = "indicator", "document"
EVIDENCE_KINDS = (INDICATOR, DOCUMENT)
SUPPORTS, CONTRADICTS, SILENT = "supports", "contradicts", "silent"
BEARINGS = (SUPPORTS, CONTRADICTS)
# The lines of evidence on a change, in the order of every legend.
ACCOUNTS, VALIDATED = "accounts", "validation"
EVIDENCE_LINES = (ACCOUNTS, INDICATOR, DOCUMENT, VALIDATED)
# The step before the first level at which stories are selected.
TOLD = "told"
# The domain of a story that its teller put into none of the study's.
ANY_OTHER = "any_other"
# The sex of all who told a story together; mixed: not all the same, or not said.
ALL_FEMALE, ALL_MALE, MIXED = "female", "male", "mixed"
TELLER_SEXES = (ALL_FEMALE, ALL_MALE, MIXED)

# What became of one question in one submission, or in one round of a repeat group.
ANSWERED = "answered"
MISSING_VALUE = "missing_value"  # put and declined: one of the study's missing values
LEFT_BLANK = "blank"  # asked by the form's logic, nothing given
NOT_ASKED = "not_asked"
AGAINST_SKIP_LOGIC = "against_skip_logic"  # something given though the form says: not asked
UNKNOWN = "unknown"  # the form's condition could not be evaluated
ITEM_STATUSES = (
    ANSWERED, MISSING_VALUE, LEFT_BLANK, NOT_ASKED, AGAINST_SKIP_LOGIC, UNKNOWN,
)  # fmt: skip

# Public and monitoring indicators.
HIGHER_BETTER = "higher_better"
LOWER_BETTER = "lower_better"
AMBIGUOUS = "ambiguous"
INDICATOR_DIRECTIONS = (HIGHER_BETTER, LOWER_BETTER, AMBIGUOUS)
OUTCOME = "outcome"
CONTEXT = "context"
ROLES = (OUTCOME, CONTEXT)
GRADES = ("strong", "moderate", "weak")
PROXY_DISTANCES = ("near", "middling", "far")
# Why a series cannot be read through a period: no figure was made; from here on it measures
# otherwise; a part of the place was left out; the figure itself may be wrong.
NOT_MEASURED = "not_measured"
NEW_BASIS = "new_basis"
PARTLY_MEASURED = "partly_measured"
DOUBTFUL = "doubtful"
BREAK_KINDS = (NOT_MEASURED, NEW_BASIS, PARTLY_MEASURED, DOUBTFUL)
# How a figure here relates to one that was printed elsewhere.
EQUAL, AT_LEAST, AT_MOST = "equal", "at_least", "at_most"
RELATIONS = (EQUAL, AT_LEAST, AT_MOST)

# Steps from the submissions of the validation survey to those heard before who answered it.
RECEIVED = "received"
OF_INSTITUTIONS = "of_institutions"
SOURCE_SET_ASIDE = "source_set_aside"
ANSWERED_NOTHING = "answered_nothing"
SURVEY_FLOW = (
    RECEIVED, CONSENT_REFUSED, OF_INSTITUTIONS, SOURCE_SET_ASIDE, ANSWERED_NOTHING, ANSWERED,
)  # fmt: skip
# What is odd about the time of a submission.
ENDED_BEFORE_BEGUN = "ended_before_begun"
OUTSIDE_FIELDWORK = "outside_fieldwork"
TOO_SHORT = "too_short"
TIME_FAULTS = (ENDED_BEFORE_BEGUN, OUTSIDE_FIELDWORK, TOO_SHORT)

# What is irregular in the projects' monitoring: of a sheet, of a series, of a row.
OTHER_UNIT = "other_unit"
OTHER_LAYOUT = "other_layout"
CUMULATIVE = "cumulative"
TOTAL_ROW = "total_row"
TWICE = "row_entered_twice"
TARGET_REVISED = "target_revised"
BASELINE_MISSING = "baseline_missing"
BASELINE_LATE = "baseline_late"
DOUBLE_COUNTED = "double_counted"
IRREGULARITIES = (
    OTHER_UNIT, OTHER_LAYOUT, CUMULATIVE, TOTAL_ROW, TWICE, TARGET_REVISED, BASELINE_MISSING,
    BASELINE_LATE, DOUBLE_COUNTED,
)  # fmt: skip

# Verdicts on a cell, in the order of every legend.
AGREEMENT = "agreement"
PARTIAL_AGREEMENT = "partial_agreement"
SAME_DIRECTION = "same_direction"  # prominence open: neither of the two above could be said
DISSONANCE = "dissonance"
PEOPLE_ONLY = "people_only"
INDICATORS_ONLY = "indicators_only"
NO_CHANGE = "no_change_in_either"
PEOPLE_SILENT = "people_silent"
INDICATORS_SILENT = "indicators_silent"
TOO_FEW_ASKED = "too_few_asked"
UNDETERMINED = "undetermined"
NOT_STUDIED = "not_studied"
VERDICTS = (
    AGREEMENT, PARTIAL_AGREEMENT, SAME_DIRECTION, DISSONANCE, PEOPLE_ONLY, INDICATORS_ONLY,
    NO_CHANGE, PEOPLE_SILENT, INDICATORS_SILENT, TOO_FEW_ASKED, UNDETERMINED, NOT_STUDIED,
)  # fmt: skip

# The places of a verdict: all studied states of a domain, states of one region, those where at most
# one project works on the domain or several do, one state.
ALL_STATES, REGION, EXPOSURE, STATE = "all", "region", "exposure", "state"
ONE_PROJECT, SEVERAL_PROJECTS = "one_project", "several_projects"
EXPOSURES = (ONE_PROJECT, SEVERAL_PROJECTS)
# Why two lines cannot be held against each other over states.
TOO_FEW_STATES = "too_few_states"
NOTHING_VARIES = "nothing_varies"  # a line is the same in all states that can be exchanged
UNDEFINED_ASSOCIATIONS = (TOO_FEW_STATES, NOTHING_VARIES)

# How sure a verdict is: its probability reaches the upper threshold, the lower one, or neither.
DECLARED = "declared"
LIKELY = "likely"
OPEN = "open"
LEVELS = (DECLARED, LIKELY, OPEN)

# What a row of a joint display lets one infer of both lines together (Fetters, Curry and Creswell
# 2013); CONFIRMED is above, as of a story.
EXPANDED, DISCORDANT, NOT_YET = "expanded", "discordant", "not_yet"
META_INFERENCES = (CONFIRMED, EXPANDED, DISCORDANT, NOT_YET)

# Which way a line of evidence points, by the sign of its change.
BETTER, FLAT, WORSE = "better", "flat", "worse"
WAYS = {1: BETTER, 0: FLAT, -1: WORSE}

# Other ways to the same verdicts: a part of the evidence left out, or another choice.
WITHOUT_STATE, WITHOUT_GROUP, WITHOUT_CODER, WITHOUT_INDICATOR, WITHOUT_PROJECT, CHOICE = (
    "without_state", "without_group", "without_coder", "without_indicator", "without_project",
    "choice",
)  # fmt: skip
VARIATION_KINDS = (
    WITHOUT_STATE, WITHOUT_GROUP, WITHOUT_CODER, WITHOUT_INDICATOR, WITHOUT_PROJECT, CHOICE,
)  # fmt: skip
EARLIER_WINDOW = "earlier_window"
BASE = "base"  # the verdict as it is reported
# What becomes of a verdict in another way, and what that makes of it.
HOLDS, WEAKENS, TURNS, APPEARS = "holds", "weakens", "turns", "appears"
CHANGES_OF_VERDICT = (HOLDS, WEAKENS, TURNS, APPEARS)
STEADY, SHAKY, TURNING = "steady", "shaky", "turning"
STABILITIES = (STEADY, SHAKY, TURNING)
