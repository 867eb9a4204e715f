"""The matrix, the maps of verdicts and the types of state: what each drawing says."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")
import pandas as pd
import pytest
from drawn import said, title
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Polygon

import small_study
from analysis import vocabulary as words
from analysis.disclosure import Released, release_classes, together
from analysis.exhibits.cell import BLANK, VERDICT_COLORS, Cell, draw_cell, face, marks
from analysis.exhibits.house import contrast, ink_on, sheet
from analysis.exhibits.matrix import draw_matrix
from analysis.exhibits.types_of_state import draw_types
from analysis.exhibits.verdict_maps import draw_verdict_maps
from analysis.methods.joint_display import state_types
from analysis.study import Study, read_study
from frame import frame

LONG = "Autonomous Federal District of the Upper and the Lower Valleys of Saint Bartholomew"


def released(study: Study, table: pd.DataFrame) -> Released:
    return release_classes(table, study, columns=list(table.columns))


MATRIX = """
    kind      place             domain    verdict            level     people_way  indicators_way  is_borrowed  grade     overruled_verdict
    all       all               advocacy  agreement          declared  better      better          .            moderate  .
    all       all               justice   dissonance         likely    worse       better          .            .         .
    exposure  one_project       justice   people_only        likely    worse       flat            False        .         .
    exposure  several_projects  justice   undetermined       open      .           .               False        .         .
    region    north             advocacy  partial_agreement  declared  better      better          False        .         .
    state     XX-ARB            advocacy  same_direction     declared  better      better          True         .         dissonance
    state     XX-ARB            justice   dissonance         declared  worse       better          False        .         .
    state     XX-BEL            advocacy  indicators_silent  open      .           .               False        .         .
    state     XX-BEL            justice   too_few_asked      open      .           .               False        .         .
    state     XX-COR            justice   undetermined       open      .           .               False        .         no_change_in_either
"""  # noqa: E501


def test_the_matrix_is_headed_by_the_number_of_its_verdicts_and_tells_its_blanks_apart(study):
    figure = draw_matrix(released(study, frame(MATRIX)))
    assert title(figure) == (
        "In which states do both agree? Of 5 studied cells 2 have a declared verdict (1 in "
        "opposite directions and 1 in the same direction), none a likely one"
    )
    written = said(figure)
    for blank in ("no indicator", "too few asked", "Undetermined", "Not studied", "(moderate)"):
        assert blank in written
    assert "people silent" not in written and "People silent" not in written


def test_the_rows_of_the_matrix_go_from_the_surest_to_each_state(study):
    written = said(draw_matrix(released(study, frame(MATRIX)))).split("\n")
    rows = ["All studied states", "One project or none", "Several projects", "North", "Bellmark",
            "Corland", "Zarboria"]  # fmt: skip
    assert [line for line in written if line in rows] == rows


def test_an_overruled_verdict_stands_beside_the_computed_one(study):
    written = said(draw_matrix(released(study, frame(MATRIX)))).split("\n")
    assert written.count("R") == 3  # two cells and the legend
    none = frame(MATRIX).assign(overruled_verdict=None)
    assert "R" not in said(draw_matrix(released(study, none))).split("\n")


def test_the_legend_of_the_matrix_holds_only_what_stands_in_it(study):
    written = said(draw_matrix(released(study, frame(MATRIX))))
    assert "Pale: likely" in written and "Hatched: borrowed" in written
    assert "Indicators only" not in written
    whole = frame(MATRIX).query("kind == 'state' and domain == 'justice'").head(1)
    written = said(draw_matrix(released(study, whole)))
    assert "Pale" not in written and "Hatched" not in written and "Not studied" not in written


def test_a_matrix_of_one_domain_and_of_none(study):
    one = frame(MATRIX).query("domain == 'advocacy'")
    assert "Of 2 studied cells 1 has a declared verdict" in title(draw_matrix(released(study, one)))
    none = released(study, frame(MATRIX).head(0))
    assert title(draw_matrix(none)) == "No state was studied in any domain"
    assert title(draw_verdict_maps(none)) == "No state was studied in any domain"


def test_the_maps_tell_where_a_verdict_is_reached_and_which_tile_is_which_state(study):
    figure = draw_verdict_maps(released(study, frame(MATRIX)))
    assert title(figure) == (
        "Where is a verdict reached, declared or likely? In 1 of 2 on advocacy and 1 of 3 on "
        "justice"
    )
    written = said(figure)
    assert "Which tile is which state" in written and "Dun" in written
    assert "n: No outcome indicator" in written and "f: Too few people asked" in written
    opened = frame(MATRIX).assign(level="open", verdict="undetermined")
    assert title(draw_verdict_maps(released(study, opened))).endswith("In no state, for any domain")


# A country unlike the one this was drawn for


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """32 states with long names on a wide grid, and eight domains."""
    folder = tmp_path_factory.mktemp("large")
    states = [f"YY-{number:02d}" for number in range(32)]
    domains = [
        {"id": f"domain_{n}", "en": f"Domain {n} {LONG}", "es": LONG, "short": f"Remedies {n}"}
        for n in range(8)
    ]
    small_study.write(folder, domains=domains, states=states)
    rows = [
        f"{state},{LONG} {n},{LONG} {n},Abbr{n}.,{'west' if n < 16 else LONG.replace(',', '')},"
        f"{n // 14 + 1},{n % 14 + 1}"
        for n, state in enumerate(states)
    ]
    head = small_study.STATES.split("\n")[0]
    Path(folder / "raw/reference/states.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return read_study(folder)


@pytest.fixture(scope="module")
def many(large: Study) -> pd.DataFrame:
    verdicts = [*words.VERDICTS[:-1]]
    rows = []
    for n, state in enumerate(["all", *large.regions.values(), *large.states]):
        kind = "all" if n == 0 else "region" if n <= 32 else "state"
        for number, domain in enumerate(large.closed("domains")):
            verdict = verdicts[(n + number) % len(verdicts)]
            has_one = verdict in VERDICT_COLORS
            rows.append({
                "kind": kind, "place": state, "domain": domain, "verdict": verdict,
                "level": "declared" if has_one else "open", "is_borrowed": n % 3 == 0,
                "people_way": "better" if has_one else None, "overruled_verdict": None,
                "indicators_way": "flat" if has_one else None, "grade": "weak",
            })  # fmt: skip
    return pd.DataFrame(rows).drop_duplicates(["kind", "place", "domain"])


def test_a_large_country_with_long_names_is_legible(large, many):
    figure = draw_matrix(released(large, many))
    assert "Of 256 studied cells" in title(figure)
    assert "…" in said(figure)
    assert "256" not in title(draw_verdict_maps(released(large, many)))


def test_types_of_a_large_country_are_legible(large, many):
    cells = many.query("kind == 'state'").rename(columns={"place": "state"})
    figure = draw_types(typed(large, cells))
    assert title(figure).startswith("Which states are alike? 32 states show ")


# Types of state


def typed(study: Study, cells: pd.DataFrame) -> Released:
    types, states = state_types(cells)
    behind = pd.DataFrame({"domain": ["advocacy", "justice"], "evidence_id": ["C01", "C02"]})
    return together(
        type=release_classes(types, study, list(types)),
        state=release_classes(states, study, list(states)),
        behind=release_classes(behind, study, list(behind)),
    )


TYPES = """
    state   domain    verdict         level     people_way  indicators_way
    XX-ARB  advocacy  agreement       declared  better      better
    XX-ARB  justice   undetermined    open      .           .
    XX-BEL  advocacy  same_direction  likely    better      better
    XX-BEL  justice   too_few_asked   open      .           .
    XX-COR  advocacy  {verdict}       {level}   worse       worse
