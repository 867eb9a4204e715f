"""Figures of who was heard and what they said: by group and domain, never by state and domain."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import (
    COLORS,
    HIDDEN,
    INK,
    MUTED,
    SHARES,
    STYLE,
    WIDTH_IN,
    entitle,
)
from analysis.exhibits.sentences import lower
from analysis.vocabulary import USED


def draw_heard(released: Released) -> Figure:
    """Heat map of people heard by group and domain asked: a count, ``<10`` where suppressed."""
    grid, hidden = _by_group_and_domain(released, "n_people")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 0.9), layout="constrained")
        _heat(ax, grid, hidden, released, fmt=".0f", vmin=0)
        group, domain = grid.stack().idxmax()
        entitle(
            fig,
            f"Most heard: {lower(group)} on {lower(domain)}; {int(hidden.to_numpy().sum())} of "
            f"{released.table.shape[0]} pairs are too small to show",
            "People in the interviews and focus groups asked about each domain",
        )
    return fig


def draw_mentions(released: Released) -> Figure:
    """Heat map by group and domain: a share, ``<10`` a suppressed base, blank never asked."""
    grid, hidden = _by_group_and_domain(released, "mention_share")
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.36 * len(grid) + 0.9), layout="constrained")
        _heat(ax, grid, hidden, released, fmt=".0%", vmin=0, vmax=1)
        group, domain = grid.stack().idxmax()
        entitle(
            fig,
            f"{group} raise {lower(domain)} most often when asked about it",
            "Share of the interviews and focus groups asked that raise a change in the domain",
        )
    return fig


def _by_group_and_domain(released: Released, value: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The values and the suppressed cells, groups by domains, in the study's order and words."""
    study, table = released.study, released.table
    groups, domains = (study.labels(name, short=True) for name in ("groups", "domains"))
    cells = table.assign(group=table["group"].map(groups), domain=table["domain"].map(domains))
    grid = cells.pivot(index="group", columns="domain")
    rows = [g for g in groups.values() if g in grid.index]
    columns = [d for d in domains.values() if d in set(cells["domain"])]
    values = grid[value].reindex(index=rows, columns=columns).astype(float)
    hidden = grid["is_suppressed"].reindex(index=rows, columns=columns).eq(True)
    return values, hidden


def _heat(
    ax: Axes, grid: pd.DataFrame, hidden: pd.DataFrame, released: Released, **options: object
) -> None:
    sns.heatmap(
        grid, ax=ax, cmap=SHARES, annot=True, cbar=False, linewidths=1.5, linecolor="white",
        annot_kws={"size": 10}, **options,
    )  # fmt: skip
    for row, column in np.argwhere(hidden.to_numpy()):
        ax.add_patch(
            plt.Rectangle((column, row), 1, 1, facecolor=HIDDEN, edgecolor="white", lw=1.5)
        )
        ax.text(
            column + 0.5, row + 0.5, f"<{released.min_cell}", ha="center", va="center", color=INK
        )
    ax.set(xlabel="", ylabel="")
    ax.set_xticks(ax.get_xticks(), [_two_lines(t.get_text()) for t in ax.get_xticklabels()])
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.tick_params(axis="y", rotation=0)


def draw_flow(released: Released) -> Figure:
    """Bars from the rows of the register to the sources used, each loss named."""
    table = released.table
    n_kept = table["n_rows"].where(table["reason"].isin(["registered", USED]))
    left = table["n_rows"].iloc[0] - table["n_rows"].iloc[1:-1].cumsum()
    start = n_kept.isna() * left.reindex(table.index).fillna(0)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 2.6), layout="constrained")
        colors = np.where(n_kept.notna(), COLORS[0], COLORS[1])
        ax.barh(
            table["reason"].map(wording.FLOW), table["n_rows"], left=start, color=colors, height=0.7
        )
        for place, (first, n) in enumerate(zip(start, table["n_rows"], strict=True)):
            ax.text(first + n + table["n_rows"].max() * 0.01, place, f"{n:,}", va="center")
        ax.invert_yaxis()
        ax.margins(x=0.1)
        ax.set(xlabel="Rows of the register of interviews and focus groups")
        n_used, n_read = table["n_rows"].iloc[-1], table["n_rows"].iloc[0]
        entitle(fig, f"Of {n_read:,} rows in the register, {n_used:,} are sources that may be used")
    return fig


