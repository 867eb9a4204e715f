"""The report of faults: where, what, and what to do next."""

import pytest

from analysis.faults import BadInput, Fault, at, refuse, report

REGISTER = {"file": "data/raw/interviews/register.xlsx", "sheet": "register"}
CURE = "Add a spelling to reference/state_aliases.csv."


def test_the_report_names_file_sheet_row_column_and_each_cure_once():
    bad = BadInput(
        [
            Fault(rule="not a state", row=97, column="estado", cure=CURE, **REGISTER),
            Fault(rule="not a state", row=14, column="estado", cure=CURE, **REGISTER),
            Fault("data/raw/study.yaml", "no such file"),
        ]
    )
    assert str(bad) == (
        'data/raw/interviews/register.xlsx, sheet "register": 2 faults\n'
        "  row 14, estado: not a state\n"
        "  row 97, estado: not a state\n"
        "  -> Add a spelling to reference/state_aliases.csv.\n"
        "data/raw/study.yaml: 1 fault\n"
        "  no such file"
    )


def test_rows_are_in_the_order_of_numbers_and_a_whole_file_comes_last():
    found = [Fault("f", "rule", row=row) for row in (10, None, 9)]
    assert [fault.row for fault in BadInput(found).faults] == [9, 10, None]


def test_the_same_fault_found_twice_is_told_once():
    assert len(BadInput([Fault("f", "rule"), Fault("f", "rule")]).faults) == 1


def test_the_order_in_which_faults_were_found_does_not_matter():
    found = [Fault("b", "r", "s"), Fault("b", "r"), Fault("a", "r", row=2), Fault("a", "q", row=2)]
    assert str(BadInput(found)) == str(BadInput(reversed(found)))
    assert str(BadInput(found)).startswith("a: 2 faults\n  row 2: q\n  row 2: r\nb: 1 fault\n")


def test_nothing_is_refused_without_a_fault():
    refuse([])
    with pytest.raises(BadInput):
        refuse(iter([Fault("f", "rule")]))


def test_faults_are_placed_without_losing_row_column_and_cure():
    (placed,) = at([Fault("", "rule", row=2, column="c", cure="Do.")], "f.xlsx", "s")
    assert placed == Fault("f.xlsx", "rule", "s", 2, "c", "Do.")


def test_an_empty_report_is_empty():
    assert report([]) == ""
