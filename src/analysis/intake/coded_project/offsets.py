"""Which way of counting a project's positions follow: tried, scored, chosen or refused."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project.counting import (
    AS_STORED,
    CODE_POINTS,
    MISFIT,
    ONE,
    TWO,
    UTF8,
    UTF16,
    Reading,
)
from analysis.intake.coded_project.selections import Selections, with_quotes

# Share of the selections that must fit, and how much better than any other reading the best one
# must score, on average, on the selections that the two place differently.
ENOUGH, MARGIN = 0.9, 0.2
# How much better the best one must score on these in sum: one selection that it alone fits, so that
# blank space taken along decides nothing; how much more where it is odder than the other one, for
# each degree. A quotation is surer than words, and counts for as many of them as the last.
EVIDENCE, ODDITY, QUOTED = 1.0, 0.5, 3.0
# As many readings as a refusal tells of.
N_TOLD = 4

# The first is the standard's. No tool of which files are known includes the end: such readings are
# tried only where none of the others fits, and need more to speak for them.
USUAL = tuple(
    Reading(unit, line_end, counts_bom)
    for counts_bom, line_end, unit in product(
        (False, True), (AS_STORED, ONE, TWO), (CODE_POINTS, UTF16, UTF8)
    )
)
UNUSUAL = tuple(Reading(r.unit, r.line_end, r.counts_bom, includes_end=True) for r in USUAL)


@dataclass(frozen=True)
class Choice:
    """The reading chosen, and the scores of all that were tried.

    ``scores`` has one row per reading, the best first: ``reading``, ``fit_share`` (of the
    selections, 0-1), ``score`` (mean, 0-1), ``n_differing`` (selections that it places elsewhere
    than the best one), ``lead`` (mean score of the best one on these, less its own) and ``gained``
    (the same in sum, quotations for more). ``misread`` has the numbers, of text and of selection,
    where the text does not read as it is quoted.
    """

    reading: Reading
    scores: pd.DataFrame
    misread: list[tuple[int, int]]

    @property
    def fit_share(self) -> float:
        """Share of the selections that begin and end with a word, or read as quoted (0-1)."""
        return float(self.scores["fit_share"].iloc[0])


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
        best = _tried(selections, USUAL + UNUSUAL)
    if best.fit_share < ENOUGH:
        raise BadInput([_refusal(f"fewer than {ENOUGH:.0%} of the selections fit", best, known_as)])
    if _rivals(best).any():
        raise BadInput([_refusal("too little tells two ways of counting apart", best, known_as)])
    return best


def prescribed(selections: list[Selections], reading: Reading) -> Choice | None:
    """The scores of the one reading that is to be followed."""
    selections = [each for each in selections if len(each.starts)]
    return _tried(selections, (reading,)) if selections else None


def _rivals(best: Choice) -> pd.Series:
    """The readings that give other text and cannot be told from the best one.

    The odder a reading, the more must speak for it, and the less against it.
    """
    scores = best.scores
    enough = EVIDENCE + ODDITY * (best.reading.oddity - scores["oddity"])
    return scores["n_differing"].gt(0) & (scores["lead"].lt(MARGIN) | scores["gained"].lt(enough))


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
    n_differing, lead, gained = np.array(against).sum(axis=1).T
    table = pd.DataFrame(
        {
            "reading": [str(reading) for reading in readings], "fit_share": fits, "score": scores,
            "n_differing": n_differing.astype(int), "lead": lead / n_differing.clip(min=1),
            "gained": gained, "oddity": [reading.oddity for reading in readings],
        }
    )  # fmt: skip
    misread = [
        (trial.each.text, int(number))
        for trial in trials
        for number in trial.each.numbers[trial.is_quoted & ~trial.fits[best]]
    ]
    return Choice(best, table.iloc[order].reset_index(drop=True), misread)


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
        self.is_quoted = np.zeros(len(each.starts), dtype=bool)
        if any(each.quotes):
            scores, self.is_quoted = with_quotes(each, places, scores)
        self.places = {reading: places[same] for reading, same in self._alike.items()}
        self.scores = {reading: scores[same] for reading, same in self._alike.items()}
        self.fits = {reading: score > MISFIT for reading, score in self.scores.items()}

    def against(self, best: Reading, other: Reading) -> tuple[int, float, float]:
        """How many selections the two place differently, and how much better one scores there,
        with and without more weight on quotations."""
        if self._alike[best] == self._alike[other]:
            return 0, 0.0, 0.0
        (start, end), (other_start, other_end) = self.places[best], self.places[other]
        differs = (start != other_start) | (end != other_end)
        gained = self.scores[best][differs] - self.scores[other][differs]
        # Where both begin as a shortened quotation does, words alone say which one ends well.
        is_missed = (self.scores[best][differs] == MISFIT) | (self.scores[other][differs] == MISFIT)
        weights = np.where(is_missed & self.is_quoted[differs], QUOTED, 1.0)
        return int(differs.sum()), float(gained.sum()), float(gained @ weights)
