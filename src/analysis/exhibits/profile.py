"""One state: from what is known in each domain to its verdict, and public indicators beside it."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import vocabulary as words
from analysis.disclosure import Released
from analysis.exhibits import verdict_wording, wording
from analysis.exhibits.cell import OVERRULED, cell_of, draw_cell
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    foot,
    sheet,
    wrapped,
)
from analysis.exhibits.sentences import lower
from analysis.study import Study

ROW_IN, HEAD_IN, LINE_IN = 0.66, 0.52, 0.2  # a domain's row; the heads; a line of an indicator
CELL_HIGH_IN, TEXT_PT, HEAD_PT = 0.34, 7.5, 7.5
# Left edge and width of each step of the ladder, and of each verdict beside the state's own.
STEPS = {"heard": (1.2, 0.68), "measured": (1.88, 0.72), "validated": (2.6, 0.74),
         "projects": (3.34, 0.6)}  # fmt: skip
CELLS = {words.STATE: (3.98, 0.74), words.EXPOSURE: (4.78, 0.46), words.REGION: (5.26, 0.46),
         words.ALL_STATES: (5.74, 0.46)}  # fmt: skip
HEADS = {
    "heard": "Heard here", "measured": "Measured here", "validated": "Changes recognized",
    "projects": "Projects here", words.STATE: "This state", words.EXPOSURE: "As many projects",
    words.REGION: "Its region", words.ALL_STATES: "All states",
}  # fmt: skip
WORDS_IN, WORDS_HIGH_IN, WORDS_PT = 1.25, 0.16, 8.5  # left edge, height and letters of a verdict
HERE_IN, THERE_IN = 5.3, WIDTH_IN - MARGIN_IN  # right edges of the state's and the country's values
TITLE_IN = 4.45  # widest line of an indicator's title


def draw_profile(released: Released, state: str, sources: str) -> Figure:
    """The ladder of evidence to the verdict in each domain, and the latest public figures.

    The table has rows of part ``verdict`` (``ladder.ladder``), ``validated``
    (``joint_display.recognized``) and ``indicator`` (``triangulation.beside_state``);
    ``sources`` names the publishers.
    """
    study, table = released.study, released.table
    verdicts, shares, beside = (
        table[table["part"].eq(name)] for name in ("verdict", "validated", "indicator")
    )
    recognized = shares.set_index("domain")["recognized_share"] if len(shares) else pd.Series()
    names = study.labels("domains", short=True)
    titles = [
        wrapped(f"{row.title}, {wording.period(row.period)}", TITLE_IN, 8.5)
        for row in beside.itertuples()
    ]
    here_there = (study.labels("states")[state], study.country.name.en)
    pages = {domain: verdicts[verdicts["domain"].eq(domain)] for domain in names}
    tops = HEAD_IN + np.cumsum([0.0, *(_height(rows) for rows in pages.values())])
    bottom = tops[-1]
    with plt.style.context(STYLE):
        fig, ax = sheet(bottom + LINE_IN * (sum(map(len, titles)) + 2.2))
        _heads(ax)
        for top, (domain, rows) in zip(tops, pages.items(), strict=False):
            _domain(ax, top, names[domain], rows, recognized.get(domain))
        _beside(ax, beside, titles, bottom + LINE_IN, here_there)
        entitle(fig, _message(verdicts, here_there[0], len(names)), verdict_wording.MARKS)
        foot(fig, _explained(study, verdicts))
        if len(beside):
            foot(fig, f"Sources of the public indicators: {sources}.")
    return fig


def _message(verdicts: pd.DataFrame, state: str, n_domains: int) -> str:
    own = verdicts.loc[verdicts["kind"].eq(words.STATE), "level"].value_counts()
    n = {level: int(own.get(level, 0)) or "none" for level in words.LEVELS}
    return (
        f"What can be said of {state}? A verdict is declared in {n[words.DECLARED]} of "
        f"{n_domains} domains, likely in {n[words.LIKELY]}"
    )


def _explained(study: Study, verdicts: pd.DataFrame) -> str:
    rules = study.triangulation.verdict
    few = (
        f"Few: fewer than {rules.own_sources} sources that raise it, or than {rules.own_groups} "
        "groups of people; the verdict is the domain's more than the state's. "
    )
    is_few = verdicts.loc[verdicts["kind"].eq(words.STATE), "is_borrowed"].eq(True).any()
    is_overruled = verdicts["overruled_verdict"].notna().any()
    return (
        f"{few if is_few else ''}Changes recognized: share of the answers of those heard before, "
        "from all states. Full color: declared; pale: likely; dot: undetermined."
        + (f" {OVERRULED}, or a corner: overruled by a researcher." if is_overruled else "")
    )


def _heads(ax: Axes) -> None:
    for name, (left, width) in (STEPS | CELLS).items():
        ax.text(
            left + width / 2, HEAD_IN - 0.06, "\n".join(wrapped(HEADS[name], width, HEAD_PT)),
            ha="center", va="bottom", fontsize=HEAD_PT, color=MUTED, linespacing=1.05,
        )  # fmt: skip
    for title, places in (("Evidence", STEPS), ("Verdict", CELLS)):
        left = min(edge for edge, _ in places.values())
        ax.text(left + 0.05, 0.06, f"{title} →" if places is STEPS else title, va="center",
                fontsize=8.5, fontweight="bold")  # fmt: skip


def _domain(ax: Axes, top: float, name: str, rows: pd.DataFrame, recognized: float | None) -> None:
    ax.plot([MARGIN_IN, WIDTH_IN - MARGIN_IN], [top, top], color="#d9d9d9", lw=0.8)
    middle = top + 0.06 + CELL_HIGH_IN / 2
    lines = wrapped(name, STEPS["heard"][0] - 2 * MARGIN_IN, 9)
    ax.text(MARGIN_IN, middle, "\n".join(lines), va="center", fontsize=9)
    own = rows[rows["kind"].eq(words.STATE)]
    if own.empty:
        ax.text(STEPS["heard"][0] + 0.05, middle, verdict_wording.VERDICTS[words.NOT_STUDIED],
                va="center", fontsize=9, color=MUTED)  # fmt: skip
        return
    for step, text in _steps(own.iloc[0], recognized).items():
        left, width = STEPS[step]
        ax.text(left + width / 2, middle, "\n".join(wrapped(text, width - 0.04, TEXT_PT)),
                ha="center", va="center", fontsize=TEXT_PT, linespacing=1.1)  # fmt: skip
    for row in rows.itertuples():
        left, width = CELLS[row.kind]
        draw_cell(ax, (left, middle - CELL_HIGH_IN / 2, width, CELL_HIGH_IN), cell_of(row))
    color = INK if own["level"].iloc[0] != words.OPEN else MUTED
    for number, line in enumerate(_in_words(own.iloc[0])):
        place = (WORDS_IN, top + ROW_IN - 0.1 + number * WORDS_HIGH_IN)
        ax.text(*place, line, va="center", fontsize=WORDS_PT, color=color)


def _height(rows: pd.DataFrame) -> float:
    """Height of a domain's row: more where its verdict takes more than a line of words."""
    own = rows[rows["kind"].eq(words.STATE)]
    return ROW_IN if own.empty else ROW_IN + (len(_in_words(own.iloc[0])) - 1) * WORDS_HIGH_IN


