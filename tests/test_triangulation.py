"""The matrix from small tables: what is studied, what enters, what moves what."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import small_study
from analysis.methods import outcomes
from analysis.methods.triangulation import (
    beside_state,
    judge,
    matrix_table,
    people_line,
    studied_cells,
)
from analysis.methods.triangulation.verdicts import Lines
from analysis.study import Study, read_study
from frame import frame

STATES = ("XX-ARB", "XX-BEL", "XX-COR")
REGISTER = frame("""
    indicator_id  domain    direction      role     grade     title_en    unit
    settled       justice   higher_better  outcome  weak      Settled     share
    heard         justice   higher_better  outcome  strong    Heard       share
    members       advocacy  higher_better  outcome  moderate  Members     share
    wages         advocacy  higher_better  context  weak      Wages       pesos
""")
LINE = frame("""
    state   domain    n_asked  n_raised  improved  no_change  worsened  n_groups
    XX-ARB  advocacy  12       10        9         1          0         3
    XX-BEL  advocacy  12       10        8         2          0         3
    XX-COR  advocacy  12       10        9         1          0         1
    XX-ARB  justice   12       10        0         1          9         3
    XX-BEL  justice   12       2         0         0          2         2
    XX-COR  justice   0        0         0         0          0         0
""")
COMPOSITE = frame("""
    state   domain    change_sd  error_sd  n_indicators
    XX-ARB  advocacy  1.0        0.1       1
    XX-BEL  advocacy  1.1        0.1       1
    XX-COR  advocacy  0.9        0.1       1
    XX-ARB  justice   1.0        0.1       2
    XX-BEL  justice   1.1        0.1       2
    XX-COR  justice   0.9        0.1       2
""")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(small_study.write(tmp_path, triangulation={"n_draws": 4000}))


def test_a_cell_is_studied_where_a_project_worked_or_a_source_was_asked():
    interviews = frame("source_id state\ni1 XX-ARB\ni2 XX-BEL\n")
    asked = frame("source_id domain\ni1 advocacy\ni2 advocacy\ni2 justice\n")
    project_domains = frame("project_id domain\np1 advocacy\n")
    project_states = frame("project_id state\np1 XX-BEL\np1 XX-COR\n")
    studied = studied_cells(asked, interviews, project_domains, project_states)
    assert studied.values.tolist() == [
        ["XX-ARB", "advocacy"], ["XX-BEL", "advocacy"], ["XX-BEL", "justice"],
        ["XX-COR", "advocacy"],
    ]  # fmt: skip


def test_the_people_line_counts_sources_and_the_groups_that_raise_the_domain():
    cells = frame("state domain\nXX-ARB advocacy\nXX-ARB justice\nXX-BEL advocacy\n")
    interviews = frame("""
        source_id  state   group
        i1         XX-ARB  unions
        i2         XX-ARB  unions
        i3         XX-ARB  firms
    """)
    asked = frame("""
        source_id  domain
        i1         advocacy
        i2         advocacy
        i3         advocacy
        i3         justice
    """)
    said = frame("""
        source_id  domain    direction
        i1         advocacy  improved
        i2         advocacy  worsened
    """)
    line = people_line(cells, said, asked, interviews)
    counts = ["n_asked", "n_raised", "improved", "no_change", "worsened", "n_groups"]
    assert line[counts].values.tolist() == [
        [3, 2, 1, 0, 1, 1], [1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0],
    ]  # fmt: skip


def test_where_nobody_raises_anything_every_count_is_zero():
    cells = frame("state domain\nXX-ARB advocacy\n")
    interviews = frame("source_id state group\ni1 XX-ARB unions\n")
    asked = frame("source_id domain\ni1 advocacy\n")
    said = frame("source_id domain direction\ni1 advocacy improved\n").head(0)
    line = people_line(cells, said, asked, interviews)
    assert line[["n_asked", "n_raised", "n_groups"]].values.tolist() == [[1, 0, 0]]


def test_two_clear_lines_agree_or_contradict_each_other(study):
    matrix = judge(LINE, COMPOSITE, REGISTER, study)
    cells = matrix.cells.set_index(["domain", "state"])
    assert cells.loc[("advocacy", "XX-ARB"), "verdict"] == "agreement"
    said = cells.loc[("justice", "XX-ARB"), ["verdict", "level", "people_way", "indicators_way"]]
    assert said.tolist() == ["dissonance", "declared", "worse", "better"]
    headlines = matrix.headlines.set_index("domain")
    assert headlines["verdict"].to_dict() == {"advocacy": "agreement", "justice": "dissonance"}
    assert headlines[["n_asked", "n_raised", "n_states"]].values.tolist() == [
        [36, 30, 3], [24, 12, 3],
    ]  # fmt: skip


def test_a_verdict_is_borrowed_under_three_sources_or_two_groups(study):
    borrowed = judge(LINE, COMPOSITE, REGISTER, study).cells["is_borrowed"]
    assert borrowed.tolist() == [False, False, True, False, True, True]


def test_where_nobody_was_asked_nothing_is_said_of_the_cell(study):
    cells = judge(LINE, COMPOSITE, REGISTER, study).cells
    empty = cells[cells["n_asked"].eq(0)].iloc[0]
    assert empty[["state", "verdict", "level"]].tolist() == ["XX-COR", "too_few_asked", "open"]
    assert empty[["probability", "people_way", "indicators_way"]].isna().all()
    assert empty["own_weight"] == 0


def test_a_removed_cell_is_not_studied(study):
    kept = LINE[~(LINE["domain"].eq("justice") & LINE["state"].eq("XX-BEL"))]
    matrix = judge(kept, COMPOSITE, REGISTER, study)
    assert len(matrix.cells) == 5
    assert matrix.headlines.set_index("domain")["n_states"].to_dict() == {
        "advocacy": 3, "justice": 2,
    }  # fmt: skip


CHANGES = frame("""
    state   indicator_id  baseline  change  standard_error
    XX-ARB  members       0.2       0.10    0.01
    XX-BEL  members       0.3       0.11    0.01
    XX-COR  members       0.4       0.09    0.01
    XX-ARB  wages         10        -5      0.1
    XX-BEL  wages         20        -5      0.1
    XX-COR  wages         30        -5      0.1
