"""Microdata of INEGI's survey of women (ENDIREH), labor part, as a tidy Parquet file.

The microdata are no part of this repository: whoever has them puts each round in a file of its own
with one row per woman interviewed. ``docs/sources.md`` says how women's participation follows.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.faults import Fault, refuse

# What INEGI's questions on work come to: employed, looking for work, or neither, of whom some
# would work if they were asked to.
ACTIVITIES = ("employed", "unemployed", "inactive_available", "inactive_unavailable")
COLUMNS = {
    "year": "the year of the round",
    "state_code": "ISO 3166-2, such as ES-M",
    "stratum": "the design's stratum",
    "psu": "the primary sampling unit",
    "weight": "women aged 15 and over whom this one stands for",
    "activity": f"one of {', '.join(ACTIVITIES)}, or blank where it is not known",
}


def read_women(path: Path | str) -> pd.DataFrame:
    """One row per woman: ``COLUMNS``, a blank activity where it is not known.

    Raises BadInput where the file is no Parquet file, lacks a column, holds an unknown activity, a
    blank elsewhere or a weight that is not above 0; rows are counted from 1, values not quoted.
    """
    path = Path(path)
    women = _read(path)
    blank = {name: women[name].isna() for name in COLUMNS if name != "activity"}
    faults = [
        Fault(path.name, f"missing in {is_blank.sum()} rows", row=_first(is_blank), column=name)
        for name, is_blank in blank.items()
        if is_blank.any()
    ]
    is_strange = women["activity"].notna() & ~women["activity"].isin(ACTIVITIES)
    if is_strange.any():
        rule = f"unknown in {is_strange.sum()} rows"
        cure = f"activity is {COLUMNS['activity']}."
        faults.append(Fault(path.name, rule, row=_first(is_strange), column="activity", cure=cure))
    weight = pd.to_numeric(women["weight"], errors="coerce")
    is_wrong = women["weight"].notna() & ~(weight.gt(0) & np.isfinite(weight.astype(float)))
    if is_wrong.any():
        rule = f"no number above 0 in {is_wrong.sum()} rows"
        cure = "Who stands for nobody was not interviewed: leave the row out."
        faults.append(Fault(path.name, rule, row=_first(is_wrong), column="weight", cure=cure))
    refuse(faults)
    return women.assign(weight=weight.astype(float))


def _read(path: Path) -> pd.DataFrame:
    try:
        there = pq.read_schema(path).names
        absent = [name for name in COLUMNS if name not in there]
        refuse(
            Fault(path.name, "no such column", column=name, cure=f"{name}: {COLUMNS[name]}.")
            for name in absent
        )
        return pd.read_parquet(path, columns=list(COLUMNS))
    except FileNotFoundError:
        refuse([Fault(path.name, "no such file")])
    except pa.ArrowInvalid:
        refuse([Fault(path.name, "not a Parquet file")])


def _first(is_wrong: pd.Series) -> int:
    return int(is_wrong.to_numpy().argmax()) + 1
