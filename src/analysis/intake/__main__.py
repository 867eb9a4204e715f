"""The gate before every run: read all raw files, and report all that is wrong with them at once.

``python -m analysis.intake DATA`` writes nothing; it ends with 1 and one report, or with 0.
"""

import sys
from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.faults import BadInput, Fault, report
from analysis.intake import (
    attributes,
    cells,
    changes,
    coding,
    indicators,
    interviews,
    manifest,
    monitoring,
    outlines,
    overrulings,
    projects,
    quotations,
    speech,
    survey,
    transcripts,
    translations,
)
from analysis.study import Study, read_study

Raw = dict[str, pd.DataFrame]


def check(study: Study) -> list[Fault]:
    """Every fault of the raw files.

    A part waits for a file that cannot be read, not for one with faulty cells: what it needs of
    that file, mostly ids, is taken as it stands.
    """
    gate = _Gate()
    gate.faults += manifest.check(study)
    gate.run(lambda: indicators.clean(indicators.read(study), study))
    gate.run(lambda: outlines.clean(outlines.read(study), study))
    gate.run(lambda: overrulings.clean(overrulings.read(study), study))
    register = gate.run(interviews.read, study)
    heard = gate.run(interviews.clean, register, study)
    sources = gate.run(interviews.by_consent, register, study)
    programs = gate.run(projects.read, study)
    gate.run(projects.clean, programs, study)
    measured = gate.run(monitoring.read, study)
    gate.run(_monitoring, measured, programs, study)
    told = gate.run(changes.read, study)
    gate.run(_changes, told, sources, programs, study)
    gate.run(_answers, gate.run(survey.read, study), told, sources, study)
    coded = gate.run(coding.read, study)
    gate.run(_codes, coded, study)
    gate.run(_cases, coded, sources, heard or {}, study)
    _passages(gate, coded, sources, gate.run(interviews.people, register), study)
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


def _monitoring(measured: dict, programs: Raw, study: Study) -> None:
    monitoring.clean(measured, _begun(programs), programs["indicators"], study)


def _changes(told: Raw, sources: tuple, programs: Raw, study: Study) -> None:
    changes.clean(told, *sources, _begun(programs), study)


def _begun(programs: Raw) -> pd.DataFrame:
    begun = _once(programs["projects"], "project_id")
    start, _ = cells.dates(begun["start"])
    return begun.assign(start=start)


def _answers(answers: pd.DataFrame, told: Raw, sources: tuple, study: Study) -> None:
    survey.clean(answers, _once(told["changes"], "change_id"), *sources, study)


def _codes(coded: tuple, study: Study) -> None:
    codebook, _ = coded
    coding.codes(codebook, study)


def _cases(coded: tuple, sources: tuple, heard: Raw, study: Study) -> None:
    """Where the register has faults it is not known who was heard, and nobody is looked up."""
    _, project = coded
    used, aside = sources
    nobody = pd.DataFrame(columns=["source_id", "person_id"], dtype="str")
    attributes.clean(project, used, heard.get("participants", nobody), aside, study)


def _passages(
    gate: _Gate, coded: tuple | None, sources: tuple | None, people: pd.DataFrame, study: Study
) -> None:
    """The transcripts one by one, so that one that is missing does not hide the others."""
    if sources is None:
        return
    used, aside = sources
    each = [gate.run(transcripts.read, study, [source]) for source in used["source_id"]]
    texts = {source: text for read in each if read for source, text in read.items()}
    turns = _turns(gate, texts, study)
    gate.run(speech.speakers, turns, people, study)
    gate.run(quotations.clean, gate.run(quotations.read, study), texts, used, aside, study)
    is_read = used["source_id"].isin(texts)
    sources = used[is_read], pd.concat([aside, used[~is_read]])
    passages = gate.run(_coded, coded, texts, turns, sources, study)
    translated = gate.run(translations.read, study)
    if translated is not None:
        # Without passages, all but their stretches can still be looked at.
        gate.run(lambda: translations.clean(translated, passages, *sources, study))


def _coded(
    coded: tuple, texts: dict[str, str], turns: pd.DataFrame, sources: tuple, study: Study
) -> pd.DataFrame:
    codebook, project = coded
    codes = _once(codebook, "code_id")
    return coding.clean(project, codes, texts, turns, *sources, study)["segments"]


def _turns(gate: _Gate, texts: dict[str, str], study: Study) -> pd.DataFrame:
    """The turns of the transcripts whose turns can be told."""
    turns = gate.run(speech.turns, texts, study)
    if turns is not None:
        return turns
    each = [_Gate().run(speech.turns, {source: text}, study) for source, text in texts.items()]
    return pd.concat([speech.turns({}, study), *(found for found in each if found is not None)])


def _once(table: pd.DataFrame, key: str) -> pd.DataFrame:
    return table.dropna(subset=key).drop_duplicates(key)


if __name__ == "__main__":
    try:
        found = check(read_study(sys.argv[1]))
    except BadInput as bad:
        found = bad.faults
    if found:
        faults = BadInput(found).faults
        noun = "fault" if len(faults) == 1 else "faults"
        sys.exit(f"{report(faults)}\n{len(faults)} {noun}; nothing was changed.")
