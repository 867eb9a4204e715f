"""What was contributed: ratings counted and never averaged, dates, what lasted."""

import pandas as pd

from analysis.methods import contribution
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
    found = contribution.ratings(SCORES, ["plausibility", "uniqueness"], LEVELS)
    assert found["n_ratings"].tolist() == [1, 1, 2, 0, 2, 0]


def test_a_contribution_is_as_strong_as_its_weakest_rating_and_unrated_is_blank():
    found = contribution.weakest(CREDITS, SCORES, LEVELS).set_index("contribution_id")
    assert found.loc["b1"].tolist() == ["low", 4, 2]
    assert found.loc["b2"].tolist() == ["middling", 2, 2]
    assert pd.isna(found.loc["b3", "weakest"])
    assert found.loc["b3", ["n_ratings", "n_raters"]].tolist() == [0, 0]


def test_the_levels_below_the_middle_are_two_of_five_two_of_four_and_one_of_three():
    assert [len(contribution.low_levels("abcde"[:n])) for n in (5, 4, 3, 2)] == [2, 2, 1, 1]
    assert contribution.low_levels(LEVELS) == ["low"]


def test_two_ratings_of_one_contribution_and_criterion_are_a_pair():
    found = contribution.rated_alike(SCORES, LEVELS)
    assert found.to_dict("records") == [{"n_pairs": 3, "n_alike": 1, "n_near": 2}]


def test_one_rater_makes_no_pair():
    alone = SCORES[SCORES["rater_id"].eq("t1")]
    assert contribution.rated_alike(alone, LEVELS)["n_pairs"].tolist() == [0]


def test_a_change_seen_before_its_project_began_is_flagged_by_days_and_other_actors_are_not():
    found = contribution.before_project(CHANGES, CREDITS, PROJECTS)
    assert found.to_numpy().tolist() == [["b2", "c1", "p2", 30]]


def test_a_change_seen_on_the_first_day_is_not_early():
    only = CREDITS[CREDITS["contribution_id"].eq("b3")]
    assert contribution.before_project(CHANGES, only, PROJECTS).empty


def test_a_change_counts_under_each_approach_once_and_unknown_is_left_out():
    found = contribution.sustained_by_approach(
        CHANGES, CREDITS, PROJECTS, ["tailored", "workshop", "equipment"]
    )
    counts = found[["approach", "n_changes", "n_known", "n_sustained"]].to_numpy().tolist()
    assert counts == [["tailored", 3, 2, 1], ["workshop", 1, 1, 1], ["equipment", 0, 0, 0]]
    assert found["sustained_rate"].tolist()[:2] == [0.5, 1.0]
    assert found.loc[2, ["sustained_rate", "lower", "upper"]].isna().all()


def test_two_projects_of_one_approach_count_a_change_once():
    both = frame("""
        contribution_id  change_id  project_id
        b1               c1         p1
        b2               c1         p3
    """)
    found = contribution.sustained_by_approach(CHANGES, both, PROJECTS, ["tailored"])
    assert found["n_changes"].tolist() == [1]


def test_a_contributor_is_a_project_or_another_and_a_change_is_told_by_one_group_or_several():
    named = CHANGES.assign(title_en="One")
    behind = frame("""
        change_id  n_groups
        c1         2
        c2         1
        c3         0
        c4         3
    """)
    weakest = contribution.weakest(CREDITS, SCORES, LEVELS)
    found = contribution.contributors(named, CREDITS, weakest, behind, few_groups=2)
    assert found["contributor"].tolist() == ["p1", "p2", "p1", "other", "p3"]
    assert found["told_by"].tolist() == [
        "several groups", "several groups", "one group", "no account", "several groups",
    ]  # fmt: skip
    assert found["weakest"].fillna("").tolist() == ["low", "middling", "", "", ""]
