"""The projects and their monitoring sheets: one unit for all, and what is refused."""

import pandas as pd
import pytest

import raw_study
from analysis.faults import BadInput
from analysis.intake import projects
from analysis.schema import about
from raw_study import faults, texts

PROJECT = {
    "project_id": "P01", "name": "Proyecto uno", "approach": "workshop", "start": "2022-01-01",
    "end": "2024-12-31",
}  # fmt: skip
INDICATOR = dict.fromkeys(about("indicators"), "said") | {
    "indicator_id": "trained", "domain": "justice", "direction": "higher_better",
    "role": "outcome", "proxy_distance": "near", "grade": "strong",
}  # fmt: skip
REPORT = {
    "estado": "Zarboria", "indicador": "trained", "periodo": "2024-S1", "linea_base": "0.2",
    "meta": "60 %", "valor": "45,0 %", "casos_base": "20", "casos": "s/d",
}  # fmt: skip
IDS = pd.DataFrame({"project_id": ["P01"]}), pd.DataFrame({"indicator_id": ["trained"]})


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(projects=[{...}], ...)``: the tables of files whose rows differ so from the above."""

    def cleaned(made=({},), domains=({},), states=({},), registered=({},)):
        domain = {"project_id": "P01", "domain": "justice"}
        state = {"project_id": "P01", "state": "XX-ARB"}
        raw = {
            "projects": texts(*(PROJECT | row for row in made)),
            "project_domains": texts(*(domain | row for row in domains)),
            "project_states": texts(*(state | row for row in states)),
            "indicators": texts(*(INDICATOR | row for row in registered)),
        }
        return projects.clean(raw, study)

    return cleaned


@pytest.fixture
def monitoring(study):
    """``monitoring({...}, {...})``: the table of a sheet whose rows differ so from ``REPORT``."""

    def cleaned(*rows, sheet="P01"):
        raw = texts(*(REPORT | row for row in rows)).assign(sheet=sheet)
        return projects.clean_monitoring(raw, *IDS, study)

    return cleaned


def test_the_dates_of_a_project_are_days(clean):
    assert clean()["projects"]["start"].tolist() == [pd.Timestamp("2022-01-01")]


@pytest.mark.parametrize(
    ("part", "row", "fault"),
    [
        ("made", {"end": "2021-12-31"}, "row 2, end: ends before it starts"),
        ("made", {"start": "soon"}, "row 2, start: not a date such as 2024-03-01 or 01/03/2024"),
        (
            "made",
            {"approach": "magic"},
            "row 2, approach: not on the list (study.yaml: approaches)",
        ),
        ("states", {"state": "XX-DUN"}, "row 2, state: not on the list (study.yaml: states)"),
        ("registered", {"grade": "fair"}, "row 2, grade: not on the list (strong, moderate, weak)"),
        ("registered", {"licence": None}, "row 2, licence: blank, but must be given"),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused(part, row, fault, clean):
    assert faults(lambda: clean(**{part: [row]})) == [fault]


def test_a_domain_of_no_project_is_refused_and_the_project_not_quoted(clean):
    (told,) = faults(lambda: clean(domains=[{}, {"project_id": "Ana"}]))
    assert told.startswith("project_id: 1 of 2 refer to no row of ")
    assert told.endswith("raw/projects/projects.csv")


def test_shares_percentages_and_gaps_become_one_unit(monitoring):
    row = monitoring({})[["baseline", "target", "actual", "n_baseline", "n_actual"]].iloc[0]
    assert row.tolist()[:4] == [0.2, 0.6, 0.45, 20]
    assert pd.isna(row["n_actual"])


def test_a_report_is_known_by_its_project_state_indicator_and_half_year(monitoring):
    row = monitoring({"estado": " zarboria", "periodo": "2024-s2"}).iloc[0]
    assert row[["project_id", "state", "indicator_id", "period"]].tolist() == [
        "P01", "XX-ARB", "trained", "2024S2",
    ]  # fmt: skip


def test_a_row_entered_twice_counts_once_however_it_was_written(monitoring):
    assert len(monitoring({}, {"valor": "0.45", "estado": "XX-ARB"})) == 1


def test_rows_that_contradict_each_other_are_refused(monitoring):
    assert faults(monitoring, {}, {"valor": "0.5"}) == [
        "row 3: stands twice: project_id, state, indicator_id, period"
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"valor": "45"}, 'valor: not a share from 0 to 1 or a percentage such as "45 %"'),
        ({"valor": "1.01"}, 'valor: not a share from 0 to 1 or a percentage such as "45 %"'),
        ({"meta": "Ana"}, 'meta: not a share from 0 to 1 or a percentage such as "45 %"'),
        ({"casos": "12,5"}, "casos: not a whole number"),
        ({"casos": "0"}, "casos: below 1"),
        ({"indicador": "Ana"}, "indicador: not on the list (monitoring_indicators.csv)"),
        ({"estado": None}, "estado: blank, but must be given"),
        ({"estado": "XX-DUN"}, "estado: not on the list (study.yaml: states)"),
        (
            {"periodo": "2024-T1"},
            "periodo: not written as declared (Half-year reported on, as 2024S1.)",
        ),
    ],
)
def test_a_report_that_cannot_be_read_is_refused_by_the_name_of_its_column(row, fault, monitoring):
    assert faults(monitoring, row) == [f"row 2, {fault}"]


def test_a_sheet_named_after_no_project_is_refused(monitoring):
    with pytest.raises(BadInput, match="the sheet is named after no project of projects.csv"):
        monitoring({}, sheet="P09")


def test_the_faults_of_every_sheet_are_told(study):
    raw_study.workbook(study.raw / projects.MONITORING, P01=[["estado"]], P02=[[*REPORT, "more"]])
    with pytest.raises(BadInput) as refused:
        projects.read_monitoring(study)
    assert {fault.sheet for fault in refused.value.faults} == {"P01", "P02"}


def test_blank_rows_keep_the_number_of_the_rows_after_them(study):
    rows = [list(REPORT), [], list(REPORT.values())]
    raw_study.workbook(study.raw / projects.MONITORING, P01=rows)
    assert projects.read_monitoring(study).index.tolist() == [3]


def test_a_workbook_without_a_single_report_is_refused(study):
    raw_study.workbook(study.raw / projects.MONITORING, P01=[list(REPORT)])
    assert faults(projects.read_monitoring, study) == ["no sheet holds a value"]


def test_every_missing_file_is_named(study):
    assert faults(projects.read, study) == ["no such file"] * 4
