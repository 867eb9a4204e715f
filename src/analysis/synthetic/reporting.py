"""What the projects make of their clean measurements before they report them, and its truth.

What is planted stands in columns of the tables ``layouts`` and ``reports``, from which ``truth``
reads it and ``mess_monitoring`` types the sheets.
"""

import pandas as pd

from analysis.intake.measures import COUNT, OF_TEN, PERCENT, SHARE
from analysis.synthetic.streams import Generator, pick, picks
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
NOTE = [*SERIES, "period", "kind"]
# What the projects report in, as evenly as can be.
UNITS = (SHARE, PERCENT, COUNT, OF_TEN)
# How often a sheet is laid out otherwise than docs/data.md begins with, each way by itself.
WAYS = {
    "is_english": 0.3, "has_title": 0.35, "has_total": 0.4, "has_notes": 0.3, "is_by_period": 0.4,
}  # fmt: skip
# How often a series has its target revised or its baseline taken late, and a row is typed twice.
REVISED, LATE, ROW_TWICE = 0.10, 0.04, 0.02
# In so many pairs of state and indicator a project reports another's cases, in its last half-years.
N_DOUBLE, FEWEST_DOUBLE = 4, 2
# The part of the way from the baseline that a revised target gives up.
LOWERED = (0.3, 0.6)


def layouts(projects: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per project: ``unit`` and ways of its sheet; one of counts ``is_cumulative``."""
    ids = projects["project_id"]
    units = rng.permutation([UNITS[n % len(UNITS)] for n in range(len(ids))])
    table = pd.DataFrame({"project_id": ids, "unit": units})
    counted = list(table.loc[table["unit"].eq(COUNT), "project_id"])
    table["is_cumulative"] = table["project_id"].isin(picks(rng, counted, 1))
    return table.assign(**{way: rng.random(len(ids)) < share for way, share in WAYS.items()})


def reports(monitoring: pd.DataFrame, projects: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """``monitoring`` as it was reported: one row per project, state, indicator and half-year.

    ``is_double_counted``: the cases are another project's. ``baseline_date``: when the baseline
    was taken, where the project had begun by then. ``is_revised``: the target is no longer the
    first one. ``is_twice``: the row is typed twice.
    """
    began = monitoring.merge(projects[["project_id", "start"]], on="project_id")
    table = _revised(_late(_doubled(began, rng), rng), rng)
    return table.assign(is_twice=rng.random(len(table)) < ROW_TWICE).drop(columns="start")


def _doubled(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """From some half-year on, a later project reports the cases of one that began earlier."""
    table = table.assign(is_double_counted=False)
    places, measured = ["state", "indicator_id"], ["actual", "n_actual"]
    known = table.dropna(subset="actual").reset_index()
    # The earlier project first, whatever its number.
    known["since"] = known["start"].dt.strftime("%Y%m%d") + known["project_id"]
    pairs = known.merge(known, on=[*places, "period"], suffixes=("_first", "_later"))
    pairs = pairs[pairs["since_first"] < pairs["since_later"]]
    both = ["since_first", "since_later"]
    pairs = pairs[pairs.groupby([*places, *both])["period"].transform("size").ge(FEWEST_DOUBLE)]
    # One pair of projects in a state and indicator, lest a third copy what was copied.
    for part in picks(rng, [part for _, part in pairs.groupby(places)], N_DOUBLE):
        chosen = pick(rng, [pair for _, pair in part.groupby(both)]).sort_values("period")
        chosen = chosen.tail(max(FEWEST_DOUBLE, len(chosen) // 2))
        values = table.loc[chosen["index_first"], measured].to_numpy()
        table.loc[chosen["index_later"], measured] = values
        table.loc[chosen["index_later"], "is_double_counted"] = True
    return table


def _late(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Some series take their first measurement for the baseline that they lack, and date it."""
    table = table.assign(baseline_date=pd.NaT)
    for _, rows in table.groupby(SERIES):
        measured = rows.dropna(subset="actual").sort_values("period").head(1)
        is_own = rows["baseline"].notna().all() and not rows["is_double_counted"].any()
        if rng.random() < LATE and is_own and len(measured):
            table.loc[rows.index, ["baseline", "n_baseline"]] = (
                measured[["actual", "n_actual"]].iloc[0].to_numpy(dtype=float)
            )
            table.loc[rows.index, "baseline_date"] = _end(measured["period"].iloc[0])
    return table


def _revised(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Some series give up a part of the way to their target, from some half-year on."""
    table = table.assign(is_revised=False)
    for _, rows in table.groupby(SERIES):
        drawn, part = rng.random() < REVISED, rng.uniform(*LOWERED)
        first, baseline = rows["target"].iloc[0], rows["baseline"].iloc[0]
        if not drawn or len(rows) == 1 or pd.isna(first) or pd.isna(baseline):
            continue
        target = round(first + part * (baseline - first), 2)
        if target != round(first, 2):
            later = rows.sort_values("period").index[len(rows) // 2 :]
            table.loc[later, "target"] = target
            table.loc[later, "is_revised"] = True
    return table


def _end(period: str) -> pd.Timestamp:
    """The last day of a half-year written 2024-S1."""
    return pd.Timestamp(period[:4] + {"1": "-06-30", "2": "-12-31"}[period[-1]])


def truth(reports: pd.DataFrame, layouts: pd.DataFrame) -> pd.DataFrame:
    """One row per irregularity planted, with its ``kind``.

    ``period`` is blank where a whole series is meant, state and indicator too where a sheet is.
    """
    rows, series = [*SERIES, "period"], reports.drop_duplicates(SERIES)
    revised = reports[reports["is_revised"]].sort_values("period").drop_duplicates(SERIES)
    silent = ~layouts["project_id"].isin(reports["project_id"])
    sheets = layouts[~silent]
    is_other = sheets[["is_english", "has_title", "has_notes"]].any(axis=1)
    found = {
        DOUBLE_COUNTED: reports.loc[reports["is_double_counted"], rows],
        TWICE: reports.loc[reports["is_twice"], rows],
        TARGET_REVISED: revised[rows],
        BASELINE_LATE: series.loc[series["baseline_date"].notna(), SERIES],
        BASELINE_MISSING: series.loc[series["baseline"].isna(), SERIES],
        CUMULATIVE: sheets.loc[sheets["is_cumulative"], ["project_id"]],
        OTHER_UNIT: sheets.loc[sheets["unit"].ne(SHARE), ["project_id"]],
        TOTAL_ROW: sheets.loc[sheets["has_total"], ["project_id"]],
        OTHER_LAYOUT: sheets.loc[is_other, ["project_id"]],
    }
    tables = [table.assign(kind=kind) for kind, table in found.items()]
    return pd.concat(tables).reindex(columns=NOTE).sort_values(NOTE, ignore_index=True)
