"""A text without the differences that no reader sees, and where its characters stood before.

Positions count Unicode code points from 0; the end of a span is exclusive. Normalization form C
and the rule by which a text may be cut for it: Unicode Standard Annex 15, sections 1.2 and 9.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

Span = tuple[np.ndarray, np.ndarray]

# Letters that look like marks (U+02BC, the saltillo of Maya and Nahuatl) are no marks; guillemets
# are what Spanish writes, and nobody's editor makes them of straight ones.
QUOTES = dict.fromkeys("‘’‚‛′‵", "'") | dict.fromkeys("“”„‟″‶", '"')
# Every other space of Unicode: non-breaking, narrow, of fixed width, ideographic.
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"
# Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark.
DROPPED = "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# A joiner between two emoji is a part of what is seen.
_JOINER = "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
_MARKS = re.compile(
    f"(?P<end>\r\n|[{LINE_ENDS}])|(?P<space>[{SPACES}])|[{DROPPED}]|{_JOINER}"
    f"|(?P<quote>[{''.join(QUOTES)}])"
)
# No character below composes with one before it.
FIRST_COMBINING = "\u0300"
# Vowels and final consonants of Hangul compose by rule, not by a list.
_JAMO = {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}


@dataclass(frozen=True, eq=False)
class _Step:
    """Places before and after one pass over a text between which nothing was cut in two.

    ``before`` grows strictly; ``after`` stands still where something was dropped.
    """

    before: np.ndarray
    after: np.ndarray

    def forth(self, start: ArrayLike, end: ArrayLike) -> Span:
        """The smallest span of the new text that holds what was made of the old one's."""
        first = np.searchsorted(self.before, start, side="right") - 1
        last = np.searchsorted(self.before, end, side="left")
        return self.after[first], self.after[last]

    def back(self, start: ArrayLike, end: ArrayLike) -> Span:
        """The largest span of the old text of which the new one's was made."""
        first = np.searchsorted(self.after, start, side="left")
        first = first - (self.after[first] != start)
        last = np.searchsorted(self.after, end, side="right") - 1
        last = last + (self.after[last] != end)
        return self.before[first], self.before[last]


@dataclass(frozen=True, eq=False)
class Normalized:
    """A normalized ``text``; its spans can be mapped from the original text and to it."""

    text: str
    _steps: tuple[_Step, ...]

    def to_normal(self, start: ArrayLike, end: ArrayLike) -> Span:
        """Spans of ``text`` that hold what stands in these spans of the original.

        A span of characters that were all dropped is empty; one that begins or ends within a
        composed character takes all of it. Raises IndexError beyond the text.
        """
        for step in self._steps:
            start, end = step.forth(start, end)
        return start, end

    def to_original(self, start: ArrayLike, end: ArrayLike) -> Span:
        """Spans of the original that these spans of ``text`` stand for.

        They take in what was dropped beside them: a span mapped there and back covers itself.
        """
        for step in reversed(self._steps):
            start, end = step.back(start, end)
        return start, end


def normalized(text: str) -> Normalized:
    """``text`` in normalization form C, with one kind of line end, space and quotation mark.

    Line ends become a line feed, every space that is no tab a plain one, curly quotation marks
    and primes straight; soft hyphens, zero-width characters, direction marks and byte order marks
    are dropped. Normalizing again changes nothing.
    """
    text, marks = _edited(
        text, ((*match.span(), _instead(match)) for match in _MARKS.finditer(text))
    )
    text, composed = _edited(text, _composed(text))
    return Normalized(text, (marks, composed))


def _instead(match: re.Match) -> str:
    if match.lastgroup == "quote":
        return QUOTES[match[0]]
    return {"end": "\n", "space": " "}.get(match.lastgroup or "", "")


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, _Step]:
    """The text with each stretch (start, end, replacement) replaced as a whole."""
    is_cut, growth = np.ones(len(text) + 1, dtype=bool), np.zeros(len(text) + 1, dtype=np.int64)
    parts, done = [], 0
    for start, end, replacement in edits:
        is_cut[start + 1 : end] = False
        growth[end] += len(replacement) - (end - start)
        parts += [text[done:start], replacement]
        done = end
    before = np.flatnonzero(is_cut)
    return "".join([*parts, text[done:]]), _Step(before, before + np.cumsum(growth)[before])


def _composed(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches that form C writes otherwise, each from a character that begins one on."""
    if unicodedata.is_normalized("NFC", text):
        return
    begins = [n for n, letter in enumerate(text) if letter < FIRST_COMBINING or _begins(letter)]
    for start, end in zip([0, *begins], [*begins, len(text)], strict=True):
        whole = unicodedata.normalize("NFC", text[start:end])
        if whole != text[start:end]:
            yield start, end, whole


@cache
def _begins(letter: str) -> bool:
    """Whether nothing of ``letter`` ever composes with, or moves before, what stands before it."""
    first = unicodedata.normalize("NFD", letter)[0]
    return not unicodedata.combining(first) and first not in _seconds()


@cache
def _seconds() -> frozenset[str]:
    """The characters that some composition of this Python's Unicode has as its second."""
    parts = (unicodedata.decomposition(chr(n)).split() for n in range(sys.maxunicode + 1))
    pairs = (pair for pair in parts if len(pair) == 2 and not pair[0].startswith("<"))
    return frozenset(_JAMO.union(chr(int(second, 16)) for _, second in pairs))
