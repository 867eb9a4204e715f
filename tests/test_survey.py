"""The validation survey: shown, answered or not, by whom, and who goes no further."""

from datetime import datetime

import pandas as pd
import pytest

import raw_study
from analysis.intake import survey
from raw_study import faults, kobo_form, kobo_workbook

R1 = {
    "who/consent": "yes", "who/panel": "respondents", "who/respondent": "R1", "who/folio": "E001",
    "who/group": "unions", "who/language": "spanish", "priorities": "courts",
    "priorities/courts": "1", "priorities/none": "0", "priorities/-99": "0",
    "start": "2025-04-02T10:00:00.000-06:00", "end": "2025-04-02T10:30:00.000-06:00",
    "_uuid": "u1", "_index": "1",
}  # fmt: skip
NOT_ASKED = {name: None for name in R1 if name.startswith("priorities")}
R2 = R1 | {"who/respondent": "R2", "_uuid": "u2", "_index": "2"}
FUNDER = R2 | NOT_ASKED | {
    "who/panel": "funder", "who/folio": None, "who/group": None, "who/language": None,
}  # fmt: skip
C01 = {
    "shown/change": "C01", "shown/answer": "agree", "shown/lasting": "yes",
    "shown/comment": None,
    "_parent_index": "1", "_submission__uuid": "u1",
}  # fmt: skip
OF_R2 = {"_parent_index": "2", "_submission__uuid": "u2"}
THIRD = {"who/respondent": "R3", "_uuid": "u3", "_index": "3"}
OF_FUNDER = {"_parent_index": "3", "_submission__uuid": "u3"}
TABLES = ("validation", "institution_answers", "validation_priorities")


@pytest.fixture
def clean(made):
    """``clean(people, shown)``: the tables of what was answered in an export of these rows."""
    return lambda *rows, **more: [made(*rows, **more)[name] for name in TABLES]


@pytest.fixture
def made(tmp_path):
    """``made(people, shown)``: every table of an export of these rows, by name."""
    study = raw_study.exland(tmp_path)
    kobo_form(study)
    changes = pd.DataFrame({"change_id": ["C01", "C02"]})

    def cleaned(people, shown=(C01,), used=("E001",), aside=(), **form):
        if form:
            kobo_form(study, **form)
        kobo_workbook(study, list(people), list(shown))
        heard, set_aside = (
            pd.DataFrame({"source_id": list(s)}, dtype="str") for s in (used, aside)
        )
        return survey.clean(survey.read(study), changes, heard, set_aside, study)

    return cleaned


def test_a_change_that_was_not_shown_has_no_row_and_one_not_answered_a_blank(clean):
    shown = C01, C01 | OF_R2 | {"shown/answer": None}, C01 | OF_R2 | {"shown/change": "C02"}
    answers, _, _ = clean([R1, R2], shown)
    rows = answers[["respondent_id", "change_id", "answer"]].fillna("blank").to_numpy().tolist()
    assert rows == [["R1", "C01", "agree"], ["R2", "C01", "blank"], ["R2", "C02", "agree"]]


def test_what_was_not_said_is_blank_and_a_label_is_read_as_its_name(clean):
    shown = (
        C01 | {"shown/answer": "-99"},
        C01 | OF_R2 | {"shown/answer": " Parcialmente DE acuerdo"},
    )
    answers, _, _ = clean([R1, R2 | {"who/group": "Sindicatos"}], shown)
    assert answers["answer"].fillna("blank").tolist() == ["blank", "partly_agree"]
    assert answers["group"].tolist() == ["unions", "unions"]


def test_institutions_answer_beside_those_heard_and_are_not_of_them(clean):
    answers, institutions, priorities = clean([R1, FUNDER], [C01, C01 | OF_R2])
    assert answers["respondent_id"].tolist() == ["R1"]
    assert institutions[["respondent_id", "panel"]].to_numpy().tolist() == [["R2", "funder"]]
    assert set(priorities["respondent_id"]) == {"R1"}


def test_a_priority_not_named_is_false_and_one_not_asked_has_no_row(clean):
    none = R2 | {"priorities": "none", "priorities/courts": "0", "priorities/none": "1"}
    _, _, priorities = clean([R1, none])
    assert priorities.to_numpy().tolist() == [["R1", "courts", True], ["R2", "courts", False]]
    _, _, priorities = clean([R1, R2 | NOT_ASKED])
    assert priorities["respondent_id"].tolist() == ["R1"]
    unsaid = {"priorities": "-99", "priorities/courts": "0", "priorities/-99": "1"}
    _, _, priorities = clean([R1, R2 | unsaid])
    assert priorities["respondent_id"].tolist() == ["R1"]


