"""Transcripts as texts, and as the turns of their speakers."""

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.faults import Fault, refuse
from analysis.schema import checked
from analysis.store import note
from analysis.study import Study

FOLDER = Path("interviews/transcripts")

# "INT: ", "P1: ", "MODERADORA: " at the beginning of a line.
LABEL = re.compile(r"^(?P<speaker>[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ0-9_ ]{0,30}):[ \t]+", re.MULTILINE)


def read(study: Study, sources: Iterable[str]) -> dict[str, str]:
    """Text of each source's transcript, line ends as in the file, without a byte order mark.

    Only the transcripts of ``sources`` are opened: one whose consent was refused or withdrawn
    stays closed. Raises BadInput naming each that is missing or not UTF-8.
    """
    note(study.provenance)
    texts, faults = {}, []
    for source in sources:
        path = study.raw / FOLDER / f"{source}.txt"
        try:
            texts[source] = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            faults.append(Fault(study.known_as(path), "no such file: a source of the register"))
        except UnicodeDecodeError:
            faults.append(Fault(study.known_as(path), "not a text in UTF-8"))
    refuse(faults)
    return texts


def turns(texts: dict[str, str], study: Study) -> pd.DataFrame:
    """Table ``turns``. Raises BadInput naming each transcript without a speaker label."""
    rows, faults = [], []
    for source, text in texts.items():
        labels = list(LABEL.finditer(text))
        if not labels:
            file = study.known_as(study.raw / FOLDER / f"{source}.txt")
            cure = 'Begin each turn with a label in capitals and a colon, as "INT: ".'
            faults.append(Fault(file, "no speaker label found", cure=cure))
            continue
        ends = [label.start() for label in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends, strict=True):
            said = text[label.end() : end].rstrip()
            if said:
                rows.append((source, label.end(), label.end() + len(said), label["speaker"]))
    refuse(faults)
    table = pd.DataFrame(rows, columns=["source_id", "start", "end", "speaker"])
    said = [texts[turn.source_id][turn.start : turn.end] for turn in table.itertuples()]
    return checked("turns", table.assign(text=said), study, study.known_as(study.raw / FOLDER))
