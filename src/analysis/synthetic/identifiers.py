"""Identifiers planted where people talk: clean and damaged, with their truth.

Made from the rules of the documents they stand for, and apart from whatever looks for them. No
telephone can be dialed: no subscriber's number begins with 0.
"""

import string
import unicodedata
from dataclasses import dataclass

import pandas as pd

from analysis.study import Study
from analysis.synthetic.grammar import tidied
from analysis.synthetic.streams import Generator, phrases, pick

# How many a transcript holds on average, and how often a note or a comment holds one.
MEAN, IN_NOTE = 2.0, 0.06
# How often each kind is spoken, relative to the others.
KINDS = {
    "person": 6.0, "firm": 3.0, "union": 2.0, "small_place": 3.0, "description": 2.0, "phone": 1.5,
    "email": 1.0, "case_file": 1.5, "curp": 0.7, "rfc": 0.7, "nss": 0.7, "clabe": 0.5, "plate": 0.7,
}  # fmt: skip
DAMAGES = {"none": 0.62, "ocr": 0.1, "nfd": 0.1, "line_break": 0.1, "capitals": 0.08}
_MISREAD = str.maketrans({"0": "O", "1": "l", "5": "S", "8": "B", "O": "0", "S": "5", "m": "rn"})
_CURP_ORDER = string.digits + "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_RFC_ORDER = string.digits + "ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
PLANTED = ["source_id", "start", "end", "kind", "damage", "value"]


@dataclass(frozen=True)
class Planted:
    """An identifier in a text: where it stands, its kind and how it was damaged."""

    start: int
    end: int
    kind: str
    damage: str


@dataclass(frozen=True)
class Person:
    """An invented person, as documents know them."""

    given: str
    first: str
    second: str
    is_woman: bool
    born: pd.Timestamp

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given} {self.first} {self.second}"


def sentence(
    study: Study, rng: Generator, language: str = "sentences", group: str = ""
) -> tuple[str, Planted]:
    """A sentence with an identifier of a kind that the group would say, and where it stands."""
    words = phrases("identifiers")
    frames, only = words[language], words["only"]
    kinds = [kind for kind in KINDS if kind in frames and group in only.get(kind, [group])]
    kind = pick(rng, kinds, [KINDS[kind] for kind in kinds])
    value, damage = damaged(made(kind, study, rng), rng)
    before, after = tidied(pick(rng, frames[kind]).replace("{value}", _MARK)).split(_MARK)
    return before + value + after, Planted(len(before), len(before) + len(value), kind, damage)


def into(texts: pd.Series, study: Study, rng: Generator) -> tuple[pd.Series, pd.DataFrame]:
    """Short texts, blank or not, some with an identifier at the end, and what was planted.

    ``texts`` are by source; the second table has one row per identifier.
    """
    noted, rows = texts.copy(), []
    for source, text in texts.items():
        if rng.random() >= IN_NOTE:
            continue
        kind = pick(rng, [kind for kind in KINDS if kind != "description"])
        value, damage = damaged(made(kind, study, rng), rng)
        before, after = pick(rng, phrases("identifiers")["sentences"]["in_note"]).split("{value}")
        start = len(f"{text} ".lstrip() + before)
        noted[source] = f"{text} ".lstrip() + before + value + after
        rows.append((source, start, start + len(value), kind, damage, value))
    return noted, pd.DataFrame(rows, columns=PLANTED)


def made(kind: str, study: Study, rng: Generator) -> str:
    """A new identifier of this kind, clean."""
    words = phrases("identifiers")
    if kind in ("curp", "rfc", "person", "email"):
        person = _person(study, rng)
        of_person = {
            "person": person.name, "curp": curp(person, rng), "rfc": rfc(person, rng),
            "email": _email(person, rng),
        }  # fmt: skip
        return of_person[kind]
    if kind in ("firm", "union", "small_place"):
        return " ".join(pick(rng, words["names"][kind][part]) for part in ("first", "second"))
    if kind == "description":
        return pick(rng, words["descriptions"])
    return {"phone": _phone, "nss": nss, "clabe": clabe, "case_file": _case_file, "plate": _plate}[
        kind
    ](rng)


def damaged(value: str, rng: Generator) -> tuple[str, str]:
    """The value as a scan, a keyboard or a copy left it, and what befell it, or ``none``."""
    damage = pick(rng, list(DAMAGES), list(DAMAGES.values()))
    at = int(rng.integers(1, len(value)))
    found = {
        "none": value,
        "ocr": value[:-4] + value[-4:].translate(_MISREAD),
        "nfd": unicodedata.normalize("NFD", value),
        "line_break": value.replace(" ", "\n", 1)
        if " " in value
        else f"{value[:at]}\n{value[at:]}",
        "capitals": value.upper(),
    }[damage]
    return (found, damage) if found != value else (value, "none")


