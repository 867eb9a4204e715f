"""Figures of what was contributed: how the evidence for it is rated, and what lasted."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.contributors import shade
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, ink_on, nothing
from analysis.exhibits.sentences import lower
from analysis.exhibits.wording import percent
from analysis.methods.rubric import low_levels
from analysis.study import Study


def draw_ratings(released: Released) -> Figure:
    """Stacked shares of the ratings of each criterion, from the lowest level to the highest.

    The table is that of ``contribution.ratings``.
    """
    study, table = released.study, released.table
    criteria = study.labels("rubric_criteria", short=True)
    levels = study.labels("rubric_levels", short=True)
    grid = table.pivot(index="criterion", columns="rating", values="n_ratings")
    grid = grid.reindex(index=criteria, columns=levels).fillna(0)
    if not grid.to_numpy().sum():
        return nothing("Where is the evidence weakest? No contribution was rated")
    shares = grid.div(grid.sum(axis=1).where(grid.sum(axis=1).gt(0)), axis=0).fillna(0)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 1.1), layout="constrained")
        left = np.zeros(len(grid))
        for level, name in levels.items():
            color = shade(level, study)
            ax.barh(
                range(len(grid)), shares[level], left=left, color=color, height=0.7,
                edgecolor="white", lw=0.8, label=name,
            )  # fmt: skip
            _count(ax, left, shares[level], grid[level], color)
            left = left + shares[level].to_numpy()
        ax.set_yticks(range(len(grid)), list(criteria.values()))
        ax.invert_yaxis()
        ax.tick_params(axis="y", length=0)
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, 1), xlabel="Share of the ratings; in the bars, their number")
        fig.legend(loc="outside lower center", ncols=len(levels))
        entitle(
            fig, _lowest(shares, study),
            "Ratings of the contributions by each rater, criterion by criterion",
        )  # fmt: skip
    return fig


def _count(
    ax: Axes, left: np.ndarray, shares: pd.Series, counts: pd.Series, color: str | tuple
) -> None:
    for place, (start, share, n) in enumerate(zip(left, shares, counts, strict=True)):
        if share > 0.04:
            middle = (start + share / 2, place)
            ax.text(
                *middle, f"{n:,.0f}", ha="center", va="center", fontsize=8.5, color=ink_on(color)
            )


def _lowest(shares: pd.DataFrame, study: Study) -> str:
    low = shares[low_levels(study.closed("rubric_levels"))].sum(axis=1)
    name = study.labels("rubric_criteria", short=True)[low.idxmax()]
    return (
        f"Where is the evidence weakest? Below the middle of the scale are {percent(low.min())} to "
        f"{percent(low.max())} of the ratings, most in {lower(name)}"
    )


def draw_sustained(released: Released) -> Figure:
    """Share of changes that lasted, with its exact interval, by approach of the projects credited.

    The table is that of ``contribution.sustained_by_approach``.
    """
    study, table = released.study, released.table
    names = study.labels("approaches")
    known = table[table["n_known"].gt(0)]
    if known.empty:
        return nothing("What lasts? Of no change with a project is it known")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.5 * len(table) + 0.9), layout="constrained")
        place = np.arange(len(table))
        ax.hlines(place, table["lower"], table["upper"], color="#9ecae1", lw=2.5)
        ax.plot(table["sustained_rate"], place, "o", color=COLORS[0], clip_on=False, zorder=3)
        for spot, row in zip(place, table.itertuples(), strict=True):
            word = f"{row.n_sustained} of {row.n_known}" if row.n_known else "not known"
            ax.text(1.03, spot, word, va="center", fontsize=9, color=MUTED)
        ax.set_yticks(place, table["approach"].map(names))
        ax.set_ylim(len(table) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="x")
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, 1.18), xticks=np.linspace(0, 1, 6))
        ax.set(xlabel="Share of the changes whose fate is known that lasted")
        entitle(
            fig, _lasting(known, names),
            "By approach of the projects credited, with exact 95 % intervals; a change counts once "
            "under each approach it had",
        )  # fmt: skip
    return fig


def _lasting(known: pd.DataFrame, names: dict[str, str]) -> str:
    """The approach under which most lasted, and whether its interval is apart from the others."""
    most = known["sustained_rate"].eq(known["sustained_rate"].max())
    if len(known) > 1 and most.sum() > 1:
        return "What lasts? Under no single approach did more last than under the others"
    first = known.loc[known["sustained_rate"].idxmax()]
    others = known[known["approach"].ne(first["approach"])]
    said = (
        f"What lasts? {first['n_sustained']} of {first['n_known']} changes where support was "
        f"“{lower(names[first['approach']])}”"
    )
    if others.empty:
        return said
    is_apart = first["lower"] > others["upper"].max()
    return f"{said}; its interval {'lies above' if is_apart else 'overlaps'} the others"
