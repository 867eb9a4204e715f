"""Which stories go on, who stands behind a change, and what kind of thing changed."""

from analysis.methods import changes
from analysis.vocabulary import DIRECTIONS
from frame import frame

ACCOUNTS = frame("""
    account_id  source_id  direction
    a1          i1         improved
    a2          i1         worsened
    a3          i2         improved
    a4          g1         no_change
    a5          g1         improved
""")
INTERVIEWS = frame("""
    source_id  group   n_people
    i1         unions  1
    i2         judges  2
    g1         unions  8
""")
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
    return changes.selection_steps(ACCOUNTS, selections, INTERVIEWS, LEVELS, by)


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


def test_groups_behind_a_change_count_once_however_many_interviews():
    made = frame("change_id\nc1\nc2\nc3\n")
    links = frame("""
        change_id  account_id
        c1         a1
        c1         a2
        c1         a4
        c2         a3
        c2         a5
    """)
    found = changes.behind(made, links, ACCOUNTS, INTERVIEWS)
    assert found.to_numpy().tolist() == [["c1", 1, 2, 9], ["c2", 2, 2, 10], ["c3", 0, 0, 0]]


def test_changes_are_counted_by_domain_and_type():
    made = frame("""
        change_id  domain    outcome_type
        c1         justice   policies
        c2         justice   policies
        c3         advocacy  behavior
    """)
    found = changes.by_domain_and_type(made)
    assert found.to_numpy().tolist() == [["advocacy", "behavior", 1], ["justice", "policies", 2]]


def test_a_lesson_names_the_changes_it_was_drawn_from_in_the_language_asked():
    lessons = frame("""
        lesson_id  lesson_type  text_en  text_es  conditions_en  conditions_es
        L1         caution      Slow     Lento    Rain           Lluvia
        L2         lesson       Fast     Rápido   .              .
    """).assign(counter_example_en=None, counter_example_es=None)
    links = frame("""
        lesson_id  change_id
        L1         c2
        L1         c1
    """)
    found = changes.lessons_drawn(lessons, links, "es")
    assert found["lesson"].tolist() == ["Lento", "Rápido"]
    assert found["drawn_from"].tolist() == ["c1, c2", ""]
    assert found["conditions"].isna().tolist() == [False, True]
