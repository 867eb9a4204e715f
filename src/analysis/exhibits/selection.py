"""Figure of the selection of stories: which go on from level to level."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.wording import percent
from analysis.study import Study
from analysis.vocabulary import IMPROVED, TOLD, UNCHANGED, WORSENED

PALE = 0.3  # opacity of the stories that came to a step and went no further
SAID_COLORS = {IMPROVED: COLORS[0], UNCHANGED: "#7f7f7f", WORSENED: COLORS[4]}


def draw_selection(released: Released) -> Figure:
    """Stories at each step, by what they tell: pale all that came there, dark those that went on.

    The table is that of ``selection.steps`` by direction.
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
