"""The outcome line on one page: the change of each indicator, and the composite of each domain."""

import numpy as np
import pandas as pd

from analysis.methods.outcomes import composite, standardized

HALF_WIDTH = 1.959964  # standard errors between the middle and an end of a 95 % interval


def by_indicator(
    changes: pd.DataFrame, indicators: pd.DataFrame, weights: pd.DataFrame
) -> pd.DataFrame:
    """Mean change over the states, better upwards, in standard deviations of the baselines.

    ``changes`` comes from ``outcomes.monitored_changes``. Returns one row per ``domain`` and
    ``indicator_id``, and one per domain whose ``indicator_id`` is blank, the composite:
    ``n_states``, ``n_cases`` (the fewest that a measurement behind it rests on), ``change_sd``
    with its interval ``lower``, ``upper``, ``error_sd``, and the ``weight`` that the indicator has
    in the composite (0-1; in a state that lacks one, the others share its weight). Each state
    counts equally. The interval tells how well these states were measured, and nothing of others.
    """
    standard = standardized(changes, indicators)
    cases = changes.groupby("indicator_id")["n_cases"].min()
    single = _over_states(standard, ["domain", "indicator_id"])
    single = single.assign(n_cases=single["indicator_id"].map(cases))
    declared = single["indicator_id"].map(weights.set_index("indicator_id")["weight"])
    declared = declared.astype(float).fillna(1.0)
    single = single.assign(weight=declared / declared.groupby(single["domain"]).transform("sum"))
    whole = _over_states(composite(standard, weights), ["domain"])
    whole = whole.assign(n_cases=whole["domain"].map(single.groupby("domain")["n_cases"].min()))
    table = pd.concat([single, whole.assign(indicator_id=None, weight=np.nan)], ignore_index=True)
    half = HALF_WIDTH * table["error_sd"]
    return table.assign(lower=table["change_sd"] - half, upper=table["change_sd"] + half)


def _over_states(standard: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The mean over the states and its standard error, their measurements independent."""
    grouped = standard.assign(variance=standard["error_sd"] ** 2).groupby(by, as_index=False)
    found = grouped.agg(
        change_sd=("change_sd", "mean"), variance=("variance", "sum"), n_states=("state", "nunique")
    )
    error = np.sqrt(found["variance"]) / found["n_states"]
    return found.assign(error_sd=error).drop(columns="variance")
