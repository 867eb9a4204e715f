"""Figures of the survey itself: each title tells what its table says, and what may not be told."""

import numpy as np
import pandas as pd
from drawn import said, title

from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits.alike import draw_alike
from analysis.exhibits.lasting import draw_lasting
from analysis.exhibits.survey import draw_faults, draw_open, draw_response
from analysis.methods.lasting import lasting
from analysis.study import Study

LEVELS = ("no", "perhaps", "yes")
LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"


def answered(study: Study, groups: dict[str, tuple], regions: dict[str, tuple]) -> Released:
    """By group and by region: how many were heard, and the share that answered."""

    def part(name: str, rows: dict[str, tuple]) -> Released:
        table = pd.DataFrame(
            [(row, n, share) for row, (n, share) in rows.items()],
            columns=[name, "n_people", "answered_share"],
        )
        return release(table, study, hide=["answered_share"])

    return together(
        all=part("everybody", {"all": (60, 0.4)}), groups=part("group", groups),
        regions=part("region", regions),
    )  # fmt: skip


def test_who_answered_is_told_from_the_least_to_the_most(study):
    groups = {"unions": (30, 0.5), "judges": (21, 0.3), "firms": (9, 0.7)}
    figure = draw_response(answered(study, groups, {"north_west": (50, 0.4)}))
    assert (
        title(figure)
        == "40 % of the people heard answered; by group from 30 % (judges) to 50 % (unions)"
    )
    written = said(figure)
    assert "<10" in written and "70" not in written and "North west" in written


def test_one_group_has_no_range_and_none_nothing_to_draw(study):
    figure = draw_response(answered(study, {"unions": (60, 0.4)}, {"north": (60, 0.4)}))
    assert title(figure) == "40 % of the people heard answered"
    few = release(pd.DataFrame({"n_people": [9], "answered_share": [0.5]}), study,
                  hide=["answered_share"])  # fmt: skip
    assert title(draw_response(together(all=few))).startswith("Too few people")


def left_open(study: Study, rows: list[tuple]) -> Released:
    columns = ["question", "panel", "n_people", "n_items", "blank_share", "missing_value_share"]
    table = pd.DataFrame(rows, columns=columns)
    table["open_share"] = table["blank_share"] + table["missing_value_share"]
    return release(table, study, hide=[*columns[3:], "open_share"])


def test_what_was_left_open_most_is_named_with_whose_it_is(study):
    rows = [
        ("answer", "respondents", 40, 160, 0.05, 0.02),
        ("answer", "funder", 9, 90, 0.4, 0.1),
        ("lasting", "respondents", 38, 120, 0.08, 0.03),
    ]
    figure = draw_open(left_open(study, rows))
    assert (
        title(figure) == "Left open most: “whether it will last”, 11 % of the times (people heard)"
    )
    written = said(figure)
    assert "of 160" in written and "<10" in written and "50" not in written


def test_nothing_left_open_is_drawn_and_few_people_are_not(study):
    assert "0 % of the times" in title(
        draw_open(left_open(study, [("answer", "respondents", 40, 99, 0.0, 0.0)]))
    )
    hidden = draw_open(left_open(study, [("answer", "respondents", 9, 99, 0.1, 0.0)]))
    assert title(hidden).startswith("Too few people")


def faulty(study: Study, n_people: int, times: list[float], answers: dict[str, float]) -> Released:
    kinds = ["ended_before_begun", "outside_fieldwork", "too_short"]
    parts = {
        "times": pd.DataFrame({"kind": kinds, "fault_share": times}),
        "answers": pd.DataFrame({"question": list(answers), "fault_share": list(answers.values())}),
    }
    return together(**{
        name: release(table.assign(n_people=n_people, n_items=n_people), study,
                      hide=["n_items", "fault_share"])
        for name, table in parts.items()
    })  # fmt: skip


def test_the_largest_faults_are_told(study):
    figure = draw_faults(faulty(study, 80, [0.0, 0.025, 0.0125], {"lasting": 0.15, "other": 0.0}))
    assert title(figure) == (
        "Odd times of one kind in at most 2.5 % of submissions; a question answered out of turn at "
        "most 15 % of the times"
    )
    assert "Too short" in said(figure) and "other" in said(figure)


def test_a_form_without_conditions_has_times_only(study):
    figure = draw_faults(faulty(study, 80, [0.0, 0.0, 0.0], {}))
    assert title(figure) == "Odd times of one kind in at most 0 % of submissions"
    assert title(draw_faults(faulty(study, 9, [0.1, 0.1, 0.2], {}))).startswith("Too few")


