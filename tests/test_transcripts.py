"""Transcripts as they come: which are opened, how each kind of file is read, what is refused."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

import raw_study
from analysis.faults import BadInput
from analysis.intake import transcripts
from analysis.intake.labels import seconds
from raw_study import faults


@pytest.fixture
def study(tmp_path):
    study = raw_study.exland(tmp_path)
    (study.raw / transcripts.FOLDER).mkdir(parents=True)
    return study


def path_of(study, source, suffix=".txt"):
    return study.raw / transcripts.FOLDER / f"{source}{suffix}"


def write(study, source, content, suffix=".txt"):
    path_of(study, source, suffix).write_bytes(content)


def read(study, content, suffix=".txt"):
    """The text of a transcript of this content."""
    content = content.encode() if isinstance(content, str) else content
    write(study, "E001", content, suffix)
    return transcripts.read(study, ["E001"])["E001"]


def refusal(study, content, suffix):
    return faults(read, study, content, suffix)


# Texts


def test_only_the_transcripts_asked_for_are_opened(study):
    write(study, "E001", b"P1: yes")
    write(study, "E002", b"\xff: withdrawn, and no UTF-8: reading it would be refused")
    assert transcripts.read(study, ["E001"]) == {"E001": "P1: yes"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_normalized_in_the_encodings_of_unicode(encoding, study):
    content = "P1: si\u0301, \u201cno\u201d\r\nP2: in\u00adspector".encode(encoding)
    assert read(study, content) == 'P1: sí, "no"\nP2: inspector'


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-le", "utf-32"])
def test_a_text_in_another_encoding_is_refused(encoding, study):
    rule = "not a text in UTF-8, or in UTF-16 with its mark"
    assert refusal(study, "P1: sí".encode(encoding), ".txt") == [rule]


def test_every_transcript_that_cannot_be_read_is_named(study):
    write(study, "E002", "P1: sí".encode("latin-1"))
    for suffix in (".docx", ".vtt"):
        write(study, "E003", b"", suffix)
    with pytest.raises(BadInput) as refused:
        transcripts.read(study, ["E001", "E002", "E003"])
    assert [(fault.file.split("/")[-1], fault.rule) for fault in refused.value.faults] == [
        ("E001.txt", "no such file: a source of the register"),
        ("E002.txt", "not a text in UTF-8, or in UTF-16 with its mark"),
        ("E003.docx", "stands as DOCX and as VTT"),
    ]


def test_what_is_far_larger_than_a_transcript_is_refused(study, monkeypatch):
    monkeypatch.setattr(transcripts, "MAX_BYTES", 5)
    assert refusal(study, "P1: yes", ".txt") == ["larger than 0 MB"]


# Word documents


def word(*blocks):
    """A document of paragraphs, headings ``(text,)`` and tables ``[[cell, ...], ...]``."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif isinstance(block, tuple):
            document.add_heading(block[0], level=2)
        else:
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    return document


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def read_word(study, document):
    return read(study, saved(document), ".docx")


def changed(content, name, change):
    """A Word document with one of its parts changed, or added."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w") as archive:
        for member in {*old.namelist(), name}:
            part = old.read(member) if member in old.namelist() else b""
            archive.writestr(member, change(part) if member == name else part)
    return new.getvalue()


def test_paragraphs_and_tables_are_read_in_their_order(study):
    document = word(
        "INT: Bien.", [["00:00:05", "P1", "Sí."], ["", "", "Ya."], ["[00:01:00]", "INT:", "¿Y?"]],
        "P1: No.", [["P 1 (mujer)", "Tal vez.\nQuizá."]],
    )  # fmt: skip
    assert read_word(study, document) == (
        "INT: Bien.\n[00:00:05] P1: Sí.\nYa.\n[00:01:00] INT: ¿Y?\nP1: No.\n"
        "P 1 MUJER: Tal vez.\nQuizá.\n"
    )


def test_a_table_of_more_columns_is_its_cells_side_by_side(study):
    assert read_word(study, word([["a", "b", "c", "d"]])) == "a b c d\n"


@pytest.mark.parametrize("style_id", ["Heading2", "Ttulo2", "berschrift2"])
def test_a_heading_speaks_what_follows_in_every_language_of_word(style_id, study):
    document = word(("Moderadora",), "Hola.", ("P07 #00:00:09-5#",), "Sí.", "Y no.")
    document.styles["Heading 2"].element.set(qn("w:styleId"), style_id)
    for paragraph in document.element.iter(qn("w:pStyle")):
        paragraph.set(qn("w:val"), style_id)
    assert read_word(study, document) == "MODERADORA:\nHola.\n[00:00:09-5] P07:\nSí.\nY no.\n"


def test_a_style_based_on_a_heading_is_one(study):
    document = word(("P1",), "Sí.")
    mine = document.styles.add_style("Voz", 1)
    mine.base_style = document.styles["Heading 2"]
    document.paragraphs[0].style = mine
    assert read_word(study, document) == "P1:\nSí.\n"


def test_breaks_and_tabs_stay_and_hyphens_that_only_break_a_line_go(study):
    document = word("")
    run = document.paragraphs[0].add_run("INT:\tsí\nP1: ins")
    run._r.append(OxmlElement("w:softHyphen"))
    run.add_text("pector")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    run.add_text("jefe")
    assert read_word(study, document) == "INT:\tsí\nP1: inspector-jefe\n"


def around(run, name):
    wrapper = OxmlElement(name)
    run._r.addprevious(wrapper)
    wrapper.append(run._r)


def test_tracked_insertions_and_content_controls_are_read_deletions_and_hidden_text_are_not(study):
    document = word("P1: Cambió")
    paragraph = document.paragraphs[0]
    for text, wrapper in ((" mucho", "w:ins"), (" poco", "w:del"), (" ya", "w:smartTag")):
        around(paragraph.add_run(text), wrapper)
    paragraph.add_run(" en secreto").font.hidden = True
    paragraph.add_run(".")
    control, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(inside)
    paragraph._p.addnext(control)
    inside.append(word("P2: No.").paragraphs[0]._p)
    assert read_word(study, document) == "P1: Cambió mucho ya.\nP2: No.\n"


def test_headers_and_footers_are_not_read(study):
    document = word("P1: Sí.")
    document.sections[0].header.paragraphs[0].text = "Confidencial"
    assert read_word(study, document) == "P1: Sí.\n"


NOT_WORD = "not a Word document"
DTD = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document '


def laughing(part):
    return part.replace(b"<w:document ", DTD, 1).replace(b"P1: ", b"P1: &b;", 1)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda content: b"\xd0\xcf\x11\xe0 an older Word", NOT_WORD),
        (lambda content: content[:900], NOT_WORD),
        (lambda content: changed(content, "word/document.xml", lambda part: part[:-9]), NOT_WORD),
        (lambda content: changed(content, "[Content_Types].xml", lambda part: b""), NOT_WORD),
        (
            lambda content: changed(content, "word/document.xml", lambda part: b"<a/>"),
            NOT_WORD,
        ),
        (
            lambda content: changed(content, "word/document.xml", laughing),
            "declares a DTD or entities, which no Word document needs",
        ),
    ],
)
def test_what_is_no_word_document_is_refused(spoil, fault, study):
    assert refusal(study, spoil(saved(word("P1: Sí."))), ".docx") == [fault]


@pytest.mark.parametrize(
    "limits", [{"MAX_FILES": 3}, {"MAX_BYTES": 1_000}, {"MUCH": 1_000, "MAX_RATIO": 2}]
)
def test_a_bomb_is_refused_before_it_is_unpacked(limits, study, monkeypatch):
    content = saved(word("P1: Sí."))
    for name, limit in limits.items():
        monkeypatch.setattr(f"analysis.intake.word.{name}", limit)
    monkeypatch.setattr("docx.Document", None)
    assert refusal(study, content, ".docx") == ["unpacks to more than any transcript"]


# Subtitles

VTT = """\
WEBVTT - entrevista

