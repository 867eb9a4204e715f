"""Figures of public indicators and of the projects' own monitoring data."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, HIDDEN, INK, MUTED, STYLE, WIDTH_IN, entitle


def draw_two_periods(released: Released, title: str, unit: str) -> Figure:
    """Pairs of dots: an indicator's first and last period by place, with intervals.

    ``title`` and ``unit`` are the register's. The country as a whole stands first and in bold.
    """
    study, table = released.study, released.table
    first, last = sorted(table["period"].unique())[:: max(1, table["period"].nunique() - 1)]
    wide = table.pivot(index="place", columns="period", values=["value", "lower", "upper"])
    order = wide["value"][last].drop(study.country.code).sort_values(ascending=False).index
    order = [study.country.code, *order]
    labels = study.labels("places") | {study.country.code: study.country.name.en}
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.2 * len(order) + 1.0), layout="constrained")
        for period, color, shift in ((first, COLORS[1], -0.16), (last, COLORS[0], 0.16)):
            part = wide.xs(period, axis=1, level="period").reindex(order)
            place = np.arange(len(order)) + shift
            ax.hlines(place, part["lower"], part["upper"], color=color, lw=1.6)
            ax.plot(part["value"], place, "o", color=color, ms=4, label=period)
        ax.set_yticks(range(len(order)), [labels[place] for place in order], fontsize=9)
        ax.get_yticklabels()[0].set_fontweight("bold")
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.grid(axis="x")
        ax.set(xlabel=_capital(unit))
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=2)
        states = wide.drop(study.country.code)
        n_rose = int(states["lower"][last].gt(states["upper"][first]).sum())
        n_fell = int(states["upper"][last].lt(states["lower"][first]).sum())
        entitle(
            fig,
            f"{title} clearly rose in {n_rose or 'none'} of {len(states)} states from {first} to "
            f"{last}, and clearly fell in {n_fell or 'none'}",
            f"{_capital(unit)}; clearly: the 95 % intervals lie apart",
        )
    return fig


def draw_series(released: Released, breaks: pd.DataFrame, title: str, unit: str) -> Figure:
    """A quarterly series: the country as a line, its states as a band, breaks marked.

    ``breaks`` has one row per ``place`` and ``period`` with ``reason``; only those of the whole
    country cut the line.
    """
    study, table = released.study, released.table
    country = study.country.code
    wide = table.pivot(index="period", columns="place", values="value")
    wide.index = pd.PeriodIndex(wide.index, freq="Q")
    wide = wide.reindex(pd.period_range(wide.index.min(), wide.index.max(), freq="Q"))
    states = wide.drop(columns=country)
    time = wide.index.to_timestamp()
    low, high = states.quantile(0.1, axis=1), states.quantile(0.9, axis=1)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 3.5), layout="constrained")
        ax.fill_between(time, low, high, color=COLORS[5], alpha=0.35, lw=0)
        ax.plot(time, wide[country], color=COLORS[0])
        ax.text(
            time[-1],
            wide[country].iloc[-1],
            f"  {study.country.name.en}",
            va="center",
            color=COLORS[0],
        )
        ax.text(
            time[-1],
            high.iloc[-1],
            "  eight of ten\n  states",
            va="center",
            color=MUTED,
            fontsize=9,
        )
        _mark_breaks(ax, breaks[breaks["place"].eq(country)])
        ax.set(ylabel=_capital(unit), ylim=(0, None))
        ax.spines["right"].set_visible(False)
        entitle(fig, _since_break(title, wide[country], breaks, country), _BAND)
    return fig


_BAND = "The country, and the band that holds eight of ten states"


def _since_break(title: str, series: pd.Series, breaks: pd.DataFrame, country: str) -> str:
    """How the series moved since its last break; across a break, levels are not compared."""
    periods = breaks.loc[breaks["place"].eq(country), "period"]
    start = max(map(_quarter, periods), default=series.index[0])
    part = series[start:].dropna()
    moved = "fell" if part.iloc[-1] < part.iloc[0] else "rose"
    return (
        f"{title} {moved} from {part.iloc[0]:.1f} % in {part.index[0]} to {part.iloc[-1]:.1f} % in "
        f"{part.index[-1]}" + ("; earlier levels are not comparable" if len(periods) else "")
    )


def _quarter(period: str) -> pd.Period:
    return pd.Period(period, freq="Q")


def _mark_breaks(ax: Axes, breaks: pd.DataFrame) -> None:
    top = ax.get_ylim()[1]
    for number, row in enumerate(breaks.sort_values("period").itertuples()):
        when = _quarter(row.period).to_timestamp()
        ax.axvline(when, color=COLORS[4], lw=1, ls=(0, (4, 2)))
        ax.text(
            when, top * (0.14 - 0.08 * number), f"{row.period}: {_short(row.reason)} ", ha="right",
            fontsize=8.5, color=COLORS[4],
        )  # fmt: skip


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _short(reason: str) -> str:
    return reason.split(":")[0].split(";")[0].split(",")[0].rstrip(".")


def draw_rates(released: Released, what: str) -> Figure:
    """Rates with exact intervals by place; a place without an event shows how high it may lie."""
    study, table = released.study, released.table
    country = study.country.code
    labels = study.labels("places") | {country: study.country.name.en}
    table = table.sort_values(["rate", "exposure"], ascending=[False, False], kind="stable")
    table = pd.concat([table[table["place"].eq(country)], table[table["place"].ne(country)]])
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.2 * len(table) + 1.0), layout="constrained")
        place = np.arange(len(table))
        ax.hlines(place, table["lower"], table["upper"], color="#9ecae1", lw=2)
        is_none = table["n_events"].eq(0).to_numpy()
        rate = table["rate"].to_numpy()
        ax.plot(rate[~is_none], place[~is_none], "o", color=COLORS[0])
        ax.plot(rate[is_none], place[is_none], "o", color=COLORS[0], fillstyle="none")
        for spot, row in zip(place, table.itertuples(), strict=True):
            ax.text(
                row.upper, spot, f"  {row.n_events:.0f}", va="center", fontsize=8.5, color=MUTED
            )
        ax.set_yticks(place, table["place"].map(labels), fontsize=9)
        ax.get_yticklabels()[0].set_fontweight("bold")
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set(
            xlim=(0, None),
            xlabel="Requests per million employed person-years (beside: their number)",
        )
        ax.grid(axis="x")
        ax.tick_params(axis="y", length=0)
        states = table[table["place"].ne(country)]
        n_none = int(states["n_events"].eq(0).sum())
        whole = released.value("rate", place=country)
        n_above = int(states["lower"].gt(whole).sum())
        entitle(
            fig,
            f"{n_none or 'None'} of {len(states)} states have no request; clearly above the "
            f"country as a whole: {n_above or 'none'}",
            f"{what} by state, with exact 95 % intervals",
        )
    return fig


def draw_progress(released: Released) -> Figure:
    """Share of the way from baseline to target, by project and state; a square is their mean.

    The table has one row per ``project_id`` and ``state`` with ``progress_share`` (1: target
    reached; below 0: further away than before). Blank: the project does not work there; grey: too
    few cases; ``–``: no baseline or no target.
    """
    study, table = released.study, released.table
    grid = table.pivot(index="project_id", columns="state", values="progress_share").astype(float)
    columns = [state for state in study.states if state in grid.columns]
    grid = grid[columns]
    works = table.pivot(index="project_id", columns="state", values="is_suppressed")[columns]
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.24 * len(grid) + 1.3), layout="constrained")
        image = ax.imshow(grid, cmap="RdBu", vmin=-1, vmax=1, aspect="auto")
        for row, column in np.argwhere(works.notna().to_numpy()):
            _progress_cell(ax, row, column, grid.iloc[row, column], works.iloc[row, column])
        labels = study.labels("states", short=True)
        ax.set_xticks(range(len(columns)), [labels[s] for s in columns], rotation=90, fontsize=8.5)
        ax.set_yticks(range(len(grid)), grid.index, fontsize=8.5)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        fig.colorbar(
            image, ax=ax, shrink=0.6, label="Share of the way to the target"
        ).outline.set_visible(False)
        known = table["progress_share"].dropna()
        entitle(
            fig,
            f"The median project in a state is {known.median():.0%} of the way to its targets",
            "Mean over a project's indicators in a state, last reported half-year",
        )
    return fig


def _progress_cell(ax: Axes, row: int, column: int, progress: float, suppressed: bool) -> None:
    if suppressed:
        ax.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=HIDDEN))
    if np.isnan(progress):
        ax.text(column, row, "–", ha="center", va="center", fontsize=8, color=INK)
    elif progress >= 1:
        ax.text(column, row, "✓", ha="center", va="center", fontsize=8, color="white")
