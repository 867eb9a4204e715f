"""The parts of a sample that estimates speak of, and what each rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.methods.estimation.design import BadDesign
from analysis.methods.estimation.layout import Layout

COLUMNS = ["estimate", "standard_error", "lower", "upper", "n", "n_missing",
           "degrees_of_freedom", "design_effect", "n_effective", "single_psu_rule"]  # fmt: skip


@dataclass(frozen=True)
class Domains:
    """The domains of a table: ``labels`` has one row per domain, in the order of its values.

    ``row`` is the number of each row's domain, -1 where it has none or its value is not known.
    ``n``, ``n_missing`` and ``degrees_of_freedom`` are explained in ``estimators``; ``n_psus``
    hold the ``n`` rows.
    """

    labels: pd.DataFrame
    row: np.ndarray
    n: np.ndarray
    n_missing: np.ndarray
    n_psus: np.ndarray
    degrees_of_freedom: np.ndarray
    single_psu_rule: str | None

    def only(self, chosen: np.ndarray) -> np.ndarray:
        """The number of each row's domain, -1 also where the domain is not among the chosen."""
        return np.where((self.row >= 0) & chosen[self.row], self.row, -1)

    def table(self, found: pd.DataFrame) -> pd.DataFrame:
        """What was found (one row per domain), beside what it rests on, in the usual columns."""
        table = self.labels.join(found).assign(
            n=self.n,
            n_missing=self.n_missing,
            degrees_of_freedom=self.degrees_of_freedom,
            n_effective=self.n / found["design_effect"],
            single_psu_rule=pd.array([self.single_psu_rule] * len(found), dtype="str"),
        )
        return table[[*self.labels.columns, *COLUMNS]]


def divide(table: pd.DataFrame, by: Sequence[str], layout: Layout, is_known: np.ndarray) -> Domains:
    """The domains of ``by``, of which the rows whose value ``is_known`` are estimated from.

    Raises BadDesign where a column is not there or bears the name of a result.
    """
    missing = [name for name in by if name not in table]
    taken = [name for name in by if name in (*COLUMNS, "level", "share")]
    if missing or taken:
        faults = [f"no column {name}" for name in missing]
        faults += [f"by: {name} is the name of a result" for name in taken]
        raise BadDesign("; ".join(faults))
    labels, row = _numbered(table, list(by))
    weighs = layout.weight > 0
    inside = np.where(is_known, row, -1)
    active = np.where(weighs, inside, -1)
    unknown = np.where(weighs & ~is_known, row, -1)
    psus, strata = (
        _distinct(active, of, len(labels)) for of in (layout.first.unit, layout.stratum)
    )
    return Domains(
        labels=labels,
        row=inside,
        n=_count(active, len(labels)),
        n_missing=_count(unknown, len(labels)),
        n_psus=psus,
        degrees_of_freedom=psus - strata,
        single_psu_rule=layout.rule_used,
    )


def _numbered(table: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    if not by:
        return pd.DataFrame(index=range(1)), np.zeros(len(table), dtype=int)
    groups = table.groupby(by, observed=True, sort=True, dropna=True)
    row = groups.ngroup().fillna(-1).to_numpy(dtype=int)
    numbers, first = np.unique(row, return_index=True)
    return table[by].iloc[first[numbers >= 0]].reset_index(drop=True), row


def _count(domain: np.ndarray, n_domains: int) -> np.ndarray:
    return np.bincount(domain[domain >= 0], minlength=n_domains)


def _distinct(domain: np.ndarray, of: np.ndarray, n_domains: int) -> np.ndarray:
    """How many different units (or strata) the rows of each domain are in."""
    inside = domain >= 0
    pairs = np.unique(domain[inside] * (of.max() + 1) + of[inside])
    return np.bincount(pairs // (of.max() + 1), minlength=n_domains)
