"""A design on its table: checked, and its strata and sampling units numbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
import pandas as pd

from analysis.methods.estimation.design import BadDesign, Calibration, Design
from analysis.settings import SinglePsuRule

RULES = get_args(SinglePsuRule)
CURE_SINGLE = (
    "they have no variance of their own: join each to a similar stratum (single_psu_strata lists "
    "them), or name estimation: single_psu_rule in study.yaml"
)


@dataclass(frozen=True)
class Stage:
    """One stage of sampling.

    ``unit`` is the number of each row's unit, ``parent`` of each unit the stratum or PSU that it
    was drawn from, ``n_units`` how many were drawn from each parent, and ``not_drawn`` the share
    of each parent's units that was not: the finite population correction, 1 without population.
    ``population`` is in units, ``None`` where it was not given.
    """

    unit: np.ndarray
    parent: np.ndarray
    n_units: np.ndarray
    not_drawn: np.ndarray
    population: np.ndarray | None

    @property
    def is_single(self) -> np.ndarray:
        """Whether each parent has one unit, of more than one."""
        return (self.n_units == 1) & (self.not_drawn > 0)


@dataclass(frozen=True)
class Layout:
    """A design on its table, in numbers: the weight of each row, the first stage, the second.

    ``before`` and ``margins`` (one array of cell numbers each) are those of a calibration.
    """

    weight: np.ndarray
    first: Stage
    second: Stage | None
    rule: SinglePsuRule | None
    before: np.ndarray | None
    margins: tuple[np.ndarray, ...]

    @property
    def stratum(self) -> np.ndarray:
        """The number of each row's stratum."""
        return self.first.parent[self.first.unit]

    @property
    def rule_used(self) -> SinglePsuRule | None:
        """The rule for strata with a single PSU, if there is any such stratum."""
        second = self.second is not None and self.second.is_single.any()
        return self.rule if self.first.is_single.any() or second else None


def lay_out(table: pd.DataFrame, design: Design) -> Layout:
    """Check a design against its table and number its units. Raises BadDesign with every fault."""
    _refuse(_faults_of_columns(table, design))
    everywhere = pd.Series(0, table.index)
    rows = pd.Series(range(len(table)), table.index)
    stratum = _codes(table[design.stratum] if design.stratum else everywhere)
    psu = _codes(stratum, table[design.psu] if design.psu else rows)
    first, faults = _stage(psu, stratum, table, design.psu_population)
    second = None
    if design.ssu_population:
        ssu = _codes(psu, table[design.ssu])
        second, wrong = _stage(ssu, psu, table, design.ssu_population)
        faults += wrong
    faults += _faults_of_singles(first, second, design)
    _refuse(faults)
    ones = np.ones(len(table))
    calibration = design.calibration
    return Layout(
        weight=_floats(table[design.weight]) if design.weight else ones,
        first=first,
        second=second,
        rule=design.single_psu_rule,
        before=_before(table, calibration) if calibration else None,
        margins=tuple(
            _codes(*(table[column] for column in margin))
            for margin in (calibration.margins if calibration else ())
        ),
    )


def single_psu_strata(table: pd.DataFrame, design: Design) -> list:
    """The codes of the strata that have a single PSU, of more than one, in their order."""
    if design.stratum is None:
        return []
    first = lay_out(table, replace(design, single_psu_rule="certainty")).first
    rows = first.is_single[first.parent[first.unit]]
    return sorted(table.loc[rows, design.stratum].unique())


def _before(table: pd.DataFrame, calibration: Calibration) -> np.ndarray:
    return _floats(table[calibration.weight_before])


