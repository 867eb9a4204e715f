"""Projects (.qdpx) and codebooks (.qdc) of the REFI-QDA exchange format, read piece by piece.

A project is a zip with one XML file, ``*.qde``, and the texts its sources name. Tools differ in
namespaces, in the order of the parts, in capitals and in how a source names its file, so a part is
known by its name and by the part around it. Format: REFI-QDA Standard 1.5 and its schemas,
qdasoftware.org.
"""

import html
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote

from analysis.faults import BadInput, Fault
from analysis.intake import archive
from analysis.intake.archive import AGAIN, Archive
from analysis.intake.coded_project.counting import Stored, decoded
from analysis.intake.coded_project.parts import Code, Marked, Parts, position
from analysis.intake.coded_project.project import AUDIO, PDF, PICTURE, TEXT, VIDEO
from analysis.intake.coded_project.refi_references import References, guid
from analysis.intake.coded_project.xml_parts import BEGUN, ENDED, Part, parts

NAMESPACE = "urn:QDA-XML:"
# What the XML of a project and of a codebook begins with, and what each file is called in reports.
PROJECT, CODEBOOK = "Project", "CodeBook"
FORMS = {PROJECT: "REFI-QDA project", CODEBOOK: "REFI-QDA codebook"}

SOURCES = {
    "TextSource": TEXT, "PDFSource": PDF, "PictureSource": PICTURE, "AudioSource": AUDIO,
    "VideoSource": VIDEO,
}  # fmt: skip
# What holds the text of a source in another medium.
TEXTS = {"Representation", "TextDescription", "Transcript"}
SELECTIONS = {
    "PlainTextSelection": TEXT, "TranscriptSelection": TEXT, "PDFSelection": PDF,
    "PictureSelection": PICTURE, "AudioSelection": AUDIO, "VideoSelection": VIDEO,
}  # fmt: skip
# Where a selection of another medium lies, by the attributes of the schema.
PLACES = ("page", "firstX", "firstY", "secondX", "secondY", "begin", "end")
CONTAINERS = {
    PROJECT, CODEBOOK, "Users", "Codes", "Code", "Variables", "Cases", "Sources", "Notes", "Sets",
    "Links", "Graphs", *SOURCES, *TEXTS,
}  # fmt: skip
# What belongs to a source, and to nothing else.
IN_SOURCE = {*TEXTS, *SELECTIONS, "PlainTextContent", "Coding", "SyncPoint", "VariableValue"}
# Known, and not kept in any table.
LEFT_OUT = {"Link": "links", "Graph": "graphs"}


def read_project(path: Path, known_as: str) -> Parts:
    """The parts of a .qdpx file.

    Raises BadInput where the zip cannot be trusted, holds none or several ``*.qde`` at its root,
    or that is no well-formed project (also one with a DTD or entities).
    """
    with archive.opened(path, known_as) as zipped:
        inside = [name for name in zipped.names() if name.endswith(".qde") and "/" not in name]
        if len(inside) != 1:
            rule = f"{len(inside)} project files (.qde) at its root, where one belongs"
            raise BadInput([Fault(known_as, rule, cure=AGAIN)])
        with zipped.stream(inside[0]) as xml:
            return _Reader(PROJECT, known_as, zipped).read(xml)


def read_codebook(path: Path, known_as: str) -> Parts:
    """The parts of a .qdc file: codes, and sets of them. Raises BadInput as ``read_project``."""
    with path.open("rb") as xml:
        return _Reader(CODEBOOK, known_as).read(xml)


