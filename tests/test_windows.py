"""Change between declared windows: the arithmetic, and everything that forbids it."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.windows import NO_FIGURE, window_changes
from frame import frame

USES = (
    frame("""
    indicator_id  baseline_first  baseline_last  endline_first  endline_last
    jobless       2021Q1          2021Q2         2022Q1         2022Q2
    women         2016            2016           2021           2021
    people        .               .              .              .
""")
    .astype("str")
    .replace({"nan": None, "2016.0": "2016", "2021.0": "2021"})
)
VALUES = frame("""
    indicator_id place period value lower upper
    jobless      XX    2021Q1 5     .     .
    jobless      XX    2021Q2 7     .     .
    jobless      XX    2021Q4 99    .     .
    jobless      XX    2022Q1 4     .     .
    jobless      XX    2022Q2 5     .     .
    jobless      XX-A  2021Q1 5     4     6
    jobless      XX-A  2021Q2 7     5     9
    jobless      XX-A  2022Q1 4     3     5
    jobless      XX-A  2022Q2 4     3     5
    jobless      XX-B  2021Q1 5     .     .
    jobless      XX-B  2021Q2 .     .     .
    jobless      XX-B  2022Q1 4     .     .
    jobless      XX-B  2022Q2 4     .     .
    women        XX    2016   40    38    42
    women        XX    2021   43    41    45
    people       XX    2016   1     .     .
""").astype({"period": "str"})
NONE = pd.DataFrame(columns=["indicator_id", "place", "period", "kind", "reason"], dtype="str")


def changes(*breaks, values=VALUES):
    rows = [dict(zip(NONE.columns, row, strict=True)) for row in breaks]
    given = pd.concat([NONE, pd.DataFrame(rows, columns=NONE.columns)])
    return window_changes(values, given, USES, "XX").set_index(["indicator_id", "place"])


def test_a_change_is_between_the_means_of_two_windows_and_what_lies_between_does_not_count():
    found = changes().loc[("jobless", "XX")]
    assert found[["baseline", "endline", "change"]].tolist() == [6, 4.5, -1.5]
    assert pd.isna(found["reason"])


def test_its_error_is_known_only_where_every_figure_has_an_interval():
    found = changes()
    assert np.isnan(found.loc[("jobless", "XX"), "standard_error"])
    # Standard errors 1, 2, 1, 1 over 1.96; means of two each.
    expected = np.sqrt((1 + 4) / 4 + (1 + 1) / 4) / 1.959964
    assert found.loc[("jobless", "XX-A"), "standard_error"] == pytest.approx(expected)
    expected = np.sqrt(4 + 4) / 1.959964
    assert found.loc[("women", "XX"), "standard_error"] == pytest.approx(expected)


def test_a_hole_in_a_window_is_told_and_never_filled():
    found = changes().loc[("jobless", "XX-B")]
    assert found[["baseline", "change", "standard_error"]].isna().all()
    assert found["endline"] == 4
    assert found["reason"] == NO_FIGURE


def test_an_indicator_without_windows_has_no_change():
    assert set(changes().index.get_level_values(0)) == {"jobless", "women"}


@pytest.mark.parametrize(
    ("period", "kind", "is_known"),
    [
        ("2021Q1", "new_basis", True),  # it begins with the baseline: both windows lie behind it
        ("2021Q2", "new_basis", False),
        ("2021Q3", "new_basis", False),
        ("2022Q2", "new_basis", False),
        ("2022Q3", "new_basis", True),
        ("2021Q3", "not_measured", True),  # between the windows nothing is asked for
        ("2021Q2", "partly_measured", False),
        ("2022Q1", "doubtful", False),
        ("2020Q4", "doubtful", True),
        ("2021", "not_measured", False),  # a year holds its quarters
    ],
)
@pytest.mark.parametrize("place", ["XX", "XX-A"])
def test_no_change_is_told_across_a_new_basis_or_from_a_figure_in_doubt(
    period, kind, is_known, place
):
    found = changes(("jobless", place, period, kind, "why")).loc[("jobless", "XX-A")]
    assert pd.isna(found["reason"]) == is_known
    assert pd.notna(found["change"]) == is_known
    if not is_known:
        assert found["reason"] == f"{period}: why"


def test_a_window_in_doubt_leaves_the_other_as_it_is():
    found = changes(("jobless", "XX-A", "2021Q2", "doubtful", "why")).loc[("jobless", "XX-A")]
    assert np.isnan(found["baseline"])
    assert found["endline"] == 4


def test_a_break_of_one_place_or_indicator_does_not_touch_another():
    found = changes(("jobless", "XX-A", "2021Q3", "new_basis", "why"))
    assert found.loc[("jobless", "XX"), "change"] == -1.5
    assert found.loc[("women", "XX"), "change"] == 3


def test_no_windows_no_rows():
    assert window_changes(VALUES, NONE, USES.iloc[2:], "XX").empty
