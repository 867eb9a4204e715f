"""Figures of the coding: what sources say goes with change, and how far the coders agree."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, STYLE, WIDTH_IN, entitle, nothing, wrapped
from analysis.exhibits.sentences import capital, listed
from analysis.exhibits.wording import percent

RELIABLE, TENTATIVE = 0.8, 2 / 3  # of alpha: Krippendorff (2018), Content Analysis, chapter 12
NOTE_IN = 1.9  # width of what is noted under the name of a row
FACET_STYLE = {"mechanism": ("o", COLORS[0]), "barrier": ("s", COLORS[4])}


def draw_codes(released: Released, n_codes: int) -> Figure:
    """What sources say helps and hinders in each domain: the codes that most of them carry.

    ``n_codes`` of each facet are shown; topics and directions are left out.
    """
    domains = released.study.labels("domains", short=True)
    table = released.table.dropna(subset="source_share")
    table = table[table["facet"].isin(wording.FACETS) & table["source_share"].gt(0)]
    if table.empty:
        return nothing("Too few people name a help or a hindrance for any to be shown")
    top = table.sort_values("source_share", ascending=False, kind="stable")
    top = top.groupby(["domain", "facet"], sort=False).head(n_codes)
    parts = {name: top[top["domain"].eq(domain)] for domain, name in domains.items()}
    parts = {name: part for name, part in parts.items() if len(part)}
    heights = [len(part) + 0.6 for part in parts.values()]
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            len(parts), 1, figsize=(WIDTH_IN, 0.25 * sum(heights) + 0.22 * len(parts) + 0.8),
            sharex=True, layout="constrained", squeeze=False, height_ratios=heights,
        )  # fmt: skip
        for ax, (name, part) in zip(axes[:, 0], parts.items(), strict=True):
            _dots(ax, part, name)
        # Whole percents only: a step of 2.5 would be printed as 2 and as 8.
        ax.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, 1.15 * top["source_share"].max()))
        ax.set(xlabel="Share of the sources asked about the domain")
        handles = [_dot(facet) for facet in wording.FACETS if facet in set(top["facet"])]
        fig.legend(handles=handles, loc="outside lower center", ncols=2)
        leaders = filter(None, (_leaders(top, facet) for facet in wording.FACETS))
        entitle(
            fig, capital("; ".join(leaders)),
            "What sources say goes with change: the codes that most of them carry, by domain",
        )  # fmt: skip
    return fig


def _dot(facet: str) -> plt.Line2D:
    marker, color = FACET_STYLE[facet]
    return plt.Line2D([], [], marker=marker, color=color, ls="", label=wording.FACETS[facet])


def _dots(ax: Axes, table: pd.DataFrame, title: str) -> None:
    order = list(wording.FACETS).index
    table = table.sort_values("facet", key=lambda facet: facet.map(order), kind="stable")
    for place, row in enumerate(table.itertuples()):
        marker, color = FACET_STYLE[row.facet]
        ax.hlines(place, 0, row.source_share, color="#d9d9d9", lw=1.2)
        ax.plot(row.source_share, place, marker, color=color)
        ax.annotate(
            percent(row.source_share), (row.source_share, place), xytext=(6, 0),
            textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
    ax.set_yticks(range(len(table)), table["name"])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_title(title, fontsize=10)
    ax.tick_params(axis="y", length=0)


def _leaders(table: pd.DataFrame, facet: str) -> str:
    """The codes of a facet with the highest share, all of them if the figure shows a tie."""
    part = table[table["facet"].eq(facet)]
    shown = part["source_share"].map(percent)
    first = part.loc[shown.eq(percent(part["source_share"].max())), "name"].unique()
    names = listed([f"“{name}”" for name in first])
    return f"{wording.FACETS[facet].lower()} most: {names}" if len(part) else ""


def draw_agreement(released: Released) -> Figure:
    """Each measure of agreement with its interval, over all domains, by domain and by language.

    The table has the rows of ``agreement``, with ``domain`` "all", and of ``agreement_by``, with
    ``domain`` or ``language``. What has no value is told under the name of its row, and why; so is
    a paradox: pairs that agree often while alpha is low.
    """
    study, table = released.study, released.table
    languages = study.labels("interview_languages")
    labels = {"all": "All domains"} | study.labels("domains", short=True)
    labels |= {f"in {language}": f"In {name}" for language, name in languages.items()}
    of_language = table["language"].map("in {}".format, na_action="ignore")
    table = table.assign(row=table["domain"].fillna(of_language))
    rows = [name for name in labels if name in set(table["row"])]
    if table["value"].isna().all():
        return nothing("No judgment was made by two coders, so their agreement is not known")
    unknown = {row: _noted(part, released.hidden_mark) for row, part in table.groupby("row")}
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.55 * len(rows) + 1.2), layout="constrained")
        for number, (measure, name) in enumerate(wording.MEASURES.items()):
            part = table[table["measure"].eq(measure)].set_index("row").reindex(rows)
            place = np.arange(len(rows)) + (number - 1) * 0.22
            ax.hlines(place, part["lower"], part["upper"], color=COLORS[number], lw=2)
            ax.plot(part["value"], place, "osD"[number], color=COLORS[number], label=name)
        ax.set_yticks(range(len(rows)), [f"{labels[row]}{unknown[row]}" for row in rows])
        ax.set_ylim(len(rows) - 0.5, -0.5)
        least = min(0, table[["value", "lower"]].min(axis=None))
        ax.set(
            xlim=(least - 0.02, 1.02), xlabel="1: always agree; for AC1 and alpha, 0: as by chance"
        )
        ax.grid(axis="x")
        ax.tick_params(axis="y", length=0)
        fig.legend(loc="outside lower center", ncols=3)
        whole = table[table["row"].eq("all") & table["measure"].eq("alpha")]["value"]
        entitle(
            fig, _strength(whole.iloc[0] if len(whole) else np.nan),
            "Direction of change as judged by two coders or more, with 95 % intervals",
        )  # fmt: skip
    return fig


def _noted(measures: pd.DataFrame, hidden_mark: str) -> str:
    """What a row's reader must know, on lines of its own: a paradox, or why a value is missing."""
    is_paradox = "is_paradox" in measures and measures["is_paradox"].eq(True).any()
    paradox = "\n" + "\n".join(wrapped(wording.PARADOX, NOTE_IN, 10)) if is_paradox else ""
    return paradox or _unknown(measures, hidden_mark)


