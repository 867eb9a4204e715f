"""What was planted in a synthetic study, so that what is found can be held against it."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import DIRECTIONS, SYNTHETIC

FILE = Path("truth/truth_cells.csv")
SHARES = [f"p_{direction}" for direction in DIRECTIONS]
NUMBERS = [*SHARES, "prominence", "theta"]
ONLY_SYNTHETIC = "only a synthetic study knows its truth"


def read(study: Study) -> pd.DataFrame:
    """What was planted by state and domain: ``p_`` and a direction, ``prominence``, ``theta``.

    ``theta`` is the change of the indicators in baseline standard deviations. No row where a study
    has no truth. Raises BadInput for a number that is none, and where a study is not synthetic.
    """
    note(study.provenance)
    columns = ["state", "domain", *NUMBERS]
    planted = sheets.read_csv_if_any(study, study.raw / FILE, columns)
    found = Gathering(study, study.known_as(study.raw / FILE))
    numbers = {name: found.values(cells.numbers(planted[name])) for name in NUMBERS}
    found.refuse()
    if len(planted) and study.provenance != SYNTHETIC:
        refuse([Fault(found.file, ONLY_SYNTHETIC, cure="Remove the folder truth/.")])
    return planted.assign(**numbers).reset_index(drop=True)
