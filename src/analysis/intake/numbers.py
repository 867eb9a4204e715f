"""Numbers as people write them: decimal commas, thousands apart, minus signs, percent signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from analysis.faults import Fault
from analysis.intake.ways import Way, in_one_way

POINT, COMMA, SPACE, QUOTE = ".", ",", " ", "'"
NO_NUMBER = "not a number"
UNDECLARED = "could be two numbers: which mark stands before the decimals is not declared"
DECLARE = "Declare the decimal mark of the table, and what stands between thousands."
# Signs that are typed for the same one: several kinds of minus, spaces and apostrophes.
ALIKE = str.maketrans(
    dict.fromkeys("\u2212\u2010\u2011\u2013", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", SPACE)
    | dict.fromkeys("\u2019\u02bc", QUOTE)
)


@dataclass(frozen=True)
class Marks:
    """The marks of a table's numbers.

    ``decimal`` and ``thousands`` hold every mark that may stand before the decimals and between
    thousands; a blank ``decimal`` is not declared.
    """

    decimal: str = ""
    thousands: str = ""

    def __post_init__(self) -> None:
        if set(self.decimal) & set(self.thousands):
            msg = "one mark cannot stand both before decimals and between thousands"
            raise ValueError(msg)


# Plain numbers, as programs write them; and with a comma for the point, where none is large.
PLAIN, EITHER = Marks(POINT), Marks(POINT + COMMA)
# Where nothing is declared, a number may be written in one of these.
ENGLISH, SPANISH = Marks(POINT, COMMA + SPACE + QUOTE), Marks(COMMA, POINT + SPACE + QUOTE)


def numbers(column: pd.Series, marks: Marks = PLAIN) -> tuple[pd.Series, list[Fault]]:
    """The numbers of a column of texts, and a fault for each text that is none; blanks stay.

    Where no decimal mark is declared, ``1.234`` is read only if the rest of its column proves what
    its mark is (``1.234,5``, ``0.5``).
    """
    known = [marks] if marks.decimal else [ENGLISH, SPANISH]
    ways = {each.decimal: _way(each) for each in known}
    values, faults = in_one_way(column, ways, NO_NUMBER, UNDECLARED, DECLARE)
    return values.astype(float), faults


def wholes(
    column: pd.Series, marks: Marks = PLAIN, wrong: str = "not a whole number"
) -> tuple[pd.Series, list[Fault]]:
    """Whole numbers from 0 on; a decimal mark is none of theirs."""
    ways = {"": lambda text: _whole(text, marks.thousands)}
    values, faults = in_one_way(column, ways, wrong, wrong, "")
    return pd.to_numeric(values), faults


def neutral(number: float) -> str:
    """A number that a program holds, in digits that say the same whatever the marks: ``125e-1``."""
    sign, digits, power = Decimal(repr(number)).as_tuple()
    whole = "".join(map(str, digits)).lstrip("0") or "0"
    return f"{'-' * sign}{whole}e{power}" if power else f"{'-' * sign}{whole}"


def shown(column: pd.Series) -> pd.Series:
    """A column of texts in which what ``neutral`` wrote is written with a point again."""
    is_neutral = column.str.fullmatch(r"-?\d+e-?\d+", na=False)
    return column.mask(is_neutral, column[is_neutral].map(lambda text: repr(float(text))))


def _way(marks: Marks) -> Way:
    pattern = _pattern(marks.decimal, marks.thousands)

    def way(text: str) -> float | None:
        match = pattern.fullmatch(text.translate(ALIKE).strip())
        if not match:
            return None
        sign, whole, _, decimals, power = match.groups()
        return float(f"{sign}{_digits(whole)}.{decimals or 0}{power or ''}")

    return way


def _whole(text: str, thousands: str) -> int | None:
    match = _pattern("", thousands).fullmatch(text.translate(ALIKE).strip())
    return int(_digits(match[2])) if match and not match[1] and not match[5] else None


def _digits(whole: str) -> str:
    return re.sub(r"\D", "", whole) or "0"


@lru_cache
def _pattern(decimal: Iterable[str], thousands: Iterable[str]) -> re.Pattern:
    """Sign, whole part, mark between thousands (one kind in a number), decimals, power of ten."""
    apart = f"([{re.escape(thousands)}])" if thousands else r"(\b\B)"  # the latter: nowhere
    whole = rf"[1-9]\d{{0,2}}{apart}\d{{3}}(?:\3\d{{3}})*|\d+"
    part = rf"(?:[{re.escape(decimal)}](\d+))?" if decimal else "()"
    return re.compile(rf"([-+]?)({whole}){part}([eE][-+]?\d{{1,3}})?", re.ASCII)
