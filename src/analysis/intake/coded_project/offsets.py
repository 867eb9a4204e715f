"""Which way of counting a project's positions follow: tried, scored, chosen or refused."""

from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project.counting import (
    AS_STORED,
    CLOSE,
    CODE_POINTS,
    LOOSE,
    MISFIT,
    ONE,
    TWO,
    UTF8,
    UTF16,
    Reading,
    Stored,
)

# Share of the selections that must fit, and how much better than any other reading the best one
# must score, on average, on the selections that the two place differently.
ENOUGH, MARGIN = 0.9, 0.2
# A quotation that stands so near a selection, and not in it, speaks against the reading; a shorter
# one is a label (characters).
NEAR, SHORTEST_QUOTE = 5_000, 8
# As many readings as a refusal tells of.
N_TOLD = 4

# The first is the standard's. No tool of which files are known includes the end: such readings are
# tried only where none of the others fits.
USUAL = tuple(
    Reading(unit, line_end, counts_bom)
    for counts_bom, line_end, unit in product(
        (False, True), (AS_STORED, ONE, TWO), (CODE_POINTS, UTF16, UTF8)
    )
)
UNUSUAL = tuple(Reading(r.unit, r.line_end, r.counts_bom, includes_end=True) for r in USUAL)


@dataclass
class Selections:
    """Selections of one text, none of length zero, with positions as the tool counted them.

    ``quotes`` has what may quote the text of each: its name, its description.
    """

    stored: Stored
    starts: np.ndarray
    ends: np.ndarray
    quotes: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """The reading chosen, and the scores of all that were tried.

    ``scores`` has one row per reading, the best first: ``reading``, ``fit_share`` (of the
    selections, 0-1), ``score`` (mean, 0-1), ``n_differing`` (selections that it places elsewhere
    than the best one) and ``lead`` (mean score of the best one on these, less its own).
    """

    reading: Reading
    scores: pd.DataFrame

    @property
    def fit_share(self) -> float:
        """Share of the selections that begin and end with a word, or read as quoted (0-1)."""
        return float(self.scores["fit_share"].iloc[0])

    @property
    def score(self) -> float:
        """How well the selections sit on the words, on average (0-1)."""
        return float(self.scores["score"].iloc[0])


def choose(selections: list[Selections], known_as: str) -> Choice | None:
    """The reading under which the selections fit the words; none where there are no selections.

    Raises BadInput, with the scores, where fewer than ``ENOUGH`` of the selections fit, or
    another reading gives other text and fits about as well.
    """
    selections = [each for each in selections if len(each.starts)]
    if not selections:
        return None
    best = _tried(selections, USUAL)
    if best.fit_share < ENOUGH:
        unusual = _tried(selections, UNUSUAL)
        best = unusual if unusual.score > best.score else best
    rivals = best.scores["n_differing"].gt(0) & best.scores["lead"].lt(MARGIN)
    if best.fit_share < ENOUGH:
        raise BadInput([_refusal(f"fewer than {ENOUGH:.0%} of the selections fit", best, known_as)])
    if rivals.any():
        raise BadInput([_refusal("two ways of counting fit about as well", best, known_as)])
    return best


def prescribed(selections: list[Selections], reading: Reading) -> Choice | None:
    """The scores of the one reading that is to be followed."""
    selections = [each for each in selections if len(each.starts)]
    return _tried(selections, (reading,)) if selections else None


def _refusal(rule: str, choice: Choice, known_as: str) -> Fault:
    """What was tried: of the readings that give the same text, only the first."""
    best, others = choice.scores.head(1), choice.scores[choice.scores["n_differing"].gt(0)]
    tried = "; ".join(
        f"{row.reading}: {row.fit_share:.1%} fit, score {row.score:.3f}"
        for row in pd.concat([best, others.head(N_TOLD - 1)]).itertuples(index=False)
    )
    cure = (
        "Export it again from the tool that made it, its texts unedited. Or, if you know how that "
        "tool counts, prescribe the reading: see docs/coded_projects.md."
    )
    return Fault(known_as, f"its positions cannot be trusted: {rule} ({tried})", cure=cure)


