"""The significant changes: accounts and their selection, changes, contributions, lessons."""

from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import cells, selections, sheets
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering, gathered
from analysis.schema import about, stray_references
from analysis.store import note
from analysis.study import Study

FOLDER = Path("changes")
NAMES = (
    "accounts", "changes", "change_accounts", "change_priorities", "contributions", "selections",
    "verifications", "change_evidence", "rubric_scores", "lessons", "lesson_changes",
)  # fmt: skip
# What speaks of an account goes no further where the account does not.
OF_ACCOUNTS = ("change_accounts", "selections", "verifications")
# Nothing is done with a story before it was told.
DATED_STORIES = ("selections", "verifications")
YES_NO = {"true": "true", "false": "false"}


def read(study: Study) -> dict[str, pd.DataFrame]:
    """The CSV files as they stand."""
    note(study.provenance)
    reads = {
        name: partial(sheets.read_csv, study, _path(study, name), about(name)) for name in NAMES
    }
    return gathered(reads)


def clean(
    raw: dict[str, pd.DataFrame],
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    projects: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """The tables; an account of a set-aside source goes no further, nor does what speaks of it.

    Of ``interviews`` only ``source_id`` is read, of ``set_aside`` too; of ``projects``
    ``project_id`` and ``start``. Raises BadInput, also where a change is dated before a project
    credited with it began, where a story is considered at a level it never reached, and where it
    is considered or verified before it was told.
    """
    found = {name: Gathering(study, study.known_as(_path(study, name))) for name in NAMES}
    typed = {name: _typed(raw[name], found[name]) for name in NAMES}
    typed["accounts"] = consented(typed["accounts"], interviews, set_aside, found["accounts"])
    is_dropped = ~raw["accounts"]["account_id"].isin(typed["accounts"]["account_id"])
    dropped = raw["accounts"]["account_id"][is_dropped].dropna()
    for name in OF_ACCOUNTS:
        typed[name] = typed[name][~typed[name]["account_id"].isin(dropped)]
    found["contributions"].add(_before_project(typed, projects))
    found["selections"].add(selections.faults(typed["selections"], study))
    for name in DATED_STORIES:
        found[name].add(selections.before_told(typed[name], typed["accounts"]))
    tables = {name: found[name].checked(name, typed[name]) for name in NAMES}
    faults = [fault for gathering in found.values() for fault in gathering.faults]
    files = {name: study.known_as(_path(study, name)) for name in NAMES}
    together = tables | {"interviews": interviews, "projects": projects}
    refuse(faults + stray_references(together, files))
    return tables


def _path(study: Study, name: str) -> Path:
    return study.raw / FOLDER / f"{name}.csv"


def _typed(table: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """Dates, whole numbers and yes or no as such; all else stays text."""
    for column in table.columns:
        if column == "date":
            table = table.assign(date=found.values(cells.dates(table["date"])))
        if column == "round":
            table = table.assign(round=found.values(cells.wholes(table["round"])))
        if column.startswith("is_"):
            answers = found.values(cells.choices(table[column], YES_NO, "true, false"))
            table = table.assign(**{column: answers.map({"true": True, "false": False})})
    return table


def _before_project(typed: dict[str, pd.DataFrame], projects: pd.DataFrame) -> list[Fault]:
    dates = typed["changes"].drop_duplicates("change_id").set_index("change_id")["date"]
    contributions = typed["contributions"]
    change_date = contributions["change_id"].map(dates)
    start = contributions["project_id"].map(projects.set_index("project_id")["start"])
    rule = "the change is dated before the project credited with it began"
    cure = "Correct the date of the change, or credit another actor."
    rows = contributions.index[change_date.lt(start)]
    return [Fault("", rule, row=row, column="project_id", cure=cure) for row in rows]
