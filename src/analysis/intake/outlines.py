"""The outlines of the states, for a map; a study need not have them."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import PUBLIC

FILE = Path("reference/outlines.csv")
COLUMNS = ("state", "ring", "points")
# Longitude and latitude, in degrees.
POINT = r"(?P<longitude>-?\d+(?:\.\d+)?),(?P<latitude>-?\d+(?:\.\d+)?)"
# An area has three corners, and ends where it began.
POINTS = rf"{POINT}(?: {POINT}){{3,}}".replace("?P<longitude>", "?:").replace("?P<latitude>", "?:")


def read(study: Study) -> pd.DataFrame:
    """One row per part of a state, as text: ``state``, ``ring``, ``points``."""
    note(PUBLIC)
    return sheets.read_csv_if_any(study, study.raw / FILE, COLUMNS)


def clean(raw: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Table ``outlines``. Raises BadInput for a ring that is not written as longitudes, latitudes.

    ``points`` are written ``-101.9,22.0 -101.8,21.9`` and so on, the last the same as the first.
    """
    found = Gathering(study, study.known_as(study.raw / FILE))
    is_ring = raw["points"].str.fullmatch(POINTS).eq(True)
    rule = "not four or more pairs such as -101.9,22.0 with a blank between them"
    found.add(Fault("", rule, row=row, column="points") for row in raw.index[~is_ring])
    rings = raw.assign(ring=found.values(cells.wholes(raw["ring"])))
    found.add(
        Fault("", "stands twice: state, ring", row=row)
        for row in rings.index[rings.duplicated(["state", "ring"])]
    )
    found.refuse()
    corners = raw["points"].astype("str").str.extractall(POINT).astype(float)
    corners = corners.reset_index(level=1).rename(columns={"match": "corner"})
    table = rings[["state", "ring"]].join(corners.assign(corner=corners["corner"] + 1), how="right")
    table = found.checked("outlines", table)
    found.refuse()
    return table
