"""What becomes of a coefficient without one coder, one state or one group."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.sums import of_parts, of_units
from analysis.methods.agreement.tables import MEASURES, pivoted, unit_counts


def without_each_part(
    judged: pd.DataFrame,
    scale: Scale,
    part: str,
    measure: str = "alpha",
    unit: Sequence[str] = ("source_id", "domain"),
    value: str = "direction",
) -> pd.DataFrame:
    """A coefficient without the sources of each value of ``part`` (a state, a group).

    Each is a subtraction from the same sums over the units judged twice. Returns one row per value
    of ``part`` found among these, with ``value`` (missing: undefined without it) and ``n_units``
    left.
    """
    _, twice, _ = pivoted(judged, [*unit, part], value)
    number, names = pd.factorize(twice.index.get_level_values(part), sort=True)
    units = of_units(unit_counts(twice, scale.categories), scale)
    rest = of_parts(units, number, len(names)).without_each()
    return pd.DataFrame(
        {part: names, "value": MEASURES[measure](rest, scale), "n_units": rest.n_paired.astype(int)}
    )


def without_each_coder(
    judged: pd.DataFrame,
    scale: Scale,
    measure: str = "alpha",
    unit: Sequence[str] = ("source_id", "domain"),
    value: str = "direction",
) -> pd.DataFrame:
    """A coefficient without each coder: ``coder_id``, ``value`` and ``n_units`` judged twice still.

    A value is missing where the others alone leave it undefined, as one coder of two does.
    """
    values, _, _ = pivoted(judged, unit, value)
    rows = []
    for coder in values:
        others = values.drop(columns=coder)
        twice = others[others.notna().sum(axis=1) >= 2]
        rest = of_units(unit_counts(twice, scale.categories), scale).total()
        found = float(MEASURES[measure](rest, scale))
        rows.append({"coder_id": coder, "value": found, "n_units": len(twice)})
    table = pd.DataFrame(rows, columns=["coder_id", "value", "n_units"])
    return table.astype({"value": float, "n_units": np.int64})
