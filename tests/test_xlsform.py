"""An XLSForm as people write it: blank rows, several spellings of a type, labels in languages."""

import pytest

import raw_study
from analysis.intake import survey_exports
from raw_study import LABELS, faults, workbook

SURVEY = [
    ["begin_group", "who", "", ""],
    ["select_one groups", "group", "Group", "Grupo"],
    ["end_group", "", "", ""],
]
CHOICES = [["groups", "unions", "Unions", "Sindicatos"], ["groups", "judges", "Judges", "Jueces"]]


@pytest.fixture
def read(tmp_path):
    """``read(survey, choices)``: the form of these rows."""
    study = raw_study.exland(tmp_path)

    def form(survey=SURVEY, choices=CHOICES, labels=LABELS, **more):
        sheets = {"survey": [["type", "name", *labels], *survey]}
        sheets["choices"] = [["list_name", "name", *labels], *choices]
        return survey_exports.read_form(
            study, workbook(study.raw / "validation/form.xlsx", **sheets, **more)
        )

    return form


def test_a_question_has_its_path_its_kind_and_its_choices_in_every_wording(read):
    form = read()
    question = form.questions["group"]
    assert (question.path, question.kind, question.repeat) == ("who/group", "select_one", "")
    assert question.labels == ("Group", "Grupo")
    assert form.names("group") == ("unions", "judges")
    assert form.wordings("group")["sindicatos"] == form.wordings("group")["unions"] == "unions"


def test_types_are_read_in_any_usual_spelling_and_blank_rows_are_skipped(read):
    form = read(
        [
            ["Begin Repeat", "shown", "", ""],
            ["", "", "", ""],
            ["Select Multiple  groups", "several", "", ""],
            ["select_one groups or_other", "one", "", ""],
            ["end repeat", "", "", ""],
            ["note", "", "Thanks", "Gracias"],
            ["note", "", "Good bye", "Adiós"],
        ]
    )
    kinds = {name: (q.kind, q.choices, q.repeat) for name, q in form.questions.items()}
    assert kinds == {
        "several": ("select_multiple", "groups", "shown"), "one": ("select_one", "groups", "shown"),
        "one_other": ("text", "", "shown"),
    }  # fmt: skip
    assert "other" in form.names("one")


@pytest.mark.parametrize("labels", [("label", "hint"), ("label:en", "Label::Español (es)")])
def test_labels_may_stand_in_one_language_or_several(read, labels):
    assert read(labels=labels).questions["group"].labels[0] == "Group"


def test_a_label_that_two_choices_share_stands_for_neither(read):
    choices = [["groups", "unions", "Both", "Sindicatos"], ["groups", "judges", "Both", "judges"]]
    assert read(choices=choices).wordings("group") == {
        "unions": "unions", "judges": "judges", "sindicatos": "unions",
    }  # fmt: skip


def test_a_form_has_its_title_or_the_name_of_its_file(read):
    assert read().title == "form"
    assert read(settings=[["form_title"], ["Changes"]]).title == "Changes"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["text", "", "", ""]], "row 2, name: blank, but must be given"),
        ([["", "age", "", ""]], "row 2, type: blank, but must be given"),
        ([["text", "a", "", ""]] * 2, "row 3, name: another question has this name"),
        ([["begin_group", "g", "", ""]], 'type: the group "g" is never ended'),
        ([["select_one", "a", "", ""]], "row 2, type: names no list of choices"),
        ([["end_group", "", "", ""]], "row 2, type: ends a group that did not begin"),
        ([["select_one towns", "a", "", ""]], "list_name: no choices for the list of a"),
        (
            [["begin_repeat", "a", "", ""], ["end_repeat", "", "", ""]] * 2,
            "row 4, name: another repeat group has this name",
        ),
    ],
)
def test_a_form_that_cannot_be_followed_is_refused(rows, fault, read):
    assert faults(read, rows) == [fault]


def test_a_form_without_its_sheets_is_refused(tmp_path):
    study = raw_study.exland(tmp_path)
    path = workbook(study.raw / "validation/form.xlsx", other=[["a"]])
    assert faults(survey_exports.read_form, study, path) == ["no such sheet"] * 2
