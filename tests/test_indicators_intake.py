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


ENOE = [q for q in quarters("2010Q1", "2025Q1") if q != "2020Q2"]
# One month a state: when the reform began there.
PHASES = ["2020M11", "2021M11", "2022M10"]
PERIODS = {
    "employed": ENOE,
    "employed_without_social_security": ["2008", "2010", "2012", "2014", "2016", "2018"],
    "employed_women_without_health_access": ["2024Q3"],
    "federal_wage_revisions": ["2023"],
    "federal_wage_revisions_multistate": ["2023"],
    "labor_justice_federal_start": PHASES,
    "labor_justice_local_start": PHASES,
    "minimum_wage": [str(year) for year in range(2019, 2027)],
    "minimum_wage_border": [str(year) for year in range(2019, 2027)],
    "participation_gap": quarters("2023Q1", "2024Q4"),
    "population": [str(year) for year in range(2015, 2026)],
    "rrm_requests": ["2021S1", "2021S2", "2022S1", "2022S2", "2023S1", "2023S2", "2024S1"],
    "unemployment": ENOE,
    "women_employees": ["2016", "2021"],
    "women_participation": ["2016", "2021"],
    "women_participation_quarterly": quarters("2023Q1", "2024Q4"),
    "women_pay_ratio": ["2021Q1"],
}
# Those that are not of every state and the country.
COUNTRY_ONLY = ["federal_wage_revisions_multistate", "minimum_wage", "minimum_wage_border"]
STATES_ONLY = ["labor_justice_federal_start", "labor_justice_local_start"]
PARTIAL = [*COUNTRY_ONLY, *STATES_ONLY, "women_pay_ratio"]
WHOLE = [name for name in PERIODS if name not in PARTIAL]
COUNTS = ["employed", "federal_wage_revisions", "population", "rrm_requests"]
RATES = [name for name in WHOLE if name not in COUNTS]
WITH_INTERVALS = ["women_employees", "women_participation"]


# The shipped figures


def test_the_register_and_the_values_name_the_same_indicators(tables):
    assert set(tables["indicators"]["indicator_id"]) == set(PERIODS)
    assert set(tables["indicator_values"]["indicator_id"]) == set(PERIODS)


@pytest.mark.parametrize("name", WHOLE)
def test_every_state_and_the_country_have_a_row_in_every_period(name, series, study):
    grid = series(name)
    assert list(grid.columns) == PERIODS[name]
    assert set(grid.index) == {"MX", *(place.id for place in study.places)}


@pytest.mark.parametrize("name", PARTIAL)
def test_a_figure_that_no_state_or_no_country_has_stands_where_it_is_true(name, series, study):
    grid = series(name)
    assert list(grid.columns) == PERIODS[name]
    states = {place.id for place in study.places}
    surveyed = {"MX-NLE", "MX-SON", "MX-TAM"}
    of = {"MX"} if name in COUNTRY_ONLY else states if name in STATES_ONLY else surveyed
    assert set(grid.index) == of


@pytest.mark.parametrize("name", WHOLE)
def test_only_the_quarter_missing_from_enoe_is_blank(name, series):
    blanks = series(name).stack(future_stack=True).loc[lambda value: value.isna()].index.tolist()
    is_enoe = name in ("employed", "unemployment")
    assert blanks == ([("MX", "2021Q3"), ("MX-MEX", "2021Q3")] if is_enoe else [])


def test_national_employment_is_what_inegi_printed(series):
    printed = {"2021Q1": 52_973_270, "2021Q4": 56_611_211, "2022Q1": 56_079_123}
    assert series("employed").loc["MX", list(printed)].to_dict() == printed


def test_national_unemployment_is_what_inegi_printed(series):
    assert round(series("unemployment").loc["MX", "2022Q2"], 1) == 3.2


@pytest.mark.parametrize("name", ["employed", "population", "rrm_requests"])
def test_the_states_add_up_to_the_country(name, series):
    grid = series(name).drop(columns="2021Q3", errors="ignore")
    assert grid.drop(index="MX").sum().tolist() == grid.loc["MX"].tolist()


