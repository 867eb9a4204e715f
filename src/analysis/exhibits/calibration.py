"""What calibration found: whether intervals hold, verdicts are right, and what would be noticed."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    sheet,
)
from analysis.exhibits.sentences import capital
from analysis.exhibits.wording import percent
from analysis.vocabulary import (
    ALL_STATES,
    DECLARED,
    DISSONANCE,
    LIKELY,
    REGION,
    SAME_DIRECTION,
    STATE,
)

ROW_IN, NAME_IN, HEAD_IN, FOOT_IN = 0.3, 1.95, 0.32, 0.95
SAID_COVERAGE = 0.95
TOLERATED = (0.935, 0.965)  # what coverage on average may be
PANELS = {STATE: "Single states", REGION: "Regions", ALL_STATES: "All studied states"}
# By line, or by generator: color, mark and name.
LINES = {
    "direction": (COLORS[0], "o", "Direction, people"),
    "change": (COLORS[1], "s", "Change, indicators"),
    "prominence": (COLORS[2], "^", "Prominence, people"),
}
GENERATORS = {
    "matching": (COLORS[0], "o", "Truths as the model assumes"),
    "breaking": (COLORS[4], "D", "Assumptions broken on purpose"),
}
MEANINGS = {SAME_DIRECTION: "Same direction", DISSONANCE: "Dissonance"}
TIMES = {1: (COLORS[0], "o"), 2: (COLORS[1], "s"), 5: (COLORS[2], "^")}
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
            part = table[table["place"].eq(place)]
            for number, (line, (color, mark, _)) in enumerate(LINES.items()):
                for row in part[part["of"].eq(line)].itertuples():
                    y = rows[row.generator, row.says] + 0.22 * (number - 1)
                    style = HOLLOW if row.generator == "breaking" else {}
                    _dot(ax, row.value, row.error, y, color, mark, **style)
            ax.set_title(PANELS[place], fontsize=10)
            ax.set_xlim(min(0.5, table["value"].min() - 0.03), 1.01)
        _percents(axes)
        handles = [_mark(color, mark, name) for color, mark, name in LINES.values()]
        fig.legend(handles=handles, loc="lower center", ncols=3)
        kept = table[table["generator"].eq("matching") & table["place"].eq(STATE)]
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
            _mark(COLORS[0], "o", "At least likely", alpha=0.4),
            _mark(COLORS[0], "o", "Declared"),
        ]
        fig.legend(handles=handles, loc="lower center", ncols=2)
        spread = table[table["generator"].eq("matching") & table["scenario"].eq("R")]
        right = spread[spread["score"].eq("right") & spread["level"].eq(DECLARED)]["value"]
        said = f"{percent(right.iloc[0])} are right" if len(right) else "few can be judged"
        entitle(
            fig, f"Of declared verdicts {said} where truth is drawn at random",
            "A false story: same direction or dissonance where it is not true; thin lines: what "
            "a level promises",
        )  # fmt: skip
    return fig


def draw_reliability(released: Released) -> Figure:
    """How often what is stated with some probability is true; on the diagonal where it holds.

    The table is that of ``calibration.shown.reliability``.
    """
    table = released.table
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(1, 2, figsize=(WIDTH_IN, 3.5), sharey=True)
        fig.subplots_adjust(left=0.1, right=0.98, top=0.92, bottom=0.26, wspace=0.12)
        for ax, (meaning, name) in zip(axes, MEANINGS.items(), strict=True):
            ax.plot([0, 1], [0, 1], color=MUTED, lw=0.8)
            for generator, (color, mark, _) in GENERATORS.items():
                part = table[table["of"].eq(meaning) & table["generator"].eq(generator)]
                style = HOLLOW if generator == "breaking" else {}
                ax.errorbar(
                    part["stated"], part["found"], 2 * part["error"], color=color, marker=mark,
                    lw=1.2, elinewidth=1, **style,
                )  # fmt: skip
            ax.set_title(name, fontsize=10)
            ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="Stated probability")
            ax.xaxis.set_major_formatter(PercentFormatter(1))
        axes[0].yaxis.set_major_formatter(PercentFormatter(1))
        axes[0].set_ylabel("Share that is true")
        handles = [_mark(color, mark, name) for color, mark, name in GENERATORS.values()]
        handles[1].set(**HOLLOW)
        fig.legend(handles=handles, loc="lower center", ncols=2)
        entitle(
            fig, _sure(table), "Every state and domain by tenths of the probability; bars: two "
            "Monte Carlo errors",
        )  # fmt: skip
    return fig


def draw_power(released: Released) -> Figure:
    """Share of places with a verdict, by the size of the effect and the number of interviews.

    The table is that of ``calibration.shown.power``. Full: declared; dashed: at least likely.
    """
    table = released.table
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(1, 3, figsize=(WIDTH_IN, 3.5), sharey=True)
        fig.subplots_adjust(left=0.1, right=0.98, top=0.92, bottom=0.31, wspace=0.1)
        for ax, (place, name) in zip(axes, PANELS.items(), strict=True):
            for level, style in ((LIKELY, "--"), (DECLARED, "-")):
                for times, (color, mark) in TIMES.items():
                    part = table[
                        table["place"].eq(place) & table["level"].eq(level)
                        & table["times"].eq(times)
                    ].sort_values("effect")  # fmt: skip
                    ax.plot(part["effect"], part["value"], style, color=color, marker=mark, lw=1.3,
                            ms=4.5, alpha=1 if level == DECLARED else 0.55)  # fmt: skip
            ax.set_title(name, fontsize=10)
            ax.set(ylim=(-0.02, 1.02), xticks=sorted(table["effect"].unique()))
            ax.tick_params(axis="x", labelsize=8.5)
        axes[1].set_xlabel("Net direction of people, and change of the indicators", fontsize=9)
        axes[0].yaxis.set_major_formatter(PercentFormatter(1))
        axes[0].set_ylabel("Share with a verdict")
        names = {1: "As published", 2: "Twice the interviews", 5: "Five times"}
        handles = [_mark(*TIMES[times], name, ls="-") for times, name in names.items()]
        handles += [Line2D([], [], color=MUTED, ls="-", label="Declared"),
                    Line2D([], [], color=MUTED, ls="--", label="At least likely")]  # fmt: skip
        fig.legend(handles=handles, loc="lower center", ncols=3)
        entitle(
            fig, "More interviews help domains more than states",
            "Share of places with a verdict, where both lines have one size and states differ",
        )  # fmt: skip
    return fig


def draw_targets(released: Released) -> Figure:
    """Every target with the worst figure measured, its Monte Carlo error, and whether it is kept.

    The table is that of ``calibration.targets.judged`` with ``where``, the truth in words.
    """
    table = released.table.reset_index(drop=True)
    columns = {"Held to": 0.1, "Planted truth": 2.95, "Found": 5.02, "Target": 5.62}  # inches
    row_in = 0.205
    with plt.style.context(STYLE):
        fig, ax = sheet(row_in * (len(table) + 1) + 0.1)
        for name, left in columns.items():
            ax.text(left, row_in / 2, name, va="center", fontsize=8.5, fontweight="bold")
        ax.axhline(row_in, color=MUTED, lw=0.8)
        for place, row in enumerate(table.itertuples(), start=1):
            y = row_in * (place + 0.55)
            if not row.is_reached:
                ax.axhspan(y - row_in / 2, y + row_in / 2, color="#f8e3d4", lw=0)
            found = f"{100 * row.value:.1f} ± {100 * row.error:.1f}"
            texts = (row.says, capital(row.where), found, _bounds(row))
            for left, text in zip(columns.values(), texts, strict=True):
                ax.text(left, y, text, va="center", fontsize=8)
        entitle(
            fig, f"{table['is_reached'].sum()} of {len(table)} targets are kept",
            "Percent, with one Monte Carlo error, where truths are as the model assumes; the worst "
            "of several truths; shaded: not kept",
        )  # fmt: skip
    return fig


def _bounds(row: object) -> str:
    ends = [end for end in (row.least, row.most) if pd.notna(end)]
    if len(ends) == 2:
        return f"{100 * ends[0]:g} to {100 * ends[1]:g}"
    return f"{'≥' if pd.notna(row.least) else '≤'} {100 * ends[0]:g}"


def _rows(table: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The place of each generator and planted truth, those that match the model first."""
    pairs = [
        (generator, says)
        for generator in GENERATORS
        for says in table.loc[table["generator"].eq(generator), "says"].unique()
    ]
    return {pair: place for place, pair in enumerate(pairs)}


