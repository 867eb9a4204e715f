"""What calibration found by planted truth: whether intervals hold it and verdicts are right."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MARGIN_IN, MUTED, STYLE, WIDTH_IN, entitle
from analysis.exhibits.sentences import capital
from analysis.exhibits.wording import percent
from analysis.vocabulary import ALL_STATES, DECLARED, LIKELY, STATE

ROW_IN, NAME_IN, HEAD_IN, FOOT_IN = 0.3, 2.2, 0.32, 0.95
SAID_COVERAGE = 0.95
TOLERATED = (0.935, 0.965)  # what coverage on average may be
PANELS = {STATE: "Single states", ALL_STATES: "All studied states"}
LINES = {
    "direction": (COLORS[0], "o", "Direction, people"),
    "change": (COLORS[1], "s", "Change, indicators"),
    "prominence": (COLORS[2], "^", "Prominence, people"),
}
# Synthetic studies as the model assumes, and such as break it.
MATCHING, BREAKING = "matching", "breaking"
HOLLOW = {"mfc": "white", "mew": 1.2}
GRAY = "#ebebeb"


def draw_coverage(released: Released) -> Figure:
    """Dots by planted truth: the share of intervals that hold it, for states and whole domains.

    The table is that of ``calibration.shown.coverage``. Hollow where the generator breaks the
    model; gray, what is tolerated on average.
    """
    table = released.table
    rows = _rows(table)
    with plt.style.context(STYLE):
        fig, axes = _columns(list(rows), 2)
        for ax, place in zip(axes, (STATE, ALL_STATES), strict=True):
            ax.axvspan(*TOLERATED, color=GRAY, lw=0)
            ax.axvline(SAID_COVERAGE, color=MUTED, lw=0.8)
            part = table[table["scope"].eq(place)]
            for number, (line, (color, shape, _)) in enumerate(LINES.items()):
                for row in part[part["of"].eq(line)].itertuples():
                    y = rows[row.generator, row.says] + 0.22 * (number - 1)
                    style = HOLLOW if row.generator == BREAKING else {}
                    _dot(ax, row.value, row.error, y, color, shape, **style)
            ax.set_title(PANELS[place], fontsize=10)
            ax.set_xlim(min(0.5, table["value"].min() - 0.03), 1.01)
        _percents(axes)
        handles = [mark(*looks) for looks in LINES.values()]
        fig.legend(handles=handles, loc="lower center", ncols=3)
        kept = table[table["generator"].eq(MATCHING) & table["scope"].eq(STATE)]
        entitle(
            fig, _kept(kept),
            "Share of 95 % intervals that hold the truth, by what was planted; gray: tolerated "
            "on average",
        )  # fmt: skip
    return fig


def draw_verdicts(released: Released) -> Figure:
    """By planted truth: states told a false story, and how many of the verdicts are right.

    The table is that of ``calibration.shown.verdicts``. Pale: at least likely; full: declared.
    """
    study, table = released.study, released.table
    rule = study.triangulation.verdict
    promised = {LIKELY: rule.likely, DECLARED: rule.declared}
    rows = _rows(table)
    with plt.style.context(STYLE):
        fig, axes = _columns(list(rows), 2)
        for ax, score in zip(axes, ("false", "right"), strict=True):
            part = table[table["score"].eq(score)]
            for level, alpha, y in ((LIKELY, 0.4, -0.14), (DECLARED, 1.0, 0.14)):
                if score == "right":
                    ax.axvline(promised[level], color=COLORS[0], alpha=alpha, lw=0.8)
                for row in part[part["level"].eq(level)].itertuples():
                    at = rows[row.generator, row.says] + y
                    _dot(ax, row.value, row.error, at, COLORS[0], "o", alpha=alpha)
        axes[0].set_title("States told a false story", fontsize=10)
        axes[1].set_title("Verdicts that are right", fontsize=10)
        axes[0].set_xlim(left=-0.004)
        axes[1].set_xlim(-0.03, 1.03)
        _percents(axes)
        handles = [
            mark(COLORS[0], "o", "At least likely", alpha=0.4),
            mark(COLORS[0], "o", "Declared"),
        ]
        fig.legend(handles=handles, loc="lower center", ncols=2)
        spread = table[table["generator"].eq(MATCHING) & table["scenario"].eq("R")]
        right = spread[spread["score"].eq("right") & spread["level"].eq(DECLARED)]["value"]
        said = f"{percent(right.iloc[0])} are" if len(right) else "too few can be judged"
        entitle(
            fig, f"Are verdicts right? Of declared ones {said}, where truth is drawn at random",
            "A false story: same direction or dissonance where it is not true; thin lines: what "
            "a level promises",
        )  # fmt: skip
    return fig


def _rows(table: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The place of each generator and planted truth, those that match the model first."""
    pairs = [
        (generator, says)
        for generator in (MATCHING, BREAKING)
        for says in table.loc[table["generator"].eq(generator), "says"].unique()
    ]
    return {pair: place for place, pair in enumerate(pairs)}


def _columns(rows: list[tuple[str, str]], n: int) -> tuple[Figure, list[Axes]]:
    """Panels side by side over named rows; those of the breaking generator below a line."""
    height = ROW_IN * len(rows) + HEAD_IN + FOOT_IN
    fig, axes = plt.subplots(1, n, figsize=(WIDTH_IN, height), sharey=True)
    fig.subplots_adjust(
        left=NAME_IN / WIDTH_IN, right=0.965, top=1 - HEAD_IN / height, bottom=FOOT_IN / height,
        wspace=0.12,
    )  # fmt: skip
    for ax in axes:
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        for place, (generator, _) in enumerate(rows):
            if place and generator != rows[place - 1][0]:
                ax.axhline(place - 0.5, color=MUTED, lw=0.8)
    names = [capital(says) + (" *" if generator == BREAKING else "") for generator, says in rows]
    axes[0].set_yticks(range(len(rows)), names, fontsize=8.3)
    fig.text(MARGIN_IN / WIDTH_IN, 0.32 / height, "* assumptions broken", fontsize=8.5, va="bottom")
    return fig, list(axes)


def _percents(axes: list[Axes]) -> None:
    for ax in axes:
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.tick_params(axis="x", labelsize=8.5)


def _dot(
    ax: Axes, value: float, error: float, y: float, color: str, shape: str, **style: object
) -> None:
    ax.errorbar(value, y, xerr=2 * error, color=color, marker=shape, ms=4.5, elinewidth=1, lw=0,
                **style)  # fmt: skip


def mark(color: str, shape: str, name: str, **style: object) -> Line2D:
    """An entry of a legend."""
    return Line2D([], [], color=color, marker=shape, label=name, **{"ls": "", **style})


def _kept(table: pd.DataFrame) -> str:
    """How often intervals hold, over the planted truths."""
    ends = [percent(end) for end in (table["value"].min(), table["value"].max())]
    return f"Do intervals hold the truth? In {ends[0]} to {ends[1]} of states where the model holds"
