"""One study judged against its truth: what its intervals cover, what its verdicts get right.

Every score is a ``total`` over ``n`` things counted, so that scores of studies can be added.
"""

import pandas as pd

from analysis.calibration.generating import Generated
from analysis.calibration.judging import LEVELS, LINES, MEANINGS, judged_places
from analysis.methods.triangulation import Matrix
from analysis.methods.triangulation.association import ALL_DOMAINS, associations
from analysis.study import Study
from analysis.vocabulary import (
    AGREEMENT,
    ALL_STATES,
    DISSONANCE,
    PARTIAL_AGREEMENT,
    SAME_DIRECTION,
    STATE,
)

SCORE = ["score", "of", "place", "level"]
STORIES = (SAME_DIRECTION, DISSONANCE)  # the two meanings that a false one would mislead by
STORY = "story"  # either of them
MANY_FALSE = 0.05  # of a study's cells
WAYS = ("better", "worse")
P_TIED = "p_tied"  # a p whose ties are broken at random: uniform where nothing is to be found
TESTS = ("agreement", "tau")
DOMAIN, DOMAINS = "domain", "domains"  # one domain tested alone; all domains in one test
REJECTED_AT = (0.05, 0.1)


def scores(generated: Generated, matrix: Matrix, study: Study) -> pd.DataFrame:
    """One row per score: ``score``, ``of``, ``place``, ``level``, ``total`` and ``n``."""
    places = judged_places(generated, matrix, study)
    cells = places[places["kind"].eq(STATE)]
    found = [
        *_intervals(places), *_intervals(cells[cells["is_far"]], level="far"),
        *_verdicts(places), *_clumps(cells), *_reliability(cells),
        *_counts(cells, matrix.expected_states), *_associated(matrix.cells, study),
    ]  # fmt: skip
    table = pd.DataFrame(found, columns=[*SCORE, "total", "n"])
    return table[table["n"].gt(0)].astype({"total": float, "n": float}).reset_index(drop=True)


def _intervals(places: pd.DataFrame, level: str = "") -> list[tuple]:
    """How many 95 % intervals hold the truth, how wide they are and how far they lie from it."""
    rows = []
    for kind, part in places.groupby("kind"):
        for line in LINES:
            true, lower, upper = (
                part[c] for c in (f"true_{line}", f"{line}_lower", f"{line}_upper")
            )
            known = lower.notna()
            measures = {
                "coverage": lower.le(true) & upper.ge(true),
                "width": upper - lower,
                "bias": part[line] - true,
            }
            rows += [
                (score, line, kind, level, value[known].sum(), known.sum())
                for score, value in measures.items()
            ]
    return rows


def _verdicts(places: pd.DataFrame) -> list[tuple]:
    """Power, false verdicts per place, right ones per verdict, and how often each is true."""
    rows = []
    for kind, part in places.groupby("kind"):
        rows += [("true", meaning, kind, "", part["true_meaning"].eq(meaning).sum(), len(part))
                 for meaning in MEANINGS]  # fmt: skip
        for level, reached in LEVELS.items():
            is_said = part["level"].isin(reached)
            is_right = part["meaning"].eq(part["true_meaning"]) & is_said
            rows.append(("power", "any", kind, level, is_said.sum(), len(part)))
            rows.append(("right", "any", kind, level, is_right.sum(), is_said.sum()))
            for meaning in MEANINGS:
                here = is_said & part["meaning"].eq(meaning)
                right = (here & is_right).sum()
                rows.append(("right", meaning, kind, level, right, here.sum()))
                rows.append(("false", meaning, kind, level, here.sum() - right, len(part)))
            is_story = is_said & part["meaning"].isin(STORIES)
            rows.append(("false", STORY, kind, level, (is_story & ~is_right).sum(), len(part)))
            for nested, alike in ((AGREEMENT, True), (PARTIAL_AGREEMENT, False)):
                here = is_said & part["verdict"].eq(nested)
                right = (here & is_right & part["truly_alike"].eq(alike)).sum()
                rows.append(("right", nested, kind, level, right, here.sum()))
            if kind == STATE:
                here = is_said & part["is_borrowed"].eq(True)
                rows.append(("right", "borrowed", kind, level, (here & is_right).sum(), here.sum()))
    return rows


def _clumps(cells: pd.DataFrame) -> list[tuple]:
    """Whether over five percent of the study's cells tell a false story: one study counted."""
    rows = []
    is_false = cells["meaning"].isin(STORIES) & cells["meaning"].ne(cells["true_meaning"])
    for level, reached in LEVELS.items():
        share = (is_false & cells["level"].isin(reached)).mean()
        rows.append(("clumped", "any", "study", level, share > MANY_FALSE, 1))
    return rows


def _reliability(cells: pd.DataFrame) -> list[tuple]:
    """By tenths of the stated probability: what was stated, and how often it was true.

    The lines are drawn independently, so that their probabilities multiply.
    """
    better, worse = ((cells[f"people_{way}"], cells[f"indicators_{way}"]) for way in WAYS)
    stated = {
        SAME_DIRECTION: better[0] * better[1] + worse[0] * worse[1],
        DISSONANCE: better[0] * worse[1] + worse[0] * better[1],
    }
    rows = []
    for meaning, probability in stated.items():
        tenth = (10 * probability).clip(upper=9).floordiv(1)
        for number, here in probability.groupby(tenth):
            level = f"{number / 10:.1f}"
            is_true = cells.loc[here.index, "true_meaning"].eq(meaning)
            rows.append(("stated", meaning, STATE, level, here.sum(), len(here)))
            rows.append(("found", meaning, STATE, level, is_true.sum(), len(here)))
    return rows


def _counts(cells: pd.DataFrame, expected: pd.DataFrame) -> list[tuple]:
    """Whether the interval of the number of states with each meaning holds the true number."""
    n = cells.groupby(["domain", "true_meaning"]).size().rename("n_true").reset_index()
    n = n.rename(columns={"true_meaning": "verdict"})
    both = expected.merge(n, on=["domain", "verdict"], how="left").fillna({"n_true": 0})
    both["is_covered"] = both["lower"].le(both["n_true"]) & both["upper"].ge(both["n_true"])
    both["width"] = both["upper"] - both["lower"]
    measures = {"count_coverage": "is_covered", "count_width": "width"}
    return [
        (score, meaning, ALL_STATES, "", part[column].sum(), len(part))
        for meaning, part in both.groupby("verdict")
        for score, column in measures.items()
    ]


def _associated(cells: pd.DataFrame, study: Study) -> list[tuple]:
    """Whether the lines are found to go together over states, and p with its ties broken.

    By a test for each domain, and by one for all of them; a test whose p is undefined is left out.
    """
    rules = study.triangulation.association
    rules = rules.model_copy(update={"n_permutations": rules.n_study_permutations})
    tested = associations(cells, rules, study.seed, breaks_ties=True)
    is_all = tested["domain"].eq(ALL_DOMAINS)
    rows = []
    for test in TESTS:
        for place, here in ((DOMAIN, ~is_all), (DOMAINS, is_all)):
            p = tested.loc[here, f"{test}_p"].dropna()
            rows += [("rejected", test, place, f"{level:.2f}", p.le(level).sum(), len(p))
                     for level in REJECTED_AT]  # fmt: skip
            broken = tested.loc[here, f"{test}_p_tied"].dropna()
            rows += [(P_TIED, test, place, "", value, 1) for value in broken]
    return rows
