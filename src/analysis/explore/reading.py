"""Passages and counts of sources as they are, before disclosure: pure functions on tables."""

import pandas as pd

from analysis.methods import codes as methods
from analysis.methods.code_tree import sex_of_sources
from analysis.vocabulary import TOPIC

VARIABLES = ("state", "group", "sex", "domain", "direction", "code")


def coded(
    interviews: pd.DataFrame, segments: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame,
    participants: pd.DataFrame, adjudicator: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """What was coded, for choosing from it; where the ``adjudicator`` judged, that counts.

    Returns one row per ``segment_id``, ``domain`` and ``code`` (an id of the codebook), with
    ``source_id``, its ``state``, ``group`` and ``sex`` (of the people in it; mixed; blank where
    nobody is known), and its ``direction`` in the domain. A passage is in the domains of its topic
    codes; without any, its domain and direction are blank.
    """
    given = codings[["segment_id", "code_id"]].drop_duplicates().rename(columns={"code_id": "code"})
    topics = codes.loc[codes["facet"].eq(TOPIC), ["code_id", "domain"]].dropna()
    topics = given.merge(topics, left_on="code", right_on="code_id")
    of_domain = topics[["segment_id", "domain"]].drop_duplicates()
    directions = methods.directions(methods.judgements(codings, segments, codes), adjudicator)
    sexes = sex_of_sources(participants)
    sources = interviews[["source_id", "state", "group"]].merge(sexes, how="left")
    rows = segments[["segment_id", "source_id"]].merge(given).merge(of_domain, how="left")
    return rows.merge(sources, on="source_id").merge(directions, how="left")


def chosen(coded: pd.DataFrame, **wanted: str | None) -> pd.DataFrame:
    """The rows of ``coded`` that have each value wanted; None stands for any."""
    for column, value in wanted.items():
        coded = coded if value is None else coded[coded[column].eq(value)]
    return coded


def in_context(segments: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Each passage within the turns it is from, with the turn before and the turn after.

    ``segments`` and ``turns`` are tables of the study. Returns one row per ``segment_id`` and
    turn, in order, with ``source_id``, ``speaker``, ``text`` of the turn, and where in it the
    passage is: ``mark_start`` to ``mark_end`` (characters; equal where none of it is).
    """
    turns = turns.sort_values(["source_id", "start"], kind="stable")
    turns = turns.assign(number=turns.groupby("source_id").cumcount())
    places = segments[["segment_id", "source_id", "start", "end"]]
    pairs = places.merge(turns, on="source_id", suffixes=("_passage", ""))
    is_said = pairs["start_passage"].lt(pairs["end"]) & pairs["end_passage"].gt(pairs["start"])
    said = pairs["number"].where(is_said).groupby(pairs["segment_id"])
    near = pairs[pairs["number"].between(said.transform("min") - 1, said.transform("max") + 1)]
    length = near["text"].str.len()
    for edge in ("start", "end"):
        mark = (near[f"{edge}_passage"] - near["start"]).clip(lower=0)
        near = near.assign(**{f"mark_{edge}": mark.clip(upper=length)})
    return near[["segment_id", "source_id", "speaker", "text", "mark_start", "mark_end"]]


def crosstab(coded: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Number of sources by two of ``VARIABLES``: one row per value of the first found.

    A source counts once in a cell, however many of its passages are in it; it may count in
    several, so cells do not add up to the sources. Raises ValueError for a variable by itself.
    """
    if rows == columns:
        msg = "choose two different variables"
        raise ValueError(msg)
    cells = coded.dropna(subset=[rows, columns]).groupby([rows, columns])["source_id"].nunique()
    return cells.unstack(fill_value=0)
