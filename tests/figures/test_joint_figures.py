"""Figures of both lines together: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import numpy as np
import pandas as pd
import pytest
from drawn import said, title

from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits import verdict_wording
from analysis.exhibits.domain import draw_domain
from analysis.exhibits.joint import draw_joint
from analysis.exhibits.lines import draw_expected, draw_lines
from analysis.exhibits.profile import draw_profile
from analysis.study import Study
from frame import frame

LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"


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
    assert title(figure) == (
        "Do people and indicators agree? People and indicators agree that advocacy improved"
    )
    assert said(figure).count("not known") == 1


def test_lines_without_indicators_are_drawn(study):
    figure = draw_lines(lines(study, change=".", level="open", n=9))
    assert title(figure) == (
        "Do people and indicators agree? Nothing can be declared of people and indicators in any "
        "domain"
    )
    assert said(figure).count("not known") == 3


EXPECTED = """
    domain    n_people  n_states  verdict              expected  lower  upper
    advocacy  40        3         same_direction       {sure}     2      3
    advocacy  40        3         no_change_in_either  0.3       0      1
    justice   9         3         dissonance           3.0       3      3
"""


def expected(study: Study, table: pd.DataFrame) -> Released:
    return release(table, study, hide=["expected", "lower", "upper"], keep=["n_states"])


def test_expected_numbers_of_states_name_what_holds_in_more_than_half_of_them(study):
    figure = draw_expected(expected(study, frame(EXPECTED.format(sure=2.7))))
    assert title(figure) == (
        "In how many states does it hold? Same direction in 3 (2 to 3) of 3 on advocacy"
    )
    written = said(figure)
    assert "Justice" not in written  # too few people
    assert "People only" in written  # a class without a row has its panel


def test_expected_numbers_that_are_not_sure_or_not_known_are_said_so(study):
    table = frame(EXPECTED.format(sure=2.7)).assign(lower=1.0)
    figure = draw_expected(expected(study, table[table["verdict"].ne("dissonance")]))
    assert title(figure).endswith("No class is sure to hold in half of the states of any domain")
    assert title(draw_expected(expected(study, table.head(0)))).endswith(
        "No domain has both lines of evidence"
    )


def joint(study: Study, verdicts: pd.DataFrame, n_rows: int) -> Released:
    """The table of the joint display, with so many rows beside the lines of each domain."""
    hide = ["direction", "direction_lower", "direction_upper"]
    keep = ["change", "change_lower", "change_upper"]
    rows = pd.DataFrame({"domain": ["advocacy"] * n_rows + ["justice"] * n_rows})
    causes = rows.assign(name=LONG, facet="barrier", n_people=40, source_share=0.4)
    context = rows.assign(indicator_id="wages", unit="percent", change=-0.001)
    return together(
        line=release(verdicts, study, hide=hide, keep=keep),
        validated=release(rows.head(1).assign(n_people=30, recognized_share=0.75), study,
                          hide=["recognized_share"]),
        cause=release(causes, study, hide=["source_share"]),
        beside=release_classes(context, study, ["domain", "indicator_id", "unit"],
                               public=["change"]),
        behind=release_classes(rows.assign(evidence_id="C01"), study, ["domain", "evidence_id"]),
    )  # fmt: skip


def test_a_joint_display_infers_only_from_what_is_declared_and_names_what_it_rests_on(study):
    table = frame(LINES.format(change=0.4, level="declared", n=40))
    figure = draw_joint(joint(study, table, 1), n_causes=2)
    assert title(figure) == (
        "What do both lines say together? Confirmed: advocacy; nothing yet: justice"
    )
    written = " ".join(said(figure).split())
    assert "+0.50 (+0.30 to +0.70)" in written and "75 % of answers" in written
    assert "C01" in written and "wages 0.0 points" in written and "hinders: Committees" in written
    assert "Agreement, declared" in written and written.count("not known") == 2
    likely = frame(LINES.format(change=0.4, level="likely", n=40))
    assert title(draw_joint(joint(study, likely, 1), n_causes=2)).endswith(
        "Nothing yet: advocacy and justice"
    )


def test_a_joint_display_without_anything_beside_the_lines_is_drawn(study):
    table = frame(LINES.format(change=".", level="open", n=9)).assign(verdict="indicators_silent")
    written = " ".join(said(draw_joint(joint(study, table.head(1), 0), n_causes=2)).split())
    assert "too few people name one" in written and written.count("–") == 2
    assert "+0.50" in written
    nothing = draw_joint(joint(study, table.head(0), 0), n_causes=2)
    assert title(nothing).endswith("No domain was studied")


LADDER = """
    kind      domain    verdict         level     people_way  indicators_way  is_borrowed  overruled_verdict  n_indicators  exposure          grade     stability
    state     advocacy  same_direction  likely    better      better          True         dissonance         1             several_projects  moderate  {stability}
    exposure  advocacy  dissonance      declared  worse       better          False        .                  .             .                 .         .
    region    advocacy  undetermined    open      .           .               False        .                  .             .                 .         .
    all       advocacy  agreement       declared  better      better          .            .                  .             .                 .         .
