"""The declarations: what each refuses, without a value, and the dictionary they write."""

import pandas as pd
import pytest

import raw_study
from analysis import schema
from analysis.faults import Fault
from analysis.schema.checking import OTHER_KIND
from frame import frame
from raw_study import faults

SECRET = "Ana Luisa"


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


def interviews(**columns):
    """Three sources, whose rows stand in rows 2 to 4 of their file."""
    table = {
        "source_id": ["i1", "i2", "i3"], "kind": "interview", "mode": "in_person",
        "date": pd.Timestamp("2024-05-02"), "state": "XX-ARB", "group": "unions",
        "language": "spanish", "n_people": 1,
    }  # fmt: skip
    return pd.DataFrame(table | columns, index=[2, 3, 4])


def changes(**columns):
    table = {
        "change_id": ["c1", "c2"], "title_en": "One", "title_es": "Uno", "domain": "justice",
        "outcome_type": "policies", "is_expected": True, "is_positive": False,
        "date": pd.Timestamp("2024-05-02"), "is_sustained": None, "evidence": None,
    }  # fmt: skip
    return pd.DataFrame(table | columns, index=[2, 3])


# What a declaration does


def test_a_table_comes_out_in_its_columns_types_and_order(study):
    table = interviews(source_id=["i3", "i1", "i2"])[["n_people", *interviews().columns[:-1]]]
    checked = schema.checked("interviews", table, study)
    assert checked.columns.tolist() == list(schema.about("interviews"))
    assert checked["source_id"].tolist() == ["i1", "i2", "i3"]
    assert checked.index.tolist() == [0, 1, 2]


@pytest.mark.parametrize("name", schema.TABLES)
def test_an_empty_table_passes_with_the_types_of_a_full_one(name, study):
    empty = pd.DataFrame(columns=list(schema.about(name)))
    checked = schema.checked(name, empty, study)
    declared = schema.TABLES[name].to_schema().columns
    assert checked.empty
    for column, kind in checked.dtypes.items():
        assert declared[column].dtype.check(kind) or str(kind) == str(declared[column].dtype)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"source_id": ["i1", SECRET, SECRET]}, "row 4, source_id: stands twice"),
        ({"source_id": ["i1", "i2", None]}, "row 4, source_id: blank, but must be given"),
        ({"n_people": [1, 1, 0]}, "row 4, n_people: below 1"),
        ({"n_people": [1, 1, None]}, "row 4, n_people: blank, but must be given"),
        ({"n_people": [1, 1, 2.5]}, f"row 4, n_people: {OTHER_KIND}"),
        ({"n_people": ["1", "1", SECRET]}, f"row 4, n_people: {OTHER_KIND}"),
        ({"date": ["2024-05-02", None, "2024-05-02"]}, "row 3, date: blank, but must be given"),
        ({"date": ["2024-05-02", SECRET, "2024-05-02"]}, f"row 3, date: {OTHER_KIND}"),
        ({"state": [SECRET] * 3}, "row 3, state: not on the list (study.yaml: states)"),
        ({"kind": [SECRET] * 3}, "row 3, kind: not on the list (interview, focus_group)"),
    ],
)  # fmt: skip
def test_a_cell_is_refused_by_row_column_and_rule_and_never_quoted(changed, fault, study):
    told = faults(schema.checked, "interviews", interviews(**changed), study)
    assert fault in told
    assert SECRET not in " ".join(told)
    assert len([line for line in told if line.startswith("row")]) == len(told)


@pytest.mark.parametrize("answer", ["true", SECRET, 2])
@pytest.mark.parametrize("column", ["is_expected", "is_sustained"])
def test_what_is_no_yes_or_no_is_not_taken_for_one(column, answer, study):
    told = faults(schema.checked, "changes", changes(**{column: [True, answer]}), study)
    assert f"row 3, {column}: {OTHER_KIND}" in told


@pytest.mark.parametrize("blank", [None, float("nan"), pd.NA])
def test_a_blank_yes_or_no_is_refused_where_it_must_be_given_and_stays_blank_elsewhere(
    blank, study
):
    told = faults(schema.checked, "changes", changes(is_expected=[True, blank]), study)
    assert told == ["row 3, is_expected: blank, but must be given"]
    checked = schema.checked("changes", changes(is_sustained=[False, blank]), study)
    assert checked["is_sustained"].isna().tolist() == [False, True]