def _unknown(measures: pd.DataFrame, hidden_mark: str) -> str:
    """Which measures of a row have no value, and why, on a line of its own; nothing if all have."""
    missing = measures[measures["value"].isna()]
    if missing.empty:
        return ""
    if "is_suppressed" in missing and missing["is_suppressed"].any():
        return f"\n{hidden_mark}"
    why = wording.UNDEFINED[missing["undefined"].iloc[0]]
    if len(missing) == len(measures):
        return f"\n{why}"
    names = {"alpha": "alpha", "ac1": "AC1"} | {"percent_agreement": "pairs"}
    return f"\n{listed([names[name] for name in missing['measure']])}: {why}"


def _strength(alpha: float) -> str:
    """Krippendorff's reading of alpha."""
    if np.isnan(alpha):
        return "Agreement on direction beyond chance cannot be measured"
    said = f"(alpha\N{NO-BREAK SPACE}{alpha:.2f}; {TENTATIVE:.2f} for tentative conclusions, "
    said += f"{RELIABLE:g} for reliable ones)"
    if alpha >= RELIABLE:
        return f"Coders agree reliably on direction {said}"
    if alpha >= TENTATIVE:
        return f"Coders agree on direction well enough for tentative conclusions {said}"
    return f"Coders agree too little on direction for one to stand for all {said}"
