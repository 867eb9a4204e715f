"""Numbers, days and periods however they are written: what is certain, proved, and refused."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake import days, encodings, numbers, periods
from analysis.intake.numbers import PLAIN, Marks

TWO_NUMBERS, TWO_DAYS = numbers.UNDECLARED, days.UNDECLARED
MARKS = [
    Marks(".", ","), Marks(",", "."), Marks(",", " "), Marks(".", " "), Marks(".", "'"),
    Marks(".", ""), Marks(",", ""),
]  # fmt: skip
AMOUNTS = st.decimals(-(10**9), 10**9, places=3)
DAYS = st.dates(date(1905, 1, 1), date(2099, 12, 31))
IN_SPANISH = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
]  # fmt: skip
ORDERS = {days.DAY_FIRST: "%d/%m/%Y", days.MONTH_FIRST: "%m/%d/%Y"}


def column(*texts):
    return pd.Series(texts, index=range(2, 2 + len(texts)), name="valor", dtype="str")


def told(read):
    return {fault.row: fault.rule for fault in read[1]}


def typed(amount, marks):
    """An amount as somebody types it who uses these marks."""
    mark = marks.thousands[:1]
    return f"{amount:,f}".translate({ord(","): mark, ord("."): marks.decimal[:1]})


def iso(read):
    return [day.date().isoformat() if pd.notna(day) else None for day in read[0]]


# Numbers


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.sampled_from(MARKS))
def test_a_number_is_read_back_from_any_declared_marks(amounts, marks):
    values, wrong = numbers.numbers(column(*(typed(a, marks) for a in amounts)), marks)
    assert (values.tolist(), wrong) == ([float(a) for a in amounts], [])


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.sampled_from(MARKS))
def test_without_declared_marks_a_number_is_read_right_or_refused(amounts, marks):
    texts = [typed(amount, marks) for amount in amounts]
    values, wrong = numbers.numbers(column(*texts), Marks())
    refused = {fault.row for fault in wrong}
    pairs = zip(values.items(), amounts, strict=True)
    assert all(row in refused or value == float(amount) for (row, value), amount in pairs)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([Marks(), *MARKS]))
def test_a_number_that_a_program_holds_is_read_back_exactly_whatever_the_marks(number, marks):
    text = numbers.neutral(number)
    values, wrong = numbers.numbers(column(text), marks)
    assert (values.tolist(), wrong) == ([number], [])
    if not number.is_integer():
        assert float(numbers.shown(column(text)).iloc[0]) == number


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["1.234"], [None]),
        (["1,234", "1.234"], [None, None]),
        (["1.234", "1.234,5"], [1234, 1234.5]),
        (["1.234", "0.5"], [1.234, 0.5]),
        (["1,234", "1,234,567"], [1234, 1234567]),
        (["1,234", "12,5"], [1.234, 12.5]),
        (["1.234", "12.5", "12,5"], [None, 12.5, 12.5]),  # both are proved
        (["1 234,5", "1\u00a0234", "1\u202f234"], [1234.5, 1234, 1234]),
        (["1.234", "125e-1"], [None, 12.5]),  # a cell that is a number proves no mark
        (["0.123", "-0,5", "1e3"], [0.123, -0.5, 1000]),
    ],
)
def test_an_undeclared_mark_must_be_proved_by_its_column(texts, read):
    values, wrong = numbers.numbers(column(*texts), Marks())
    assert [None if pd.isna(value) else value for value in values] == read
    unread = [row for row, value in enumerate(read, 2) if value is None]
    assert told((values, wrong)) == dict.fromkeys(unread, TWO_NUMBERS)
    assert all(fault.cure == numbers.DECLARE for fault in wrong)


@pytest.mark.parametrize("text", ["12,34,5", "1 23", "1.2.3", "--1", "12 345.6,7", "a", "1/2", "٣"])
def test_what_is_no_number_is_refused(text):
    assert told(numbers.numbers(column("1", text), Marks())) == {3: numbers.NO_NUMBER}


@pytest.mark.parametrize("text", ["1,5", "1,234", "1 234", "1e400x"])
def test_a_plain_number_has_a_point_and_no_thousands(text):
    assert told(numbers.numbers(column(text), PLAIN)) == {2: numbers.NO_NUMBER}


def test_signs_that_look_alike_are_one():
    values, _ = numbers.numbers(column("\u22121", "1\u2019234.5"), Marks(".", "'"))
    assert values.tolist() == [-1, 1234.5]


def test_a_whole_number_may_have_its_thousands_apart_and_no_decimals():
    read = numbers.wholes(column("1.234", "12", "1.5", "-1", "1e2"), Marks(",", "."))
    assert read[0].tolist()[:2] == [1234, 12]
    assert told(read) == dict.fromkeys([4, 5, 6], "not a whole number")


def test_marks_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="one mark cannot stand both"):
        Marks(".", ".")


# Days


@given(st.lists(DAYS, min_size=1, max_size=6), st.sampled_from(sorted(ORDERS)))
def test_a_day_is_read_back_from_a_declared_order(written, order):
    texts = [day.strftime(ORDERS[order]) for day in written]
    assert iso(days.dates(column(*texts), order)) == [day.isoformat() for day in written]


@given(st.lists(DAYS, min_size=1, max_size=6), st.sampled_from(sorted(ORDERS)))
def test_without_a_declared_order_a_day_is_read_right_or_refused(written, order):
    texts = [day.strftime(ORDERS[order]) for day in written]
    read = days.dates(column(*texts))
    is_proved = any(day.day > 12 for day in written)
    for row, day in enumerate(written, 2):
        is_certain = is_proved or day.day == day.month
        assert (row not in told(read)) == is_certain
        assert not is_certain or read[0][row].date() == day


@given(DAYS)
def test_a_day_is_read_the_same_in_words_figures_and_as_a_serial_number(day):
    month = IN_SPANISH[day.month - 1]
    texts = [
        day.isoformat(), f"{day.day} de {month} de {day.year}", f"{day.day}-{month[:3]}-{day.year}",
        f"{day.day} {month[:3].upper()}. {day.year}", f"{day.day}.{day.month}.{day.year}",
        f"{day:%B} {day.day}, {day.year}", f"{day.year}/{day.month}/{day.day}",
    ]  # fmt: skip
    serials = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
    for calendar, first in serials.items():
        texts_ = column(*texts, str((day - first).days))
        read = days.dates(texts_, days.DAY_FIRST, serial=calendar)
        assert iso(read) == [day.isoformat()] * (len(texts) + 1)


def test_days_that_prove_both_orders_prove_none():
    read = days.dates(column("13/02/2021", "02/13/2021", "01/02/2021"))
    assert iso(read) == ["2021-02-13", "2021-02-13", None]
    assert told(read) == {4: TWO_DAYS}


@pytest.mark.parametrize(
    "text", ["44256", "60", "31/02/2021", "1-2/2021", "03/03/21", "3 de enebro de 2021"]
)
def test_what_is_no_declared_day_is_refused(text):
    assert told(days.dates(column(text), days.DAY_FIRST)) == {2: days.NO_DAY}


def test_a_day_that_excel_made_up_is_refused_and_a_century_is_declared():
    assert told(days.dates(column("60", "61"), serial="1900")) == {2: days.NO_DAY}
    assert iso(days.dates(column("03/04/21"), days.DAY_FIRST, century=2000)) == ["2021-04-03"]


# Periods


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021", "2021"),
        ("2021-T3", "2021Q3"), ("3T2021", "2021Q3"), ("T3 2021", "2021Q3"), ("2021 q3", "2021Q3"),
        ("III trimestre de 2021", "2021Q3"), ("tercer trimestre 2021", "2021Q3"),
        ("1er. trimestre de 2021", "2021Q1"), ("2021, cuarto trimestre", "2021Q4"),
        ("ene.-mar. 2021", "2021Q1"), ("Enero a marzo de 2021", "2021Q1"), ("oct-dic 21", "2021Q4"),
        ("2024-S1", "2024S1"), ("2º semestre 2024", "2024S2"), ("julio-diciembre 2024", "2024S2"),
        ("mar-21", "2021M03"), ("marzo de 2021", "2021M03"), ("2021-03", "2021M03"),
        ("2021-03-01", "2021M03"), ("sept. 2021", "2021M09"),
    ],
)  # fmt: skip
def test_a_period_is_known_however_it_is_written(text, period):
    values, wrong = periods.periods(column(text, None))
    assert (values.iloc[0], values.isna().iloc[1], wrong) == (period, True, [])


@pytest.mark.parametrize(
    "text",
    [
        "2021-T5",
        "2021-S3",
        "ene-feb 2021",
        "2021-03-15",
        "21",
        "primer año 2021",
        "tercer semestre 2021",
    ],
)
def test_what_is_no_period_is_refused(text):
    assert told(periods.periods(column(text))) == {2: periods.NO_PERIOD}


@given(st.integers(1990, 2060), st.sampled_from(["", *["Q1", "Q2", "Q3", "Q4", "S1", "S2"]]))
def test_a_period_as_our_tables_have_it_is_itself(year, part):
    assert periods.periods(column(f"{year}{part}"))[0].tolist() == [f"{year}{part}"]


# Encodings


@given(st.text("áéíóúñüÁÉÍÓÚÑ¿¡ abc", min_size=1))
def test_utf_8_that_was_read_as_latin_letters_is_noticed_and_spanish_is_not(text):
    assert encodings.misreading(text) == ""
    spoiled = text.encode().decode("latin-1")
    assert bool(encodings.misreading(spoiled)) == (not text.isascii())
