"""Where in a sheet the table is: its header, and the rows around and within it that are no data."""

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import pandas as pd

from analysis.intake.spelling import plain

# Rows among which the header is looked for: a title, a logo's row or two stand above it.
HEADER_WITHIN = 10
FIRST = 1
TOTALS = {"total", "totales", "totals", "gran total", "grand total", "total general", "subtotal"}
# What begins a note under a table; a mark such as p/ or 1/ may do so too.
_NOTE = re.compile(r"(?:fuentes?|notas?|sources?|notes?|elaborad[oa]|elaboracion)\b.*|nd?[:=].*")
_FOOTNOTE = re.compile(r"(?:[a-z]{1,2}/|\d/|\*+|\(\w\)|[†‡§¶¹²³⁴⁵⁶⁷⁸⁹]).*", re.DOTALL)
# Why a row is no data.
TOTAL, NOTE, BLANK_ROW, HEADER_AGAIN, TWICE = (
    "total", "note", "blank", "header again", "entered twice",
)  # fmt: skip

Wordings = Mapping[str, Sequence[str]]  # what each column may be called


def spelled(name: str) -> str:
    """A column's name for comparing: spaces and ``_`` alike, no capitals, accents, footnotes."""
    return plain(without_mark(name)[0]).replace(" ", "_")


def names(header: Sequence[str], wordings: Wordings) -> dict[str, str]:
    """What each known column is called in a header; of two, the first."""
    column_of = {spelled(name): column for column, known in wordings.items() for name in known}
    found: dict[str, str] = {}
    for own in (cell.strip() for cell in header):
        column = column_of.get(spelled(own))
        if column:
            found.setdefault(column, own)
    return found


def header(
    rows: Sequence[Sequence[str]], wordings: Wordings, n_rows: int = 1
) -> tuple[list[str], int]:
    """The header, of ``n_rows`` joined to one, and how many rows stand above it.

    It is that with the most known names.
    """
    most, found = -1, ([], 0)
    for above in range(min(HEADER_WITHIN, max(len(rows) - n_rows + 1, 0))):
        candidate = joined(rows[above : above + n_rows])
        n_known = len(names(candidate, wordings))
        if n_known > most:
            most, found = n_known, (candidate, above)
    return found


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """One header of several rows: ``Hombres / Total``.

    A cell that is merged over several columns holds its text in the first of them, so in all rows
    but the last a blank goes on with what stands to its left.
    """
    *upper, last = rows or [[]]
    spread = []
    for row in upper:
        left = ""
        spread.append([left := cell.strip() or left for cell in row])
    spread.append([cell.strip() for cell in last])
    parts = zip_longest(*spread, fillvalue="")
    return [" / ".join(dict.fromkeys(part for part in column if part)) for column in parts]


def says_total(column: pd.Series) -> pd.Series:
    """Whether a cell says that its row adds up others."""
    said = column.map(lambda text: plain(text).rstrip(":"), na_action="ignore")
    return said.isin(TOTALS)


def body(rows: Sequence[Sequence[str]], first: int, width: int) -> pd.DataFrame:
    """Rows below a header as texts, under their places from 0 on; blanks are missing.

    The index counts rows from ``first`` on; a row wider than the header keeps all its cells.
    """
    width = max([width, *map(len, rows)])
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    index = range(first, first + len(rows))
    table = pd.DataFrame(full, index=index, columns=range(width), dtype="str")
    return table.apply(lambda cells: cells.str.strip()).replace("", pd.NA)


def no_data(whole: pd.DataFrame, says: pd.DataFrame, header: Sequence[str]) -> pd.DataFrame:
    """The rows that are no data (``row``) and why: blanks, notes, totals, the header once more.

    ``says`` are the columns in which a row of a total says so.
    """
    known = [spelled(own) for own in header]
    again = whole.iloc[:, : len(header)].fillna("")
    is_why = {
        BLANK_ROW: whole.isna().all(axis=1),
        NOTE: notes(whole),
        TOTAL: says.apply(says_total).any(axis=1),
        HEADER_AGAIN: again.apply(lambda row: list(map(spelled, row)) == known, axis=1)
        if len(again)
        else pd.Series(dtype=bool),
    }
    rows = [(row, why) for why, is_so in is_why.items() for row in whole.index[is_so.astype(bool)]]
    table = pd.DataFrame(rows, columns=["row", "why"]).drop_duplicates("row")
    return table.sort_values("row", ignore_index=True)


def notes(table: pd.DataFrame) -> pd.Series:
    """Whether a row is a note under the table.

    The notes begin with a row whose one cell says so (``Fuente:``, ``p/ cifras preliminares``);
    all rows of one cell that follow belong to them, a row of more cells does not.
    """
    is_lone = table.notna().sum(axis=1).eq(1)
    texts = table[is_lone].bfill(axis=1).iloc[:, :1].squeeze(axis=1)
    begins = texts.index[texts.map(_begins_note).astype(bool)] if is_lone.any() else []
    return is_lone & (table.index >= min(begins, default=table.index.max() + 1))


def _begins_note(text: str) -> bool:
    return bool(_NOTE.fullmatch(plain(text)) or _FOOTNOTE.fullmatch(text.strip().lower()))


# A footnote's mark at the end of a cell: 12.3 p/, Jalisco 1/, 12.3*. A digit only after a space.
_MARK = re.compile(
    r"(?P<text>.*\S)(?:\s*(?P<a>\*+|[†‡§¶¹²³⁴⁵⁶⁷⁸⁹]+|\b[a-z]{1,2}/|(?<=[\d%])[a-z]{1,2}/)"
    r"|\s+(?P<b>\d/|\([a-z0-9]\)))",
    re.DOTALL,
)


def without_mark(text: str) -> tuple[str, str]:
    """A text and the mark of a footnote at its end, which may be blank."""
    match = _MARK.fullmatch(text.strip())
    return (match["text"].strip(), match["a"] or match["b"]) if match else (text, "")
