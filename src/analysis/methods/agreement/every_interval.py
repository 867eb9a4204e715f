"""Every interval of every coefficient, side by side: for an annex, and to see what the choice does.

Resampling interviews is the one to quote: judgements of one interview are not independent. The
others take units for independent, and are narrower where units of an interview err together.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.agreement.intervals import (
    N_DRAWS,
    alpha_by_errors,
    bounds,
    gwet_interval,
    resampled,
)
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.sums import of_units, patterns
from analysis.methods.agreement.tables import (
    ERRORS,
    FORMULA,
    MEASURES,
    UNITS,
    agreement,
    called,
    pivoted,
    unit_counts,
)


def every_interval(
    judged: pd.DataFrame,
    scale: Scale,
    rng: np.random.Generator,
    unit: Sequence[str] = ("source_id", "domain"),
    value: str = "direction",
) -> pd.DataFrame:
    """Each coefficient with each interval there is for it: the rows of ``agreement``, and others.

    Units resampled for every coefficient, errors drawn anew for alpha (the published algorithm),
    and Gwet's by formula. Returns one row per ``measure`` and ``interval`` with ``value``,
    ``lower``, ``upper`` and ``undefined`` (why there is no value; else missing). A coefficient
    without a value has the one row that says why.
    """
    columns = ["measure", "interval", "value", "lower", "upper", "undefined"]
    by_source = agreement(judged, scale, rng, unit, value)[columns]
    values = by_source.set_index("measure")["value"].dropna()
    _, twice, _ = pivoted(judged, unit, value)
    distinct, times = patterns(unit_counts(twice, scale.categories))
    units = of_units(distinct, scale)
    rows = []
    if len(twice) > 1:
        draws = resampled(units, times, rng, N_DRAWS)
        rows += [
            (called(n, scale), UNITS, *bounds(m(draws, scale), len(twice)))
            for n, m in MEASURES.items()
        ]
        drawn = alpha_by_errors(distinct, times, scale, rng, N_DRAWS)
        rows.append(("alpha", ERRORS, *bounds(drawn)))
        rows.append((called("ac1", scale), FORMULA, *gwet_interval(units, times, scale)[1:]))
    others = pd.DataFrame(rows, columns=["measure", "interval", "lower", "upper"])
    others = others[others["measure"].isin(values.index)]
    others = others.assign(value=others["measure"].map(values), undefined=None)
    table = pd.concat([by_source, others[columns]])
    place = {measure: number for number, measure in enumerate(by_source["measure"])}
    return table.sort_values(
        "measure", key=lambda measure: measure.map(place), kind="stable", ignore_index=True
    )
