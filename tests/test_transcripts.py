"""Transcripts: which are opened, and whose turn is where."""

import pytest

import raw_study
from analysis.faults import BadInput
from analysis.intake import transcripts
from raw_study import faults

TEXT = "Notes first.\nINT: Good day.\nP1: It changed.\nIt did: twice.\n\nP1:  Yes. \nINT: \n"


@pytest.fixture
def study(tmp_path):
    study = raw_study.exland(tmp_path)
    (study.raw / transcripts.FOLDER).mkdir(parents=True)
    return study


def write(study, source, content):
    (study.raw / transcripts.FOLDER / f"{source}.txt").write_bytes(content)


def test_only_the_transcripts_asked_for_are_opened(study):
    write(study, "E001", b"P1: yes")
    write(study, "E002", b"\xff: withdrawn, and no UTF-8: reading it would be refused")
    assert transcripts.read(study, ["E001"]) == {"E001": "P1: yes"}


def test_line_ends_stay_and_a_byte_order_mark_goes_because_positions_count(study):
    write(study, "E001", "\ufeffP1: sí\r\nP2: no".encode())
    assert transcripts.read(study, ["E001"])["E001"] == "P1: sí\r\nP2: no"


def test_every_transcript_that_is_missing_or_in_another_encoding_is_named(study):
    write(study, "E002", "P1: sí".encode("latin-1"))
    with pytest.raises(BadInput) as refused:
        transcripts.read(study, ["E001", "E002"])
    assert [(fault.file.split("/")[-1], fault.rule) for fault in refused.value.faults] == [
        ("E001.txt", "no such file: a source of the register"),
        ("E002.txt", "not a text in UTF-8"),
    ]


def test_a_turn_begins_after_its_label_and_runs_to_the_next(study):
    turns = transcripts.turns({"E001": TEXT}, study)
    said = [TEXT[turn.start : turn.end] for turn in turns.itertuples()]
    assert turns["text"].tolist() == said == ["Good day.", "It changed.\nIt did: twice.", "Yes."]
    assert turns["speaker"].tolist() == ["INT", "P1", "P1"]


def test_windows_line_ends_are_no_part_of_what_is_said(study):
    text = "INT: Good day.\r\nP1: Yes.\r\n"
    turns = transcripts.turns({"E001": text}, study)
    assert [text[turn.start : turn.end] for turn in turns.itertuples()] == ["Good day.", "Yes."]


def test_a_transcript_without_a_speaker_label_is_refused(study):
    texts = {"E001": "P1: yes", "E002": "Ana said that it changed.", "E003": ""}
    assert faults(transcripts.turns, texts, study) == ["no speaker label found"] * 2


def test_no_transcripts_make_an_empty_table(study):
    assert transcripts.turns({}, study).empty