def test_contracts_of_several_states_are_told_apart_and_spread_over_none(series):
    revised, several = series("federal_wage_revisions"), series("federal_wage_revisions_multistate")
    assert several.loc["MX", "2023"] == 644
    assert revised.loc["MX", "2023"] == 2_987 == revised.drop(index="MX")["2023"].sum() + 644


@pytest.mark.parametrize(("name", "n_states"), [("federal", [8, 13, 11]), ("local", [7, 12, 11])])
def test_the_reform_came_in_three_phases_and_two_local_dates_are_not_known(name, n_states, series):
    phases = series(f"labor_justice_{name}_start")
    assert phases.count().tolist() == n_states
    assert [set(phases[month].dropna()) for month in PHASES] == [{1}, {2}, {3}]
    unknown = set(phases.index[phases.isna().all(axis=1)])
    assert unknown == ({"MX-BCS", "MX-GRO"} if name == "local" else set())


def test_the_gap_in_participation_is_national_and_wide(series):
    gap = series("participation_gap").loc["MX"]
    assert gap.between(28, 32).all()
    assert series("women_participation_quarterly").loc["MX", "2023Q4"].round(1) == 46.5


def test_the_minimum_wage_is_what_the_law_says(series):
    assert series("minimum_wage").loc["MX", ["2019", "2024"]].tolist() == [102.68, 248.93]
    assert series("minimum_wage_border").loc["MX", ["2019", "2024"]].tolist() == [176.72, 374.89]


@pytest.mark.parametrize("name", RATES)
def test_a_rate_is_a_percentage_and_the_country_lies_among_its_states(name, series):
    grid = series(name)
    states, country = grid.drop(index="MX"), grid.loc["MX"].dropna()
    assert states.min().min() > 0
    assert states.max().max() < 100
    assert country.between(states.min()[country.index], states.max()[country.index]).all()


@pytest.mark.parametrize("name", [*WITH_INTERVALS, "women_pay_ratio"])
def test_own_estimates_lie_within_their_intervals_and_name_their_sample(name, tables):
    values = tables["indicator_values"].set_index("indicator_id").loc[name]
    assert values[["lower", "upper", "n"]].notna().all(axis=None)
    assert (values["lower"].lt(values["value"]) & values["value"].lt(values["upper"])).all()
    sampled = values[values["place"].ne("MX")].groupby("period")["n"].sum().to_dict()
    assert (
        sampled
        == {
            "women_participation": {"2016": 111_256, "2021": 110_126},
            "women_employees": {"2016": 46_760, "2021": 50_873},
            "women_pay_ratio": {"2021Q1": 11_481},
        }[name]
    )


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


BREAKS = {
    ("MX", "2020Q2", "not_measured"), ("MX", "2021Q1", "new_basis"),
    ("MX-MEX", "2021Q3", "not_measured"), ("MX-GRO", "2023Q4", "partly_measured"),
}  # fmt: skip
DECLARED = {
    "employed": BREAKS,
    "unemployment": BREAKS,
    "employed_without_social_security": {("MX", "2020", "new_basis")},
    "employed_women_without_health_access": {
        ("MX-CMX", "2024Q3", "doubtful"), ("MX-ROO", "2024Q3", "doubtful"),
    },
    "federal_wage_revisions": {("MX", "2023", "doubtful")},
    "federal_wage_revisions_multistate": {("MX", "2023", "doubtful")},
    "labor_justice_local_start": {
        ("MX-BCS", "2022M10", "doubtful"), ("MX-GRO", "2022M10", "doubtful"),
    },
    "participation_gap": {("MX-GRO", "2023Q4", "partly_measured")},
    "rrm_requests": {("MX", "2024S2", "not_measured")},
    "women_participation_quarterly": {
        ("MX", "2023Q1", "new_basis"), ("MX-GRO", "2023Q4", "partly_measured"),
    },
}  # fmt: skip


def test_gaps_new_bases_and_doubts_are_declared_as_breaks(tables):
    rows = tables["indicator_breaks"][["indicator_id", "place", "period", "kind"]]
    declared = {name: set() for name in rows["indicator_id"]}
    for name, *broken in rows.itertuples(index=False):
        declared[name].add(tuple(broken))
    assert declared == DECLARED


