"""How sure a coefficient is: by resampling interviews or units, by its errors, or by formula."""

import numpy as np
from scipy import stats

from analysis.methods.agreement.coefficients import gwet
from analysis.methods.agreement.scales import Scale, ordinal_distances
from analysis.methods.agreement.sums import Sums

N_DRAWS = 10_000
CONFIDENCE = 0.95
# An interval is undefined where more resamples than this leave the coefficient undefined.
UNDEFINED_SHARE = 0.05
LOWEST_ALPHA = -1.0  # what the published algorithm allows
DIGITS = 12  # distances that differ less are equal


def resampled(parts: Sums, times: np.ndarray, rng: np.random.Generator, n_draws: int) -> Sums:
    """The sums of resamples with replacement: ``times`` says how often each part stands.

    Parts are interviews, each standing once, or distinct units, each standing as often as it was
    found; the cost does not grow with how often.
    """
    times = np.asarray(times)
    n = int(times.sum())
    if (times == 1).all():
        drawn = rng.integers(n, size=(n_draws, n)) + n * np.arange(n_draws)[:, None]
        picked = np.bincount(drawn.ravel(), minlength=n * n_draws).reshape(n_draws, n)
    else:
        picked = rng.multinomial(n, times / n, size=n_draws)
    return parts.weighted(picked.astype(float))


def alpha_by_errors(
    counts: np.ndarray, times: np.ndarray, scale: Scale, rng: np.random.Generator, n_draws: int
) -> np.ndarray:
    """Draws of Krippendorff's alpha in which the observed errors fall on the pairs anew.

    The expected disagreement stays; what is drawn is which pair of judgements each place holds.
    ``counts`` are distinct units by categories and ``times`` how often each was found. Narrower
    than resampling units, because units are taken as they are; where they were judged by unequal
    numbers of coders, its middle is not alpha. The correction for draws without any variation,
    which a handful of units alone can give, is left out. Missing where alpha is. Source:
    Krippendorff 2016, Bootstrapping distributions for Krippendorff's alpha.
    """
    is_paired = counts.sum(axis=1) >= 2
    counts, times = counts[is_paired].astype(float), np.asarray(times)[is_paired]
    n_judged = counts.sum(axis=1)
    values = times @ counts
    apart = scale.distances if scale.distances is not None else ordinal_distances(values)
    n = values.sum()
    expected = values @ apart @ values / (n * (n - 1)) if n else 0.0
    if expected == 0:
        return np.full(n_draws, np.nan)
    pairs = (counts * times[:, None]).T @ counts - np.diag(values)
    sizes, of_size = np.unique(n_judged, return_inverse=True)
    n_places = np.bincount(of_size, weights=times * n_judged * (n_judged - 1) / 2)
    # Pairs equally far apart are one kind of error.
    far, kind = np.unique(apart.round(DIGITS), return_inverse=True)
    chance = np.bincount(kind.ravel(), weights=pairs.ravel()) / pairs.sum()
    drawn = np.zeros(n_draws)
    for size, n_size in zip(sizes, n_places, strict=True):
        drawn += rng.multinomial(int(n_size), chance, size=n_draws) @ far / (size - 1)
    return np.maximum(1 - 2 * drawn / (n * expected), LOWEST_ALPHA)


def bounds(draws: np.ndarray, n_parts: int | None = None) -> tuple[float, float]:
    """The middle 95 % of the draws; missing where too many of them are undefined.

    Resamples of ``n_parts`` parts vary too little, the more so the fewer there are; the middle is
    then taken as much wider as a mean's interval would have to be. Source: Hesterberg 2015, The
    American Statistician 69, expanded percentile interval.
    """
    if len(draws) == 0 or np.isnan(draws).mean() > UNDEFINED_SHARE:
        return np.nan, np.nan
    tail = (1 - CONFIDENCE) / 2
    if n_parts is not None:
        reach = stats.t.ppf(1 - tail, n_parts - 1) * np.sqrt(n_parts / (n_parts - 1))
        tail = stats.norm.sf(reach)
    lower, upper = np.nanquantile(draws, [tail, 1 - tail])
    return float(lower), float(upper)


def gwet_interval(units: Sums, times: np.ndarray, scale: Scale) -> tuple[float, float, float]:
    """Gwet's coefficient by formula: its standard error and 95 % interval, of independent units.

    ``units`` are distinct units, a part each, ``times`` how often each was found. The interval
    ends at 1. Missing with fewer than two units. Source: Gwet 2014, section 5.3, equation 5.3.3.
    """
    n, q = float(np.sum(times)), len(scale.categories)
    total = units.weighted(np.asarray(times, dtype=float)[None])
    value = float(gwet(total, scale)[0])
    if n < 2 or np.isnan(value):
        return np.nan, np.nan, np.nan
    factor = scale.weights.sum() / (q * (q - 1))
    pi = total.shares[0] / total.n_judged[0]
    chance = factor * (pi * (1 - pi)).sum()
    # A unit judged once tells of chance only; those judged twice stand for it.
    stands_for = n / total.n_paired[0]
    of_unit = stands_for * (units.agreement - chance * units.n_paired) / (1 - chance)
    chance_of_unit = factor * (units.shares @ (1 - pi))
    of_unit = of_unit - 2 * (1 - value) * (chance_of_unit - chance) / (1 - chance)
    error = float(np.sqrt((times * (of_unit - value) ** 2).sum() / (n * (n - 1))))
    reach = stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * error
    return error, value - reach, min(value + reach, 1.0)
