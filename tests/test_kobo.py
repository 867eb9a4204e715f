"""An export of KoboToolbox: what is read by the form, what stays behind, what is refused."""

import pytest

import raw_study
from analysis.intake import survey_exports
from raw_study import faults, kobo_form, kobo_workbook

QUESTIONS = ["group", "priorities", "change"]
PERSON = {
    "start": "2025-04-02T10:11:12.000-06:00", "deviceid": "device:1", "who/enumerator": "Ana",
    "who/telephone": "000 000 0000", "who/group": "unions", "priorities": "courts",
    "priorities/courts": 1, "priorities/none": 0, "priorities/-99": 0, "_id": 7, "_uuid": "u1",
    "_submission_time": "2025-04-02T16:20:11", "__version__": "v1", "_index": 1,
}  # fmt: skip
SHOWN = {"shown/change": "C01", "_index": 1, "_parent_index": 1, "_submission__uuid": "u1"}


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def read(study):
    """``read(people, shown)``: the export of these rows, for three questions."""
    form = survey_exports.read_form(study, kobo_form(study))

    def export(people=(PERSON,), shown=(SHOWN,)):
        return survey_exports.read(
            study, kobo_workbook(study, list(people), list(shown)), form, QUESTIONS
        )

    return export


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


def headed(row, **labels):
    return {labels.get(name.rpartition("/")[2], name): value for name, value in row.items()}


def test_nothing_is_read_of_devices_telephones_places_or_who_held_the_survey(read):
    export = read()
    assert list(export.sheets[""].table) == [
        "_index", "_uuid", "group", "priorities", "priorities/courts", "priorities/none",
        "priorities/-99",
    ]  # fmt: skip
    assert list(export.sheets["shown"].table) == ["_parent_index", "_submission__uuid", "change"]


def test_submissions_are_under_their_row_without_their_keys(read, study):
    export = read([PERSON, PERSON | {"_index": 2, "_uuid": "u2", "who/group": "Jueces"}])
    found = export.gathering(study)
    people = survey_exports.submissions(export, study, found)
    assert people["group"].to_dict() == {2: "unions", 3: "judges"}
    assert not {"_index", "_uuid"} & set(people) and not found.faults


def test_rows_of_a_repeat_are_joined_to_the_row_of_their_submission(read, study):
    second = PERSON | {"_index": 2, "_uuid": "u2"}
    rows = SHOWN | {"_parent_index": 2, "_submission__uuid": "u2"}, SHOWN
    export = read([PERSON, second], rows)
    shown = survey_exports.repeated(export, "shown", study, export.gathering(study, "shown"))
    assert shown["submission"].tolist() == [3, 2]


def test_an_export_without_groups_in_its_headers_is_read_too(read):
    bare = {name.rpartition("/")[2] if "who/" in name else name: v for name, v in PERSON.items()}
    assert read([bare]).sheets[""].headers["group"] == "group"


def test_columns_that_are_not_needed_may_be_missing(read):
    stripped = without(PERSON, "start", "deviceid", "who/enumerator", "who/telephone")
    assert len(read([stripped]).sheets[""].table) == 1


def test_columns_missing_from_both_sheets_are_told_together(read):
    told = faults(read, [without(PERSON, "who/group", "_uuid")], [without(SHOWN, "shown/change")])
    assert told == [
        "row 1, _uuid: column missing", "row 1, who/group: column missing",
        "row 1, shown/change: column missing",
    ]  # fmt: skip


def test_a_column_of_one_choice_that_is_missing_is_refused(read):
    told = faults(read, [without(PERSON, "priorities/courts")])
    assert told == ["row 1, priorities/courts: column missing"]


def test_an_export_headed_by_labels_is_refused_with_the_cure(read):
    labeled = headed(PERSON, group="Grupo")
    with pytest.raises(ValueError, match="XML values and headers"):
        read([labeled])
    assert faults(read, [labeled]) == [
        "row 1, who/group: column missing: it is headed by its label"
    ]


def test_an_export_of_another_form_is_refused(read, study):
    form = survey_exports.read_form(study, kobo_form(study))
    path = raw_study.workbook(study.raw / "validation/validation.xlsx", other=[["a"]])
    assert faults(survey_exports.read, study, path, form, QUESTIONS) == [
        'no sheet "Changes"', 'no sheet "shown"',
    ]  # fmt: skip
