"""Small tile maps, one to a domain: where which verdict is reached."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits.cell import cell_of, draw_cell
from analysis.exhibits.cell_key import EDGE, draw_key, key_height, legend, outline
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    nothing,
    sheet,
    text_width,
)
from analysis.exhibits.sentences import listed, lower
from analysis.exhibits.verdict_wording import MARKS
from analysis.settings import Place
from analysis.study import Study

N_COLUMNS = 2  # maps beside each other
GAP_IN, HEAD_IN, TILE_IN = 0.12, 0.26, 0.3  # room between maps, for their heads; widest tile
FLAT = 0.86  # height of a tile over its width
SPACE_IN = 0.02  # between tiles
WHICH = "Which tile is which state"


def draw_verdict_maps(released: Released) -> Figure:
    """A tile map of the verdicts for each domain, and one that names the tiles.

    The table is that of ``triangulation.matrix_table``; only its states are drawn. An empty tile
    was not studied in that domain.
    """
    study, table = released.study, released.table
    table = table[table["kind"].eq(words.STATE)]
    if table.empty:
        return nothing("No state was studied in any domain")
    names = study.labels("domains", short=True)
    domains = [domain for domain in names if domain in set(table["domain"])]
    width = (WIDTH_IN - 2 * MARGIN_IN - GAP_IN * (N_COLUMNS - 1)) / N_COLUMNS
    tile = min(TILE_IN, width / max(place.column for place in study.places))
    height = HEAD_IN + tile * FLAT * max(place.row for place in study.places) + GAP_IN
    n_rows = -(-(len(domains) + 1) // N_COLUMNS)
    is_partial = len(table) < len(domains) * len(study.places)
    entries = legend(table, has_unstudied=is_partial, is_narrow=True)
    with plt.style.context(STYLE):
        fig, ax = sheet(n_rows * height + key_height(entries))
        for number, domain in enumerate([*domains, WHICH]):
            left = MARGIN_IN + (number % N_COLUMNS) * (width + GAP_IN)
            top = (number // N_COLUMNS) * height
            head = cut(names.get(domain, domain), width, 9.5)
            ax.text(left, top + HEAD_IN / 2, head, va="center", fontsize=9.5, fontweight="bold")
            part = table[table["domain"].eq(domain)]
            _map(ax, study, None if domain == WHICH else part, (left, top + HEAD_IN), tile)
        draw_key(ax, entries, n_rows * height)
        entitle(fig, _message(table, domains, names), f"{MARKS}; one tile is one state")
    return fig


def _map(
    ax: Axes, study: Study, verdicts: pd.DataFrame | None, corner: tuple[float, float], tile: float
) -> None:
    """The verdicts in their tiles; without any, the short names of the states."""
    found = {} if verdicts is None else {row.place: row for row in verdicts.itertuples()}
    for place in study.places:
        left = corner[0] + (place.column - 1) * tile
        top = corner[1] + (place.row - 1) * tile * FLAT
        box = (left, top, tile - SPACE_IN, tile * FLAT - SPACE_IN)
        if place.id in found:
            draw_cell(ax, box, cell_of(found[place.id]))
        else:
            outline(ax, box)
        if verdicts is None:
            _named(ax, box, place, is_studied=place.id in study.states)


def _named(ax: Axes, box: tuple[float, ...], place: Place, *, is_studied: bool) -> None:
    """The short name in its tile, as large as it fits; bold where the state is studied."""
    left, top, width, height = box
    name, weight = place.short.rstrip("."), "bold" if is_studied else "normal"
    size = min(7.0, 7.0 * width / (text_width(name, 7.0, weight) + 0.03))
    ax.text(
        left + width / 2, top + height / 2, name, ha="center", va="center", fontsize=size,
        fontweight=weight, color=INK if is_studied else EDGE,
    )  # fmt: skip


def _message(table: pd.DataFrame, domains: list[str], names: dict[str, str]) -> str:
    """Of which domains how many states have a verdict, declared or likely."""
    has_one = table["level"].ne(words.OPEN)
    n = has_one.groupby(table["domain"]).agg(["sum", "size"]).reindex(domains)
    n = n[n["sum"].gt(0)].sort_values("sum", ascending=False, kind="stable")
    if n.empty:
        return "Where is a verdict reached? In no state, for any domain"
    said = [f"{row.sum} of {row.size} on {lower(names[row.Index])}" for row in n.itertuples()]
    rest = ", on the others in none" if len(n) < len(domains) else ""
    return f"Where is a verdict reached, declared or likely? In {listed(said)}{rest}"
