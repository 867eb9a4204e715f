"""Conditions of a form, evaluated for all rows at once, and unknown where an answer is.

Rules of comparison after XPath 1.0 (https://www.w3.org/TR/xpath-10/#booleans): a number on one side
makes both numbers, and a blank is no number.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.intake.survey_exports.xpath import COMPARED, Tree, Unreadable

_NUMBER = re.compile(r"\s*-?(\d+\.?\d*|\.\d+)\s*")


@dataclass(frozen=True)
class Truth:
    """For each row whether something holds, and whether that is known at all."""

    holds: np.ndarray
    is_known: np.ndarray

    def __and__(self, other: "Truth") -> "Truth":
        is_false = (self.is_known & ~self.holds) | (other.is_known & ~other.holds)
        return Truth(self.holds & other.holds, is_false | (self.is_known & other.is_known))

    def __or__(self, other: "Truth") -> "Truth":
        return ~(~self & ~other)

    def __invert__(self) -> "Truth":
        return Truth(~self.holds, self.is_known)


@dataclass(frozen=True)
class Values:
    """A text for each row, "" for a blank, and which rows have one that is known."""

    texts: np.ndarray
    is_known: np.ndarray
    is_number: bool = False


Lookup = Callable[[str], Values]


def always(n_rows: int) -> Truth:
    """What holds in each of so many rows."""
    return Truth(np.ones(n_rows, dtype=bool), np.ones(n_rows, dtype=bool))


def unknown(n_rows: int) -> Truth:
    """What is known of none of so many rows."""
    return Truth(np.zeros(n_rows, dtype=bool), np.zeros(n_rows, dtype=bool))


def evaluated(tree: Tree, lookup: Lookup, n_rows: int) -> Truth:
    """Whether the condition holds in each row; ``lookup`` gives the values of a question."""
    kind = tree[0]
    if kind == "true":
        return always(n_rows)
    if kind == "not":
        return ~evaluated(tree[1], lookup, n_rows)
    if kind == "and":
        return evaluated(tree[1], lookup, n_rows) & evaluated(tree[2], lookup, n_rows)
    if kind == "or":
        return evaluated(tree[1], lookup, n_rows) | evaluated(tree[2], lookup, n_rows)
    if kind == "selected":
        return _selected(*(_values(part, lookup, n_rows) for part in tree[1:]))
    if kind in COMPARED:
        return _compared(kind, *(_values(part, lookup, n_rows) for part in tree[1:]))
    # A value by itself holds where it is not blank; a number where it is not 0.
    value = _values(tree, lookup, n_rows)
    if value.is_number:
        return ~_compared("=", value, _constant("0", n_rows, is_number=True))
    return Truth(value.texts != "", value.is_known)


def _values(tree: Tree, lookup: Lookup, n_rows: int) -> Values:
    kind = tree[0]
    if kind == "ref":
        return lookup(tree[1])
    if kind in ("text", "number"):
        return _constant(tree[1], n_rows, is_number=kind == "number")
    if kind == "count-selected":
        chosen = _values(tree[1], lookup, n_rows)
        counts = np.array([str(len(text.split())) for text in chosen.texts], dtype=object)
        return Values(counts, chosen.is_known, is_number=True)
    msg = "it compares what is true or false"
    raise Unreadable(msg)


def _constant(text: str, n_rows: int, *, is_number: bool) -> Values:
    texts = np.full(n_rows, text, dtype=object)
    return Values(texts, np.ones(n_rows, dtype=bool), is_number)


def _selected(chosen: Values, choice: Values) -> Truth:
    pairs = zip(chosen.texts, choice.texts, strict=True)
    holds = np.array([one in several.split() for several, one in pairs], dtype=bool)
    return Truth(holds, chosen.is_known & choice.is_known)


def _compared(sign: str, left: Values, right: Values) -> Truth:
    is_known = left.is_known & right.is_known
    if sign in ("=", "!=") and not (left.is_number or right.is_number):
        equal = Truth(left.texts == right.texts, is_known)
        return equal if sign == "=" else ~equal
    (one, is_read), (other, is_read_too) = _numbers(left.texts), _numbers(right.texts)
    compare = {
        "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater,
        ">=": np.greater_equal,
    }[sign]  # fmt: skip
    # A text that is no number, such as a date, is compared by rules that are not those here.
    return Truth(compare(one, other), is_known & is_read & is_read_too)


def _numbers(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers, a blank being none, and where the text is a number or blank."""
    words = dict.fromkeys(texts)
    number = {w: float(w) if _NUMBER.fullmatch(w) else np.nan for w in words}
    is_read = {w: not w or number[w] == number[w] for w in words}
    return (
        np.array([number[t] for t in texts], dtype=float),
        np.array([is_read[t] for t in texts], dtype=bool),
    )
