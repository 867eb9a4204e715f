"""Who says what and when: turns, their times, and the speakers of a transcript."""

import pandas as pd
import pytest

import raw_study
from analysis.faults import BadInput
from analysis.intake import speech
from analysis.methods.speaking import interviewer_share, one_voice
from frame import frame
from raw_study import faults

TEXT = "Notes first.\nINT: Good day.\nP1: It changed.\nIt did: twice.\n\nP1:  Yes. \nINT: \n"


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


def said(study, text):
    """Speaker and words of each turn, in its order; the words stand where the table says."""
    turns = speech.turns({"E001": text}, study)
    assert [text[turn.start : turn.end] for turn in turns.itertuples()] == turns["text"].tolist()
    return turns[["speaker", "text"]].to_numpy().tolist()


def times(study, text):
    turns = speech.turns({"E001": text}, study)
    return turns[["start_seconds", "end_seconds"]].fillna(-1).to_numpy().tolist()


# Turns


def test_a_turn_begins_after_its_label_and_runs_to_the_next(study):
    assert said(study, TEXT) == [
        ["INT", "Good day."], ["P1", "It changed.\nIt did: twice."], ["P1", "Yes."],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "label",
    ["INT:", "P07:", "MODERADORA:", "INT 1:", "P-7:", "H_2 :", " P1:\t", "P1:\n", "P1:\n\n"],
)
def test_a_label_is_in_capitals_with_a_colon_at_times_on_a_line_of_its_own(label, study):
    speaker = label.strip(": \t\n")
    assert said(study, f"{label} Sí.\n{label} No.") == [[speaker, "Sí."], [speaker, "No."]]


@pytest.mark.parametrize(
    "line",
    [
        "Dijo: ya.",
        "NOTA: se va la luz.",
        "http://x.mx",
        "Ana: no.",
        "10:30 llegamos.",
        "T-MEC: sí.",
    ],
)
def test_other_words_with_a_colon_begin_no_turn(line, study):
    assert said(study, f"P1: Sí.\n{line}\nINT: ¿Y?") == [["P1", f"Sí.\n{line}"], ["INT", "¿Y?"]]


def test_a_word_in_capitals_is_a_label_where_it_stands_twice_or_has_a_time(study):
    text = "P1: Sí.\nANA: No.\n[00:01] EVA: Ya.\nANA: Va."
    assert [speaker for speaker, _ in said(study, text)] == ["P1", "ANA", "EVA", "ANA"]


def test_a_transcript_without_a_speaker_label_is_refused(study):
    texts = {"E001": "P1: yes", "E002": "Ana said that it changed.", "E003": ""}
    assert faults(speech.turns, texts, study) == ["no speaker label found"] * 2


def test_no_transcripts_make_empty_tables(study):
    turns = speech.turns({}, study)
    assert turns.empty
    assert speech.speakers(turns, frame("source_id n_people"), study).empty


# Times


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:05] INT: uno\n[00:00:09] P1: dos",
        "00:05 INT: uno\n00:09 P1: dos",
        "00:05\nINT: uno\n\n00:09\nP1: dos",
        "INT [00:05]: uno\nP1 00:00:09: dos",
        "INT: [00:05] uno\nP1: 00:00:09 dos",
        "INT:\n(00:00:05) uno\nP1:\n#00:00:09-0# dos",
    ],
)
def test_a_stamp_before_a_turn_begins_it_and_ends_the_one_before(text, study):
    assert said(study, text) == [["INT", "uno"], ["P1", "dos"]]
    assert times(study, text) == [[5, 9], [9, -1]]


@pytest.mark.parametrize(
    "text",
    [
        "INT: uno #00:00:05-5#\nP1: dos #00:00:09-0#\n", "INT: uno [00:05.5]\nP1: dos [00:09]",
        "INT: uno 00:00:05.5\nP1: dos\n00:09\n",
    ],
)  # fmt: skip
def test_a_stamp_after_a_turn_ends_it_and_begins_the_next(text, study):
    assert said(study, text) == [["INT", "uno"], ["P1", "dos"]]
    assert times(study, text) == [[-1, 5.5], [5.5, 9]]


