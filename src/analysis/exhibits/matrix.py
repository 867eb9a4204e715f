"""Figures that set the two lines side by side: by domain, and the matrix by state and domain."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, INK, MARGIN_IN, MUTED, STYLE, WIDTH_IN, entitle
from analysis.exhibits.sentences import headlines_at
from analysis.methods.triangulation import ALL_STATES
from analysis.study import Study, VerdictRules

# Same direction in blues, opposite in vermilion, one line alone in yellow and violet, no change in
# green; greys where a line is silent. Told apart by color-blind readers, and by their marks.
VERDICT_COLORS = {
    words.AGREEMENT: "#0072B2",
    words.PARTIAL_AGREEMENT: "#3d9bd1",
    words.SAME_DIRECTION: "#8cc5e8",
    words.DISSONANCE: "#D55E00",
    words.PEOPLE_ONLY: "#E6B000",
    words.INDICATORS_ONLY: "#B07AA8",
    words.NO_CHANGE: "#4fae8b",
    words.PEOPLE_SILENT: "#8c8c8c",
    words.INDICATORS_SILENT: "#bdbdbd",
    words.TOO_FEW_ASKED: "#d9d9d9",
    words.UNDETERMINED: "#f2f2f2",
}
PALE = 0.45  # how much of the color a likely verdict keeps
# What stands in a cell without a verdict.
MARKS = {
    words.PEOPLE_SILENT: "p",
    words.INDICATORS_SILENT: "i",
    words.TOO_FEW_ASKED: "–",
    words.UNDETERMINED: "·",
}


def draw_matrix(released: Released) -> Figure:
    """Verdicts by state and domain, the domain over all studied states first.

    Color is the verdict, full where it is declared and pale where it is likely; the two marks are
    the ways people and indicators point; hatched cells borrow from their domain; blank cells were
    not studied. The table is that of ``triangulation.matrix_table``.
    """
    study, table = released.study, released.table
    headlines, table = table[table["state"].eq(ALL_STATES)], table[table["state"].ne(ALL_STATES)]
    domains = [domain for domain in study.closed("domains") if domain in set(table["domain"])]
    states = [state for state in study.states if state in set(table["state"])]
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(
            figsize=(WIDTH_IN, 0.27 * (len(states) + 1) + 3.0), layout="constrained"
        )
        for column, domain in enumerate(domains):
            top = headlines[headlines["domain"].eq(domain)].iloc[0]
            _cell(
                ax, (column, 0, 1, 1), top.verdict, top.level, (top.people_way, top.indicators_way)
            )
        for cell in table.itertuples():
            box = (domains.index(cell.domain), states.index(cell.state) + 1.35, 1, 1)
            ways = (cell.people_way, cell.indicators_way)
            _cell(ax, box, cell.verdict, cell.level, ways, borrowed=cell.is_borrowed)
        _label(ax, study, domains, states, headlines)
        present = [*headlines["verdict"], *table["verdict"]]
        fig.legend(
            handles=_legend(present, study.triangulation.verdict),
            loc="outside lower left",
            ncols=2,
            fontsize=8.5,
        )
        entitle(
            fig,
            _headline(headlines, study),
            "Left mark: people; right mark: indicators (▲ better, ■ flat, ▼ worse)",
        )
    return fig


def _cell(
    ax: Axes, box: tuple[float, float, float, float], verdict: str, level: str, ways: tuple, *,
    borrowed: bool = False,
) -> None:  # fmt: skip
    """Fill a box (left, top, width, height) with the verdict's color and marks."""
    left, top, width, height = box
    color = np.array(to_rgb(VERDICT_COLORS[verdict]))
    is_pale = level == words.LIKELY
    face = 1 - PALE * (1 - color) if is_pale else color
    said = level != words.OPEN
    hatch = "////" if borrowed and said else ""
    edge = (1, 1, 1, 0.75) if hatch else "white"
    ax.add_patch(
        Rectangle((left, top), width, height, facecolor=face, edgecolor=edge, hatch=hatch, lw=0)
    )
    ax.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor="white", lw=1.6))
    mark = "".join(wording.WAYS[way] for way in ways) if said else MARKS.get(verdict, "")
    dark = said and not is_pale and verdict not in (words.SAME_DIRECTION, words.PEOPLE_ONLY)
    back = {"facecolor": face, "edgecolor": "none", "pad": 1.0} if hatch else None
    ax.text(
        left + width / 2, top + height / 2, mark, ha="center", va="center_baseline", fontsize=9,
        color="white" if dark else INK if said else MUTED, bbox=back,
    )  # fmt: skip


