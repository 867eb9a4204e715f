"""The indicator line: change between baseline and endline, in units every indicator shares."""

import numpy as np
import pandas as pd

from analysis.vocabulary import LOWER_BETTER, OUTCOME

# States whose baselines must be known before their spread can serve as a unit.
MIN_STATES = 3
CELL = ["state", "indicator_id"]


def monitored_changes(monitoring: pd.DataFrame) -> pd.DataFrame:
    """Change since baseline as each project measured it, at its last reported half-year.

    Returns one row per ``project_id``, ``state`` and ``indicator_id`` with both a baseline and a
    later value and the cases they were measured on: ``period``, ``baseline``, ``target``,
    ``actual``, ``change`` and its ``standard_error`` (all shares), and ``n_cases`` of the smaller
    measurement. A series without a baseline has no row: its change is not known.
    """
    measured = ["baseline", "actual", "n_baseline", "n_actual"]
    series = ["project_id", *CELL]
    last = monitoring.dropna(subset=measured).sort_values([*series, "period"], kind="stable")
    last = last.groupby(series, as_index=False).last()
    variance = _variance(last["baseline"], last["n_baseline"])
    variance += _variance(last["actual"], last["n_actual"])
    return last.assign(
        change=last["actual"] - last["baseline"],
        standard_error=np.sqrt(variance),
        n_cases=last[["n_baseline", "n_actual"]].min(axis=1),
    ).drop(columns=["n_baseline", "n_actual"])


def _variance(share: pd.Series, n: pd.Series) -> pd.Series:
    # Half a case away from 0 and 1, so that a perfect score is not taken for a certain one.
    inside = share.clip(0.5 / n, 1 - 0.5 / n)
    return inside * (1 - inside) / n


def public_changes(values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Change between first and last period of each public indicator registered as an outcome.

    Returns one row per ``state`` and ``indicator_id`` with ``baseline``, ``change`` and
    ``standard_error`` (the indicator's unit), where both periods have an interval.
    """
    outcomes = indicators.loc[indicators["role"].eq(OUTCOME), "indicator_id"]
    known = values[values["indicator_id"].isin(outcomes)].dropna(subset=["lower", "upper"])
    known = known.rename(columns={"place": "state"}).sort_values("period", kind="stable")
    known = known.assign(standard_error=(known["upper"] - known["lower"]) / (2 * 1.959964))
    ends = known.groupby(CELL).agg(
        baseline=("value", "first"), last=("value", "last"), n_periods=("value", "size"),
        first_error=("standard_error", "first"), last_error=("standard_error", "last"),
    )  # fmt: skip
    ends = ends[ends["n_periods"].ge(2)].reset_index()
    return ends.assign(
        change=ends["last"] - ends["baseline"],
        standard_error=np.hypot(ends["first_error"], ends["last_error"]),
    )[[*CELL, "baseline", "change", "standard_error"]]


def all_changes(
    monitoring: pd.DataFrame, values: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """The changes of monitoring and of public outcome indicators, one below the other."""
    return pd.concat(
        [monitored_changes(monitoring), public_changes(values, indicators)], ignore_index=True
    )


def standardized(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Changes by state and indicator, better upwards, in standard deviations of the baseline.

    Several projects that measured one indicator in one state count equally. The unit is the
    standard deviation over states of the baseline values.

    Returns one row per ``state``, ``domain`` and ``indicator_id`` with ``change_sd`` and
    ``error_sd``. Indicators without a domain or that are no outcome are left out, and so are those
    whose baseline is known in fewer than three states, or the same in all: they have no unit.
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
    sign = np.where(state["direction"].eq(LOWER_BETTER), -1, 1)
    error = np.sqrt(state["variance"]) / state["n_projects"]
    table = state.assign(
        change_sd=sign * state["change"] / state["unit"], error_sd=error / state["unit"]
    )
    return table.dropna(subset="change_sd")[
        ["state", "domain", "indicator_id", "change_sd", "error_sd"]
    ]


def composite(standard: pd.DataFrame) -> pd.DataFrame:
    """The declared composite of a state and domain: its indicators with equal weights.

    Returns one row per ``state`` and ``domain`` with ``change_sd``, ``error_sd`` and
    ``n_indicators``. It speaks of these indicators, not of the domain behind them.
    """
    grouped = standard.assign(variance=standard["error_sd"] ** 2).groupby(["state", "domain"])
    cells = grouped.agg(
        change_sd=("change_sd", "mean"),
        variance=("variance", "sum"),
        n_indicators=("variance", "size"),
    )
    error = np.sqrt(cells["variance"]) / cells["n_indicators"]
    return cells.assign(error_sd=error).drop(columns="variance").reset_index()
