"""Which public figures there are, year by year."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    ink_on,
    nothing,
    sheet,
)
from analysis.methods.coverage import COUNTRY_ONLY, EVERY_STATE, NOTHING, SOME_STATES

# Of what is known of a year: its color, and its wording.
LOOKS = {
    EVERY_STATE: ("#0072b2", "Every state"),
    SOME_STATES: ("#7fb3d5", "Some states"),
    COUNTRY_ONLY: ("#d6e6f2", "The country only"),
    NOTHING: ("white", "Nothing, though a break is declared"),
}
BREAK = "×"
BREAKS = "A break is declared: told on the page of the source"
ROW_IN, HEAD_IN, NAME_IN, KEY_IN = 0.24, 0.25, 2.95, 0.23


def draw_coverage(released: Released) -> Figure:
    """Grid of indicators by years: for whom there is a figure, and where a break is declared.

    The table has the rows of ``coverage.by_year`` with ``title``. A blank: no figure is asked for.
    """
    table = released.table
    if table.empty:
        return nothing("There is no public indicator")
    titles = table.drop_duplicates("indicator_id").set_index("indicator_id")["title"]
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    with plt.style.context(STYLE):
        bottom = HEAD_IN + ROW_IN * len(titles)
        entries = [known for known in LOOKS if table["known"].eq(known).any()]
        fig, ax = sheet(bottom + 0.1 + KEY_IN * -(-(len(entries) + 1) // 2))
        _heads(ax, titles, years)
        for row in table.itertuples():
            left, top, width, height = _box(
                int(row.year) - years[0], titles.index.get_loc(row.indicator_id), len(years)
            )
            _cell(ax, (left, top, width, height), row.known, has_break=row.is_broken)
        _key(ax, entries, bottom + 0.1)
        entitle(fig, _message(table, released.study.country.name.en), "Public indicators by year")
    return fig


def _box(column: int, row: int, n_columns: int) -> tuple[float, float, float, float]:
    left = NAME_IN + 2 * MARGIN_IN
    width = (WIDTH_IN - MARGIN_IN - left) / n_columns
    return left + column * width, HEAD_IN + row * ROW_IN, width, ROW_IN


def _heads(ax: Axes, titles: pd.Series, years: range) -> None:
    """The years above, as two digits where they are many, and the indicators on the left."""
    step = 1 if len(years) <= 10 else 2
    for number, year in enumerate(years):
        left, top, width, _ = _box(number, 0, len(years))
        if number % step == 0:
            ax.text(left + width / 2, top - 0.06, f"{year}", ha="center", va="bottom", fontsize=7.5)
    for row, title in enumerate(titles):
        left, top, _, height = _box(0, row, len(years))
        label = cut(title, NAME_IN, 8.2)
        ax.text(left - MARGIN_IN, top + height / 2, label, ha="right", va="center", fontsize=8.2)


def _cell(ax: Axes, box: tuple[float, float, float, float], known: str, *, has_break: bool) -> None:
    left, top, width, height = box
    face = LOOKS[known][0]
    edge = "#bfbfbf" if face == "white" else "white"
    ax.add_patch(plt.Rectangle((left, top), width, height, facecolor=face, edgecolor=edge, lw=1))
    if has_break:
        ax.text(
            left + width / 2, top + height / 2, BREAK, ha="center", va="center_baseline",
            fontsize=10, color=ink_on(face),
        )  # fmt: skip


def _key(ax: Axes, entries: list[str], top: float) -> None:
    texts = [(known, LOOKS[known][1]) for known in entries] + [(NOTHING, BREAKS)]
    for number, (known, text) in enumerate(texts):
        left = MARGIN_IN + number % 2 * 0.45 * WIDTH_IN
        middle = top + number // 2 * KEY_IN
        is_break = number == len(entries)
        _cell(ax, (left, middle, 0.3, KEY_IN), known, has_break=is_break)
        ax.text(
            left + 0.38, middle + KEY_IN / 2, text, va="center", fontsize=8.5,
            color=MUTED if is_break else INK,
        )  # fmt: skip


def _message(table: pd.DataFrame, country: str) -> str:
    by = table.groupby("indicator_id")
    n = by.ngroups
    n_whole = int(by["known"].agg(lambda known: known.eq(EVERY_STATE).any()).sum())
    n_broken = int(by["is_broken"].any().sum())
    n_years = by["known"].agg(lambda known: int(np.sum(known == EVERY_STATE)))
    n_once = int(n_years.eq(1).sum())
    return (
        f"{n_whole or 'None'} of {n} public indicators have a figure for every state of {country}, "
        f"{n_once or 'none'} of them in one year only; {n_broken or 'none'} have a break"
    )
