"""What a file was found to hold, in its own keys and as its tool counted."""

from dataclasses import dataclass, field

import numpy as np

from analysis.faults import Fault
from analysis.intake.coded_project.counting import Reading, Stored
from analysis.intake.coded_project.project import TEXT
from analysis.intake.coded_project.selections import Selections

# Of a position; no text is longer.
MAX_DIGITS = 12


def position(text: str | None) -> int:
    """A position; what is no whole number from 0 on lies outside every text: -1."""
    is_whole = text is not None and len(text) <= MAX_DIGITS and text.isascii() and text.isdecimal()
    return int(text) if is_whole else -1


@dataclass
class Marked:
    """A source, and column by column its selections and their codings, in the file's own keys.

    ``starts`` and ``ends`` are positions as the tool counted them, -1 where there are none;
    ``places`` say where in another medium, ``guids`` what other parts call it. A coding's ``of``
    is the number of its selection, -1 for the source as such.
    """

    key: str
    name: str
    kind: str = TEXT
    stored: Stored | None = None
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    places: list[str | None] = field(default_factory=list)
    quotes: list[tuple[str, ...]] = field(default_factory=list)
    guids: list[str | None] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    codes: list[str | None] = field(default_factory=list)
    coders: list[str | None] = field(default_factory=list)
    times: list[str | None] = field(default_factory=list)

    def select(
        self,
        kind: str,
        start: int = -1,
        end: int = -1,
        place: str | None = None,
        quotes: tuple[str, ...] = (),
        guid: str | None = None,
    ) -> int:
        """Keep a selection; gives its number."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)
        self.places.append(place)
        self.quotes.append(quotes)
        self.guids.append(guid)
        return len(self.kinds) - 1

    def complete(self, number: int, span: tuple[int, int], place: str | None) -> None:
        """Add to a selection what its twin in another medium says of where it lies."""
        start, end = span
        if start >= 0:
            self.starts[number], self.ends[number] = start, end
        self.places[number] = self.places[number] or place

    def code(self, of: int, code: str | None, coder: str | None, time: str | None) -> None:
        """Keep a coding of a selection, or with -1 of the source as such."""
        self.of.append(of)
        self.codes.append(code)
        self.coders.append(coder)
        self.times.append(time or None)

    def drop(self, codes: set[str | None]) -> None:
        """Without the codings with one of these codes."""
        kept = [number for number, code in enumerate(self.codes) if code not in codes]
        for column in ("of", "codes", "coders", "times"):
            values = getattr(self, column)
            setattr(self, column, [values[number] for number in kept])

    def n_marked(self) -> int:
        """Characters of the selections, as often as they are coded; none beyond the text's."""
        if self.stored is None:
            return 0
        # No character counts for more than four, in whatever unit.
        most = 4 * len(self.stored.text)
        starts, ends = (np.array(s, dtype=np.int64).clip(0, most) for s in (self.starts, self.ends))
        lengths = np.append((ends - starts).clip(min=0), 0)
        return int(lengths.sum() + lengths[np.array(self.of, dtype=np.int64)].sum())

    def selected(self, number: int) -> Selections | None:
        """The selections by which a way of counting can be judged; none without text.

        ``number`` is that of the source.
        """
        if self.stored is None:
            return None
        starts, ends = np.array(self.starts, dtype=np.int64), np.array(self.ends, dtype=np.int64)
        long = np.flatnonzero((starts >= 0) & (ends != starts))
        quotes = [self.quotes[each] for each in long]
        return Selections(self.stored, starts[long], ends[long], quotes, number, long)

    def spans(self, reading: Reading) -> tuple[np.ndarray, np.ndarray]:
        """Start and end of each selection in the text; -1 where it has none there."""
        starts, ends = np.array(self.starts, dtype=np.int64), np.array(self.ends, dtype=np.int64)
        if self.stored is None:
            return np.full_like(starts, -1), np.full_like(ends, -1)
        return self.stored.places(starts, ends, reading)


@dataclass
class Code:
    """A code of the file; ``parent`` is the key of the one above it."""

    name: str
    parent: str | None = None
    description: str | None = None


@dataclass
class Parts:
    """What a file holds, in its own keys.

    ``coders`` has the name of each key. ``links`` has one row per case and what it is linked to:
    the case's name, the source's key, the number of the selection (-1 for the whole source; a key
    of None for a case linked to nothing). ``attributes``, ``sets`` and ``notes`` have the
    project's columns, with a source's key for its name.
    """

    form: str
    origin: str = ""
    sources: list[Marked] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    coders: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str | None, int]] = field(default_factory=list)
    attributes: list[tuple] = field(default_factory=list)
    sets: list[tuple] = field(default_factory=list)
    notes: list[tuple] = field(default_factory=list)
    irregular: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
