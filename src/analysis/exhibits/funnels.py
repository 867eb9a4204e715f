"""Funnel plots: rates against the people exposed, with the limits that chance would keep to."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.exhibits.sentences import capital
from analysis.methods.funnel import limits
from analysis.study import Study

PANEL_IN, ROOM_IN, HEAD_IN = 3.0, 0.55, 0.3  # height of a panel; of its axis, of its heading
LEFT_IN, KEY_IN = 0.55, 0.35  # room for the scale, and for the legend
LABEL_PT, CLOSE = (
    7.5,
    0.07,
)  # size of a name; nearer than this part of the width, names stand beside
# Where a name stands beside its dot: across and up, in points, and how it is set there.
ALONE, BESIDE = (0, 5, "center", "edge"), (5, 0, "left", "center")
LINES = {"95": ("-", "95 % limits"), "998": ((0, (4, 2)), "99.8 % limits")}


def draw_funnels(released: Released, sources: str) -> Figure:
    """One panel per indicator: each state's rate over its exposure, named where chance cannot be.

    The table has the rows of ``funnel.all_funnels`` with the ``title`` and ``unit`` of the events
    and ``exposed``, the title of whom they are counted over.
    """
    study, table = released.study, released.table
    if table.empty or not table["n_events"].sum():
        return nothing("No event was counted in any state")
    parts = [part for _, part in table.groupby("indicator_id", sort=False)]
    with plt.style.context(STYLE):
        full = PANEL_IN * len(parts) + KEY_IN
        fig = plt.figure(figsize=(WIDTH_IN, full))
        for number, part in enumerate(parts):
            bottom = full - PANEL_IN * (number + 1) + ROOM_IN
            box = (LEFT_IN / WIDTH_IN, bottom / full, 0.88, (PANEL_IN - ROOM_IN - HEAD_IN) / full)
            ax = fig.add_axes(box)
            _panel(ax, part, study)
        handles, labels = ax.get_legend_handles_labels()
        fig.legend(handles, labels, loc="lower center", ncols=4)
        entitle(
            fig, "; ".join(_message(part) for part in parts),
            "A state is named where it lies beyond the wider limits; hollow: no event",
        )  # fmt: skip
        foot(fig, f"Sources: {sources}.")
    return fig


def _panel(ax: Axes, part: pd.DataFrame, study: Study) -> None:
    low, high = part["exposure"].min() / 1.3, part["exposure"].max() * 1.3
    exposure = pd.Series(np.geomspace(low, high, 200))
    common = part["common_rate"].iloc[0]
    drawn = limits(exposure, common)
    for name, (style, label) in LINES.items():
        for side in ("lower", "upper"):
            ax.plot(
                exposure, drawn[f"{side}_{name}"], ls=style, color=MUTED, lw=1,
                label=label if side == "lower" else None,
            )  # fmt: skip
    ax.axhline(common, color=COLORS[1], lw=1.4, label="All states together")
    for fill, which in (("full", part["n_events"].gt(0)), ("none", part["n_events"].eq(0))):
        ax.plot(
            part.loc[which, "exposure"], part.loc[which, "rate"], "o", fillstyle=fill, ms=4.5,
            color=COLORS[0], label="A state" if fill == "full" else None, clip_on=False, zorder=3,
        )  # fmt: skip
    top = max(part["rate"].max(), drawn["upper_95"].iloc[len(drawn) // 3])
    ax.set(xscale="log", xlim=(low, high), ylim=(0, 1.12 * top))
    ticks = [tick for n in range(-4, 6) for tick in (10.0**n, 2 * 10.0**n, 5 * 10.0**n)]
    shown = [tick for tick in ticks if low <= tick <= high]
    ax.set_xticks(shown, [f"{tick:g}" for tick in shown])
    ax.minorticks_off()
    _name_far(ax, part, study)
    about = part.iloc[0]
    ax.set_ylabel(f"{capital(about['unit'])} per {about['per']:,.0f}", fontsize=9)
    spread = about["overdispersion"]
    said = "" if np.isnan(spread) else f"; variance {spread:.1f} times that of chance"
    exposure = f"{about['exposed']}, in {about['per']:,.0f} person-years"
    ax.set_xlabel(f"{exposure}{said}", fontsize=9)
    ax.set_title(about["title"], fontsize=9.5)


def _name_far(ax: Axes, part: pd.DataFrame, study: Study) -> None:
    """Name the states beyond the wider limits: over or under their dots, beside in a crowd."""
    names = study.labels("places", short=True)
    for side, way in (("far_above", 1), ("far_below", -1)):
        last = -np.inf
        for row in part[part["outside"].eq(side)].sort_values("exposure").itertuples():
            here = ax.transAxes.inverted().transform(ax.transData.transform((row.exposure, 0)))[0]
            x, y, across, along = BESIDE if here - last < CLOSE else ALONE
            last = here
            upright = along if along == "center" else ("bottom" if way > 0 else "top")
            ax.annotate(
                names[row.place].rstrip("."), (row.exposure, row.rate), xytext=(x, way * y),
                textcoords="offset points", ha=across, va=upright, fontsize=LABEL_PT,
            )  # fmt: skip


def _message(part: pd.DataFrame) -> str:
    """How many events, and how many states lie beyond chance."""
    n_far = int(part["outside"].isin(["far_above", "far_below"]).sum())
    events = f"{part['n_events'].sum():,.0f} {part['unit'].iloc[0]}"
    return f"{events}: {n_far or 'none'} of {len(part)} states beyond what chance explains"
