"""Other ways to come to the same verdicts: without a part of the evidence, with other choices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.methods import codes
from analysis.methods.outcomes import composite, standardized
from analysis.methods.triangulation.evidence import Evidence, said_of_asked
from analysis.settings import AS_PUBLISHED, LATENT
from analysis.study import Study
from analysis.vocabulary import (
    CHOICE,
    EARLIER_WINDOW,
    WITHOUT_CODER,
    WITHOUT_GROUP,
    WITHOUT_INDICATOR,
    WITHOUT_PROJECT,
    WITHOUT_STATE,
)

SMALL_REGION = 0.1  # half of what counts as no change otherwise
SHARED_ERROR = 0.5
OTHER_DRAWS = "other_draws"


@dataclass(frozen=True)
class Variation:
    """One other way: its ``kind`` and ``name``, and what is triangulated."""

    kind: str
    name: str
    evidence: Evidence
    study: Study


def variations(
    evidence: Evidence, changes: pd.DataFrame, earlier: pd.DataFrame, study: Study
) -> Iterator[Variation]:
    """Each state, stakeholder group, coder, indicator and project left out, and other choices.

    ``changes`` comes from ``outcomes.all_changes``, ``earlier`` too, with windows that end earlier.
    A choice that the study has made already, or that its data do not allow, is left out.
    """
    left_out: dict[str, tuple[list[str], Callable[[str], Evidence]]] = {
        WITHOUT_STATE: (_states(evidence, study), lambda name: without_state(evidence, name)),
        WITHOUT_GROUP: (
            sorted(evidence.interviews["group"].unique()),
            lambda name: without_group(evidence, name),
        ),
        WITHOUT_CODER: (_coders(evidence, study), lambda name: without_coder(evidence, name)),
        WITHOUT_INDICATOR: (
            sorted(evidence.standard["indicator_id"].unique()),
            lambda name: without_indicator(evidence, name),
        ),
        WITHOUT_PROJECT: (
            sorted(evidence.project_domains["project_id"].unique()),
            lambda name: without_project(evidence, changes, name),
        ),
    }
    for kind, (names, without) in left_out.items():
        for name in names:
            yield Variation(kind, name, without(name), study)
    if len(earlier):
        window = replace(evidence, standard=standardized(earlier, evidence.indicators))
        yield Variation(CHOICE, EARLIER_WINDOW, window, study)
    for name, other in choices(study).items():
        if other != study and (name != LATENT or _is_latent_possible(evidence)):
            yield Variation(CHOICE, name, evidence, other)


def choices(study: Study) -> dict[str, Study]:
    """The study with one other choice each: regions, priors, correction, composite, rule table.

    Other random draws are no choice, but show how much the others owe to chance.
    """
    small = {"region_direction": SMALL_REGION, "region_indicator": SMALL_REGION}
    return {
        "small_regions": _with(study, "verdict", **small),
        "prior_on_root": _with(study, "direction", prior_rho="root"),
        "flat_prior_mean": _with(study, "direction", prior_mean=1.0),
        "coders_as_they_are": _with(study, "direction", confusion="none"),
        "shared_errors": _with(study, "indicator", shared_error=SHARED_ERROR),
        LATENT: _with(study, "indicator", composite=LATENT),
        AS_PUBLISHED: _with(study, "verdict", table=AS_PUBLISHED),
        OTHER_DRAWS: study.model_copy(update={"seed": study.seed + 1}),
    }


def with_draws(study: Study, n_draws: int, n_chains: int | None = None) -> Study:
    """The study with another number of draws, and of chains that correct coders' errors.

    With its own chains (None) the coders' errors drawn are the same, so that what differs from the
    study is owed to the variation.
    """
    changed = study if n_chains is None else _with(study, "direction", n_chains=n_chains)
    rules = changed.triangulation.model_copy(update={"n_draws": n_draws})
    return study.model_copy(update={"triangulation": rules})


def _with(study: Study, part: str, **values: Any) -> Study:
    rules = study.triangulation
    changed = getattr(rules, part).model_copy(update=values)
    rules = rules.model_copy(update={part: changed})
    return study.model_copy(update={"triangulation": rules})


def without_state(evidence: Evidence, state: str) -> Evidence:
    """As if nobody had been heard, nothing measured and no project worked in the state."""
    interviews = evidence.interviews[evidence.interviews["state"].ne(state)]
    return replace(
        _heard(evidence, interviews),
        project_states=_but(evidence.project_states, "state", state),
        standard=_but(evidence.standard, "state", state),
    )


def without_group(evidence: Evidence, group: str) -> Evidence:
    """As if nobody of the stakeholder group had been heard."""
    return _heard(evidence, evidence.interviews[evidence.interviews["group"].ne(group)])


def without_coder(evidence: Evidence, coder: str) -> Evidence:
    """As if the coder had read nothing: what nobody else read is raised, in no known direction."""
    raised = codes.of_asked(evidence.judged[codes.KEY].drop_duplicates(), evidence.asked)[0]
    judged = _but(evidence.judged, "coder_id", coder)
    return replace(evidence, judged=judged, raised=raised)


def without_indicator(evidence: Evidence, indicator: str) -> Evidence:
    """As if the indicator had not been measured."""
    return replace(evidence, standard=_but(evidence.standard, "indicator_id", indicator))


def without_project(evidence: Evidence, changes: pd.DataFrame, project: str) -> Evidence:
    """As if the project had not been there: nor its states, nor what it measured.

    What another project reports of the same people, and did not count for that, stays out.
    """
    return replace(
        evidence,
        project_domains=_but(evidence.project_domains, "project_id", project),
        project_states=_but(evidence.project_states, "project_id", project),
        standard=standardized(_but(changes, "project_id", project), evidence.indicators),
    )


def _heard(evidence: Evidence, interviews: pd.DataFrame) -> Evidence:
    """With these sources only."""
    judged, asked = (
        table[table["source_id"].isin(interviews["source_id"])]
        for table in (evidence.judged, evidence.asked)
    )
    return replace(evidence, interviews=interviews, judged=judged, asked=asked)


def _but(table: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return table[table[column].ne(value)]


def _states(evidence: Evidence, study: Study) -> list[str]:
    known = {*evidence.interviews["state"], *evidence.project_states["state"]}
    return [state for state in study.states if state in known]


def _coders(evidence: Evidence, study: Study) -> list[str]:
    """Those without whom some direction is still known; the adjudicator is none of them."""
    coders = sorted(codes.independent(evidence.judged, study.adjudicator)["coder_id"].unique())
    return [
        coder for coder in coders
        if len(said_of_asked(without_coder(evidence, coder), study.adjudicator))
    ]  # fmt: skip


def _is_latent_possible(evidence: Evidence) -> bool:
    try:
        composite(evidence.standard, evidence.weights, LATENT)
    except ValueError:
        return False
    return len(evidence.standard) > 0
