"""The coded passages: codebook and coded project, joined to the turns of the transcripts."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.intake import marked, sheets
from analysis.intake.coded_project import Project
from analysis.intake.consent import CURE, UNKNOWN
from analysis.intake.gathering import Gathering, gathered
from analysis.intake.normalizing import Normalized
from analysis.intake.translations import untranslated
from analysis.schema import stray_references
from analysis.store import note
from analysis.study import Study
from analysis.vocabulary import DIRECTION, DIRECTIONS

CODEBOOK = Path("interviews/codebook.csv")
COLUMNS = (
    "code_id", "parent_id", "name_es", "name_en", "definition_es", "definition_en", "domain",
    "facet",
)  # fmt: skip
PASSAGE = ["source_id", "start", "end"]
# What a coded project may call a code by: one of these for each code, and not the same for all.
WORDINGS = ("code_id", "name_es", "name_en")
SHARED = "this wording stands for another code"
TELL_APART = "Reword one of the two: a project may call a code by its id or either name."


def read(study: Study) -> tuple[pd.DataFrame, Project]:
    """The codebook, and the coded project, as they stand."""
    note(study.provenance)
    reads = {
        "codebook": partial(sheets.read_csv, study, study.raw / CODEBOOK, COLUMNS),
        "project": partial(marked.read, study),
    }
    return tuple(gathered(reads).values())


def codes(codebook: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Table ``codes``.

    Raises BadInput, also for a wording that stands for two codes, in whichever language, and for
    a direction that the methods would not count.
    """
    found = Gathering(study, study.known_as(study.raw / CODEBOOK))
    found.add(_misnamed(codebook))
    table = found.checked("codes", codebook)
    refuse(found.faults + stray_references({"codes": table}, {"codes": found.file}))
    return table


def _misnamed(codebook: pd.DataFrame) -> list[Fault]:
    ids = codebook["code_id"]
    is_other = codebook["facet"].eq(DIRECTION) & ids.notna() & ~ids.isin(DIRECTIONS)
    rule = f"a direction is one of {', '.join(DIRECTIONS)}"
    faults = [Fault("", rule, row=row, column="code_id") for row in codebook.index[is_other]]
    return faults + [
        Fault("", SHARED, row=row, column=column, cure=TELL_APART)
        for row, column in _wordings(codebook)[1]
    ]


def _wordings(codebook: pd.DataFrame) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """The code that each wording stands for, and where a wording of another code stands again.

    A code is known by its id and by its name in either language; its own may be alike. A code
    that stands twice is told by the table's declaration.
    """
    known, again = {}, []
    for column in WORDINGS:
        for row, code_id, wording in codebook[["code_id", column]].dropna().itertuples():
            if known.setdefault(wording, code_id) != code_id:
                again.append((row, column))
    return known, again


def clean(
    project: Project,
    codes: pd.DataFrame,
    transcripts: dict[str, str],
    turns: pd.DataFrame,
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """Tables ``segments``, not translated yet, and ``codings`` of the sources in use.

    A passage is a stretch of a source that a coder marked; coders who marked the same stretch
    share it. Of ``interviews`` ``source_id`` and ``language`` are read. Raises BadInput where a
    source is not in the register, a code not in the codebook, or the text that was coded is not
    the transcript: its quotations would have shifted.
    """
    found = Gathering(study, project.report.file)
    texts = marked.texts(project)
    found.add(_other_texts(texts, transcripts))
    found.add(_unregistered(texts, interviews, set_aside))
    passages, not_whole = marked.passages(project, texts)
    found.add(not_whole)
    passages = passages[passages["source_id"].isin(interviews["source_id"])]
    code_ids, _ = _wordings(codes)
    found.add(_unknown_codes(passages["code"], code_ids))
    found.add(_unknown_adjudicator(project.coders["name"], study.adjudicator))
    found.refuse()
    segments = untranslated(_segments(passages, transcripts, turns), interviews)
    codings = passages.merge(segments[[*PASSAGE, "segment_id"]], on=PASSAGE)
    codings = codings.assign(code_id=codings["code"].map(code_ids), coder_id=codings["coder"])
    codings = codings[["segment_id", "code_id", "coder_id"]].drop_duplicates()
    tables = {
        "segments": found.checked("segments", segments),
        "codings": found.checked("codings", codings),
    }
    found.refuse()
    return tables


def _other_texts(texts: dict[str, Normalized], transcripts: dict[str, str]) -> list[Fault]:
    cure = "Export the coding again from the transcripts in interviews/transcripts/."
    rule = "the text that was coded is not the transcript"
    return [
        Fault("", rule, column=f"source {name}", cure=cure)
        for name, transcript in transcripts.items()
        if name in texts and texts[name].text != transcript
    ]


def _unregistered(
    names: Iterable[str], interviews: pd.DataFrame, set_aside: pd.DataFrame
) -> list[Fault]:
    known = {*interviews["source_id"], *set_aside["source_id"]}
    return [
        Fault("", UNKNOWN, column=f"text {number}", cure=CURE)
        for number, name in enumerate(names, 1)
        if name not in known
    ]


def _unknown_codes(given: pd.Series, known: dict[str, str]) -> list[Fault]:
    n_strays = given[~given.isin(known)].nunique()
    rule = f"{n_strays} codes of the project are not in the codebook (by id or either name)"
    cure = f"Add them to {CODEBOOK.as_posix()}, or export again with its names."
    return [Fault("", rule, cure=cure)] if n_strays else []


def _unknown_adjudicator(coders: pd.Series, adjudicator: str | None) -> list[Fault]:
    """Unnoticed, the adjudicator would count as one more independent coder."""
    if adjudicator is None or adjudicator in set(coders):
        return []
    cure = "Write the coder's name as in the project, or take the line out of study.yaml."
    return [Fault("", "the adjudicator of study.yaml is no coder of the project", cure=cure)]


def _segments(
    marked: pd.DataFrame, transcripts: dict[str, str], turns: pd.DataFrame
) -> pd.DataFrame:
    passages = marked[PASSAGE].drop_duplicates().sort_values(PASSAGE, kind="stable")
    number = passages.groupby("source_id").cumcount() + 1
    texts = [
        transcripts[source][start:end] for source, start, end in passages.itertuples(index=False)
    ]
    passages = passages.assign(
        segment_id=passages["source_id"] + "-" + number.astype(str).str.zfill(3), text=texts
    )
    return _with_speaker(passages, turns)


def _with_speaker(passages: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The speaker of the turn a passage begins in; missing where it runs past that turn."""
    turns = turns.rename(columns={"end": "turn_end"}).sort_values("start", kind="stable")
    turns = turns[["source_id", "start", "turn_end", "speaker"]]
    joined = pd.merge_asof(
        passages.sort_values("start", kind="stable"), turns, on="start", by="source_id"
    )
    spans = joined["end"].gt(joined["turn_end"])
    return joined.assign(speaker=joined["speaker"].mask(spans)).drop(columns="turn_end")
