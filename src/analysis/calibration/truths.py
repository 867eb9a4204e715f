"""What is true in one synthetic study: of every state and domain, drawn from its scenario."""

import numpy as np
import pandas as pd

from analysis.calibration.scenarios import BREAKING, MATCHING, Domain, Scenario
from analysis.study import Study
from analysis.synthetic.truth import AGAINST_ASSUMPTIONS, AS_ASSUMED, Model
from analysis.vocabulary import DIRECTIONS

MODELS: dict[str, Model] = {MATCHING: AS_ASSUMED, BREAKING: AGAINST_ASSUMPTIONS}
# The spread of truths over which calibration is judged, where everything is drawn at random.
MEAN, MOST_RHO, MU, MOST_TAU = (2.0, 2.0, 1.5), 0.3, (0.1, 0.4), 0.5
PROMINENCE = (6.5, 3.5)  # of a beta distribution: on average 65 % of those asked raise a domain
CELL = ["state", "domain"]


def true_cells(
    scenario: Scenario, model: Model, study: Study, rng: np.random.Generator
) -> pd.DataFrame:
    """One row per ``state`` and ``domain``: what the lines would say without any error.

    ``p_*`` (shares of the three directions), ``direction`` (net, -1 to 1), ``prominence`` (share),
    ``change`` (standard deviations of the baselines) and ``distance``, how far the net direction
    lies from its domain's mean in standard deviations between states (missing where all are alike).
    """
    names = study.closed("domains")
    drawn = [_domain(scenario, number, rng) for number in range(len(names))]
    parts = [_states(name, domain, scenario, model, study, rng)
             for name, domain in zip(names, drawn, strict=True)]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _domain(scenario: Scenario, number: int, rng: np.random.Generator) -> Domain:
    if scenario.domains:
        return scenario.domains[number % len(scenario.domains)]
    mean = tuple(rng.dirichlet(MEAN))
    return Domain(mean, rng.uniform(0, MOST_RHO), rng.normal(*MU), rng.uniform(0, MOST_TAU))


def _states(
    name: str, domain: Domain, scenario: Scenario, model: Model, study: Study,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    n_states, mean = len(study.states), np.array(domain.mean)
    turned = rng.random(n_states) < max(scenario.reversed_share, model.contrary_share)
    means = np.where(turned[:, None], mean[::-1], mean)
    shares = means
    if domain.rho:
        # The smallest float keeps 0 / 0 away where a gamma underflows.
        gammas = rng.standard_gamma((1 / domain.rho - 1) * means) + np.finfo(float).tiny
        shares = gammas / gammas.sum(axis=1, keepdims=True)
    direction = shares[:, 0] - shares[:, 2]
    net = mean[0] - mean[2]
    # Variance of the difference of two shares of a Dirichlet distribution.
    spread = np.sqrt(domain.rho * (mean[0] + mean[2] - net**2))
    distance = (direction - net) / spread if spread else np.full(n_states, np.nan)
    own = np.sqrt(1 - scenario.link**2) * _noise(model, n_states, rng)
    both = scenario.link * distance if scenario.link else 0.0
    return pd.DataFrame(
        {
            "state": study.states,
            "domain": name,
            **{f"p_{said}": shares[:, place] for place, said in enumerate(DIRECTIONS)},
            "direction": direction,
            "prominence": rng.beta(*PROMINENCE, n_states),
            "change": domain.mu + domain.tau * (both + own),
            "distance": distance,
        }
    )


def _noise(model: Model, n: int, rng: np.random.Generator) -> np.ndarray:
    """Standard normal, or a t distribution scaled to its variance."""
    if np.isinf(model.theta_df):
        return rng.standard_normal(n)
    return rng.standard_t(model.theta_df, n) / np.sqrt(model.theta_df / (model.theta_df - 2))
