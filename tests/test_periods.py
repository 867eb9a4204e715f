"""Periods as stretches of time."""

import pandas as pd
import pytest

from analysis.methods.periods import in_order, spans


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2021", 2021, 2022), ("2021Q1", 2021, 2021.25), ("2021Q4", 2021.75, 2022),
        ("2021S2", 2021.5, 2022), ("2021M07", 2021.5, 2021.583333), ("2021M12", 2021.916667, 2022),
    ],
)  # fmt: skip
def test_a_period_has_a_start_and_an_end_in_years(period, start, end):
    assert spans(pd.Series([period])).iloc[0].tolist() == [start, end]


def test_periods_of_any_length_stand_in_the_order_of_time():
    periods = pd.Series(["2022", "2021S2", "2021M11", "2021Q1", "2021", "2021Q1"])
    assert in_order(periods) == ["2021Q1", "2021", "2021S2", "2021M11", "2022"]


def test_no_period_has_no_span():
    assert spans(pd.Series([], dtype="str")).empty
