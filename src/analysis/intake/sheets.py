"""Spreadsheets and CSV files as text, each row known by the number its owner sees."""

import csv
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812  (reads as the exceptions beside it)

import openpyxl
import pandas as pd
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from analysis.faults import BadInput, Fault, refuse
from analysis.intake.encodings import misreading
from analysis.study import Study

HEADER_ROW = 1
UTF8 = "utf-8"
UNREADABLE = (
    BadZipFile, ZlibError, ParseError, DefusedXmlException, InvalidFileException, EOFError,
    KeyError, OSError, TypeError, ValueError,
)  # fmt: skip


def read_csv(
    study: Study, path: Path, columns: Iterable[str], encoding: str = UTF8, separator: str = ","
) -> pd.DataFrame:
    """Every cell of a CSV file as text; the index is the row, counting the header as row 1.

    Blank cells are missing, blank rows are left out. Raises BadInput as ``csv_rows``, for a column
    missing or unknown, and for each row with more or fewer fields than the header.
    """
    file = study.known_as(path)
    header, *rows = csv_rows(study, path, encoding, separator)
    refuse(
        Fault(file, f"{len(row)} fields where the header has {len(header)}", row=number)
        for number, row in enumerate(rows, HEADER_ROW + 1)
        if row and len(row) != len(header)
    )
    rows = [row or [""] * len(header) for row in rows]
    return _table(file, "", header, rows, columns).dropna(how="all")


def csv_rows(
    study: Study, path: Path, encoding: str = UTF8, separator: str = ","
) -> list[list[str]]:
    """Every row of a CSV file, as long as it is; a blank one has no fields.

    A byte order mark is no text. Raises BadInput for a file that is missing, empty or not in its
    encoding, also where it can be read in it but makes no sense.
    """
    file = study.known_as(path)
    is_utf8 = encoding.lower().replace("_", "-") in (UTF8, "utf8")
    try:
        with path.open(encoding="utf-8-sig" if is_utf8 else encoding, newline="") as lines:
            # Strict: a quotation mark that is never closed would swallow the rows after it.
            rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except FileNotFoundError:
        raise BadInput([_missing(file)]) from None
    except (UnicodeError, LookupError, csv.Error):
        cure = "Save it as CSV UTF-8."
        if not is_utf8:
            cure = f"{cure[:-1]}, or declare the encoding that it is in."
        raise BadInput([Fault(file, f"not a CSV file in {encoding.upper()}", cure=cure)]) from None
    refuse([] if rows else [Fault(file, "empty: not even a header")])
    refuse([] if is_utf8 else _misread(file, rows))
    return rows


def _misread(file: str, rows: list[list[str]]) -> list[Fault]:
    """A fault for the first row whose texts make no sense, for each reason."""
    rules = {}
    for number, row in enumerate(rows, HEADER_ROW):
        rules.setdefault(misreading(" ".join(row)), number)
    cure = "Declare the encoding that it is in."
    return [Fault(file, rule, row=row, cure=cure) for rule, row in rules.items() if rule]


def read_csv_if_any(study: Study, path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """As ``read_csv``; without rows where a study has no such file."""
    if path.is_file():
        return read_csv(study, path, columns)
    return pd.DataFrame(columns=list(columns), dtype="str")


def read_sheet(
    study: Study, path: Path, sheet: str, columns: Iterable[str], *, more: bool = False
) -> pd.DataFrame:
    """Every cell of an Excel sheet as text (dates as 2024-03-01); the index is the sheet's row.

    Blank rows are kept, all missing. With ``more``, further columns than those named are kept.
    Raises BadInput as ``read_csv``, and for a sheet that is not there.
    """
    sheets = read_sheets(study, path)
    if sheet not in sheets:
        raise BadInput([Fault(study.known_as(path), "no such sheet", sheet)])
    return as_table(study, path, sheet, sheets[sheet], columns, more=more)


def read_sheets(
    study: Study, path: Path, fraction: Callable[[float], str] = str
) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as rows of text, all rows of a sheet equally long.

    ``fraction`` writes the numbers that are not whole.
    """
    file = study.known_as(path)
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            return {sheet.title: _rows(sheet, fraction) for sheet in book.worksheets}
    except FileNotFoundError:
        raise BadInput([_missing(file)]) from None
    except UNREADABLE:
        raise BadInput([Fault(file, "not an Excel workbook (.xlsx)")]) from None


def as_table(
    study: Study,
    path: Path,
    sheet: str,
    rows: list[list[str]],
    columns: Iterable[str],
    *,
    more: bool = False,
    header_row: int = HEADER_ROW,
) -> pd.DataFrame:
    """One sheet of ``read_sheets`` as ``read_sheet`` would give it.

    ``rows`` begin with the header; ``header_row`` is where the sheet has it.
    """
    header, *body = rows or [[]]
    file = study.known_as(path)
    return _table(file, sheet, header, body, columns, more=more, header_row=header_row)


def _table(
    file: str, sheet: str, header: list[str], rows: list[list[str]], columns: Iterable[str],
    *, more: bool = False, header_row: int = HEADER_ROW,
) -> pd.DataFrame:  # fmt: skip
    columns, header = list(columns), [name.strip() for name in header]
    refuse(
        Fault(file, rule, sheet, header_row, column, cure="docs/data.md lists the columns.")
        for rule, column in _misfits(header, columns, more)
    )
    numbers = range(header_row + 1, header_row + 1 + len(rows))
    table = pd.DataFrame(rows, index=numbers, columns=header, dtype="str")
    table = table.apply(lambda cells: cells.str.strip()).replace("", pd.NA)
    nameless = table.loc[:, [not name for name in header]]
    refuse(
        Fault(file, "a value outside the named columns", sheet, row)
        for row in table.index[nameless.notna().any(axis=1)]
    )
    return table[[name for name in header if name] if more else columns]


def _misfits(header: list[str], columns: list[str], more: bool) -> list[tuple[str, str]]:
    """What is wrong with a header, and the column; one that was not asked for is never quoted."""
    wrong = [("column missing", name) for name in columns if name not in header]
    wrong += [("column stands twice", name) for name in columns if header.count(name) > 1]
    others = [name for name in header if name and name not in columns]
    if others and not more:
        wrong.append((f"{len(others)} columns not in docs/data.md", ""))
    elif len(set(others)) < len(others):
        wrong.append((f"{len(others) - len(set(others))} columns stand twice", ""))
    return wrong


def _rows(sheet: Any, fraction: Callable[[float], str]) -> list[list[str]]:
    # What a file says of its sheet's size is often wrong, and would cut rows and columns off.
    sheet.reset_dimensions()
    rows = [[_text(cell, fraction) for cell in row] for row in sheet.iter_rows(values_only=True)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _text(cell: Any, fraction: Callable[[float], str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else fraction(cell)
    return str(cell)


def _missing(file: str) -> Fault:
    return Fault(file, "no such file", cure="docs/data.md lists the files of a study.")
