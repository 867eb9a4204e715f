"""What the triangulation is made from: who was asked what, what coders read, what was measured."""

from dataclasses import dataclass

import pandas as pd

from analysis.methods import codes
from analysis.vocabulary import DIRECTIONS, ONE_PROJECT, SEVERAL_PROJECTS

CELL = ["state", "domain"]


@dataclass(frozen=True)
class Evidence:
    """Tidy tables of one study; one left out, or a row, is another Evidence.

    ``judged`` comes from ``codes.judgements`` (who judged, the adjudicator among them), ``asked``
    has a row per ``source_id`` and ``domain``, ``interviews`` one per source with ``state`` and
    ``group``; ``standard`` comes from ``outcomes.standardized``; ``indicators`` is the register
    and ``weights`` what a study declares for the composite.
    """

    judged: pd.DataFrame
    asked: pd.DataFrame
    interviews: pd.DataFrame
    project_domains: pd.DataFrame
    project_states: pd.DataFrame
    standard: pd.DataFrame
    indicators: pd.DataFrame
    weights: pd.DataFrame


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
    cells: pd.DataFrame, directions: pd.DataFrame, asked: pd.DataFrame, interviews: pd.DataFrame
) -> pd.DataFrame:
    """``cells`` with ``n_asked``, ``n_raised``, each direction (all sources) and ``n_groups``.

    ``directions`` has one row per ``source_id`` and ``domain`` that was asked about and raised.
    """
    where = interviews[["source_id", "state", "group"]]
    raised = directions.merge(where, on="source_id")
    n_asked = asked.merge(where, on="source_id").groupby(CELL).size().rename("n_asked")
    votes = raised.groupby([*CELL, "direction"]).size().unstack("direction")
    votes = votes.reindex(columns=DIRECTIONS)
    n_groups = raised.groupby(CELL)["group"].nunique().rename("n_groups")
    line = cells.merge(n_asked, on=CELL, how="left").merge(votes, on=CELL, how="left")
    line = line.merge(n_groups, on=CELL, how="left")
    counts = ["n_asked", "n_groups", *DIRECTIONS]
    line[counts] = line[counts].fillna(0).astype(int)
    return line.assign(n_raised=line[list(DIRECTIONS)].sum(axis=1))


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
