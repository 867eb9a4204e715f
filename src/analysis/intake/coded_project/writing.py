"""Projects and codebooks written in the REFI-QDA exchange format; the same tables, the same bytes.

What is written is read back to equal tables, so that coders can check it in a tool of their own.
Positions follow the standard: code points, line ends one character, the end exclusive. Every
selection is named by its text, so that whoever reads it sees whether they count alike.
"""

import io
import re
import uuid
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from analysis.intake.coded_project import refi_qda
from analysis.intake.coded_project.project import (
    AUDIO,
    PDF,
    PICTURE,
    TEXT,
    VIDEO,
    WHOLE,
    Project,
)
from analysis.store import replacing

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
QDE, INTERNAL = "project.qde", "internal://"
# Names give the same identifiers, and a project carries no clock.
GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, PROJECT_NAMESPACE)
EPOCH = (1980, 1, 1, 0, 0, 0)
# Characters that XML cannot carry, or does not give back as they were.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
VALUES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
# What holds the text of a source that is no text.
_HOLDERS = {
    PDF: "Representation", PICTURE: "TextDescription", AUDIO: "Transcript", VIDEO: "Transcript",
}  # fmt: skip
_ELEMENTS = {kind: tag for tag, kind in refi_qda.SOURCES.items()}
_SELECTED = {kind: tag for tag, kind in refi_qda.SELECTIONS.items() if tag != "TranscriptSelection"}


def guid(kind: str, name: str) -> str:
    """The identifier of a thing of this kind ("code", "source" ...): the same for the same name."""
    return str(uuid.uuid5(GUIDS, f"{kind}/{name}"))


def write_qdpx(project: Project, path: Path) -> None:
    """Write a project, atomically; the same project gives the same bytes.

    Raises ValueError where a coding of a text has no place in it, and where a name, description or
    note holds a character XML cannot carry.
    """
    lost = project.codings["kind"].eq(TEXT) & project.codings["start"].isna()
    if lost.any():
        msg = f"{lost.sum()} codings of texts have no place in them, so they cannot be written"
        raise ValueError(msg)
    entries = {QDE: _bytes(_project(project))}
    for name, text in project.sources[["name", "text"]].itertuples(index=False):
        if not pd.isna(text):
            entries[f"sources/{_file(name)}"] = text.encode("utf-8")
    with replacing(path) as file:
        file.write(zipped(entries))


def write_qdc(project: Project, path: Path) -> None:
    """Write the codes of a project as a codebook, and sets of codes. Raises as ``write_qdpx``."""
    root = Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": project.report.origin})
    _codes(root, project.codes)
    _sets(root, project.sets[project.sets["kind"].eq("code")])
    _without_empty(root)
    with replacing(path) as file:
        file.write(_bytes(root))


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on its entries alone.

    Stored, not packed: what a packer writes differs between versions of its library.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # the same on every system
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return content.getvalue()


def _project(project: Project) -> Element:
    root = Element("Project", {
        "xmlns": PROJECT_NAMESPACE, "name": "coding", "origin": project.report.origin or "analysis",
    })  # fmt: skip
    users = SubElement(root, "Users")
    for name in project.coders["name"]:
        SubElement(users, "User", {"guid": guid("user", name), "name": name})
    if len(project.codes):
        _codes(SubElement(root, "CodeBook"), project.codes)
    _variables(root, project.attributes)
    passages = _cases(root, project)
    sources = SubElement(root, "Sources")
    codings = _by(_records(project.codings), "source")
    values = _by(_records(project.attributes), "source")
    notes = _by(_records(project.notes.assign(number=project.notes.index)), "source")
    for source in _records(project.sources):
        element = _source(sources, source, codings.get((source.name,), []), passages)
        for note in notes.get((source.name,), []):
            _add(element, "NoteRef", targetGUID=_note(note.number))
        _values(element, values.get((source.name,), []))
    _notes(root, project.notes)
    _sets(root, project.sets)
    return _without_empty(root)


def _without_empty(root: Element) -> Element:
    """The schema wants no list that lists nothing."""
    for part in [part for part in root if len(part) == 0]:
        root.remove(part)
    return root


def _bytes(root: Element) -> bytes:
    indent(root, " ")
    content = tostring(root, encoding="unicode")
    if _UNSAFE.search(content):
        msg = "a name, description or note holds a control character, which XML cannot carry"
        raise ValueError(msg)
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + content + "\n").encode("utf-8")


def _file(name: str) -> str:
    return f"{guid('source', name)}.txt"


def _records(table: pd.DataFrame) -> list[Any]:
    """The rows, with None for what is missing."""
    return list(table.astype(object).where(table.notna(), None).itertuples(index=False))


def _by(records: list[Any], *names: str) -> dict[tuple, list[Any]]:
    """Records by their values of some columns, in order of appearance."""
    groups: dict[tuple, list[Any]] = {}
    for record in records:
        groups.setdefault(tuple(getattr(record, name) for name in names), []).append(record)
    return groups


def _add(above: Element, tag: str, **attributes: object) -> Element:
    """A part with those of the attributes that are not missing."""
    given = {name: str(value) for name, value in attributes.items() if value is not None}
    return SubElement(above, tag, given)


def _user(coder: str | None) -> str | None:
    return coder and guid("user", coder)


def _codes(above: Element, codes: pd.DataFrame) -> None:
    elements = {None: SubElement(above, "Codes")}
    for code in _records(codes):
        key = guid("code", code.code)
        element = _add(elements[code.parent], "Code", guid=key, name=code.name, isCodable="true")
        if code.description:
            SubElement(element, "Description").text = code.description
        elements[code.code] = element


