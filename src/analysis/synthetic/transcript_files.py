"""An invented transcript in the kind of file a transcriber would have sent.

Word documents are written by hand: the styles that a library puts into each outweigh forty
transcripts. Their parts: ECMA-376, part 1, chapter 11.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from analysis.intake.coded_project.writing import zipped
from analysis.intake.cues import clock
from analysis.intake.labels import seconds
from analysis.store import replacing, write_text
from analysis.synthetic.transcript import HEADINGS, LINES, SRT, TABLE, VTT, WIDE, WORD

# Words of a subtitle, at the most.
LONGEST = 14
_ROW = re.compile(r"(?:(?:\[(?P<start>[\d:.]+)\] )?(?P<speaker>[A-Z]+\d*): )?(?P<words>.*)")
_HEADING = re.compile(r"((?:\[[\d:.]+\] )?[A-Z]+\d*):")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_RELATIONS}"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>',
    # As a Word in Spanish has it: the id is translated, the name is not.
    "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" '
    'w:styleId="Ttulo2"><w:name w:val="heading 2"/></w:style></w:styles>',
}


def write(path: Path, text: str, kind: str) -> None:
    """Write the transcript to ``path`` with the suffix of its kind; read, it gives ``text``."""
    if kind == LINES:
        write_text(path.with_suffix(".txt"), text)
        return
    suffix, content = {
        WIDE: lambda: (".txt", _wide(text)),
        WORD: lambda: (".docx", _docx(map(_paragraph, _lines(text)))),
        TABLE: lambda: (".docx", _docx([_table(text)])),
        HEADINGS: lambda: (".docx", _docx(_headed(text))),
        VTT: lambda: (".vtt", _vtt(text).encode()),
        SRT: lambda: (".srt", codecs.BOM_UTF8 + _srt(text).replace("\n", "\r\n").encode()),
    }[kind]()
    with replacing(path.with_suffix(suffix)) as file:
        file.write(content)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _wide(text: str) -> bytes:
    return codecs.BOM_UTF16_LE + text.replace("\n", "\r\n").encode("utf-16-le")


def _docx(body: Iterator[str] | list[str]) -> bytes:
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}</w:body></w:document>'
    parts = {**_PARTS, "word/document.xml": document}
    return zipped({name: part.encode() for name, part in parts.items()})


def _paragraph(line: str, style: str = "") -> str:
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'


def _table(text: str) -> str:
    """Columns of time (where there is one), speaker and words; who goes on is not named again."""
    rows = [_ROW.fullmatch(line) for line in _lines(text)]
    names = [name for name in ("start", "speaker", "words") if rows[0][name] is not None]
    cells = (
        "".join(f"<w:tc>{_paragraph(row[name] or '')}</w:tc>" for name in names) for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def _headed(text: str) -> Iterator[str]:
    for line in _lines(text):
        heading = _HEADING.fullmatch(line)
        yield _paragraph(heading[1], "Ttulo2") if heading else _paragraph(line)


def _vtt(text: str) -> str:
    cues = (
        f"{start} --> {end}\n<v {speaker}>{escape(words)}</v>\n"
        for speaker, turn in _cues(text)
        for start, end, words in turn
    )
    return "\n".join(["WEBVTT\n", "NOTE Transcripción revisada\n", *cues])


def _srt(text: str) -> str:
    """A label where a speaker begins, and none while the same one goes on."""
    cues = (
        (start, end, words if number else f"{speaker}: {words}")
        for speaker, turn in _cues(text)
        for number, (start, end, words) in enumerate(turn)
    )
    return "\n".join(
        f"{number}\n{start} --> {end}\n".replace(".", ",") + f"{words}\n"
        for number, (start, end, words) in enumerate(cues, 1)
    )


def _cues(text: str) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each turn's speaker, and its cues: when they begin and end, and their words."""
    for line in _lines(text):
        turn = _ROW.fullmatch(line)
        said, _, last = turn["words"].rpartition(" [")
        start, end, words = seconds(turn["start"]), seconds(last.rstrip("]")), said.split(" ")
        times = [
            clock(start + (end - start) * n / len(words)) for n in range(0, len(words), LONGEST)
        ]
        parts = [" ".join(words[n : n + LONGEST]) for n in range(0, len(words), LONGEST)]
        yield turn["speaker"], list(zip(times, [*times[1:], clock(end)], parts, strict=True))
