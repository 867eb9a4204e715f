"""How transcribers write who speaks and when: speaker labels and time stamps.

A label stands in capitals at the beginning of a line, with a colon: ``INT:``, ``P07:``. A time
stamp is ``00:03:40``, ``[00:03:40]``, ``#00:03:40-5#``, with or without hours, tenths or
thousandths; it stands before the label, within it, or at either end of what is said.
"""

import re
from collections import Counter
from collections.abc import Iterable

from analysis.intake.normalizing import normalized

_PART = r"(?:[.,-]\d{1,3})?"
_CLOCK = rf"(?:\d{{1,3}}:)?\d{{1,3}}:\d\d{_PART}"
# Without a mark around it, only a time with hours is no time of day that somebody speaks of.
_WITH_HOURS = rf"\d{{1,3}}:\d\d:\d\d{_PART}"
STAMP = (
    rf"(?:\[ ?{_CLOCK} ?\]|# ?{_CLOCK} ?#|\( ?{_WITH_HOURS} ?\)|(?<![\d:]){_WITH_HOURS}(?![\d:]))"
)
# More than a name and a function is no label.
LONGEST = 40
_SPEAKER = rf"[^\W\d_][\w .\-/&+?]{{0,{LONGEST - 1}}}?"
_LABEL = re.compile(
    rf"^[ \t]*(?:(?P<before>{STAMP}|{_CLOCK})\s+)?"
    rf"(?P<speaker>{_SPEAKER})[ \t]*(?:(?P<within>{STAMP}|{_WITH_HOURS})[ \t]*)?:(?=\s|$)",
    re.MULTILINE,
)
# A letter or a few, and a number: who would be written as a word is none of these.
_CODE = re.compile(r"[^\W\d_]{1,4}[ .\-]?\d{1,2}")
_OPENING = re.compile(rf"\s*(?:({STAMP})\s*)?")
_CLOSING = re.compile(rf"(?<!\s)\s*(?:({STAMP})|(?<=\n)[ \t]*({_CLOCK}))?\Z")
_NO_LABEL = re.compile(r"[^\w .\-/&+?]+")


def labels(text: str, known: Iterable[str]) -> list[re.Match]:
    """The labels of a text, in order; ``speaker`` and the stamps ``before`` and ``within`` named.

    A word in capitals that begins one line only (``NOTA:``) is no label, unless it is ``known``,
    is a letter or a few with a number (``P7``), or has a time stamp.
    """
    found = [match for match in _LABEL.finditer(text) if _is_capital(match["speaker"])]
    times = Counter(match["speaker"] for match in found)
    return [
        match
        for match in found
        if times[match["speaker"]] > 1
        or match["before"]
        or match["within"]
        or _CODE.fullmatch(match["speaker"])
        or is_known(match["speaker"], known)
    ]


def _is_capital(speaker: str) -> bool:
    return speaker == speaker.upper()


def is_known(speaker: str, known: Iterable[str]) -> bool:
    """Whether a label is one of ``known``, or such a one with a number: ``INT 2``."""
    name = re.sub(r"[ .\-]*\d*\.?$", "", speaker.upper())
    return bool({speaker.upper(), name} & {label.upper() for label in known})


def opening(said: str) -> tuple[int, str]:
    """Where the words begin in the stretch after a label, and the stamp before them, if any."""
    match = _OPENING.match(said)
    return match.end(), match[1] or ""


def closing(said: str) -> tuple[int, str]:
    """Where the words end in such a stretch, and the stamp after them, if any."""
    match = _CLOSING.search(said.rstrip())
    return match.start(), match[1] or match[2] or ""


def seconds(stamp: str) -> float | None:
    """A stamp's time from the beginning of the recording; none if no clock shows it."""
    clock, fraction = re.fullmatch(r"\W*([\d:]+)(?:[.,-](\d+))?\W*", stamp).groups()
    last, *larger = [int(part) for part in reversed(clock.split(":"))]
    minutes, hours = [*larger, 0][:2]
    if last >= 60 or (len(larger) == 2 and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + last + float(f"0.{fraction or 0}")


def label(name: str) -> str:
    """A speaker's name, from a heading or a column, written as a label; blank if it can be none."""
    words = _NO_LABEL.sub(" ", normalized(name).text.strip().rstrip(":"))
    label = " ".join(words.upper().split())
    return label if re.fullmatch(_SPEAKER, label) else ""


def labelled(name: str, words: str) -> str:
    """The line of a speaker whose name stands apart from the words, at times with a stamp."""
    stamp = re.search(STAMP, name) or re.fullmatch(rf"\s*{_CLOCK}\s*", name)
    if stamp:
        name = f"{name[: stamp.start()]} {name[stamp.end() :]}"
    speaker = label(name)
    if not speaker and name.strip():
        return f"{name.strip()}\n{words}".rstrip()
    parts = (f"[{bare(stamp[0])}]" if stamp else "", f"{speaker}:" if speaker else "", words)
    return " ".join(part for part in parts if part)


def bare(stamp: str) -> str:
    """A stamp's clock, without what stands around it."""
    return stamp.strip("[]()# \t")
