"""Codes of letters and digits in a fixed order: CURP, RFC, clave de elector.

Sources of the formats: CURP, Instructivo normativo para la asignación de la CURP (RENAPO); RFC,
article 27 of the Código Fiscal de la Federación and python-stdnum; clave de elector, 18 characters:
six letters of the name, birth date, state, sex, three digits (INE).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from stdnum.mx import curp, rfc

from analysis.intake.identifiers.candidate import (
    DIGIT,
    END,
    LETTERS_OF,
    NAMED,
    SHAPED,
    START,
    TO_DIGIT,
    VALID,
    Candidate,
    n_real,
    overlapping,
)
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

GAP = r"[ \n\-.]{0,4}"
# rn is read for m, and the reverse where it makes no code shorter.
CLASSES = {
    "L": "(?:RN|[A-ZÑ&015682])", "D": DIGIT, "A": "[A-ZÑ0-9]", "C": "[A-Z0-9]", "H": "(?:RN|[HMX])",
}  # fmt: skip
# A word before a code that is one letter shorter is no part of it.
SHORT_WORDS = words("short")
MOST_READINGS = 64
CENTURY = 16  # place of the sign of the century in a CURP
# Of whom two digits of the year are more were born before 2000.
LATEST_BIRTH = "25"
NEAR = 40
SHORTEST = 12  # signs of the code of a firm


@dataclass(frozen=True)
class Code:
    """A kind of code: its ``shape`` (L letter, D digit, A either, H sex,
    C a digit for those born before 2000, a letter for those born since), how it is checked.

    ``date`` is where its six digits of a date begin. ``name`` is what people call it.
    """

    kind: str
    shape: str
    date: int
    name: re.Pattern[str]
    is_valid: Callable[[str], bool] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The code with spaces, hyphens, line ends and slips anywhere in it."""
        return re.compile(START + GAP.join(CLASSES[part] for part in self.shape) + END)


def _is_rfc(value: str) -> bool:
    return rfc.is_valid(value, validate_check_digits=True)


RFC = re.compile(r"\bR\.? ?F\.? ?C\b|CONTRIBUYENTE|CLAVE FISCAL")
CODES = (
    Code("curp", "LLLLDDDDDDHLLLLLCD", 4, re.compile(r"\bCURP\b|POBLACION"), curp.is_valid),
    Code("voter_key", "LLLLLLDDDDDDDDHDDD", 6, re.compile(r"ELECTOR|\bI[NF]E\b|CREDENCIAL")),
    Code("rfc", "LLLLDDDDDDAAA", 4, RFC, _is_rfc),
    Code("rfc", "LLLDDDDDDAAA", 3, RFC, _is_rfc),
    # Of a person and without its last three characters, as many write it.
    Code("rfc", "LLLLDDDDDD", 4, RFC),
)
PATTERNS = [(code, code.pattern) for code in CODES]


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as one of ``CODES``."""
    text = view.text
    for code, pattern in PATTERNS:
        for match in overlapping(pattern, text):
            found = _judged(code, match, text)
            if found:
                yield found


def _judged(code: Code, match: re.Match[str], text: str) -> Candidate | None:
    written = match.group()
    value = read(re.sub(r"[ \n\-.]", "", written), code)
    if value is None:
        return None
    is_valid = code.is_valid(value) if code.is_valid else None
    is_named = bool(code.name.search(text[max(0, match.start() - NEAR) : match.start()]))
    if _begins_with_a_word(written) and not _needs_its_beginning(
        written, value, is_valid, is_named
    ):
        return None
    if not (is_valid or is_named or _is_likely(value, written, code)):
        return None
    strength = VALID if is_valid else NAMED if is_named and _has_date(value, code) else SHAPED
    return Candidate(*match.span(), code.kind, value, strength, is_valid)


def read(compact: str, code: Code) -> str | None:
    """The code meant: slips undone, by the check digit where they can be read in several ways.

    None where there are too few digits for a date, or too many in place of letters.
    """
    while len(compact) > len(code.shape) and "RN" in compact:
        compact = compact.replace("RN", "M", 1)
    if len(compact) != len(code.shape):
        return None
    letters = "".join(c for c, part in zip(compact, code.shape, strict=True) if part == "L")
    if n_real(compact[code.date : code.date + 6]) < 4 or n_real(letters) > len(letters) // 2:
        return None
    if code.is_valid is None:
        return "".join(_readings(c, part)[0] for c, part in zip(compact, code.shape, strict=True))
    choices = [_readings(char, part) for char, part in zip(compact, code.shape, strict=True)]
    if "C" in code.shape:
        is_early = compact[code.date : code.date + 2].translate(TO_DIGIT) > LATEST_BIRTH
        choices[CENTURY] = "".join(sorted(choices[CENTURY], key=str.isdigit, reverse=is_early))
    # The last choices vary first: homoclave and check digit.
    readings = ["".join(reading) for reading in islice(product(*choices), MOST_READINGS)]
    return next(filter(code.is_valid, readings), readings[0])


def _readings(char: str, part: str) -> str:
    if part == "D":
        return char.translate(TO_DIGIT)
    if part == "L":
        return LETTERS_OF.get(char, char)
    if part in "AC":
        slip = LETTERS_OF.get(char, "") if char.isdigit() else char.translate(TO_DIGIT)
        return char + slip.replace(char, "")
    return char


def _begins_with_a_word(written: str) -> bool:
    word = re.match(r"[A-ZÑ]{1,3}(?=[ \n])", written)
    return bool(word) and word.group() in SHORT_WORDS


def _has_date(value: str, code: Code) -> bool:
    month, day = value[code.date + 2 : code.date + 4], value[code.date + 4 : code.date + 6]
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _needs_its_beginning(written: str, value: str, is_valid: bool | None, is_named: bool) -> bool:
    """Whether letters that read as a word were broken off the code: the rest would be none."""
    is_short = is_named and len(value) == SHORTEST
    return len(value) >= 18 or is_short or (bool(is_valid) and len(written.split()) == 2)


def _is_likely(value: str, written: str, code: Code) -> bool:
    """Whether a code that is neither valid nor called by its name is one: by date and spelling."""
    is_date = _has_date(value, code)
    if len(code.shape) >= 18:
        return True
    if is_date and written == value:
        return True
    if len(code.shape) < SHORTEST:
        return False
    has_digit = n_real(value[-3:]) > 0
    is_one_word = not re.search(r"[ \n]", written)
    return has_digit and (is_date or is_one_word)
