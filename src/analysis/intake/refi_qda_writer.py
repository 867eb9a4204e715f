"""Coded projects written in the REFI-QDA exchange format; the same project, the same bytes."""

import io
import re
import uuid
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from analysis.intake.refi_qda import INTERNAL, NAMESPACE, QDE, Project
from analysis.store import replacing

# Names give the same identifiers, and a project carries no clock.
GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
EPOCH = (1980, 1, 1, 0, 0, 0)
# Characters that XML cannot carry, or does not give back as they were.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def guid(kind: str, name: str) -> str:
    """The identifier of a thing of this kind ("code", "source" ...): the same for the same name."""
    return str(uuid.uuid5(GUIDS, f"{kind}/{name}"))


def write(project: Project, path: Path) -> None:
    """Write a project, atomically; the same project gives the same bytes.

    Raises ValueError where a text, name or description holds a character XML cannot carry.
    """
    entries = {QDE: _qde(project)}
    for name, text in project.sources[["name", "text"]].itertuples(index=False):
        entries[f"sources/{guid('source', name)}.txt"] = text.encode("utf-8")
    with replacing(path) as file:
        file.write(zipped(entries))


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


def _qde(project: Project) -> bytes:
    root = Element("Project", {"xmlns": NAMESPACE, "name": "coding", "origin": "analysis"})
    users = SubElement(root, "Users")
    for name in project.coders["name"]:
        SubElement(users, "User", {"guid": guid("user", name), "name": name})
    _write_codes(SubElement(SubElement(root, "CodeBook"), "Codes"), project.codes)
    sources = SubElement(root, "Sources")
    code_guids = project.codes.set_index("name")["guid"]
    of_source = dict(list(project.codings.groupby("source", sort=False)))
    for name in project.sources["name"]:
        path = f"{INTERNAL}{guid('source', name)}.txt"
        source = SubElement(
            sources,
            "TextSource",
            {"guid": guid("source", name), "name": name, "plainTextPath": path},
        )
        if name in of_source:
            _write_selections(source, of_source[name], code_guids)
    indent(root, " ")
    content = tostring(root, encoding="unicode")
    if _UNSAFE.search(content):
        msg = "a name or description holds a control character, which XML cannot carry"
        raise ValueError(msg)
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + content + "\n").encode("utf-8")


def _write_codes(top: Element, codes: pd.DataFrame) -> None:
    elements = {}
    for code in codes.itertuples(index=False):
        above = top if pd.isna(code.parent) else elements[code.parent]
        element = SubElement(
            above, "Code", {"guid": code.guid, "name": code.name, "isCodable": "true"}
        )
        if code.description:
            SubElement(element, "Description").text = code.description
        elements[code.guid] = element


def _write_selections(source: Element, codings: pd.DataFrame, code_guids: pd.Series) -> None:
    """One selection per passage and coder, since a selection says who made it."""
    for (start, end, coder), rows in codings.groupby(["start", "end", "coder"], sort=True):
        place = f"{source.get('name')}/{start}/{end}/{coder}"
        selection = SubElement(
            source,
            "PlainTextSelection",
            {
                "guid": guid("selection", place),
                "name": f"{start}-{end}",
                "startPosition": str(start),
                "endPosition": str(end),
                "creatingUser": guid("user", coder),
            },
        )
        for name in sorted(rows["code"]):
            made = {"guid": guid("coding", f"{place}/{name}"), "creatingUser": guid("user", coder)}
            coding = SubElement(selection, "Coding", made)
            SubElement(coding, "CodeRef", {"targetGUID": code_guids[name]})
