"""Figures of public indicators: those shipped can be read, and each title tells its table."""

from pathlib import Path

import pandas as pd
import pytest
from drawn import said, title

from analysis.disclosure import release_public, together
from analysis.exhibits.coverage import draw_coverage
from analysis.exhibits.funnels import draw_funnels
from analysis.exhibits.maps import draw_phases
from analysis.exhibits.outlines import draw_gaps
from analysis.exhibits.series import draw_sparklines
from analysis.exhibits.source import draw_source
from analysis.intake import indicators, outlines
from analysis.methods import coverage, funnel, phases, rates, windows
from analysis.study import read_study, sources
from frame import frame

DATA = Path(__file__).parents[2] / "data"
MEXICO = read_study(DATA)
COUNTRY = MEXICO.country.code
DECLARED = ("Participation", "Percent of women", "Office of Figures")


@pytest.fixture(scope="module")
def shipped():
    given = indicators.clean(indicators.read(MEXICO), MEXICO)
    return given | {"outlines": outlines.clean(outlines.read(MEXICO), MEXICO)}


def rated(values, uses, register, country):
    titles = register.rename(columns={"title_en": "title"})
    exposed = titles[["indicator_id", "title"]].set_axis(["counted_over", "exposed"], axis=1)
    table = funnel.all_funnels(rates.declared_rates(values, uses), country)
    return table.merge(titles[["indicator_id", "title", "unit"]]).merge(exposed)


# The shipped figures


def test_the_coverage_of_the_shipped_figures_can_be_read(shipped):
    known = coverage.by_year(shipped["indicator_values"], shipped["indicator_breaks"], COUNTRY, 32)
    titles = shipped["indicators"][["indicator_id", "title_en"]]
    table = known.merge(titles.rename(columns={"title_en": "title"}))
    assert title(draw_coverage(release_public(table, MEXICO))).startswith(
        "11 of 17 public indicators have a figure for every state of Mexico"
    )


def test_the_shipped_funnels_can_be_read_and_name_who_lies_beyond(shipped):
    table = rated(
        shipped["indicator_values"], shipped["indicator_uses"], shipped["indicators"], COUNTRY
    )
    figure = draw_funnels(release_public(table, MEXICO), "Offices")
    assert title(figure) == (
        "2,343 contracts: 13 of 32 states beyond what chance explains; 24 requests: 1 of 32 states "
        "beyond what chance explains"
    )
    assert "GTO" in said(figure) and "COAH" in said(figure)


def test_the_shipped_series_can_be_read_in_every_state(shipped):
    values, breaks = shipped["indicator_values"], shipped["indicator_breaks"]
    own = values[values["indicator_id"].eq("unemployment")]
    breaks = breaks[breaks["indicator_id"].eq("unemployment")]
    figure = draw_sparklines(release_public(own, MEXICO), breaks, *DECLARED)
    assert title(figure) == (
        "Participation fell from 4.4 % in 2021Q1 to 2.5 % in 2025Q1; earlier levels are not "
        "comparable"
    )
    assert all(place.short.rstrip(".") in said(figure) for place in MEXICO.places)


def gaps_of(shipped, shapes):
    values, uses = shipped["indicator_values"], shipped["indicator_uses"]
    moved = windows.window_changes(values, shipped["indicator_breaks"], uses, COUNTRY)
    gap = moved[moved["indicator_id"].eq("participation_gap")]
    gap = gap.merge(uses[["indicator_id", *indicators.WINDOWS]])
    pay = values[values["indicator_id"].eq("women_pay_ratio")]
    parts = together(gap=release_public(gap, MEXICO), pay=release_public(pay, MEXICO))
    return draw_gaps(parts, shapes, "Office of Figures")


def test_the_gaps_on_the_outlines_can_be_read_and_guerrero_is_not_compared(shipped):
    figure = gaps_of(shipped, shipped["outlines"])
    assert title(figure) == (
        "The gap in participation narrowed in 21 of 31 states; in the country, 30.1 points in 2023 "
        "and 29.7 in 2024"
    )


def test_without_outlines_the_gap_is_still_told(shipped):
    figure = gaps_of(shipped, shipped["outlines"].iloc[:0])
    assert title(figure).startswith("The gap in participation narrowed in 21 of 31 states")
    assert "No outlines of the states are at hand" in said(figure)


def test_the_phases_of_the_reform_are_told_with_what_is_not_known(shipped):
    table = phases.by_state(
        shipped["indicator_values"], "labor_justice_federal_start", "labor_justice_local_start",
        COUNTRY,
    )  # fmt: skip
    figure = draw_phases(release_public(table, MEXICO), "Courts began", "the press")
    assert title(figure) == (
        "Courts began: 8 in November 2020, 13 in November 2021 and 11 in October 2022"
    )
    assert "BCS ?" in said(figure) and "HGO +" in said(figure)


