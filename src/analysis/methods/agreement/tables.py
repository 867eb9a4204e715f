"""Every coefficient on a table of judgements, with its interval and, where undefined, the reason.

Judgements have one row per unit and coder; units are nested in interviews.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.methods.agreement import coefficients
from analysis.methods.agreement.intervals import N_DRAWS, bounds, resampled
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.sums import Sums, of_parts, of_units

MEASURES: dict[str, Callable[[Sums, Scale], np.ndarray]] = {
    "percent_agreement": coefficients.percent_agreement,
    "alpha": coefficients.alpha,
    "ac1": coefficients.gwet,
    "fleiss_kappa": coefficients.fleiss_kappa,
    "pabak": coefficients.pabak,
}
# Why a coefficient is undefined.
NOTHING_JUDGED = "nothing_judged"
ONE_CODER = "one_coder"
NOT_JUDGED_TWICE = "nothing_judged_twice"
ONE_CATEGORY = "one_category_given"
# How an interval was made.
SOURCES = "sources resampled"
UNITS = "units resampled"
ERRORS = "errors drawn anew"
FORMULA = "formula"
# From such agreement and such an alpha on, they seem to contradict each other: one category is so
# frequent that chance alone would agree often. Feinstein and Cicchetti 1990, Journal of Clinical
# Epidemiology 43, give the paradox; the two bounds are ours.
HIGH_AGREEMENT, LOW_ALPHA = 0.8, 0.4


def unit_counts(values: pd.DataFrame, categories: Sequence) -> np.ndarray:
    """How many coders gave each category to each unit that was judged: units by categories.

    ``values`` has one row per unit, one column per coder, and is missing where the coder did not
    judge the unit. Raises ValueError for a judgement that is none of the ``categories``: left out,
    it would count as not made.
    """
    number = {category: place for place, category in enumerate(categories)}
    given = values.apply(lambda column: column.map(number)).to_numpy(dtype=float)
    n_strays = int((np.isnan(given) & values.notna().to_numpy(dtype=bool)).sum())
    if n_strays:
        msg = f"{n_strays} judgements are none of the categories {list(number)[:10]}"
        raise ValueError(msg)
    counts = np.zeros((len(values), len(number)), dtype=int)
    unit, coder = np.nonzero(~np.isnan(given))
    np.add.at(counts, (unit, given[unit, coder].astype(int)), 1)
    return counts[counts.sum(axis=1) > 0]


def agreement(
    judged: pd.DataFrame,
    scale: Scale,
    rng: np.random.Generator,
    unit: Sequence[str] = ("source_id", "domain"),
    value: str = "direction",
) -> pd.DataFrame:
    """Each coefficient of agreement on the column ``value`` of ``judged``, with a 95 % interval.

    ``judged`` has one row per ``unit`` and ``coder_id``; only units that two coders or more judged
    enter, the same for every coefficient. The interval resamples sources, because the judgements
    of one source are not independent.

    Returns one row per coefficient: ``measure`` (``ac2`` instead of ``ac1`` where the scale has
    weights), ``value``, ``undefined`` (why there is no value; else missing), ``lower``, ``upper``,
    ``interval`` (how it was made), ``n_units``, ``n_sources`` and ``is_paradox``, the same in all
    rows. An interval is missing where there are fewer than two sources, or more than one resample
    in twenty leaves the value undefined.
    """
    values, twice, source = pivoted(judged, unit, value)
    n_sources = int(source.max(initial=-1)) + 1
    units = of_units(unit_counts(twice, scale.categories), scale)
    parts = of_parts(units, source, n_sources)
    total = parts.total()
    draws = resampled(parts, np.ones(n_sources), rng, N_DRAWS) if n_sources > 1 else None
    why = _why(values, total)
    rows = []
    for name, measure in MEASURES.items():
        found = float(measure(total, scale))
        lower, upper = bounds(measure(draws, scale), n_sources) if draws else (np.nan, np.nan)
        rows.append(
            {
                "measure": called(name, scale), "value": found,
                "undefined": why if np.isnan(found) else None, "lower": lower, "upper": upper,
                "interval": None if np.isnan(lower) else SOURCES,
                "n_units": len(twice), "n_sources": n_sources,
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(is_paradox=is_paradox(table))


def pivoted(
    judged: pd.DataFrame, unit: Sequence[str], value: str
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Judgements as units by coders; of them the units judged twice; the number of their source."""
    values = judged.pivot(index=list(unit), columns="coder_id", values=value)
    twice = values[values.notna().sum(axis=1) >= 2]
    source, _ = pd.factorize(twice.index.get_level_values("source_id"))
    return values, twice, source


def called(measure: str, scale: Scale) -> str:
    """The name of a coefficient on this scale: with weights, Gwet's is AC2."""
    is_weighted = not np.array_equal(scale.weights, np.eye(len(scale.categories)))
    return "ac2" if measure == "ac1" and is_weighted else measure


def _why(values: pd.DataFrame, total: Sums) -> str:
    """Why agreement on these units is undefined, where it is."""
    if values.empty:
        return NOTHING_JUDGED
    if values.notna().any().sum() < 2:
        return ONE_CODER
    return ONE_CATEGORY if total.n_paired else NOT_JUDGED_TWICE


def agreement_by(
    by: str,
    judged: pd.DataFrame,
    scale: Scale,
    rng: np.random.Generator,
    unit: Sequence[str] = ("source_id", "domain"),
    value: str = "direction",
) -> pd.DataFrame:
    """``agreement`` on the judgements of each value of the column ``by`` (a domain, a language).

    Returns one row per value, in alphabetical order, and coefficient.
    """
    parts = [
        agreement(part, scale, rng, unit, value).assign(**{by: name})
        for name, part in judged.groupby(by)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[by])


def is_paradox(found: pd.DataFrame) -> bool:
    """Whether coders agree often and alpha is low all the same: one category is very frequent."""
    value = found.set_index("measure")["value"]
    return bool(value["percent_agreement"] >= HIGH_AGREEMENT and value["alpha"] <= LOW_ALPHA)