def _faults_of_columns(table: pd.DataFrame, design: Design) -> list[str]:
    faults = [f"no column {name}" for name in design.columns() if name not in table]
    if not len(table):
        faults.append("the table has no row")
    if design.single_psu_rule not in (None, *RULES):
        faults.append(f"single_psu_rule: none of {', '.join(RULES)}")
    if bool(design.ssu) != bool(design.ssu_population):
        faults.append("ssu and ssu_population go together")
    if design.ssu and not (design.psu and design.psu_population):
        faults.append("a second stage counts only where psu and psu_population are given")
    if faults:
        return faults
    for name in dict.fromkeys(design.columns()):
        n_missing = int(table[name].isna().sum())
        if n_missing:
            faults.append(f"{name}: missing in {n_missing} rows")
    for name in filter(None, (design.weight, design.psu_population, design.ssu_population)):
        if not pd.api.types.is_numeric_dtype(table[name]):
            faults.append(f"{name}: not a number")
    return faults or _faults_of_weights(table, design)


def _faults_of_weights(table: pd.DataFrame, design: Design) -> list[str]:
    if design.weight is None:
        return []
    weights = _floats(table[design.weight])
    faults = []
    if not np.isfinite(weights).all():
        faults.append(f"{design.weight}: not finite in {(~np.isfinite(weights)).sum()} rows")
    if (weights < 0).any():
        faults.append(f"{design.weight}: negative in {(weights < 0).sum()} rows")
    if not (weights > 0).any():
        faults.append(f"{design.weight}: no row weighs more than 0")
    return faults


def _stage(
    unit: np.ndarray, parent: np.ndarray, table: pd.DataFrame, population: str | None
) -> tuple[Stage, list[str]]:
    """A stage of sampling, and what is wrong with its population sizes."""
    parent_of_unit = np.zeros(unit.max() + 1, dtype=int)
    parent_of_unit[unit] = parent
    n_units = np.bincount(parent_of_unit, minlength=parent.max() + 1)
    if population is None:
        return Stage(unit, parent_of_unit, n_units, np.ones(len(n_units)), None), []
    values = _floats(table[population])
    sizes = np.zeros(len(n_units))
    sizes[parent] = values
    faults = []
    if (sizes[parent] != values).any():
        faults.append(f"{population}: not the same in all rows of a stratum or PSU")
    n_short = int((sizes < n_units).sum())
    if n_short:
        faults.append(f"{population}: fewer than were drawn, in {n_short} strata or PSUs")
    not_drawn = 1 - n_units / np.maximum(sizes, n_units)
    return Stage(unit, parent_of_unit, n_units, not_drawn, sizes), faults


def _faults_of_singles(first: Stage, second: Stage | None, design: Design) -> list[str]:
    """Strata (PSUs, at the second stage) of a single unit, and rules that do not help there."""
    faults = []
    rule = design.single_psu_rule
    where = f"by {design.stratum}" if design.stratum else "the sample is not stratified"
    if n_single := int(first.is_single.sum()):
        is_alone = first.n_units == 1
        if rule is None:
            noun = "stratum has" if n_single == 1 else "strata have"
            faults.append(f"{n_single} {noun} one PSU ({where}); {CURE_SINGLE}")
        elif rule == "average" and is_alone.all():
            faults.append(f"every stratum has one PSU ({where}): there is none to average")
        elif rule == "average" and (second or (is_alone & ~first.is_single).any()):
            faults.append(
                "average: not known with a second stage, or with strata that are wholly drawn; "
                "name centered or certainty"
            )
    n_inside = int(second.is_single.sum()) if second else 0
    if n_inside and rule != "certainty":
        faults.append(
            f"{n_inside} PSUs have one SSU (by {design.psu}): for these only the rule certainty "
            "is known"
        )
    return faults


def _codes(*columns: pd.Series | np.ndarray) -> np.ndarray:
    """The number of each row's combination of values."""
    codes = np.zeros(len(columns[0]), dtype=int)
    for column in columns:
        own, levels = pd.factorize(np.asarray(column) if isinstance(column, np.ndarray) else column)
        codes = pd.factorize(codes * len(levels) + own)[0]
    return codes


def _floats(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype=float, na_value=np.nan)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise BadDesign("the design does not fit: " + "; ".join(faults))
