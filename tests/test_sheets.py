"""Files as tables of text: every cell arrives in its row and column, or the file is refused."""

import re
import zipfile
from datetime import datetime

import openpyxl
import pytest

import raw_study
from analysis.intake import sheets
from raw_study import faults

COLUMNS = ("project_id", "name")


@pytest.fixture
def study(tmp_path):
    return raw_study.exland(tmp_path)


@pytest.fixture
def read(study):
    """``read(text)``: a CSV file of that content, which may be bytes."""

    def read_csv(content):
        path = study.raw / "made.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return sheets.read_csv(study, path, COLUMNS)

    return read_csv


@pytest.fixture
def read_sheet(study):
    """``read_sheet(rows)``: a workbook whose sheet ``register`` holds those rows."""

    def read(rows, **options):
        path = raw_study.workbook(study.raw / "made.xlsx", register=rows)
        return sheets.read_sheet(study, path, "register", COLUMNS, **options)

    return read


# CSV files


def test_a_row_is_known_by_the_number_its_owner_sees(read):
    table = read('project_id,name\np1,"two\nlines"\n\np2,plain\n')
    assert table["project_id"].to_dict() == {2: "p1", 4: "p2"}


def test_columns_may_stand_in_any_order_and_spaces_around_values_go(read):
    assert read("name,project_id\n Ana , p1\n").to_numpy().tolist() == [["p1", "Ana"]]


def test_blank_rows_are_left_out_and_blank_cells_are_missing(read):
    table = read("project_id,name\n,\n\np1,\n")
    assert table.index.tolist() == [4]
    assert table["name"].isna().all()


def test_a_header_alone_is_an_empty_table(read):
    assert read("project_id,name\n").shape == (0, 2)


def test_a_byte_order_mark_is_no_part_of_the_first_column(read):
    assert read("\ufeffproject_id,name\np1,a\n").columns.tolist() == list(COLUMNS)


def test_a_field_too_many_or_too_few_is_refused_by_row(read):
    assert faults(read, "project_id,name\np1,a\np2,Ana,b\np3\n") == [
        "row 3: 3 fields where the header has 2",
        "row 4: 1 fields where the header has 2",
    ]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(read):
    assert faults(read, 'project_id,name\np1,"Ana\np2,b\n') == ["not a CSV file in UTF-8"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused(encoding, read):
    content = "project_id,name\np1,Peñón\n".encode(encoding)
    assert faults(read, content) == ["not a CSV file in UTF-8"]


def test_an_empty_file_is_refused(read):
    assert faults(read, "") == ["empty: not even a header"]


def test_a_missing_file_is_refused(study):
    path = study.raw / "projects/projects.csv"
    assert faults(sheets.read_csv, study, path, COLUMNS) == ["no such file"]


def test_columns_missing_unknown_and_doubled_are_refused_and_unknown_ones_not_quoted(read):
    assert faults(read, "project_id,project_id,Ana\np1,p1,x\n") == [
        "row 1: 1 columns not in docs/data.md",
        "row 1, name: column missing",
        "row 1, project_id: column stands twice",
    ]


def test_a_header_shifted_by_one_is_refused(read):
    assert faults(read, ",project_id,name\np1,a,\np2,b,\n") == [
        "row 2: a value outside the named columns",
        "row 3: a value outside the named columns",
    ]


# Workbooks


def test_every_kind_of_cell_becomes_its_text(read_sheet):
    table = read_sheet([list(COLUMNS), [12.0, 0.45], [None, " x "]])
    assert table.iloc[0].tolist() == ["12", "0.45"]
    assert table.iloc[1].isna().tolist() == [True, False]


def test_blank_rows_of_a_sheet_are_kept_so_that_they_can_be_counted(read_sheet):
    table = read_sheet([list(COLUMNS), ["p1", "a"], [], ["  ", None], ["p2", "b"]])
    assert table.isna().all(axis=1).to_dict() == {2: False, 3: True, 4: True, 5: False}


def test_a_value_outside_the_named_columns_of_a_sheet_is_refused(read_sheet):
    rows = [list(COLUMNS), ["p1", "a"], [None, "p2", "b"]]
    assert faults(read_sheet, rows) == ["row 3: a value outside the named columns"]


def test_further_columns_are_kept_on_demand_but_not_two_of_a_name(read_sheet):
    rows = [[*COLUMNS, "C01"], ["p1", "a", "yes"]]
    assert read_sheet(rows, more=True)["C01"].tolist() == ["yes"]
    rows = [[*COLUMNS, "C01", "C01"], ["p1", "a", "yes", "no"]]
    with pytest.raises(ValueError, match="1 columns stand twice"):
        read_sheet(rows, more=True)


def test_a_file_that_understates_its_size_loses_no_row(study):
    path = raw_study.workbook(study.raw / "made.xlsx", register=[list(COLUMNS), ["p1", "a"]])
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    entries[sheet] = re.sub(b'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', entries[sheet])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    table = sheets.read_sheet(study, path, "register", COLUMNS)
    assert table.to_numpy().tolist() == [["p1", "a"]]


def test_a_workbook_without_the_sheet_is_refused_and_the_sheet_named(study):
    path = raw_study.workbook(study.raw / "made.xlsx", Hoja1=[])
    with pytest.raises(ValueError, match='made.xlsx, sheet "register": 1 fault\n  no such sheet'):
        sheets.read_sheet(study, path, "register", COLUMNS)


@pytest.mark.parametrize("content", [b"not a zip", b"PK\x05\x06" + bytes(18), b""])
def test_what_is_no_workbook_is_refused(content, study):
    path = study.raw / "made.xlsx"
    path.write_bytes(content)
    assert faults(sheets.read_sheets, study, path) == ["not an Excel workbook (.xlsx)"]


def test_a_workbook_damaged_inside_is_refused(study):
    path = raw_study.workbook(study.raw / "made.xlsx", register=[list(COLUMNS)])
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content[:200] if "sheet1" in name else content)
    assert faults(sheets.read_sheets, study, path) == ["not an Excel workbook (.xlsx)"]


def test_what_would_not_arrive_as_it_is_is_refused(read_sheet):
    rule = "a number of more digits than a cell keeps"
    assert faults(read_sheet, [list(COLUMNS), [12345678901234567, "a"]]) == [f"row 2: {rule}"]


def test_an_error_of_a_formula_is_refused(study):
    path = raw_study.workbook(study.raw / "made.xlsx", register=[list(COLUMNS), ["p1", "#N/A"]])
    book = openpyxl.load_workbook(path)
    book["register"]["B2"].data_type = "e"
    book.save(path)
    rule = "a cell holds an error of a formula, such as #N/A"
    assert faults(sheets.read_sheets, study, path) == [rule]


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_refused(study):
    path = raw_study.workbook(study.raw / "made.xlsx", register=[list(COLUMNS)])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(50_000_000))
    rule = "holds a file that unpacks to more than 200 times its size"
    assert faults(sheets.read_sheets, study, path) == [rule]


def test_dates_times_and_truths_become_texts(read_sheet):
    day, moment = datetime(2024, 3, 1), datetime(2024, 3, 1, 10, 5)
    table = read_sheet([list(COLUMNS), [day, moment], [True, -99]])
    assert table.to_numpy().tolist() == [["2024-03-01", "2024-03-01T10:05:00"], ["True", "-99"]]


def test_a_missing_workbook_is_refused(study):
    assert faults(sheets.read_sheets, study, study.raw / "made.xlsx") == ["no such file"]
