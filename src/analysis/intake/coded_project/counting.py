"""Ways in which tools count positions in a text, and what a position means under each.

A text here is as people read it: without byte order mark, every line end one character. A reading
says how much each of its characters counted for in the tool, so that a position of the tool becomes
a position in the text, or proves to be none.
"""

import codecs
from dataclasses import dataclass, replace
from functools import cache, cached_property
from unicodedata import category

import numpy as np

CODE_POINTS, UTF16, UTF8 = "code points", "UTF-16 units", "UTF-8 bytes"
AS_STORED, ONE, TWO = "as stored", "one", "two"
BOM = "\ufeff"

# A selection that begins or ends within a word does not fit; one that takes blank space along
# fits less well.
MISFIT, LOOSE, CLOSE = 0.0, 0.5, 1.0


@dataclass(frozen=True)
class Reading:
    """A way of counting: the unit, what a line end counts for, and what is counted beside."""

    unit: str = CODE_POINTS
    line_end: str = AS_STORED
    counts_bom: bool = False
    includes_end: bool = False

    @property
    def oddity(self) -> int:
        """How far this is from what the known tools of texts do; 0 for those who do as most."""
        is_odd = self.unit == UTF8 or self.line_end == TWO or self.counts_bom
        return is_odd + 2 * self.includes_end

    def __str__(self) -> str:
        parts = [self.unit, f"line ends {self.line_end}"]
        parts += ["byte order mark counted"] if self.counts_bom else []
        return ", ".join([*parts, "end inclusive" if self.includes_end else "end exclusive"])


class Stored:
    """A text, and how its file stored it.

    ``n_stored`` says how many characters each line end of ``text`` is in the file, in order: one,
    two, or none where the text is drawn from markup that had no line end there.
    """

    def __init__(self, text: str, n_stored: np.ndarray, *, has_bom: bool = False) -> None:
        self.text, self.n_stored, self.has_bom = text, n_stored, has_bom
        self._codes = _code_points(text)

    @classmethod
    def of(cls, raw: str) -> "Stored":
        """A text as a file holds it."""
        has_bom, raw = raw.startswith(BOM), raw.removeprefix(BOM)
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        n_stored = np.ones(text.count("\n"), dtype=int)
        if "\r\n" in raw:
            codes = _code_points(raw)
            is_return, is_feed = codes == ord("\r"), codes == ord("\n")
            is_second = is_feed & np.concatenate([[False], is_return[:-1]])
            is_first = (is_return | is_feed) & ~is_second
            n_stored += np.append(is_second[1:], False)[is_first]
        return cls(text, n_stored, has_bom=has_bom)

    def alike(self, reading: Reading) -> Reading:
        """The plainest reading that counts this text just as ``reading`` does."""
        highest = self._highest
        if highest <= 0x7F or (reading.unit == UTF16 and highest <= 0xFFFF):
            reading = replace(reading, unit=CODE_POINTS)
        if reading.line_end in self._as_stored:
            reading = replace(reading, line_end=AS_STORED)
        return reading if self.has_bom else replace(reading, counts_bom=False)

    def places(
        self, starts: np.ndarray, ends: np.ndarray, reading: Reading
    ) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the tool as positions in ``text``; -1 where they fall on no character."""
        at, ends = self._positions(reading), ends + reading.includes_end
        # Where characters count for nothing, a start stands after them, an end before.
        first = np.searchsorted(at, starts, side="right") - 1
        last = np.searchsorted(at, ends, side="left").clip(max=len(at) - 1)
        is_none = (at[first] != starts) | (at[last] != ends) | (last < first)
        return np.where(is_none, -1, first), np.where(is_none, -1, last)

    def fit(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """How well each place sits on the words: ``MISFIT``, ``LOOSE`` or ``CLOSE``."""
        kinds = np.concatenate([[_BLANK], _kinds()[self._codes.clip(max=0xFFFF)], [_BLANK]])
        is_word, is_blank = kinds == _WORD, kinds == _BLANK
        is_cut = is_word[starts] & is_word[starts + 1] | is_word[ends] & is_word[ends + 1]
        # Whole lines with their line end are as well chosen as words.
        is_break = np.concatenate([[True], self._codes == ord("\n")])
        is_line = is_break[starts] & is_break[ends]
        is_loose = (is_blank[starts + 1] | is_blank[ends]) & ~is_line
        fit = np.where(is_loose, LOOSE, CLOSE)
        return np.where(is_cut | (starts < 0) | (ends <= starts), MISFIT, fit)

    @cached_property
    def _highest(self) -> int:
        return int(self._codes.max(initial=0))

    @cached_property
    def _as_stored(self) -> set[str]:
        """The ways of counting line ends that count them as the file stored them."""
        ways = zip((ONE, TWO), self._whole(), strict=True)
        return {name for name, way in ways if np.array_equal(way, self.n_stored)}

    def _positions(self, reading: Reading) -> np.ndarray:
        """Where each character begins, and the last one ends, as the tool counted."""
        counted = np.ones(len(self._codes), dtype=np.int64)
        if reading.unit == UTF16:
            counted += self._codes > 0xFFFF
        elif reading.unit == UTF8:
            counted += sum((self._codes > last).astype(int) for last in (0x7F, 0x7FF, 0xFFFF))
        one, two = self._whole()
        line_ends = {AS_STORED: self.n_stored, ONE: one, TWO: two}[reading.line_end]
        counted[self._codes == ord("\n")] = line_ends
        mark = {UTF8: 3}.get(reading.unit, 1) if reading.counts_bom and self.has_bom else 0
        return mark + np.concatenate([[0], np.cumsum(counted)])

    def _whole(self) -> tuple[np.ndarray, np.ndarray]:
        one = self.n_stored.clip(max=1)
        return one, 2 * one


def decoded(content: bytes) -> str:
    """A text file: UTF-16 where it says so, else UTF-8, else as old Windows programs write it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # The mark is kept as a character: a tool may have counted it.
        return BOM + content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_BLANK, _WORD = 1, 2


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _kinds() -> np.ndarray:
    """Whether each character of the basic plane is blank, part of a word, or neither; none above
    it is either. Part of a word are letters and digits, and what is put on them."""
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for code in range(len(kinds)):
        character = chr(code)
        if character.isalnum() or character == "_" or category(character) in ("Mn", "Mc"):
            kinds[code] = _WORD
        elif character.isspace():
            kinds[code] = _BLANK
    return kinds
