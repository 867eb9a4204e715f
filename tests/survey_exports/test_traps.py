"""What goes wrong in real exports: read where it is clear, refused by name where it is not."""

import zipfile
from functools import partial

import pytest

import raw_study
import small_study
from analysis.intake import survey_exports
from analysis.intake.survey_exports.__main__ import main
from analysis.study import read_study
from raw_study import faults, workbook

LABELS = ("label::English (en)", "label::Español (es)")
SURVEY = (
    ("begin_group", "who", "Who", "Quién"),
    ("select_one towns", "town", "Town", "Pueblo"),
    ("integer", "age", "Age", "Edad"),
    ("end_group", "", "", ""),
    ("select_multiple needs", "needs", "Needs", "Necesidades"),
    ("text", "note_1", "Remark", "Nota"),
)
CHOICES = (
    ("towns", "1", "San Juan", "San Juan"),
    ("towns", "2", "Lagos", "Los Lagos"),
    ("needs", "water", "Water", "Agua"),
    ("needs", "law", "Law", "Ley"),
    ("needs", "both", "Water Law", "Agua Ley"),
)
ASKED = ("town", "age", "needs")
HEADER = ("who/town", "who/age", "needs", "_uuid", "_index")
EACH = ("needs/water", "needs/law", "needs/both")


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


def form_of(study, survey=SURVEY, choices=CHOICES, version="", name="form.xlsx", more=(), **extra):
    """The form of these rows; ``more`` heads further columns of both its sheets."""
    path = workbook(
        study.raw / name,
        survey=[["type", "name", *LABELS, *more], *map(list, survey)],
        choices=[["list_name", "name", *LABELS, *more], *map(list, choices)],
        settings=[["form_title", "version"], ["Form", version]],
    )
    return survey_exports.read_form(study, path)


def export_of(study, form, header, *rows, asked=ASKED, **sheets):
    """An export with this sheet of submissions."""
    path = workbook(study.raw / "export.xlsx", Form=[header, *rows], **sheets)
    return survey_exports.read(study, path, form, asked)


def read(study, form, header, *rows, asked=ASKED, **sheets):
    """The answers of an export. Raises BadInput."""
    export = export_of(study, form, header, *rows, asked=asked, **sheets)
    found = export.gathering(study)
    table = survey_exports.submissions(export, study, found)
    found.refuse()
    return table


# Labels ------------------------------------------------------------------------------------------


def test_a_label_that_is_anothers_name_is_read_by_the_language_of_the_export(study):
    choices = [("towns", "1", "2", "2"), ("towns", "2", "1", "1"), *CHOICES[2:]]
    form = form_of(study, choices=choices)
    by_name = read(study, form, HEADER, ["1", 4, "water", "u1", 1])
    labels = ("Who/Town", "Who/Age", "Needs", "_uuid", "_index")
    by_label = read(study, form, labels, ["1", 4, "Water", "u1", 1])
    assert (by_name["town"].item(), by_label["town"].item()) == ("1", "2")


def test_labels_in_one_cell_that_fit_several_ways_are_refused_unless_other_columns_tell(study):
    form, told = form_of(study), ["San Juan", 4, "Water Law", "u1", 1]
    header = ("Who/Town", "Who/Age", "Needs", "_uuid", "_index")
    assert faults(read, study, form, header, told) == [
        "row 2, Needs: its labels can be told apart in more than one way"
    ]
    header = (*header, "Needs/Water", "Needs/Law", "Needs/Water Law")
    assert read(study, form, header, [*told, 1, 1, 0])["needs"].tolist() == ["water law"]
    assert read(study, form, header, [*told, 0, 0, 1])["needs"].tolist() == ["both"]


def test_a_label_that_two_questions_share_is_refused_only_if_one_of_them_is_asked_for(study):
    survey = [*SURVEY[:-1], ("text", "note_1", "Age", "Edad")]
    form = form_of(study, survey=survey)
    header = ("Town", "Age", "Needs", "_uuid", "_index")
    told = faults(read, study, form, header, ["Lagos", 4, "Water", "u1", 1])
    assert told == ["row 1, Age: more than one column, or more than one question, fits"]
    table = read(study, form, header, ["Lagos", 4, "Water", "u1", 1], asked=["town"])
    assert table["town"].tolist() == ["2"]


def test_an_export_of_another_survey_is_refused(study):
    rule = "no column is headed by a question of the form, neither by its name nor by its label"
    assert faults(read, study, form_of(study), ("x", "_uuid"), ["1", "u1"]) == [f"row 1: {rule}"]


