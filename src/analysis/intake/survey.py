"""The validation survey: which earlier respondents recognise which changes."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault, at, refuse
from analysis.intake import cells, sheets
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering
from analysis.store import note
from analysis.study import Study

FILE, SHEET = Path("validation/validation.xlsx"), "respuestas"
COLUMNS = ("respondente", "folio", "grupo")
COMMENT = "_comentario"
# What the declared columns are called in the export.
COLUMN = {"source_id": "folio", "respondent_id": "respondente", "group": "grupo"}
NOT_ASKED = "not_asked"
ANSWERS = {
    "de acuerdo": "agree",
    "parcialmente de acuerdo": "partly_agree",
    "en desacuerdo": "disagree",
    "no se preguntó": NOT_ASKED,
}


def read(study: Study) -> pd.DataFrame:
    """The export as it stands, one row per respondent, two columns per change."""
    note(study.provenance)
    return sheets.read_sheet(study, study.raw / FILE, SHEET, COLUMNS, more=True)


def clean(
    answers: pd.DataFrame,
    changes: pd.DataFrame,
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """Table ``validation``: a change that was not shown has no row, one not answered a blank.

    Respondents whose earlier source was set aside go no further. Raises BadInput, also for a
    change without its column and for a column that is no change.
    """
    found = Gathering(study, study.known_as(study.raw / FILE), SHEET, COLUMN)
    answers = answers.dropna(how="all").rename(columns={"folio": "source_id"})
    refuse(at(_misfits(answers.columns, changes["change_id"]), found.file, SHEET))
    answers = consented(answers, interviews, set_aside, found)
    grouped = cells.choices(answers["grupo"], cells.wordings(study, "groups"), "study.yaml: groups")
    answers = answers.assign(group=found.values(grouped))
    shown = pd.concat([_of_change(answers, change, found) for change in changes["change_id"]])
    table = found.checked("validation", shown)
    found.refuse()
    return {"validation": table}


def _misfits(columns: pd.Index, changes: pd.Series) -> list[Fault]:
    expected = {name for change in changes for name in (change, change + COMMENT)}
    present = set(columns) - {"respondente", "source_id", "grupo"}
    faults = [Fault("", "column missing", row=1, column=c) for c in sorted(expected - present)]
    n_others = len(present - expected)
    if n_others:
        rule = f"{n_others} columns belong to no change of changes/changes.csv"
        faults.append(Fault("", rule, row=1))
    return faults


def _of_change(answers: pd.DataFrame, change: str, found: Gathering) -> pd.DataFrame:
    answer = found.values(cells.choices(answers[change], ANSWERS, ", ".join(ANSWERS)))
    table = pd.DataFrame(
        {
            "respondent_id": answers["respondente"],
            "source_id": answers["source_id"],
            "group": answers["group"],
            "change_id": change,
            "answer": answer,
            "comment": answers[change + COMMENT],
        }
    )
    return table[answer.ne(NOT_ASKED)]
