"""Typology of states: which have the same verdicts in all domains, and what is inferred there."""

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
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    fitting,
    nothing,
    sheet,
    wrapped,
)
from analysis.exhibits.sentences import listed, lower
from analysis.methods.meta_inference import meta_inference

CELL_IN, LINE_IN, GAP_IN = (0.68, 0.26), 0.16, 0.12  # largest cell of a domain; lines; room
CELLS_IN = 3.4  # room for the cells of all domains
HEAD_PT, NAMES_PT = 7.5, 8.5
SMALL_IN, SMALL_PT = 0.14, 7.5  # lines of what is inferred
SAID = ["verdict", "level", "people_way", "indicators_way"]


def draw_types(released: Released) -> Figure:
    """Each type of state: a cell for each domain, the names of its states, what is inferred.

    The table has rows of part ``type`` and of part ``state``, those of
    ``joint_display.state_types``, and of part ``behind``, those of ``joint_display.behind``: of
    the domains with a verdict they stand in the row. Blank cells have no verdict; where nothing
    stands, no state of the type was studied.
    """
    study, table = released.study, released.table
    types, states, behind = (table[table["part"].eq(name)] for name in ("type", "state", "behind"))
    if types.empty:
        return nothing("Which states are alike? No state was studied")
    domains = [domain for domain in study.closed("domains") if domain in set(types["domain"])]
    width = min(CELL_IN[0], CELLS_IN / len(domains))
    names = study.labels("domains", short=True)
    size = fitting([names[domain] for domain in domains], width - 0.06, HEAD_PT)
    heads = [wrapped(names[domain], width - 0.05, size) for domain in domains]
    top = max(map(len, heads)) * LINE_IN * 0.9 + 0.06
    left = MARGIN_IN + width * len(domains) + 0.12
    room = WIDTH_IN - MARGIN_IN - left
    named = _named(states, study.labels("states"), room)
    inferred = {
        type_id: _inferred(part, behind, names, room) for type_id, part in types.groupby("type_id")
    }
    heights = {
        key: max(CELL_IN[1], len(lines) * LINE_IN + len(inferred[key]) * SMALL_IN) + GAP_IN
        for key, lines in named.items()
    }
    with plt.style.context(STYLE):
        fig, ax = sheet(top + sum(heights.values()))
        for number, head in enumerate(heads):
            at = {"ha": "center", "va": "bottom", "fontsize": size, "linespacing": 1.05}
            ax.text(MARGIN_IN + (number + 0.5) * width, top - 0.05, "\n".join(head), **at)
        for type_id, lines in named.items():
            _row(ax, types[types["type_id"].eq(type_id)], domains, width, top + GAP_IN / 2)
            place = top + GAP_IN / 2 + LINE_IN / 2
            for line in lines:
                ax.text(left, place, line, va="center", fontsize=NAMES_PT)
                place += LINE_IN
            for line in inferred[type_id]:
                ax.text(left, place, line, va="center", fontsize=SMALL_PT, color=MUTED)
                place += SMALL_IN
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


def _inferred(
    types: pd.DataFrame, behind: pd.DataFrame, names: dict[str, str], width_in: float
) -> list[str]:
    """What a type's verdicts let one infer, by domain, and the ids behind them, in lines."""
    said = types[types["level"].ne(words.OPEN)]
    rows = zip(*(said[column] for column in SAID), strict=True)
    inferred = pd.Series([meta_inference(*row) for row in rows], said["domain"], dtype="str")
    told = [
        f"{verdict_wording.META_INFERENCES[kind]}: "
        f"{listed([lower(names[d]) for d in names if inferred.get(d) == kind])}"
        for kind in words.META_INFERENCES if inferred.eq(kind).any()
    ]  # fmt: skip
    ids = behind.loc[behind["domain"].isin(said["domain"]), "evidence_id"]
    told += [f"Rests on {', '.join(ids)}"] if len(ids) else []
    told = told or [verdict_wording.META_INFERENCES[words.NOT_YET]]
    return [line for part in told for line in wrapped(part, width_in, SMALL_PT)]


def _row(ax: Axes, types: pd.DataFrame, domains: list[str], width: float, top: float) -> None:
    for row in types.assign(is_borrowed=False).itertuples():
        left = MARGIN_IN + domains.index(row.domain) * width
        draw_cell(ax, (left, top, width, CELL_IN[1]), cell_of(row))


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
