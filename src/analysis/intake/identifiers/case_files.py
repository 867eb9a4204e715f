"""Numbers of case files at labor courts and conciliation centers.

A case is numbered within its year and court: ``123/2023``, ``45/2022-II``, ``CI/2023/001234``,
``J1-123-2022``. Laws, standards and treaties are numbered alike and are left alone.
"""

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
    is_year,
    n_real,
    overlapping,
)
from analysis.intake.identifiers.codes import SHORT_WORDS
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.others import DATES
from analysis.intake.identifiers.spelled import PHRASE, SPACE, value
from analysis.intake.identifiers.words import words

BREAK = "[ \n]{0,2}"
YEAR = f"(?:[1IL|]{BREAK}9|[2Z]{BREAK}[0OQD]){BREAK}{DIGIT}{BREAK}{DIGIT}"
SIGN = "[A-Z0-9Ñ]"
# A line may end inside a number, and the line end have become a space.
PART = (
    rf"{SIGN}{{1,10}}"
    rf"(?:(?<=[0-9])[ \n][0-9]{{1,9}}(?![A-ZÑ0-9]|[ \n][0-9])|(?<=[IVX])[ \n][IVX]{{1,3}}{END})?"
)
JOINT = "(?:[/\\-][ \n]?|[ \n][/\\-][ \n]?)"
NUMBER = rf"(?:(?<![0-9][ \n.\-])(?P<first>[0-9]{{1,5}})[ \n])?{DIGIT}{{1,6}}"
ROMAN = r"[IVX1L]{1,5}(?:[ \n][IVX]{1,3})?"
# 123/2023, 45/2022-II
NUMBERED = re.compile(
    rf"{START}(?<![A-ZÑ0-9][/\-])(?P<number>{NUMBER}){BREAK}(?P<sign>[/\-]){BREAK}(?P<year>{YEAR})"
    rf"(?:{BREAK}[/\-]{BREAK}(?:{ROMAN}|[A-Z]{{1,2}}|[0-9]{{1,3}})){{0,3}}{END}"
)
# 775/23
SHORT = re.compile(
    rf"{START}(?<![A-ZÑ0-9][/\-])(?P<number>{NUMBER})(?:[ \n]?/|/[ \n])"
    rf"(?P<year>[1IL|]{BREAK}[5-9SGB]|[2Z]{BREAK}{DIGIT})(?:-[IVX]{{1,4}})?{END}(?!/)"
)
# One that is called by its number.
CALLED = re.compile(r"(?:\b(?:EL|AL|DEL|COMO)|:)[ \n]$")
# mil ciento diecisiete diagonal dos mil veinte, 385 del 2021, 385 of 2021
SPOKEN = re.compile(
    rf"{START}(?P<number>{PHRASE}|{DIGIT}{{1,6}}){SPACE}"
    rf"(?P<sign>DIAGONAL|BARRA|SLASH|DEL|OF)(?:{SPACE}ANO)?"
    rf"{SPACE}(?P<year>(?:DOS{SPACE}MIL|MIL{SPACE}NOVECIENTOS){SPACE}{PHRASE}|{YEAR}){END}"
)
# Several are counted, one is called by its number.
COUNTED = re.compile(r"\b(?:LOS|LAS|UNOS|UNAS|CASI|SON|FUERON|THE|ABOUT|SOME|ARE|WERE)[ \n]$")
MOST_DAYS, MOST_MONTHS = 31, 12
WHOLE = 100  # percent
LONGEST_PERIOD = 10  # years of a plan
# CI/2023/001234, J1-123-2022
LETTERED = re.compile(rf"{START}[A-ZÑ](?:[ \n]?{SIGN})?{SIGN}{{0,8}}(?:{JOINT}{PART}){{2,6}}{END}")
NAME = (
    r"(?:EXPEDIENTES?|EXPTE|EXP|JUICIOS?|AMPAROS?|TOCA|CAUSA|CARPETA|ASUNTO|CASO|DEMANDA|FOLIO|"
    r"SOLICITUD|CUADERNO|QUEJA|PROCEDIMIENTO|EMPLAZAMIENTO|NUC|NUE|CONSTANCIA|ACTA|AUDIENCIA|"
    r"SENTENCIA|LAUDO|RADICAD[OA]|DOCKET|CASE|FILE)"
)
MARK = r"(?:NUMERO|NUM\.?|NRO\.?|NO\.?|NUMBER|N\.|#)"
FILLER = (
    r"(?:[ \n]{1,3}(?:LABORAL|ORDINARIO|ESPECIAL|INDIVIDUAL|DIRECTO|INDIRECTO|PENAL|UNICO|DE|"
    r"INVESTIGACION|CONCILIACION|IDENTIFICACION|ES|EL|LA|ERA|FUE|CON|BAJO|TIENE|MI|SU|ESTA|QUEDO|"
    r"IS|WAS|THE)\b){0,5}"
)
CODE = (
    rf"[A-ZÑ]{{0,6}}{DIGIT}{{1,8}}(?:\n{DIGIT}{{1,7}}|(?<=[0-9])[ ][0-9]{{1,7}}(?=/))?"
    rf"(?:{JOINT}{PART}){{0,6}}"
)
NAMED_CODE = re.compile(
    rf"{START}{NAME}\b\.?{FILLER}(?P<mark>[ \n]{{0,3}}{MARK})?{FILLER}"
    rf"[ :\n]{{1,4}}(?P<code>{CODE}){END}"
)
BEFORE = re.compile(rf"{START}(?:{NAME}|CONCILIACION|TRIBUNAL|JUZGADO)\b")
NUMBERED_BEFORE = re.compile(rf"{START}(?:{MARK}|{NAME}{FILLER})[ \n:]{{1,3}}$")
NEAR = 40
# What numbers a rule, not a case.
RULE = re.compile(
    r"(?:\bLEY|\bLAW|\bACT|CONVENTION|ACUERDO|DECRETO|JURISPRUDENCIA|TESIS|NORMA|"
    r"REGLAMENTO|RECOMENDACION|CIRCULAR|"
    r"ARTICULO|FRACCION|RESOLUCION|CICLO|PERIODO|TEMPORADA|EJERCICIO|BIENIO|\bJ\.)[ \n]{0,3}"
    r"(?:GENERAL[ \n]{0,3})?(?:NUMERO|NUM\.?|NO\.?)?[ \n:]{0,3}$"
)
RULES = words("rules")


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as the number of a case file."""
    text = view.text
    dates = {match.span() for match in DATES.finditer(text)}
    starts = {start for start, _ in dates}
    for match in overlapping(NUMBERED, text):
        if match.start() not in starts and _is_case(match, text):
            yield _candidate(match, 0, SHAPED)
    for match in overlapping(SHORT, text):
        if _is_short(match, text):
            yield _candidate(match, 0, SHAPED)
    for match in overlapping(SPOKEN, text):
        if _is_spoken(match, text):
            number = f"{_worth(match['number'])}/{_worth(match['year'])}"
            yield Candidate(*match.span(), "case_file", number, NAMED)
    for match in overlapping(LETTERED, text):
        if _has_year_and_number(match.group()):
            yield _candidate(match, 0, SHAPED)
    for match in overlapping(NAMED_CODE, text):
        code, mark = match["code"], match["mark"]
        if match.start("code") not in starts and _is_code(code, bool(mark)):
            yield _candidate(match, "code", NAMED)


def _candidate(match: re.Match[str], group: int | str, strength: int) -> Candidate:
    written = re.sub(r"[ \n]", "", match[group])
    parts = [_meant(part) for part in re.split(r"[/\-]", written)]
    return Candidate(*match.span(group), "case_file", "/".join(parts), strength)


def _meant(part: str) -> str:
    """A part with more digits than slips is a number."""
    return part.translate(TO_DIGIT) if 2 * n_real(part) >= len(part) else part


def _is_case(match: re.Match[str], text: str) -> bool:
    number, year = match["number"], re.sub(r"[ \n]", "", match["year"])
    before = text[max(0, match.start() - NEAR) : match.start()]
    is_read = n_real(number) > 0 and n_real(year) >= 2
    if not is_read or RULE.search(before) or is_year(match["first"] or ""):
        return False
    # No month and no period goes on, as 45/2022-II does.
    if BEFORE.search(before) or (match["sign"] == "/" and match.end() > match.end("year")):
        return True
    meant = digits(number)
    is_month = len(meant) <= 2 and 1 <= int(meant) <= MOST_MONTHS
    return match["sign"] == "/" and not is_month and not _is_period(meant, digits(year))


def _is_short(match: re.Match[str], text: str) -> bool:
    """With fewer than three digits it may be a day, a share or a part, if no word is near."""
    number = digits(match["number"])
    before = text[max(0, match.start() - NEAR) : match.start()]
    is_read = 2 * n_real(match.group()) > len(number) + 2
    if not is_read or RULE.search(before) or is_year(match["first"] or ""):
        return False
    if len(number) > 2 or BEFORE.search(before):
        return True
    is_share = int(number) + int(digits(match["year"])) == WHOLE
    return bool(CALLED.search(before)) and int(number) > MOST_MONTHS and not is_share


def _worth(written: str) -> int:
    return int(digits(written)) if n_real(written) else value(written)


def _is_spoken(match: re.Match[str], text: str) -> bool:
    if match["sign"] not in ("DEL", "OF"):
        return True
    before = text[max(0, match.start() - NEAR) : match.start()]
    if COUNTED.search(before) or RULE.search(before):
        return False
    number = _worth(match["number"])
    is_called = number > MOST_MONTHS and CALLED.search(before)
    return number > MOST_DAYS or bool(is_called or NUMBERED_BEFORE.search(before))


def _is_period(first: str, last: str) -> bool:
    """Two years, as of a school year or a plan."""
    return is_year(first) and 0 <= int(last) - int(first) <= LONGEST_PERIOD


def _has_year_and_number(written: str) -> bool:
    if written[1].isspace() and written[0] in SHORT_WORDS:
        return False
    parts = re.split(r"[/\-]", re.sub(r"[ \n]", "", written))
    if parts[0] in RULES or RULES.intersection(parts[1:]):
        return False
    meant = [_meant(part) for part in parts]
    numbers = [part for part in meant if part.isdigit()]
    years = [part for part in numbers if is_year(part)]
    return bool(years) and len(numbers) > 1 and not meant[0].isdigit()


def _is_code(code: str, is_marked: bool) -> bool:
    """Whether what follows the word for a case is its number, and not a count or a year."""
    n = n_real(code)
    if re.search(r"[/\-]", code):
        return n >= 2
    return (is_marked and n >= 3) or (n >= 5 and 2 * n >= len(code))
