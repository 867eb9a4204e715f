"""What the method is held to, and whether calibration found it kept: a table."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import MUTED, STYLE, entitle, sheet
from analysis.exhibits.sentences import capital

ROW_IN = 0.205
COLUMNS = {"Held to": 0.1, "Planted truth": 2.4, "Found": 4.72, "Target": 5.5}  # inches
MISSED = {True: "#fdf3ea", False: "#f5cfb3"}  # by whether chance explains it


def draw_targets(released: Released) -> Figure:
    """Every target with the worst figure measured, its Monte Carlo error, and whether it is kept.

    The table is that of ``calibration.shown.held_to``.
    """
    table = released.table.reset_index(drop=True)
    with plt.style.context(STYLE):
        fig, ax = sheet(ROW_IN * (len(table) + 1) + 0.1)
        for name, left in COLUMNS.items():
            ax.text(left, ROW_IN / 2, name, va="center", fontsize=8.5, fontweight="bold")
        ax.axhline(ROW_IN, color=MUTED, lw=0.8)
        for place, row in enumerate(table.itertuples(), start=1):
            y = ROW_IN * (place + 0.55)
            if not row.is_reached:
                half = ROW_IN / 2
                ax.axhspan(y - half, y + half, color=MISSED[row.is_within_error], lw=0)
            texts = (row.says, capital(row.where), _found(row), _bounds(row))
            for left, text in zip(COLUMNS.values(), texts, strict=True):
                ax.text(left, y, text, va="center", fontsize=8)
        entitle(fig, _how_many(table), "Percent, with one Monte Carlo error, where truths are as "
                "the model assumes; the worst of several truths. Shaded: missed, pale where by "
                "less than two errors")  # fmt: skip
    return fig


def _how_many(table: pd.DataFrame) -> str:
    n_kept, n_near = (
        table["is_reached"].sum(),
        (~table["is_reached"] & table["is_within_error"]).sum(),
    )
    near = f", and {n_near} missed by no more than chance explains" if n_near else ""
    return f"Does the method keep what it is held to? {n_kept} of {len(table)} targets{near}"


def _found(row: tuple) -> str:
    if pd.isna(row.error):  # a p
        return f"p = {row.value:.2f}"
    return f"{100 * row.value:.1f} ± {100 * row.error:.1f}"


def _bounds(row: tuple) -> str:
    if pd.isna(row.error):
        return f"p > {row.least:g}"
    ends = [end for end in (row.least, row.most) if pd.notna(end)]
    if len(ends) == 2:
        return f"{100 * ends[0]:g} to {100 * ends[1]:g}"
    return f"{'≥' if pd.notna(row.least) else '≤'} {100 * ends[0]:g}"
