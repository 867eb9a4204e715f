"""The projects: where they work and on what, and the register of what they measure."""

from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import cells, sheets
from analysis.intake.gathering import Gathering, gathered
from analysis.schema import about, stray_references
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import OUTCOME

FOLDER = Path("projects")
NAMES = ("projects", "project_domains", "project_states")
REGISTER = FOLDER / "monitoring_indicators.csv"
WEIGHTS = FOLDER / "indicator_weights.csv"


def read(study: Study) -> dict[str, pd.DataFrame]:
    """The project files as they stand: three tables, the register of what is measured, weights."""
    note(study.provenance)
    paths = {name: _path(study, name) for name in NAMES} | {"indicators": study.raw / REGISTER}
    reads = {
        name: partial(sheets.read_csv, study, path, about(name)) for name, path in paths.items()
    }
    name = "indicator_weights"
    reads[name] = partial(sheets.read_csv_if_any, study, study.raw / WEIGHTS, about(name))
    return gathered(reads)


def clean(raw: dict[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``projects``, ``project_domains``, ``project_states``, and their ``indicators``.

    And ``indicator_weights`` of these: 1 where the study declares none. Raises BadInput.
    """
    found = {name: Gathering(study, study.known_as(_path(study, name))) for name in NAMES}
    found["indicators"] = Gathering(study, study.known_as(study.raw / REGISTER))
    found["indicator_weights"] = Gathering(study, study.known_as(study.raw / WEIGHTS))
    dated = {c: found["projects"].values(cells.dates(raw["projects"][c])) for c in ("start", "end")}
    tables = raw | {"projects": raw["projects"].assign(**dated)}
    weights = raw["indicator_weights"]
    numbers = found["indicator_weights"].values(cells.numbers(weights["weight"]))
    tables["indicator_weights"] = weights.assign(weight=numbers)
    found["projects"].add(
        Fault("", "ends before it starts", row=row, column="end")
        for row in tables["projects"].index[dated["end"] < dated["start"]]
    )
    tables = {name: found[name].checked(name, table) for name, table in tables.items()}
    files = {name: gathering.file for name, gathering in found.items()}
    faults = [fault for gathering in found.values() for fault in gathering.faults]
    refuse(faults + stray_references(tables, files))
    return tables | {"indicator_weights": _weights(tables)}


def _weights(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The declared weights, and 1 for every other outcome indicator."""
    register = tables["indicators"]
    ids = register.loc[register["role"].eq(OUTCOME), ["indicator_id"]]
    weights = ids.merge(tables["indicator_weights"], how="left")
    return weights.fillna({"weight": 1.0}).sort_values("indicator_id", ignore_index=True)


def _path(study: Study, name: str) -> Path:
    return study.raw / FOLDER / f"{name}.csv"
