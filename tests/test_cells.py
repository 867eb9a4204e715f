"""Texts read as dates, numbers and choices: what is understood and what is refused."""

import unicodedata
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import small_study
from analysis.intake import cells
from analysis.study import read_study
from raw_study import faults

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def column(*texts, name="valor"):
    return pd.Series(texts, index=range(2, 2 + len(texts)), name=name, dtype="str")


def told(read):
    return [str(fault) for fault in read[1]]


@given(st.text())
def test_plain_changes_nothing_that_is_plain(text):
    assert cells.plain(cells.plain(text)) == cells.plain(text)


@given(st.text(alphabet="aeiouñüÁÉn ", min_size=1))
def test_plain_makes_the_forms_of_an_accent_and_capitals_alike(text):
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")}
    assert len({cells.plain(form) for form in (*forms, text.upper(), f"  {text} ")}) == 1


@given(DAYS)
def test_a_day_is_read_the_same_in_both_ways_of_writing_it(day):
    values, wrong = cells.dates(column(day.isoformat(), day.strftime("%d/%m/%Y")))
    assert ([value.date() for value in values], wrong) == ([day, day], [])


@pytest.mark.parametrize(
    "text", ["2024-13-01", "31/02/2024", "12/31/2024", "mayo", "45352", "2024"]
)
def test_what_is_no_day_is_refused_by_row_and_column(text):
    read = cells.dates(column("2024-03-01", text, None, name="fecha"))
    assert told(read) == ["row 3, fecha: not a date such as 2024-03-01 or 01/03/2024"]


def test_the_first_and_last_day_of_a_span_are_within_it():
    days, _ = cells.dates(column("2024-02-29", "2024-03-01", "2025-05-31", "2025-06-01"))
    wrong = cells.within(days, pd.Timestamp("2024-03-01"), pd.Timestamp("2025-05-31"), "fieldwork")
    assert [str(fault) for fault in wrong] == [
        "row 2, valor: before the fieldwork began",
        "row 5, valor: after the fieldwork ended",
    ]


def test_whole_numbers_start_at_zero_and_have_no_part():
    values, wrong = cells.wholes(column("0", "12", None, "-1", "2.5", "3,5", "two"))
    assert values.tolist()[:2] == [0, 12]
    assert [fault.row for fault in wrong] == [5, 6, 7, 8]
    assert {fault.rule for fault in wrong} == {"not a whole number"}


def test_a_choice_is_known_by_any_of_its_wordings_whatever_the_capitals_and_accents():
    allowed = {"academia": "academia", "Personal académico": "academia", "unions": "unions"}
    values, wrong = cells.choices(column("PERSONAL  ACADEMICO", "Unions ", None), allowed, "groups")
    assert (values.tolist()[:2], wrong) == (["academia", "unions"], [])


def test_an_answer_off_the_list_is_refused_with_the_list():
    read = cells.choices(column("yes", "quizás"), {"yes": "yes"}, "yes, no")
    assert told(read) == ["row 3, valor: not on the list (yes, no)"]


@given(st.lists(st.sampled_from(["Sí", "NO", "retirado", "?"]), max_size=6))
def test_every_cell_of_a_choice_is_either_read_or_refused(texts):
    allowed = {"sí": "given", "no": "refused", "retirado": "withdrawn"}
    values, wrong = cells.choices(column(*texts), allowed, "sí, no, retirado")
    assert {*values.index[values.notna()]} | {fault.row for fault in wrong} == {*values.index}
    assert {*values.index[values.notna()]}.isdisjoint(fault.row for fault in wrong)


def test_a_wording_that_stands_for_two_items_is_refused(tmp_path):
    groups = [
        {"id": "judges", "en": "Judges", "es": "Autoridades"},
        {"id": "officials", "en": "Officials", "es": "AUTORIDADES"},
    ]
    study = read_study(small_study.write(tmp_path, groups=groups))
    assert faults(cells.wordings, study, "groups") == ["groups: one wording stands for two items"]


def test_a_wording_may_be_the_same_in_both_languages(tmp_path):
    groups = [{"id": "academia", "en": "Academia", "es": "Academia"}]
    study = read_study(small_study.write(tmp_path, groups=groups))
    assert cells.wordings(study, "groups") == {"academia": "academia"}


def test_a_list_is_split_under_the_row_it_stands_in():
    parts = cells.split(column("P1; P2", None, ";P3;"))
    assert list(parts.items()) == [(2, "P1"), (2, "P2"), (4, "P3")]
