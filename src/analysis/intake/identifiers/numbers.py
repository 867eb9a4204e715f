"""Numbers of ten digits and more: telephone, NSS, CLABE.

Sources: telephones of ten digits with areas of two or three, country code 52 (Plan Técnico
Fundamental de Numeración, IFT, 2019), and the prefixes 01, 044 and 045 used before it; NSS, eleven
digits with a Luhn check (IMSS); CLABE, eighteen digits (Banco de México, ABM).
"""

import re
from collections.abc import Iterator, Sequence

import clabe
from stdnum import luhn

from analysis.intake.identifiers.candidate import (
    LIKELY,
    NAMED,
    SHAPED,
    TO_DIGIT,
    VALID,
    Candidate,
    is_year,
    n_real,
)
from analysis.intake.identifiers.folding import View
from analysis.intake.identifiers.others import spans_of_others

WORD = re.compile(r"[A-ZÑ0-9|]+")
SLIPS = re.compile(r"[0-9OQDILZSGB|]+")
BETWEEN = re.compile(r"[ \n\-.()_]{1,4}")
LONGEST = 20  # digits
LENGTHS = frozenset((9, 10, 11, 12, 13, 14, 15, 18))
NAMES = {
    "phone": re.compile(
        r"\bTEL|\bCEL|CELULAR|TELEFON|WHATS|\bWA\b|\bMARC[A-Z]{1,6}\b|LLAM|MOVIL|\bLADA\b|"
        r"PHONE|\bCALL\b|\bFAX\b"
    ),
    "nss": re.compile(r"\bN\.?S\.?S\b|SEGURO|SEGURIDAD SOCIAL|AFILIA|\bIMSS\b"),
    "clabe": re.compile(r"CLABE|CUENTA|INTERBANCARI|DEPOSIT|TRANSFER|\bBANC"),
}
NEAR = 60
# Groups of digits as each kind is usually written.
SHAPES = {
    "phone": {
        (10,), (2, 4, 4), (3, 3, 4), (3, 7), (2, 8), (2, 2, 2, 2, 2), (2, 4, 2, 2), (3, 3, 2, 2),
        (5, 5), (6, 4), (2, 3, 5), (2, 2, 2, 4), (3, 2, 2, 3), (1,) * 10,
    },
    "nss": {(11,), (2, 2, 2, 4, 1), (10, 1), (2, 2, 2, 5), (4, 2, 4, 1), (1,) * 11},
    "clabe": {(18,), (3, 3, 11, 1), (4, 4, 4, 4, 2), (6, 6, 6), (3, 3, 4, 4, 4), (1,) * 18},
}  # fmt: skip
PREFIX = re.compile(r"(?:0052|52)?1?|01|044|045")
EXTENSION = re.compile(r"[ ,;.\n]{0,3}(?:EXT(?:ENSION|\.)?|X)[ .:]{0,2}[0-9]{1,5}(?![A-ZÑ0-9])")
AMOUNT_AFTER = re.compile(r"[ \n]?(?:%|PESOS|DOLARES|MIL\b|MILLON|MXN|USD|POR CIENTO)")
# Part of a longer code, as of a case file.
JOINED = re.compile(r"[A-ZÑ0-9][/\-]$")
JOINED_ON = re.compile(r"[/\-][A-ZÑ0-9]")
AMOUNT_BEFORE = re.compile(r"\$[ \n]?$")

Group = tuple[int, int, str]  # start, end, digits


def candidates(view: View) -> Iterator[Candidate]:
    """Every span of the view that reads as a telephone, an NSS or a CLABE."""
    text = view.text
    for run in _runs(view):
        start, end = run[0][0], run[-1][1]
        before = text[max(0, start - 3) : start]
        if AMOUNT_BEFORE.search(before) or JOINED.search(before) or JOINED_ON.match(text, end):
            continue
        named = _name_before(text, start)
        for groups in _windows(run, bool(named)):
            yield from _judged(text, groups, len(groups) == len(run), named)


def _runs(view: View) -> Iterator[list[Group]]:
    """Groups of digits with nothing but separators between them."""
    text = view.text
    hidden = iter([*spans_of_others(text), (len(text), len(text))])
    start, end = next(hidden)
    run: list[Group] = []
    for word in WORD.finditer(text):
        while end <= word.start() and start < len(text):
            start, end = next(hidden)
        is_number = not start < word.end() and _is_number(
            view.cased[slice(*word.span())], bool(run)
        )
        if run and not (is_number and BETWEEN.fullmatch(text, run[-1][1], word.start())):
            yield from [run] if _n_digits(run) >= 7 else []
            run = []
            is_number = is_number and n_real(word.group()) > 0
        if is_number:
            run.append((*word.span(), word.group().translate(TO_DIGIT)))
    if _n_digits(run) >= 7:
        yield run


