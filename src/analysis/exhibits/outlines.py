"""A measure on the outlines of the states, drawn with nothing but paths."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.disclosure import Released
from analysis.exhibits.house import COLORS, MUTED, SHARES, STYLE, WIDTH_IN, entitle, foot, nothing
from analysis.exhibits.sentences import listed
from analysis.exhibits.wording import window
from analysis.methods.windows import ENDS
from analysis.study import Study

MAP_IN, ROW_IN = 3.9, 0.3  # height of the map; of a place with an interval
NAMED = 2  # so many states are named at each end
EQUAL_PAY = 100  # percent


def draw_gaps(released: Released, outlines: pd.DataFrame, source: str) -> Figure:
    """Two gaps between women and men: one on a map, one as estimates with intervals below it.

    The table has rows of part ``gap`` (``windows.window_changes`` in percentage points, with the
    periods of its windows) and of part ``pay`` (``place``, ``value``, ``lower``, ``upper``, percent
    of men's). ``outlines`` has one row per corner of a state; without any, there is no map.
    """
    study, table = released.study, released.table
    gap, pay = (table[table["part"].eq(part)] for part in ("gap", "pay"))
    is_country = gap["place"].eq(study.country.code)
    states = gap[~is_country].dropna(subset="endline").set_index("place")["endline"]
    if states.empty:
        return nothing("No gap in participation is known for any state")
    below = ROW_IN * len(pay) + 0.75 if len(pay) else 0.0
    with plt.style.context(STYLE):
        fig = plt.figure(figsize=(WIDTH_IN, MAP_IN + below))
        full = fig.get_figheight()
        ax = fig.add_axes((0, below / full, 1, MAP_IN / full))
        _map(fig, ax, states, outlines, study)
        if len(pay):
            _pay(fig, pay, study)
        entitle(fig, _message(gap, study.country.code), SUBTITLE)
        blank = sorted(set(study.closed("places")[1:]) - set(states.index))
        if blank:
            names = listed([study.labels("places")[place] for place in blank])
            foot(fig, f"Hatched, no figure: {names}.")
        foot(fig, f"Sources: {source}.")
    return fig


SUBTITLE = (
    "Participation of men minus that of women, percentage points, mean of the later periods; no "
    "interval is published, so differences cannot be told from chance"
)


def _map(fig: Figure, ax: Axes, states: pd.Series, outlines: pd.DataFrame, study: Study) -> None:
    ax.axis("off")
    norm = Normalize(states.min(), states.max())
    if outlines.empty:
        ax.text(0.5, 0.5, "No outlines of the states are at hand", ha="center", color=MUTED)
        return
    for place in study.places:
        rings = outlines[outlines["state"].eq(place.id)]
        if rings.empty:
            continue
        known = place.id in states.index
        look = {"facecolor": SHARES(norm(states[place.id]))} if known else {"hatch": "////"}
        edge = {"edgecolor": "white" if known else MUTED, "lw": 0.5}
        ax.add_patch(PathPatch(_path(rings), **({"facecolor": "white"} | look | edge)))
    ends = states.sort_values()
    for place in [*ends.index[:NAMED], *ends.index[-NAMED:]]:
        _label(
            ax, outlines[outlines["state"].eq(place)], f"{_name(study, place)} {states[place]:.0f}"
        )
    ax.autoscale_view()
    # A degree of longitude is shorter than one of latitude.
    ax.set_aspect(1 / np.cos(np.radians(outlines["latitude"].mean())))
    bar = fig.add_axes((0.08, ax.get_position().y0 + 0.08, 0.28, 0.02))
    fig.colorbar(plt.cm.ScalarMappable(norm, SHARES), cax=bar, orientation="horizontal")
    bar.set_title("Points", fontsize=8.5, fontweight="normal")


def _path(rings: pd.DataFrame) -> Path:
    """All parts of a state as one path, each ring closed."""
    paths = [
        Path(ring[["longitude", "latitude"]].to_numpy(), closed=True)
        for _, ring in rings.sort_values(["ring", "corner"]).groupby("ring")
    ]
    return Path.make_compound_path(*paths)


def _name(study: Study, place: str) -> str:
    return study.labels("places")[place]


def _label(ax: Axes, rings: pd.DataFrame, text: str) -> None:
    if rings.empty:
        return
    largest = rings[rings["ring"].eq(rings["ring"].mode()[0])]
    middle = largest[["longitude", "latitude"]].agg(lambda edge: (edge.min() + edge.max()) / 2)
    ax.annotate(
        text, middle, ha="center", va="center", fontsize=8, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
    )  # fmt: skip


def _pay(fig: Figure, pay: pd.DataFrame, study: Study) -> None:
    height = ROW_IN * len(pay) / fig.get_figheight()
    ax = fig.add_axes((0.24, 0.42 / fig.get_figheight(), 0.72, height))
    rows = np.arange(len(pay))
    ax.hlines(rows, pay["lower"], pay["upper"], color="#9ecae1", lw=2)
    ax.plot(pay["value"], rows, "o", color=COLORS[0])
    ax.axvline(EQUAL_PAY, color=MUTED, lw=1, ls=(0, (4, 2)))
    ax.set_yticks(rows, [_name(study, place) for place in pay["place"]], fontsize=9)
    ax.set_ylim(len(pay) - 0.4, -0.6)
    ax.set_xlabel("Women's pay per hour worked, percent of men's, with 95 % intervals", fontsize=9)


def _message(gap: pd.DataFrame, country: str) -> str:
    whole = gap[gap["place"].eq(country)]
    changes = gap.loc[gap["place"].ne(country), "change"].dropna()
    n_narrower = int(changes.lt(0).sum())
    said = f"The gap in participation narrowed in {n_narrower or 'none'} of {len(changes)} states"
    if len(whole) and whole[["baseline", "endline"]].notna().all(axis=None):
        row = whole.iloc[0]
        before, after = (window(row[f"{end}_first"], row[f"{end}_last"]) for end in ENDS)
        said += f"; in the country, {row['baseline']:.1f} points in {before} and "
        said += f"{row['endline']:.1f} in {after}"
    return said
