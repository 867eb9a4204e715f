"""How far two categories lie apart, and how much two coders who gave them agree.

A distance is squared, as in Krippendorff's alpha; a weight is 1 for full agreement and falls to 0.
Categories stand in the order of the codebook; numbers are the categories of interval and ratio.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NOMINAL, ORDINAL, INTERVAL, RATIO, SETS = "nominal", "ordinal", "interval", "ratio", "sets"
IDENTITY, LINEAR, QUADRATIC = "identity", "linear", "quadratic"
# What MASI takes from the overlap of two sets: one within the other, overlapping, apart.
WITHIN, OVERLAPPING, APART = 2 / 3, 1 / 3, 0.0


@dataclass(frozen=True)
class Scale:
    """The categories of a judgement, in order, their squared distances and their weights.

    ``distances`` is missing for ordinal categories, whose ranks the data give.
    """

    categories: tuple
    distances: np.ndarray | None
    weights: np.ndarray

    @classmethod
    def of(cls, categories: Sequence, level: str = NOMINAL, weighted: str = IDENTITY) -> "Scale":
        """A scale of one of the five levels, with one of the four kinds of weights."""
        apart, agreeing = distances(level, categories), weights(weighted, len(categories))
        return cls(tuple(categories), apart, agreeing)


def distances(level: str, categories: Sequence) -> np.ndarray | None:
    """Squared distances between categories; none for ordinal ones, whose ranks the data give.

    Interval and ratio categories are numbers, those of sets are frozensets. Sources: Krippendorff
    2011, Computing Krippendorff's Alpha-Reliability, section D; for sets 1 - MASI, Passonneau 2006,
    Measuring Agreement on Set-valued Items, LREC.
    """
    if level == ORDINAL:
        return None
    if level == NOMINAL:
        return 1.0 - np.eye(len(categories))
    if level == SETS:
        return np.array([[1 - masi(one, other) for other in categories] for one in categories])
    if level not in (INTERVAL, RATIO):
        msg = f"no scale of this name: {level}"
        raise ValueError(msg)
    numbers = np.asarray(categories, dtype=float)
    apart = numbers[:, None] - numbers
    if level == INTERVAL:
        return apart**2
    together = numbers[:, None] + numbers
    return np.divide(apart, together, out=np.zeros_like(apart), where=together != 0) ** 2


def ordinal_distances(values: np.ndarray) -> np.ndarray:
    """Squared distances of ranks: ``values`` (..., categories) are the judgements of each category.

    Two categories lie apart by the judgements between them and half of their own.
    """
    rank = np.cumsum(values, axis=-1) - values / 2
    return (rank[..., :, None] - rank[..., None, :]) ** 2


def masi(one: frozenset, other: frozenset) -> float:
    """Likeness of two sets, 0 to 1: the Jaccard index times how one contains the other.

    Two empty sets are alike.
    """
    if one == other:
        return 1.0
    shared = one & other
    if not shared:
        return APART
    monotone = WITHIN if shared in (one, other) else OVERLAPPING
    return len(shared) / len(one | other) * monotone


def weights(kind: str, n_categories: int) -> np.ndarray:
    """Agreement of each pair of categories, by their places in the order of the codebook.

    Source: Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, section 3.5: identity,
    linear, quadratic, ordinal.
    """
    if kind == IDENTITY or n_categories == 1:
        return np.eye(n_categories)
    place = np.arange(n_categories)
    apart = np.abs(place[:, None] - place)
    if kind == LINEAR:
        return 1 - apart / (n_categories - 1)
    if kind == QUADRATIC:
        return 1 - (apart / (n_categories - 1)) ** 2
    if kind != ORDINAL:
        msg = f"no weights of this name: {kind}"
        raise ValueError(msg)
    # As many pairs as can be drawn from the categories between the two, both included.
    pairs = (apart + 1) * apart / 2
    return 1 - pairs / pairs.max()
