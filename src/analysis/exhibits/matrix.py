"""Figures that set the two lines side by side: by domain, and the matrix by state and domain."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.cell import cell_of, draw_cell, draw_key, key_height, legend
from analysis.exhibits.house import (
    COLORS,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    nothing,
    sheet,
    text_width,
    wrapped,
)
from analysis.exhibits.sentences import capital, headlines_at
from analysis.study import Study
from analysis.vocabulary import ALL_STATES, STATE

WHOLE = "All studied states"
ROW_IN, GAP_IN = 0.27, 0.1  # height of a state's row; room below the row of the whole
HEAD_PT, LINE_IN = 9.0, 0.165  # letters and lines of the columns' heads


def draw_matrix(released: Released) -> Figure:
    """Verdicts by state and domain, the domain over all studied states first.

    Each cell has two halves, people and indicators, in the color of the way they point: one color
    is agreement, two are not. Full where the verdict is declared, pale where it is likely; hatched
    cells borrow from their domain; blank ones were not studied. The table is that of
    ``triangulation.matrix_table``.
    """
    study, table = released.study, released.table
    table = table[table["kind"].isin([ALL_STATES, STATE])].rename(columns={"place": "state"})
    if table.empty:
        return nothing("No state was studied in any domain")
    headlines = table[table["state"].eq(ALL_STATES)]
    domains = [domain for domain in study.closed("domains") if domain in set(table["domain"])]
    names = study.labels("states")
    states = sorted(set(table["state"]) - {ALL_STATES}, key=names.get)
    heads = _heads(study, domains, headlines, _column_in(states, names, len(domains)))
    top = max(map(len, heads)) * LINE_IN + 0.05
    rows = {ALL_STATES: top} | {
        state: top + ROW_IN * (row + 1) + GAP_IN for row, state in enumerate(states)
    }
    entries = legend(table)
    bottom = max(rows.values()) + ROW_IN + GAP_IN
    with plt.style.context(STYLE):
        fig, ax = sheet(bottom + key_height(entries))
        _grid(ax, table, domains, rows, names, heads)
        draw_key(ax, entries, bottom)
        entitle(
            fig, _headline(headlines, study), wording.HALVES,
        )  # fmt: skip
    return fig


def _column_in(states: list[str], names: dict[str, str], n_domains: int) -> float:
    """Width of a domain's column: what the longest name of a state leaves."""
    longest = max((text_width(names[state], 9) for state in states), default=0.0)
    longest = max(longest, text_width(WHOLE, 9, "bold"))
    return (WIDTH_IN - longest - 3 * MARGIN_IN) / n_domains


def _heads(
    study: Study, domains: list[str], headlines: pd.DataFrame, width_in: float
) -> list[list[str]]:
    """The lines of each column's head: the domain, and the grade of its indicators."""
    names = study.labels("domains", short=True)
    grades = headlines.set_index("domain")["grade"]
    heads = []
    for domain in domains:
        grade = grades.get(domain)
        lines = wrapped(names[domain], width_in - 0.06, HEAD_PT)
        heads.append([*lines, f"({grade})"] if pd.notna(grade) else lines)
    return heads


def _grid(
    ax: Axes, table: pd.DataFrame, domains: list[str], rows: dict[str, float],
    names: dict[str, str], heads: list[list[str]],
) -> None:  # fmt: skip
    width = _column_in([state for state in rows if state != ALL_STATES], names, len(domains))
    left = WIDTH_IN - MARGIN_IN - width * len(domains)
    for number, head in enumerate(heads):
        ax.text(
            left + (number + 0.5) * width, rows[ALL_STATES] - 0.05, "\n".join(head),
            ha="center", va="bottom", fontsize=HEAD_PT,
        )  # fmt: skip
    for state, top in rows.items():
        is_whole = state == ALL_STATES
        ax.text(
            left - MARGIN_IN, top + ROW_IN / 2, WHOLE if is_whole else names[state], ha="right",
            va="center", fontsize=9, fontweight="bold" if is_whole else "normal",
        )  # fmt: skip
    for row in table.itertuples():
        box = (left + domains.index(row.domain) * width, rows[row.state], width, ROW_IN)
        draw_cell(ax, box, cell_of(row))


def _headline(headlines: pd.DataFrame, study: Study) -> str:
    """The declared headlines in a sentence; where there is none, that."""
    declared = capital(headlines_at(words.DECLARED, headlines, study))
    is_said = headlines["level"].eq(words.DECLARED).any()
    return declared if is_said else f"{declared} of people and indicators in any domain"


def draw_lines(released: Released) -> Figure:
    """Both lines by domain over all studied states, with intervals and regions of no change."""
    study, table = released.study, released.table
    rules = study.triangulation.verdict
    names = study.labels("domains", short=True)
    title = _headline(table, study)
    table = table.set_index("domain").reindex([d for d in names if d in set(table["domain"])])
    if table[["direction", "change"]].isna().all(axis=None):
        return nothing(title, "Neither line is known in any domain")
    place = np.arange(len(table))
    with plt.style.context(STYLE):
        fig, (left, right) = plt.subplots(
            1, 2, figsize=(WIDTH_IN, 0.45 * len(table) + 1.3), sharey=True, layout="constrained"
        )
        _line(left, table, "direction", place, COLORS[0], rules.region_direction)
        _line(right, table, "change", place, COLORS[4], rules.region_indicator)
        left.set_yticks(place, [names[domain] for domain in table.index])
        left.set_ylim(len(table) - 0.4, -0.6)
        left.set(xlim=(-1, 1), xlabel="Share improved\nless share worsened")
        left.set_title("People", fontsize=10)
        right.set(xlabel="Change since baseline,\nbaseline standard deviations")
        right.set_title("Projects' indicators", fontsize=10)
        entitle(
            fig, title,
            "Mean of the studied states with 95 % intervals; gray: too small to count as change",
        )  # fmt: skip
    return fig


def _line(
    ax: Axes, table: pd.DataFrame, name: str, place: np.ndarray, color: str, region: float
) -> None:
    ax.axvspan(-region, region, color="#ececec", lw=0)
    ax.axvline(0, color=MUTED, lw=0.8)
    ax.hlines(place, table[f"{name}_lower"], table[f"{name}_upper"], color=color, lw=2.2)
    ax.plot(table[name], place, "o", color=color)
    for spot in place[table[name].isna()]:
        ax.text(0, spot, "not known", ha="center", va="center", fontsize=8.5, color=MUTED)
    ax.tick_params(axis="y", length=0)
