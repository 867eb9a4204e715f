"""Addresses: from the word for a street to the last number, and postal codes by themselves."""

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
    n_real,
    overlapping,
)
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.words import words

SPACE = "[ \n]{1,3}"
STREET = (
    r"(?:CALLES?|C/|AVENIDA|AVDA\.?|AVE?\.|AV|BOULEVARD|BLVD\.?|CALZADA|CALZ\.?|PRIVADA|PRIV\.?|"
    r"PRIVD\.?|ANDADOR|CERRADA|CDA\.?|CIRCUITO|CTO\.?|PROLONGACION|PROL\.?|CALLEJON|RETORNO|"
    r"CARRETERA|CARR\.?|PASEO|CAMINO|EJE|STREET|AVENUE)"
)
# These words are also used of other things: their number must be called a number.
SETTLEMENT = (
    r"(?:COLONIA|COL\.?|FRACCIONAMIENTO|FRACC\.?|BARRIO|UNIDAD HABITACIONAL|EJIDO|DOMICILIO|CASA|"
    r"EDIFICIO|EDIF\.?|LOCAL|BODEGA|DEPARTAMENTO|DEPTO\.?|DPTO\.?|VIVO|VIVE|VIVIMOS|MANZANA|MZA?\.?)"
)
MARK = r"(?:NUMERO(?: EXTERIOR)?|NUM\.?|NRO\.?|NO\.?|N\.|#|NUMBER)"
# One of its signs is a digit as it stands: "de" is no number.
NUMBER = rf"(?=[A-Z|]{{0,4}}[0-9]){DIGIT}{{1,5}}(?:[ \-]?[A-H])?(?:[ ]BIS)?(?!:)"
INSIDE = rf"(?:{NUMBER}|{DIGIT}{{1,2}}|[A-H])"
# A dot ends an abbreviation; after a longer word it ends the sentence.
WORD = r"(?:[A-ZÑ]{1,3}\.(?!\n)|[A-ZÑ0-9'\-]{1,20})"
NAME = rf"(?:{SPACE}{WORD}){{1,6}}?"
COMMA = "[ \n]{0,2}[,;]?[ \n]{1,3}"
INNER = (
    r"(?:INTERIOR|INT\.?|DEPARTAMENTO|DEPTO\.?|DPTO\.?|LOTE|LT\.?|MANZANA|MZA?\.?|PISO|LOCAL|"
    rf"EDIFICIO|EDIF\.?|{MARK})"
)
POSTAL = (
    r"(?:C\.?[ ]?P\.?|CODIGO POSTAL|ZIP)[ \n:#.]{0,4}(?:DE[ ]|ES[ ]|EL[ ])?"
    rf"{DIGIT}(?:[ \n]?{DIGIT}){{4}}{END}"
)
TAIL = (
    rf"(?:{COMMA}{INNER}[ \n.:]{{0,3}}{INSIDE}{END}|"
    rf"{COMMA}(?:EN{SPACE}LA{SPACE}|DE{SPACE}LA{SPACE})?(?:COLONIA|COL\.?|FRACCIONAMIENTO|FRACC\.?|BARRIO)"
    rf"(?:{SPACE}[A-ZÑ0-9.\-]{{1,20}}){{1,4}}?"
    rf"(?={COMMA}(?:{POSTAL}|{MARK}[ \n.:]{{0,3}}{NUMBER}{END}))|"
    rf"{COMMA}{POSTAL}){{0,4}}"
)
MARKED = re.compile(
    rf"{START}(?P<kind>{STREET}|{SETTLEMENT}){END}(?P<name>(?:{SPACE}{WORD}){{0,7}}?),?"
    rf"[ \n]{{0,3}}(?<![A-Z]){MARK}[ \n.:]{{0,3}}(?P<number>{NUMBER}){END}{TAIL}"
)
BARE = re.compile(
    rf"{START}(?P<kind>{STREET}){END}(?P<name>{NAME}),?{SPACE}(?P<number>{NUMBER}){END}{TAIL}"
)
# No word for a street, but its number is called one: from where a name can begin.
UNNAMED = re.compile(
    rf"(?:(?<![A-ZÑ]EN[ \n])(?<=EN[ \n])|(?<=[ ]ES[ \n])|(?<=:[ \n])|(?<![\s\S]))"
    rf"(?P<name>[A-ZÑ]{{3,20}}(?:{SPACE}[A-ZÑ]{{2,20}}){{1,4}}?),?"
    rf"[ \n]{{1,3}}{MARK}[ \n.:]{{0,3}}(?P<number>{NUMBER}){END}{TAIL}"
)
CODE = re.compile(rf"{START}{POSTAL}")
LOT = re.compile(
    rf"{START}(?:LA[ \n])?(?:MANZANA|MZA?\.?)[ \n]{{0,3}}(?:{NUMBER}|[A-Z]{{1,2}}),?[ \n]{{0,3}}"
    rf"(?:Y )?(?:LOTE|LT\.?)[ \n]{{0,3}}{NUMBER}{END}{TAIL}"
)
# A name of a street has none of these: they begin a sentence about it.
TALK, JOINING, NUMBERED = words("talk"), words("joining"), words("numbered")
# After a number without its mark: the end of the address, or how one goes on.
GOES_ON = re.compile(
    r"[ \n]{0,3}(?:[,.;:)\n]|$|\ue000|"
    r"(?:COL|COLONIA|INT|INTERIOR|DEPTO|C\.?P|FRACC|BARRIO|ENTRE|ESQ|"
    r"ESQUINA|EN|Y|DE LA COL|ALLA|AHI|AQUI|CASI|FRENTE|JUNTO|CERCA|PISO|LOCAL|BIS)\b)"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as a numbered address or a postal code."""
    text = view.text
    for match in overlapping(MARKED, text):
        if not TALK.intersection(match["name"].split()):
            yield _candidate(match, NAMED)
    for match in overlapping(UNNAMED, text):
        if not (TALK | NUMBERED).intersection(match["name"].split()):
            yield _candidate(match, NAMED)
    for match in overlapping(BARE, text):
        if _is_bare(match, text):
            yield _candidate(match, SHAPED)
    for match in overlapping(CODE, text):
        if n_real(match.group()) >= 3:
            yield _candidate(match, SHAPED)
    for match in overlapping(LOT, text):
        yield _candidate(match, SHAPED)


def _is_bare(match: re.Match[str], text: str) -> bool:
    name = match["name"].split()
    if TALK.intersection(name) or name[-1] in JOINING:
        return False
    return bool(GOES_ON.match(text, match.end()))


def _candidate(match: re.Match[str], strength: int) -> Candidate:
    return Candidate(*match.span(), "address", canonical(match.group()), strength)


def canonical(written: str) -> str:
    """Its words and numbers, however they are separated."""
    words_in = re.findall(r"[A-ZÑ0-9]+", written)
    return " ".join(word.translate(TO_DIGIT) if n_real(word) else word for word in words_in)
