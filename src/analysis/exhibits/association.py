"""Figure and words of the association: do states rank alike in what people and indicators say?"""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, HIDDEN, INK, MUTED, STYLE, WIDTH_IN, entitle
from analysis.exhibits.sentences import listed, lower
from analysis.exhibits.wording import percent
from analysis.methods.triangulation.association import ALL_DOMAINS
from analysis.study import Study

QUESTION = (
    "Do the states where people report more improvement also show more change in the indicators?"
)
CHANCE = 0.05  # a p-value above this leaves an association to chance
ROW_IN, HEAD_IN = 0.5, 1.15
WORD_PT = 8.5
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # no line runs through words
# Columns of words beside the panels: their places (0-1), what they hold, and their heads.
COLUMNS = (
    (0.14, "reliability_people", "people"),
    (0.46, "reliability_indicators", "indicators"),
    (0.84, "power", "r = {correlation:g}"),
)
OVER = ((0.3, "Reliability"), (0.84, "Would notice"))


def draw_association(released: Released) -> Figure:
    """Agreement and tau by domain and over all, each beside what exchanged states give.

    The table is that of ``power.with_power`` with ``n_people`` heard; it has a row for all domains.
    """
    table = _ordered(released.table, released.study)
    names = {ALL_DOMAINS: "All domains"} | released.study.labels("domains", short=True)
    rows = len(table)
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            1, 3, figsize=(WIDTH_IN, ROW_IN * rows + HEAD_IN), width_ratios=[1, 1, 1.35],
            layout="constrained",
        )  # fmt: skip
        for place, (_, row) in enumerate(table.iterrows()):
            _test(axes[0], place, row, "agreement", row["agreement_by_chance"], released)
            _test(axes[1], place, row, "tau", 0.0, released)
            _words(axes[2], place, row)
        for ax in axes:
            ax.set_ylim(rows - 0.4, -0.6)
            ax.axhline(0.5, color=MUTED, lw=0.6)
            ax.tick_params(axis="y", length=0, labelleft=False)
        _heads(axes, table)
        axes[0].set_yticks(range(rows), table["domain"].map(names), fontsize=9)
        axes[0].tick_params(axis="y", labelleft=True)
        entitle(fig, f"{QUESTION} {answer(table)}", _subtitle(table))
    return fig


def _ordered(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """All domains together first, then the domains as the study lists them."""
    order = [ALL_DOMAINS, *study.closed("domains")]
    rank = table["domain"].map(order.index)
    return table.assign(rank=rank).sort_values("rank").reset_index(drop=True)


def _test(
    ax: Axes, place: int, row: pd.Series, name: str, by_chance: float, released: Released
) -> None:
    """What was found, on the range that exchanged states give, and its p (and q) below."""
    if pd.isna(row[f"{name}_p"]):
        why = released.hidden_mark if row["is_suppressed"] else _reason(row)
        middle = ax.get_yaxis_transform()
        ax.text(0.5, place, why, transform=middle, ha="center", va="center", color=MUTED,
                fontsize=WORD_PT)  # fmt: skip
        return
    ends = (row[f"{name}_{end}"] - by_chance for end in ("lower", "upper"))
    ax.hlines(place - 0.12, *ends, color=HIDDEN, lw=11)
    ax.plot(row[name] - by_chance, place - 0.12, "|", color=COLORS[0], ms=11, mew=2.4)
    said = f"p {row[f'{name}_p']:.2f}"
    if pd.notna(row[f"{name}_q"]):
        said += f", q {row[f'{name}_q']:.2f}"
    ax.text(0.5, place + 0.28, said, transform=ax.get_yaxis_transform(), ha="center", va="center",
            fontsize=WORD_PT, color=INK, bbox=BEHIND)  # fmt: skip


def _reason(row: pd.Series) -> str:
    return wording.UNDEFINED_ASSOCIATIONS.get(row["undefined"], "undefined")


def _words(ax: Axes, place: int, row: pd.Series) -> None:
    for at, column, _ in COLUMNS:
        value = row[column]
        said = percent(value) if column == "power" else f"{value:.2f}"
        ax.text(at, place, "–" if pd.isna(value) else said, ha="center", va="center", fontsize=9)


def _heads(axes: list[Axes], table: pd.DataFrame) -> None:
    agreement, tau, beside = axes
    agreement.set_xlim(-1.1 * _farthest(table), 1.1 * _farthest(table))
    agreement.set_xlabel("Agreeing cells\nmore than by chance")
    tau.set(xlim=(-1, 1), xticks=[-1, 0, 1], xlabel="Kendall's tau")
    for ax in (agreement, tau):
        ax.axvline(0, color=MUTED, lw=0.6, zorder=0)
    beside.set(xlim=(0, 1), xticks=[])
    for spine in beside.spines.values():
        spine.set_visible(False)
    correlation = table["true_correlation"].max()
    known = [] if pd.isna(correlation) else [*OVER, *((at, head) for at, _, head in COLUMNS)]
    for number, (at, head) in enumerate(known):
        above = 0.2 if number < len(OVER) else 0.0
        beside.text(at, -0.62 - 1.4 * above, head.format(correlation=correlation), ha="center",
                    va="bottom", fontsize=WORD_PT, color=MUTED)  # fmt: skip


def _farthest(table: pd.DataFrame) -> float:
    """The largest distance from chance that the panel of agreement shows."""
    shown = table[["agreement", "agreement_lower", "agreement_upper"]]
    away = shown.sub(table["agreement_by_chance"], axis=0).abs().max(axis=None)
    return away if away > 0 else 1.0


def answer(table: pd.DataFrame) -> str:
    """What the test of agreement over all domains says, in words."""
    whole = table[table["domain"].eq(ALL_DOMAINS)].iloc[0]
    if pd.isna(whole["agreement_p"]):
        return "It cannot be told"
    if whole["agreement_p"] <= CHANCE:
        return "More often than chance explains"
    return "Not more than chance explains"


def named(table: pd.DataFrame, study: Study) -> str:
    """The domains whose agreement or tau is beyond chance after adjustment, or "none"."""
    names = study.labels("domains", short=True)
    beyond = table[table[["agreement_q", "tau_q"]].le(CHANCE).any(axis=1)]
    return listed([lower(names[domain]) for domain in beyond["domain"]]) or "none"


def noticed(table: pd.DataFrame) -> dict[str, str]:
    """How often the tests of tau would notice a link: of a domain, at their mean, and of all."""
    is_all = table["domain"].eq(ALL_DOMAINS)
    return {
        "of_a_domain": wording.odds(table.loc[~is_all, "power"].mean()),
        "of_all": wording.odds(table.loc[is_all, "power"].iloc[0]),
    }


def _subtitle(table: pd.DataFrame) -> str:
    if table["power"].isna().all():
        return "No line can be held against the other over states"
    return "Blue: found; gray: what it would mostly be if states were exchanged at random"
