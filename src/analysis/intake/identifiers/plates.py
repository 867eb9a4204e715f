"""Number plates, in the series of NOM-001-SCT-2-2016 and of the years before it.

A hyphen between its parts makes a code a plate by itself; without one, a word for plate or car
must stand near. Right after the word for plate its digits may all be misread.
"""

import re
from collections.abc import Iterator
from itertools import islice

from analysis.intake.identifiers.candidate import (
    DIGIT,
    END,
    LETTERS_OF,
    NAMED,
    SHAPED,
    START,
    TO_DIGIT,
    Candidate,
    n_real,
    overlapping,
)
from analysis.intake.identifiers.codes import SHORT_WORDS
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

# Parts of letters (L) and digits (D): private cars, then trucks, buses, taxis and motorcycles.
SERIES = (
    "LLL-DDD-L", "LLL-DD-DD", "LDD-LLL", "DDD-LLL", "LLL-DDDD", "LLL-DDD", "LL-DD-DDD", "LL-DDDD-L",
    "LL-DDDDD", "LL-DDD-L", "L-DDDDD", "L-DDD-LLL", "D-LLL-DD", "DDD-LL-D", "DD-LL-DL", "DDLLLD",
    "LDDDLL", "LLDDL", "DDDD-LL", "LLDDDD", "DDDDLL", "DDDLL", "LLLDDL",
)  # fmt: skip
# Those that no other code has the look of, where written with their hyphens.
ALONE = frozenset(
    (
        "LLL-DDD",
        "LLL-DDD-L",
        "LLL-DD-DD",
        "LDD-LLL",
        "DDD-LLL",
        "LL-DD-DDD",
        "LL-DDDD-L",
        "L-DDD-LLL",
    )
)
LETTER = "[A-ZÑ015682]"
# A letter and a digit that are no slips, looked for first because that is quick.
MIXED = "(?=[^A-ZÑ]{0,12}[A-ZÑ])(?=[^0-9]{0,12}[0-9])"
BETWEEN = "(?:[ \n]{0,2}[\\-·][ \n]{0,2}|[.]|[ \n]{0,3})"
NAME = re.compile(
    r"\bPLACAS?\b|MATRICULA|VEHICUL|CAMIONETA|\bCAMION(?:ES)?\b|\bCARROS?\b|\bCOCHES?\b|\bAUTOS?\b|"
    r"AUTOMOVIL|\bTAXI|\bMOTO(?:S|CICLETAS?)?\b|\bTSURU|\bPICK ?UP|\bTRAILER|\bUNIDAD\b|"
    r"\bPLATES?\b|\bTRUCK\b|\bCAR\b"
)
NEAR_BEFORE, NEAR_AFTER = 45, 25
# A number and what is counted, an organization and a year.
NOT_PLATES = words("not_plates")


WORD_BEFORE = (
    r"(?:\bPLACAS?|\bMATRICULAS?|\bPLATES?)(?:[ \n](?:SON|ES|ERAN?|DE|NUMERO|ARE|WERE)\b){0,2}"
    r"[ \n,:]{1,3}"
)
RIGHT_BEFORE = re.compile(f"{WORD_BEFORE}$")
CALLED = re.compile(rf"{WORD_BEFORE}(?P<code>[A-ZÑ0-9]{{1,8}}(?:-[A-ZÑ0-9]{{1,5}}){{0,2}}){END}")


def _parts(series: str, between: str) -> list[str]:
    signs = {"L": LETTER, "D": DIGIT}
    return [between.join(signs[sign] for sign in part) for part in series.split("-")]


def _pattern(series: str) -> re.Pattern[str]:
    parts = BETWEEN.join(_parts(series, "[ \n]?"))
    return re.compile(START + r"(?<![A-ZÑ0-9]/)" + MIXED + parts + END)


