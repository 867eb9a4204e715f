"""What was contributed: ratings counted and never averaged, how far it is claimed, dates."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods import contribution, network, rubric
from analysis.settings import ClaimRule
from frame import frame

LEVELS = ["low", "middling", "high"]
CREDITS = frame("""
    contribution_id  change_id  project_id
    b1               c1         p1
    b2               c1         p2
    b3               c2         p1
    b4               c3         .
    b5               c4         p3
""")
SCORES = frame("""
    contribution_id  criterion     rater_id  rating
    b1               plausibility  t1        high
    b1               plausibility  t2        low
    b1               uniqueness    t1        middling
    b1               uniqueness    t2        middling
    b2               plausibility  t1        high
    b2               plausibility  t2        middling
""")
PROJECTS = frame("""
    project_id  approach  start
    p1          tailored  2023-01-01
    p2          workshop  2023-06-01
    p3          tailored  2022-01-01
""").astype({"start": "datetime64[ns]"})
CHANGES = frame("""
    change_id  date        is_sustained
    c1         2023-05-02  True
    c2         2023-01-01  False
    c3         2001-01-01  True
    c4         2023-01-01  .
""").astype({"date": "datetime64[ns]", "is_sustained": "boolean"})


def test_ratings_are_counted_by_criterion_with_a_zero_where_never_given():
    found = rubric.ratings(SCORES, ["plausibility", "uniqueness"], LEVELS)
    assert found["n_ratings"].tolist() == [1, 1, 2, 0, 2, 0]


def test_a_contribution_is_as_strong_as_its_weakest_rating_and_unrated_is_blank():
    found = rubric.weakest(CREDITS, SCORES, LEVELS).set_index("contribution_id")
    assert found.loc["b1"].tolist() == ["low", 4, 2]
    assert found.loc["b2"].tolist() == ["middling", 2, 2]
    assert pd.isna(found.loc["b3", "weakest"])
    assert found.loc["b3", ["n_ratings", "n_raters"]].tolist() == [0, 0]


def test_the_levels_below_the_middle_are_two_of_five_two_of_four_and_one_of_three():
    assert [len(rubric.low_levels("abcde"[:n])) for n in (5, 4, 3, 2)] == [2, 2, 1, 1]
    assert rubric.low_levels(LEVELS) == ["low"]


def test_two_ratings_of_one_contribution_and_criterion_are_a_pair():
    found = alike(SCORES).set_index("criterion")
    counts = found[["n_pairs", "n_alike", "n_near"]]
    assert counts.to_dict("index") == {
        "plausibility": {"n_pairs": 2, "n_alike": 0, "n_near": 1},
        "uniqueness": {"n_pairs": 1, "n_alike": 1, "n_near": 1},
        "all": {"n_pairs": 3, "n_alike": 1, "n_near": 2},
    }  # fmt: skip


def alike(scores: pd.DataFrame) -> pd.DataFrame:
    criteria = ["plausibility", "uniqueness"]
    return rubric.rated_alike(scores, criteria, LEVELS, np.random.default_rng(1))


def test_agreement_of_ordinal_ratings_is_that_of_krippendorff_and_of_cohen():
    """Alpha against its ordinal definition by hand; kappa against Cohen 1968, worked by hand."""
    given = [("high", "high"), ("high", "middling"), ("low", "low"), ("middling", "middling")]
    rows = [
        (f"b{n}", "plausibility", rater, rating)
        for n, pair in enumerate(given) for rater, rating in zip(("t1", "t2"), pair, strict=True)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["contribution_id", "criterion", "rater_id", "rating"])
    row = alike(table).iloc[-1]
    # Values: 2 low, 3 middling, 3 high, so ranks 1, 3.5, 6.5. One pair lies 3 apart, both ways.
    observed = 2 * 3**2
    expected = 2 * (2 * 3 * 2.5**2 + 2 * 3 * 5.5**2 + 3 * 3 * 3**2) / 7
    assert row["alpha"] == pytest.approx(1 - observed / expected)
    # Of four pairs one a step apart: 1 - 1/4 of a weight of 3/4 short. By chance: shares of the
    # raters (1, 1, 2)/4 and (1, 2, 1)/4, of which (1*2 + 1*1 + 2*2 + 1*1)/16 are a step apart and
    # (1*1 + 2*1)/16 two steps.
    disagreed, by_chance = 0.25 / 4, (0.25 * 8 + 1 * 3) / 16
    assert row["kappa"] == pytest.approx(1 - disagreed / by_chance)


def test_one_rater_makes_no_pair_and_has_no_agreement():
    alone = alike(SCORES[SCORES["rater_id"].eq("t1")])
    assert alone["n_pairs"].tolist() == [0, 0, 0]
    assert alone[["alpha", "lower", "kappa"]].isna().all(axis=None)
    assert alone["undefined"].notna().all()


RULES = (
    ClaimRule(id="probable", en="P", es="P", lowest="middling", middle="high", allows_rival=False),
    ClaimRule(id="plausible", en="Q", es="Q", middle="middling"),
    ClaimRule(id="suggestive", en="S", es="S"),
)


@pytest.mark.parametrize(
    ("given", "rival", "claim"),
    [
        (["middling", "high"], None, "plausible"),  # half of two reach high; the middle is lower
        (["middling", "high", "high"], None, "probable"),
        (["middling", "high", "high"], "Rain.", "plausible"),
        (["low", "high", "high"], None, "plausible"),
        (["low", "low", "high"], None, "suggestive"),
        (["middling", "high", "high", "low"], None, "plausible"),
        ([], None, None),
    ],
)
def test_a_contribution_is_claimed_by_the_first_rule_that_its_ratings_meet(given, rival, claim):
    credit = pd.DataFrame({"contribution_id": ["b1"], "rival_explanation": [rival]})
    scores = pd.DataFrame({
        "contribution_id": "b1", "criterion": [f"c{n}" for n in range(len(given))],
        "rater_id": "t1", "rating": given,
    })  # fmt: skip
    found = contribution.claims(credit, scores, LEVELS, RULES)
    assert found["claim"].where(found["claim"].notna(), None).tolist() == [claim]
    assert found["is_rival_named"].tolist() == [rival is not None]


def test_a_change_seen_before_its_project_began_is_flagged_by_days_and_other_actors_are_not():
    found = contribution.before_project(CHANGES, CREDITS, PROJECTS)
    assert found.to_numpy().tolist() == [["b2", "c1", "p2", 30]]


def test_a_change_seen_on_the_first_day_is_not_early():
    only = CREDITS[CREDITS["contribution_id"].eq("b3")]
    assert contribution.before_project(CHANGES, only, PROJECTS).empty


def test_a_contributor_is_a_project_or_another_and_a_change_is_told_by_one_group_or_several():
    named = CHANGES.assign(title_en="One")
    behind = frame("""
        change_id  n_groups  n_states
        c1         2         2
        c2         1         1
        c3         0         0
        c4         3         1
    """)
    credits = CREDITS.assign(rival_explanation=None, is_needed=True)
    claims = contribution.claims(credits, SCORES, LEVELS, RULES)
    needs = network.needs(CHANGES, credits, PROJECTS)
    found = contribution.contributors(named, credits, claims, behind, needs, few_groups=2)
    assert found["contributor"].tolist() == ["p1", "p2", "p1", "other", "p3"]
    several = "several groups, several states"
    assert found["told_by"].tolist() == [
        several, several, "one group, one state", "no account", "several groups, one state",
    ]  # fmt: skip
    # Of b1 the four ratings are low, middling twice and high; of b2 middling and high.
    assert found["claim"].fillna("").tolist() == ["plausible", "plausible", "", "", ""]
    assert found["need"].tolist() == [
        "several_projects", "several_projects", "one_project", "others_only", "one_project",
    ]  # fmt: skip
    few = contribution.contributors(named, credits, claims, behind, needs, few_groups=3)
    assert few["told_by"].tolist()[:2] == ["few groups, several states"] * 2
