"""The projects, and what they measured: baseline, target and actual by state and half-year."""

from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import cells, places, sheets
from analysis.intake.gathering import Gathering, gathered
from analysis.schema import about, stray_references
from analysis.store import note
from analysis.study import Study

FOLDER = Path("projects")
NAMES = ("projects", "project_domains", "project_states")
REGISTER = FOLDER / "monitoring_indicators.csv"
MONITORING = FOLDER / "monitoring.xlsx"
COLUMNS = (
    "estado", "indicador", "periodo", "linea_base", "meta", "valor", "casos_base", "casos",
)  # fmt: skip
# What the declared columns are called in the workbook.
COLUMN = {
    "state": "estado", "indicator_id": "indicador", "period": "periodo", "baseline": "linea_base",
    "target": "meta", "actual": "valor", "n_baseline": "casos_base", "n_actual": "casos",
}  # fmt: skip


def read(study: Study) -> dict[str, pd.DataFrame]:
    """The project files as they stand: three tables and the register of monitoring indicators."""
    note(study.provenance)
    paths = {name: _path(study, name) for name in NAMES} | {"indicators": study.raw / REGISTER}
    reads = {
        name: partial(sheets.read_csv, study, path, about(name)) for name, path in paths.items()
    }
    return gathered(reads)


def clean(raw: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``projects``, ``project_domains``, ``project_states``, and their ``indicators``.

    Raises BadInput.
    """
    found = {name: Gathering(study, study.known_as(_path(study, name))) for name in NAMES}
    found["indicators"] = Gathering(study, study.known_as(study.raw / REGISTER))
    dated = {c: found["projects"].values(cells.dates(raw["projects"][c])) for c in ("start", "end")}
    tables = raw | {"projects": raw["projects"].assign(**dated)}
    found["projects"].add(
        Fault("", "ends before it starts", row=row, column="end")
        for row in tables["projects"].index[dated["end"] < dated["start"]]
    )
    tables = {name: found[name].checked(name, table) for name, table in tables.items()}
    files = {name: gathering.file for name, gathering in found.items()}
    faults = [fault for gathering in found.values() for fault in gathering.faults]
    refuse(faults + stray_references(tables, files))
    return tables


def read_monitoring(study: Study) -> pd.DataFrame:
    """Every sheet of the monitoring workbook, one after the other, with the name of its ``sheet``.

    The index is the row in the sheet; blank rows are left out.
    """
    note(study.provenance)
    path = study.raw / MONITORING
    tables, faults = [], []
    for sheet, rows in sheets.read_sheets(study, path).items():
        try:
            table = sheets.as_table(study, path, sheet, rows, COLUMNS)
            tables.append(table.assign(sheet=sheet))
        except BadInput as bad:
            faults += bad.faults
    refuse(faults)
    filled = pd.concat(tables).dropna(how="all", subset=COLUMNS)
    refuse([Fault(study.known_as(path), "no sheet holds a value")] if filled.empty else [])
    return filled


def clean_monitoring(
    raw: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Table ``monitoring``: one unit for all, rows entered twice dropped.

    A value without the number of cases it was measured on stays, and counts for no outcome.
    Raises BadInput for a sheet that is no project, an indicator that is not registered, and rows
    that contradict each other.
    """
    aliases = places.read_aliases(study)
    cleaned, faults = [], []
    for sheet, table in raw.groupby("sheet", sort=False):
        found = Gathering(study, study.known_as(study.raw / MONITORING), str(sheet), COLUMN)
        if sheet not in set(projects["project_id"]):
            found.add([Fault("", "the sheet is named after no project of projects.csv")])
        cleaned.append(_clean_sheet(table, str(sheet), aliases, indicators, found))
        faults += found.faults
    refuse(faults)
    return pd.concat(cleaned, ignore_index=True)


def _clean_sheet(
    raw: pd.DataFrame, project: str, aliases: dict, indicators: pd.DataFrame, found: Gathering
) -> pd.DataFrame:
    ids = {name: name for name in indicators["indicator_id"].dropna()}
    listed = cells.choices(raw["indicador"], ids, "monitoring_indicators.csv")
    table = pd.DataFrame(
        {
            "project_id": project,
            "state": found.values(places.to_state(raw["estado"], aliases)),
            "indicator_id": found.values(listed),
            "period": raw["periodo"].str.replace("-", "", regex=False).str.upper(),
            "baseline": found.values(cells.shares(raw["linea_base"])),
            "target": found.values(cells.shares(raw["meta"])),
            "actual": found.values(cells.shares(raw["valor"])),
            "n_baseline": found.values(cells.wholes(cells.reported(raw["casos_base"]))),
            "n_actual": found.values(cells.wholes(cells.reported(raw["casos"]))),
        }
    ).drop_duplicates()
    return found.checked("monitoring", table)


def _path(study: Study, name: str) -> Path:
    return study.raw / FOLDER / f"{name}.csv"