def test_a_sheet_without_the_keys_of_a_tool_is_refused(study):
    told = faults(read, study, form_of(study), ("who/town", "needs"), ["1", "law"])
    assert told == ["row 1: no column tells which tool made it: neither _uuid, _index, nor KEY"]


# Several choices ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["water", 1, 0, 0], "water"),
        ([None, None, None, None], None),
        ([None, 0, 0, 0], None),
    ],
)
def test_several_choices_in_one_column_and_in_many_agree(cells, expected, study):
    row = ["1", 4, cells[0], "u1", 1, *cells[1:]]
    table = read(study, form_of(study), (*HEADER, *EACH), row)
    assert table["needs"].astype(object).where(table["needs"].notna(), None).tolist() == [expected]


@pytest.mark.parametrize("cells", [["water", 0, 1, 0], [None, 1, 0, 0], ["water", 1, 0, 7]])
def test_columns_of_choices_that_contradict_each_other_are_refused(cells, study):
    row = ["1", 4, cells[0], "u1", 1, *cells[1:]]
    assert faults(read, study, form_of(study), (*HEADER, *EACH), row) == [
        "row 2, needs: the column of all choices and those of each choice do not agree"
    ]


def test_not_asked_is_told_from_none_ticked_where_the_tool_tells(study):
    form, rows = form_of(study), [["1", 4, None, 0, 0, 0, "u1"], ["1", 4, None, *[None] * 3, "u2"]]
    header = ("who/town", "who/age", "needs", *EACH, "_uuid")
    export = export_of(study, form, header, *rows)
    chosen = survey_exports.chosen(export, "needs", study, export.gathering(study))
    assert (set(chosen.index), chosen["is_chosen"].any()) == ({2}, False)
    central = ("who-town", "who-age", "needs", *EACH, "KEY")
    export = export_of(study, form, central, *rows)
    assert survey_exports.chosen(export, "needs", study, export.gathering(study)).empty


# Repeat groups -----------------------------------------------------------------------------------

LONG = "a_very_long_name_of_a_repeat_group_of"
REPEATED = (("begin_repeat", LONG, "", ""), ("text", "word", "", ""), ("end_repeat", "", "", ""))
KEYS = ("_uuid", "_index")


def repeated(study, export, repeat):
    found = export.gathering(study, repeat)
    table = survey_exports.repeated(export, repeat, study, found)
    found.refuse()
    return table


@pytest.mark.parametrize("title", [LONG[:31], LONG[:28] + "..."])
def test_a_sheet_whose_name_was_cut_is_known(title, study):
    form = form_of(study, survey=REPEATED)
    rows = [[f"{LONG}/word", "_parent_index"], ["x", 1]]
    export = export_of(study, form, KEYS, ["u1", 1], asked=["word"], **{title: rows})
    assert repeated(study, export, LONG)["submission"].tolist() == [2]


def test_two_groups_whose_sheets_would_be_cut_alike_are_refused(study):
    twin = [(kind, n and n.replace(LONG, f"{LONG}_b").replace("word", "w"), *r)
            for kind, n, *r in REPEATED]  # fmt: skip
    form = form_of(study, survey=[*REPEATED, *twin])
    sheets = {LONG[:31]: [[f"{LONG}/word", "_parent_index"], ["x", 1]]}
    rule = f'more than one sheet may be that of "{LONG}", by its cut name'
    assert faults(export_of, study, form, KEYS, ["u1", 1]) != [rule]
    with pytest.raises(ValueError, match="by its cut name"):
        export_of(study, form, KEYS, ["u1", 1], asked=["word"], **sheets)


def test_rows_are_joined_by_the_key_of_the_submission_alone_too(study):
    form = form_of(study, survey=(("begin_repeat", "r", "", ""), *REPEATED[1:]))
    rows = [["r/word", "_submission__uuid"], ["x", "u2"], ["y", "u1"]]
    export = export_of(study, form, KEYS, ["u1", 1], ["u2", 2], asked=["word"], r=rows)
    assert repeated(study, export, "r")["submission"].tolist() == [3, 2]
    rows = [["r/word", "_submission__uuid"], ["x", "u3"]]
    export = export_of(study, form, KEYS, ["u1", 1], asked=["word"], r=rows)
    assert faults(repeated, study, export, "r") == [
        "row 2, _submission__uuid: no submission has this number"
    ]


