"""Workbooks and CSV files whose bytes depend on their content alone."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from analysis.intake.refi_qda_writer import zipped
from analysis.store import replacing, write_text

# openpyxl writes the clock into a workbook; this stands there instead.
FIXED = datetime(2024, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A CSV file in UTF-8: dates as 2024-03-01, yes and no as true and false, missing blank."""
    text = table.apply(lambda column: column.map(_plain).astype("object"))
    write_text(path, text.to_csv(index=False, lineterminator="\n"))


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """A workbook of one sheet per entry, each a list of rows, the header first."""
    book = openpyxl.Workbook()
    book.properties.created = FIXED
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    entries[core] = _MODIFIED.sub(
        rb"\g<1>" + FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), entries[core]
    )
    with replacing(path) as file:
        file.write(zipped(entries))


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp | datetime):
        return cell.strftime("%Y-%m-%d")
    return {True: "true", False: "false"}[bool(cell)] if str(cell) in ("True", "False") else cell
