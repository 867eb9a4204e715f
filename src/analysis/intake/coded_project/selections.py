"""The selections of a text, and what their names and descriptions quote of it."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from analysis.intake.coded_project.counting import CLOSE, LOOSE, MISFIT, Reading, Stored
from analysis.intake.coded_project.xml_parts import UNSAFE

# A quotation that stands so near a selection, and not in it, speaks against every reading; a
# shorter one is a label, which any text may hold. Less than a whole selection is quoted by no fewer
# characters than the last (all in characters).
NEAR, SURELY_QUOTED, SHORTEST_BEGIN = 2_000, 20, 8


@dataclass
class Selections:
    """Selections of one text, none of length zero, with positions as the tool counted them.

    ``quotes`` has what may quote the text of each: its name, its description. ``text`` and
    ``numbers`` say which text it is, and which of its selections.
    """

    stored: Stored
    starts: np.ndarray
    ends: np.ndarray
    quotes: list[tuple[str, ...]] = field(default_factory=list)
    text: int = 0
    numbers: np.ndarray = field(default_factory=lambda: np.array([], dtype=int))

    def __post_init__(self) -> None:
        if not len(self.numbers):
            self.numbers = np.arange(len(self.starts))


_Places = dict[Reading, tuple[np.ndarray, np.ndarray]]


def with_quotes(
    each: Selections, places: _Places, by_words: dict[Reading, np.ndarray]
) -> tuple[dict[Reading, np.ndarray], np.ndarray]:
    """Scores by the quotation where a selection has one, by its words where it has none; and which
    have one.

    A place that reads just as quoted is close; of one that reads on, the words decide whether it is
    close or loose. A name that no reading finds is a label, unless it stands nearby: then no
    reading fits.
    """
    quotes = [
        [_Quote(quote, _edges(name)) for name in names if (quote := " ".join(name.split()))]
        for names in each.quotes
    ]
    by_quote = {
        reading: _as_quoted(each, quotes, *places[reading], by_words[reading]) for reading in places
    }
    is_read = np.max([scores > MISFIT for scores in by_quote.values()], axis=0)
    is_label = ~is_read
    around = np.max([start for start, _ in places.values()], axis=0)
    for number in np.flatnonzero(~is_read):
        is_label[number] = not any(
            _is_near(each.stored.text, int(around[number]), _begin(quote.text))
            for quote in quotes[number]
            if len(_begin(quote.text)) >= SURELY_QUOTED
        )
    scores = {r: np.where(is_label, by_words[r], scores) for r, scores in by_quote.items()}
    return scores, ~is_label


class _Quote(NamedTuple):
    """A quotation without its blank space, and whether that stood before and behind it."""

    text: str
    edges: tuple[bool, bool]


def _edges(text: str) -> tuple[bool, bool]:
    return text[0].isspace(), text[-1].isspace()


def _begin(quote: str) -> str:
    """A quotation without the dots of a shortened one."""
    return quote.removesuffix("...").removesuffix("…").rstrip()


def _is_near(text: str, place: int, quote: str) -> bool:
    near = text[max(place - NEAR, 0) : max(place, 0) + NEAR + len(quote)]
    # Most are not, and the first word tells.
    return quote.partition(" ")[0] in near and quote in " ".join(near.split())


def _as_quoted(
    each: Selections,
    quotes: list[list[_Quote]],
    starts: np.ndarray,
    ends: np.ndarray,
    by_words: np.ndarray,
) -> np.ndarray:
    scores, text = np.full(len(quotes), MISFIT), each.stored.text
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        for quote, edges in quotes[number]:
            # Most places that are wrong differ in their first letter: no need to read on.
            if not 0 <= start < end or (text[start] != quote[0] and not text[start].isspace()):
                continue
            read = " ".join(UNSAFE.sub(" ", text[start:end]).split())
            if read == quote:
                # Blank space that is taken along is in no quotation's way, but a place that takes
                # as much along as the quotation does is the likelier one.
                is_whole = _edges(text[start:end]) == edges
                scores[number] = max(scores[number], CLOSE if is_whole else LOOSE)
            elif len(begin := _begin(quote)) >= SHORTEST_BEGIN and read.startswith(begin):
                scores[number] = max(scores[number], LOOSE, by_words[number])
    return scores