def test_a_question_called_uuid_is_no_key(study):
    form = form_of(study, survey=[("text", "uuid", "", "")])
    table = read(study, form, ("uuid", "_uuid"), ["same", "u1"], ["same", "u2"], asked=["uuid"])
    assert table["uuid"].tolist() == ["same", "same"]


def test_a_fault_in_a_round_is_told_where_it_stands(study):
    survey = [("begin_repeat", "r", "", ""), SURVEY[1], ("end_repeat", "", "", "")]
    form = form_of(study, survey=survey)
    header = ("r[1]/town", "r[2]/town", *KEYS)
    export = export_of(study, form, header, ["1", "9", "u1", 1], asked=["town"])
    with pytest.raises(ValueError, match=r"row 2, r\[2\]/town: not on the list"):
        repeated(study, export, "r")


# Versions ----------------------------------------------------------------------------------------

VERSIONED = (*HEADER, "__version__")


def two_forms(study, **changed):
    old = [("towns", "1", "San Juan", "San Juan"), ("towns", "7", "Lagos", "Lagos"), *CHOICES[2:]]
    return [
        form_of(study, version="v2"),
        form_of(study, choices=old, version="v1", name="old.xlsx", **changed),
    ]


def test_each_submission_is_read_by_the_form_of_its_version(study):
    rows = [["2", 4, "law", "u1", 1, "v2"], ["7", 4, "law", "u2", 2, "v1"]]
    assert read(study, two_forms(study), VERSIONED, *rows)["town"].tolist() == ["2", "7"]
    rows = [["7", 4, "law", "u1", 1, "v2"]]
    told = faults(read, study, two_forms(study), VERSIONED, *rows, ["1", 4, "", "u2", 2, "v1"])
    (fault,) = told
    assert fault.startswith("row 2, who/town: not on the list")


def test_a_version_without_its_form_is_refused_by_name_or_read_as_the_study_says(study, tmp_path):
    rows = [["2", 4, "law", "u1", 1, "v2"], ["1", 4, "law", "u2", 2, "v3"]]
    told = faults(read, study, two_forms(study), VERSIONED, *rows)
    assert told == ["1 submissions of version v3, of which no form is given"]
    small_study.write(tmp_path / "b", survey={"other_versions": "read_if_same"})
    tolerant = read_study(tmp_path / "b")
    assert read(tolerant, two_forms(tolerant), VERSIONED, *rows, asked=["needs"]).shape == (2, 1)
    told = faults(read, tolerant, two_forms(tolerant), VERSIONED, *rows)
    assert told == ["1 submissions of version v3, of which no form is given"]


def test_one_form_and_one_version_belong_together_whatever_their_names(study):
    form = form_of(study, version="2 (2025-04-02)")
    table = read(study, form, VERSIONED, ["2", 4, "law", "u1", 1, "vX"])
    assert table["town"].tolist() == ["2"]


def test_a_question_that_a_version_did_not_have_was_not_asked(study):
    new, old = two_forms(study, survey=SURVEY[:2] + SURVEY[3:])
    rows = [["2", 4, "law", "u1", 1, "v2"], ["7", None, "law", "u2", 2, "v1"]]
    export = export_of(study, [new, old], VERSIONED, *rows)
    items = survey_exports.items(export, study)
    assert items.loc[items["question"].eq("age"), "status"].tolist() == ["answered", "not_asked"]


# Filters -----------------------------------------------------------------------------------------


def test_a_choice_that_the_filter_did_not_offer_is_refused(study):
    survey = [
        ("select_one states", "state", "", "", ""),
        ("select_one towns", "town", "", "", "state=${state} or name='-99'"),
    ]
    choices = [
        ("states", "n", "", "", ""), ("states", "s", "", "", ""), ("towns", "a", "", "", "n"),
        ("towns", "b", "", "", "s"), ("towns", "-99", "", "", ""),
    ]  # fmt: skip
    path = workbook(
        study.raw / "form.xlsx",
        survey=[["type", "name", *LABELS, "choice_filter"], *map(list, survey)],
        choices=[["list name", "name", *LABELS, "state"], *map(list, choices)],
        settings=[["form_title"], ["Form"]],
    )
    form = survey_exports.read_form(study, path)
    rows = [["n", "a", "u1"], ["n", "b", "u2"], ["s", "-99", "u3"], ["s", "b", "u4"]]
    call = partial(read, study, form, ("state", "town", "_uuid"), *rows, asked=["town"])
    assert faults(call) == ["row 3, town: a choice that the form's filter did not offer here"]


# Missing values ----------------------------------------------------------------------------------


