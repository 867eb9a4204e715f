"""One domain on a page: its verdict, where it holds, its changes, what is named, public figures."""

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import verdict_wording, wording
from analysis.exhibits.causes import FACET_STYLE
from analysis.exhibits.changes import draw_rows, height_of, rows_of
from analysis.exhibits.domain_places import groups_part, map_part
from analysis.exhibits.house import (
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    foot,
    sheet,
    wrapped,
)
from analysis.exhibits.part import (
    GAP_IN,
    HEAD_IN,
    LINE_IN,
    Part,
    draw_head,
    height_with,
    nothing_part,
)
from analysis.exhibits.sentences import verdict_on
from analysis.exhibits.variation_wording import STABILITIES
from analysis.methods.meta_inference import meta_inference
from analysis.vocabulary import ALL_STATES

NAME_IN, BAR_IN, LONGEST_IN = 0.27, 3.3, 2.4  # where a cause and its bar begin; longest bar
FULL_BAR = 0.25  # share of the sources that the longest bar stands for, alike on every page
TITLE_IN, COUNTRY_IN, STATES_IN = 4.1, 4.85, WIDTH_IN - MARGIN_IN  # right edges of the columns


def draw_domain(released: Released, domain: str, n_causes: int) -> Figure:
    """A map of the verdicts, the changes, the causes named most and the public figures of a domain.

    The table has rows of part ``verdict`` (``triangulation.matrix_table``), ``validated``
    (``joint_display.recognized``), ``stood`` (``stability.stability``), ``change``, ``cause``
    (``codes.code_frequency`` with ``name`` and ``facet``) and ``indicator``
    (``public.latest_of_domain``). ``n_causes`` of each facet are shown.
    """
    study, table = released.study, released.table
    verdicts, validated, stood, changes, causes, indicators = (
        table[table["part"].eq(name)]
        for name in ("verdict", "validated", "stood", "change", "cause", "indicator")
    )
    whole = verdicts[verdicts["kind"].eq(ALL_STATES)]
    parts = [
        _inferred(whole, stood, validated),
        groups_part(verdicts, study),
        map_part(verdicts, study),
        _changes(changes),
        _causes(causes, n_causes),
        _indicators(indicators, study.country.name.en),
    ]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(map(height_with, parts)))
        top = 0.0
        for part in parts:
            draw_head(ax, part.heading, top)
            part.draw(ax, top + height_with(part) - part.height - GAP_IN)
            top += height_with(part)
        entitle(fig, verdict_on(domain, whole, study), verdict_wording.MARKS)
        if len(indicators):
            publishers = "; ".join(indicators["publisher"].drop_duplicates())
            foot(fig, f"Sources of the public indicators: {publishers}.")
    return fig


def _inferred(whole: pd.DataFrame, stood: pd.DataFrame, validated: pd.DataFrame) -> Part:
    """What both lines let one infer, how that stands in other ways, and how many recognize it."""
    said = []
    for row in whole.itertuples():
        inferred = verdict_wording.META_INFERENCES[
            meta_inference(row.verdict, row.level, row.people_way, row.indicators_way)
        ]
        said.append(f"Both lines together: {inferred.lower()}")
    said += [STABILITIES[mark] for mark in stood["stability"].dropna()]
    share = validated["recognized_share"].dropna()
    if len(share):
        said.append(f"{wording.percent(share.iloc[0])} of the answers recognize its changes")
    lines = wrapped("; ".join(said), WIDTH_IN - 2 * MARGIN_IN, 9) if said else []

    def draw(ax: Axes, top: float) -> None:
        for number, line in enumerate(lines):
            ax.text(MARGIN_IN, top + (number + 0.5) * LINE_IN, line, va="center", fontsize=9)

    return Part("", LINE_IN * len(lines), draw)


def _changes(changes: pd.DataFrame) -> Part:
    heading = "Significant changes, and whether they lasted"
    if changes.empty:
        return nothing_part(
            heading, "No significant change was made of the accounts in this domain"
        )
    rows = rows_of(changes)
    return Part(heading, height_of(rows), lambda ax, top: draw_rows(ax, rows, top))


def _causes(causes: pd.DataFrame, n_causes: int) -> Part:
    heading = "Named most: share of the sources asked"
    shown = causes[causes["facet"].isin(wording.FACETS) & causes["source_share"].gt(0)]
    if shown.empty:
        why = "Too few people name a help or a hindrance for any to be shown"
        return nothing_part(heading, why)
    shown = shown.sort_values("source_share", ascending=False, kind="stable")
    shown = pd.concat([shown[shown["facet"].eq(f)].head(n_causes) for f in wording.FACETS])

    def draw(ax: Axes, top: float) -> None:
        for number, row in enumerate(shown.itertuples()):
            end = BAR_IN + LONGEST_IN * row.source_share / max(FULL_BAR, *shown["source_share"])
            _cause(ax, top + (number + 0.5) * LINE_IN, row, end)

    return Part(heading, LINE_IN * len(shown), draw)


def _cause(ax: Axes, middle: float, row: Any, end: float) -> None:
    marker, color = FACET_STYLE[row.facet]
    name = cut(f"{wording.FACETS[row.facet]}: {row.name}", BAR_IN - NAME_IN - 0.1, 9)
    ax.plot(MARGIN_IN + 0.08, middle, marker, color=color, ms=6)
    ax.text(NAME_IN, middle, name, va="center", fontsize=9)
    ax.plot([BAR_IN, end], [middle] * 2, color="#d9d9d9", lw=1.2)
    ax.plot(end, middle, marker, color=color, ms=6)
    percent = wording.percent(row.source_share)
    ax.text(end + 0.1, middle, percent, va="center", fontsize=9)


def _indicators(indicators: pd.DataFrame, country: str) -> Part:
    heading = "Public indicators: real figures"
    if indicators.empty:
        return nothing_part(heading, "No public indicator stands for this domain")
    titles = [
        wrapped(f"{row.title}, {wording.period(row.period)}", TITLE_IN - MARGIN_IN, 9)
        for row in indicators.itertuples()
    ]

    def draw(ax: Axes, top: float) -> None:
        for edge, name in ((COUNTRY_IN, country), (STATES_IN, "Range of states")):
            ax.text(
                edge, top - HEAD_IN / 2, name, va="center", ha="right", fontsize=8.5, color=MUTED
            )
        middle = top + LINE_IN / 2
        for lines, row in zip(titles, indicators.itertuples(), strict=True):
            _indicator(ax, middle, lines, row)
            middle += LINE_IN * len(lines)

    return Part(heading, LINE_IN * sum(map(len, titles)), draw)


def _indicator(ax: Axes, middle: float, lines: list[str], row: Any) -> None:
    for number, line in enumerate(lines):
        ax.text(MARGIN_IN, middle + number * LINE_IN, line, va="center", fontsize=9)
    lowest, highest = (wording.amount(value, row.unit) for value in (row.lowest, row.highest))
    states = lowest if lowest == highest else f"{lowest} to {highest}"
    for edge, text in (
        (COUNTRY_IN, wording.amount(row.country_value, row.unit)),
        (STATES_IN, states),
    ):
        ax.text(edge, middle, text, va="center", ha="right", fontsize=9)
