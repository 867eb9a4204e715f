"""How long rank correlations with permutation tests take, and how often the tests are right.

Prints seconds of processor time, on one thread as under ``make bench``: 40 rank correlations over
32 states, each of its own pair of lines, with 100,000 permutations of states, and the ratio to a
loop over ``scipy.stats.permutation_test``, reckoned from a few permutations of a few of the pairs;
the association of a study of the published size, its power included. And how often the tests of a
domain and of all domains reject in studies whose lines have nothing to do with each other.
"""

import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pandas as pd
from scipy import stats

from analysis.methods.triangulation.association import ALL_DOMAINS, associations
from analysis.methods.triangulation.permutation import permutations, rank_correlations
from analysis.methods.triangulation.power import with_power
from analysis.settings import Association

N_PAIRS, N_STATES, N_PERMUTATIONS = 40, 32, 100_000
FEW_PAIRS, FEW_PERMUTATIONS = 2, 1_000  # from which the loop is reckoned
STUDIED_STATES, N_DOMAINS, N_STUDIES = 19, 5, 400
SHORT = Association(n_permutations=199)


def spent(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time, the least of several runs."""
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def correlations() -> float:
    """Print the time for all rank correlations, beside the loop's; the time is returned."""
    rng = np.random.default_rng(1)
    ones, others = rng.standard_normal((2, N_PAIRS, N_STATES))

    def at_once() -> tuple[np.ndarray, np.ndarray]:
        order = permutations(N_STATES, N_PERMUTATIONS, np.random.default_rng(2))
        return rank_correlations(ones, others, order)

    def loop() -> list[float]:
        return [
            stats.permutation_test(
                (other,), lambda line, one=one: stats.spearmanr(one, line).statistic,
                permutation_type="pairings", n_resamples=FEW_PERMUTATIONS, rng=3,
            ).pvalue
            for one, other in zip(ones[:FEW_PAIRS], others[:FEW_PAIRS], strict=True)
        ]  # fmt: skip

    seconds = spent(at_once)
    per_correlation = spent(loop, 1) / (FEW_PAIRS * FEW_PERMUTATIONS)
    other = per_correlation * N_PAIRS * N_PERMUTATIONS
    print(
        f"association: {N_PAIRS} rank correlations over {N_STATES} states, {N_PERMUTATIONS:,} "
        f"permutations each, in {seconds:.3f} s; a loop with scipy {version('scipy')} would take "
        f"{other:,.0f} s (reckoned from {FEW_PAIRS * FEW_PERMUTATIONS:,} correlations), "
        f"{other / seconds:,.0f} times as long"
    )
    return seconds


def study(rng: np.random.Generator) -> pd.DataFrame:
    """The cells of a study whose lines are independent over states, but not over domains."""
    of_state = rng.standard_normal((2, STUDIED_STATES, 1))
    lines = of_state + rng.standard_normal((2, STUDIED_STATES, N_DOMAINS))
    direction, change = lines.reshape(2, -1)
    place = pd.MultiIndex.from_product([range(STUDIED_STATES), range(N_DOMAINS)])
    cells = pd.DataFrame({
        "state": place.get_level_values(0).map("s{:02d}".format),
        "domain": place.get_level_values(1).map("d{}".format),
        "direction": direction, "direction_lower": direction - 1, "direction_upper": direction + 1,
        "change": change, "change_lower": change - 1, "change_upper": change + 1,
    })  # fmt: skip
    for name, line in (("people", direction), ("indicators", change)):
        cells[f"{name}_better"], cells[f"{name}_worse"] = stats.norm.cdf([line - 0.4, -line - 0.4])
    return cells


def of_a_study() -> None:
    """Print the time for the table of a study, with the permutations and studies of the default."""
    cells, rules = study(np.random.default_rng(1)), Association()
    seconds = spent(lambda: with_power(associations(cells, rules, 1), rules, 1), 1)
    print(
        f"association: {N_DOMAINS} domains and all together over {STUDIED_STATES} states, "
        f"{rules.n_permutations:,} permutations, power from {rules.n_studies:,} studies each, in "
        f"{seconds:.2f} s"
    )


def rejections() -> None:
    """Print how often tests reject at 5 % where nothing is, with the Monte Carlo error."""
    rng = np.random.default_rng(4)
    found = pd.concat(associations(study(rng), SHORT, seed) for seed in range(N_STUDIES))
    is_all = found["domain"].eq(ALL_DOMAINS)
    error = 100 * np.sqrt(0.05 * 0.95 / N_STUDIES)
    said = [
        f"{test} of {what} {100 * found.loc[rows, f'{test}_p'].le(0.05).mean():.1f} %"
        for what, rows in (("a domain", ~is_all), ("all", is_all)) for test in ("agreement", "tau")
    ]  # fmt: skip
    print(
        f"association: independent lines, {N_STUDIES:,} studies, p of at most 0.05: "
        f"{', '.join(said)} (Monte Carlo error at most {error:.1f})"
    )


if __name__ == "__main__":
    correlations()
    of_a_study()
    rejections()