def _label(ax: Axes, study: Study, domains: list, states: list, headlines: pd.DataFrame) -> None:
    grades = headlines.set_index("domain")["grade"]
    names = study.labels("domains", short=True)
    labels = [
        names[d].replace(" ", "\n", 1) + f"\n({grades[d]})" if pd.notna(grades[d]) else names[d]
        for d in domains
    ]
    ax.set_xticks(np.arange(len(domains)) + 0.5, labels, fontsize=9)
    ax.set_yticks(
        [0.5, *(np.arange(len(states)) + 1.85)],
        ["All studied states", *(study.labels("states")[state] for state in states)],
        fontsize=9,
    )
    ax.get_yticklabels()[0].set_fontweight("bold")
    ax.set(xlim=(0, len(domains)), ylim=(len(states) + 1.35, 0))
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)


def _legend(present: list[str], rules: VerdictRules) -> list[Patch]:
    marks = {verdict: f"{mark}  " for verdict, mark in MARKS.items()}
    shown = [
        Patch(
            facecolor=VERDICT_COLORS[verdict],
            label=marks.get(verdict, "") + wording.VERDICTS[verdict],
        )
        for verdict in words.VERDICTS
        if verdict in present
    ]
    grey = "#7f7f7f"
    return [
        *shown,
        Patch(facecolor=grey, label=f"Full: declared (probability {rules.declared:g} or more)"),
        Patch(facecolor="#c9c9c9", label=f"Pale: likely ({rules.likely:g} or more), no finding"),
        Patch(
            facecolor=grey,
            edgecolor="white",
            hatch="////",
            label="Hatched: borrowed from the domain",
        ),
    ]


def _headline(headlines: pd.DataFrame, study: Study) -> str:
    """The declared headlines in a sentence; where there is none, that."""
    declared = headlines_at(words.DECLARED, headlines, study)
    if declared == "none":
        return "People and indicators: no verdict can be declared for any domain"
    return f"People and indicators: {declared}"


def draw_lines(released: Released) -> Figure:
    """Both lines by domain over all studied states, with intervals and regions of no change."""
    study, table = released.study, released.table
    rules = study.triangulation.verdict
    names = study.labels("domains", short=True)
    table = table.set_index("domain").reindex([d for d in names if d in set(table["domain"])])
    place = np.arange(len(table))
    with plt.style.context(STYLE):
        fig, (left, right) = plt.subplots(
            1, 2, figsize=(WIDTH_IN, 0.45 * len(table) + 1.3), sharey=True, layout="constrained"
        )
        _line(left, table, "direction", place, COLORS[0], rules.region_direction)
        _line(right, table, "change", place, COLORS[4], rules.region_indicator)
        left.set_yticks(place, [names[domain] for domain in table.index])
        left.invert_yaxis()
        left.set(xlim=(-1, 1), xlabel="Share improved\nless share worsened")
        left.set_title("People", fontsize=10)
        right.set(xlabel="Change since baseline,\nbaseline standard deviations")
        right.set_title("Projects' indicators", fontsize=10)
        n_up = int((table["people_way"].eq(words.BETTER)).sum())
        n_both = int(
            (table["people_way"].eq(words.BETTER) & table["indicators_way"].eq(words.BETTER)).sum()
        )
        entitle(
            fig,
            f"People report improvement in {n_up} of {len(table)} domains; "
            f"the indicators bear it out in {n_both}",
            "Mean of the studied states with 95 % intervals; grey: too small to count as change",
        )
    return fig