"""


def test_states_with_the_same_verdicts_are_one_type(study):
    figure = draw_types(typed(study, frame(TYPES.format(verdict="agreement", level="declared"))))
    assert title(figure) == (
        "Which states are alike? 3 states show 2 patterns of verdicts; at most 2 have the same "
        "ones, and none have no verdict"
    )
    written = " ".join(said(figure).split())
    assert "Bellmark, Zarboria Nothing yet: advocacy" in written  # declared in one of them only
    assert "Confirmed: advocacy Rests on C01" in written and "C02" not in written


def test_types_without_a_verdict_are_counted_and_none_is_said(study):
    figure = draw_types(typed(study, frame(TYPES.format(verdict="undetermined", level="open"))))
    assert title(figure).endswith("and 1 has no verdict")
    none = draw_types(typed(study, frame(TYPES).head(0)))
    assert title(none) == "Which states are alike? No state was studied"


# One cell


def test_a_likely_cell_is_paler_than_a_declared_one_and_an_open_one_has_no_color():
    for verdict, color in VERDICT_COLORS.items():
        declared, likely = (face(Cell.sample(verdict, level)) for level in words.LEVELS[:2])
        assert to_hex(declared) == to_hex(color)
        assert contrast(likely, "white") < contrast(declared, "white")
        assert contrast(ink_on(likely), likely) >= 4.5
    assert face(Cell.sample(words.UNDETERMINED)) == pytest.approx(to_rgb(BLANK))


def test_on_a_gray_print_the_marks_of_two_verdicts_with_the_same_ways_differ():
    seen = [marks(Cell.sample(verdict)) for verdict in VERDICT_COLORS]
    assert len(set(seen)) == len(seen)
    assert marks(Cell(words.DISSONANCE, words.DECLARED, (words.WORSE, words.BETTER))) == "▼ ▲"


def test_a_narrow_cell_that_is_overruled_has_a_corner_instead_of_a_letter():
    figure, ax = sheet(1)
    draw_cell(
        ax, (0.1, 0.1, 0.3, 0.25), Cell.sample(words.UNDETERMINED, overruled=words.DISSONANCE)
    )
    assert "R" not in said(figure).split("\n")
    assert [to_hex(p.get_facecolor()) for p in ax.patches if type(p) is Polygon] == ["#d55e00"]
