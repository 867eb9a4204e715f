"""Each project's monitoring sheet as it stands: where its header is and what its columns are."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import sheets, table_rows
from analysis.store import note
from analysis.study import Study

FILE = Path("projects/monitoring.xlsx")
# What each column is called in Spanish and in English.
HEADERS = {
    "state": ("estado", "state"),
    "indicator_id": ("indicador", "indicator"),
    "period": ("periodo", "period"),
    "unit": ("unidad", "unit"),
    "baseline": ("linea_base", "baseline"),
    "favorable_baseline": ("casos_favorables_base", "favorable_baseline_cases"),
    "target": ("meta", "target"),
    "target_revised": ("meta_revisada", "target_revised"),
    "actual": ("valor", "value"),
    "favorable_actual": ("casos_favorables", "favorable_cases"),
    "n_baseline": ("casos_base", "baseline_cases"),
    "n_actual": ("casos", "cases"),
    "baseline_date": ("fecha_linea_base", "baseline_date"),
    "counting": ("conteo", "counting"),
    "notes": ("notas", "notes"),
}
# What a sheet must have; of the pairs, the one or the other.
REQUIRED = ("state", "indicator_id", "period", "target", "n_baseline", "n_actual")
EITHER = {"baseline": "favorable_baseline", "actual": "favorable_actual"}


@dataclass(frozen=True)
class Sheet:
    """A project's sheet: ``reports`` are texts under the names of ``HEADERS``.

    Their index is the row in the sheet; a column that it lacks is blank. ``names`` says what the
    columns are called in it, for faults. Rows of totals, notes under the table, the header once
    more and blank rows are no reports; ``n_others`` are the notes and the headers.
    """

    reports: pd.DataFrame
    names: dict[str, str] = field(default_factory=dict)
    header_row: int = sheets.HEADER_ROW
    n_totals: int = 0
    n_others: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it is laid out as docs/data.md begins: Spanish names in row 1, no notes."""
        in_spanish = all(HEADERS[column][0] == name for column, name in self.names.items())
        is_alone = self.header_row == sheets.HEADER_ROW and not self.n_others
        return is_alone and in_spanish and "notes" not in self.names


def read(study: Study) -> dict[str, Sheet]:
    """Every sheet of the monitoring workbook by its name. Raises BadInput."""
    note(study.provenance)
    path = study.raw / FILE
    found, faults = {}, []
    for name, rows in sheets.read_sheets(study, path).items():
        try:
            found[name] = _sheet(study, path, name, rows)
        except BadInput as bad:
            faults += bad.faults
    refuse(faults)
    if all(sheet.reports.empty for sheet in found.values()):
        refuse([Fault(study.known_as(path), "no sheet holds a value")])
    return found


def _sheet(study: Study, path: Path, name: str, rows: list[list[str]]) -> Sheet:
    header, above = table_rows.header(rows, HEADERS)
    names = table_rows.names(header, HEADERS)
    needed = names | {column: HEADERS[column][0] for column in _missing(names)}
    table = sheets.as_table(
        study, path, name, rows[above:], needed.values(), header_row=above + sheets.HEADER_ROW
    )
    says = table[[needed[column] for column in ("state", "indicator_id", "period")]]
    left_out = table_rows.no_data(table, says, table.columns)
    table = table.drop(index=left_out["row"])
    table = table.rename(columns={own: column for column, own in names.items()})
    table = table.reindex(columns=list(HEADERS)).astype("str")
    n_of = left_out["why"].value_counts()
    n_others = n_of.get(table_rows.NOTE, 0) + n_of.get(table_rows.HEADER_AGAIN, 0)
    n_totals = n_of.get(table_rows.TOTAL, 0)
    return Sheet(table, names, above + sheets.HEADER_ROW, int(n_totals), int(n_others))


def _missing(names: dict[str, str]) -> list[str]:
    lacking = [column for column in REQUIRED if column not in names]
    return lacking + [a for a, b in EITHER.items() if a not in names and b not in names]
