"""Which stories go on, whose they are, whether a kind is favored, and why they were chosen."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods import selection, technique
from analysis.vocabulary import DIRECTIONS, VERIFIED
from frame import frame

ACCOUNTS = frame("""
    account_id  source_id  direction  domain
    a1          i1         improved   justice
    a2          i1         worsened   .
    a3          i2         improved   justice
    a4          g1         no_change  justice
    a5          g1         improved   justice
""")
INTERVIEWS = frame("""
    source_id  group   n_people  state
    i1         unions  1         XX-ARB
    i2         judges  2         XX-BEL
    g1         unions  8         XX-BEL
""")
PARTICIPANTS = frame("""
    source_id  person_id  sex
    i1         p1         female
    i2         p2         male
    i2         p3         male
    g1         p4         male
    g1         p5         not_said
""")
STORIES = selection.stories(ACCOUNTS, INTERVIEWS, PARTICIPANTS, smallest_cell=10)
SELECTIONS = frame("""
    level    round  account_id  is_chosen
    valley   1      a1          True
    valley   1      a2          False
    valley   1      a3          True
    valley   1      a4          False
    country  1      a1          True
    country  1      a3          False
""")
LEVELS = ["valley", "country"]


def steps(selections=SELECTIONS, **by):
    return selection.steps(STORIES, selections, LEVELS, by)


def test_stories_are_counted_from_told_to_the_last_level():
    assert steps().to_numpy().tolist() == [
        ["told", 11, 5, 4, 0.8], ["valley", 11, 4, 2, 0.5], ["country", 3, 2, 1, 0.5],
    ]  # fmt: skip


def test_by_group_the_people_of_a_source_count_once_however_many_stories_it_tells():
    found = steps(group=["unions", "judges"]).set_index(["step", "group"])
    assert found.loc[("told", "unions")].tolist() == [9, 4, 3, 0.75]
    assert found.loc[("country", "judges")].tolist() == [2, 1, 0, 0]


def test_a_step_that_no_story_reached_is_a_zero_without_a_share():
    found = steps(direction=DIRECTIONS).set_index(["step", "direction"])
    assert found["n_stories"].to_dict() == {
        ("told", "improved"): 3, ("told", "no_change"): 1, ("told", "worsened"): 1,
        ("valley", "improved"): 2, ("valley", "no_change"): 1, ("valley", "worsened"): 1,
        ("country", "improved"): 2, ("country", "no_change"): 0, ("country", "worsened"): 0,
    }  # fmt: skip
    assert found["passed_share"].isna().sum() == 2
    assert found.loc[("country", "worsened"), ["n_people", "n_passed"]].tolist() == [0, 0]


def test_a_story_in_two_rounds_counts_once_and_as_chosen_if_one_chose_it():
    again = frame("""
        level   round  account_id  is_chosen
        valley  1      a1          False
        valley  2      a1          True
    """)
    assert steps(again).query("step == 'valley'").to_numpy().tolist() == [["valley", 1, 1, 1, 1.0]]


def test_without_any_selection_every_story_is_only_told():
    assert steps(SELECTIONS.head(0))["n_stories"].tolist() == [5, 0, 0]
    assert steps(SELECTIONS.head(0))["n_passed"].tolist() == [0, 0, 0]


def test_a_story_carries_who_told_it_and_the_class_of_its_state_but_not_the_state():
    assert STORIES[["account_id", "domain", "group", "sex", "heard", "n_people"]].to_numpy(
    ).tolist() == [
        ["a1", "justice", "unions", "female", "under 10", 1],
        ["a2", "any_other", "unions", "female", "under 10", 1],
        ["a3", "justice", "judges", "male", "10 to 19", 2],
        ["a4", "justice", "unions", "mixed", "10 to 19", 8],
        ["a5", "justice", "unions", "mixed", "10 to 19", 8],
    ]  # fmt: skip
    assert "state" not in STORIES


def test_a_source_whose_people_are_not_listed_is_of_mixed_sex():
    told = selection.stories(ACCOUNTS, INTERVIEWS, PARTICIPANTS.head(0), smallest_cell=10)
    assert set(told["sex"]) == {"mixed"}


# Two panels of the first level; each row a panel: chosen and not of unions, of judges.
PANELS = {"x": (3, 1, 1, 3), "y": (2, 0, 1, 3)}


def judged(panels: dict = PANELS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stories of one source each, and their selection in one round of one level."""
    rows = [
        (panel, group, is_chosen)
        for panel, counts in panels.items()
        for n, (group, is_chosen) in zip(
            counts, [(g, c) for g in ("unions", "judges") for c in (True, False)], strict=True
        )
        for _ in range(n)
    ]
    table = pd.DataFrame(rows, columns=["panel", "group", "is_chosen"])
    table["account_id"] = table["source_id"] = [f"s{n}" for n in range(len(table))]
    stories = table[["account_id", "source_id", "group"]].assign(n_people=2)
    selections = table[["panel", "account_id", "is_chosen"]].assign(level="valley", round=1)
    return stories, selections


def test_favor_is_tested_within_each_panel_as_drawn_without_regard_to_the_kind():
    found = selection.favored(*judged(), ["valley"], {"group": ["unions", "judges"]})
    assert found[["n_people", "n_stories", "n_passed"]].to_numpy().tolist() == [
        [12, 6, 5], [16, 8, 2],
    ]  # fmt: skip
    # By hand: in x 4 of 8 are drawn, 4 are of unions; in y 3 of 6, 2 of unions. Chances of 0 to 4
    # and 0 to 2: (1, 16, 36, 16, 1)/70 and (4, 12, 4)/20. Of five or six unions together:
    of_five, of_six = (16 * 4 + 1 * 12) / 1400, 1 * 4 / 1400
    assert found["p_value"].tolist() == pytest.approx([2 * (of_five + of_six)] * 2)
    # (3*3/8 + 2*3/6) / (1*1/8 + 0)
    assert found["odds_ratio"].tolist() == pytest.approx([17, 1 / 17])


