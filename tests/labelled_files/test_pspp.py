"""Files that another program wrote: missing values, multiple responses, weight, dates, encodings.

The syntax beside the files says what is in them.
"""

import struct
from pathlib import Path

import pytest

from analysis.intake import labelled
from analysis.intake.labelled import tables
from raw_study import faults

HERE = Path(__file__).parent
SAVED = ("survey.sav", "survey.zsav")


@pytest.fixture(params=SAVED)
def survey(request):
    return labelled.read(HERE / request.param, private=["PHONE"])


@pytest.fixture
def windows():
    return (HERE / "windows.sav").read_bytes()


@pytest.fixture
def written(tmp_path):
    """``written(content)``: a file of that content."""

    def write(content):
        path = tmp_path / "made.sav"
        path.write_bytes(content)
        return path

    return write


def answers(file, variable):
    return file.answers[variable].fillna("").tolist()


def test_codes_have_no_point_and_texts_no_blanks_around_them(survey):
    assert answers(survey, "q1") == ["1", "2", "99", "7", ""]
    assert answers(survey, "peso") == ["1.5", "0.5", "1", "1", "1"]
    assert answers(survey, "reason") == ["salario", "NR", "", "año", "NS"]


def test_dates_and_times_count_from_the_epoch_of_spss(survey):
    assert answers(survey, "when") == ["2021-03-01", "2024-12-31", "2024-02-29", "", "1990-01-01"]
    assert answers(survey, "at") == ["09:30:00", "23:59:00", "00:00:00", "", "12:00:00"]


def test_declared_missing_values_stay_apart_from_blanks(survey):
    items = labelled.items(survey).set_index(["question", "submission"])
    assert items.loc["q1", "status"].tolist() == [
        "answered", "answered", "missing_value", "answered", "blank",
    ]  # fmt: skip
    assert items.loc[("q1", 3), ["value", "label"]].tolist() == ["99", "No sabe"]
    assert labelled.submissions(survey)["q1"].isna().tolist() == [False, False, True, False, True]


def test_missing_values_are_a_range_and_a_value_and_texts(survey):
    rules = survey.variables.set_index("variable")["missing"]
    assert rules[["q1", "age", "reason", "folio"]].tolist() == [
        "99", "LO THRU -1; 999", "NR; NS", "",
    ]  # fmt: skip
    assert survey.is_missing["age"].tolist() == [False, True, False, False, True]
    assert survey.is_missing["reason"].tolist() == [False, True, False, False, True]


def test_the_codebook_has_every_label_and_the_values_that_have_none(survey):
    values = survey.values.set_index("variable")
    assert values.loc["first_change", ["value", "label"]].fillna("").to_numpy().tolist() == [
        ["3", "Salario"], ["5", "Jornada"], ["98", "Ninguno"], ["4", ""],
    ]  # fmt: skip
    assert values.loc["first_change", "is_missing"].tolist() == [False, False, True, False]
    assert survey.report.unlabelled == ("first_change", "reason")
    assert "año" not in survey.values["value"].tolist()
    label = survey.variables.set_index("variable").loc["q1"]
    assert label[["label", "measure", "kind"]].tolist() == [
        "¿Conoce el cambio?", "nominal", "number",
    ]  # fmt: skip


def test_a_private_variable_is_not_read_and_told_by_name(survey):
    assert "phone" not in survey.answers
    assert survey.report.private == ("phone",)
    assert "phone" not in survey.variables["variable"].tolist()


def test_a_private_variable_that_is_not_there_is_refused_lest_another_slips_through():
    def read():
        return labelled.read(HERE / "survey.sav", private=["telephone"])

    assert faults(read) == ["telephone: no such variable"]


def test_only_what_is_asked_for_is_read_and_the_rest_told():
    file = labelled.read(HERE / "survey.sav", variables=["Q1", "age"])
    assert file.answers.columns.tolist() == ["q1", "age"]
    assert "phone" in file.report.left_out and not file.report.sets
    assert file.report.sets_left_out == ("heard", "changes", "counted")


def test_the_weight_is_known_and_a_name_above_eight_letters_whole(survey):
    assert survey.report.weight == "peso"
    assert survey.variables.loc[survey.variables["is_weight"], "variable"].tolist() == ["peso"]
    assert "a_name_of_more_than_eight_letters" in survey.answers


def test_ticks_are_a_row_per_case_and_choice_and_blank_in_all_is_not_asked(survey):
    chosen = labelled.chosen(survey, "heard")
    ticks = {case: list(rows["is_chosen"]) for case, rows in chosen.groupby(level=0)}
    # Case 3 was not asked; of case 4 the radio is a declared missing value.
    assert ticks == {1: [True, False, True], 2: [False] * 3, 4: [True, False], 5: [True] * 3}
    assert tables.choices(survey, "heard") == {
        "heard_radio": "Por la radio",
        "heard_union": "Por el sindicato",
        "heard_friend": "Por un amigo",
    }


