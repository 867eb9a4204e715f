"""What the triangulation is made from: who was asked what, what coders read, what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.methods import codes, outcomes
from analysis.methods.codes import KEY
from analysis.vocabulary import DIRECTIONS, ONE_PROJECT, SEVERAL_PROJECTS

CELL = ["state", "domain"]


@dataclass(frozen=True)
class Evidence:
    """Tidy tables of one study; one left out, or a row, is another Evidence.

    ``judged`` comes from ``codes.judgements`` (who judged, the adjudicator among them), ``asked``
    has a row per ``source_id`` and ``domain``, ``interviews`` one per source with ``state`` and
    ``group``; ``standard`` comes from ``outcomes.standardized``; ``indicators`` is the register
    and ``weights`` what a study declares for the composite. ``raised`` has a row per ``source_id``
    and ``domain`` that it raises, whether or not its direction is known; None: those judged.
    """

    judged: pd.DataFrame
    asked: pd.DataFrame
    interviews: pd.DataFrame
    project_domains: pd.DataFrame
    project_states: pd.DataFrame
    standard: pd.DataFrame
    indicators: pd.DataFrame
    weights: pd.DataFrame
    raised: pd.DataFrame | None = None


# The tables of a study that its evidence is made from.
EVIDENCE_TABLES = (
    "interviews", "asked", "codes", "segments", "codings", "project_domains", "project_states",
    "monitoring", "indicators", "indicator_changes", "indicator_weights",
)  # fmt: skip


def gather(tables: Sequence[pd.DataFrame]) -> Evidence:
    """The evidence of a study, from its tables in the order of ``EVIDENCE_TABLES``."""
    named = dict(zip(EVIDENCE_TABLES, tables, strict=True))
    indicators = named["indicators"]
    changes = outcomes.all_changes(named["monitoring"], named["indicator_changes"], indicators)
    return Evidence(
        judged=codes.judgements(named["codings"], named["segments"], named["codes"]),
        asked=named["asked"],
        interviews=named["interviews"],
        project_domains=named["project_domains"],
        project_states=named["project_states"],
        standard=outcomes.standardized(changes, indicators),
        indicators=indicators,
        weights=named["indicator_weights"],
    )


def studied_cells(
    asked: pd.DataFrame,
    interviews: pd.DataFrame,
    project_domains: pd.DataFrame,
    project_states: pd.DataFrame,
) -> pd.DataFrame:
    """One row per ``state`` and ``domain`` where a project worked or a source was asked."""
    heard = asked.merge(interviews[["source_id", "state"]], on="source_id")
    worked = project_domains.merge(project_states, on="project_id")
    cells = pd.concat([heard[CELL], worked[CELL]]).drop_duplicates()
    return cells.sort_values(CELL).reset_index(drop=True)


def people_line(
    cells: pd.DataFrame, directions: pd.DataFrame, asked: pd.DataFrame, interviews: pd.DataFrame,
    raised: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """``cells`` with ``n_asked``, ``n_raised``, each direction (all sources) and ``n_groups``.

    ``directions`` has one row per ``source_id`` and ``domain`` that was asked about and raised, and
    whose direction is known; ``raised`` those of which it is not known too.
    """
    where = interviews[["source_id", "state", "group"]]
    said = (directions if raised is None else raised)[KEY].merge(where, on="source_id")
    votes = directions.merge(where, on="source_id").groupby([*CELL, "direction"]).size()
    votes = votes.unstack("direction").reindex(columns=DIRECTIONS)
    counted = {
        "n_asked": asked.merge(where, on="source_id").groupby(CELL).size(),
        "n_raised": said.groupby(CELL).size(),
        "n_groups": said.groupby(CELL)["group"].nunique(),
    }
    line = cells.merge(votes, on=CELL, how="left")
    for name, counts in counted.items():
        line = line.merge(counts.rename(name), on=CELL, how="left")
    return line.fillna(0).astype(dict.fromkeys([*counted, *DIRECTIONS], int))


def exposure(
    cells: pd.DataFrame, project_domains: pd.DataFrame, project_states: pd.DataFrame
) -> pd.Series:
    """For each cell, whether at most one project works there on its domain, or several do."""
    worked = project_domains.merge(project_states, on="project_id")
    n_projects = worked.groupby(CELL)["project_id"].nunique().rename("n_projects").reset_index()
    n = cells[CELL].merge(n_projects, on=CELL, how="left")["n_projects"].fillna(0)
    return n.gt(1).map({False: ONE_PROJECT, True: SEVERAL_PROJECTS}).set_axis(cells.index)


def said_of_asked(evidence: Evidence, adjudicator: str | None) -> pd.DataFrame:
    """One direction per source and domain it was asked about and raises, by majority."""
    said = codes.directions(evidence.judged, adjudicator)
    return codes.of_asked(said, evidence.asked)[0]
