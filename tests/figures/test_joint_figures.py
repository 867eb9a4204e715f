"""Figures of both lines together: each title tells what its table says."""

import matplotlib

matplotlib.use("agg")
import numpy as np
import pandas as pd
import pytest
from drawn import said, title

from analysis import vocabulary as words
from analysis.disclosure import Released, release, release_classes, together
from analysis.exhibits import verdict_wording
from analysis.exhibits.domain import draw_domain
from analysis.exhibits.matrix import draw_lines, draw_matrix
from analysis.exhibits.profile import draw_profile
from analysis.study import Study
from frame import frame

LONG = "Committees of seasonal workers bring their written demands to every grower of the valley"


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
    assert verdict_wording.VERDICTS[verdict] in said(figure)  # in the legend


def test_a_page_on_a_domain_of_which_nothing_is_known_says_so(study):
    cells = frame(DOMAIN_CELLS.format(verdict="dissonance", level="declared")).head(0)
    figure = draw_domain(domain(study, cells, 0), "justice", n_causes=3)
    assert title(figure) == "Justice: studied in no state"
    written = said(figure)
    assert "No significant change" in written and "Too few people" in written
    assert "No public indicator" in written