"""  # noqa: E501


def profile(study: Study, verdicts: pd.DataFrame, recognized: float = 0.75) -> Released:
    beside = pd.DataFrame({
        "title": [LONG, "Employed persons"], "period": "2021", "unit": ["percent", "persons"],
        "value": [38.25, 1234567.0], "country_value": [46.6, None],
    })  # fmt: skip
    shares = pd.DataFrame({"domain": ["advocacy"], "n_people": 30, "recognized_share": recognized})
    classes = [column for column in verdicts if column != "n_indicators"]
    return together(
        verdict=release_classes(verdicts, study, classes, work=["n_indicators"]),
        validated=release(shares, study, hide=["recognized_share"]),
        indicator=release_classes(beside, study, ["title", "period", "unit"],
                                  public=["value", "country_value"]),
    )  # fmt: skip


def test_a_profile_climbs_from_what_is_known_to_the_verdict_and_all_that_qualifies_it(study):
    table = frame(LADDER.format(stability="stable_in_most_reruns"))
    figure = draw_profile(profile(study, table), "XX-ARB", "Office of Figures")
    assert title(figure) == (
        "What can be said of Zarboria? A verdict is declared in none of 2 domains, likely in 1"
    )
    written = " ".join(said(figure).split())
    assert "few of its own" in written and "1 indicator, moderate" in written
    assert "75 %" in written and "several" in written
    assert (
        "Same direction, strength open; likely; borrowed from the domain; stable in most reruns; "
        "overruled: dissonance"
    ) in written
    assert "Not studied" in written and "Few: fewer than 3 sources" in written
    assert "38.2 %" in written and "1,234,567" in written and "–" in written
    assert "Sources of the public indicators: Office of Figures." in written


def test_a_profile_of_a_state_without_stability_or_indicators_is_drawn(study):
    table = frame(LADDER.format(stability=".")).drop(columns="stability")
    table["n_indicators"] = table["n_indicators"].replace(1.0, 0.0)
    table["is_borrowed"] = False
    figure = draw_profile(profile(study, table, float("nan")), "XX-ARB", "Office of Figures")
    written = " ".join(said(figure).split())
    assert title(figure) and "no indicators" in written and "enough of its own" in written
    assert "Few:" not in written and "not known" in written
    empty = draw_profile(profile(study, table.head(0)), "XX-ARB", "Office of Figures")
    assert title(empty).endswith("declared in none of 2 domains, likely in none")


DOMAIN_CELLS = """
    kind      place             domain  verdict            level     people_way  indicators_way  is_borrowed  grade
    all       all               justice {verdict}          {level}   better      worse           .            .
    exposure  several_projects  justice no_change_in_either  likely  flat        flat            False        .
    region    north             justice undetermined       open      .           .               False        .
    state     XX-ARB            justice indicators_silent  open      .           .               False        .
    state     XX-BEL            justice agreement          likely    better      better          True         .
"""  # noqa: E501


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
    shares = pd.DataFrame({"n_people": 30, "recognized_share": [0.75 for _ in rows]})
    stood = pd.DataFrame({"domain": ["justice"], "stability": ["shaky"]})
    return together(
        verdict=release_classes(cells, study, list(cells)),
        stood=release_classes(stood, study, ["domain", "stability"]),
        validated=release(shares.head(1), study, hide=["recognized_share"]),
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
    assert "Several projects" in written and "North" in written and "All studied" in written
    assert (
        "Both lines together: discordant; shaky: in other ways there is often no verdict; 75"
        in written
    )
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
    assert verdict_wording.VERDICTS[verdict] in said(figure)  # in the legend


def test_a_page_on_a_domain_of_which_nothing_is_known_says_so(study):
    cells = frame(DOMAIN_CELLS.format(verdict="dissonance", level="declared")).head(0)
    figure = draw_domain(domain(study, cells, 0), "justice", n_causes=3)
    assert title(figure) == "Justice: studied in no state"
    written = said(figure)
    assert "No significant change" in written and "Too few people" in written
    assert "No public indicator" in written
