"""The coding: codebook and coded project, joined to transcripts and consent."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import coding, marked
from analysis.intake.coded_project import Project
from raw_study import faults, texts

CODE = {
    "code_id": "courts", "parent_id": None, "name_es": "Tribunales", "name_en": "Courts",
    "definition_es": "De tribunales.", "definition_en": "On courts.", "domain": "justice",
    "facet": "topic",
}  # fmt: skip
BETTER = CODE | {
    "code_id": "improved", "name_es": "Mejoró", "name_en": "Improved", "domain": None,
    "facet": "direction",
}  # fmt: skip
TALK = {"E001": "P1: Courts are fast. P1 agrees.", "E002": "P1: No."}
TURNS = pd.DataFrame(
    {"source_id": ["E001", "E001", "E002"], "start": [4, 25, 4], "end": [20, 31, 7]}
).assign(speaker="P1")
CODINGS = [("E001", 4, 10, "Tribunales", "A"), ("E001", 4, 10, "Mejoró", "A")]


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(codings, ...)``: the tables of a project with these codings and texts."""

    def cleaned(codings, coded=TALK, used=("E001", "E002"), aside=()):
        columns = ["source", "start", "end", "code", "coder"]
        names = list(dict.fromkeys(row[3] for row in codings))
        project = Project(
            sources=pd.DataFrame(coded.items(), columns=["name", "text"]),
            codes=pd.DataFrame({"code": names, "name": names}),
            codings=pd.DataFrame(codings, columns=columns),
            coders=pd.DataFrame({"name": ["A", "B"]}),
        )
        codes = coding.codes(texts(CODE, BETTER), study)
        heard = pd.DataFrame({"source_id": list(used), "language": "spanish"}, dtype="str")
        set_aside = pd.DataFrame({"source_id": list(aside)}, dtype="str")
        transcripts = {source: TALK[source] for source in used}
        return coding.clean(project, codes, transcripts, TURNS, heard, set_aside, study)

    return cleaned


# The codebook