def _line(
    ax: Axes, table: pd.DataFrame, name: str, place: np.ndarray, color: str, region: float
) -> None:
    ax.axvspan(-region, region, color="#ececec", lw=0)
    ax.axvline(0, color=MUTED, lw=0.8)
    ax.hlines(place, table[f"{name}_lower"], table[f"{name}_upper"], color=color, lw=2.2)
    ax.plot(table[name], place, "o", color=color)
    ax.tick_params(axis="y", length=0)
    ax.margins(y=0.12)


def draw_profile(released: Released, state: str) -> Figure:
    """One state: its verdict in each domain, and its public indicators against the country.

    The table is that of ``triangulation.profile_table``. Axes are in inches, because it is text.
    """
    study, table = released.study, released.table
    names = study.labels("domains", short=True)
    said = table[table["part"].eq("verdict")].set_index("domain").reindex(list(names))
    beside = table[table["part"].eq("indicator")]
    height = ROW_IN * len(said) + LINE_IN * (len(beside) + 2)
    with plt.style.context(STYLE):
        fig = plt.figure(figsize=(WIDTH_IN, height))
        ax = fig.add_axes((0, 0, 1, 1), xlim=(0, WIDTH_IN), ylim=(height, 0))
        ax.axis("off")
        for row, (domain, cell) in enumerate(said.iterrows()):
            ax.text(MARGIN_IN, (row + 0.5) * ROW_IN, names[domain], va="center")
            _profile_verdict(ax, row * ROW_IN, cell)
        _beside(ax, beside, ROW_IN * len(said) + LINE_IN, study)
        n_said = int(said["level"].isin([words.DECLARED, words.LIKELY]).sum())
        entitle(
            fig,
            f"{study.labels('states')[state]}: a verdict can be given in {n_said or 'none'} of "
            f"{len(said)} domains",
            "Left mark: people; right mark: indicators (▲ better, ■ flat, ▼ worse)",
        )
    return fig


ROW_IN, LINE_IN = 0.42, 0.24  # height of a verdict's row and of an indicator's line
CELL_IN, VERDICT_IN = 1.5, 2.35  # where the colored cell and the verdict's words begin


def _profile_verdict(ax: Axes, top: float, cell: pd.Series) -> None:
    verdict = words.NOT_STUDIED if pd.isna(cell["verdict"]) else cell["verdict"]
    notes = []
    if verdict != words.NOT_STUDIED:
        ways = (cell["people_way"], cell["indicators_way"])
        borrowed = bool(cell["is_borrowed"])
        box = (CELL_IN, top, VERDICT_IN - CELL_IN - 0.12, ROW_IN)
        _cell(ax, box, verdict, cell["level"], ways, borrowed=borrowed)
        notes = [] if cell["level"] == words.OPEN else [cell["level"]]
        notes += ["borrowed from the domain"] if borrowed and notes else []
    middle = top + ROW_IN / 2
    color = INK if notes else MUTED
    ax.text(
        VERDICT_IN, middle - (0.07 if notes else 0), wording.VERDICTS[verdict], va="center",
        fontsize=9.5, color=color,
    )  # fmt: skip
    ax.text(VERDICT_IN, middle + 0.1, ", ".join(notes), va="center", fontsize=8.5, color=MUTED)


def _beside(ax: Axes, indicators: pd.DataFrame, top: float, study: Study) -> None:
    right = WIDTH_IN - MARGIN_IN
    heading = "Public indicators beside it: real, counted in no verdict"
    ax.text(MARGIN_IN, top, heading, fontweight="bold", va="center", fontsize=9.5)
    whole = f"here / {study.country.name.en}"
    ax.text(right, top, whole, va="center", ha="right", fontsize=8.5, color=MUTED)
    for number, row in enumerate(indicators.itertuples(), 1):
        place = top + number * LINE_IN
        ax.text(MARGIN_IN, place, f"{row.title}, {row.period}", va="center", fontsize=8.5)
        values = f"{_number(row.value)} / {_number(row.country_value)} {_unit(row.unit)}"
        ax.text(right, place, values.strip(), va="center", ha="right", fontsize=8.5)


def _number(value: float) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:,.0f}" if value >= 1000 or float(value).is_integer() else f"{value:.1f}"


def _unit(unit: str) -> str:
    return "%" if unit.startswith("percent") else ""
