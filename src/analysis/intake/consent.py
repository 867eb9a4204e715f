"""Nothing of a source goes further than its consent."""

import pandas as pd

from analysis.faults import Fault
from analysis.intake.gathering import Gathering

UNKNOWN = "its source is not in the register, so its consent is not known"
CURE = "Register the source with its consent, or remove what is held of it."


def consented(
    table: pd.DataFrame, interviews: pd.DataFrame, set_aside: pd.DataFrame, found: Gathering
) -> pd.DataFrame:
    """The rows of ``table`` whose ``source_id`` is in use; rows of set-aside sources are dropped.

    A source that is not in the register at all is a fault: its consent is not known. It is named
    by its row, not by its id, which field teams sometimes make from a person's name.
    """
    used = table["source_id"].isin(interviews["source_id"])
    known = used | table["source_id"].isin(set_aside["source_id"])
    strays = table.index[~known & table["source_id"].notna()]
    found.add([Fault("", UNKNOWN, row=row, column="source_id", cure=CURE) for row in strays])
    return table[used | table["source_id"].isna()]