def test_a_codebook_becomes_the_codes(study):
    codes = coding.codes(texts(CODE, BETTER), study)
    assert codes["code_id"].tolist() == ["courts", "improved"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"facet": "tema"}, "facet: not on the list (topic, direction, mechanism, barrier)"),
        ({"domain": "peace"}, "domain: not on the list (study.yaml: domains)"),
        ({"name_en": None}, "name_en: blank, but must be given"),
        ({"name_es": "Tribunales"}, "name_es: this wording stands for another code"),
        ({"name_en": "Tribunales"}, "name_en: this wording stands for another code"),
        ({"name_es": "courts"}, "name_es: this wording stands for another code"),
        ({"code_id": "better"}, "code_id: a direction is one of improved, no_change, worsened"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused(changed, fault, study):
    assert faults(coding.codes, texts(CODE, BETTER | changed), study) == [f"row 3, {fault}"]


def test_a_code_under_no_code_is_refused(study):
    table = texts(CODE, BETTER | {"parent_id": "gone"})
    known_as = f"{study.data_dir.name}/raw/interviews/codebook.csv"
    assert faults(coding.codes, table, study) == [
        f"parent_id: 1 of 1 refer to no row of {known_as}"
    ]


def test_codebook_and_project_are_both_reported(study):
    assert faults(coding.read, study) == ["no such file", "no such file"]


# The coded project


def test_a_passage_that_several_codes_mark_is_one_passage_in_the_words_of_the_transcript(clean):
    tables = clean([*CODINGS, ("E001", 4, 10, "Mejoró", "B")])
    segments = tables["segments"]
    assert segments[["translation", "translator", "status"]].isna().all(axis=None)
    assert segments.dropna(axis="columns").to_dict("records") == [
        {"segment_id": "E001-001", "source_id": "E001", "start": 4, "end": 10, "speaker": "P1",
         "language": "spanish", "text": "Courts"}
    ]  # fmt: skip
    assert tables["codings"].to_numpy().tolist() == [
        ["E001-001", "courts", "A"],
        ["E001-001", "improved", "A"],
        ["E001-001", "improved", "B"],
    ]


def test_a_project_may_call_its_codes_by_either_languages_names_or_by_their_ids(clean):
    spanish = clean(CODINGS)["codings"]
    for topic, better in (("Courts", "Improved"), ("Courts", "Mejoró"), ("courts", "improved")):
        named = [(*CODINGS[0][:3], topic, "A"), (*CODINGS[1][:3], better, "A")]
        pd.testing.assert_frame_equal(clean(named)["codings"], spanish)


def test_a_codes_two_names_may_be_the_same_word(study):
    same = BETTER | {"name_es": "Control", "name_en": "Control"}
    assert len(coding.codes(texts(CODE, same), study)) == 2


def test_a_passage_beyond_its_turn_has_no_speaker(clean):
    segments = clean([("E001", 4, 20, "Mejoró", "A"), ("E001", 5, 30, "Mejoró", "A")])["segments"]
    assert segments["speaker"].fillna("none").tolist() == ["P1", "none"]


def test_what_was_coded_of_a_withdrawn_source_goes_no_further(clean):
    codings = [*CODINGS, ("E002", 4, 6, "Tribunales", "A")]
    before, after = clean(codings), clean(codings, used=["E001"], aside=["E002"])
    assert set(before["segments"]["source_id"]) == {"E001", "E002"}
    assert set(after["segments"]["source_id"]) == {"E001"}
    assert len(after["codings"]) == len(before["codings"]) - 1


def test_the_text_and_codes_of_a_withdrawn_source_are_not_looked_at(clean):
    codings = [*CODINGS, ("E002", 0, 3, "a code of no codebook", "A")]
    coded = TALK | {"E002": "another text"}
    assert len(clean(codings, coded, used=["E001"], aside=["E002"])["codings"]) == 2


def test_a_project_without_codings_gives_empty_tables(clean):
    assert [len(table) for table in clean([]).values()] == [0, 0]


def test_a_source_that_is_not_in_the_register_is_refused_by_its_place(clean):
    assert faults(lambda: clean(CODINGS, TALK | {"Ana Luisa": "P1: Yes."})) == [
        "text 3: its source is not in the register, so its consent is not known"
    ]


def test_codes_missing_from_the_codebook_are_counted_not_quoted(clean):
    codings = [*CODINGS, ("E001", 4, 8, "Ana", "A"), ("E001", 4, 9, "Ana", "A")]
    assert faults(clean, codings) == [
        "1 codes of the project are not in the codebook (by id or either name)"
    ]


def test_coded_text_that_is_not_the_transcript_is_refused(clean):
    coded = TALK | {"E001": TALK["E001"].replace("fast", "slow")}
    assert faults(clean, CODINGS, coded) == [
        "source E001: the text that was coded is not the transcript"
    ]


def test_two_texts_of_one_name_are_refused_and_not_taken_for_one_another(clean):
    coded = TALK | {"E001.docx": TALK["E001"]}
    assert faults(clean, CODINGS, coded) == ["text 3: the name of another text but for its suffix"]


def test_two_codes_in_use_that_bear_one_name_are_refused():
    codes = pd.DataFrame(
        {"code": ["A > X", "B > X", "C > X"], "name": ["X", "X", "X"], "parent": ["A", "B", "C"]}
    )
    rows = [("E001", 0, 2, "A > X", "K"), ("E001", 0, 2, "B > X", "K")]
    columns = ["source", "start", "end", "code", "coder"]
    sources = pd.DataFrame({"name": ["E001"], "text": ["Sí."]})
    coders = pd.DataFrame({"name": ["K"]})
    both = Project(sources, codes, pd.DataFrame(rows, columns=columns), coders)
    _, found = marked.passages(both, marked.texts(both))
    told = "1 codes in use share the name of another one elsewhere in the tree"
    assert [str(fault) for fault in found] == [told]
    one = Project(sources, codes, pd.DataFrame(rows[:1], columns=columns), coders)
    assert marked.passages(one, marked.texts(one))[1] == []


def test_an_adjudicator_who_is_no_coder_of_the_project_is_refused(clean, study):
    clean(CODINGS)
    object.__setattr__(study, "adjudicator", "B")
    clean(CODINGS)
    object.__setattr__(study, "adjudicator", "Z")
    rule = "the adjudicator of study.yaml is no coder of the project"
    assert faults(clean, CODINGS) == [rule]
