"""How long the triangulation takes: a study of the published size, and a thousand of them.

Prints seconds of processor time, on one thread as under ``make bench``: all cells with 10,000 joint
draws, with directions as coders gave them and corrected for their errors, and the ratio of the two;
the minutes that 1,000 studies of a calibration take on two cores, reckoned from a few of them.
"""

import time
from collections.abc import Callable
from pathlib import Path

from analysis.calibration.generating import generate
from analysis.calibration.running import Block, as_calibrated, judged
from analysis.calibration.scenarios import MATCHING
from analysis.methods.triangulation import triangulate
from analysis.study import Study, read_study

DATA = Path(__file__).parents[1] / "data"
SPREAD = "R"  # the scenario of truths drawn at random
N_DRAWS, N_CORES, N_STUDIES, FEW_STUDIES = 10_000, 2, 1_000, 10


def spent(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time, the least of several runs."""
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def as_coded(study: Study) -> Study:
    """The study with directions as coders gave them."""
    rules = study.triangulation
    prior = rules.direction.model_copy(update={"confusion": "none"})
    return study.model_copy(update={"triangulation": rules.model_copy(update={"direction": prior})})


def of_a_study(study: Study) -> None:
    """Print the time for all cells of one study, without and with the coders' errors."""
    rules = study.triangulation.model_copy(update={"n_draws": N_DRAWS})
    study = study.model_copy(update={"triangulation": rules})
    evidence = generate(SPREAD, MATCHING, 0, study).evidence
    plain, corrected = (
        spent(lambda one=one: triangulate(evidence, one)) for one in (as_coded(study), study)
    )
    print(
        f"triangulation: all cells with {N_DRAWS:,} joint draws in {plain:.2f} s; corrected for "
        f"coders' errors in {corrected:.2f} s, {corrected / plain:.1f} times as long"
    )


def of_a_calibration(study: Study) -> None:
    """Print the minutes that a thousand studies take, made, judged and scored."""

    few = Block(MATCHING, SPREAD, 0, FEW_STUDIES)
    judged(Block(MATCHING, SPREAD, 0, 1), as_calibrated(study))  # grids are made once a process
    minutes = [
        spent(lambda one=one: judged(few, one), 1) / FEW_STUDIES * N_STUDIES / N_CORES / 60
        for one in (as_coded(as_calibrated(study)), as_calibrated(study))
    ]
    print(
        f"triangulation: {N_STUDIES:,} studies of a calibration on {N_CORES} cores in "
        f"{minutes[0]:.1f} min, corrected for coders' errors in {minutes[1]:.1f} min (reckoned "
        f"from {FEW_STUDIES})"
    )


if __name__ == "__main__":
    published = read_study(DATA)
    of_a_study(published)
    of_a_calibration(published)
