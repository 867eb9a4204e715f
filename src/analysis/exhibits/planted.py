"""Figure of a synthetic study held against its truth: what was planted, and what was found."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.exhibits.sentences import listed

TRUE = {
    words.SAME_DIRECTION: "Same direction",
    words.DISSONANCE: "Opposite directions",
    words.PEOPLE_ONLY: "People only",
    words.INDICATORS_ONLY: "Indicators only",
    words.NO_CHANGE: "No change in either",
}
PARTS = {
    "n_declared_right": (COLORS[0], "declared, right"),
    "n_likely_right": ("#8cc0e0", "likely, right"),
    "n_open": ("#e6e6e6", "no verdict"),
    "n_likely_wrong": ("#f2b48a", "likely, wrong"),
    "n_declared_wrong": (COLORS[4], "declared, wrong"),
}
LINES = {"direction": "what people say", "change": "indicators", "prominence": "prominence"}


def draw_planted(released: Released) -> Figure:
    """Cells by what is true in them, and what was said: right, wrong or nothing.

    Rows of part ``meaning`` have the columns of ``planted.found_by_meaning``, rows of part ``line``
    those of ``planted.covered``.
    """
    table = released.table
    found, covered = (table[table["part"].eq(part)] for part in ("meaning", "line"))
    if found.empty:
        return nothing("What is true is not known of this study, so nothing is held against it")
    found = found.set_index("meaning").reindex(
        [name for name in TRUE if name in set(found["meaning"])]
    )
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.42 * len(found) + 1.1), layout="constrained")
        # A browser sets labels a little wider than they were measured.
        fig.get_layout_engine().set(rect=(0.02, 0, 0.98, 1))
        _bars(ax, found)
        ax.set_yticks(range(len(found)), [TRUE[name] for name in found.index])
        ax.set_ylim(len(found) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.set(xlabel="Cells in which this is true")
        fig.legend(loc="outside lower center", ncols=3)
        entitle(fig, _found(found), "Studied states by domain, by what was planted there")
        foot(fig, _covering(covered))
    return fig


def _bars(ax: Axes, found: pd.DataFrame) -> None:
    start = pd.Series(0.0, found.index)
    for name, (color, label) in PARTS.items():
        if not found[name].sum():
            continue
        ax.barh(range(len(found)), found[name], left=start, height=0.6, color=color, label=label)
        for place, (edge, n) in enumerate(zip(start, found[name], strict=True)):
            if n:
                ax.text(edge + n / 2, place, f"{n:.0f}", ha="center", va="center", fontsize=8.5,
                        color="white" if name == "n_declared_right" else "#1a1a1a")  # fmt: skip
        start += found[name]


def _found(found: pd.DataFrame) -> str:
    n = found.sum(numeric_only=True)
    declared = n["n_declared_right"] + n["n_declared_wrong"]
    likely = n["n_likely_right"] + n["n_likely_wrong"]
    said = [
        f"{right:.0f} of {whole:.0f} {name}"
        for right, whole, name in (
            (n["n_declared_right"], declared, "declared"),
            (n["n_likely_right"], likely, "likely"),
        )
        if whole
    ]
    if not said:
        return f"Planted in {n['n_cells']:.0f} cells, and no verdict said of any"
    return (
        f"Are the verdicts true? {listed(said)} ones are; of {n['n_open']:.0f} cells out of "
        f"{n['n_cells']:.0f} nothing is said"
    )


def _covering(covered: pd.DataFrame) -> str:
    said = [
        f"{LINES[row.line]} in {row.n_hold:.0f} of {row.n_intervals:.0f}"
        for row in covered.itertuples()
    ]
    return f"The 95 % intervals hold what was planted: {listed(said)} cells."
