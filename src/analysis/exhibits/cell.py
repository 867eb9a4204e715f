"""The cell of the matrix: the color of its verdict, and a mark for the way of each line."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle

from analysis import vocabulary as words
from analysis.exhibits import verdict_wording
from analysis.exhibits.house import INK, MUTED, ink_on, text_width, wrapped
from analysis.methods.meta_inference import meaning

_TOGETHER, _APART, _ONE_SIDED, _STILL = "#0072B2", "#D55E00", "#CC79A7", "#6e6e6e"
# One color to a kind of verdict, told apart by color-blind readers; on a gray print the marks
# tell them apart, and which verdict of its kind it is.
VERDICT_COLORS = {
    words.AGREEMENT: _TOGETHER, words.PARTIAL_AGREEMENT: _TOGETHER,
    words.SAME_DIRECTION: _TOGETHER, words.DISSONANCE: _APART, words.PEOPLE_ONLY: _ONE_SIDED,
    words.INDICATORS_ONLY: _ONE_SIDED, words.NO_CHANGE: _STILL,
}  # fmt: skip
PALE = 0.35  # how much of the color a likely verdict keeps
BLANK = "#f4f4f4"  # studied, but no verdict; what was not studied stays white
# What stands between the marks where the strength of both is clear.
STRENGTHS = {words.AGREEMENT: "=", words.PARTIAL_AGREEMENT: "≠"}
# What stands in a cell without a verdict, and in one too narrow for words.
BLANKS = {
    words.PEOPLE_SILENT: ("people silent", "s"),
    words.INDICATORS_SILENT: ("no indicator", "n"),
    words.TOO_FEW_ASKED: ("too few asked", "f"),
    words.UNDETERMINED: ("·", "·"),
}
SAMPLE_WAYS = {
    words.DISSONANCE: (words.WORSE, words.BETTER),
    words.PEOPLE_ONLY: (words.BETTER, words.FLAT),
    words.INDICATORS_ONLY: (words.FLAT, words.BETTER),
    words.NO_CHANGE: (words.FLAT, words.FLAT),
}
MARK_PT, MARKS_IN, BLANK_PT = 8.5, 0.4, 7.0  # letters; room that two marks need
DOT_PT = 13.0  # a dot is small for its letter size
OVERRULED, OVERRULED_IN = "R", 0.16  # at the right of a cell that a researcher overrules

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Cell:
    """A verdict, how sure it is, the ways of people and indicators, and what overrules it."""

    verdict: str
    level: str = words.OPEN
    ways: tuple[str, str] = (words.FLAT, words.FLAT)
    borrowed: bool = False
    overruled: str = ""  # a researcher's own verdict

    @classmethod
    def sample(cls, verdict: str, level: str = words.DECLARED, **marks: Any) -> "Cell":
        """The verdict as a legend shows it."""
        has_none = verdict not in VERDICT_COLORS
        ways = SAMPLE_WAYS.get(verdict, (words.BETTER, words.BETTER))
        return cls(verdict, words.OPEN if has_none else level, ways, **marks)


def cell_of(row: Any) -> Cell:
    """The cell of a row with the columns of ``triangulation.matrix_table``.

    A domain as a whole has no ``is_borrowed``, and what nobody overrules no ``overruled_verdict``.
    """
    overruled = getattr(row, "overruled_verdict", None)
    overruled = overruled if pd.notna(overruled) else ""
    borrowed = pd.notna(row.is_borrowed) and bool(row.is_borrowed)
    return Cell(row.verdict, row.level, (row.people_way, row.indicators_way), borrowed, overruled)


def draw_cell(ax: Axes, box: Box, cell: Cell) -> None:
    """Draw the cell into the box, with a white edge."""
    left, top, width, height = box
    if cell.verdict == words.NOT_STUDIED:
        return
    is_split = bool(cell.overruled) and width > MARKS_IN + OVERRULED_IN
    inner = (left, top, width - OVERRULED_IN * is_split, height)
    if cell.level == words.OPEN:
        _blank(ax, inner, cell.verdict)
    else:
        _verdict(ax, inner, cell)
    if is_split:
        _overrule(ax, (left + inner[2], top, OVERRULED_IN, height), cell.overruled)
    elif cell.overruled:
        _corner(ax, box, cell.overruled)
    ax.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor="white", lw=1.6))


def face(cell: Cell) -> tuple[float, ...]:
    """The color of a cell: full where its verdict is declared, pale where it is likely."""
    has_one = cell.level != words.OPEN
    color = VERDICT_COLORS[meaning(cell.verdict, *cell.ways)] if has_one else BLANK
    color = np.array(to_rgb(color))
    return tuple(1 - PALE * (1 - color) if cell.level == words.LIKELY else color)


def marks(cell: Cell) -> str:
    """The marks of a cell's two lines, and between them whether they are alike in strength."""
    people, indicators = (verdict_wording.WAYS[way] for way in cell.ways)
    strength = STRENGTHS.get(cell.verdict, " ")
    # Where their ways part, they can be in partial agreement by being alike in strength only.
    is_apart = cell.verdict == words.PARTIAL_AGREEMENT and people != indicators
    return f"{people}{'=' if is_apart else strength}{indicators}"


def _verdict(ax: Axes, box: Box, cell: Cell) -> None:
    left, top, width, height = box
    color = face(cell)
    hatch = {"hatch": "////", "edgecolor": (1, 1, 1, 0.8)} if cell.borrowed else {}
    ax.add_patch(Rectangle((left, top), width, height, facecolor=color, lw=0, **hatch))
    back = {"facecolor": color, "edgecolor": "none", "pad": 1.0} if cell.borrowed else None
    ax.text(
        left + width / 2, top + height / 2, marks(cell), ha="center", va="center_baseline",
        fontsize=MARK_PT * min(1, width / MARKS_IN), color=ink_on(color), bbox=back,
    )  # fmt: skip


def _blank(ax: Axes, box: Box, verdict: str) -> None:
    left, top, width, height = box
    ax.add_patch(Rectangle((left, top), width, height, facecolor=BLANK, lw=0))
    said, letter = BLANKS[verdict]
    lines = wrapped(said, width - 0.04, BLANK_PT)
    fits = max(text_width(line, BLANK_PT) for line in lines) < width and (
        len(lines) * BLANK_PT * 1.1 / 72 < height
    )
    ax.text(
        left + width / 2, top + height / 2, "\n".join(lines) if fits else letter, ha="center",
        va="center", fontsize=DOT_PT if letter == "·" else BLANK_PT, linespacing=1.0, color=MUTED,
    )  # fmt: skip


def _overrule(ax: Axes, box: Box, verdict: str) -> None:
    """The researcher's verdict beside the computed one, in its color."""
    left, top, width, height = box
    color = face(Cell.sample(verdict))
    look = {"facecolor": color, "edgecolor": INK, "lw": 0.8}
    ax.add_patch(Rectangle((left + 0.02, top + 0.02), width - 0.04, height - 0.04, **look))
    ax.text(
        left + width / 2, top + height / 2, OVERRULED, ha="center", va="center_baseline",
        fontsize=BLANK_PT, fontweight="bold", color=ink_on(color),
    )  # fmt: skip


def _corner(ax: Axes, box: Box, verdict: str) -> None:
    """The same where there is no room for a letter: a corner in its color."""
    left, top, width, height = box
    right, side = left + width, 0.45 * height
    color = face(Cell.sample(verdict))
    corners = [(right - side, top), (right, top), (right, top + side)]
    ax.add_patch(Polygon(corners, facecolor=color, edgecolor=INK, lw=0.8))
