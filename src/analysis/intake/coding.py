"""The coded passages: codebook and coded project, joined to the turns of the transcripts."""

from pathlib import Path

import pandas as pd

from analysis.faults import Fault
from analysis.intake import refi_qda, sheets
from analysis.intake.consent import consented
from analysis.intake.gathering import Gathering
from analysis.intake.refi_qda import Project
from analysis.store import note
from analysis.study import Study

CODEBOOK = Path("interviews/codebook.csv")
PROJECT = Path("interviews/coding.qdpx")
COLUMNS = (
    "code_id", "parent_id", "name_es", "name_en", "definition_es", "definition_en", "domain",
    "facet",
)  # fmt: skip
PASSAGE = ["source_id", "start", "end"]


def read(study: Study) -> tuple[pd.DataFrame, Project]:
    """The codebook, and the coded project, as they stand."""
    note(study.provenance)
    codebook = sheets.read_csv(study, study.raw / CODEBOOK, COLUMNS)
    path = study.raw / PROJECT
    return codebook, refi_qda.read(path, study.known_as(path))


def codes(codebook: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Table ``codes``. Raises BadInput."""
    found = Gathering(study, study.known_as(study.raw / CODEBOOK))
    table = found.checked("codes", codebook)
    found.refuse()
    return table


def clean(
    project: Project,
    codes: pd.DataFrame,
    transcripts: dict[str, str],
    turns: pd.DataFrame,
    interviews: pd.DataFrame,
    set_aside: pd.DataFrame,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """Tables ``segments`` and ``codings`` of the sources in use.

    A passage is a stretch of a source that a coder marked; coders who marked the same stretch
    share it. Raises BadInput where a code is not in the codebook, or the text that was coded is not
    the transcript: its quotations would have shifted.
    """
    found = Gathering(study, study.known_as(study.raw / PROJECT))
    found.add(_other_texts(project.sources, transcripts))
    marked = project.codings.rename(columns={"source": "source_id"})
    marked = consented(marked, interviews, set_aside, found)
    code_ids = codes.set_index("name_es")["code_id"]
    found.add(_unknown_codes(marked["code"], code_ids))
    found.refuse()
    segments = _segments(marked, transcripts, turns)
    codings = marked.merge(segments[[*PASSAGE, "segment_id"]], on=PASSAGE)
    codings = codings.assign(code_id=codings["code"].map(code_ids), coder_id=codings["coder"])
    codings = codings[["segment_id", "code_id", "coder_id"]].drop_duplicates()
    tables = {
        "segments": found.checked("segments", segments),
        "codings": found.checked("codings", codings),
    }
    found.refuse()
    return tables


def _other_texts(sources: pd.DataFrame, transcripts: dict[str, str]) -> list[Fault]:
    texts = sources.set_index("name")["text"]
    cure = "Export the coding again from the transcripts in interviews/transcripts/."
    return [
        Fault("", "the text that was coded is not the transcript", column=f"source {name}", cure=cure)
        for name, transcript in transcripts.items()
        if name in texts.index and texts[name] != transcript
    ]


def _unknown_codes(given: pd.Series, known: pd.Series) -> list[Fault]:
    n_strays = given[~given.isin(known.index)].nunique()
    rule = f"{n_strays} codes of the project are not in the codebook (by their name_es)"
    cure = f"Add them to {CODEBOOK.as_posix()}, or export again with its names."
    return [Fault("", rule, cure=cure)] if n_strays else []


def _segments(marked: pd.DataFrame, transcripts: dict[str, str], turns: pd.DataFrame) -> pd.DataFrame:
    passages = marked[PASSAGE].drop_duplicates().sort_values(PASSAGE, kind="stable")
    number = passages.groupby("source_id").cumcount() + 1
    texts = [transcripts[source][start:end] for source, start, end in passages.itertuples(index=False)]
    passages = passages.assign(
        segment_id=passages["source_id"] + "-" + number.astype(str).str.zfill(3), text=texts
    )
    return _with_speaker(passages, turns)


def _with_speaker(passages: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The speaker of the turn a passage begins in; missing where it runs past that turn."""
    turns = turns.rename(columns={"end": "turn_end"}).sort_values("start", kind="stable")
    joined = pd.merge_asof(
        passages.sort_values("start", kind="stable"), turns, on="start", by="source_id"
    )
    spans = joined["end"].gt(joined["turn_end"])
    return joined.assign(speaker=joined["speaker"].mask(spans)).drop(columns="turn_end")
