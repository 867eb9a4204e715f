"""The joint display: by domain, what each line says, what is inferred, and on what it rests."""

from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import wording
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
from analysis.exhibits.sentences import listed, lower
from analysis.methods.meta_inference import meta_inference
from analysis.study import Study

LINE_IN, GAP_IN, TEXT_PT = 0.17, 0.12, 8.5  # lines of text; room between domains
LABEL_IN, PLOT_IN, TEXT_IN = 1.5, 2.5, 3.75  # where labels, plots and texts beside them begin
PLOT_WIDE_IN, CELL_IN = 1.1, (1.2, 0.27)
WIDEST_IN = WIDTH_IN - MARGIN_IN
GRAY, EMPTY = "#e4e4e4", "–"


@dataclass(frozen=True)
class Line:
    """A line of evidence: its label, its text, and the interval drawn before it, if any."""

    label: str
    text: str
    value: float | None = None
    interval: tuple[float, float] = (0.0, 0.0)
    span: tuple[float, float] = (-1.0, 1.0)
    region: float = 0.0


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
        domain: _rows(table[table["domain"].eq(domain)], lines.loc[domain], study, span, n_causes)
        for domain in domains
    }
    heights = {domain: _height(rows, names[domain]) for domain, rows in blocks.items()}
    inferred = {d: meta_inference(lines.loc[d, "verdict"], lines.loc[d, "level"]) for d in domains}
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
            f"{wording.MARKS}; lines with 95 % intervals, gray: too small to count as change",
        )  # fmt: skip
    return fig


def _rows(
    part: pd.DataFrame, line: pd.Series, study: Study, span: float, n_causes: int
) -> list[Line]:
    rules = study.triangulation.verdict
    of = {name: part[part["part"].eq(name)] for name in ("validated", "cause", "beside", "behind")}
    shares = of["validated"]["recognized_share"].dropna()
    recognized = float(shares.iloc[0]) if len(shares) else None
    told = f"{wording.percent(recognized)} of answers recognize its changes" if len(shares) else ""
    found = f"{_number(line, 'change')} sd" if pd.notna(line["change"]) else ""
    ids = of["behind"]["evidence_id"]
    return [
        _measured("People say", line, "direction", _number(line, "direction"),
                  (-1.0, 1.0), rules.region_direction),
        _measured("Indicators", line, "change", found, (-span, span), rules.region_indicator),
        Line("Validation", told or "not known", recognized, (0.0, recognized or 0.0), (0.0, 1.0)),
        Line("Named most", _named(of["cause"], n_causes)),
        Line("Not counted", _context(of["beside"])),
        Line("Rests on", ", ".join(ids) or EMPTY),
    ]  # fmt: skip


def _measured(
    label: str, line: pd.Series, name: str, text: str, span: tuple[float, float], region: float
) -> Line:
    if pd.isna(line[name]):
        return Line(label, "not known")
    interval = (line[f"{name}_lower"], line[f"{name}_upper"])
    return Line(label, text, line[name], interval, span, region)


def _number(line: pd.Series, name: str) -> str:
    """A value with its interval, as it is read."""
    value, low, high = (line[column] for column in (name, f"{name}_lower", f"{name}_upper"))
    return "" if pd.isna(value) else f"{_signed(value)} ({_signed(low)} to {_signed(high)})"


def _signed(value: float, digits: int = 2) -> str:
    # What rounds to zero has no sign.
    rounded = round(value, digits)
    said = f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"
    return said.replace("-", "\N{MINUS SIGN}")


def _named(causes: pd.DataFrame, n_causes: int) -> str:
    shown = causes[causes["source_share"].gt(0)]
    shown = shown.sort_values("source_share", ascending=False, kind="stable")
    said = [
        f"{facet.lower()}: " + ", ".join(
            f"{row.name} {wording.percent(row.source_share)}"
            for row in shown[shown["facet"].eq(kind)].head(n_causes).itertuples(name="Cause")
        )
        for kind, facet in wording.FACETS.items() if shown["facet"].eq(kind).any()
    ]  # fmt: skip
    return "; ".join(said) or "too few people name one for it to be shown"


def _context(indicators: pd.DataFrame) -> str:
    told = [_moved(row) for row in indicators.itertuples()]
    return "; ".join(told) or EMPTY


def _moved(row: Any) -> str:
    if pd.isna(row.change):
        return row.indicator_id
    unit = "points" if row.unit.startswith("percent") else row.unit
    return f"{row.indicator_id} {_signed(row.change, 1)} {unit}"


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
        MARGIN_IN, top, f"{wording.META_INFERENCES[inferred]}", va="top", fontsize=9,
        fontweight="bold", color=MUTED if inferred == words.NOT_YET else INK,
    )  # fmt: skip
    short = f"{wording.SHORT_VERDICTS[line['verdict']]}{level}"
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
        f"{wording.META_INFERENCES[kind].lower()}: "
        f"{listed([lower(names[domain]) for domain in inferred if inferred[domain] == kind])}"
        for kind in words.META_INFERENCES if kind in inferred.values()
    ]  # fmt: skip
    return f"What do both lines say together? {'; '.join(said).capitalize()}"
