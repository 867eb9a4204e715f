"""Sources written with their text, selections and codings, in the order of the schema."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from analysis.intake.coded_project import refi_qda
from analysis.intake.coded_project.elements import (
    add,
    file_of,
    grouped,
    guid,
    passage,
    user,
)
from analysis.intake.coded_project.project import AUDIO, PDF, PICTURE, TEXT, VIDEO, WHOLE
from analysis.intake.coded_project.xml_parts import UNSAFE

INTERNAL = "internal://"
# What holds the text of a source that is no text.
_HOLDERS = {
    PDF: "Representation", PICTURE: "TextDescription", AUDIO: "Transcript", VIDEO: "Transcript",
}  # fmt: skip
_ELEMENTS = {kind: tag for tag, kind in refi_qda.SOURCES.items()}
_SELECTED = {kind: tag for tag, kind in refi_qda.SELECTIONS.items() if tag != "TranscriptSelection"}


def write_source(above: Element, source: Any, codings: list[Any], passages: dict) -> Element:
    """A source with its text, selections and codings, in the order of the schema."""
    key = guid("source", source.name)
    element = add(above, _ELEMENTS[source.kind], guid=key, name=source.name)
    in_text = [_text] if source.text is not None else []
    order = [_in_medium, *in_text] if source.kind == PDF else [*in_text, _in_medium]
    for write in order:
        write(element, source, codings, passages.get(source.name, []))
    _codings(element, [coding for coding in codings if coding.kind == WHOLE])
    return element


def _in_medium(element: Element, source: Any, codings: list[Any], _: list) -> None:
    """The selections on a page, in a picture or a recording."""
    given = [coding for coding in codings if coding.kind not in (TEXT, WHOLE)]
    for (kind, place), group in grouped(given, "kind", "place").items():
        where = dict(part.split("=", 1) for part in place.split(" ")) if place else {}
        selection = add(element, _SELECTED[kind], guid=_selection(source, kind, place), **where)
        _codings(selection, group)


def _text(element: Element, source: Any, codings: list[Any], passages: list) -> None:
    """The text of a source and the selections in it."""
    tag = _HOLDERS.get(source.kind)
    above = add(element, tag, guid=guid("text", source.name)) if tag else element
    above.set("plainTextPath", INTERNAL + file_of(source.name))
    for place in dict.fromkeys(passages):
        _marked(above, passage(source.name, place), *place, source.text)
    placed = [coding for coding in codings if coding.start is not None]
    on_page = [coding for coding in placed if coding.kind != TEXT]
    for kind, place, start, end in grouped(on_page, "kind", "place", "start", "end"):
        _marked(above, _selection(source, kind, place), start, end, source.text)
    in_text = [coding for coding in placed if coding.kind == TEXT]
    for place, given in grouped(in_text, "start", "end").items():
        key = passage(f"coded {source.name}", place)
        _codings(_marked(above, key, *place, source.text), given)


def _marked(above: Element, key: str, start: int, end: int, text: str) -> Element:
    name = _name(text[start:end])
    if above.tag != "Transcript":
        return add(above, "PlainTextSelection", guid=key, name=name, startPosition=start,
                    endPosition=end)  # fmt: skip
    # In a transcript a selection reaches from one point of time to another; all points come first.
    points = {side: guid("point", f"{key}/{side}") for side in ("from", "to")}
    for side, position in zip(points, (start, end), strict=True):
        point = Element("SyncPoint", {"guid": points[side], "position": str(position)})
        above.insert(len(above.findall("SyncPoint")), point)
    return add(above, "TranscriptSelection", guid=key, name=name, fromSyncPoint=points["from"],
                toSyncPoint=points["to"])  # fmt: skip


def _name(text: str) -> str | None:
    """The text on one line; blank space at its ends stays, as it tells where the selection ends."""
    text = UNSAFE.sub(" ", text)
    words = " ".join(text.split())
    return " " * text[0].isspace() + words + " " * text[-1].isspace() if words else None


def _codings(above: Element, codings: list[Any]) -> None:
    for number, given in enumerate(codings):
        key = guid("coding", f"{above.get('guid')}/{number}")
        coding = add(above, "Coding", guid=key, creatingUser=user(given.coder),
                      creationDateTime=given.time)  # fmt: skip
        SubElement(coding, "CodeRef", {"targetGUID": guid("code", given.code)})


def _selection(source: Any, kind: str, place: str | None) -> str:
    return guid("selection", f"{source.name}/{kind}/{place}")
