"""What an SPSS file says in its dictionary and pyreadstat does not pass on.

The variable that weights the cases, and the multiple-response sets with a counted value that is a
text. Layout: GNU PSPP Developers Guide, "System File Format".
"""

import re
import struct
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from analysis.faults import BadInput, Fault

HEADER = struct.Struct("4s60s5i")
HEADER_LENGTH = 176
LITTLE, BIG = "<", ">"
LAYOUTS = (2, 3)
# Kinds of records and, of the extensions, what they hold.
VARIABLE, LABELS, LABELLED, DOCUMENT, EXTENSION, END = 2, 3, 4, 6, 7, 999
SETS, LONG_NAMES, SETS_SINCE_14 = 7, 13, 19
SEGMENT, LINE = 8, 80  # bytes of a value, and of a line of a document
CATEGORY, DICHOTOMY, COUNTED_LABELS = "C", "D", "E"
# A dictionary is smaller; what a damaged count asks for beyond it is not read.
LONGEST_RECORD = 50_000_000
DAMAGED = "its dictionary is damaged"


@dataclass(frozen=True)
class MultipleResponse:
    """A multiple-response set: its name and label, and its variables.

    ``counted`` is the value that says that a choice was ticked; "" where the values of the
    variables are the choices. ``by_counted_label`` where the label of the counted value names the
    choice, not that of the variable.
    """

    name: str
    label: str
    variables: tuple[str, ...]
    counted: str = ""
    by_counted_label: bool = False


@dataclass
class Dictionary:
    """What was found in the dictionary; ``names`` gives long names by the short ones."""

    weight: str = ""
    sets: list[MultipleResponse] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def long(self, name: str) -> str:
        """The name of a variable as it is shown."""
        return self.names.get(name.casefold(), name)


def read(path: Path, file: str, encoding: str) -> Dictionary:
    """The dictionary of a .sav or .zsav file. Raises BadInput where it cannot be walked through."""
    try:
        with path.open("rb") as opened:
            return _dictionary(opened, encoding)
    except (struct.error, ValueError, IndexError, LookupError):
        cure = "Save the file again in SPSS or GNU PSPP."
        raise BadInput([Fault(file, DAMAGED, cure=cure)]) from None


def _dictionary(opened: BinaryIO, encoding: str) -> Dictionary:
    header = opened.read(HEADER_LENGTH)
    order = LITTLE if _layout(header, LITTLE) in LAYOUTS else BIG
    weight_at = struct.unpack_from(f"{order}{HEADER.format}", header)[5]
    found, shorts, sets = Dictionary(), [], []
    while (kind := _integers(opened, order, 1)[0]) != END:
        if kind == VARIABLE:
            shorts.append(_variable(opened, order).decode(encoding, "replace").strip())
        elif kind == EXTENSION:
            subtype, size, count = _integers(opened, order, 3)
            content = _bytes(opened, size * count)
            if subtype == LONG_NAMES:
                pairs = content.decode(encoding, "replace").rstrip("\0").split("\t")
                named = (pair.partition("=") for pair in pairs if "=" in pair)
                found.names |= {short.casefold(): long for short, _, long in named}
            elif subtype in (SETS, SETS_SINCE_14):
                sets += _sets(content, encoding)
        else:
            _pass_by(opened, order, kind)
    found.names = {short.casefold(): short for short in shorts} | found.names
    found.weight = found.long(shorts[weight_at - 1]) if weight_at > 0 else ""
    found.sets = [_with_long_names(each, found) for each in sets]
    return found


def _layout(header: bytes, order: str) -> int:
    return struct.unpack_from(f"{order}{HEADER.format}", header)[2]


def _integers(opened: BinaryIO, order: str, count: int) -> tuple[int, ...]:
    return struct.unpack(f"{order}{count}i", opened.read(4 * count))


def _bytes(opened: BinaryIO, count: int) -> bytes:
    if not 0 <= count <= LONGEST_RECORD:
        raise ValueError(DAMAGED)
    content = opened.read(count)
    if len(content) < count:
        raise ValueError(DAMAGED)
    return content


def _variable(opened: BinaryIO, order: str) -> bytes:
    """The short name of the variable whose record begins."""
    _, has_label, n_missing, *_ = _integers(opened, order, 5)
    name = _bytes(opened, SEGMENT)
    if has_label:
        (length,) = _integers(opened, order, 1)
        _bytes(opened, length + -length % 4)
    _bytes(opened, SEGMENT * abs(n_missing))
    return name


def _pass_by(opened: BinaryIO, order: str, kind: int) -> None:
    if kind not in (LABELS, LABELLED, DOCUMENT):
        raise ValueError(DAMAGED)
    (count,) = _integers(opened, order, 1)
    if kind != LABELS:
        _bytes(opened, count * {LABELLED: 4, DOCUMENT: LINE}[kind])
        return
    for _ in range(count):
        length = _bytes(opened, SEGMENT + 1)[-1]
        _bytes(opened, length + -(length + 1) % SEGMENT)


def _sets(content: bytes, encoding: str) -> list[MultipleResponse]:
    """The sets of a record: ``$name=D1 5 5 Label a b``, one after the other."""
    sets, rest = [], content.rstrip(b"\0").strip(b"\n")
    while rest:
        head = re.match(rb"\$?([^=]+)=([CDE])( 11?)? ?", rest)
        if not head:
            raise ValueError(DAMAGED)
        kind, rest, counted = head[2].decode(), rest[head.end() :], b""
        if kind != CATEGORY:
            counted, rest = _counted_text(rest)
        label, rest = _counted_text(rest)
        names, _, rest = rest.partition(b"\n")
        texts = [part.decode(encoding, "replace") for part in (head[1], label, counted.strip())]
        variables = tuple(names.decode(encoding, "replace").split())
        sets.append(MultipleResponse(*texts[:2], variables, texts[2], kind == COUNTED_LABELS))
        rest = rest.lstrip(b"\n")
    return sets


def _counted_text(content: bytes) -> tuple[bytes, bytes]:
    """A text that its length in bytes is written before, and what follows it."""
    length = re.match(rb" ?(\d{1,7}) ", content)
    if not length:
        raise ValueError(DAMAGED)
    end = length.end() + int(length[1])
    return content[length.end() : end], content[end:].removeprefix(b" ")


def _with_long_names(each: MultipleResponse, found: Dictionary) -> MultipleResponse:
    return replace(each, variables=tuple(found.long(name) for name in each.variables))
