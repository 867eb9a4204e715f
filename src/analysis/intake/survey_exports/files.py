"""The files of an export: a workbook, a zip or folder of CSV files, or a CSV file and its own."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import archive, sheets
from analysis.study import Study

WORKBOOK, TEXT = "workbook", "CSV"
SEPARATORS = ",;\t"
NOT_READ = "not an export that is read: .xlsx, .csv, .zip or a folder of CSV files"


@dataclass(frozen=True)
class Raw:
    """One sheet as it stands: its header, and its cells by column.

    ``file`` as the user knows it; ``title`` is the sheet's, or the CSV file's without its ending.
    """

    file: str
    title: str
    header: tuple[str, ...]
    columns: tuple[tuple[Any, ...], ...]
    is_text: bool = False

    @property
    def sheet(self) -> str:
        """What a fault calls the sheet; a CSV file has none."""
        return "" if self.is_text else self.title

    @property
    def n_rows(self) -> int:
        """Rows below the header."""
        return len(self.columns[0]) if self.columns else 0

    def column(self, place: int) -> pd.Series:
        """A column's texts, blanks missing, under the rows as a spreadsheet counts them."""
        first = sheets.HEADER_ROW + 1
        rows = pd.RangeIndex(first, first + self.n_rows)
        try:
            return sheets.column(self.columns[place], rows)
        except OverflowError:
            rule, named = "a number of more digits than a cell keeps", self.header[place]
            cure = "Make the cells of the column texts, and mend them."
            fault = Fault(self.file, rule, self.sheet, column=named, cure=cure)
            raise BadInput([fault]) from None


def read(study: Study, path: Path) -> list[Raw]:
    """Every sheet of an export, as it stands.

    Raises BadInput for a file that is missing, damaged, of another kind, or hostile.
    """
    file = study.known_as(path)
    if path.is_dir():
        return [
            _text(study.known_as(p), p.stem, p.read_bytes()) for p in sorted(path.glob("*.csv"))
        ]
    if path.suffix.lower() == ".xlsx":
        rows = sheets.read_cells(study, path)
        return [_raw(file, title, lines) for title, lines in rows.items()]
    if not path.is_file():
        raise BadInput([Fault(file, "no such file", cure="docs/data.md lists the files.")])
    if path.suffix.lower() == ".zip":
        return list(_zipped(path, file))
    if path.suffix.lower() == ".csv":
        beside = sorted(path.parent.glob(f"{path.stem}-*.csv"))
        return [_text(study.known_as(p), p.stem, p.read_bytes()) for p in (path, *beside)]
    raise BadInput([Fault(file, NOT_READ)])


def _zipped(path: Path, file: str) -> Iterator[Raw]:
    with archive.opened(path, file) as zipped:
        for name in zipped.names():
            if name.endswith(".csv") and not name.startswith(("media/", "__macosx/")):
                with zipped.stream(name) as part:
                    content = part.read()
                yield _text(f"{file}/{name}", Path(name).stem, content)


def _text(file: str, title: str, content: bytes) -> Raw:
    """A CSV file, its cells separated by commas, semicolons or tabs."""
    cure = "Save it as CSV UTF-8."
    try:
        text = content.decode("utf-8-sig")
        top = text.partition("\n")[0]
        separator = max(SEPARATORS, key=top.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput([Fault(file, "not a CSV file in UTF-8", cure=cure)]) from None
    width = len(rows[0]) if rows else 0
    refuse(
        Fault(file, f"{len(row)} fields where the header has {width}", row=number)
        for number, row in enumerate(rows, sheets.HEADER_ROW)
        if row and len(row) != width
    )
    return _raw(file, title, [row or [""] * width for row in rows], is_text=True)


def _raw(file: str, title: str, rows: list[list[str]], *, is_text: bool = False) -> Raw:
    header, *body = rows or [[]]
    header = tuple(str(name).strip() for name in header)
    columns = tuple(zip(*body, strict=True)) if body else tuple(() for _ in header)
    return Raw(file, title, header, columns, is_text)
