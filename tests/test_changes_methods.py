"""Whose accounts stand behind a change, and the lessons in one language."""

from analysis.methods import changes
from frame import frame

ACCOUNTS = frame("""
    account_id  source_id  state
    a1          i1         XX-ARB
    a2          i1         XX-BEL
    a3          i2         XX-ARB
    a4          g1         XX-ARB
    a5          g1         XX-ARB
""")
INTERVIEWS = frame("""
    source_id  group   n_people
    i1         unions  1
    i2         judges  2
    g1         unions  8
""")
MADE = frame("change_id\nc1\nc2\nc3\n")
LINKS = frame("""
    change_id  account_id
    c1         a1
    c1         a2
    c1         a4
    c2         a3
    c2         a5
""")


def test_groups_and_states_behind_a_change_count_once_however_many_interviews():
    found = changes.behind(MADE, LINKS, ACCOUNTS, INTERVIEWS)
    columns = ["change_id", "n_accounts", "n_groups", "n_states", "n_sources", "n_people"]
    assert found[columns].to_numpy().tolist() == [
        ["c1", 3, 1, 2, 2, 9], ["c2", 2, 2, 1, 2, 10], ["c3", 0, 0, 0, 0, 0],
    ]  # fmt: skip


def test_an_account_that_was_verified_and_not_confirmed_stands_behind_nothing():
    verified = frame("""
        account_id  outcome
        a3          not_confirmed
        a1          in_part
        a5          not_possible
    """)
    left = changes.standing(ACCOUNTS, verified)
    assert left["account_id"].tolist() == ["a1", "a2", "a4", "a5"]
    found = changes.behind(MADE, LINKS, left, INTERVIEWS).set_index("change_id")
    assert found.loc["c2", ["n_accounts", "n_groups"]].tolist() == [1, 1]


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