def _columns(rows: list[tuple[str, str]], n: int) -> tuple[Figure, list[Axes]]:
    """Panels side by side over named rows; those of the breaking generator below a line."""
    height = ROW_IN * len(rows) + HEAD_IN + FOOT_IN
    fig, axes = plt.subplots(1, n, figsize=(WIDTH_IN, height), sharey=True)
    fig.subplots_adjust(
        left=NAME_IN / WIDTH_IN, right=0.985, top=1 - HEAD_IN / height, bottom=FOOT_IN / height,
        wspace=0.09,
    )  # fmt: skip
    for ax in axes:
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        for place, (generator, _) in enumerate(rows):
            if place and generator != rows[place - 1][0]:
                ax.axhline(place - 0.5, color=MUTED, lw=0.8)
    names = [capital(says) + (" *" if generator == "breaking" else "") for generator, says in rows]
    axes[0].set_yticks(range(len(rows)), names, fontsize=8.5)
    fig.text(MARGIN_IN / WIDTH_IN, 0.32 / height, "* assumptions broken", fontsize=8.5, va="bottom")
    return fig, list(axes)


def _percents(axes: list[Axes]) -> None:
    for ax in axes:
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.tick_params(axis="x", labelsize=8.5)


def _dot(
    ax: Axes, value: float, error: float, y: float, color: str, mark: str, **style: object
) -> None:
    ax.errorbar(value, y, xerr=2 * error, color=color, marker=mark, ms=4.5, elinewidth=1, lw=0,
                **style)  # fmt: skip


def _mark(color: str, mark: str, name: str, **style: object) -> Line2D:
    return Line2D([], [], color=color, marker=mark, label=name, **{"ls": "", **style})


def _kept(table: pd.DataFrame) -> str:
    lowest = table["value"].min()
    return f"Where the model holds, intervals hold the truth at least {percent(lowest)} of the time"


def _sure(table: pd.DataFrame) -> str:
    """By how much, at most, what is stated where truths match the model exceeds what is found."""
    matching = table[table["generator"].eq("matching")]
    excess = (matching["stated"] - matching["found"]).max()
    return f"Probabilities are too sure by at most {100 * excess:.0f} points where the model holds"
