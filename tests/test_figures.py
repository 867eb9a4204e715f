"""Figures: each title tells what its table says, and no text hides or leaves the drawing."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import small_study
from analysis import vocabulary as words
from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits import house, wording
from analysis.exhibits.cell import WAY_COLORS
from analysis.exhibits.changes import draw_changes, draw_validation
from analysis.exhibits.coded import draw_agreement, draw_codes
from analysis.exhibits.contribution import draw_ratings, draw_sustained
from analysis.exhibits.contributors import draw_contributors
from analysis.exhibits.domain import draw_domain
from analysis.exhibits.indicators import draw_rates, draw_series, draw_two_periods
from analysis.exhibits.lessons import draw_lessons, draw_types
from analysis.exhibits.maps import draw_heard_by_state
from analysis.exhibits.matrix import draw_lines, draw_matrix
from analysis.exhibits.monitoring import draw_irregularities
from analysis.exhibits.people import draw_flow, draw_heard, draw_mentions
from analysis.exhibits.profile import draw_profile
from analysis.exhibits.progress import draw_progress
from analysis.exhibits.selection import draw_selection, draw_selection_by_group
from analysis.exhibits.validation import draw_panels, draw_priorities
from analysis.methods.contribution import exact_share
from analysis.methods.counts import irregularities
from analysis.study import Study, read_study
from frame import frame

SLACK_IN = 0.02  # so far the boxes of two texts may run into each other: letters stand inside them
LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return read_study(small_study.write(tmp_path_factory.mktemp("study")))


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def title(figure: Figure) -> str:
    """The message, once the drawing has been found legible."""
    assert_legible(figure)
    return house.title_of(figure).replace("\N{NO-BREAK SPACE}", " ")


def said(figure: Figure) -> str:
    """Everything written in the figure."""
    return "\n".join(text for text, _ in texts(figure))


def texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Each text that is really drawn, and its place in inches."""
    house.settle(figure)
    found, draw = {}, Text.draw

    def note(text: Text, renderer: object) -> None:
        if text.get_visible() and text.get_text().strip():
            extent = text.get_window_extent(renderer)
            found[id(text)] = (
                text.get_text(),
                extent.transformed(figure.dpi_scale_trans.inverted()),
            )
        draw(text, renderer)

    with plt.style.context(house.STYLE), patch.object(Text, "draw", note):
        figure.draw_without_rendering()
    return list(found.values())


def assert_legible(figure: Figure) -> None:
    """No text overlaps another or leaves the area that is saved."""
    found = texts(figure)
    area = house.extent(figure)
    outside = [
        text for text, box in found
        if box.x0 < area.x0 - SLACK_IN or box.x1 > area.x1 + SLACK_IN
        or box.y0 < area.y0 - SLACK_IN or box.y1 > area.y1 + SLACK_IN
    ]  # fmt: skip
    assert not outside
    assert area.width < house.WIDTH_IN + 0.1, "a text widens the figure"
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(found, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK_IN
        and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK_IN
    ]
    assert not over


def test_the_check_finds_what_overlaps_and_what_is_cut_off():
    figure, ax = house.sheet(1)
    ax.text(1, 0.5, "one word")
    ax.text(1.2, 0.5, "another")
    with pytest.raises(AssertionError):
        assert_legible(figure)
    figure, ax = house.sheet(1)
    ax.text(6, 0.5, "much too far to the right")
    with pytest.raises(AssertionError):
        assert_legible(figure)


# Who was heard


def heard(study: Study, table: str, within: list[str] | None = None) -> Released:
    return release(frame(table), study, hide=["n_asked"], within=within or [])


HEARD = """
    group   domain    n_people  n_asked
    unions  advocacy  21        12
    unions  justice   11        6
    judges  justice   9         4
"""


def test_people_heard_are_counted_and_small_cells_hidden(study):
    figure = draw_heard(heard(study, HEARD))
    assert title(figure) == "Enough people to be shown: 2 of 4 pairs of group and domain"
    assert "21" in said(figure) and "<10" in said(figure)


def test_a_cell_hidden_to_protect_another_is_not_called_small(study):
    table = """
        group   domain    n_people  n_asked
        unions  advocacy  21        12
        unions  justice   11        6
        judges  advocacy  9         4
        judges  justice   30        14
    """
    figure = draw_heard(heard(study, table, within=["group", "domain"]))
    assert_legible(figure)
    assert "hidden" in said(figure) and "<10" not in said(figure)


@pytest.mark.parametrize("draw", [draw_heard, draw_mentions])
def test_nobody_asked_is_said(study, draw):
    table = pd.DataFrame(columns=["group", "domain", "n_people", "mention_share"])
    table = table.astype({"n_people": float, "mention_share": float})
    released = release(table, study, hide=["mention_share"])
    assert title(draw(released)) == "Nobody was asked about any domain"


