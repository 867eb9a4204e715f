"""What a search proposes, and the pieces that patterns are made of.

Patterns run on the folded view (capitals, no accents). Every repeat in them is bounded and no
repeat stands inside another over the same characters, so that hostile text costs linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Neither a letter nor a digit may touch an identifier.
START, END = r"(?<![A-ZÑ0-9])", r"(?![A-ZÑ0-9])"
SPACES = r"[ \n]{0,4}"
# A digit as it stands, or a letter that OCR or a hasty typist puts in its place.
DIGIT = "[0-9OQDILZSGB|]"
TO_DIGIT = str.maketrans("OQDILZSGB|", "0001125681")
# Letters that a digit may stand in place of, the likeliest first.
LETTERS_OF = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}

# How sure a candidate is; of two that overlap the surer is kept, then the longer.
LIKELY, SHAPED, NAMED, VALID = 1, 2, 3, 4


@dataclass(frozen=True)
class Candidate:
    """A span of the view that may be an identifier.

    ``value`` is its canonical form, the same for every spelling that can be undone, and never
    printed. ``is_valid`` is whether its check digit fits; None where its kind has none.
    """

    start: int
    end: int
    kind: str
    value: str = field(repr=False)
    strength: int
    is_valid: bool | None = None


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The match at each start, also where it overlaps the one before.

    So a match that turns out to be nothing hides none that begins inside it.
    """
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def digits(text: str) -> str:
    """The digits meant, without what stands between them."""
    return re.sub(r"[^0-9]", "", text.translate(TO_DIGIT))


def n_real(text: str) -> int:
    """How many characters are digits as they stand."""
    return sum(map(str.isdigit, text))


def is_year(number: str) -> bool:
    """Whether four digits read as a year of this or the last century."""
    return len(number) == 4 and number[:2] in ("19", "20")