""")


def test_a_context_indicator_never_changes_a_verdict(study):
    without = CHANGES[CHANGES["indicator_id"].ne("wages")]
    outcome_only = REGISTER[REGISTER["role"].eq("outcome")]
    cells, headlines = zip(
        *(
            (matrix.cells, matrix.headlines)
            for changes, register in ((CHANGES, REGISTER), (without, outcome_only))
            for measured in [outcomes.composite(outcomes.standardized(changes, register))]
            for matrix in [judge(LINE, measured, register, study)]
        ),
        strict=True,
    )
    pd.testing.assert_frame_equal(*cells)
    pd.testing.assert_frame_equal(*headlines)


def test_leaving_a_domain_out_moves_no_other(study):
    whole = judge(LINE, COMPOSITE, REGISTER, study).cells
    alone = judge(LINE[LINE["domain"].eq("justice")], COMPOSITE, REGISTER, study).cells
    kept = whole[whole["domain"].eq("justice")].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, alone)


def test_two_domains_with_the_same_figures_draw_from_streams_of_their_own(study):
    advocacy = LINE[LINE["domain"].eq("advocacy")]
    twice = pd.concat([advocacy, advocacy.assign(domain="justice")], ignore_index=True)
    direction = judge(twice, COMPOSITE, REGISTER, study).cells["direction"]
    assert (direction.iloc[:3].to_numpy() != direction.iloc[3:].to_numpy()).all()


def test_the_same_seed_gives_the_same_result_and_another_one_nearly_so(study):
    first, again = (judge(LINE, COMPOSITE, REGISTER, study) for _ in range(2))
    pd.testing.assert_frame_equal(first.cells, again.cells)
    pd.testing.assert_frame_equal(first.expected_states, again.expected_states)
    other = judge(LINE, COMPOSITE, REGISTER, study.model_copy(update={"seed": 2}))
    moved = (first.cells[["direction", "change"]] - other.cells[["direction", "change"]]).abs()
    assert 0 < moved.max(axis=None) < 0.03


def test_a_domain_without_indicator_is_silent_on_that_side(study):
    only_advocacy = COMPOSITE[COMPOSITE["domain"].eq("advocacy")]
    register = REGISTER[REGISTER["domain"].eq("advocacy")]
    matrix = judge(LINE, only_advocacy, register, study)
    cells = matrix.cells[matrix.cells["domain"].eq("justice")]
    assert cells["verdict"].tolist() == ["indicators_silent", "indicators_silent", "too_few_asked"]
    assert cells["change"].isna().all() and cells["n_indicators"].eq(0).all()
    headline = matrix.headlines.set_index("domain").loc["justice"]
    assert headline["verdict"] == "indicators_silent"
    assert headline[["change", "probability", "grade"]].isna().all()
    assert set(matrix.expected_states["domain"]) == {"advocacy"}
    assert matrix.expected_states["expected"].dtype == float


def test_a_study_without_any_outcome_indicator_has_a_matrix(study):
    matrix = judge(LINE, COMPOSITE.head(0), REGISTER.head(0), study)
    assert set(matrix.cells["verdict"]) == {"indicators_silent", "too_few_asked"}
    assert matrix.expected_states.empty


def test_one_state_measured_does_not_tell_how_states_differ(study):
    one = COMPOSITE[COMPOSITE["domain"].eq("advocacy") | COMPOSITE["state"].eq("XX-ARB")]
    matrix = judge(LINE, one, REGISTER, study)
    justice = matrix.cells[matrix.cells["domain"].eq("justice")]
    assert justice["verdict"].tolist()[0] == "indicators_silent"
    assert justice["change"].isna().all()


def test_a_state_not_measured_is_silent_there_though_its_domain_is_not(study):
    two = COMPOSITE[COMPOSITE["state"].ne("XX-BEL")]
    matrix = judge(LINE, two, REGISTER, study)
    found = matrix.cells.set_index(["domain", "state"])["verdict"]
    assert found[("advocacy", "XX-BEL")] == "indicators_silent"
    assert matrix.headlines.set_index("domain").loc["advocacy", "verdict"] != "indicators_silent"


def test_a_quiet_domain_is_silent_as_a_whole(study):
    quiet = LINE.assign(n_asked=40, n_raised=0, improved=0, no_change=0, worsened=0, n_groups=0)
    matrix = judge(quiet, COMPOSITE, REGISTER, study)
    assert set(matrix.cells["verdict"]) == {"people_silent"}
    assert matrix.headlines[["verdict", "level"]].values.tolist() == [["people_silent", "open"]] * 2


def test_a_domain_nobody_was_asked_about_has_no_verdict(study):
    unasked = LINE.assign(n_asked=0, n_raised=0, improved=0, no_change=0, worsened=0, n_groups=0)
    matrix = judge(unasked, COMPOSITE, REGISTER, study)
    assert set(matrix.headlines["verdict"]) == {"too_few_asked"}


def test_the_headline_is_the_mean_of_the_states_in_every_draw(study):
    matrix = judge(LINE, COMPOSITE, REGISTER, study)
    means = matrix.cells.groupby("domain")[["direction", "change", "prominence"]].mean()
    headlines = matrix.headlines.set_index("domain")[["direction", "change", "prominence"]]
    np.testing.assert_allclose(headlines, means.loc[headlines.index], atol=1e-12)
    direction = np.array([[0.0, 0.4], [1.0, 0.8]])
    both = Lines(direction, direction, None).beside([np.array([0, 1]), np.array([1])])
    assert both.direction.tolist() == [[0.0, 0.4, 0.2, 0.4], [1.0, 0.8, 0.9, 0.8]]
    assert both.change is None


def test_expected_states_add_up_to_those_studied(study):
    expected = judge(LINE, COMPOSITE, REGISTER, study).expected_states
    assert expected.groupby("domain")["expected"].sum().tolist() == pytest.approx([3, 3])
    assert (expected["lower"] <= expected["upper"]).all() and expected["upper"].le(3).all()


def test_a_domain_bears_its_weakest_outcome_grade(study):
    grades = judge(LINE, COMPOSITE, REGISTER, study).headlines.set_index("domain")["grade"]
    assert grades.to_dict() == {"advocacy": "moderate", "justice": "weak"}


def test_own_weight_grows_with_the_sources_of_a_cell(study):
    cells = judge(LINE, COMPOSITE, REGISTER, study).cells
    justice = cells[cells["domain"].eq("justice")].set_index("state")["own_weight"]
    assert justice["XX-ARB"] > justice["XX-BEL"] > justice["XX-COR"] == 0


def test_the_matrix_table_starts_with_the_domains_as_a_whole(study):
    matrix = judge(LINE, COMPOSITE, REGISTER, study)
    said = frame("""
        state   domain    verdict
        all     justice   no_change_in_either
        XX-BEL  advocacy  undetermined
    """)
    table = matrix_table(matrix.cells, matrix.headlines, matrix.state_groups, said)
    assert table["kind"].tolist() == ["all"] * 2 + ["region"] * 4 + ["state"] * 6
    assert table["place"].tolist() == ["all"] * 2 + ["north", "south"] * 2 + [*STATES, *STATES]
    overruled = table.dropna(subset="overruled_verdict")
    assert overruled[["place", "domain", "overruled_verdict"]].values.tolist() == [
        ["all", "justice", "no_change_in_either"], ["XX-BEL", "advocacy", "undetermined"],
    ]  # fmt: skip
    assert table.loc[table["kind"].ne("all"), "grade"].isna().all()
    assert not {"n_asked", "n_raised", "direction", "prominence"} & set(table.columns)


def test_beside_a_state_stands_each_indicators_latest_row_as_published():
    values = frame("""
        indicator_id  place   period  value  lower  upper
        wages         XX-ARB  2021    10     9      11
        wages         XX-ARB  2022    12     .      .
        wages         XX-ARB  2023    .      .      .
        wages         XX      2022    14     13     15
        wages         XX-BEL  2023    99     98     100
    """)
    shown = beside_state(REGISTER, values, "XX-ARB", "XX").iloc[0]
    assert shown[["period", "value", "country_value"]].tolist() == [2022, 12, 14]
    assert shown[["lower", "upper"]].isna().all()
