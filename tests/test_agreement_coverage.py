"""Intervals from resampled interviews hold the truth as often as they say; from units, they do not.

``make bench`` prints the same over more studies.
"""

import pytest

from simulated_coders import covered

N_STUDIES, N_SOURCES, N_DRAWS = 100, 60, 1_000
# 95 % less three Monte Carlo errors of a hundred studies.
LEAST = 0.95 - 3 * (0.95 * 0.05 / N_STUDIES) ** 0.5


@pytest.mark.slow
def test_intervals_from_resampled_interviews_hold_the_truth():
    held = covered(N_STUDIES, N_SOURCES, N_DRAWS)
    assert min(held.values()) >= LEAST, held
    # Interviews differ in how hard they are: units taken for independent promise too much.
    by_units = covered(N_STUDIES, N_SOURCES, N_DRAWS, by_units=True)
    assert all(by_units[name] < held[name] for name in held), (held, by_units)
