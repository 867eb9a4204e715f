"""Who answered, what was left open, what is odd: arithmetic that a reader can redo."""

import numpy as np
import pandas as pd
import pytest

import small_study
from analysis.disclosure import release
from analysis.methods import sensitivity, survey
from analysis.methods.lasting import high_levels, lasting
from analysis.study import read_study
from frame import frame

INTERVIEWS = frame("source_id group\ni1 unions\ni2 unions\ng1 judges\n")
PARTICIPANTS = frame("""
    source_id  person_id
    i1         p1
    i2         p1
    g1         p2
    g1         p3
    g1         p4
""")
VALIDATION = frame("""
    respondent_id  source_id  change_id  answer
    r1             i2         C1         agree
    r1             i2         C2         disagree
    r2             g1         C1         agree
    r2             g1         C2         .
    r3             g1         C1         .
""")


def test_a_person_heard_twice_is_one_of_those_heard():
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    assert heard["person_id"].tolist() == ["p1", "p2", "p3", "p4"]


def test_who_answered_no_change_did_not_answer():
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    found = survey.response(heard, VALIDATION, INTERVIEWS, "group").set_index("group")
    assert found.loc["unions"].tolist() == [1, 1, 1]
    assert found.loc["judges"].tolist() == [3, 1, 1 / 3]


def test_a_group_of_which_nobody_answered_is_zero():
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    found = survey.response(heard, VALIDATION.head(2), INTERVIEWS, "group").set_index("group")
    assert found.loc["judges"].tolist() == [3, 0, 0]


ITEMS = frame("""
    respondent_id  question  status
    r1             answer    answered
    r1             answer    blank
    r2             answer    missing_value
    r2             answer    answered
    r1             lasting   answered
    r1             lasting   not_asked
    r2             lasting   against_skip_logic
    r2             lasting   not_asked
    r2             lasting   not_asked
    r1             folio     unknown
""")


def test_only_questions_that_were_to_be_put_can_be_left_open():
    found = survey.item_nonresponse(ITEMS, by=["question"]).set_index("question")
    columns = ["n_people", "n_items", "missing_value_share", "blank_share", "open_share"]
    assert found.loc["answer", columns].tolist() == [2, 4, 0.25, 0.25, 0.5]
    assert found.loc["lasting", columns].tolist() == [1, 1, 0, 0, 0]
    assert "folio" not in found.index


def test_an_answer_out_of_turn_is_a_share_of_the_times_it_was_not_to_be_asked():
    found = survey.against_skip_logic(ITEMS).set_index("question")
    assert found.loc["lasting", ["n_people", "n_items", "fault_share"]].tolist() == [2, 4, 0.25]
    assert found.index.tolist() == ["lasting"]


FIRST, LAST = pd.Timestamp("2024-03-01"), pd.Timestamp("2025-05-31")


@pytest.mark.parametrize(
    ("began", "ended", "kinds"),
    [
        ("2024-03-01T00:00", "2024-03-01T00:05", []),
        ("2024-03-01T00:00", "2024-03-01T00:04:59", ["too_short"]),
        ("2025-05-31T23:50", "2025-05-31T23:59", []),
        ("2025-05-31T23:50", "2025-06-01T00:01", ["outside_fieldwork"]),
        ("2024-02-29T23:50", "2024-03-01T00:20", ["outside_fieldwork"]),
        ("2024-03-01T10:00", "2024-03-01T09:59", ["ended_before_begun"]),
        ("2024-03-01T10:00", "2024-03-01T10:00", ["too_short"]),
        ("1999-01-01T10:00", "1999-01-01T10:01", ["outside_fieldwork", "too_short"]),
        ("2024-03-01T10:00", None, []),
        (None, None, []),
    ],
)
def test_a_time_is_odd_at_the_edges_of_what_is_allowed(began, ended, kinds):
    times = pd.DataFrame({"respondent_id": ["r1"], "began": [began], "ended": [ended]})
    times = times.assign(**{c: pd.to_datetime(times[c]) for c in ("began", "ended")})
    assert survey.odd_times(times, FIRST, LAST, 5)["kind"].tolist() == kinds


