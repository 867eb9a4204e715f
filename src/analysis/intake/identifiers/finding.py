"""Where the identifiers of a text stand."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from analysis.intake.identifiers import (
    addresses,
    birth_dates,
    case_files,
    codes,
    emails,
    numbers,
    plates,
    spelled,
    streets,
)
from analysis.intake.identifiers.candidate import Candidate
from analysis.intake.identifiers.folding import Span, View, fold

FIXED_FORMATS = (
    "phone", "email", "case_file", "curp", "rfc", "nss", "clabe", "plate", "voter_key", "address",
    "birth_date",
)  # fmt: skip
# What only a person decides on.
CONFIRMED = ("name", "place", "organization", "other")
N_HEX = 8
KINDS = "|".join(kind.upper() for kind in (*FIXED_FORMATS, *CONFIRMED))
PSEUDONYM = re.compile(rf"\[(?:{KINDS})-[0-9A-F]{{{N_HEX}}}\]")
Search = Callable[[View], Iterator[Candidate]]
SEARCHES: tuple[Search, ...] = (
    codes.candidates, numbers.candidates, spelled.candidates, emails.candidates,
    case_files.candidates, plates.candidates, addresses.candidates, streets.candidates,
    birth_dates.candidates,
)  # fmt: skip
# What is found changes what stands beside it; more rounds than this were never needed.
MOST_ROUNDS = 8


@dataclass(frozen=True)
class Found:
    """An identifier at ``start:end`` of a text, in code points.

    ``is_valid`` is whether its check digit fits, None where its kind has none. ``value`` is its
    canonical form, one for all spellings that can be undone; it is not shown.
    """

    start: int
    end: int
    kind: str
    is_valid: bool | None = None
    value: str = field(default="", repr=False)


def find(text: str, also: Iterable[Search] = ()) -> list[Found]:
    """The identifiers of a text, from its beginning, none overlapping another.

    Kinds are those of ``FIXED_FORMATS``, and those that the searches ``also`` give. Pseudonyms are
    not looked into. Takes time linear in the length of the text.
    """
    searches = (*also, *SEARCHES)
    found: list[Found] = []
    masked = [match.span() for match in PSEUDONYM.finditer(text)]
    for _ in range(MOST_ROUNDS):
        view = fold(text, sorted([*masked, *((one.start, one.end) for one in found)]))
        proposed = [candidate for search in searches for candidate in search(view)]
        if not proposed:
            break
        found += [
            Found(*view.span(one.start, one.end), one.kind, one.is_valid, one.value)
            for one in _chosen(proposed)
        ]
    return sorted(found, key=lambda one: one.start)


def _chosen(proposed: list[Candidate]) -> list[Candidate]:
    """The surest first, then the longest, then the one that stands first."""
    taken: set[int] = set()
    chosen = []
    for one in sorted(proposed, key=lambda c: (-c.strength, c.start - c.end, c.start)):
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(one)
    return chosen


def spans(found: Iterable[Found]) -> list[Span]:
    """Start and end of each."""
    return [(one.start, one.end) for one in found]
