"""Figures of who was heard and what they said: by group and domain, never by state and domain."""

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import (
    COLORS,
    HIDDEN,
    MUTED,
    SHARES,
    STYLE,
    WIDTH_IN,
    entitle,
    ink_on,
    nothing,
)
from analysis.exhibits.wording import percent
from analysis.vocabulary import USED


def draw_heard(released: Released) -> Figure:
    """Heat map of people heard by group and domain asked; gray where hidden, blank never asked."""
    if released.table.empty:
        return nothing("Nobody was asked about any domain")
    grid, hidden = _by_group_and_domain(released, "n_people")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 0.9), layout="constrained")
        _heat(ax, grid, hidden, released.hidden_mark, "{:,.0f}".format, grid.max(axis=None))
        n_pairs, n_shown = grid.size, int(grid.gt(0).to_numpy().sum())
        entitle(
            fig,
            f"Enough people to be shown: {n_shown} of {n_pairs} pairs of group and domain",
            "People in the interviews and focus groups asked about each domain",
        )
    return fig


def draw_mentions(released: Released) -> Figure:
    """Heat map of shares by group and domain; gray where hidden, blank where never asked."""
    if released.table.empty:
        return nothing("Nobody was asked about any domain")
    grid, hidden = _by_group_and_domain(released, "mention_share")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 0.9), layout="constrained")
        _heat(ax, grid, hidden, released.hidden_mark, percent, 1)
        n_shown, n_most = (int(part.to_numpy().sum()) for part in (grid.notna(), grid.gt(0.5)))
        entitle(
            fig,
            f"Over half of the sources asked raise a change in {n_most or 'none'} of the {n_shown} "
            "pairs of group and domain that can be shown"
            if n_shown
            else "No pair of group and domain has enough people to be shown",
            "Share of the interviews and focus groups asked that raise a change in the domain",
        )
    return fig


def _by_group_and_domain(released: Released, value: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The values and the suppressed cells, groups by domains, in the study's order and words."""
    study, table = released.study, released.table
    groups, domains = (study.labels(name, short=True) for name in ("groups", "domains"))
    cells = table.assign(group=table["group"].map(groups), domain=table["domain"].map(domains))
    grid = cells.pivot(index="group", columns="domain")
    rows = [g for g in groups.values() if g in grid.index]
    columns = [d for d in domains.values() if d in set(cells["domain"])]
    values = grid[value].reindex(index=rows, columns=columns).astype(float)
    hidden = grid["is_suppressed"].reindex(index=rows, columns=columns).eq(True)
    return values, hidden


def _heat(
    ax: Axes, grid: pd.DataFrame, hidden: pd.DataFrame, hidden_mark: str,
    said: Callable[[float], str], most: float,
) -> None:  # fmt: skip
    """Cells from white to dark at ``most``, each with its value in words."""
    n_rows, n_columns = grid.shape
    scale = most if most > 0 else 1
    for (row, column), value in np.ndenumerate(grid.to_numpy()):
        if hidden.iloc[row, column]:
            face, word = HIDDEN, hidden_mark
        elif np.isnan(value):
            continue
        else:
            face, word = SHARES(value / scale), said(value)
        ax.add_patch(plt.Rectangle((column, row), 1, 1, facecolor=face, edgecolor="white", lw=1.5))
        color = MUTED if face == HIDDEN else ink_on(face)
        ax.text(column + 0.5, row + 0.5, word, ha="center", va="center", color=color)
    ax.set(xlim=(0, n_columns), ylim=(n_rows, 0))
    ax.set_xticks(np.arange(n_columns) + 0.5, [_two_lines(name) for name in grid.columns])
    ax.set_yticks(np.arange(n_rows) + 0.5, grid.index)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)


def draw_flow(released: Released) -> Figure:
    """Bars from the rows of the register to the sources used, each loss named."""
    table = released.table
    n_kept = table["n_rows"].where(table["reason"].isin(["registered", USED]))
    left = table["n_rows"].iloc[0] - table["n_rows"].iloc[1:-1].cumsum()
    start = n_kept.isna() * left.reindex(table.index).fillna(0)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 2.6), layout="constrained")
        colors = np.where(n_kept.notna(), COLORS[0], COLORS[1])
        ax.barh(
            table["reason"].map(wording.FLOW), table["n_rows"], left=start, color=colors, height=0.7
        )
        for place, (first, n) in enumerate(zip(start, table["n_rows"], strict=True)):
            ax.text(first + n + table["n_rows"].max() * 0.01, place, f"{n:,}", va="center")
        ax.invert_yaxis()
        ax.margins(x=0.1)
        ax.set(xlabel="Rows of the register of interviews and focus groups")
        n_used, n_read = table["n_rows"].iloc[-1], table["n_rows"].iloc[0]
        entitle(fig, f"Usable: {n_used:,} of the {n_read:,} rows in the register of interviews")
    return fig


def _two_lines(label: str) -> str:
    words = label.split()
    return label if len(words) < 2 else " ".join(words[:-1]) + "\n" + words[-1]
