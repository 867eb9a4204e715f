"""A plain view of a text to search in, with the way back to the text as it stands.

Capitals, accents, kinds of spaces, dashes and line ends differ between two spellings of one
identifier, and so does the composition of accented letters (NFC or NFD). The view has none of
these differences; ``starts`` and ``ends`` lead back, in code points.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Stands for a part that is not looked into: a pseudonym, or what was found before. No text that
# people write holds it, it is no letter, digit or space, and no pattern matches it.
BARRIER = "\ue000"
TILDE = "\u0303"

Span = tuple[int, int]


@dataclass(frozen=True)
class View:
    """The folded ``text``; its character ``i`` stands for ``starts[i]:ends[i]`` of the original.

    ``cased`` is the same, with small letters where the original has them.
    """

    text: str
    cased: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> Span:
        """Where a span of the view stands in the original."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str, hidden: Iterable[Span] = ()) -> View:
    """Capitals without accents (``Ñ`` stays), plain spaces, hyphens and line ends.

    Each span of ``hidden`` becomes one ``BARRIER``; they are sorted and do not overlap.
    """
    folded, cased, starts, ends = [], [], [], []
    place = 0
    for start, end in [*hidden, (len(text), len(text))]:
        for position in range(place, start):
            char = text[position]
            if unicodedata.combining(char) and ends:
                ends[-1] = position + 1
                if char == TILDE and folded[-1] == "N":
                    folded[-1], cased[-1] = "Ñ", "Ñ" if cased[-1] == "N" else "ñ"
                continue
            for piece in plain(char):
                folded.append(piece)
                cased.append(piece.lower()[0] if char.islower() else piece)
                starts.append(position)
                ends.append(position + 1)
        if start < end:
            folded.append(BARRIER)
            cased.append(BARRIER)
            starts.append(start)
            ends.append(end)
        place = end
    return View("".join(folded), "".join(cased), starts, ends)


@lru_cache(maxsize=4096)
def plain(char: str) -> str:
    """One character as the view has it; empty where nobody sees it."""
    kind = unicodedata.category(char)
    if char in "\r\n\v\f\x85" or kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Zs" or char == "\t":
        return " "
    if kind == "Pd" or char == "\u2212":  # the sign of subtraction
        return "-"
    if kind in ("Cf", "Mn", "Me"):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if char in "ñÑ":
        return "Ñ"
    pieces = unicodedata.normalize("NFKD", char).upper()
    return "".join(piece for piece in pieces if not unicodedata.combining(piece))


def folded(text: str) -> str:
    """A text as its view has it."""
    return fold(text).text
