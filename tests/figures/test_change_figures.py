"""Figures of the changes: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import numpy as np
import pandas as pd
from drawn import said, title

import small_study
from analysis import vocabulary as words
from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits.changes import draw_changes, draw_validation
from analysis.exhibits.contributors import draw_contributors
from analysis.exhibits.favored import draw_favored
from analysis.exhibits.lessons import draw_lessons
from analysis.exhibits.rubric import draw_ratings
from analysis.exhibits.selection import draw_selection
from analysis.exhibits.support import draw_lasting, noticed
from analysis.exhibits.technique import draw_technique
from analysis.exhibits.validation import draw_panels, draw_priorities
from analysis.methods.shares import difference
from analysis.study import Study, read_study

LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"

# The changes


def changed(study: Study, positive: list[bool], expected: list[bool]) -> Released:
    n = len(positive)
    table = pd.DataFrame({
        "change_id": [f"C{i}" for i in range(n)], "domain": (["justice", "advocacy"] * n)[:n],
        "title_en": ([LONG, "Judges hear in person"] * n)[:n], "is_positive": positive,
        "is_expected": expected, "is_sustained": pd.array(([True, pd.NA] * n)[:n], "boolean"),
        "accounts": ["supports"] * n, "indicator": ["contradicts"] * n,
        "document": ["silent"] * n, "validation": ["supports"] * n,
        "strength_before": ["limited"] * n, "strength_after": (["strong", "limited"] * n)[:n],
    }).astype({"is_positive": bool, "is_expected": bool})  # fmt: skip
    return release_classes(table, study, columns=list(table.columns))


def test_changes_are_named_in_full_and_counted_with_their_evidence(study):
    figure = draw_changes(changed(study, [True, False, True], [True, True, False]))
    assert title(figure) == (
        "Of 3 changes, 2 went for the better, 1 were foreseen by no project; for 2 the evidence is "
        "strong (before validation: none)"
    )
    written = " ".join(said(figure).split())
    assert LONG in written and "not known" in written
    assert "↑ strong" in written and "↑ limited" not in written
    assert written.count("✕") >= 3 and "validation" in written


def test_changes_all_for_the_worse_and_all_foreseen_are_none(study):
    assert title(draw_changes(changed(study, [False], [True]))).startswith(
        "Of 1 changes, none went for the better, none were foreseen by no project; for 1 the"
    )
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


def chosen(study: Study, rows: list[tuple], of_domains: list[tuple] | None = None) -> Released:
    """The steps by direction, and by two domains: as improvement and the rest, if not given."""
    halves = [(60, 40, 36), (70, 60, 53), (50, 36, 24), (66, 53, 26), (40, 24, 15), (45, 26, 10)]
    domains = ["advocacy", words.ANY_OTHER]
    return together(
        direction=stepped(study, "direction", list(words.DIRECTIONS), rows),
        domain=stepped(study, "domain", domains, of_domains or halves),
    )


TOLD_AND_CHOSEN = [
    (60, 40, 36), (30, 30, 27), (40, 30, 26),
    (50, 36, 24), (28, 27, 12), (38, 26, 14),
    (40, 24, 15), (20, 12, 4), (25, 14, 6),
]  # fmt: skip


def test_selection_tells_what_part_of_the_told_and_of_the_chosen_is_of_improvement(study):
    figure = draw_selection(chosen(study, TOLD_AND_CHOSEN))
    assert title(figure) == (
        "Which stories reach the top? 25 of the 100 told; 40 % of all tell of improvement, "
        "60 % of those chosen last"
    )
    assert "24 of 36" in said(figure) and "Valley level" in said(figure)


def test_selection_tells_of_each_domain_how_many_went_on_and_hides_what_few_told(study):
    rows = [(60, 40, 36), (70, 60, 53), (50, 36, 24), (66, 53, 26), (9, 22, 13), (0, 0, 0)]
    written = said(draw_selection(chosen(study, TOLD_AND_CHOSEN, rows)))
    assert "36 of 40" in written and "26 of 53" in written and "Any other" in written
    assert "13 of 22" not in written and "–" in written


def test_selection_with_too_few_people_at_an_end_says_so_and_hides_them(study):
    rows = [*TOLD_AND_CHOSEN[:7], (9, 5, 3), (25, 14, 6)]
    figure = draw_selection(chosen(study, rows))
    assert title(figure).endswith("Too few people tell those that do for it to be shown")
    assert "hidden" in said(figure) and "4 of 5" not in said(figure)


def test_selection_of_no_story_is_said(study):
    none = [(0, 0, 0)] * 9
    figure = draw_selection(chosen(study, none, none[:6]))
    assert title(figure) == "No story was told"
    rows = [*TOLD_AND_CHOSEN[:6], *none[:3]]
    figure = draw_selection(chosen(study, rows))
    assert title(figure) == "Which stories reach the top? None of the 100 told"


def tried(study: Study, odds: dict[tuple[str, str, str], tuple[float, float]]) -> Released:
    """Kinds by level: an odds ratio and its adjusted p-value; any other is 1 and 1."""
    kinds = {"direction": ["improved"], "group": ["unions", "judges"], "heard": ["10 to 19"]}
    rows = [
        (level, question, kind, *odds.get((level, question, kind), (1.0, 1.0)))
        for question, values in kinds.items() for level in ("valley", "country") for kind in values
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["step", "question", "kind", "odds_ratio", "q_value"])
    table = table.assign(
        n_people=30.0, lower=table["odds_ratio"] / 2, upper=table["odds_ratio"] * 2,
        p_value=table["q_value"],
    )  # fmt: skip
    numbers = ["odds_ratio", "lower", "upper", "p_value", "q_value"]
    return release(table, study, hide=numbers)


def test_favor_is_named_with_its_level_and_whether_a_group_stands_out(study):
    good = tried(study, {("valley", "direction", "improved"): (3.0, 0.01)})
    assert title(draw_favored(good)) == (
        "Did selection favor a kind of story? Favored: stories of improvement, at the valley "
        "level; no group stands out"
    )
    both = {("country", "group", "judges"): (0.2, 0.05), ("valley", "heard", "10 to 19"): (4, 0.01)}
    assert title(draw_favored(tried(study, both))) == (
        "Did selection favor a kind of story? Passed over: stories of judges, at the country "
        "level; Favored: stories from states with 10 to 19 heard, at the valley level"
    )


def test_favor_beyond_no_chance_is_not_named_and_what_is_too_small_is_hidden(study):
    numbers = ["odds_ratio", "lower", "upper", "p_value", "q_value"]
    none = tried(study, {("valley", "direction", "improved"): (3.0, 0.051)})
    assert title(draw_favored(none)).endswith("none stands out beyond chance")
    table = none.table.drop(columns="is_suppressed")
    n_people = table["n_people"].where(table["kind"].ne("judges"), 9.0)
    few = release(table.assign(n_people=n_people), study, hide=numbers)
    assert "<10" in said(draw_favored(few))
    all_few = release(table.assign(n_people=9.0), study, hide=numbers)
    assert "Too few people" in title(draw_favored(all_few))


def carried_out(study: Study, n_checked: float, n_people: list[float]) -> Released:
    measures = [
        "open", "days_collecting", "filled_story", "filled_significance", "collectors",
        "by_one_collector", "panels", "days_to_panel", "dissent", "verified_of_chosen",
        "behind_changes", "fed_back",
    ]  # fmt: skip
    table = pd.DataFrame({"measure": measures, "n": 7.0, "n_of": 20.0, "n_people": 40.0})
    table.loc[table["measure"].eq("verified_of_chosen"), "n"] = n_checked
    outcomes = pd.DataFrame({
        "outcome": list(words.VERIFIED), "n_stories": [6.0, 3.0, 1.0, 2.0], "n_people": n_people,
    })  # fmt: skip
    reasons = pd.DataFrame({
        "step": ["valley", "country"], "criterion": ["reach", "reach"], "n_stories": [4.0, 3.0],
        "n_people": [30.0, 9.0], "reason_share": [0.4, 1.0],
    })  # fmt: skip
    return together(
        measure=release(table, study, hide=["n", "n_of"]),
        verified=release(outcomes, study, hide=["n_stories"]),
        reason=release(reasons, study, hide=["n_stories", "reason_share"]),
    )


def test_the_technique_is_told_step_by_step(study):
    figure = draw_technique(carried_out(study, 12, [30, 20, 20, 20]))
    assert title(figure).endswith("12 of the 20 stories chosen last were verified")
    written = " ".join(said(figure).split())
    assert "7 of 20 stories stand behind a change" in written
    assert "leaves no trace in the tables" in written and "1 not confirmed" not in written
    assert "valley level: reach 40" in written.lower()
    assert "too few stories to be shown" in written


def test_outcomes_of_verification_that_too_few_people_stand_behind_are_hidden(study):
    figure = draw_technique(carried_out(study, 0, [30, 9, 9, 30]))
    assert title(figure).endswith("None of the 20 stories chosen last were verified")
    written = " ".join(said(figure).split())
    assert "6 confirmed" in written and "confirmed in part" not in written
    assert "other outcomes hidden" in written


# Who contributed, and what lasted


def credited(study: Study, claims: list[str | None], need: str = "several_projects") -> Released:
    n = len(claims)
    table = pd.DataFrame({
        "contribution_id": [f"B{i}" for i in range(n)], "change_id": ["C1"] * n,
        "title_en": [LONG] * n, "contributor": (["P01", "other"] * n)[:n], "claim": claims,
        "is_rival_named": ([True, False] * n)[:n], "need": [need] * n,
        "is_needed": pd.array(([True, pd.NA, False] * n)[:n], "boolean"),
        "told_by": ["several groups, one state"] * n,
    }).astype({"is_rival_named": bool})  # fmt: skip
    return release_classes(table, study, columns=list(table))


def test_contributors_stand_with_how_far_they_may_be_claimed_and_are_counted(study):
    figure = draw_contributors(credited(study, ["probable", "suggestive", None, "suggestive"]))
    assert title(figure) == (
        "More than the sum of its parts? 1 of 1 changes needed several projects; 1 of 4 "
        "contributions may be called probable"
    )
    written = " ".join(said(figure).split())
    assert LONG in written and "several groups" in written and "Not rated" in written
    assert "P01 ?" in written and "other ?" not in written
    framed = [box for box in figure.axes[0].patches if box.get_linewidth() > 0]
    assert len(framed) == 3  # two contributions, and the key


def test_contributors_of_whom_no_change_needed_several_are_said_as_such(study):
    figure = draw_contributors(credited(study, [None], "one_project"))
    assert "None of 1 changes needed several projects; none of 1" in title(figure)
    assert "No contribution to a change was named" in title(draw_contributors(credited(study, [])))


def graded(study: Study, n_ratings: list[int], alpha: float = 0.7) -> Released:
    criteria, levels = study.closed("rubric_criteria"), study.closed("rubric_levels")
    pairs = [(criterion, level) for criterion in criteria for level in levels]
    table = pd.DataFrame(pairs, columns=["criterion", "rating"]).assign(n_ratings=n_ratings)
    alike = pd.DataFrame({
        "criterion": [*criteria, "all"], "alpha": alpha, "lower": alpha - 0.2, "upper": alpha + 0.1
    })  # fmt: skip
    return together(
        rating=release_classes(table, study, ["criterion", "rating"], work=["n_ratings"]),
        alike=release_classes(alike, study, ["criterion"], work=["alpha", "lower", "upper"]),
    )


def test_ratings_name_the_criterion_with_most_below_the_middle_of_the_scale(study):
    figure = draw_ratings(graded(study, [1, 1, 8, 4, 3, 3]))
    assert title(figure) == (
        "Where is the evidence weakest? Below the middle of the scale are 10 % to 40 % of the "
        "ratings, most in uniqueness"
    )
    assert "0.70 (0.50 to 0.80)" in said(figure)
    assert "undefined" in said(draw_ratings(graded(study, [1, 1, 8, 4, 3, 3], np.nan)))
    assert "No contribution was rated" in title(draw_ratings(graded(study, [0] * 6)))


def kept(study: Study, n_with: int, kept_with: int, n_without: int, kept_without: int, p: float):
    apart = difference(kept_with, n_with, kept_without, n_without)
    row = {
        "n_with": n_with, "n_with_sustained": kept_with, "n_without": n_without,
        "n_without_sustained": kept_without, **apart, "p_value": p,
    }  # fmt: skip
    table = pd.DataFrame([{"domain": domain, **row} for domain in ("all", "justice")])
    return release_classes(table, study, columns=["domain"], work=list(row))


def test_what_lasts_is_compared_and_chance_is_told(study):
    question = "Do changes last more often where support was tailored? "
    near = draw_lasting(kept(study, 9, 6, 8, 4, 0.6))
    assert (
        title(near) == question + "6 of 9 did, 4 of 8 without: a difference that chance may explain"
    )
    assert "exact p = 0.60" in said(near) and "−26 to +52" in said(near)
    apart = draw_lasting(kept(study, 20, 20, 20, 0, 0.001))
    assert title(apart).endswith("20 of 20 did, 0 of 20 without: more often than chance explains")
    less = draw_lasting(kept(study, 20, 0, 20, 20, 0.001))
    assert title(less).endswith("less often than chance explains")
    same = draw_lasting(kept(study, 3, 3, 3, 3, np.nan))
    assert title(same).endswith("nothing could have differed")


def test_what_so_few_changes_would_let_be_noticed_is_said_in_words():
    row = {"n_with": 9, "n_without": 8, "n_without_sustained": 4}
    assert noticed(pd.Series(row)) == "no difference, however large"
    assert noticed(pd.Series(row | {"n_without_sustained": 0})).startswith(
        "only a difference of more"
    )
    many = pd.Series({"n_with": 40, "n_without": 40, "n_without_sustained": 20})
    assert noticed(many) == "a difference of half of the changes, or less"
    assert "one side has no change" in noticed(pd.Series(row | {"n_with": 0}))


def test_what_lasts_says_where_there_is_nothing_to_compare(study):
    assert "Nothing to compare" in title(draw_lasting(kept(study, 3, 2, 0, 0, np.nan)))


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