def test_no_box_ticked_is_an_answer_and_no_box_at_all_is_none(clean):
    unticked = {"priorities": None, "priorities/courts": "0"}
    _, _, priorities = clean([R1, R2 | unticked])
    assert priorities["is_named"].tolist() == [True, False]


def test_a_survey_that_nobody_answered_is_an_empty_one(clean):
    blank = [dict.fromkeys(R1)], [dict.fromkeys(C01)]
    assert [len(table) for table in clean(*blank)] == [0, 0, 0]


def test_who_does_not_consent_goes_no_further(clean):
    answers, _, priorities = clean([R1, R2 | {"who/consent": "no"}], [C01, C01 | OF_R2])
    assert set(answers["respondent_id"]) == set(priorities["respondent_id"]) == {"R1"}


def test_the_answers_of_a_withdrawn_source_go_no_further(clean):
    people = R1, R2 | {"who/folio": "E002"}
    answers, _, priorities = clean(people, [C01, C01 | OF_R2], aside=["E002"])
    assert set(answers["respondent_id"]) == set(priorities["respondent_id"]) == {"R1"}


def test_whether_a_change_lasts_counts_only_where_the_form_asks_it(made):
    shown = (
        C01,
        C01 | {"shown/change": "C02", "shown/answer": "disagree"},
        C01 | OF_R2 | {"shown/answer": "partly_agree", "shown/lasting": "-99"},
        C01 | OF_R2 | {"shown/change": "C02", "shown/answer": None, "shown/lasting": None},
        C01 | OF_FUNDER | {"shown/lasting": None},
    )
    tables = made([R1, R2, FUNDER | THIRD], shown)
    assert tables["validation"]["lasting"].fillna("blank").tolist() == ["yes", *["blank"] * 3]
    assert statuses(tables, "lasting") == [
        ["R1", "C01", "answered"], ["R1", "C02", "against_skip_logic"],
        ["R2", "C01", "missing_value"], ["R2", "C02", "not_asked"], ["R3", "C01", "blank"],
    ]  # fmt: skip


def test_what_an_institution_is_not_asked_is_told_apart_from_what_it_was_asked(made):
    tables = made([R1, FUNDER | {"who/group": "judges"}], [C01, C01 | OF_R2])
    found = {q: statuses(tables, q) for q in ("folio", "group", "priorities")}
    assert found == {
        "folio": [["R1", "", "answered"], ["R2", "", "not_asked"]],
        "group": [["R1", "", "answered"], ["R2", "", "against_skip_logic"]],
        "priorities": [["R1", "", "answered"], ["R2", "", "not_asked"]],
    }


def test_every_submission_is_counted_once_on_its_way(made):
    gone = R1 | {"who/respondent": "R4", "who/folio": "E002", "_uuid": "u4", "_index": "4"}
    refused = dict.fromkeys(R1) | {"who/consent": "no", "_uuid": "u5", "_index": "5"}
    silent = C01 | OF_R2 | {"shown/answer": None, "shown/lasting": None}
    people = R1, R2, FUNDER | THIRD, gone, refused
    flow = made(people, [C01, silent, C01 | OF_FUNDER], aside=["E002"])["survey_flow"]
    assert flow.set_index("reason")["n_submissions"].to_dict() == {
        "received": 5, "consent_refused": 1, "of_institutions": 1, "source_set_aside": 1,
        "answered_nothing": 1, "answered": 1,
    }  # fmt: skip