def test_odd_times_are_a_share_of_those_recorded():
    times = pd.DataFrame({"began": pd.to_datetime(["2024-03-01"] * 4 + [None])})
    times = times.assign(ended=times["began"])
    odd = frame("respondent_id kind\nr1 too_short\n")
    found = survey.time_faults(times, odd).set_index("kind")
    assert found.loc["too_short", ["n_people", "fault_share"]].tolist() == [4, 0.25]
    assert found.loc["outside_fieldwork", "fault_share"] == 0
    assert survey.time_faults(times.tail(1), odd.head(0))["fault_share"].isna().all()


LEVELS = ("no", "perhaps", "yes")


def test_of_an_odd_scale_the_middle_is_on_neither_side():
    assert high_levels(LEVELS) == ["yes"]
    assert high_levels(("a", "b", "c", "d")) == ["c", "d"]
    assert high_levels(("a", "b", "c", "d", "e")) == ["d", "e"]


def said(n_people, n_each, is_alike):
    """Half of all answers are yes: by whole people where they are alike, else within each."""
    rows = [
        {"respondent_id": f"r{person}", "group": "unions",
         "lasting": "yes" if (person if is_alike else number) % 2 else "no"}
        for person in range(n_people) for number in range(n_each)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_shares_of_the_levels_add_up_and_a_blank_is_no_answer():
    answers = frame("""
        respondent_id  group   lasting
        r1             unions  yes
        r1             unions  no
        r2             unions  yes
        r2             unions  perhaps
        r3             unions  .
    """)
    found = lasting(answers, LEVELS, "group").iloc[0]
    assert found[["n_people", "n_answers"]].tolist() == [2, 4]
    assert found[["no_share", "perhaps_share", "yes_share"]].tolist() == [0.25, 0.25, 0.5]
    assert found["lasts_share"] == 0.5


def test_people_whose_answers_are_alike_count_as_few():
    alike = lasting(said(10, 8, is_alike=True), LEVELS, "group").iloc[0]
    unlike = lasting(said(10, 8, is_alike=False), LEVELS, "group").iloc[0]
    assert alike["lasts_share"] == unlike["lasts_share"] == 0.5
    # Ten clusters of one mind weigh as much as ten answers: 0.187 by Clopper and Pearson, and a
    # little less, since nine degrees of freedom are known of and not seventy-nine.
    assert 0.13 < alike["lower"] < 0.187
    assert unlike["lower"] > alike["lower"]


def test_one_answer_each_has_the_exact_interval_of_clopper_and_pearson():
    # Newcombe 1998, Statistics in Medicine 17, table I: 15 of 148, exact 0.0578 to 0.1617. Without
    # clusters nothing but the degrees of freedom is between the two intervals.
    answers = pd.DataFrame({
        "respondent_id": [f"r{n}" for n in range(148)], "group": "unions",
        "lasting": ["yes"] * 15 + ["no"] * 133,
    })  # fmt: skip
    found = lasting(answers, LEVELS, "group").iloc[0]
    assert found[["lower", "upper"]].tolist() == pytest.approx([0.0578, 0.1617], abs=0.001)


def test_a_scale_of_which_nobody_chose_the_upper_half_has_a_share_of_zero():
    found = lasting(said(12, 1, is_alike=True).assign(lasting="no"), LEVELS, "group").iloc[0]
    assert (found["lasts_share"], found["lower"]) == (0, 0)
    assert 0.2 < found["upper"] < 0.3  # 12 of 12: 0.265 by Clopper and Pearson


def test_nobody_who_answered_is_an_empty_table():
    answers = said(2, 1, is_alike=True).assign(lasting=np.nan)
    assert lasting(answers, LEVELS, "group").empty


def test_bounds_hold_whoever_is_missing():
    # Manski 1995, Identification Problems in the Social Sciences, section 2.3: of 106 homeless men
    # 64 were found again and 21 of these had a home: between .20 and .59.
    assert sensitivity.bounds(21, 64, 106) == pytest.approx((0.20, 0.59), abs=0.005)
    assert sensitivity.bounds(21, 64, 64) == (21 / 64, 21 / 64)


def test_every_person_heard_would_be_shown_the_changes_of_their_domains_once():
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    asked = frame("source_id domain\ni1 justice\ni2 justice\ni2 advocacy\ng1 advocacy\n")
    changes = frame("change_id domain\nC1 justice\nC2 justice\nC3 advocacy\nC4 equality\n")
    # p1: two of justice and one of advocacy; the three people of the group one each.
    assert sensitivity.shown_to_all(heard, PARTICIPANTS, asked, changes) == 3 + 3 * 1


def test_agreement_is_weighted_to_the_groups_of_all_heard():
    interviews = frame("source_id group\ni1 unions\ng1 judges\n")
    participants = pd.DataFrame({
        "source_id": ["i1"] * 10 + ["g1"] * 30, "person_id": [f"p{n}" for n in range(40)]
    })  # fmt: skip
    heard = survey.heard_before(participants, interviews)
    # Four of ten unions answered and all agree; four of thirty judges, and one of them agrees.
    answers = ["agree"] * 4 + ["agree"] + ["disagree"] * 3
    validation = pd.DataFrame({
        "respondent_id": [f"r{n}" for n in range(8)], "source_id": ["i1"] * 4 + ["g1"] * 4,
        "change_id": "C1", "answer": answers,
    })  # fmt: skip
    found = sensitivity.agreement(validation, interviews, heard, n_shown=40).iloc[0]
    assert found["agree_share"] == 5 / 8
    assert found["weighted_share"] == pytest.approx((10 * 1 + 30 * 0.25) / 40)
    assert found[["least_share", "most_share"]].tolist() == [5 / 40, (5 + 32) / 40]
    assert found["lower"] < 5 / 8 < found["upper"]


def test_a_group_of_which_nobody_answered_has_no_weight():
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    unions = pd.concat([VALIDATION.head(2), VALIDATION.head(1).assign(respondent_id="r9")])
    found = sensitivity.agreement(unions, INTERVIEWS, heard, n_shown=10).iloc[0]
    assert found["agree_share"] == found["weighted_share"] == 2 / 3


@pytest.mark.parametrize("n_people", [0, 1])
def test_nobody_or_one_who_answered_leaves_agreement_unknown(n_people):
    heard = survey.heard_before(PARTICIPANTS, INTERVIEWS)
    answered = VALIDATION.head(n_people)
    found = sensitivity.agreement(answered, INTERVIEWS, heard, n_shown=10).iloc[0]
    assert found["n_people"] == n_people and found.drop("n_people").isna().all()


def test_one_who_answered_has_a_share_and_no_interval():
    found = lasting(said(1, 4, is_alike=False), LEVELS, "group").iloc[0]
    assert found["lasts_share"] == 0.5 and found[["lower", "upper"]].isna().all()


@pytest.mark.parametrize(("n_people", "is_hidden"), [(9, True), (10, False)])
def test_what_nine_people_expect_is_hidden_and_what_ten_expect_is_shown(
    n_people, is_hidden, tmp_path
):
    study = read_study(small_study.write(tmp_path))
    # Every level is chosen: that nobody of so few chose one would be hidden too.
    answers = said(n_people, 3, is_alike=False).assign(lasting=[*LEVELS] * n_people)
    table = lasting(answers, LEVELS, "group")
    hide = ["n_answers", *(f"{level}_share" for level in LEVELS), "lasts_share", "lower", "upper"]
    shown = release(table, study, hide=hide).table.iloc[0]
    assert shown["is_suppressed"] == is_hidden
    assert shown[["n_people", *hide]].isna().all() == is_hidden
