"""Each project's monitoring sheet as it stands: where its header is and what its columns are."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import cells, sheets
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
# Rows among which the header is looked for: a title, a logo's row or two stand above it.
HEADER_WITHIN = 10
TOTALS = {"total", "totales", "totals", "gran total", "grand total", "total general"}


@dataclass(frozen=True)
class Sheet:
    """A project's sheet: ``reports`` are texts under the names of ``HEADERS``.

    Their index is the row in the sheet; a column that it lacks is blank. ``names`` says what the
    columns are called in it, for faults. Rows of totals and blank rows are no reports.
    """

    reports: pd.DataFrame
    names: dict[str, str] = field(default_factory=dict)
    header_row: int = sheets.HEADER_ROW
    n_totals: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it is laid out as docs/data.md begins: Spanish names in row 1, no notes."""
        in_spanish = all(HEADERS[column][0] == name for column, name in self.names.items())
        return self.header_row == sheets.HEADER_ROW and in_spanish and "notes" not in self.names


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
    above = _rows_above(rows)
    names = _names(rows[above] if rows else [])
    needed = names | {column: HEADERS[column][0] for column in _missing(names)}
    table = sheets.as_table(
        study, path, name, rows[above:], needed.values(), header_row=above + sheets.HEADER_ROW
    )
    table = table.rename(columns={own: column for column, own in names.items()})
    table = table.reindex(columns=list(HEADERS)).astype("str").dropna(how="all")
    is_total = table[["state", "indicator_id", "period"]].apply(_says_total).any(axis=1)
    return Sheet(table[~is_total], names, above + sheets.HEADER_ROW, int(is_total.sum()))


def _rows_above(rows: list[list[str]]) -> int:
    """How many rows stand above the header: the row with the most known names."""
    n_known = [len(_names(row)) for row in rows[:HEADER_WITHIN]]
    return n_known.index(max(n_known)) if n_known else 0


def _names(header: list[str]) -> dict[str, str]:
    """What each known column is called in the header."""
    column_of = {name: column for column, both in HEADERS.items() for name in both}
    found: dict[str, str] = {}
    for own in (cell.strip() for cell in header):
        column = column_of.get(cells.plain(own).replace(" ", "_"))
        if column:
            found.setdefault(column, own)
    return found


def _missing(names: dict[str, str]) -> list[str]:
    lacking = [column for column in REQUIRED if column not in names]
    return lacking + [a for a, b in EITHER.items() if a not in names and b not in names]


def _says_total(column: pd.Series) -> pd.Series:
    return column.map(cells.plain, na_action="ignore").isin(TOTALS)
