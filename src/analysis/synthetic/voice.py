"""A voice: sentences that one source says, fresh where the phrases allow it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from analysis.synthetic.grammar import Lists, grow
from analysis.synthetic.streams import Generator, pick

# Words in a row that two transcripts should rarely share.
RUN_LENGTH = 8
# Readings drawn for a sentence until one repeats no other transcript.
TRIES = 12
# How much rather a group says what only it would say.
OWN_WORDS = 3.0
# Runs remembered at the most: those of some 1,500 transcripts, in memory of about 300 MB.
MOST_RUNS = 2_000_000
# How often a comma is followed by a filler word.
FILLER = 0.05
_WORD = re.compile(r"\w+")

Entries = Sequence[str | Mapping[str, Any]]


def runs(text: str) -> list[str]:
    """Every eight words in a row of the text, in lower case and without stops."""
    words = _WORD.findall(text.lower())
    return [" ".join(words[at : at + RUN_LENGTH]) for at in range(len(words) - RUN_LENGTH + 1)]


def repeated_share(texts: Iterable[str]) -> float:
    """Share (0-1) of the eight-word runs of the texts that another of them has too."""
    of_texts = [runs(text) for text in texts]
    n_texts = Counter(run for of_text in of_texts for run in set(of_text))
    n_runs = sum(map(len, of_texts))
    repeated = sum(n_texts[run] > 1 for of_text in of_texts for run in of_text)
    return repeated / n_runs if n_runs else 0.0


class Memory:
    """What was said in the transcripts made so far; ``once``: what is not to be said again."""

    def __init__(self) -> None:
        self._runs: set[str] = set()
        self.once: set[str] = set()

    def n_repeated(self, text: str) -> int:
        """Runs of the text that stand in an earlier transcript."""
        return sum(run in self._runs for run in runs(text))

    def add(self, text: str) -> None:
        """Remember a transcript; a large study forgets its first ones."""
        if len(self._runs) > MOST_RUNS:
            self._runs.clear()
        self._runs.update(runs(text))


class Voice:
    """Says entries of phrase lists: a template, or one that only some groups would say."""

    def __init__(
        self, rng: Generator, memory: Memory, group: str, lists: Lists, slots: Mapping[str, str]
    ) -> None:
        self.rng, self.memory, self.group = rng, memory, group
        self.lists, self.slots = lists, slots
        self._said: set[str] = set()

    def say(self, entries: Entries, n: int = 1, between: str = " ") -> str:
        """``n`` different sentences of the entries; none is said twice while others are left."""
        return between.join(self._sentence(entries) for _ in range(n))

    def _sentence(self, entries: Entries) -> str:
        weights = {t: w for t, w in map(self._weighed, entries) if w}
        left = {t: w for t, w in weights.items() if t not in self._said} or weights
        templates, chances = list(left), list(left.values())
        best, fewest = None, None
        for _ in range(TRIES):
            template = pick(self.rng, templates, chances)
            text = grow(template, self.lists, self.slots, self.rng)
            n_repeated = self.memory.n_repeated(text)
            if fewest is None or n_repeated < fewest:
                best, fewest = (template, text), n_repeated
            if not n_repeated:
                break
        self._said.add(best[0])
        return best[1]

    def story(self, stories: Sequence[Sequence[str]]) -> list[str]:
        """The turns of one story, none told twice while others are left."""
        left = [story for story in stories if story[0] not in self._said] or list(stories)
        told = pick(self.rng, left)
        return [self.say([turn]) for turn in told]

    def unsaid(self, pairs: Sequence[Mapping[str, Any]]) -> Mapping[str, str] | None:
        """A text in two languages that nobody said yet and this group would say, if any is left."""
        would = [
            pair.get("say", pair) for pair in pairs if self.group in pair.get("by", [self.group])
        ]
        left = [pair for pair in would if pair["es"] not in self.memory.once]
        if not left:
            return None
        pair = pick(self.rng, left)
        self.memory.once.add(pair["es"])
        return pair

    def _weighed(self, entry: str | Mapping[str, Any]) -> tuple[str, float]:
        if isinstance(entry, str):
            return entry, 1.0
        by = [entry["by"]] if isinstance(entry["by"], str) else entry["by"]
        return entry["say"], OWN_WORDS * (self.group in by)

    def hesitating(self, text: str, fillers: Sequence[str]) -> str:
        """The text with a filler word after a comma here and there."""
        parts = text.split(", ")
        fillers = [filler for filler in fillers if filler.strip("¿?…") not in text.lower()]
        gaps = [
            ", "
            + (f"{pick(self.rng, fillers)}, " if fillers and self.rng.random() < FILLER else "")
            for _ in pairwise(parts)
        ]
        return "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))