def test_the_q_value_is_adjusted_over_the_levels_and_kinds_of_its_question_only():
    stories, selections = judged()
    stories = stories.assign(sex=["female", "male"] * 7)
    kinds = {"group": ["unions", "judges"], "sex": ["female"]}
    found = selection.favored(stories, selections, ["valley", "country"], kinds)
    of_group = found[found["question"].eq("group") & found["step"].eq("valley")]
    # Two tests with one p-value: adjusted by 2/2.
    assert of_group["q_value"].tolist() == pytest.approx(of_group["p_value"].tolist())
    of_sex = found[found["question"].eq("sex") & found["step"].eq("valley")]
    assert of_sex["q_value"].tolist() == of_sex["p_value"].tolist()


def test_a_level_that_saw_nothing_or_chose_all_favors_nobody_and_says_nothing():
    stories, selections = judged()
    chosen = selections.assign(is_chosen=True)
    found = selection.favored(stories, chosen, ["valley", "country"], {"group": ["unions"]})
    assert found["n_stories"].tolist() == [6, 0]
    assert found[["odds_ratio", "p_value", "q_value"]].isna().all(axis=None)


def test_two_rounds_of_a_panel_are_two_strata():
    stories, selections = judged({"x": (3, 1, 1, 3)})
    again = selections.assign(round=[1, 2] * 4)
    one = selection.favored(stories, selections, ["valley"], {"group": ["unions"]})
    two = selection.favored(stories, again, ["valley"], {"group": ["unions"]})
    assert one["p_value"].item() == pytest.approx(34 / 70)
    assert two["p_value"].item() != pytest.approx(34 / 70)


def test_favor_does_not_depend_on_the_order_of_rows_or_the_names_of_panels():
    stories, selections = judged()
    turned = selections.sample(frac=1, random_state=3).assign(
        panel=lambda t: t["panel"].map({"x": "z", "y": "a"})
    )
    kinds = {"group": ["unions", "judges"]}
    found = selection.favored(stories.iloc[::-1], turned, ["valley"], kinds)
    expected = selection.favored(stories, selections, ["valley"], kinds)
    pd.testing.assert_frame_equal(found, expected)


def test_reasons_are_shares_of_what_a_level_chose():
    reasoned = SELECTIONS.assign(criterion=["reach", None, "depth", None, "reach", None])
    found = selection.reasons(STORIES, reasoned, LEVELS, ["reach", "depth"])
    assert found.to_numpy().tolist() == [
        ["valley", "reach", 1, 1, 0.5], ["valley", "depth", 2, 1, 0.5],
        ["country", "reach", 1, 1, 1.0], ["country", "depth", 0, 0, 0.0],
    ]  # fmt: skip
    none = selection.reasons(STORIES, reasoned.head(0), LEVELS, ["reach"])
    assert none["reason_share"].isna().all()


def test_the_steps_of_the_technique_are_counted():
    accounts = ACCOUNTS.assign(
        story="It changed.", significance=["So.", None, None, "So.", "So."],
        collector_id=["k1", "k1", "k1", "k2", "k2"],
        date=pd.to_datetime(["2024-03-01", "2024-03-01", "2024-03-05", "2024-03-10", "2024-03-10"]),
    )  # fmt: skip
    selections = SELECTIONS.assign(
        date=pd.Timestamp("2024-03-11"), panel=["x", "x", "y", "y", "z", "z"],
        dissent=[None, "No.", None, None, None, None],
    )  # fmt: skip
    verified = frame("""
        account_id  outcome
        a1          confirmed
        a3          not_confirmed
        a4          not_possible
    """)
    links = frame("""
        change_id  account_id
        c1         a1
        c2         a1
        c2         a5
    """)
    shown = pd.DataFrame({"respondent_id": ["r1", "r1", "r2"]})
    found = technique.technique(STORIES, accounts, selections, verified, links, shown, LEVELS)
    rows = found.set_index("measure")
    assert rows[["n", "n_of"]].T.to_dict("list") == {
        "open": [1, 5], "filled_story": [5, 5], "filled_significance": [3, 5],
        "collectors": [2, pytest.approx(np.nan, nan_ok=True)], "by_one_collector": [3, 5],
        "days_collecting": [10, pytest.approx(np.nan, nan_ok=True)],
        "panels": [3, pytest.approx(np.nan, nan_ok=True)],
        # From the story to the panel: 10, 10, 6, 1, 10 and 6 days.
        "days_to_panel": [8, pytest.approx(np.nan, nan_ok=True)],
        "dissent": [1, 4], "verified_of_chosen": [1, 1], "behind_changes": [2, 5],
        "fed_back": [2, pytest.approx(np.nan, nan_ok=True)],
    }  # fmt: skip
    assert rows.loc["filled_significance", "n_people"] == 9
    assert rows.loc["panels", "n_people"] == 11
    outcomes = technique.verified(STORIES, verified).set_index("outcome")["n_stories"]
    assert outcomes.to_dict() == dict.fromkeys(VERIFIED, 1) | {"in_part": 0}
