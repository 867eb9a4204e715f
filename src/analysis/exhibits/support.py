"""Figure of the lesson examined: do changes last more often where support was of one approach?"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.sentences import lower
from analysis.exhibits.wording import percent
from analysis.methods.lessons import ALL, smallest_detectable

CHANCE = 0.05  # an exact p-value above this leaves a difference to chance
HALF = 0.5  # a difference of shares above this is called very large
SIDES = (("with", COLORS[0], "o"), ("without", COLORS[4], "s"))
APART = 0.17  # of a row, from its middle to the mark of a side


def draw_lasting(released: Released) -> Figure:
    """Share of changes that lasted, with the first approach of the study and without, by domain.

    The table is that of ``lessons.compared``.
    """
    study, table = released.study, released.table
    approach = lower(study.approaches[0].en)
    whole = table[table["domain"].eq(ALL)].iloc[0]
    question = f"Do changes last more often where support was {approach}?"
    if not whole["n_with"] or not whole["n_without"]:
        return nothing(f"{question} Nothing to compare: no such change, or no other, is known")
    names = {ALL: "All domains"} | study.labels("domains", short=True)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.42 * len(table) + 0.9), layout="constrained")
        for place, row in enumerate(table.itertuples()):
            _row(ax, place, row)
        ax.set_yticks(range(len(table)), table["domain"].map(names))
        ax.set_ylim(len(table) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="x")
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(-0.02, 1.2), xticks=[0, 0.25, 0.5, 0.75, 1])
        ax.set_xlabel("Share of the changes whose fate is known that lasted")
        handles = [
            plt.Line2D([], [], marker=marker, color=color, ls="", label=f"{side} such support")
            for side, color, marker in SIDES
        ]
        fig.legend(handles=handles, loc="outside lower center", ncols=2)
        entitle(fig, f"{question} {_answer(whole)}", _apart(whole))
    return fig


def _row(ax: Axes, place: int, row: tuple) -> None:
    for number, (side, color, marker) in enumerate(SIDES):
        n, kept = getattr(row, f"n_{side}"), getattr(row, f"n_{side}_sustained")
        level = place + APART * (2 * number - 1)
        if n:
            ax.plot(kept / n, level, marker, color=color, ms=6, clip_on=False)
        word = f"{kept:,.0f} of {n:,.0f}" if n else "none known"
        ax.text(1.04, level, word, va="center", fontsize=8.5, color=MUTED)


def _answer(whole: pd.Series) -> str:
    with_, without = (
        f"{whole[f'n_{s}_sustained']:.0f} of {whole[f'n_{s}']:.0f}" for s, *_ in SIDES
    )
    return f"{with_} did, {without} without: {verdict(whole)}"


def verdict(whole: pd.Series) -> str:
    """What the exact test says of the row of all domains, in words."""
    if pd.isna(whole["p_value"]):
        return "nothing could have differed"
    if whole["p_value"] > CHANCE:
        return "a difference that chance may explain"
    return f"{'more' if whole['difference'] > 0 else 'less'} often than chance explains"


def noticed(whole: pd.Series) -> str:
    """The smallest difference that so many changes would let the test mostly notice, in words."""
    n_with, n_without = int(whole["n_with"]), int(whole["n_without"])
    if not n_with or not n_without:
        return "no difference, since one side has no change"
    rate = whole["n_without_sustained"] / n_without
    smallest = smallest_detectable(n_with, n_without, rate)
    if pd.isna(smallest):
        return "no difference, however large"
    if smallest > HALF:
        return "only a difference of more than half of the changes"
    return "a difference of half of the changes, or less"


def _apart(whole: pd.Series) -> str:
    points = [
        f"{100 * whole[name]:+.0f}".replace("-", "\N{MINUS SIGN}")
        for name in ("difference", "lower", "upper")
    ]
    p_value = "" if pd.isna(whole["p_value"]) else f"; exact p = {whole['p_value']:.2f}"
    return (
        f"Difference over all domains: {points[0]} points (95 % interval {points[1]} to "
        f"{points[2]}{p_value})"
    )
