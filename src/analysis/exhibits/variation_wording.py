"""How variations of the triangulation read on an exhibit."""

from analysis import vocabulary as words
from analysis.settings import AS_PUBLISHED, LATENT

KINDS = {
    words.WITHOUT_STATE: "Without one state",
    words.WITHOUT_GROUP: "Without one stakeholder group",
    words.WITHOUT_CODER: "Without one coder",
    words.WITHOUT_INDICATOR: "Without one indicator",
    words.WITHOUT_PROJECT: "Without one project",
    words.CHOICE: "Another choice of method",
}
CHOICES = {
    words.EARLIER_WINDOW: "Indicators to the half-year before",
    "small_regions": "Half the regions of no change",
    "prior_on_root": "Uniform on the root of rho",
    "flat_prior_mean": "Flat prior of the mean",
    "coders_as_they_are": "Coders not corrected",
    "shared_errors": "Indicators share errors",
    LATENT: "The domain behind the indicators",
    AS_PUBLISHED: "Rule table of Farmer and others",
}
BECOMES = {
    words.HOLDS: "holds",
    words.WEAKENS: "no longer likely",
    words.TURNS: "another verdict",
    words.APPEARS: "a verdict where none was",
}
STABILITIES = {
    words.STEADY: "steady: it holds in nine of ten other ways, and turns in none",
    words.SHAKY: "shaky: in other ways there is often no verdict",
    words.TURNING: "turning: in some other way there is another verdict",
}
