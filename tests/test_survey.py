"""The validation survey: shown, answered or not, and who goes no further."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import survey
from raw_study import faults, texts

ROW = {
    "respondente": "R1", "folio": "E001", "grupo": "Sindicatos", "C01": "de acuerdo",
    "C01_comentario": None, "C02": "no se preguntó", "C02_comentario": None,
}  # fmt: skip


@pytest.fixture
def clean(tmp_path):
    """``clean({...}, {...})``: the answers of rows that differ so from ``ROW``."""
    study = raw_study.exland(tmp_path)
    changes = pd.DataFrame({"change_id": ["C01", "C02"]})

    def cleaned(*rows, used=("E001",), aside=(), drop=()):
        table = texts(*(ROW | row for row in rows)).drop(columns=list(drop))
        heard, set_aside = (
            pd.DataFrame({"source_id": list(s)}, dtype="str") for s in (used, aside)
        )
        return survey.clean(table, changes, heard, set_aside, study)["validation"]

    return cleaned


def test_a_change_that_was_not_shown_has_no_row_and_one_not_answered_a_blank(clean):
    answers = clean({}, {"respondente": "R2", "C01": None, "C02": " EN Desacuerdo"})
    rows = answers[["respondent_id", "change_id", "answer"]].fillna("blank").to_numpy().tolist()
    assert rows == [
        ["R1", "C01", "agree"], ["R2", "C01", "blank"], ["R2", "C02", "disagree"],
    ]  # fmt: skip


def test_blank_rows_are_dropped(clean):
    assert clean({}, dict.fromkeys(ROW))["respondent_id"].tolist() == ["R1"]


def test_an_answer_off_the_list_is_refused_by_its_row_and_change(clean):
    listed = "de acuerdo, parcialmente de acuerdo, en desacuerdo, no se preguntó"
    assert faults(clean, {}, {"respondente": "R2", "C02": "Ana says yes"}) == [
        f"row 3, C02: not on the list ({listed})"
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"respondente": None}, "row 3, respondente: blank, but must be given"),
        ({"folio": None}, "row 3, folio: blank, but must be given"),
        ({"grupo": "Ana"}, "row 3, grupo: not on the list (study.yaml: groups)"),
        ({"respondente": "R1"}, "row 3: stands twice: respondent_id, change_id"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_once(row, fault, clean):
    assert faults(clean, {}, {"respondente": "R2"} | row) == [fault]


def test_the_answers_of_a_withdrawn_source_go_no_further(clean):
    rows = {}, {"respondente": "R2", "folio": "E002", "grupo": "a group of nobody"}
    assert clean(*rows, aside=["E002"])["respondent_id"].tolist() == ["R1"]


def test_a_respondent_of_a_source_that_is_not_in_the_register_is_refused(clean):
    assert faults(clean, {}, {"respondente": "R2", "folio": "Ana"}) == [
        "row 3, folio: its source is not in the register, so its consent is not known"
    ]


def test_a_change_without_its_columns_and_columns_of_no_change_are_refused(clean):
    told = faults(lambda: clean({"Ana": "x"}, drop=["C02", "C02_comentario"]))
    assert told == [
        "row 1: 1 columns belong to no change of changes/changes.csv",
        "row 1, C02: column missing",
        "row 1, C02_comentario: column missing",
    ]
