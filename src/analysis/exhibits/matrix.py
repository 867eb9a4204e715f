"""The matrix: verdicts by domain, over all studied states, by group of states, and by state."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import verdict_wording
from analysis.exhibits.cell import cell_of, draw_cell
from analysis.exhibits.cell_key import draw_key, key_height, legend
from analysis.exhibits.house import (
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    cut,
    entitle,
    fitting,
    nothing,
    sheet,
    text_width,
    wrapped,
)
from analysis.exhibits.sentences import listed, place_name
from analysis.exhibits.verdict_wording import MARKS
from analysis.study import Study

# Kinds of row, from the surest: height in inches, points and weight of its letters.
ROWS = {
    words.ALL_STATES: (0.36, 9.5, "bold"),
    words.EXPOSURE: (0.27, 9.0, "normal"),
    words.REGION: (0.27, 9.0, "normal"),
    words.STATE: (0.21, 8.5, "normal"),
}
GAP_IN, HEAD_PT, LINE_IN = 0.1, 9.0, 0.16  # room between kinds of row; letters of the heads
WIDEST_IN = 2.3  # room for the name of a row
NARROW_IN = 0.75  # in narrower columns letters stand for words


def draw_matrix(released: Released) -> Figure:
    """Verdicts by domain: over all studied states, by exposure and region, then by state.

    A cell has the color of its verdict, full where it is declared and pale where it is likely, and
    a mark for the way of each line; hatched ones borrow from their domain; in those without a
    verdict stands why; where nothing stands, the state was not studied. The table is that of
    ``triangulation.matrix_table``.
    """
    table = released.table
    if table.empty:
        return nothing("No state was studied in any domain")
    grid = _Grid(released.study, table)
    is_narrow = grid.width < NARROW_IN
    entries = legend(table, has_unstudied=grid.has_unstudied, is_narrow=is_narrow)
    with plt.style.context(STYLE):
        fig, ax = sheet(grid.bottom + key_height(entries))
        grid.draw(ax)
        draw_key(ax, entries, grid.bottom)
        entitle(fig, _message(table), f"{MARKS}; in brackets: grade of the indicators")
    return fig


@dataclass(frozen=True)
class _Grid:
    """Where each row and column of the matrix stands, in inches."""

    study: Study
    table: pd.DataFrame

    @cached_property
    def domains(self) -> list[str]:
        return [d for d in self.study.closed("domains") if d in set(self.table["domain"])]

    @cached_property
    def rows(self) -> dict[tuple[str, str], str]:
        """The name of each row by its kind and place."""
        return {
            (kind, place): cut(place_name(place, self.study), WIDEST_IN, ROWS[kind][1])
            for kind in ROWS for place in places_of(kind, self.table, self.study)
        }  # fmt: skip

    @cached_property
    def left(self) -> float:
        widths = [text_width(name, *ROWS[kind][1:]) for (kind, _), name in self.rows.items()]
        return max(widths) + 2.5 * MARGIN_IN

    @cached_property
    def width(self) -> float:
        return (WIDTH_IN - MARGIN_IN - self.left) / len(self.domains)

    @cached_property
    def head_size(self) -> float:
        names = self.study.labels("domains", short=True)
        graded = [names[domain] for domain in self.domains] + [f"({g})" for g in words.GRADES]
        return fitting(graded, self.width - 0.06, HEAD_PT)

    @cached_property
    def heads(self) -> list[list[str]]:
        """The lines of each column's head: the domain, and the grade of its indicators."""
        names = self.study.labels("domains", short=True)
        grades = self.table.dropna(subset="grade").drop_duplicates("domain")
        grades = grades.set_index("domain")["grade"].to_dict()
        return [
            wrapped(names[domain], self.width - 0.06, self.head_size)
            + ([f"({grades[domain]})"] if domain in grades else [])
            for domain in self.domains
        ]

    @cached_property
    def tops(self) -> dict[tuple[str, str], float]:
        top, above, tops = max(map(len, self.heads)) * LINE_IN + 0.05, "", {}
        for kind, place in self.rows:
            top += GAP_IN if above not in ("", kind) else 0
            tops[kind, place] = top
            top, above = top + ROWS[kind][0], kind
        return tops

    @property
    def bottom(self) -> float:
        (kind, _), top = list(self.tops.items())[-1]
        return top + ROWS[kind][0] + 1.5 * GAP_IN

    @property
    def has_unstudied(self) -> bool:
        return len(self.table) < len(self.rows) * len(self.domains)

    def draw(self, ax: Axes) -> None:
        first = min(self.tops.values())
        for number, head in enumerate(self.heads):
            middle = self.left + (number + 0.5) * self.width
            at = {"ha": "center", "va": "bottom", "fontsize": self.head_size}
            ax.text(middle, first - 0.05, "\n".join(head), **at)
        for (kind, place), name in self.rows.items():
            height, size, weight = ROWS[kind]
            ax.text(
                self.left - MARGIN_IN, self.tops[kind, place] + height / 2, name, ha="right",
                va="center", fontsize=size, fontweight=weight,
                color=MUTED if kind in (words.EXPOSURE, words.REGION) else "black",
            )  # fmt: skip
        for row in self.table.itertuples():
            left = self.left + self.domains.index(row.domain) * self.width
            height = ROWS[row.kind][0]
            box = (left, self.tops[row.kind, row.place], self.width, height)
            draw_cell(ax, box, cell_of(row))


def places_of(kind: str, table: pd.DataFrame, study: Study) -> list[str]:
    """The places of one kind in the table, by name; classes of exposure from the least."""
    found = table.loc[table["kind"].eq(kind), "place"].drop_duplicates()
    if kind == words.EXPOSURE:
        return [place for place in words.EXPOSURES if place in set(found)]
    return sorted(found, key=lambda place: place_name(place, study))


def _message(table: pd.DataFrame) -> str:
    """How many cells of a state have a verdict, and of which kind, in a sentence."""
    cells = table[table["kind"].eq(words.STATE)]
    declared = cells[cells["level"].eq(words.DECLARED)]
    n_likely = int(cells["level"].eq(words.LIKELY).sum())
    ways = zip(*(declared[c] for c in ("verdict", "people_way", "indicators_way")), strict=True)
    counts = Counter(verdict_wording.kind(*row) for row in ways)
    kinds = [f"{n} {kind}" for kind, n in sorted(counts.items(), key=lambda k: (-k[1], k[0]))]
    told = f" ({listed(kinds)})" if kinds else ""
    return (
        f"In which states do both agree? Of {len(cells)} studied cells {len(declared) or 'none'} "
        f"{'has' if len(declared) == 1 else 'have'} a declared verdict{told}, "
        f"{n_likely or 'none'} a likely one"
    )
