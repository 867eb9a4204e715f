"""Table of the ten steps of the technique: what the data show of each."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure import Released
from analysis.exhibits import wording
from analysis.exhibits.house import (
    INK,
    MARGIN_IN,
    MUTED,
    STYLE,
    WIDTH_IN,
    entitle,
    nothing,
    sheet,
    wrapped,
)
from analysis.exhibits.sentences import capital, lower
from analysis.exhibits.wording import percent
from analysis.study import Study

# The ten steps of Davies and Dart 2005, chapter 2, in our words, and the measures of each.
STEPS = (
    ("Raising interest", ()),
    ("Defining domains", ("open",)),
    ("Defining the period", ("days_collecting",)),
    (
        "Collecting stories",
        ("filled_story", "filled_significance", "collectors", "by_one_collector"),
    ),
    ("Selecting", ("panels", "days_to_panel", "dissent")),
    ("Feeding back", ("fed_back",)),
    ("Verifying", ("verified_of_chosen",)),
    ("Quantifying", ("behind_changes",)),
    ("Analyzing the reasons", ()),
    ("Revising the system", ()),
)
VERIFYING, REASONING = 6, 8  # places of the steps that have tables of their own
SAYS = {
    "open": "{n} of {n_of} stories were put into no domain of the study",
    "days_collecting": "collected over {n} days",
    "filled_story": "{n} of {n_of} have the account itself",
    "filled_significance": "{n} of {n_of} say why it matters to the teller",
    "collectors": "{n} people collected them",
    "by_one_collector": "{n} of {n_of} by the one who brought most",
    "panels": "{n} panels",
    "days_to_panel": "{n} days from the telling of a story to a panel, at the median",
    "dissent": "something was held against the decision on {n} of {n_of} stories",
    "fed_back": "the changes were shown to {n} people who had been heard",
    "verified_of_chosen": "somebody went to verify {n} of {n_of} that the last level chose",
    "behind_changes": "{n} of {n_of} stories stand behind a change, chosen or not",
}
NO_TRACE = "leaves no trace in the tables"
NAME_IN, LINE_IN, GAP_IN = 1.95, 0.17, 0.07  # width of the names, heights of a line and a gap


def draw_technique(released: Released) -> Figure:
    """The ten steps, each with what the tables show of it.

    The table holds three parts: ``measure`` (``technique.technique``), ``verified``
    (``technique.verified``) and ``reason`` (``selection.reasons``).
    """
    study, table = released.study, released.table
    measures = table[table["part"].eq("measure")].set_index("measure")
    if not measures["n_people"].fillna(1).gt(0).any():
        return nothing("How was the technique carried out? No story was told")
    said = [
        [_measure(measures.loc[name], name, released.hidden_mark) for name in names]
        for _, names in STEPS
    ]
    said[VERIFYING].append(_verified(table[table["part"].eq("verified")]))
    said[REASONING] = _reasons(table[table["part"].eq("reason")], study)
    return _sheet(said, _title(measures.loc["verified_of_chosen"]))


def _sheet(said: list[list[str]], title: str) -> Figure:
    width = WIDTH_IN - NAME_IN - 2 * MARGIN_IN
    texts = [wrapped(capital("; ".join(parts)) or NO_TRACE, width, 9) for parts in said]
    with plt.style.context(STYLE):
        fig, ax = sheet(sum(LINE_IN * len(lines) + GAP_IN for lines in texts) + MARGIN_IN)
        top = 0.0
        for number, ((name, _), lines) in enumerate(zip(STEPS, texts, strict=True), start=1):
            middle = top + LINE_IN / 2
            ax.text(MARGIN_IN, middle, f"{number} {name}", va="center", fontsize=9, color=INK)
            color = MUTED if lines == [NO_TRACE] else INK
            for place, line in enumerate(lines):
                ax.text(
                    NAME_IN, middle + place * LINE_IN, line, va="center", fontsize=9, color=color
                )
            top += LINE_IN * len(lines) + GAP_IN
        entitle(fig, title, "The steps of the Most Significant Change technique")
    return fig


def _measure(row: pd.Series, name: str, hidden_mark: str) -> str:
    numbers = {
        key: hidden_mark if pd.isna(row[key]) else f"{row[key]:,.0f}" for key in ("n", "n_of")
    }
    return SAYS[name].format(**numbers)


def _verified(table: pd.DataFrame) -> str:
    shown = table[~table["is_suppressed"]].set_index("outcome")["n_stories"]
    said = [f"{n:,.0f} {wording.VERIFIED[outcome]}" for outcome, n in shown.items()]
    if len(shown) < len(table):
        said.append("other outcomes hidden, told by too few people")
    return f"of all verified, {', '.join(said)}"


def _reasons(table: pd.DataFrame, study: Study) -> list[str]:
    """The criteria that decided at each level, the most frequent first; hidden ones left out."""
    criteria = study.labels("selection_criteria", short=True)
    clauses = []
    for level, name in study.labels("selection_levels").items():
        shown = table[table["step"].eq(level)].dropna(subset="reason_share")
        shown = shown.sort_values("reason_share", ascending=False, kind="stable")
        said = [
            f"{lower(criteria[row.criterion])} {percent(row.reason_share)}"
            for row in shown.itertuples()
        ]
        clauses.append(f"{lower(name)} level: {', '.join(said) or 'too few stories to be shown'}")
    return clauses


def _title(checked: pd.Series) -> str:
    """How many of the stories chosen last somebody went to verify."""
    question = "How was the technique carried out?"
    if pd.isna(checked["n"]) or not checked["n_of"]:
        return f"{question} Step by step, as far as it can be shown"
    n = f"{checked['n']:,.0f}" if checked["n"] else "None"
    return f"{question} {n} of the {checked['n_of']:,.0f} stories chosen last were verified"