def test_bounds_are_told_as_they_are_declared(study):
    table = frame("""
        project_id  state   indicator_id  period   baseline  target  actual  n_baseline  n_actual
        p1          XX-ARB  i1            2024S1   1.2       -0.1    .       1           0.5
        p1          XX-ARB  i1            2024-S1  1         0       .       1           1
    """).assign(target_first=0.5, is_baseline_late=False, is_double_counted=False)
    assert faults(schema.checked, "monitoring", table, study) == [
        "row 0, baseline: above 1",
        "row 0, n_actual: below 1",
        "row 0, target: below 0",
        "row 1, period: not written as declared (Half-year reported on, as 2024S1.)",
    ]


def test_a_key_of_several_columns_that_stands_twice_is_refused_at_its_second_row(study):
    asked = frame("""
        source_id  domain
        i1         justice
        i1         advocacy
        i1         justice
    """)
    told = faults(schema.checked, "asked", asked, study)
    assert told == ["row 2: stands twice: source_id, domain"]


def test_rows_that_bear_the_same_number_are_checked_too(study):
    asked = frame("""
        source_id  domain
        i1         justice
        i1         justice
        i1         peace
    """).set_axis([5, 5, 5])
    assert faults(schema.checked, "asked", asked, study) == [
        "row 5: stands twice: source_id, domain",
        "row 5, domain: not on the list (study.yaml: domains)",
    ]


def test_columns_missing_and_unknown_are_refused_before_anything_else(study):
    table = interviews(n_people="x").drop(columns="state").assign(mood="good")
    assert faults(schema.checked, "interviews", table, study) == [
        "mood: column not declared", "state: column missing",
    ]  # fmt: skip


# References


def test_references_to_no_row_are_counted_and_blanks_are_none():
    tables = {
        "codes": pd.DataFrame({"code_id": ["a", "b"], "parent_id": [None, SECRET]}),
        "codings": pd.DataFrame({"segment_id": ["s1"], "code_id": ["a"]}),
    }
    wanted = {"codes": "codebook.csv"}
    rule = "1 of 1 refer to no row of codebook.csv"
    assert schema.stray_references({"codes": tables["codes"]}, wanted) == [
        Fault("codebook.csv", rule, column="parent_id")
    ]


def test_a_table_that_is_not_given_is_not_checked_against():
    asked = pd.DataFrame({"source_id": ["nobody"], "domain": ["justice"]})
    assert schema.stray_references({"asked": asked}, {}) == []


def test_every_reference_names_a_declared_column():
    references = schema.dictionary()["refers"]
    for table, _, column in (
        references[references.ne("")].str.partition(".").itertuples(index=False)
    ):
        assert column in schema.about(table)


# The data dictionary


def test_the_dictionary_has_one_described_row_per_table_and_column():
    dictionary = schema.dictionary()
    assert dictionary.groupby("table", sort=False)["column"].apply(list).to_dict() == {
        name: list(schema.about(name)) for name in schema.TABLES
    }
    assert dictionary["description"].str.endswith(".").all()
    assert dictionary["grain"].str.startswith("One row per ").all()


def test_every_table_has_a_key_and_every_share_its_unit():
    dictionary = schema.dictionary()
    assert dictionary.groupby("table")["key"].any().all()
    shares = dictionary[dictionary["column"].str.endswith("_share")]
    assert shares["unit"].eq("share").all()


def test_what_tells_of_a_person_is_marked_confidential():
    told = schema.dictionary().set_index(["table", "column"])["confidential"]
    for table, column in [
        ("participants", "person_id"), ("segments", "text"), ("accounts", "significance"),
        ("accounts", "story"), ("selections", "choice_reason"), ("selections", "dissent"),
        ("rubric_scores", "rater_id"),
        ("validation", "respondent_id"), ("validation", "comment"), ("interviews", "date"),
        ("institution_answers", "respondent_id"), ("validation_priorities", "respondent_id"),
        ("cases", "case_name"), ("case_attributes", "case_name"),
        ("case_attributes", "attribute_value"),
    ]:  # fmt: skip
        assert told[table, column]
