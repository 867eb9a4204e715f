"""Years, half-years, quarters and months as people write them: 2021, 2024S1, 2021Q3, 2021M03."""

import re

import pandas as pd

from analysis.faults import Fault
from analysis.intake.days import MONTH, words, year_of
from analysis.intake.ways import in_one_way

NO_PERIOD = "not a period such as 2021, 2024-S1, 2021-T3 or mar-21"
# A year of two digits beside a month is one of ours: no table here is older.
CENTURY = 2000
# Half-years (semestres) and quarters (trimestres) by the letter that stands for them.
PARTS = {"s": ("S", 2), "h": ("S", 2), "t": ("Q", 4), "q": ("Q", 4)}
NAMED = {"semestre": "s", "half": "s", "trimestre": "q", "trim": "q", "quarter": "q"}
ORDINALS = {
    "primer": 1, "primero": 1, "1er": 1, "1o": 1, "first": 1, "1st": 1, "i": 1,
    "segundo": 2, "2do": 2, "2o": 2, "second": 2, "2nd": 2, "ii": 2,
    "tercer": 3, "tercero": 3, "3er": 3, "3o": 3, "third": 3, "3rd": 3, "iii": 3,
    "cuarto": 4, "4to": 4, "4o": 4, "fourth": 4, "4th": 4, "iv": 4,
    **{str(number): number for number in range(1, 5)},
}  # fmt: skip
# Months from the first to the last of a half-year or quarter.
SPANS = {
    (1, 6): "S1", (7, 12): "S2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4",
}  # fmt: skip
_LETTERED = re.compile(r"(\d{4}) ?([shtq]) ?([1-4])", re.ASCII)
_LETTERED_LAST = re.compile(r"(?:([shtq]) ?([1-4])|([1-4]) ?([shtq])) ?(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4}) (0[1-9]|1[0-2])|(\d{4})m(0[1-9]|1[0-2])", re.ASCII)
_FIRST_DAY = re.compile(r"(\d{4})-(\d\d)-01", re.ASCII)


def periods(column: pd.Series) -> tuple[pd.Series, list[Fault]]:
    """The periods of a column of texts, and a fault for each that is none; blanks stay missing.

    A date is the month that it begins: a spreadsheet makes one of ``mar-21``.
    """
    values, faults = in_one_way(column, {"": _period}, NO_PERIOD, NO_PERIOD, "")
    return values.astype("str").where(values.notna()), faults


def _period(text: str) -> str | None:
    if match := _FIRST_DAY.fullmatch(text.strip()):
        return f"{match[1]}M{match[2]}"
    said = words(text)
    if re.fullmatch(r"\d{4}", said, re.ASCII):
        return said
    if match := _MONTH.fullmatch(said):
        return f"{match[1] or match[3]}M{match[2] or match[4]}"
    if match := _LETTERED.fullmatch(said):
        return _part(match[1], match[2], int(match[3]))
    if match := _LETTERED_LAST.fullmatch(said):
        return _part(match[5], match[1] or match[4], int(match[2] or match[3]))
    return _in_words(said.split())


def _part(year: str, letter: str, number: int) -> str | None:
    mark, count = PARTS[letter]
    return f"{year}{mark}{number}" if number <= count else None


def _in_words(said: list[str]) -> str | None:
    """``marzo 2021``, ``ene mar 2021``, ``primer semestre 2024``; the year may come first."""
    if said and re.fullmatch(r"\d{4}", said[0], re.ASCII):
        said = [*said[1:], said[0]]
    if len(said) < 2 or not re.fullmatch(r"\d{4}|\d{2}", said[-1], re.ASCII):
        return None
    *names, last = said
    year = year_of(last, CENTURY)
    if len(names) == 1 and names[0] in MONTH:
        return f"{year}M{MONTH[names[0]]:02}"
    if len(names) == 2 and all(name in MONTH for name in names):
        span = SPANS.get((MONTH[names[0]], MONTH[names[1]]))
        return f"{year}{span}" if span else None
    if len(names) == 2 and names[1] in NAMED and names[0] in ORDINALS and len(last) == 4:
        return _part(last, NAMED[names[1]], ORDINALS[names[0]])
    return None
