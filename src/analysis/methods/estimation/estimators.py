"""Estimates by domain, as tidy tables.

``by`` names the columns whose combinations of values are the domains; a domain is a part of the
sample whose size is itself a result of chance, so the whole design counts in its variance, and
rows are never filtered beforehand. A row whose ``by`` is missing is in no domain.

A missing value of the variable takes its row out of the domain, as if that row had not answered:
what is estimated is about those with a value (R's ``na.rm``). How many were left out is said, in
``n_missing``; whether they are like the others no weight knows.

Every function returns one row per domain that the table holds (``proportion``: and level), in the
order of the values, with the columns of ``by`` and

- ``estimate``; ``standard_error``; ``lower`` and ``upper`` ends of the interval;
- ``n``, the rows it rests on: a known value and a weight above 0; ``n_missing``, rows with a
  weight and no value;
- ``degrees_of_freedom``: PSUs less strata, of those that hold one of the ``n`` rows (R's ``degf``
  of the subset);
- ``design_effect``: the variance against that of a simple random sample of ``n`` drawn *with*
  replacement (Kish 1965), and ``n_effective`` = ``n`` / ``design_effect``;
- ``single_psu_rule``: the rule for strata with a single PSU, where one was used.

Missing: the estimate where no row has a value (or the ratio's denominator is 0), its interval
where there are no degrees of freedom, the design effect where the values do not vary.
"""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.methods.estimation import intervals, quantiles
from analysis.methods.estimation.computing import column_of, estimated, levels, numbers
from analysis.methods.estimation.design import Design
from analysis.methods.estimation.domains import Domains, divide
from analysis.methods.estimation.layout import lay_out

Interval = Literal["logit", "beta"]
CONFIDENCE = 0.95


def mean(
    table: pd.DataFrame,
    design: Design,
    value: str,
    by: Sequence[str] = (),
    confidence: float = CONFIDENCE,
    degrees_of_freedom: float | None = None,
) -> pd.DataFrame:
    """The mean of a number or of a yes/no variable: the module says what is returned.

    The interval is of Student's t with the domain's degrees of freedom, or with those given:
    ``numpy.inf`` asks for the normal one, as R's ``confint`` and many offices do.
    """
    layout = lay_out(table, design)
    values = numbers(table, value)
    domains = divide(table, by, layout, np.isfinite(values))
    found = estimated(layout, domains, values, np.ones(len(values)))
    return _with_t(domains, found, confidence, degrees_of_freedom)


def total(
    table: pd.DataFrame,
    design: Design,
    value: str,
    by: Sequence[str] = (),
    confidence: float = CONFIDENCE,
    degrees_of_freedom: float | None = None,
) -> pd.DataFrame:
    """The total over the population, of those with a value; interval as of ``mean``."""
    layout = lay_out(table, design)
    values = numbers(table, value)
    domains = divide(table, by, layout, np.isfinite(values))
    found = estimated(layout, domains, values, None)
    return _with_t(domains, found, confidence, degrees_of_freedom)


def ratio(
    table: pd.DataFrame,
    design: Design,
    numerator: str,
    denominator: str,
    by: Sequence[str] = (),
    confidence: float = CONFIDENCE,
    degrees_of_freedom: float | None = None,
) -> pd.DataFrame:
    """The ratio of two totals, over rows where both are known; interval as of ``mean``."""
    layout = lay_out(table, design)
    above, below = numbers(table, numerator), numbers(table, denominator)
    domains = divide(table, by, layout, np.isfinite(above) & np.isfinite(below))
    found = estimated(layout, domains, above, below)
    return _with_t(domains, found, confidence, degrees_of_freedom)


def proportion(
    table: pd.DataFrame,
    design: Design,
    value: str,
    by: Sequence[str] = (),
    interval: Interval = "logit",
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """The share (0-1) of each ``level`` of an answer, one row per domain and level.

    Levels are the categories of the column, or else the values in the table, also those that a
    domain lacks: their share is 0 there. Intervals: ``logit`` (R's ``svyciprop`` likewise), which
    is missing at 0 and 1; ``beta`` after Korn and Graubard (1998, Survey Methodology 24), which
    is not.
    """
    if interval not in get_args(Interval):
        msg = f"interval: none of {', '.join(get_args(Interval))}"
        raise ValueError(msg)
    layout = lay_out(table, design)
    answers = column_of(table, value)
    domains = divide(table, by, layout, answers.notna().to_numpy())
    tables = []
    for level in levels(answers):
        is_level = answers.eq(level).fillna(False).to_numpy(dtype=float)
        found = estimated(layout, domains, is_level, np.ones(len(is_level)))
        share, error = found["estimate"].to_numpy(), found["standard_error"].to_numpy()
        degrees = domains.degrees_of_freedom
        if interval == "beta":
            ends = intervals.beta(share, error, domains.n, domains.n_psus, degrees, confidence)
        else:
            ends = intervals.logit(share, error, degrees, confidence)
        found = found.assign(lower=ends[0], upper=ends[1])
        tables.append(domains.table(found).assign(level=level))
    stacked = pd.concat(tables).sort_index(kind="stable").reset_index(drop=True)
    if isinstance(answers.dtype, pd.CategoricalDtype):
        stacked["level"] = stacked["level"].astype(answers.dtype)
    names = [*by, "level"]
    return stacked[[*names, *stacked.columns.drop(names)]]


def quantile(
    table: pd.DataFrame,
    design: Design,
    value: str,
    share: float = 0.5,
    by: Sequence[str] = (),
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """The value below or at which a ``share`` of the population lies; by default the median.

    The smallest value in the sample at which the weighted distribution reaches the share: R's
    ``svyquantile`` since survey 4.1 with ``qrule = "math"`` (Hyndman and Fan 1996, definition 1);
    before 4.1 R interpolated. The interval is Woodruff's (1952, JASA 47): the ends of the interval
    of the distribution at the estimate, turned back into values; an end beyond the sample is
    missing. The standard error is the interval's half width over Student's t, as in R, and
    missing with either end. There is no design effect.
    """
    if not 0 < share < 1:
        msg = "share: not between 0 and 1"
        raise ValueError(msg)
    layout = lay_out(table, design)
    values = numbers(table, value)
    domains = divide(table, by, layout, np.isfinite(values))
    found = quantiles.woodruff(layout, domains, values, share, confidence)
    return domains.table(found.assign(design_effect=np.nan)).assign(share=share)


def _with_t(
    domains: Domains, found: pd.DataFrame, confidence: float, degrees_of_freedom: float | None
) -> pd.DataFrame:
    degrees = domains.degrees_of_freedom
    if degrees_of_freedom is not None:
        degrees = np.where(degrees > 0, degrees_of_freedom, 0)
    lower, upper = intervals.symmetric(
        found["estimate"].to_numpy(), found["standard_error"].to_numpy(), degrees, confidence
    )
    return domains.table(found.assign(lower=lower, upper=upper))