def test_nothing_is_kept_of_who_refused_and_of_a_source_set_aside(made):
    gone = R2 | {"who/folio": "E002"}
    refused = R2 | THIRD | {"who/consent": "no"}
    tables = made([R1, gone, refused], [C01, C01 | OF_R2, C01 | OF_FUNDER], aside=["E002"])
    for name in ("validation", "survey_items", "survey_times", "validation_priorities"):
        assert set(tables[name]["respondent_id"]) == {"R1"}, name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-04-02T10:11:12.000-06:00", "2025-04-02 10:11:12"),
        ("2025-04-02T10:11:12-06:00", "2025-04-02 10:11:12"),
        ("2025-04-02 10:11:12", "2025-04-02 10:11:12"),
        ("2025-04-02T10:11:12Z", "2025-04-02 10:11:12"),
        (datetime(2025, 4, 2, 10, 11, 12), "2025-04-02 10:11:12"),
        (datetime(2025, 4, 2), "2025-04-02 00:00:00"),
        ("1999-12-31T23:59:59.000-06:00", "1999-12-31 23:59:59"),
    ],
)
def test_a_time_is_read_by_the_clock_of_its_device_however_odd(written, read, made):
    times = made([R1 | {"start": written}])["survey_times"]
    assert times["began"].tolist() == [pd.Timestamp(read)]


def test_a_time_that_was_not_recorded_is_blank(made):
    assert made([R1 | {"end": None}])["survey_times"]["ended"].isna().all()


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ({"start": "yesterday"}, "row 3, start: not a time such as 2024-03-01T09:30:00"),
        ({"end": "2025-02-30T10:00:00"}, "row 3, end: not a time such as 2024-03-01T09:30:00"),
        ({"who/respondent": None}, "row 3, who/respondent: blank, but must be given"),
        ({"who/folio": None}, "row 3, who/folio: blank, but must be given"),
        ({"who/folio": "-99"}, "row 3, who/folio: blank, but must be given"),
        ({"who/consent": None}, "row 3, who/consent: blank, but must be given"),
        ({"who/group": "Ana"}, "row 3, who/group: not on the list (groups)"),
        ({"who/respondent": "R1"}, "row 3, who/respondent: this respondent answered above"),
        ({"_uuid": "u1"}, "row 3, _uuid: this submission stands above"),
        (
            {"who/folio": "Ana"},
            "row 3, who/folio: its source is not in the register, so its consent is not known",
        ),
        ({"priorities": "Ana"}, "row 3, priorities: not on the list (priorities)"),
        (
            {"priorities/courts": "0"},
            "row 3, priorities: the column of all choices and those of each choice do not agree",
        ),
        (
            {"priorities": "courts none", "priorities/none": "1"},
            'row 3, priorities: "none" was chosen together with others',
        ),
    ],
)
def test_a_submission_that_cannot_be_used_is_refused_once(cell, fault, clean):
    told = faults(clean, [R1, R2 | cell], [C01])
    assert [raw_study.without_file(text) for text in told] == [fault]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ({"shown/answer": "Ana says yes"}, "row 3, shown/answer: not on the list (answers)"),
        ({"shown/change": "C99"}, "row 3, shown/change: no change of changes/changes.csv"),
        ({"shown/change": None}, "row 3, shown/change: blank, but must be given"),
        ({"shown/change": "C01"}, "row 3: stands twice: respondent_id, change_id"),
        ({"_parent_index": "7"}, "row 3, _parent_index: no submission has this number"),
        (
            {"_submission__uuid": "u2"},
            "row 3, _parent_index: another submission has this number",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_once(cell, fault, clean):
    told = faults(clean, [R1], [C01, C01 | {"shown/change": "C02"} | cell])
    assert [raw_study.without_file(text) for text in told] == [fault]


def test_faults_of_both_sheets_are_told_together(clean):
    told = faults(clean, [R1, R2 | {"who/group": "Ana"}], [C01 | {"shown/answer": "Ana"}])
    assert len(told) == 2 and "Ana" not in "".join(told)


def test_a_form_without_a_question_that_is_needed_is_refused(clean):
    assert faults(lambda: clean([R1], drop=["folio", "answer"])) == [
        'no question "answer" of type select_one',
        'no question "folio"',
    ]


def test_a_question_on_the_wrong_side_of_the_repeat_is_refused(clean):
    assert faults(lambda: clean([R1], last=["folio"])) == [
        '"folio" stands on the wrong side of the repeat group of the changes'
    ]


@pytest.mark.parametrize("question", ["lasting", "start", "end"])
def test_a_form_without_the_question_whether_it_lasts_or_the_times_is_refused(clean, question):
    told = faults(lambda: clean([R1], drop=[question]))
    assert len(told) == 1 and told[0].startswith(f'no question "{question}"')


def statuses(tables, question):
    """Respondent, change and status of each item of a question."""
    items = tables["survey_items"].query("question == @question")
    return items[["respondent_id", "change_id", "status"]].fillna("").to_numpy().tolist()
