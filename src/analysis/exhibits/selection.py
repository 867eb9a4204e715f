"""Figure of the selection of stories: which go on from level to level, and of which domain."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, INK, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.wording import percent
from analysis.study import Study
from analysis.vocabulary import ANY_OTHER, IMPROVED, TOLD, UNCHANGED, WORSENED

DIRECTIONS, DOMAINS = "direction", "domain"
STEP_IN, ROW_IN, EDGE_IN = 0.72, 0.3, 0.9  # height of a step, of a domain; what stands around them
PALE = 0.3  # opacity of the stories that came to a step and went no further
SAID_COLORS = {IMPROVED: COLORS[0], UNCHANGED: "#7f7f7f", WORSENED: COLORS[4]}


def draw_selection(released: Released) -> Figure:
    """Stories at each step: pale all that came there, dark those that went on.

    The table is that of ``selection.steps`` by direction (``part`` "direction") and by domain.
    Above by what they tell, as numbers; below by domain, as the share that went on.
    """
    table = released.table
    domains = table[table["part"].eq(DOMAINS)]
    table = table[table["part"].eq(DIRECTIONS)]
    if not table["is_suppressed"].any() and not table["n_stories"].sum():
        return nothing("No story was told")
    steps = _steps(released.study)
    with plt.style.context(STYLE):
        heights = STEP_IN * len(steps), ROW_IN * (domains["domain"].nunique() + 1)
        fig, (ax, below) = plt.subplots(
            2, 1, figsize=(WIDTH_IN, sum(heights) + 2 * EDGE_IN), layout="constrained",
            height_ratios=heights,
        )  # fmt: skip
        for number, direction in enumerate(wording.SAID):
            part = table[table["direction"].eq(direction)].set_index("step").reindex(steps)
            place = np.arange(len(steps)) + (number - 1) * 0.27
            _bars(ax, part, place, released.hidden_mark, SAID_COLORS[direction])
        ax.set_yticks(range(len(steps)), list(steps.values()))
        ax.set_ylim(len(steps) - 0.5, -0.5)
        ax.set(xlim=(0, 1.22 * np.nanmax([*table["n_stories"], 1])), xlabel="Stories")
        ax.tick_params(axis="y", length=0)
        _by_domain(below, domains, released, steps)
        handles = [
            plt.Rectangle((0, 0), 1, 1, color=SAID_COLORS[said], label=f"Stories {name}")
            for said, name in wording.SAID.items()
        ]
        ax.legend(handles=handles, loc="lower right", fontsize=9)
        entitle(
            fig, _reaching(table, list(steps)),
            "Stories that came to each step (pale) and those that went on from it (dark); below, "
            "by domain, as a share",
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


def _by_domain(ax: Axes, table: pd.DataFrame, released: Released, steps: dict[str, str]) -> None:
    """A row for each domain, a column for each step: the share that went on, and of how many."""
    names = released.study.labels("domains", short=True) | {ANY_OTHER: "Any other"}
    rows = [domain for domain in names if domain in set(table["domain"])]
    for row in table.itertuples():
        left, place = list(steps).index(row.step), rows.index(row.domain)
        if row.is_suppressed or not row.n_stories:
            word = released.hidden_mark if row.is_suppressed else "–"
        else:
            word = f"{row.n_passed:,.0f} of {row.n_stories:,.0f}"
            ax.barh(place, 0.9, left=left, height=0.75, color=INK, alpha=PALE / 2, lw=0)
            ax.barh(place, 0.9 * row.passed_share, left=left, height=0.75, color=INK, alpha=PALE)
        ax.text(left + 0.04, place, word, va="center", fontsize=8.5)
    ax.set_yticks(range(len(rows)), [names[domain] for domain in rows])
    ax.set_xticks([place + 0.45 for place in range(len(steps))], steps.values(), fontsize=9)
    ax.set(xlim=(0, len(steps)), ylim=(len(rows) - 0.5, -0.5))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


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
