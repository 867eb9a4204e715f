"""Figures of the changes: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import numpy as np
import pandas as pd
from drawn import said, title

import small_study
from analysis import vocabulary as words
from analysis.disclosure import Released, release, release_classes
from analysis.exhibits.changes import draw_changes, draw_validation
from analysis.exhibits.contribution import draw_ratings, draw_sustained
from analysis.exhibits.contributors import draw_contributors
from analysis.exhibits.lessons import draw_lessons, draw_types
from analysis.exhibits.selection import draw_selection, draw_selection_by_group
from analysis.exhibits.validation import draw_panels, draw_priorities
from analysis.methods.shares import exact_share
from analysis.study import Study, read_study
from frame import frame

LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"

# The changes


def changed(study: Study, positive: list[bool], expected: list[bool]) -> Released:
    n = len(positive)
    table = pd.DataFrame({
        "change_id": [f"C{i}" for i in range(n)], "domain": (["justice", "advocacy"] * n)[:n],
        "title_en": ([LONG, "Judges hear in person"] * n)[:n], "is_positive": positive,
        "is_expected": expected, "is_sustained": pd.array(([True, pd.NA] * n)[:n], "boolean"),
    }).astype({"is_positive": bool, "is_expected": bool})  # fmt: skip
    return release_classes(table, study, columns=list(table.columns))


def test_changes_are_named_in_full_and_counted(study):
    figure = draw_changes(changed(study, [True, False, True], [True, True, False]))
    assert title(figure) == "Of 3 changes, 2 went for the better; foreseen by no project: 1"
    written = " ".join(said(figure).split())
    assert LONG in written and "not known" in written


def test_changes_all_for_the_worse_and_all_foreseen_are_none(study):
    figure = draw_changes(changed(study, [False], [True]))
    assert title(figure) == "Of 1 changes, none went for the better; foreseen by no project: none"
    assert title(draw_changes(changed(study, [], []))).startswith("No significant change")


def answered(study: Study, n_people: list[int], agree: list[float]) -> Released:
    n = len(n_people)
    table = pd.DataFrame({
        "change_id": [f"C{i}" for i in range(n)], "n_people": n_people, "agree_share": agree,
        "partly_agree_share": [0.1] * n, "disagree_share": [0.9 - share for share in agree],
        "title_en": [LONG] * n,
    }).astype({"n_people": float})  # fmt: skip
    hide = ["agree_share", "partly_agree_share", "disagree_share"]
    return release(table, study, hide=hide)


def test_validation_counts_only_the_changes_that_can_be_shown(study):
    figure = draw_validation(answered(study, [30, 40, 9], [0.5, 0.6, 0.7]))
    assert title(figure) == (
        "Over half of those who answered agree with 1 of the 2 changes that can be shown"
    )
    assert "<10" in said(figure)


def test_validation_without_enough_answers_is_said(study):
    hidden = draw_validation(answered(study, [9, 8], [0.5, 0.6]))
    assert title(hidden) == "No change has enough answers to be shown"
    assert title(draw_validation(answered(study, [], []))) == "No change was validated"


def by_panel(study: Study, **shares: list[float]) -> Released:
    """A share of each panel for each change, of 30 people; of a blank, of 5."""
    rows = [
        {"panel": panel, "change_id": f"C{number}", "title_en": LONG, "agree_share": share,
         "n_people": 5.0 if np.isnan(share) else 30.0}
        for panel, of_panel in shares.items() for number, share in enumerate(of_panel)
    ]  # fmt: skip
    table = pd.DataFrame(
        rows, columns=["panel", "change_id", "title_en", "agree_share", "n_people"]
    )
    return release(table, study, hide=["agree_share"])


def test_panels_are_compared_where_each_of_them_can_be_shown(study):
    figure = draw_panels(
        by_panel(study, respondents=[0.6, 0.7, 0.4, 0.9], funder=[0.6, 0.5, 0.2, np.nan])
    )
    assert title(figure) == (
        "Over half of every panel agree with 1 of the 3 changes compared; on 1 only some panels do"
    )
    assert "without a mark what may not be shown" in " ".join(said(figure).split())


def test_panels_of_one_mind_have_two_marks_to_be_seen(study):
    figure = draw_panels(by_panel(study, respondents=[0.6], funder=[0.6]))
    marks = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s")]
    assert len({line.get_ydata()[0] for line in marks}) == 2


def test_without_an_institution_there_is_nothing_to_compare(study):
    assert title(draw_panels(by_panel(study, respondents=[0.6]))).startswith("Only people heard")
    hidden = draw_panels(by_panel(study, respondents=[0.6], funder=[np.nan]))
    assert title(hidden).startswith("No change has enough answers")


def test_the_priority_named_most_is_told_and_a_tie_as_such(tmp_path):
    two = [
        {"id": "courts", "en": "Courts", "es": "Tribunales"},
        {"id": "law", "en": "Law", "es": "Ley"},
    ]
    study = read_study(small_study.write(tmp_path, priorities=two))
    table = pd.DataFrame(
        {"priority": ["courts", "law"], "n_people": [30.0, 30.0], "named_share": [0.3, 0.5]}
    )

    def drawn(table):
        return title(draw_priorities(release(table, study, hide=["named_share"])))

    assert drawn(table) == "Named most, by 50 %: Law"
    tie = "2 priorities are named most, by 50 % of those who answered"
    assert drawn(table.assign(named_share=0.5)) == tie
    assert drawn(table.assign(n_people=5.0)).startswith("Too few people")


# Which stories are chosen


def stepped(study: Study, column: str, values: list[str], rows: list[tuple]) -> Released:
    """Steps by ``column``: rows of people, stories and those that went on, step by step."""
    steps = ["told", "valley", "country"]
    keys = [(step, value) for step in steps for value in values]
    table = pd.DataFrame(keys, columns=["step", column]).join(
        pd.DataFrame(rows, columns=["n_people", "n_stories", "n_passed"])
    )
    table["passed_share"] = table["n_passed"] / table["n_stories"].where(table["n_stories"].gt(0))
    hide = ["n_stories", "n_passed", "passed_share"]
    return release(table, study, hide=hide, within=[column], by=["step"])


TOLD_AND_CHOSEN = [
    (60, 40, 36), (30, 30, 27), (40, 30, 26),
    (50, 36, 24), (28, 27, 12), (38, 26, 14),
    (40, 24, 15), (20, 12, 4), (25, 14, 6),
]  # fmt: skip


def test_selection_tells_what_part_of_the_told_and_of_the_chosen_is_of_improvement(study):
    figure = draw_selection(stepped(study, "direction", list(words.DIRECTIONS), TOLD_AND_CHOSEN))
    assert title(figure) == (
        "Which stories reach the top? 25 of the 100 told; 40 % of all tell of improvement, "
        "60 % of those chosen last"
    )
    assert "24 of 36" in said(figure) and "Valley level" in said(figure)


def test_selection_with_too_few_people_at_an_end_says_so_and_hides_them(study):
    rows = [*TOLD_AND_CHOSEN[:7], (9, 5, 3), (25, 14, 6)]
    figure = draw_selection(stepped(study, "direction", list(words.DIRECTIONS), rows))
    assert title(figure).endswith("Too few people tell those that do for it to be shown")
    assert "hidden" in said(figure) and "4 of 5" not in said(figure)


def test_selection_of_no_story_is_said(study):
    none = [(0, 0, 0)] * 9
    figure = draw_selection(stepped(study, "direction", list(words.DIRECTIONS), none))
    assert title(figure) == "No story was told"
    rows = [*TOLD_AND_CHOSEN[:6], *none[:3]]
    figure = draw_selection(stepped(study, "direction", list(words.DIRECTIONS), rows))
    assert title(figure) == "Which stories reach the top? None of the 100 told"


GROUPS = ["unions", "judges", "firms"]


def test_selection_by_group_names_the_group_most_unlike_the_others(study):
    rows = [
        (60, 40, 36), (30, 30, 28), (40, 30, 26),
        (50, 40, 20), (28, 20, 10), (38, 20, 10),
        (40, 20, 16), (20, 10, 5), (25, 10, 4),
    ]  # fmt: skip
    figure = draw_selection_by_group(stepped(study, "group", GROUPS, rows))
    assert title(figure) == (
        "Whose stories are chosen? Most unlike the others: unions at the country level, 80 % "
        "(other groups: 45 % at the median)"
    )
    assert "Told" not in said(figure)


def test_selection_by_group_hides_a_group_of_few_people(study):
    rows = [*[(60, 40, 30)] * 3, *[(30, 20, 10)] * 3, (9, 5, 3), (20, 10, 5), (25, 10, 5)]
    figure = draw_selection_by_group(stepped(study, "group", GROUPS, rows))
    assert "hidden" in said(figure)
    assert title(figure)
    few = draw_selection_by_group(stepped(study, "group", GROUPS, [(9, 8, 4)] * 9))
    assert title(few).startswith("No group tells enough stories")


# Who contributed, and what lasted


def credited(study: Study, weakest: list[str | None]) -> Released:
    n = len(weakest)
    table = pd.DataFrame({
        "contribution_id": [f"B{i}" for i in range(n)], "change_id": ["C1"] * n,
        "title_en": [LONG] * n, "contributor": (["P01", "other"] * n)[:n], "weakest": weakest,
        "told_by": ["several groups"] * n,
    })  # fmt: skip
    return release_classes(table, study, columns=list(table))


def test_contributors_stand_with_their_weakest_rating_and_are_counted(study):
    figure = draw_contributors(credited(study, ["low", "high", None, "middling", "high", "high"]))
    assert title(figure) == (
        "Who contributed, and is it well supported? At their weakest, 1 of 5 contributions are "
        "rated “Low”"
    )
    written = " ".join(said(figure).split())
    assert LONG in written and "several groups" in written and "not rated" in written


def test_contributors_without_a_rating_or_a_name_are_said(study):
    assert title(draw_contributors(credited(study, [None]))).endswith(
        "None of 1 contributions was rated"
    )
    assert "No contribution to a change was named" in title(draw_contributors(credited(study, [])))


def graded(study: Study, n_ratings: list[int]) -> Released:
    criteria, levels = study.closed("rubric_criteria"), study.closed("rubric_levels")
    pairs = [(criterion, level) for criterion in criteria for level in levels]
    table = pd.DataFrame(pairs, columns=["criterion", "rating"]).assign(n_ratings=n_ratings)
    return release_classes(table, study, columns=["criterion", "rating"], work=["n_ratings"])


def test_ratings_name_the_criterion_with_most_below_the_middle_of_the_scale(study):
    figure = draw_ratings(graded(study, [1, 1, 8, 4, 3, 3]))
    assert title(figure) == (
        "Where is the evidence weakest? Below the middle of the scale are 10 % to 40 % of the "
        "ratings, most in uniqueness"
    )
    assert "No contribution was rated" in title(draw_ratings(graded(study, [0] * 6)))


def kept(study: Study, n_sustained: list[int], n_known: list[int]) -> Released:
    table = pd.DataFrame({
        "approach": study.closed("approaches"), "n_changes": 20, "n_known": n_known,
        "n_sustained": n_sustained,
    })  # fmt: skip
    shares = exact_share(table["n_sustained"], table["n_known"])
    table = table.join(shares.rename(columns={"rate": "sustained_rate"}))
    return release_classes(table, study, columns=["approach"], work=list(table)[1:])


def test_what_lasts_tells_whether_the_intervals_are_apart(study):
    near = draw_sustained(kept(study, [6, 3], [9, 8]))
    assert title(near) == (
        "What lasts? 6 of 9 changes where support was “tailored”; its interval overlaps the others"
    )
    assert "3 of 8" in said(near)
    tied = draw_sustained(kept(study, [2, 2], [4, 4]))
    assert title(tied).startswith("What lasts? Under no single approach")
    apart = draw_sustained(kept(study, [20, 0], [20, 20]))
    assert title(apart).endswith("its interval lies above the others")


def test_what_lasts_says_where_nothing_is_known(study):
    one = draw_sustained(kept(study, [2, 0], [3, 0]))
    assert title(one) == "What lasts? 2 of 3 changes where support was “tailored”"
    assert "not known" in said(one)
    assert title(draw_sustained(kept(study, [0, 0], [0, 0]))).startswith("What lasts? Of no change")


def test_kinds_of_change_are_counted_by_domain_and_a_tie_is_told(study):
    table = frame("""
        domain    outcome_type  n_changes
        advocacy  behavior      1
        justice   behavior      2
        justice   policies      3
    """)
    made = release_classes(table, study, ["domain", "outcome_type"], work=["n_changes"])
    figure = draw_types(made)
    assert title(figure) == (
        "What kind of thing changed? Most often behavior and policies: each 3 of 6 changes"
    )
    none = release_classes(table.head(0), study, ["domain", "outcome_type"], work=["n_changes"])
    assert "No significant change" in title(draw_types(none))


def test_lessons_stand_by_type_with_their_conditions_and_counter_examples(study):
    table = pd.DataFrame({
        "lesson_id": ["L1", "L2"], "lesson_type": ["caution", "best_practice"],
        "lesson": [LONG, "Practice lasts"], "conditions": ["Where it rains", None],
        "counter_example": [None, "A dry valley"], "drawn_from": ["C1, C2", ""],
    })  # fmt: skip
    figure = draw_lessons(release_classes(table, study, columns=list(table)))
    assert title(figure) == "What can be learnt? Of 2 lessons, 1 are best practices and 1 cautions"
    written = " ".join(said(figure).split())
    assert f"{LONG} (C1, C2)" in written
    assert "Conditions: Where it rains" in written and "Counter-example: A dry" in written
    none = release_classes(table.head(0), study, columns=list(table))
    assert title(draw_lessons(none)).endswith("No lesson was drawn from the changes")
