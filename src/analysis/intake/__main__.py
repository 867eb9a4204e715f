"""The gate before every run: read all raw files, and report all that is wrong with them at once.

``python -m analysis.intake DATA`` writes nothing; it ends with 1 and one report, or with 0.
"""

import sys
from collections.abc import Callable
from typing import Any

from analysis.faults import BadInput, Fault, report
from analysis.intake import (
    changes,
    coding,
    indicators,
    interviews,
    manifest,
    projects,
    survey,
    transcripts,
)
from analysis.study import Study, read_study


def check(study: Study) -> list[Fault]:
    """Every fault of the raw files; a part that needs a faulty part waits until that is mended."""
    gate = _Gate()
    gate.faults += manifest.check(study)
    register = gate.run(lambda: interviews.clean(interviews.read(study), study))
    programs = gate.run(lambda: projects.clean(projects.read(study), study))
    gate.run(lambda: indicators.clean(indicators.read(study), study))
    measured = gate.run(projects.read_monitoring, study)
    gate.run(_monitoring, measured, programs, study)
    codebook, project = gate.run(coding.read, study) or (None, None)
    codes = gate.run(coding.codes, codebook, study)
    texts = gate.run(lambda heard: transcripts.read(study, heard["interviews"]["source_id"]), register)
    turns = gate.run(transcripts.turns, texts, study)
    gate.run(_passages, project, codes, texts, turns, register, study)
    told = gate.run(changes.read, study)
    told = gate.run(_changes, told, register, programs, study)
    answers = gate.run(survey.read, study)
    gate.run(_answers, answers, told, register, study)
    return gate.faults


class _Gate:
    """Runs parts, keeps their faults; a part whose input is missing is not run."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def run(self, part: Callable, *inputs: Any) -> Any:
        if any(given is None for given in inputs):
            return None
        try:
            return part(*inputs)
        except BadInput as bad:
            self.faults += bad.faults
            return None


def _monitoring(measured: Any, programs: Any, study: Study) -> None:
    projects.clean_monitoring(measured, programs["projects"], programs["indicators"], study)


def _passages(project: Any, codes: Any, texts: Any, turns: Any, register: Any, study: Study) -> None:
    heard, aside = register["interviews"], register["set_aside"]
    coding.clean(project, codes, texts, turns, heard, aside, study)


def _changes(told: Any, register: Any, programs: Any, study: Study) -> dict:
    heard, aside = register["interviews"], register["set_aside"]
    return changes.clean(told, heard, aside, programs["projects"], study)


def _answers(answers: Any, told: Any, register: Any, study: Study) -> None:
    heard, aside = register["interviews"], register["set_aside"]
    survey.clean(answers, told["changes"], heard, aside, study)


if __name__ == "__main__":
    try:
        found = check(read_study(sys.argv[1]))
    except BadInput as bad:
        found = bad.faults
    if found:
        noun = "fault" if len(found) == 1 else "faults"
        sys.exit(f"{report(BadInput(found).faults)}\n{len(found)} {noun}; nothing was changed.")
