"""E-mail addresses, also as they are dictated ("arroba", "punto") and as OCR leaves them."""

import re
from collections.abc import Iterator

from analysis.intake.identifiers.candidate import END, SHAPED, Candidate, overlapping
from analysis.intake.identifiers.codes import SHORT_WORDS
from analysis.intake.identifiers.words import words

WORD = "[A-Z0-9Ñ]{1,40}"
SPOKEN = r"[ \n]{1,3}(?:PUNTO|DOT|GUION BAJO|GUION|UNDERSCORE)[ \n]{1,3}"
# Spaces stand on both sides of a dot or on none: "correo. ana@" begins a sentence.
JOINT = rf"(?:[._%+\-]{{1,3}}\n?|[ \n][._][ \n]|{SPOKEN})"
AT = (
    r"(?:[ \n]{0,3}(?:@|\(AT\)|\[AT\]|\(A\)|©|®|\(ARROBA\)|\[ARROBA\])[ \n]{0,3}|"
    r"[ \n]{1,3}(?:ARROBA|AT)[ \n]{1,3})"
)
DOT = r"(?:[ \n]{0,3}[.,][ \n]{0,3}|[ \n]{1,3}(?:PUNTO|DOT)[ \n]{1,3}|[ \n]{1,2})"
LAST = "(?:C[O0]M|MX|[O0]RG|NET|EDU|G[O0]B|G[O0]V|INF[O0]|BIZ|US|ES|LAT|EU|CA|ME|I[O0])"
DOMAIN = (
    rf"[A-Z0-9Ñ\-]{{1,40}}(?:\.[A-Z0-9Ñ\-]{{1,40}}){{0,4}}"
    rf"(?:{DOT}[A-Z0-9Ñ\-]{{1,40}}(?={DOT}{LAST}{END}))?(?:{DOT}{LAST}{END}){{0,2}}"
)
EMAIL = re.compile(rf"(?<![A-ZÑ0-9._%+\-]){WORD}(?:{JOINT}{WORD}){{0,5}}{AT}(?P<domain>{DOMAIN})")
IS_DOMAIN = re.compile(rf"(?:\.[A-Z]{{2,}}|[ .,\n](?:PUNTO )?{LAST})$")
# In this order: the dots between words before the dots that were left out.
SAID = (
    (r"[ \n]+(?:PUNTO|DOT)[ \n]+|[ \n]*[.,][ \n]*", "."),
    (r"[ \n]+(?:GUION BAJO|UNDERSCORE)[ \n]+", "_"),
    (r"[ \n]+GUION[ \n]+", "-"),
    (AT, "@"),
    (rf"[ \n]+(?={LAST}{END})", "."),
    (r"[ \n]", ""),
    (r"(?<=\.)C0M$", "COM"),
)


# A line that ends in the middle of a word leaves neither space nor mark.
BROKEN = re.compile(r"(?<![A-ZÑ0-9._%+\-@])(?P<part>[A-ZÑ0-9._%+\-]{1,40})\n$")
LONGEST_WORD = 42
BEFORE_EMAILS = words("before_emails")


def candidates(text: str) -> Iterator[Candidate]:
    """Every span of the view that reads as an e-mail address."""
    for match in overlapping(EMAIL, text):
        if IS_DOMAIN.search(match["domain"]):
            start = _true_start(match, text)
            value = _value(text[start : match.end()])
            yield Candidate(start, match.end(), "email", value, SHAPED)


def _true_start(match: re.Match[str], text: str) -> int:
    """Where it begins, if a line ended inside its first word."""
    broken = BROKEN.search(text[max(0, match.start() - LONGEST_WORD) : match.start()])
    if broken is None or broken["part"] in SHORT_WORDS | BEFORE_EMAILS:
        return match.start()
    return match.start() - len(broken.group())


def _value(value: str) -> str:
    """As it is typed: what was dictated put into signs, what was read wrongly undone."""
    for pattern, sign in SAID:
        value = re.sub(pattern, sign, value)
    return value.lower()
