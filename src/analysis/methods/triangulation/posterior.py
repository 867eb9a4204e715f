"""What is true of a domain's states, drawn from the few sources or measurements each has.

States borrow strength from each other. How much is not chosen and not plugged in as if it were
known: it is integrated over on a small fixed grid, so that intervals keep their word with 19
states, without tuning and with the same bytes each run (docs/methods.md).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from scipy.special import gammaln


@dataclass(frozen=True, eq=False)
class Grid:
    """Prior points: ``mean`` (points by categories), ``concentration`` and log prior weight."""

    mean: np.ndarray
    concentration: np.ndarray
    log_prior: np.ndarray


@lru_cache(maxsize=16)
def prior_grid(
    n_categories: int, n_steps: int, n_rho: int, prior_mean: float, prior_rho: str = "rho"
) -> Grid:
    """Every mean on a simplex lattice with every intra-class correlation rho.

    rho = 1 / (1 + c), with c the Dirichlet concentration, lies at ((g + 1/2) / n_rho)^2; it, or
    with ``prior_rho`` "root" its square root, is uniform on (0, 1). The mean is Dirichlet with
    every parameter ``prior_mean``. Sources: Mosimann 1962, Biometrika 49; Daniels 1999, Canadian
    Journal of Statistics 27.
    """
    mean = (_lattice(n_categories, n_steps) + 0.5) / (n_steps + n_categories / 2)
    root = (np.arange(n_rho) + 0.5) / n_rho
    point, value = np.meshgrid(np.arange(len(mean)), np.arange(n_rho), indexing="ij")
    # The root is uniform; a flat prior on its square gives a point the weight of the root.
    log_weight = np.log(root) if prior_rho == "rho" else np.zeros(n_rho)
    log_prior = ((prior_mean - 1) * np.log(mean)).sum(axis=1)[point] + log_weight[value]
    return Grid(mean[point.ravel()], (1 / root**2 - 1)[value.ravel()], log_prior.ravel())


def _lattice(n_categories: int, n_steps: int) -> np.ndarray:
    """All ways to share ``n_steps`` out among the categories."""
    bars = combinations(range(n_steps + n_categories - 1), n_categories - 1)
    edges = np.array([(-1, *bar, n_steps + n_categories - 1) for bar in bars])
    return np.diff(edges, axis=1) - 1


def log_likelihood(counts: np.ndarray, grid: Grid) -> np.ndarray:
    """Dirichlet-multinomial log likelihood of ``counts`` at each point of the grid.

    ``counts`` has states by categories, or several such tables, the first axis; then there is a
    row for each. Only how many states have each count matters, so it is one product with a table.
    """
    counts = counts.astype(int)
    tables = counts.reshape(-1, *counts.shape[-2:])
    tables = np.concatenate([tables, tables.sum(axis=2, keepdims=True)], axis=2)
    # In steps, so that one table of logarithms serves many counts.
    n_values = 16 * (tables.max(initial=0) // 16 + 1)
    n_tables, _, n_columns = tables.shape
    place = np.arange(n_tables)[:, None, None] * n_columns + np.arange(n_columns)
    n_bins = n_tables * n_columns * n_values
    histogram = np.bincount((place * n_values + tables).ravel(), minlength=n_bins)
    total = histogram.reshape(n_tables, -1).astype(float) @ _log_rising(grid, n_values)
    return total.reshape(*counts.shape[:-2], -1)


@lru_cache(maxsize=16)
def _log_rising(grid: Grid, n_values: int) -> np.ndarray:
    """What a state adds to the likelihood by its count in each category, and by its sources.

    Rows: categories, then the sum over them with a minus, each by count from 0; columns: points.
    """
    alpha = grid.concentration[:, None] * grid.mean
    start = np.column_stack([alpha, grid.concentration]).T[:, None, :]
    rising = gammaln(start + np.arange(n_values)[:, None]) - gammaln(start)
    rising[-1] *= -1
    return rising.reshape(-1, len(alpha))


@dataclass(frozen=True)
class ShareDraws:
    """Joint draws of the states' shares.

    ``shares`` has draws by states by categories; ``own_weight``, one per state, is the part of its
    posterior mean that comes from its own sources (0 where it has none).
    """

    shares: np.ndarray
    own_weight: np.ndarray


def draw_shares(
    counts: np.ndarray, grid: Grid, n_draws: int, rng: np.random.Generator
) -> ShareDraws:
    """Draw every state's shares from the posterior given ``counts`` (states by categories).

    A state without sources gets the predictive draw: wide, as it should be.
    """
    weight = normalized(grid.log_prior + log_likelihood(counts, grid))
    point = rng.choice(len(weight), size=n_draws, p=weight)
    n = counts.sum(axis=1)
    own = (weight[:, None] * n / (n + grid.concentration[:, None])).sum(axis=0)
    return ShareDraws(draw_at(point, counts, grid, rng), own)


def draw_at(
    point: np.ndarray, counts: np.ndarray, grid: Grid, rng: np.random.Generator
) -> np.ndarray:
    """Shares given the prior at a ``point`` of the grid for each draw: draws, states, categories.

    ``counts`` is one table for all draws, or one for each.
    """
    alpha = (grid.concentration[:, None] * grid.mean)[point][:, None, :] + counts
    # A gamma with a parameter near 0 can underflow; the smallest float keeps 0 / 0 away.
    gammas = rng.standard_gamma(alpha) + np.finfo(float).tiny
    return gammas / gammas.sum(axis=2, keepdims=True)


def draw_normal_means(
    estimate: np.ndarray, error: np.ndarray, n_tau: int, n_draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draws by states of true changes, given estimates with known standard errors.

    y_s ~ N(theta_s, error_s^2), theta_s ~ N(mu, tau^2), flat priors on mu and on tau from 0 to 5
    median errors; tau lies at ((g + 1/2) / n_tau)^2 of the way, so that the grid is dense near 0,
    and is weighted by the prior and the restricted likelihood. A state whose estimate is missing
    gets the predictive draw. Raises ValueError with fewer than two estimates: nothing then says
    how states differ. Sources: Gelman 2006, Bayesian Analysis 1; Patterson and Thompson 1971,
    Biometrika 58.
    """
    seen = ~np.isnan(estimate)
    if seen.sum() < 2:
        msg = "fewer than two states have an estimate, so their spread cannot be drawn"
        raise ValueError(msg)
    y, v = estimate[seen], error[seen] ** 2
    root = (np.arange(n_tau) + 0.5) / n_tau
    tau = 5 * np.sqrt(np.median(v)) * root**2
    precision = 1 / (v + tau[:, None] ** 2)
    total = precision.sum(axis=1)
    mu_hat = (precision * y).sum(axis=1) / total
    misfit = (precision * (y - mu_hat[:, None]) ** 2).sum(axis=1)
    log_weight = (np.log(precision).sum(axis=1) - np.log(total) - misfit) / 2
    # The root is uniform; a flat prior on its square gives a point the weight of the root.
    weight = normalized(log_weight + np.log(root))
    point = rng.choice(n_tau, size=n_draws, p=weight)
    mu = rng.normal(mu_hat[point], 1 / np.sqrt(total[point]))[:, None]
    between = tau[point][:, None]
    theta = mu + between * rng.standard_normal((n_draws, len(estimate)))
    pull = v / (v + between**2)
    spread = between * np.sqrt(pull)
    noise = rng.standard_normal((n_draws, len(y)))
    theta[:, seen] = pull * mu + (1 - pull) * y + spread * noise
    return theta


def normalized(log_weight: np.ndarray) -> np.ndarray:
    """Weights that add up to one, over the last axis."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)


def interval(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, and lower and upper end of the 95 % interval, of draws by places."""
    # By hand, as numpy's default rule does it: its own way over many columns takes three times.
    ordered, place = np.sort(draws.T, axis=1), np.array([0.025, 0.975]) * (len(draws) - 1)
    below = place.astype(int)
    above = np.minimum(below + 1, len(draws) - 1)
    ends = ordered[:, below] + (place - below) * (ordered[:, above] - ordered[:, below])
    return draws.mean(axis=0), ends[:, 0], ends[:, 1]