def expected(study: Study, by: str, rows: dict[str, tuple]) -> Released:
    table = pd.DataFrame([
        {by: row, "n_people": n, "n_answers": 3 * n, "no_share": 0.9 - share,
         "perhaps_share": 0.1, "yes_share": share, "lasts_share": share,
         "lower": lower, "upper": upper}
        for row, (n, share, lower, upper) in rows.items()
    ])  # fmt: skip
    numbers = [column for column in table if column not in (by, "n_people")]
    return release(table, study, hide=numbers)


def test_groups_that_expect_change_to_last_are_counted_with_and_without_their_interval(study):
    rows = {
        "unions": (30, 0.7, 0.55, 0.8),
        "judges": (20, 0.6, 0.4, 0.75),
        "firms": (9, 0.8, 0.6, 0.9),
    }
    figure = draw_lasting(expected(study, "group", rows), "group", study.labels("groups"))
    assert title(figure) == (
        "Of the 2 groups shown, 2 mostly expect changes to last; 1 with the whole interval"
    )
    written = said(figure)
    assert "<10" in written and "It will last" in written and "It may last" not in written


def test_changes_are_named_and_an_exact_half_is_not_most(study):
    rows = {"C1": (30, 0.5, 0.3, 0.7), "C2": (30, 0.3, 0.2, np.nan)}
    names = {"C1": f"C1 {LONG}", "C2": f"C2 {LONG}"}
    figure = draw_lasting(expected(study, "change_id", rows), "change_id", names)
    assert title(figure) == (
        "Of the 2 changes shown, none are mostly expected to last; none with the whole interval"
    )
    assert "…" in said(figure)


def test_too_few_who_said_whether_changes_last_is_said(study):
    few = expected(study, "group", {"unions": (9, 0.7, 0.5, 0.8)})
    assert title(draw_lasting(few, "group", study.labels("groups"))).startswith("Too few people")


def test_a_survey_in_which_nobody_said_so_is_said_too(study):
    answers = pd.DataFrame(columns=["respondent_id", "group", "lasting"], dtype="str")
    table = lasting(answers, LEVELS, "group")
    numbers = [column for column in table if column not in ("group", "n_people")]
    nobody = release(
        table.astype(dict.fromkeys(["n_people", *numbers], float)), study, hide=numbers
    )
    assert title(draw_lasting(nobody, "group", {})).startswith("Too few people")


def compared(study: Study, n_people: list[int], alike: dict[str, float]) -> Released:
    """Changes with so many answers, half of which agree, and two groups that part on the first."""
    numbers = [f"c{place}" for place in range(1, len(n_people) + 1)]
    whole = pd.DataFrame({"change_id": numbers, "title_en": LONG, "n_people": n_people})
    whole[["agree_share", "lower", "upper"]] = (0.5, 0.3, 0.7)
    seen = pd.DataFrame(
        [
            ("c1", "unions", "most", True), ("c1", "judges", "few", False),
            ("c2", "unions", None, False), ("c2", "judges", None, False),
        ],
        columns=["change_id", "group", "view", "is_sure"],
    )  # fmt: skip
    of_groups = pd.DataFrame([{"undefined": None, "n_units": 2} | alike])
    return together(
        all=release(whole, study, hide=["agree_share", "lower", "upper"]),
        groups=release_classes(seen, study, columns=list(seen)),
        alike=release_classes(
            of_groups, study, columns=["undefined"], work=["value", "lower", "upper", "n_units"]
        ),
    )


def test_groups_agree_beyond_chance_only_if_the_whole_interval_says_so(study):
    question = "How far do the groups agree on which changes they recognize? "
    for lower, upper, words in (
        (0.1, 0.6, "More than chance would have it (alpha 0.30, 0.10 to 0.60)"),
        (-0.1, 0.6, "No more than by chance (alpha 0.30, −0.10 to 0.60)"),
        (np.nan, np.nan, "No more than by chance (alpha 0.30, interval not known)"),
    ):
        alike = {"value": 0.3, "lower": lower, "upper": upper}
        figure = draw_alike(compared(study, [30, 9], alike))
        assert title(figure) == question + words
    unknown = dict.fromkeys(("value", "lower", "upper"), np.nan)
    assert "cannot be told" in title(draw_alike(compared(study, [30, 20], unknown)))


def test_a_change_too_few_answered_has_no_mark_and_none_leaves_nothing_to_draw(study):
    alike = {"value": 0.3, "lower": 0.1, "upper": 0.6}
    written = said(draw_alike(compared(study, [30, 9], alike)))
    assert "<10" in written and "30" in written
    assert title(draw_alike(compared(study, [9, 8], alike))).startswith("Too few people")
