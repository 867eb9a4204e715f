"""The indicator line: change between baseline and endline, in units every indicator shares."""

import numpy as np
import pandas as pd

from analysis.settings import DECLARED_COMPOSITE, LATENT
from analysis.vocabulary import HIGHER_BETTER, LOWER_BETTER, OUTCOME

# States whose baselines must be known before their spread can serve as a unit.
MIN_STATES = 3
# What a rise means. An outcome whose better direction is ambiguous has no sign, and is left out.
SIGNS = {HIGHER_BETTER: 1, LOWER_BETTER: -1}
CELL = ["state", "indicator_id"]


def monitored_changes(monitoring: pd.DataFrame) -> pd.DataFrame:
    """Change since baseline as each project measured it, at its last reported half-year.

    Returns one row per ``project_id``, ``state`` and ``indicator_id`` with both a baseline and a
    later value and the cases they were measured on: ``period``, ``baseline``, ``target`` and
    ``target_first``, ``actual``, ``change`` and its ``standard_error`` (all shares), that of each
    measurement (``baseline_error``, ``actual_error``), and ``n_cases`` of the smaller one. A
    series without a baseline has no row: its change is not known. Nor has one whose baseline is
    late: what had changed by then is in it already. A series whose last half-year is
    double-counted has none either: its cases speak through the project that began earlier.
    """
    measured = ["baseline", "actual", "n_baseline", "n_actual"]
    series = ["project_id", *CELL]
    known = monitoring[~monitoring["is_baseline_late"]].dropna(subset=measured)
    last = known.sort_values([*series, "period"], kind="stable")
    # Not groupby().last(): it would join the last target known to a later half-year's value.
    last = last.drop_duplicates(series, keep="last")
    last = last[~last["is_double_counted"]].reset_index(drop=True)
    before = np.sqrt(_variance(last["baseline"], last["n_baseline"]))
    after = np.sqrt(_variance(last["actual"], last["n_actual"]))
    return last.assign(
        change=last["actual"] - last["baseline"],
        standard_error=np.hypot(before, after),
        baseline_error=before,
        actual_error=after,
        n_cases=last[["n_baseline", "n_actual"]].min(axis=1),
    ).drop(columns=["n_baseline", "n_actual", "is_baseline_late", "is_double_counted"])


def _variance(share: pd.Series, n: pd.Series) -> pd.Series:
    # Half a case away from 0 and 1, so that a perfect score is not taken for a certain one.
    inside = share.clip(0.5 / n, 1 - 0.5 / n)
    return inside * (1 - inside) / n