def test_a_turn_with_both_stamps_keeps_both_even_within_another(study):
    text = "[00:00] INT: uno [00:10]\n[00:04] P1: mjm [00:05]\n[00:11] INT: dos [00:12]\n"
    assert times(study, text) == [[0, 10], [4, 5], [11, 12]]


def test_a_time_that_is_spoken_or_within_a_turn_stays_in_the_text(study):
    text = "P1: 6:30 entro [00:07] y salgo a las 18:30\nINT: ya"
    assert said(study, text)[0] == ["P1", "6:30 entro [00:07] y salgo a las 18:30"]
    assert times(study, text) == [[-1, -1], [-1, -1]]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[00:09] INT: uno\n\n[00:05] P1: dos", "row 3: time runs backwards"),
        ("INT: uno #00:00:09-1#\nP1: dos #00:00:09-0#", "row 2: time runs backwards"),
        ("[00:09] INT: uno [00:05]", "row 1: time runs backwards"),
        ("[00:09] INT: a\nP1: b\n[00:05] INT: c", "row 3: time runs backwards"),
        ("[00:75:00] INT: a", "row 1: not a time: 60 seconds or minutes, or more"),
    ],
)
def test_a_time_that_cannot_be_is_refused_by_file_and_line(text, fault, study):
    (study.raw / "interviews/transcripts").mkdir(parents=True)
    (study.raw / "interviews/transcripts/E001.vtt").touch()
    with pytest.raises(BadInput) as refused:
        speech.turns({"E001": text}, study)
    assert [str(found) for found in refused.value.faults] == [fault]
    assert refused.value.faults[0].file.endswith("interviews/transcripts/E001.vtt")


# Speakers


@pytest.fixture
def speakers(study):
    def made(texts, **n_people):
        heard = pd.DataFrame({"source_id": list(n_people), "n_people": list(n_people.values())})
        return speech.speakers(speech.turns(texts, study), heard, study)

    object.__setattr__(study, "shared_labels", ("TODOS",))
    return made


def test_each_speaker_is_counted_with_a_role(speakers):
    text = "INT: a b\nP1: c\nINT 2: d\nTODOS: e\nP1: f g"
    assert speakers({"E001": text}, E001=1).to_numpy().tolist() == [
        ["E001", "INT", "interviewer", 1, 2], ["E001", "INT 2", "interviewer", 1, 1],
        ["E001", "P1", "heard", 2, 3], ["E001", "TODOS", "several", 1, 1],
    ]  # fmt: skip


def test_more_or_fewer_people_than_the_register_has_are_refused(speakers):
    texts = {"E001": "P1: a\nP2: b", "E002": "INT: a\nTODOS: b", "E003": "P1: a\nP2: b"}
    assert faults(lambda: speakers(texts, E001=1, E002=1, E003=2)) == [
        "more people speak in it than the register has", "nobody is heard in it but interviewers",
    ]  # fmt: skip
    assert len(speakers({"E003": texts["E003"]}, E003=float("nan"))) == 2


SAID = """
    source_id  speaker  role         n_words
    G01        MOD      interviewer       10
    G01        P1       heard             51
    G01        P2       heard             49
    G01        TODOS    several           90
    G02        MOD      interviewer       90
    G02        P1       heard             50
    G02        P2       heard             50
    E001       INT      interviewer       10
    E001       P1       heard             30
"""
HEARD = """
    source_id  kind         n_people
    G01        focus_group         7
    G02        focus_group         8
    E001       interview           1
"""


def test_the_interviewers_share_is_of_all_words_of_a_kind_of_source():
    table = interviewer_share(frame(SAID), frame(HEARD))
    assert table.to_dict("records") == [
        {"kind": "focus_group", "n_sources": 2, "n_people": 15,
         "interviewer_words_share": 100 / 390},
        {"kind": "interview", "n_sources": 1, "n_people": 1, "interviewer_words_share": 0.25},
    ]  # fmt: skip


def test_one_voice_outweighs_a_group_with_more_than_half_of_the_words_of_those_heard():
    assert one_voice(frame(SAID), frame(HEARD)).to_numpy().tolist() == [
        [False, 1, 8], [True, 1, 7],
    ]  # fmt: skip


def test_without_focus_groups_none_has_one_voice():
    heard = frame(HEARD).query("kind == 'interview'")
    assert one_voice(frame(SAID), heard)["n_sources"].tolist() == [0, 0]
