"""How much of everything there is: the margins of the study, counted in its tables."""

from typing import Any

import pandas as pd

from analysis.methods.outcomes import SIGNS
from analysis.vocabulary import (
    BASELINE_LATE,
    BASELINE_MISSING,
    DOUBLE_COUNTED,
    IRREGULARITIES,
    RESPONDENTS,
)

# Irregularities that cost the outcome line a row or a series; from the others nothing is lost.
SET_ASIDE = (BASELINE_MISSING, BASELINE_LATE, DOUBLE_COUNTED)


def one_row(values: dict[str, Any]) -> pd.DataFrame:
    """Numbers or texts about the whole study, as a table of one row."""
    return pd.DataFrame([values])


def by_kind(interviews: pd.DataFrame) -> pd.DataFrame:
    """One row per ``kind`` of source, with ``n_sources`` and ``n_people`` heard in them."""
    kinds = interviews.groupby("kind", as_index=False)
    return kinds.agg(n_sources=("source_id", "size"), n_people=("n_people", "sum"))


def heard(asked: pd.DataFrame, interviews: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per ``by`` with ``n_people`` heard in the sources asked, and ``n_asked`` (sources).

    A source counts once in a row, however many domains it was asked about there. A combination
    that nobody was asked about has no row.
    """
    cells = asked.merge(interviews, on="source_id").drop_duplicates(["source_id", *by])
    cells = cells.groupby(by, as_index=False)
    return cells.agg(n_people=("n_people", "sum"), n_asked=("source_id", "size"))


def class_words(smallest_cell: int) -> list[str]:
    """How the classes of ``in_classes`` are worded, the smallest first."""
    return [
        f"under {smallest_cell}",
        f"{smallest_cell} to {2 * smallest_cell - 1}",
        f"{2 * smallest_cell} or more",
    ]


def in_classes(n_people: pd.Series, smallest_cell: int) -> pd.DataFrame:
    """Classes of a number of people: ``heard`` (its wording) and ``heard_order`` (a letter).

    The first class ends below the smallest cell, so that no class tells of fewer people.
    """
    edges = [0, smallest_cell, 2 * smallest_cell, float("inf")]
    words = class_words(smallest_cell)
    place = pd.cut(n_people, edges, labels=False, right=False)
    return pd.DataFrame(
        {
            "heard": place.map(dict(enumerate(words))),
            "heard_order": place.map(dict(enumerate("abc"))),
        }
    )


def answers(validation: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Answers to each change: one row per ``change_id`` with its ``domain``, ``n_people`` (who
    answered), and the share of each answer: ``agree_share``, ``partly_agree_share``,
    ``disagree_share`` (0-1; missing where nobody answered).
    """
    given = pd.crosstab(validation["change_id"], validation["answer"])
    given = given.reindex(index=changes["change_id"], fill_value=0)
    n_people = given.sum(axis=1)
    shares = {
        f"{answer}_share": given.get(answer, 0) / n_people.where(n_people.gt(0))
        for answer in ("agree", "partly_agree", "disagree")
    }
    table = pd.DataFrame({"n_people": n_people} | shares).reset_index()
    return table.merge(changes[["change_id", "domain"]], on="change_id")


def answers_by_panel(
    validation: pd.DataFrame, institutions: pd.DataFrame, changes: pd.DataFrame
) -> pd.DataFrame:
    """Agreement with each change, panel by panel: who had been heard before, who had not.

    Returns one row per ``panel`` and ``change_id`` with ``n_people`` (who answered) and
    ``agree_share`` (0-1; missing where nobody answered). People of two panels are never added.
    """
    parts = [validation.assign(panel=RESPONDENTS), institutions]
    together = pd.concat(parts)[["panel", "change_id", "answer"]]
    tables = [
        answers(part, changes).assign(panel=panel)
        for panel, part in together.groupby("panel", sort=False)
    ]
    columns = ["panel", "change_id", "n_people", "agree_share"]
    none = pd.DataFrame(columns=columns).astype({"n_people": int, "agree_share": float})
    return pd.concat(tables)[columns] if tables else none


def majorities(shares: pd.DataFrame) -> pd.DataFrame:
    """Whether over half of every panel agree with a change, or of none: ``majority``.

    ``shares`` comes from ``answers_by_panel``. One row per ``change_id`` of which every panel's
    share is known: ``all``, ``some`` or ``none``. Half is not over half.
    """
    grid = shares.pivot(index="change_id", columns="panel", values="agree_share").dropna()
    over = grid.gt(0.5)
    majority = over.all(axis=1).map({True: "all", False: "some"}).where(over.any(axis=1), "none")
    return majority.rename("majority").reset_index()


def priorities(named: pd.DataFrame) -> pd.DataFrame:
    """Which priorities respondents name: one row per ``priority``, in no order.

    ``named`` has one row per respondent who was asked and answered, and priority. Returns
    ``n_people`` (who answered) and ``named_share`` (0-1), those who named none among them.
    """
    table = named.groupby("priority", as_index=False)
    return table.agg(n_people=("respondent_id", "nunique"), named_share=("is_named", "mean"))


def progress(
    changes: pd.DataFrame, indicators: pd.DataFrame, project_states: pd.DataFrame
) -> pd.DataFrame:
    """How far each project came towards its first targets in each state it works in.

    The first, because a target that was lowered on the way is easier to reach. ``changes`` comes
    from ``outcomes.monitored_changes``; ``indicators`` says which way is better. Returns one row
    per ``project_id`` and ``state`` with ``progress_share``, the median over its indicators, lest
    one with a short way outweigh the others (1: target reached, below 0: further away than
    before), and ``n_cases`` (the fewest that a measurement behind it rests on; 0 where there is
    none). An indicator without a target, or whose target is not better than its baseline, has no
    progress; where none has any, the share is missing.
    """
    share = _of_the_way(changes, indicators, "target_first")
    known = changes.assign(progress_share=share).dropna(subset="progress_share")
    pair = ["project_id", "state"]
    medians = known.groupby(pair, as_index=False).agg(
        progress_share=("progress_share", "median"), n_cases=("n_cases", "min")
    )
    table = project_states.merge(medians, on=pair, how="left")
    return table.assign(n_cases=table["n_cases"].fillna(0))


def _of_the_way(changes: pd.DataFrame, indicators: pd.DataFrame, target: str) -> pd.Series:
    """Change for the better as a part of the way from baseline to target.

    Missing where the target is not better than the baseline, or which way is better is ambiguous.
    """
    directions = indicators.set_index("indicator_id")["direction"]
    sign = changes["indicator_id"].map(directions).map(SIGNS).astype(float)
    # Rounded: a target at the baseline is no way to go, and one met to the digit is met.
    way = (sign * (changes[target] - changes["baseline"])).round(9)
    return (sign * changes["change"] / way.where(way.gt(0))).round(9)


def targets_reached(changes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Of the series whose target was revised, how many reached the first and the revised one.

    ``changes`` comes from ``outcomes.monitored_changes``; ``indicators`` says which way is better.
    Returns one row with ``n_revised``, ``n_reached_first`` and ``n_reached_revised`` (series). A
    target that is not better than the baseline counts as reached by none.
    """
    revised = changes[changes["target"].ne(changes["target_first"]) & changes["target"].notna()]
    reached = {
        "n_reached_first": _of_the_way(revised, indicators, "target_first").ge(1).sum(),
        "n_reached_revised": _of_the_way(revised, indicators, "target").ge(1).sum(),
    }
    return one_row({"n_revised": len(revised)} | reached)


def irregularities(notes: pd.DataFrame) -> pd.DataFrame:
    """One row per ``kind`` of irregularity in the reports, found or not.

    ``n``: how often (sheets, series or rows, by kind). ``is_set_aside``: what it concerns enters
    no change; the others could be brought to one form.
    """
    n = notes["kind"].value_counts().reindex(IRREGULARITIES, fill_value=0)
    table = n.rename_axis("kind").rename("n").reset_index()
    return table.assign(is_set_aside=table["kind"].isin(SET_ASIDE))
