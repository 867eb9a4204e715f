"""Figures of the selection of stories: which go on from level to level, and whose they are."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.sentences import lower
from analysis.exhibits.wording import percent
from analysis.study import Study
from analysis.vocabulary import IMPROVED, TOLD, UNCHANGED, WORSENED

PALE = 0.3  # opacity of the stories that came to a step and went no further
SAID_COLORS = {IMPROVED: COLORS[0], UNCHANGED: "#7f7f7f", WORSENED: COLORS[4]}


def draw_selection(released: Released) -> Figure:
    """Stories at each step, by what they tell: pale all that came there, dark those that went on.

    The table is that of ``changes.selection_steps`` by direction.
    """
    table = released.table
    if not table["is_suppressed"].any() and not table["n_stories"].sum():
        return nothing("No story was told")
    steps = _steps(released.study)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.82 * len(steps) + 0.9), layout="constrained")
        for number, direction in enumerate(wording.SAID):
            part = table[table["direction"].eq(direction)].set_index("step").reindex(steps)
            place = np.arange(len(steps)) + (number - 1) * 0.27
            _bars(ax, part, place, released.hidden_mark, SAID_COLORS[direction])
        ax.set_yticks(range(len(steps)), list(steps.values()))
        ax.set_ylim(len(steps) - 0.5, -0.5)
        ax.set(xlim=(0, 1.22 * np.nanmax([*table["n_stories"], 1])), xlabel="Stories")
        ax.tick_params(axis="y", length=0)
        handles = [
            plt.Rectangle((0, 0), 1, 1, color=SAID_COLORS[said], label=f"Stories {name}")
            for said, name in wording.SAID.items()
        ]
        fig.legend(handles=handles, loc="outside lower center", ncols=3)
        entitle(
            fig, _reaching(table, list(steps)),
            "Stories that came to each step (pale) and those that went on from it (dark)",
        )  # fmt: skip
    return fig


def _steps(study: Study) -> dict[str, str]:
    levels = study.labels("selection_levels")
    return {TOLD: "Told"} | {level: f"{name} level" for level, name in levels.items()}


def _bars(ax: Axes, part: pd.DataFrame, place: np.ndarray, hidden_mark: str, color: str) -> None:
    ax.barh(place, part["n_stories"], height=0.23, color=color, alpha=PALE, lw=0)
    ax.barh(place, part["n_passed"], height=0.23, color=color, lw=0)
    for spot, row in zip(place, part.itertuples(), strict=True):
        word = hidden_mark if row.is_suppressed else f"{row.n_passed:,.0f} of {row.n_stories:,.0f}"
        ax.annotate(
            word, (0 if row.is_suppressed else row.n_stories, spot), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=8.5, color=MUTED,
        )  # fmt: skip


def _reaching(table: pd.DataFrame, steps: list[str]) -> str:
    """How much of what was told, and of what the last level chose, is of improvement."""
    question = "Which stories reach the top?"
    ends = table[table["step"].isin([steps[0], steps[-1]])]
    if ends["is_suppressed"].any():
        return f"{question} Too few people tell those that do for it to be shown"
    told = ends[ends["step"].eq(steps[0])].set_index("direction")["n_stories"]
    chosen = ends[ends["step"].eq(steps[-1])].set_index("direction")["n_passed"]
    if not chosen.sum():
        return f"{question} None of the {told.sum():,.0f} told"
    return (
        f"{question} {chosen.sum():,.0f} of the {told.sum():,.0f} told; "
        f"{percent(told[IMPROVED] / told.sum())} of all tell of improvement, "
        f"{percent(chosen[IMPROVED] / chosen.sum())} of those chosen last"
    )


def draw_selection_by_group(released: Released) -> Figure:
    """Share of each group's stories that a level chooses; hidden where too few people told them.

    The table is that of ``changes.selection_steps`` by group, without its numbers of stories: what
    one level chooses is what the next considers, so one row could give away another.
    """
    study, table = released.study, released.table
    if table.loc[table["step"].ne(TOLD), "passed_share"].isna().all():
        return nothing("No group tells enough stories for its share of those chosen to be shown")
    steps = {step: name for step, name in _steps(study).items() if step != TOLD}
    groups = study.labels("groups", short=True)
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            1, len(steps), figsize=(WIDTH_IN, 0.28 * len(groups) + 1.1), sharey=True,
            layout="constrained", squeeze=False,
        )  # fmt: skip
        for ax, (step, name) in zip(axes[0], steps.items(), strict=True):
            part = table[table["step"].eq(step)].set_index("group").reindex(groups)
            _shares(ax, part, released.hidden_mark)
            ax.set_title(name, fontsize=10)
        axes[0, 0].set_yticks(range(len(groups)), list(groups.values()))
        axes[0, 0].set_ylim(len(groups) - 0.4, -0.6)
        fig.supxlabel("Share of the group's stories considered at the level", fontsize=10)
        entitle(
            fig, _favored(table, steps, groups),
            "Share of each group's stories that the level chose; none: no story came so far",
        )  # fmt: skip
    return fig


def _shares(ax: Axes, part: pd.DataFrame, hidden_mark: str) -> None:
    ax.hlines(np.arange(len(part)), 0, part["passed_share"], color="#d9d9d9", lw=1.2)
    ax.plot(part["passed_share"], np.arange(len(part)), "o", color=COLORS[0])
    for spot, row in enumerate(part.itertuples()):
        if row.is_suppressed:
            ax.text(0.03, spot, hidden_mark, va="center", fontsize=8.5, color=MUTED)
        elif pd.notna(row.passed_share):
            ax.annotate(
                percent(row.passed_share), (row.passed_share, spot), xytext=(5, 0),
                textcoords="offset points", va="center", fontsize=8.5,
            )  # fmt: skip
    ax.set(xlim=(0, 1.4), xticks=[0, 0.5, 1])
    ax.spines["bottom"].set_bounds(0, 1)
    ax.xaxis.set_major_formatter(lambda share, _: percent(share))
    ax.tick_params(axis="y", length=0)


def _favored(table: pd.DataFrame, steps: dict[str, str], groups: dict[str, str]) -> str:
    """The group that is furthest above the others at a level: the median of the others shown."""
    question = "Whose stories are chosen?"
    shown = table[table["step"].ne(TOLD)].dropna(subset="passed_share")
    shown = shown[shown.groupby("step")["group"].transform("size").gt(2)]
    if shown.empty:
        return f"{question} Too few groups can be shown for them to be compared"
    lead = pd.Series(
        [
            row.passed_share - _others(shown, row)["passed_share"].median()
            for row in shown.itertuples()
        ],
        index=shown.index,
    )
    first = shown.loc[lead.idxmax()]
    median = _others(shown, first)["passed_share"].median()
    return (
        f"{question} Most unlike the others: {lower(groups[first['group']])} at the "
        f"{lower(steps[first['step']])}, {percent(first['passed_share'])} (other groups: "
        f"{percent(median)} at the median)"
    )


def _others(shown: pd.DataFrame, row: object) -> pd.DataFrame:
    return shown[shown["step"].eq(row.step) & shown["group"].ne(row.group)]
