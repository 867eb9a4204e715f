"""Addresses without a word for a street, known by the capitals of its name and by a number.

``Encino Quieto 718``, ``el 383 de la calle Encino``, and what follows an address: its colony, its
town. Looks at the view with the capitals of the original.
"""

import re
from collections.abc import Iterator

from analysis.intake.identifiers import addresses
from analysis.intake.identifiers.addresses import (
    GOES_ON,
    INNER,
    MARK,
    NUMBERED,
    POSTAL,
    STREET,
    TALK,
)
from analysis.intake.identifiers.candidate import NAMED, SHAPED, Candidate, n_real, overlapping
from analysis.intake.identifiers.codes import SHORT_WORDS
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.spelled import PHRASE
from analysis.intake.identifiers.words import words

START, END = r"(?<![A-Za-zÑñ0-9])", r"(?![A-Za-zÑñ0-9])"
CAPITAL = r"[A-ZÑ][A-Za-zÑñ'\-]{1,20}"
JOINT = r"(?:[ \n](?i:de|del|la|las|los|el|y)){0,3}"
PROPER = rf"(?:(?i:las?|los|el)[ \n])?{CAPITAL}(?:{JOINT}[ \n]{CAPITAL}){{0,4}}"
NUMBER = (
    rf"(?:(?=[A-Zl|]{{0,4}}[0-9])|(?<=#))[0-9OQDILZSGB|l]{{1,5}}"
    rf"(?:[ \-]?[A-H](?![a-zñ]))?(?:[ ](?i:bis))?"
    rf"(?!:){END}"
)
NAME_FIRST = re.compile(
    rf"{START}(?P<name>{PROPER}),?[ \n]{{1,3}}(?P<mark>(?i:{MARK})[ \n]{{0,3}})?"
    rf"(?P<number>{NUMBER})"
)
NUMBER_FIRST = re.compile(
    rf"{START}(?:(?P<at>(?i:at))[ \n]|(?i:el)[ \n])(?P<number>{NUMBER}|(?i:{PHRASE}))"
    rf"(?P<of>[ \n](?i:de)(?:[ \n](?i:la))?(?P<street>[ \n](?i:{STREET}))?)?[ \n](?P<name>{PROPER})"
    rf"(?:[ \n](?P<road>(?i:street|avenue|road)))?{END}"
)
# In a note typed without any capital: from where a name can begin to the end of what is said.
SMALL_NAME = r"[A-ZÑ]{3,20}(?:[ \n](?:DE|DEL|LA|LAS|LOS))?(?:[ \n](?!NUM)[A-ZÑ]{3,20}){1,2}"
SMALL_END = r"(?=[ \n]*(?:[,.;:]|$))"
SMALL = re.compile(
    rf"(?:(?<=\b(?:EN|ES)[ \n])|(?<=\bA[ \n])|(?<=:[ \n])|(?<![\s\S]))"
    rf"(?:(?P<name>{SMALL_NAME}),?[ \n](?:{MARK}[ \n]{{0,3}})?(?P<number>{addresses.NUMBER})|"
    rf"EL[ \n](?P<first>{addresses.NUMBER}|{PHRASE})[ \n]DE(?:[ \n]LA)?(?P<street>[ \n]{STREET})?"
    rf"[ \n](?P<last>{SMALL_NAME}))"
    rf"(?:,?[ \n]{INNER}[ \n.:]{{0,3}}{addresses.INSIDE})?"
    rf"(?:,?[ \n](?:EN|COL\.?|COLONIA|FRACC\.?|FRACCIONAMIENTO|BARRIO)"
    rf"(?:[ \n][A-ZÑ]{{2,20}}){{1,6}})?"
    rf"(?:,?[ \n]{POSTAL})?{SMALL_END}"
)
FOLLOWING = re.compile(
    rf"(?:,[ \n]{{1,3}}(?i:{INNER})[ \n.:]{{0,3}}(?:{NUMBER}|[OILSZBl|]{{1,2}}{END}|[A-H]{END}))?"
    rf"(?:,?[ \n]{{1,3}}(?i:en|in|de|col\.?|colonia|fracc\.?|fraccionamiento|barrio)[ \n]{PROPER})?"
    rf"(?:,?[ \n]{{1,3}}(?i:{POSTAL}))?"
)
# Words in capitals that a name does not hold, and those that it may.
JOINING = words("joining")
OUTSIDE = (SHORT_WORDS | TALK | NUMBERED) - JOINING
MOST_DAYS = 31
YEARS = re.compile(r"(?:19|20)[0-9]{2}$")


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as a proper name with its number, and what follows it."""
    for match in overlapping(NAME_FIRST, view.cased):
        start = _name_start(match)
        if start is not None and _is_numbered(match, view.text):
            yield _candidate(view, start, match.end(), NAMED if match["mark"] else SHAPED)
    for match in overlapping(NUMBER_FIRST, view.cased):
        if _is_called(match):
            yield _candidate(view, match.start() + 3 * bool(match["at"]), match.end(), SHAPED)
    for match in overlapping(SMALL, view.text) if view.cased.islower() else ():
        if _is_small(match):
            value = addresses.canonical(match.group())
            yield Candidate(*match.span(), "address", value, SHAPED)
    for one in addresses.candidates(view):
        if FOLLOWING.match(view.cased, one.end).group():
            yield _candidate(view, one.start, one.end, one.strength)


def _name_start(match: re.Match[str]) -> int | None:
    """Where the name begins, after the last word that is none of it; None where none is left."""
    parts = list(re.finditer(r"[^ \n]+", match["name"]))
    if re.fullmatch(MARK, parts[-1].group().upper()):  # NÚMERO, in a text all in capitals
        parts = parts[:-1]
    outside = [n for n, part in enumerate(parts) if part.group().upper() in OUTSIDE]
    left = parts[outside[-1] + 1 :] if outside else parts
    proper = [part for part in left if part.group().upper() not in JOINING]
    if len(proper) < 2:
        return None
    return match.start("name") + left[0].start()


def _is_numbered(match: re.Match[str], text: str) -> bool:
    if match["mark"]:
        return True
    is_year = YEARS.match(match["number"])
    return not is_year and bool(GOES_ON.match(text, match.end("number")))


def _is_small(match: re.Match[str]) -> bool:
    name = (match["name"] or match["last"]).split()
    if name[0] in JOINING or OUTSIDE.intersection(name):
        return False
    if match["name"]:
        return not YEARS.match(match["number"])
    number = re.sub("[^0-9]", "", match["first"])
    return bool(match["street"]) or not number or int(number) > MOST_DAYS


def _is_called(match: re.Match[str]) -> bool:
    """A number before a name: of a street, after "at", or too large for a day."""
    name = match["name"].upper().split()
    if OUTSIDE.intersection(name) or not (match["at"] or match["of"]):
        return False
    if match["street"] or match["road"] or (match["at"] and len(name) > 1):
        return n_real(match["number"]) > 0 or not match["at"]
    number = re.sub("[^0-9]", "", match["number"])
    return not match["at"] and len(name) > 1 and (not number or int(number) > MOST_DAYS)


def _candidate(view: View, start: int, end: int, strength: int) -> Candidate:
    end = FOLLOWING.match(view.cased, end).end()
    value = addresses.canonical(view.text[start:end])
    return Candidate(start, end, "address", value, strength)
