"""What calibration found by size: how probable is true, and how large an effect is seen."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from analysis.disclosure import Released
from analysis.exhibits.calibration import BREAKING, HOLLOW, MATCHING, mark
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle
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

CLEAR = 0.5  # effect: half the people more for than against, half a standard deviation
PANELS = {STATE: "Single states", REGION: "Regions", ALL_STATES: "All studied states"}
# By generator, or by number of interviews: color, mark and name.
GENERATORS = {
    MATCHING: (COLORS[0], "o", "Truths as the model assumes"),
    BREAKING: (COLORS[4], "D", "Assumptions broken on purpose"),
}
TIMES = {
    1: (COLORS[0], "o", "As published"), 2: (COLORS[1], "s", "Twice the interviews"),
    5: (COLORS[2], "^", "Five times"),
}  # fmt: skip
MEANINGS = {SAME_DIRECTION: "Same direction", DISSONANCE: "Dissonance"}


def draw_reliability(released: Released) -> Figure:
    """How often what is stated with some probability is true; on the diagonal where it holds.

    The table is that of ``calibration.shown.reliability``.
    """
    table = released.table
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(1, 2, figsize=(WIDTH_IN, 3.5), sharey=True)
        fig.subplots_adjust(left=0.13, right=0.97, top=0.92, bottom=0.26, wspace=0.16)
        for ax, (meaning, name) in zip(axes, MEANINGS.items(), strict=True):
            ax.plot([0, 1], [0, 1], color=MUTED, lw=0.8)
            for generator, (color, shape, _) in GENERATORS.items():
                part = table[table["of"].eq(meaning) & table["generator"].eq(generator)]
                style = HOLLOW if generator == BREAKING else {}
                ax.errorbar(
                    part["stated"], part["found"], 2 * part["error"], color=color, marker=shape,
                    lw=1.2, elinewidth=1, **style,
                )  # fmt: skip
            ax.set_title(name, fontsize=10)
            ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="Stated probability")
            ax.xaxis.set_major_formatter(PercentFormatter(1))
        axes[0].yaxis.set_major_formatter(PercentFormatter(1))
        axes[0].set_ylabel("Share that is true")
        handles = [mark(*looks) for looks in GENERATORS.values()]
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
        fig.subplots_adjust(left=0.13, right=0.97, top=0.92, bottom=0.31, wspace=0.2)
        for ax, (place, name) in zip(axes, PANELS.items(), strict=True):
            for level, style in ((LIKELY, "--"), (DECLARED, "-")):
                for times, (color, shape, _) in TIMES.items():
                    part = table[
                        table["scope"].eq(place) & table["level"].eq(level)
                        & table["times"].eq(times)
                    ].sort_values("effect")  # fmt: skip
                    ax.plot(part["effect"], part["value"], style, color=color, marker=shape, lw=1.3,
                            ms=4.5, alpha=1 if level == DECLARED else 0.55)  # fmt: skip
            ax.set_title(name, fontsize=10)
            ax.set(ylim=(-0.02, 1.02), xticks=sorted(table["effect"].unique()))
            ax.tick_params(axis="x", labelsize=8.5)
        axes[1].set_xlabel("Net direction of people, and change of the indicators", fontsize=9)
        axes[0].yaxis.set_major_formatter(PercentFormatter(1))
        axes[0].set_ylabel("Share with a verdict")
        once, twice, most = (mark(*looks, ls="-") for looks in TIMES.values())
        levels = {"Declared": "-", "At least likely": "--"}
        full, dashed = (Line2D([], [], color=MUTED, ls=ls, label=n) for n, ls in levels.items())
        handles = [once, full, twice, dashed, most]  # filled column by column
        fig.legend(handles=handles, loc="lower center", ncols=3)
        entitle(
            fig, f"How much would a study of this size see? {_seen(table)}",
            "Share of places with a verdict, where both lines have one size and states differ",
        )  # fmt: skip
    return fig


def _sure(table: pd.DataFrame) -> str:
    """By how much, at most, what is stated where truths match the model exceeds what is found."""
    matching = table[table["generator"].eq(MATCHING)]
    excess = (matching["stated"] - matching["found"]).max()
    points = f"{100 * excess:.0f} points" if excess > 0 else "no point"
    return f"Is what is probable as often true? Too sure by at most {points} where the model holds"


def _seen(table: pd.DataFrame) -> str:
    """What becomes of a clear effect with the published number of interviews."""
    here = table[table["times"].eq(1) & table["level"].eq(DECLARED) & table["effect"].eq(CLEAR)]
    if here.empty:
        return "A clear change was not tried"
    value = here.set_index("scope")["value"]
    return (f"A clear change gives a declared verdict in {percent(value[STATE])} of states and "
            f"{percent(value[ALL_STATES])} of domains")  # fmt: skip
