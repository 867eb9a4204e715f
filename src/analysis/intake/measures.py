"""Measurements in the units that projects report in, turned into shares from 0 to 1."""

from dataclasses import replace

import pandas as pd

from analysis.faults import Fault
from analysis.intake import numbers
from analysis.intake.cells import Read, reported
from analysis.intake.numbers import EITHER, Marks

SHARE = "share"
PERCENT = "percent"
OF_TEN = "of_ten"
COUNT = "count"
# Every wording of a unit, in Spanish and English.
UNITS = {
    "proporción": SHARE, "share": SHARE,
    "porcentaje": PERCENT, "%": PERCENT, "percent": PERCENT,
    "de cada 10": OF_TEN, "out of 10": OF_TEN,
    "casos": COUNT, "cases": COUNT,
}  # fmt: skip
# How many of a unit are the whole, and what is said of more.
WHOLES = {SHARE: 1, PERCENT: 100, OF_TEN: 10}
ABOVE = {
    SHARE: "above 1, though its unit is a share",
    PERCENT: "a percentage above 100",
    OF_TEN: "more than 10 of 10",
}
NO_UNIT = "above 1 and without a unit"
NO_SHARE = 'not a share from 0 to 1 or a percentage such as "45 %"'
PERCENT_OR_SHARE = "from 0 to 1 in a row of percentages: could be a share"
SIGN_PERCENT = 'Write a percentage up to 1 with its sign, such as "0.5 %", or name the unit share.'
NAME_UNIT = f"Name the unit of each row in column unidad: {', '.join(UNITS)}."
# Shares closer than this (decimals) were the same number before they were divided.
DECIMALS = 9


def shares(column: pd.Series, unit: pd.Series | None = None, marks: Marks = EITHER) -> Read:
    """Shares from numbers in the ``unit`` of their row; "45 %" says its own.

    Where no unit is named, and in a row of cases, a bare number must be a share: one above 1 is
    refused, not guessed at, and so is one up to 1 where percentages are said to stand.
    """
    text = reported(column)
    is_percent = text.str.endswith("%", na=False)
    values, _ = numbers.numbers(text.str.removesuffix("%").str.strip(), marks)
    named = pd.Series(pd.NA, index=column.index, dtype="str") if unit is None else unit
    named = named.where(named.isin(list(WHOLES)) & ~is_percent)
    is_either = named.eq(PERCENT) & values.gt(0) & values.le(1)
    named = named.mask(is_percent, PERCENT)
    is_number = values.ge(0)
    values = values / named.map(WHOLES).astype(float).fillna(WHOLES[SHARE])
    is_above = is_number & values.gt(1)
    faults = [_fault(column, row, NO_SHARE) for row in text.index[text.notna() & ~is_number]]
    faults += [_above(column, row, named[row]) for row in text.index[is_above]]
    faults += [
        replace(_fault(column, row, PERCENT_OR_SHARE), cure=SIGN_PERCENT)
        for row in text.index[is_either]
    ]
    return values.where(is_number & ~is_above & ~is_either).round(DECIMALS), faults


def of_cases(favorable: pd.Series, cases: pd.Series) -> Read:
    """Shares from favorable cases and the cases they are of: a numerator and its denominator."""
    is_lone, is_above = favorable.notna() & cases.isna(), favorable > cases
    faults = [
        _fault(favorable, row, "favorable cases, but not the cases they are of")
        for row in favorable.index[is_lone]
    ]
    faults += [
        _fault(favorable, row, "more favorable cases than cases")
        for row in favorable.index[is_above]
    ]
    return (favorable / cases.where(cases.gt(0))).where(~is_above), faults


def either(share: pd.Series, counted: pd.Series, unit: pd.Series) -> Read:
    """The shares given as such and those counted; a row gives the one or the other.

    The faults name ``share``'s column.
    """
    is_number_of_cases = share.notna() & unit.eq(COUNT)
    is_twice = share.notna() & counted.notna() & ~is_number_of_cases
    faults = [
        _fault(share, row, "given twice: here, and as favorable cases")
        for row in share.index[is_twice]
    ]
    cure = "In a row of cases, what was measured stands in casos_favorables and casos."
    faults += [
        replace(_fault(share, row, "not to be given in a row of cases"), cure=cure)
        for row in share.index[is_number_of_cases]
    ]
    return share.fillna(counted), faults


def _above(column: pd.Series, row: int, unit: str) -> Fault:
    if isinstance(unit, str):
        return _fault(column, row, ABOVE[unit])
    return replace(_fault(column, row, NO_UNIT), cure=NAME_UNIT)


def _fault(column: pd.Series, row: int, rule: str) -> Fault:
    return Fault("", rule, row=row, column=str(column.name))
