"""What the projects measured, brought to one unit: baseline, target and actual by half-year."""

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import cells, irregularities, measures, periods, places
from analysis.intake.gathering import Gathering
from analysis.intake.irregularities import SERIES, target_moved
from analysis.intake.monitoring_sheets import EITHER, FILE, HEADERS, Sheet, read
from analysis.schema import checked
from analysis.study import Study
from analysis.vocabulary import CUMULATIVE

__all__ = ["clean", "read"]

BY_PERIOD = "by_period"
# Every wording of how cases are counted, in Spanish and English.
COUNTINGS = {
    "por periodo": BY_PERIOD, "by period": BY_PERIOD,
    "acumulado": CUMULATIVE, "cumulative": CUMULATIVE,
}  # fmt: skip
CASES = ["favorable_actual", "n_actual"]
# So many steps from one half-year to the next without a fall look like running totals: by chance,
# four half-years in a row rise in one of 24 series, and ten steps take several series.
FEWEST_STEPS = 10
NOT_REVISED = {"no"}
SAY_COUNTING = f"Say in column conteo how cases are counted: {', '.join(COUNTINGS)}."
SAY_REVISED = "Write sí or the day in meta_revisada, or mend the target."


def clean(
    raw: dict[str, Sheet], projects: pd.DataFrame, indicators: pd.DataFrame, study: Study
) -> dict[str, pd.DataFrame]:
    """Tables ``monitoring``, in one unit, and ``monitoring_notes``: what was irregular in it.

    Rows entered twice are dropped, running totals taken apart, rows of another project's cases
    flagged. A value without the number of cases it was measured on stays, and counts for no
    outcome. Raises BadInput for a sheet that is no project, an indicator that is not registered,
    rows that contradict each other, and whatever could be read in two ways.
    """
    aliases = places.read_aliases(study)
    ids = {name: name for name in indicators["indicator_id"].dropna()}
    starts = projects.dropna(subset="project_id").drop_duplicates("project_id")
    starts = starts.set_index("project_id")["start"]
    tables, notes, faults = [], [], []
    for project, sheet in raw.items():
        found = Gathering(study, study.known_as(study.raw / FILE), project, _names(sheet))
        if project not in starts:
            found.add([Fault("", "the sheet is named after no project of projects.csv")])
        typed = _typed(sheet.reports, aliases, ids, found)
        notes.append(irregularities.of_sheet(project, sheet, typed))
        reports = typed.drop_duplicates().assign(project_id=project)
        tables.append(_tidy(reports, starts.get(project, pd.NaT), found))
        faults += found.faults
    refuse(faults)
    table = pd.concat(tables, ignore_index=True)
    table["is_double_counted"] = irregularities.double_counted(table, starts)
    notes = pd.concat([*notes, irregularities.of_table(table)]).drop_duplicates()
    notes = notes.reset_index(drop=True)
    return {
        "monitoring": checked("monitoring", table, study),
        "monitoring_notes": checked("monitoring_notes", notes, study),
    }


def _names(sheet: Sheet) -> dict[str, str]:
    """What a fault calls each column: as its sheet does, or as docs/data.md where it lacks it."""
    names = {column: both[0] for column, both in HEADERS.items()} | sheet.names
    counted = {share: names[n] for share, n in EITHER.items() if share not in sheet.names}
    return names | {share: name for share, name in counted.items() if EITHER[share] in sheet.names}


def _typed(
    reports: pd.DataFrame, aliases: places.Aliases, ids: dict[str, str], found: Gathering
) -> pd.DataFrame:
    """Every cell as what it is: the measurements in the unit of their row, cases as numbers."""
    unit = found.values(_choice(reports["unit"], measures.UNITS))
    n_columns = [*EITHER.values(), "n_baseline", "n_actual"]
    counts = {n: found.values(cells.wholes(cells.reported(reports[n]))) for n in n_columns}
    given = {
        column: found.values(measures.shares(reports[column], unit))
        for column in ("baseline", "target", "actual")
    }
    said = cells.reported(reports["target_revised"]).map(cells.plain, na_action="ignore")
    table = {
        "state": found.values(places.to_state(reports["state"], aliases)),
        "indicator_id": found.values(
            cells.choices(reports["indicator_id"], ids, "monitoring_indicators.csv")
        ),
        "period": found.values(periods.periods(reports["period"])),
        "unit": unit,
        "counting": found.values(_choice(reports["counting"], COUNTINGS)),
        "baseline_date": found.values(cells.dates(cells.reported(reports["baseline_date"]))),
        "says_revised": said.notna() & ~said.isin(NOT_REVISED),
    }
    return pd.DataFrame(table | counts | given)


def _choice(column: pd.Series, allowed: dict[str, str]) -> cells.Read:
    return cells.choices(cells.reported(column), allowed, ", ".join(allowed))


def _tidy(reports: pd.DataFrame, start: pd.Timestamp, found: Gathering) -> pd.DataFrame:
    """The sheet's rows as ``monitoring`` has them, but not yet compared with other projects'."""
    table = _by_period(reports, found)
    for share, favorable in EITHER.items():
        counted = found.values(measures.of_cases(table[favorable], table[f"n_{share}"]))
        table[share] = found.values(measures.either(table[share], counted, table["unit"]))
    series = table.sort_values("period", kind="stable").groupby(SERIES, dropna=False)
    taken = series["baseline_date"].transform("max")
    found.add(
        Fault("", "another target than before, not marked as revised", row=row, column="target",
              cure=SAY_REVISED)
        for row in table.index[target_moved(table) & ~table["says_revised"]]
    )  # fmt: skip
    table = table.assign(
        target_first=series["target"].transform("first"),
        is_baseline_late=taken.gt(start) & table["baseline"].notna(),
        is_double_counted=False,
    )
    unused = ["unit", "counting", "baseline_date", "says_revised", *EITHER.values()]
    return found.checked("monitoring", table.drop(columns=unused))


def _by_period(reports: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """The cases of each half-year alone: running totals less those of the half-year before.

    A half-year without a report adds nothing to the next one's total. Cases that only ever grow
    and are not said to be counted by half-year are refused: they could be either.
    """
    is_running = reports["counting"].eq(CUMULATIVE)
    is_lone = is_running & reports["actual"].notna() & reports["favorable_actual"].isna()
    found.add(
        Fault("", "running totals cannot be taken apart without favorable cases", row=row,
              column="actual")
        for row in reports.index[is_lone]
    )  # fmt: skip
    unsaid = reports[reports["counting"].isna() & reports["favorable_actual"].notna()]
    steps = _steps(unsaid).dropna()
    if len(steps) >= FEWEST_STEPS and steps.ge(0).all(axis=None):
        rule = "its cases never fall from one half-year to the next: are they running totals?"
        found.add([Fault("", rule, column="counting", cure=SAY_COUNTING)])
    running = reports[is_running].dropna(subset=CASES)
    alone = _steps(running).fillna(running[CASES])
    found.add(
        Fault("", "a running total that falls", row=row, column=column)
        for column in CASES
        for row in alone.index[alone[column].lt(0)]
    )
    # No cases in a half-year: nothing was measured in it.
    alone = alone.where(alone["n_actual"].gt(0))
    table = reports.copy()
    table.loc[alone.index, CASES] = alone
    return table


def _steps(reports: pd.DataFrame) -> pd.DataFrame:
    """How the cases of a series moved since its half-year before; blank in the first."""
    ordered = reports.sort_values([*SERIES, "period"], kind="stable")
    return ordered.groupby(SERIES, dropna=False)[CASES].diff()