def _is_number(word: str, is_inside: bool) -> bool:
    """Digits, half of them slipped; after others more of them, all in a short word or in capitals.

    An l is a slip of the digit 1 and no small letter.
    """
    if not SLIPS.fullmatch(word.upper()):
        return False
    real = n_real(word)
    is_slipped = real > 0 or len(word) <= 2 or word.replace("l", "").isupper()
    return 2 * real >= len(word) or (is_inside and is_slipped)


def _n_digits(groups: Sequence[Group]) -> int:
    return sum(len(digits) for *_, digits in groups)


def _windows(run: list[Group], is_named: bool) -> Iterator[list[Group]]:
    """Each part of a run that has as many digits as some kind; all of it, if it was named."""
    if is_named and _n_digits(run) <= LONGEST and _n_digits(run) not in LENGTHS:
        yield run
    for first in range(len(run)):
        n, longest = 0, 0
        for last in range(first, min(len(run), first + LONGEST)):
            size = len(run[last][2])
            n, longest = n + size, max(longest, size)
            if n > LONGEST:
                break
            # In a list of single digits no part is told from another.
            is_whole = last + 1 - first == len(run)
            if n in LENGTHS and (longest > 1 or is_whole):
                yield run[first : last + 1]


def _judged(text: str, groups: list[Group], is_whole: bool, named: str) -> Iterator[Candidate]:
    start, end = groups[0][0], groups[-1][1]
    number = "".join(digits for *_, digits in groups)
    shape = tuple(len(digits) for *_, digits in groups)
    if n_real(text[start:end]) * 5 < len(number) * 3 or (
        AMOUNT_AFTER.match(text, end) and not named
    ):
        return
    for kind, strength, is_valid in _kinds(number, shape, is_whole, named, text, start):
        if kind == "phone":
            yield _phone(text, start, end, number, strength)
        else:
            yield Candidate(start, end, kind, number, strength, is_valid)


def _kinds(
    number: str, shape: tuple[int, ...], is_whole: bool, named: str, text: str, start: int
) -> Iterator[tuple[str, int, bool | None]]:
    n = len(number)
    if n == 18 or (named == "clabe" and is_whole and 16 <= n <= 20):
        # Not whether the bank is known: the list of banks grows.
        is_valid = n == 18 and clabe.compute_control_digit(number[:17]) == number[17]
        if is_valid or named == "clabe" or is_whole or shape in SHAPES["clabe"]:
            yield "clabe", _strength(is_valid, named == "clabe", is_whole), is_valid
    before = text[max(0, start - 2) : start]
    is_phone = _is_phone(number, shape, is_whole, named, before)
    if n == 11 or (named == "nss" and is_whole and n in (10, 12) and not is_phone):
        is_valid = n == 11 and luhn.is_valid(number)
        is_known = shape in SHAPES["nss"] or (is_valid and is_whole)
        if (is_known and named != "phone") or named == "nss":
            is_sure = is_valid and (is_whole or is_known)
            yield "nss", _strength(is_sure, named == "nss", is_known), is_valid
    if is_phone:
        yield "phone", _strength(False, named == "phone", shape in SHAPES["phone"] or n > 10), None


def _is_phone(number: str, shape: tuple[int, ...], is_whole: bool, named: str, before: str) -> bool:
    n = len(number)
    if named == "phone" and is_whole and 7 <= n <= 13:
        return True
    if re.search(r"\+ ?$", before):
        return 9 <= n <= 14
    if n == 10:
        if shape in SHAPES["phone"]:
            return number[0] in "23456789"
        is_year_first = is_year(number[:4]) and shape[0] == 4
        return is_whole and not is_year_first and max(shape) >= 4 and number[0] not in "01"
    if 12 <= n <= 15 and n - 10 in (2, 3, 5):
        return bool(PREFIX.fullmatch(number[:-10])) and number[-10] in "23456789"
    return False


def _strength(is_valid: bool, is_named: bool, is_shaped: bool) -> int:
    if is_valid:
        return VALID
    return NAMED if is_named else SHAPED if is_shaped else LIKELY


def _phone(text: str, start: int, end: int, number: str, strength: int) -> Candidate:
    """With its plus sign, opening bracket and extension; the last ten digits are its value."""
    opening = re.search(r"(?:\(?\+ ?\(?|\()$", text[max(0, start - 4) : start])
    if opening and (")" in text[start:end] or "+" in opening.group()):
        start -= len(opening.group())
    extension = EXTENSION.match(text, end)
    return Candidate(start, extension.end() if extension else end, "phone", number[-10:], strength)


def _name_before(text: str, start: int) -> str:
    """The kind that was called by its name last before a number; empty where none was."""
    before = text[max(0, start - NEAR) : start]
    last = {
        kind: max((match.end() for match in name.finditer(before)), default=-1)
        for kind, name in NAMES.items()
    }
    kind = max(last, key=last.get)
    return kind if last[kind] >= 0 else ""
