"""``python -m analysis.calibration run DATA FOLDER``: calibrate, and write what was found.

``replay SCENARIO NUMBER`` makes one study of a run again and prints its truth and its verdicts;
``confirm`` says whether the kept figures are those of the code as it is now.
"""

import argparse
import os
import sys
from pathlib import Path

from analysis.calibration import results
from analysis.calibration.generating import generate
from analysis.calibration.judging import judged_places
from analysis.calibration.running import as_calibrated, limited, numbered, plan, run
from analysis.calibration.scenarios import GENERATORS, MATCHING, SCENARIOS
from analysis.faults import BadInput
from analysis.methods.triangulation import triangulate
from analysis.study import Study, read_study

SHOWN = ["kind", "domain", "state", "state_group", "n_raised", "direction", "true_direction",
         "change", "true_change", "verdict", "level", "probability", "true_meaning"]  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Run or replay. Raises BadInput for settings that are wrong, ValueError for an engine."""
    parser = argparse.ArgumentParser(prog="python -m analysis.calibration", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="default data")
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run")
    running.add_argument("folder", type=Path, help="where finished blocks are kept")
    running.add_argument("--results", type=Path, help="where the figures are written")
    running.add_argument("--studies", type=int, help="at most so many of each scenario")
    running.add_argument("--cores", type=int, default=-1, help="default all")
    commands.add_parser("confirm")
    replaying = commands.add_parser("replay")
    replaying.add_argument("scenario", choices=SCENARIOS)
    replaying.add_argument("number", type=int)
    replaying.add_argument("--generator", choices=GENERATORS, default=MATCHING)
    given = parser.parse_args(arguments)
    study = as_calibrated(read_study(given.data))
    if given.command == "confirm":
        if not results.confirm(study):
            sys.exit("Scores differ from those that were kept\n  -> make calibrate")
        return
    if given.command == "replay":
        sys.stdout.write(replayed(given.scenario, given.generator, given.number, study))
        return
    engine = os.environ.get("ENGINE", "")
    scored = run(plan(limited(given.studies)), study, given.folder, engine, given.cores)
    results.write(scored, given.results or given.folder, _command(given.studies), study)


def _command(studies: int | None) -> str:
    return "make calibrate" + (f" STUDIES={studies}" if studies else "")


def replayed(scenario: str, generator: str, number: int, study: Study) -> str:
    """The truth and the verdicts of one study of a run, as text."""
    generated = generate(scenario, generator, number, study)
    own = numbered(study, scenario, number)
    places = judged_places(generated, triangulate(generated.evidence, own), own)
    return places[SHOWN].to_string(index=False, float_format="%.2f", na_rep="") + "\n"


if __name__ == "__main__":
    try:
        main()
    except (BadInput, ValueError) as error:
        sys.exit(str(error))
