"""How the fixed words of the methods read on an exhibit; a study's own lists are in study.yaml."""

from analysis import vocabulary as words

VERDICTS = {
    words.AGREEMENT: "Agreement: same direction, alike in strength",
    words.PARTIAL_AGREEMENT: "Partial agreement: same direction, unlike in strength",
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
# In running text: "the two lines are ... in labor justice".
VERDICTS_IN_TEXT = {
    words.AGREEMENT: "in agreement",
    words.PARTIAL_AGREEMENT: "in partial agreement",
    words.SAME_DIRECTION: "in the same direction",
    words.DISSONANCE: "in dissonance",
    words.PEOPLE_ONLY: "moved by people's accounts only",
    words.INDICATORS_ONLY: "moved by the indicators only",
    words.NO_CHANGE: "both without change",
    words.PEOPLE_SILENT: "without a word from people",
    words.INDICATORS_SILENT: "without an outcome indicator",
    words.TOO_FEW_ASKED: "not told by enough people",
    words.UNDETERMINED: "undetermined",
    words.NOT_STUDIED: "not studied",
}
WAYS = {words.BETTER: "▲", words.FLAT: "■", words.WORSE: "▼"}
FLOW = {
    words.REGISTERED: "Rows in the register",
    words.BLANK: "Blank rows",
    words.DUPLICATE: "Entered twice",
    words.CONSENT_REFUSED: "Consent refused",
    words.CONSENT_WITHDRAWN: "Consent withdrawn",
    words.USED: "Interviews and focus groups used",
}
ANSWERS = {"agree": "Agree", "partly_agree": "Partly agree", "disagree": "Disagree"}
MEASURES = {
    "percent_agreement": "Percent agreement",
    "ac1": "Gwet's AC1",
    "alpha": "Krippendorff's alpha",
}
FACETS = {"topic": "topic", "mechanism": "mechanism", "barrier": "barrier"}
