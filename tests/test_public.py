"""Public indicators beside a domain: whose register names it, and what was published last."""

from analysis.methods.public import change_of, first_and_last, latest_of_domain
from frame import frame

REGISTER = frame("""
    indicator_id  title_en      unit     publisher  domain
    wages         Low_wages     percent  Office     justice
    votes         Votes         votes    Office     advocacy
    never         Unpublished   percent  Office     justice
    employed      Employed      persons  Office     .
""")
VALUES = frame("""
    indicator_id  place   period  value
    wages         XX      2021    50
    wages         XX-ARB  2021    99
    wages         XX      2022    14
    wages         XX-ARB  2022    12
    wages         XX-BEL  2022    18
    wages         XX-COR  2022    .
    wages         XX-ARB  2023    .
    votes         XX-ARB  2022    3
    employed      XX      2022    1000
    never         XX      2022    .
""").astype({"period": "str"})


def test_the_country_stands_beside_the_range_of_the_states_in_the_last_period_published():
    latest = latest_of_domain(REGISTER, VALUES, "justice", "XX")
    columns = ["indicator_id", "title", "period", "country_value", "lowest", "highest"]
    assert latest[columns].values.tolist() == [["wages", "Low_wages", "2022", 14, 12, 18]]


def test_a_country_without_a_value_of_its_own_is_blank():
    latest = latest_of_domain(REGISTER, VALUES, "advocacy", "XX").iloc[0]
    assert latest[["lowest", "highest"]].tolist() == [3, 3]
    assert latest[["country_value"]].isna().all()


def test_a_domain_that_no_register_names_has_no_row():
    assert latest_of_domain(REGISTER, VALUES, "equality", "XX").empty


def test_one_value_a_place_is_no_series_and_stands_whole():
    phases = frame("""
        indicator_id  place   period   value
        wages         XX-ARB  2020M11  1
        wages         XX-BEL  2022M10  3
        wages         XX-COR  2021M11  .
    """)
    latest = latest_of_domain(REGISTER, phases, "justice", "XX").iloc[0]
    assert latest[["period", "lowest", "highest"]].tolist() == ["2020M11 to 2022M10", 1, 3]


def test_the_first_and_last_value_known_are_told_and_where_there_is_none_that():
    found = first_and_last(VALUES, "wages", "XX-ARB").iloc[0]
    assert found[["first_period", "first", "last_period", "last"]].tolist() == [
        "2021", 99, "2022", 12,
    ]  # fmt: skip
    assert first_and_last(VALUES, "never", "XX").iloc[0].eq("not known").all()


def test_a_change_that_is_not_known_is_said_so():
    changes = frame("""
        indicator_id  place  baseline  endline
        wages         XX     5         .
    """)
    found = change_of(changes, "wages", "XX")
    assert found.values.tolist() == [[5, "not known"]]
    assert change_of(changes, "votes", "XX").values.tolist() == [["not known", "not known"]]
