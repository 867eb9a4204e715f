"""Transcripts, in whatever kind of file they stand, as normalized texts."""

import codecs
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.faults import BadInput, Fault, refuse
from analysis.intake import cues, word
from analysis.intake.normalizing import normalized
from analysis.store import note
from analysis.study import Study

FOLDER = Path("interviews/transcripts")
MISSING = "no such file: a source of the register"
# The largest text read: far above any transcript.
MAX_BYTES = 50_000_000


def read(study: Study, sources: Iterable[str]) -> dict[str, str]:
    """Normalized text of each source's transcript, a TXT, DOCX, VTT or SRT file named by it.

    ``normalizing`` says what is normalized; positions of turns and passages count in this text.
    The lines of a TXT file are as they stand, a DOCX file's are composed by ``word``, a VTT or SRT
    file's by ``cues``. Only the transcripts of ``sources`` are opened: one whose consent was
    refused or withdrawn stays closed. Raises BadInput naming each that is missing, stands twice or
    cannot be read.
    """
    note(study.provenance)
    texts, faults = {}, []
    for source in sources:
        try:
            texts[source] = normalized(_read(file_of(study, source), study)).text
        except BadInput as bad:
            faults += bad.faults
    refuse(faults)
    return texts


def file_of(study: Study, source: str) -> Path:
    """The one file of a source; raises BadInput where there is none, or several."""
    paths = [study.raw / FOLDER / f"{source}{suffix}" for suffix in READERS]
    there = [path for path in paths if path.is_file()]
    if not there:
        listed = ", ".join(path.name for path in paths)
        raise BadInput([Fault(study.known_as(paths[0]), MISSING, cure=f"Name it one of {listed}.")])
    if len(there) > 1:
        kinds = " and as ".join(path.suffix[1:].upper() for path in there)
        cure = "Keep the one that was coded."
        raise BadInput([Fault(study.known_as(there[0]), f"stands as {kinds}", cure=cure)])
    return there[0]


def _read(path: Path, study: Study) -> str:
    file = study.known_as(path)
    if path.stat().st_size > MAX_BYTES:
        raise BadInput([Fault(file, f"larger than {MAX_BYTES // 1_000_000} MB")])
    return READERS[path.suffix](path, file, study.speaker_labels)


def _text(path: Path, file: str) -> str:
    content = path.read_bytes()
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
        if "\0" not in text:
            return text
    except UnicodeDecodeError:
        pass
    cure = "Save it again as a text in UTF-8."
    raise BadInput([Fault(file, "not a text in UTF-8, or in UTF-16 with its mark", cure=cure)])


READERS: dict[str, Callable[[Path, str, Iterable[str]], str]] = {
    ".txt": lambda path, file, known: _text(path, file),
    ".docx": lambda path, file, known: word.read(path, file),
    ".vtt": lambda path, file, known: cues.read_vtt(_text(path, file), file, known),
    ".srt": lambda path, file, known: cues.read_srt(_text(path, file), file, known),
}
