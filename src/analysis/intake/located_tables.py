"""The table in a file, as text: its sheet, its header, its columns, and which rows are its data."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import delimited, numbers, sheets, table_rows
from analysis.intake.layouts import PERIOD, STATE, TEXT, Layout
from analysis.intake.spelling import plain
from analysis.study import Study

BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Found:
    """A table as it stands: texts under the names of its columns, known by their rows.

    ``names`` is what the file calls the columns.
    """

    file: str
    sheet: str
    header_row: int
    texts: pd.DataFrame
    names: dict[str, str]
    left_out: pd.DataFrame
    n_columns_left_out: int = 0


def located(study: Study, path: Path, layout: Layout) -> Found:
    """The table in a CSV file or workbook, as text. Raises BadInput where it is not found."""
    file = study.known_as(path)
    if path.suffix.lower() in BOOKS:
        return in_rows(file, *_chosen(file, _book(study, path), layout), layout)
    rows = delimited.read_rows(study, path, layout.encoding, layout.separator)
    if max(map(len, rows)) == 1 < len(layout.columns):
        rule = "its columns are not separated as declared"
        cure = "Declare the separator: a comma, a semicolon or a tab."
        refuse([Fault(file, rule, row=table_rows.FIRST, cure=cure)])
    return in_rows(file, "", rows, layout)


def _book(study: Study, path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook; its numbers in digits that no declared mark is needed to read."""
    return sheets.read_sheets(study, path, fraction=numbers.neutral)


def _chosen(file: str, book: dict[str, list], layout: Layout) -> tuple[str, list]:
    """The sheet of the table: by its name or, where it was renamed, by its columns."""
    known = set(map(plain, layout.sheets))
    named = [name for name in book if plain(name) in known]
    whole = [name for name, rows in book.items() if not _lacking(rows, layout)]
    either = named or whole or list(book) * (len(book) == 1)
    if len(either) != 1:
        rule = "no sheet has the table's name, or all its columns"
        if either:
            rule = f"{len(either)} sheets have its {'name' if named else 'columns'}"
        cure = "Name the sheet in the layout as the workbook does."
        refuse([Fault(file, rule, cure=cure)])
    return either[0], book[either[0]]


def _lacking(rows: list[list[str]], layout: Layout) -> list[str]:
    header, _ = table_rows.header(rows, layout.wordings, layout.header_rows)
    names = table_rows.names(header, layout.wordings)
    return [c.name for c in layout.columns if c.name not in names and not c.may_lack]


def in_rows(file: str, sheet: str, rows: list[list[str]], layout: Layout) -> Found:
    """The table in rows of text. Raises BadInput for its header, and for rows outside of it."""
    header, above = table_rows.header(rows, layout.wordings, layout.header_rows)
    header_row = above + layout.header_rows
    names = table_rows.names(header, layout.wordings)
    refuse(_misfits(file, sheet, header, header_row, layout))
    whole = table_rows.body(rows[header_row:], header_row + 1, len(header))
    places_ = {column: header.index(own) for column, own in names.items()}
    texts = whole[list(places_.values())].set_axis(list(places_), axis=1)
    texts = texts.reindex(columns=[column.name for column in layout.columns])
    says = layout.named(TEXT, STATE, PERIOD)
    left_out = table_rows.no_data(whole, texts[says], header)
    is_data = ~whole.index.isin(left_out["row"])
    nameless = [place for place in whole if place >= len(header) or not header[place]]
    is_outside = whole[nameless].notna().any(axis=1)
    faults = [
        Fault(file, "a value outside the named columns", sheet, row)
        for row in whole.index[is_outside & is_data]
    ]
    lengths = pd.Series([len(row) for row in rows[header_row:]], whole.index)
    is_short = lengths.lt(len(header)) & is_data & (not sheet)
    faults += [
        Fault(file, f"{lengths[row]} fields where the header has {len(header)}", row=row)
        for row in whole.index[is_short]
    ]
    refuse(faults)
    n_others = sum(bool(own) for own in header) - len(names)
    return Found(file, sheet, header_row, texts[is_data], names, left_out, n_others)


def _misfits(
    file: str, sheet: str, header: list[str], header_row: int, layout: Layout
) -> list[Fault]:
    spelled = [table_rows.spelled(own) for own in header]
    cure = "Declare in the layout what the table calls it."
    faults = []
    for column in layout.columns:
        known = {table_rows.spelled(name) for name in layout.wordings[column.name]}
        count = sum(own in known for own in spelled)
        if count > 1:
            faults.append(Fault(file, "column stands twice", sheet, header_row, column.name))
        elif not count and not column.may_lack:
            faults.append(Fault(file, "column missing", sheet, header_row, column.name, cure))
    return faults
