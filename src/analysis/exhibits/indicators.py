"""A public indicator in two periods, with intervals."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.study import Study


def draw_two_periods(released: Released, title: str, unit: str, source: str) -> Figure:
    """Pairs of dots: an indicator's first and last period by place, with intervals.

    ``title`` and ``unit`` are the register's, ``source`` stands under the figure. The country as a
    whole stands first and in bold.
    """
    study, table = released.study, released.table.dropna(subset="value")
    if table.empty:
        return nothing(f"{title}: no figure is known")
    first, last = table["period"].min(), table["period"].max()
    wide = table.pivot(index="place", columns="period", values=["value", "lower", "upper"])
    order = list(wide["value"][last].sort_values(ascending=False).index)
    order = sorted(order, key=lambda place: place != study.country.code)
    looks = {first: (COLORS[1], "s", -0.16), last: (COLORS[0], "o", 0.16)}
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.2 * len(order) + 1.0), layout="constrained")
        for period, (color, marker, shift) in looks.items():
            part = wide.xs(period, axis=1, level="period").reindex(order)
            place = np.arange(len(order)) + shift
            ax.hlines(place, part["lower"], part["upper"], color=color, lw=1.6)
            ax.plot(part["value"], place, marker, color=color, ms=4, label=period)
        _name_places(ax, order, study)
        ax.set(xlabel=unit)
        fig.legend(loc="outside lower center", ncols=2)
        entitle(
            fig, _moved(wide.drop(study.country.code, errors="ignore"), title, first, last),
            f"{unit}; clearly: the 95 % intervals lie apart",
        )  # fmt: skip
        foot(fig, f"Source: {source}.")
    return fig


def _name_places(ax: Axes, order: list[str], study: Study) -> None:
    """The places on the left, from above; the country in bold."""
    names = study.labels("places") | {study.country.code: study.country.name.en}
    ax.set_yticks(range(len(order)), [names[place] for place in order], fontsize=9)
    for place, label in zip(order, ax.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if place == study.country.code else "normal")
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.grid(axis="x")
    ax.tick_params(axis="y", length=0)


def _moved(states: pd.DataFrame, title: str, first: str, last: str) -> str:
    """In how many states the indicator clearly rose and fell, of those where that can be said."""
    if first == last:
        return f"{title} was measured only in {last}"
    ends = states[[("lower", first), ("upper", first), ("lower", last), ("upper", last)]].dropna()
    n_rose = int(ends["lower"][last].gt(ends["upper"][first]).sum())
    n_fell = int(ends["upper"][last].lt(ends["lower"][first]).sum())
    return (
        f"{title} clearly rose in {n_rose or 'none'} of {len(ends)} states from {first} to {last}, "
        f"and clearly fell in {n_fell or 'none'}"
    )
