"""Strength of evidence, who was needed, what lasts where, and how groups recognize changes."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods import evidence, lessons, network, validation
from analysis.settings import EvidenceLines, StrengthRule
from frame import frame

CHANGES = frame("change_id\nc1\nc2\nc3\n")
BEHIND = frame("""
    change_id  n_groups
    c1         2
    c2         1
    c3         3
""")
ITEMS = frame("""
    change_id  kind       bearing
    c1         indicator  supports
    c2         indicator  supports
    c2         indicator  contradicts
    c3         document   supports
""")
ANSWERS = frame("""
    change_id  n_people  agree_share  disagree_share
    c1         10        0.6          0.1
    c2         20        0.1          0.6
    c3         9         1.0          0.0
""")
LINES = evidence.lines(CHANGES, BEHIND, ITEMS, ANSWERS, EvidenceLines())
STRENGTHS = (
    StrengthRule(id="strong", en="S", es="S", supporting=3, contradicting=0),
    StrengthRule(id="moderate", en="M", es="M", supporting=2, contradicting=1),
    StrengthRule(id="none", en="N", es="N"),
)


def test_each_line_supports_contradicts_or_is_silent():
    found = LINES.pivot(index="change_id", columns="line", values="bearing")
    columns = ["accounts", "indicator", "document", "validation"]
    assert found[columns].to_numpy().tolist() == [
        ["supports", "supports", "silent", "supports"],
        ["silent", "contradicts", "silent", "contradicts"],
        ["supports", "silent", "supports", "silent"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("n_people", "agree", "disagree", "bearing"),
    [(10, 0.51, 0.3, "supports"), (10, 0.5, 0.5, "silent"), (9, 0.9, 0.1, "silent"),
     (10, 0.2, 0.51, "contradicts"), (0, np.nan, np.nan, "silent")],
)  # fmt: skip
def test_validation_counts_from_enough_answers_on_and_by_more_than_half(
    n_people, agree, disagree, bearing
):
    answers = pd.DataFrame({
        "change_id": ["c1"], "n_people": [n_people], "agree_share": [agree],
        "disagree_share": [disagree],
    })  # fmt: skip
    found = evidence.lines(CHANGES.head(1), BEHIND.head(1), ITEMS.head(0), answers, EvidenceLines())
    assert found.set_index("line").loc["validation", "bearing"] == bearing


def test_strength_is_the_first_rule_met_before_validation_and_after():
    found = evidence.strengths(LINES, STRENGTHS).set_index("change_id")
    assert found["strength_before"].tolist() == ["moderate", "none", "moderate"]
    assert found["strength_after"].tolist() == ["strong", "none", "moderate"]
    assert found[["n_supporting", "n_contradicting"]].to_numpy().tolist() == [
        [3, 0],
        [0, 2],
        [2, 0],
    ]


def test_validation_that_contradicts_can_weaken_the_evidence():
    against = ANSWERS.assign(agree_share=0.0, disagree_share=1.0, n_people=30)
    lines = evidence.lines(CHANGES, BEHIND, ITEMS, against, EvidenceLines())
    rules = (STRENGTHS[1].model_copy(update={"contradicting": 0}), STRENGTHS[2])
    found = evidence.strengths(lines, rules).set_index("change_id").loc["c1"]
    assert (found["strength_before"], found["strength_after"]) == ("moderate", "none")


# Who was needed

PROJECTS = frame("""
    project_id  approach
    p1          tailored
    p2          workshop
    p3          tailored
""")
CREDITS = frame("""
    contribution_id  change_id  project_id  is_needed
    b1               c1         p1          True
    b2               c1         p2          True
    b3               c1         .           True
    b4               c2         p1          True
    b5               c2         .           .
    b6               c3         .           True
    b7               c3         p3          .
