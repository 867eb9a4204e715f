"""Figures of what was measured: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import pandas as pd
import pytest
from drawn import said, title
from matplotlib.figure import Figure

from analysis.disclosure import Released, release, release_classes
from analysis.exhibits.indicators import draw_rates, draw_series, draw_two_periods
from analysis.exhibits.monitoring import draw_irregularities
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


SERIES = """
    place   period  value
    XX      2020Q1  3.0
    XX      2020Q2  .
    XX      2020Q3  4.0
    XX      2020Q4  {last}
    XX-ARB  2020Q1  3.0
    XX-ARB  2020Q3  5.0
    XX-ARB  2020Q4  5.0
"""
BREAKS = pd.DataFrame(
    {"place": ["XX-ARB", "XX"], "period": ["2020Q2", "2020Q3"], "reason": ["Not asked", "New base"]}
)


@pytest.mark.parametrize(
    ("last", "moved"),
    [
        ("3.5", "fell from 4.0 % in 2020Q3 to 3.5 % in 2020Q4"),
        ("4.6", "rose from 4.0 % in 2020Q3 to 4.6 % in 2020Q4"),
        ("4.04", "stood at 4.0 % both in 2020Q3 and in 2020Q4"),
    ],
)
def test_a_series_is_read_from_its_last_break(study, last, moved):
    figure = draw_series(public(study, SERIES.format(last=last)), BREAKS, *DECLARED)
    assert title(figure) == f"Participation {moved}; earlier levels are not comparable"
    assert "a 2020Q2, Zarboria: Not asked." in said(figure)
    assert "b 2020Q3: New base." in said(figure)


def test_a_series_too_short_since_its_break_tells_no_movement(study):
    figure = draw_series(public(study, SERIES.format(last=".")), BREAKS, *DECLARED)
    assert "too short to say how it moved" in title(figure)


def test_a_series_without_breaks_is_read_whole(study):
    figure = draw_series(public(study, SERIES.format(last="5.0")), BREAKS.iloc[:0], *DECLARED)
    assert title(figure) == "Participation rose from 3.0 % in 2020Q1 to 5.0 % in 2020Q4"


def rated(study: Study, table: str) -> Figure:
    return draw_rates(public(study, table), "requests", "Office of Figures")


def test_rates_name_the_states_clearly_above_the_country(study):
    table = """
        place   n_events  exposure  rate  lower  upper
        XX      12        20        0.6   0.3    1.0
        XX-ARB  12        5         2.4   1.2    4.2
        XX-BEL  0         10        0     0      0.37
        XX-COR  0         .         .     .      .
    """
    figure = rated(study, table)
    assert (
        title(figure) == "12 requests in 1 of 3 states; clearly above the country's rate: Zarboria"
    )
    assert "rate not known" in said(figure)


def test_no_event_anywhere_is_said(study):
    table = """
        place   n_events  exposure  rate  lower  upper
        XX      0         20        0     0      0.18
        XX-ARB  0         5         0     0      0.74
    """
    assert title(rated(study, table)) == "No requests in any of 1 states"


# The projects


def progressed(study: Study, table: str) -> Released:
    content = frame(table).assign(name="The project of the long name that no column can hold")
    return release(content, study, people="n_cases", hide=["progress_share"])


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
        "Of 3 pairs of project and state, the median indicator reached its first target in 1 and "
        "fell behind the baseline in 1"
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