PATTERNS = [(series, _pattern(series)) for series in SERIES]
COMPACT = [(series, re.compile("-?".join(_parts(series, "")))) for series in SERIES]


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as a number plate."""
    text = view.text
    for series, pattern in PATTERNS:
        for match in overlapping(pattern, text):
            value = _read(match.group(), series, _least(series, view.cased[slice(*match.span())]))
            if value is None or (_has_words(match.group()) and not _is_called(match, text)):
                continue
            if _is_named(match, text):
                yield Candidate(*match.span(), "plate", value, NAMED)
            elif series in ALONE and (_is_alone(match.group(), series) or _is_given(match, text)):
                yield Candidate(*match.span(), "plate", value, SHAPED)
    for match in CALLED.finditer(text):
        least = 0 if _is_in_capitals(match, view.cased) else 1
        fitting = [series for series, pattern in COMPACT if pattern.fullmatch(match["code"])]
        values = filter(None, (_read(match["code"], series, least) for series in fitting))
        for value in islice(values, 1):
            yield Candidate(*match.span("code"), "plate", value, NAMED)


def _least(series: str, written: str) -> int:
    """How many digits stand as they are: half, or one where a plate is in capitals, in a piece."""
    is_piece = series in ALONE and not re.search(r"\s", written) and _is_capital(written)
    return 1 if is_piece else (series.count("D") + 1) // 2


def _is_capital(written: str) -> bool:
    """An l is a misread 1."""
    return written.replace("l", "").isupper()


def _is_in_capitals(match: re.Match[str], cased: str) -> bool:
    """Whether a code is, and the word before it is not."""
    code, before = cased[slice(*match.span("code"))], cased[match.start() : match.start("code")]
    return _is_capital(code) and not before.isupper()


def _read(written: str, series: str, least: int) -> str | None:
    """The plate meant; None where fewer than ``least`` of its digits are digits as they stand, its
    letters are mostly digits, or it is made of words.
    """
    if NOT_PLATES.intersection(_words(written)):
        return None
    compact = re.sub(r"[^A-ZÑ0-9|]", "", written)
    shape = series.replace("-", "")
    pairs = list(zip(compact, shape, strict=True))
    numbers = "".join(sign for sign, part in pairs if part == "D")
    letters = "".join(sign for sign, part in pairs if part == "L")
    if n_real(numbers) < least or 2 * n_real(letters) > len(letters):
        return None
    return "".join(
        sign.translate(TO_DIGIT) if part == "D" else LETTERS_OF.get(sign, sign)[0]
        for sign, part in pairs
    )


def _words(written: str) -> list[str]:
    return re.split(r"[ \n\-.·]+", written)


def _has_words(written: str) -> bool:
    """Whether a short word stands in it apart; the last letters of a plate may be one."""
    return bool(re.search(r"[ \n]", written) and SHORT_WORDS.intersection(_words(written)[:-1]))


def _is_called(match: re.Match[str], text: str) -> bool:
    """Whether the word for plate stands right before, and no word of two letters after it."""
    before = text[max(0, match.start() - NEAR_BEFORE) : match.start()]
    short = SHORT_WORDS.intersection(_words(match.group())[:-1])
    return bool(RIGHT_BEFORE.search(before)) and max(map(len, short)) == 1


def _is_named(match: re.Match[str], text: str) -> bool:
    before = text[max(0, match.start() - NEAR_BEFORE) : match.start()]
    return bool(NAME.search(before) or NAME.search(text[match.end() : match.end() + NEAR_AFTER]))


def _is_given(match: re.Match[str], text: str) -> bool:
    """Whether nothing else is said between a colon and the end of the sentence."""
    start, end = match.span()
    return text[max(0, start - 2) : start] in (": ", ":\n") and text[end : end + 1] in (
        "",
        ".",
        "\n",
    )


def _is_alone(written: str, series: str) -> bool:
    signs = re.findall(r"[\-·]", written)
    return len(signs) == series.count("-") or (
        series == "LLL-DDD-L" and re.fullmatch(r"[A-Z]{3}[0-9]{3}[A-Z]", written) is not None
    )
