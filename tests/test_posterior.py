import numpy as np
import pytest
from scipy import stats
from scipy.special import gammaln

from analysis.methods.triangulation.posterior import (
    draw_normal_means,
    draw_shares,
    log_likelihood,
    prior_grid,
)

COUNTS = np.array([[3, 1, 0], [0, 0, 0], [5, 2, 1], [1, 0, 2]])


def rng():
    return np.random.default_rng(7)


def test_the_grid_has_every_mean_with_every_correlation():
    grid = prior_grid(3, n_steps=20, n_rho=14, prior_mean=0.5)
    assert grid.mean.shape == (231 * 14, 3)
    assert np.allclose(grid.mean.sum(axis=1), 1)
    assert len(np.unique(prior_grid(2, 39, 14, 0.5).mean[:, 0])) == 40


def test_the_prior_is_uniform_in_the_correlation_and_jeffreys_in_the_mean():
    grid = prior_grid(2, 39, 14, 0.5)
    weight = np.exp(grid.log_prior) / np.exp(grid.log_prior).sum()
    rho = 1 / (1 + grid.concentration)
    assert weight[rho < 0.25].sum() == pytest.approx(0.25)
    assert weight @ rho == pytest.approx(0.5, abs=0.005)
    assert weight @ grid.mean[:, 0] == pytest.approx(0.5)
    # Beta(1/2, 1/2) has variance 1/8; the lattice cuts its last half step off each end.
    assert weight @ (grid.mean[:, 0] - 0.5) ** 2 == pytest.approx(1 / 8, abs=0.015)


def test_the_likelihood_is_the_dirichlet_multinomial():
    grid = prior_grid(3, n_steps=4, n_rho=5, prior_mean=0.5)
    ways = sum(gammaln(n.sum() + 1) - gammaln(n + 1).sum() for n in COUNTS)
    alpha = grid.concentration[:, None] * grid.mean
    reference = [
        sum(stats.dirichlet_multinomial(a, n.sum()).logpmf(n) for n in COUNTS) for a in alpha
    ]
    assert np.allclose(log_likelihood(COUNTS, grid) + ways, reference)


def test_draws_equal_integration_over_the_grid_by_hand():
    grid = prior_grid(3, n_steps=20, n_rho=14, prior_mean=0.5)
    weight = np.exp(grid.log_prior + log_likelihood(COUNTS, grid))
    weight /= weight.sum()
    alpha = grid.concentration[:, None, None] * grid.mean[:, None, :] + COUNTS
    exact = (weight[:, None, None] * alpha / alpha.sum(axis=2, keepdims=True)).sum(axis=0)
    drawn = draw_shares(COUNTS, grid, 40_000, rng())
    assert np.allclose(drawn.shares.mean(axis=0), exact, atol=0.006)
    assert drawn.own_weight[1] == 0 and (drawn.own_weight[[0, 2, 3]] > 0).all()


def test_a_state_without_sources_is_the_widest():
    grid = prior_grid(3, n_steps=20, n_rho=14, prior_mean=0.5)
    spread = draw_shares(COUNTS, grid, 10_000, rng()).shares.std(axis=0)[:, 0]
    assert spread.argmax() == 1


def morris(estimate, error):
    """Means and standard deviations in closed form, and the pull towards the mean of all.

    Morris 1983, Journal of the American Statistical Association 78, for equal errors.
    """
    k = len(estimate)
    mean, spread = estimate.mean(), ((estimate - estimate.mean()) ** 2).sum()
    pull = (k - 3) / (k - 1) * min(1.0, (k - 1) * error**2 / spread)
    deviation = estimate - mean
    variance = error**2 * (1 - (k - 1) / k * pull) + 2 / (k - 3) * pull**2 * deviation**2
    return mean + (1 - pull) * deviation, np.sqrt(variance), pull


def test_the_closed_form_equals_the_published_baseball_example():
    # Efron and Morris 1977, Scientific American 236: averages in 45 at bats keep a share of 0.212.
    hits = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
    average = hits / 45
    error = np.sqrt(average.mean() * (1 - average.mean()) / 45)
    mean, _, pull = morris(average, error)
    assert 1 - pull == pytest.approx(0.212, abs=0.002)
    assert mean[0] == pytest.approx(0.294, abs=0.001)


def test_draws_equal_integration_over_a_fine_grid_where_errors_differ():
    y, v = np.array([1.2, 0.1, 0.4, -0.3, 0.8]), np.array([0.1, 0.02, 0.2, 0.05, 0.4])
    tau = (np.arange(20_000) + 0.5) / 20_000 * 5 * np.sqrt(np.median(v))
    precision = 1 / (v + tau[:, None] ** 2)
    mu = (precision * y).sum(axis=1) / precision.sum(axis=1)
    misfit = (precision * (y - mu[:, None]) ** 2).sum(axis=1)
    log = (np.log(precision).sum(axis=1) - np.log(precision.sum(axis=1)) - misfit) / 2
    weight = np.exp(log - log.max()) / np.exp(log - log.max()).sum()
    pull = v * precision
    mean = pull * mu[:, None] + (1 - pull) * y
    within = tau[:, None] ** 2 * pull + pull**2 / precision.sum(axis=1)[:, None]
    exact = weight @ mean
    spread = np.sqrt(weight @ (within + mean**2) - exact**2)
    draws = draw_normal_means(y, np.sqrt(v), 61, 200_000, rng())
    assert np.allclose(draws.mean(axis=0), exact, atol=0.006)
    assert np.allclose(draws.std(axis=0), spread, rtol=0.01)


def test_shrunken_means_agree_with_morris_where_errors_are_equal():
    truth = np.random.default_rng(3).normal(0.3, 0.4, size=19)
    error = np.full(19, 0.3)
    estimate = truth + np.random.default_rng(4).normal(0, error)
    draws = draw_normal_means(estimate, error, n_tau=61, n_draws=40_000, rng=rng())
    mean, spread, _ = morris(estimate, 0.3)
    assert np.abs(draws.mean(axis=0) - mean).max() < 0.05
    assert np.abs(draws.std(axis=0) / spread - 1).max() < 0.12


def test_a_state_without_an_estimate_is_drawn_around_the_others():
    estimate = np.array([0.5, 0.6, np.nan, 0.4, 0.55])
    draws = draw_normal_means(estimate, np.full(5, 0.1), 61, 20_000, rng())
    assert draws[:, 2].mean() == pytest.approx(0.51, abs=0.03)
    assert draws.std(axis=0).argmax() == 2


def test_one_estimate_says_nothing_of_the_spread():
    with pytest.raises(ValueError, match="fewer than two"):
        draw_normal_means(np.array([0.5, np.nan]), np.array([0.1, np.nan]), 61, 100, rng())


def test_intervals_cover_truths_drawn_from_the_model():
    generator, covered = np.random.default_rng(11), []
    grid = prior_grid(3, 20, 14, 0.5)
    for _ in range(40):
        mean, rho = generator.dirichlet([2, 2, 1.5]), generator.uniform(0.02, 0.3)
        truth = generator.dirichlet(mean * (1 / rho - 1), size=19)
        counts = np.array([generator.multinomial(generator.integers(0, 7), p) for p in truth])
        shares = draw_shares(counts, grid, 1_000, generator).shares
        net = shares[:, :, 0] - shares[:, :, 2]
        lower, upper = np.quantile(net, [0.025, 0.975], axis=0)
        delta = truth[:, 0] - truth[:, 2]
        covered.append(((lower <= delta) & (delta <= upper)).mean())
    assert 0.92 <= np.mean(covered) <= 0.98