def mentions(study: Study, shares: list[float], n_people: int = 40) -> Released:
    table = pd.DataFrame({
        "group": ["unions", "judges", "firms"], "domain": "justice", "n_people": n_people,
        "mention_share": shares,
    })  # fmt: skip
    return release(table, study, hide=["mention_share"])


def test_mentions_tell_in_how_many_pairs_over_half_raise_a_change(study):
    figure = draw_mentions(mentions(study, [0.51, 0.5, 0.2]))
    assert title(figure) == (
        "Over half of the sources asked raise a change in 1 of the 3 pairs of group and domain "
        "that can be shown"
    )
    assert "51\N{NO-BREAK SPACE}%" in said(figure)


def test_mentions_all_hidden_are_said_to_be(study):
    figure = draw_mentions(mentions(study, [0.51, 0.5, 0.2], n_people=9))
    assert title(figure) == "No pair of group and domain has enough people to be shown"


def test_the_flow_tells_how_many_rows_are_usable(study):
    rows = pd.DataFrame({"reason": words.FLOW, "n_rows": [14, 0, 1, 2, 0, 11]})
    released = release_classes(rows, study, columns=["reason"], work=["n_rows"])
    assert title(draw_flow(released)) == "Usable: 11 of the 14 rows in the register of interviews"


def by_state(study: Study, table: str) -> Released:
    named = frame(table).replace({"few": "under 10", "many": "20 or more"})
    return release_classes(named, study, columns=["state", "heard", "heard_order"])


def test_a_studied_state_where_nobody_was_heard_is_not_taken_for_an_unstudied_one(study):
    table = """
        state   heard  heard_order
        XX-ARB  few    a
        XX-BEL  many   c
    """
    figure = draw_heard_by_state(by_state(study, table))
    assert title(figure) == "Under 10 people were heard in 1 of 3 studied states"
    assert "nobody heard" in said(figure) and "not studied" in said(figure)


def test_a_map_of_one_class_tells_that_class(study):
    table = """
        state   heard  heard_order
        XX-ARB  many   c
        XX-BEL  many   c
        XX-COR  many   c
    """
    figure = draw_heard_by_state(by_state(study, table))
    assert title(figure) == "20 or more people were heard in 3 of 3 studied states"
    assert "nobody heard" not in said(figure)


# What people say


def coded(study: Study, table: str) -> Released:
    return release(frame(table), study, hide=["n_asked", "n_sources", "source_share"])


CODES = """
    domain    name      facet      n_people  n_asked  n_sources  source_share
    advocacy  Ballots   topic      40        30       20         0.67
    advocacy  Peers     mechanism  40        30       9          0.30
    advocacy  Practice  mechanism  40        30       3          0.10
    advocacy  Fear      barrier    40        30       6          0.200
    justice   Budget    barrier    50        30       6          0.204
"""


def test_codes_name_the_first_help_and_every_hindrance_that_ties(study):
    figure = draw_codes(coded(study, CODES), 1)
    assert title(figure) == "Helps most: “Peers”; hinders most: “Budget” and “Fear”"
    assert "Ballots" not in said(figure) and "Practice" not in said(figure)


def test_codes_of_too_few_people_are_said_to_be(study):
    table = CODES.replace("40 ", "9 ").replace("50 ", "9 ")
    assert title(draw_codes(coded(study, table), 2)).startswith("Too few people name")


def agreed(study: Study, table: str) -> Released:
    columns = {"columns": ["domain", "measure"], "work": ["value", "lower", "upper"]}
    return release_classes(frame(table), study, **columns)


@pytest.mark.parametrize(
    ("alpha", "beginning"),
    [
        ("0.80", "Coders agree reliably on direction (alpha 0.80;"),
        ("0.79", "Coders agree on direction well enough for tentative conclusions (alpha 0.79;"),
        ("0.66", "Coders agree too little on direction for one to stand for all (alpha 0.66;"),
        ("-0.2", "Coders agree too little on direction for one to stand for all (alpha -0.20;"),
        (".", "Agreement on direction beyond chance cannot be measured"),
    ],
)
def test_agreement_is_read_as_krippendorff_does(study, alpha, beginning):
    table = f"""
        domain   measure            value    lower  upper
        all      percent_agreement  0.90     0.80   1.00
        all      alpha              {alpha}  .      .
        justice  ac1                0.70     -0.30  1.00
    """
    assert title(draw_agreement(agreed(study, table))).startswith(beginning)


def test_agreement_without_judgments_is_said(study):
    table = "domain measure value lower upper\nall alpha . . ."
    figure = draw_agreement(agreed(study, table))
    assert title(figure).startswith("No judgment was made by two coders")


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
        "Over half of every panel agree with 1 of the 3 changes compared; "
        "on 1 of them the panels differ"
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


