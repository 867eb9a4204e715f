"""Figure of saturation: when interviews stopped saying anything new, overall and in each part."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.wording import percent
from analysis.methods.saturation import ALL, DOMAIN, GROUP


def draw_saturation(released: Released) -> Figure:
    """Distinct codes by interviews heard, and where each part of the study reached saturation.

    The rows are those of ``saturation.saturation_by`` and, of the ``part`` "curve", those of
    ``saturation.curve``, put together; the first threshold is drawn.
    """
    table = released.table
    reached = table[table["part"].ne("curve")]
    if reached["n_sources"].isna().all():
        return nothing("Too few interviews to tell when they stopped saying anything new")
    first = reached[reached["threshold"].eq(reached["threshold"].iloc[0])]
    labels = {(ALL, ALL): "All interviews"} | {
        (kind, name): label
        for kind in (GROUP, DOMAIN)
        for name, label in released.study.labels(f"{kind}s", short=True).items()
    }
    parts = first.set_index(["kind", "of"])
    parts = parts.loc[[part for part in labels if part in parts.index]]
    whole = parts.loc[(ALL, ALL)]
    curve = table[table["part"].eq("curve")]
    with plt.style.context(STYLE):
        fig, (above, below) = plt.subplots(
            2, 1, figsize=(WIDTH_IN, 2.1 + 0.26 * len(parts) + 1.0), layout="constrained",
            height_ratios=[2.1, 0.26 * len(parts)],
        )  # fmt: skip
        _curve(above, curve, whole)
        _parts(below, parts, [labels[part] for part in parts.index], released.hidden_mark)
        fig.legend(*below.get_legend_handles_labels(), loc="outside lower center", ncols=2)
        entitle(
            fig, _title(whole),
            f"A run of {parts['run_length'].iloc[0]:.0f} adds at most "
            f"{percent(parts['threshold'].iloc[0])} of the codes of the first "
            f"{parts['base_size'].iloc[0]:.0f}; band and lines: the middle 90 % of orders drawn",
        )  # fmt: skip
    return fig


def _title(whole: pd.Series) -> str:
    if np.isnan(whole["n_before"]):
        return "By the rule, interviews never stopped saying something new"
    at = f"{whole['n_before']:.0f}+{whole['run_length']:.0f}"
    title = f"By the rule, nothing much new after {at} interviews"
    if whole["n_seen"] < whole["n_codes"]:
        title += f"; yet only {whole['n_seen']:.0f} of {whole['n_codes']:.0f} codes had been heard"
    return title


def _curve(ax: Axes, curve: pd.DataFrame, whole: pd.Series) -> None:
    ax.fill_between(
        curve["n_heard"], curve["percentile_5"], curve["percentile_95"], color=COLORS[0], alpha=0.25
    )
    ax.plot(curve["n_heard"], curve["median"], color=COLORS[0])
    at = whole["n_before"] + whole["run_length"]
    if not np.isnan(at):
        ax.plot(at, whole["n_seen"], "D", color=COLORS[4])
        ax.annotate(
            f"{whole['n_before']:.0f}+{whole['run_length']:.0f}, as held", (at, whole["n_seen"]),
            xytext=(10, -14), textcoords="offset points", va="top",
        )  # fmt: skip
    ax.set(xlim=(0, curve["n_heard"].max()), ylim=(0, None))
    ax.set(xlabel="Interviews heard, in any order", ylabel="Distinct codes")
    ax.grid(axis="y")


def _parts(ax: Axes, parts: pd.DataFrame, names: list[str], hidden_mark: str) -> None:
    place, run = np.arange(len(parts)), parts["run_length"]
    lower, upper = parts["percentile_5"] + run, parts["percentile_95"] + run
    held = parts["n_before"] + run
    most = np.nanmax([*lower, *upper, *held, 1])
    # Later than any: the line runs on to an arrow.
    is_open = upper.isna() & lower.notna()
    upper = upper.mask(is_open, 1.1 * most)
    ax.hlines(place, lower, upper, color=COLORS[0], lw=2)
    ax.plot(upper[is_open], place[is_open], ">", color=COLORS[0])
    ax.plot(parts["median"] + run, place, "o", color=COLORS[0], label="In any order: median")
    ax.plot(held, place, "D", color=COLORS[4], label="In the order held")
    ax.set_yticks(place, names)
    ax.set_ylim(len(parts) - 0.5, -0.5)
    ax.set(xlim=(0, 2.1 * most), xlabel="Interviews until the end of the run")
    ax.set_xticks([tick for tick in ax.get_xticks() if tick <= 1.1 * most])
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0)
    for at, (_, row) in zip(place, parts.iterrows(), strict=True):
        ax.text(
            2.1 * most, at, _noted(row, hidden_mark), ha="right", va="center", fontsize=8.5,
                color=MUTED)  # fmt: skip


def _noted(row: pd.Series, hidden_mark: str) -> str:
    """What the marks do not say: too few people, too few interviews, or not reached."""
    if np.isnan(row["n_sources"]):
        return hidden_mark
    if np.isnan(row["reached_share"]):
        return "undefined: too few interviews"
    share = percent(row["reached_share"])
    if np.isnan(row["n_before"]):
        return f"not reached; in {share} of orders"
    return "" if share == percent(1) else f"reached in {share} of orders"