def curp(person: Person, rng: Generator) -> str:
    """Clave Única de Registro de Población: eighteen characters, the last a check digit.

    Source: Secretaría de Gobernación, Instructivo normativo para la asignación de la CURP (2021).
    """
    names = [_bare(part) for part in (person.first, person.second, person.given)]
    letters = names[0][0] + _inner(names[0], vowels=True) + names[1][0] + names[2][0]
    consonants = "".join(_inner(name, vowels=False) for name in names)
    sex, place = "M" if person.is_woman else "H", pick(rng, ("NE", "JC", "OC", "PL", "SL", "VZ"))
    century = "A" if person.born.year >= 2000 else "0"
    body = f"{letters}{person.born:%y%m%d}{sex}{place}{consonants}{century}"
    return body + curp_check(body)


def curp_check(body: str) -> str:
    """Check digit of a CURP's first seventeen characters."""
    total = sum((18 - at) * _CURP_ORDER.index(letter) for at, letter in enumerate(body))
    return str(-total % 10)


def rfc(person: Person, rng: Generator) -> str:
    """Registro Federal de Contribuyentes of a person: thirteen characters, the last a check digit.

    Source: Servicio de Administración Tributaria, Diario Oficial de la Federación (2003-02-25),
    Anexo III (modulo 11 with weights 13 to 2).
    """
    first, second, given = (_bare(part) for part in (person.first, person.second, person.given))
    letters = first[0] + _inner(first, vowels=True) + second[0] + given[0]
    key = "".join(pick(rng, string.digits[1:] + string.ascii_uppercase) for _ in range(2))
    body = f"{letters}{person.born:%y%m%d}{key}"
    return body + rfc_check(body)


def rfc_check(body: str) -> str:
    """Check digit of an RFC's first twelve characters."""
    left = 11 - sum((13 - at) * _RFC_ORDER.index(letter) for at, letter in enumerate(body)) % 11
    return {10: "A", 11: "0"}.get(left, str(left))


def nss(rng: Generator) -> str:
    """Número de Seguridad Social: eleven digits, the last by Luhn's formula (ISO/IEC 7812-1)."""
    body = "".join(map(str, rng.integers(0, 10, 10)))
    return body + nss_check(body)


def nss_check(body: str) -> str:
    """Check digit of an NSS's first ten digits."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in body[1::2]]
    return str(-(sum(map(int, body[::2])) + sum(doubled)) % 10)


def clabe(rng: Generator) -> str:
    """Clave Bancaria Estandarizada: eighteen digits, the last a check digit.

    Source: Asociación de Bancos de México; weights 3, 7, 1, each product modulo 10.
    """
    body = "002" + "".join(map(str, rng.integers(0, 10, 14)))
    return body + clabe_check(body)


def clabe_check(body: str) -> str:
    """Check digit of a CLABE's first seventeen digits."""
    total = sum(int(digit) * (3, 7, 1)[at % 3] % 10 for at, digit in enumerate(body))
    return str(-total % 10)


def _person(study: Study, rng: Generator) -> Person:
    names = phrases("identifiers")["names"]
    is_woman = bool(rng.random() < 0.5)
    born = pd.Timestamp(study.fieldwork.start) - pd.Timedelta(days=int(rng.integers(7_000, 24_000)))
    given = pick(rng, names["women" if is_woman else "men"])
    return Person(given, pick(rng, names["surnames"]), pick(rng, names["surnames"]), is_woman, born)


def _bare(name: str) -> str:
    """Capitals without accents."""
    kept = unicodedata.normalize("NFD", name.upper().replace("Ñ", "X"))
    return "".join(letter for letter in kept if letter.isalpha())


def _inner(name: str, *, vowels: bool) -> str:
    """The first vowel, or consonant, after the first letter; X where there is none."""
    return next((letter for letter in name[1:] if (letter in "AEIOU") == vowels), "X")


def _email(person: Person, rng: Generator) -> str:
    local = f"{_bare(person.given)}.{_bare(person.first)}{int(rng.integers(1, 99))}".lower()
    return f"{local}@example.{pick(rng, ('com', 'org', 'net'))}"


def _phone(rng: Generator) -> str:
    area, rest = pick(rng, ("33", "55", "81")), f"0{rng.integers(0, 10_000_000):07}"
    forms = (
        f"{area} {rest[:4]} {rest[4:]}", f"{area}{rest}", f"({area}) {rest[:4]}-{rest[4:]}",
        f"+52 {area} {rest[:2]} {rest[2:4]} {rest[4:6]} {rest[6:]}",
    )  # fmt: skip
    return pick(rng, forms)


def _case_file(rng: Generator) -> str:
    number, year = int(rng.integers(1, 2_500)), int(rng.integers(2020, 2025))
    forms = (
        f"{number}/{year}",
        f"{number}/{year}-II",
        f"CI/{year}/{number:06}",
        f"J1-{number}-{year}",
    )
    return pick(rng, forms)


def _plate(rng: Generator) -> str:
    letters = "".join(pick(rng, "ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
    digits = f"{rng.integers(0, 1_000):03}"
    last = pick(rng, "ABCDEFGHJK")
    return pick(
        rng, (f"{letters}-{digits}-{last}", f"{letters}{digits}{last}", f"{letters}-{digits}")
    )
