"""The legend of cells: a sample of each verdict, level and mark that stands among them."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import BLANKS, OVERRULED, Box, Cell, cell_of, draw_cell
from analysis.exhibits.house import MARGIN_IN, WIDTH_IN
from analysis.methods.meta_inference import meaning

KEY_IN, ROW_IN = (0.72, 0.2), 0.25  # a cell of the legend, and the height of its row
EDGE = "#c9c9c9"


def legend(
    table: pd.DataFrame, *, has_unstudied: bool = False, is_narrow: bool = False
) -> list[tuple[Cell, str]]:
    """A sample of each verdict that stands in the table, then of each level and mark.

    The table has the columns of ``triangulation.matrix_table``. ``is_narrow``: letters stand in
    its blank cells.
    """
    cells = [cell_of(row) for row in table.itertuples()]
    samples = [Cell(cell.verdict, words.DECLARED, cell.ways) for cell in cells if _has_one(cell)]
    samples += [Cell.sample(cell.verdict) for cell in cells if not _has_one(cell)]
    samples += [Cell.sample(cell.overruled) for cell in cells if cell.overruled]
    samples += [Cell.sample(words.NOT_STUDIED)] if has_unstudied else []
    read = {_label(cell, is_narrow=is_narrow): cell for cell in reversed(samples)}
    order = sorted(read, key=lambda label: (words.VERDICTS.index(read[label].verdict), label))
    entries = [(_typical(read[label]), label) for label in order]
    said = {
        "Pale: likely, but no finding": [
            replace(cell, borrowed=False, overruled="") for cell in cells
            if cell.level == words.LIKELY
        ],
        "Hatched: borrowed from the domain": [
            replace(cell, overruled="") for cell in cells if cell.borrowed and _has_one(cell)
        ],
        f"{OVERRULED} or corner: researcher overrules" if is_narrow
        else f"{OVERRULED}: overruled by a researcher": [
            Cell.sample(words.UNDETERMINED, overruled=cell.overruled)
            for cell in cells if cell.overruled
        ],
    }  # fmt: skip
    return entries + [(found[0], label) for label, found in said.items() if found]


def _has_one(cell: Cell) -> bool:
    return cell.level != words.OPEN


def _typical(cell: Cell) -> Cell:
    """The verdict with the ways a legend shows, where they make it no other verdict."""
    sample = Cell.sample(cell.verdict)
    return sample if _meant(sample) == _meant(cell) else cell


def _meant(cell: Cell) -> str:
    return meaning(cell.verdict, *cell.ways)


def _label(cell: Cell, *, is_narrow: bool) -> str:
    said = verdict_wording.read(cell.verdict, *cell.ways)
    letter = BLANKS[cell.verdict][1] if is_narrow and cell.verdict in BLANKS else ""
    return f"{letter}: {said}" if letter.isalpha() else said


def key_height(entries: list[tuple[Cell, str]]) -> float:
    """Inches that the legend takes, in two columns."""
    return ROW_IN * -(-len(entries) // 2)


def draw_key(ax: Axes, entries: list[tuple[Cell, str]], top: float) -> None:
    """The legend in two columns, filled downwards."""
    n_rows = -(-len(entries) // 2)
    for number, (cell, label) in enumerate(entries):
        left = MARGIN_IN + (number // n_rows) * WIDTH_IN / 2
        middle = top + (number % n_rows + 0.5) * ROW_IN
        width, height = KEY_IN
        box = (left, middle - height / 2, width, height)
        draw_cell(ax, box, cell)
        if cell.verdict == words.NOT_STUDIED:
            outline(ax, box)
        ax.text(left + width + 0.08, middle, label, va="center", fontsize=8.5)


def outline(ax: Axes, box: Box) -> None:
    """An empty box: nothing was studied."""
    left, top, width, height = box
    ax.add_patch(Rectangle((left, top), width, height, facecolor="white", edgecolor=EDGE, lw=0.6))
