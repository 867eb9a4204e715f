"""Figures of the significant changes: each by its name, and how it was validated."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import (
    COLORS,
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    nothing,
    sheet,
    wrapped,
)
from analysis.exhibits.wording import percent

ROW_IN, LINE_IN = 0.23, 0.15  # height of a change, and of each further line of its name
NAME_IN, FORESEEN_IN, LASTED_IN = 0.27, 4.5, 5.4  # where the columns begin
BAR_IN, BAR_TITLE_IN = 0.38, 5.2  # height of a change's name and bar; widest name

Row = tuple[list[str], Any]  # the lines to write, and the change they name; None: a heading


def draw_changes(released: Released) -> Figure:
    """Every change by its name: by domain, for better or worse, foreseen or emergent, sustained."""
    study, table = released.study, released.table
    if table.empty:
        return nothing("No significant change was made of the accounts")
    rows = _rows(table, study.labels("domains", short=True))
    with plt.style.context(STYLE):
        fig, ax = sheet(height_of(rows) + 0.05)
        draw_rows(ax, rows)
        n_better, n_emergent = int(table["is_positive"].sum()), int((~table["is_expected"]).sum())
        entitle(
            fig,
            f"Of {len(table)} changes, {n_better or 'none'} went for the better; "
            f"foreseen by no project: {n_emergent or 'none'}",
            "▲ for the better, ▼ for the worse; last column: whether it lasted",
        )
    return fig


def _rows(table: pd.DataFrame, domains: dict[str, str]) -> list[Row]:
    """The rows of every domain that has changes, below a row with its name alone."""
    parts = {name: rows_of(table[table["domain"].eq(domain)]) for domain, name in domains.items()}
    return [row for name, rows in parts.items() if rows for row in [([name], None), *rows]]


def rows_of(changes: pd.DataFrame) -> list[Row]:
    """Each change with the lines of its name: the better first, of these the foreseen."""
    order = ["is_positive", "is_expected", "change_id"]
    changes = changes.sort_values(order, ascending=[False, False, True])
    names = (changes["change_id"] + " " + changes["title_en"]).map(
        lambda name: wrapped(name, FORESEEN_IN - NAME_IN - 0.1, 9)
    )
    return list(zip(names, changes.itertuples(), strict=True))


def height_of(rows: list[Row]) -> float:
    """Inches that the rows take."""
    return sum(ROW_IN + LINE_IN * (len(lines) - 1) for lines, _ in rows)


def draw_rows(ax: Axes, rows: list[Row], top: float = 0.0) -> None:
    """Draw the rows from ``top`` down, on axes that measure inches."""
    for lines, change in rows:
        _change(ax, top, lines, change)
        top += height_of([(lines, change)])


def _change(ax: Axes, top: float, lines: list[str], change: Any) -> None:
    middle = top + ROW_IN / 2
    if change is None:
        ax.text(MARGIN_IN, middle, lines[0], va="center", fontsize=9.5, fontweight="bold")
        ax.plot([MARGIN_IN, WIDTH_IN - MARGIN_IN], [top + ROW_IN - 0.02] * 2, color="#d9d9d9", lw=1)
        return
    marker, color = ("^", COLORS[0]) if change.is_positive else ("v", COLORS[4])
    ax.plot(MARGIN_IN + 0.08, middle, marker, color=color, ms=6)
    for number, line in enumerate(lines):
        ax.text(NAME_IN, middle + number * LINE_IN, line, va="center", fontsize=9)
    foreseen = "foreseen" if change.is_expected else "emergent"
    is_known = pd.notna(change.is_sustained)
    lasted = ("lasted" if change.is_sustained else "did not last") if is_known else "not known"
    for left, word in ((FORESEEN_IN, foreseen), (LASTED_IN, lasted)):
        color = INK if word in ("emergent", "lasted") else MUTED
        ax.text(left, middle, word, va="center", fontsize=8.5, color=color)


def draw_validation(released: Released) -> Figure:
    """Stacked shares of the answers to each change, by the share that agree.

    The table is that of ``counts.answers`` with ``title_en``.
    """
    table = released.table
    if table.empty:
        return nothing("No change was validated")
    table = table.sort_values("agree_share", ascending=False, kind="stable", na_position="last")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, BAR_IN * len(table) + 1), layout="constrained")
        _bars(ax, table)
        for place, row in enumerate(table.itertuples()):
            name = cut(f"{row.change_id} {row.title_en}", BAR_TITLE_IN, 9)
            ax.text(0, place - 0.27, name, va="center", fontsize=9)
            n = released.hidden_mark if row.is_suppressed else f"{row.n_people:,.0f}"
            ax.text(1.01, place + 0.17, n, va="center", fontsize=9, color=MUTED)
        ax.text(1.01, -0.35, "answers", va="center", fontsize=8.5, color=MUTED)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.set_ylim(len(table) - 0.5, -0.6)
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, 1.1), xticks=np.linspace(0, 1, 6), xlabel="Share of those who answered")
        fig.legend(loc="outside lower center", ncols=3)
        entitle(
            fig, _recognized(table),
            "Answers of respondents who had been heard before, to the changes shown to them",
        )  # fmt: skip
    return fig


def _bars(ax: Axes, table: pd.DataFrame) -> None:
    colors = {"agree": COLORS[0], "partly_agree": COLORS[5], "disagree": COLORS[4]}
    left = np.zeros(len(table))
    for answer, name in wording.ANSWERS.items():
        share = table[f"{answer}_share"].fillna(0).to_numpy()
        ax.barh(
            np.arange(len(table)) + 0.17, share, left=left, color=colors[answer], height=0.42,
            edgecolor="white", lw=0.8, label=name,
        )  # fmt: skip
        left = left + share


def _recognized(table: pd.DataFrame) -> str:
    shares = table["agree_share"].dropna()
    if shares.empty:
        return "No change has enough answers to be shown"
    n_most, rest = int(shares.gt(0.5).sum()), len(table) - len(shares)
    whose = f"the {len(shares)} changes that can be shown" if rest else f"{len(shares)} changes"
    return f"Over half of those who answered agree with {n_most or 'none'} of {whose}"
