"""Agreement between coders, on units that two or more of them judged.

Units here are judgements: a source and a domain. ``values`` has one row per unit, one column per
coder, and is missing where the coder did not judge the unit.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

# Resamples of sources for an interval; the third decimal of a bound still moves with it.
N_RESAMPLES = 2_000


def unit_counts(values: pd.DataFrame, categories: tuple[str, ...]) -> np.ndarray:
    """How many coders gave each category to each unit that was judged: units by categories."""
    counts = np.column_stack([values.eq(category).sum(axis=1) for category in categories])
    return counts[counts.sum(axis=1) > 0]


def _pairable(counts: np.ndarray) -> np.ndarray:
    """The units with two judgements or more: with fewer there is nothing to agree with."""
    return counts[counts.sum(axis=1) >= 2]


def percent_agreement(counts: np.ndarray) -> float:
    """Mean over units of the share of coder pairs that agree; missing where no unit has two."""
    counts = _pairable(counts)
    if len(counts) == 0:
        return np.nan
    n = counts.sum(axis=1)
    return float(((counts * (counts - 1)).sum(axis=1) / (n * (n - 1))).mean())


def alpha(counts: np.ndarray) -> float:
    """Krippendorff's alpha for nominal data with missing values.

    Missing (undefined) where there is no unit or only one category was ever given: agreement that
    could not have failed is none. Source: Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, section C.
    """
    counts = _pairable(counts)
    if len(counts) == 0:
        return np.nan
    n_units = counts.sum(axis=1, keepdims=True)
    n_category = counts.sum(axis=0)
    n = n_category.sum()
    agreeing = (counts * (counts - 1) / (n_units - 1)).sum()
    expected = (n_category * (n_category - 1)).sum()
    if expected == n * (n - 1):
        return np.nan
    return float(1 - (n - 1) * (n - agreeing) / (n * (n - 1) - expected))


def ac1(counts: np.ndarray) -> float:
    """Gwet's AC1, for any number of coders, missing where no unit has two judgements.

    Agreement by chance is the sum of pi (1 - pi) over the number of categories less one, where pi
    is a category's mean share over all units, those judged once included. Source: Gwet 2008,
    British Journal of Mathematical and Statistical Psychology 61.
    """
    n_units, n_categories = counts.shape
    if n_categories < 2 or n_units == 0:
        return np.nan
    pi = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
    by_chance = (pi * (1 - pi)).sum() / (n_categories - 1)
    return float((percent_agreement(counts) - by_chance) / (1 - by_chance))


MEASURES = {"percent_agreement": percent_agreement, "alpha": alpha, "ac1": ac1}
# Why a measure is undefined.
NOT_JUDGED_TWICE = "nothing_judged_twice"
ONE_CATEGORY = "one_category_given"


def agreement_by(
    by: str, judged: pd.DataFrame, categories: tuple[str, ...], rng: np.random.Generator
) -> pd.DataFrame:
    """``agreement`` on the judgements of each value of the column ``by`` (a domain, a language).

    Returns one row per value, in alphabetical order, and measure.
    """
    parts = [
        agreement(part, categories, rng).assign(**{by: value}) for value, part in judged.groupby(by)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[by])


def agreement(
    judged: pd.DataFrame, categories: tuple[str, ...], rng: np.random.Generator
) -> pd.DataFrame:
    """Each measure of agreement on the direction of ``judged``, with a 95 % interval.

    ``judged`` has one row per ``source_id``, ``domain`` and ``coder_id`` with ``direction``; only
    units that two coders or more judged enter, the same for every measure. The interval resamples
    sources, because the judgements of one source are not independent.

    Returns one row per measure: ``measure``, ``value``, ``undefined`` (why there is no value; else
    missing), ``lower``, ``upper``, ``n_units`` and ``n_sources``. An interval is missing where
    there are fewer than two sources, or more than one resample in twenty leaves the value
    undefined.
    """
    values = judged.pivot(index=["source_id", "domain"], columns="coder_id", values="direction")
    values = values[values.notna().sum(axis=1) >= 2]
    source, _ = pd.factorize(values.index.get_level_values("source_id"))
    counts = unit_counts(values, categories)
    rows = {name: [] for name in MEASURES}
    for units in _resampled(source, rng):
        for name, measure in MEASURES.items():
            rows[name].append(measure(counts[units]))
    return pd.DataFrame(
        {
            "measure": name,
            "value": measure(counts),
            "undefined": _why(counts) if np.isnan(measure(counts)) else None,
            **_bounds(np.array(rows[name])),
            "n_units": len(counts),
            "n_sources": len(set(source)),
        }
        for name, measure in MEASURES.items()
    )


def _why(counts: np.ndarray) -> str:
    """Why agreement on these units is undefined."""
    return ONE_CATEGORY if len(_pairable(counts)) else NOT_JUDGED_TWICE


def _resampled(source: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    n_sources = len(set(source))
    units_of = [np.flatnonzero(source == number) for number in range(n_sources)]
    for _ in range(N_RESAMPLES if n_sources > 1 else 0):
        drawn = rng.integers(n_sources, size=n_sources)
        yield np.concatenate([units_of[number] for number in drawn])


def _bounds(resampled: np.ndarray) -> dict[str, float]:
    if len(resampled) == 0 or np.isnan(resampled).mean() > 0.05:
        return {"lower": np.nan, "upper": np.nan}
    lower, upper = np.nanquantile(resampled, [0.025, 0.975])
    return {"lower": lower, "upper": upper}
