"""Weights fitted to known sizes of the population: post-stratification and raking.

Standard errors of what is estimated with them are those of the residuals from the margins
(Deville and Särndal 1992, JASA 87; Särndal, Swensson and Wretman 1992, section 7.6), so what a
margin already says has none. R's ``postStratify`` does the same. For raking, R's ``calibrate`` with
``calfun = "raking"`` does; its older ``rake`` averages residuals without weights, which is the same
where all weights before are equal, and else is not the variance of what was estimated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.estimation.design import BadDesign, Calibration, Design
from analysis.methods.estimation.layout import lay_out

SIZE, CALIBRATED = "size", "calibrated_weight"
BEFORE = "weight_before"
# Sums of two margins of one population may differ by rounding.
SAME_TOTAL = 1e-6
# Largest relative misfit of a cell, and the rounds within which it must be reached.
FIT, MAX_ROUNDS = 1e-12, 1_000


def post_stratify(
    table: pd.DataFrame, design: Design, sizes: pd.DataFrame
) -> tuple[pd.DataFrame, Design]:
    """Weights that add up to the known size of every cell, and the design that uses them.

    ``sizes`` has one row per cell: its ``size`` (in the unit of the weights) and the columns, also
    of the table, that say which cell it is. Returns the table with ``calibrated_weight`` and
    ``weight_before``, and the design to estimate from it with. Raises BadDesign naming cells that
    the sample lacks, that ``sizes`` lacks, that stand twice or have no size above 0.
    """
    return rake(table, design, [sizes])


def rake(
    table: pd.DataFrame, design: Design, margins: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, Design]:
    """Weights that add up to the known sizes of several margins at once, by raking.

    Each of ``margins`` is as the ``sizes`` of ``post_stratify``, which is raking to one margin:
    weights are multiplied to fit each in turn, until all fit (Deming and Stephan 1940, Annals of
    Mathematical Statistics 11). Returns what ``post_stratify`` returns. Raises BadDesign for its
    reasons, where the margins add up to different populations, and where no weights fit all.
    """
    layout = lay_out(table, design)
    _refuse(_faults_of_table(table, design))
    columns = [tuple(str(name) for name in margin.columns.drop(SIZE, errors="ignore"))
               for margin in margins]  # fmt: skip
    cells = [_cells(table, margin, names, layout.weight)
             for margin, names in zip(margins, columns, strict=True)]  # fmt: skip
    faults = [fault for _, wrong in cells for fault in wrong]
    _refuse(faults or _faults_of_totals(margins, columns))
    targets = [
        (row, margin[SIZE].to_numpy(dtype=float))
        for (row, _), margin in zip(cells, margins, strict=True)
    ]
    fitted = _fitted(layout.weight, dict(zip(columns, targets, strict=True)))
    after = table.assign(**{CALIBRATED: fitted, BEFORE: layout.weight})
    return after, replace(
        design, weight=CALIBRATED, calibration=Calibration(BEFORE, tuple(columns))
    )


def _fitted(
    weight: np.ndarray, targets: Mapping[tuple[str, ...], tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    for _ in range(MAX_ROUNDS):
        for row, size in targets.values():
            weight = weight * (size / np.bincount(row, weight, minlength=len(size)))[row]
        misfits = {
            ", ".join(names): np.abs(np.bincount(row, weight, minlength=len(size)) / size - 1).max()
            for names, (row, size) in targets.items()
        }
        if max(misfits.values()) <= FIT:
            return weight
    worst = max(misfits, key=misfits.__getitem__)
    msg = (
        f"no weights fit all margins: after {MAX_ROUNDS} rounds a cell of {worst} is still off by "
        f"{misfits[worst]:.1g} of its size. Some combination of cells that the sizes ask for has "
        "no row; merge cells."
    )
    raise BadDesign(msg)


def _faults_of_table(table: pd.DataFrame, design: Design) -> list[str]:
    taken = [name for name in (CALIBRATED, BEFORE) if name in table]
    if design.calibration or taken:
        return ["the weights are calibrated already: fit all margins at once"]
    return []


def _cells(
    table: pd.DataFrame, margin: pd.DataFrame, names: tuple[str, ...], weight: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """The number of each row's cell in the margin, and what does not fit."""
    shown = ", ".join(names)
    if SIZE not in margin or not names:
        return np.array([]), [f"a margin needs columns that name its cells, and {SIZE}"]
    absent = [f"{shown}: no column {name} in the table" for name in names if name not in table]
    if absent:
        return np.array([]), absent
    faults = []
    if margin.duplicated(list(names)).any():
        faults.append(f"{shown}: a cell stands twice")
    if not (margin[SIZE] > 0).all():
        faults.append(f"{shown}: every size must be above 0")
    n_blank = int(table[list(names)].isna().any(axis=1).sum())
    if n_blank:
        faults.append(f"{shown}: missing in {n_blank} rows of the table")
    if faults:
        return np.array([]), faults
    row = _match(table, margin, names)
    if (row < 0).any():
        faults.append(f"{shown}: no size for {_named(table[row < 0], names)}")
    held = np.bincount(row[row >= 0], weight[row >= 0], minlength=len(margin)) > 0
    if not held.all():
        faults.append(f"{shown}: no row in the sample for {_named(margin[~held], names)}")
    return row, faults


def _match(table: pd.DataFrame, margin: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    """The position of each row's cell in the margin, -1 where it has none."""
    if len(names) == 1:
        return pd.Index(margin[names[0]]).get_indexer(table[names[0]])
    cells = pd.MultiIndex.from_frame(margin[list(names)])
    return cells.get_indexer(pd.MultiIndex.from_frame(table[list(names)]))


def _named(cells: pd.DataFrame, names: tuple[str, ...]) -> str:
    """The cells, as the groups of the population that they are: none is one respondent's."""
    distinct = cells[list(names)].drop_duplicates().astype(str).sort_values(list(names))
    return "; ".join(" and ".join(cell) for cell in distinct.itertuples(index=False))


def _faults_of_totals(margins: Sequence[pd.DataFrame], columns: list[tuple[str, ...]]) -> list[str]:
    sums = [float(margin[SIZE].sum()) for margin in margins]
    return [
        f"{', '.join(names)} adds up to {given:,.10g}, but {', '.join(columns[0])} to "
        f"{sums[0]:,.10g}"
        for given, names in zip(sums, columns, strict=True)
        if abs(given - sums[0]) > SAME_TOTAL * sums[0]
    ]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BadDesign("the weights cannot be fitted: " + "; ".join(faults))
