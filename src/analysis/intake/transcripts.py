"""Transcripts as texts, and as the turns of their speakers."""

import re
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import docx
import pandas as pd
from docx.opc.exceptions import PackageNotFoundError

from analysis.faults import Fault, refuse
from analysis.schema import checked
from analysis.store import note
from analysis.study import Study

FOLDER = Path("interviews/transcripts")
MISSING = ("no such file: a source of the register", "")
TWICE = ("stands as TXT and as DOCX", "Keep the one that was coded.")

# "INT: ", "P1: ", "MODERADORA: " at the beginning of a line, at times after a time stamp.
_TIME = r"\d{1,2}:\d\d:\d\d"
LABEL = re.compile(
    rf"^(?:\[?{_TIME}\]?[ \t]+)?(?P<speaker>[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ0-9_ ]{{0,30}}):[ \t]+",
    re.MULTILINE,
)
# "#00:03:40-5#" at the end of a turn.
CLOSING_TIME = re.compile(rf"\s*#{_TIME}-\d#\s*$")


def read(study: Study, sources: Iterable[str]) -> dict[str, str]:
    """Text of each source's transcript, a TXT or a DOCX file named by it.

    A TXT file's line ends are as they stand, without a byte order mark; a DOCX file's paragraphs
    are lines. Only the transcripts of ``sources`` are opened: one whose consent was refused or
    withdrawn stays closed. Raises BadInput naming each that is missing, stands twice or cannot be
    read.
    """
    note(study.provenance)
    texts, faults = {}, []
    for source in sources:
        paths = [study.raw / FOLDER / f"{source}{suffix}" for suffix in READERS]
        there = [path for path in paths if path.is_file()]
        if len(there) != 1:
            rule = (
                "stands as TXT and as DOCX" if there else "no such file: a source of the register"
            )
            cure = "Keep the one that was coded." if there else ""
            faults.append(Fault(study.known_as(paths[0]), rule, cure=cure))
            continue
        try:
            texts[source] = READERS[there[0].suffix](there[0])
        except UnicodeDecodeError:
            faults.append(Fault(study.known_as(there[0]), "not a text in UTF-8"))
        except (ValueError, KeyError, BadZipFile, PackageNotFoundError):
            cure = "Save it again from Word as .docx, or as a text in UTF-8."
            faults.append(Fault(study.known_as(there[0]), "not a Word document", cure=cure))
    refuse(faults)
    return texts


def _read_txt(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _read_docx(path: Path) -> str:
    return "".join(f"{paragraph.text}\n" for paragraph in docx.Document(path).paragraphs)


READERS = {".txt": _read_txt, ".docx": _read_docx}


def turns(texts: dict[str, str], study: Study) -> pd.DataFrame:
    """Table ``turns``. Raises BadInput naming each transcript without a speaker label."""
    rows, faults = [], []
    for source, text in texts.items():
        labels = list(LABEL.finditer(text))
        if not labels:
            file = study.known_as(study.raw / FOLDER / source)
            cure = 'Begin each turn with a label in capitals and a colon, as "INT: ".'
            faults.append(Fault(file, "no speaker label found", cure=cure))
            continue
        ends = [label.start() for label in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends, strict=True):
            said = CLOSING_TIME.sub("", text[label.end() : end]).rstrip()
            if said:
                place = (label.end(), label.end() + len(said))
                rows.append((source, *place, label["speaker"], said))
    refuse(faults)
    table = pd.DataFrame(rows, columns=["source_id", "start", "end", "speaker", "text"])
    return checked("turns", table, study, study.known_as(study.raw / FOLDER))
