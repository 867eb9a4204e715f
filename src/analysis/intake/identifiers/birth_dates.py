"""Dates of birth: a date is one by what is said beside it."""

import re
from collections.abc import Iterator

from analysis.intake.identifiers.candidate import (
    DIGIT,
    END,
    NAMED,
    SHAPED,
    START,
    TO_DIGIT,
    Candidate,
    digits,
    n_real,
    overlapping,
)
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

GAP, SPACE = "[ \n]{0,3}", "[ \n]{1,3}"
NUMBER = {month: place + 1 for names in words("months") for place, month in enumerate(names)}
NUMBER["SETIEMBRE"] = 9
WORTH = words("numbers") | {"MIL": 1000, "DOSMIL": 2000, "NOVECIENTOS": 900}
SPELLED = "|".join(sorted(words("numbers"), key=len, reverse=True))
# Of these alone a year is said: "del sesenta".
TENS = "|".join(word for word, worth in words("numbers").items() if worth in range(40, 100, 10))


def _slipped(word: str) -> str:
    """A word with the digits and the rn that OCR puts into it."""
    slips = {"O": "[O0]", "I": "[I1L]", "L": "[L1I]", "S": "[S5]", "B": "[B8]", "Z": "[Z2]",
             "G": "[G6]", "M": "(?:M|RN)"}  # fmt: skip
    return "".join(slips.get(letter, letter) for letter in word)


WORDED = sorted((name for name in NUMBER if len(name) >= 3), key=len, reverse=True)
MONTH = "(?:" + "|".join(map(_slipped, WORDED)) + ")"
# One of its signs is a digit as it stands: "is" and "lo" are no days.
DAY = (
    rf"(?:(?=[A-Z|]?[0-9]){DIGIT}{{1,2}}(?:[OR]{{1,2}}|ST|ND|RD|TH)?|"
    rf"(?:{SPELLED})(?:{SPACE}Y{SPACE}UNO)?)"
)
THOUSANDS = (
    rf"(?:MIL{SPACE}NOVECIENTOS|DOS{SPACE}MIL)(?:{SPACE}(?:{SPELLED})(?:{SPACE}Y{SPACE}(?:{SPELLED}))?)?|"
    rf"(?:{SPELLED}){SPACE}Y{SPACE}(?:{SPELLED})|(?:{TENS})"
)
YEAR = rf"(?:{DIGIT}{GAP}{DIGIT}(?:{GAP}{DIGIT}{GAP}{DIGIT})?|{THOUSANDS})"
OF = rf"{GAP}(?:(?:DEL?|/|-|,|\.){GAP}){{0,2}}(?:ANO{SPACE})?"
SIGN = rf"{GAP}[/.\-]{GAP}"
TWO = f"{DIGIT}[ \n]?{DIGIT}|{DIGIT}"
DATE = (
    rf"(?:{START}(?P<y>{DIGIT}(?:[ \n]?{DIGIT}){{3}}){SIGN}(?P<m>{TWO}){SIGN}(?P<d>{TWO}){END}|"
    rf"{START}(?P<d2>{TWO}){SIGN}(?P<m2>{TWO}|[IVX]{{1,4}}){SIGN}(?P<y2>{YEAR}){END}|"
    rf"{START}(?P<d3>{DAY}){OF}(?P<m3>{MONTH}){END}(?:{OF}(?P<y3>{YEAR}){END})?|"
    rf"{START}(?P<m4>{MONTH}){SPACE}(?P<d4>{DAY}){END}(?:{OF}(?P<y4>{YEAR}){END})?)"
)
BIRTH = (
    r"\b(?:NACI(?:O|DOS?|DAS?|MOS|ERON|MIENTO)?|NAC\.|CUMPLEANOS|CUMPLO|CUMPLE|CUMPLI(?:O|MOS)?|BORN|"
    r"BIRTH(?:DAY|DATE)?|D\.?O\.?B)(?![A-Z])"
)
# Up to the date: no question, no exclamation, no end of a sentence.
TALK = r"(?:[^.?!\ue000]|\.(?![ \n]*[A-Z])){0,70}?"
AFTER = re.compile(rf"(?P<birth>{BIRTH}){TALK}(?P<date>{DATE})")
BEFORE = re.compile(rf"(?P<date>{DATE})(?=(?:[^.?!\ue000]|\.(?![ \n]*[A-Z])){{0,30}}?{BIRTH})")
# What is founded is also said to be born.
FOUNDED = re.compile(
    r"SINDICATO|\bLEY\b|REFORMA|PROYECTO|ORGANIZACION|PROGRAMA|CENTRO|TRATADO|INSTITUT|COOPERATIVA|"
    r"EMPRESA|TRIBUNAL|COMITE|COALICION|MOVIMIENTO|\bUNION\b|ASOCIACION|CONTRATO|INICIATIVA|ACUERDO"
)
NEAR = 40
SENTENCE_END = re.compile(r"[.?!]")
LATEST = "25"  # two digits of a year below are of this century


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as a date of birth."""
    text = view.text
    for pattern in (AFTER, BEFORE):
        for match in overlapping(pattern, text):
            birth = match.start("birth") if pattern is AFTER else match.end()
            if not FOUNDED.search(SENTENCE_END.split(text[max(0, birth - NEAR) : birth])[-1]):
                value = _value(match)
                if value:
                    strength = NAMED if pattern is AFTER else SHAPED
                    yield Candidate(*match.span("date"), "birth_date", value, strength)


def _value(match: re.Match[str]) -> str:
    """The date as 1984-05-03 or --05-03, words as they stand; empty where it is none."""
    groups = match.groupdict()
    day, month, year = (
        next((groups[name + n] for n in ("", "2", "3", "4") if groups.get(name + n)), "")
        for name in "dmy"
    )
    place = _month(month)
    number = int(digits(day) or 0) if _is_number(day) else sum(WORTH.get(w, 0) for w in day.split())
    if not place or not 1 <= number <= 31:
        return ""
    return f"{_year(year)}-{place:02d}-{number:02d}"


def _is_number(written: str) -> bool:
    return n_real(written) > 0 or written.translate(TO_DIGIT).isdigit()


def _month(written: str) -> int:
    if written in NUMBER:
        return NUMBER[written]
    if re.fullmatch(TWO, written):
        number = int(digits(written))
        return number if 1 <= number <= 12 else 0
    return next((NUMBER[name] for name in WORDED if re.fullmatch(_slipped(name), written)), 0)


def _year(written: str) -> str:
    """Four digits; "-" where no year was said."""
    if not written:
        return "-"
    if _is_number(written):
        number = digits(written)
    else:
        spelled = re.sub(r"DOS[ \n]+MIL", "DOSMIL", written).split()
        number = str(sum(WORTH.get(word, 0) for word in spelled))
    return number if len(number) == 4 else ("20" if number < LATEST else "19") + number.zfill(2)
