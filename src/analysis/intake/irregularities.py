"""What is irregular in the projects' reports: found in the tidy table, one row for each."""

import pandas as pd

from analysis.intake.measures import SHARE
from analysis.intake.monitoring_sheets import EITHER, Sheet
from analysis.vocabulary import (
    BASELINE_LATE,
    BASELINE_MISSING,
    CUMULATIVE,
    DOUBLE_COUNTED,
    OTHER_LAYOUT,
    OTHER_UNIT,
    TARGET_REVISED,
    TOTAL_ROW,
    TWICE,
)

SERIES = ["project_id", "state", "indicator_id"]
ROW = [*SERIES, "period"]
NOTE = [*ROW, "kind"]
# One half-year with the same numbers may be chance: with hundreds of pairs to compare, some studies
# have one. A second one in the same series is none.
FEWEST_ALIKE = 2
# Targets closer than this are one target, rounded in two ways.
SAME_TARGET = 0.0005


def double_counted(monitoring: pd.DataFrame, starts: pd.Series) -> pd.Series:
    """Whether the cases of a row are those of a project that began earlier.

    The same cases: as many, and as many favorable ones, in one state, indicator and half-year, and
    that in two half-years or more of the same two projects. ``starts`` gives the first day of each
    project by its id; of two that began together, the first by id keeps its row.
    """
    places = ["state", "indicator_id"]
    table = monitoring.dropna(subset=["actual", "n_actual"]).reset_index(names="row")
    table = table.assign(
        n_favorable=(table["actual"] * table["n_actual"]).round(),
        begun=list(zip(table["project_id"].map(starts), table["project_id"], strict=True)),
    )[["row", "project_id", "begun", "period", "n_actual", "n_favorable", *places]]
    same = table.merge(table, on=[*places, "period", "n_actual", "n_favorable"])
    same = same[same["begun_x"] < same["begun_y"]]
    n_alike = same.groupby([*places, "project_id_x", "project_id_y"])["period"].transform("size")
    rows = same.loc[n_alike.ge(FEWEST_ALIKE), "row_y"]
    return pd.Series(monitoring.index.isin(rows), monitoring.index)


def target_moved(reports: pd.DataFrame) -> pd.Series:
    """Whether a row's target differs from the last one known in its series."""
    table = reports.sort_values([*SERIES, "period"], kind="stable")
    series = [table[column] for column in SERIES]
    known = table["target"].groupby(series, dropna=False).ffill()
    before = known.groupby(series, dropna=False).shift()
    return (table["target"] - before).abs().gt(SAME_TARGET).reindex(reports.index)


def of_sheet(project: str, sheet: Sheet, typed: pd.DataFrame) -> pd.DataFrame:
    """The irregularities of a sheet as a whole, and its rows entered twice.

    ``typed`` has its rows before these are dropped, with ``unit``, ``counting`` and the cases.
    """
    is_counted = typed[list(EITHER.values())].notna().any(axis=None)
    kinds = {
        OTHER_UNIT: typed["unit"].dropna().ne(SHARE).any() or is_counted,
        OTHER_LAYOUT: not sheet.is_plain,
        CUMULATIVE: typed["counting"].eq(CUMULATIVE).any(),
        TOTAL_ROW: sheet.n_totals > 0,
    }
    whole = pd.DataFrame({"kind": [kind for kind, is_found in kinds.items() if is_found]})
    twice = typed.loc[typed.duplicated(), ROW[1:]].assign(kind=TWICE)
    return pd.concat([whole, twice]).assign(project_id=project).reindex(columns=NOTE)


def of_table(monitoring: pd.DataFrame) -> pd.DataFrame:
    """The irregularities of rows and series. A series without a baseline has none in any row."""
    baselines = monitoring.groupby(SERIES, as_index=False).agg(
        n_known=("baseline", "count"), is_late=("is_baseline_late", "any")
    )
    found = {
        DOUBLE_COUNTED: monitoring.loc[monitoring["is_double_counted"], ROW],
        TARGET_REVISED: monitoring.loc[target_moved(monitoring), ROW],
        BASELINE_MISSING: baselines.loc[baselines["n_known"].eq(0), SERIES],
        BASELINE_LATE: baselines.loc[baselines["is_late"], SERIES],
    }
    tables = [rows.assign(kind=kind) for kind, rows in found.items()]
    return pd.concat(tables).reindex(columns=NOTE)
