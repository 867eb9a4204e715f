import pytest

from analysis.methods.rates import requests_per_employed
from frame import frame


def test_a_rate_counts_events_over_the_people_employed_in_the_same_half_years():
    values = frame("""
        indicator_id place period value
        requests     A     2021S1 1
        requests     A     2021S2 1
        employed     A     2021Q1 900000
        employed     A     2021Q2 1100000
        employed     A     2021Q4 3000000
        employed     A     2022Q1 9000000
        requests     B     2021S1 0
        requests     B     2021S2 0
        employed     B     2021Q1 1000000
    """)
    found = requests_per_employed(values, "requests", "employed").set_index("place")
    assert found.loc["A", "exposure"] == pytest.approx(0.5 + 1.5)
    assert found.loc["A", "rate"] == pytest.approx(2 / 2.0)
    assert found.loc["B"].isna()["rate"]
