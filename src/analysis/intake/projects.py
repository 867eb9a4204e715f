"""The projects, and what they measured: baseline, target and actual by state and half-year."""

from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import cells, places, sheets
from analysis.intake.gathering import Gathering
from analysis.schema import TABLES, stray_references
from analysis.store import note
from analysis.study import Study

FOLDER = Path("projects")
NAMES = ("projects", "project_domains", "project_states")
REGISTER = FOLDER / "monitoring_indicators.csv"
MONITORING = FOLDER / "monitoring.xlsx"
COLUMNS = (
    "estado", "indicador", "periodo", "linea_base", "meta", "valor", "casos_base", "casos",
)  # fmt: skip
KEY = ["project_id", "state", "indicator_id", "period"]


def read(study: Study) -> dict[str, pd.DataFrame]:
    """The project files as they stand: three tables and the register of monitoring indicators."""
    note(study.provenance)
    raw = {
        name: sheets.read_csv(study, _path(study, name), TABLES[name].to_schema().columns)
        for name in NAMES
    }
    columns = TABLES["indicators"].to_schema().columns
    return raw | {"indicators": sheets.read_csv(study, study.raw / REGISTER, columns)}


def clean(raw: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``projects``, ``project_domains``, ``project_states``, and the ``indicators`` they report.

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
    refuse(faults or stray_references(tables, files))
    return tables


def read_monitoring(study: Study) -> pd.DataFrame:
    """Every sheet of the monitoring workbook, one after the other, with its ``sheet`` and ``row``."""
    note(study.provenance)
    path = study.raw / MONITORING
    tables, faults = [], []
    for sheet, rows in sheets.read_sheets(study, path).items():
        try:
            table = sheets.as_table(study, path, sheet, rows, COLUMNS)
            tables.append(table.assign(sheet=sheet))
        except BadInput as bad:
            faults += bad.faults
    refuse(faults or ([Fault(study.known_as(path), "no sheet")] if not tables else []))
    return pd.concat(tables)


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
        found = Gathering(study, study.known_as(study.raw / MONITORING), str(sheet))
        if sheet not in set(projects["project_id"]):
            found.add([Fault("", "the sheet is named after no project of projects.csv")])
        cleaned.append(_clean_sheet(table, str(sheet), aliases, indicators, found))
        faults += found.faults
    refuse(faults)
    return pd.concat(cleaned, ignore_index=True)


def _clean_sheet(
    raw: pd.DataFrame, project: str, aliases: dict, indicators: pd.DataFrame, found: Gathering
) -> pd.DataFrame:
    filled = raw.drop(columns="sheet").dropna(how="all")
    ids = {name: name for name in indicators["indicator_id"]}
    periods = filled["periodo"].str.replace("-", "", regex=False).str.upper()
    listed = cells.choices(filled["indicador"], ids, "monitoring_indicators.csv")
    table = pd.DataFrame(
        {
            "project_id": project,
            "state": found.values(places.to_state(filled["estado"], aliases)),
            "indicator_id": found.values(listed),
            "period": periods,
            "baseline": found.values(cells.shares(filled["linea_base"])),
            "target": found.values(cells.shares(filled["meta"])),
            "actual": found.values(cells.shares(filled["valor"])),
            "n_baseline": found.values(cells.wholes(_reported(filled["casos_base"]))),
            "n_actual": found.values(cells.wholes(_reported(filled["casos"]))),
        }
    ).drop_duplicates()
    return found.checked("monitoring", table)


def _reported(column: pd.Series) -> pd.Series:
    return column.mask(column.map(cells.plain, na_action="ignore").isin(cells.NOT_REPORTED))


def _path(study: Study, name: str) -> Path:
    return study.raw / FOLDER / f"{name}.csv"