def test_a_missing_value_is_one_only_where_it_is_declared(tmp_path):
    declared = [
        {"code": "99", "en": "Refused", "es": "Rehúsa", "questions": ["age"]},
        {"code": "no sabe", "en": "Does not know", "es": "No sabe"},
    ]
    small_study.write(tmp_path, missing_values=declared)
    study = read_study(tmp_path)
    form = form_of(study, survey=[*SURVEY, ("integer", "hours", "", "")])
    header = ("who/age", "hours", "note_1", "_uuid")
    rows = [["99.0", "99", "No Sabe", "u1"], ["98", "1", "no sabe nada", "u2"]]
    asked = ["age", "hours", "note_1"]
    table = read(study, form, header, *rows, asked=asked)
    assert table["hours"].tolist() == ["99", "1"]
    assert table["age"].isna().tolist() == table["note_1"].isna().tolist() == [True, False]
    items = survey_exports.items(export_of(study, form, header, *rows, asked=asked), study)
    assert items["status"].value_counts()["missing_value"] == 2


# Private -----------------------------------------------------------------------------------------


def test_what_tells_who_or_where_is_left_behind_even_when_asked_for_and_listed_by_name(study):
    survey = [
        *SURVEY, ("geopoint", "spot", "", ""), ("text", "telefono", "", ""),
        ("audio", "voice", "", ""), ("select_one towns", "has_phone", "", ""),
    ]  # fmt: skip
    form = form_of(study, survey=survey)
    header = (*HEADER, "spot", "_spot_latitude", "telefono", "voice", "voice_URL", "has_phone",
              "_submitted_by", "extra")  # fmt: skip
    row = ["1", 4, "law", "u1", 1, "19 -99 0 0", "19", "555", "a.m4a", "http", "2", "ana", "x"]
    asked = [*ASKED, "spot", "telefono", "voice", "has_phone"]
    export = export_of(study, form, header, row, asked=asked)
    assert export.asked == (*ASKED, "has_phone")
    private = ("spot", "_spot_latitude", "telefono", "voice", "voice_URL", "_submitted_by")
    assert export.reading.private == private
    assert export.reading.foreign == ("extra",)
    assert not set(export.sheets[""].table.astype(str).to_numpy().ravel()) & {"555", "19", "ana"}


# Files -------------------------------------------------------------------------------------------


def test_a_hostile_zip_is_refused(study):
    path = study.raw / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Form.csv", "a" * 50_000_000)
    told = faults(survey_exports.read, study, path, form_of(study), ASKED)
    assert told == ["holds a file that unpacks to more than 200 times its size"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("e.csv", b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        ("e.csv", b"KEY,needs\nu1,law,x\n", "row 2: 3 fields where the header has 2"),
        ("e.sav", b"x", "not an export that is read: .xlsx, .csv, .zip or a folder of CSV files"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_quoted(name, content, told, study):
    path = study.raw / name
    path.write_bytes(content)
    assert faults(survey_exports.read, study, path, form_of(study), ASKED) == [told]


def test_a_missing_file_and_an_unknown_question_are_refused(study):
    form = form_of(study)
    for name in ("no.csv", "no.xlsx", "no.zip"):
        assert faults(survey_exports.read, study, study.raw / name, form, ASKED) == ["no such file"]
    assert faults(survey_exports.read, study, study.raw / "no.csv", form, ["zzz"]) == [
        'no question "zzz"'
    ]


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def command(capsys, monkeypatch, study):
    """``command(header, row)``: what the command ends with, and all it prints."""

    def run(header, *rows):
        form_of(study)
        path = workbook(study.raw / "export.xlsx", Form=[header, *rows])
        given = ["", str(study.raw / "form.xlsx"), str(path), "--study", str(study.data_dir)]
        monkeypatch.setattr("sys.argv", given)
        code, said = main(), capsys.readouterr()
        return code, said.out + said.err

    return run


def test_the_command_tells_how_an_export_is_read_and_quotes_no_answer(command):
    code, said = command((*HEADER, "note_1"), ["1", 4, "law", "u1", 1, "Ana lives there"])
    assert code == 0 and "export.xlsx: KoboToolbox, long" in said
    assert "Ana" not in said


def test_the_command_ends_with_1_where_something_is_wrong(command):
    assert command(HEADER, ["1", 4, "law", "u1", 1])[0] == 1
    code, said = command((*HEADER, "note_1"), ["Ana", 4, "law", "u1", 1, ""])
    assert code == 1 and "row 2, who/town: not on the list" in said
    assert "Ana" not in said
