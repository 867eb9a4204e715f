"""Both lines of evidence over all studied states, and in how many of them what they say holds."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import VERDICT_COLORS
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing, wrapped
from analysis.exhibits.sentences import capital, headlines_at, listed, lower
from analysis.settings import AS_PUBLISHED, NESTED
from analysis.study import Study

NAME_IN = 1.25  # room for a domain's name
# The classes of which one holds in each state, by the study's rule table.
CLASSES = {
    NESTED: tuple(verdict_wording.MEANINGS),
    AS_PUBLISHED: (words.AGREEMENT, words.PARTIAL_AGREEMENT, words.DISSONANCE),
}


def draw_lines(released: Released) -> Figure:
    """Both lines by domain over all studied states, with intervals and regions of no change."""
    study, table = released.study, released.table
    rules = study.triangulation.verdict
    names = study.labels("domains", short=True)
    title = f"Do people and indicators agree? {_headline(table, study)}"
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
        left.set_yticks(place, [_name(names[domain]) for domain in table.index])
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


def _headline(headlines: pd.DataFrame, study: Study) -> str:
    """The declared headlines in a sentence; where there is none, that."""
    declared = capital(headlines_at(words.DECLARED, headlines, study))
    is_said = headlines["level"].eq(words.DECLARED).any()
    return declared if is_said else f"{declared} of people and indicators in any domain"


def _name(name: str) -> str:
    return "\n".join(wrapped(name, NAME_IN, 9.5))


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


def draw_expected(released: Released) -> Figure:
    """In how many of its studied states each meaning holds, by domain, with 95 % intervals.

    The table is ``expected_states`` with ``n_states`` and ``n_people`` of the headline; a domain
    without an outcome indicator has no row and is named as such.
    """
    study, table = released.study, released.table
    shown = table.dropna(subset="expected")
    if shown.empty:
        return nothing("In how many states does it hold? No domain has both lines of evidence")
    names = study.labels("domains", short=True)
    domains = [domain for domain in names if domain in set(shown["domain"])]
    n_states = int(shown["n_states"].max())
    classes = CLASSES[study.triangulation.verdict.table]
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            1, len(classes), figsize=(WIDTH_IN, 0.42 * len(domains) + 1.0), sharey=True,
            layout="constrained",
        )  # fmt: skip
        for ax, verdict in zip(axes, classes, strict=True):
            part = shown[shown["verdict"].eq(verdict)].set_index("domain").reindex(domains)
            _counted(ax, part, verdict, n_states)
        axes[0].set_yticks(range(len(domains)), [_name(names[domain]) for domain in domains])
        axes[0].set_ylim(len(domains) - 0.4, -0.6)
        fig.supxlabel(f"Number of states, of {n_states} studied at most", fontsize=9)
        entitle(
            fig, f"In how many states does it hold? {_most(shown, names)}",
            "Expected number of states with 95 % interval; each state is in one class",
        )  # fmt: skip
    return fig


def _counted(ax: Axes, part: pd.DataFrame, verdict: str, n_states: int) -> None:
    color, places = VERDICT_COLORS[verdict], range(len(part))
    ax.hlines(places, 0, n_states, color="#efefef", lw=5)
    ax.hlines(places, part["lower"], part["upper"], color=color, lw=5, alpha=0.45)
    ax.plot(part["expected"], places, "o", color=color, mec="white", mew=0.6)
    for place, expected in zip(places, part["expected"], strict=True):
        if pd.notna(expected):
            ax.text(expected, place - 0.2, f"{expected:.0f}", ha="center", va="bottom", fontsize=8)
    ax.set(xlim=(-0.06 * n_states, 1.06 * n_states), xticks=[0, n_states])
    name = "\n".join(wrapped(_class(verdict), 0.9, 8.5))
    ax.set_title(name, fontsize=8.5, fontweight="normal")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _class(verdict: str) -> str:
    return verdict_wording.MEANINGS.get(verdict, verdict_wording.SHORT_VERDICTS[verdict])


def _most(shown: pd.DataFrame, names: dict[str, str]) -> str:
    """The classes whose whole interval is more than half of a domain's states."""
    sure = shown[shown["lower"].gt(shown["n_states"] / 2)]
    said = [
        f"{lower(_class(row.verdict))} in {row.expected:.0f} "
        f"({row.lower:.0f} to {row.upper:.0f}) of {row.n_states:.0f} on {lower(names[row.domain])}"
        for row in sure.itertuples()
    ]  # fmt: skip
    return capital(listed(said)) or "No class is sure to hold in half of the states of any domain"