def test_progress_tells_targets_reached_and_baselines_lost(study):
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
        "Of 3 pairs of project and state, 1 reached the targets and 1 fell behind the baseline"
    )
    legend = said(figure)
    assert "Too few cases to be shown" in legend and "No baseline, target or later value" in legend
    assert "Half of the way or more" not in legend


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


# Both together


def matrix(study: Study, table: str) -> Released:
    content = frame(table).replace({"grade": {"-": None}})
    return release_classes(content, study, columns=list(content.columns))


MATRIX = """
    state   domain    verdict           level     people_way  indicators_way  is_borrowed  grade
    all     advocacy  {one}             {level}   better      better          False        moderate
    all     justice   dissonance        {level}   worse       better          False        .
    XX-BEL  advocacy  people_only       likely    worse       flat            True         .
    XX-BEL  justice   undetermined      open      .           .               True         .
    XX-ARB  advocacy  too_few_asked     open      .           .               False        .
    XX-ARB  justice   indicators_silent open      .           .               False        .
"""


@pytest.mark.parametrize(
    ("verdict", "clause"),
    [
        (words.AGREEMENT, "People and indicators agree that advocacy improved"),
        (
            words.PARTIAL_AGREEMENT,
            "People and indicators agree, unlike in strength, that advocacy improved",
        ),
        (words.SAME_DIRECTION, "People and indicators both say that advocacy improved"),
    ],
)
def test_the_matrix_is_headed_by_what_is_declared(study, verdict, clause):
    figure = draw_matrix(matrix(study, MATRIX.format(one=verdict, level="declared")))
    assert title(figure) == f"{clause}; on justice, people say worse and indicators better"
    assert "Pale: likely, but no finding" in said(figure)


def test_the_matrix_says_that_nothing_is_declared(study):
    figure = draw_matrix(matrix(study, MATRIX.format(one=words.AGREEMENT, level="likely")))
    assert title(figure) == "Nothing can be declared of people and indicators in any domain"


def test_the_legend_of_the_matrix_holds_only_what_stands_in_it(study):
    written = said(draw_matrix(matrix(study, MATRIX.format(one="agreement", level="declared"))))
    assert "Too few people asked" in written and "People silent" not in written


LINES = """
    domain    n_people  direction  direction_lower  direction_upper  change  change_lower  change_upper  verdict    level     people_way  indicators_way
    advocacy  40        0.5        0.3              0.7              {change}  .            .             agreement  {level}   better      better
    justice   {n}       0.1        -0.1             0.3              .       .             .             undetermined  open   .           .
"""  # noqa: E501


def lines(study: Study, **values: object) -> Released:
    table = frame(LINES.format(**{"change": 0.4, "level": "declared", "n": 40} | values))
    hide = ["direction", "direction_lower", "direction_upper"]
    return release(table, study, hide=hide, keep=["change", "change_lower", "change_upper"])


def test_lines_are_headed_like_the_matrix_and_a_missing_line_is_named(study):
    figure = draw_lines(lines(study))
    assert title(figure) == "People and indicators agree that advocacy improved"
    assert said(figure).count("not known") == 1


def test_lines_without_indicators_are_drawn(study):
    figure = draw_lines(lines(study, change=".", level="open", n=9))
    assert title(figure).startswith("Nothing can be declared")
    assert said(figure).count("not known") == 3


def profile(study: Study, verdicts: pd.DataFrame) -> Released:
    columns = ["part", "domain", "verdict", "level", "people_way", "indicators_way", "is_borrowed"]
    beside = pd.DataFrame({
        "part": "indicator", "title": [LONG, "Employed persons"], "period": "2021",
        "unit": ["percent", "persons"], "value": [38.25, 1234567.0], "country_value": [46.6, None],
    })  # fmt: skip
    table = pd.concat([verdicts.assign(part="verdict"), beside], ignore_index=True)
    table = table.reindex(columns=[*columns, *beside.columns[1:]])
    texts_ = [*columns, "title", "period", "unit"]
    return release_classes(table, study, columns=texts_, public=["value", "country_value"])


def test_a_profile_tells_declared_from_likely_and_not_studied_from_undetermined(study):
    table = """
        domain    verdict    level   people_way  indicators_way  is_borrowed
        advocacy  agreement  likely  better      better          True
    """
    figure = draw_profile(profile(study, frame(table)), "XX-ARB", "Office of Figures")
    assert title(figure) == "Zarboria: verdict declared in none of 2 domains, likely in 1"
    written = said(figure)
    assert "Not studied" in written and "likely, borrowed from the domain" in written
    assert "38.2 %" in written and "1,234,567" in written and "–" in written
    assert "Sources of the public indicators: Office of Figures." in written


