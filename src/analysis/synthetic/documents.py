"""Numbers of Mexican documents, made by the rules of those who give them."""

import string
import unicodedata
from dataclasses import dataclass

import pandas as pd

from analysis.synthetic.streams import Generator, pick

_CURP_ORDER = string.digits + "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_RFC_ORDER = string.digits + "ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
# Of two given names, documents take the second where the first is one of these.
_COMMON = ("María", "José")
# Words of a firm's name that do not count.
_LINKS = ("el", "la", "los", "las", "de", "del", "y")


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

    @property
    def parts(self) -> tuple[str, str, str]:
        """Both surnames and the given name a document goes by, in bare capitals."""
        first, *others = self.given.split()
        given = others[0] if others and first in _COMMON else first
        return bare(self.first), bare(self.second), bare(given)


def curp(person: Person, rng: Generator) -> str:
    """Clave Única de Registro de Población: eighteen characters, the last a check digit.

    Source: Secretaría de Gobernación, Instructivo normativo para la asignación de la CURP (2021).
    """
    names = person.parts
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
    first, second, given = person.parts
    letters = first[0] + _inner(first, vowels=True) + second[0] + given[0]
    body = f"{letters}{person.born:%y%m%d}{_tax_key(rng)}"
    return body + rfc_check(body)


def rfc_firm(firm: str, founded: pd.Timestamp, rng: Generator) -> str:
    """Registro Federal de Contribuyentes of a firm: twelve characters, the last a check digit.

    Three letters of its name: the initials of three words, or one and the first two of the second.
    Source: as for a person (``rfc``); the check digit takes a space before the first letter.
    """
    first, second, *others = [bare(word) for word in firm.split() if word.lower() not in _LINKS]
    letters = first[0] + second[0] + (others[0] if others else second[1:])[0]
    body = f"{letters}{founded:%y%m%d}{_tax_key(rng)}"
    return body + rfc_check(f" {body}")


def rfc_check(body: str) -> str:
    """Check digit of an RFC's first twelve characters, the first of a firm's being a space."""
    left = 11 - sum((13 - at) * _RFC_ORDER.index(letter) for at, letter in enumerate(body)) % 11
    return {10: "A", 11: "0"}.get(left, str(left))


def voter_key(person: Person, rng: Generator) -> str:
    """Clave de elector: eighteen characters, as on the credential for voting.

    Of each name the first letter and the first consonant within, the day of birth, the state (1 to
    32), the sex, a digit, and two that tell namesakes apart, mostly 00. How the digit is made is
    not published. Source: Instituto Nacional Electoral, the specimen of its credential (2013).
    """
    letters = "".join(name[0] + _inner(name, vowels=False) for name in person.parts)
    sex, state = "M" if person.is_woman else "H", int(rng.integers(1, 33))
    last = f"{rng.integers(1, 10)}{pick(rng, ('00', '01'), (0.95, 0.05))}"
    return f"{letters}{person.born:%y%m%d}{state:02}{sex}{last}"


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


def bare(name: str) -> str:
    """Capitals without accents or spaces."""
    kept = unicodedata.normalize("NFD", name.upper().replace("Ñ", "X"))
    return "".join(letter for letter in kept if letter.isalpha())


def _inner(name: str, *, vowels: bool) -> str:
    """The first vowel, or consonant, after the first letter; X where there is none."""
    return next((letter for letter in name[1:] if (letter in "AEIOU") == vowels), "X")


def _tax_key(rng: Generator) -> str:
    return "".join(pick(rng, string.digits[1:] + string.ascii_uppercase) for _ in range(2))
