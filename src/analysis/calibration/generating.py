"""One synthetic study as tables: who was heard on what, how coders read it, what was measured."""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.calibration.scenarios import SCENARIOS, Scenario
from analysis.calibration.truths import CELL, MODELS, true_cells
from analysis.methods.triangulation import Evidence
from analysis.study import Study
from analysis.synthetic import truth
from analysis.vocabulary import DIRECTIONS, FOCUS_GROUP, GRADES, HIGHER_BETTER, INTERVIEW, OUTCOME

N_INTERVIEWS, N_FOCUS_GROUPS = 192, 9  # as published; the number of focus groups is a guess
FEWEST = 4  # sources of a state; gamma weights of this shape give the largest about 24
EVENNESS = 1.5
N_DOMAINS_ASKED = (0.3, 0.4, 0.3)  # probability that a source is asked about one, two, three
READ_BY_ALL = 0.25  # share of judgements that every coder makes
N_PROJECTS, N_STATES_OF_PROJECT = 19, (3, 10)
MOST_INDICATORS = 3  # of a domain
ERROR_SPREAD = 0.25  # of the log of an indicator's standard error over states
N_CASES = 60  # behind a measured change: fixes how far overdispersion inflates its error


@dataclass(frozen=True)
class Generated:
    """One study's evidence, and what is true of its ``cells`` (from ``truths.true_cells``)."""

    evidence: Evidence
    cells: pd.DataFrame


def generate(name: str, generator: str, number: int, study: Study) -> Generated:
    """The study ``number`` of a scenario: the same whenever and wherever it is made."""
    scenario, model = SCENARIOS[name], MODELS[generator]
    # A stream for each part, so that a change to one moves no other.
    seed = [study.seed, crc32(f"{name}/{generator}".encode()), number]
    streams = np.random.default_rng(seed).spawn(5)
    cells = true_cells(scenario, model, study, streams[0])
    interviews = _interviews(scenario, study, streams[1])
    asked = _asked(interviews, study, streams[1])
    held_by = truth.interviewers(interviews, streams[2], model)
    raised = truth.judgements(interviews, asked, cells, held_by, streams[2])
    domains, states = _projects(study, streams[4])
    standard, register = _measured(scenario, model, cells, study, streams[4])
    shared = model.shared_error_share if scenario.coders_err else 0.0
    evidence = Evidence(
        judged=read_by_coders(raised, shared, streams[3], coders_err=scenario.coders_err),
        asked=asked, interviews=interviews, project_domains=domains, project_states=states,
        standard=standard, indicators=register,
        weights=pd.DataFrame({"indicator_id": [], "weight": []}),
    )  # fmt: skip
    return Generated(evidence, cells.drop(columns=[f"p_{said}" for said in DIRECTIONS]))


