"""Figure of how far the stakeholder groups agree on which changes they recognize."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, cut, entitle, nothing
from analysis.exhibits.wording import percent
from analysis.methods.validation import FEW, MOST

ALL, GROUPS, ALIKE = "all", "groups", "alike"
ROW_IN, NAME_IN, SHARES_IN = 0.4, 5.6, 3.0  # a change, its name, the axis of shares
COUNT_IN, LEFT = 0.55, 0.05  # room for how many answered; share of the width left free at the edge
ABOVE_IN, BELOW_IN = 0.85, 0.5  # room for the groups' names, and for the axis
VIEWS = {MOST: ("o", COLORS[0], "#9ecae1"), FEW: ("X", COLORS[4], "#f2b28a")}  # sure, and not
TOLD = {MOST: "over half of the group agree", FEW: "half or fewer"}


def draw_alike(released: Released) -> Figure:
    """Share that agrees with each change, with its interval; beside it how each group sees it.

    The table has the rows of ``validation.by_group`` over all respondents with ``title_en`` in the
    part ``all``, those of ``validation.views`` in ``groups``, and that of
    ``validation.agreement_of_groups`` in ``alike``.
    """
    table = released.table
    whole = table[table["part"].eq(ALL)].sort_values(
        "agree_share", ascending=False, kind="stable", na_position="last"
    )
    seen = table[table["part"].eq(GROUPS)]
    if whole["agree_share"].isna().all():
        return nothing("Too few people answered for the groups to be compared")
    names = released.study.labels("groups", short=True)
    columns = [group for group in names if group in set(seen["group"])]
    with plt.style.context(STYLE):
        fig, shares, groups = _panels(len(whole), len(columns))
        for place, row in enumerate(whole.itertuples()):
            _share(shares, place, row, released.hidden_mark)
        _views(groups, seen, list(whole["change_id"]), columns)
        groups.set_xticks(
            range(len(columns)), [names[group] for group in columns], rotation=90, fontsize=8.5
        )
        fig.legend(
            handles=_key(), loc="lower center", ncols=3, bbox_to_anchor=(0.5, 0), borderaxespad=0,
            fontsize=8.5, handletextpad=0.3, columnspacing=1.2,
        )  # fmt: skip
        entitle(
            fig, _question(table[table["part"].eq(ALIKE)].iloc[0]),
            "Left: share of all who answered that agree, with its 95 % interval; right: each "
            "group, dark where its own interval excludes a half, a dot where too few answered",
        )  # fmt: skip
    return fig


def _panels(n_rows: int, n_groups: int) -> tuple[Figure, Axes, Axes]:
    height = ROW_IN * n_rows + ABOVE_IN + BELOW_IN + 0.3
    fig = plt.figure(figsize=(WIDTH_IN, height))
    bottom, tall = (BELOW_IN + 0.3) / height, ROW_IN * n_rows / height
    shares = fig.add_axes((LEFT, bottom, SHARES_IN / WIDTH_IN, tall))
    left = LEFT + (SHARES_IN + COUNT_IN) / WIDTH_IN
    groups = fig.add_axes((left, bottom, 1 - left - LEFT, tall))
    for ax in (shares, groups):
        ax.set(ylim=(n_rows - 0.5, -0.5), yticks=[])
        ax.spines["left"].set_visible(False)
    shares.set(xlim=(0, 1), xticks=[0, 0.25, 0.5, 0.75, 1], xlabel="Share that agrees")
    shares.xaxis.set_major_formatter(lambda share, _: percent(share))
    shares.vlines(
        [0.5] * n_rows, np.arange(n_rows) - 0.1, np.arange(n_rows) + 0.45, color="#bfbfbf"
    )
    groups.set_xlim(-0.5, max(n_groups, 1) - 0.5)
    groups.spines[:].set_visible(False)
    groups.patch.set_visible(False)  # a long name reaches in
    shares.text(1.03, -0.7, "people", va="center", fontsize=8.5, color=MUTED)
    groups.tick_params(length=0, labeltop=True, labelbottom=False)
    return fig, shares, groups


def _share(ax: Axes, place: int, row: tuple, hidden_mark: str) -> None:
    name = cut(f"{row.change_id} {row.title_en}", NAME_IN, 8.5)
    ax.text(-0.03, place - 0.27, name, va="center", fontsize=8.5)
    count = hidden_mark if row.is_suppressed else f"{row.n_people:,.0f}"
    ax.text(1.03, place + 0.17, count, va="center", fontsize=8.5, color=MUTED)
    ax.hlines(place + 0.17, row.lower, row.upper, color=COLORS[0], lw=2)
    ax.plot(row.agree_share, place + 0.17, "o", color=COLORS[0], ms=5)


def _views(ax: Axes, seen: pd.DataFrame, changes: list[str], groups: list[str]) -> None:
    for row in seen[seen["change_id"].isin(changes)].itertuples():
        at = groups.index(row.group), changes.index(row.change_id) + 0.17
        if pd.isna(row.view):
            ax.plot(*at, ".", color="#bfbfbf", ms=3)
            continue
        marker, dark, pale = VIEWS[row.view]
        ax.plot(*at, marker, color=dark if row.is_sure else pale, ms=7, mew=0)


def _key() -> list[plt.Line2D]:
    marks = [
        plt.Line2D(
            [], [], marker=marker, color=dark, ls="", ms=7, mew=0, label=TOLD[view].capitalize()
        )
        for view, (marker, dark, _) in VIEWS.items()
    ]
    few = plt.Line2D([], [], marker=".", color="#bfbfbf", ls="", ms=3, label="Too few answered")
    return [*marks, few]


def _question(alike: pd.Series) -> str:
    """Whether groups agree more than chance would have them, in words and as alpha."""
    question = "How far do the groups agree on which changes they recognize?"
    if pd.isna(alike["value"]):
        return f"{question} That cannot be told: too few groups answered about the same changes"
    return f"{question} {beyond_chance(alike)} (alpha {_signed(alike['value'])}, {interval(alike)})"


def beyond_chance(alike: pd.Series) -> str:
    """What the interval of the groups' alpha says, in words."""
    if pd.isna(alike["value"]):
        return "Not known"
    if alike["lower"] > 0:
        return "More than chance would have it"
    return "Less than chance would have it" if alike["upper"] < 0 else "No more than by chance"


def interval(alike: pd.Series) -> str:
    """The interval of the groups' alpha."""
    if pd.isna(alike["lower"]):
        return "interval not known"
    return f"{_signed(alike['lower'])} to {_signed(alike['upper'])}"


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")
