"""Everything else there is to know of how far coders agree, in one table for an annex."""

from string import ascii_uppercase

import numpy as np
import pandas as pd

from analysis.methods.agreement.every_interval import every_interval
from analysis.methods.agreement.leaving_out import without_each_coder, without_each_part
from analysis.methods.agreement.scales import SETS, Scale
from analysis.methods.agreement.tables import agreement
from analysis.methods.agreement.two_coders import kappa_by_pair

UNIT = ["source_id", "domain"]
TOGETHER, BY_PAIR, WITHOUT_CODER = "together", "by_pair", "without_coder"
WITHOUT_STATE, SET_VALUED = "without_state", "set_valued"
COLUMNS = ["part", "of", "measure", "value", "lower", "upper", "interval", "undefined", "n_units"]


def annex(
    judged: pd.DataFrame, scale: Scale, matched: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Every coefficient and interval, each two coders, leaving one out, and sets of codes.

    ``judged`` has one row per ``source_id``, ``domain`` and ``coder_id`` with ``direction`` and the
    ``state`` of the source; ``matched`` is that of ``units.matched``.

    Returns rows of ``COLUMNS``. ``part`` says what a row is about, ``of`` which coders (letters for
    their pseudonyms, in alphabetical order) or, without one state, the lowest and the highest.
    """
    letters = dict(zip(sorted(judged["coder_id"].unique()), ascii_uppercase, strict=False))
    parts = [
        every_interval(judged, scale, rng).assign(part=TOGETHER),
        _pairs(judged, scale, letters),
        _without_coders(judged, scale, letters),
        _without_states(judged, scale),
        _sets(matched, rng),
    ]
    full = [part.reindex(columns=COLUMNS).astype({"value": float}) for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=COLUMNS)


def _pairs(judged: pd.DataFrame, scale: Scale, letters: dict[str, str]) -> pd.DataFrame:
    values = judged.pivot(index=UNIT, columns="coder_id", values="direction")
    pairs = kappa_by_pair(values.rename(columns=letters), scale)
    if pairs.empty:
        return pairs
    of = pairs["coder"] + " and " + pairs["other_coder"]
    return pairs.assign(part=BY_PAIR, of=of, measure="cohen_kappa")


def _without_coders(judged: pd.DataFrame, scale: Scale, letters: dict[str, str]) -> pd.DataFrame:
    rest = without_each_coder(judged, scale).dropna(subset="value")
    of = rest["coder_id"].map(letters)
    return rest.assign(part=WITHOUT_CODER, of=of, measure="alpha")


def _without_states(judged: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Only how far it goes: which state it is without is not for an exhibit."""
    rest = without_each_part(judged, scale, "state")["value"].dropna()
    ends = pd.DataFrame({"of": ["lowest", "highest"], "value": [rest.min(), rest.max()]})
    return ends.dropna().assign(part=WITHOUT_STATE, measure="alpha")


def _sets(matched: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    found = sorted(set(matched["codes"]), key=sorted)
    scale = Scale.of(found, SETS)
    table = agreement(matched, scale, rng, unit=("source_id", "unit"), value="codes")
    return table[table["measure"].eq("alpha")].assign(part=SET_VALUED)
