"""One domain on a page: its verdict, where it holds, its changes, what is named, public figures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.cell import cell_of, draw_cell, draw_key, key_height, legend
from analysis.exhibits.changes import draw_rows, height_of, rows_of
from analysis.exhibits.coded import FACET_STYLE
from analysis.exhibits.house import (
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    foot,
    sheet,
    wrapped,
)
from analysis.exhibits.matrix import WHOLE
from analysis.exhibits.sentences import verdict_on
from analysis.settings import Place
from analysis.study import Study
from analysis.vocabulary import ALL_STATES, STATE

HEAD_IN, GAP_IN = 0.28, 0.12  # height of a part's heading; room below a part
LINE_IN = 0.2  # height of a cause and of a line of an indicator
TILE_IN, ROW_IN, CELL_IN = 0.6, 0.54, 0.3  # widest tile; height of a tile and of the cell in it
WHOLE_IN, SPACE_IN = 1.5, 0.03  # where the cell of the domain begins; room between tiles
NAME_IN, BAR_IN, LONGEST_IN = 0.27, 3.3, 2.4  # where a cause and its bar begin; longest bar
FULL_BAR = 0.25  # share of the sources that the longest bar stands for, alike on every page
TITLE_IN, COUNTRY_IN, STATES_IN = 4.1, 4.85, WIDTH_IN - MARGIN_IN  # right edges of the columns
_EDGE = "#bfbfbf"


@dataclass(frozen=True)
class Part:
    """A part of the page: its heading, its height in inches, and how it is drawn from a top."""

    heading: str
    height: float
    draw: Callable[[Axes, float], None]


def draw_domain(released: Released, domain: str, n_causes: int) -> Figure:
    """A map of the verdicts, the changes, the causes named most and the public figures of a domain.

    The table has rows of part ``verdict`` (``triangulation.matrix_table``), ``change``, ``cause``
    (``codes.code_frequency`` with ``name`` and ``facet``) and ``indicator``
    (``public.latest_of_domain``). ``n_causes`` of each facet are shown.
    """
    study, table = released.study, released.table
    verdicts, changes, causes, indicators = (
        table[table["part"].eq(name)] for name in ("verdict", "change", "cause", "indicator")
    )
    verdicts = verdicts[verdicts["kind"].isin([ALL_STATES, STATE])]
    verdicts = verdicts.rename(columns={"place": "state"})
    is_whole = verdicts["state"].eq(ALL_STATES)
    parts = [
        _whole(verdicts[is_whole]),
        _map(verdicts.astype({"is_borrowed": bool}), study),
        _changes(changes),
        _causes(causes, n_causes),
        _indicators(indicators, study.country.name.en),
    ]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(map(_height, parts)))
        top = 0.0
        for part in parts:
            _head(ax, part.heading, top)
            part.draw(ax, top + _height(part) - part.height - GAP_IN)
            top += _height(part)
        title = verdict_on(domain, verdicts[is_whole], study)
        entitle(fig, title, f"{wording.HALVES}; empty: not studied")
        if len(indicators):
            publishers = "; ".join(indicators["publisher"].drop_duplicates())
            foot(fig, f"Sources of the public indicators: {publishers}.")
    return fig


def _height(part: Part) -> float:
    return part.height + GAP_IN + (HEAD_IN if part.heading else 0)


def _head(ax: Axes, heading: str, top: float) -> None:
    if heading:
        ax.text(MARGIN_IN, top + HEAD_IN / 2, heading, va="center", fontweight="bold", fontsize=9.5)
        ends = [MARGIN_IN, WIDTH_IN - MARGIN_IN]
        ax.plot(ends, [top + HEAD_IN - 0.03] * 2, color="#d9d9d9", lw=1)


def _nothing(heading: str, why: str) -> Part:
    def draw(ax: Axes, top: float) -> None:
        ax.text(MARGIN_IN, top + LINE_IN / 2, why, va="center", fontsize=9, color=MUTED)

    return Part(heading, LINE_IN, draw)


def _whole(headline: pd.DataFrame) -> Part:
    """The cell of the domain over all studied states; nothing where none was studied."""

    def draw(ax: Axes, top: float) -> None:
        for row in headline.itertuples():
            middle = top + CELL_IN / 2
            ax.text(MARGIN_IN, middle, WHOLE, va="center", fontsize=9, fontweight="bold")
            draw_cell(ax, (WHOLE_IN, top, 2 * TILE_IN, CELL_IN), cell_of(row))

    return Part("", CELL_IN * len(headline), draw)


def _map(verdicts: pd.DataFrame, study: Study) -> Part:
    """Every state where it lies, roughly; those studied with their cell of the matrix.

    The legend below is for the domain as a whole too.
    """
    width = min(TILE_IN, (WIDTH_IN - MARGIN_IN) / max(place.column for place in study.places))
    bottom = ROW_IN * max(place.row for place in study.places) + 2 * SPACE_IN
    cells = {row.state: cell_of(row) for row in verdicts.itertuples()}
    entries = legend(verdicts)

    def draw(ax: Axes, top: float) -> None:
        for place in study.places:
            box = _tile(ax, place, width, top)
            if place.id in cells:
                draw_cell(ax, box, cells[place.id])
            else:
                corner, *size = box[:2], *box[2:]
                ax.add_patch(Rectangle(corner, *size, facecolor="white", edgecolor=_EDGE, lw=0.8))
        draw_key(ax, entries, top + bottom)

    return Part("", bottom + key_height(entries), draw)


def _tile(ax: Axes, place: Place, width: float, top: float) -> tuple[float, float, float, float]:
    """Write the place's short name; the box below it, for its cell."""
    left = MARGIN_IN + (place.column - 1) * width
    bottom = top + place.row * ROW_IN - 2 * SPACE_IN
    middle = left + (width - SPACE_IN) / 2
    name = place.short.rstrip(".")
    ax.text(middle, bottom - CELL_IN - 0.02, name, ha="center", va="bottom", fontsize=8)
    return left, bottom - CELL_IN, width - SPACE_IN, CELL_IN


