"""How far each project came towards its targets, state by state."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    HIDDEN,
    MARGIN_IN,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    ink_on,
    nothing,
    sheet,
)

# Steps of the way from baseline to target: the least share of each, its mark, color and wording.
STEPS = (
    (1.0, "✓", COLORS[0], "First target reached"),
    (0.5, "▲", "#56B4E9", "Half of the way or more"),
    (0.0, "△", "#d6e6f2", "Less than half of the way"),
    (-np.inf, "▼", COLORS[4], "Behind the baseline"),
)
UNKNOWN = ("?", "white", "Not known: no indicator can be judged")
TOO_FEW = ("", HIDDEN, "Too few cases to be shown")
_LEGEND = (*(step[1:] for step in STEPS), UNKNOWN, TOO_FEW)
ROW_IN, HEAD_IN, KEY_IN = 0.24, 0.45, 0.23  # heights of a project, of the heads, of a legend line
NAME_IN = 2.05  # widest name of a project


def draw_progress(released: Released) -> Figure:
    """Grid of projects by states: how much of the way from baseline to target is covered.

    The table has one row per ``project_id`` and ``state`` where the project works, with ``name``
    and ``progress_share``, the median of its indicators (1: first target reached; below 0: behind
    the baseline; missing: not known), and its interval ``progress_lower``, ``progress_upper``. A
    mark stands in brackets where the interval is not known or reaches into another step. Blank:
    the project does not work there.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing("No project works in any state")
    labels = study.labels("states", short=True)
    states = sorted(set(table["state"]), key=labels.get)
    table = table.assign(
        step=[_step(row) for row in table.itertuples()],
        is_sure=[_is_sure(row) for row in table.itertuples()],
    )
    names = table.drop_duplicates("project_id").set_index("project_id")["name"].sort_index()
    present = [step for step in _LEGEND if step in set(table["step"])]
    bottom = HEAD_IN + ROW_IN * len(names)
    with plt.style.context(STYLE):
        fig, ax = sheet(bottom + 0.1 + KEY_IN * -(-len(present) // 2))
        _name(ax, names, [labels[state].rstrip(".") for state in states])
        for row in table.itertuples():
            corner = (states.index(row.state), names.index.get_loc(row.project_id))
            _cell(ax, *_box(*corner, len(states)), row.step, is_sure=row.is_sure)
        for number, step in enumerate(present):
            left = MARGIN_IN + number % 2 * WIDTH_IN / 2
            top = bottom + 0.1 + number // 2 * KEY_IN
            _cell(ax, left, top, 0.3, KEY_IN, step)
            ax.text(left + 0.38, top + KEY_IN / 2, step[2], va="center", fontsize=8.5)
        what = (
            "Median of a project's indicators in a state, last half-year, against the first "
            "targets; in brackets: the 95 % interval reaches another step"
        )
        entitle(fig, _message(table), what)
    return fig


def _box(column: int, row: int, n_columns: int) -> tuple[float, float, float, float]:
    """Left, top, width and height of a cell, in inches."""
    left = NAME_IN + 2 * MARGIN_IN
    width = (WIDTH_IN - MARGIN_IN - left) / n_columns
    return left + column * width, HEAD_IN + row * ROW_IN, width, ROW_IN


def _name(ax: Axes, projects: pd.Series, states: list[str]) -> None:
    """Write the states above the grid and the projects beside it."""
    for column, state in enumerate(states):
        left, top, width, _ = _box(column, 0, len(states))
        ax.text(
            left + width / 2, top - 0.04, state, rotation=90, ha="center", va="bottom", fontsize=8.5
        )
    for row, (project_id, name) in enumerate(projects.items()):
        left, top, _, height = _box(0, row, len(states))
        label = cut(f"{project_id} {name}", NAME_IN, 8.5)
        ax.text(left - MARGIN_IN, top + height / 2, label, ha="right", va="center", fontsize=8.5)


def _step(row: object) -> tuple[str, str, str]:
    """Mark, color and wording of a project in a state."""
    if row.is_suppressed:
        return TOO_FEW
    if np.isnan(row.progress_share):
        return UNKNOWN
    return _of(row.progress_share)


def _is_sure(row: object) -> bool:
    """Whether both ends of the interval lie in the same step; true where there is no progress."""
    if row.is_suppressed or np.isnan(row.progress_share):
        return True
    ends = (row.progress_lower, row.progress_upper)
    return not np.isnan(ends).any() and len({_of(end) for end in ends}) == 1


def _of(share: float) -> tuple[str, str, str]:
    return next(step[1:] for step in STEPS if share >= step[0])


def _cell(
    ax: Axes, left: float, top: float, width: float, height: float, step: tuple[str, str, str],
    *, is_sure: bool = True,
) -> None:  # fmt: skip
    mark, face, _ = step
    mark = mark if is_sure else f"({mark})"
    edge = "#bfbfbf" if face == "white" else "white"
    ax.add_patch(plt.Rectangle((left, top), width, height, facecolor=face, edgecolor=edge, lw=1.2))
    ax.text(
        left + width / 2, top + height / 2, mark, ha="center", va="center_baseline", fontsize=8.5,
        color=ink_on(face),
    )  # fmt: skip


def _message(table: pd.DataFrame) -> str:
    known = table["progress_share"].dropna()
    if known.empty:
        return "Progress is known for no project in any state"
    n_reached, n_back = int(known.ge(1).sum()), int(known.lt(0).sum())
    n_surely = int(table["progress_lower"].ge(1).sum())
    surely = f", {n_surely or 'none'} of them surely," if n_reached else ""
    return (
        f"Of {len(known)} pairs of project and state, the median indicator reached its first "
        f"target in {n_reached or 'none'}{surely} and fell behind the baseline in "
        f"{n_back or 'none'}"
    )
