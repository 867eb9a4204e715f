"""One state: its verdict in each domain, and public indicators beside it."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.cell import Cell, cell_of, draw_cell
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    foot,
    sheet,
    wrapped,
)

ROW_IN, LINE_IN = 0.36, 0.2  # height of a verdict's row and of a line of an indicator
CELL_IN, VERDICT_IN = 1.6, 2.55  # where the colored cell and the verdict's words begin
HERE_IN, THERE_IN = 5.3, WIDTH_IN - MARGIN_IN  # right edges of the state's and the country's values
TITLE_IN = 4.45  # widest line of an indicator's title


def draw_profile(released: Released, state: str, sources: str) -> Figure:
    """The verdict in each domain, and the latest public figures of state and country.

    The table is that of ``triangulation.profile_table``; ``sources`` names the publishers.
    """
    study, table = released.study, released.table
    names = study.labels("domains", short=True)
    said = table[table["part"].eq("verdict")].set_index("domain").reindex(list(names))
    said["verdict"] = said["verdict"].fillna(words.NOT_STUDIED)
    said["level"] = said["level"].fillna(words.OPEN)
    beside = table[table["part"].eq("indicator")]
    titles = [
        wrapped(f"{row.title}, {wording.period(row.period)}", TITLE_IN, 8.5)
        for row in beside.itertuples()
    ]
    with plt.style.context(STYLE):
        fig, ax = sheet(ROW_IN * len(said) + LINE_IN * (sum(map(len, titles)) + 1.6))
        for row, (domain, verdict) in enumerate(said.iterrows()):
            ax.text(MARGIN_IN, (row + 0.5) * ROW_IN, names[domain], va="center", fontsize=9.5)
            _verdict(ax, row * ROW_IN, verdict)
        here_there = (study.labels("states")[state], study.country.name.en)
        _beside(ax, beside, titles, ROW_IN * len(said) + LINE_IN, here_there)
        n = {level: int(said["level"].eq(level).sum()) for level in words.LEVELS}
        entitle(
            fig,
            f"{here_there[0]}: verdict declared in {n[words.DECLARED] or 'none'} of {len(said)} "
            f"domains, likely in {n[words.LIKELY] or 'none'}",
            wording.HALVES,
        )
        if len(beside):
            foot(fig, f"Sources of the public indicators: {sources}.")
    return fig


def _verdict(ax: Axes, top: float, row: pd.Series) -> None:
    is_open = row["level"] == words.OPEN
    box = (CELL_IN, top, VERDICT_IN - CELL_IN - 0.12, ROW_IN)
    draw_cell(ax, box, Cell(row["verdict"]) if is_open else cell_of(row))
    notes = [] if is_open else [row["level"]]
    notes += ["borrowed from the domain"] if notes and row["is_borrowed"] else []
    middle = top + ROW_IN / 2
    ax.text(
        VERDICT_IN, middle - (0.075 if notes else 0), wording.VERDICTS[row["verdict"]],
        va="center", fontsize=9.5, color=INK if notes else MUTED,
    )  # fmt: skip
    ax.text(VERDICT_IN, middle + 0.09, ", ".join(notes), va="center", fontsize=8.5, color=MUTED)


def _beside(
    ax: Axes, indicators: pd.DataFrame, titles: list[list[str]], top: float,
    here_there: tuple[str, str],
) -> None:  # fmt: skip
    heading = "Public indicators: real, counted in no verdict"
    ax.text(MARGIN_IN, top, heading, fontweight="bold", va="center", fontsize=9)
    for edge, name in zip((HERE_IN, THERE_IN), ("State", here_there[1]), strict=True):
        ax.text(edge, top, name, va="center", ha="right", fontsize=8.5, color=MUTED)
    place = top + 1.1 * LINE_IN
    for row, lines in zip(indicators.itertuples(), titles, strict=True):
        for number, line in enumerate(lines):
            ax.text(MARGIN_IN, place + number * LINE_IN, line, va="center", fontsize=8.5)
        for edge, value in ((HERE_IN, row.value), (THERE_IN, row.country_value)):
            text = wording.amount(value, row.unit)
            ax.text(edge, place, text, va="center", ha="right", fontsize=8.5)
        place += LINE_IN * len(lines)
