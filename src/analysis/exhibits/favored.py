"""Figure of the test whether a level chose a kind of story more readily than the others."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import COLORS, MUTED, STYLE, WIDTH_IN, entitle, nothing
from analysis.exhibits.sentences import listed, lower
from analysis.study import Study
from analysis.vocabulary import IMPROVED

FLAGGED = 0.05  # a kind is named where its adjusted p-value is not above this
ROW_IN, SHOWN = 0.22, (0.1, 10.0)  # height of a row, odds ratios that the axis has room for

Row = tuple[str, str | None, str]  # question, kind (none: its heading), wording


def draw_favored(released: Released) -> Figure:
    """The odds of being chosen, of each kind against the others, at each level of selection.

    The table is that of ``selection.favored``, its questions one ``part`` each. A dark dot is
    flagged: its exact p-value stays small when adjusted for how many were tried.
    """
    study, table = released.study, released.table
    if table["q_value"].isna().all():
        return nothing(
            "Did selection favor a kind of story? Too few people told any for it to be tested"
        )
    rows, levels = _rows(study, table), study.labels("selection_levels")
    with plt.style.context(STYLE):
        fig, axes = plt.subplots(
            1, len(levels), figsize=(WIDTH_IN, ROW_IN * len(rows) + 0.9), sharey=True,
            layout="constrained", squeeze=False,
        )  # fmt: skip
        for ax, (level, name) in zip(axes[0], levels.items(), strict=True):
            _level(ax, table[table["step"].eq(level)], rows, released.hidden_mark)
            ax.set_title(f"{name} level", fontsize=10)
        axes[0, 0].set_yticks(range(len(rows)), [name for *_, name in rows])
        axes[0, 0].set_ylim(len(rows) - 0.5, -0.5)
        for label, (_, kind, _) in zip(axes[0, 0].get_yticklabels(), rows, strict=True):
            label.set_fontweight("normal" if kind else "bold")
        fig.supxlabel("Odds of being chosen, times those of all other stories", fontsize=10)
        entitle(
            fig, _named(table, study, levels),
            "Odds ratios over panels with 95 % intervals; dark: beyond chance, with as many tried",
        )  # fmt: skip
    return fig


def kind_names(question: str, study: Study) -> dict[str, str]:
    """How the kinds of a question read; a question without fixed kinds reads as its values."""
    if question == "group":
        return study.labels("groups", short=True)
    return {"direction": {IMPROVED: "Improvement"}, "sex": wording.TELLERS}.get(question, {})


def _rows(study: Study, table: pd.DataFrame) -> list[Row]:
    rows: list[Row] = []
    for question, name in wording.KINDS_OF_STORY.items():
        kinds = table.loc[table["question"].eq(question), "kind"].drop_duplicates()
        names = kind_names(question, study)
        rows += [(question, None, name)] if len(kinds) else []
        rows += [(question, kind, names.get(kind, kind)) for kind in kinds]
    return rows


def _level(ax: Axes, table: pd.DataFrame, rows: list[Row], hidden_mark: str) -> None:
    ax.axvline(1, color="#bfbfbf", lw=1)
    found = table.set_index(["question", "kind"])
    for place, (question, kind, _) in enumerate(rows):
        if kind is None or (question, kind) not in found.index:
            continue
        row = found.loc[(question, kind)]
        if row["is_suppressed"] or pd.isna(row["odds_ratio"]):
            word = hidden_mark if row["is_suppressed"] else "–"
            ax.text(1.1, place, word, va="center", fontsize=8.5, color=MUTED)
            continue
        is_flagged = row["q_value"] <= FLAGGED
        color = COLORS[0] if is_flagged else "#9ecae1"
        ends = (max(row["lower"], SHOWN[0]), min(row["upper"], SHOWN[1]))
        ax.plot(ends, [place] * 2, color=color, lw=2 if is_flagged else 1.2)
        ax.plot(min(max(row["odds_ratio"], SHOWN[0]), SHOWN[1]), place, "o", color=color, ms=5)
    ax.set_xscale("log")
    ax.set(xlim=SHOWN, xticks=[0.1, 1, 10], xticklabels=["0.1", "1", "10"])
    ax.minorticks_off()
    ax.tick_params(axis="y", length=0)


def _named(table: pd.DataFrame, study: Study, levels: dict[str, str]) -> str:
    """The kinds that a level chose more readily, or less, beyond chance."""
    question = "Did selection favor a kind of story?"
    flagged = table[table["q_value"].le(FLAGGED)]
    if flagged.empty:
        return f"{question} Of those that can be tested, none stands out beyond chance"
    # Without an odds ratio, all of one kind were chosen or none.
    is_more = flagged["odds_ratio"].fillna(1).ge(1)
    kinds = flagged.assign(word=is_more.map({True: "Favored", False: "Passed over"})).groupby(
        ["word", "question", "kind"], sort=False
    )
    said = [f"{word}: {_said(*key, part, study, levels)}" for (word, *key), part in kinds]
    rest = "" if flagged["question"].eq("group").any() else "; no group stands out"
    return f"{question} {'; '.join(said)}{rest}"


def _said(
    question: str, kind: str, part: pd.DataFrame, study: Study, levels: dict[str, str]
) -> str:
    name = lower(kind_names(question, study).get(kind, kind))
    of = f"from states with {name} heard" if question == "heard" else f"of {name}"
    where = listed([lower(levels[level]) for level in part["step"]])
    return f"stories {of}, at the {where} level"
