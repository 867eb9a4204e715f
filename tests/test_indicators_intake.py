"""The public indicators shipped with the study, and what their intake refuses."""

import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from analysis import store
from analysis import vocabulary as words
from analysis.faults import BadInput
from analysis.intake import indicators
from analysis.study import read_study

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def study():
    return read_study(DATA)


@pytest.fixture(scope="module")
def tables(study):
    return indicators.clean(indicators.read(study), study)


@pytest.fixture(scope="module")
def series(tables):
    """``series("employed")``: one row per place, one column per period."""
    values = tables["indicator_values"]
    return lambda name: values[values["indicator_id"].eq(name)].pivot(
        index="place", columns="period", values="value"
    )


def quarters(first, last):
    return [str(period) for period in pd.period_range(first, last, freq="Q")]


PERIODS = {
    "employed": [q for q in quarters("2010Q1", "2025Q1") if q != "2020Q2"],
    "employed_without_social_security": ["2008", "2010", "2012", "2014", "2016", "2018"],
    "employed_women_without_health_access": ["2024Q3"],
    "rrm_requests": ["2021S1", "2021S2", "2022S1", "2022S2", "2023S1", "2023S2", "2024S1"],
    "unemployment": [q for q in quarters("2010Q1", "2025Q1") if q != "2020Q2"],
    "women_participation": ["2016", "2021"],
}
RATES = [name for name in PERIODS if name not in ("employed", "rrm_requests")]


# The shipped figures


def test_the_register_and_the_values_name_the_same_indicators(tables):
    assert set(tables["indicators"]["indicator_id"]) == set(PERIODS)
    assert set(tables["indicator_values"]["indicator_id"]) == set(PERIODS)


@pytest.mark.parametrize("name", PERIODS)
def test_every_state_and_the_country_have_a_row_in_every_period(name, series, study):
    grid = series(name)
    assert list(grid.columns) == PERIODS[name]
    assert set(grid.index) == {"MX", *(place.id for place in study.places)}


@pytest.mark.parametrize("name", PERIODS)
def test_only_the_quarter_missing_from_enoe_is_blank(name, series):
    blanks = series(name).stack(future_stack=True).loc[lambda value: value.isna()].index.tolist()
    is_enoe = name in ("employed", "unemployment")
    assert blanks == ([("MX", "2021Q3"), ("MX-MEX", "2021Q3")] if is_enoe else [])


def test_national_employment_is_what_inegi_printed(series):
    printed = {"2021Q1": 52_973_270, "2021Q4": 56_611_211, "2022Q1": 56_079_123}
    assert series("employed").loc["MX", list(printed)].to_dict() == printed


def test_national_unemployment_is_what_inegi_printed(series):
    assert round(series("unemployment").loc["MX", "2022Q2"], 1) == 3.2


@pytest.mark.parametrize("name", ["employed", "rrm_requests"])
def test_the_states_add_up_to_the_country(name, series):
    grid = series(name).drop(columns="2021Q3", errors="ignore")
    assert grid.drop(index="MX").sum().tolist() == grid.loc["MX"].tolist()


@pytest.mark.parametrize("name", RATES)
def test_a_rate_is_a_percentage_and_the_country_lies_among_its_states(name, series):
    grid = series(name)
    states, country = grid.drop(index="MX"), grid.loc["MX"].dropna()
    assert states.min().min() > 0
    assert states.max().max() < 100
    assert country.between(states.min()[country.index], states.max()[country.index]).all()


def test_intervals_of_womens_participation_hold_their_values_and_name_their_sample(tables):
    values = tables["indicator_values"].set_index("indicator_id").loc["women_participation"]
    assert values[["lower", "upper", "n"]].notna().all(axis=None)
    assert (values["lower"].lt(values["value"]) & values["value"].lt(values["upper"])).all()
    sampled = values[values["place"].ne("MX")].groupby("period")["n"].sum()
    assert sampled.to_dict() == {"2016": 111_256, "2021": 110_126}


def test_womens_participation_rose_from_43_to_47_percent(series):
    assert series("women_participation").loc["MX"].round(1).tolist() == [43.2, 46.6]


def test_requests_are_the_first_24_by_the_official_numbers(series):
    requests = series("rrm_requests")
    assert requests.loc["MX"].tolist() == [2, 0, 2, 1, 6, 7, 6]
    by_state = requests.drop(index="MX").sum(axis=1).loc[lambda n: n.gt(0)]
    assert by_state.to_dict() == {
        "MX-AGU": 2, "MX-CMX": 1, "MX-COA": 4, "MX-GUA": 3, "MX-HID": 1, "MX-MEX": 1, "MX-MIC": 1,
        "MX-MOR": 1, "MX-NLE": 1, "MX-PUE": 1, "MX-QUE": 2, "MX-SLP": 2, "MX-TAM": 3, "MX-ZAC": 1,
    }  # fmt: skip