def _changes(changes: pd.DataFrame) -> Part:
    heading = "Significant changes, and whether they lasted"
    if changes.empty:
        return _nothing(heading, "No significant change was made of the accounts in this domain")
    rows = rows_of(changes)
    return Part(heading, height_of(rows), lambda ax, top: draw_rows(ax, rows, top))


def _causes(causes: pd.DataFrame, n_causes: int) -> Part:
    heading = "Named most: share of the sources asked"
    shown = causes[causes["facet"].isin(wording.FACETS) & causes["source_share"].gt(0)]
    if shown.empty:
        why = "Too few people name a help or a hindrance for any to be shown"
        return _nothing(heading, why)
    shown = shown.sort_values("source_share", ascending=False, kind="stable")
    shown = pd.concat([shown[shown["facet"].eq(f)].head(n_causes) for f in wording.FACETS])

    def draw(ax: Axes, top: float) -> None:
        for number, row in enumerate(shown.itertuples()):
            end = BAR_IN + LONGEST_IN * row.source_share / max(FULL_BAR, *shown["source_share"])
            _cause(ax, top + (number + 0.5) * LINE_IN, row, end)

    return Part(heading, LINE_IN * len(shown), draw)


def _cause(ax: Axes, middle: float, row: Any, end: float) -> None:
    marker, color = FACET_STYLE[row.facet]
    name = cut(f"{wording.FACETS[row.facet]}: {row.name}", BAR_IN - NAME_IN - 0.1, 9)
    ax.plot(MARGIN_IN + 0.08, middle, marker, color=color, ms=6)
    ax.text(NAME_IN, middle, name, va="center", fontsize=9)
    ax.plot([BAR_IN, end], [middle] * 2, color="#d9d9d9", lw=1.2)
    ax.plot(end, middle, marker, color=color, ms=6)
    percent = wording.percent(row.source_share)
    ax.text(end + 0.1, middle, percent, va="center", fontsize=9)


def _indicators(indicators: pd.DataFrame, country: str) -> Part:
    heading = "Public indicators: real figures"
    if indicators.empty:
        return _nothing(heading, "No public indicator stands for this domain")
    titles = [
        wrapped(f"{row.title}, {wording.period(row.period)}", TITLE_IN - MARGIN_IN, 9)
        for row in indicators.itertuples()
    ]

    def draw(ax: Axes, top: float) -> None:
        for edge, name in ((COUNTRY_IN, country), (STATES_IN, "Range of states")):
            ax.text(
                edge, top - HEAD_IN / 2, name, va="center", ha="right", fontsize=8.5, color=MUTED
            )
        middle = top + LINE_IN / 2
        for lines, row in zip(titles, indicators.itertuples(), strict=True):
            _indicator(ax, middle, lines, row)
            middle += LINE_IN * len(lines)

    return Part(heading, LINE_IN * sum(map(len, titles)), draw)


def _indicator(ax: Axes, middle: float, lines: list[str], row: Any) -> None:
    for number, line in enumerate(lines):
        ax.text(MARGIN_IN, middle + number * LINE_IN, line, va="center", fontsize=9)
    lowest, highest = (wording.amount(value, row.unit) for value in (row.lowest, row.highest))
    states = lowest if lowest == highest else f"{lowest} to {highest}"
    for edge, text in (
        (COUNTRY_IN, wording.amount(row.country_value, row.unit)),
        (STATES_IN, states),
    ):
        ax.text(edge, middle, text, va="center", ha="right", fontsize=9)
