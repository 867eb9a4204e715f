"""The parts of a page: each a heading and a drawing below it, down the page."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.exhibits.house import MARGIN_IN, MUTED, WIDTH_IN

HEAD_IN, GAP_IN = 0.28, 0.12  # height of a part's heading; room below a part
LINE_IN = 0.2  # height of a line of text


@dataclass(frozen=True)
class Part:
    """A part of the page: its heading, its height in inches, and how it is drawn from a top."""

    heading: str
    height: float
    draw: Callable[[Axes, float], None]


def height_with(part: Part) -> float:
    """Inches that a part takes with its heading and the room below it."""
    return part.height + GAP_IN + (HEAD_IN if part.heading else 0)


def draw_head(ax: Axes, heading: str, top: float) -> None:
    """Write a part's heading, with a line below; nothing where it has none."""
    if heading:
        ax.text(MARGIN_IN, top + HEAD_IN / 2, heading, va="center", fontweight="bold", fontsize=9.5)
        ends = [MARGIN_IN, WIDTH_IN - MARGIN_IN]
        ax.plot(ends, [top + HEAD_IN - 0.03] * 2, color="#d9d9d9", lw=1)


def nothing_part(heading: str, why: str) -> Part:
    """A part without anything to draw, which says why."""

    def draw(ax: Axes, top: float) -> None:
        ax.text(MARGIN_IN, top + LINE_IN / 2, why, va="center", fontsize=9, color=MUTED)

    return Part(heading, LINE_IN, draw)