class _Reader:
    """Takes each part as it comes; references are looked up at the end."""

    def __init__(self, root: str, known_as: str, zipped: Archive | None = None) -> None:
        self.root, self.known_as, self.zipped = root, known_as, zipped
        self.found, self.left_out = Parts(FORMS[root]), Counter()
        self.references = References()
        self.around: list[Part] = []
        # The source that is being read, and whichever holds its text: most often itself.
        self.source: Marked | None = None
        self.holder: Marked | None = None
        self.points: dict[str | None, int] = {}
        # The selections of the PDF that is being read.
        self.on_page: dict[str | None, int] = {}
        # One text for what a million codings repeat.
        self.known: dict[str | None, str | None] = {}

    def read(self, xml: IO[bytes]) -> Parts:
        for event, part in parts(xml, CONTAINERS, self.known_as):
            if not self.around:
                self._begin_root(part)
            if event == ENDED:
                self._end(self.around.pop())
            elif part.tag in IN_SOURCE and self.source is None:
                self._refuse("a part of a source stands outside all sources")
            elif event == BEGUN:
                self._begin(part)
                self.around.append(part)
            elif take := self.TAKERS.get(part.tag):
                take(self, part)
            else:
                self.left_out[LEFT_OUT.get(part.tag, f"unknown parts {part.tag[:40]}")] += 1
        self.references.look_up(self.found, self.left_out, self._text_at)
        counted = [f"{n:,} {what}" for what, n in sorted(self.left_out.items()) if n]
        self.found.left_out += counted
        return self.found

    # Containers -----------------------------------------------------------------------------------

    def _begin_root(self, part: Part) -> None:
        namespaces = [v for k, v in part.attributes.items() if k.startswith("xmlns")]
        if part.tag != self.root or not any(v.startswith(NAMESPACE) for v in namespaces):
            self._refuse(f"its XML is no {FORMS[self.root]}")
        self.found.origin = part.get("origin") or ""

    def _begin(self, part: Part) -> None:
        if part.tag == "Code":
            above = self.around[-1]
            parent = guid(above, "guid") if above.tag == "Code" else None
            key = guid(part, "guid") or f"code {len(self.found.codes) + 1}"
            if key in self.found.codes:
                self._refuse("two codes have one identifier")
            part.attributes["guid"] = key
            self.found.codes[key] = Code(part.get("name") or "", parent)
        elif part.tag in SOURCES:
            self.source = self.holder = self._source(part, SOURCES[part.tag])
            if SOURCES[part.tag] == TEXT:
                self._read_text(part)
        elif part.tag in TEXTS:
            # A recording may have several transcripts; each further one is a source by itself.
            if self.source.stored is not None:
                self.holder = self._source(part, TEXT)
            self.holder.name = self.holder.name or part.get("name") or ""
            self._read_text(part)

    def _end(self, part: Part) -> None:
        if part.tag in TEXTS:
            self.holder = self.source
        elif part.tag in SOURCES:
            self.source = self.holder = None
            self.on_page = {}

    def _source(self, part: Part, kind: str) -> Marked:
        path = part.get("plainTextPath") or part.get("path") or ""
        name = part.get("name") or PurePosixPath(_bare(path)).stem
        source = Marked(str(len(self.found.sources)), name, kind)
        self.found.sources.append(source)
        if key := guid(part, "guid"):
            self.references.sources[key] = source.key
        return source

    def _read_text(self, part: Part) -> None:
        self.holder.stored = self._stored(part.get("plainTextPath") or "")

    def _stored(self, path: str) -> Stored | None:
        bare = _bare(path)
        if ".." in PurePosixPath(bare).parts:
            self._refuse("names a file outside itself")
        for name in (f"sources/{bare}", bare, f"sources/{PurePosixPath(bare).name}"):
            if self.zipped and bare and name.lower() in self.zipped:
                return Stored.of(decoded(self.zipped.text(name)))
        return None

    def _text_at(self, path: str) -> str | None:
        stored = self._stored(path)
        return stored and stored.text

    # Parts of sources -----------------------------------------------------------------------------

    def _take_content(self, part: Part) -> None:
        self.holder.stored = Stored.of(part.text)

    def _take_selection(self, part: Part) -> None:
        key, span, place = guid(part, "guid"), self._span(part), _place(part)
        if key in self.on_page:
            # The same passage of a PDF, once on its page and once in its text.
            self.holder.complete(self.on_page[key], span, place)
            return
        name = part.attributes.get("name", "")
        # QualCoder escapes a quotation twice; others do not.
        quotes = list(dict.fromkeys((name, html.unescape(name))))
        quotes += [child.text for child in part.children if child.tag == "Description"]
        quotes = tuple(filter(None, quotes))
        number = self.holder.select(SELECTIONS[part.tag], *span, place, quotes, key)
        if key and self.holder.kind == PDF:
            self.on_page[key] = number
        is_coded = False
        for child in part.children:
            if child.tag == "Coding":
                is_coded = True
                self._code(child, number, part)
            elif child.tag == "NoteRef":
                self._take_note_ref(child)
            elif child.tag not in ("Description", "Representation"):
                self.left_out[f"unknown parts {child.tag[:40]}"] += 1
        self.left_out["selections without a code"] += not is_coded

    def _span(self, part: Part) -> tuple[int, int]:
        if part.tag == "TranscriptSelection":
            sides = guid(part, "fromSyncPoint"), guid(part, "toSyncPoint")
            return tuple(self.points.get(side, -1) for side in sides)
        return position(part.get("startPosition")), position(part.get("endPosition"))

    def _code(self, coding: Part, number: int, selection: Part) -> None:
        code = None
        for child in coding.children:
            if child.tag == "CodeRef":
                code = guid(child, "targetGUID")
            elif child.tag == "NoteRef":
                self._take_note_ref(child)
        coder = guid(coding, "creatingUser") or guid(selection, "creatingUser")
        coder = coder or guid(selection, "modifyingUser")
        time = coding.get("creationDateTime") or selection.get("creationDateTime")
        code, coder, time = (self.known.setdefault(key, key) for key in (code, coder, time))
        self.holder.code(number, code, coder, time)

    def _take_coding(self, part: Part) -> None:
        self._code(part, -1, part)

    def _take_point(self, part: Part) -> None:
        self.points[guid(part, "guid")] = position(part.get("position"))

    def _take_value(self, part: Part) -> None:
        self.references.values.append((None, self.source.key, part))

    def _take_note_ref(self, part: Part) -> None:
        if self.source is not None:
            self.references.noted[guid(part, "targetGUID")] = self.source.key

    # Other parts ----------------------------------------------------------------------------------

    def _take_user(self, part: Part) -> None:
        key = guid(part, "guid") or f"user {len(self.found.coders) + 1}"
        self.found.coders[key] = part.get("name") or part.get("id") or ""

    def _take_variable(self, part: Part) -> None:
        named = part.get("name"), part.get("typeOfVariable")
        self.references.variables[guid(part, "guid")] = named

    def _take_description(self, part: Part) -> None:
        above = self.around[-1]
        if above.tag == "Code":
            self.found.codes[guid(above, "guid")].description = part.text
        elif part.text.strip():
            self.left_out[f"descriptions in parts {above.tag}"] += 1

    def _take_set(self, part: Part) -> None:
        for member in part.children:
            key = guid(member, "targetGUID") or guid(member, "guid")
            if kind := {"MemberCode": "code", "MemberSource": "source"}.get(member.tag):
                self.found.sets.append((part.get("name"), kind, key))
            self.left_out["notes in sets"] += member.tag == "MemberNote"

    def _take_case(self, part: Part) -> None:
        self.references.cases.append(part)

    def _take_note(self, part: Part) -> None:
        self.references.notes.append(part)

    TAKERS = {
        "User": _take_user, "Variable": _take_variable, "Description": _take_description,
        "PlainTextContent": _take_content, "Coding": _take_coding, "SyncPoint": _take_point,
        "VariableValue": _take_value, "Case": _take_case, "Note": _take_note,
        "NoteRef": _take_note_ref, "Set": _take_set, **dict.fromkeys(SELECTIONS, _take_selection),
    }  # fmt: skip

    def _refuse(self, rule: str) -> None:
        raise BadInput([Fault(self.known_as, rule, cure=AGAIN)])


def _bare(path: str) -> str:
    """The path of a file without its scheme: ``internal://``, ``relative:///`` or none."""
    return (
        unquote(re.sub(r"^[a-z]+://", "", path, flags=re.IGNORECASE)).replace("\\", "/").lstrip("/")
    )


def _place(part: Part) -> str | None:
    """Where a selection lies in another medium: ``page=3 firstX=10``, ``begin=0 end=900``."""
    given = [f"{name}={part.attributes[name]}" for name in PLACES if name in part.attributes]
    return " ".join(given) or None
