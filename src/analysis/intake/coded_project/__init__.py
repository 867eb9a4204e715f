"""Coded projects of any tool: read as one kind of object, written for coders to check.

``read`` knows REFI-QDA projects (.qdpx) and codebooks (.qdc), QualCoder's databases (a .qda folder
or its file) and Taguette's (.sqlite3) by what is in them, not by their names.
"""

from pathlib import Path

from analysis.faults import BadInput, Fault
from analysis.intake.coded_project import database, qualcoder, refi_qda, taguette
from analysis.intake.coded_project.assembling import assembled
from analysis.intake.coded_project.counting import Reading
from analysis.intake.coded_project.parts import Parts
from analysis.intake.coded_project.project import Project
from analysis.intake.coded_project.writing import write_qdc, write_qdpx

__all__ = ["Project", "Reading", "read", "write_qdc", "write_qdpx"]

KNOWN = "a REFI-QDA project (.qdpx) or codebook (.qdc), or a database of QualCoder or Taguette"
QUALCODER_FILE = "data.qda"
# What files that are mistaken for projects begin with.
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office document or project",
    b"{\\rtf": "an RTF text",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}


def read(
    path: Path | str, known_as: str = "", reading: Reading | None = None, project: str = ""
) -> Project:
    """Read a coded project; nothing is written, and nothing extracted to disk.

    ``known_as`` names the file in faults. ``reading`` prescribes how positions are to be counted,
    where it is known; otherwise the way under which the selections fit their texts is chosen.
    ``project`` names one of several in a Taguette database.

    Raises BadInput where the file is missing, damaged, encrypted, hostile, empty or of another
    kind, and where its positions cannot be trusted. Faults number sources and selections, and
    quote nothing.
    """
    path = Path(path)
    known_as = known_as or path.name
    path = path / QUALCODER_FILE if path.is_dir() else path
    try:
        return assembled(_parts(path, known_as, project), known_as, reading)
    except OSError:
        cure = "docs/data.md lists the files of a study."
        raise BadInput([Fault(known_as, "no such file, or not readable", cure=cure)]) from None


def _parts(path: Path, known_as: str, project: str) -> Parts:
    with path.open("rb") as file:
        begin = file.read(512)
    if begin.startswith(b"PK"):
        return refi_qda.read_project(path, known_as)
    if begin.startswith(database.MAGIC):
        with database.opened(path, known_as) as opened:
            if qualcoder.SIGN in opened.tables:
                return qualcoder.read(opened)
            if taguette.SIGN in opened.tables:
                return taguette.read(opened, known_as, project)
        raise BadInput([_foreign("a database of another program", known_as)])
    if begin.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return refi_qda.read_codebook(path, known_as)
    what = next((w for sign, w in _FOREIGN.items() if begin.startswith(sign)), "of unknown kind")
    raise BadInput([_foreign(what if begin else "empty", known_as)])


def _foreign(what: str, known_as: str) -> Fault:
    return Fault(known_as, f"not a coded project: {what}", cure=f"Give {KNOWN}.")
