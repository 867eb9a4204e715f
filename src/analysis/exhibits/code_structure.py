"""Figure of the codes: their tree with its coverage."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    HIDDEN,
    SHARES,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    ink_on,
    nothing,
)
from analysis.exhibits.wording import percent

ROW_IN, NAME_IN, BAR_IN = 0.165, 2.25, 1.05  # of the tree: a row, the names, the bars
EDGE_IN = 0.5  # beside the last column, for its slanted name


def draw_tree(released: Released) -> Figure:
    """Each code below the one above it: share of sources with it, over all and by group.

    The rows are those of ``code_tree.coverage`` with ``name`` and ``depth``, in the order of the
    tree: over all (``part`` "all"), then by ``group``. Gray where hidden, blank not looked for.
    """
    table = released.table
    whole = table[table["part"].eq("all")].reset_index(drop=True)
    if whole["source_share"].isna().all():
        return nothing("Too few people are behind every code for any to be shown")
    groups = {
        group: name for group, name in released.study.labels("groups", short=True).items()
        if group in set(table["group"])
    }  # fmt: skip
    with plt.style.context(STYLE):
        fig = plt.figure(figsize=(WIDTH_IN, ROW_IN * len(whole) + 0.9))
        bars, cells = _panels(fig, len(whole), len(groups))
        _bars(bars, whole, released.hidden_mark)
        _cells(cells, whole, table[table["part"].eq("group")], groups)
        entitle(
            fig, _most(whole),
            "Share of the sources, over all and by group, in which a code, or one below it, is "
            "found; of a domain's codes, of the sources asked about it",
        )  # fmt: skip
    return fig


def _panels(fig: Figure, n_rows: int, n_groups: int) -> tuple[Axes, Axes]:
    width, height = fig.get_size_inches()
    bottom, tall = 0.06 / height, ROW_IN * n_rows / height
    bars = fig.add_axes((NAME_IN / width, bottom, BAR_IN / width, tall))
    left = NAME_IN + BAR_IN + 0.42
    cells = fig.add_axes((left / width, bottom, (width - left - EDGE_IN) / width, tall))
    for ax in (bars, cells):
        ax.set_ylim(n_rows - 0.5, -0.5)
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, labeltop=True, labelbottom=False, labelsize=8)
    cells.set(xlim=(-0.5, max(n_groups, 1) - 0.5), yticks=[])
    return bars, cells


def _bars(ax: Axes, whole: pd.DataFrame, hidden_mark: str) -> None:
    ax.barh(whole.index, whole["source_share"], color=COLORS[0], height=0.7)
    ax.set(xlim=(0, 1), xticks=[])
    ax.set_xlabel("All", fontsize=8)
    ax.xaxis.set_label_position("top")
    names = [
        cut("    " * int(row.depth) + row.name, NAME_IN - 0.1, 8)
        for row in whole[["name", "depth"]].itertuples(index=False, name="Row")
    ]
    ax.set_yticks(whole.index, names, ha="left")
    ax.tick_params(axis="y", pad=NAME_IN * 72 - 6)
    for label, depth in zip(ax.get_yticklabels(), whole["depth"], strict=True):
        label.set_fontweight("normal" if depth else "bold")
    for place, share in whole["source_share"].items():
        word = hidden_mark if np.isnan(share) else percent(share)
        ax.text(0.03 if np.isnan(share) else share + 0.03, place, word, va="center", fontsize=7.5)


def _cells(ax: Axes, whole: pd.DataFrame, table: pd.DataFrame, groups: dict[str, str]) -> None:
    grid = table.pivot(index="code_id", columns="group", values="source_share")
    hidden = table.pivot(index="code_id", columns="group", values="is_suppressed")
    grid, hidden = (g.reindex(index=whole["code_id"], columns=list(groups)) for g in (grid, hidden))
    for (row, column), share in np.ndenumerate(grid.to_numpy(dtype=float)):
        is_hidden = hidden.iloc[row, column] is True or hidden.iloc[row, column] == 1
        if np.isnan(share) and not is_hidden:
            continue
        face = HIDDEN if is_hidden else SHARES(share)
        ax.add_patch(
            plt.Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=face, edgecolor="white")
        )
        if not is_hidden:
            ax.text(column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize=7.5,
                    color=ink_on(face))  # fmt: skip
    ax.set_xticks(range(len(groups)), groups.values(), rotation=60, ha="left", fontsize=8)


def _most(whole: pd.DataFrame) -> str:
    """The code below a top one that most sources carry."""
    below = whole[whole["depth"].gt(0)].dropna(subset="source_share")
    below = whole.dropna(subset="source_share") if below.empty else below
    first = below.sort_values("source_share", kind="stable").iloc[-1]
    n_few = int(whole["source_share"].isna().sum())
    rare = f"; {n_few} of {len(whole)} codes are too rare to be shown" if n_few else ""
    return f"Most widespread: “{first['name']}”, in {percent(first.source_share)} of sources{rare}"
