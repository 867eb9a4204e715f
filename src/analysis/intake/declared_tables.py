"""A messy table, read by the layout its keeper declares: every cell is text until it is converted.

Nothing is dropped in silence: the rows that are no data, the footnotes' marks and the columns that
were not asked for are told in the report.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import cells, days, layouts, measures, numbers, periods, places, table_rows
from analysis.intake.cells import Read
from analysis.intake.gathering import Gathering
from analysis.intake.layouts import Column, Layout
from analysis.intake.located_tables import located
from analysis.study import Study

MARKS = ["row", "column", "mark"]
AGAIN = "a row above has the same key and other values"
REMOVE = "Keep the one that is right."


@dataclass(frozen=True)
class Report:
    """How a table was read, and what of it was not.

    ``left_out`` has one row per row of the file below its header that is no data, and why.
    ``marks`` has one row per cell with a footnote's mark, or a mark in place of a value, which
    says what kind of blank it is. ``n_rows_above`` stand above the header, ``n_columns_left_out``
    were not asked for.
    """

    file: str
    sheet: str
    header_row: int
    n_rows: int
    n_rows_above: int
    n_columns_left_out: int
    left_out: pd.DataFrame
    marks: pd.DataFrame


def read(study: Study, path: Path, layout: Layout) -> tuple[pd.DataFrame, Report]:
    """The table, one row per row of data under its number in the file, and how it was read.

    Raises BadInput with every fault: a file in another encoding, a sheet or column that is missing
    or stands twice, a row outside the table, a cell that is not of its column's kind or could be
    read in two ways, a blank that must be given, and rows that contradict each other.
    """
    found = located(study, path, layout)
    gathering = Gathering(study, found.file, found.sheet, found.names)
    texts, marks = _unmarked(found.texts, layout)
    states = places.read_aliases(study) if layout.named(layouts.STATE) else {}
    table = pd.DataFrame(
        {
            column.name: gathering.values(_converted(texts[column.name], column, layout, states))
            for column in layout.columns
        }
    )
    _require(table, layout, gathering)
    is_twice = table.duplicated() & bool(layout.key)
    _once(table[~is_twice], layout, gathering)
    gathering.refuse()
    twice = pd.DataFrame({"row": table.index[is_twice], "why": table_rows.TWICE})
    report = Report(
        file=found.file,
        sheet=found.sheet,
        header_row=found.header_row,
        n_rows=int((~is_twice).sum()),
        n_rows_above=found.header_row - layout.header_rows,
        n_columns_left_out=found.n_columns_left_out,
        left_out=pd.concat([found.left_out, twice]).sort_values("row", ignore_index=True),
        marks=marks,
    )
    return table[~is_twice], report


def _unmarked(texts: pd.DataFrame, layout: Layout) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells without footnotes' marks and without what stands for a blank; and these marks."""
    marked, marks = texts.copy(), []
    for column in layout.columns:
        if column.kind == layouts.TEXT:
            marked[column.name] = numbers.shown(texts[column.name])
            continue
        cell = texts[column.name]
        bare = cells.reported(cell)
        parts = bare.map(table_rows.without_mark, na_action="ignore").dropna()
        marked[column.name] = parts.map(lambda part: part[0]).reindex(cell.index).astype("str")
        said = pd.concat([cell[bare.isna()].dropna(), parts.map(lambda part: part[1])])
        marks.append(pd.DataFrame({"row": said.index, "column": column.name, "mark": said.array}))
    table = pd.concat([pd.DataFrame(columns=MARKS), *marks])
    return marked, table[table["mark"].ne("")].sort_values(["row", "column"], ignore_index=True)


def _converted(texts: pd.Series, column: Column, layout: Layout, states: places.Aliases) -> Read:
    readers = {
        layouts.TEXT: lambda cell: (cell, []),
        layouts.STATE: partial(places.to_state, aliases=states),
        layouts.NUMBER: partial(numbers.numbers, marks=layout.marks),
        layouts.WHOLE: partial(numbers.wholes, marks=layout.marks),
        layouts.PERCENT: partial(_percent, layout=layout),
        layouts.DATE: partial(
            days.dates, order=layout.date_order, serial=layout.serial, century=layout.century
        ),
        layouts.PERIOD: periods.periods,
    }
    return readers[column.kind](texts)


def _percent(texts: pd.Series, layout: Layout) -> Read:
    unit = pd.Series(measures.PERCENT, texts.index, dtype="str")
    return measures.shares(texts, unit, layout.marks)


def _require(table: pd.DataFrame, layout: Layout, found: Gathering) -> None:
    """A fault for each blank that must be given, but where the cell is known to be wrong."""
    known = {(fault.row, fault.column) for fault in found.faults}
    blank = [
        Fault("", "blank, but must be given", row=row, column=column.name)
        for column in layout.columns
        if column.must or column.name in layout.key
        for row in table.index[table[column.name].isna()]
    ]
    found.add([f for f in blank if (f.row, found.columns.get(f.column, f.column)) not in known])


def _once(table: pd.DataFrame, layout: Layout, found: Gathering) -> None:
    key = list(layout.key)
    again = table.dropna(subset=key) if key else table.head(0)
    rows = again.index[again.duplicated(key)] if key else []
    found.add([Fault("", f"{AGAIN}: {', '.join(key)}", row=row, cure=REMOVE) for row in rows])
