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
NOT_JUDGED = "no verdict was computed there, so none can be overruled"
NOT_JUDGED_CURE = "Take the row out, or correct its state or domain"


def read(study: Study) -> pd.DataFrame:
    """The overrulings as they stand; none where a study has no such file."""
    note(study.provenance)
    return sheets.read_csv_if_any(study, study.raw / FILE, tuple(about("overrulings")))


def clean(
    overrulings: pd.DataFrame, study: Study, judged: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The table ``overrulings``.

    ``judged`` has one row per ``state`` and ``domain`` with a verdict, once that is known: nothing
    else can be overruled. Raises BadInput with every fault of the file.
    """
    found = Gathering(study, study.known_as(study.raw / FILE))
    typed = overrulings.assign(decided_on=found.values(cells.dates(overrulings["decided_on"])))
    place = overrulings["state"]
    strays = place.index[place.notna() & ~place.isin([ALL_STATES, *study.states])]
    found.add([Fault("", NO_PLACE, row=row, column="state") for row in strays])
    table = found.checked("overrulings", typed)
    found.refuse()
    if judged is not None:
        found.add(_not_judged(overrulings, judged))
        found.refuse()
    return table


def _not_judged(overrulings: pd.DataFrame, judged: pd.DataFrame) -> list[Fault]:
    cell = ["state", "domain"]
    all_states = judged[["domain"]].assign(state=ALL_STATES)
    known = pd.MultiIndex.from_frame(pd.concat([judged[cell], all_states[cell]]))
    is_known = pd.MultiIndex.from_frame(overrulings[cell]).isin(known)
    return [
        Fault("", NOT_JUDGED, row=row, column="state", cure=NOT_JUDGED_CURE)
        for row in overrulings.index[~is_known]
    ]