def _tried(selections: list[Selections], readings: tuple[Reading, ...]) -> Choice:
    trials = [_Trial(each, readings) for each in selections]
    total = sum(len(trial.each.starts) for trial in trials)
    fits, scores = (
        np.array([sum(getattr(t, what)[r].sum() for t in trials) / total for r in readings])
        for what in ("fits", "scores")
    )
    order = np.argsort(-scores, kind="stable")
    best = readings[order[0]]
    against = [[trial.against(best, reading) for trial in trials] for reading in readings]
    n_differing, gained = np.array(against).sum(axis=1).T
    table = pd.DataFrame(
        {
            "reading": [str(reading) for reading in readings], "fit_share": fits, "score": scores,
            "n_differing": n_differing.astype(int), "lead": gained / n_differing.clip(min=1),
        }
    )  # fmt: skip
    return Choice(best, table.iloc[order].reset_index(drop=True))


class _Trial:
    """The selections of one text under each reading: ``places``, ``scores``, and which ``fits``.

    In most texts most readings count alike, so each distinct one is looked at once.
    """

    def __init__(self, each: Selections, readings: tuple[Reading, ...]) -> None:
        self.each = each
        self._alike = {reading: each.stored.alike(reading) for reading in readings}
        distinct = dict.fromkeys(self._alike.values())
        places = {r: each.stored.places(each.starts, each.ends, r) for r in distinct}
        scores = {r: each.stored.fit(*places[r]) for r in distinct}
        if any(each.quotes):
            scores = _with_quotes(each, places, scores)
        self.places = {reading: places[same] for reading, same in self._alike.items()}
        self.scores = {reading: scores[same] for reading, same in self._alike.items()}
        self.fits = {reading: score > MISFIT for reading, score in self.scores.items()}

    def against(self, best: Reading, other: Reading) -> tuple[int, float]:
        """How many selections the two place differently, and how much better one scores there."""
        if self._alike[best] == self._alike[other]:
            return 0, 0.0
        (start, end), (other_start, other_end) = self.places[best], self.places[other]
        differs = (start != other_start) | (end != other_end)
        gained = self.scores[best][differs] - self.scores[other][differs]
        return int(differs.sum()), float(gained.sum())


# Quotations ---------------------------------------------------------------------------------------

_Places = dict[Reading, tuple[np.ndarray, np.ndarray]]


def _with_quotes(
    each: Selections, places: _Places, by_words: dict[Reading, np.ndarray]
) -> dict[Reading, np.ndarray]:
    """Scores by the quotation where a selection has one, by its words where it has none.

    A place that reads just as quoted is close; of one that reads on, the words decide whether it is
    close or loose. A name that no reading finds is a label, unless it stands nearby: then no
    reading fits.
    """
    quotes = [[quote for name in names if (quote := _quoted(name))] for names in each.quotes]
    by_quote = {
        reading: _as_quoted(each, quotes, *places[reading], by_words[reading]) for reading in places
    }
    is_read = np.max([scores > MISFIT for scores in by_quote.values()], axis=0)
    is_label = ~is_read
    starts, ends = (np.stack(side) for side in zip(*places.values(), strict=True))
    first, last = (starts.min(axis=0) - NEAR).clip(min=0), ends.max(axis=0) + NEAR
    for number in np.flatnonzero(~is_read):
        if quotes[number]:
            near = " ".join(each.stored.text[first[number] : last[number]].split())
            is_label[number] = not any(quote in near for quote in quotes[number])
    return {r: np.where(is_label, by_words[r], scores) for r, scores in by_quote.items()}


def _quoted(name: str) -> str:
    """A name as a quotation: in one line, without the dots of a shortened one."""
    quote = " ".join(name.split()).removesuffix("...").removesuffix("…").rstrip()
    return quote if len(quote) >= SHORTEST_QUOTE else ""


def _as_quoted(
    each: Selections,
    quotes: list[list[str]],
    starts: np.ndarray,
    ends: np.ndarray,
    by_words: np.ndarray,
) -> np.ndarray:
    scores, text = np.full(len(quotes), MISFIT), each.stored.text
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        for quote in quotes[number]:
            # Most places that are wrong differ in their first letter: no need to read on.
            begin = text[start:end][:1]
            if begin != quote[0] and not begin.isspace():
                continue
            read = " ".join(text[start:end].split())
            if read.startswith(quote):
                score = CLOSE if read == quote else max(LOOSE, by_words[number])
                scores[number] = max(scores[number], score)
    return scores
