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
from analysis.intake.coded_project import archive
from analysis.intake.coded_project.archive import AGAIN, Archive
from analysis.intake.coded_project.assembling import Code, Marked, Parts
from analysis.intake.coded_project.counting import Stored, decoded
from analysis.intake.coded_project.project import AUDIO, PDF, PICTURE, TEXT, VIDEO
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
    """Takes each part as it comes; references are looked up at the end, in whatever order."""

    def __init__(self, root: str, known_as: str, zipped: Archive | None = None) -> None:
        self.root, self.known_as, self.zipped = root, known_as, zipped
        self.found, self.left_out = Parts(FORMS[root]), Counter()
        self.around: list[Part] = []
        self.source: Marked | None = None
        self.points: dict[str | None, int] = {}
        self.source_keys: dict[str, str] = {}
        self.selections: dict[str, tuple[Marked, int]] = {}
        self.variables: dict[str | None, tuple[str | None, str | None]] = {}
        self.values: list[tuple[str | None, str | None, Part]] = []
        self.cases: list[Part] = []
        self.notes: list[Part] = []
        self.noted: dict[str | None, str] = {}

    def read(self, xml: IO[bytes]) -> Parts:
        for event, part in parts(xml, CONTAINERS, self.known_as):
            around = self.around[-1].tag if self.around else ""
            if event == ENDED:
                self.around.pop()
            elif event == BEGUN:
                self._begin(part, around)
                self.around.append(part)
            elif take := self.TAKERS.get(part.tag):
                take(self, part)
            else:
                self.left_out[LEFT_OUT.get(part.tag, f"unknown parts {part.tag[:40]}")] += 1
        self._look_up()
        counted = [f"{n:,} {what}" for what, n in sorted(self.left_out.items())]
        self.found.left_out += counted
        return self.found

    # Containers, when they begin -----------------------------------------------------------------

    def _begin(self, part: Part, around: str) -> None:
        if not around:
            self._begin_root(part)
        elif part.tag == "Code":
            above = self.around[-1]
            parent = _guid(above, "guid") if above.tag == "Code" else None
            key = _guid(part, "guid") or f"code {len(self.found.codes) + 1}"
            if key in self.found.codes:
                self._refuse("two codes have one identifier")
            self.found.codes[key] = Code(part.get("name") or "", parent)
        elif part.tag in SOURCES:
            self.source = self._source(part, SOURCES[part.tag])
            if part.tag == "TextSource":
                self._read_text(part)
        elif part.tag in TEXTS:
            # A recording may have several transcripts; each further one is a source by itself.
            if self.source.stored is not None:
                self.source = self._source(part, TEXT)
            self.source.name = self.source.name or part.get("name") or ""
            self._read_text(part)

    def _begin_root(self, part: Part) -> None:
        namespaces = [v for k, v in part.attributes.items() if k.startswith("xmlns")]
        if part.tag != self.root or not any(v.startswith(NAMESPACE) for v in namespaces):
            self._refuse(f"its XML is no {FORMS[self.root]}")
        self.found.origin = part.get("origin") or ""

    def _source(self, part: Part, kind: str) -> Marked:
        path = part.get("plainTextPath") or part.get("path") or ""
        source = Marked(
            str(len(self.found.sources)), part.get("name") or PurePosixPath(_bare(path)).stem, kind
        )
        self.found.sources.append(source)
        self.points = {}
        if guid := _guid(part, "guid"):
            self.source_keys[guid] = source.key
        return source

    def _read_text(self, part: Part) -> None:
        if path := part.get("plainTextPath"):
            self.source.stored = self._stored(path)

    def _stored(self, path: str) -> Stored | None:
        bare = _bare(path)
        if ".." in PurePosixPath(bare).parts:
            self._refuse("a source names a file outside the project")
        for name in (f"sources/{bare}", bare, f"sources/{PurePosixPath(bare).name}"):
            if name.lower() in self.zipped.names():
                return Stored.of(decoded(self.zipped.text(name)))
        return None

    # Other parts, when they are whole ------------------------------------------------------------

    def _take_content(self, part: Part) -> None:
        if self.source is not None:
            self.source.stored = Stored.of(part.text)

    def _take_user(self, part: Part) -> None:
        guid = _guid(part, "guid") or f"user {len(self.found.coders) + 1}"
        self.found.coders[guid] = part.get("name") or part.get("id") or ""

    def _take_variable(self, part: Part) -> None:
        self.variables[_guid(part, "guid")] = part.get("name"), part.get("typeOfVariable")

    def _take_description(self, part: Part) -> None:
        above = self.around[-1]
        if above.tag == "Code" and (code := self.found.codes.get(_guid(above, "guid"))):
            code.description = part.text
        elif part.text:
            self.left_out[f"descriptions in parts {above.tag}"] += 1

    def _take_selection(self, part: Part) -> None:
        source, guid = self.source, _guid(part, "guid")
        start, end = self._span(part)
        quotes = tuple(filter(None, (html.unescape(part.get("name") or ""),
                                     part.text_of("Description"))))  # fmt: skip
        twin = self.selections.get(guid) if source.kind == PDF else None
        if twin and twin[0] is source:
            # The same passage of a PDF, once as a text and once on its page.
            number = twin[1]
            source.starts[number] = max(start, source.starts[number])
            source.ends[number] = max(end, source.ends[number])
            source.places[number] = source.places[number] or _place(part)
            return
        number = source.select(SELECTIONS[part.tag], start, end, _place(part), quotes)
        if guid:
            self.selections[guid] = source, number
        codings = part.all("Coding")
        for coding in codings:
            self._code(coding, number, part)
        if not codings:
            self.left_out["selections without a code"] += 1
        self._note_refs(part)

    def _take_coding(self, part: Part) -> None:
        self._code(part, -1, part)

    def _take_point(self, part: Part) -> None:
        self.points[_guid(part, "guid")] = _whole(part.get("position"))

    def _take_value(self, part: Part) -> None:
        self.values.append((None, self.source.key, part))

    def _take_case(self, part: Part) -> None:
        self.cases.append(part)

    def _take_note(self, part: Part) -> None:
        self.notes.append(part)

    def _take_note_ref(self, part: Part) -> None:
        self.noted[_guid(part, "targetGUID")] = self.source.key if self._in_source() else None

    def _take_set(self, part: Part) -> None:
        for member in part.children:
            guid = _guid(member, "targetGUID") or _guid(member, "guid")
            if kind := {"MemberCode": "code", "MemberSource": "source"}.get(member.tag):
                self.found.sets.append((part.get("name"), kind, guid))
            elif member.tag == "MemberNote":
                self.left_out["notes in sets"] += 1

    TAKERS = {
        "User": _take_user, "Variable": _take_variable, "Description": _take_description,
        "PlainTextContent": _take_content, "Coding": _take_coding, "SyncPoint": _take_point,
        "VariableValue": _take_value, "Case": _take_case, "Note": _take_note,
        "NoteRef": _take_note_ref, "Set": _take_set, **dict.fromkeys(SELECTIONS, _take_selection),
    }  # fmt: skip

    # What parts say of others ---------------------------------------------------------------------

    def _span(self, part: Part) -> tuple[int, int]:
        if part.tag == "TranscriptSelection":
            return tuple(
                self.points.get(_guid(part, side), -1) for side in ("fromSyncPoint", "toSyncPoint")
            )
        return _whole(part.get("startPosition")), _whole(part.get("endPosition"))

    def _code(self, coding: Part, number: int, selection: Part) -> None:
        code = next((_guid(ref, "targetGUID") for ref in coding.all("CodeRef")), None)
        coder = _guid(coding, "creatingUser") or _guid(selection, "creatingUser")
        time = coding.get("creationDateTime") or selection.get("creationDateTime")
        self.source.code(number, code, coder or _guid(selection, "modifyingUser"), time)
        self._note_refs(coding)

    def _note_refs(self, part: Part) -> None:
        for reference in part.all("NoteRef"):
            self.noted[_guid(reference, "targetGUID")] = self.source.key

    def _in_source(self) -> bool:
        return any(part.tag in SOURCES for part in self.around)

    def _look_up(self) -> None:
        for number, part in enumerate(self.cases, 1):
            self._look_up_case(part, number)
        for case, key, part in self.values:
            variable = next((_guid(ref, "targetGUID") for ref in part.all("VariableRef")), None)
            name, kind = self.variables.get(variable, (None, None))
            value = next((child.text for child in part.children if child.tag != "VariableRef"), "")
            self.found.attributes.append((case, key, name, kind, value.strip() or None))
        for part in self.notes:
            self._look_up_note(part)
        keys = self.source_keys
        self.found.sets = [
            (name, kind, keys.get(guid) if kind == "source" else guid)
            for name, kind, guid in self.found.sets
        ]

    def _look_up_case(self, part: Part, number: int) -> None:
        guid, name = _guid(part, "guid"), part.get("name")
        keys = [self.source_keys.get(_guid(ref, "targetGUID")) for ref in part.all("SourceRef")]
        passages = [self.selections.get(_guid(r, "targetGUID")) for r in part.all("SelectionRef")]
        passages += self._coded({_guid(ref, "targetGUID") for ref in part.all("CodeRef")})
        if guid in self.found.codes:
            # NVivo writes a case as a code too, and as codings what belongs to it.
            passages += self._coded({guid}, taking=True)
        values = part.all("VariableValue")
        n_dangling = keys.count(None) + passages.count(None)
        if n_dangling:
            self.left_out["links of cases to sources that are not in the file"] += n_dangling
        if name is None and len(keys) == 1 and not passages:
            # MAXQDA and Quirkos write the attributes of a source as a case without a name.
            self.values += [(None, keys[0], value) for value in values if keys[0]]
            return
        name = name or f"case {number} without a name"
        links = [(key, -1) for key in keys if key] + [(p[0].key, p[1]) for p in passages if p]
        self.found.links += [(name, *link) for link in links or [(None, -1)]]
        self.values += [(name, None, value) for value in values]

    def _coded(self, guids: set[str | None], *, taking: bool = False) -> list[tuple[Marked, int]]:
        """The selections with one of these codes; ``taking`` them away from the codings."""
        passages = []
        for source in self.found.sources if guids else ():
            passages += [
                (source, of)
                for of, code in zip(source.of, source.codes, strict=True)
                if code in guids
            ]
            if taking:
                source.drop(guids)
        for guid in guids if taking else ():
            parent = self.found.codes.pop(guid).parent
            for code in self.found.codes.values():
                code.parent = parent if code.parent == guid else code.parent
        return passages

    def _look_up_note(self, part: Part) -> None:
        text = part.text_of("PlainTextContent")
        if text is None and (path := part.get("plainTextPath")) and (file := self._stored(path)):
            text = file.text
        if part.all("PlainTextSelection"):
            self.left_out["selections within notes"] += len(part.all("PlainTextSelection"))
        key = self.noted.get(_guid(part, "guid"))
        coder = _guid(part, "creatingUser")
        note = (part.get("name"), key, text, coder, part.get("creationDateTime"))
        self.found.notes.append(note)

    def _refuse(self, rule: str) -> None:
        raise BadInput([Fault(self.known_as, rule, cure=AGAIN)])


def _guid(part: Part, name: str) -> str | None:
    """An identifier: braces and capitals are spellings of the same one."""
    given = part.attributes.get(name)
    return given.strip("{} ").lower() or None if given else None


def _whole(text: str | None) -> int:
    """A position; one that is none lies outside every text."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,12}", text) else -1


def _bare(path: str) -> str:
    """The path of a file without its scheme: ``internal://``, ``relative:///`` or none."""
    return (
        unquote(re.sub(r"^[a-z]+://", "", path, flags=re.IGNORECASE)).replace("\\", "/").lstrip("/")
    )


def _place(part: Part) -> str | None:
    """Where a selection lies in another medium: ``page=3 firstX=10``, ``begin=0 end=900``."""
    given = [f"{name}={part.attributes[name]}" for name in PLACES if name in part.attributes]
    return " ".join(given) or None
