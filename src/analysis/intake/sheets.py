"""Spreadsheets and CSV files as text, each row known by the number its owner sees."""

import csv
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from analysis.faults import BadInput, Fault, refuse
from analysis.study import Study

HEADER_ROW = 1


def read_csv(study: Study, path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Every cell of a CSV file as text; the index is the row, counting the header as row 1.

    Blank cells are missing. Raises BadInput for a file that is missing or not UTF-8, for a column
    missing or unknown, and for each row with more or fewer fields than the header.
    """
    file = study.known_as(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines) or [[]]
    except FileNotFoundError:
        raise BadInput([_missing(file)]) from None
    except (UnicodeDecodeError, csv.Error):
        raise BadInput([Fault(file, "not a CSV file in UTF-8", cure="Save it as CSV UTF-8.")]) from None
    except ValueError:
        raise BadInput([Fault(file, "empty: not even a header")]) from None
    refuse(
        Fault(file, f"{len(row)} fields where the header has {len(header)}", row=number)
        for number, row in enumerate(rows, HEADER_ROW + 1)
        if len(row) != len(header)
    )
    return _table(file, "", header, rows, columns)


def read_sheet(
    study: Study, path: Path, sheet: str, columns: Iterable[str], *, more: bool = False
) -> pd.DataFrame:
    """Every cell of an Excel sheet as text (dates as 2024-03-01); the index is the sheet's row.

    Blank rows are kept, all missing. With ``more``, further columns than those named are kept.
    Raises BadInput as ``read_csv``, and for a sheet that is not there.
    """
    file = study.known_as(path)
    sheets = read_sheets(study, path)
    if sheet not in sheets:
        raise BadInput([Fault(file, "no such sheet", sheet)])
    header, *rows = sheets[sheet] or [[]]
    return _table(file, sheet, header, rows, columns, more=more)


def read_sheets(study: Study, path: Path) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as rows of text, all rows as long as the first."""
    file = study.known_as(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise BadInput([_missing(file)]) from None
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        raise BadInput([Fault(file, "not an Excel workbook (.xlsx)")]) from None
    try:
        return {
            name: [[_text(cell) for cell in row] for row in book[name].iter_rows(values_only=True)]
            for name in book.sheetnames
        }
    finally:
        book.close()


def as_table(
    study: Study, path: Path, sheet: str, rows: list[list[str]], columns: Iterable[str]
) -> pd.DataFrame:
    """One sheet of ``read_sheets`` as ``read_sheet`` would give it."""
    header, *body = rows or [[]]
    return _table(study.known_as(path), sheet, header, body, columns)


def _table(
    file: str, sheet: str, header: list[str], rows: list[list[str]], columns: Iterable[str],
    *, more: bool = False,
) -> pd.DataFrame:  # fmt: skip
    columns, header = list(columns), [name.strip() for name in header]
    wrong = [Fault(file, "column missing", sheet, 1, c) for c in columns if c not in header]
    if not more:
        unknown = [name for name in header if name and name not in columns]
        wrong += [Fault(file, f"{len(unknown)} columns not in docs/data.md", sheet, 1)] * bool(unknown)
    wrong += [Fault(file, "column stands twice", sheet, 1, c) for c in columns if header.count(c) > 1]
    refuse(wrong)
    numbers = range(HEADER_ROW + 1, HEADER_ROW + 1 + len(rows))
    table = pd.DataFrame(rows, index=numbers, columns=header, dtype="str")
    table = table[[name for name in header if name]] if more else table[columns]
    return table.apply(lambda cells: cells.str.strip()).replace("", pd.NA)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _missing(file: str) -> Fault:
    return Fault(file, "no such file", cure="docs/data.md lists the files of a study.")
