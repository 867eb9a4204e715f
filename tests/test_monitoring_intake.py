"""The projects' monitoring sheets: one unit for all, what is flagged, and what is refused."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import raw_study
from analysis.faults import BadInput
from analysis.intake import measures, monitoring, monitoring_sheets
from analysis.intake.monitoring_sheets import HEADERS, Sheet
from raw_study import faults, texts

TENTHS = st.integers(0, 1000)  # of a percent
REPORT = {
    "state": "Zarboria", "indicator_id": "trained", "period": "2024-S1", "baseline": "0.2",
    "target": "60 %", "actual": "45,0 %", "n_baseline": "20", "n_actual": "s/d",
}  # fmt: skip
COUNTED = {
    "state": "Zarboria", "indicator_id": "trained", "unit": "casos", "favorable_baseline": "4",
    "n_baseline": "20", "target": "0.6", "counting": "por periodo",
}  # fmt: skip
PROJECTS = pd.DataFrame(
    {
        "project_id": ["P01", "P02", "P03"],
        "start": pd.to_datetime(["2022-06-01", "2022-01-01", "2022-06-01"]),
    }
)
INDICATORS = pd.DataFrame({"indicator_id": ["trained"]})
NO_SHARE = 'not a share from 0 to 1 or a percentage such as "45 %"'
SPANISH = {column: both[0] for column, both in HEADERS.items()}


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def clean(study):
    """``clean(P01=[{...}], ...)``: both tables of sheets whose rows have these columns."""

    def cleaned(**sheets):
        raw = {}
        for project, rows in sheets.items():
            table = texts(*rows)
            names = {column: SPANISH[column] for column in table}
            raw[project] = Sheet(table.reindex(columns=list(HEADERS)).astype("str"), names)
        return monitoring.clean(raw, PROJECTS, INDICATORS, study)

    return cleaned


@pytest.fixture
def table(clean):
    """``table({...}, {...})``: of a sheet whose rows differ so from ``REPORT``."""
    return lambda *rows: clean(P01=[REPORT | row for row in rows])["monitoring"]


@pytest.fixture
def written(study):
    """``written(P01=[[...], ...])``: what a workbook of such sheets is read as."""

    def read(**sheets):
        raw_study.workbook(study.raw / monitoring_sheets.FILE, **sheets)
        return monitoring.read(study)

    return read


def counted(*rows):
    """Rows of cases: half-year, favorable cases, cases."""
    return [
        COUNTED | {"period": period, "favorable_actual": favorable, "n_actual": n}
        for period, favorable, n in rows
    ]


def noted(notes):
    """The notes as lists, without blanks."""
    return [[cell for cell in row if isinstance(cell, str)] for row in notes.to_numpy().tolist()]


# What is read


def test_shares_percentages_and_gaps_become_one_unit(table):
    row = table({})[["baseline", "target", "actual", "n_baseline", "n_actual"]].iloc[0]
    assert row.tolist()[:4] == [0.2, 0.6, 0.45, 20]
    assert pd.isna(row["n_actual"])


def test_a_report_is_known_by_its_project_state_indicator_and_half_year(table):
    row = table({"state": " zarboria", "period": "2024-s2"}).iloc[0]
    assert row[["project_id", "state", "indicator_id", "period"]].tolist() == [
        "P01", "XX-ARB", "trained", "2024S2",
    ]  # fmt: skip


@given(TENTHS)
def test_a_share_is_read_the_same_in_every_way_of_writing_it(tenths):
    percent = f"{tenths / 10:.1f}"
    comma = percent.replace(".", ",")
    ways = [(f"{tenths / 1000}", None), (f"{percent}%", None), (f"{comma} %", None)]
    ways += [(f"{comma} %", "percent"), (f"{comma} %", "of_ten")]
    # Without its sign, a percentage up to one could be a share.
    ways += [(percent, "percent"), (comma, "percent")] * (tenths > 10 or not tenths)
    ways += [(f"{tenths / 100}", "of_ten"), (f"{tenths / 1000}", "share")]
    written, unit = (pd.Series(part, dtype="str") for part in zip(*ways, strict=True))
    values, wrong = measures.shares(written, unit)
    assert values.tolist() == [round(tenths / 1000, 9)] * len(ways)
    assert wrong == []


@pytest.mark.parametrize("text", ["s/d", "S/D ", "-", "n/d", "  "])
def test_what_field_teams_write_for_not_reported_is_a_blank(text):
    values, wrong = measures.shares(pd.Series([text]))
    assert (values.isna().tolist(), wrong) == ([True], [])


@pytest.mark.parametrize(
    ("unit", "written"),
    [("porcentaje", "45"), ("%", "45,0"), ("percent", "45 %"), ("de cada 10", "4,5"),
     ("OUT OF 10", "4.5"), ("Proporción", "0.45"), (None, "0.45")],
)  # fmt: skip
def test_a_row_is_read_in_the_unit_it_names(unit, written, table):
    row = {"unit": unit, "actual": written, "baseline": "0", "target": "0.5 %"}
    assert table(row)["actual"].tolist() == [0.45]


def test_cases_are_a_numerator_and_its_denominator(clean):
    row = clean(P01=counted(("2023-S1", "10", "40")))["monitoring"].iloc[0]
    assert row[["baseline", "actual", "n_baseline", "n_actual"]].tolist() == [0.2, 0.25, 20, 40]


def test_cases_are_another_unit_than_shares_also_where_none_is_named(clean):
    unnamed = [row | {"unit": None} for row in counted(("2023-S1", "10", "40"))]
    assert noted(clean(P01=unnamed)["monitoring_notes"]) == [["P01", "other_unit"]]


def test_running_totals_are_taken_apart_by_half_year(clean):
    rows = counted(
        ("2023-S1", "10", "40"), ("2023-S2", "s/d", "s/d"), ("2024-S1", "40", "100"),
        ("2024-S2", "40", "100"),
    )  # fmt: skip
    made = clean(P01=[row | {"counting": "acumulado"} for row in rows])
    found = made["monitoring"].set_index("period")
    # 40 - 10 of 100 - 40; the half-year without a report and the one without a case have none.
    assert found["actual"].dropna().to_dict() == {"2023S1": 0.25, "2024S1": 0.5}
    assert found["n_actual"].dropna().to_dict() == {"2023S1": 40, "2024S1": 60}
    assert ["P01", "cumulative"] in noted(made["monitoring_notes"])


def test_a_row_entered_twice_counts_once_however_it_was_written(clean):
    rows = [REPORT, REPORT | {"actual": "0.45", "state": "XX-ARB", "notes": "otra vez"}]
    made = clean(P01=rows)
    assert len(made["monitoring"]) == 1
    assert ["P01", "XX-ARB", "trained", "2024S1", "row_entered_twice"] in noted(
        made["monitoring_notes"]
    )


def test_a_revised_target_stands_beside_the_first_one(clean):
    rows = [
        REPORT | {"period": "2023-S1"},
        REPORT | {"period": "2024-S1", "target": "50 %", "target_revised": "revisada el 3 de mayo"},
        REPORT | {"period": "2023-S2"},
    ]
    made = clean(P01=rows)
    assert made["monitoring"]["target"].tolist() == [0.6, 0.6, 0.5]
    assert made["monitoring"]["target_first"].tolist() == [0.6] * 3
    assert noted(made["monitoring_notes"]) == [
        ["P01", "XX-ARB", "trained", "2024S1", "target_revised"]
    ]


def test_a_baseline_is_late_from_the_day_after_the_project_began(table):
    days = {"2023-S1": "01/06/2022", "2023-S2": None}
    rows = [{"period": half, "baseline_date": day} for half, day in days.items()]
    assert table(*rows)["is_baseline_late"].tolist() == [False, False]
    late = [row | {"baseline_date": "2022-06-02"} for row in rows[:1]] + rows[1:]
    # Said once, it is said of the series.
    assert table(*late)["is_baseline_late"].tolist() == [True, True]


def test_a_series_without_a_baseline_is_noted_once(clean):
    gone = {"baseline": "s/d", "n_baseline": "-"}
    rows = [REPORT | gone | {"period": half} for half in ("2023-S1", "2023-S2")]
    notes = clean(P01=rows)["monitoring_notes"]
    assert noted(notes) == [["P01", "XX-ARB", "trained", "baseline_missing"]]


def test_the_same_cases_are_flagged_where_the_later_project_reports_them(clean):
    shared = ("2023-S1", "10", "40"), ("2023-S2", "12", "60")
    made = clean(P01=counted(*shared), P02=counted(*shared, ("2024-S1", "9", "30")))
    found = made["monitoring"].query("is_double_counted")
    # P02 began earlier, for all that its number is higher.
    assert found[["project_id", "period"]].values.tolist() == [["P01", "2023S1"], ["P01", "2023S2"]]
    kinds = made["monitoring_notes"]["kind"].value_counts()
    assert kinds["double_counted"] == 2


def test_of_two_projects_that_began_together_the_first_keeps_its_cases(clean):
    shared = counted(("2023-S1", "10", "40"), ("2023-S2", "12", "60"))
    found = clean(P03=shared, P01=shared)["monitoring"]
    assert found.set_index("project_id")["is_double_counted"].to_dict() == {
        "P01": False, "P03": True,
    }  # fmt: skip


def test_the_same_numbers_in_a_single_half_year_may_be_chance(clean):
    first = counted(("2023-S1", "10", "40"), ("2023-S2", "12", "60"))
    later = counted(("2023-S1", "10", "40"), ("2023-S2", "13", "60"))
    assert not clean(P02=first, P01=later)["monitoring"]["is_double_counted"].any()


# What is refused


def test_rows_that_contradict_each_other_are_refused(table):
    assert faults(table, {}, {"actual": "0.5"}) == [
        "row 3: stands twice: project_id, state, indicator_id, period"
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"actual": "45"}, "valor: above 1 and without a unit"),
        ({"actual": "1.01"}, "valor: above 1 and without a unit"),
        ({"target": "120 %"}, "meta: a percentage above 100"),
        (
            {"unit": "porcentaje", "baseline": "20", "actual": "100,5"},
            "valor: a percentage above 100",
        ),
        (
            {"unit": "porcentaje", "baseline": "20", "actual": "1"},
            "valor: from 0 to 1 in a row of percentages: could be a share",
        ),
        ({"unit": "de cada 10", "actual": "11"}, "valor: more than 10 of 10"),
        ({"unit": "share", "actual": "45"}, "valor: above 1, though its unit is a share"),
        ({"target": "Ana"}, f"meta: {NO_SHARE}"),
        ({"target": "-0.1"}, f"meta: {NO_SHARE}"),
        ({"target": "nan"}, f"meta: {NO_SHARE}"),
        ({"target": "inf"}, f"meta: {NO_SHARE}"),
        ({"target": "1.000,5 %"}, f"meta: {NO_SHARE}"),
        ({"n_actual": "12,5"}, "casos: not a whole number"),
        ({"n_actual": "0"}, "casos: below 1"),
        ({"indicator_id": "Ana"}, "indicador: not on the list (monitoring_indicators.csv)"),
        ({"state": None}, "estado: blank, but must be given"),
        ({"state": "XX-DUN"}, "estado: not on the list (study.yaml: states)"),
        (
            {"period": "2024-T1"},
            "periodo: not written as declared (Half-year reported on, as 2024S1.)",
        ),
        ({"unit": "Ana"}, f"unidad: not on the list ({', '.join(measures.UNITS)})"),
        ({"counting": "Ana"}, f"conteo: not on the list ({', '.join(monitoring.COUNTINGS)})"),
        (
            {"baseline_date": "soon"},
            "fecha_linea_base: not a date such as 2024-03-01 or 01/03/2024",
        ),
        (
            {"counting": "acumulado"},
            "valor: running totals cannot be taken apart without favorable cases",
        ),
        (
            {"favorable_actual": "4", "n_actual": "8"},
            "valor: given twice: here, and as favorable cases",
        ),
    ],
)
def test_a_report_that_cannot_be_read_is_refused_by_the_name_of_its_column(row, fault, table):
    assert faults(table, row) == [f"row 2, {fault}"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"favorable_actual": "41"}, "casos_favorables: more favorable cases than cases"),
        ({"n_actual": None}, "casos_favorables: favorable cases, but not the cases they are of"),
        ({"favorable_actual": "a few"}, "casos_favorables: not a whole number"),
        ({"actual": "0.25"}, "valor: not to be given in a row of cases"),
        ({"target": "25"}, "meta: above 1 and without a unit"),
    ],
)
def test_cases_that_cannot_be_read_are_refused(row, fault, clean):
    rows = counted(("2023-S1", "10", "40"))
    assert faults(lambda: clean(P01=[rows[0] | row])) == [f"row 2, {fault}"]


def test_what_to_do_about_a_number_without_a_unit_is_said(table):
    with pytest.raises(BadInput, match=r"-> Name the unit of each row in column unidad: propor"):
        table({"actual": "45"})


def test_a_target_that_moves_without_a_word_is_refused(table):
    told = ["row 3, meta: another target than before, not marked as revised"]
    assert faults(table, {"period": "2023-S1"}, {"period": "2023-S2", "target": "50 %"}) == told


def test_a_running_total_that_falls_is_refused(clean):
    rows = counted(("2023-S1", "10", "40"), ("2023-S2", "9", "50"))
    rows = [row | {"counting": "acumulado"} for row in rows]
    assert faults(lambda: clean(P01=rows)) == [
        "row 3, casos_favorables: a running total that falls"
    ]


def test_cases_that_only_grow_must_be_said_to_be_running_totals_or_not(clean):
    halves = [f"{year}-S{half}" for year in range(2018, 2024) for half in (1, 2)]
    rows = counted(*((half, str(n), str(2 * n)) for n, half in enumerate(halves, 10)))
    unsaid = [{k: v for k, v in row.items() if k != "counting"} for row in rows]
    assert faults(lambda: clean(P01=unsaid)) == [
        "conteo: its cases never fall from one half-year to the next: are they running totals?"
    ]
    assert clean(P01=rows)["monitoring"]["n_actual"].tolist() == list(range(20, 44, 2))
    # Ten steps are needed to suspect it: eleven half-years.
    assert len(clean(P01=unsaid[:10])["monitoring"]) == 10


def test_a_sheet_named_after_no_project_is_refused(clean):
    with pytest.raises(BadInput, match="the sheet is named after no project of projects.csv"):
        clean(P09=[REPORT])


# How sheets are laid out


def test_titles_totals_blank_rows_notes_and_english_names_are_read_past(written, study):
    english = [HEADERS[column][1].replace("_", " ").title() for column in REPORT]
    rows = [
        ["Half-yearly report"], [], ["Notes", *english], [],
        [None, *REPORT.values()], ["checked", "TOTAL", *[None] * 6, 99],
    ]  # fmt: skip
    raw = written(P01=rows)
    assert raw["P01"].reports.index.tolist() == [5]
    made = monitoring.clean(raw, PROJECTS, INDICATORS, study)
    assert made["monitoring"]["actual"].tolist() == [0.45]
    assert noted(made["monitoring_notes"]) == [["P01", "other_layout"], ["P01", "total_row"]]


def test_notes_under_the_table_and_the_header_once_more_are_read_past(written, study):
    header = [SPANISH[column] for column in REPORT]
    later = REPORT | {"period": "segundo semestre de 2024"}
    rows = [header, [*REPORT.values()], header, [*later.values()]]
    raw = written(P01=[*rows, ["Fuente: registro del centro."], ["p/ Cifras preliminares."]])
    assert (raw["P01"].n_totals, raw["P01"].n_others) == (0, 3)
    made = monitoring.clean(raw, PROJECTS, INDICATORS, study)
    assert made["monitoring"]["period"].tolist() == ["2024S1", "2024S2"]
    assert ["P01", "other_layout"] in noted(made["monitoring_notes"])


def test_a_fault_names_the_column_and_the_row_of_its_own_sheet(written, study):
    rows = [["Report"], [HEADERS[column][1] for column in REPORT]]
    raw = written(P01=[*rows, [*(REPORT | {"actual": "soon"}).values()]])
    assert faults(lambda: monitoring.clean(raw, PROJECTS, INDICATORS, study)) == [
        f"row 3, value: {NO_SHARE}"
    ]


def test_the_faults_of_every_sheet_are_told(written):
    header = [SPANISH[column] for column in REPORT]
    with pytest.raises(BadInput) as refused:
        written(P01=[["estado"]], P02=[[*header, "more"]], P03=[[*header, "state"]], P04=[])
    assert {fault.sheet for fault in refused.value.faults} == {"P01", "P02", "P03", "P04"}


def test_a_sheet_gives_values_or_cases(written):
    header = [SPANISH[column] for column in REPORT if column not in ("actual", "baseline")]
    assert faults(lambda: written(P01=[header])) == [
        "row 1, linea_base: column missing", "row 1, valor: column missing",
    ]  # fmt: skip
    rows = [[*header, "casos_favorables_base", "casos_favorables"], ["x"] * 8]
    assert len(written(P01=rows)["P01"].reports) == 1


def test_a_workbook_without_a_single_report_is_refused(written):
    header = [SPANISH[column] for column in REPORT]
    assert faults(lambda: written(P01=[header, ["TOTAL"]])) == ["no sheet holds a value"]


def test_a_missing_workbook_is_named(study):
    assert faults(monitoring.read, study) == ["no such file"]
