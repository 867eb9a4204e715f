"""Figure of what sources say goes with change in each domain, and whether that is its own."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.sentences import capital, listed, lower
from analysis.exhibits.wording import percent

SHARES, PAIRS = "share", "pair"
SURE = 0.05  # false discovery rate below which codes are said to go together
ROW_IN, EDGE = 0.36, 2.3  # height of a row; right end of the axis, in largest shares
FACET_STYLE = {"mechanism": ("o", COLORS[0]), "barrier": ("s", COLORS[4])}


def draw_causes(released: Released, n_codes: int) -> Figure:
    """The helps and hindrances that most sources name, by domain; filled: more than by chance.

    The rows are those of ``codes.code_frequency`` (``part`` "share") and of
    ``cooccurrence.causes_and_topics`` with ``domain``, ``phi_in_turn`` and ``phi_in_window``
    (``part`` "pair"). ``n_codes`` of each facet are shown, and every one that surely goes with the
    domain.
    """
    domains = released.study.labels("domains", short=True)
    table = _with_pairs(released.table)
    table = table[table["facet"].isin(wording.FACETS) & table["source_share"].gt(0)]
    if table.empty:
        return nothing("Too few people name a help or a hindrance for any to be shown")
    top = table.sort_values("source_share", ascending=False, kind="stable")
    rank = top.groupby(["domain", "facet"]).cumcount()
    top = top[rank.lt(n_codes) | top["is_sure"]]
    parts = {name: top[top["domain"].eq(domain)] for domain, name in domains.items()}
    parts = {name: part for name, part in parts.items() if len(part)}
    heights = [len(part) + 0.6 for part in parts.values()]
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            len(parts), 1, figsize=(WIDTH_IN, ROW_IN * sum(heights) + 0.22 * len(parts) + 0.8),
            sharex=True, layout="constrained", squeeze=False, height_ratios=heights,
        )  # fmt: skip
        edge = EDGE * top["source_share"].max()
        for ax, (name, part) in zip(axes[:, 0], parts.items(), strict=True):
            _dots(ax, part, name, edge)
        # Whole percents only: a step of 2.5 would be printed as 2 and as 8.
        steps = MaxNLocator(nbins=5, steps=[1, 2, 5, 10])
        ax.set_xticks(steps.tick_values(0, top["source_share"].max()))
        ax.xaxis.set_major_formatter(lambda share, _: percent(share))
        ax.set(xlim=(0, edge), xlabel="Share of the sources asked about the domain")
        fig.legend(handles=_key(top), loc="outside lower center", ncols=3)
        entitle(
            fig, _message(top, domains),
            "Helps and hindrances that most sources name, by domain; right: passages with both, "
            "beside chance; phi in the passage, the turn, a window of text",
        )  # fmt: skip
    return fig


def _with_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Each code of a domain with its test against chance; ``is_sure`` where it passes."""
    keys = ["domain", "code_id"]
    tested = ["n_both", "expected", "phi", "phi_in_turn", "phi_in_window", "p_adjusted"]
    shares = table[table["part"].eq(SHARES)].dropna(axis=1, how="all")
    shares = shares.reindex(columns=[*keys, "name", "facet", "source_share"])
    pairs = table[table["part"].eq(PAIRS)].reindex(columns=[*keys, *tested])
    both = shares.merge(pairs, on=keys, how="left")
    return both.assign(is_sure=both["p_adjusted"].lt(SURE) & both["n_both"].gt(both["expected"]))


def _key(top: pd.DataFrame) -> list[plt.Line2D]:
    """The facets by color, and filled or not by the test."""

    def mark(marker: str, color: str, face: str, label: str) -> plt.Line2D:
        return plt.Line2D([], [], marker=marker, color=color, mfc=face, ls="", label=label)

    facets = [facet for facet in wording.FACETS if facet in set(top["facet"])]
    marks = [mark(*FACET_STYLE[f], FACET_STYLE[f][1], wording.FACETS[f]) for f in facets]
    return [*marks, mark("o", MUTED, "white", "Open: not surely more than by chance")]


def _dots(ax: Axes, table: pd.DataFrame, title: str, edge: float) -> None:
    order = list(wording.FACETS).index
    table = table.sort_values("facet", key=lambda facet: facet.map(order), kind="stable")
    for place, row in enumerate(table.itertuples()):
        marker, color = FACET_STYLE[row.facet]
        ax.hlines(place, 0, row.source_share, color="#d9d9d9", lw=1.2)
        face = color if row.is_sure else "white"
        ax.plot(row.source_share, place, marker, color=color, mfc=face)
        ax.annotate(
            percent(row.source_share), (row.source_share, place), xytext=(6, 0),
            textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
        ax.text(edge, place, _effects(row), ha="right", va="center", fontsize=8, color=MUTED)
    ax.set_yticks(range(len(table)), table["name"])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_title(title, fontsize=10)
    ax.tick_params(axis="y", length=0)


def _effects(row: tuple) -> str:
    if pd.isna(row.n_both):
        return "together: too few people"
    phis = (row.phi, row.phi_in_turn, row.phi_in_window)
    said = ", ".join("–" if pd.isna(phi) else f"{phi:.2f}" for phi in phis)
    said = said.replace("-", "\N{MINUS SIGN}")
    p = "p < 0.001" if row.p_adjusted < 0.001 else f"p {row.p_adjusted:.3f}"
    return f"{row.n_both:.0f} passages; by chance {row.expected:.1f}\nphi {said}; {p}"


def _message(top: pd.DataFrame, domains: dict[str, str]) -> str:
    leaders = filter(None, (_leaders(top, facet) for facet in wording.FACETS))
    sure = top[top["is_sure"]].sort_values("p_adjusted", kind="stable")
    said = [f"“{row.name_}” with {lower(domains[row.domain])}"
            for row in sure.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
    surely = (
        f"more than by chance: {listed(said)}" if said else "no pair surely more than by chance"
    )
    return f"{capital('; '.join(leaders))}; {surely}"


def _leaders(table: pd.DataFrame, facet: str) -> str:
    """The codes of a facet with the highest share, all of them if the figure shows a tie."""
    part = table[table["facet"].eq(facet)]
    shown = part["source_share"].map(percent)
    first = part.loc[shown.eq(percent(part["source_share"].max())), "name"].unique()
    names = listed([f"“{name}”" for name in first])
    return f"{wording.FACETS[facet].lower()} most: {names}" if len(part) else ""
