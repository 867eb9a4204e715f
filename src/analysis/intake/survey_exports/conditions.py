"""Conditions of a form (``relevant``, ``choice_filter``), evaluated for all rows at once.

The part of XPath that forms of surveys mostly use: ``${question}``, ``.``, texts, numbers,
``= != < <= > >=``, ``and``, ``or``, ``not()``, ``selected()``, ``count-selected()``, ``true()``,
``false()`` and brackets. Everything else raises Unreadable: what cannot be evaluated is unknown,
never guessed. Rules of comparison after XPath 1.0 (https://www.w3.org/TR/xpath-10/#booleans): a
number on one side makes both numbers, and a blank is no number.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+\.?\d*|\.\d+)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign><=|>=|!=|[=<>(),.+*-]))"
)
# What word processors make of quotation marks.
_CURLY = str.maketrans("‘’“”", "''\"\"")
COMPARED = ("=", "!=", "<", "<=", ">", ">=")
_NUMBER = re.compile(r"\s*-?(\d+\.?\d*|\.\d+)\s*")


class Unreadable(ValueError):
    """A condition that is not of the part of XPath that is read; its text says what is not."""


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
Tree = tuple


def always(n_rows: int) -> Truth:
    """What holds in each of so many rows."""
    return Truth(np.ones(n_rows, dtype=bool), np.ones(n_rows, dtype=bool))


def unknown(n_rows: int) -> Truth:
    """What is known of none of so many rows."""
    return Truth(np.zeros(n_rows, dtype=bool), np.zeros(n_rows, dtype=bool))


@lru_cache(maxsize=4096)
def parsed(condition: str) -> Tree:
    """The tree of a condition. Raises Unreadable."""
    parser = _Parser(_tokens(condition.translate(_CURLY)))
    tree = parser.either()
    if parser.rest:
        msg = "it goes on after its end"
        raise Unreadable(msg)
    return tree


def questions(tree: Tree) -> set[str]:
    """The questions that a condition refers to; ``.`` stands for its own, ``@`` for a column."""
    if tree[0] == "ref":
        return {tree[1]}
    return set().union(*(questions(part) for part in tree[1:] if isinstance(part, tuple)), set())


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


def _tokens(condition: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    condition = condition.strip()
    while at < len(condition):
        found = _TOKEN.match(condition, at)
        if not found:
            msg = f"character {at + 1} is not understood"
            raise Unreadable(msg)
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Parser:
    """Recursive descent, from ``or``, which binds least, to single values."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens[::-1]

    def either(self) -> Tree:
        tree = self.both()
        while self.takes("name", "or"):
            tree = ("or", tree, self.both())
        return tree

    def both(self) -> Tree:
        tree = self.compared()
        while self.takes("name", "and"):
            tree = ("and", tree, self.compared())
        return tree

    def compared(self) -> Tree:
        tree = self.single()
        for sign in COMPARED:
            if self.takes("sign", sign):
                return (sign, tree, self.single())
        return tree

    def single(self) -> Tree:
        if not self.rest:
            msg = "it ends too early"
            raise Unreadable(msg)
        kind, text = self.rest.pop()
        if kind == "ref":
            return ("ref", text[2:-1].strip())
        if kind == "text":
            return ("text", text[1:-1])
        if kind == "number":
            return ("number", text)
        if kind == "name":
            return self.called(text)
        if text == ".":
            return ("ref", ".")
        if text == "-" and self.rest and self.rest[-1][0] == "number":
            return ("number", f"-{self.rest.pop()[1]}")
        if text == "(":
            tree = self.either()
            self.must(")")
            return tree
        msg = f'"{text}" is not read'
        raise Unreadable(msg)

    def called(self, name: str) -> Tree:
        if not (self.rest and self.rest[-1] == ("sign", "(")):
            # A column of the choices, in a filter.
            return ("ref", f"@{name}")
        if name not in ("true", "false", "not", "selected", "count-selected"):
            msg = f'"{name}" is not read'
            raise Unreadable(msg)
        self.must("(")
        if name in ("true", "false"):
            self.must(")")
            return ("true",) if name == "true" else ("not", ("true",))
        inner = (self.either() if name == "not" else self.single(),)
        if name == "selected":
            self.must(",")
            inner += (self.single(),)
        self.must(")")
        return (name, *inner)

    def takes(self, kind: str, text: str) -> bool:
        if self.rest and self.rest[-1] == (kind, text):
            self.rest.pop()
            return True
        return False

    def must(self, sign: str) -> None:
        if not self.takes("sign", sign):
            msg = f'"{sign}" is missing'
            raise Unreadable(msg)
