"""The joint display: by domain, what each line says, what is inferred, and on what it rests."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import cell_of, draw_cell
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
from analysis.exhibits.joint_lines import Line, lines_of
from analysis.exhibits.sentences import listed, lower
from analysis.exhibits.verdict_wording import MARKS
from analysis.methods.meta_inference import meta_inference

LINE_IN, GAP_IN, TEXT_PT = 0.17, 0.12, 8.5  # lines of text; room between domains
LABEL_IN, PLOT_IN, TEXT_IN = 1.5, 2.5, 3.75  # where labels, plots and texts beside them begin
PLOT_WIDE_IN, CELL_IN = 1.1, (1.2, 0.27)
WIDEST_IN = WIDTH_IN - MARGIN_IN
GRAY = "#e4e4e4"


def draw_joint(released: Released, n_causes: int) -> Figure:
    """By domain: people, indicators, validation, what is named most, context; inferred; the ids.

    The table has rows of part ``line`` (the headlines), ``validated``
    (``joint_display.recognized``), ``cause`` (``codes.code_frequency`` with ``name`` and
    ``facet``), ``beside`` (``joint_display.beside``) and ``behind`` (``joint_display.behind``).
    ``n_causes`` of each facet are named.
    """
    study, table = released.study, released.table
    lines = table[table["part"].eq("line")].set_index("domain")
    names = study.labels("domains", short=True)
    domains = [domain for domain in names if domain in lines.index]
    if not domains:
        return nothing("What do both lines say together? No domain was studied")
    span = max(1.0, *lines[["change_lower", "change_upper"]].abs().max().fillna(0))
    blocks = {
        domain: lines_of(
            table[table["domain"].eq(domain)], lines.loc[domain], study, span, n_causes
        )
        for domain in domains
    }
    heights = {domain: _height(rows, names[domain]) for domain, rows in blocks.items()}
    said = ["verdict", "level", "people_way", "indicators_way"]
    inferred = {domain: meta_inference(*lines.loc[domain, said]) for domain in domains}
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(heights.values()))
        top = 0.0
        for domain, rows in blocks.items():
            _head(ax, top, names[domain], lines.loc[domain], inferred[domain])
            _draw(ax, top, rows)
            top += heights[domain]
            if domain != domains[-1]:
                edge = top - GAP_IN / 2
                ax.plot([MARGIN_IN, WIDEST_IN], [edge, edge], color="#d9d9d9", lw=1)
        entitle(
            fig, _message(inferred, names),
            f"{MARKS}; lines with 95 % intervals, gray: too small to count as change",
        )  # fmt: skip
    return fig


def _texts(line: Line) -> list[str]:
    left = PLOT_IN if line.value is None else TEXT_IN
    return wrapped(line.text, WIDEST_IN - left, TEXT_PT)


def _height(rows: list[Line], name: str) -> float:
    head = len(wrapped(name, LABEL_IN - 3 * MARGIN_IN, 9.5, "bold")) * LINE_IN
    head += CELL_IN[1] + 3.2 * LINE_IN
    return max(head, sum(len(_texts(line)) for line in rows) * LINE_IN + 0.05) + GAP_IN


def _head(ax: Axes, top: float, name: str, line: pd.Series, inferred: str) -> None:
    """The domain, its cell of the matrix, the verdict in words, and what is inferred."""
    width = LABEL_IN - 3 * MARGIN_IN
    lines = wrapped(name, width, 9.5, "bold")
    ax.text(
        MARGIN_IN, top + 0.02, "\n".join(lines), va="top", fontsize=9.5, fontweight="bold",
    )  # fmt: skip
    top += len(lines) * LINE_IN + 0.06
    row = line.rename({"name": "label"}).to_frame().T.assign(is_borrowed=False)
    draw_cell(ax, (MARGIN_IN, top, *CELL_IN), cell_of(next(row.itertuples())))
    top += CELL_IN[1] + 0.05
    level = "" if line["level"] == words.OPEN else f", {line['level']}"
    ax.text(
        MARGIN_IN, top, f"{verdict_wording.META_INFERENCES[inferred]}", va="top", fontsize=9,
        fontweight="bold", color=MUTED if inferred == words.NOT_YET else INK,
    )  # fmt: skip
    short = f"{verdict_wording.SHORT_VERDICTS[line['verdict']]}{level}"
    said = "\n".join(wrapped(short, width, 8))
    ax.text(MARGIN_IN, top + LINE_IN, said, va="top", fontsize=8, color=MUTED, linespacing=1.15)


def _draw(ax: Axes, top: float, rows: list[Line]) -> None:
    for line in rows:
        texts, middle = _texts(line), top + LINE_IN / 2
        ax.text(LABEL_IN, middle, line.label, va="center", fontsize=TEXT_PT, color=MUTED)
        left = PLOT_IN if line.value is None else TEXT_IN
        for number, text in enumerate(texts):
            ax.text(left, middle + number * LINE_IN, text, va="center", fontsize=TEXT_PT)
        if line.value is not None:
            _plot(ax, middle, line)
        top += len(texts) * LINE_IN


def _plot(ax: Axes, middle: float, line: Line) -> None:
    low, high = line.span

    def at(value: float) -> float:
        return PLOT_IN + PLOT_WIDE_IN * (value - low) / (high - low)

    if line.region:
        corner, wide = (at(-line.region), middle - 0.06), at(line.region) - at(-line.region)
        ax.add_patch(Rectangle(corner, wide, 0.12, facecolor=GRAY, lw=0))
    ax.plot([at(low), at(high)], [middle] * 2, color="#d9d9d9", lw=0.8)
    ax.plot([at(0)] * 2, [middle - 0.06, middle + 0.06], color=MUTED, lw=0.8)
    ax.plot([at(end) for end in line.interval], [middle] * 2, color=INK, lw=1.8)
    ax.plot(at(line.value), middle, "o", color=INK, ms=4.5)


def _message(inferred: dict[str, str], names: dict[str, str]) -> str:
    """Each meta-inference with its domains."""
    said = [
        f"{verdict_wording.META_INFERENCES[kind].lower()}: "
        f"{listed([lower(names[domain]) for domain in inferred if inferred[domain] == kind])}"
        for kind in words.META_INFERENCES if kind in inferred.values()
    ]  # fmt: skip
    return f"What do both lines say together? {'; '.join(said).capitalize()}"
