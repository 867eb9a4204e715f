"""Figures of the validation survey itself: who answered it, and what is wrong with the answers."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, HIDDEN, MUTED, STYLE, WIDTH_IN, cut, entitle, nothing
from analysis.exhibits.sentences import capital, lower
from analysis.exhibits.wording import few, percent

ROW_IN = 0.27
ALL, GROUPS, REGIONS = "all", "groups", "regions"
LABEL_IN = 2.1  # widest label of a row
OPEN = {"blank_share": ("Left blank", COLORS[1]), "missing_value_share": ("Declined", COLORS[0])}


def draw_response(released: Released) -> Figure:
    """Of those heard, the share that answered: all, by stakeholder group and by region.

    The table has the rows of ``survey.response`` in the parts ``all``, ``groups`` and ``regions``.
    """
    table = released.table
    whole = table.loc[table["part"].eq(ALL), "answered_share"].dropna()
    if whole.empty:
        return nothing("Too few people answered the survey for their share to be shown")
    names = released.study.labels("groups", short=True)
    parts = {
        "By stakeholder group": table[table["part"].eq(GROUPS)].assign(name=table["group"]),
        "By region": table[table["part"].eq(REGIONS)].assign(name=table["region"].map(_region)),
    }
    rows = []
    for heading, part in parts.items():
        part = part.assign(name=part["name"].map(lambda name: names.get(name, name)))
        part = part.sort_values("answered_share", ascending=False, kind="stable")
        rows += [(heading, None), *((row.name, row) for row in part.itertuples(index=False))]
    with plt.style.context(STYLE):
        fig, ax = _rows(rows)
        ax.axvline(whole.iloc[0], color=MUTED, lw=1, ls=(0, (4, 3)), zorder=1)
        for place, (_, row) in enumerate(rows):
            if row is None:
                continue
            if row.is_suppressed:
                _beside(ax, place, released.hidden_mark)
                continue
            ax.hlines(place, 0, row.answered_share, color=HIDDEN, lw=1.2)
            ax.plot(row.answered_share, place, "o", color=COLORS[0], clip_on=False)
            ax.annotate(
                percent(row.answered_share), (row.answered_share, place), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=9,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )  # fmt: skip
            _beside(ax, place, f"of {row.n_people:,.0f}")
        most = table["answered_share"].max()
        _percents(ax, min(1, max(0.05, 1.25 * most)), "Share of the people heard who answered")
        entitle(
            fig, _answered(table, whole.iloc[0], names),
            "Of the people heard before, those who answered the survey; dashed: of all",
        )  # fmt: skip
    return fig


def draw_open(released: Released) -> Figure:
    """Of the questions put, the shares left open: blank and declined, by question and panel.

    The table is that of ``survey.item_nonresponse`` by ``question`` and ``panel``.
    """
    panels = released.study.labels("validation_panels", short=True)
    table = released.table
    shown = table.dropna(subset="open_share")
    if shown.empty:
        return nothing("Too few people answered the survey to say what they left open")
    rows = []
    for question in [name for name in wording.QUESTIONS if name in set(table["question"])]:
        part = table[table["question"].eq(question)].set_index("panel")
        rows.append((wording.QUESTIONS[question], None))
        rows += [(panels[p], part.loc[p]) for p in panels if p in part.index]
    with plt.style.context(STYLE):
        fig, ax = _rows(rows)
        for place, (_, row) in enumerate(rows):
            if row is None:
                continue
            if row["is_suppressed"]:
                _beside(ax, place, released.hidden_mark)
                continue
            left = 0.0
            for column, (_, color) in OPEN.items():
                ax.barh(place, row[column], left=left, color=color, height=0.6)
                left += row[column]
            ax.text(left, place, f" {percent(left)}", va="center", fontsize=9)
            _beside(ax, place, f"of {row['n_items']:,.0f}")
        handles = [plt.Rectangle((0, 0), 1, 1, color=color, label=n) for n, color in OPEN.values()]
        fig.legend(handles=handles, loc="outside lower center", ncols=2)
        most = shown["open_share"].max()
        _percents(ax, max(0.05, 1.25 * most), "Share of the times the question was put")
        entitle(
            fig,
            _left_open(shown, panels),
            "What was left open of the questions that were to be put",
        )
    return fig


def draw_faults(released: Released) -> Figure:
    """What is odd about the answers: times of the submissions, answers that were not asked for.

    The table has the rows of ``survey.time_faults`` (``kind``) in the part ``times`` and those of
    ``survey.against_skip_logic`` (``question``) in the part ``answers``.
    """
    table = released.table
    if table["fault_share"].isna().all():
        return nothing("Too few submissions for their faults to be shown")
    times, answers = (table[table["part"].eq(part)] for part in ("times", "answers"))
    questions = wording.QUESTIONS
    rows = [
        ("Submissions, by their times", None),
        *((wording.TIME_FAULTS[row.kind], row) for row in times.itertuples()),
        ("Answered though not to be asked", None),
        *((questions.get(row.question, row.question), row) for row in answers.itertuples()),
    ]
    with plt.style.context(STYLE):
        fig, ax = _rows(rows)
        for place, (_, row) in enumerate(rows):
            if row is None:
                continue
            if row.is_suppressed or np.isnan(row.fault_share):
                _beside(ax, place, released.hidden_mark)
                continue
            ax.barh(place, row.fault_share, color=COLORS[4], height=0.6)
            ax.text(
                row.fault_share, place, f" {few(row.fault_share)}", va="center",
                fontsize=9,
            )  # fmt: skip
            _beside(ax, place, f"of {row.n_items:,.0f}")
        most = table["fault_share"].max()
        _percents(ax, max(0.05, 1.25 * most), "Share of the submissions, or of the occasions")
        entitle(fig, _odd(table), "Faults found; odd times are counted, odd answers are not used")
    return fig


def _rows(rows: list[tuple[str, object]]) -> tuple[Figure, Axes]:
    """Axes with a row for each pair: its name at the left; a heading where there is no more."""
    fig, ax = plt.subplots(figsize=(WIDTH_IN, ROW_IN * len(rows) + 0.9), layout="constrained")
    names = [cut(name, LABEL_IN, 9.5) if row is not None else name for name, row in rows]
    ax.set_yticks(range(len(rows)), names)
    for label, (_, row) in zip(ax.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row is None else "normal")
    ax.set_ylim(len(rows) - 0.5, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return fig, ax


def _percents(ax: Axes, most: float, label: str) -> None:
    ax.xaxis.set_major_locator(plt.MaxNLocator(steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda share, _: percent(share))
    ax.set(xlim=(0, most), xlabel=label)


def _beside(ax: Axes, place: int, word: str) -> None:
    """On how many a row rests, or that it may not be told, at the right edge."""
    where = ax.get_yaxis_transform()
    ax.text(1.02, place, word, va="center", fontsize=9, color=MUTED, transform=where)


def _region(name: str) -> str:
    return capital(str(name).replace("_", " "))


def _answered(table: pd.DataFrame, whole: float, names: dict[str, str]) -> str:
    groups = table[table["part"].eq(GROUPS)].dropna(subset="answered_share")
    said = f"{percent(whole)} of the people heard answered"
    if groups["answered_share"].nunique() < 2:
        return said
    ordered = groups.sort_values("answered_share", kind="stable")
    least, most = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"{said}; by group from {percent(least['answered_share'])} "
        f"({lower(names[least['group']])}) to {percent(most['answered_share'])} "
        f"({lower(names[most['group']])})"
    )


def _left_open(shown: pd.DataFrame, panels: dict[str, str]) -> str:
    first = shown.loc[shown["open_share"].idxmax()]
    question = wording.QUESTIONS[first["question"]]
    by = lower(panels[first["panel"]])
    return (
        f"Left open most: “{lower(question)}”, {percent(first['open_share'])} of the times ({by})"
    )


def _odd(table: pd.DataFrame) -> str:
    most = table.groupby("part")["fault_share"].max().dropna()
    said = {
        "times": "odd times of one kind in at most {} of submissions",
        "answers": "a question answered out of turn at most {} of the times",
    }
    parts = [words.format(few(most[part])) for part, words in said.items() if part in most]
    return capital("; ".join(parts))
