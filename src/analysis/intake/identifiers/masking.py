"""Pseudonyms in place of identifiers, with the way from the original's places to the new ones."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.intake.identifiers.finding import Found, Search, find
from analysis.intake.identifiers.pseudonyms import Pseudonyms


@dataclass(frozen=True)
class Replacement:
    """What stood at ``start:end`` of the original, in code points; ``original`` is not shown."""

    start: int
    end: int
    kind: str
    pseudonym: str
    is_valid: bool | None = None
    original: str = field(default="", repr=False)


@dataclass(frozen=True)
class Masked:
    """A text without its identifiers, and what was replaced, from its beginning."""

    text: str
    replacements: list[Replacement]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the original stands now.

        One that begins or ends inside something replaced takes the whole of its pseudonym.
        """
        return self._moved(start, is_end=False), self._moved(end, is_end=True)

    def _moved(self, place: int, *, is_end: bool) -> int:
        n = bisect_right(self.replacements, place, key=lambda one: one.start)
        if n == 0:
            return place
        shift = sum(len(one.pseudonym) - (one.end - one.start) for one in self.replacements[:n])
        last = self.replacements[n - 1]
        if place >= last.end:
            return place + shift
        # What precedes the last one has moved its start, and its own shift its end.
        if is_end and place > last.start:
            return last.end + shift
        return last.start + shift - (len(last.pseudonym) - (last.end - last.start))


def mask(text: str, pseudonyms: Pseudonyms, confirmed: Iterable[Search] = ()) -> Masked:
    """The text with a pseudonym for each identifier found, and for each value of ``confirmed``.

    Masking what was masked changes nothing.
    """
    parts, replacements, place = [], [], 0
    for one in find(text, confirmed):
        pseudonym = pseudonyms.of(one.kind, one.value)
        parts += [text[place : one.start], pseudonym]
        replacements.append(_replacement(one, pseudonym, text))
        place = one.end
    return Masked("".join([*parts, text[place:]]), replacements)


def _replacement(one: Found, pseudonym: str, text: str) -> Replacement:
    original = text[one.start : one.end]
    return Replacement(one.start, one.end, one.kind, pseudonym, one.is_valid, original)