def _variables(root: Element, attributes: pd.DataFrame) -> None:
    above = SubElement(root, "Variables")
    for name, kind in _by(_records(attributes), "attribute", "type"):
        _add(above, "Variable", guid=_variable(name, kind), name=name, typeOfVariable=kind)


def _variable(name: str, kind: str | None) -> str:
    return guid("variable", f"{name}/{kind}")


def _values(above: Element, attributes: list[Any]) -> None:
    for given in attributes:
        value = SubElement(above, "VariableValue")
        _add(value, "VariableRef", targetGUID=_variable(given.attribute, given.type))
        if given.value is not None:
            kind = given.type if given.type in VALUES else "Text"
            SubElement(value, f"{kind}Value").text = given.value


def _cases(root: Element, project: Project) -> dict[str, list[tuple[int, int]]]:
    """Writes the cases; gives the passages that belong to them, by source."""
    passages: dict[str, list[tuple[int, int]]] = {}
    values = _by(_records(project.attributes), "case")
    above = SubElement(root, "Cases")
    for (name,), links in _by(_records(project.cases), "case").items():
        case = _add(above, "Case", guid=guid("case", name), name=name)
        _values(case, values.get((name,), []))
        for link in links:
            if link.source is not None and link.start is None:
                _add(case, "SourceRef", targetGUID=guid("source", link.source))
        for link in links:
            if link.start is not None:
                place = (link.start, link.end)
                passages.setdefault(link.source, []).append(place)
                _add(case, "SelectionRef", targetGUID=_passage(link.source, place))
    return passages


def _passage(source: str, place: tuple[int, int]) -> str:
    return guid("passage", f"{source}/{place[0]}/{place[1]}")


def _source(above: Element, source: Any, codings: list[Any], passages: dict) -> Element:
    """A source with its text, selections and codings, in the order of the schema."""
    key = guid("source", source.name)
    element = _add(above, _ELEMENTS[source.kind], guid=key, name=source.name)
    in_text = [_text] if source.text is not None else []
    order = [_in_medium, *in_text] if source.kind == PDF else [*in_text, _in_medium]
    for write in order:
        write(element, source, codings, passages.get(source.name, []))
    _codings(element, [coding for coding in codings if coding.kind == WHOLE])
    return element


def _in_medium(element: Element, source: Any, codings: list[Any], _: list) -> None:
    """The selections on a page, in a picture or a recording."""
    given = [coding for coding in codings if coding.kind not in (TEXT, WHOLE)]
    for (kind, place), group in _by(given, "kind", "place").items():
        where = dict(part.split("=", 1) for part in place.split(" ")) if place else {}
        selection = _add(element, _SELECTED[kind], guid=_selection(source, kind, place), **where)
        _codings(selection, group)


def _text(element: Element, source: Any, codings: list[Any], passages: list) -> None:
    """The text of a source and the selections in it."""
    tag = _HOLDERS.get(source.kind)
    above = _add(element, tag, guid=guid("text", source.name)) if tag else element
    above.set("plainTextPath", INTERNAL + _file(source.name))
    for place in dict.fromkeys(passages):
        _marked(above, _passage(source.name, place), *place, source.text)
    placed = [coding for coding in codings if coding.start is not None]
    on_page = [coding for coding in placed if coding.kind != TEXT]
    for kind, place, start, end in _by(on_page, "kind", "place", "start", "end"):
        _marked(above, _selection(source, kind, place), start, end, source.text)
    in_text = [coding for coding in placed if coding.kind == TEXT]
    for place, given in _by(in_text, "start", "end").items():
        key = _passage(f"coded {source.name}", place)
        _codings(_marked(above, key, *place, source.text), given)


def _marked(above: Element, key: str, start: int, end: int, text: str) -> Element:
    name = " ".join(text[start:end].split())
    name = None if _UNSAFE.search(name) else name or None
    if above.tag != "Transcript":
        return _add(above, "PlainTextSelection", guid=key, name=name, startPosition=start,
                    endPosition=end)  # fmt: skip
    # In a transcript a selection reaches from one point of time to another; all points come first.
    points = {side: guid("point", f"{key}/{side}") for side in ("from", "to")}
    for side, position in zip(points, (start, end), strict=True):
        point = Element("SyncPoint", {"guid": points[side], "position": str(position)})
        above.insert(len(above.findall("SyncPoint")), point)
    return _add(above, "TranscriptSelection", guid=key, name=name, fromSyncPoint=points["from"],
                toSyncPoint=points["to"])  # fmt: skip


def _codings(above: Element, codings: list[Any]) -> None:
    for number, given in enumerate(codings):
        key = guid("coding", f"{above.get('guid')}/{number}")
        coding = _add(above, "Coding", guid=key, creatingUser=_user(given.coder),
                      creationDateTime=given.time)  # fmt: skip
        SubElement(coding, "CodeRef", {"targetGUID": guid("code", given.code)})


def _notes(root: Element, notes: pd.DataFrame) -> None:
    above = SubElement(root, "Notes")
    for number, note in enumerate(_records(notes)):
        element = _add(above, "Note", guid=_note(number), name=note.name,
                       creatingUser=_user(note.coder), creationDateTime=note.time)  # fmt: skip
        if note.text is not None:
            SubElement(element, "PlainTextContent").text = note.text


def _sets(root: Element, sets: pd.DataFrame) -> None:
    above = SubElement(root, "Sets")
    tags = {"code": "MemberCode", "source": "MemberSource"}
    for (name,), members in _by(_records(sets), "set").items():
        element = _add(above, "Set", guid=guid("set", name), name=name)
        for given in members:
            _add(element, tags[given.kind], targetGUID=guid(given.kind, given.member))


def _selection(source: Any, kind: str, place: str | None) -> str:
    return guid("selection", f"{source.name}/{kind}/{place}")


def _note(number: int) -> str:
    return guid("note", str(number))
