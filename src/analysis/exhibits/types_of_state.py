"""Types of state: which states have the same verdicts in all domains."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import cell_of, draw_cell
from analysis.exhibits.house import (
    MARGIN_IN,
    STYLE,
    WIDTH_IN,
    entitle,
    fitting,
    nothing,
    sheet,
    wrapped,
)

CELL_IN, LINE_IN, GAP_IN = (0.68, 0.26), 0.16, 0.12  # largest cell of a domain; lines; room
CELLS_IN = 3.4  # room for the cells of all domains
HEAD_PT, NAMES_PT = 7.5, 8.5


def draw_types(released: Released) -> Figure:
    """Each type of state: a cell for each domain, and the names of its states.

    The table has rows of part ``type`` and of part ``state``, those of
    ``joint_display.state_types``. Blank cells have no verdict; where nothing stands, no state of
    the type was studied.
    """
    study, table = released.study, released.table
    types, states = (table[table["part"].eq(name)] for name in ("type", "state"))
    if types.empty:
        return nothing("Which states are alike? No state was studied")
    domains = [domain for domain in study.closed("domains") if domain in set(types["domain"])]
    width = min(CELL_IN[0], CELLS_IN / len(domains))
    names = study.labels("domains", short=True)
    size = fitting([names[domain] for domain in domains], width - 0.06, HEAD_PT)
    heads = [wrapped(names[domain], width - 0.05, size) for domain in domains]
    top = max(map(len, heads)) * LINE_IN * 0.9 + 0.06
    left = MARGIN_IN + width * len(domains) + 0.12
    named = _named(states, study.labels("states"), WIDTH_IN - MARGIN_IN - left)
    heights = {key: max(CELL_IN[1], len(lines) * LINE_IN) + GAP_IN for key, lines in named.items()}
    with plt.style.context(STYLE):
        fig, ax = sheet(top + sum(heights.values()))
        for number, head in enumerate(heads):
            at = {"ha": "center", "va": "bottom", "fontsize": size, "linespacing": 1.05}
            ax.text(MARGIN_IN + (number + 0.5) * width, top - 0.05, "\n".join(head), **at)
        for type_id, lines in named.items():
            middle = top + heights[type_id] / 2
            _row(ax, types[types["type_id"].eq(type_id)], domains, width, middle)
            ax.text(left, middle, "\n".join(lines), va="center", fontsize=NAMES_PT)
            top += heights[type_id]
            ax.plot([MARGIN_IN, WIDTH_IN - MARGIN_IN], [top, top], color="#e4e4e4", lw=0.8)
        entitle(
            fig, _message(types, states),
            f"{verdict_wording.MARKS}; pale: only likely in one of them; dot: no verdict",
        )  # fmt: skip
    return fig


def _named(
    states: pd.DataFrame, names: dict[str, str], width_in: float
) -> dict[str, list[str]]:  # fmt: skip
    """The names of each type's states, in lines."""
    return {
        type_id: wrapped(", ".join(sorted(names[s] for s in part["state"])), width_in, NAMES_PT)
        for type_id, part in states.groupby("type_id")
    }


def _row(ax: Axes, types: pd.DataFrame, domains: list[str], width: float, middle: float) -> None:
    for row in types.assign(is_borrowed=False).itertuples():
        left = MARGIN_IN + domains.index(row.domain) * width
        draw_cell(ax, (left, middle - CELL_IN[1] / 2, width, CELL_IN[1]), cell_of(row))


def _message(types: pd.DataFrame, states: pd.DataFrame) -> str:
    """How many types there are, the largest with a verdict, and how many states have none."""
    n_types, n_states = types["type_id"].nunique(), len(states)
    has_one = types["level"].ne(words.OPEN).groupby(types["type_id"]).any()
    size = states["type_id"].value_counts()
    n_without = int(size[~has_one.reindex(size.index)].sum())
    without = f"{n_without or 'none'} {'has' if n_without == 1 else 'have'} no verdict"
    largest = size[has_one.reindex(size.index)]
    alike = f"at most {largest.max()} have the same ones, and " if len(largest) else ""
    return (
        f"Which states are alike? {n_states} states show {n_types} "
        f"{'pattern' if n_types == 1 else 'patterns'} of verdicts; {alike}{without}"
    )