def draw_codes(released: Released, n_codes: int) -> Figure:
    """The most frequent codes of each domain, by the share of the sources asked that carry them."""
    domains = released.study.labels("domains", short=True)
    table = released.table.dropna(subset="source_share")
    top = table.sort_values("source_share", ascending=False, kind="stable")
    top = top.groupby("domain", sort=False).head(n_codes)
    shown = [domain for domain in domains if domain in set(top["domain"])]
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            len(shown), 1, figsize=(WIDTH_IN, 0.3 * len(top) + 0.45 * len(shown)), sharex=True,
            layout="constrained", squeeze=False,
        )  # fmt: skip
        for ax, domain in zip(axes[:, 0], shown, strict=True):
            _dots(ax, top[top["domain"].eq(domain)], domains[domain])
        ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        ax.set(xlim=(0, None), xlabel="Share of the sources asked about the domain")
        lead = top.iloc[0]
        entitle(
            fig,
            f"“{lead['name']}” is the most widespread code, in {lower(domains[lead['domain']])}",
            f"The {len(top) // len(shown)} codes that most sources carry, by domain",
        )
    return fig


def _dots(ax: Axes, table: pd.DataFrame, title: str) -> None:
    names = table["name"] + table["facet"].map(lambda f: "" if f == "topic" else f" ({f})")
    ax.hlines(names, 0, table["source_share"], color="#d9d9d9", lw=1.2)
    ax.plot(table["source_share"], names, "o", color=COLORS[0])
    for place, share in enumerate(table["source_share"]):
        ax.text(share + 0.015, place, f"{share:.0%}", va="center", fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.08, y=0.15)
    ax.set_title(title, fontsize=10)
    ax.tick_params(axis="y", length=0)


def draw_agreement(released: Released) -> Figure:
    """Each measure of agreement with its interval, over all domains and by domain."""
    study, table = released.study, released.table
    labels = {"all": "All domains"} | study.labels("domains", short=True)
    rows = [name for name in labels if name in set(table["domain"])]
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.55 * len(rows) + 1.2), layout="constrained")
        for number, (measure, name) in enumerate(wording.MEASURES.items()):
            part = table[table["measure"].eq(measure)].set_index("domain").reindex(rows)
            place = np.arange(len(rows)) + (number - 1) * 0.22
            ax.hlines(place, part["lower"], part["upper"], color=COLORS[number], lw=2)
            ax.plot(part["value"], place, "osD"[number], color=COLORS[number], label=name)
        ax.set_yticks(range(len(rows)), [labels[row] for row in rows])
        ax.invert_yaxis()
        ax.set(xlim=(0, 1), xlabel="Agreement (1: always; chance: 0 for AC1 and alpha)")
        ax.grid(axis="x")
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=3)
        value = released.value("value", domain="all", measure="alpha")
        entitle(
            fig,
            f"Coders agree on direction {_strength(value)} (alpha {value:.2f})",
            "Judgements of direction made by two coders or more, with 95 % intervals",
        )
    return fig


def _strength(value: float) -> str:
    """Krippendorff's reading: reliable from 0.8, for tentative conclusions from 0.667."""
    if value >= 0.8:
        return "reliably"
    return (
        "well enough for tentative conclusions"
        if value >= 2 / 3
        else "too little to rely on one coder"
    )


