"""What is planted: how domains and states really changed, how coders err, what lasts.

The generator is the model of docs/methods.md: direction Dirichlet-multinomial by domain, prominence
beta, indicator change normal in units of the standard deviation of the baselines over states.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.synthetic.streams import Generator
from analysis.vocabulary import DIRECTIONS

# Strength of the prominence's beta distribution: Beta(6.5, 3.5) at a mean of 0.65.
PROMINENCE_SOURCES = 10
# Share of judgements in which a coder errs, and how often an error about "no change" is upwards.
CODERS = {"C1": (0.12, 0.7), "C2": (0.13, 0.3), "C3": (0.14, 0.5)}
# Share of the other errors that go to the neighboring direction, not to the opposite one.
TO_NEIGHBOR = 0.75
# Probability that a change lasts, by the approach of the project credited first: the first
# approach of study.yaml, and all others.
LASTS_FIRST_APPROACH, LASTS_OTHERWISE = 0.85, 0.40


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


def cells(study: Study, domains: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per studied state and domain: shares of each direction, prominence, ``theta``.

    ``theta`` is the change of the domain's indicators, better is up, in baseline standard
    deviations.
    """
    rows = []
    for domain in domains.itertuples(index=False):
        mean = np.array([getattr(domain, f"mean_{d}") for d in DIRECTIONS])
        concentration = 1 / domain.rho - 1
        for state in study.states:
            shares = rng.dirichlet(concentration * mean)
            raised = PROMINENCE_SOURCES * np.array([domain.prominence, 1 - domain.prominence])
            planted = dict(zip((f"p_{d}" for d in DIRECTIONS), shares.round(4), strict=True))
            rows.append(
                {"state": state, "domain": domain.domain, **planted,
                 "prominence": round(rng.beta(*raised), 4),
                 "theta": round(rng.normal(domain.mu, domain.tau), 4)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def confusion() -> pd.DataFrame:
    """One row per coder, true and said direction: the probability of saying it."""
    rows = []
    for coder, (error, upwards) in CODERS.items():
        said = {
            0: (1 - error, TO_NEIGHBOR * error, (1 - TO_NEIGHBOR) * error),
            1: (upwards * error, 1 - error, (1 - upwards) * error),
            2: ((1 - TO_NEIGHBOR) * error, TO_NEIGHBOR * error, 1 - error),
        }
        for true, row in said.items():
            for place, probability in enumerate(row):
                rows.append((coder, DIRECTIONS[true], DIRECTIONS[place], round(probability, 4)))
    return pd.DataFrame(rows, columns=["coder", "true", "said", "probability"])


def judgements(
    sources: pd.DataFrame, asked: pd.DataFrame, cells: pd.DataFrame, rng: Generator
) -> pd.DataFrame:
    """One row per source and domain it raises: its true direction."""
    table = asked.merge(sources[["source_id", "state"]], on="source_id")
    table = table.merge(cells, on=["state", "domain"], how="left")
    raised = table[rng.random(len(table)) < table["prominence"]]
    shares = raised[[f"p_{d}" for d in DIRECTIONS]].to_numpy().cumsum(axis=1)
    # The last share is taken as whatever is left, since shares are rounded.
    place = (rng.random((len(raised), 1)) > shares[:, :2]).sum(axis=1)
    return raised[["source_id", "domain"]].assign(direction=np.array(DIRECTIONS)[place])
