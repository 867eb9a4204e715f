"""Figures of what was measured: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import pandas as pd
from drawn import said, title

from analysis.disclosure import Released, release, release_classes
from analysis.exhibits.indicators import draw_two_periods
from analysis.exhibits.monitoring import draw_irregularities
from analysis.exhibits.outcome_line import draw_outcomes
from analysis.exhibits.progress import draw_progress
from analysis.methods.counts import irregularities
from analysis.study import Study
from frame import frame

# Public indicators


def public(study: Study, table: str) -> Released:
    content = frame(table).astype({"period": str}) if "period" in table else frame(table)
    numbers = [name for name in content if name not in ("place", "period")]
    words_ = [name for name in content if name in ("place", "period")]
    content[numbers] = content[numbers].astype(float)
    return release_classes(content, study, columns=words_, public=numbers)


PERIODS = """
    place   period  value  lower  upper
    XX      2016    43     42     44
    XX-ARB  2016    40     38     42
    XX-BEL  2016    50     48     52
    XX-COR  2016    30     .      .
    XX      2021    46     45     47
    XX-ARB  2021    45     43     47
    XX-BEL  2021    49     47     51
    XX-COR  2021    31     29     33
"""
DECLARED = ("Participation", "Percent of women", "Office of Figures")


def test_only_states_with_both_intervals_are_compared(study):
    figure = draw_two_periods(public(study, PERIODS), *DECLARED)
    assert title(figure) == (
        "Participation clearly rose in 1 of 2 states from 2016 to 2021, and clearly fell in none"
    )
    assert "Source: Office of Figures." in said(figure)


def test_one_period_is_no_change(study):
    table = "\n".join(line for line in PERIODS.splitlines() if "2021" not in line)
    figure = draw_two_periods(public(study, table), *DECLARED)
    assert title(figure) == "Participation was measured only in 2016"


# The projects


def progressed(study: Study, table: str) -> Released:
    content = frame(table).assign(name="The project of the long name that no column can hold")
    ends = ["progress_lower", "progress_upper"]
    content = content.reindex(columns=[*content, *(end for end in ends if end not in content)])
    return release(content, study, people="n_cases", hide=["progress_share", *ends])


def test_progress_tells_first_targets_reached_and_baselines_lost(study):
    table = """
        project_id  state   progress_share  n_cases
        P1          XX-ARB  1.0             30
        P1          XX-BEL  -0.1            30
        P1          XX-COR  0.5             9
        P2          XX-ARB  .               0
        P2          XX-BEL  0.0             30
    """
    figure = draw_progress(progressed(study, table))
    assert title(figure) == (
        "Of 3 pairs of project and state, the median indicator reached its first target in 1, none "
        "of them surely, and fell behind the baseline in 1"
    )
    written = said(figure).replace("\n", " ")
    assert "Median of a project's indicators in a state, last half-year, against" in written
    assert "Too few cases to be shown" in written and "Not known: no indicator can" in written
    assert "Behind the baseline" in written and "Half of the way or more" not in written


def test_a_median_that_reached_no_target_is_said_in_words(study):
    table = "project_id state progress_share n_cases\nP1 XX-ARB 0.99 30"
    assert title(draw_progress(progressed(study, table))) == (
        "Of 1 pairs of project and state, the median indicator reached its first target in none "
        "and fell behind the baseline in none"
    )


def test_a_step_that_cannot_be_told_from_the_next_stands_in_brackets(study):
    table = """
        project_id  state   progress_share  progress_lower  progress_upper  n_cases
        P1          XX-ARB  1.5             1.1             1.9             30
        P1          XX-BEL  0.7             0.4             0.9             30
        P1          XX-COR  0.2             0.1             0.3             30
        P2          XX-ARB  -0.2            .               .               30
    """
    figure = draw_progress(progressed(study, table))
    assert "in 1, 1 of them surely" in title(figure)
    written = said(figure).split("\n")
    assert "(▲)" in written and "(▼)" in written
    assert "(△)" not in written and "(✓)" not in written


def line(study, *rows):
    columns = ["domain", "indicator_id", "change_sd", "lower", "upper", "n_cases", "weight"]
    table = pd.DataFrame(rows, columns=columns).assign(n_states=3.0, error_sd=0.1)
    table["title"] = table["indicator_id"].map(lambda name: f"Indicator {name}", na_action="ignore")
    return release(
        table, study, people="n_cases", hide=["change_sd", "error_sd", "lower", "upper"],
        keep=["n_states", "weight"],
    )  # fmt: skip


def test_the_outcome_line_names_domains_that_moved_and_prints_the_weights(study):
    figure = draw_outcomes(
        line(
            study,
            ("justice", "settled", 0.9, 0.7, 1.1, 40, 0.75),
            ("justice", "repeat", 0.1, -0.3, 0.5, 40, 0.25),
            ("justice", None, 0.7, 0.5, 0.9, 40, None),
            ("advocacy", "votes", -0.5, -0.8, -0.2, 40, 1.0),
            ("advocacy", None, -0.5, -0.8, -0.25, 40, None),
        )
    )
    assert title(figure) == (
        "The projects measured a change for the better in justice; for the worse in advocacy"
    )
    written = said(figure).replace("\N{NO-BREAK SPACE}", " ")
    assert "75 %, 3" in written and "25 %, 3" in written


def test_a_domain_that_may_have_moved_too_little_to_matter_is_not_named(study):
    region = study.triangulation.verdict.region_indicator
    rows = (
        ("justice", None, 0.5, region, 0.9, 40, None),
        ("advocacy", None, -0.3, -0.5, -0.01, 40, None),
    )
    assert title(draw_outcomes(line(study, *rows))) == (
        "The projects measured a change for the better in no domain"
    )


def test_an_outcome_line_on_too_few_cases_is_not_drawn(study):
    assert title(draw_outcomes(line(study, ("justice", None, 0.7, 0.5, 0.9, 9, None)))) == (
        "No change since baseline can be shown"
    )


def irregular(study: Study, kinds: list[str]) -> Released:
    table = irregularities(pd.DataFrame({"kind": kinds}, dtype="str"))
    return release_classes(table, study, columns=["kind", "is_set_aside"], work=["n"])


def test_what_was_irregular_in_the_reports_is_told_apart_by_what_is_lost(study):
    figure = draw_irregularities(irregular(study, ["total_row", "total_row", "baseline_late"]))
    assert title(figure) == (
        "Irregularities in the projects' reports: 2 could be mended; for 1 a row or a series is "
        "lost"
    )
    assert "Brought to one form" in said(figure) and "Enters no change" in said(figure)
    alone = draw_irregularities(irregular(study, ["total_row"]))
    assert title(alone).endswith("for none a row or a series is lost")


def test_reports_without_an_irregularity_are_said_to_have_none(study):
    figure = draw_irregularities(irregular(study, []))
    assert title(figure) == "Nothing is irregular in the projects' reports"


def test_progress_that_nobody_knows_is_said(study):
    table = "project_id state progress_share n_cases\nP1 XX-ARB . 0"
    assert title(draw_progress(progressed(study, table))) == (
        "Progress is known for no project in any state"
    )
