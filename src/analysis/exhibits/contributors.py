"""Figure of who contributed to each change, and how well each contribution is supported."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    HIDDEN,
    INK,
    MARGIN_IN,
    MUTED,
    SHARES,
    STYLE,
    WIDTH_IN,
    entitle,
    ink_on,
    nothing,
    sheet,
    wrapped,
)
from analysis.methods.rubric import low_levels
from analysis.study import Study

ROW_IN, LINE_IN, PAD_IN = 0.24, 0.15, 0.05  # first line of a change, each further one, the gap
NAME_IN, GROUPS_IN = 3.3, 5.3  # where the chips begin, and by whom it was told
CHIP_IN, N_ACROSS = 0.42, 4  # width of a contributor's chip, and how many stand side by side
KEY_IN = 0.34  # height of the key


def draw_contributors(released: Released) -> Figure:
    """Each change with who contributed, shaded by the weakest rating of that contribution.

    The table has one row per contribution: ``change_id``, ``title_en``, ``contributor``,
    ``weakest`` and, of the change, ``told_by``, a class of the number of stakeholder groups.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing("Who contributed? No contribution to a change was named")
    parts = [part for _, part in table.groupby("change_id")]
    heights = [_height(part) for part in parts]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(heights) + ROW_IN + KEY_IN + MARGIN_IN)
        for left, word in (
            (MARGIN_IN, "Change"),
            (NAME_IN, "Contributors"),
            (GROUPS_IN, "Told by"),
        ):
            ax.text(left, ROW_IN / 2, word, va="center", fontsize=8.5, color=MUTED)
        top = ROW_IN
        for part, height in zip(parts, heights, strict=True):
            _contributed(ax, top, part, study)
            top += height
        _key(ax, top + MARGIN_IN, study)
        entitle(
            fig, _supported(table, study),
            "Projects and other actors, each shaded by its weakest rating; right: whether accounts "
            "of one stakeholder group or of several stand behind it",
        )  # fmt: skip
    return fig


def _lines(part: pd.DataFrame) -> list[str]:
    name = f"{part['change_id'].iloc[0]} {part['title_en'].iloc[0]}"
    return wrapped(name, NAME_IN - 2 * MARGIN_IN, 9)


def _height(part: pd.DataFrame) -> float:
    n_rows = -(-len(part) // N_ACROSS)
    return max(ROW_IN + LINE_IN * (len(_lines(part)) - 1), n_rows * ROW_IN) + PAD_IN


def _contributed(ax: Axes, top: float, part: pd.DataFrame, study: Study) -> None:
    for number, line in enumerate(_lines(part)):
        ax.text(MARGIN_IN, top + ROW_IN / 2 + number * LINE_IN, line, va="center", fontsize=9)
    for number, row in enumerate(part.itertuples()):
        corner = (NAME_IN + number % N_ACROSS * (CHIP_IN + 0.05), top + number // N_ACROSS * ROW_IN)
        _chip(ax, corner, CHIP_IN, row.contributor, shade(row.weakest, study))
    told_by = part["told_by"].iloc[0]
    ax.text(GROUPS_IN, top + ROW_IN / 2, told_by, va="center", fontsize=8.5, color=MUTED)


def _chip(
    ax: Axes, corner: tuple[float, float], width: float, word: str, color: str | tuple
) -> None:
    left, top = corner
    box = plt.Rectangle((left, top + 0.03), width, ROW_IN - 0.06, facecolor=color, lw=0)
    ax.add_patch(box)
    middle = (left + width / 2, top + ROW_IN / 2)
    ax.text(*middle, word, ha="center", va="center", fontsize=8.5, color=ink_on(color))


def shade(rating: str, study: Study) -> str | tuple:
    """The higher the rating, the darker; gray where nobody rated."""
    levels = study.closed("rubric_levels")
    return SHARES(levels.index(rating) / (len(levels) - 1)) if rating in levels else HIDDEN


def _key(ax: Axes, top: float, study: Study) -> None:
    names = study.labels("rubric_levels", short=True)
    width = min(1.0, (WIDTH_IN - 1.4) / (len(names) + 1))
    ax.text(MARGIN_IN, top + ROW_IN / 2, "Weakest rating", va="center", fontsize=8.5, color=INK)
    keys = {name: shade(level, study) for level, name in names.items()} | {"not rated": HIDDEN}
    for number, (name, color) in enumerate(keys.items()):
        _chip(ax, (1.2 + number * (width + 0.03), top), width, name, color)


def _supported(table: pd.DataFrame, study: Study) -> str:
    rated, question = table["weakest"].dropna(), "Who contributed, and is it well supported?"
    if rated.empty:
        return f"{question} None of {len(table)} contributions was rated"
    low = low_levels(study.closed("rubric_levels"))
    names = [f"“{study.labels('rubric_levels', short=True)[level]}”" for level in low]
    n_low = int(rated.isin(low).sum())
    return (
        f"{question} At their weakest, {n_low or 'none'} of {len(rated)} contributions are rated "
        f"{' or '.join(names)}"
    )
