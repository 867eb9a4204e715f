"""Word documents (.docx) as lines of text: paragraphs, tables and headings in their order.

What is read is the body as its author would print it: tracked insertions but no deletions, no
hidden text, no comments, headers, footers, notes or text boxes. Elements: ECMA-376, part 1,
chapter 17.
"""

import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from analysis.faults import BadInput, Fault
from analysis.intake.labels import labelled

# Far above any transcript, far below what a zip bomb unpacks to: files inside, bytes unpacked, and
# bytes unpacked for one packed (only where there is much to unpack).
MAX_FILES, MAX_BYTES, MAX_RATIO, MUCH = 2_000, 100_000_000, 100, 20_000_000
MOST_COLUMNS = 3
_UNREADABLE = (
    LxmlError, OpcError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, LookupError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, AttributeError, NotImplementedError,
)  # fmt: skip
_LEFT_OUT = {
    qn(name)
    for name in ("w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:drawing", "w:pict", "w:object")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_CHARACTERS = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip
_P, _TABLE, _ROW, _CELL = (qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc"))
_OFF = ("0", "false", "off")


def read(path: Path, file: str) -> str:
    """The document's text, each paragraph a line; ``file`` names it in faults.

    A heading is the speaker of what follows, and becomes a line of its own, ``P07:``. A row of a
    table is a line: in two or three columns the last one holds the words, those before it the
    speaker or the time; other rows are their cells side by side. Raises BadInput for what is no
    Word document, unpacks to too much, or declares a DTD.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, file)
        document = docx.Document(str(path))
        _refuse_dtd(document, file)
        return "".join(_lines(document.element.body, _headings(document)))
    except BadInput:
        raise
    except _UNREADABLE:
        cure = "Save it again from Word as .docx, or as a text in UTF-8."
        raise BadInput([Fault(file, "not a Word document", cure=cure)]) from None


def _refuse_bomb(archive: zipfile.ZipFile, file: str) -> None:
    # The sizes stand in the zip's own list; zipfile never unpacks more than is stated there.
    inside = archive.infolist()
    n_bytes, n_packed = (
        sum(getattr(member, size) for member in inside) for size in ("file_size", "compress_size")
    )
    is_bomb = n_bytes > MUCH and n_bytes > MAX_RATIO * max(n_packed, 1)
    if len(inside) > MAX_FILES or n_bytes > MAX_BYTES or is_bomb:
        cure = "Take the pictures out, and save it again from Word."
        raise BadInput([Fault(file, "unpacks to more than any transcript", cure=cure)])


def _refuse_dtd(document: Any, file: str) -> None:
    """python-docx expands no entity of a text and fetches nothing; what declares some is no Word
    file all the same."""
    elements = [document.element, *(getattr(p, "element", None) for p in _parts(document))]
    trees = [element.getroottree() for element in elements if element is not None]
    if any(tree.docinfo.internalDTD is not None for tree in trees):
        rule = "declares a DTD or entities, which no Word document needs"
        raise BadInput([Fault(file, rule)])


def _parts(document: Any) -> Iterator[Any]:
    return document.part.package.iter_parts()


def _headings(document: Any) -> set[str]:
    """Ids of the heading styles and of those based on them.

    Word names them "heading 1" in the file whatever its language; their ids are translated.
    """
    found = set()
    for style in document.styles:
        above, seen = style, set()
        while above is not None and above.style_id not in seen:
            seen.add(above.style_id)
            if (above.name or "").lower().startswith("heading "):
                found.add(style.style_id)
            above = getattr(above, "base_style", None)
    return found


def _lines(element: Any, headings: set[str]) -> Iterator[str]:
    """The text of paragraphs and tables, also within content controls, each with its line end."""
    for child in element:
        if child.tag == _P:
            yield _paragraph(child, headings)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    yield _row(row, headings)
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child, headings)


def _paragraph(paragraph: Any, headings: set[str]) -> str:
    said = "".join(_said(paragraph))
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if style is not None and style.get(qn("w:val")) in headings and said.strip():
        return labelled(said, "") + "\n"
    # Where the end of a paragraph is a tracked deletion, the next one goes on.
    is_joined = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
    return said if is_joined else f"{said}\n"


def _row(row: Any, headings: set[str]) -> str:
    cells = [
        "".join(_lines(cell, headings)).strip()
        for cell in row.iter(_CELL)
        if next(cell.iterancestors(_ROW)) is row
    ]
    *names, words = cells or [""]
    if len(cells) > MOST_COLUMNS:
        return " ".join(cell for cell in cells if cell) + "\n"
    return labelled(" ".join(name for name in names if name), words) + "\n"


def _said(element: Any) -> Iterator[str]:
    """The characters of a paragraph in their order."""
    for child in element:
        if child.tag in _LEFT_OUT or _is_hidden(child):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _said(child)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return hidden is not None and hidden.get(qn("w:val")) not in _OFF
