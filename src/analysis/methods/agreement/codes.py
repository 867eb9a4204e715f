"""Agreement on each code: whether coders give it to the same units of text."""

import numpy as np
import pandas as pd

from analysis.methods.agreement.intervals import N_DRAWS, bounds, resampled
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.sums import of_parts, of_units
from analysis.methods.agreement.tables import MEASURES
from analysis.methods.agreement.two_coders import dice, jaccard

GIVEN = Scale.of((False, True))
EITHER, ALL_TEXT = "coded_by_either", "all_text"


def counts_by_code(
    given: pd.DataFrame, spans: pd.DataFrame, readers: pd.Series, base: str
) -> pd.DataFrame:
    """How many coders gave a code to how many units: a row per code, source and such number.

    ``given`` has one row per ``unit``, ``code_id`` and ``coder_id``, ``spans`` one per unit with
    ``source_id`` and, where units are not of one size, ``n_characters``. ``base`` says which units
    count: all text of the sources that two coders or more read, or of it only what one of them
    gave the code to.

    Returns ``code_id``, ``source_id``, ``n_given`` and ``n_coders`` of a unit, and ``times``:
    units, or characters.
    """
    size = spans["n_characters"] if "n_characters" in spans else pd.Series(1, spans.index)
    units = pd.DataFrame({"source_id": spans["source_id"], "times": size})
    units["n_coders"] = units["source_id"].map(readers).fillna(0).astype(int)
    units = units[units["n_coders"].ge(2)]
    times = given.groupby(["unit", "code_id"]).size().rename("n_given").reset_index()
    times = times.merge(units, left_on="unit", right_index=True)
    row = ["code_id", "source_id", "n_given", "n_coders"]
    some = times.groupby(row, as_index=False)["times"].sum()
    if base == EITHER:
        return some
    whole = units.groupby(["source_id", "n_coders"], as_index=False)["times"].sum()
    whole = pd.DataFrame({"code_id": sorted(given["code_id"].unique())}).merge(whole, how="cross")
    taken = some.groupby(["code_id", "source_id"])["times"].sum().rename("taken").reset_index()
    whole = whole.merge(taken, how="left")
    none = whole.assign(n_given=0, times=whole["times"] - whole["taken"].fillna(0))
    return pd.concat([some, none[none["times"].gt(0)][[*row, "times"]]], ignore_index=True)


def agreement_by_code(counts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each coefficient for each code, with intervals from resampled sources; Jaccard and Dice.

    ``counts`` is what ``counts_by_code`` gives. Returns one row per ``code_id`` and ``measure``
    with ``value``, ``lower``, ``upper`` (missing: undefined), ``n_units`` that anyone gave the
    code to and ``n_sources`` compared. On units coded by either, a code's Jaccard and Dice do not
    change and the coefficients that correct for chance mean little: there is no unit without it.
    """
    rows = []
    for code, part in counts.groupby("code_id"):
        source, names = pd.factorize(part["source_id"])
        table = np.column_stack([part["n_coders"] - part["n_given"], part["n_given"]])
        times = part["times"].to_numpy(dtype=float)
        parts = of_parts(of_units(table, GIVEN), source, len(names), times)
        draws = resampled(parts, np.ones(len(names)), rng, N_DRAWS) if len(names) > 1 else None
        about = {
            "code_id": code, "n_units": int(times[part["n_given"].gt(0).to_numpy()].sum()),
            "n_sources": len(names),
        }  # fmt: skip
        for name, measure in MEASURES.items():
            lower, upper = bounds(measure(draws, GIVEN)) if draws else (np.nan, np.nan)
            value = float(measure(parts.total(), GIVEN))
            rows.append(about | {"measure": name, "value": value, "lower": lower, "upper": upper})
        n_both, n_either = _pairs(part)
        for name, index in (("jaccard", jaccard), ("dice", dice)):
            rows.append(about | {"measure": name, "value": index(n_both, n_either)})
    columns = ["code_id", "measure", "value", "lower", "upper", "n_units", "n_sources"]
    return pd.DataFrame(rows, columns=columns)


def _pairs(counts: pd.DataFrame) -> tuple[float, float]:
    """Over all pairs of coders: units that both gave the code, and that either gave it."""
    a, m, times = counts["n_given"], counts["n_coders"], counts["times"]
    both = a * (a - 1) / 2
    return float((both * times).sum()), float(((both + a * (m - a)) * times).sum())
