"""Identifiers planted where people talk: clean and damaged, with their truth.

Made from the rules of the documents they stand for, and apart from whatever looks for them.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.study import Study
from analysis.synthetic import documents, spoken
from analysis.synthetic.documents import Person, bare
from analysis.synthetic.grammar import tidied
from analysis.synthetic.streams import Generator, phrases, pick

# How many a transcript holds on average, and how often a note or a comment holds one.
MEAN, IN_NOTE = 2.0, 0.06
# How often each kind is spoken, relative to the others.
KINDS = {
    "person": 6.0, "firm": 3.0, "union": 2.0, "small_place": 3.0, "description": 2.0, "phone": 1.5,
    "email": 1.0, "case_file": 1.5, "curp": 0.7, "rfc": 0.7, "nss": 0.7, "clabe": 0.5, "plate": 0.7,
    "voter_key": 0.7, "rfc_firm": 0.7, "address": 1.5, "birth_date": 1.0,
}  # fmt: skip
# What only the sentence around it makes an identifier: a note would not say enough.
_TOLD = ("description", "birth_date")
DAMAGES = {"none": 0.62, "ocr": 0.1, "nfd": 0.1, "line_break": 0.1, "capitals": 0.08}
_MISREAD = str.maketrans({"0": "O", "1": "l", "5": "S", "8": "B", "O": "0", "S": "5", "m": "rn"})
_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
PLANTED = ["source_id", "start", "end", "kind", "damage", "value"]


@dataclass(frozen=True)
class Planted:
    """An identifier in a text: where it stands, its kind and how it was damaged."""

    start: int
    end: int
    kind: str
    damage: str


def sentence(
    study: Study, rng: Generator, language: str = "sentences", group: str = ""
) -> tuple[str, Planted]:
    """A sentence with an identifier of a kind that the group would say, and where it stands."""
    words = phrases("identifiers")
    frames, only = words[language], words["only"]
    kinds = [kind for kind in KINDS if kind in frames and group in only.get(kind, [group])]
    kind = pick(rng, kinds, [KINDS[kind] for kind in kinds])
    value, damage = damaged(made(kind, study, rng, language), rng)
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
        kind = pick(rng, [kind for kind in KINDS if kind not in _TOLD])
        value, damage = damaged(made(kind, study, rng), rng)
        before, after = pick(rng, phrases("identifiers")["sentences"]["in_note"]).split("{value}")
        start = len(f"{text} ".lstrip() + before)
        noted[source] = f"{text} ".lstrip() + before + value + after
        rows.append((source, start, start + len(value), kind, damage, value))
    return noted, pd.DataFrame(rows, columns=PLANTED)


def made(kind: str, study: Study, rng: Generator, language: str = "sentences") -> str:
    """A new identifier of this kind, clean."""
    if kind in _OF_PERSONS:
        return _OF_PERSONS[kind](_person(study, rng), rng)
    if kind == "birth_date":
        return spoken.birth_date(_person(study, rng).born, rng, language)
    if kind in _SPOKEN:
        return _SPOKEN[kind](rng, language)
    return _OTHERS[kind](rng)


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


def _person(study: Study, rng: Generator) -> Person:
    names = phrases("identifiers")["names"]
    is_woman = bool(rng.random() < 0.5)
    born = pd.Timestamp(study.fieldwork.start) - pd.Timedelta(days=int(rng.integers(7_000, 24_000)))
    given = pick(rng, names["women" if is_woman else "men"])
    return Person(given, pick(rng, names["surnames"]), pick(rng, names["surnames"]), is_woman, born)


def _email(person: Person, rng: Generator) -> str:
    local = f"{bare(person.given)}.{bare(person.first)}{int(rng.integers(1, 99))}".lower()
    return f"{local}@example.{pick(rng, ('com', 'org', 'net'))}"


def _plate(rng: Generator) -> str:
    letters = "".join(pick(rng, "ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
    digits = f"{rng.integers(0, 1_000):03}"
    last = pick(rng, "ABCDEFGHJK")
    return pick(
        rng, (f"{letters}-{digits}-{last}", f"{letters}{digits}{last}", f"{letters}-{digits}")
    )


def _called(kind: str) -> Callable[[Generator], str]:
    """Names of two parts: of firms, unions and small places."""
    names = phrases("identifiers")["names"][kind]
    return lambda rng: " ".join(pick(rng, names[part]) for part in ("first", "second"))


def _rfc_firm(rng: Generator) -> str:
    founded = pd.Timestamp("1985-01-07") + pd.Timedelta(days=int(rng.integers(13_000)))
    return documents.rfc_firm(_called("firm")(rng), founded, rng)


def _description(rng: Generator) -> str:
    return pick(rng, phrases("identifiers")["descriptions"])


_OF_PERSONS = {
    "person": lambda person, _: person.name, "email": _email, "curp": documents.curp,
    "rfc": documents.rfc, "voter_key": documents.voter_key,
}  # fmt: skip
_SPOKEN = {"phone": spoken.phone, "case_file": spoken.case_file, "address": spoken.address}
_OTHERS = {
    **{kind: _called(kind) for kind in ("firm", "union", "small_place")},
    "description": _description, "nss": documents.nss, "clabe": documents.clabe, "plate": _plate,
    "rfc_firm": _rfc_firm,
}  # fmt: skip
