"""The margins of the study, counted in its tables."""

import pandas as pd
import pytest

from analysis.methods import counts
from frame import frame

INTERVIEWS = frame("""
    source_id  kind         group   n_people
    i1         interview    unions  1
    i2         interview    judges  2
    g1         focus_group  unions  8
""")


def test_sources_and_people_are_counted_by_kind():
    assert counts.by_kind(INTERVIEWS).to_numpy().tolist() == [
        ["focus_group", 1, 8], ["interview", 2, 3],
    ]  # fmt: skip


def test_people_heard_are_those_of_the_sources_asked():
    asked = frame("""
        source_id  domain
        i1         advocacy
        g1         advocacy
        i2         justice
    """)
    heard = counts.heard(asked, INTERVIEWS, by=["group", "domain"])
    assert heard.to_numpy().tolist() == [
        ["judges", "justice", 2, 1], ["unions", "advocacy", 9, 2],
    ]  # fmt: skip


def test_classes_of_people_change_at_the_smallest_cell_and_its_double():
    classes = counts.in_classes(pd.Series([0, 9, 10, 19, 20, 500]), smallest_cell=10)
    assert classes["heard"].tolist() == [
        "under 10", "under 10", "10 to 19", "10 to 19", "20 or more", "20 or more",
    ]  # fmt: skip
    assert classes["heard_order"].tolist() == list("aabbcc")


def test_shares_of_answers_rest_on_those_who_answered():
    validation = frame("""
        respondent_id  change_id  answer
        r1             c1         agree
        r2             c1         agree
        r3             c1         disagree
        r4             c1         .
        r1             c2         .
    """)
    changes = frame("""
        change_id  domain
        c2         justice
        c1         advocacy
        c3         justice
    """)
    answers = counts.answers(validation, changes)
    assert answers["change_id"].tolist() == ["c2", "c1", "c3"]
    assert answers["domain"].tolist() == ["justice", "advocacy", "justice"]
    assert answers["n_people"].tolist() == [0, 3, 0]
    assert answers["agree_share"].iloc[1] == pytest.approx(2 / 3)
    assert answers["partly_agree_share"].iloc[1] == 0
    assert answers.loc[answers["n_people"].eq(0), "disagree_share"].isna().all()


PANELS = frame("""
    panel        change_id  n_people  agree_share
    respondents  c1         20        0.6
    respondents  c2         20        0.6
    respondents  c3         20        0.4
    respondents  c4         20        .
    funder       c1         12        0.7
    funder       c2         12        0.5
    funder       c3         12        0.5
    funder       c4         12        0.9
""")


def test_panels_answer_apart_from_each_other():
    heard = frame("""
        respondent_id  change_id  answer
        r1             c1         agree
        r2             c1         disagree
    """)
    others = frame("""
        respondent_id  panel   change_id  answer
        f1             funder  c1         agree
        f2             funder  c1         .
    """)
    changes = frame("""
        change_id  domain
        c1         justice
    """)
    table = counts.answers_by_panel(heard, others, changes)
    assert table.to_numpy().tolist() == [["respondents", "c1", 2, 0.5], ["funder", "c1", 1, 1.0]]
    nobody = counts.answers_by_panel(heard.head(0), others.head(0), changes)
    assert nobody.empty and nobody["n_people"].dtype == int
    alone = counts.answers_by_panel(heard, others.head(0), changes)
    assert alone["panel"].tolist() == ["respondents"]


def test_half_is_no_majority_and_an_unknown_share_no_comparison():
    assert counts.majorities(PANELS).to_numpy().tolist() == [
        ["c1", "all"], ["c2", "some"], ["c3", "none"],
    ]  # fmt: skip


def test_priorities_named_are_of_those_who_answered():
    named = frame("""
        respondent_id  priority    is_named
        r1             courts      True
        r1             conditions  False
        r2             courts      False
        r2             conditions  False
    """)
    assert counts.priorities(named).to_numpy().tolist() == [
        ["conditions", 2, 0.0], ["courts", 2, 0.5],
    ]  # fmt: skip


DIRECTED = frame("""
    indicator_id  direction
    settled       higher_better
    repeat        lower_better
    debated       ambiguous
""")


def progress_of(table: str) -> pd.DataFrame:
    """Progress of p1 by state: of those in the table, and of one where nothing was measured."""
    changes = frame(table).assign(project_id="p1")
    works = pd.DataFrame({"project_id": "p1", "state": [*changes["state"].unique(), "z"]})
    return counts.progress(changes, DIRECTED, works).set_index("state")


def test_progress_is_the_way_gone_of_the_way_to_the_target():
    progress = progress_of("""
        state  indicator_id  baseline  target_first  change  n_cases
        a      settled       0.2       0.6           0.1     30
        a      repeat        0.5       0.1           -0.3    20
        b      settled       0.2       0.6           -0.1    12
        c      settled       0.2       0.2           0.1     12
        d      settled       0.2       .             0.1     12
    """)
    # Between 0.1 / 0.4 and 0.3 / 0.4; no way to go, no target, never measured.
    assert progress["progress_share"].tolist()[:2] == pytest.approx([0.5, -0.25])
    assert progress["progress_share"].isna().tolist() == [False, False, True, True, True]
    assert progress["n_cases"].tolist() == [20, 12, 0, 0, 0]


def test_less_is_progress_where_lower_is_better():
    progress = progress_of("""
        state  indicator_id  baseline  target_first  change  n_cases
        a      repeat        0.5       0.3           -0.1    20
        b      repeat        0.5       0.3           0.1     20
        c      repeat        0.5       0.3           -0.2    20
    """)
    assert progress["progress_share"].tolist()[:3] == [0.5, -0.5, 1.0]


def test_a_target_no_better_than_the_baseline_measures_no_progress():
    progress = progress_of("""
        state  indicator_id  baseline  target_first  change  n_cases
        a      settled       0.541     0.53          -0.147  20
        b      repeat        0.5       0.6           0.1     20
        c      settled       0.541     0.53          -0.147  20
        c      settled       0.4       0.6           0.1     30
        d      debated       0.4       0.6           0.1     20
    """)
    # It worsened past its target, 13 times as far: no progress. In c the other one stands alone.
    assert progress["progress_share"].isna().tolist() == [True, True, False, True, True]
    assert progress.loc["c", ["progress_share", "n_cases"]].tolist() == [0.5, 30]


def test_a_short_way_gone_many_times_over_leaves_the_median_where_it_is():
    progress = progress_of("""
        state  indicator_id  baseline  target_first  change  n_cases
        a      settled       0.4       0.6           -0.1    20
        a      settled       0.4       0.6           0.05    20
        a      settled       0.4       0.41          0.2     20
    """)
    # -0.5, 0.25 and 20: their mean would be 6.6.
    assert progress.loc["a", "progress_share"] == 0.25


def test_numbers_about_the_study_make_one_row():
    assert counts.one_row({"n_states": 3, "n_groups": 2}).to_dict("records") == [
        {"n_states": 3, "n_groups": 2}
    ]
