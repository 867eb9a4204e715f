"""Numbers in words: ``mil trescientos setenta``, and telephones dictated in pairs of digits."""

import re
from collections.abc import Iterator

from analysis.intake.identifiers.candidate import END, SHAPED, START, Candidate
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

SMALL = words("numbers") | words("english_digits") | {"CERO": 0}
LARGE = words("hundreds") | {"MIL": 1000}
WORTH = SMALL | LARGE


def _any(spelled: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(spelled, key=len, reverse=True)) + ")"


SPACE = "[ \n]{1,3}"
WORD = _any(WORTH)
PHRASE = rf"{WORD}(?:{SPACE}(?:Y{SPACE})?{WORD}(?![A-ZÑ])){{0,7}}"
PAIR = rf"{_any(SMALL)}(?![A-ZÑ])(?:{SPACE}Y{SPACE}{_any(SMALL)}(?![A-ZÑ]))?"
DICTATED = re.compile(rf"{START}{PAIR}(?:,?{SPACE}{PAIR}){{3,14}}{END}")


def value(phrase: str) -> int:
    """What a number in words is worth; words that are no numbers are worth nothing."""
    total, part = 0, 0
    for word in phrase.split():
        if word == "MIL":
            total, part = total + max(part, 1) * 1000, 0
        else:
            part += WORTH.get(word, 0)
    return total + part


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view in which a telephone of ten digits is dictated."""
    for match in DICTATED.finditer(view.text):
        pairs = re.findall(PAIR, match.group())
        number = "".join(str(value(pair)) for pair in pairs)
        if len(number) in (10, 12):
            yield Candidate(*match.span(), "phone", number[-10:], SHAPED)