def _steps(row: pd.Series, recognized: float | None) -> dict[str, str]:
    """What stands on each step of a cell's ladder: classes of what was heard, never counts."""
    n = int(row["n_indicators"])
    measured = f"{n or 'no'} indicator{'' if n == 1 else 's'}"
    is_known = recognized is not None and pd.notna(recognized)
    projects = verdict_wording.EXPOSURES.get(row["exposure"], "").removesuffix(" projects").lower()
    return {
        "heard": "few of its own" if row["is_borrowed"] else "enough of its own",
        "measured": f"{measured}, {row['grade']}" if n and pd.notna(row["grade"]) else measured,
        "validated": wording.percent(recognized) if is_known else "not known",
        "projects": projects,
    }


def _in_words(row: pd.Series) -> list[str]:
    """The verdict with all that qualifies it, in lines."""
    ways = (row["people_way"], row["indicators_way"])
    told = [verdict_wording.read(row["verdict"], *ways)]
    if row["level"] != words.OPEN:
        told.append(row["level"])
        told += ["borrowed from the domain"] if row["is_borrowed"] else []
        stability = row.get("stability")
        told += [str(stability).replace("_", " ")] if pd.notna(stability) else []
    if pd.notna(row.get("overruled_verdict")):
        told.append(f"overruled: {lower(verdict_wording.SHORT_VERDICTS[row['overruled_verdict']])}")
    return wrapped("; ".join(told), WIDTH_IN - MARGIN_IN - WORDS_IN, WORDS_PT)


def _beside(
    ax: Axes, indicators: pd.DataFrame, titles: list[list[str]], top: float,
    here_there: tuple[str, str],
) -> None:  # fmt: skip
    heading = "Public indicators: real, counted in no verdict"
    ax.text(MARGIN_IN, top, heading, fontweight="bold", va="center", fontsize=9)
    for edge, name in zip((HERE_IN, THERE_IN), ("State", here_there[1]), strict=True):
        ax.text(edge, top, name, va="center", ha="right", fontsize=8.5, color=MUTED)
    place = top + 1.1 * LINE_IN
    for row, lines in zip(indicators.itertuples(), titles, strict=True):
        for number, line in enumerate(lines):
            ax.text(MARGIN_IN, place + number * LINE_IN, line, va="center", fontsize=8.5)
        for edge, value in ((HERE_IN, row.value), (THERE_IN, row.country_value)):
            text = wording.amount(value, row.unit)
            ax.text(edge, place, text, va="center", ha="right", fontsize=8.5)
        place += LINE_IN * len(lines)
