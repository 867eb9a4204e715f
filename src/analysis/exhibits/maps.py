"""Tile maps: one square a state, so that small states are seen as well as large ones."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import MUTED, STYLE, WIDTH_IN, entitle, foot, ink_on, nothing
from analysis.exhibits.sentences import capital, listed
from analysis.exhibits.wording import period
from analysis.methods.phases import LATER, UNKNOWN
from analysis.settings import Place

NOT_STUDIED, NOBODY = "not studied", "nobody heard"
_CLASSES = ("#d6e6f2", "#7fb3d5", "#0072b2", "#00304d")  # light to dark, at most four classes
_EDGE = "#bfbfbf"


def draw_heard_by_state(released: Released) -> Figure:
    """Tile map of the classes of people heard; a state that was not studied is an empty square.

    The table has one row per studied state where anybody was heard: ``state``, ``heard`` (a class;
    its order is that of ``heard_order``, as text). The other studied states are hatched.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing("Nobody was heard in any state")
    classes = list(table.sort_values("heard_order")["heard"].drop_duplicates())
    boxes = {name: {"facecolor": _CLASSES[n]} for n, name in enumerate(classes)}
    boxes[NOBODY] = {"facecolor": "white", "edgecolor": _EDGE, "hatch": "////"}
    boxes[NOT_STUDIED] = {"facecolor": "white", "edgecolor": _EDGE}
    heard = dict.fromkeys(study.states, NOBODY) | table.set_index("state")["heard"].to_dict()
    last_row = max(place.row for place in study.places)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.52 * last_row + 0.6), layout="constrained")
        for place in study.places:
            _square(ax, place, **boxes[heard.get(place.id, NOT_STUDIED)])
        last_column = max(place.column for place in study.places)
        ax.set(xlim=(0.9, last_column + 1.1), ylim=(last_row + 1.1, 0.9), aspect="equal")
        ax.axis("off")
        shown = [name for name in boxes if name in heard.values() or name == NOT_STUDIED]
        handles = [plt.Rectangle((0, 0), 1, 1, label=name, **boxes[name]) for name in shown]
        fig.legend(
            loc="outside lower center", handles=handles, ncols=len(handles), title="People heard"
        )
        n_few = int(table["heard"].eq(classes[0]).sum())
        entitle(
            fig,
            f"{capital(classes[0])} people were heard in {n_few} of {len(heard)} studied states",
            "People heard by state; one square is one state, placed roughly as on a map",
        )
    return fig


NO_PHASE = "not known"
# What became of the second part, as a mark in a tile.
SECOND = {LATER: " +", UNKNOWN: " ?"}


def draw_phases(released: Released, title: str, source: str) -> Figure:
    """Tile map of the phase in which something began in each state.

    The table has the rows of ``phases.by_state``.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing(f"{title}: it is known of no state")
    phases = list(table.sort_values("phase_order")["phase"].drop_duplicates())
    boxes = {name: {"facecolor": _CLASSES[n % len(_CLASSES)]} for n, name in enumerate(phases)}
    read = {phase: period(phase) for phase in phases} | {NO_PHASE: NO_PHASE}
    boxes[NO_PHASE] = {"facecolor": "white", "edgecolor": _EDGE}
    known = table.set_index("state")
    last_row = max(place.row for place in study.places)
    last_column = max(place.column for place in study.places)
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, 0.52 * last_row + 0.6), layout="constrained")
        for place in study.places:
            phase = known["phase"].get(place.id, NO_PHASE)
            mark = SECOND.get(known["second"].get(place.id), "")
            _square(ax, place, mark, **boxes[phase])
        ax.set(xlim=(0.9, last_column + 1.1), ylim=(last_row + 1.1, 0.9), aspect="equal")
        ax.axis("off")
        shown = [name for name in boxes if name in phases or len(known) < len(study.places)]
        handles = [plt.Rectangle((0, 0), 1, 1, label=read[name], **boxes[name]) for name in shown]
        fig.legend(loc="outside lower center", handles=handles, ncols=len(handles))
        sizes = [f"{int(table['phase'].eq(phase).sum())} in {read[phase]}" for phase in phases]
        entitle(
            fig, f"{title}: {listed(sizes)}",
            "States by the month in which the federal bodies began; + local bodies began later, "
            "? when they began is not known",
        )  # fmt: skip
        foot(fig, f"Source: {source}.")
    return fig


def _square(ax: Axes, place: Place, mark: str = "", **look: str) -> None:
    box = plt.Rectangle((place.column, place.row), 0.94, 0.94, **{"edgecolor": "white"} | look)
    ax.add_patch(box)
    face, is_hatched = look["facecolor"], "hatch" in look
    color = MUTED if face == "white" else ink_on(face)
    back = {"facecolor": "white", "edgecolor": "none", "pad": 1} if is_hatched else None
    ax.text(
        place.column + 0.47, place.row + 0.47, place.short.rstrip(".") + mark, ha="center",
        va="center",
        fontsize=8.5, color=color, bbox=back,
    )  # fmt: skip
