"""Agreement on each code: whether coders give it to the same units of text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.agreement.intervals import N_DRAWS, bounds, resampled
from analysis.methods.agreement.scales import Scale
from analysis.methods.agreement.sums import of_parts, of_units
from analysis.methods.agreement.tables import MEASURES, SOURCES
from analysis.methods.agreement.two_coders import dice, jaccard

GIVEN = Scale.of((False, True))
EITHER, ALL_TEXT = "coded_by_either", "all_text"
# Why agreement on a code is undefined: no unit two coders read has it, or every one from each.
NEVER_GIVEN, GIVEN_EVERYWHERE = "never_given", "given_everywhere"


def counts_by_code(
    given: pd.DataFrame, spans: pd.DataFrame, read: pd.DataFrame, base: str
) -> pd.DataFrame:
    """How many coders gave a code to how many units: a row per code, source and such number.

    ``given`` has one row per ``unit``, ``code_id`` and ``coder_id``, ``read`` one per ``unit`` and
    ``coder_id``, ``spans`` one per unit with ``source_id`` and, where units are not of one size,
    ``n_characters``. ``base`` says which units count: all text that two coders or more read, or of
    it only what one of them gave the code to.

    Returns ``code_id``, ``source_id``, ``n_given`` and ``n_coders`` of a unit, and ``times``:
    units, or characters.
    """
    size = spans["n_characters"] if "n_characters" in spans else pd.Series(1, spans.index)
    units = pd.DataFrame({"source_id": spans["source_id"], "times": size})
    n_coders = read.groupby("unit").size()
    units["n_coders"] = n_coders.reindex(units.index, fill_value=0).astype(int)
    units = units[units["n_coders"].ge(2)]
    given = given.merge(read, on=["unit", "coder_id"])
    times = given.groupby(["unit", "code_id"]).size().rename("n_given").reset_index()
    times = times.merge(units, left_on="unit", right_index=True)
    row = ["code_id", "source_id", "n_given", "n_coders"]
    some = times.groupby(row, as_index=False)["times"].sum()
    if base == EITHER:
        return some
    alike = ["source_id", "n_coders"]
    whole = units.groupby(alike, as_index=False)["times"].sum()
    whole = pd.DataFrame({"code_id": sorted(some["code_id"].unique())}).merge(whole, how="cross")
    taken = some.groupby(["code_id", *alike])["times"].sum().rename("taken").reset_index()
    whole = whole.merge(taken, how="left")
    none = whole.assign(n_given=0, times=whole["times"] - whole["taken"].fillna(0))
    return pd.concat([some, none[none["times"].gt(0)][[*row, "times"]]], ignore_index=True)


def agreement_by_code(
    counts: pd.DataFrame, code_ids: Sequence[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Each coefficient for each code, with intervals from resampled sources; Jaccard and Dice.

    ``counts`` is what ``counts_by_code`` gives, ``code_ids`` the codes of the codebook. Returns one
    row per ``code_id`` and ``measure`` with ``value``, ``undefined`` (why there is no value; else
    missing), ``lower``, ``upper`` and ``interval`` (how it was made; missing with fewer than two
    sources, and for the overlaps), ``n_units`` that anyone gave the code to and ``n_sources`` these
    are from. On units coded by either, Jaccard and Dice do not change and the coefficients that
    correct for chance mean little: there is no unit without the code.
    """
    of_code = dict(list(counts.groupby("code_id")))
    columns = ["value", "undefined", "lower", "upper", "interval", "n_units", "n_sources"]
    rows = [
        {"code_id": code} | row
        for code in code_ids
        for row in (_measured(of_code[code], rng) if code in of_code else _never_given())
    ]
    table = pd.DataFrame(rows, columns=["code_id", "measure", *columns])
    return table.astype({"value": float, "lower": float, "upper": float})


def _never_given() -> list[dict]:
    nothing = {"undefined": NEVER_GIVEN, "n_units": 0, "n_sources": 0}
    return [{"measure": name} | nothing for name in (*MEASURES, "jaccard", "dice")]


def _measured(counts: pd.DataFrame, rng: np.random.Generator) -> list[dict]:
    source, names = pd.factorize(counts["source_id"])
    table = np.column_stack([counts["n_coders"] - counts["n_given"], counts["n_given"]])
    times = counts["times"].to_numpy(dtype=float)
    parts = of_parts(of_units(table, GIVEN), source, len(names), times)
    draws = resampled(parts, np.ones(len(names)), rng, N_DRAWS) if len(names) > 1 else None
    is_given = counts["n_given"].gt(0).to_numpy()
    about = {
        "n_units": int(times[is_given].sum()),
        "n_sources": counts.loc[is_given, "source_id"].nunique(),
    }
    rows = []
    for name, measure in MEASURES.items():
        value = float(measure(parts.total(), GIVEN))
        lower, upper = bounds(measure(draws, GIVEN), len(names)) if draws else (np.nan, np.nan)
        row = {"measure": name, "value": value, "lower": lower, "upper": upper}
        row["undefined"] = GIVEN_EVERYWHERE if np.isnan(value) else None
        row["interval"] = None if np.isnan(lower) else SOURCES
        rows.append(row | about)
    n_both, n_either = _pairs(counts)
    for name, index in (("jaccard", jaccard), ("dice", dice)):
        rows.append(about | {"measure": name, "value": index(n_both, n_either)})
    return rows


def _pairs(counts: pd.DataFrame) -> tuple[float, float]:
    """Over all pairs of coders: units that both gave the code, and that either gave it."""
    a, m, times = counts["n_given"], counts["n_coders"], counts["times"]
    both = a * (a - 1) / 2
    return float((both * times).sum()), float(((both + a * (m - a)) * times).sum())
