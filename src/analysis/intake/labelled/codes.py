"""Values of labelled files as texts: codes without a point, dates as 2024-03-01.

SPSS counts seconds from 14 October 1582 (Base, "Date and Time Variables"); Stata counts days,
milliseconds, weeks, months, quarters and half-years from 1960 (User's Guide, 25 "Working with
dates and times").
"""

import math
import re
from datetime import date, datetime, timedelta

import numpy as np

NUMBER, TEXT, DATE, DATE_TIME, TIME, PERIOD = "number", "text", "date", "datetime", "time", "period"
SPSS_EPOCH, STATA_EPOCH = datetime(1582, 10, 14), datetime(1960, 1, 1)
STATA_FIRST_YEAR = 1960
# The formats of SPSS by what they show; every other one shows a number.
SPSS_KINDS = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"), DATE),
    **dict.fromkeys(("DATETIME", "YMDHMS"), DATE_TIME),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), TIME),
}
# Those of Stata. %tC counts leap seconds too, and is left as the number that it is.
STATA_KINDS = {"d": DATE, "td": DATE, "tc": DATE_TIME}
# How many a year of Stata's periods has, and what stands before the period's number.
STATA_PERIODS = {"tw": (52, "-W"), "tm": (12, "-"), "tq": (4, "-Q"), "th": (2, "-S"), "ty": (1, "")}
# A whole number above this is one of many that a float stands for.
EXACT = 2**53


def spss_kind(form: str, stored: str) -> str:
    """What a variable of SPSS holds, by its print format (``ADATE10``)."""
    if stored == "string":
        return TEXT
    return SPSS_KINDS.get(re.sub(r"[\d.]+$", "", form or "").upper(), NUMBER)


def stata_kind(form: str, stored: str) -> str:
    """What a variable of Stata holds, by its display format (``%tdDD/NN/CCYY``)."""
    if stored.startswith("string"):
        return TEXT
    kind = stata_unit(form)
    return STATA_KINDS.get(kind, PERIOD if kind in STATA_PERIODS else NUMBER)


def stata_unit(form: str) -> str:
    """The unit that a date of Stata counts in, as its format names it; "" for numbers."""
    unit = re.match(r"%-?(t[dcwmqhy]|d)", form or "")
    return unit[1] if unit else ""


def of_text(value: str) -> str:
    """A text without the blanks it is padded with."""
    return value.strip()


def of_number(value: float, stored: str = "double") -> str:
    """``1`` for 1.0, ``1.1`` for the float next to it; blank for what is no number."""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    if float(value).is_integer() and abs(value) <= EXACT:
        return str(int(value))
    exact = np.float32(value) if stored == "float" else np.float64(value)
    return np.format_float_positional(exact, trim="-")


def of_spss_date(value: float, kind: str) -> str:
    """Seconds as a date, a date with its time, or a time, of which hours may be above 24.

    Raises OverflowError for a day that no calendar of ours has.
    """
    if kind == TIME:
        return _clock(value)
    return _day(SPSS_EPOCH + timedelta(seconds=value), kind)


def of_stata_date(value: float, kind: str, unit: str) -> str:
    """As ``of_spss_date``; of periods the year and their number in it: ``2021-Q3``."""
    if kind == PERIOD:
        per_year, mark = STATA_PERIODS[unit]
        if per_year == 1:
            return f"{int(value):04}"
        year, place = divmod(int(value), per_year)
        width = len(str(per_year))
        return f"{STATA_FIRST_YEAR + year:04}{mark}{place + 1:0{width}}"
    span = timedelta(days=value) if kind == DATE else timedelta(milliseconds=value)
    return _day(STATA_EPOCH + span, kind)


def _day(moment: datetime, kind: str) -> str:
    return date.isoformat(moment.date()) if kind == DATE else moment.isoformat()


def _clock(seconds: float) -> str:
    whole, part = divmod(round(abs(seconds) * 1000), 1000)
    hours, minutes = divmod(whole // 60, 60)
    sign = "-" if seconds < 0 else ""
    fraction = f".{part:03}" if part else ""
    return f"{sign}{hours:02}:{minutes:02}:{whole % 60:02}{fraction}"