def page_of(source, shipped, study=MEXICO):
    country, uses = study.country.code, shipped["indicator_uses"]
    own = uses[uses["source_id"].eq(source)]
    values, breaks, checks, register = (
        shipped[name].merge(own[["indicator_id"]])
        for name in ("indicator_values", "indicator_breaks", "indicator_checks", "indicators")
    )
    changes = windows.window_changes(values, breaks, own, country).query("place == @country")
    n_states = len(study.places)
    parts = {
        "about": register, "place": coverage.by_place(values, breaks, country),
        "printed": coverage.against_print(values, checks),
        "fit": coverage.among_themselves(values, uses, country, n_states), "broken": breaks,
        "change": changes.merge(own[["indicator_id", *indicators.WINDOWS]]),
    }  # fmt: skip
    return draw_source(
        together(**{name: release_public(part, study) for name, part in parts.items()})
    )


@pytest.mark.parametrize("source", sources(MEXICO))
def test_the_page_of_every_source_can_be_read(source, shipped):
    figure = page_of(source, shipped)
    assert title(figure)
    assert "What it cannot say" in said(figure) and "Whether its figures hold" in said(figure)


def test_a_page_tells_what_agrees_what_differs_and_what_is_broken(shipped):
    figure = page_of("inegi_enoe", shipped)
    assert title(figure) == ("INEGI: complete in 31 of 32 states; 11 of 12 printed figures agree")
    written = said(figure).replace("\n", " ")
    assert "here 53,331,429: differs." in written
    assert "the states add up to the country in 59 of 59 periods" in written
    assert "2023Q4, Guerrero, partly measured" in written
    assert "from 3.3 % (2022) to 2.7 % (2024), -0.6" in written


def test_contracts_of_several_states_are_added_to_the_states(shipped):
    """STPS 2023: 2,343 revisions in one state each and 644 across states are the printed 2,987."""
    uses = shipped["indicator_uses"].set_index("indicator_id", drop=False)
    uses.loc["federal_wage_revisions_multistate", "part_of"] = "federal_wage_revisions"
    written = said(page_of("stps", shipped | {"indicator_uses": uses.reset_index(drop=True)}))
    told = "the states, and what is told of several together, add up to the country in 1 of 1"
    assert told in written.replace("\n", " ")


def test_a_page_of_the_country_alone_asks_nothing_of_the_states(shipped):
    assert title(page_of("conasami", shipped)) == (
        "CONASAMI: of the country only; nothing printed elsewhere to compare"
    )


# Another country


BREAKS = pd.DataFrame(
    {
        "place": ["XX-ARB", "XX"], "period": ["2020Q2", "2020Q3"],
        "kind": ["not_measured", "new_basis"], "reason": ["Not asked", "New base"],
    }
)  # fmt: skip
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


def series(study, last, breaks=BREAKS):
    table = release_public(frame(SERIES.format(last=last)), study)
    return draw_sparklines(table, breaks, *DECLARED)


@pytest.mark.parametrize(
    ("last", "moved"),
    [
        ("3.5", "fell from 4.0 % in 2020Q3 to 3.5 % in 2020Q4"),
        ("4.6", "rose from 4.0 % in 2020Q3 to 4.6 % in 2020Q4"),
        ("4.04", "stood at 4.0 % both in 2020Q3 and in 2020Q4"),
    ],
)
def test_a_series_is_read_from_its_last_break(study, last, moved):
    figure = series(study, last)
    assert title(figure) == f"Participation {moved}; earlier levels are not comparable"
    assert "• Zarboria, 2020Q2: Not asked." in said(figure)
    assert "a 2020Q3: New base." in said(figure)
    assert "none" in said(figure)  # the states without a figure


def test_no_line_is_drawn_through_a_break(study):
    country = series(study, "3.5").axes[0]
    lines = [
        line for line in country.lines if len(line.get_xdata()) and line.get_linestyle() == "-"
    ]
    assert [len(line.get_ydata()) for line in lines] == [2, 2]


def test_a_series_too_short_since_its_break_tells_no_movement(study):
    assert "too short to say how it moved" in title(series(study, "."))


def test_a_series_without_breaks_is_read_whole(study):
    figure = series(study, "5.0", BREAKS.iloc[:0])
    assert title(figure) == "Participation rose from 3.0 % in 2020Q1 to 5.0 % in 2020Q4"


def test_a_study_without_an_indicator_says_so(study):
    empty = pd.DataFrame(columns=["place", "period", "value"])
    assert title(draw_sparklines(release_public(empty, study), BREAKS, *DECLARED)) == (
        "Participation: no figure is known for the country"
    )
    known = pd.DataFrame(columns=["indicator_id", "year", "known", "is_broken", "title"])
    assert title(draw_coverage(release_public(known, study))) == "There is no public indicator"
    begun = pd.DataFrame(columns=["state", "phase", "phase_order", "second"])
    assert title(draw_phases(release_public(begun, study), "Courts began", "the press")) == (
        "Courts began: it is known of no state"
    )
    gap = pd.DataFrame(columns=["place", "baseline", "endline", "change"])
    parts = together(gap=release_public(gap, study), pay=release_public(empty, study))
    assert title(draw_gaps(parts, pd.DataFrame(columns=["state"]), "Office")) == (
        "No gap in participation is known for any state"
    )


def test_events_that_never_came_are_said_to_be_none(study):
    table = pd.DataFrame({"place": ["XX-ARB"], "n_events": [0.0], "exposure": [1.0]})
    table = funnel.funnel(table, "XX").assign(indicator_id="requests")
    assert title(draw_funnels(release_public(table, study), "Office")) == (
        "No event was counted in any state"
    )
