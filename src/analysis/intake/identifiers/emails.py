"""E-mail addresses, also as they are dictated ("arroba", "punto") and as OCR leaves them."""

import re
from collections.abc import Iterator

from analysis.intake.identifiers.candidate import END, SHAPED, Candidate, overlapping
from analysis.intake.identifiers.codes import SHORT_WORDS
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

WORD = "[A-Z0-9Ñ]{1,40}"
SPOKEN = r"[ \n]{1,3}(?:PUNTO|DOT|GUION BAJO|GUION|UNDERSCORE)[ \n]{1,3}"
# No space stands after a dot alone: "correo. ana@" begins a sentence.
JOINT = rf"(?:\n?[._%+\-]{{1,3}}\n?|[ \n][._][ \n]?|{SPOKEN})"
AT = (
    r"(?:[ \n]{0,3}(?:@|\(AT\)|\[AT\]|\(A\)|©|®|\(ARROBA\)|\[ARROBA\])[ \n]{0,3}|"
    r"[ \n]{1,3}(?:ARROBA|AT)[ \n]{1,3})"
)
DOT = r"(?:[ \n]{0,3}[.,][ \n]{0,3}|[ \n]{1,3}(?:PUNTO|DOT)[ \n]{1,3}|[ \n]{1,2})"
# A line may end inside the last word, too, and the line end have become a space.
LAST = (
    "(?:"
    + "|".join(
        "[ \n]?".join(word).replace("O", "[O0]")
        for word in (
            "COM",
            "MX",
            "ORG",
            "NET",
            "EDU",
            "GOB",
            "GOV",
            "INFO",
            "BIZ",
            "US",
            "ES",
            "LAT",
        )
    )
    + "|C[O0]RN)"
)
LABEL = r"[A-Z0-9Ñ\-]{1,40}"
# Up to a last word that is known, however it is joined; or any that is typed without a gap.
DOMAIN = (
    rf"(?:{LABEL}(?:\.{LABEL}){{0,4}}?(?:{DOT}{LABEL}(?={DOT}{LAST}{END}))?{DOT}{LAST}{END}"
    rf"(?:(?:\.|[ \n]{{1,3}}(?:PUNTO|DOT)[ \n]{{1,3}}){LAST}{END})?|{LABEL}(?:\.{LABEL}){{1,4}})"
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
    (r"(?<=\.)C[O0](?:M|RN)$", "COM"),
)


# What stands before a line end, or before a space that was one, may be the beginning.
BROKEN = re.compile(r"(?<![A-ZÑ0-9._%+\-@])(?P<part>[A-ZÑ0-9._%+\-]{1,40})(?P<gap>[ \n])$")
# No word that people write has a mark within; what is said before an address ends where it begins.
MARKED = re.compile(r"[A-ZÑ0-9][._+][A-ZÑ0-9]")
SAID_BEFORE = re.compile(r"(?:\b(?:ES|A|AL|IS|TO)|:)[ \n]$")
LONGEST_WORD = 48
BEFORE_EMAILS = words("before_emails")


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as an e-mail address."""
    text = view.text
    for match in overlapping(EMAIL, text):
        if IS_DOMAIN.search(match["domain"]):
            start = _true_start(match, text)
            value = _value(text[start : match.end()])
            yield Candidate(start, match.end(), "email", value, SHAPED)


def _true_start(match: re.Match[str], text: str) -> int:
    """Where it begins, if a line ended inside its first word."""
    before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
    broken = BROKEN.search(before)
    if broken is None or broken["part"] in SHORT_WORDS | BEFORE_EMAILS:
        return match.start()
    is_part = (
        broken["gap"] == "\n"
        or MARKED.search(broken["part"])
        or SAID_BEFORE.search(before, 0, broken.start())
    )
    return match.start() - len(broken.group()) if is_part else match.start()


def _value(value: str) -> str:
    """As it is typed: what was dictated put into signs, what was read wrongly undone."""
    for pattern, sign in SAID:
        value = re.sub(pattern, sign, value)
    return value.lower()
