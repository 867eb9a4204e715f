"""Messy tables read by a declared layout: each trap, all faults at once, nothing lost unsaid."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import raw_study
from analysis.faults import BadInput
from analysis.intake import days, declared_tables, numbers, table_rows
from analysis.intake.layouts import (
    DATE,
    NUMBER,
    PERCENT,
    PERIOD,
    STATE,
    TEXT,
    WHOLE,
    Column,
    Layout,
)
from raw_study import faults

COLUMNS = (
    Column("state", STATE, ("Entidad federativa", "Estado"), must=True),
    Column("period", PERIOD, ("Periodo",)),
    Column("value", NUMBER, ("Valor",)),
)
LAYOUT = Layout(COLUMNS, key=("state", "period"), decimal=",", thousands=". ", separator=";")
HEADER = ["Entidad federativa", "Periodo", "Valor"]
ROW = ["Zarboria", "2021-T3", "1.234,5"]
ALIASES = raw_study.ALIASES + "Ñandulia,XX-ARB\n01,XX-ARB\n10,XX-BEL\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    study = raw_study.exland(tmp_path_factory.mktemp("exland"))
    (study.raw / "reference/state_aliases.csv").write_text(ALIASES, encoding="utf-8")
    return study


@pytest.fixture
def read(study):
    """``read(rows, layout, **sheets)``: a CSV file of rows, or a workbook of such sheets."""

    def made(rows, layout=LAYOUT, line_end="\r\n", **sheets):
        if sheets:
            path = raw_study.workbook(study.raw / "made.xlsx", **sheets)
        else:
            path = study.raw / "made.csv"
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=layout.separator, lineterminator=line_end).writerows(rows)
            path.write_bytes(text.getvalue().encode(layout.encoding))
        return declared_tables.read(study, path, layout)

    return made


def why(report):
    return dict(zip(report.left_out["row"], report.left_out["why"], strict=True))


def marks(report):
    return [tuple(row) for row in report.marks.itertuples(index=False)]


def declared(**changes):
    return Layout(**{**vars(LAYOUT), **changes})


# How a file is encoded and separated


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_a_file_is_read_in_its_encoding_separator_and_line_ends(
    encoding, separator, line_end, read
):
    layout = declared(encoding=encoding, separator=separator)
    table, report = read([HEADER, ["Ñandulia", *ROW[1:]]], layout, line_end=line_end)
    assert table.to_numpy().tolist() == [["XX-ARB", "2021Q3", 1234.5]]
    assert (table.index.tolist(), report.header_row, report.n_rows) == ([2], 1, 1)


@pytest.mark.parametrize(
    ("written", "named", "told"),
    [
        ("cp1252", "utf-8", "not a CSV file in UTF-8"),
        ("utf-16", "utf-8", "not a CSV file in UTF-8"),
        ("utf-8", "latin-1", "row 2: its texts are UTF-8, read as another encoding"),
        ("utf-8", "cp1252", "not a CSV file in CP1252"),
        ("cp1252", "latin-1", "row 3: its texts are in another encoding"),
        ("utf-16", "latin-1", "row 1: its texts are in another encoding"),
        ("utf-8", "utf-16", "not a CSV file in UTF-16"),
        ("utf-8", "nonsense", "not a CSV file in NONSENSE"),
    ],
)
def test_another_encoding_than_declared_is_refused(written, named, told, study):
    rows = [HEADER, ["Ñandulia", *ROW[1:]], ["“Zarboria” – €", *ROW[1:]]]
    path = study.raw / "made.csv"
    path.write_bytes("\n".join(";".join(row) for row in rows).encode(written))
    with pytest.raises(BadInput) as refused:
        declared_tables.read(study, path, declared(encoding=named))
    assert str(refused.value.faults[0]) == told
    assert all(fault.cure for fault in refused.value.faults)


def test_another_separator_than_declared_is_refused(study):
    path = study.raw / "made.csv"
    path.write_text("\n".join(map(";".join, [HEADER, ROW])), encoding="utf-8")
    told = faults(declared_tables.read, study, path, declared(separator="\t"))
    assert told == ["row 1: its columns are not separated as declared"]


# Where the table is


def test_titles_above_totals_notes_blank_rows_and_repeated_headers_are_left_out_and_told(read):
    rows = [
        ["Cuadro 1. Población"], ["Miles de personas"], [], HEADER, ROW, ["", "", ""],
        HEADER, ["Belmarca p/", "2021-T3", "5"], ["TOTAL", "2021-T3", "1.239,5"],
        ["Subtotal:", "", "1"], ["Nota: cifras preliminares."], ["que pueden cambiar."],
        ["p/ Preliminar."], ["Fuente: oficina de estadística."],
    ]  # fmt: skip
    table, report = read(rows)
    assert table.index.tolist() == [5, 8]
    assert (report.n_rows_above, report.header_row) == (3, 4)
    assert why(report) == {
        6: "blank", 7: "header again", 9: "total", 10: "total",
        11: "note", 12: "note", 13: "note", 14: "note",
    }  # fmt: skip
    assert marks(report) == [(8, "state", "p/")]


def test_a_row_of_data_after_the_notes_is_data(read):
    table, report = read([HEADER, ROW, ["Fuente: oficina."], ["Belmarca", "2021-T3", "5"]])
    assert (table.index.tolist(), why(report)) == ([2, 4], {3: "note"})


def test_a_row_of_one_cell_that_is_no_note_is_not_dropped(read):
    with pytest.raises(BadInput) as refused:
        read([HEADER, ROW, ["Atlántida"], ["Fuente: oficina."]])
    assert [fault.row for fault in refused.value.faults] == [3]


def test_a_header_of_several_rows_is_joined_and_its_merged_cells_go_on(read):
    columns = (
        COLUMNS[0],
        Column("women", NUMBER, ("2021 / Mujeres",)),
        Column("men", NUMBER, ("2021 / Hombres",)),
        Column("men_later", NUMBER, ("2022 / hombres",)),
    )
    layout = declared(columns=columns, key=("state",), header_rows=2)
    rows = [
        ["Cuadro 1"], ["Entidad federativa", "2021", "", "2022", ""],
        ["", "Mujeres", "Hombres", "Mujeres", "Hombres 1/"], ["Zarboria", "1", "2", "3", "4"],
    ]  # fmt: skip
    table, report = read(rows, layout)
    assert table.to_numpy().tolist() == [["XX-ARB", 1, 2, 4]]
    assert (report.header_row, report.n_rows_above, report.n_columns_left_out) == (3, 1, 1)


def test_columns_in_any_order_under_any_of_their_names_and_others_are_counted(read):
    header = ["VALOR", "Otra cosa", "estado", "período"]
    table, report = read([header, ["5", "x", "Zarboria", "2021"]])
    assert table.to_numpy().tolist() == [["XX-ARB", "2021", 5]]
    assert report.n_columns_left_out == 1


def test_a_column_that_is_missing_or_stands_twice_is_refused_with_a_cure(read):
    told = faults(read, [["Estado", "entidad federativa", "Periodo", "x"], ["a", "b", "c", "d"]])
    assert told == ["row 1, state: column stands twice", "row 1, value: column missing"]


def test_a_column_that_may_be_missing_is_blank(read):
    layout = declared(columns=(*COLUMNS[:2], Column("value", NUMBER, may_lack=True)))
    table, _ = read([["Estado", "Periodo", "x"], ["Zarboria", "2021", "9"]], layout)
    assert table["value"].isna().tolist() == [True]


def test_a_value_outside_the_columns_and_a_row_too_short_are_refused(read):
    told = faults(read, [HEADER, [*ROW, "5"], ["Zarboria", "2021"], ROW])
    assert told == [
        "row 2: a value outside the named columns",
        "row 3: 2 fields where the header has 3",
    ]


# Workbooks


def test_a_sheet_is_known_by_its_name_wherever_it_stands(read):
    layout = declared(sheets=("Datos",))
    other = [["nothing"], ["x"]]
    assert read([], layout, Portada=other, DATOS=[HEADER, ROW])[1].sheet == "DATOS"
    assert read([], layout, DATOS=[HEADER, ROW], Portada=other)[1].sheet == "DATOS"


def test_a_renamed_sheet_is_known_by_its_columns_if_it_is_the_only_one(read):
    layout = declared(sheets=("Datos",))
    assert read([], layout, Portada=[["x"]], Hoja1=[HEADER, ROW])[1].sheet == "Hoja1"
    told = faults(lambda: read([], layout, Hoja1=[HEADER, ROW], Hoja2=[HEADER, ROW]))
    assert told == ["2 sheets have its columns"]
    told = faults(lambda: read([], layout, Hoja1=[["x"]], Hoja2=[]))
    assert told == ["no sheet has the table's name, or all its columns"]
    told = faults(lambda: read([], layout, Hoja1=[HEADER[:2], ROW[:2]]))
    assert told == ["row 1, value: column missing"]


@pytest.mark.parametrize(
    "layout", [LAYOUT, declared(decimal=".", thousands=","), declared(decimal="", thousands="")]
)
def test_a_cell_that_is_a_number_is_that_number_whatever_the_marks_of_the_texts(layout, read):
    amounts = [1234.567, 1.234, 0.1, 12.0, 1e-7, 1234567.25]
    rows = [["Zarboria", f"{2000 + n}", amount] for n, amount in enumerate(amounts)]
    table, _ = read([], layout, Datos=[HEADER, *rows])
    assert table["value"].tolist() == amounts


def test_a_number_in_a_column_of_texts_reads_as_it_looks(read):
    layout = Layout((Column("folio", TEXT), Column("value", NUMBER)))
    table, _ = read([], layout, Datos=[["folio", "value"], [1.5, 1], [12, 2], ["E-3", 3]])
    assert table["folio"].tolist() == ["1.5", "12", "E-3"]


def test_days_of_a_workbook_are_days_and_a_month_that_became_one_is_a_month(read):
    columns = (Column("day", DATE), Column("period", PERIOD))
    rows = [["day", "period"], [date(2021, 2, 1), date(2021, 3, 1)], [44256, "mar-21"]]
    table, _ = read([], Layout(columns, serial="1900"), Datos=rows)
    assert table["day"].tolist() == [pd.Timestamp("2021-02-01"), pd.Timestamp("2021-03-01")]
    assert table["period"].tolist() == ["2021M03"] * 2
    told = faults(lambda: read([], Layout(columns), Datos=rows))
    assert told == [f"row 3, day: {days.NO_DAY}"]


# Cells


@pytest.mark.parametrize("code", ["1", "01", "1.0", "zarboria", "ZARBORIA 1/"])
def test_a_state_is_known_without_its_leading_zero_and_in_any_spelling(code, read):
    assert read([HEADER, [code, "2021", "1"]])[0]["state"].tolist() == ["XX-ARB"]


def test_state_ten_is_not_state_one_with_a_fraction(read):
    assert read([HEADER, ["10", "2021", "1"]])[0]["state"].tolist() == ["XX-BEL"]


def test_marks_of_footnotes_go_into_the_report_and_numbers_stay(read):
    texts = ["12,3 p/", "12,3*", "12,3 1/", "12,3²", "12,3r/"]
    rows = [["Zarboria", f"{2001 + n}", text] for n, text in enumerate(texts)]
    table, report = read([HEADER, *rows])
    assert table["value"].tolist() == [12.3] * 5
    assert [mark for _, _, mark in marks(report)] == ["p/", "*", "1/", "²", "r/"]


def test_each_kind_of_blank_is_a_blank_and_told_apart(read):
    texts = ["nd", "N.D.", "-", "..", "*", "s/d", "", "n.a."]
    rows = [["Zarboria", f"{2001 + n}", text] for n, text in enumerate(texts)]
    table, report = read([HEADER, *rows])
    assert table["value"].isna().all()
    assert [mark for _, _, mark in marks(report)] == [text for text in texts if text]


def test_a_percentage_becomes_a_share_and_one_that_could_be_a_share_is_refused(read):
    layout = declared(columns=(*COLUMNS[:2], Column("value", PERCENT, ("Valor",))))
    rows = [["Zarboria", "2021", "45,5"], ["Zarboria", "2022", "45,5 %"]]
    assert read([HEADER, *rows], layout)[0]["value"].tolist() == [0.455, 0.455]
    told = faults(read, [HEADER, ["Zarboria", "2021", "0,5"]], layout)
    assert told == ["row 2, Valor: from 0 to 1 in a row of percentages: could be a share"]


def test_a_blank_that_must_be_given_is_refused(read):
    told = faults(read, [HEADER, ["", "2021", "5"], ["Zarboria", "nd", "5"]])
    assert told == [
        "row 2, Entidad federativa: blank, but must be given",
        "row 3, Periodo: blank, but must be given",
    ]


def test_a_row_entered_twice_counts_once_and_one_that_contradicts_it_is_refused(read):
    same = ["zarboria", "3T2021", "1234,5"]
    table, report = read([HEADER, ROW, same])
    assert (len(table), why(report)) == (1, {3: "entered twice"})
    told = faults(read, [HEADER, ROW, [*ROW[:2], "5"]])
    assert told == ["row 3: a row above has the same key and other values: state, period"]


def test_without_a_key_rows_may_be_alike(read):
    assert len(read([HEADER, ROW, ROW], declared(key=()))[0]) == 2


def test_every_fault_is_told_at_once_by_row_column_rule_and_cure_and_quotes_no_cell(read):
    columns = (*COLUMNS, Column("day", DATE), Column("count", WHOLE))
    layout = declared(columns=columns, decimal="", thousands="")
    rows = [
        [*HEADER, "day", "count"], ["Atlántida", "2021", "1.234", "01/02/2021", "5"],
        ["Zarboria", "hoy", "doce", "ayer", "5,5"],
    ]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        read(rows, layout)
    assert [str(fault) for fault in refused.value.faults] == [
        "row 2, Entidad federativa: not a state",
        f"row 2, Valor: {numbers.UNDECLARED}",
        f"row 2, day: {days.UNDECLARED}",
        "row 3, Periodo: not a period such as 2021, 2024-S1, 2021-T3 or mar-21",
        f"row 3, Valor: {numbers.NO_NUMBER}",
        "row 3, count: not a whole number",
        f"row 3, day: {days.NO_DAY}",
    ]
    said = str(refused.value)
    assert numbers.DECLARE in said and days.DECLARE in said
    assert not any(cell in said for cell in ("Atlántida", "doce", "ayer"))


# Layouts


def test_a_layout_that_makes_no_sense_is_refused_where_it_is_declared():
    with pytest.raises(ValueError, match="no kind of column"):
        Column("value", "numeric")
    with pytest.raises(ValueError, match="a key is no column"):
        Layout(COLUMNS, key=("place",))
    with pytest.raises(ValueError, match="one mark cannot stand both"):
        Layout(COLUMNS, decimal=",", thousands=",")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    amounts=st.lists(st.decimals(-(10**7), 10**7, places=2), min_size=1, max_size=5),
    first=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    marks_=st.sampled_from([(".", ","), (",", "."), (",", "\u00a0"), (".", " "), (",", "")]),
    order=st.sampled_from([(days.DAY_FIRST, "%d/%m/%Y"), (days.MONTH_FIRST, "%m-%d-%Y")]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"]),
    separator=st.sampled_from([";", "\t", ","]),
    n_titles=st.integers(0, 3),
    is_noted=st.booleans(),
)
def test_a_table_written_in_any_layout_is_read_back(
    amounts, first, marks_, order, encoding, separator, n_titles, is_noted, read
):
    decimal, apart = marks_
    columns = (Column("name", TEXT), Column("día", DATE), Column("value", NUMBER))
    layout = Layout(
        columns, encoding=encoding, separator=separator, decimal=decimal,
        thousands=apart.replace("\u00a0", " "), date_order=order[0],
    )  # fmt: skip
    swap = {ord(","): apart, ord("."): decimal}
    rows = [
        [f"año {n}", first.strftime(order[1]), f"{amount:,f}".translate(swap)]
        for n, amount in enumerate(amounts)
    ]
    titles = [["Título del cuadro"]] * n_titles
    under = [["Total", "", "1"], ["Fuente: oficina"]] * is_noted
    table, report = read([*titles, ["name", "día", "value"], *rows, *under], layout)
    assert table["value"].tolist() == [float(amount) for amount in amounts]
    assert set(table["día"]) == {pd.Timestamp(first)}
    assert (report.n_rows_above, len(report.left_out)) == (n_titles, len(under))
    assert table_rows.TOTAL in [*report.left_out["why"], *[table_rows.TOTAL] * (not is_noted)]