def test_every_public_indicator_has_a_source_and_each_window_its_periods(tables):
    uses, values = tables["indicator_uses"], tables["indicator_values"]
    assert uses["indicator_id"].tolist() == sorted(PERIODS)
    known = values.groupby("indicator_id")["period"].agg(set)
    windows = uses.set_index("indicator_id")[list(indicators.WINDOWS)].dropna()
    assert all(set(periods) <= known[name] for name, periods in windows.iterrows())


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
        indicator_id  place   period  kind       reason
        employed      MX-XYZ  2021Q1  new_basis  base
        """,
        file="indicator_breaks",
    )
    assert found == [(2, "place", "not on the list (study.yaml: places)")]


def test_a_kind_of_break_that_is_not_known_is_refused(refused):
    found = refused(
        """
        indicator_id  place   period  kind   reason
        employed      MX-JAL  2021Q1  odd    base
        """,
        file="indicator_breaks",
    )
    assert [fault[:2] for fault in found] == [(2, "kind")]


HEADER = (
    "indicator_id counted_over per baseline_first baseline_last endline_first endline_last "
    "window_reason source_id"
)


def test_half_a_rate_and_half_a_window_are_refused(refused):
    found = refused(
        f"""
        {HEADER}
        rrm_requests  employed  .  .     .     .     .     .    one
        employed      .         5  .     .     .     .     .    one
        unemployment  .         .  2021  2021  .     2022  why  one
        """,
        file="indicator_uses",
    )
    assert found == [
        (2, "per", "goes with counted_over"),
        (3, "per", "goes with counted_over"),
        (4, "baseline_first", "has not all four windows"),
    ]


def test_windows_follow_one_another_and_their_periods_are_of_one_kind(refused):
    found = refused(
        f"""
        {HEADER}
        employed             .  .  2021Q1  2021Q4  2021Q4  2022Q4  why  one
        rrm_requests         .  .  2022S2  2022S1  2023S1  2023S2  why  one
        unemployment         .  .  2021    2021    2022Q1  2022Q4  why  one
        women_participation  .  .  2016    2016    2021    2021    why  one
        """,
        file="indicator_uses",
    )
    rule = "the windows are not one after the other"
    assert found == [(row, "endline_first", rule) for row in (2, 3, 4)]


def test_a_figure_is_part_of_another_indicator_and_not_of_itself(refused):
    found = refused(
        f"""
        {HEADER}      part_of
        rrm_requests  .  .  .  .  .  .  .  one  rrm_requests
        """,
        file="indicator_uses",
    )
    assert found == [(2, "part_of", "names the indicator itself")]


def test_a_rate_over_people_whom_nobody_counted_is_refused(refused):
    found = refused(
        f"""
        {HEADER}
        rrm_requests  nobody  1000  .  .  .  .  .  one
        """,
        file="indicator_uses",
    )
    assert [fault[1] for fault in found] == ["counted_over"]


def test_a_printed_figure_says_how_it_was_rounded(refused):
    found = refused(
        """
        indicator_id  place  period  relation  published  rounded_to  printed_in  note
        employed      MX     2021Q1  equal     5          0           book        .
        employed      MX     2021Q2  near      5          1           book        .
        """,
        file="indicator_checks",
    )
    assert found == [
        (2, "rounded_to", "not above 0"),
        (3, "relation", "not on the list (equal, at_least, at_most)"),
    ]


def test_a_study_need_not_say_what_its_indicators_are_used_for(tmp_path):
    shutil.copytree(DATA / "raw/reference", tmp_path / "raw/reference")
    shutil.copytree(DATA / "raw/indicators", tmp_path / "raw/indicators")
    shutil.copyfile(DATA / "raw/study.yaml", tmp_path / "raw/study.yaml")
    for name in indicators.NEED_NOT_BE:
        (tmp_path / f"raw/indicators/{name}.csv").unlink()
    study = read_study(tmp_path)
    made = indicators.clean(indicators.read(study), study)
    assert made["indicator_uses"].empty
    assert made["indicator_checks"].empty
