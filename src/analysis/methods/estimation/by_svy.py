"""The estimates of svy, which is imported here and nowhere else.

svy follows R's survey: a domain keeps the design's units, the second stage enters with both
population sizes, a quantile is a value of the sample. What it is asked here is narrow, so that
little of it must be trusted: numbered strata and units, one domain number a row, no missing value.
"""

from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.estimation.layout import Layout

if TYPE_CHECKING:
    from svy import Sample

RULES = {"certainty": "skip", "centered": "center", "average": "scale"}
WEIGHT, BEFORE, DOMAIN = "weight", "before", "domain"


def totals(
    layout: Layout,
    domain: np.ndarray,
    n_domains: int,
    numerator: np.ndarray,
    denominator: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Total, or ratio of two totals, of each domain, and the standard error."""
    known = domain >= 0
    columns = {"numerator": np.where(known, numerator, 0.0)}
    if denominator is not None:
        columns["denominator"] = np.where(known, denominator, 0.0)
    ask = _sample(layout, domain, columns).estimation
    if denominator is None:
        found = ask.total("numerator", by=DOMAIN)
    elif (denominator[known] == 1).all():
        found = ask.mean("numerator", by=DOMAIN)
    else:
        found = ask.ratio("numerator", "denominator", by=DOMAIN)
    return _by_domain(found, n_domains)


def quantiles(
    layout: Layout,
    domain: np.ndarray,
    n_domains: int,
    values: np.ndarray,
    share: float,
    alpha: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The quantile of each domain and its standard error, by R's rule "math" and Woodruff."""
    sample = _sample(layout, domain, {"value": np.where(domain >= 0, values, 0.0)})
    ask = sample.estimation
    found = ask.quantile("value", p=share, by=DOMAIN, q_method="higher", alpha=alpha)
    return _by_domain(found, n_domains)


def _by_domain(found: object, n_domains: int) -> tuple[np.ndarray, np.ndarray]:
    estimate, error = np.full(n_domains, np.nan), np.full(n_domains, np.nan)
    for one in found.estimates:
        at = one.by_level[0]
        if at >= 0:
            estimate[at], error[at] = one.est, one.se
    return estimate, error


def _sample(layout: Layout, domain: np.ndarray, columns: dict[str, np.ndarray]) -> "Sample":
    # More than a second to import: only who estimates is to wait.
    import polars as pl
    import svy

    first, second = layout.first, layout.second
    columns = {**columns, WEIGHT: layout.weight, DOMAIN: domain, "stratum": layout.stratum}
    columns["psu"] = first.unit
    sizes = None
    if first.population is not None:
        columns["psu_population"] = first.population[layout.stratum]
        sizes = svy.PopSize("psu_population")
    if second is not None:
        columns |= {"ssu": second.unit, "ssu_population": second.population[first.unit]}
        sizes = svy.PopSize("psu_population", "ssu_population")
    adjustment, more = _adjustment(svy, layout)
    design = svy.Design(
        wgt=WEIGHT,
        stratum="stratum",
        psu="psu",
        ssu="ssu" if second is not None else None,
        pop_size=sizes,
        # Strata that are wholly drawn are single too, to svy, and need no rule.
        singleton=RULES[layout.rule_used or "certainty"],
        wgt_adjustment=adjustment,
    )
    return svy.Sample(pl.DataFrame(columns | more), design)


def _adjustment(svy: ModuleType, layout: Layout) -> tuple[object, dict[str, np.ndarray]]:
    """How the weights were fitted, and the columns that svy wants for it."""
    if not layout.margins:
        return None, {}
    first, *others = layout.margins
    weighs = layout.weight > 0
    named = {"prev_wgt": BEFORE, "new_wgt": WEIGHT}
    # svy takes rows without weight into its regressions, where they have no part: their cells are
    # blanked. For a single margin its own kind is ten times as fast.
    if not others:
        blanked = np.where(weighs, first, np.nan)
        adjustment = svy.WgtAdjustment(kind="poststratification", cells=("cell",), **named)
        return adjustment, {BEFORE: layout.before, "cell": blanked}
    cells = [first == cell for cell in range(first.max() + 1)]
    # A cell of each further margin follows from the rest.
    cells += [other == cell for other in others for cell in range(1, other.max() + 1)]
    names = tuple(f"cell {number}" for number in range(len(cells)))
    columns = {name: (cell & weighs).astype(float) for name, cell in zip(names, cells, strict=True)}
    adjustment = svy.WgtAdjustment(kind="calibration", aux=names, **named)
    return adjustment, {BEFORE: layout.before, **columns}
