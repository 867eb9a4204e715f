"""What every coefficient of agreement is made of: sums over units.

Because they are sums, a resample is a weighted sum of the parts and leaving one out a subtraction:
neither goes back to the units.
"""

from typing import NamedTuple

import numpy as np

from analysis.methods.agreement.scales import Scale

MAX_KEY = 2**62


class Sums(NamedTuple):
    """Sums over the units of each part: leading axes are parts or resamples, the last categories.

    ``agreement`` adds up the (weighted) agreement of a unit's pairs of judgements, 0 to 1 a unit;
    ``disagreement`` Krippendorff's observed distances, ``values`` the judgements of each category,
    both over units judged twice or more, which ``n_paired`` counts. ``shares`` adds up each
    judged unit's shares of the categories, and ``n_judged`` counts these. ``coincidences`` has,
    for ordinal data alone, each pair of categories; its distances follow from the sums themselves.
    """

    agreement: np.ndarray
    disagreement: np.ndarray
    values: np.ndarray
    shares: np.ndarray
    n_paired: np.ndarray
    n_judged: np.ndarray
    coincidences: np.ndarray

    def weighted(self, times: np.ndarray) -> "Sums":
        """The sums with each part taken so many times: ``times`` is (resamples, parts)."""
        return Sums(*(np.tensordot(times, part, axes=1) for part in self))

    def total(self) -> "Sums":
        """The sums over all parts."""
        return Sums(*(part.sum(axis=0) for part in self))

    def without_each(self) -> "Sums":
        """The sums over all parts but one, for each one."""
        return Sums(*(part.sum(axis=0) - part for part in self))


def of_units(counts: np.ndarray, scale: Scale) -> Sums:
    """The sums of each unit by itself: a part for each row of ``counts`` (units, categories).

    ``counts`` says how many coders gave the unit each category. The coincidences are empty
    where the scale has distances of its own.
    """
    counts = counts.astype(float)
    n = counts.sum(axis=1)
    is_paired, is_judged = n >= 2, n >= 1
    pairs = np.where(is_paired, n * (n - 1), 1.0)
    others = np.where(is_paired, n - 1, 1.0)
    # Each judgement with each other one of its unit: those of one category, less itself.
    agreeing = ((counts @ scale.weights) * counts).sum(axis=1) - counts @ np.diag(scale.weights)
    apart, coincidences = np.zeros(len(counts)), np.empty((len(counts), 0, 0))
    if scale.distances is None:
        own = counts[:, :, None] * np.eye(counts.shape[1])
        coincidences = counts[:, :, None] * counts[:, None, :] - own
        coincidences = np.where(is_paired, 1 / others, 0.0)[:, None, None] * coincidences
    else:
        apart = ((counts @ scale.distances) * counts).sum(axis=1)
    return Sums(
        agreement=np.where(is_paired, agreeing / pairs, 0.0),
        disagreement=np.where(is_paired, apart / others, 0.0),
        values=np.where(is_paired[:, None], counts, 0.0),
        shares=counts / np.where(is_judged, n, 1.0)[:, None],
        n_paired=is_paired.astype(float),
        n_judged=is_judged.astype(float),
        coincidences=coincidences,
    )


def of_parts(units: Sums, part: np.ndarray, n_parts: int, times: np.ndarray | float = 1.0) -> Sums:
    """The sums of each part: ``part`` numbers the one that each unit belongs to.

    A unit counts ``times``: as often as its like was found, or by its length.
    """
    times = np.broadcast_to(times, len(part))[:, None]

    def added(of_unit: np.ndarray) -> np.ndarray:
        flat = of_unit.reshape(len(of_unit), int(np.prod(of_unit.shape[1:]))) * times
        columns = [np.bincount(part, weights=column, minlength=n_parts) for column in flat.T]
        shape = (n_parts, *of_unit.shape[1:])
        return np.stack(columns, axis=-1).reshape(shape) if columns else np.empty(shape)

    return Sums(*(added(of_unit) for of_unit in units))


def patterns(counts: np.ndarray, times: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The distinct rows of ``counts``, and how many units each stands for.

    ``times`` says for how many units a row of ``counts`` stands (characters, say); else for one.
    """
    times = np.ones(len(counts)) if times is None else np.asarray(times, dtype=float)
    base = int(counts.max(initial=0)) + 1
    if float(base) ** counts.shape[1] > MAX_KEY:
        distinct, key = np.unique(counts, axis=0, return_inverse=True)
        return distinct, np.bincount(key.ravel(), weights=times, minlength=len(distinct))
    # One number for each row: sorting numbers is many times faster than sorting rows.
    keys = counts @ base ** np.arange(counts.shape[1])
    _, first, key = np.unique(keys, return_index=True, return_inverse=True)
    return counts[first], np.bincount(key, weights=times, minlength=len(first))
