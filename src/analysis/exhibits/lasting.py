"""Figure of how likely changes are found to last: shares of each level, to both sides."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    INK,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    nothing,
)
from analysis.exhibits.wording import percent
from analysis.methods.lasting import high_levels
from analysis.study import Study

EXPECTED = {
    "group": "Of the {n_shown} groups shown, {n_most} mostly expect changes to last",
    "change_id": "Of the {n_shown} changes shown, {n_most} are mostly expected to last",
}
ROW_IN, NAME_IN = 0.42, 5.2  # height of a name and the bar under it; widest name


def draw_lasting(released: Released, by: str, names: Mapping[str, str]) -> Figure:
    """Levels below the middle to the left, above it to the right, with the interval of the latter.

    The table is that of ``lasting.lasting`` by ``by``, ``group`` or ``change_id``, which ``names``
    puts into words. Rows stand by the share above the middle, hidden ones last.
    """
    study, table = released.study, released.table
    table = table.sort_values("lasts_share", ascending=False, kind="stable", na_position="last")
    if table["lasts_share"].isna().all():
        return nothing("Too few people said whether changes last for any share to be shown")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, ROW_IN * len(table) + 1.1), layout="constrained")
        _bars(ax, table, study)
        low = table[[f"{level}_share" for level in _levels(study, is_high=False)]].sum(axis=1)
        edges = -low.max() - 0.03, table["upper"].max() + 0.03
        for place, row in enumerate(table.itertuples()):
            _write(ax, 0, place - 0.27, cut(names[getattr(row, by)], NAME_IN, 9), INK)
            word = released.hidden_mark if row.is_suppressed else f"{row.n_people:,.0f}"
            _write(ax, 1.01, place + 0.17, word, MUTED)
        _write(ax, 1.01, -0.35, "people", MUTED)
        ax.set(yticks=[], ylim=(len(table) - 0.5, -0.6), xlim=edges)
        ax.spines["left"].set_visible(False)
        ax.xaxis.set_major_formatter(lambda share, _: percent(abs(share)))
        ax.set_xlabel("Share of the answers; whisker: 95 % interval of what stands to the right")
        fig.legend(loc="outside lower center", ncols=4)
        entitle(
            fig, _likely(table, by),
            "Answers of those who agree, at least in part, that the change happened",
        )  # fmt: skip
    return fig


def _bars(ax: Axes, table: pd.DataFrame, study: Study) -> None:
    levels, places = study.labels("lasting_levels"), np.arange(len(table)) + 0.17
    for level, (left, color) in _sides(table, study).items():
        share = table[f"{level}_share"].fillna(0).to_numpy()
        ax.barh(
            places, share, left=left, color=color, height=0.4, edgecolor="white", lw=0.8,
            label=levels[level],
        )  # fmt: skip
    known = places[table["lasts_share"].notna()]
    ax.vlines(0 * known, known - 0.26, known + 0.26, color=INK, lw=1)
    ax.hlines(places, table["lower"], table["upper"], color=INK, lw=1.3, zorder=3)
    ax.plot(table["lasts_share"], places, "o", color=INK, ms=4, zorder=3)


def _write(ax: Axes, x: float, place: float, word: str, color: str) -> None:
    """A word at a part of the width of the axes."""
    where = ax.get_yaxis_transform()
    ax.text(x, place, word, va="center", fontsize=9, color=color, transform=where)


def _sides(table: pd.DataFrame, study: Study) -> dict[str, tuple[np.ndarray, str]]:
    """Where each level's bar begins, and its color; the middle of an odd scale has none."""
    high, low = (_levels(study, is_high=side) for side in (True, False))
    sides = {}
    for levels, sign, color in ((high, 1, COLORS[0]), (low[::-1], -1, COLORS[4])):
        edge = np.zeros(len(table))
        for number, level in enumerate(levels):
            share = table[f"{level}_share"].fillna(0).to_numpy()
            begins = edge if sign > 0 else edge - share
            sides[level] = begins, _paler(color, 1 - (number + 1) / len(levels))
            edge = edge + sign * share
    return {level: sides[level] for level in (*low, *high)}


def _levels(study: Study, *, is_high: bool) -> list[str]:
    """The levels on one side of the middle, in the order of the scale."""
    levels = study.closed("lasting_levels")
    high = high_levels(levels)
    return high if is_high else list(levels[: len(high)])


def _paler(color: str, part: float) -> tuple[float, ...]:
    """The color mixed with white, the paler the nearer to the middle of the scale."""
    return tuple(1 - (1 - channel) * (1 - 0.6 * part) for channel in to_rgb(color))


def _likely(table: pd.DataFrame, by: str) -> str:
    shown = table.dropna(subset="lasts_share")
    n_most, n_sure = int(shown["lasts_share"].gt(0.5).sum()), int(shown["lower"].gt(0.5).sum())
    words = EXPECTED[by].format(n_shown=len(shown), n_most=n_most or "none")
    return f"{words}; {n_sure or 'none'} with the whole interval"
