"""How variations of the triangulation read on an exhibit."""

import pandas as pd

from analysis import vocabulary as words
from analysis.exhibits.sentences import listed, lower
from analysis.methods.triangulation.variations import OTHER_DRAWS
from analysis.settings import AS_PUBLISHED, LATENT
from analysis.study import Study

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
    OTHER_DRAWS: "Other random draws",
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


def standing(stability: pd.DataFrame, study: Study) -> str:
    """How the headlines stand in other ways, as a clause: one row per ``domain``."""
    names = study.labels("domains", short=True)
    marks = stability.set_index("domain")["stability"]
    clauses = []
    for mark in STABILITIES:
        here = [lower(name) for domain, name in names.items() if marks.get(domain) == mark]
        if here:
            clauses.append(f"{mark} on {listed(here)}")
    return listed(clauses) or "no headline is likely enough to be tried"
