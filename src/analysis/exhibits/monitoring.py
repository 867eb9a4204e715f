"""What the projects' reports hold, and what had to be set aside."""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, STYLE, WIDTH_IN, entitle, nothing

# Color and wording of what was mended, and of what enters no change.
MENDED, SET_ASIDE = (COLORS[0], "Brought to one form"), (COLORS[1], "Enters no change")


def draw_irregularities(released: Released) -> Figure:
    """Bars of how often each kind of irregularity was found, by whether anything is lost for it.

    The table has one row per ``kind`` with ``n`` and ``is_set_aside``.
    """
    table = released.table
    if not table["n"].sum():
        return nothing("Nothing is irregular in the projects' reports")
    looks = table["is_set_aside"].map({False: MENDED, True: SET_ASIDE})
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.26 * len(table) + 0.9), layout="constrained")
        names = table["kind"].map(wording.IRREGULARITIES)
        ax.barh(names, table["n"], color=[color for color, _ in looks], height=0.7)
        for place, n in enumerate(table["n"]):
            ax.text(n + table["n"].max() * 0.01, place, f"{n:,}", va="center")
        ax.invert_yaxis()
        ax.margins(x=0.1)
        ax.set(xlabel="Times found (sheets, series or rows)")
        fig.legend(
            handles=[Patch(color=color, label=label) for color, label in (MENDED, SET_ASIDE)],
            loc="outside lower center", ncols=2,
        )  # fmt: skip
        lost = table["is_set_aside"]
        n_mended, n_lost = int(table.loc[~lost, "n"].sum()), int(table.loc[lost, "n"].sum())
        entitle(
            fig, f"Irregularities in the projects' reports: {n_mended or 'none'} could be mended; "
            f"for {n_lost or 'none'} a row or a series is lost",
        )  # fmt: skip
    return fig
