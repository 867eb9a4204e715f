"""How the rows of a repeat group's sheet belong to the rows around them."""

import pandas as pd

from analysis.faults import Fault
from analysis.intake.survey_exports.tools import Tool

CURE = "Export again: the sheets are not of one export, or rows were sorted apart or removed."


def repeated_keys(table: pd.DataFrame, keys: tuple[str, ...]) -> list[Fault]:
    """A fault for each key of a submission that is blank or stands above."""
    faults = []
    for key in keys:
        again = table.index[table[key].duplicated() & table[key].notna()]
        cure = "Remove the copy from the export."
        rule = "this submission stands above"
        faults += [Fault("", rule, row=row, column=key, cure=cure) for row in again]
        blank = table.index[table[key].isna()]
        faults += [Fault("", "blank, but must be given", row=row, column=key) for row in blank]
    return faults


def parents(
    table: pd.DataFrame, tool: Tool, around: pd.DataFrame, main: pd.DataFrame, upward: pd.Series
) -> tuple[pd.Series, list[Fault]]:
    """The row around each row, missing where there is none, and a fault for each that is wrong.

    ``around`` is the sheet of the group around it, or of the submissions; ``upward`` gives its
    rows' rows in ``main``.
    """
    own = next((pair for pair in tool.joins if pair[0] in table and pair[1] in around), None)
    record = tool.record if tool.record and tool.record[0] in table else None
    if own is None and record and around is main:
        own, record = record, None
    if own is None:
        return pd.Series(pd.NA, index=table.index, dtype="Int64"), []
    parent = _rows(table[own[0]], around[own[1]])
    wrong = {"no submission has this number": parent.isna()}
    if record:
        of_record = _rows(table[record[0]], main[record[1]])
        submission = parent.map(upward).astype("Int64")
        differs = submission.ne(of_record) | of_record.isna()
        wrong["another submission has this number"] = parent.notna() & differs.fillna(True)
    faults = [
        Fault("", rule, row=row, column=own[0], cure=CURE)
        for rule, is_wrong in wrong.items()
        for row in table.index[is_wrong]
    ]
    return parent, faults


def _rows(references: pd.Series, keys: pd.Series) -> pd.Series:
    first = keys[keys.notna() & ~keys.duplicated()]
    return references.map(pd.Series(first.index, index=first)).astype("Int64")