DOMAIN_CELLS = """
    state   domain  verdict            level     people_way  indicators_way  is_borrowed  grade
    all     justice {verdict}          {level}   better      worse           False        .
    XX-ARB  justice indicators_silent  open      .           .               False        .
    XX-BEL  justice agreement          likely    better      better          True         .
"""


def domain(study: Study, cells: pd.DataFrame, n_rows: int) -> Released:
    """The page's table with so many changes, causes and indicators."""
    rows = range(n_rows)
    changes = pd.DataFrame({
        "change_id": [f"C{n}" for n in rows], "title_en": LONG, "is_positive": True,
        "is_expected": [n > 0 for n in rows], "is_sustained": pd.array([None] * n_rows, "boolean"),
    })  # fmt: skip
    causes = pd.DataFrame({
        "name": [f"{LONG} {n}" for n in rows], "facet": "barrier", "n_people": 40,
        "source_share": [0.9 - n / 10 for n in rows],
    })  # fmt: skip
    beside = pd.DataFrame({
        "title": [LONG for _ in rows], "unit": "percent", "publisher": "Office of Figures",
        "period": "2021", "country_value": np.nan, "lowest": 3.0, "highest": 4.5,
    })  # fmt: skip
    public_ = ["country_value", "lowest", "highest"]
    return together(
        verdict=release_classes(cells, study, list(cells)),
        change=release_classes(changes, study, list(changes)),
        cause=release(causes, study, hide=["source_share"]),
        indicator=release_classes(beside, study, list(beside.columns[:4]), public=public_),
    )


def test_a_page_on_a_domain_tells_its_verdict_changes_causes_and_public_figures(study):
    cells = frame(DOMAIN_CELLS.format(verdict="dissonance", level="declared"))
    figure = draw_domain(domain(study, cells, 2), "justice", n_causes=1)
    assert title(figure) == "On justice, people say better and indicators worse"
    written = said(figure)
    assert "Cor" in written and "Dun" in written
    assert "emergent" in written and "foreseen" in written and "not known" in written
    assert "90" in written and "80" not in written
    assert "3.0 % to 4.5 %" in written and "–" in written
    assert written.count("Office of Figures") == 1


@pytest.mark.parametrize(
    ("verdict", "level", "message"),
    [
        ("dissonance", "likely", "Likely, but no finding: on justice, people say better and "
         "indicators worse"),
        ("people_silent", "open", "Justice: people silent over all studied states"),
    ],
)  # fmt: skip
def test_a_page_on_a_domain_is_no_surer_than_its_verdict(study, verdict, level, message):
    cells = frame(DOMAIN_CELLS.format(verdict=verdict, level=level))
    figure = draw_domain(domain(study, cells, 1), "justice", n_causes=1)
    assert title(figure) == message
    assert wording.VERDICTS[verdict] in said(figure)  # in the legend


def test_a_page_on_a_domain_of_which_nothing_is_known_says_so(study):
    cells = frame(DOMAIN_CELLS.format(verdict="dissonance", level="declared")).head(0)
    figure = draw_domain(domain(study, cells, 0), "justice", n_causes=3)
    assert title(figure) == "Justice: studied in no state"
    written = said(figure)
    assert "No significant change" in written and "Too few people" in written
    assert "No public indicator" in written


# Color and letters

# Machado, Oliveira and Fernandes (2009), table 1, severity 1.0; on linear RGB.
DEUTERANOPIA = np.array([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
])  # fmt: skip


def test_ways_are_told_apart_without_red_and_green():
    seen = [DEUTERANOPIA @ np.array(to_rgb(color)) ** 2.2 for color in WAY_COLORS.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.2


@pytest.mark.parametrize("color", [*house.COLORS, *WAY_COLORS.values(), house.HIDDEN])
def test_letters_on_a_color_keep_the_contrast_of_large_text(color):
    inks = {ink: house.contrast(ink, color) for ink in ("white", house.INK)}
    assert house.ink_on(color) == max(inks, key=inks.get)
    assert max(inks.values()) >= 3  # WCAG 2.2, 1.4.3


def test_the_lines_of_a_title_are_of_much_the_same_length():
    figure = house.nothing("These are a few words more than one line of bold letters can ever hold")
    (heading,) = [text for text in figure.texts if text.get_gid() == house.TITLE]
    assert_legible(figure)
    lines_ = heading.get_text().split("\n")
    assert len(lines_) == 2 and min(map(len, lines_)) > 20


def test_figures_leave_the_folder_alone(study, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw_heard(heard(study, HEARD))
    assert not list(tmp_path.iterdir())


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
    (60, 40, 36), (30, 30, 28), (40, 30, 26),
    (50, 36, 24), (28, 28, 12), (38, 26, 14),
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
        "Where is the evidence weakest? In uniqueness, 40 % of the ratings are below the middle of "
        "the scale"
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
