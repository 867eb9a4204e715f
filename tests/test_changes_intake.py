"""Accounts, changes and contributions: what is read, and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import changes
from raw_study import faults, texts

ACCOUNT = {
    "account_id": "A1", "source_id": "E001", "domain": "justice", "state": "XX-ARB",
    "significance": None, "date": "2024-06-01", "collector_id": "K1",
}  # fmt: skip
CHANGE = {
    "change_id": "C01", "title_es": "Uno", "title_en": "One", "domain": "justice",
    "outcome_type": "policies", "is_expected": "true", "is_positive": "FALSE",
    "date": "2024-06-01", "is_sustained": None, "evidence": None,
}  # fmt: skip
CONTRIBUTION = {
    "contribution_id": "K1", "change_id": "C01", "project_id": "P01", "other_actor": None,
    "role": "Taught.", "rival_explanation": None,
}  # fmt: skip
PROJECTS = pd.DataFrame({"project_id": ["P01"], "start": [pd.Timestamp("2024-06-01")]})


@pytest.fixture
def clean(tmp_path):
    """``clean(accounts=[{...}], ...)``: the tables of files whose rows differ so from the above."""
    study = raw_study.exland(tmp_path)

    def cleaned(accounts=({},), made=({},), links=({},), credits=({},), used=("E001",), aside=()):
        link = {"change_id": "C01", "account_id": "A1"}
        raw = {
            "accounts": texts(*(ACCOUNT | row for row in accounts)),
            "changes": texts(*(CHANGE | row for row in made)),
            "change_accounts": texts(*(link | row for row in links)),
            "change_priorities": texts({"change_id": "C01", "priority": "courts"}),
            "contributions": texts(*(CONTRIBUTION | row for row in credits)),
        }
        heard, set_aside = (
            pd.DataFrame({"source_id": list(s)}, dtype="str") for s in (used, aside)
        )
        return changes.clean(raw, heard, set_aside, PROJECTS, study)

    return cleaned


def test_yes_and_no_are_read_and_a_blank_is_neither(clean):
    change = clean(made=[{}, {"change_id": "C02", "is_sustained": "true"}])["changes"]
    assert change[["is_expected", "is_positive"]].to_numpy().tolist() == [[True, False]] * 2
    assert change["is_sustained"].isna().tolist() == [True, False]


@pytest.mark.parametrize("column", ["is_expected", "is_positive"])
def test_a_blank_yes_or_no_is_refused_and_not_taken_for_either(column, clean):
    told = faults(lambda: clean(made=[{}, {"change_id": "C02", column: None}]))
    assert told == [f"row 3, {column}: blank, but must be given"]


@pytest.mark.parametrize(
    ("part", "row", "fault"),
    [
        ("made", {"is_sustained": "maybe"}, "is_sustained: not on the list (true, false)"),
        ("made", {"date": "soon"}, "date: not a date such as 2024-03-01 or 01/03/2024"),
        ("made", {"domain": "peace"}, "domain: not on the list (study.yaml: domains)"),
        ("accounts", {"state": "Zarboria"}, "state: not on the list (study.yaml: states)"),
        ("accounts", {"source_id": None}, "source_id: blank, but must be given"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_row_and_column(part, row, fault, clean):
    assert faults(lambda: clean(**{part: [row]})) == [f"row 2, {fault}"]


def test_a_change_that_stands_twice_is_refused(clean):
    assert faults(lambda: clean(made=[{}, {}])) == ["row 3, change_id: stands twice"]


def test_an_account_of_a_source_that_is_not_in_the_register_is_refused(clean):
    told = faults(lambda: clean(accounts=[{}, {"account_id": "A2", "source_id": "Ana"}]))
    rule = "its source is not in the register, so its consent is not known"
    assert told == [f"row 3, source_id: {rule}"]


def test_the_accounts_of_a_withdrawn_source_and_their_links_go_no_further(clean):
    parts = {
        "accounts": [{}, {"account_id": "A2", "source_id": "E002"}],
        "links": [{}, {"account_id": "A2"}],
    }
    before = clean(**parts, used=["E001", "E002"])
    after = clean(**parts, aside=["E002"])
    for name in ("accounts", "change_accounts"):
        assert (before[name]["account_id"].tolist(), after[name]["account_id"].tolist()) == (
            ["A1", "A2"], ["A1"],
        )  # fmt: skip


def test_a_change_may_be_dated_on_the_first_day_of_a_project_and_no_day_earlier(clean):
    assert len(clean()["contributions"]) == 1
    assert faults(lambda: clean(made=[{"date": "2024-05-31"}])) == [
        "row 2, project_id: the change is dated before the project credited with it began"
    ]


def test_another_actor_may_have_come_before_the_change_or_after_it(clean):
    other = {"project_id": None, "other_actor": "A court"}
    assert len(clean(made=[{"date": "2010-01-01"}], credits=[other])["contributions"]) == 1


def test_references_to_no_row_are_counted_by_file_and_column_not_quoted(clean):
    told = faults(lambda: clean(links=[{}, {"account_id": "Ana"}], credits=[{"change_id": "Ana"}]))
    assert [fault.rsplit("/", 1)[-1] for fault in told] == ["accounts.csv", "changes.csv"]
    assert [fault.split(" of ")[0] for fault in told] == [
        "account_id: 1", "change_id: 1",
    ]  # fmt: skip


def test_every_missing_file_is_named(tmp_path):
    assert faults(changes.read, raw_study.exland(tmp_path)) == ["no such file"] * 5
