"""Days as people write them: 2024-03-01, 01/03/2024, 3 de marzo de 2021, a spreadsheet's 44256."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from analysis.faults import Fault
from analysis.intake.spelling import plain
from analysis.intake.ways import in_one_way

DAY_FIRST, MONTH_FIRST = "day first", "month first"
NO_DAY = "not a date such as 2024-03-01 or 01/03/2024"
UNDECLARED = "could be two days: which comes first, day or month, is not declared"
DECLARE = "Declare the order of the table's dates, or write them as 2024-03-01."
# The day before the first that a spreadsheet counts, by its calendar: that of Excel and that of
# its first edition for the Macintosh.
EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
# Before this, Excel counts a 29 February 1900 that never was.
FIRST_SERIAL = {"1900": 61, "1904": 0}
MONTHS = {
    1: ("ene", "enero", "jan", "january"),
    2: ("feb", "febr", "febrero", "february"),
    3: ("mar", "mzo", "marzo", "march"),
    4: ("abr", "abril", "apr", "april"),
    5: ("may", "mayo"),
    6: ("jun", "junio", "june"),
    7: ("jul", "julio", "july"),
    8: ("ago", "agosto", "aug", "august"),
    9: ("sep", "sept", "set", "septiembre", "setiembre", "september"),
    10: ("oct", "octubre", "october"),
    11: ("nov", "noviembre", "november"),
    12: ("dic", "diciembre", "dec", "december"),
}
MONTH = {name: number for number, names in MONTHS.items() for name in names}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:o|er)? ([a-z]+) (\d{4}|\d{2})", re.ASCII)
_ENGLISH = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", re.ASCII)


def dates(
    column: pd.Series, order: str = "", *, serial: str = "", century: int | None = None
) -> tuple[pd.Series, list[Fault]]:
    """The days of a column of texts, and a fault for each that is none; blanks stay missing.

    ``order`` is ``DAY_FIRST`` or ``MONTH_FIRST``. Where it is not declared, ``01/02/2021`` is read
    only if the rest of its column proves it (``13/02/2021``). ``serial`` names the calendar in
    which whole numbers count days, ``1900`` or ``1904``; without it they are refused. ``century``
    is that of years of two digits, refused without it.
    """
    orders = [order] if order else [DAY_FIRST, MONTH_FIRST]
    ways = {each: _way(each, serial, century) for each in orders}
    values, faults = in_one_way(column, ways, NO_DAY, UNDECLARED, DECLARE)
    return pd.to_datetime(values).astype("datetime64[us]"), faults


def words(text: str) -> str:
    """A text as bare words: ``3 de marzo, 2021`` and ``3-mar.-2021`` say ``3 mar... 2021``."""
    bare = re.sub(r"[\s.,/-]+", " ", plain(text)).strip()
    return re.sub(r"\b(?:de|del|of|al?) ", "", bare)


def year_of(digits: str, century: int | None) -> int:
    """A year of two or four digits. Raises ValueError for two, where no century is declared."""
    if len(digits) == 4:
        return int(digits)
    if century is None:
        msg = "a year of two digits, and no century"
        raise ValueError(msg)
    return century + int(digits)


def _way(order: str, serial: str, century: int | None) -> Callable[[str], pd.Timestamp | None]:
    def way(text: str) -> pd.Timestamp | None:
        try:
            day = _day(text.strip(), order, serial, century)
        except (ValueError, OverflowError):
            return None
        return None if day is None else pd.Timestamp(day)

    return way


def _day(text: str, order: str, serial: str, century: int | None) -> date | None:
    if match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return date(*map(int, match.groups()))
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), year_of(match[4], century)
        day, month = (first, second) if order == DAY_FIRST else (second, first)
        return date(year, month, day)
    if serial and text.isdecimal() and int(text) >= FIRST_SERIAL[serial]:
        return EPOCHS[serial] + timedelta(days=int(text))
    said = words(text)
    if match := _IN_WORDS.fullmatch(said):
        return _named(match[3], match[2], match[1], century)
    if match := _ENGLISH.fullmatch(said):
        return _named(match[3], match[1], match[2], century)
    return None


def _named(year: str, month: str, day: str, century: int | None) -> date | None:
    return date(year_of(year, century), MONTH[month], int(day)) if month in MONTH else None
