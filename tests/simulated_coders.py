"""Judgements of three coders with known agreement: some interviews are harder than others."""

import numpy as np

from analysis.methods.agreement import MEASURES, Scale
from analysis.methods.agreement import sums as unit_sums
from analysis.methods.agreement.intervals import bounds, resampled

SCALE = Scale.of(range(3))
N_CODERS = 3
SAID = np.array([0.55, 0.30, 0.15])  # how often each category is meant, over all interviews


def judgements(n_sources: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How many coders gave each category to each unit, and the number of the unit's interview.

    An interview has one to five units, tends to a category of its own, and is as hard as its
    share of errors (0.14 on average) makes it.
    """
    source = np.repeat(np.arange(n_sources), rng.integers(1, 6, size=n_sources))
    tends = rng.dirichlet(4 * SAID, size=n_sources)[source].cumsum(axis=1)
    meant = (rng.random(len(source))[:, None] > tends).sum(axis=1).clip(max=2)
    errs = rng.beta(1, 6, size=n_sources)[source]
    counts = np.zeros((len(source), len(SAID)), dtype=int)
    for _ in range(N_CODERS):
        is_wrong = rng.random(len(source)) < errs
        said = np.where(is_wrong, (meant + rng.integers(1, 3, len(source))) % 3, meant)
        counts[np.arange(len(source)), said] += 1
    return counts, source


def truth(n_sources: int = 200_000) -> dict[str, float]:
    """Each coefficient over so many interviews that it is the one they are drawn from."""
    counts, _ = judgements(n_sources, np.random.default_rng(0))
    total = unit_sums.of_units(counts, SCALE).total()
    return {name: float(measure(total, SCALE)) for name, measure in MEASURES.items()}


def covered(n_studies: int, n_sources: int, n_draws: int, by_units: bool = False) -> dict:
    """Share of the studies, one a seed, whose interval of each coefficient holds the truth.

    With ``by_units``, units are resampled as if they were interviews, which they are not.
    """
    true, n_held = truth(), dict.fromkeys(MEASURES, 0)
    for seed in range(n_studies):
        rng = np.random.default_rng([1, seed])
        counts, source = judgements(n_sources, rng)
        part = np.arange(len(source)) if by_units else source
        n_parts = int(part.max()) + 1
        parts = unit_sums.of_parts(unit_sums.of_units(counts, SCALE), part, n_parts)
        draws = resampled(parts, np.ones(n_parts), rng, n_draws)
        for name, measure in MEASURES.items():
            lower, upper = bounds(measure(draws, SCALE), n_parts)
            n_held[name] += lower <= true[name] <= upper
    return {name: n / n_studies for name, n in n_held.items()}