""").astype({"is_needed": "boolean"})


def test_a_change_needs_several_projects_one_or_another_actor():
    found = network.needs(CHANGES, CREDITS, PROJECTS).set_index("change_id")
    assert found["need"].tolist() == ["several_projects", "one_project", "others_only"]
    columns = ["n_projects", "n_others", "n_approaches", "n_projects_needed", "n_others_needed"]
    assert found[columns].to_numpy().tolist() == [
        [2, 1, 2, 2, 1], [1, 1, 1, 1, 0], [1, 1, 1, 0, 1],
    ]  # fmt: skip
    assert found["n_not_judged"].tolist() == [0, 1, 1]


def test_one_project_with_another_actor_and_none_at_all_are_told_apart():
    some = CREDITS[CREDITS["contribution_id"].isin(["b1", "b3", "b5"])]
    found = network.needs(CHANGES, some, PROJECTS)
    assert found["need"].tolist() == ["project_and_other", "none_needed", "none_needed"]


def test_a_project_credited_twice_with_a_change_is_one_project():
    twice = pd.concat([CREDITS, CREDITS[CREDITS["contribution_id"].eq("b4")].assign(
        contribution_id="b8", is_needed=False
    )])  # fmt: skip
    found = network.needs(CHANGES, twice, PROJECTS).set_index("change_id").loc["c2"]
    assert (found["n_projects"], found["need"]) == (1, "one_project")


def test_projects_on_one_change_are_a_pair_and_other_actors_are_in_none():
    more = pd.concat([CREDITS, frame("""
        contribution_id  change_id  project_id  is_needed
        b8               c2         p2          False
    """)])  # fmt: skip
    assert network.pairs(CREDITS).to_numpy().tolist() == [["p1", "p2", 1]]
    assert network.pairs(more).to_numpy().tolist() == [["p1", "p2", 2]]


# What lasts


def kept(table: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """Changes by domain: lasted and not with the approach, lasted and not without."""
    kinds = [(a, b) for a in (True, False) for b in (True, False)]
    rows = [
        (domain, *kind)
        for domain, counts in table.items()
        for n, kind in zip(counts, kinds, strict=True) for _ in range(n)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["domain", "is_supported", "is_sustained"])


def test_a_change_is_supported_if_one_of_its_projects_took_the_approach_and_others_have_none():
    made = frame("""
        change_id  domain   is_sustained
        c1         justice  True
        c2         justice  False
        c3         justice  .
        c4         justice  True
    """).astype({"is_sustained": "boolean"})
    credits = frame("""
        change_id  project_id
        c1         p2
        c1         p1
        c2         p2
        c3         p1
        c4         .
    """)
    found = lessons.lasting(made, credits, PROJECTS, "tailored")
    assert found[["change_id", "is_supported"]].to_numpy().tolist() == [["c1", True], ["c2", False]]


def test_what_lasts_is_compared_over_all_and_by_domain():
    found = lessons.compared(kept({"justice": (9, 1, 3, 7), "peace": (0, 0, 2, 1)}), ["justice"])
    counts = ["n_with", "n_with_sustained", "n_without", "n_without_sustained"]
    assert found[counts].to_numpy().tolist() == [[10, 9, 13, 5], [10, 9, 10, 3]]
    # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, example b.
    of_justice = found.set_index("domain").loc["justice"]
    assert of_justice["difference"] == pytest.approx(0.6)
    assert (of_justice["lower"], of_justice["upper"]) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    # By hand: tables with 12 of 20 lasting, no likelier than 9 of 10: 2 * (1200 + 45) ways.
    assert of_justice["p_value"] == pytest.approx(2 * (10 * 120 + 45) / 125970)


def test_a_side_without_a_change_leaves_nothing_to_compare():
    found = lessons.compared(kept({"justice": (2, 1, 0, 0)}), []).iloc[0]
    assert np.isnan(found[["difference", "lower", "upper", "p_value"]].astype(float)).all()


def test_within_domains_an_easy_domain_does_not_pass_for_the_approach():
    """All that is easy was supported and lasted as often as what was not: nothing is left."""
    easy = kept({"easy": (8, 2, 4, 1), "hard": (1, 4, 2, 8)})
    assert lessons.compared(easy, [])["difference"].item() > 0.1
    assert lessons.within_domains(easy)["odds_ratio"].item() == pytest.approx(1)
    assert lessons.within_domains(easy)["p_value"].item() == pytest.approx(1)


def test_a_few_changes_can_show_a_large_difference_only():
    few = lessons.smallest_detectable(9, 8, 0.4)
    many = lessons.smallest_detectable(30, 30, 0.4)
    assert np.isnan(few) or few > many
    assert 0.3 < many < 0.45
    assert np.isnan(lessons.smallest_detectable(3, 3, 0.5))


# Validation by group

GIVEN = frame("""
    respondent_id  group   change_id  answer
    r1             unions  c1         agree
    r2             unions  c1         agree
    r3             judges  c1         disagree
    r4             judges  c1         disagree
    r5             judges  c1         .
    r1             unions  c2         agree
    r3             judges  c2         agree
    r4             judges  c2         partly_agree