def public_changes(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The changes between declared windows of the public indicators registered as an outcome.

    ``changes`` comes from ``windows.window_changes``. Returns one row per ``state`` and
    ``indicator_id`` with ``baseline``, ``change`` and ``standard_error`` (the indicator's unit),
    where the error is known; the country as a whole has none.
    """
    outcomes = indicators.loc[indicators["role"].eq(OUTCOME), "indicator_id"]
    known = changes[changes["indicator_id"].isin(outcomes)].rename(columns={"place": "state"})
    known = known.dropna(subset=["change", "standard_error"])
    # ISO 3166: a state's code is its country's, a hyphen and its own.
    known = known[known["state"].str.contains("-")]
    return known[[*CELL, "baseline", "change", "standard_error"]]


def all_changes(
    monitoring: pd.DataFrame, public: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """The changes of monitoring and of public outcome indicators, one below the other."""
    return pd.concat(
        [monitored_changes(monitoring), public_changes(public, indicators)], ignore_index=True
    )


def standardized(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Changes by state and indicator, better upwards, in standard deviations of the baseline.

    Several projects that measured one indicator in one state count equally. The unit is the
    standard deviation over states of the baseline values.

    Returns one row per ``state``, ``domain`` and ``indicator_id`` with ``change_sd`` and
    ``error_sd``. Left out are indicators that are no outcome, without a domain or with an ambiguous
    direction, and those whose baseline is known in fewer than three states, or the same in all:
    they have no unit.
    """
    grouped = changes.assign(variance=changes["standard_error"] ** 2).groupby(CELL)
    state = grouped.agg(
        baseline=("baseline", "mean"), change=("change", "mean"), variance=("variance", "sum"),
        n_projects=("variance", "size"),
    ).reset_index()  # fmt: skip
    baselines = state.groupby("indicator_id")["baseline"]
    unit = baselines.transform("std").where(baselines.transform("size").ge(MIN_STATES))
    register = indicators.loc[
        indicators["role"].eq(OUTCOME), ["indicator_id", "domain", "direction"]
    ]
    state = state.assign(unit=unit.where(unit.gt(0))).merge(register.dropna(), on="indicator_id")
    sign = state["direction"].map(SIGNS).astype(float)
    error = np.sqrt(state["variance"]) / state["n_projects"]
    table = state.assign(
        change_sd=sign * state["change"] / state["unit"], error_sd=error / state["unit"]
    )
    return table.dropna(subset="change_sd")[
        ["state", "domain", "indicator_id", "change_sd", "error_sd"]
    ]


def composite(
    standard: pd.DataFrame, weights: pd.DataFrame | None = None, of: str = DECLARED_COMPOSITE,
    shared_error: float = 0.0,
) -> pd.DataFrame:  # fmt: skip
    """The composite of a state and domain: the weighted mean of its indicators.

    ``weights`` has one row per ``indicator_id`` with ``weight``; an indicator that it does not
    name has 1, so that without it all count equally. Those of a cell are divided by their sum.
    ``shared_error`` is the correlation of the errors of two indicators of one cell.

    Returns one row per ``state`` and ``domain`` with ``change_sd``, ``error_sd`` and
    ``n_indicators``. Declared, it speaks of these indicators, not of the domain behind them; where
    a state lacks one, the others stand alone there. ``of`` the latent domain, the error holds also
    how far indicators depart from it (``departure``). Raises ValueError for that where no cell of
    a domain has two indicators: nothing then tells how far one departs. Source: OECD and JRC 2008,
    Handbook on Constructing Composite Indicators, sections 1.6 and 1.7 (linear aggregation).
    """
    weight = pd.Series(1.0, standard.index)
    if weights is not None:
        declared = weights.set_index("indicator_id")["weight"]
        weight = standard["indicator_id"].map(declared).astype(float).fillna(1.0)
    variance = standard["error_sd"] ** 2
    beyond = pd.Series(0.0, standard.index)
    if of == LATENT:
        departures = standard.groupby("domain")[["state", "change_sd", "error_sd"]].apply(departure)
        beyond = standard["domain"].map(departures).astype(float)
    weighted = standard.assign(
        weight=weight,
        change_sd=weight * standard["change_sd"],
        apart=weight**2 * ((1 - shared_error) * variance + beyond),
        together=weight * standard["error_sd"],
    )
    cells = weighted.groupby(["state", "domain"]).agg(
        change_sd=("change_sd", "sum"),
        apart=("apart", "sum"),
        together=("together", "sum"),
        weight=("weight", "sum"),
        n_indicators=("apart", "size"),
    )
    variance = cells["apart"] + shared_error * cells["together"] ** 2
    means = cells.assign(
        change_sd=cells["change_sd"] / cells["weight"],
        error_sd=np.sqrt(variance) / cells["weight"],
    )
    return means[["change_sd", "error_sd", "n_indicators"]].reset_index()


def departure(standard: pd.DataFrame) -> float:
    """Variance with which the indicators of a domain depart from it, pooled over its states.

    ``standard`` has one row per ``state`` and indicator with ``change_sd`` and ``error_sd``. By the
    method of moments: the spread of indicators within states, less what their errors explain, and
    not below 0. A departure that an indicator shares in all states is part of it only as far as it
    parts it from the others. Raises ValueError where no state has two indicators. Source:
    DerSimonian and Laird 1986, Controlled Clinical Trials 7, with the sums taken over states.
    """
    precision = standard["error_sd"] ** -2.0
    sums = standard.assign(
        w=precision, wy=precision * standard["change_sd"], ww=precision**2
    ).groupby("state")[["w", "wy", "ww"]]
    total, n = sums.sum(), sums.size()
    middle = standard["state"].map(total["wy"] / total["w"])
    spread = (precision * (standard["change_sd"] - middle) ** 2).sum()
    room = (total["w"] - total["ww"] / total["w"]).sum()
    if n.max() < 2:
        msg = "one indicator only: nothing tells how far it departs from its domain"
        raise ValueError(msg)
    return max(0.0, float((spread - (n - 1).sum()) / room))
