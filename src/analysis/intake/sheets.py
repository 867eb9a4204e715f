"""Spreadsheets and CSV files as text, each row known by the number its owner sees."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile
from zlib import error as ZlibError  # noqa: N812  (reads as the exceptions beside it)

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import archive, delimited
from analysis.intake.delimited import UTF8
from analysis.study import Study

HEADER_ROW = 1
UNREADABLE = (BadZipFile, ZlibError, CalamineError, EOFError, KeyError, OSError, ValueError)
# A cell that holds an error of a formula, which the reader of workbooks would take for a blank.
ERROR_CELL, CHUNK = b' t="e"', 1 << 24
# Larger whole numbers than this one are not kept exactly in a cell that is a number.
MOST_EXACT = 2**53


def read_csv(
    study: Study,
    path: Path,
    columns: Iterable[str],
    encoding: str = UTF8,
    separator: str = ",",
    optional: Iterable[str] = (),
) -> pd.DataFrame:
    """Every cell of a CSV file as text; the index is the row, counting the header as row 1.

    Blank cells are missing, blank rows are left out, and an ``optional`` column that the file does
    not have is blank. Raises BadInput as ``read_rows``, for a column
    missing or unknown, and for each row with more or fewer fields than the header.
    """
    file = study.known_as(path)
    header, *rows = delimited.read_rows(study, path, encoding, separator)
    refuse(
        Fault(file, f"{len(row)} fields where the header has {len(header)}", row=number)
        for number, row in enumerate(rows, HEADER_ROW + 1)
        if row and len(row) != len(header)
    )
    rows = [row or [""] * len(header) for row in rows]
    columns, there = list(columns), {name.strip() for name in header}
    expected = [name for name in columns if name in there or name not in set(optional)]
    table = _table(file, "", header, rows, expected).dropna(how="all")
    return table.reindex(columns=columns)


def read_csv_if_any(
    study: Study, path: Path, columns: Iterable[str], optional: Iterable[str] = ()
) -> pd.DataFrame:
    """As ``read_csv``; without rows where a study has no such file."""
    if path.is_file():
        return read_csv(study, path, columns, optional=optional)
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

    ``fraction`` writes the numbers that are not whole. Raises BadInput for a file that is missing
    or no workbook, and for a cell that would not arrive as it is: an error of a formula, or a
    number of more digits than a cell keeps.
    """
    read = {}
    for name, rows in read_cells(study, path).items():
        texts = [_texts(row, fraction) for row in rows]
        if None in texts:
            row = HEADER_ROW + texts.index(None)
            raise BadInput([_too_long(study.known_as(path), name, row)])
        read[name] = texts
    return read


def read_cells(study: Study, path: Path) -> dict[str, list[list[Any]]]:
    """Every sheet of a workbook as rows of cells as they come, for ``column`` to make texts of."""
    file = study.known_as(path)
    try:
        _bound(path, file)
        with ThreadPoolExecutor(1) as beside:
            looked = beside.submit(_has_error, path, file)
            book = CalamineWorkbook.from_path(path)
            of_cells = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            read = {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in of_cells}
            has_error = looked.result()
    except FileNotFoundError:
        raise BadInput([_missing(file)]) from None
    except BadInput:
        raise
    except UNREADABLE:
        raise BadInput([Fault(file, "not an Excel workbook (.xlsx)")]) from None
    rule = "a cell holds an error of a formula, such as #N/A"
    refuse([Fault(file, rule, cure="Give the cell its value, or clear it.")] if has_error else [])
    return read


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
    numbers = pd.RangeIndex(header_row + 1, header_row + 1 + len(rows))
    columns_of = zip(*rows, strict=True) if rows else [()] * len(header)
    named = [column(cells, numbers) for cells in columns_of]
    table = pd.concat(named, axis=1, keys=range(len(header))) if named else pd.DataFrame()
    table = table.set_axis(header, axis=1)
    nameless = table.loc[:, [not name for name in header]]
    refuse(
        Fault(file, "a value outside the named columns", sheet, row)
        for row in table.index[nameless.notna().any(axis=1)]
    )
    return table[[name for name in header if name] if more else columns]


def column(cells: Sequence[Any], numbers: pd.RangeIndex) -> pd.Series:
    """A column of texts without outer spaces, its blanks missing.

    Raises OverflowError for a number of more digits than a cell keeps.
    """
    try:
        texts = pa.array(cells, pa.large_string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        texts = pa.array([_text(cell) for cell in cells], pa.large_string())
    bare = pc.utf8_trim_whitespace(texts)
    bare = pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.large_string()), bare)
    return pd.Series(pd.array(bare, dtype="str"), index=numbers)


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


def _bound(path: Path, file: str) -> None:
    """Raise BadInput for a workbook that would fill the memory, before any of it is read."""
    path.stat()
    if not is_zipfile(path):
        raise BadZipFile
    with archive.opened(path, file) as zipped:
        for name in zipped.names():
            if name.startswith("xl/"):
                zipped.stream(name).close()


def _has_error(path: Path, file: str) -> bool:
    """Whether a formula's error stands in a workbook."""
    with archive.opened(path, file) as zipped:
        parts = [name for name in zipped.names() if name.startswith("xl/worksheets/")]
        return any(ERROR_CELL in piece for name in parts for piece in _pieces(zipped, name))


def _pieces(zipped: archive.Archive, name: str) -> Iterator[bytes]:
    """A file in a zip piece by piece, each with the end of the one before it."""
    end = b""
    with zipped.stream(name) as part:
        while piece := part.read(CHUNK):
            yield end + piece
            end = piece[-len(ERROR_CELL) :]


def _texts(row: list[Any], fraction: Callable[[float], str]) -> list[str] | None:
    try:
        return [cell if type(cell) is str else _text(cell, fraction) for cell in row]
    except OverflowError:
        return None


def _text(cell: Any, fraction: Callable[[float], str] = str) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        if abs(cell) > MOST_EXACT:
            raise OverflowError
        return str(int(cell))
    return fraction(cell) if isinstance(cell, float) else str(cell)


def _too_long(file: str, sheet: str, row: int) -> Fault:
    rule = "a number of more digits than a cell keeps"
    return Fault(file, rule, sheet, row, cure="Make the cells of its column texts, and mend it.")


def _missing(file: str) -> Fault:
    return Fault(file, delimited.NO_FILE, cure=delimited.LISTED)
