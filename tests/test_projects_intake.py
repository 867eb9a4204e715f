"""The projects and the register of what they measure: what is kept and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import projects
from analysis.schema import about
from raw_study import faults, texts

PROJECT = {
    "project_id": "P01", "name": "Proyecto uno", "approach": "workshop", "start": "2022-01-01",
    "end": "2024-12-31",
}  # fmt: skip
INDICATOR = dict.fromkeys(about("indicators"), "said") | {
    "indicator_id": "trained", "domain": "justice", "direction": "higher_better",
    "role": "outcome", "proxy_distance": "near", "grade": "strong",
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(projects=[{...}], ...)``: the tables of files whose rows differ so from the above."""

    def cleaned(made=({},), domains=({},), states=({},), registered=({},), weights=()):
        domain = {"project_id": "P01", "domain": "justice"}
        state = {"project_id": "P01", "state": "XX-ARB"}
        raw = {
            "projects": texts(*(PROJECT | row for row in made)),
            "project_domains": texts(*(domain | row for row in domains)),
            "project_states": texts(*(state | row for row in states)),
            "indicators": texts(*(INDICATOR | row for row in registered)),
            "indicator_weights": texts(*weights).reindex(columns=["indicator_id", "weight"]),
        }
        return projects.clean(raw, study)

    return cleaned


def test_the_dates_of_a_project_are_days(clean):
    assert clean()["projects"]["start"].tolist() == [pd.Timestamp("2022-01-01")]


@pytest.mark.parametrize(
    ("part", "row", "fault"),
    [
        ("made", {"end": "2021-12-31"}, "row 2, end: ends before it starts"),
        ("made", {"start": "soon"}, "row 2, start: not a date such as 2024-03-01 or 01/03/2024"),
        (
            "made",
            {"approach": "magic"},
            "row 2, approach: not on the list (study.yaml: approaches)",
        ),
        ("states", {"state": "XX-DUN"}, "row 2, state: not on the list (study.yaml: states)"),
        ("registered", {"grade": "fair"}, "row 2, grade: not on the list (strong, moderate, weak)"),
        ("registered", {"licence": None}, "row 2, licence: blank, but must be given"),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused(part, row, fault, clean):
    assert faults(lambda: clean(**{part: [row]})) == [fault]


def test_a_domain_of_no_project_is_refused_and_the_project_not_quoted(clean):
    (told,) = faults(lambda: clean(domains=[{}, {"project_id": "Ana"}]))
    assert told.startswith("project_id: 1 of 2 refer to no row of ")
    assert told.endswith("raw/projects/projects.csv")


def test_an_outcome_without_a_declared_weight_has_one_and_context_has_none(clean):
    registered = ({}, {"indicator_id": "told"}, {"indicator_id": "beside", "role": "context"})
    weights = clean(registered=registered, weights=[{"indicator_id": "told", "weight": "2.5"}])
    found = weights["indicator_weights"]
    assert found.values.tolist() == [["told", 2.5], ["trained", 1.0]]


@pytest.mark.parametrize(
    ("weight", "fault"),
    [
        ({"indicator_id": "trained", "weight": "0"}, "row 2, weight: not above 0"),
        ({"indicator_id": "trained", "weight": "much"}, "row 2, weight: not a number"),
        ({"indicator_id": "odd", "weight": "1"}, "indicator_id: 1 of 1 refer to no row of "),
    ],
)
def test_a_weight_of_nothing_or_of_no_indicator_is_refused(weight, fault, clean):
    (told,) = faults(lambda: clean(weights=[weight]))
    assert told.startswith(fault)


def test_every_missing_file_is_named(study):
    assert faults(projects.read, study) == ["no such file"] * 4
