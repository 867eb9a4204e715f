"""Agreement of two coders who judged the same units: kappa, and the overlap of one code."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.methods.agreement.intervals import CONFIDENCE
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.tables import FORMULA, NOT_JUDGED_TWICE, ONE_CATEGORY


def confusion(one: pd.Series, other: pd.Series, categories: tuple) -> np.ndarray:
    """How often the first coder gave the row's category where the other gave the column's.

    Units that either did not judge are left out.
    """
    table = pd.crosstab(pd.Categorical(one, categories), pd.Categorical(other, categories))
    return table.reindex(index=categories, columns=categories, fill_value=0).to_numpy()


def cohen_kappa(table: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Cohen's kappa of a confusion table: ``value``, ``standard_error``, ``lower``, ``upper``.

    The interval is normal, for independent units. All are missing where no unit was judged twice
    or chance agreement is complete. Sources: Cohen 1960, Educational and Psychological Measurement
    20; Cohen 1968 (weighted), Psychological Bulletin 70; for the error Fleiss, Cohen and Everitt
    1969, Psychological Bulletin 72.
    """
    n = table.sum()
    found = dict.fromkeys(("value", "standard_error", "lower", "upper"), np.nan)
    if n == 0:
        return found
    share = table / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    agreed, by_chance = (share * weights).sum(), rows @ weights @ columns
    if np.isclose(by_chance, 1):
        return found
    kappa = (agreed - by_chance) / (1 - by_chance)
    means = (weights @ columns)[:, None] + rows @ weights
    spread = (share * (weights - means * (1 - kappa)) ** 2).sum()
    variance = (spread - (kappa - by_chance * (1 - kappa)) ** 2) / (n * (1 - by_chance) ** 2)
    error = np.sqrt(max(variance, 0.0))
    reach = stats.norm.ppf((1 + CONFIDENCE) / 2) * error
    return {"value": kappa, "standard_error": error, "lower": kappa - reach, "upper": kappa + reach}


def kappa_by_pair(values: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Cohen's kappa of each two coders.

    ``values`` has one row per unit and one column per coder. Returns one row per pair with
    ``coder``, ``other_coder``, ``n_units`` that both judged, the columns of ``cohen_kappa``,
    ``undefined`` (why there is no value; else missing) and ``interval`` (how it was made).
    """
    rows = []
    for one, other in combinations(sorted(values.columns), 2):
        both = values[[one, other]].dropna()
        table = confusion(both[one], both[other], scale.categories)
        row = {"coder": one, "other_coder": other, "n_units": len(both)}
        row |= cohen_kappa(table, scale.weights)
        is_known = not np.isnan(row["value"])
        why = ONE_CATEGORY if len(both) else NOT_JUDGED_TWICE
        row |= {"undefined": None if is_known else why, "interval": FORMULA if is_known else None}
        rows.append(row)
    return pd.DataFrame(rows)


def jaccard(n_both: int, n_either: int) -> float:
    """Units both coded over units either coded; missing where nobody did. Source: Jaccard 1912."""
    return n_both / n_either if n_either else np.nan


def dice(n_both: int, n_either: int) -> float:
    """Twice the units both coded over the sum of what each coded. Source: Dice 1945, Ecology 26."""
    return 2 * n_both / (n_both + n_either) if n_either else np.nan
