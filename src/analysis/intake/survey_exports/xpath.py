"""Conditions of a form (``relevant``, ``choice_filter``) as trees.

The part of XPath that forms of surveys mostly use: ``${question}``, ``.``, texts, numbers,
``= != < <= > >=``, ``and``, ``or``, ``not()``, ``selected()``, ``count-selected()``, ``true()``,
``false()`` and brackets; in a filter also the columns of the choices. Everything else raises
Unreadable: what cannot be evaluated is unknown, never guessed.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+\.?\d*|\.\d+)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign><=|>=|!=|[=<>(),.+*-]))"
)
# What word processors make of quotation marks.
_CURLY = str.maketrans("‘’“”", "''\"\"")
COMPARED = ("=", "!=", "<", "<=", ">", ">=")

Tree = tuple


class Unreadable(ValueError):
    """A condition that is not of the part of XPath that is read; its text says what is not."""


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