""")


def test_answers_are_counted_by_change_and_group_with_the_score_interval():
    found = validation.by_group(GIVEN, CHANGES, ["unions", "judges"])
    columns = ["change_id", "group", "n_shown", "n_people", "n_agree"]
    assert found[columns].to_numpy().tolist() == [
        ["c1", "unions", 2, 2, 2], ["c1", "judges", 3, 2, 0], ["c2", "unions", 1, 1, 1],
        ["c2", "judges", 2, 2, 1], ["c3", "unions", 0, 0, 0], ["c3", "judges", 0, 0, 0],
    ]  # fmt: skip
    # Of two of two the lower end is 1 / (1 + z²/2), of none of two the upper what is left of 1.
    lower = 1 / (1 + 1.959964**2 / 2)
    assert found.loc[0, ["lower", "upper"]].tolist() == pytest.approx([lower, 1])
    assert found.loc[1, ["lower", "upper"]].tolist() == pytest.approx([0, 1 - lower])
    assert found.loc[4:, ["agree_share", "lower", "upper"]].isna().all(axis=None)


def test_groups_see_a_change_alike_if_over_half_of_each_agree_or_of_none():
    answered = validation.by_group(GIVEN, CHANGES, ["unions", "judges"])
    seen = validation.views(answered, fewest=1)
    assert seen["view"].fillna("").tolist() == ["most", "few", "most", "few", "", ""]
    found = validation.across_groups(seen).set_index("change_id")
    assert found["view"].fillna("").tolist() == ["some", "some", ""]
    assert found[["n_groups", "n_majority"]].to_numpy().tolist() == [[2, 1], [2, 1], [0, 0]]
    two = validation.across_groups(validation.views(answered, fewest=2)).set_index("change_id")
    assert two["n_groups"].tolist() == [2, 1, 0]
    assert two["view"].fillna("").tolist() == ["some", "", ""]


def test_a_group_of_fewer_than_five_answers_does_not_speak_and_few_are_seldom_sure():
    def seen(n_agree, n_people):
        given = pd.DataFrame({
            "respondent_id": [f"r{n}" for n in range(n_people)], "group": "unions",
            "change_id": "c1", "answer": ["agree"] * n_agree + ["disagree"] * (n_people - n_agree),
        })  # fmt: skip
        answered = validation.by_group(given, CHANGES.head(1), ["unions"])
        return validation.views(answered)[["view", "is_sure"]].to_numpy().tolist()[0]

    assert pd.isna(seen(4, 4)[0]) and seen(4, 4)[1] is False
    # The lower end of five of five is 1 / (1 + z²/5) = 0.57, of four of five 0.38.
    assert seen(5, 5) == ["most", True]
    assert seen(4, 5) == ["most", False]
    assert seen(3, 6) == ["few", False]


def test_groups_that_rank_changes_alike_agree_and_those_that_oppose_do_not():
    same = pd.DataFrame({
        "respondent_id": [f"r{n}" for n in range(8)], "group": ["unions", "judges"] * 4,
        "change_id": ["c1", "c1", "c2", "c2", "c3", "c3", "c4", "c4"],
        "answer": ["agree"] * 4 + ["disagree"] * 4,
    })  # fmt: skip
    found = validation.agreement_of_groups(same, np.random.default_rng(1)).iloc[0]
    assert (found["value"], found["n_units"]) == (1, 4)
    turned = same.assign(answer=["agree", "disagree"] * 4)
    against = validation.agreement_of_groups(turned, np.random.default_rng(1)).iloc[0]
    assert against["value"] < 0
    alone = same[same["group"].eq("unions")]
    unanswered = same.assign(answer=pd.Series(pd.NA, same.index, dtype="str"))
    none = validation.agreement_of_groups(unanswered, np.random.default_rng(1)).iloc[0]
    assert np.isnan(none["value"]) and none["undefined"]
    assert validation.agreement_of_groups(alone, np.random.default_rng(1))["value"].isna().all()
