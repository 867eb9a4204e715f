"""Figures of the coders: which codes they apply unlike, and every coefficient in an annex table."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.coded import TENTATIVE
from analysis.exhibits.house import (
    COLORS,
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    nothing,
    sheet,
)
from analysis.exhibits.sentences import listed
from analysis.methods.agreement.annex import TOGETHER

NAME_IN = 2.5  # width of a code's name beside its dots
LINE_IN = 0.19
# Where the columns of the annex table stand, in inches; numbers end there.
VALUE_IN, LOWER_IN, UPPER_IN, HOW_IN = 2.7, 3.25, 3.8, 3.95


def draw_code_agreement(released: Released) -> Figure:
    """Alpha with its interval and the Jaccard overlap of each code, the least alike first.

    The table has the rows of ``agreement_by_code`` with the codes' ``name``; a code on too few
    units is hidden, and not drawn.
    """
    table = released.table
    alpha = table[table["measure"].eq("alpha")].dropna(subset="value").sort_values("value")
    if alpha.empty:
        return nothing("No code was given often enough, where two coders read, to be compared")
    overlap = table[table["measure"].eq("jaccard")].set_index("code_id")["value"]
    place = np.arange(len(alpha))
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.27 * len(alpha) + 1.1), layout="constrained")
        ax.hlines(place, alpha["lower"], alpha["upper"], color=COLORS[0], lw=2)
        ax.plot(alpha["value"], place, "o", color=COLORS[0], label="Alpha, over all units read")
        ax.plot(
            alpha["code_id"].map(overlap), place, "D", color=COLORS[1],
            label="Jaccard, over units coded by either",
        )  # fmt: skip
        ax.set_yticks(place, [cut(name, NAME_IN, 10) for name in alpha["name"]])
        ax.set_ylim(len(alpha) - 0.5, -0.5)
        least = min(0, alpha[["value", "lower"]].min(axis=None))
        ax.set(xlim=(least - 0.02, 1.02), xlabel="1: given to the same units by all")
        ax.grid(axis="x")
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=2)
        n_hidden = table["code_id"].nunique() - len(alpha)
        entitle(
            fig, _unlike(alpha),
            f"Codes given to at least {released.min_cell} turns that two coders read, with 95 % "
            f"intervals; {n_hidden} rarer codes are left out",
        )  # fmt: skip
    return fig


def _unlike(alpha: pd.DataFrame) -> str:
    below = alpha[alpha["value"].lt(TENTATIVE)]
    if below.empty:
        return (
            f"Every code that is frequent enough is applied alike (alpha at least {TENTATIVE:.2f})"
        )
    names = [f"“{name}”" for name in below["name"].head(3)]
    least = "" if len(below) <= len(names) else ", least of all"
    said = f"{listed(names)}" if not least else f"{len(below)} codes{least} {listed(names)}"
    return f"Applied unlike (alpha below {TENTATIVE:.2f}): {said}"


def draw_annex(released: Released) -> Figure:
    """Every coefficient with its interval and how that was made, as a table of text.

    The table is that of ``agreement.annex``.
    """
    table = released.table
    if table["value"].isna().all():
        return nothing("No judgment was made by two coders, so no coefficient has a value")
    blocks = [(name, table[table["part"].eq(part)]) for part, name in wording.ANNEX.items()]
    blocks = [(name, part) for name, part in blocks if len(part)]
    n_lines = sum(len(part) + 1.4 for _, part in blocks) + 1
    with plt.style.context(STYLE):
        fig, ax = sheet(n_lines * LINE_IN + MARGIN_IN)
        _line(ax, 0.5 * LINE_IN, ("", "value", "from", "to", "interval made by"), color=MUTED)
        top = 1.5 * LINE_IN
        for name, part in blocks:
            ax.text(MARGIN_IN, top, name, fontsize=9, fontweight="bold", va="center")
            for row in part.itertuples():
                top += LINE_IN
                _line(ax, top, _said(row))
            top += 1.4 * LINE_IN
        entitle(fig, _span(table), "Agreement of the coders in full, with 95 % intervals")
    return fig


def _span(table: pd.DataFrame) -> str:
    is_corrected = table["part"].eq(TOGETHER) & table["measure"].ne("percent_agreement")
    values = table.loc[is_corrected, "value"].dropna()
    if values.empty:
        return "On the direction of change, no coefficient corrected for chance has a value"
    least, most = f"{values.min():.2f}", f"{values.max():.2f}"
    said = f"lies between {least} and {most}" if least != most else f"is {most}"
    return f"On the direction of change, every coefficient corrected for chance {said}"


def _said(row: tuple) -> tuple[str, ...]:
    name = (wording.MEASURES | wording.OTHER_MEASURES)[row.measure]
    name = f"{name}, {row.of}" if isinstance(row.of, str) else name
    if np.isnan(row.value):
        return name, "", "", "", wording.UNDEFINED[row.undefined]
    numbers = ("" if np.isnan(n) else f"{n:.2f}" for n in (row.value, row.lower, row.upper))
    return name, *numbers, wording.INTERVALS.get(row.interval, "")


def _line(ax: Axes, top: float, texts: tuple[str, ...], color: str = INK) -> None:
    name, *numbers, how = texts
    ax.text(2 * MARGIN_IN, top, name, fontsize=9, va="center", color=color)
    for right, text in zip((VALUE_IN, LOWER_IN, UPPER_IN), numbers, strict=True):
        ax.text(right, top, text, fontsize=9, va="center", ha="right", color=color)
    ax.text(HOW_IN, top, how, fontsize=9, va="center", color=MUTED)
