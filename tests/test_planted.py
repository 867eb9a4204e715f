"""A synthetic study held against its truth."""

import pandas as pd
import pytest

import small_study
from analysis.faults import BadInput
from analysis.intake import truth
from analysis.methods.triangulation.planted import against, covered, found_by_meaning, truths
from analysis.study import read_study
from frame import frame

PLANTED = """\
state,domain,p_improved,p_no_change,p_worsened,prominence,theta
XX-ARB,advocacy,0.7,0.2,0.1,0.6,0.5
XX-BEL,advocacy,0.1,0.2,0.7,0.6,0.5
XX-COR,advocacy,0.4,0.4,0.2,0.4,0.1
"""


def write(tmp_path, text, **changes):
    folder = small_study.write(tmp_path, **changes)
    (folder / "raw/truth").mkdir()
    (folder / "raw/truth/truth_cells.csv").write_text(text, encoding="utf-8")
    return read_study(folder)


@pytest.fixture
def planted(tmp_path):
    study = write(tmp_path, PLANTED)
    return truths(truth.read(study), study.triangulation)


def test_what_is_true_follows_from_both_lines_and_of_a_domain_from_the_mean_of_its_states(planted):
    true = planted.set_index("state")["meaning"]
    assert true[["XX-ARB", "XX-BEL"]].tolist() == ["same_direction", "dissonance"]
    # Net direction 0.2 lies on the edge of its region, so it counts as no change.
    assert true["XX-COR"] == "no_change_in_either"
    whole = planted.set_index("state").loc["all"]
    assert whole["delta"] == pytest.approx(0.2 / 3) and whole["theta"] == pytest.approx(1.1 / 3)
    assert whole["meaning"] == "indicators_only"


FOUND = frame("""
    state   domain    verdict      level
    XX-ARB  advocacy  agreement    declared
    XX-BEL  advocacy  people_only  likely
    XX-COR  advocacy  undetermined open
""")


def test_a_verdict_is_right_where_its_meaning_is_true_and_strength_is_told_apart_within_it(planted):
    beside = against(FOUND, planted).set_index("state")["is_right"]
    assert beside["XX-ARB"] and not beside["XX-BEL"] and pd.isna(beside["XX-COR"])
    table = found_by_meaning(against(FOUND, planted)).set_index("meaning")
    assert table["n_cells"].sum() == 3
    assert table.loc["same_direction", "n_declared_right"] == 1
    assert table.loc["dissonance", "n_likely_wrong"] == 1
    assert table.loc["no_change_in_either", "n_open"] == 1


def test_an_interval_that_is_not_known_is_not_counted(planted):
    ends = FOUND.assign(
        direction_lower=[0.5, -0.5, 0.0], direction_upper=[0.7, -0.4, 0.3],
        prominence=[0.5, 0.5, 0.5], prominence_lower=0.5, prominence_upper=0.7,
        change_lower=[0.4, None, 0.0], change_upper=[0.6, None, 0.2],
    )  # fmt: skip
    held = covered(ends, planted).set_index("line")
    assert held["n_intervals"].to_dict() == {"direction": 3, "prominence": 3, "change": 2}
    assert held["n_hold"].to_dict() == {"direction": 2, "prominence": 2, "change": 2}


def test_a_study_without_truth_has_nothing_to_hold_against(tmp_path):
    study = read_study(small_study.write(tmp_path))
    table = truths(truth.read(study), study.triangulation)
    assert table.empty and found_by_meaning(against(FOUND, table)).empty


@pytest.mark.parametrize(
    ("text", "changes", "says"),
    [
        (PLANTED.replace("0.7,0.2,0.1", "most,0.2,0.1"), {}, "row 2, p_improved: not a number"),
        (PLANTED, {"provenance": "restricted"}, "only a synthetic study knows its truth"),
    ],
)
def test_a_truth_that_cannot_be_one_is_refused(tmp_path, text, changes, says):
    study = write(tmp_path, text, **changes)
    with pytest.raises(BadInput, match=says):
        truth.read(study)
