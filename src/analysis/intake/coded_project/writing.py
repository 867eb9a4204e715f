"""Projects and codebooks written in the REFI-QDA exchange format; the same tables, the same bytes.

What is written is read back to equal tables, so that coders can check it in a tool of their own.
Positions follow the standard: code points, line ends one character, the end exclusive. Every
selection is named by its text, so that whoever reads it sees whether they count alike.
"""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from analysis.intake.coded_project.elements import (
    PROJECT_NAMESPACE,
    add,
    file_of,
    grouped,
    guid,
    passage,
    records,
    user,
)
from analysis.intake.coded_project.project import TEXT, Project
from analysis.intake.coded_project.writing_sources import write_source
from analysis.intake.coded_project.xml_parts import UNSAFE
from analysis.store import replacing

CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
QDE = "project.qde"
EPOCH = (1980, 1, 1, 0, 0, 0)
VALUES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


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
            entries[f"sources/{file_of(name)}"] = text.encode("utf-8")
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
    codings = grouped(records(project.codings), "source")
    values = grouped(records(project.attributes), "source")
    notes = grouped(records(project.notes.assign(number=project.notes.index)), "source")
    for source in records(project.sources):
        element = write_source(sources, source, codings.get((source.name,), []), passages)
        for note in notes.get((source.name,), []):
            add(element, "NoteRef", targetGUID=_note(note.number))
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
    if UNSAFE.search(content):
        msg = "a name, description or note holds a control character, which XML cannot carry"
        raise ValueError(msg)
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + content + "\n").encode("utf-8")


def _codes(above: Element, codes: pd.DataFrame) -> None:
    elements = {None: SubElement(above, "Codes")}
    for code in records(codes):
        key = guid("code", code.code)
        element = add(elements[code.parent], "Code", guid=key, name=code.name, isCodable="true")
        if code.description:
            SubElement(element, "Description").text = code.description
        elements[code.code] = element


def _variables(root: Element, attributes: pd.DataFrame) -> None:
    above = SubElement(root, "Variables")
    for name, kind in grouped(records(attributes), "attribute", "type"):
        add(above, "Variable", guid=_variable(name, kind), name=name, typeOfVariable=kind)


def _variable(name: str, kind: str | None) -> str:
    return guid("variable", f"{name}/{kind}")


def _values(above: Element, attributes: list[Any]) -> None:
    for given in attributes:
        value = SubElement(above, "VariableValue")
        add(value, "VariableRef", targetGUID=_variable(given.attribute, given.type))
        if given.value is not None:
            kind = given.type if given.type in VALUES else "Text"
            SubElement(value, f"{kind}Value").text = given.value


def _cases(root: Element, project: Project) -> dict[str, list[tuple[int, int]]]:
    """Writes the cases; gives the passages that belong to them, by source."""
    passages: dict[str, list[tuple[int, int]]] = {}
    values = grouped(records(project.attributes), "case")
    above = SubElement(root, "Cases")
    for (name,), links in grouped(records(project.cases), "case").items():
        case = add(above, "Case", guid=guid("case", name), name=name)
        _values(case, values.get((name,), []))
        for link in links:
            if link.source is not None and link.start is None:
                add(case, "SourceRef", targetGUID=guid("source", link.source))
        for link in links:
            if link.start is not None:
                place = (link.start, link.end)
                passages.setdefault(link.source, []).append(place)
                add(case, "SelectionRef", targetGUID=passage(link.source, place))
    return passages


def _notes(root: Element, notes: pd.DataFrame) -> None:
    above = SubElement(root, "Notes")
    for number, note in enumerate(records(notes)):
        element = add(above, "Note", guid=_note(number), name=note.name,
                       creatingUser=user(note.coder), creationDateTime=note.time)  # fmt: skip
        if note.text is not None:
            SubElement(element, "PlainTextContent").text = note.text


def _sets(root: Element, sets: pd.DataFrame) -> None:
    above = SubElement(root, "Sets")
    tags = {"code": "MemberCode", "source": "MemberSource"}
    for (name,), members in grouped(records(sets), "set").items():
        element = add(above, "Set", guid=guid("set", name), name=name)
        for given in members:
            add(element, tags[given.kind], targetGUID=guid(given.kind, given.member))


def _note(number: int) -> str:
    return guid("note", str(number))
