"""Figures of the validation survey: whom the changes convince, and which priorities they touch."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, HIDDEN, STYLE, WIDTH_IN, cut, entitle, nothing
from analysis.exhibits.wording import percent
from analysis.methods import counts
from analysis.vocabulary import RESPONDENTS

ROW_IN, NAME_IN = 0.42, 5.6  # height of a name and what stands under it; widest name
APART = 0.16  # of a row, from one panel's mark to the next
MARKS = (
    ("o", COLORS[0]), ("s", COLORS[4]), ("^", COLORS[2]), ("D", COLORS[1]), ("v", COLORS[3]),
)  # fmt: skip


def draw_panels(released: Released) -> Figure:
    """Share of each panel that agrees with each change, a mark for each panel.

    The table is that of ``counts.answers_by_panel`` with ``title_en``. Changes stand by the share
    of those heard before who agree; a share that may not be shown has no mark.
    """
    panels = released.study.labels("validation_panels", short=True)
    table = released.table
    if table.empty:
        return nothing("Nobody validated the changes")
    if set(table["panel"]) == {RESPONDENTS}:
        return nothing("Only people heard before validated the changes")
    grid = table.pivot(index=["change_id", "title_en"], columns="panel", values="agree_share")
    grid = grid.reindex(columns=[panel for panel in panels if panel in grid])
    first = grid[RESPONDENTS] if RESPONDENTS in grid else grid.iloc[:, 0]
    grid = grid.loc[first.sort_values(ascending=False, kind="stable").index]
    with plt.style.context(STYLE):
        fig, ax = _rows([f"{change} {title}" for change, title in grid.index])
        for place, shares in enumerate(grid.to_numpy()):
            _marks(ax, place + 0.2, shares)
        handles = [_mark(number, panels[panel]) for number, panel in enumerate(grid)]
        fig.legend(handles=handles, loc="outside lower center", ncols=min(3, len(handles)))
        ax.set_xlabel("Share of those who answered that agree")
        is_hidden = grid.isna().any(axis=None)
        hidden = "; without a mark what may not be shown" if is_hidden else ""
        entitle(fig, _convinced(table), f"Agreement with each change, by who was asked{hidden}")
    return fig


def draw_priorities(released: Released) -> Figure:
    """Bars of the share of respondents who name each priority as most affected.

    The table is that of ``counts.priorities``.
    """
    names = released.study.labels("priorities")
    table = released.table.dropna(subset="named_share")
    if table.empty:
        return nothing("Too few people named a priority for any to be shown")
    table = table.sort_values("named_share", ascending=False, kind="stable")
    with plt.style.context(STYLE):
        fig, ax = _rows([names[priority] for priority in table["priority"]])
        places = np.arange(len(table)) + 0.17
        ax.barh(places, table["named_share"], color=COLORS[0], height=0.36)
        for place, share in zip(places, table["named_share"], strict=True):
            ax.text(share + 0.01, place, percent(share), va="center", fontsize=9)
        ax.set_xlabel("Share of those who answered, among the people heard before")
        entitle(
            fig, _most_named(table, names), "Priorities found most affected, several per person"
        )
    return fig


def _rows(names: list[str]) -> tuple[Figure, Axes]:
    """Axes from 0 to 100 %, each row under its name."""
    height = ROW_IN * len(names) + 1
    fig, ax = plt.subplots(figsize=(WIDTH_IN, height), layout="constrained")
    for place, name in enumerate(names):
        ax.text(0, place - 0.27, cut(name, NAME_IN, 9), va="center", fontsize=9)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set(xlim=(-0.01, 1.03), ylim=(len(names) - 0.5, -0.6), xticks=np.linspace(0, 1, 6))
    ax.xaxis.set_major_formatter(lambda share, _: percent(share))
    return fig, ax


def _marks(ax: Axes, place: float, shares: np.ndarray) -> None:
    known = shares[~np.isnan(shares)]
    ax.hlines(place, 0, 1, color="#efefef", lw=1)
    if len(known) > 1:
        ax.hlines(place, known.min(), known.max(), color=HIDDEN, lw=3)
    for number, share in enumerate(shares):
        marker, color = MARKS[number % len(MARKS)]
        # One below the other, so that panels of one mind do not hide each other.
        level = place + APART * (number - (len(shares) - 1) / 2)
        ax.plot(share, level, marker, color=color, ms=5.5, mec="white", mew=0.6, clip_on=False)


def _mark(number: int, name: str) -> plt.Line2D:
    marker, color = MARKS[number % len(MARKS)]
    return plt.Line2D([], [], marker=marker, color=color, ls="", label=name)


def _convinced(table: pd.DataFrame) -> str:
    majority = counts.majorities(table)["majority"]
    if majority.empty:
        return "No change has enough answers of every panel to be compared"
    n = majority.value_counts()
    n_all, n_some = n.get("all", 0) or "none", n.get("some", 0) or "none"
    return (
        f"Over half of every panel agree with {n_all} of the {len(majority)} changes compared; "
        f"on {n_some} only some panels do"
    )


def _most_named(table: pd.DataFrame, names: dict[str, str]) -> str:
    first = table[table["named_share"].eq(table["named_share"].max())]
    share = percent(first["named_share"].iloc[0])
    if len(first) > 1:
        return f"{len(first)} priorities are named most, by {share} of those who answered"
    return f"Named most, by {share}: {names[first['priority'].iloc[0]]}"