STYLE
::cue { color: lime }

NOTE
revisado

1
00:00.000 --> 00:02.500 align:start
<v.loud INT>¿Qué <b>cambió</b>?

00:00:03.000 --> 00:00:05.000
<v P1>Mucho &amp; poco.

00:00:05.000 --> 01:00:06.250
<v P1>Ya &lt;ríe&gt;
no <risas>.</v>

01:00:06.000 --> 01:00:07.000
<v P2>Sí. <v INT>Bien.
"""
TOLD = """\
[00:00:00.000] INT: ¿Qué cambió? [00:00:02.500]
[00:00:03.000] P1: Mucho & poco. Ya <ríe> no <risas>. [01:00:06.250]
[01:00:06.000] P2: Sí. [01:00:07.000]
[01:00:06.000] INT: Bien. [01:00:07.000]
"""
SRT = """\
1
00:00:00,000 --> 00:00:02,500
INT: ¿Qué <i>cambió</i>?

2
00:00:03,000 --> 00:00:05,000
P1: Mucho &
poco.

3
00:00:05,000 --> 01:00:06,250
Ya {\\an8}no.
INT: ¿No?
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_cues_of_a_voice_are_joined_and_what_is_no_speech_left_out(end, study):
    assert read(study, "\ufeff" + VTT.replace("\n", end), ".vtt") == TOLD


def test_a_label_begins_a_turn_of_subtitles_and_who_is_not_named_goes_on(study):
    assert read(study, SRT, ".srt") == (
        "[00:00:00.000] INT: ¿Qué cambió? [00:00:02.500]\n"
        "[00:00:03.000] P1: Mucho & poco. Ya no. [01:00:06.250]\n"
        "[00:00:05.000] INT: ¿No? [01:00:06.250]\n"
    )


def test_a_voice_is_a_label_in_capitals(study):
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v María Ruiz, (sala 2)>Sí."
    assert read(study, cue, ".vtt") == "[00:00:01.000] MARÍA RUIZ SALA 2: Sí. [00:00:02.000]\n"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("WEBVTT", "VTT", "row 1: does not begin with WEBVTT"),
        ("00:00:03.000 -->", "00:00:03.000 ->", "row 13: no times of a cue"),
        ("</v>", "\n\nlost", "row 20: no times of a cue"),
        ("00:00:05.000 -->", "00:00:02.000 -->", "row 16: times run backwards"),
        ("01:00:07.000", "01:00:05.000", "row 20: times run backwards"),
        ("01:00:06.250", "01:00:66.250", "row 16: not a time: 60 seconds or minutes, or more"),
    ],
)
def test_a_cue_that_cannot_be_read_is_refused_by_its_row(old, new, fault, study):
    found = refusal(study, VTT.replace(old, new, 1), ".vtt")
    assert fault in found and len(found) <= 2


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("03:40", 220), ("00:03:40", 220), ("[00:03:40]", 220), ("#00:03:40-5#", 220.5),
        ("(1:03:40.250)", 3820.25), ("63:40", 3820), ("00:75:00", None), ("3:60", None),
    ],
)  # fmt: skip
def test_a_stamp_is_seconds_from_the_beginning(stamp, time):
    assert seconds(stamp) == time
