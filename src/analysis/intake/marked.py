"""What coders marked, of a coded project in whatever tool's form, in the terms of the study."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.faults import BadInput, Fault
from analysis.intake import coded_project
from analysis.intake.coded_project.counting import Reading
from analysis.intake.coded_project.project import Project
from analysis.intake.normalizing import Normalized, normalized
from analysis.study import Study

# The coded project of a study, in the form of the tool that it comes from.
FOLDER, STEM = Path("interviews"), "coding"
FORMS = (".qdpx", ".qda", ".sqlite3")
# What tools add to the name of a transcript.
_SUFFIX = r"\.(?:txt|docx?|vtt|srt|rtf|md)$"
WHOLE_AGAIN = "Correct or remove it in the coding tool, and export the project again."


def find(study: Study) -> Path:
    """The coded project of a study. Raises BadInput where there is none, or more than one."""
    folder = study.raw / FOLDER
    there = [folder / f"{STEM}{form}" for form in FORMS if (folder / f"{STEM}{form}").exists()]
    if len(there) == 1:
        return there[0]
    expected = ", ".join(f"{STEM}{form}" for form in FORMS)
    rule = "several coded projects, where one belongs" if there else "no such file"
    cure = f"Put one of these there: {expected}."
    raise BadInput([Fault(study.known_as(folder / f"{STEM}{FORMS[0]}"), rule, cure=cure)])


def read(study: Study) -> Project:
    """The coded project. Raises BadInput where it cannot be trusted."""
    path, told = find(study), study.coding
    reading = None
    if told.unit:
        reading = Reading(told.unit, told.line_end, told.counts_bom, told.includes_end)
    return coded_project.read(path, study.known_as(path), reading, told.project)


def texts(project: Project) -> dict[str, Normalized]:
    """Texts by source id, normalized as the transcripts are; "" for a source without one."""
    names = source_ids(project.sources["name"])
    return {
        name: normalized(text)
        for name, text in zip(names, project.sources["text"].fillna(""), strict=True)
    }


def passages(project: Project, texts: dict[str, Normalized]) -> tuple[pd.DataFrame, list[Fault]]:
    """One row per passage, code and coder: ``source_id``, ``start``, ``end``, ``code`` and
    ``coder``, by the names that the project gives to its codes and coders; and a fault for
    whatever is not whole. Positions are those of the normalized texts.

    Codings of pictures, recordings and whole sources mark no passage; nor does a selection of
    length zero, or of what normalizing drops (a soft hyphen). Where the tool recorded no coder at
    all, there is one, called ``coder``.
    """
    # A selection on the page of a PDF may have its place in the text too.
    is_placed = project.codings["start"].notna()
    codings = project.codings[is_placed].astype({"start": int, "end": int})
    codings = codings.assign(
        source_id=source_ids(codings["source"]),
        code=codings["code"].map(project.codes.set_index("code")["name"]),
    )
    if project.codings["coder"].isna().all():
        codings["coder"] = "coder"
    moved = [codings.head(0)]
    for source, given in codings.groupby("source_id", sort=False):
        start, end = texts[source].to_normal(given["start"], given["end"])
        moved.append(given.assign(start=start, end=end)[end > start])
    faults = [replace(fault, cure=WHOLE_AGAIN) for fault in project.report.irregular]
    columns = ["source_id", "start", "end", "code", "coder"]
    passages = pd.concat(moved)[columns].astype({"source_id": "str"})
    return passages, faults + _alike(project)


def _alike(project: Project) -> list[Fault]:
    """Texts, and codes in use, that the study could not tell apart by their names."""
    ids = source_ids(project.sources["name"])
    again = "the name of another text but for its suffix"
    cure = "Keep the one that was coded, and export the project again."
    faults = [
        Fault("", again, column=f"text {number + 1}", cure=cure)
        for number in ids.index[ids.duplicated()]
    ]
    used = project.codes[project.codes["code"].isin(project.codings["code"])]
    n_alike = int(used["name"].duplicated().sum())
    if n_alike:
        rule = f"{n_alike} codes in use share the name of another one elsewhere in the tree"
        cure = "Rename them in the coding tool as in the codebook, and export it again."
        faults.append(Fault("", rule, cure=cure))
    return faults


def source_ids(names: pd.Series) -> pd.Series:
    """Names of sources as ids: without the suffix of a file."""
    return names.str.replace(_SUFFIX, "", case=False, regex=True)
