"""An XML file that may be hostile or large, read part by part."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from analysis.faults import BadInput, Fault
from analysis.intake.archive import AGAIN

# Deeper than any tree of codes; without a bound a hostile file could nest without end.
MAX_DEPTH = 500
# Characters that XML cannot carry, or does not give back as they were.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
CHUNK = 1 << 16

BEGUN, WHOLE, ENDED = "begun", "whole", "ended"


@dataclass(slots=True)
class Part:
    """An element: its name without prefix, attributes, children and text."""

    tag: str
    attributes: dict[str, str]
    children: list["Part"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str | None:
        """An attribute; None where it is missing or blank."""
        return self.attributes.get(name) or None

    def all(self, tag: str) -> list["Part"]:
        """The children of this name."""
        return [child for child in self.children if child.tag == tag]

    def text_of(self, tag: str) -> str | None:
        """The text of the first child of this name; None where it is missing or blank."""
        texts = (child.text for child in self.children if child.tag == tag)
        return next((text for text in texts if text.strip()), None)


def parts(xml: IO[bytes], containers: set[str], known_as: str) -> Iterator[tuple[str, Part]]:
    """Each part as it is read: a container when it has ``begun`` and ``ended`` (its children come
    in between), any other part in a container when it is ``whole``.

    Raises BadInput where the XML is not well-formed, too deep, or declares a DTD or entities.
    """
    walker, parser = _Walker(containers), make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(walker)
    try:
        while chunk := xml.read(CHUNK):
            parser.feed(chunk)
            yield from walker.taken()
        parser.close()
    except DefusedXmlException:
        rule = "its XML declares a DTD or entities, which no exported project needs"
    except _TooDeep:
        rule = f"its XML is more than {MAX_DEPTH} parts deep"
    except (SAXParseException, LookupError):
        rule = "its XML is truncated or not well-formed"
    else:
        yield from walker.taken()
        return
    raise BadInput([Fault(known_as, rule, cure=AGAIN)])


class _TooDeep(Exception):
    """Parts stand in parts without end."""


class _Walker(ContentHandler):
    """``around`` holds the open parts, ``n_containers`` how many of them, from the top, are
    containers: a container within another part is read with that part."""

    def __init__(self, containers: set[str]) -> None:
        super().__init__()
        self.containers, self.around, self.n_containers = containers, [], 0
        self.read: list[tuple[str, Part]] = []
        self.text: list[str] = []

    def taken(self) -> list[tuple[str, Part]]:
        """What was read since it was last asked."""
        taken, self.read = self.read, []
        return taken

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: N802
        if len(self.around) >= MAX_DEPTH:
            raise _TooDeep
        part = Part(name.rpartition(":")[2], dict(attrs.items()))
        if self.n_containers == len(self.around) and part.tag in self.containers:
            self.n_containers += 1
            self.read.append((BEGUN, part))
        self.around.append(part)
        self.text = []

    def characters(self, content: str) -> None:
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        part = self.around.pop()
        part.text = "" if part.children else "".join(self.text)
        self.text = []
        if self.n_containers > len(self.around):
            self.n_containers -= 1
            self.read.append((ENDED, part))
        elif self.n_containers == len(self.around):
            self.read.append((WHOLE, part))
        else:
            self.around[-1].children.append(part)
