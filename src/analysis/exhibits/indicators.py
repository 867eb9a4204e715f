"""Figures of public indicators: two periods, a series, and rates, each with its source."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.exhibits.sentences import listed
from analysis.study import Study

NAMED = 3  # so many states are named in a title, more are counted
MISSES = 0.05  # of 95 % intervals


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


def draw_series(
    released: Released, breaks: pd.DataFrame, title: str, unit: str, source: str
) -> Figure:
    """A quarterly series: the country as a line, its states as a band, breaks lettered.

    ``breaks`` has one row per ``place`` and ``period`` with ``reason``. Those of the country, and
    those that leave it without a value, are marked and told below the figure.
    """
    study, table = released.study, released.table
    country = study.country.code
    wide = table.pivot(index="period", columns="place", values="value")
    wide.index = pd.PeriodIndex(wide.index, freq="Q")
    wide = wide.reindex(pd.period_range(wide.index.min(), wide.index.max(), freq="Q"))
    if wide.get(country, pd.Series(dtype=float)).dropna().empty:
        return nothing(f"{title}: no figure is known for the country")
    states = wide.drop(columns=country)
    time = wide.index.to_timestamp()
    low, high = states.quantile(0.1, axis=1), states.quantile(0.9, axis=1)
    marked = _marked(breaks, wide[country], country)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 3.5), layout="constrained")
        ax.fill_between(time, low, high, color=COLORS[5], alpha=0.35, lw=0, label=_BAND)
        ax.plot(time, wide[country], color=COLORS[0], label=study.country.name.en)
        ax.set_ylim(0, None)
        _letter_breaks(ax, marked)
        fig.legend(loc="outside lower center", ncols=2, reverse=True)
        entitle(fig, _since_break(title, wide[country], breaks[breaks["place"].eq(country)]), unit)
        for row in marked.itertuples():
            place = "" if row.place == country else f", {study.labels('places')[row.place]}"
            foot(fig, f"{row.letter} {row.period}{place}: {row.reason}.")
        foot(fig, f"Source: {source}.")
    return fig


_BAND = "Band that holds eight of ten states"


def _marked(breaks: pd.DataFrame, series: pd.Series, country: str) -> pd.DataFrame:
    """The breaks of the country and those that leave it blank, each with its letter."""
    blank = set(series.index[series.isna()].astype(str))
    is_marked = breaks["place"].eq(country) | breaks["period"].isin(blank)
    marked = breaks[is_marked].sort_values("period", kind="stable")
    marked = marked.drop_duplicates("period")
    return marked.assign(letter=[chr(ord("a") + n) for n in range(len(marked))])


def _letter_breaks(ax: Axes, marked: pd.DataFrame) -> None:
    top = ax.get_ylim()[1]
    for row in marked.itertuples():
        when = _quarter(row.period).to_timestamp()
        ax.axvline(when, color=COLORS[4], lw=1, ls=(0, (4, 2)))
        ax.text(when, 1.02 * top, row.letter, ha="center", va="bottom", color=COLORS[4])


def _since_break(title: str, series: pd.Series, breaks: pd.DataFrame) -> str:
    """How the series moved since its last break; across a break, levels are not compared."""
    start = max(map(_quarter, breaks["period"]), default=series.index[0])
    part = series[start:].dropna()
    if len(part) < 2:
        return f"{title}: since its last break, {start}, too short to say how it moved"
    before, after = (f"{value:.1f}\N{NO-BREAK SPACE}%" for value in part.iloc[[0, -1]])
    if before == after:
        moved = f"{title} stood at {after} both in {part.index[0]} and in {part.index[-1]}"
    else:
        verb = "fell" if part.iloc[-1] < part.iloc[0] else "rose"
        moved = f"{title} {verb} from {before} in {part.index[0]} to {after} in {part.index[-1]}"
    return moved + ("; earlier levels are not comparable" if len(breaks) else "")


def _quarter(period: str) -> pd.Period:
    return pd.Period(period, freq="Q")


def draw_rates(released: Released, events: str, source: str) -> Figure:
    """Rates with exact intervals by place; a place without an event shows how high it may lie.

    ``events`` is their name in the plural.
    """
    study, table = released.study, released.table
    country = study.country.code
    table = table.sort_values(["rate", "exposure"], ascending=[False, False], kind="stable")
    table = pd.concat([table[table["place"].eq(country)], table[table["place"].ne(country)]])
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.2 * len(table) + 1.0), layout="constrained")
        place = np.arange(len(table))
        ax.hlines(place, table["lower"], table["upper"], color="#9ecae1", lw=2)
        for fill, which in (("full", table["n_events"].gt(0)), ("none", table["n_events"].eq(0))):
            ax.plot(
                table["rate"].where(which), place, "o", color=COLORS[0], fillstyle=fill,
                clip_on=False, zorder=3,
            )  # fmt: skip
        for spot, row in zip(place, table.itertuples(), strict=True):
            word = f"{row.n_events:,.0f}" + (" (rate not known)" if np.isnan(row.rate) else "")
            ax.annotate(
                word, (np.nan_to_num(row.upper), spot), xytext=(6, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=MUTED,
            )  # fmt: skip
        _name_places(ax, list(table["place"]), study)
        ax.set(xlim=(0, 1.06 * np.nanmax([*table["upper"], 0.1])))
        ax.set(xlabel=f"Rate; beside its interval: number of {events}")
        states = table[table["place"].ne(country)]
        entitle(
            fig, _above(states, table[table["place"].eq(country)], events, study),
            f"Per million employed person-years, with exact 95 % intervals; about "
            f"{MISSES * len(states):.0f} of {len(states)} miss by chance alone",
        )  # fmt: skip
        foot(fig, f"Source: {source}.")
    return fig


def _above(states: pd.DataFrame, whole: pd.DataFrame, events: str, study: Study) -> str:
    """How many events in how many states, and which rates lie clearly above the country's."""
    n_events, n_some = int(states["n_events"].sum()), int(states["n_events"].gt(0).sum())
    if not n_events:
        return f"No {events} in any of {len(states)} states"
    said = f"{n_events:,} {events} in {n_some} of {len(states)} states"
    rate = whole["rate"].iloc[0] if len(whole) else np.nan
    if np.isnan(rate):
        return said
    above = [study.labels("places")[p] for p in states.loc[states["lower"].gt(rate), "place"]]
    who = (listed(above) if len(above) <= NAMED else str(len(above))) or "none"
    return f"{said}; clearly above the country's rate: {who}"
