"""A series in every place: the country with its axes, each state as a small line on its tile."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.settings import Place
from analysis.study import Study

TOP_IN, TILE_IN, WIDEST_IN = 1.75, 0.62, 1.0  # the country's part; height and widest of a tile
LEFT_IN = 0.45  # room for the country's axis
BROKEN = COLORS[4]


def draw_sparklines(
    released: Released, breaks: pd.DataFrame, title: str, unit: str, source: str
) -> Figure:
    """A quarterly series by place, all on one scale; no line is drawn through a break.

    ``breaks`` has one row per ``place`` and ``period`` with ``kind`` and ``reason``. Those of the
    country are lettered, for they hold for every state; those of one state are dots on its tile.
    """
    study, table = released.study, released.table
    country = study.country.code
    if table.loc[table["place"].eq(country), "value"].dropna().empty:
        return nothing(f"{title}: no figure is known for the country")
    wide = table.pivot(index="period", columns="place", values="value")
    wide.index = pd.PeriodIndex(wide.index, freq="Q")
    wide = wide.reindex(pd.period_range(wide.index.min(), wide.index.max(), freq="Q"))
    marked = _lettered(breaks, country)
    n_rows = max(place.row for place in study.places)
    with plt.style.context(STYLE):
        fig = plt.figure(figsize=(WIDTH_IN, TOP_IN + TILE_IN * n_rows + 0.1))
        top = _axes(fig, (LEFT_IN, 0.1, WIDTH_IN - LEFT_IN - 0.1, TOP_IN - 0.45))
        limits = (0, 1.05 * np.nanmax(wide.to_numpy()))
        _country(top, wide[country], marked, limits)
        for place in study.places:
            _tile(fig, place, wide, breaks[breaks["place"].eq(place.id)], marked, limits, study)
        entitle(fig, _since_break(title, wide[country], marked), f"{unit}; all on one scale")
        for row in marked.itertuples():
            foot(fig, f"{row.letter} {row.period}: {row.reason}.")
        for row in breaks[breaks["place"].ne(country)].itertuples():
            foot(fig, f"• {study.labels('places')[row.place]}, {row.period}: {row.reason}.")
        foot(fig, f"Source: {source}.")
    return fig


def _axes(fig: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Axes at left, top, width and height in inches."""
    left, top, width, height = box
    full = fig.get_figheight()
    return fig.add_axes(
        (left / WIDTH_IN, 1 - (top + height) / full, width / WIDTH_IN, height / full)
    )


def _lettered(breaks: pd.DataFrame, country: str) -> pd.DataFrame:
    marked = breaks[breaks["place"].eq(country)].sort_values("period", kind="stable")
    return marked.assign(letter=[chr(ord("a") + n) for n in range(len(marked))])


def _stretches(series: pd.Series, marked: pd.DataFrame) -> list[pd.Series]:
    """The parts of a series between the breaks: no line joins them."""
    starts = sorted({series.index[0], *(_quarter(period) for period in marked["period"])})
    ends = [*(start - 1 for start in starts[1:]), series.index[-1]]
    return [series[start:end] for start, end in zip(starts, ends, strict=True)]


def _line(ax: Axes, series: pd.Series, marked: pd.DataFrame, width: float) -> None:
    for part in _stretches(series, marked):
        ax.plot(part.index.to_timestamp(), part.to_numpy(), color=COLORS[0], lw=width)


def _country(
    ax: Axes, series: pd.Series, marked: pd.DataFrame, limits: tuple[float, float]
) -> None:
    _line(ax, series, marked, 1.8)
    ax.set_ylim(*limits)
    ax.grid(axis="y")
    for row in marked.itertuples():
        when = _quarter(row.period).to_timestamp()
        ax.axvline(when, color=BROKEN, lw=1, ls=(0, (4, 2)))
        ax.annotate(
            row.letter, (when, 1), xycoords=("data", "axes fraction"), ha="center", va="bottom",
            color=BROKEN,
        )  # fmt: skip


def _tile(
    fig: Figure, place: Place, wide: pd.DataFrame, own: pd.DataFrame, marked: pd.DataFrame,
    limits: tuple[float, float], study: Study,
) -> None:  # fmt: skip
    n_columns = max(place.column for place in study.places)
    width = min(WIDEST_IN, (WIDTH_IN - 0.1) / n_columns)
    left, top = 0.05 + (place.column - 1) * width, TOP_IN + (place.row - 1) * TILE_IN
    ax = _axes(fig, (left, top + 0.17, width - 0.06, TILE_IN - 0.23))
    ax.set(ylim=limits, xticks=[], yticks=[])
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_color("#d9d9d9")
    ax.set_title(place.short.rstrip("."), fontsize=7.5, fontweight="normal", loc="left", pad=1)
    start, end = wide.index[[0, -1]].to_timestamp()
    ax.set_xlim(start, end)
    if place.id not in wide or wide[place.id].isna().all():
        ax.text(0.5, 0.4, "none", transform=ax.transAxes, ha="center", fontsize=7, color=MUTED)
        return
    _line(ax, wide[place.id], marked, 0.9)
    for period in own["period"]:
        ax.plot(_quarter(period).to_timestamp(), 0, "o", ms=3, color=BROKEN, clip_on=False)


def _since_break(title: str, series: pd.Series, marked: pd.DataFrame) -> str:
    """How the series moved since its last break; across a break, levels are not compared."""
    start = max(map(_quarter, marked["period"]), default=series.index[0])
    part = series[start:].dropna()
    if len(part) < 2:
        return f"{title}: since its last break, {start}, too short to say how it moved"
    before, after = (f"{value:.1f}\N{NO-BREAK SPACE}%" for value in part.iloc[[0, -1]])
    if before == after:
        moved = f"{title} stood at {after} both in {part.index[0]} and in {part.index[-1]}"
    else:
        verb = "fell" if part.iloc[-1] < part.iloc[0] else "rose"
        moved = f"{title} {verb} from {before} in {part.index[0]} to {after} in {part.index[-1]}"
    return moved + ("; earlier levels are not comparable" if len(marked) else "")


def _quarter(period: str) -> pd.Period:
    return pd.Period(period, freq="Q")