def test_a_set_of_values_has_the_values_for_choices_and_no_missing_one(survey):
    assert tables.choices(survey, "changes") == {"3": "Salario", "5": "Jornada", "4": ""}
    chosen = labelled.chosen(survey, "changes")
    picked = chosen[chosen["is_chosen"]].groupby(level=0)["choice"].apply(set).to_dict()
    assert picked == {1: {"3", "5"}, 2: {"3"}, 4: {"5"}, 5: {"3", "4"}}


def test_a_set_may_be_labelled_by_its_counted_value(survey):
    assert survey.sets["counted"].by_counted_label
    assert tables.choices(survey, "counted") == {"heard_radio": "Sí", "heard_union": "Sí"}


def test_a_counted_value_may_be_a_text(windows, written):
    file = labelled.read(written(windows))
    chosen = labelled.chosen(file, "m")
    assert file.sets["m"].counted == "Y" and file.sets["m"].label == "Más"
    assert chosen["is_chosen"].tolist() == [True, False, False, True]


def test_a_portable_file_does_not_tell_missing_values_from_blanks(tmp_path):
    text = (HERE / "survey.por").read_bytes()
    plain = text.replace("í".encode(), b"i ").replace("ñ".encode(), b"n ")
    path = tmp_path / "plain.por"
    path.write_bytes(plain.replace("¿".encode(), b"? "))
    file = labelled.read(path)
    assert answers(file, "Q1") == ["1", "2", "", "7", ""]
    status = labelled.items(file).set_index(["question", "submission"])["status"]
    assert not file.report.tells_missing and status["Q1", 3] == "unknown"


def test_a_portable_file_with_letters_it_cannot_hold_is_refused_by_variable():
    told = faults(labelled.read, HERE / "survey.por")
    assert "Q1: letters of its texts or labels could not be read" in told


def encoding_undeclared(content, code):
    """The file without its encoding, and with another code for it: 2 is ASCII, 65001 UTF-8."""
    begin = content.index(struct.pack("<3i", 7, 20, 1))
    (length,) = struct.unpack_from("<i", content, begin + 12)
    spoiled = bytearray(content[:begin] + content[begin + 16 + length :])
    machine = spoiled.index(struct.pack("<4i", 7, 3, 4, 8)) + 16
    struct.pack_into("<i", spoiled, machine + 28, code)
    return bytes(spoiled)


@pytest.mark.parametrize("code", [2, 1252, 28591])
def test_latin_letters_are_read_where_no_encoding_is_named(code, windows, written):
    file = labelled.read(written(encoding_undeclared(windows, code)))
    assert answers(file, "txt") == ["año", "ñu"]


@pytest.mark.parametrize("code", [0, 65001, 20127])
def test_a_wrong_code_page_is_refused_and_cured_by_naming_it(code, windows, written):
    path = written(encoding_undeclared(windows, code))
    assert faults(labelled.read, path) == ["its texts are not in the encoding it names"]
    assert answers(labelled.read(path, encoding="WINDOWS-1252"), "txt") == ["año", "ñu"]


def test_utf_8_taken_for_latin_is_refused_by_variable_and_cured_by_naming_it(written):
    path = written(encoding_undeclared((HERE / "survey.sav").read_bytes(), 1252))
    told = faults(labelled.read, path)
    assert "q1: its texts or labels are UTF-8 that was taken for another encoding" in told
    assert answers(labelled.read(path, encoding="UTF-8"), "reason")[3] == "año"


def test_an_encoding_nobody_knows_is_refused():
    def read():
        return labelled.read(HERE / "survey.sav", encoding="nonsense")

    assert faults(read) == ["its texts are not in the encoding it names"]


@pytest.mark.parametrize("name", ["survey.sav", "survey.zsav", "windows.sav"])
def test_a_file_cut_off_anywhere_is_refused_or_whole(name, written):
    content = (HERE / name).read_bytes()
    whole = labelled.read(HERE / name)
    told = set()
    for length in range(0, len(content), 7):
        try:
            file = labelled.read(written(content[:length]))
        except ValueError as refused:
            told |= {fault.rule for fault in refused.faults}
            assert all(fault.cure for fault in refused.faults if fault.rule != "empty")
        else:
            assert file.answers.equals(whole.answers)
    assert "cannot be read" in told


def test_a_dictionary_that_cannot_be_walked_through_is_refused(written):
    content = (HERE / "survey.sav").read_bytes()
    spoiled = content.replace(b"$changes=C", b"$changes=Q")
    assert faults(labelled.read, written(spoiled)) == ["its dictionary is damaged"]
