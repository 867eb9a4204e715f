"""Whether the test of favoritism notices what was planted, and leaves alone what was not."""

import importlib.util
import sys
from pathlib import Path

import pytest

from analysis.study import read_study

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
N_SEEDS = 60


@pytest.fixture(scope="module")
def benchmark():
    path = ROOT / "benchmarks/selection.py"
    spec = importlib.util.spec_from_file_location("selection_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_a_strong_favor_is_noticed_and_none_is_seldom_taken_for_one(benchmark):
    """A favor of thirty to one at one level, in a study of the published size."""
    study = read_study(ROOT / "data")
    found = benchmark.rates(study, benchmark.SIZES["published"], N_SEEDS, favor=30.0)
    detected = found["a group favored at one level, detected"].share
    assert detected >= 0.6
    assert found["improvement favored, detected"].share >= 0.6
    # A false alarm in at most one seed of twenty, and three Monte Carlo errors of that.
    allowed = 0.05 + 3 * (0.05 * 0.95 / N_SEEDS) ** 0.5
    assert found["no group favored, any flagged"].share <= allowed
    assert found["improvement not favored, flagged"].share <= allowed


def test_a_rate_carries_its_monte_carlo_error(benchmark):
    rate = benchmark.Rate.of([True] * 20 + [False] * 80)
    assert (rate.share, rate.error) == (0.2, pytest.approx(0.04))
