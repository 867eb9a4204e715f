"""What is planted: how domains and states really changed, how coders err, what lasts.

The generator is the model of docs/methods.md: direction Dirichlet-multinomial by domain, prominence
beta, indicator change normal in units of the standard deviation of the baselines over states. A
``Model`` other than ``AS_ASSUMED`` breaks it, to see what the methods are worth where it is wrong.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator
from analysis.vocabulary import DIRECTIONS

# Strength of the prominence's beta distribution: Beta(6.5, 3.5) at a mean of 0.65.
PROMINENCE_SOURCES = 10
# Share of judgements in which a coder errs, how often an error about "no change" is upwards, and
# by what the error is multiplied at the start and at the end of the fieldwork: one coder tires.
CODERS = {"C1": (0.12, 0.7, 1.0, 1.0), "C2": (0.13, 0.3, 1.0, 1.0), "C3": (0.14, 0.5, 0.5, 1.5)}
# Share of the other errors that go to the neighboring direction, not to the opposite one.
TO_NEIGHBOR = 0.75
# Probability that a change lasts, by the approach of the project credited first: the first
# approach of study.yaml, and all others.
LASTS_FIRST_APPROACH, LASTS_OTHERWISE = 0.85, 0.40


@dataclass(frozen=True)
class Model:
    """Where the truth departs from what the methods assume; nowhere by default.

    ``contrary_share``: states that go the opposite way in a domain, so that states are no sample
    of one distribution. ``interviewer_sd``: in log-odds, how far an interviewer bends what is said
    to be better or worse, so that sources are no independent witnesses. ``theta_df``: degrees of
    freedom of the indicator change, heavy-tailed where few. ``overdispersion``: intra-class
    correlation of the cases a project counts. ``shared_error_share``: judgements in which every
    coder makes the same error.
    """

    contrary_share: float = 0.0
    interviewer_sd: float = 0.0
    theta_df: float = np.inf
    overdispersion: float = 0.0
    shared_error_share: float = 0.0


AS_ASSUMED = Model()
AGAINST_ASSUMPTIONS = Model(0.15, 0.8, 3, 0.05, 0.08)
MODELS = {"as_assumed": AS_ASSUMED, "against_assumptions": AGAINST_ASSUMPTIONS}
INTERVIEWERS = tuple(f"K{number}" for number in range(1, 9))


@dataclass(frozen=True)
class Profile:
    """How a domain changed: mean share of each direction, intra-class correlation of states,
    mean prominence, mean and between-state standard deviation of the indicator change."""

    direction: tuple[float, float, float]
    rho: float
    prominence: float
    mu: float
    tau: float


# One for each domain in the order of study.yaml, again from the start if there are more: people
# up and indicators flat; mixed; both up; both flat or indicators only; people down and indicators
# up. So every verdict about two lines is true somewhere.
PROFILES = (
    Profile((0.72, 0.20, 0.08), 0.05, 0.72, 0.00, 0.08),
    Profile((0.45, 0.20, 0.35), 0.25, 0.62, 0.10, 0.45),
    Profile((0.75, 0.16, 0.09), 0.06, 0.74, 0.65, 0.20),
    Profile((0.22, 0.60, 0.18), 0.04, 0.55, 0.15, 0.25),
    Profile((0.10, 0.22, 0.68), 0.06, 0.66, 0.60, 0.20),
)


def domains(study: Study) -> pd.DataFrame:
    """One row per domain: the profile planted in it."""
    rows = []
    for number, domain in enumerate(study.closed("domains")):
        profile = PROFILES[number % len(PROFILES)]
        means = dict(zip((f"mean_{d}" for d in DIRECTIONS), profile.direction, strict=True))
        rows.append(
            {"domain": domain, **means, "rho": profile.rho, "prominence": profile.prominence,
             "mu": profile.mu, "tau": profile.tau}
        )  # fmt: skip
    return pd.DataFrame(rows)


def cells(
    study: Study, domains: pd.DataFrame, rng: Generator, model: Model = AS_ASSUMED
) -> pd.DataFrame:
    """One row per studied state and domain: shares of each direction, prominence, ``theta``.

    ``theta`` is the change of the domain's indicators, better is up, in baseline standard
    deviations.
    """
    rows = []
    for domain in domains.itertuples(index=False):
        mean = np.array([getattr(domain, f"mean_{d}") for d in DIRECTIONS])
        concentration = 1 / domain.rho - 1
        raised = PROMINENCE_SOURCES * np.array([domain.prominence, 1 - domain.prominence])
        for state in study.states:
            is_contrary = model.contrary_share > 0 and rng.random() < model.contrary_share
            shares = rng.dirichlet(concentration * (mean[::-1] if is_contrary else mean))
            planted = dict(zip((f"p_{d}" for d in DIRECTIONS), shares.round(4), strict=True))
            prominence, theta = rng.beta(*raised), domain.mu + domain.tau * _noise(model, rng)
            rows.append(
                {"state": state, "domain": domain.domain, **planted,
                 "prominence": round(prominence, 4), "theta": round(theta, 4)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def _noise(model: Model, rng: Generator) -> float:
    """Standard normal, or a t scaled to its variance where that exists."""
    if np.isinf(model.theta_df):
        return rng.normal()
    return rng.standard_t(model.theta_df) / np.sqrt(model.theta_df / (model.theta_df - 2))


def coders() -> pd.DataFrame:
    """One row per coder: share of errors, how many of those about no change are upwards, drift."""
    columns = ["error_share", "upwards_share", "first_factor", "last_factor"]
    table = pd.DataFrame.from_dict(CODERS, orient="index", columns=columns)
    return table.rename_axis("coder").reset_index()


def confusion() -> pd.DataFrame:
    """One row per coder, true and said direction: the probability of saying it, over the whole."""
    rows = []
    for coder, (error, upwards, *_) in CODERS.items():
        said = {
            0: (1 - error, TO_NEIGHBOR * error, (1 - TO_NEIGHBOR) * error),
            1: (upwards * error, 1 - error, (1 - upwards) * error),
            2: ((1 - TO_NEIGHBOR) * error, TO_NEIGHBOR * error, 1 - error),
        }
        for true, row in said.items():
            for place, probability in enumerate(row):
                rows.append((coder, DIRECTIONS[true], DIRECTIONS[place], round(probability, 4)))
    return pd.DataFrame(rows, columns=["coder", "true", "said", "probability"])


def interviewers(sources: pd.DataFrame, rng: Generator, model: Model = AS_ASSUMED) -> pd.DataFrame:
    """One row per source: who held it, and by how much that bends what is said, in log-odds."""
    bend = dict(
        zip(INTERVIEWERS, model.interviewer_sd * rng.normal(size=len(INTERVIEWERS)), strict=True)
    )
    drawn = [INTERVIEWERS[number] for number in rng.integers(len(INTERVIEWERS), size=len(sources))]
    return pd.DataFrame(
        {"source_id": sources["source_id"].tolist(), "interviewer": drawn,
         "bend": [round(bend[who], 4) for who in drawn]}
    )  # fmt: skip


def judgements(
    sources: pd.DataFrame,
    asked: pd.DataFrame,
    cells: pd.DataFrame,
    interviewers: pd.DataFrame,
    rng: Generator,
) -> pd.DataFrame:
    """One row per source and domain it raises: its true direction."""
    table = asked.merge(sources[["source_id", "state"]], on="source_id")
    table = table.merge(cells, on=["state", "domain"], how="left")
    table = table.merge(interviewers, on="source_id")
    raised = table[rng.random(len(table)) < table["prominence"]]
    # An interviewer who bends upwards makes better likelier and worse less likely.
    tilt = np.exp(np.outer(raised["bend"], [0.5, 0.0, -0.5]))
    shares = raised[[f"p_{d}" for d in DIRECTIONS]].to_numpy() * tilt
    shares = (shares / shares.sum(axis=1, keepdims=True)).cumsum(axis=1)
    # The last share is taken as whatever is left, since shares are rounded.
    place = (rng.random((len(raised), 1)) > shares[:, :2]).sum(axis=1)
    return raised[["source_id", "domain"]].assign(direction=np.array(DIRECTIONS)[place])
