"""Where public figures are, and whether they hold against print and among themselves."""

import pandas as pd
import pytest

from analysis.methods.coverage import against_print, among_themselves, by_place, by_year
from frame import frame

VALUES = frame("""
    indicator_id place period value
    employed     XX    2021Q1 30
    employed     XX-A  2021Q1 10
    employed     XX-B  2021Q1 20
    employed     XX    2022Q1 .
    employed     XX-A  2022Q1 11
    employed     XX-B  2022Q1 .
    wage         XX    2021   99
    phase        XX-A  2021M11 1
    phase        XX-B  2022M10 2
    rate         XX    2021   5
    rate         XX-A  2021   4
    rate         XX-B  2021   6
    rate         XX    2022   9
    rate         XX-A  2022   4
    rate         XX-B  2022   6
    votes        XX    2021   7
    votes        XX-A  2021   3
    votes        XX-B  2021   3
""")
BREAKS = frame("""
    indicator_id place period kind
    employed     XX    2020Q2 not_measured
    employed     XX-B  2022Q1 not_measured
""")
USES = frame("""
    indicator_id counted_over part_of
    votes        employed     .
    rate         .            .
""")


def test_a_year_is_known_of_every_state_of_some_of_the_country_or_of_nobody():
    known = by_year(VALUES, BREAKS, "XX", 2).set_index(["indicator_id", "year"])
    assert known["known"].to_dict() == {
        ("employed", 2020): "nothing", ("employed", 2021): "every", ("employed", 2022): "some",
        ("phase", 2021): "some", ("phase", 2022): "some", ("rate", 2021): "every",
        ("rate", 2022): "every", ("votes", 2021): "every", ("wage", 2021): "country",
    }  # fmt: skip
    assert known.index[known["is_broken"]].tolist() == [("employed", 2020), ("employed", 2022)]


def test_a_place_has_so_many_figures_of_those_that_any_place_has():
    found = by_place(VALUES[VALUES["indicator_id"].eq("employed")], BREAKS, "XX")
    assert found.values.tolist() == [["XX", 1, 2, 1], ["XX-A", 2, 2, 0], ["XX-B", 1, 2, 1]]
    phases = by_place(VALUES[VALUES["indicator_id"].eq("phase")], BREAKS.iloc[:0], "XX")
    assert phases[["n_known", "n_figures"]].values.tolist() == [[0, 0], [1, 1], [1, 1]]


def test_what_only_the_country_has_is_not_asked_of_a_state():
    found = by_place(VALUES[VALUES["indicator_id"].isin(["wage", "votes"])], BREAKS.iloc[:0], "XX")
    assert found[["n_known", "n_figures"]].values.tolist() == [[2, 2], [1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("relation", "published", "rounded_to", "agrees"),
    [
        ("equal", 30, 1, True), ("equal", 31, 1, False), ("equal", 28, 5, True),
        ("equal", 30.5, 1, True), ("equal", 30.6, 1, False), ("at_least", 25, 1, True),
        ("at_least", 31, 1, False), ("at_most", 31, 1, True), ("at_most", 29, 1, False),
    ],
)  # fmt: skip
def test_a_figure_agrees_with_print_to_half_the_step_of_rounding(
    relation, published, rounded_to, agrees
):
    check = pd.DataFrame(
        {
            "indicator_id": ["employed"], "place": ["XX"], "period": ["2021Q1"],
            "relation": [relation], "published": [float(published)], "rounded_to": [rounded_to],
        }
    )  # fmt: skip
    assert against_print(VALUES, check)["agrees"].tolist() == [agrees]


def test_a_check_without_a_period_is_of_the_sum_and_one_without_a_figure_never_agrees():
    checks = frame("""
        indicator_id place period relation published rounded_to
        employed     XX-A  .      equal    21        1
        employed     XX    2022Q1 at_most  99        1
        wage         XX-A  2021   equal    99        1
    """)
    found = against_print(VALUES, checks)
    assert found["ours"].tolist()[:1] == [21]
    assert found["ours"].isna().tolist() == [False, True, True]
    assert found["agrees"].tolist() == [True, False, False]


def test_counts_add_up_and_other_figures_lie_among_their_states():
    found = among_themselves(VALUES, USES, "XX", 2).set_index("indicator_id")
    assert found["rule"].to_dict() == {
        "employed": "states_add_up", "rate": "country_among_states", "votes": "states_add_up",
    }  # fmt: skip
    assert found[["n_periods", "n_fit"]].values.tolist() == [[1, 1], [2, 1], [1, 0]]
    assert found.loc["votes", "largest_difference"] == 1
    assert pd.isna(found.loc["rate", "largest_difference"])


def test_what_belongs_to_no_state_is_added_to_the_states():
    # Of seven votes, three each in two states and one cast abroad.
    abroad = frame("""
        indicator_id place period value
        abroad       XX    2021   1
        abroad       XX    2022   5
    """)
    values = pd.concat([VALUES, abroad.astype({"period": "str"})], ignore_index=True)
    uses = pd.concat(
        [USES, frame("indicator_id counted_over part_of\nabroad . votes")], ignore_index=True
    )
    found = among_themselves(values, uses, "XX", 2).set_index("indicator_id")
    assert found.loc["votes", ["n_periods", "n_fit", "largest_difference"]].tolist() == [1, 1, 0]
    assert found["has_apart"].to_dict() == {"employed": False, "rate": False, "votes": True}


def test_nothing_to_compare_gives_no_row():
    assert against_print(
        VALUES,
        pd.DataFrame(
            columns=["indicator_id", "place", "period", "relation", "published", "rounded_to"]
        ),
    ).empty
    assert among_themselves(VALUES.iloc[:0], USES, "XX", 2).empty
    assert by_year(VALUES.iloc[:0], BREAKS.iloc[:0], "XX", 2).empty