def _interviews(scenario: Scenario, study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """One row per source: states have a few sources each, and some of them many more."""
    n = scenario.times * (N_INTERVIEWS + N_FOCUS_GROUPS)
    least = np.repeat(study.states, scenario.times * FEWEST)
    weight = rng.standard_gamma(EVENNESS, len(study.states))
    more = rng.choice(study.states, size=n - len(least), p=weight / weight.sum())
    kind = np.repeat(
        [INTERVIEW, FOCUS_GROUP], scenario.times * np.array([N_INTERVIEWS, N_FOCUS_GROUPS])
    )
    return pd.DataFrame(
        {
            "source_id": [f"S{place:04}" for place in range(n)],
            "state": np.concatenate([least, more]),
            "kind": rng.permutation(kind),
            "group": rng.choice(study.closed("groups"), size=n),
        }
    )


def _asked(interviews: pd.DataFrame, study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """One row per source and domain asked: one to three domains, drawn by lot."""
    domains = np.array(study.closed("domains"))
    n = rng.choice(np.arange(1, 4), size=len(interviews), p=N_DOMAINS_ASKED)
    rank = rng.random((len(interviews), len(domains))).argsort(axis=1).argsort(axis=1)
    source, domain = np.nonzero(rank < n[:, None])
    ids = interviews["source_id"].to_numpy()
    return pd.DataFrame({"source_id": ids[source], "domain": domains[domain]})


def read_by_coders(
    raised: pd.DataFrame, shared_error_share: float, rng: np.random.Generator, *,
    coders_err: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """One row per judgement and coder: ``source_id``, ``domain``, ``coder_id``, ``direction``.

    A random quarter of the judgements is read by every coder, each other one by a single coder.
    In ``shared_error_share`` of them every coder says the same wrong direction; besides, each errs
    in a way of its own if ``coders_err``.
    """
    coders, said_if = _confusion()
    if not coders_err:
        said_if = np.broadcast_to(np.eye(len(DIRECTIONS)), said_if.shape)
    true = pd.Categorical(raised["direction"], DIRECTIONS).codes
    n, n_coders = len(raised), len(coders)
    by_all = rng.random(n) < READ_BY_ALL
    reads = by_all[:, None] | (rng.integers(n_coders, size=n)[:, None] == np.arange(n_coders))
    steps = said_if[:, true, :].cumsum(axis=2)  # coders by judgements by directions
    said = (rng.random((n_coders, n, 1)) > steps[:, :, :2]).sum(axis=2).T
    is_shared = rng.random(n) < shared_error_share
    wrong = (true + rng.integers(1, len(DIRECTIONS), size=n)) % len(DIRECTIONS)
    said = np.where(is_shared[:, None], wrong[:, None], said)
    row, coder = np.nonzero(reads)
    return pd.DataFrame(
        {
            "source_id": raised["source_id"].to_numpy()[row],
            "domain": raised["domain"].to_numpy()[row],
            "coder_id": np.array(coders)[coder],
            "direction": np.array(DIRECTIONS)[said[row, coder]],
        }
    )


@cache
def _confusion() -> tuple[list[str], np.ndarray]:
    """The coders, and for each the probability of a said direction given the true one."""
    table = truth.confusion()
    coders = list(dict.fromkeys(table["coder"]))
    size = (len(coders), len(DIRECTIONS), len(DIRECTIONS))
    return coders, table["probability"].to_numpy().reshape(size)


def _projects(study: Study, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which domains and states each project works in: a domain each, the first ones twice."""
    names, states = study.closed("domains"), np.array(study.states)
    ids = [f"P{number + 1:02}" for number in range(N_PROJECTS)]
    domains = [names[number % len(names)] for number in range(N_PROJECTS)]
    most = min(N_STATES_OF_PROJECT[1], len(states))
    n = rng.integers(min(N_STATES_OF_PROJECT[0], most), most + 1, size=N_PROJECTS)
    rank = rng.random((N_PROJECTS, len(states))).argsort(axis=1).argsort(axis=1)
    project, state = np.nonzero(rank < n[:, None])
    of_domain = pd.DataFrame({"project_id": ids, "domain": domains})
    return of_domain, pd.DataFrame({"project_id": np.array(ids)[project], "state": states[state]})


def _measured(
    scenario: Scenario, model: truth.Model, cells: pd.DataFrame, study: Study,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Standardized changes by state and indicator, and the register of the indicators.

    The indicators of a domain all measure its change; overdispersed counts err more than their
    standard error says.
    """
    n = rng.integers(1, MOST_INDICATORS + 1, size=len(study.domains))
    domain = np.repeat(study.closed("domains"), n)
    register = pd.DataFrame(
        {"indicator_id": [f"I{place:02}" for place in range(n.sum())], "domain": domain}
    )
    register = register.assign(
        role=OUTCOME, direction=HIGHER_BETTER, grade=rng.choice(GRADES, size=len(register)),
        usual=rng.choice(scenario.errors, size=len(register)),
    )  # fmt: skip
    table = register.merge(cells[[*CELL, "change"]], on="domain")
    error = table["usual"] * np.exp(ERROR_SPREAD * rng.standard_normal(len(table)))
    inflation = np.sqrt(1 + (N_CASES - 1) * model.overdispersion)
    change = table["change"] + inflation * error * rng.standard_normal(len(table))
    standard = table[[*CELL, "indicator_id"]].assign(change_sd=change, error_sd=error)
    return standard, register.drop(columns="usual")
