"""Figures of the other ways to the same verdicts: which headline holds in which, and how surely."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    ink_on,
    nothing,
    sheet,
    text_width,
    wrapped,
)
from analysis.exhibits.sentences import capital, listed, lower
from analysis.exhibits.variation_wording import BECOMES, CHOICES, KINDS
from analysis.exhibits.wording import few
from analysis.study import Study

ROW_IN, HEAD_IN, KEY_IN, FONT_PT = 0.25, 0.36, 0.3, 8.5
FACES = {
    words.HOLDS: COLORS[0], words.WEAKENS: "#c9c9c9", words.TURNS: COLORS[4],
    words.APPEARS: COLORS[5],
}  # fmt: skip
CELLS = "Cells that change"


def draw_variations(released: Released) -> Figure:
    """What becomes of each domain's headline in every kind of variation, and of the cells.

    Rows of part ``headline``: one per ``domain``, ``kind`` and ``variation`` (blank where a part of
    the evidence is left out), with ``n_variations`` and ``n_`` each change of a verdict; of part
    ``cells``: ``kind``, ``variation`` and ``flipped``, the largest part of the cells that changed.
    """
    study, table = released.study, released.table
    headlines, cells = (table[table["part"].eq(part)] for part in ("headline", "cells"))
    if headlines.empty:
        return nothing(
            "Nothing can be left out, and no other choice made: verdicts were not varied"
        )
    rows = _rows(headlines)
    domains = [name for name in study.closed("domains") if name in set(headlines["domain"])]
    left = 2 * MARGIN_IN + max(text_width(name, FONT_PT) for *_, name in rows)
    width = (WIDTH_IN - MARGIN_IN - left) / (len(domains) + 1)
    with plt.style.context(STYLE):
        fig, ax = sheet(HEAD_IN + ROW_IN * len(rows) + KEY_IN)
        _heads(ax, study, domains, left, width)
        for place, (kind, variation, name) in enumerate(rows):
            top = HEAD_IN + ROW_IN * place
            ax.text(left - MARGIN_IN, top + ROW_IN / 2, name, ha="right", va="center",
                    fontsize=FONT_PT)  # fmt: skip
            here = _at(headlines, kind, variation).set_index("domain")
            for column, domain in enumerate(domains):
                box = (left + column * width, top, width, ROW_IN)
                _bar(ax, box, here.loc[domain] if domain in here.index else None)
            for flipped in _at(cells, kind, variation)["flipped"].head(1):
                ax.text(WIDTH_IN - MARGIN_IN, top + ROW_IN / 2, few(flipped), ha="right",
                        va="center", fontsize=FONT_PT)  # fmt: skip
        _key(ax, HEAD_IN + ROW_IN * len(rows) + KEY_IN / 2, headlines)
        entitle(
            fig, _which(headlines, study, domains),
            "How many of so many other ways lead to the headline; of the cells, the largest part "
            "that changes",
        )  # fmt: skip
    return fig


def _rows(headlines: pd.DataFrame) -> list[tuple[str, str, str]]:
    """The kinds in their order, the choices one by one after them."""
    found = set(zip(headlines["kind"], headlines["variation"].fillna(""), strict=True))
    kinds = [(kind, "", name) for kind, name in KINDS.items()]
    choices = [(words.CHOICE, choice, name) for choice, name in CHOICES.items()]
    return [row for row in [*kinds, *choices] if row[:2] in found]


def _at(table: pd.DataFrame, kind: str, variation: str) -> pd.DataFrame:
    return table[table["kind"].eq(kind) & table["variation"].fillna("").eq(variation)]


def _heads(ax: Axes, study: Study, domains: list[str], left: float, width: float) -> None:
    names = [study.labels("domains", short=True)[domain] for domain in domains]
    for column, name in enumerate([*names, CELLS]):
        ax.text(
            left + (column + 0.5) * width, HEAD_IN - 0.06,
            "\n".join(wrapped(name, width - 0.05, FONT_PT)), ha="center", va="bottom",
            fontsize=FONT_PT, linespacing=1.1,
        )  # fmt: skip


def _bar(ax: Axes, box: tuple[float, float, float, float], row: pd.Series | None) -> None:
    """A bar as long as the number of variations, in parts by what becomes of the headline."""
    left, top, width, height = box
    if row is None or not row["n_variations"]:
        return
    start, room = left + 0.03, width - 0.06
    counts = {name: row[f"n_{name}"] for name in FACES}
    unsaid = row["n_variations"] - sum(counts.values())
    middle = top + height / 2
    if unsaid == row["n_variations"]:
        ax.text(left + width / 2, middle, "·", ha="center", va="center", color=MUTED)
        return
    faces = FACES | {"": "#f2f2f2"}
    for name, n in (counts | {"": unsaid}).items():
        part = room * n / row["n_variations"]
        ax.add_patch(Rectangle((start, top + 0.03), part, height - 0.06, facecolor=faces[name],
                               lw=0))  # fmt: skip
        if n and row["n_variations"] > 1 and part > text_width(f"{n:.0f}", FONT_PT) + 0.03:
            ax.text(start + part / 2, middle, f"{n:.0f}", ha="center", va="center_baseline",
                    fontsize=FONT_PT, color=ink_on(faces[name]) if name else MUTED)  # fmt: skip
        start += part


def _key(ax: Axes, middle: float, headlines: pd.DataFrame) -> None:
    left = MARGIN_IN
    for name, face in FACES.items():
        if headlines[f"n_{name}"].sum():
            ax.add_patch(Rectangle((left, middle - 0.07), 0.2, 0.14, facecolor=face, lw=0))
            ax.text(left + 0.26, middle, BECOMES[name], va="center", fontsize=FONT_PT)
            left += 0.46 + text_width(BECOMES[name], FONT_PT)
    ax.text(left, middle, "·  nothing said, before or after", va="center", fontsize=FONT_PT,
            color=MUTED)  # fmt: skip


def _which(headlines: pd.DataFrame, study: Study, domains: list[str]) -> str:
    """The headlines that hold in every variation, and those that do not."""
    names = study.labels("domains", short=True)
    sums = headlines.groupby("domain")[["n_variations", "n_holds", "n_weakens", "n_turns"]].sum()
    said = [d for d in domains if sums.loc[d, ["n_holds", "n_weakens", "n_turns"]].sum()]
    if not said:
        return "No headline is likely enough to be tried in other ways"
    sure = [d for d in said if sums.loc[d, "n_holds"] == sums.loc[d, "n_variations"]]
    rest = [d for d in said if d not in sure]
    holds = listed([lower(names[d]) for d in sure])
    parts = [f"the headline on {holds} holds in every other way"] if sure else []
    for domain in rest:
        n = sums.loc[domain]
        parts.append(f"that on {lower(names[domain])} in {n['n_holds']:.0f} of "
                     f"{n['n_variations']:.0f}")  # fmt: skip
    if not sure:
        parts[0] = parts[0].replace("that on", "the headline on").replace(" in ", " holds in ", 1)
    return capital(", ".join(parts))


def draw_specification_curve(released: Released) -> Figure:
    """How probable each headline is in every variation, the least probable first.

    One row per ``domain``, ``kind`` and ``order`` with ``said_probability`` (0-1); the
    headline as reported has the kind ``base``.
    """
    study, table = released.study, released.table
    table = table[~table["is_suppressed"]]
    domains = [name for name in study.closed("domains") if name in set(table["domain"])]
    if not domains:
        return nothing("No headline is likely enough for a specification curve")
    kinds = [kind for kind in KINDS if kind in set(table["kind"])]
    rules = study.triangulation.verdict
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            2, len(domains), figsize=(WIDTH_IN, 3.4), sharex="col", sharey="row", squeeze=False,
            layout="constrained", height_ratios=[1.7, 1],
        )  # fmt: skip
        # A browser sets labels a little wider than they were measured.
        fig.get_layout_engine().set(rect=(0.02, 0, 0.98, 1))
        for (above, below), domain in zip(axes.T, domains, strict=True):
            _curve(above, below, table[table["domain"].eq(domain)], kinds)
            for level in (rules.likely, rules.declared):
                above.axhline(level, color=MUTED, lw=0.8, ls="--" if level == rules.likely else "-")
            title = wrapped(study.labels("domains", short=True)[domain], 1.6, 10)
            above.set_title("\n".join(title), fontsize=10)
        lowest = min(0.5, np.floor(10 * table["said_probability"].min()) / 10)
        axes[0, 0].set(ylim=(lowest, 1.02), ylabel="Probability\nof the headline")
        axes[1, 0].set_yticks(range(len(kinds)), [KINDS[kind] for kind in kinds])
        axes[1, 0].set_ylim(len(kinds) - 0.5, -0.5)
        entitle(
            fig, _surest(table, study, domains),
            "Every other way, the least probable first; lines: likely (dashed) and declared; "
            "ring: as reported",
        )  # fmt: skip
    return fig


def _curve(above: Axes, below: Axes, table: pd.DataFrame, kinds: list[str]) -> None:
    others = table[table["kind"].ne(words.BASE)]
    base = table[table["kind"].eq(words.BASE)]
    above.plot(others["order"], others["said_probability"], "o", ms=3, color=COLORS[0])
    above.plot(base["order"], base["said_probability"], "o", ms=8, mfc="none", color=INK, mew=1.5)
    for row, kind in enumerate(kinds):
        places = others.loc[others["kind"].eq(kind), "order"]
        below.plot(places, [row] * len(places), "|", ms=7, color=COLORS[0])
    below.tick_params(axis="both", length=0)
    below.set_xticks([])
    for side in ("bottom", "left"):
        below.spines[side].set_visible(False)


def _surest(table: pd.DataFrame, study: Study, domains: list[str]) -> str:
    names = study.labels("domains", short=True)
    others = table[table["kind"].ne(words.BASE)]
    least = others.groupby("domain")["said_probability"].min()
    said = [f"{lower(names[domain])} {least[domain]:.2f}" for domain in domains]
    return f"How probable is each headline in the worst of the other ways? {capital(listed(said))}"
