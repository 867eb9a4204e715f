"""When something began in each state."""

from analysis.methods.phases import by_state
from frame import frame

VALUES = frame("""
    indicator_id place period  value
    federal      XX-A  2020M11 1
    federal      XX-B  2020M11 1
    federal      XX-C  2022M10 2
    federal      XX-D  2022M10 .
    local        XX-A  2020M11 1
    local        XX-B  2022M10 2
    local        XX-C  2022M10 .
""")


def test_a_second_part_is_together_with_the_first_or_later_or_not_known():
    table = by_state(VALUES, "federal", "local", "XX").set_index("state")
    assert table["phase"].to_dict() == {"XX-A": "2020M11", "XX-B": "2020M11", "XX-C": "2022M10"}
    assert table["second"].fillna("together").tolist() == ["together", "later", "unknown"]
    assert table["phase_order"].tolist() == ["001", "001", "002"]


def test_where_nothing_of_it_is_known_there_is_no_row():
    assert by_state(VALUES, "none", "local", "XX").empty
