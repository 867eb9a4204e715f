"""Coefficients of agreement of any number of coders, from sums; undefined is missing.

Each takes ``Sums`` with any leading axes and gives a value for each: of a table of judgements, or
of thousands of resamples at once.
"""

import numpy as np

from analysis.methods.agreement.scales import Scale, ordinal_distances
from analysis.methods.agreement.sums import Sums


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Missing where nothing is divided by."""
    above, below = np.broadcast_arrays(above, below)
    # What is left of a difference of sums that are equal is not 0 to the last digit.
    is_some = np.abs(below) > 1e-12
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=is_some)


def _by_chance(sums: Sums) -> np.ndarray:
    """Each category's mean share over the units judged."""
    return _ratio(sums.shares, sums.n_judged[..., None])


def percent_agreement(sums: Sums, scale: Scale) -> np.ndarray:
    """Mean over units of the (weighted) share of pairs that agree; missing where none has."""
    return _ratio(sums.agreement, sums.n_paired)


def alpha(sums: Sums, scale: Scale) -> np.ndarray:
    """Krippendorff's alpha, for data with missing values, on the scale the sums were made for.

    Missing where no unit was judged twice, and where only one category was ever given: agreement
    that could not have failed is none. Source: Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, sections C and D.
    """
    n = sums.values.sum(axis=-1)
    if scale.distances is None:
        apart = ordinal_distances(sums.values)
        observed = (sums.coincidences * apart).sum(axis=(-2, -1))
        expected = np.einsum("...c,...ck,...k->...", sums.values, apart, sums.values)
    else:
        observed = sums.disagreement
        expected = ((sums.values @ scale.distances) * sums.values).sum(axis=-1)
    return 1 - _ratio((n - 1) * observed, expected)


def fleiss_kappa(sums: Sums, scale: Scale) -> np.ndarray:
    """Fleiss' kappa, extended to missing judgements as in Gwet 2014, section 2.5.

    Missing where no unit was judged twice or one category alone was given. Source: Fleiss 1971,
    Psychological Bulletin 76.
    """
    pi = _by_chance(sums)
    by_chance = ((pi @ scale.weights) * pi).sum(axis=-1)
    return _ratio(percent_agreement(sums, scale) - by_chance, 1 - by_chance)


def gwet(sums: Sums, scale: Scale) -> np.ndarray:
    """Gwet's AC1, or AC2 where the weights are not those of identity.

    Defined where one category alone was given. Missing where no unit was judged twice, and where
    there is one category only. Source: Gwet 2008, British Journal of Mathematical and Statistical
    Psychology 61; with weights Gwet 2014, section 3.5.
    """
    n_categories = len(scale.categories)
    if n_categories < 2:
        return np.full(np.shape(sums.n_paired), np.nan)
    pi = _by_chance(sums)
    spread = (pi * (1 - pi)).sum(axis=-1)
    by_chance = scale.weights.sum() * spread / (n_categories * (n_categories - 1))
    return _ratio(percent_agreement(sums, scale) - by_chance, 1 - by_chance)


def pabak(sums: Sums, scale: Scale) -> np.ndarray:
    """Kappa adjusted for prevalence and bias: chance gives every category equally often.

    Sources: Byrt, Bishop and Carlin 1993, Journal of Clinical Epidemiology 46; for more than two
    categories Brennan and Prediger 1981.
    """
    by_chance = scale.weights.sum() / max(len(scale.categories), 1) ** 2
    return _ratio(percent_agreement(sums, scale) - by_chance, np.asarray(1 - by_chance))
