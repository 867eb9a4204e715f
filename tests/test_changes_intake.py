"""Accounts, changes and contributions: what is read, and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.intake import changes
from raw_study import faults, texts

ACCOUNT = {
    "account_id": "A1", "source_id": "E001", "domain": "justice", "state": "XX-ARB",
    "direction": "improved", "story": None, "significance": None,
    "date": "2024-06-01", "collector_id": "K1",
}  # fmt: skip
CHANGE = {
    "change_id": "C01", "title_es": "Uno", "title_en": "One", "domain": "justice",
    "outcome_type": "policies", "is_expected": "true", "is_positive": "FALSE",
    "date": "2024-06-01", "is_sustained": None, "evidence": None,
}  # fmt: skip
CONTRIBUTION = {
    "contribution_id": "K1", "change_id": "C01", "project_id": "P01", "other_actor": None,
    "role": "Taught.", "rival_explanation": None, "is_needed": "true",
}  # fmt: skip
CHOSEN = {
    "level": "valley", "round": "1", "panel": "V1", "date": "2024-07-01", "account_id": "A1",
    "is_chosen": "true", "criterion": "reach", "choice_reason": "Many.", "dissent": None,
}  # fmt: skip
HIGHER = {"level": "country", "panel": "C1"}
CHECKED = {
    "account_id": "A1", "way": "visit", "date": "2024-06-02", "verifier_id": "V1",
    "outcome": "confirmed", "remark": None,
}  # fmt: skip
ITEM = {"change_id": "C01", "kind": "document", "item": "Minutes", "bearing": "supports"}
SCORE = {
    "contribution_id": "K1", "criterion": "uniqueness", "rater_id": "T1", "rating": "middling",
}  # fmt: skip
LESSON = {
    "lesson_id": "L1", "lesson_type": "caution", "text_en": "Slow.", "text_es": "Lento.",
    "conditions_en": None, "conditions_es": None, "counter_example_en": None,
    "counter_example_es": None,
}  # fmt: skip
PROJECTS = pd.DataFrame({"project_id": ["P01"], "start": [pd.Timestamp("2024-06-01")]})


@pytest.fixture
def clean(tmp_path):
    """``clean(accounts=[{...}], ...)``: the tables of files whose rows differ so from the above."""
    study = raw_study.exland(tmp_path)

    def cleaned(
        accounts=({},), made=({},), links=({},), credits=({},), selected=({},), scores=({},),
        lessons=({},), verified=({},), items=({},), used=("E001",), aside=(),
    ):  # fmt: skip
        link = {"change_id": "C01", "account_id": "A1"}
        raw = {
            "accounts": texts(*(ACCOUNT | row for row in accounts)),
            "changes": texts(*(CHANGE | row for row in made)),
            "change_accounts": texts(*(link | row for row in links)),
            "change_priorities": texts({"change_id": "C01", "priority": "courts"}),
            "contributions": texts(*(CONTRIBUTION | row for row in credits)),
            "selections": texts(*(CHOSEN | row for row in selected)),
            "verifications": texts(*(CHECKED | row for row in verified)),
            "change_evidence": texts(*(ITEM | row for row in items)),
            "rubric_scores": texts(*(SCORE | row for row in scores)),
            "lessons": texts(*(LESSON | row for row in lessons)),
            "lesson_changes": texts({"lesson_id": "L1", "change_id": "C01"}),
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
        "selected": [{}, {"account_id": "A2"}],
        "verified": [{}, {"account_id": "A2"}],
    }
    before = clean(**parts, used=["E001", "E002"])
    after = clean(**parts, aside=["E002"])
    for name in ("accounts", "change_accounts", "selections", "verifications"):
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
    assert faults(changes.read, raw_study.exland(tmp_path)) == ["no such file"] * 11


# Selection


def test_a_story_goes_on_to_the_next_level_of_its_round(clean):
    chosen = clean(selected=[{}, HIGHER | {"is_chosen": "false", "choice_reason": None}])
    assert chosen["selections"][["level", "round", "is_chosen"]].to_numpy().tolist() == [
        ["country", 1, False], ["valley", 1, True],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "below",
    [
        {"is_chosen": "false"}, {"round": "2"}, {"account_id": "A2"}, {"level": None},
        {"is_chosen": None},
    ],
)  # fmt: skip
def test_a_story_at_a_level_it_never_reached_is_refused(below, clean):
    accounts = [{}, {"account_id": "A2"}]
    told = faults(lambda: clean(accounts=accounts, selected=[below, HIGHER]))
    assert "row 3, level: the story was not chosen at the level below in this round" in told


def test_a_choice_without_its_reason_or_criterion_is_refused(clean):
    row = {"choice_reason": None, "criterion": None}
    assert faults(lambda: clean(selected=[row])) == [
        "row 2, choice_reason: chosen, so it must be given",
        "row 2, criterion: chosen, so it must be given",
    ]
    assert len(clean(selected=[row | {"is_chosen": "false"}])["selections"]) == 1


def test_a_story_stands_once_at_a_level_and_round(clean):
    assert faults(lambda: clean(selected=[{}, {"panel": "V2"}])) == [
        "row 3: stands twice: level, round, account_id"
    ]
    assert len(clean(selected=[{}, {"round": "2"}])["selections"]) == 2


@pytest.mark.parametrize(
    ("part", "row", "fault"),
    [
        ("selected", {"account_id": "Ana"}, "account_id: 1 of 1 refer to no row of"),
        ("selected", {"round": "0"}, "row 2, round: below 1"),
        ("selected", {"round": "first"}, "row 2, round: not a whole number"),
        ("selected", {"level": "moon"}, "row 2, level: not on the list (study.yaml: selection_l"),
        ("selected", {"criterion": "luck"}, "row 2, criterion: not on the list (study.yaml: sele"),
        ("selected", {"is_chosen": None}, "row 2, is_chosen: blank, but must be given"),
        ("scores", {"contribution_id": "K9"}, "contribution_id: 1 of 1 refer to no row of"),
        ("scores", {"rating": "5"}, "row 2, rating: not on the list (study.yaml: rubric_levels)"),
        ("scores", {"criterion": "luck"}, "row 2, criterion: not on the list (study.yaml: rubr"),
        ("scores", {"rater_id": None}, "row 2, rater_id: blank, but must be given"),
        ("lessons", {"lesson_type": "hint"}, "row 2, lesson_type: not on the list (best_practice"),
        ("lessons", {"text_en": None}, "row 2, text_en: blank, but must be given"),
        ("credits", {"is_needed": "perhaps"}, "row 2, is_needed: not on the list (true, false)"),
        ("verified", {"account_id": "Ana"}, "account_id: 1 of 1 refer to no row of"),
        ("verified", {"outcome": "true"}, "row 2, outcome: not on the list (confirmed, in_part"),
        ("verified", {"verifier_id": None}, "row 2, verifier_id: blank, but must be given"),
        ("items", {"bearing": "both"}, "row 2, bearing: not on the list (supports, contradicts)"),
        ("items", {"kind": "rumor"}, "row 2, kind: not on the list (indicator, document)"),
        ("accounts", {"direction": "good"}, "row 2, direction: not on the list (improved, no_c"),
    ],
)  # fmt: skip
def test_what_a_panel_or_rater_may_not_say_is_refused_without_a_value(part, row, fault, clean):
    told = faults(lambda: clean(**{part: [row]}))
    assert [line for line in told if line.startswith(fault)]
    assert not any(str(value) in line for value in row.values() for line in told if value == "Ana")


def test_a_rater_rates_a_criterion_of_a_contribution_once(clean):
    assert faults(lambda: clean(scores=[{}, {"rating": "high"}])) == [
        "row 3: stands twice: contribution_id, criterion, rater_id"
    ]


def test_nothing_is_done_with_a_story_before_it_was_told(clean):
    same_day = [{"date": "2024-06-01"}]
    assert len(clean(selected=same_day, verified=same_day)["selections"]) == 1
    early = [{"date": "2024-05-31"}]
    rule = "row 2, date: before the story was collected"
    assert faults(lambda: clean(selected=early, verified=early)) == [rule, rule]


def test_a_day_that_nobody_wrote_down_is_no_day_before(clean):
    undated = [{"date": None}]
    tables = clean(selected=undated, verified=undated)
    assert tables["selections"]["date"].isna().all()
    assert tables["verifications"]["date"].isna().all()


def test_whether_a_contribution_was_needed_may_be_left_open(clean):
    credits = [{}, {"contribution_id": "K2", "is_needed": None},
               {"contribution_id": "K3", "is_needed": "false"}]  # fmt: skip
    found = clean(credits=credits)["contributions"]["is_needed"]
    assert found.isna().tolist() == [False, True, False]
    assert found.dropna().tolist() == [True, False]


def test_a_story_is_verified_once_and_an_item_bears_once_on_a_change(clean):
    assert faults(lambda: clean(verified=[{}, {}])) == ["row 3, account_id: stands twice"]
    assert faults(lambda: clean(items=[{}, {}])) == ["row 3: stands twice: change_id, kind, item"]
