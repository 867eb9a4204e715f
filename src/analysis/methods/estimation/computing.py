"""One estimate by two ways of computing it, and the columns it is computed from."""

import numpy as np
import pandas as pd

from analysis.methods.estimation import by_svy, linearization
from analysis.methods.estimation.agreement import agreed
from analysis.methods.estimation.domains import Domains
from analysis.methods.estimation.effects import design_effect
from analysis.methods.estimation.layout import Layout


def numbers(table: pd.DataFrame, column: str) -> np.ndarray:
    """A column as numbers, missing where it is; yes is 1. Raises ValueError for anything else."""
    values = column_of(table, column)
    if not pd.api.types.is_numeric_dtype(values):
        msg = f"{column}: not a number"
        raise ValueError(msg)
    read = values.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(read).any():
        msg = f"{column}: not finite in {np.isinf(read).sum()} rows"
        raise ValueError(msg)
    return read


def column_of(table: pd.DataFrame, column: str) -> pd.Series:
    """A column of the table. Raises ValueError where there is none."""
    if column not in table:
        msg = f"no column {column}"
        raise ValueError(msg)
    return table[column]


def levels(answers: pd.Series) -> list:
    """The categories of a column, or else its values in order; a blank where it has none."""
    if isinstance(answers.dtype, pd.CategoricalDtype):
        return list(answers.cat.categories)
    return sorted(answers.dropna().unique()) or [pd.NA]


def estimated(
    layout: Layout, domains: Domains, numerator: np.ndarray, denominator: np.ndarray | None
) -> pd.DataFrame:
    """``estimate``, ``standard_error`` and ``design_effect`` of each domain, twice computed."""
    k = len(domains.labels)
    base = numerator if denominator is None else denominator
    whole = linearization.sums(layout.weight * base, domains.row, k)
    is_there = (domains.n > 0) & ((whole != 0) | (denominator is None))
    row = domains.only(is_there)
    if not is_there.any():
        return pd.DataFrame(np.nan, range(k), ["estimate", "standard_error", "design_effect"])
    own = linearization.totals(layout, row, k, numerator, denominator)
    svy = by_svy.totals(layout, row, k, numerator, denominator)
    size = linearization.sums(layout.weight * np.abs(numerator), row, k)
    if denominator is not None:
        size = size / np.where(is_there, np.abs(whole), np.nan)
    estimate = agreed("estimate", svy[0], own[0], size)
    is_fitted = bool(layout.margins)
    error = agreed("standard error", svy[1], own[1], size, is_fitted=is_fitted)
    scores = linearization.scores(own[0], whole, row, numerator, denominator)
    return pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": error,
            "design_effect": design_effect(layout, domains, scores, error),
        }
    )
