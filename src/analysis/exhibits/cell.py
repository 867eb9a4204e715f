"""The cell of the matrix: two halves, people and indicators, each in the color of its way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.exhibits import wording
from analysis.exhibits.house import INK, MUTED, ink_on

# Told apart by color-blind readers, and on a grey print by the marks.
WAY_COLORS = {words.BETTER: "#0072B2", words.FLAT: "#a6a6a6", words.WORSE: "#D55E00"}
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
        left + width / 2, top + height / 2, mark, ha="center", va="center", fontsize=7.5,
        color=MUTED if mark == "·" else INK,
    )  # fmt: skip