def test_no_request_is_a_zero_and_not_a_missing_row(series):
    requests = series("rrm_requests")
    assert requests.loc["MX-YUC"].tolist() == [0] * 7
    assert requests.notna().all(axis=None)


def test_every_half_year_of_requests_has_the_employed_to_be_counted_over(series):
    employed = series("employed").drop(index="MX").T
    half = {"Q1": "S1", "Q2": "S1", "Q3": "S2", "Q4": "S2"}
    halves = employed.index.str[:4] + employed.index.str[4:].map(half)
    n_quarters = employed.groupby(halves).count().loc[PERIODS["rrm_requests"]].stack()
    assert n_quarters[n_quarters.lt(2)].to_dict() == {("2021S2", "MX-MEX"): 1}


def test_gaps_and_new_bases_are_declared_as_breaks(tables):
    breaks = tables["indicator_breaks"]
    for name in ("employed", "unemployment"):
        declared = breaks[breaks["indicator_id"].eq(name)]
        assert set(zip(declared["place"], declared["period"], strict=True)) == {
            ("MX", "2020Q2"), ("MX", "2021Q1"), ("MX-MEX", "2021Q3"), ("MX-GRO", "2023Q4"),
        }  # fmt: skip


def test_no_public_indicator_counts_as_an_outcome_and_each_says_why(tables):
    register = tables["indicators"]
    assert register["role"].eq(words.CONTEXT).all()
    assert register["role_reason"].str.len().gt(30).all()


def test_reading_public_figures_adds_nothing_more_binding(study, monkeypatch):
    monkeypatch.setattr(store, "_read_so_far", set())
    indicators.read(study)
    assert store.provenance() == words.PUBLIC


# What the intake refuses


@pytest.fixture
def refused(tmp_path):
    """Write other values in the place of the shipped ones, and give the faults found."""

    def faults(values, file="indicator_values"):
        for part in ("study.yaml", "reference", "indicators"):
            source = DATA / "raw" / part
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            (tmp_path / "raw").mkdir(exist_ok=True)
            copy(source, tmp_path / "raw" / part)
        lines = pd.read_csv(StringIO(values), sep=r"\s+", dtype="str", na_values=".")
        lines.to_csv(tmp_path / f"raw/indicators/{file}.csv", index=False)
        study = read_study(tmp_path)
        with pytest.raises(BadInput) as bad:
            indicators.clean(indicators.read(study), study)
        return [(f.row, f.column, f.rule) for f in bad.value.faults]

    return faults


def test_every_bad_number_is_told_at_once(refused):
    assert refused("""
        indicator_id         place   period  value  lower  upper  n
        women_participation  MX-JAL  2016    forty  .      .      .
        women_participation  MX-JAL  2021    40     39     inf    900
        women_participation  MX-PUE  2021    40     .      .      many
    """) == [
        (2, "value", "not a number"),
        (3, "upper", "not a number"),
        (3, "value", "has only one end of its interval"),
        (4, "n", "not a number"),
    ]


def test_an_interval_must_hold_its_value_and_may_touch_it(refused):
    assert refused("""
        indicator_id         place   period  value  lower  upper  n
        women_participation  MX-AGU  2021    40     40     40     900
        women_participation  MX-JAL  2021    40     41     42     900
        women_participation  MX-PUE  2021    40     38     39     900
        women_participation  MX-SON  2021    40     38     .      900
    """) == [
        (3, "lower", "above the value"),
        (4, "upper", "below the value"),
        (5, "value", "has only one end of its interval"),
    ]


def test_a_period_place_or_row_that_cannot_be_is_refused(refused):
    found = refused("""
        indicator_id  place   period  value  lower  upper  n
        employed      Puebla  2021Q1  10     .      .      .
        employed      MX-PUE  2021Q5  10     .      .      .
        employed      MX-PUE  2021Q1  10     .      .      .
        employed      MX-PUE  2021Q1  11     .      .      .
    """)
    assert [(row, column) for row, column, _ in found] == [(2, "place"), (3, "period"), (5, "")]


def test_a_value_without_a_register_entry_is_refused(refused):
    found = refused("""
        indicator_id  place   period  value  lower  upper  n
        employed      MX-PUE  2021Q1  10     .      .      .
        wages         MX-PUE  2021Q1  10     .      .      .
    """)
    assert [(row, column) for row, column, _ in found] == [(None, "indicator_id")]


def test_a_break_of_no_place_is_refused(refused):
    found = refused(
        """
        indicator_id  place   period  reason
        employed      MX-XYZ  2021Q1  base
        """,
        file="indicator_breaks",
    )
    assert found == [(2, "place", "not on the list (study.yaml: places)")]
