"""The cell of the matrix: two halves, people and indicators, each in the color of its way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.exhibits import wording
from analysis.exhibits.house import INK, MARGIN_IN, MUTED, WIDTH_IN, ink_on, wrapped

# Told apart by color-blind readers, and on a grey print by the marks.
WAY_COLORS = {words.BETTER: "#0072B2", words.FLAT: "#a6a6a6", words.WORSE: "#D55E00"}
KEY_IN, KEY_ROW_IN = (0.7, 0.2), 0.26  # a cell of the legend, and the height of its row
PALE = 0.35  # how much of the color a likely verdict keeps
# What stands between the marks where the strength of both is clear.
STRENGTHS = {words.AGREEMENT: "=", words.PARTIAL_AGREEMENT: "≠"}
# A cell without a verdict: its color and what stands in it.
OPEN_CELLS = {
    words.PEOPLE_SILENT: ("#d9d9d9", "people silent"),
    words.INDICATORS_SILENT: ("#d9d9d9", "no indicator"),
    words.TOO_FEW_ASKED: ("#d9d9d9", "too few"),
    words.UNDETERMINED: ("#f2f2f2", "·"),
    words.NOT_STUDIED: ("white", ""),
}
SAMPLE_WAYS = {
    words.DISSONANCE: (words.WORSE, words.BETTER),
    words.PEOPLE_ONLY: (words.BETTER, words.FLAT),
    words.INDICATORS_ONLY: (words.FLAT, words.BETTER),
    words.NO_CHANGE: (words.FLAT, words.FLAT),
}

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Cell:
    """A verdict, how sure it is, and the ways of people and indicators."""

    verdict: str
    level: str = words.OPEN
    ways: tuple[str, str] = (words.FLAT, words.FLAT)
    borrowed: bool = False

    @classmethod
    def sample(cls, verdict: str) -> "Cell":
        """The verdict as a legend shows it, declared."""
        level = words.OPEN if verdict in OPEN_CELLS else words.DECLARED
        return cls(verdict, level, SAMPLE_WAYS.get(verdict, (words.BETTER, words.BETTER)))


def cell_of(row: Any) -> Cell:
    """The cell of a row with the columns of ``triangulation.matrix_table``."""
    ways = (row.people_way, row.indicators_way)
    return Cell(row.verdict, row.level, ways, borrowed=bool(row.is_borrowed))


def draw_cell(ax: Axes, box: Box, cell: Cell) -> None:
    """Draw the cell into the box, with a white edge."""
    left, top, width, height = box
    if cell.level == words.OPEN:
        _open(ax, box, cell.verdict)
    else:
        _fill(ax, box, cell)
        for number, way in enumerate(cell.ways):
            half = (left + number * width / 2, top, width / 2, height)
            _half(ax, half, way, cell)
        _strength(ax, box, cell)
    ax.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor="white", lw=1.6))


def _fill(ax: Axes, box: Box, cell: Cell) -> None:
    """One area where the ways are alike, so that no seam shows; two where they are not."""
    left, top, width, height = box
    hatch = {"hatch": "////", "edgecolor": (1, 1, 1, 0.8)} if cell.borrowed else {}
    first, second = (_face(way, cell) for way in cell.ways)
    ax.add_patch(Rectangle((left, top), width, height, facecolor=first, lw=0, **hatch))
    if second != first:
        corner = (left + width / 2, top)
        ax.add_patch(Rectangle(corner, width / 2, height, facecolor=second, lw=0, **hatch))


def _half(ax: Axes, box: Box, way: str, cell: Cell) -> None:
    left, top, width, height = box
    face = _face(way, cell)
    back = {"facecolor": face, "edgecolor": "none", "pad": 1.0} if cell.borrowed else None
    ax.text(
        left + width / 2, top + height / 2, wording.WAYS[way], ha="center", va="center_baseline",
        fontsize=8.5, color=ink_on(face), bbox=back,
    )  # fmt: skip


def _strength(ax: Axes, box: Box, cell: Cell) -> None:
    left, top, width, height = box
    if mark := STRENGTHS.get(cell.verdict):
        ax.text(
            left + width / 2, top + height / 2, mark, ha="center", va="center_baseline",
            fontsize=8.5, fontweight="bold", color=ink_on(_face(cell.ways[0], cell)),
        )  # fmt: skip


def _face(way: str, cell: Cell) -> tuple[float, ...]:
    color = np.array(to_rgb(WAY_COLORS[way]))
    return tuple(1 - PALE * (1 - color) if cell.level == words.LIKELY else color)


def _open(ax: Axes, box: Box, verdict: str) -> None:
    left, top, width, height = box
    face, mark = OPEN_CELLS[verdict]
    ax.add_patch(Rectangle((left, top), width, height, facecolor=face, lw=0))
    ax.text(
        left + width / 2, top + height / 2, "\n".join(wrapped(mark, width, 7.5)), ha="center",
        va="center", fontsize=7.5, linespacing=1.0, color=MUTED if mark == "·" else INK,
    )  # fmt: skip


def legend(table: pd.DataFrame) -> list[tuple[Cell, str]]:
    """A sample of each verdict that stands in the table, then of each level and of borrowing."""
    present = set(table["verdict"])
    entries = [
        (Cell.sample(verdict), wording.VERDICTS[verdict])
        for verdict in words.VERDICTS if verdict in present
    ]  # fmt: skip
    if table["level"].eq(words.LIKELY).any():
        pale = Cell(words.SAME_DIRECTION, words.LIKELY, (words.BETTER, words.BETTER))
        entries.append((pale, "Pale: likely, but no finding"))
    if (table["is_borrowed"] & table["level"].ne(words.OPEN)).any():
        ways = (words.BETTER, words.BETTER)
        hatched = Cell(words.SAME_DIRECTION, words.LIKELY, ways, borrowed=True)
        entries.append((hatched, "Hatched: borrowed from the domain"))
    return entries


def key_height(entries: list[tuple[Cell, str]]) -> float:
    """Inches that the legend takes, in two columns."""
    return KEY_ROW_IN * -(-len(entries) // 2)


def draw_key(ax: Axes, entries: list[tuple[Cell, str]], top: float) -> None:
    """The legend in two columns, filled downwards."""
    n_rows = -(-len(entries) // 2)
    for number, (cell, label) in enumerate(entries):
        left = MARGIN_IN + (number // n_rows) * WIDTH_IN / 2
        middle = top + (number % n_rows + 0.5) * KEY_ROW_IN
        width, height = KEY_IN
        draw_cell(ax, (left, middle - height / 2, width, height), cell)
        ax.text(left + width + 0.08, middle, label, va="center", fontsize=8.5)
