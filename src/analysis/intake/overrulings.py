"""Verdicts that a researcher overrules: who, when, and why. They stand beside the computed ones."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering
from analysis.schema import about
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import ALL_STATES

FILE = Path("triangulation/overrulings.csv")
NO_PLACE = f"neither a studied state (study.yaml: states) nor {ALL_STATES}, for all of them"


def read(study: Study) -> pd.DataFrame:
    """The overrulings as they stand; none where a study has no such file."""
    note(study.provenance)
    return sheets.read_csv_if_any(study, study.raw / FILE, tuple(about("overrulings")))


def clean(overrulings: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The table ``overrulings``. Raises BadInput with every fault of the file."""
    found = Gathering(study, study.known_as(study.raw / FILE))
    typed = overrulings.assign(decided_on=found.values(cells.dates(overrulings["decided_on"])))
    place = overrulings["state"]
    strays = place.index[place.notna() & ~place.isin([ALL_STATES, *study.states])]
    found.add([Fault("", NO_PLACE, row=row, column="state") for row in strays])
    table = found.checked("overrulings", typed)
    found.refuse()
    return table
