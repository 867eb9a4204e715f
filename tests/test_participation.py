"""Women's participation from microdata: made-up ones always, INEGI's where they are at hand."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.faults import BadInput
from analysis.intake.endireh import ACTIVITIES, read_women
from analysis.methods.estimation import BadDesign, Design, mean
from analysis.methods.participation import women_participation

ROOT = Path(__file__).parents[1]
FOLDER = os.environ.get("REAL_MICRODATA", "")
ROUNDS = (2016, 2021)
DESIGN = Design(weight="weight", stratum="stratum", psu="psu")


@pytest.fixture
def women() -> pd.DataFrame:
    """Two states of two strata, each of two sampling units with two women."""
    return pd.DataFrame(
        {
            "year": 2016,
            "state_code": ["XX-A"] * 8 + ["XX-B"] * 8,
            "stratum": np.repeat(["1", "2", "3", "4"], 4),
            "psu": np.tile(np.repeat(["1", "2"], 2), 4),
            "weight": [1, 1, 1, 1, 3, 3, 3, 3] * 2,
            "activity": ["employed", "inactive_available", "unemployed", "employed"] * 4,
        }
    )


def written(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "women.parquet"
    table.to_parquet(path)
    return path


def test_participation_by_state_and_country(women, tmp_path):
    got = women_participation(read_women(written(women, tmp_path)), "XX")
    assert got["place"].tolist() == ["XX", "XX-A", "XX-B"]
    assert got["period"].eq("2016").all()
    # Of every four, one works, one looks for work, one works again.
    assert got["value"].tolist() == [75.0] * 3
    assert got["n"].tolist() == [16, 8, 8]
    # By state: units of two women have scores w (50 - 75) 2 / 16 and the opposite, so each
    # stratum adds 2 * 2 * (2 * 25 w / 16)^2, with w = 1 and w = 3.
    error = np.sqrt(4 * (50 / 16) ** 2 * (1 + 9))
    assert got["upper"][1] == pytest.approx(75 + 1.96 * error, abs=5e-5)
    assert got["lower"][0] == pytest.approx(75 - 1.96 * error / np.sqrt(2), abs=5e-5)


def test_a_woman_whose_activity_is_not_known_is_left_out_and_her_unit_kept(women, tmp_path):
    women.loc[[4, 5], "activity"] = None
    got = women_participation(read_women(written(women, tmp_path)), "XX")
    assert got["n"].tolist() == [14, 6, 8]
    # (1 + 0 + 1 + 1) + 3 (1 + 1) of 4 + 6: units not emptied, so no stratum has a single one.
    assert got["value"][1] == 90.0


def test_a_stratum_with_one_unit_needs_a_rule(women):
    women = women[~(women["stratum"].eq("4") & women["psu"].eq("2"))]
    with pytest.raises(BadDesign, match="1 stratum has one PSU"):
        women_participation(women, "XX")
    assert len(women_participation(women, "XX", single_psu_rule="centered")) == 3


def test_faults_of_the_file_are_told_together_and_quote_nothing(women, tmp_path):
    women = women.astype({"weight": float})
    women.loc[2, "weight"] = -777
    women.loc[3, "activity"] = "astronaut"
    women.loc[[5, 6], "psu"] = None
    with pytest.raises(BadInput) as bad:
        read_women(written(women, tmp_path))
    message = str(bad.value)
    assert "women.parquet: 3 faults" in message
    assert "row 3, weight: no number above 0 in 1 rows" in message
    assert "row 4, activity: unknown in 1 rows" in message
    assert "row 6, psu: missing in 2 rows" in message
    assert "777" not in message and "astronaut" not in message


def test_what_is_not_such_a_file(women, tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        read_women(tmp_path / "women.parquet")
    with pytest.raises(BadInput, match="activity: no such column"):
        read_women(written(women.drop(columns="activity"), tmp_path))
    (tmp_path / "women.parquet").write_text("year,weight")
    with pytest.raises(BadInput, match="not a Parquet file"):
        read_women(tmp_path / "women.parquet")


def test_every_activity_is_known_to_be_in_or_out(women):
    found = {
        activity: women_participation(women.assign(activity=activity), "XX")["value"].max()
        for activity in ACTIVITIES
    }
    assert found == {
        "employed": 100, "unemployed": 100, "inactive_available": 0, "inactive_unavailable": 0
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="REAL_MICRODATA names no folder with INEGI's microdata")
class TestRealMicrodata:
    @pytest.fixture
    def women(self) -> dict[int, Path]:
        paths = {year: f"endireh{year}_women_labour_microdata.parquet" for year in ROUNDS}
        return {year: Path(FOLDER) / path for year, path in paths.items()}

    @pytest.fixture
    def published(self) -> pd.DataFrame:
        return pd.read_csv(Path(FOLDER) / "endireh_women_activity_state.csv")

    def test_participation_is_the_projects_own(self, women, published):
        got = pd.concat([women_participation(read_women(path), "MX") for path in women.values()])
        values = pd.read_csv(
            ROOT / "data/raw/indicators/indicator_values.csv", dtype={"period": str}
        )
        both = got.merge(values, on=["indicator_id", "place", "period"], suffixes=("", "_printed"))
        assert len(got) == len(both) == 66
        assert (both["n"] == both["n_printed"]).all()
        for column in ("value", "lower", "upper"):
            # Printed figures were rounded twice, to six decimals and to four.
            assert (both[column] - both[f"{column}_printed"]).abs().max() < 1.001e-4
        table = published.assign(period=published["year"].astype(str)).query(
            "indicator_id == 'women_participation_rate'"
        )
        both = got.merge(table, left_on=["place", "period"], right_on=["state_code", "period"])
        assert len(both) == 66
        for column in ("value", "lower", "upper"):
            assert (both[f"{column}_x"] - both[f"{column}_y"]).abs().max() < 0.51e-4

    @pytest.mark.parametrize("year", ROUNDS)
    def test_employment_and_employees_to_the_last_digit(self, women, published, year):
        table = pd.read_parquet(women[year])
        works = table["activity"].eq("employed")
        shares = {
            "women_employment_rate": works.astype(float),
            "women_employee_share": table["position"]
            .eq("employee")
            .astype(float)
            .where(works & table["position"].notna()),
            "women_participation_rate": (works | table["activity"].eq("unemployed")).astype(float),
        }
        for name, share in shares.items():
            asked = table.assign(share=100 * share)
            states = mean(asked, DESIGN, "share", ["state_code"])
            got = pd.concat([states, mean(asked, DESIGN, "share").assign(state_code="MX")])
            printed = published[published["indicator_id"].eq(name) & published["year"].eq(year)]
            both = got.merge(printed, on="state_code")
            assert len(both) == 33 and (both["n_x"] == both["n_y"]).all()
            half = 1.96 * both["standard_error"]
            for number, column in (
                (both["estimate"], "value"), (both["estimate"] - half, "lower_y"),
                (both["estimate"] + half, "upper_y"),
            ):  # fmt: skip
                assert (number - both[column]).abs().max() < 0.51e-6
