"""Tile maps: one square a state, so that small states are seen as well as large ones."""

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import INK, MUTED, STYLE, WIDTH_IN, entitle

NOT_STUDIED = "not studied"
_CLASSES = ("#d6e6f2", "#7fb3d5", "#0072b2", "#00304d")  # light to dark, at most four classes


def draw_heard_by_state(released: Released) -> Figure:
    """Tile map of the classes of people heard; a state that was not studied is an empty square.

    The table has one row per studied state: ``state``, ``heard`` (a class; its order is that of
    ``heard_order``, as text).
    """
    study, table = released.study, released.table
    classes = list(table.sort_values("heard_order")["heard"].drop_duplicates())
    face = dict(zip(classes, _CLASSES, strict=False))
    heard = table.set_index("state")["heard"]
    height = 0.52 * max(place.row for place in study.places) + 0.6
    with plt.style.context(STYLE):
        fig, ax = plt.subplots(figsize=(WIDTH_IN, height), layout="constrained")
        for place in study.places:
            _square(ax, place, face.get(heard.get(place.id)))
        ax.set(
            xlim=(0.9, max(place.column for place in study.places) + 1.1),
            ylim=(max(place.row for place in study.places) + 1.1, 0.9),
            aspect="equal",
        )
        ax.axis("off")
        boxes = [plt.Rectangle((0, 0), 1, 1, facecolor=face[name], label=name) for name in classes]
        boxes.append(
            plt.Rectangle((0, 0), 1, 1, facecolor="white", edgecolor="#bfbfbf", label=NOT_STUDIED)
        )
        fig.legend(
            loc="outside lower center", handles=boxes, ncols=len(boxes), title="People heard"
        )
        n_few = int(table["heard"].eq(classes[0]).sum())
        entitle(
            fig,
            f"Fewest people ({classes[0]}) were heard in {n_few} of {len(table)} studied states",
            "People heard by state; one square is one state, placed roughly as on a map",
        )
    return fig


def _square(ax: plt.Axes, place: object, face: str | None) -> None:
    edge = "#bfbfbf" if face is None else "white"
    box = plt.Rectangle(
        (place.column, place.row), 0.94, 0.94, facecolor=face or "white", edgecolor=edge
    )
    ax.add_patch(box)
    dark = face in _CLASSES[2:]
    color = MUTED if face is None else "white" if dark else INK
    ax.text(
        place.column + 0.47, place.row + 0.47, place.short.rstrip("."), ha="center", va="center",
        fontsize=7.5, color=color,
    )  # fmt: skip
