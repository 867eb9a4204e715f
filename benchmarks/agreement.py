"""How long intervals of agreement and co-occurrence take, and how often the intervals are right.

Prints seconds of processor time, on one thread as under ``make bench``: alpha with 10,000 resamples
of 5,000 and of 1,000,000 units of three coders, counted once; the same over interviews; the ratio
to the ``krippendorff`` package in a loop, from a few draws of it; co-occurrence of 40 codes over
1,000,000 passages and the ratio to ``pandas.crosstab``. And, over 200 simulated studies, the share
of intervals from resampled interviews that hold the truth.
"""

import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from analysis.methods import cooccurrence
from analysis.methods.agreement import MEASURES
from analysis.methods.agreement.intervals import N_DRAWS, bounds, resampled
from analysis.methods.agreement.sums import of_parts, of_units, patterns
from simulated_coders import N_CODERS, SCALE, covered

SIZES = (5_000, 1_000_000)  # units
N_SOURCES = 192  # interviews, as the study has
FEW = 3  # draws of the other package, from which the rest is reckoned
N_STUDIES, STUDY_SOURCES = 200, 60
N_CODES, N_PASSAGES, MARKS_PER_PASSAGE = 40, 1_000_000, 1.5


def spent(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time, the least of several runs."""
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def judgements(n_units: int, rng: np.random.Generator) -> np.ndarray:
    """Units by coders: a category each, missing (not a number) in a tenth."""
    meant = rng.integers(3, size=(n_units, 1))
    is_wrong = rng.random((n_units, N_CODERS)) < 0.15
    said = np.where(is_wrong, rng.integers(3, size=(n_units, N_CODERS)), meant).astype(float)
    return np.where(rng.random(said.shape) < 0.1, np.nan, said)


def alpha_over_units(n_units: int) -> float:
    """Print the time for alpha's interval from resampled units; the time is returned."""
    rng = np.random.default_rng(1)
    said = judgements(n_units, rng)
    counts = np.stack([(said == category).sum(axis=1) for category in range(3)], axis=1)
    distinct, times = patterns(counts)

    def interval() -> tuple[float, float]:
        draws = resampled(of_units(distinct, SCALE), times, rng, N_DRAWS)
        return bounds(MEASURES["alpha"](draws, SCALE), n_units)

    seconds, counting = spent(interval), spent(lambda: patterns(counts), 1)
    print(
        f"agreement: alpha, {N_DRAWS:,} resamples of {n_units:,} units in {seconds:.3f} s, their "
        f"{len(distinct)} patterns counted in {counting:.3f} s before"
    )
    _compare(said, seconds, rng)
    return seconds


def _compare(said: np.ndarray, seconds: float, rng: np.random.Generator) -> None:
    """Print how many times as long the other package takes, reckoned from a few draws."""

    def draw() -> None:
        picked = said[rng.integers(len(said), size=len(said))]
        krippendorff.alpha(picked.T, level_of_measurement="nominal")

    other = spent(draw, FEW) * N_DRAWS
    print(
        f"agreement: a loop with krippendorff {version('krippendorff')} would take {other:,.0f} s "
        f"(reckoned from {FEW} draws), {other / seconds:,.0f} times as long"
    )


def alpha_over_sources() -> float:
    """Print the time for alpha's interval from resampled interviews; the time is returned."""
    rng = np.random.default_rng(1)
    counts = rng.multinomial(N_CODERS, [0.5, 0.3, 0.2], size=5 * N_SOURCES)
    source = np.repeat(np.arange(N_SOURCES), 5)

    def interval() -> tuple[float, float]:
        parts = of_parts(of_units(counts, SCALE), source, N_SOURCES)
        draws = resampled(parts, np.ones(N_SOURCES), rng, N_DRAWS)
        return bounds(MEASURES["alpha"](draws, SCALE), N_SOURCES)

    seconds = spent(interval)
    print(f"agreement: alpha, {N_DRAWS:,} resamples of {N_SOURCES} interviews in {seconds:.3f} s")
    return seconds


def pairs_of_codes() -> float:
    """Print the time for counting all pairs of codes, beside a cross-tabulation's."""
    rng = np.random.default_rng(1)
    n = int(N_PASSAGES * MARKS_PER_PASSAGE)
    codes = pd.Categorical.from_codes(
        rng.integers(N_CODES, size=n), [f"c{n}" for n in range(N_CODES)]
    )
    unit = np.sort(np.r_[np.arange(N_PASSAGES), rng.integers(N_PASSAGES, size=n - N_PASSAGES)])
    marks = pd.DataFrame({"unit": unit, "code_id": codes}).drop_duplicates()
    seconds = spent(lambda: cooccurrence.counts(marks))

    def tabulate() -> pd.DataFrame:
        found = pd.crosstab(marks["unit"], marks["code_id"]).to_numpy()
        return found.T @ found

    other = spent(tabulate, 1)
    print(
        f"co-occurrence: {N_CODES} codes over {N_PASSAGES:,} passages in {seconds:.3f} s; by "
        f"pandas.crosstab {other:.1f} s, {other / seconds:.0f} times as long"
    )
    return seconds


def coverage() -> None:
    """Print how often the intervals of a small study hold the truth, with the Monte Carlo error."""
    held = covered(N_STUDIES, STUDY_SOURCES, 2_000)
    error = np.sqrt(0.95 * 0.05 / N_STUDIES)
    said = ", ".join(f"{name} {100 * share:.1f} %" for name, share in held.items())
    print(
        f"agreement: of {N_STUDIES} studies of {STUDY_SOURCES} interviews, intervals that hold the "
        f"truth: {said} (Monte Carlo error {100 * error:.1f})"
    )


if __name__ == "__main__":
    for size in SIZES:
        alpha_over_units(size)
    alpha_over_sources()
    pairs_of_codes()
    coverage()
