"""What the changes teach: the lessons drawn from them."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    nothing,
    sheet,
    wrapped,
)
from analysis.vocabulary import BEST_PRACTICE, CAUTION

LINE_IN, GAP_IN = 0.17, 0.08  # height of a line, and the room after a lesson
TEXT_IN = WIDTH_IN - 3 * MARGIN_IN - 0.1  # width of a lesson's lines


def draw_lessons(released: Released) -> Figure:
    """Every lesson by its type, with where it holds, where it did not, and its changes.

    The table is that of ``lessons`` in one language: ``lesson_type``, ``lesson``, ``conditions``,
    ``counter_example``, and ``drawn_from`` (the changes, in words).
    """
    table = released.table
    if table.empty:
        return nothing("What can be learnt? No lesson was drawn from the changes")
    lines = [line for kind in wording.LESSON_TYPES for line in _of_type(table, kind)]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(height for _, _, height in lines) + MARGIN_IN)
        top = 0.0
        for text, style, height in lines:
            _write(ax, top, text, style)
            top += height
        n_best, n_cautions = (
            int(table["lesson_type"].eq(kind).sum()) for kind in (BEST_PRACTICE, CAUTION)
        )
        entitle(
            fig,
            f"What can be learnt? Of {len(table)} lessons, {n_best or 'none'} are best practices "
            f"and {n_cautions or 'none'} cautions",
            "What was learnt, where it holds, where it did not, and the changes it rests on",
        )  # fmt: skip
    return fig


def _of_type(table: object, kind: str) -> list[tuple[str, str, float]]:
    """The lines of the lessons of a type: text, style and height of each."""
    part = table[table["lesson_type"].eq(kind)]
    lines = [(wording.LESSON_TYPES[kind], "heading", LINE_IN + GAP_IN)] if len(part) else []
    for lesson in part.itertuples():
        said = {
            "text": f"{lesson.lesson} ({lesson.drawn_from})"
            if lesson.drawn_from
            else lesson.lesson,
            "holds": f"Conditions: {lesson.conditions}"
            if isinstance(lesson.conditions, str)
            else "",
            "not": f"Counter-example: {lesson.counter_example}"
            if isinstance(lesson.counter_example, str)
            else "",
        }
        for style, text in said.items():
            size = 9.5 if style == "text" else 8.5
            lines += [(line, style, LINE_IN) for line in wrapped(text, TEXT_IN, size) if text]
        text, style, height = lines.pop()
        lines.append((text, style, height + GAP_IN))
    return lines


def _write(ax: Axes, top: float, text: str, style: str) -> None:
    looks = {
        "heading": {"fontsize": 9.5, "fontweight": "bold"},
        "text": {"fontsize": 9.5, "color": INK},
    }
    left = MARGIN_IN if style == "heading" else 2 * MARGIN_IN
    look = looks.get(style, {"fontsize": 8.5, "color": MUTED})
    ax.text(left, top + LINE_IN / 2, text, va="center", **look)