def draw_validation(released: Released) -> Figure:
    """Stacked shares of the answers to each change, by the share that agree."""
    study, table = released.study, released.table
    table = table.sort_values(
        ["is_suppressed", "agree_share"], ascending=[True, False], kind="stable"
    )
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.27 * len(table) + 1.1), layout="constrained")
        left = pd.Series(0.0, table.index)
        colors = {"agree": COLORS[0], "partly_agree": COLORS[5], "disagree": COLORS[4]}
        for answer, name in wording.ANSWERS.items():
            share = table[f"{answer}_share"].fillna(0)
            ax.barh(
                table["change_id"], share, left=left, color=colors[answer], height=0.75, label=name
            )
            left = left + share
        for place, row in enumerate(table.itertuples()):
            n = f"<{released.min_cell}" if row.is_suppressed else f"{row.n_people:,.0f}"
            ax.text(1.01, place, n, va="center", fontsize=9, color=MUTED)
        domains = study.labels("domains", short=True)
        names = table["change_id"] + "  " + table["domain"].map(domains)
        ax.set_yticks(range(len(table)), names)
        ax.text(1.01, -0.8, "answered", va="center", fontsize=9, color=MUTED)
        ax.set_ylim(len(table) - 0.4, -1.2)
        ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        ax.set(xlim=(0, 1), xlabel="Share of those who answered")
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=3)
        n_known = int(table["agree_share"].gt(0.5).sum())
        entitle(
            fig,
            f"{n_known} of {len(table)} changes are recognised by over half of those who answered",
            "Answers of respondents who had been heard before, to the changes shown to them",
        )
    return fig


def draw_changes(released: Released) -> Figure:
    """Every change as a tile: by domain, for better or worse, foreseen or emergent, sustained."""
    study, table = released.study, released.table
    domains = study.labels("domains", short=True)
    rows = [domain for domain in domains if domain in set(table["domain"])]
    order = ["is_positive", "is_expected", "change_id"]
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.52 * len(rows) + 1.1), layout="constrained")
        for row, domain in enumerate(rows):
            tiles = table[table["domain"].eq(domain)].sort_values(
                order, ascending=[False, False, True]
            )
            for column, tile in enumerate(tiles.itertuples()):
                _tile(ax, column, row, tile)
        longest = table["domain"].value_counts().max()
        ax.set(xlim=(-0.05, max(longest, 4)), ylim=(len(rows), -0.05))
        ax.set_yticks(np.arange(len(rows)) + 0.5, [domains[row] for row in rows])
        ax.set_xticks([])
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        fig.legend(loc="outside lower center", handles=_tile_legend(), ncols=2)
        n_better, n_emergent = int(table["is_positive"].sum()), int((~table["is_expected"]).sum())
        entitle(
            fig,
            f"{n_better} of {len(table)} changes are for the better; "
            f"{n_emergent} were not foreseen",
        )
    return fig


_MARKS = {"true": "●", "false": "○"}


def _tile(ax: Axes, column: int, row: int, tile: object) -> None:
    color = COLORS[0] if tile.is_positive else COLORS[4]
    hatch = "" if tile.is_expected else "////"
    face = color if tile.is_expected else "white"
    box = plt.Rectangle(
        (column, row), 0.92, 0.88, facecolor=face, edgecolor=color, hatch=hatch, lw=1.2
    )
    ax.add_patch(box)
    mark = "" if pd.isna(tile.is_sustained) else _MARKS[str(bool(tile.is_sustained)).lower()]
    ax.text(
        column + 0.46, row + 0.44, f"{tile.change_id} {mark}".strip(), ha="center", va="center",
        color="white" if tile.is_expected else INK, fontsize=9.5,
        bbox=None if tile.is_expected else {"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip


def _tile_legend() -> list:
    def box(color: str, label: str, hatch: str = "", face: str | None = None) -> plt.Rectangle:
        return plt.Rectangle(
            (0, 0), 1, 1, facecolor=face or color, edgecolor=color, hatch=hatch, label=label
        )

    def dot(mark: str, label: str) -> plt.Line2D:
        fill = "full" if mark == "●" else "none"
        return plt.Line2D([], [], marker="o", ls="", color=INK, fillstyle=fill, label=label)

    return [
        box(COLORS[0], "For the better, foreseen"),
        box(COLORS[0], "For the better, emergent", "////", "white"),
        dot("●", "Sustained"),
        box(COLORS[4], "For the worse, foreseen"),
        box(COLORS[4], "For the worse, emergent", "////", "white"),
        dot("○", "Not sustained (no dot: not known)"),
    ]


def _two_lines(label: str) -> str:
    words = label.split()
    return label if len(words) < 2 else " ".join(words[:-1]) + "\n" + words[-1]
