"""Figures of the significant changes: each by its name, and how it was validated."""

from collections.abc import Callable
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
from analysis.exhibits.sentences import lower
from analysis.exhibits.wording import percent
from analysis.study import Study

ROW_IN, LINE_IN = 0.23, 0.15  # height of a change, and of each further line of its name
NAME_IN = 0.27  # where the names begin
WIDE, NARROW = (4.5, 5.4), (3.05, 3.75)  # where it says whether foreseen and lasted
LINES_IN, STRENGTH_IN = (4.68, 4.87, 5.06, 5.25), 5.42  # marks of the lines of evidence, the word
LEGEND_IN = 0.62  # height of the names of these lines
WHEN = ("after", "before")
BAR_IN, BAR_TITLE_IN = 0.38, 5.2  # height of a change's name and bar; widest name

Row = tuple[list[str], Any]  # the lines to write, and the change they name; None: a heading


def draw_changes(released: Released) -> Figure:
    """Every change by its name: for better or worse, foreseen, sustained, and its evidence.

    The table has one row per change: ``change_id``, ``domain``, ``title_en``, ``is_expected``,
    ``is_positive``, ``is_sustained``, each line of evidence with its bearing, ``strength_before``
    and ``strength_after``.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing("No significant change was made of the accounts")
    rows = _rows(table, study.labels("domains", short=True))
    with plt.style.context(STYLE):
        fig, ax = sheet(height_of(rows) + LEGEND_IN)
        _heads(ax)
        strengths = study.labels("evidence_strengths", short=True)
        draw_rows(
            ax, rows, LEGEND_IN, NARROW, lambda top, change: _lines(ax, top, change, strengths)
        )
        n_better, n_emergent = int(table["is_positive"].sum()), int((~table["is_expected"]).sum())
        entitle(
            fig,
            f"Of {len(table)} changes, {n_better or 'none'} went for the better, "
            f"{n_emergent or 'none'} were foreseen by no project; {_evidenced(table, study)}",
            "▲ for the better, ▼ for the worse; a line of evidence ● supports it, ✕ speaks against "
            "it, or is silent (·); right: strength, with an arrow where validation moved it",
        )
    return fig


def _evidenced(table: pd.DataFrame, study: Study) -> str:
    """How many changes the study's highest word for evidence holds for, and did before."""
    first = study.evidence_strengths[0]
    after, before = (int(table[f"strength_{when}"].eq(first.id).sum()) for when in WHEN)
    return (
        f"for {after or 'none'} the evidence is {lower(first.en)} (before validation: "
        f"{before or 'none'})"
    )


def _heads(ax: Axes) -> None:
    for left, name in zip(LINES_IN, wording.EVIDENCE_LINES.values(), strict=True):
        ax.text(
            left, LEGEND_IN - 0.02, name, rotation=90, fontsize=8, color=MUTED, va="bottom",
            ha="center",
        )  # fmt: skip


def _lines(ax: Axes, top: float, change: Any, strengths: dict[str, str]) -> None:
    """The bearing of each line of evidence, and the word for all together."""
    middle = top + ROW_IN / 2
    for left, line in zip(LINES_IN, wording.EVIDENCE_LINES, strict=True):
        mark = wording.BEARINGS[getattr(change, line)]
        ax.text(left, middle, mark, va="center", ha="center", fontsize=8.5)
    order = list(strengths)
    before, after = change.strength_before, change.strength_after
    if after not in order:
        return
    is_moved = before in order and before != after
    arrow = "" if not is_moved else "↑ " if order.index(after) < order.index(before) else "↓ "
    word = arrow + lower(strengths[after])
    ax.text(STRENGTH_IN, middle, word, va="center", fontsize=8.5, color=INK if is_moved else MUTED)


def _rows(table: pd.DataFrame, domains: dict[str, str]) -> list[Row]:
    """The rows of every domain that has changes, below a row with its name alone."""
    parts = {
        name: rows_of(table[table["domain"].eq(domain)], NARROW) for domain, name in domains.items()
    }
    return [row for name, rows in parts.items() if rows for row in [([name], None), *rows]]


def rows_of(changes: pd.DataFrame, columns: tuple[float, float] = WIDE) -> list[Row]:
    """Each change with the lines of its name: the better first, of these the foreseen.

    A name ends before the first of the ``columns``, in inches.
    """
    order = ["is_positive", "is_expected", "change_id"]
    changes = changes.sort_values(order, ascending=[False, False, True])
    names = (changes["change_id"] + " " + changes["title_en"]).map(
        lambda name: wrapped(name, columns[0] - NAME_IN - 0.1, 9)
    )
    return list(zip(names, changes.itertuples(), strict=True))


def height_of(rows: list[Row]) -> float:
    """Inches that the rows take."""
    return sum(ROW_IN + LINE_IN * (len(lines) - 1) for lines, _ in rows)


def draw_rows(
    ax: Axes, rows: list[Row], top: float = 0.0, columns: tuple[float, float] = WIDE,
    beside: Callable[[float, Any], None] = lambda top, change: None,
) -> None:  # fmt: skip
    """Draw the rows from ``top`` down, on axes that measure inches.

    ``beside`` draws what else stands in the row of a change, from its top.
    """
    for lines, change in rows:
        _change(ax, top, lines, change, columns)
        if change is not None:
            beside(top, change)
        top += height_of([(lines, change)])


def _change(
    ax: Axes, top: float, lines: list[str], change: Any, columns: tuple[float, float]
) -> None:
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
    for left, word in zip(columns, (foreseen, lasted), strict=True):
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
