"""The outcome line: the change of each outcome indicator, and the composite of each domain."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    nothing,
)
from analysis.exhibits.sentences import listed, lower
from analysis.exhibits.wording import percent

ROW_IN, NAME_IN, SIDE_IN = 0.25, 2.75, 1.05  # height of a row; room for names and for weights


def draw_outcomes(released: Released) -> Figure:
    """Dots with intervals by indicator, a diamond for each domain's composite, weights beside.

    The table has the rows of ``outcome_line.by_indicator`` with ``title``. In standard deviations
    of the baselines, better to the right.
    """
    study, table = released.study, released.table
    shown = table.dropna(subset="change_sd")
    if shown.empty:
        return nothing("No change since baseline can be shown")
    names = study.labels("domains", short=True)
    rank = shown["domain"].map({domain: n for n, domain in enumerate(names)})
    shown = shown.assign(rank=rank, is_whole=shown["indicator_id"].isna())
    shown = shown.sort_values(["rank", "is_whole", "title"], ascending=[True, False, True])
    height = ROW_IN * len(shown) + 0.55
    with plt.style.context(STYLE):
        fig = plt.figure(figsize=(WIDTH_IN, height))
        wide = (WIDTH_IN - NAME_IN - SIDE_IN) / WIDTH_IN
        ax = fig.add_axes((NAME_IN / WIDTH_IN, 0.5 / height, wide, ROW_IN * len(shown) / height))
        region = study.triangulation.verdict.region_indicator
        ax.axvspan(-region, region, color="#ebebeb", lw=0)
        for place, row in enumerate(shown.itertuples()):
            _row(ax, place, row, names)
        ax.set(ylim=(len(shown) - 0.5, -0.5), yticks=[])
        ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.set_xlabel("Change for the better, standard deviations", fontsize=9)
        ax.spines["left"].set_visible(False)
        entitle(
            fig, _message(shown[shown["is_whole"]], names, region),
            "Mean of the states, last half-year against baseline, with 95 % intervals; gray: too "
            "small to matter; at the right, weight in the composite and number of states",
        )  # fmt: skip
    return fig


def _row(ax: Axes, place: int, row: object, names: dict[str, str]) -> None:
    color, marker, weight = COLORS[0], "o", "normal"
    if row.is_whole:
        color, marker, weight = COLORS[6], "D", "bold"
        if place:
            ax.axhline(place - 0.5, color="#d9d9d9", lw=0.8, clip_on=False)
    ax.hlines(place, row.lower, row.upper, color=color, lw=1.8, alpha=0.55)
    ax.plot(row.change_sd, place, marker, color=color, ms=5.5)
    label = names[row.domain] if row.is_whole else cut(row.title, NAME_IN - 3 * MARGIN_IN, 8.5)
    beside = f"{row.n_states:.0f} states"
    if not row.is_whole:
        beside = f"{percent(row.weight)}, {row.n_states:.0f}"
    at = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
    ax.annotate(
        label, (0, place), xytext=(-6, 0), ha="right", fontsize=8.5, fontweight=weight, **at
    )
    ax.annotate(beside, (1, place), xytext=(6, 0), ha="left", fontsize=8.5, color=MUTED, **at)


def _message(whole: pd.DataFrame, names: dict[str, str], region: float) -> str:
    """Which domains' composites lie wholly beyond what is too small to matter."""
    better = [lower(names[domain]) for domain in whole.loc[whole["lower"].gt(region), "domain"]]
    worse = [lower(names[domain]) for domain in whole.loc[whole["upper"].lt(-region), "domain"]]
    said = f"The projects measured a change for the better in {listed(better) or 'no domain'}"
    return f"{said}; for the worse in {listed(worse)}" if worse else said
