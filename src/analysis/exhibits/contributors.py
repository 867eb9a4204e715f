"""Figure of who contributed to each change, who was needed, and how far that may be claimed."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits.house import (
    COLORS,
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
from analysis.exhibits.sentences import lower
from analysis.methods.network import SEVERAL_PROJECTS
from analysis.study import Study

ROW_IN, LINE_IN, PAD_IN = 0.24, 0.15, 0.05  # first line of a change, each further one, the gap
NAME_IN, GROUPS_IN = 3.3, 5.3  # where the chips begin, and by whom it was told
RIVAL = " ?"  # marks a contribution beside which something else could explain the change
CHIP_IN, N_ACROSS = 0.53, 3  # width of a contributor's chip, and how many stand side by side
KEY_IN = 0.28  # height of the key


def draw_contributors(released: Released) -> Figure:
    """Each change with who contributed, shaded by how far that contribution may be claimed.

    The table is that of ``contribution.contributors``.
    """
    study, table = released.study, released.table
    if table.empty:
        return nothing("Who contributed? No contribution to a change was named")
    parts = [part for _, part in table.groupby("change_id")]
    heights = [_height(part) for part in parts]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(heights) + ROW_IN + 3 * KEY_IN + MARGIN_IN)
        for left, word in (
            (MARGIN_IN, "Change"), (NAME_IN, "Contributors"), (GROUPS_IN, "Told by"),
        ):  # fmt: skip
            ax.text(left, ROW_IN / 2, word, va="center", fontsize=8.5, color=MUTED)
        top = ROW_IN
        for part, height in zip(parts, heights, strict=True):
            _contributed(ax, top, part, study)
            top += height
        _key(ax, top + MARGIN_IN, study)
        entitle(
            fig, _together(table, study),
            "Projects and other actors, shaded by how far the ratings let their contribution be "
            "claimed; right: how many stakeholder groups and states tell of the change",
        )  # fmt: skip
    return fig


def _lines(part: pd.DataFrame) -> list[str]:
    name = f"{part['change_id'].iloc[0]} {part['title_en'].iloc[0]}"
    return wrapped(name, NAME_IN - 2 * MARGIN_IN, 9)


def _height(part: pd.DataFrame) -> float:
    n_rows = -(-len(part) // N_ACROSS)
    n_lines = max(len(_lines(part)), len(_told(part)))
    return max(ROW_IN + LINE_IN * (n_lines - 1), n_rows * ROW_IN) + PAD_IN


def _told(part: pd.DataFrame) -> list[str]:
    return part["told_by"].iloc[0].split(", ")


def _contributed(ax: Axes, top: float, part: pd.DataFrame, study: Study) -> None:
    for number, line in enumerate(_lines(part)):
        ax.text(MARGIN_IN, top + ROW_IN / 2 + number * LINE_IN, line, va="center", fontsize=9)
    for number, row in enumerate(part.itertuples()):
        corner = (NAME_IN + number % N_ACROSS * (CHIP_IN + 0.07), top + number // N_ACROSS * ROW_IN)
        word = f"{row.contributor}{RIVAL if row.is_rival_named else ''}"
        is_needed = pd.notna(row.is_needed) and bool(row.is_needed)
        _chip(ax, corner, CHIP_IN, word, shade(row.claim, study), is_framed=is_needed)
    for number, line in enumerate(_told(part)):
        middle = top + ROW_IN / 2 + number * LINE_IN
        ax.text(GROUPS_IN, middle, line, va="center", fontsize=8.5, color=MUTED)


def _chip(
    ax: Axes, corner: tuple[float, float], width: float, word: str, color: str | tuple,
    *, is_framed: bool = False,
) -> None:  # fmt: skip
    left, top = corner
    edge = {"edgecolor": COLORS[1], "lw": 1.8} if is_framed else {"lw": 0}
    box = plt.Rectangle((left, top + 0.03), width, ROW_IN - 0.06, facecolor=color, **edge)
    ax.add_patch(box)
    middle = (left + width / 2, top + ROW_IN / 2)
    ax.text(*middle, word, ha="center", va="center", fontsize=8.5, color=ink_on(color))


def shade(claim: str, study: Study) -> str | tuple:
    """The further it may be claimed, the darker; gray where nobody rated."""
    claims = study.closed("contribution_claims")
    if claim not in claims:
        return HIDDEN
    return SHARES(1 - (claims.index(claim) + 0.5) / len(claims))


def _key(ax: Axes, top: float, study: Study) -> None:
    names = study.labels("contribution_claims", short=True)
    width = min(1.0, (WIDTH_IN - 1.4) / (len(names) + 1))
    keys = {name: shade(claim, study) for claim, name in names.items()} | {"Not rated": HIDDEN}
    for number, (name, color) in enumerate(keys.items()):
        _chip(ax, (MARGIN_IN + number * (width + 0.05), top), width, name, color)
    _chip(ax, (MARGIN_IN, top + KEY_IN), CHIP_IN, "", "white", is_framed=True)
    _chip(ax, (MARGIN_IN, top + 2 * KEY_IN), CHIP_IN, RIVAL.strip(), "white")
    meanings = (
        "The change would not have come about without it, as the evaluators judge",
        "Something else could explain the change too",
    )
    for number, word in enumerate(meanings, start=1):
        place = (2 * MARGIN_IN + CHIP_IN, top + number * KEY_IN + ROW_IN / 2)
        ax.text(*place, word, va="center", fontsize=8.5, color=INK)


def _together(table: pd.DataFrame, study: Study) -> str:
    """How many changes needed several projects, and how far the contributions may be claimed."""
    needs = table.drop_duplicates("change_id")["need"]
    n_several = int(needs.eq(SEVERAL_PROJECTS).sum())
    first = study.contribution_claims[0]
    n_first = int(table["claim"].eq(first.id).sum())
    return (
        f"More than the sum of its parts? {n_several or 'None'} of {len(needs)} changes needed "
        f"several projects; {n_first or 'none'} of {len(table)} contributions may be called "
        f"{lower(first.en)}"
    )
