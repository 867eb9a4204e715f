"""Where a domain's verdict holds: over all studied states, by group of states, by state."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.exhibits.cell import Cell, cell_of, draw_cell
from analysis.exhibits.cell_key import draw_key, key_height, legend, outline
from analysis.exhibits.house import MARGIN_IN, WIDTH_IN, cut
from analysis.exhibits.matrix import places_of
from analysis.exhibits.part import LINE_IN, Part
from analysis.exhibits.sentences import place_name
from analysis.settings import Place
from analysis.study import Study
from analysis.vocabulary import ALL_STATES, EXPOSURE, REGION, STATE

TILE_IN, ROW_IN, CELL_IN = 0.6, 0.54, 0.3  # widest tile; height of a tile and of the cell in it
GROUP_IN, SPACE_IN = 1.45, 0.03  # width of a group of states with its name; room between tiles
NARROW_IN = 0.5  # in narrower tiles letters stand for words


def groups_part(verdicts: pd.DataFrame, study: Study) -> Part:
    """The cells of all studied states, of each class of exposure and of each region."""
    cells = {(row.kind, row.place): cell_of(row) for row in verdicts.itertuples()}
    first, regions = (
        [(kind, place) for kind in kinds for place in places_of(kind, verdicts, study)]
        for kinds in ((ALL_STATES, EXPOSURE), (REGION,))
    )
    n_columns = int((WIDTH_IN - MARGIN_IN) / GROUP_IN)
    rows = [first] if first else []
    rows += [regions[n : n + n_columns] for n in range(0, len(regions), n_columns)]
    height = LINE_IN + CELL_IN + 2 * SPACE_IN

    def draw(ax: Axes, top: float) -> None:
        for number, row in enumerate(rows):
            for column, key in enumerate(row):
                corner = (MARGIN_IN + column * GROUP_IN, top + number * height)
                _group(ax, corner, key, cells[key], study)

    return Part("", height * len(rows), draw)


def _group(
    ax: Axes, corner: tuple[float, float], key: tuple[str, str], cell: Cell, study: Study
) -> None:
    """The name of a group of states, and below it its cell."""
    left, top = corner
    name = cut(place_name(key[1], study), GROUP_IN - MARGIN_IN, 8)
    weight = "bold" if key[0] == ALL_STATES else "normal"
    ax.text(left, top + LINE_IN / 2, name, va="center", fontsize=8, fontweight=weight)
    draw_cell(ax, (left, top + LINE_IN, GROUP_IN - MARGIN_IN, CELL_IN), cell)


def map_part(verdicts: pd.DataFrame, study: Study) -> Part:
    """Every state where it lies, roughly; those studied with their cell of the matrix.

    The legend below is for the groups of states too.
    """
    width = min(TILE_IN, (WIDTH_IN - MARGIN_IN) / max(place.column for place in study.places))
    bottom = ROW_IN * max(place.row for place in study.places) + 2 * SPACE_IN
    states = verdicts[verdicts["kind"].eq(STATE)]
    cells = {row.place: cell_of(row) for row in states.itertuples()}
    entries = legend(
        verdicts, has_unstudied=len(states) < len(study.places), is_narrow=width < NARROW_IN
    )

    def draw(ax: Axes, top: float) -> None:
        for place in study.places:
            box = _tile(ax, place, width, top)
            if place.id in cells:
                draw_cell(ax, box, cells[place.id])
            else:
                outline(ax, box)
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
